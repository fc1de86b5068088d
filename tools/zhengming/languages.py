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
