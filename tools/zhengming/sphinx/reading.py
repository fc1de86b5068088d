"""A text's record and apparatus as the pages need them: found, grouped, in rows.

Knows no markup; what it returns is made into nodes elsewhere.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

from zhengming import apparatus, record
from zhengming.apparatus import Emendation
from zhengming.datafile import DataError, Scalar, Table, parse_yaml, read_text
from zhengming.glossary import DEPRECATED
from zhengming.matcher import Matcher
from zhengming.record import Item, Record
from zhengming.text import Span, text_anchor

APPARATUS = "apparatus.jsonl"
# What a text's edition is made of, beside its pages.
FILES = ("witness.txt", "record.yaml", "lexicon.tsv", APPARATUS)

_WORDS = ("title", "author", "publisher", "origin", "rights", "note")

# Code points of context on either side of a marked stretch.
_CONTEXT = 16
# Two characters of one number or word.
_JOINED = re.compile(r"[0-9A-Za-z.,%+-]{2}")


class Piece(NamedTuple):
    """A stretch of the witness and what the page has for it; equal without an emendation."""

    before: str
    after: str
    emendation: Emendation | None


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph or heading beside its witness; `page` is empty for what was dropped."""

    page: str
    anchor: str
    level: int
    pieces: tuple[Piece, ...]

    @property
    def after(self) -> str:
        """The text of the page."""
        return "".join(piece.after for piece in self.pieces)


class Stretch(NamedTuple):
    """A piece of a paragraph; `is_block` if the witness has it as a block of its own."""

    piece: Piece
    is_block: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Emendations that do the same for the same reason; `places` count page and anchor."""

    first: Emendation
    count: int
    notes: tuple[str, ...]
    places: Mapping[tuple[str, str], int]


class Mark(NamedTuple):
    """An emendation that the page shows, with the restored text on either side of it."""

    emendation: Emendation
    left: str
    right: str


class UnfitError(Exception):
    """Record and apparatus do not belong together."""


def emendations(folder: Path) -> Mapping[str, Emendation]:
    """Return the apparatus of a text's source folder by id, in its order.

    Raises OSError, ValueError or KeyError.
    """
    path = folder / APPARATUS
    state = path.stat()
    return _emendations(path, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=16)
def _emendations(path: Path, _time: int, _size: int) -> Mapping[str, Emendation]:
    return {item.id: item for item in apparatus.load(path)}


def text_record(folder: Path) -> Record:
    """Return the record of a text's source folder; raises what `record.load` raises."""
    paths = (folder / name for name in FILES if name != APPARATUS)
    states = tuple(
        (path.stat().st_mtime_ns, path.stat().st_size) for path in paths if path.exists()
    )
    return _record(folder, states)


def readable_record(folder: Path) -> Record | None:
    """Return the same, None if it cannot be read: the views that show it warn of that."""
    with contextlib.suppress(OSError, ExceptionGroup):
        return text_record(folder)
    return None


@functools.lru_cache(maxsize=16)
def _record(folder: Path, _states: tuple[tuple[int, int], ...]) -> Record:
    return record.load(folder)


def words(text: Record) -> dict[str, str]:
    """Return what a record says in the words of an editor, by field, without addresses."""
    found = {name: getattr(text, name) for name in _WORDS}
    return {name: value for name, value in found.items() if value and "://" not in value}


def sentences(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the same of a `record.yaml`, each with its line.

    Nothing of a record that cannot be read: the view that shows it warns of that.
    """
    with contextlib.suppress(OSError, DataError, ExceptionGroup):
        root = parse_yaml(path, read_text(path), 1)
        fields = root.values if isinstance(root, Table) else {}
        for name in _WORDS:
            node = fields.get(name)
            if isinstance(node, Scalar) and node.text and "://" not in node.text:
                yield node.text, node.line


def rows(text: Record, items: Iterable[Emendation]) -> tuple[Row, ...]:
    """Return the text row by row, in the order of the witness; raises UnfitError."""
    queue = deque(items)
    found = []
    for item in text.items:
        # White space between blocks is on no row.
        while queue and queue[0].witness.start < queue[0].witness.end <= item.span.start:
            queue.popleft()
        taken: list[Emendation] = []
        while queue and _belongs(queue[0], item, taken):
            taken.append(queue.popleft())
        found.append(_row(text.witness, item, taken))
    if left := [item.id for item in queue if item.cause != "layout"]:
        raise UnfitError(f"{text.folder.name}: {left[0]} of the apparatus fits no block")
    return tuple(found)


def _belongs(emendation: Emendation, item: Item, taken: list[Emendation]) -> bool:
    start, end = emendation.witness
    if item.supplied:
        return not taken and start == end == item.span.start and emendation.after == item.supplied
    if start == end == item.span.end:
        # Inserted between two blocks: the next heading, or an end of this paragraph.
        anchors = {item.anchor, *(other.paragraph for other in taken)} - {""}
        return emendation.paragraph in anchors and emendation.cause != "lost-heading"
    return end <= item.span.end


def _row(witness: str, item: Item, taken: list[Emendation]) -> Row:
    pieces = tuple(_pieces(witness, item.span, taken))
    anchor = item.anchor
    if not anchor and taken and not item.dropped:
        anchor = taken[0].paragraph
    if not anchor and not item.dropped:
        anchor = text_anchor("".join(piece.after for piece in pieces))
    return Row("" if item.dropped else item.page, anchor, item.level, pieces)


def _pieces(witness: str, span: Span, taken: Iterable[Emendation]) -> Iterator[Piece]:
    start = span.start
    for item in taken:
        if kept := witness[start : item.witness.start]:
            yield Piece(kept, kept, None)
        yield Piece(item.before, item.after, item)
        start = item.witness.end
    if kept := witness[start : span.end]:
        yield Piece(kept, kept, None)


def by_paragraph(table: Iterable[Row]) -> dict[tuple[str, str], list[Stretch]]:
    """Return the text by page and anchor, with what was dropped where it is recorded."""
    found: dict[tuple[str, str], list[Stretch]] = {}
    for row in table:
        if row.page:
            # A block that was dropped may come before the first paragraph.
            there = found.setdefault((row.page, row.anchor), [])
            there += (Stretch(piece, is_block=False) for piece in row.pieces)
            continue
        for piece in row.pieces:
            if item := piece.emendation:
                there = found.setdefault((item.page, item.paragraph), [])
                there.append(Stretch(piece, is_block=True))
    return found


def marks(table: Iterable[Row]) -> Iterator[Mark]:
    """Yield the emendations that pages show, each with some restored text around it."""
    for row in table:
        text, offset = row.after, 0
        for piece in row.pieces:
            end = offset + len(piece.after)
            if piece.emendation and piece.emendation.is_marked:
                yield Mark(piece.emendation, *_around(text, offset, end))
            offset = end


# What put other words in the place of those of a text; other causes change signs.
_REWORDED = ("spin", "filter", "number-scrub")


def spun(table: Iterable[Row], matcher: Matcher) -> Iterator[tuple[str, str, str]]:
    """Yield concept, form and what the witness has for it, wherever words were put for a form."""
    for row in table:
        for span, terms in matcher.find(row.after) if row.page else ():
            was = _received(row, span)
            if was:
                form = row.after[slice(*span)]
                names = dict.fromkeys(t.concept for t in terms if t.status != DEPRECATED)
                yield from ((name, form, was) for name in names)


def _received(row: Row, span: Span) -> str:
    """Return what the witness has for a span of a page, "" if no word of it is another."""
    found, offset, is_reworded = [], 0, False
    for piece in row.pieces:
        start, end = offset, offset + len(piece.after)
        offset = end
        if start >= span.end or end <= span.start:
            continue
        if piece.emendation is None:
            found.append(piece.after[max(0, span.start - start) : span.end - start])
        else:
            found.append(piece.before)
            is_reworded |= piece.emendation.cause in _REWORDED
    return "".join(found) if is_reworded else ""


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the text on both sides, cut between words, and not before or behind a mark alone."""
    left, right = text[:start], text[end:]
    if len(left) > _CONTEXT:
        cut = len(left) - _CONTEXT
        while cut and _JOINED.match(left, cut - 1):
            cut -= 1
        kept = left[cut:]
        while kept and category(kept[0]) in ("Pe", "Pf", "Po"):
            kept = kept[1:]
        left = "……" + kept if cut else left
    if len(right) > _CONTEXT:
        cut = _CONTEXT
        while cut < len(right) and _JOINED.match(right, cut - 1):
            cut += 1
        kept = right[:cut]
        while kept and category(kept[-1]) in ("Ps", "Pi"):
            kept = kept[:-1]
        right = kept + "……" if cut < len(right) else right
    return left, right


def groups(items: Iterable[Emendation]) -> list[Group]:
    """Return equal emendations together: the most frequent first, then by the witness.

    Equal is what has the same kind, cause, before, after, evidence and certainty.
    """
    found: dict[tuple[object, ...], list[Emendation]] = {}
    for item in items:
        key = (item.kind, item.cause, item.before, item.after, item.evidence, item.certainty)
        found.setdefault(key, []).append(item)
    same = sorted(found.values(), key=len, reverse=True)
    return [
        Group(
            first=members[0],
            count=len(members),
            notes=tuple(dict.fromkeys(item.note for item in members if item.note)),
            places=Counter((item.page, item.paragraph) for item in members),
        )
        for members in same
    ]
