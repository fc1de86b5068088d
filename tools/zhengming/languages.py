"""The languages of the project and the names that others use for them.

Tags are BCP 47 (RFC 5646); Sphinx and gettext use locale names of their own.
"""

from __future__ import annotations

import re

# BCP 47 tag → Sphinx's and gettext's name.
LOCALES = {
    "zh-Hans": "zh_CN",
    "zh-Hant-TW": "zh_TW",
    "zh-Hant-HK": "zh_HK",
    "en": "en",
}

# Scripts that a witness may be in: any of the above, or Traditional of no region.
TAGS = (*LOCALES, "zh-Hant")

# Of other languages, of which only forms and translations are known: ja, pt-BR, sr-Latn. A tag
# that begins as one of ours, or is a place, is a slip.
_OTHER = re.compile(
    r"(?!zh|en|(?:chi|cn|hk|mo|sg|tw)\b)[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
)

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


# A language in a name, behind another word or alone: README.zh-TW, index_zh_Hant, zh-CN.
_IN_NAME = re.compile(r"(?:.*[._-])?(zh(?:[-_](?:hans|hant|cn|sg|tw|hk|mo)){0,2})", re.IGNORECASE)


def by_name(name: str) -> str | None:
    """Return the tag of the language that a file's name in the project says, None if none.

    A folder's name or the file's may be it or end so: `zh_TW/a.md`, `README.zh-TW.md`.
    """
    *folders, last = name.split("/")
    for each in (*folders, last.rpartition(".")[0]):
        named = _IN_NAME.fullmatch(each)
        if found := tag(named[1] if named else each):
            return found
    return None


def is_other(name: str) -> bool:
    """Whether a name is the tag of a language that is not one of `TAGS`, as `ja`."""
    return _OTHER.fullmatch(name) is not None


def any_tag(name: str) -> str | None:
    """Return the tag that a name means, that of another language too: `pt_BR` means `pt-BR`."""
    other = name.replace("_", "-")
    return tag(name) or (other if is_other(other) else None)


def order(name: str) -> tuple[int, str]:
    """Return a key by which tags are ordered: those of `TAGS` as there, then others."""
    return (TAGS.index(name) if name in TAGS else len(TAGS), name)
