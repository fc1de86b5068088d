"""The fonts of a book: those of pinned packages, or those that the reader's own folders hold.

Typst brings Libertinus Serif, New Computer Modern Math and DejaVu Sans Mono with it. For Chinese
there is manimgx-fonts-cjk, the one package on PyPI with all regions and all weights of Noto Sans
CJK; nobody publishes a serif there. Its file is held against its checksum, because a font can
change how a book reads.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import typst

from sphinx_typst.literal import Code, Value, literal

VARIABLE = "SPHINX_TYPST_FONTS"
"""Environment variable: folders with fonts, joined by `os.pathsep`; the word `system` among them
stands for the fonts that the system knows."""

BUNDLED = Path("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc")
SHA256 = "d3d8256cdec8dbcb3552284bc6b20c734dd60c2ee9df83b5758e34807c4bac32"

_LATIN = {"name": "Libertinus Serif", "covers": "latin-in-cjk"}
_EAST = {"zh", "ja", "ko"}
_REGIONS = {"CN": "SC", "SG": "SC", "TW": "TC", "HK": "HK", "MO": "HK"}


class FontError(Exception):
    """Fonts that are not there, or not those they should be."""


class Locale(NamedTuple):
    """What Typst calls a language: ISO 639 code, and ISO 3166 code of the region or None."""

    language: str
    region: str | None


def locale(language: str) -> Locale:
    """Return how Typst calls Sphinx's `language`: zh_CN, zh-Hant-HK, pt_BR, en, …"""
    parts = language.replace("-", "_").split("_")
    code = parts[0].lower()
    script = next((part.title() for part in parts[1:] if len(part) == 4), None)
    region = next((part.upper() for part in parts[1:] if len(part) == 2), None)
    if code == "zh" and region is None:
        region = "TW" if script == "Hant" else "CN"
    return Locale(code, region)


def chains(place: Locale) -> dict[str, list[object]]:
    """Return use (`main`, `heading`, `emph`, `mono`, `math`) → names of fonts, first preferred.

    The region's own font comes first, and that of Simplified Chinese catches what it lacks: TC
    and HK have not all that GB 2312 has.
    """
    han = [f"Noto Sans CJK {_han(place)}"]
    if han != ["Noto Sans CJK SC"]:
        han.append("Noto Sans CJK SC")
    east = place.language in _EAST
    # With no serif for Han, Latin beside it is sans too; only italics must come from elsewhere.
    return {
        "main": [*han] if east else ["Libertinus Serif", *han],
        "heading": [*han] if east else ["Libertinus Serif", *han],
        "emph": [_LATIN if east else "Libertinus Serif", *han],
        "mono": ["DejaVu Sans Mono", *han],
        "math": ["New Computer Modern Math", *han],
    }


def beside(place: Locale, own: Locale) -> list[object]:
    """Return names of fonts for words of one language in a book in another."""
    main = chains(own)["main"]
    return [f"Noto Sans CJK {_han(place)}", *main] if place.language in _EAST else main


def families(chain: Iterable[Any]) -> Value:
    """Return a chain of `chains`, or of the configuration, as Typst has it."""
    return tuple(
        Code(f"(name: {literal(one['name'])}, covers: {literal(one['covers'])})")
        if isinstance(one, dict)
        else one
        for one in chain
    )


def _han(place: Locale) -> str:
    return {"ja": "JP", "ko": "KR"}.get(place.language) or _REGIONS.get(place.region or "", "SC")


def collection(folders: Sequence[Path]) -> typst.Fonts:
    """Return the fonts that Typst may use: its own, those in `folders` and in `VARIABLE`.

    Without any folder it is the bundled font. Raises `FontError` where a folder is missing or
    the bundled font is not the pinned one.
    """
    named = [name for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name]
    system = "system" in named
    wanted = [*folders, *(Path(name) for name in named if name != "system")]
    for folder in wanted:
        if not folder.is_dir():
            raise FontError(
                f"{folder} is no folder with fonts; see typst_font_paths and {VARIABLE}"
            )
    bundled = _bundled()
    if bundled is not None:
        wanted.append(bundled)
    elif not wanted and not system:
        raise FontError(
            "manimgx-fonts-cjk is not installed; install it, or name folders with fonts "
            f"in typst_font_paths or {VARIABLE}"
        )
    return typst.Fonts(
        include_system_fonts=system,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in wanted],
    )


@functools.cache
def _bundled() -> Path | None:
    spec = importlib.util.find_spec(BUNDLED.parts[0])
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0], *BUNDLED.parts[1:])
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        raise FontError(
            f"{path}: the checksum is {found}, not {SHA256}; install the pinned version"
        )
    return path.parent
