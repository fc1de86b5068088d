"""Characters of one script in another, by OpenCC's script-only configurations.

Vocabulary is left alone: those configurations have no phrases but to choose a character.
"""

from __future__ import annotations

from functools import cache

import opencc

# Tag → configuration from Simplified; `s2t` is OpenCC's own standard for no region.
_FROM_SIMPLIFIED = {"zh-Hant": "s2t", "zh-Hant-TW": "s2tw", "zh-Hant-HK": "s2hk"}


@cache
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


def from_simplified(text: str, tag: str) -> str:
    """Return Simplified `text` in the characters of `tag`; raises ValueError for a NUL."""
    return _convert(_FROM_SIMPLIFIED[tag], text)


def to_simplified(text: str) -> str:
    """Return `text` in Simplified characters; raises ValueError for a NUL."""
    return _convert("t2s", text)


def _convert(configuration: str, text: str) -> str:
    if "\0" in text:
        # OpenCC's binding would stop there and lose the rest.
        raise ValueError("text with a NUL cannot be converted")
    return str(_converter(configuration).convert(text))
