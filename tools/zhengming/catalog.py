"""Catalogs: gettext's PO files, read with the place of everything, and edited in place.

The format is that of GNU gettext 0.21 (manual, "The Format of PO Files"), in UTF-8. A catalog
keeps its bytes: an edit replaces the strings and comments that it is about, in the way the file
is written, and nothing else. Offsets are code points of the file's text from 0, half-open; lines
and columns count from 1.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from gettext import c2py
from pathlib import Path
from typing import Literal, NamedTuple

from zhengming.datafile import DataError
from zhengming.text import Span, columns

# Grammar: a string; strings, which are one; an entry. White space may be anywhere between.
# No group is possessive, nor atomic: before 3.11.5, Python gets those wrong (cpython #106052).
# So nothing in them may match in two ways, or looking for the end of a string takes for ever.
_ESCAPE = r"\\(?:[abfnrtv\"\\]|[0-7]{1,3}+|x[0-9A-Fa-f]++)"
_PART = rf'"[^"\\\n]*+(?:{_ESCAPE}[^"\\\n]*+)*"'


@cache
def _grammar(gap: str) -> re.Pattern[str]:
    """Return the pattern of an entry; `gap` is what stands between its words."""
    string = rf"{gap}({_PART}(?:{gap}{_PART})*)"
    forms = rf"((?:{gap}msgstr\[[0-9]++\]{gap}{_PART}(?:{gap}{_PART})*)+)"
    return re.compile(
        # Comments before; `#~` is none, but `#~|` is, and what has a `#` behind it.
        r"\s*+((?:(?:#~[ \t]*+)?#(?!~(?!\|))[^\n]*+(?:\n\s*+|\Z))*)"
        rf"{gap}(?:msgctxt{string}{gap})?(msgid){string}"
        rf"(?:{gap}msgstr{string}|{gap}msgid_plural{string}{forms})",
        re.ASCII,  # a full-width space is no white space
    )


_ENTRY = _grammar(r"\s*+")
_OBSOLETE = r"\s*+(?:#~(?!\|)\s*+)*"
_NOTHING = re.compile(r"(?:\s++|#~(?!\|)|#(?!~(?!\|))[^\n]*+)*\Z", re.ASCII)

_STRING = re.compile(_PART)
_FORM = re.compile(rf"(msgstr\[([0-9]+)\])[^\"]*({_PART}(?:(?:\s|#~)*{_PART})*)")
_ESCAPED = re.compile(rf"(?:{_ESCAPE})")
_NUMBERS = re.compile(r"(?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]+))+")
_NUMBER = re.compile(r"\\[0-7x]")
_SIGNS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_WRITTEN = {sign: rf"\{letter}" for letter, sign in _SIGNS.items()} | {'"': r"\"", "\\": r"\\"}

_MARKER = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|\Z)[^\n]*", re.MULTILINE)
# The first side of a conflict, so that the rest of the file can be read.
_CONFLICT = re.compile(
    r"^<{7}[^\n]*\n(?P<ours>.*?)(?P<theirs>^(?:={7}|\|{7}).*?^>{7}[^\n]*)",
    re.MULTILINE | re.DOTALL,
)
_NOT_OBSOLETE = re.compile(r"^[ \t]*(?=[\"m])", re.MULTILINE)
# Behind `#|` a message as it was before.
_PREVIOUS = re.compile(r"^[ \t]*#~?\|[ \t]*([^\n]*)", re.MULTILINE)
_PREVIOUS_LINE = re.compile(rf"(?:msgctxt|msgid(?:_plural)?)?\s*(?:{_PART}\s*)*", re.ASCII)
_PREVIOUS_WHOLE = re.compile(
    rf"(?:msgctxt\s*(?:{_PART}\s*)+)?msgid\s*(?:{_PART}\s*)+(?:msgid_plural\s*(?:{_PART}\s*)+)?",
    re.ASCII,
)
_CHARSET = re.compile(r"charset=([^\s;]*)")
# As the gettext of Python reads it.
_PLURALS = re.compile(r"\s*nplurals\s*=\s*([0-9]+)\s*;\s*plural\s*=([^;\n]+)(?:;|\Z)")
_PLURALS_LINE = re.compile(r"^plural-forms:[ \t]*([^\n]*)", re.IGNORECASE | re.MULTILINE)
# Of a place; names with spaces stand between isolates.
_PLACE = re.compile(r"(?:\u2068([^\u2069]*)\u2069|(\S+?))(?::([0-9]+))?(?!\S)")
_OUTER = re.compile(r"\A(?:\.\./|/)+")
_SUFFIX = re.compile(r"^#:[^\n]*?\.(\w+)(?::[0-9]+)?(?!\S)", re.MULTILINE)
_NAMED = re.compile(r"^#:[ \t]*\S", re.MULTILINE)
Markup = Literal["myst", "rst", "plain"]
_MARKUP: dict[str, Markup] = {"md": "myst", "rst": "rst"}
# What printf, or Qt, puts something in place of, and a key of a menu as translations to Chinese
# have it.
_PRINTF = re.compile(
    r"%(?:[0-9]+\$)?(?:\(\w+\))?'?(?:[ds]|l?[dui](?![a-z])|\.[0-9]f)|(?<![0-9])%[1-9](?![0-9])"
)
_KEY = re.compile(r"\([_&][A-Z0-9]\)")
# What one of two kinds of markup has, and the other has not, or seldom.
_MARKS = re.compile(
    r"(?P<rst>:[a-z][\w:+.-]*:`[^`\n]+`|``[^`\n]+``|`[^`\n]+`__?(?!\w))"
    r"|(?P<myst>\{[a-z][\w:+.-]*\}`[^`\n]+`|`[^`\n]+`|\]\([^()\n]*\))"
)
_LITERAL = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
# Of templates that nobody has filled in, and what UTF-8 holds.
_READABLE = frozenset(("utf-8", "utf8", "us-ascii", "ascii", "charset"))


class String(NamedTuple):
    """What a string of a catalog says, and where it is: from its first quote to its last."""

    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(slots=True)
class Entry:
    """A message and its translation: one string, or one for each plural form.

    `head` is where the comments before it begin, `body` where they end.
    """

    catalog: Catalog
    head: int
    body: int
    msgctxt: String | None
    msgid: String
    msgid_plural: String | None
    msgstr: tuple[String, ...]
    start: int
    is_obsolete: bool = False

    @property
    def comments(self) -> Span:
        """The stretch of the comments before it, with the blank lines between them."""
        return Span(self.head, self.body)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The comments, each with its sign: `#`, `#.`, `#:`, `#,` or `#|`."""
        return [
            (line[:2].strip(), line[2:].strip())
            for line in self.catalog.text[slice(*self.comments)].split("\n")
            if line.startswith("#")
        ]

    def noted(self, sign: str) -> list[str]:
        return [text for each, text in self.lines if each == sign]

    @property
    def flags(self) -> list[str]:
        return [flag.strip() for line in self.noted("#,") for flag in line.split(",")]

    @property
    def has_remarks(self) -> bool:
        """Whether its comments say something to this program, beside marks of conversion."""
        text, head, body = self.catalog.text, self.head, self.body
        return text.count(_TO_US, head, body) > text.count(f"{_MARK} ", head, body)

    @property
    def places(self) -> list[tuple[str, int]]:
        """The files and lines it is from, 1 without a line.

        Names are as the comments have them, without what leads out of their folder.
        """
        found = (_PLACE.finditer(line) for line in self.noted("#:"))
        return [
            (_OUTER.sub("", posixpath.normpath(each[1] or each[2])), int(each[3] or 1))
            for line in found
            for each in line
        ]

    @property
    def markup(self) -> Markup:
        """That of the file it is from, which the comments name, else as the catalog looks."""
        found = _SUFFIX.search(self.catalog.text, self.head, self.body)
        if found:
            return _MARKUP.get(found[1], "plain")
        return "plain" if self.is_of_program else self.catalog.markup

    @property
    def is_of_program(self) -> bool:
        """Whether it looks like a message of a program.

        It is flagged as a format, has a placeholder of printf in the original outside of
        literals, or a key of a menu in the translation, as 檔案(_F).
        """
        plural = self.msgid_plural.text if self.msgid_plural else ""
        if _PRINTF.search(_LITERAL.sub("", f"{self.msgid.text}\n{plural}")):
            return True
        is_flagged = any(flag.endswith("-format") for flag in self.flags)
        return is_flagged or any(_KEY.search(each.text) for each in self.msgstr)

    @property
    def is_credits(self) -> bool:
        """Whether it is the convention by which GNOME asks for the names of translators."""
        return self.msgid.text in ("translator-credits", "translator_credits")

    @property
    def is_fuzzy(self) -> bool:
        is_named = self.catalog.text.find("fuzzy", self.head, self.body) >= 0
        return is_named and "fuzzy" in self.flags

    @property
    def is_translated(self) -> bool:
        """Whether each of its strings says something; it may be fuzzy."""
        return "" not in [each.text for each in self.msgstr]

    @property
    def is_header(self) -> bool:
        return not (self.msgid.text or self.msgctxt or self.is_obsolete)


class Edit(NamedTuple):
    """A text in place of a stretch of another."""

    span: Span
    text: str


def edited(whole: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; they must not overlap."""
    pieces: list[str] = []
    position = 0
    for (start, end), text in sorted(edits):
        assert start >= position, "edits overlap"
        pieces += whole[position:start], text
        position = end
    return "".join((*pieces, whole[position:]))


@dataclass(frozen=True)
class Catalog:
    """A catalog as it is written: `text` is all of it, with its line ends and BOM."""

    path: Path
    text: str

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in order, header and obsolete ones too."""
        return tuple(_entries(self, self.text, []))

    @cached_property
    def header(self) -> dict[str, str]:
        """The fields of the header by their names; empty if there is none."""
        head = next((entry for entry in self.entries if entry.is_header), None)
        return _fields(head) if head else {}

    @property
    def messages(self) -> Iterator[Entry]:
        """The entries that are in use, without the header."""
        return (e for e in self.entries if not (e.is_obsolete or e.is_header))

    @cached_property
    def markup(self) -> Markup:
        """That of messages which do not say where they are from.

        If none says it and one looks like a program's, all are plain. Else it is reST where there
        is more of that than of MyST.
        """
        messages = tuple(self.messages)
        if not _NAMED.search(self.text) and any(entry.is_of_program for entry in messages):
            return "plain"
        signs = [found.lastgroup for e in messages for found in _MARKS.finditer(e.msgid.text)]
        return "rst" if signs.count("rst") > signs.count("myst") else "myst"

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset; as `line_column`, fast for many."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def places(self, string: String) -> list[int]:
        """Return the offset of each character of a string's text, and of the quote behind it."""
        raw, start = self.text[slice(*string.span)], string.span.start
        places: list[int] = []
        for part in _STRING.finditer(raw):
            position, end = start + part.start() + 1, start + part.end() - 1
            while position < end:
                if self.text[position] != "\\":
                    places.append(position)
                    position += 1
                    continue
                found = _NUMBERS.match(self.text, position, end)
                found = found or _ESCAPED.match(self.text, position, end)
                assert found
                places += _spread(found, len(_unescaped(found[0])))
                position = found.end()
        return [*places, string.span.end - 1]

    def placed(self, string: String, span: Span) -> Span:
        """Return where a span of a string's text is written; it may go on in the next line."""
        places = self.places(string)
        start = places[span.start]
        if span.end <= span.start:
            return Span(start, start)
        last = places[span.end - 1]
        found = _NUMBERS.match(self.text, last) or _ESCAPED.match(self.text, last)
        return Span(start, found.end() if found else last + 1)

    # Edits

    def translated(
        self, entry: Entry, texts: Sequence[str], mark: str | None = None
    ) -> Iterator[Edit]:
        """Yield the edits that give a message a translation that is not fuzzy.

        `mark` is put among the translator's comments, in place of one that begins with the
        same two words.
        """
        for string, text in zip(entry.msgstr, texts, strict=True):
            if string.text != text:
                yield Edit(string.span, self.written(string, text))
        yield from self.commented(entry, mark)

    def commented(
        self, entry: Entry, mark: str | None = None, *, fuzzy: bool = False
    ) -> Iterator[Edit]:
        """Yield the edits of the comments: one translator's comment, and whether it is fuzzy.

        A message that is not fuzzy has no message that it had before either.
        """
        old = self.text[slice(*entry.comments)]
        lines = old.split("\n")
        last = lines.pop()  # the line of `msgid` begins
        if mark is not None:
            lines = _marked(lines, mark, self._end)
        lines = _flagged(lines, fuzzy, self._end)
        new = "\n".join([*lines, last])
        if new != old:
            yield Edit(entry.comments, new)

    def edited(self, edits: Iterable[Edit]) -> str:
        """Return the text with edits made; they must not overlap."""
        return edited(self.text, edits)

    def written(self, string: String, text: str) -> str:
        """Return a text as strings in place of another, in the way this catalog is written."""
        line = self.text.rfind("\n", 0, string.span.start) + 1
        return self._broken(text, len(self.text[line : string.span.start]))

    def _broken(self, text: str, indent: int) -> str:
        """Return a text as strings; `indent` columns stand before the first."""
        pieces = [escaped(piece) for piece in re.findall(r"[^\n]*\n|[^\n]+", text)]
        width, is_counted = self._wrapping
        if width is None:
            if len(pieces) < 2:
                return f'"{"".join(pieces)}"'
        else:
            whole = "".join(pieces)
            taken = len(whole) if is_counted else indent + columns(whole)
            if len(pieces) < 2 and taken + 2 <= width:
                return f'"{whole}"'
            fill = _filled_by_words if is_counted else _filled
            pieces = [part for piece in pieces for part in fill(piece, width - 2)]
        return f'""{self._end}' + self._end.join(f'"{piece}"' for piece in pieces)

    @cached_property
    def _end(self) -> str:
        """The line end; that of most lines."""
        return "\r\n" if self.text.count("\r\n") * 2 > self.text.count("\n") else "\n"

    @cached_property
    def _wrapping(self) -> tuple[int | None, bool]:
        """The width of lines, None if only line ends break strings, and whether it is counted.

        As seen in strings that go on where the text has no line end; a catalog without any is
        not wrapped. msgcat measures columns; Babel counts characters, and breaks lines between
        words alone.
        """
        broken: list[str] = []
        for entry in self.entries:
            strings = (entry.msgid, *entry.msgstr)
            for string in () if entry.is_header else strings:
                parts = _STRING.findall(self.text, *string.span)
                broken += [p for p in parts[:-1] if len(p) > 2 and not p.endswith('\\n"')]
        if not broken:
            return None, False
        wide = [part for part in broken if columns(part) > len(part)]
        is_counted = any(columns(part) > _WIDTH + 1 for part in wide) and sum(
            part.endswith(' "') for part in wide
        ) > 0.9 * len(wide)
        if is_counted:
            # A word longer than a line is a line.
            width = max((len(part) for part in broken if len(part) <= _WIDTH), default=_WIDTH)
        else:
            width = max(map(columns, broken))
        return min(max(width, _NARROWEST), _WIDEST), is_counted


# msgcat's width, and bounds of what a catalog may have been wrapped at.
_WIDTH, _NARROWEST, _WIDEST = 79, 60, 120


def load(path: Path) -> Catalog:
    """Return a catalog; raises OSError, or an ExceptionGroup of DataError."""
    return parse(path, path.read_bytes())


def parse(path: Path, data: bytes) -> Catalog:
    """Return the catalog that bytes are; raises an ExceptionGroup of DataError.

    A BOM is accepted and kept.
    """
    try:
        text, is_whole = data.decode(), True
    except UnicodeDecodeError:
        # As much as can be read, to tell where it cannot.
        text, is_whole = data.decode(errors="surrogateescape"), False
    catalog = Catalog(path, text)
    wrong = list(_wrong_encoding(catalog, is_whole))
    if not wrong:
        if "\0" in text:
            wrong += _each_line(catalog, "\0+", "NUL", "text without it")
        # Few files have so many of a sign in a row, and looking for that is fast.
        has_markers = any(sign * 7 in text for sign in "<|=>")
        markers = list(_MARKER.finditer(text)) if has_markers else []
        wrong += [
            _Wrong(m.start(), f"conflict marker {m[0][:7]}", "the file merged") for m in markers
        ]
        entries = tuple(_entries(catalog, _ours(text) if markers else text, wrong))
        # What `Catalog.entries` would find again.
        catalog.__dict__["entries"] = entries
        # The header may be what could not be read.
        wrong += [w for w in _wrong_entries(catalog, entries) if w.offset or not wrong]
    if wrong:
        errors = [
            DataError(path, *catalog.place(offset), there, expected)
            for offset, there, expected in sorted(wrong)
        ]
        raise ExceptionGroup(f"{path} is wrong", errors)
    return catalog


class _Wrong(NamedTuple):
    """Something wrong: where, what is there and what to write."""

    offset: int
    there: str
    expected: str


def _each_line(catalog: Catalog, pattern: str, there: str, expected: str) -> Iterator[_Wrong]:
    """Yield where a pattern is found first in each line."""
    line = 0
    for found in re.finditer(pattern, catalog.text):
        if catalog.place(found.start())[0] != line:
            line = catalog.place(found.start())[0]
            yield _Wrong(found.start(), there, expected)


def _wrong_encoding(catalog: Catalog, is_whole: bool) -> Iterator[_Wrong]:
    head = catalog.text[:4]
    if head.startswith(("\udcff\udcfe", "\udcfe\udcff")) or "\0" in head:
        yield _Wrong(0, "UTF-32" if "\0\0" in head else "UTF-16", "UTF-8")
        return
    charsets = {name.lower() for name in _CHARSET.findall(catalog.text)}
    if is_whole and charsets <= _READABLE:
        return
    header = next((e for e in _entries(catalog, catalog.text, []) if e.is_header), None)
    declared = _CHARSET.search(header.msgstr[0].text) if header else None
    if header and declared and declared[1].lower() not in _READABLE:
        place = catalog.places(header.msgstr[0])[declared.start(1)]
        yield _Wrong(place, f"charset {declared[1]!r}", "UTF-8; msgconv -t UTF-8 converts")
        return
    if is_whole:
        return
    line = 0
    for found in re.finditer("[\udc80-\udcff]", catalog.text):
        number = catalog.place(found.start())[0]
        if number != line:
            line = number
            there = f"byte 0x{ord(found[0]) - 0xDC00:02x}, which is not UTF-8"
            yield _Wrong(found.start(), there, "UTF-8")


def _ours(text: str) -> str:
    """Return a text with spaces for the markers of conflicts and for their second sides."""

    def blank(found: re.Match[str]) -> str:
        spaces = [
            re.sub("[^\n]", " ", text[slice(*span)])
            for span in (
                (found.start(), found.start("ours")),
                (found.start("theirs"), found.end()),
            )
        ]
        return spaces[0] + found["ours"] + spaces[1]

    text = _CONFLICT.sub(blank, text)
    return _MARKER.sub(lambda marker: " " * len(marker[0]), text)


def _wrong_entries(catalog: Catalog, entries: Sequence[Entry]) -> Iterator[_Wrong]:
    """Yield what is wrong with entries that can be read, each by itself and together."""
    if not any(entry.is_header for entry in entries):
        yield _Wrong(0, "no header", 'msgid "" with Content-Type: text/plain; charset=UTF-8')
    declared = catalog.header.get("plural-forms", "")
    forms_of = _PLURALS.match(declared)
    # Of a template that nobody has filled in.
    if declared and "INTEGER" not in declared:
        yield from _wrong_plurals(catalog)
    first: dict[str | tuple[str, str], Entry] = {}
    has_numbers = _NUMBER.search(catalog.text)
    for entry in entries:
        if has_numbers:
            for string in (entry.msgctxt, entry.msgid, entry.msgid_plural, *entry.msgstr):
                yield from _wrong_numbers(catalog.text, string) if string else ()
        if entry.is_obsolete:
            yield from _half_obsolete(catalog, entry)
        yield from _wrong_previous(catalog, entry)
        ctxt = entry.msgctxt
        key = (ctxt.text, entry.msgid.text) if ctxt else entry.msgid.text
        earlier = first.setdefault(key, entry)
        if earlier is not entry:
            line = catalog.place(earlier.start)[0]
            there = f"msgid {_short(entry.msgid.text)} again, first in line {line}"
            yield _Wrong(entry.start, there, "it once")
        if entry.msgid_plural is None or entry.is_obsolete or entry.is_fuzzy:
            continue
        if not any(string.text for string in entry.msgstr):
            continue
        count = len(entry.msgstr)
        forms = "1 plural form" if count == 1 else f"{count} plural forms"
        if not declared:
            there = f"{forms}, and no Plural-Forms in the header"
            yield _Wrong(entry.start, there, "Plural-Forms: nplurals=…; plural=…;")
        elif forms_of and count != int(forms_of[1]):
            yield _Wrong(entry.msgstr[0].span.start, forms, f"{forms_of[1]}, as the header says")


def _wrong_plurals(catalog: Catalog) -> Iterator[_Wrong]:
    """Yield what is wrong with the field of the header that says which plural form is when."""
    head = next(entry for entry in catalog.entries if entry.is_header).msgstr[0]
    line = _PLURALS_LINE.search(head.text)
    if line is None:
        return
    found = _PLURALS.match(line[1])
    if found is None:
        there, expected, start = f"Plural-Forms {_short(line[1])}", "nplurals=…; plural=…;", 0
    elif (wrong := _wrong_plural(found[2].strip(), int(found[1]))) is not None:
        there, expected, start = f"plural={found[2].strip()}", wrong, found.start(2)
    else:
        return
    yield _Wrong(catalog.places(head)[line.start(1) + start], there, expected)


# msgfmt tries as many numbers.
_TRIED = 1001


@cache
def _wrong_plural(formula: str, count: int) -> str | None:
    """Return what to write for the formula of plural forms, None if it is right."""
    try:
        form = c2py(formula)
        highest = max(map(form, range(_TRIED)))
    except (ValueError, RecursionError, ZeroDivisionError):
        return "a formula of n as in C"
    return None if highest < count else f"numbers of forms below {count}"


def _half_obsolete(catalog: Catalog, entry: Entry) -> Iterator[_Wrong]:
    line = catalog.text.rfind("\n", 0, (entry.msgctxt or entry).start) + 1
    found = _NOT_OBSOLETE.search(catalog.text, line, entry.msgstr[-1].end)
    if found:
        yield _Wrong(found.start(), "a line without #~", "all lines of a message with it, or none")


def _wrong_previous(catalog: Catalog, entry: Entry) -> Iterator[_Wrong]:
    """Yield what is wrong with the former message of a fuzzy one, which stands in comments."""
    start, end = entry.comments
    if catalog.text.find("|", start, end) < 0:
        return
    lines = list(_PREVIOUS.finditer(catalog.text, start, end))
    for line in lines:
        if not _PREVIOUS_LINE.fullmatch(line[1]):
            yield _Wrong(line.start(1), _short(line[1].strip()), 'msgid "…", as it was')
            return
    if not lines:
        return
    behind = catalog.text[lines[-1].end() : end].strip("#~ \t\r\n")
    signs = {line[0].lstrip().startswith("#~") for line in lines}
    if (
        behind
        or signs != {entry.is_obsolete}
        or not _PREVIOUS_WHOLE.fullmatch("\n".join(line[1] for line in lines))
    ):
        sign = "#~|" if entry.is_obsolete else "#|"
        there = "a former message that is not whole, or not last of the comments"
        yield _Wrong(lines[0].start(), there, f'{sign} msgid "…" before msgid')


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def _fields(head: Entry) -> dict[str, str]:
    lines = (line.partition(":") for line in head.msgstr[0].text.split("\n"))
    return {name.strip().lower(): value.strip() for name, sign, value in lines if sign}


# Reading


def _entries(catalog: Catalog, text: str, wrong: list[_Wrong]) -> Iterator[Entry]:
    """Yield the entries of a text; what is none is put into `wrong`, and passed over."""
    position = 1 if text.startswith("\ufeff") else 0
    size = len(text)
    while position < size:
        found, is_obsolete = _ENTRY.match(text, position), False
        if found is None:
            if _NOTHING.match(text, position):
                if _PREVIOUS.search(text, position):
                    wrong.append(_Wrong(len(text.rstrip()), "the end of the file", "msgid"))
                return
            found, is_obsolete = _grammar(_OBSOLETE).match(text, position), True
        if found is None:
            start, said = position, len(wrong)
            position = _diagnosed(text, start, wrong)
            if len(wrong) == said:
                # Such as a line of `#~` alone before a comment.
                expected = "a comment, msgid or the end of the file"
                start = len(text) - len(text[start:].lstrip())
                wrong.append(_Wrong(start, "no message", expected))
            continue
        # All spans in one call: there are many entries.
        whole, comments, ctxt, msgid, one, msgstr, plural, forms = found.regs
        position = whole[1]
        if forms[0] < 0:
            strings: tuple[String, ...] = (_string(text, msgstr),)
        else:
            strings = tuple(_forms(text, forms, wrong))
        entry = Entry(
            catalog,
            *comments,
            _string(text, ctxt) if ctxt[0] >= 0 else None,
            _string(text, one),
            _string(text, plural) if plural[0] >= 0 else None,
            strings,
            msgid[0],
            is_obsolete,
        )
        yield entry


def _string(text: str, span: tuple[int, int]) -> String:
    start, end = span
    return String(_value(text[start:end]), start, end)


def _forms(text: str, span: tuple[int, int], wrong: list[_Wrong]) -> Iterator[String]:
    for number, found in enumerate(_FORM.finditer(text, *span)):
        if int(found[2]) != number:
            wrong.append(_Wrong(found.start(1), found[1], f"msgstr[{number}]"))
        yield _string(text, found.span(3))


def _wrong_numbers(text: str, string: String) -> Iterator[_Wrong]:
    """Yield escapes by number that are no text: they are bytes of UTF-8."""
    for part in _STRING.finditer(text, *string.span):
        position = part.start()
        while (position := text.find("\\", position, part.end())) >= 0:
            found = _NUMBERS.match(text, position, part.end())
            if found is None:
                position += 2
                continue
            try:
                if "\0" in _bytes(found[0]).decode():
                    yield _Wrong(position, f"{found[0]}, which is NUL", "text without it")
            except ValueError:
                yield _Wrong(position, f"escape {found[0]}", "bytes of UTF-8")
            position = found.end()


def _value(raw: str) -> str:
    """Return what strings say."""
    text = raw[1:-1]
    if '"' in text:
        # A quote before a line end is no escaped one.
        text = text.replace('"\n"', "")
        if '"' in text and '"' in text.replace("\\\\", "").replace('\\"', ""):
            text = "".join([part[1:-1] for part in _STRING.findall(raw)])
    return _unescaped(text) if "\\" in text else text


def _unescaped(text: str) -> str:
    pieces = text.split("\\\\")
    for number, piece in enumerate(pieces):
        if "\\" in piece:
            piece = piece.replace('\\"', '"').replace("\\n", "\n")
            if "\\" in piece:
                piece = _NUMBERS.sub(_meant, piece)
                for letter, sign in _SIGNS.items():
                    piece = piece.replace(f"\\{letter}", sign)
            pieces[number] = piece
    return "\\".join(pieces)


def _meant(found: re.Match[str]) -> str:
    try:
        return _bytes(found[0]).decode()
    except ValueError:
        return "\ufffd"  # as told by `_wrong_numbers`


def _bytes(escapes: str) -> bytes:
    """Return the bytes that escapes by number mean; raises ValueError beyond 255."""
    numbers = escapes.split("\\")[1:]
    return bytes(int(n[1:], 16) if n[0] == "x" else int(n, 8) for n in numbers)


def _spread(found: re.Match[str], count: int) -> list[int]:
    """Return places for the characters of escapes: several numbers may make one character."""
    if count == 1:
        return [found.start()]
    places: list[int] = []
    position = found.start()
    for escape in _ESCAPED.finditer(found[0]):
        # A byte that continues a character of UTF-8 has no place.
        if not 0x80 <= _bytes(escape[0])[0] < 0xC0:
            places.append(position + escape.start())
    return places


# What is wrong with text that is no entry

_LENIENT = re.compile(
    r"(?P<space>\s+)|(?P<comment>(?:#~[ \t]*)?#(?!~(?!\|))[^\n]*)|(?P<old>#~[ \t]*)"
    r'|(?P<string>"(?:[^"\\\n]|\\[^\n])*(?P<end>"?))'
    r"|(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]+\])?)(?![\w\[])"
    r"|(?P<other>[^\s\"]+)",
    re.ASCII,
)
# What may follow: the words that stand before, and what is expected.
_AFTER = {
    "": (("msgctxt", "msgid"), "msgid"),
    "msgctxt": (("msgid",), "msgid"),
    "msgid": (("msgid_plural", "msgstr"), "msgstr"),
    "msgid_plural": (("msgstr[",), "msgstr[0]"),
    "msgstr": (("msgctxt", "msgid"), "msgid"),
    "msgstr[": (("msgstr[", "msgctxt", "msgid"), "msgid"),
}


def _diagnosed(text: str, position: int, wrong: list[_Wrong]) -> int:
    """Say what is wrong with the entry at a position; return where the next may begin."""
    before, is_waiting, is_torn = "", False, False
    start = position
    while found := _LENIENT.match(text, position):
        kind = found.lastgroup if found.lastgroup != "end" else "string"
        problem = None
        if kind == "word":
            word = found["word"].partition("[")[0] + ("[" if "[" in found["word"] else "")
            followers, expected = _AFTER[before]
            if is_waiting:
                problem = found["word"], "a string"
            elif word not in followers:
                problem = found["word"], expected
            elif before.startswith("msgstr") and not word.startswith("msgstr"):
                return position
            else:
                before, is_waiting = word, True
        elif kind == "string":
            if not found["end"]:
                is_torn = True
                wrong.append(_Wrong(found.start(), "a string without an end", '" at the end'))
            wrong += _bad_escapes(text, found.span("string"))
            if not before:
                problem = "a string", "msgid before it"
            is_waiting = False
        elif kind == "comment" and before and (is_waiting or not before.startswith("msgstr")):
            problem = "a comment", "a string" if is_waiting else _AFTER[before][1]
        elif kind == "comment" and before:
            return position
        elif kind == "other":
            expected = "a comment, msgid or the end of the file"
            if is_waiting:
                expected = "a string"
            elif text.endswith('"', 0, found.start()):
                expected = r"\" for a quotation mark in a string"
            elif before and not before.startswith("msgstr"):
                expected = _AFTER[before][1]
            problem = _short(found["other"]), expected
        if problem:
            # Behind a string without an end everything is something else.
            if not is_torn:
                wrong.append(_Wrong(found.start(), *problem))
            return _resumed(text, max(found.start(), start + 1))
        position = found.end()
    if not is_torn and (is_waiting or not before.startswith("msgstr")):
        expected = "a string" if is_waiting else _AFTER[before][1]
        wrong.append(_Wrong(len(text.rstrip()), "the end of the file", expected))
    return len(text)


def _bad_escapes(text: str, span: tuple[int, int]) -> Iterator[_Wrong]:
    position = span[0]
    while (position := text.find("\\", position, span[1])) >= 0:
        good = _ESCAPED.match(text, position, span[1])
        if good is None:
            there = f"escape {text[position : position + 2]}"
            yield _Wrong(position, there, r"\\ for a backslash")
        position = good.end() if good else position + 2


_NEXT = re.compile(r"^(?:[ \t\r]*\n|(?=msgctxt\b|msgid\b))", re.MULTILINE)


def _resumed(text: str, position: int) -> int:
    """Return where, from a position on, an entry may begin."""
    found = _NEXT.search(text, position)
    return found.end() if found else len(text)


# Writing


def escaped(text: str) -> str:
    """Return a text as it is written between quotes."""
    return "".join(_WRITTEN.get(sign) or _numbered(sign) for sign in text)


def _numbered(sign: str) -> str:
    return f"\\{ord(sign):03o}" if sign < " " or sign == "\x7f" else sign


# Where a line does not begin, and where none ends: closing and opening signs.
_CLOSING = frozenset("，。、；：！？）】》〉」』”’…—·％‰℃,.;:!?)]}%")
_OPENING = frozenset("（【《〈「『“‘([{")
_UNIT = re.compile(rf"{_ESCAPE}|.", re.DOTALL)


def _filled(escaped: str, width: int) -> Iterator[str]:
    """Yield an escaped text in lines of at most `width` columns, if it can be broken there.

    As msgcat does, lines break behind spaces and beside full-width characters.
    """
    line: list[str] = []
    taken, good, good_taken = 0, 0, 0
    for unit in _UNIT.findall(escaped):
        size = columns(unit)
        if line and _may_break(line[-1], unit):
            good, good_taken = len(line), taken
        # The escaped line end stays with what it ends.
        if taken + size > width and good:
            yield "".join(line[:good])
            line, taken, good = line[good:], taken - good_taken, 0
        line.append(unit)
        taken += size
    if line:
        yield "".join(line)


def _filled_by_words(escaped: str, width: int) -> Iterator[str]:
    """Yield an escaped text in lines of at most `width` characters, words whole, as Babel does."""
    line = ""
    for word in re.findall(r"\S*\s*", escaped):
        if line and len(line) + len(word) > width:
            yield line
            line = ""
        line += word
    if line:
        yield line


def _may_break(before: str, after: str) -> bool:
    if after == " " or after == r"\n" or after in _CLOSING or before in _OPENING:
        return False
    return before == " " or columns(before) == 2 or columns(after) == 2


def _marked(lines: list[str], mark: str, end: str) -> list[str]:
    """Return comment lines with a translator's comment, in place of one of its kind."""
    head = "# " + " ".join(mark.split()[:2])
    line = f"# {mark}{end[:-1]}"
    found = [n for n, each in enumerate(lines) if each.startswith(f"{head} ")]
    if found:
        return [
            line if number == found[0] else each
            for number, each in enumerate(lines)
            if number not in found[1:]
        ]
    # Those of the block that belongs to the message come first in it.
    blank = [n for n, each in enumerate(lines) if not each.strip()]
    place = blank[-1] + 1 if blank else 0
    while place < len(lines) and re.match(r"#(?:\s|$)", lines[place]):
        place += 1
    return [*lines[:place], line, *lines[place:]]


def _flagged(lines: list[str], fuzzy: bool, end: str) -> list[str]:
    """Return comment lines with or without the flag, and the former message only with it."""
    result: list[str] = []
    is_set = False
    for line in lines:
        if line.startswith("#|") and not fuzzy:
            continue
        if line.startswith("#,"):
            flags = [flag.strip() for flag in line[2:].split(",")]
            if fuzzy == ("fuzzy" in flags):
                is_set = is_set or fuzzy
            else:
                others = [flag for flag in flags if flag and flag != "fuzzy"]
                flags = ["fuzzy", *others] if fuzzy and not is_set else others
                is_set = is_set or fuzzy
                if not flags:
                    continue
                line = f"#, {', '.join(flags)}{end[:-1]}"
        result.append(line)
    if fuzzy and not is_set:
        place = next((n for n, each in enumerate(result) if each.startswith("#|")), len(result))
        result.insert(place, f"#, fuzzy{end[:-1]}")
    return result


# Machine-made translations

_TO_US = "zhengming:"
_MARK = f"{_TO_US} converted"


def machine_mark(texts: Iterable[str]) -> str:
    """Return the comment that says that a program made these texts, while they stay the same."""
    digest = hashlib.blake2s("\0".join(texts).encode(), digest_size=6).hexdigest()
    return f"{_MARK} {digest}"


def is_machine_made(entry: Entry) -> bool:
    """Whether a program made the translation, and nobody has touched it since."""
    if entry.catalog.text.find(_MARK, entry.head, entry.body) < 0:
        return False
    texts = [string.text for string in entry.msgstr]
    return any(texts) and machine_mark(texts) in entry.noted("#")
