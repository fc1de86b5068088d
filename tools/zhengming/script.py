"""Characters of one script in another, by OpenCC's script-only configurations.

Vocabulary is left alone: those configurations have no phrases but to choose a character.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

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
