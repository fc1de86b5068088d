"""What a check says of a document: findings, each with at most one fix."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

from zhengming.boundaries import word_list
from zhengming.catalog import Catalog, Entry, Markup, String
from zhengming.glossary import SOURCE, Glossary, with_borrowed
from zhengming.matcher import Match, Matcher
from zhengming.prose import Reading, read
from zhengming.script import to_simplified
from zhengming.text import HAN, Span
from zhengming.words import Words

Grade = Literal["safe", "unsafe", "shown"]


class Message(NamedTuple):
    """Where a document stands that is a translation in a catalog."""

    catalog: Catalog
    entry: Entry
    string: String


@dataclass(frozen=True)
class Document:
    """A text to check, in one language.

    `name` is the path as messages show it. `prose` is the text with NUL for every character
    that is no prose (code, addresses, targets, options); line ends stay, so offsets hold;
    `reading` has its comments and links too. `original` is the text it was translated from,
    "" if it is no translation, and `message` its place if it is one of many in a file.
    """

    name: str
    text: str
    language: str
    markup: Markup = "plain"
    original: str = ""
    message: Message | None = None

    @cached_property
    def reading(self) -> Reading:
        return read(self.text, self.markup)

    @property
    def prose(self) -> str:
        return self.reading.mask

    @property
    def source(self) -> Document:
        """The text that it was translated from, in Chinese if there is any in it.

        It has no name: translations into several languages share it, so that it is read once.
        """
        return _source(self.original, self.markup)

    @property
    def file(self) -> str:
        """The text of the file that it is in."""
        return self.message.catalog.text if self.message else self.text

    def placed(self, span: Span) -> Span:
        """Return where a span of it is in its file: all of a message that has been changed."""
        if self.message is None:
            return span
        catalog, _entry, string = self.message
        return catalog.placed(string, span) if string.text == self.text else string.span


# So many originals are kept: those of one language, which the next has again. They are short.
_KEPT = 4096
# So many characters on both sides of a form tell its words.
_AROUND = 6


@lru_cache(_KEPT)
def _source(original: str, markup: Markup) -> Document:
    return Document("", original, SOURCE if HAN.search(original) else "en", markup)


class Context:
    """What rules know beside the document: the glossary, and its matches in a document.

    `folders` are those of the concept pages, named from the root of the project. `own` is the
    project's glossary, to which links lead, where the other is joined of that and further ones.
    """

    def __init__(
        self,
        glossary: Glossary,
        matcher: Matcher,
        folders: tuple[str, ...] = ("glossary",),
        own: Glossary | None = None,
    ) -> None:
        self.glossary, self.matcher = glossary, matcher
        self.own = glossary if own is None else own
        self.folders = tuple(posixpath.normpath(folder) for folder in folders)
        self._found: tuple[Document, list[Match]] | None = None
        self._borrowed: dict[str, Matcher] = {}
        self._in_originals = lru_cache(_KEPT)(matcher.find)

    def matches(self, document: Document) -> list[Match]:
        """Return the matches in the prose of a document.

        Those of the last document are kept, and those of originals.
        """
        if not document.name:
            return self._in_originals(document.prose)
        if self._found is None or self._found[0] is not document:
            self._found = document, self.matcher.find(document.prose)
        return self._found[1]

    @cached_property
    def words(self) -> Words:
        """Words of Simplified Chinese, with the forms of all regions written in it."""
        terms = (t for c in self.glossary.concepts.values() for t in c.terms)
        own = {term.form for term in terms if term.language == SOURCE}
        others = {form for form, _name, _tag in self.glossary.borrowed.get(SOURCE, ())}
        return word_list().knowing(own | others)

    def cutting(self, document: Document, span: Span) -> list[Span]:
        """Return the words around a form that cut it, as 功能 and 表面 in 功能表面 cut 功能表."""
        start, end = span
        while start and span.start - start < _AROUND and HAN.match(document.prose, start - 1):
            start -= 1
        while end - span.end < _AROUND and HAN.match(document.prose, end):
            end += 1
        text = document.prose[start:end]
        plain = text if document.language == SOURCE else to_simplified(text)
        if len(plain) != len(text) or not HAN.fullmatch(plain[0]):
            return []
        found = self.words.around(plain, Span(span.start - start, span.end - start))
        if found is None or not found.is_through:
            return []
        lengths = map(len, found.pieces)
        ends = accumulate(lengths, initial=start + found.span.start)
        return [Span(*pair) for pair in pairwise(ends)]

    def borrowed(self, document: Document) -> list[Match]:
        """Return the matches in a Chinese document, with forms of other regions in its characters.

        A file that somebody merely converted is full of them.
        """
        language = document.language
        if language not in self._borrowed:
            self._borrowed[language] = Matcher(with_borrowed(self.glossary, language))
        return self._borrowed[language].find(document.prose)


class Fix(NamedTuple):
    """A text to put in place of a span of the document."""

    span: Span
    text: str
    grade: Grade


class Finding(NamedTuple):
    """One place where a rule is broken; `message` says what is there and what to write.

    `form` is what a waiver names, "" if that is what stands there.
    """

    rule: str
    span: Span
    message: str
    fix: Fix | None = None
    form: str = ""


class Case(NamedTuple):
    """An example of a rule: wrong text with the message and the fixed text, or clean text.

    `text` and `fixed` are of `language`; a case without messages must give no finding. With an
    `original` it is a translation.
    """

    text: str
    language: str = "zh-Hans"
    messages: tuple[str, ...] = ()
    fixed: str | None = None
    markup: Markup = "plain"
    original: str = ""


class Rule(NamedTuple):
    """A rule: `slug` is its code everywhere; the module's docstring explains it."""

    slug: str
    name: str
    check: Callable[[Document, Context], Iterator[Finding]]
    cases: tuple[Case, ...]
    is_on: bool = True
