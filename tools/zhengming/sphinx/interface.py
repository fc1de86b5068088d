"""The site's own words in its language: our catalogs, made ready when a build begins.

Sphinx reads compiled catalogs only. They are made in the folder of the doctrees, because the
package may lie where nobody may write. `zhengming` has our words; `sphinx` those of Sphinx and of
the theme in languages for which they have none.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx.application import Sphinx

from zhengming.languages import LOCALES, tag

SOURCES = Path(__file__).parent / "locale"


def setup(app: Sphinx) -> None:
    """Compile the catalogs of the site's language and register them."""
    language = app.config.language
    folder = Path(app.doctreedir, "locale")
    ours = SOURCES / LOCALES.get(tag(language) or "", language) / "LC_MESSAGES"
    for path in sorted(ours.glob("*.po")):
        _compile(path, folder / language / "LC_MESSAGES" / f"{path.stem}.mo")
        app.add_message_catalog(path.stem, folder)


def _compile(source: Path, target: Path) -> None:
    if target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return
    with source.open("rb") as file:
        catalog = read_po(file)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(compiled.getvalue())
    os.replace(name, target)
