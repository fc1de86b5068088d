"""Characters of the two scripts: which only one has, and one script in the other.

Converted is by OpenCC's script-only configurations, so vocabulary is left alone: those have no
phrases but to choose a character.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zhengming.text import HAN

if TYPE_CHECKING:
    from opencc import OpenCC

_DATA = Path(__file__).parent / "data"

# Simplified elsewhere, but the standard forms of Hong Kong, as OpenCC's s2hk has them. A
# text of no region may be of Hong Kong.
HONG_KONG = frozenset("兑卧叁囱媪悦愠户捝揾敚棁榅氲涚温煴税緼脱腽葱蒀藴蜕輼醖")

# Tag → configuration from Simplified; `s2t` is OpenCC's own standard for no region.
_FROM_SIMPLIFIED = {"zh-Hant": "s2t", "zh-Hant-TW": "s2tw", "zh-Hant-HK": "s2hk"}
# What OpenCC's binding cannot take: it stops at NUL, and the rest is lost.
_UNFIT = re.compile("[\0\ud800-\udfff]")


class UnfitError(ValueError):
    """A text with a NUL or a lone surrogate, `sign` at `offset`, which cannot be converted."""

    def __init__(self, sign: str, offset: int) -> None:
        super().__init__(f"U+{ord(sign):04X} at {offset} cannot be converted")
        self.sign, self.offset = sign, offset


@cache
def converter(configuration: str) -> OpenCC:
    """Return OpenCC's own converter, which loses what is behind a NUL: see `refuse_unfit`."""
    from opencc import OpenCC  # takes longer than checking a short text

    return OpenCC(configuration)


def refuse_unfit(text: str) -> None:
    """Raise UnfitError if OpenCC cannot take a text."""
    if found := _UNFIT.search(text):
        raise UnfitError(found[0], found.start())


def convert(text: str, configuration: str) -> str:
    """Return `text` as one of OpenCC's configurations has it; raises UnfitError."""
    refuse_unfit(text)
    return str(converter(configuration).convert(text))


def from_simplified(text: str, tag: str) -> str:
    """Return Simplified `text` in the characters of `tag`; raises UnfitError."""
    return convert(text, _FROM_SIMPLIFIED[tag])


def to_simplified(text: str) -> str:
    """Return Traditional text of any region in Simplified characters; raises UnfitError."""
    return convert(text, "t2s")


@cache
def _table(name: str) -> frozenset[str]:
    """Return the characters of a table in data/."""
    text = (_DATA / name).read_text(encoding="utf-8")
    return frozenset("".join(line for line in text.splitlines() if not line.startswith("#")))


@cache
def leaks(language: str) -> frozenset[str]:
    """Return the characters that have no place in text of `language`."""
    if language == "zh-Hans":
        return _table("traditional-only.txt")
    if not language.startswith("zh-Hant"):
        return frozenset()
    simplified = _table("simplified-only.txt")
    return simplified if language == "zh-Hant-TW" else simplified - HONG_KONG


# A text in which fewer signs are Traditional alone, or kana, may only speak of them.
_FEWEST = 10
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_LETTER = re.compile(r"[^\W\d_]")


def looks(text: str) -> str:
    """Return the language that a text looks like: Chinese in either script, ja, en, or und.

    Text with hardly any Han is en if its letters are ASCII, nearly all of them, else und.
    """
    letters, han = _LETTER.findall(text), len(HAN.findall(text))
    if han * 100 < len(letters) or not han:
        others = sum(not letter.isascii() for letter in letters)
        return "en" if others * 100 <= len(letters) else "und"
    if len(_KANA.findall(text)) >= max(_FEWEST, han / 2):
        return "ja"
    counts = Counter(text)
    traditional, simplified = leaks("zh-Hans"), leaks("zh-Hant")
    count = sum(counts[sign] for sign in traditional & counts.keys())
    other = sum(counts[sign] for sign in simplified & counts.keys())
    return "zh-Hant" if count > other and count >= _FEWEST else "zh-Hans"
