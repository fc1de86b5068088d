"""Texts of one Chinese script or region in another: terms by the glossary, the rest by characters.

What must not be left to `characters` is taken out of a text, which is converted in one call, and
what is to stand there is put back: terms, and in a document all that is no prose.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

from zhengming.characters import Characters, Hole, merged
from zhengming.finding import Document
from zhengming.glossary import DEPRECATED, PREFERRED, SOURCE, Glossary, Term
from zhengming.matcher import Matcher
from zhengming.script import convert, refuse_unfit, to_simplified
from zhengming.text import Span, myst
from zhengming.words import Words

TRADITIONAL = ("zh-Hant", "zh-Hant-TW", "zh-Hant-HK")

_HIDDEN = re.compile("\0+")
# The end of a paragraph: a line without prose.
_GAP = re.compile(r"\n[ \t\r\0]*+(?=\n|\Z)")
_PUNCTUATION = frozenset(string.punctuation)
# What stands around a term and tells of which word it may be a part.
_AROUND = 6
_BREAK = re.compile(r"[ \t]*\r?\n[ \t]*")
# Signs of Simplified that Big5 has, and Traditional texts once in ten thousand times.
_SIMPLIFIED = "与优体儿听圣坏复宁岭异怀怜惊扑扰昵机构气洁离篱网羡肮触赶"
_REGION = re.compile("[台臺][湾灣]|香港")
_CLOSING = {"《": "》", "〈": "〉", "“": "”", "‘": "’", "「": "」", "『": "』"}
# A title or quotation, to its end in the same paragraph.
_QUOTED = re.compile(
    "|".join(
        rf"{a}[^{a}{b}\n]*+(?:\n(?![ \t\r]*\n)[^{a}{b}\n]*+)*{b}"
        for a, b in _CLOSING.items()
        if a != "‘"
    )
)
# Placeholders of Python and gettext, and addresses, whose path may hold Han behind a sign.
_VERBATIM = re.compile(
    r"%\([^()\s]+\)[#0\- +]*[0-9.*]*[a-zA-Z]"
    r"|\{\w+(?:\.\w+|\[\w+\])*(?:![rsa])?(?::[^{}\s]*)?\}"
    r"|(?<![a-zA-Z0-9+.-])[a-zA-Z][a-zA-Z0-9+.-]*+://[!-;=?-~]*"
    r"(?:(?<=[/=#_])[^\x00-\x7f\u2018-\u201d\u3000-\u3020\uff00-\uffef]+[!-;=?-~]*)*"
)


class Crossing(NamedTuple):
    """A term that is a part of a word, or that words share: `words` stand around it."""

    span: Span
    form: str
    target: str
    words: tuple[str, ...]


class Converted(NamedTuple):
    """A converted document, and spans of it before: paragraphs that were in the target's script
    and are as they were (`kept`), and the first sign of it in those that are in both (`mixed`)."""

    text: str
    kept: tuple[Span, ...]
    mixed: tuple[Span, ...]


class Converter:
    """Converts from one script or region; made once for any number of texts."""

    def __init__(
        self, glossary: Glossary, source: str, target: str, *, guard: bool = True
    ) -> None:
        """Raise ValueError if there is no way from source to target."""
        self.source, self.target = source, target
        self._characters = Characters(source, target, guard=guard)
        self._concepts = glossary.concepts
        self.matcher = Matcher(glossary)
        # The terms of a match, by their identity → the form, and what it becomes.
        self._known: dict[int, tuple[str, str]] = {}
        self._plain: dict[str, str] = {}

    def convert(self, text: str) -> str:
        """Return all of a text converted, whatever it holds; raises UnfitError.

        Without concepts and guard it is what OpenCC makes of it.
        """
        refuse_unfit(text)
        return self._characters.convert(text, self._terms(text))

    def document(self, document: Document) -> Converted:
        """Return a document converted where it is prose in the source's script.

        Code, addresses, targets, placeholders stay. Raises UnfitError.
        """
        refuse_unfit(document.text)
        text = document.text
        verbatim = [Span(*found.span()) for found in _VERBATIM.finditer(text)]
        prose = _hidden(document.prose, verbatim)
        kept, mixed = self._scripts(prose)
        prose = _hidden(prose, kept)
        hidden = [(*found.span(), text[slice(*found.span())]) for found in _HIDDEN.finditer(prose)]
        terms = self._terms(prose)
        if document.markup != "plain":
            terms = [_inert(text, hole) for hole in terms]
        holes = merged([hole for hole in hidden if not hole[2].isascii()], terms)
        converted = self._characters.convert(text, holes, prose)
        return Converted(converted, tuple(kept), tuple(mixed))

    def remark(self, text: str) -> str:
        """Return a remark on words converted, by characters only; raises UnfitError.

        What it quotes stays if it is in the target's script, and if it may be when the remark is
        about a region: it is what that region writes.
        """
        own, other = _only(self.source), _only(self.target)
        is_about_one = _REGION.search(text)
        quoted = [
            (*found.span(), found[0])
            for found in _QUOTED.finditer(text)
            if not own.search(found[0]) and (is_about_one or other.search(found[0]))
        ]
        return self._characters.convert(text, quoted)

    def crossings(self, document: Document, words: Words) -> Iterator[Crossing]:
        """Yield the terms that words of a list cross or hold; those converted as they are too."""
        prose = document.prose
        # So long as each character is one of the other script, places hold.
        simplified = to_simplified(prose.replace("\0", "\n"))
        if len(simplified) != len(prose):
            simplified = prose
        matches = list(self._matched(prose))
        words = words.knowing(simplified[start:end] for start, end, _, _ in matches)
        for start, end, form, target in matches:
            first = max(0, start - _AROUND)
            inner = Span(start - first, end - first)
            if cut := words.around(simplified[first : end + _AROUND], inner):
                yield Crossing(Span(start, end), form, target, cut.pieces)

    def _scripts(self, prose: str) -> tuple[list[Span], list[Span]]:
        """Return the paragraphs that need no conversion, and where others need it in part.

        A paragraph without a character of one script only is as the rest of the document: it
        needs none if no other does.
        """
        own, other = _only(self.source), _only(self.target)
        kept: list[Span] = []
        mixed: list[Span] = []
        if not (found := other.search(prose)):
            return kept, mixed
        whole = Span(0, len(prose))
        if not own.search(prose):
            return [whole], mixed
        start = 0
        for gap in (*_GAP.finditer(prose), None):
            end = gap.start() if gap else len(prose)
            found = other.search(prose, start, end)
            if found and own.search(prose, start, end):
                mixed.append(Span(*found.span()))
            elif found:
                text = prose[start:end].lstrip("\0 \t\r\n")
                kept.append(Span(end - len(text), end))
            start = gap.end() if gap else end
        return kept, mixed

    # Terms

    def _terms(self, text: str) -> list[Hole]:
        """Return the terms in a text, each with what it becomes."""
        if not self._concepts:
            return []
        quoted = chain((found.span() for found in _QUOTED.finditer(text)), [(len(text),) * 2])
        first, last = next(quoted)
        holes = []
        for start, end, form, target in self._matched(text):
            while last <= start:
                first, last = next(quoted)
            if first < start and end < last and not _is_all_quoted(text, start, end):
                target = self._plainly(form)
            if text.find("\n", start, end) >= 0:
                target += "".join(_BREAK.findall(text[start:end]))  # goes on behind the term
            holes.append((start, end, target))
        return holes

    def _matched(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """Yield where forms of the source stand, the form, and what it becomes.

        Forms in ASCII stay themselves.
        """
        for start, end, terms in self.matcher.found(text):
            form, target = self._known.get(id(terms)) or self._meaning(terms)
            if form:
                yield start, end, form, target

    def _meaning(self, terms: tuple[Term, ...]) -> tuple[str, str]:
        # The matcher keeps the terms, so that no others get their identity.
        known = self._known[id(terms)] = self._meant(terms)
        return known

    def _meant(self, terms: tuple[Term, ...]) -> tuple[str, str]:
        """Return the form of the source that was found, "" for none, and what it becomes."""
        terms = tuple(term for term in terms if self._is_ours(term))
        if not terms:
            return "", ""
        found = {self._counterpart(term) for term in terms}
        form = terms[0].form
        # Of several, nobody can tell which; characters are right in any case.
        return form, found.pop() if len(found) == 1 else self._plainly(form)

    def _is_ours(self, term: Term) -> bool:
        is_ours = term.language in (self.source, "zh-Hant") or (
            self.source == "zh-Hant" and term.language in TRADITIONAL
        )
        return is_ours and term.status != DEPRECATED and not term.form.isascii()

    def _counterpart(self, term: Term) -> str:
        """Return the target's form that corresponds to one of the source.

        Where the target has the same forms, if in another order, each stays itself. Otherwise
        the preferred one to the preferred one; another that the target has too stays itself; of
        as many, the n-th to the n-th; else the one that is most like it.
        """
        ours, theirs = (
            [
                each.form
                for each in self._concepts[term.concept].terms
                if each.language == language and each.status != DEPRECATED
            ]
            for language in (term.language, self.target)
        )
        if not theirs:
            return self._plainly(term.form)
        same = self._plainly(term.form)
        is_regional = {self._plainly(form) for form in ours} != set(theirs)
        if term.status == PREFERRED and is_regional:
            return theirs[0]
        if same in theirs:
            return same
        if len(ours) == len(theirs):
            return theirs[ours.index(term.form)]
        return max(theirs, key=lambda form: SequenceMatcher(None, form, same).ratio())

    def _plainly(self, form: str) -> str:
        """Return a form by characters only."""
        if form not in self._plain:
            self._plain[form] = self._characters.convert(form)
        return self._plain[form]


def _hidden(prose: str, spans: Iterable[Span]) -> str:
    """Return prose with NUL for all that is in spans, which are in order."""
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += prose[position:start], "\0" * (end - start)
        position = end
    return "".join((*pieces, prose[position:]))


def _inert(text: str, hole: Hole) -> Hole:
    """Return a term that cannot become markup by signs that the text does not have there."""
    start, end, new = hole
    if _PUNCTUATION.intersection(new).issubset(text[start:end]):
        return hole
    term = new.rstrip()
    return start, end, myst(term) + new[len(term) :]


def _is_all_quoted(text: str, start: int, end: int) -> bool:
    """Whether the signs around a span are those of a title or quotation that has no more."""
    return text[end] == _CLOSING.get(text[start - 1])


@cache
def _only(tag: str) -> re.Pattern[str]:
    """Return a pattern for characters that show a text to be in the script of a language."""
    name = "simplified-only.txt" if tag == SOURCE else "traditional-only.txt"
    lines = files("zhengming").joinpath("data", name).read_text("utf-8").split("\n")
    signs = "".join(line for line in lines if not line.startswith("#"))
    if tag == SOURCE:
        # Hong Kong writes some that are Simplified elsewhere.
        common = set(convert(signs, "s2hk"))
        signs = _SIMPLIFIED + "".join(sign for sign in signs if sign not in common)
    return re.compile(f"[{signs}]")
