"""The order of names in a language: by pinyin, strokes, zhuyin or alphabet, in groups.

Readings are those of pypinyin, which knows words; strokes are as Taiwan counts them. Marks at the
head of a name do not count.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, TypeVar

from zhengming.sphinx.wording import _n

_STROKES = Path(__file__).parents[1] / "data" / "strokes.txt"
# Zhuyin writes tones behind the syllable, the first not at all.
_TONES = str.maketrans("ˊˇˋ˙", "2345")
_DIGITS = "0–9"
# What stands before the first letter, character or digit.
_MARKS = re.compile(r"\A[\W_]+")

T = TypeVar("T")


class Group(NamedTuple):
    """Names under one heading; `name` is fit for an id."""

    name: str
    title: str


class Place(NamedTuple):
    """Where a name stands in an order: its group, and what sorts it among all names."""

    group: Group
    key: tuple[object, ...]


def _alphabet(name: str) -> Place:
    plain = _plain(name)
    return Place(_initial(plain), (plain, name))


def _pinyin(name: str) -> Place:
    syllables = tuple(map(_plain, _read(name, "TONE3")))
    return Place(_initial(syllables[0]), syllables)


def reading(name: str) -> str:
    """Return a name's syllables in pinyin without tones, spaces between them."""
    return " ".join(map(_plain, _read(name, "NORMAL")))


def _zhuyin(name: str) -> Place:
    if not _strokes().get(name[0]):
        return _alphabet(name)
    syllables = _read(name, "BOPOMOFO")
    initial = syllables[0][0]
    key = tuple(syllable.translate(_TONES) for syllable in syllables)
    # Behind all Latin letters, as their code points are.
    return Place(Group(f"{ord(initial):x}", initial), key)


def _read(name: str, style: str) -> list[str]:
    """Return the syllables of a name in a style of pypinyin."""
    # Its words take as long to load as all of Sphinx, and few builds put names in this order.
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(name, style=getattr(Style, style))


def _stroke(name: str) -> Place:
    if not _strokes().get(name[0]):
        return _alphabet(name)
    known = _strokes()
    # Behind all letters; characters without a number come last.
    key = tuple(known.get(sign, (99, ord(sign))) for sign in name)
    number = key[0][0]
    return Place(Group(str(number), _n("{n}画", number).format(n=number)), ("\uffff", *key))


def _plain(name: str) -> str:
    """Return a name in small letters without marks."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()


def _initial(plain: str) -> Group:
    first = plain[:1].upper()
    return Group(first.casefold(), first) if first.isalpha() else Group("0-9", _DIGITS)


@functools.cache
def _strokes() -> dict[str, tuple[int, int]]:
    """Return for each character its number of strokes and its place among all."""
    found: dict[str, tuple[int, int]] = {}
    for line in _STROKES.read_text(encoding="utf-8").split("\n"):
        number, _, signs = line.partition("\t")
        if signs:
            found |= {sign: (int(number), len(found) + at) for at, sign in enumerate(signs)}
    return found


_ORDERS: dict[str, Callable[[str], Place]] = {
    "pinyin": _pinyin,
    "stroke": _stroke,
    "zhuyin": _zhuyin,
    "alphabet": _alphabet,
}
ORDERS = tuple(_ORDERS)
_BY_LANGUAGE = dict.fromkeys(("zh-Hant", "zh-Hant-TW", "zh-Hant-HK"), "stroke")
_BY_LANGUAGE["en"] = "alphabet"


def usual(language: str) -> str:
    """Return the order that readers of a language expect: pinyin if nothing else is known."""
    return _BY_LANGUAGE.get(language, "pinyin")


def place(name: str, order: str) -> Place:
    """Return where a name stands in one of ORDERS."""
    bare = _MARKS.sub("", name)
    return _ORDERS[order](bare or name)


def ordered(named: Iterable[tuple[str, T]], order: str) -> list[tuple[Group, list[T]]]:
    """Return things by their names in one of ORDERS, those of one group together."""
    places = sorted(((place(name, order), t) for name, t in named), key=lambda each: each[0].key)
    groups: dict[Group, list[T]] = {}
    for (group, _key), thing in places:
        groups.setdefault(group, []).append(thing)
    return list(groups.items())
