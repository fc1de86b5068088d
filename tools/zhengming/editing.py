"""A file that is open in an editor: its places as the protocol counts them, and its findings as
it changes.

Knows no protocol. Of a catalog, only messages that are new are looked at. Of a long text there
are two answers: `Checked.again` gives one at once, where only one paragraph changed, and
`Checked.all` the exact one, for which there is time when the writer pauses. Offsets are code
points from 0, spans half-open; lines and characters count from 0, as in the protocol.
"""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple

from zhengming import baseline, concept_check, glossary, project
from zhengming.catalog import Markup, escaped
from zhengming.check import SLUGS, WAIVER, check
from zhengming.concept_check import ConceptRule
from zhengming.config import Config
from zhengming.datafile import DataError
from zhengming.finding import Context, Document, Finding, Grade, Rule
from zhengming.glossary import Glossary, Term
from zhengming.matcher import Matcher
from zhengming.project import File
from zhengming.prose import Reading
from zhengming.prose.myst import outline
from zhengming.report import Reported
from zhengming.rules import RULES
from zhengming.text import Span, offset

Encoding = Literal["utf-8", "utf-16", "utf-32"]

# Python's name, without a mark of byte order, and the bytes of a unit.
_CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
_LINE_END = re.compile(r"\r\n|\n|\r")
_LONE = re.compile(r"[\ud800-\udfff]")
# A blank line, as editors make them.
_GAPS = ("\n\n", "\n\r\n")
# What blank lines are before the comments of a message.
_BLANK = re.compile(r"(?:[^\S\n]*\n)*")
# Marks of a quotation, and what a line is indented by.
_MARGIN = re.compile(r"[ \t]*(?:>[ \t]*)*")
# These say of a paragraph what they know of the whole text.
_WHOLE = ("two-renderings", "unlinked-concept")
# And these look at links, or say what is wrong with a link.
_OF_LINKS = (*_WHOLE, "unknown-concept")
# Nothing that is markup anywhere, and no end of a line.
_WORDS = re.compile(r"(?:[^\W_]|[ 。，、；：？！“”‘’（）《》〈〉「」『』【】…—·～.,?!])*")
_WORD = re.compile(r"[^\W\d_]")
# What an edit of one line must not touch: a definition of a link, a comment, a row of marks.
_DEFINES = re.compile(r"[ \t]*(?:\[|\.\.|%|<!--|[:+=~`#*^\"-]{2,}[ \t]*(?:\r?\n|\Z))")
# What is no finding of a rule: the loader of glossaries and the reader of catalogs.
UNREADABLE = "unreadable"


class Text:
    """A text and its places; a half of a surrogate pair is read as U+FFFD, which is as long."""

    def __init__(self, text: str, encoding: Encoding = "utf-16") -> None:
        self.text = _LONE.sub("\ufffd", text)
        self.encoding: Encoding = encoding
        self.starts = [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and character of an offset."""
        line = bisect_right(self.starts, offset) - 1
        return line, self._units(self.text[self.starts[line] : offset])

    def offset(self, line: int, character: int) -> int:
        """Return the offset of a place.

        One behind the end of a line is at its end, one within a character before it.
        """
        if line >= len(self.starts):
            return len(self.text)
        start = self.starts[line]
        found = _LINE_END.search(self.text, start)
        whole = self.text[start : found.start() if found else len(self.text)]
        codec, size = _CODECS[self.encoding]
        if self.encoding == "utf-32" or whole.isascii():
            return start + min(character, len(whole))
        units = whole.encode(codec)[: character * size]
        return start + len(units.decode(codec, "ignore"))

    def edited(self, start: int, end: int, new: str) -> Text:
        """Return the text with another in place of a span."""
        return Text(self.text[:start] + new + self.text[end:], self.encoding)

    def _units(self, text: str) -> int:
        if self.encoding == "utf-32" or text.isascii():
            return len(text)
        codec, size = _CODECS[self.encoding]
        return len(text.encode(codec)) // size


class Change(NamedTuple):
    """A text to put in place of a span of the file."""

    span: Span
    text: str
    grade: Grade


class Remark(NamedTuple):
    """A finding with its place in the file; `form` is what a waiver of it names."""

    span: Span
    rule: str
    message: str
    form: str = ""
    change: Change | None = None

    def moved(self, by: int) -> Remark:
        change = self.change and self.change._replace(span=_moved(self.change.span, by))
        return self._replace(span=_moved(self.span, by), change=change)


class Met(NamedTuple):
    """A form that stands in a file, and the language of the text around it."""

    span: Span
    terms: tuple[Term, ...]
    language: str


# What is written of a message, where in it a string begins, and its language.
_Written = tuple[str, int, str]


class _Looked(NamedTuple):
    """A text, what of it is prose, and what was found in it."""

    text: str
    prose: str
    found: list[Remark]


class Checked:
    """An open file and what was found in it the last time that all of it was looked at."""

    def __init__(
        self,
        path: Path,
        settings: Config,
        context: Context,
        accepted: Counter[baseline.Key] | None = None,
    ) -> None:
        """`accepted` are the findings that the project's baseline knows."""
        self.path, self.settings, self.context = path, settings, context
        self.accepted = accepted or Counter()
        self.name = project.name_of(settings, path)
        self.rules: list[Rule] = settings.chosen(RULES, self.name)
        self.is_concept = is_concept(settings, path)
        self.is_excluded = settings.is_excluded(self.name)
        # Of no catalog: the last text that was looked at.
        self.last: _Looked | None = None
        # Seconds of this thread that `all` took the last time.
        self.cost = 0.0
        # `again` may run beside `all`, and a context is for one at a time.
        self.near = Context(context.glossary, context.matcher, settings.glossary, context.own)
        # Of a catalog: findings by message, with places in it.
        self.known: dict[_Written, list[Remark]] = {}
        self._read: tuple[str, File] | None = None
        # What the file is written in, as far as it could be read.
        self.language = settings.language(self.name)

    def file(self, text: str) -> File:
        """Return the file with a text; raises DataError, or an ExceptionGroup of them."""
        known = self._read
        if known is None or known[0] != text:
            if known and known[1].catalog:
                # Entries and catalog know each other; freed now, nobody has to look for them.
                known[1].catalog.__dict__.pop("entries", None)
            known = self._read = text, project.parse(self.settings, self.path, text.encode())
            found = known[1].catalog
            self.language = (
                project.language_of(self.settings, found)
                if found
                else known[1].documents[0].language
            )
        return known[1]

    def all(self, text: str) -> list[Remark]:
        """Return all findings of the file, in order."""
        document, start = None, time.thread_time()
        try:
            file = self.file(text)
        except DataError as error:
            found = [_unreadable(error, text)]
        except ExceptionGroup as group:
            found = list(wrong(group.exceptions, self.path, text))
        else:
            document = None if file.catalog else file.documents[0]
            found = list(self._remarks(document) if document else self._messages(file))
            found += self._concept(text) if self.is_concept else ()
        found.sort(key=lambda remark: (remark.span, remark.rule, remark.message))
        self.last = _Looked(document.text, document.prose, found) if document else None
        self.cost = time.thread_time() - start
        return found

    def again(self, text: str) -> list[Remark] | None:
        """Return the findings where words in a line changed, or one paragraph or list, or None.

        Rules see no more of the text than what is between blank lines, and lines that messages
        name may have moved: a first answer.
        """
        last, markup = self.last, project.MARKUP.get(self.path.suffix, "plain")
        if last is None or self.is_concept:
            return None
        if project.language_of_text(self.settings, self.name, text) != self.language:
            return None
        words = self._words(last, text, markup)
        if words is not None or markup == "rst":
            return words
        start, old_end, new_end = _paragraph(last.text, text)
        before = Document(self.name, last.text[start:old_end], self.language, markup)
        after = Document(self.name, text[start:new_end], self.language, markup)
        if markup == "myst":
            shape = outline(before.text)
            if shape is None or shape != outline(after.text):
                return None
        # Not in code, and not behind what may be a waiver.
        is_prose = last.prose[start:old_end] == before.prose
        if not is_prose or "\0" in last.prose[max(0, start - 3) : start]:
            return None
        rules = [rule for rule in self.rules if rule.slug not in _WHOLE]
        own = [remark.moved(start) for remark in self._remarks(after, self.near, rules)]
        ahead = [remark for remark in last.found if remark.span.end <= start]
        by = new_end - old_end
        behind = [remark.moved(by) for remark in last.found if remark.span.start >= old_end]
        prose = last.prose[:start] + after.prose + last.prose[old_end:]
        self.last = _Looked(text, prose, [*ahead, *own, *behind])
        return self.last.found

    def _words(self, last: _Looked, text: str, markup: Markup) -> list[Remark] | None:
        """Return the findings where nothing but words within a line changed, or None.

        These are no markup, whatever block they are in, and nothing beside them is: so prose
        stays prose, code stays code, and the text need not be read again.
        """
        edit = differing(last.text, text)
        if not _is_in_words(last, text, edit, markup):
            return None
        at, old_end, new_end = edit
        start, piece_end, new_piece_end = _paragraph(last.text, text)
        before = last.text[max(0, last.text.rfind("\n\n", 0, max(0, start - 2))) : start]
        if "zhengming:" in before or "zhengming:" in text[start:new_piece_end]:
            return None
        is_prose = last.prose[at - 1] != "\0"
        new = text[at:new_end] if is_prose else "\0" * (new_end - at)
        prose = last.prose[:at] + new + last.prose[old_end:]
        by = new_end - old_end
        moved = [r.moved(by if r.span.start >= old_end else 0) for r in last.found]
        if is_prose:
            piece = Document(self.name, text[start:new_piece_end], self.language, markup)
            piece.__dict__["reading"] = Reading(prose[start:new_piece_end])
            rules = [rule for rule in self.rules if rule.slug not in _OF_LINKS]
            own = [remark.moved(start) for remark in self._remarks(piece, self.near, rules)]
            kept = (*_OF_LINKS, WAIVER)
            out = [
                old.rule in kept or old.span.end <= start or old.span.start >= piece_end
                for old in last.found
            ]
            moved = sorted(
                [*own, *(r for r, is_out in zip(moved, out, strict=True) if is_out)],
                key=lambda remark: (remark.span, remark.rule, remark.message),
            )
        self.last = _Looked(text, prose, moved)
        return moved

    def met(self, text: str, offset: int) -> Met | None:
        """Return the form at an offset, in originals of a catalog too; raises as `file` does."""
        file, matcher = self.file(text), self.context.matcher
        if file.catalog is None:
            return _met(file.documents[0], matcher, offset, _around(text, offset, offset))
        for entry in file.catalog.messages:
            for string in (entry.msgid, entry.msgid_plural, *entry.msgstr):
                if string is None or not string.start <= offset < string.end:
                    continue
                document = Document(self.name, string.text, self.language, entry.markup)
                if string not in entry.msgstr:
                    document = replace(document, original=string.text).source
                at = bisect_right(file.catalog.places(string), offset) - 1
                found = _met(document, matcher, at, Span(0, len(string.text)))
                return found and found._replace(span=file.catalog.placed(string, found.span))
        return None

    def waiver(self, text: str, remark: Remark) -> Change | None:
        """Return the comment that accepts a finding, but for its reason; None if none can.

        It stands before the block or message; until it has a reason, it is a finding itself.
        """
        file = self.file(text)
        written = f"zhengming: allow {remark.rule} {remark.form} -- "
        if remark.rule not in SLUGS or not remark.form:
            return None
        end = "\r\n" if "\r\n" in text else "\n"
        if file.catalog:
            entries = (e for e in file.catalog.messages if remark.span.start < e.msgstr[-1].end)
            comments = _BLANK.match(text, next(entries).head)
            assert comments
            return Change(Span(comments.end(), comments.end()), f"# {written}{end}", "unsafe")
        sign = {"myst": "%", "rst": ".."}.get(file.documents[0].markup)
        if sign is None:
            return None
        start = _block_start(text, remark.span.start)
        margin = _MARGIN.match(text, start)
        assert margin
        gap = end if sign == ".." else ""
        return Change(Span(start, start), f"{margin[0]}{sign} {written}{end}{gap}", "unsafe")

    def _remarks(
        self, document: Document, context: Context | None = None, rules: Iterable[Rule] = ()
    ) -> Iterator[Remark]:
        """Yield the findings of a document that the baseline does not know."""
        found = check(document, context or self.context, rules or self.rules)
        if self.accepted:
            items = [Reported(document, finding) for finding in found]
            found = [item.finding for item in baseline.split(items, self.accepted)[0]]
        for finding in found:
            yield _remark(document, finding)

    def _messages(self, file: File) -> Iterator[Remark]:
        """Yield the findings of a catalog; those of a message that is as it was are kept."""
        known: dict[_Written, list[Remark]] = {}
        for document in file.documents:
            assert document.message
            found, entry, string = document.message
            raw = found.text[entry.head : entry.msgstr[-1].end]
            key = raw, string.start - entry.head, document.language
            remarks = self.known.get(key)
            if remarks is None:
                remarks = [remark.moved(-entry.head) for remark in self._remarks(document)]
            # What names a line says so anew: lines move.
            if all(remark.rule not in _WHOLE for remark in remarks):
                known[key] = remarks
            yield from (remark.moved(entry.head) for remark in remarks)
        self.known = known

    def _concept(self, text: str) -> Iterator[Remark]:
        """Yield what is wrong with the page of a concept, as it is written."""
        try:
            concept = glossary.parse(self.path, text)
        except DataError as error:
            yield _unreadable(error, text)
            return
        except ExceptionGroup as group:
            yield from wrong(group.exceptions, self.path, text)
            return
        known = {**self.context.glossary.concepts, concept.id: concept}
        # Of concepts that are not there the loader tells, when the page is saved.
        if not known.keys() >= {*concept.related, *concept.broader}:
            return
        others = Glossary.of(known.values())
        context = Context(others, Matcher(others), self.settings.glossary)
        evidence = concept_check.evidence_of(context, None)
        rules: list[ConceptRule] = self.settings.chosen(concept_check.RULES, self.name)
        lines = text.split("\n")
        for rule in rules:
            for placed in rule.check(concept, evidence):
                start = offset(text, placed.line, placed.column)
                end = start + len(lines[placed.line - 1].rstrip("\r")) - placed.column + 1
                yield Remark(Span(start, max(start, end)), rule.slug, placed.message)


def is_concept(settings: Config, path: Path) -> bool:
    """Whether a file is a page of the glossary."""
    folders = [settings.root / folder for folder in settings.glossary]
    return path.suffix == ".md" and path.name != "index.md" and path.parent in folders


def wrong(errors: Iterable[Exception], path: Path, text: str) -> Iterator[Remark]:
    """Yield what loaders say of a file, each at its place."""
    for error in errors:
        if isinstance(error, DataError) and error.path == path:
            yield _unreadable(error, text)


def _unreadable(error: DataError, text: str) -> Remark:
    lines = text.split("\n")
    line = lines[min(error.line, len(lines)) - 1].rstrip("\r")
    start = sum(len(each) + 1 for each in lines[: error.line - 1])
    start = min(start + error.column - 1, len(text))
    end = max(start, min(len(text), start + len(line) - error.column + 1))
    return Remark(Span(start, end), UNREADABLE, f"{error.there}; expected {error.expected}")


def _remark(document: Document, finding: Finding) -> Remark:
    form = finding.form or document.text[slice(*finding.span)]
    change = None
    if finding.fix:
        span, text, grade = finding.fix
        change = Change(document.placed(span), escaped(text) if document.message else text, grade)
    span = document.placed(finding.span)
    return Remark(span, finding.rule, finding.message, " ".join(form.split()), change)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _block_start(text: str, offset: int) -> int:
    """Return where the first line of the lines begins that no blank line parts from an offset."""
    start = text.rfind("\n", 0, offset) + 1
    while start:
        before = text.rfind("\n", 0, start - 1) + 1
        if not text[before:start].strip("> \t\r\n"):
            break
        start = before
    return start


def differing(old: str, new: str) -> tuple[int, int, int]:
    """Return where two texts begin to differ, and where they end to, in each of them."""
    start = _shared(min(len(old), len(new)), lambda n: old[:n] == new[:n])
    least = min(len(old), len(new)) - start
    end = _shared(least, lambda n: old[len(old) - n :] == new[len(new) - n :])
    return start, len(old) - end, len(new) - end


def _shared(most: int, is_same: Callable[[int], bool]) -> int:
    """Return the greatest length, up to `most`, of which something holds; it does of all below."""
    # Slices are compared a hundred times as fast as characters.
    return bisect_left(range(1, most + 1), True, key=lambda length: not is_same(length))


def _is_in_words(last: _Looked, text: str, edit: tuple[int, int, int], markup: Markup) -> bool:
    """Whether an edit changes words in a line that begins with others, all of one kind.

    An underline of reST must be as long as its title: a title is none of these lines.
    """
    at, old_end, new_end = edit
    old = last.text
    if not (_WORDS.fullmatch(old, at, old_end) and _WORDS.fullmatch(text, at, new_end)):
        return False
    first, end = old.rfind("\n", 0, at) + 1, old.find("\n", old_end)
    line = old[first : end if end >= 0 else len(old)]
    # What stands on both sides, but for the end of the line, and for the name of a role, which
    # may follow anything.
    after = old[old_end : old_end + 1].strip("\n{")
    beside = old[max(first, at - 2) : at] + after
    if at - first < 2 or not _WORDS.fullmatch(beside) or not _WORD.search(old, first, at):
        return False
    if _DEFINES.match(line) or (markup == "rst" and end >= 0 and _DEFINES.match(old, end + 1)):
        return False
    kinds = {sign == "\0" for sign in last.prose[at - 1 : old_end + len(after)]}
    if len(kinds) != 1:
        return False
    # Within a line of prose, what is none has a meaning: a target, or a name.
    return kinds == {False} or not last.prose[first : first + len(line)].strip("\0 \t\r")


def _paragraph(old: str, new: str) -> tuple[int, int, int]:
    """Return the paragraph in which two texts differ: its start, and its end in each of them."""
    start, end, _end = differing(old, new)
    start, end = _around(old, start, end)
    return start, end, len(new) - (len(old) - end)


def _around(text: str, start: int, end: int) -> Span:
    """Return the paragraph around a span, or the paragraphs."""
    before = [at + len(gap) for gap in _GAPS if (at := text.rfind(gap, 0, start)) >= 0]
    after = [at for gap in _GAPS if (at := text.find(gap, end)) >= 0]
    return Span(max(before, default=0), min(after, default=len(text)))


def _met(document: Document, matcher: Matcher, at: int, within: Span) -> Met | None:
    """Return the form at an offset of a document; the end of a form is of it too."""
    for span, terms in matcher.find(document.prose[slice(*within)]):
        found = _moved(span, within.start)
        if found.start <= at <= found.end:
            return Met(found, terms, document.language)
    return None
