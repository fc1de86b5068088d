"""Finding the glossary's forms in text: leftmost first, longest first, never by words.

One automaton over the UTF-8 bytes of all forms of all languages. Chinese has no spaces, so a
form counts wherever it stands, unless a longer form or one of the words in `unless` covers it;
ASCII letters and digits at the ends of a form count only at word boundaries.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from zhengming.glossary import Glossary, Term
from zhengming.text import Span

_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")


class Match(NamedTuple):
    """A form in a text, as a span of code points, with all terms of that form."""

    span: Span
    terms: tuple[Term, ...]


class Matcher:
    """Finds forms; made once of a glossary and used for any number of texts."""

    def __init__(self, glossary: Glossary) -> None:
        found: dict[str, list[Term]] = defaultdict(list)
        guards: dict[str, set[str]] = defaultdict(set)
        for concept in glossary.concepts.values():
            for word in {word for words in concept.unless.values() for word in words}:
                for form in _variants(word, exact=False):
                    guards[form].add(concept.id)
            for term in concept.terms:
                for form in _variants(term.form, term.form in concept.exact):
                    found[form].append(term)
        forms = list(dict.fromkeys((*found, *guards)))
        self.terms = [tuple(found.get(form, ())) for form in forms]
        self.guards = [frozenset(guards.get(form, ())) for form in forms]
        patterns = [form.encode() for form in forms]
        self.automaton = BytesAhoCorasick(patterns, matchkind=MatchKind.Standard)

    def find(self, text: str) -> list[Match]:
        """Return the matches in a text, in order, none overlapping.

        Of forms that begin at one place the longest counts, of overlapping ones the first. A
        word in a concept's `unless` hides the forms of that concept inside it, no others.
        """
        view = _View(text)
        data = view.text.encode()
        found = sorted(
            (start, -end, pattern)
            for pattern, start, end in self.automaton.find_matches_as_indexes(
                data, overlapping=True
            )
            if _is_whole(data, start, end)
        )
        return list(self._taken(data, view, found))

    def _taken(
        self, data: bytes, view: _View, found: list[tuple[int, int, int]]
    ) -> Iterator[Match]:
        position = offset = free = 0
        # Concept → where the last of its guards ends: the found are sorted by their starts.
        hidden: dict[str, int] = {}
        for start, negative_end, pattern in found:
            end = -negative_end
            for concept in self.guards[pattern]:
                hidden[concept] = max(end, hidden.get(concept, 0))
            terms = self.terms[pattern]
            if hidden:
                terms = tuple(term for term in terms if hidden.get(term.concept, 0) < end)
            if start < free or not terms:
                continue
            free = end
            offset += len(data[position:start].decode())
            after = offset + len(data[start:end].decode())
            yield Match(view.span(offset, after), terms)
            position, offset = end, after


def _variants(form: str, exact: bool) -> Iterator[str]:
    """Yield the spellings of a form: an ASCII one may begin a sentence or be a title."""
    yield from {form: None} if exact else dict.fromkeys(_cased(form))


def _cased(form: str) -> tuple[str, str, str]:
    """Return a form as it is, at the head of a sentence, and as a title."""
    if not form.isascii():
        return form, form, form
    title = re.sub(r"(?<![A-Za-z0-9'])[a-z]", lambda match: match[0].upper(), form)
    return form, form[:1].upper() + form[1:], title


def respelled(written: str, form: str, other: str) -> str:
    """Return another form with the capitals that `written` gives to `form`."""
    plain = " ".join(written.split())
    found = (new for old, new in zip(_cased(form), _cased(other), strict=True) if old == plain)
    return next(found, other)


def _is_whole(data: bytes, start: int, end: int) -> bool:
    """Whether no ASCII word goes on beyond either end of a match."""
    before = start and data[start - 1] in _WORD and data[start] in _WORD
    after = end < len(data) and data[end] in _WORD and data[end - 1] in _WORD
    return not before and not after


_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
# A line break that is none to a reader: between two Han, or between two words.
_SOFT = re.compile(
    rf"(?P<none>(?<={_HAN})[ \t]*\r?\n[ \t]*(?={_HAN}))|(?<=[!-~])[ \t]*\r?\n[ \t]*(?=[!-~])"
)


class _View:
    """A text as forms are looked for in it: composed (NFC), soft line breaks closed.

    `span` leads back to the text itself, which is never changed.
    """

    def __init__(self, text: str) -> None:
        pieces = list(_pieces(text))
        self.text = pieces[0][0] if len(pieces) == 1 else "".join(piece for piece, _ in pieces)
        # Where each piece begins in the view, and where it is in the text.
        self.starts: list[int] = []
        self.places: list[Span] = []
        position = 0
        for piece, place in pieces:
            self.starts.append(position)
            self.places.append(place)
            position += len(piece)

    def span(self, start: int, end: int) -> Span:
        if len(self.places) == 1 and len(self.text) == self.places[0].end:
            return Span(start, end)  # The view is the text.
        return Span(self._place(start).start, self._place(end - 1).end)

    def _place(self, position: int) -> Span:
        """Return the place of one character; of a piece that is changed, the whole of it."""
        number = bisect.bisect_right(self.starts, position) - 1
        place = self.places[number]
        after = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        if after - self.starts[number] != place.end - place.start:
            return place
        offset = place.start + position - self.starts[number]
        return Span(offset, offset + 1)


def _pieces(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the pieces of the view of a text, each with its place; one changed is short."""
    position = 0
    for match in _SOFT.finditer(text):
        yield from _composed(text, position, match.start())
        if match["none"] is None:
            yield " ", Span(*match.span())
        position = match.end()
    yield from _composed(text, position, len(text))


def _composed(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    if unicodedata.is_normalized("NFC", text[start:end]):
        yield text[start:end], Span(start, end)
        return
    while start < end:
        after = start + 1
        # What composes with the character before it: marks, and the jamo of a syllable.
        while after < end and (unicodedata.combining(text[after]) or "ᅡ" <= text[after] <= "ᇿ"):
            after += 1
        yield unicodedata.normalize("NFC", text[start:after]), Span(start, after)
        start = after
