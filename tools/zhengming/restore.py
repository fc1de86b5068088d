"""Restoring: a witness and its record make pages and an apparatus.

One pass over the witness: an emendation of the record, else the longest lexicon form whose
context fits, else a full-width sign for a folded one, else the character as it is. Nothing
is replaced twice, and nothing that is replaced is looked at again.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from zhengming import apparatus
from zhengming.apparatus import Emendation, Paragraph
from zhengming.datafile import DataError
from zhengming.record import FULL_WIDTH, Basis, Entry, Item, Record
from zhengming.text import Span, line_column, myst, myst_role, text_anchor

# NFKC folds the full-width forms U+FF01 to U+FF5E to ASCII (Unicode, UAX 15); these are the
# ones that Chinese punctuation uses (GB/T 15834-2011).
_FULL_WIDTH = {ord(sign) - 0xFEE0: sign for sign in "，：；？！（）"}
_FOLDED = Basis("folding", "high", ("table",), "")
_LAYOUT = Basis("layout", "high", ("table",), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """What a witness and its record make.

    `paragraphs` and `emendations` are in the order of the witness. `kept` are the spans of
    lexicon forms which the record keeps.
    """

    record: Record
    paragraphs: tuple[Paragraph, ...]
    styles: dict[tuple[str, str], str]
    emendations: tuple[Emendation, ...]
    kept: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the witness within an item, before it has a place on a page."""

    span: Span
    kind: str
    after: str
    basis: Basis


def restore(record: Record) -> Restoration:
    """Return pages and apparatus; raises an ExceptionGroup of DataError.

    The errors are characters that cannot stand on a page and no emendation removes.
    """
    builder = _Builder(record)
    for item in record.items:
        builder.add(item)
    builder.layout(len(record.witness))
    return builder.finish()


class _Builder:
    """Gathers paragraphs and emendations while it walks the witness once."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.lexicon = _Lexicon(record)
        self.points = deque(record.points)
        self.paragraphs: list[Paragraph] = []
        self.styles: dict[tuple[str, str], str] = {}
        self.emendations: list[Emendation] = []
        self.kept: list[Span] = []
        self.position = 0
        self.anchors: set[tuple[str, str]] = set()
        # Layout before the first paragraph waits until there is one to belong to.
        self.waiting: list[_Change] = []

    def add(self, item: Item) -> None:
        self.layout(item.span.start)
        if item.dropped:
            assert item.basis
            self.outside(_Change(item.span, "surplus", "", item.basis))
        elif item.supplied:
            assert item.basis
            change = _Change(item.span, "supplied", item.supplied, item.basis)
            self.paragraph(item, item.supplied, [change])
        else:
            changes = list(_runs(self.record.witness, self.changes(item.span)))
            self.paragraph(item, _applied(self.record.witness, item.span, changes), changes)
        self.position = item.span.end

    def changes(self, span: Span) -> Iterator[_Change]:
        """Yield the changes within a stretch of the witness, in order."""
        start = span.start
        # Used up as we go: an insertion at the seam of two items goes to the first.
        while self.points and self.points[0].span.end <= span.end:
            point = self.points.popleft()
            yield from self.free(Span(start, point.span.start))
            yield _Change(point.span, point.kind, point.after, point.basis)
            start = point.span.end
        yield from self.free(Span(start, span.end))

    def free(self, span: Span) -> Iterator[_Change]:
        """Yield the changes by lexicon and folding where no point emendation stands."""
        witness = self.record.witness
        offset = span.start
        while offset < span.end:
            entry = self.lexicon.at(offset, span.end)
            if entry is None:
                if self.is_folded(offset):
                    after = _FULL_WIDTH[ord(witness[offset])]
                    yield _Change(Span(offset, offset + 1), "reg", after, _FOLDED)
                offset += 1
                continue
            found = Span(offset, offset + len(entry.form))
            if entry.basis is None:
                self.kept.append(found)
            else:
                yield _Change(found, entry.kind, entry.original, entry.basis)
            offset = found.end

    def is_folded(self, offset: int) -> bool:
        """Whether a full-width sign stood here; 07:45 and 1,200 have ASCII ones."""
        witness = self.record.witness
        if self.record.punctuation != FULL_WIDTH or ord(witness[offset]) not in _FULL_WIDTH:
            return False
        around = witness[max(offset - 1, 0) : offset + 2]
        return not re.fullmatch(r"[0-9].[0-9]", around, re.ASCII)

    def layout(self, end: int) -> None:
        if self.position < end:
            self.outside(_Change(Span(self.position, end), "reg", "", _LAYOUT))
        self.position = end

    def outside(self, change: _Change) -> None:
        """Record a change that puts nothing on a page: it stands where the last one ended."""
        if not self.paragraphs:
            self.waiting.append(change)
            return
        last = self.paragraphs[-1]
        self.emend(change, last, len(last.text))

    def paragraph(self, item: Item, text: str, changes: list[_Change]) -> None:
        anchor = item.anchor or self.free_anchor(item.page, text_anchor(text))
        self.anchors.add((item.page, anchor))
        paragraph = Paragraph(item.page, anchor, text, item.level)
        self.paragraphs.append(paragraph)
        if item.style:
            self.styles[item.page, anchor] = item.style
        for change in self.waiting:
            self.emend(change, paragraph, 0)
        self.waiting.clear()
        shift = -item.span.start
        for change in changes:
            self.emend(change, paragraph, change.span.start + shift)
            shift += len(change.after) - len(self.before(change))

    def free_anchor(self, page: str, anchor: str) -> str:
        """Return the anchor, with -2, -3 … for the second, third … of the same text."""
        number, free = 1, anchor
        while (page, free) in self.anchors:
            number += 1
            free = f"{anchor}-{number}"
        return free

    def emend(self, change: _Change, paragraph: Paragraph, start: int) -> None:
        name = f"w{change.span.start}"
        if change.span.start == change.span.end:
            same = sum(1 for e in self.emendations[-9:] if re.fullmatch(rf"{name}i\d*", e.id))
            name += f"i{same + 1}" if same else "i"
        self.emendations.append(
            Emendation(
                id=name,
                kind=change.kind,
                **change.basis._asdict(),
                witness=change.span,
                page=paragraph.page,
                paragraph=paragraph.anchor,
                span=Span(start, start + len(change.after)),
                before=self.before(change),
                after=change.after,
            )
        )

    def before(self, change: _Change) -> str:
        return self.record.witness[change.span.start : change.span.end]

    def finish(self) -> Restoration:
        self.refuse_controls()
        return Restoration(
            record=self.record,
            paragraphs=tuple(self.paragraphs),
            styles=self.styles,
            emendations=tuple(self.emendations),
            kept=tuple(self.kept),
        )

    def refuse_controls(self) -> None:
        """Markdown and HTML change or drop control characters, so no page may have one."""
        path = self.record.folder / "witness.txt"
        errors = []
        for paragraph in self.paragraphs:
            for sign in paragraph.text:
                if unicodedata.category(sign) == "Cc":
                    at = line_column(self.record.witness, self.record.witness.find(sign))
                    there = f"U+{ord(sign):04X} on page {paragraph.page}#{paragraph.anchor}"
                    errors.append(DataError(path, *at, there, "an emendation that removes it"))
        if errors:
            raise ExceptionGroup(f"{self.record.folder} cannot be restored", errors)


class _Lexicon:
    """Finds the entry of the lexicon that applies at an offset of the witness."""

    def __init__(self, record: Record) -> None:
        self.witness = record.witness
        # Longest form first, then longest context.
        self.entries: dict[str, list[Entry]] = defaultdict(list)
        for entry in sorted(
            record.lexicon,
            key=lambda e: (-len(e.form), -len(e.left + e.right), e.left, e.right),
        ):
            self.entries[entry.form[0]].append(entry)

    def at(self, offset: int, end: int) -> Entry | None:
        for entry in self.entries.get(self.witness[offset], ()):
            after = offset + len(entry.form)
            if (
                after <= end
                and self.witness.startswith(entry.form, offset)
                and self.witness.startswith(entry.right, after)
                and self.witness.endswith(entry.left, 0, offset)
            ):
                return entry
        return None


def _runs(witness: str, changes: Iterable[_Change]) -> Iterator[_Change]:
    """Yield the changes, neighbouring conversions of script made into one run."""
    last: _Change | None = None
    for change in changes:
        joins = (
            last is not None
            and last.span.end == change.span.start
            and last.basis == change.basis
            and change.basis.cause == "script"
            and not change.basis.note
        )
        if joins and last is not None:
            span = Span(last.span.start, change.span.end)
            last = replace(last, span=span, after=last.after + change.after)
            continue
        if last is not None:
            yield last
        last = change
    if last is not None:
        yield last


def _applied(witness: str, span: Span, changes: Iterable[_Change]) -> str:
    pieces: list[str] = []
    start = span.start
    for change in changes:
        pieces += witness[start : change.span.start], change.after
        start = change.span.end
    return "".join((*pieces, witness[start : span.end]))


# Files

PAGE_HEAD = "% Restored from "
_TITLES = {"apparatus": "校勘记", "witness": "底本对读"}


def files(restoration: Restoration) -> dict[Path, str]:
    """Return every file that belongs to a restoration, by path, with its text.

    Sources in `docs/sources/NAME` have their pages in `docs/NAME`.
    """
    folder = restoration.record.folder
    pages = folder.parent.parent / folder.name
    texts = {folder / "apparatus.jsonl": apparatus.dumps(restoration.emendations)}
    for page in restoration.record.pages:
        texts[pages / f"{page}.md"] = _page(restoration, page)
    for name, title in _TITLES.items():
        directive = f"```{{{name}}} {folder.name}\n```"
        texts[pages / f"{name}.md"] = _joined(folder, [f"# {title}", directive])
    return texts


def _joined(folder: Path, chunks: Iterable[str]) -> str:
    source = "/".join(folder.parts[-3:])
    head = f"{PAGE_HEAD}{source} by `zhengming restore`: mend the record, not this page."
    return "\n\n".join((head, *chunks)) + "\n"


def _page(restoration: Restoration, page: str) -> str:
    record = restoration.record
    marked: dict[str, list[Emendation]] = defaultdict(list)
    for item in restoration.emendations:
        if item.page == page and item.is_marked:
            marked[item.paragraph].append(item)
    chunks = [
        _markdown(paragraph, marked[paragraph.anchor], restoration)
        for paragraph in restoration.paragraphs
        if paragraph.page == page
    ]
    if page == record.pages[0]:
        edition = f"```{{edition}} {record.folder.name}\n```"
        # Under the title of a short text; a long one's first page is its table of contents.
        if record.pages[1:]:
            chunks += [_contents(record), edition]
        else:
            chunks = [*chunks[:1], edition, *chunks[1:], _contents(record)]
    return _joined(record.folder, chunks)


def _contents(record: Record) -> str:
    options = ":maxdepth: 2" if record.pages[1:] else ":hidden:"
    names = "\n".join((*record.pages[1:], *_TITLES))
    return f"```{{toctree}}\n{options}\n\n{names}\n```"


def _markdown(paragraph: Paragraph, marked: Sequence[Emendation], restoration: Restoration) -> str:
    pieces: list[str] = []
    start = 0
    for item in marked:
        role = "gap" if item.kind == "gap" else "conjecture"
        pieces.append(myst(paragraph.text[start : item.span.start]))
        pieces.append(myst_role(role, item.after, item.id))
        start = item.span.end
    text = "".join((*pieces, myst(paragraph.text[start:])))
    if paragraph.level:
        return "#" * paragraph.level + " " + text
    if not paragraph.anchor.startswith("p"):
        return text
    style = restoration.styles.get((paragraph.page, paragraph.anchor))
    return f"{{#{paragraph.anchor}{' .' + style if style else ''}}}\n{text}"
