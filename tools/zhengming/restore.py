"""Restoring: a witness and its record make pages and an apparatus.

One pass over the witness: an emendation of the record, else the longest lexicon form whose
context fits, else a full-width sign for a folded one, else the character as it is. Nothing
is replaced twice, and nothing that is replaced is looked at again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from zhengming import apparatus
from zhengming.apparatus import Emendation, Paragraph
from zhengming.datafile import DataError
from zhengming.record import FULL_WIDTH, Basis, Entry, Item, Record
from zhengming.text import Span, control, line_column, myst, myst_role, text_anchor

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
        self.anchors: Counter[tuple[str, str]] = Counter()
        self.insertions: Counter[int] = Counter()
        self.errors: list[DataError] = []
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
            changes = list(_runs(self.changes(item.span)))
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
            entry, rival = self.lexicon.at(offset, span.end)
            if entry and rival:
                self.errors.append(self.undecided(offset, entry, rival))
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

    def undecided(self, offset: int, entry: Entry, rival: Entry) -> DataError:
        place = "{}:{}".format(*line_column(self.record.witness, offset))
        there = f"a row for witness.txt:{place}, where line {rival.line} fits as well"
        path = self.record.folder / "lexicon.tsv"
        return DataError(path, entry.line, 1, there, "more context in one of them")

    def is_folded(self, offset: int) -> bool:
        """Whether a full-width sign stood here; 07:45 and 1,200 have ASCII ones."""
        witness = self.record.witness
        if self.record.punctuation != FULL_WIDTH or ord(witness[offset]) not in _FULL_WIDTH:
            return False
        around = witness[max(offset - 1, 0) : offset + 2]
        return not re.fullmatch(r"[0-9A-Za-z/].[0-9A-Za-z/]", around)

    def layout(self, end: int) -> None:
        if self.position < end:
            self.outside(_Change(Span(self.position, end), "reg", "", _LAYOUT))

    def outside(self, change: _Change) -> None:
        """Record a change that puts nothing on a page: it stands where the last one ended."""
        if not self.paragraphs:
            self.waiting.append(change)
            return
        last = self.paragraphs[-1]
        self.emend(change, last, len(last.text))

    def paragraph(self, item: Item, text: str, changes: list[_Change]) -> None:
        self.refuse(item, text)
        anchor = item.anchor or self.free_anchor(item.page, text)
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

    def free_anchor(self, page: str, text: str) -> str:
        """Return the anchor of a text, with -2, -3 … for its second, third … on the page."""
        anchor = text_anchor(text)
        self.anchors[page, anchor] += 1
        number = self.anchors[page, anchor]
        return f"{anchor}-{number}" if number > 1 else anchor

    def emend(self, change: _Change, paragraph: Paragraph, start: int) -> None:
        name = f"w{change.span.start}"
        if change.span.start == change.span.end:
            self.insertions[change.span.start] += 1
            number = self.insertions[change.span.start]
            name += f"i{number}" if number > 1 else "i"
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
        if self.errors:
            raise ExceptionGroup(f"{self.record.folder} cannot be restored", self.errors)
        return Restoration(
            record=self.record,
            paragraphs=tuple(self.paragraphs),
            styles=self.styles,
            emendations=tuple(self.emendations),
            kept=tuple(self.kept),
        )

    def refuse(self, item: Item, text: str) -> None:
        """Note what Markdown would change or drop: no page may have it."""
        at = item.span.start
        if sign := control(text):
            at = max(at, self.record.witness.find(sign, *item.span))
            there, expected = f"U+{ord(sign):04X}", "an emendation that removes it"
        elif not text:
            there, expected = "a paragraph without text", "`drop`, or something that stays"
        elif text != text.strip():
            there, expected = "white space at an end", "emendations that take it along"
        else:
            return
        path = self.record.folder / "witness.txt"
        place = line_column(self.record.witness, at)
        self.errors.append(DataError(path, *place, f"{there} on page {item.page}", expected))


class _Lexicon:
    """Finds the entry of the lexicon that applies at an offset of the witness."""

    def __init__(self, record: Record) -> None:
        self.witness = record.witness
        self.entries: dict[str, list[Entry]] = defaultdict(list)
        # Longest context first.
        for entry in sorted(record.lexicon, key=lambda e: (-_context(e), e.left, e.right)):
            self.entries[entry.form].append(entry)
        # First character of a form → the lengths of such forms, longest first.
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in self.entries:
            lengths[form[0]].add(len(form))
        self.lengths = {sign: sorted(found, reverse=True) for sign, found in lengths.items()}

    def at(self, offset: int, end: int) -> tuple[Entry | None, Entry | None]:
        """Return what applies at an offset, and what would with the same right."""
        for length in self.lengths.get(self.witness[offset], ()):
            after = offset + length
            if after > end:
                continue
            fitting = [
                entry
                for entry in self.entries.get(self.witness[offset:after], ())
                if self.witness.startswith(entry.right, after)
                and self.witness.endswith(entry.left, 0, offset)
            ]
            if fitting:
                best, *others = fitting
                rivals = (e for e in others if _context(e) == _context(best))
                rival = next((e for e in rivals if e.original != best.original), None)
                return best, rival
        return None, None


def _context(entry: Entry) -> int:
    return len(entry.left) + len(entry.right)


def _runs(changes: Iterable[_Change]) -> Iterator[_Change]:
    """Yield the changes, neighbouring conversions of script made into one run."""
    run: list[_Change] = []
    for change in changes:
        joins = change.basis.cause == "script" and not change.basis.note
        if run and not (
            joins and run[-1].basis == change.basis and run[-1].span.end == change.span.start
        ):
            yield _joined_run(run)
            run = []
        run.append(change)
    if run:
        yield _joined_run(run)


def _joined_run(run: Sequence[_Change]) -> _Change:
    span = Span(run[0].span.start, run[-1].span.end)
    return replace(run[0], span=span, after="".join(change.after for change in run))


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
        texts[pages / f"{name}.md"] = _written(folder, [f"# {title}", directive])
    return texts


def _written(folder: Path, chunks: Iterable[str]) -> str:
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
    return _written(record.folder, chunks)


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
