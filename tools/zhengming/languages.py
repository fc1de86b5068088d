"""The languages of the project and the names that others use for them.

Tags are BCP 47 (RFC 5646); Sphinx and gettext use locale names of their own.
"""

from __future__ import annotations

# BCP 47 tag → Sphinx's and gettext's name.
LOCALES = {
    "zh-Hans": "zh_CN",
    "zh-Hant-TW": "zh_TW",
    "zh-Hant-HK": "zh_HK",
    "en": "en",
}

# Scripts that a witness may be in: any of the above, or Traditional of no region.
TAGS = (*LOCALES, "zh-Hant")

# Other names, in small letters and with hyphens → tag: gettext's, and scripts by their country.
_OTHERS = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-hans-cn": "zh-Hans",
    "zh-tw": "zh-Hant-TW",
    "zh-hk": "zh-Hant-HK",
    "zh-mo": "zh-Hant-HK",
}


def tag(name: str) -> str | None:
    """Return the tag that a name means, None if none: `zh_TW` and `zh-tw` mean `zh-Hant-TW`."""
    plain = name.lower().replace("_", "-")
    return _OTHERS.get(plain) or next((known for known in TAGS if known.lower() == plain), None)
