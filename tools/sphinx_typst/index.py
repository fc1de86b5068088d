"""The index of a book: entries of `index` nodes grouped, sorted, with their places."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sphinx.locale import _
from sphinx.util.index_entries import split_index_msg

from sphinx_typst.literal import Value
from sphinx_typst.writer import IndexMark

Key = Callable[[str], tuple[str, Any]]
"""Word → heading of its group, and key to sort by."""


@dataclass
class _Entry:
    places: list[str] = field(default_factory=list)
    main: list[str] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    below: dict[str, _Entry] = field(default_factory=dict)


def default_key(word: str) -> tuple[str, str]:
    """Return the first letter without accents (or Symbols), and the folded word."""
    folded = unicodedata.normalize("NFD", word).casefold()
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    first = plain[:1].upper()
    # Below all letters, as in Sphinx.
    return (first, plain) if first.isalpha() else (_("Symbols"), "\0" + plain)


def index(
    marks: Iterable[IndexMark], key: Key = default_key, shown: Callable[[str], Value] = str
) -> list[Value]:
    """Return groups (heading, entries); an entry is (word, places, main places, see, entries).

    `shown` says how headings, words and phrases are set.

    Places are numbers of marks in the order of the book; `see` are whole phrases.
    """
    root = _Entry()
    for mark in marks:
        _add(root, mark)
    groups: dict[str, list[Value]] = {}
    for word in sorted(root.below, key=lambda word: (key(word)[1], word)):
        groups.setdefault(key(word)[0], []).append(_value(word, root.below[word], key, shown))
    return [(shown(heading), entries) for heading, entries in groups.items()]


def _add(root: _Entry, mark: IndexMark) -> None:
    parts = split_index_msg(mark.kind, mark.text)
    paths: list[tuple[str, ...]]
    match mark.kind, parts:
        case (("see" | "seealso"), [word, other]):
            phrase = _("see %s") if mark.kind == "see" else _("see also %s")
            _at(root, word).see.append(phrase % other)
            return
        case "pair", [one, other]:
            paths = [(one, other), (other, one)]
        case "triple", [one, two, three]:
            paths = [(one, f"{two} {three}"), (two, f"{three}, {one}"), (three, f"{one} {two}")]
        case _:
            paths = [tuple(parts)]
    for path in paths:
        entry = _at(root, *path)
        (entry.main if mark.main else entry.places).append(mark.number)


def _at(entry: _Entry, *path: str) -> _Entry:
    for word in path:
        entry = entry.below.setdefault(word, _Entry())
    return entry


def _value(word: str, entry: _Entry, key: Key, shown: Callable[[str], Value]) -> Value:
    below = sorted(entry.below, key=lambda word: (key(word)[1], word))
    children = [_value(word, entry.below[word], key, shown) for word in below]
    see = [shown(phrase) for phrase in dict.fromkeys(entry.see)]
    return (shown(word), entry.places, entry.main, see, children)
