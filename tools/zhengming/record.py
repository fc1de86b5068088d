"""A text's record: where its witness comes from, how it is laid out, what is emended in it.

Reads `record.yaml` and `lexicon.tsv` beside `witness.txt` and holds every word of them
against the witness: a record that loads fits. What comes of it is the business of `restore`.
The formats are described in docs/reference/record-file.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

from zhengming.apparatus import CAUSES, CERTAINTIES, EVIDENCE, KINDS
from zhengming.datafile import (
    DataError,
    Items,
    Node,
    Problems,
    Scalar,
    Table,
    decode,
    load_tsv,
    load_yaml,
)
from zhengming.languages import TAGS
from zhengming.text import Block, Span, blocks, control

LEXICON_COLUMNS = (
    "form",
    "original",
    "left",
    "right",
    "cause",
    "certainty",
    "evidence",
    "word",
    "note",
)
KEEP = "keep"
GAP_TEXT = "〔……〕"
FULL_WIDTH = "full-width"

# What a lexicon may be about, and the kind of emendation that makes.
_LEXICON_KINDS = {"spin": "corr", "mojibake": "corr", "script": "reg", KEEP: ""}

_REQUIRED = ("title", "date", "language", "origin", "rights", "sha256", "pages")
_OPTIONAL = ("original_title", "author", "publisher", "punctuation", "note", "emendations")
_ITEM_KEYS = {
    "block": {"block", "heading", "style", "split"},
    "drop": {"drop", "cause", "certainty", "evidence", "note"},
    "supply": {"supply", "heading", "cause", "certainty", "evidence", "note"},
}
_POINT_KEYS = {
    *("text", "block", "offset", "kind", "after"),
    *("cause", "certainty", "evidence", "note"),
}
_PAGE_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# One pair of brackets around what is meant; a backslash makes a bracket a character.
_PLAIN = r"((?:\\.|[^\[\]\\])*)"
_BRACKETED = re.compile(rf"{_PLAIN}\[{_PLAIN}\]{_PLAIN}", re.DOTALL)

_T = TypeVar("_T")


class Basis(NamedTuple):
    """Why something is emended."""

    cause: str
    certainty: str
    evidence: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the lexicon: `form` between `left` and `right` stands for `original`.

    `basis` is None where the form is kept; `is_word` says that the form is also a word
    of restored text.
    """

    form: str
    original: str
    left: str
    right: str
    kind: str
    basis: Basis | None
    is_word: bool
    note: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An emendation at one place of the witness; an insertion has an empty span."""

    span: Span
    kind: str
    after: str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A piece of a page: a stretch of the witness, or supplied text that stands before it.

    `level` is that of a heading, 0 for a paragraph; a dropped stretch is on no page.
    `anchor` is empty where the anchor comes from the text.
    """

    page: str
    span: Span
    level: int = 0
    style: str = ""
    anchor: str = ""
    supplied: str = ""
    dropped: bool = False
    basis: Basis | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that restoring a text needs; `items` cover its blocks in order."""

    folder: Path
    witness: str
    title: str
    original_title: str
    author: str
    publisher: str
    date: str
    language: str
    origin: str
    rights: str
    sha256: str
    punctuation: str
    note: str
    pages: tuple[str, ...]
    items: tuple[Item, ...]
    points: tuple[Point, ...]
    lexicon: tuple[Entry, ...]


def load(folder: Path) -> Record:
    """Return the record of a text's source folder.

    Raises OSError if a file is missing, else an ExceptionGroup of DataError: one for each
    thing that is wrong in any of the three files.
    """
    errors: list[DataError] = []
    data = (folder / "witness.txt").read_bytes()
    witness = _gathered(errors, lambda: decode(folder / "witness.txt", data))
    root = _gathered(errors, lambda: load_yaml(folder / "record.yaml"))
    lexicon = _gathered(errors, lambda: _load_lexicon(folder / "lexicon.tsv", witness))
    record = None
    if root is not None and witness is not None:
        reader = _Reader(folder, witness, hashlib.sha256(data).hexdigest())
        record = _gathered(errors, lambda: reader.record(root, lexicon or ()))
    if errors or record is None:
        raise ExceptionGroup(f"{folder} cannot be restored", errors)
    return record


def _gathered(errors: list[DataError], read: Callable[[], _T]) -> _T | None:
    try:
        return read()
    except DataError as error:
        errors.append(error)
    except ExceptionGroup as group:
        errors.extend(group.exceptions)  # type: ignore[arg-type]  # of DataError, as documented
    return None


# The lexicon


def _load_lexicon(path: Path, witness: str | None) -> tuple[Entry, ...]:
    """Return the rows of a lexicon; a text that needs none has no such file."""
    if not path.exists():
        return ()
    problems = Problems(path)
    entries: list[Entry] = []
    seen: dict[tuple[str, str, str], int] = {}
    for row in load_tsv(path, LEXICON_COLUMNS):
        entry = _entry(row, problems)
        key = (entry.form, entry.left, entry.right)
        if key in seen:
            there = f"{entry.form!r} in this context again, first in line {seen[key]}"
            problems.add(row["form"], there, "one row for a form in a context")
        seen.setdefault(key, row["form"].line)
        if witness is not None and "".join((entry.left, entry.form, entry.right)) not in witness:
            there = f"{entry.left}[{entry.form}]{entry.right}, which is not in the witness"
            problems.add(row["form"], there, "a form and context of the witness")
        entries.append(entry)
    problems.raise_any()
    return tuple(entries)


def _entry(row: dict[str, Scalar], problems: Problems) -> Entry:
    cell = {name: value.text for name, value in row.items()}
    keep = cell["cause"] == KEEP
    _one_of(problems, row["cause"], "cause of a lexicon row", tuple(_LEXICON_KINDS))
    _one_of(problems, row["word"], "mark", ("", "word"))
    if not cell["form"]:
        problems.add(row["form"], "an empty form", "the form as the witness has it")
    if not cell["original"] and not keep:
        problems.add(row["original"], "an empty original", "what the form stands for")
    if keep and cell["original"] not in ("", cell["form"]):
        problems.add(row["original"], f"{cell['original']!r}", "the kept form itself, or nothing")
    if cell["original"] in (("", cell["form"]) if keep else (cell["form"],)) and not cell["note"]:
        problems.add(row["note"], "an empty note", "the reason why the form stands")
    basis = None
    if not keep:
        _one_of(problems, row["certainty"], "certainty", CERTAINTIES)
        basis = Basis(
            cell["cause"],
            cell["certainty"],
            _evidence(problems, row["evidence"], cell["evidence"].split()),
            cell["note"],
        )
    return Entry(
        form=cell["form"],
        original=cell["form"] if keep else cell["original"],
        left=cell["left"],
        right=cell["right"],
        kind=_LEXICON_KINDS.get(cell["cause"], ""),
        basis=basis,
        is_word=bool(cell["word"]),
        note=cell["note"],
        line=row["form"].line,
    )


def _one_of(problems: Problems, place: Scalar, what: str, known: tuple[str, ...]) -> None:
    if place.text not in known:
        names = ", ".join(name or "nothing" for name in known)
        problems.add(place, f"{what} {place.text!r}", f"one of {names}")


def _evidence(problems: Problems, place: Node, words: list[str]) -> tuple[str, ...]:
    for word in words:
        if word not in EVIDENCE:
            problems.add(place, f"evidence {word!r}", f"some of {', '.join(EVIDENCE)}")
    if not words:
        problems.add(place, "no evidence", f"some of {', '.join(EVIDENCE)}")
    return tuple(words)


# The record


def _letters(number: int) -> str:
    """Return a, b … z, aa, ab … for 0, 1 … 25, 26, 27 …"""
    head = _letters(number // 26 - 1) if number >= 26 else ""
    return head + chr(ord("a") + number % 26)


class _Reader:
    """Reads record.yaml against the witness and gathers what is wrong with it."""

    def __init__(self, folder: Path, witness: str, digest: str) -> None:
        self.folder, self.witness, self.digest = folder, witness, digest
        self.blocks = blocks(witness)
        self.problems = Problems(folder / "record.yaml")
        self.next_block = 0
        # One slip in the layout makes everything after it look wrong: it is told once.
        self.is_laid_out = True

    def record(self, root: Node, lexicon: tuple[Entry, ...]) -> Record:
        table = self.table(root, {*_REQUIRED, *_OPTIONAL}, required=_REQUIRED)
        strings = {
            key: self.string(table, key)
            for key in (*_REQUIRED, *_OPTIONAL)
            if key not in ("pages", "emendations")
        }
        self.header(table, strings)
        items = tuple(self.items(table))
        if all(item.dropped for item in items):
            place = table.values.get("pages", table)
            self.misplaced(place, "no text on any page", "at least one block or supply")
        points = tuple(self.points(table, items))
        self.problems.raise_any()
        return Record(
            folder=self.folder,
            witness=self.witness,
            pages=tuple(dict.fromkeys(item.page for item in items)),
            items=items,
            points=points,
            lexicon=lexicon,
            **strings,
        )

    def header(self, table: Table, strings: dict[str, str]) -> None:
        known = {"language": TAGS, "punctuation": ("", FULL_WIDTH)}
        for key, values in known.items():
            if isinstance(value := table.values.get(key), Scalar):
                _one_of(self.problems, value, key, values)
        if isinstance(value := table.values.get("sha256"), Scalar) and value.text != self.digest:
            there = f"sha256 {value.text}"
            expected = f"{self.digest}, that of witness.txt; or the witness as it was received"
            self.problems.add(value, there, expected)

    # Nodes

    def table(self, node: Node, known: Iterable[str], required: Iterable[str] = ()) -> Table:
        if not isinstance(node, Table):
            self.problems.add(node, "no mapping", "a mapping with " + ", ".join(required))
            return Table({}, {}, node.line, node.column)
        known = sorted(known)
        for key, place in node.keys.items():
            if key not in known:
                self.problems.add(place, f"key {key!r}", "one of " + ", ".join(known))
        for key in required:
            value = node.values.get(key)
            if value is None or (isinstance(value, Scalar) and not value.text):
                self.problems.add(value or node, f"no {key!r}", f"a value for {key}")
        return node

    def string(self, table: Table, key: str) -> str:
        value = table.values.get(key)
        if value is None:
            return ""
        if not isinstance(value, Scalar):
            self.problems.add(value, f"a list or mapping as {key}", "a string")
            return ""
        return value.text

    def number(self, table: Table, key: str) -> int | None:
        text = self.string(table, key)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text):
            self.problems.add(table.values[key], f"{key} {text!r}", "a whole number")
            return None
        return int(text)

    def basis(self, table: Table, **defaults: str) -> Basis:
        words = {}
        for key, known in {"cause": CAUSES, "certainty": CERTAINTIES}.items():
            words[key] = self.string(table, key) or defaults.get(key, "")
            if words[key]:
                self.known(table, key, words[key], known)
            elif key not in table.values:
                self.problems.add(table, f"no {key!r}", f"a value for {key}")
        listed = table.values.get("evidence")
        if isinstance(listed, Items):
            found = [self.element(value) for value in listed.values]
        else:
            found = (self.string(table, "evidence") or defaults.get("evidence", "")).split()
        evidence = _evidence(self.problems, listed or table, found)
        return Basis(words["cause"], words["certainty"], evidence, self.string(table, "note"))

    def element(self, node: Node) -> str:
        if not isinstance(node, Scalar):
            self.problems.add(node, "a list or mapping in a list", "a string")
            return EVIDENCE[0]
        return node.text

    def known(self, table: Table, key: str, text: str, known: tuple[str, ...]) -> None:
        place = table.values.get(key, table)
        _one_of(self.problems, Scalar(text, place.line, place.column), key, known)

    # Pages

    def items(self, table: Table) -> Iterator[Item]:
        pages = table.values.get("pages")
        if pages is None:
            return
        for page, node in self.table(pages, getattr(pages, "values", ())).values.items():
            if not _PAGE_NAME.fullmatch(page) or page in ("apparatus", "witness"):
                expected = "a name of a-z, 0-9 and -, neither apparatus nor witness"
                self.problems.add(pages, f"page {page!r}", expected)
            if not isinstance(node, Items):
                self.misplaced(node, f"no list for page {page!r}", "a list of what is on it")
                continue
            if not node.values:
                self.problems.add(node, f"nothing on page {page!r}", "a list of what is on it")
            yield from self.outlined(page, node)
        if self.next_block < len(self.blocks):
            missing = f"nothing for block {self.next_block}"
            expected = f"all {len(self.blocks)} blocks, in order"
            self.misplaced(pages, missing, expected)

    def outlined(self, page: str, node: Items) -> Iterator[Item]:
        """Yield the items of a page, whose headings must nest as Sphinx wants them to."""
        last = 0
        for value in node.values:
            for item in self.item(page, value):
                if item.level > min(last + 1, 6):
                    there = f"heading {item.level} after {last or 'none'}"
                    self.problems.add(value, there, f"at most {min(last + 1, 6)}")
                if item.level == 1 and last:
                    there = f"a second heading 1 on page {page!r}"
                    self.problems.add(value, there, "one, as the first")
                last = item.level or last
                yield item

    def misplaced(self, place: Node, there: str, expected: str) -> None:
        if self.is_laid_out:
            self.problems.add(place, there, expected)
        self.is_laid_out = False

    def item(self, page: str, node: Node) -> Iterator[Item]:
        kinds = [kind for kind in _ITEM_KEYS if isinstance(node, Table) and kind in node.values]
        if len(kinds) != 1 or not isinstance(node, Table):
            keys = ", ".join(getattr(node, "keys", ())) or "no mapping"
            self.misplaced(node, f"item of a page with {keys}", "one of block, drop, supply")
            return
        self.table(node, _ITEM_KEYS[kinds[0]])
        level = self.number(node, "heading") or 0
        level = min(level, 7)
        if kinds[0] == "supply":
            yield self.supply(page, node, level)
        elif kinds[0] == "drop":
            for block in self.range(node, "drop"):
                basis = self.basis(node, certainty="high", evidence="context")
                yield Item(page=page, span=block.span, dropped=True, basis=basis)
        else:
            style = self.string(node, "style")
            if style and (level or not _PAGE_NAME.fullmatch(style)):
                expected = "a name of a-z, 0-9 and -, for a paragraph"
                self.problems.add(node.values["style"], f"style {style!r}", expected)
            found = list(self.range(node, "block"))
            if "split" in node.values and len(found) > 1:
                place = node.values["split"]
                self.misplaced(place, f"a split of {len(found)} blocks", "a block by itself")
                return
            for block in found:
                yield from self.block(page, block, node, level, style)

    def supply(self, page: str, node: Table, level: int) -> Item:
        text = self.string(node, "supply")
        if not text or text != text.strip() or control(text):
            expected = "one line of text, no space around"
            self.problems.add(node.values["supply"], f"text {text!r}", expected)
        at = len(self.witness)
        if self.next_block < len(self.blocks):
            at = self.blocks[self.next_block].span.start
        basis = self.basis(node, cause="lost-heading", certainty="high")
        return Item(page=page, span=Span(at, at), level=level, supplied=text, basis=basis)

    def range(self, node: Table, key: str) -> Iterator[Block]:
        text = self.string(node, key)
        match = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", text)
        if not match:
            self.misplaced(node.values[key], f"{key} {text!r}", "a number, or two as 3-6")
            return
        first, last = int(match[1]), int(match[2] or match[1])
        if first != self.next_block or last < first:
            expected = f"{self.next_block}, the next of {len(self.blocks)} blocks, each once"
            self.misplaced(node.values[key], f"{key} {text}", expected)
        elif last >= len(self.blocks):
            expected = f"at most {len(self.blocks) - 1}, the last block"
            self.misplaced(node.values[key], f"{key} {text}", expected)
        self.next_block = last + 1
        yield from self.blocks[first : last + 1]

    def block(
        self, page: str, block: Block, node: Table, level: int, style: str
    ) -> Iterator[Item]:
        cuts = [block.span.start, *self.cuts(block, node), block.span.end]
        parts = [self.stripped(start, end) for start, end in pairwise(cuts)]
        for number, span in enumerate(parts):
            letter = _letters(number) if len(parts) > 1 else ""
            anchor = "" if level else f"p{block.number:03}{letter}"
            yield Item(page=page, span=span, level=level, style=style, anchor=anchor)

    def stripped(self, start: int, end: int) -> Span:
        text = self.witness[start:end]
        return Span(end - len(text.lstrip()), start + len(text.rstrip()))

    def cuts(self, block: Block, node: Table) -> list[int]:
        split = node.values.get("split")
        if split is None:
            return []
        found = []
        for value in split.values if isinstance(split, Items) else (split,):
            text = value.text if isinstance(value, Scalar) else ""
            if not text or block.text.count(text) != 1 or block.text.startswith(text):
                expected = f"words that stand once inside block {block.number}"
                self.problems.add(value, f"split at {text!r}", expected)
            else:
                found.append(block.span.start + block.text.index(text))
        if len(set(found)) < len(found):
            self.misplaced(split, "two splits at one place", "each place once")
        return sorted(set(found))

    # Emendations at one place

    def points(self, table: Table, items: tuple[Item, ...]) -> Iterator[Point]:
        nodes = table.values.get("emendations", Items((), table.line, table.column))
        if not isinstance(nodes, Items):
            self.problems.add(nodes, "no list of emendations", "a list")
            return
        points = [(point, node) for node in nodes.values if (point := self.point(node, items))]
        points.sort(key=lambda pair: pair[0].span)
        for number, (point, node) in enumerate(points):
            before = points[number - 1][0] if number else None
            if before and (point.span.start < before.span.end or point.span == before.span):
                there = f"an emendation of {self.quoted(point.span)}"
                line = points[number - 1][1].line
                self.problems.add(node, there, f"no overlap with that in line {line}")
            yield point

    def point(self, node: Node, items: tuple[Item, ...]) -> Point | None:
        table = self.table(node, _POINT_KEYS, required=("text", "kind"))
        span = self.place(table)
        basis = self.basis(table, certainty="high")
        if kind := self.string(table, "kind"):
            self.known(table, "kind", kind, KINDS)
        if span is None:
            return None
        after = self.after(table, kind, span)
        # An insertion may touch the end of an item; a span must lie inside one.
        if self.is_laid_out and not any(
            item.span.start <= span.start and span.end <= item.span.end
            for item in items
            if not item.dropped and not item.supplied
        ):
            expected = "a place inside one paragraph of a page"
            self.problems.add(table, f"an emendation of {self.quoted(span)}", expected)
        return Point(span=span, kind=kind, after=after, basis=basis)

    def after(self, table: Table, kind: str, span: Span) -> str:
        after = self.string(table, "after")
        place = table.values.get("after", table)
        if kind == "gap":
            return after or GAP_TEXT
        if kind == "surplus" and after:
            self.problems.add(place, f"after {after!r}", "no 'after' for surplus")
        if kind != "surplus" and not after:
            self.problems.add(place, "no 'after'", "the words of the page")
        if control(after):
            self.problems.add(place, f"after {after!r}", "one line without control characters")
        if after == self.witness[span.start : span.end]:
            self.problems.add(place, f"after {after!r}", "a difference from the witness")
        return after

    def place(self, table: Table) -> Span | None:
        """Return the span that the bracketed words of `text` name, if they do."""
        place = table.values.get("text")
        text = self.string(table, "text")
        match = _BRACKETED.fullmatch(text)
        if place is None:
            return None
        if not match:
            self.problems.add(place, f"text {text!r}", "words with one [stretch] in brackets")
            return None
        left, inner, right = (re.sub(r"\\(.)", r"\1", part) for part in match.groups())
        words = left + inner + right
        found = [start + len(left) for start in self.search(words, self.number(table, "block"))]
        offset = self.number(table, "offset")
        if offset is not None:
            found = [start for start in found if start == offset]
        if not found:
            expected = "words of the witness, within a block"
            if everywhere := [start + len(left) for start in self.search(words, None)]:
                expected = self.told(everywhere)
            self.problems.add(place, f"{text!r} is not there", expected)
            return None
        if len(found) > 1:
            there = f"{text!r} {len(found)} times, at {self.told(found)}"
            self.problems.add(place, there, "more context, a block or an offset")
            return None
        return Span(found[0], found[0] + len(inner))

    def told(self, starts: Iterable[int]) -> str:
        numbers = ((start, self.block_at(start)) for start in starts)
        return ", ".join(f"block {number} offset {start}" for start, number in numbers)

    def block_at(self, offset: int) -> int:
        return next(block.number for block in reversed(self.blocks) if block.span.start <= offset)

    def search(self, words: str, number: int | None) -> Iterator[int]:
        """Yield the offsets in the witness at which `words` stand, within blocks."""
        blocks = self.blocks if number is None else self.blocks[number : number + 1]
        for block in blocks:
            at = block.text.find(words)
            while words and at >= 0:
                yield block.span.start + at
                at = block.text.find(words, at + 1)

    def quoted(self, span: Span) -> str:
        return f"[{self.witness[span.start : span.end]}] at {span.start}"
