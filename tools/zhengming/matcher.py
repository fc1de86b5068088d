"""Finding the glossary's forms in text: leftmost first, longest first, never by words.

One automaton over the UTF-8 bytes of all forms of all languages. Chinese has no spaces, so a
form counts wherever it stands, unless a longer form or one of the words in `unless` covers it;
ASCII letters and digits at the ends of a form count only at word boundaries.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from zhengming.glossary import Concept, Glossary, Term
from zhengming.text import Span

_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
# The letters that a title has as capitals.
_HEADS = re.compile(r"(?<![A-Za-z0-9'])[a-z]")


class Match(NamedTuple):
    """A form in a text, as a span of code points, with all terms of that form."""

    span: Span
    terms: tuple[Term, ...]


class Matcher:
    """Finds forms; made once of a glossary and used for any number of texts."""

    def __init__(self, glossary: Glossary) -> None:
        self.concepts = glossary.concepts
        self.ids = list(glossary.forms.values())
        patterns = [form.encode() for form in glossary.forms]
        self.automaton = BytesAhoCorasick(patterns, matchkind=MatchKind.Standard)
        # Concepts are looked at only when a form of theirs is met, and once for each spelling.
        self.known: dict[bytes, _Meaning] = {}

    def find(self, text: str) -> list[Match]:
        """Return the matches in a text, in order, none overlapping.

        Of forms that begin at one place the longest counts, of overlapping ones the first. A
        word in a concept's `unless` hides the forms of that concept inside it, no others.
        """
        view = _View(text)
        data = view.text.encode()
        found = []
        # Lower case is for ASCII only: places stay.
        for pattern, start, end in self.automaton.find_matches_as_indexes(
            data.lower(), overlapping=True
        ):
            meaning = self._meaning(data[start:end], pattern)
            if (meaning.terms or meaning.hidden) and _is_whole(data, start, end):
                found.append((start, -end, meaning))
        found.sort(key=itemgetter(0, 1))
        return list(_taken(data, view, found))

    def _meaning(self, spelled: bytes, pattern: int) -> _Meaning:
        meaning = self.known.get(spelled)
        if meaning is None:
            concepts = [self.concepts[name] for name in self.ids[pattern].split(" ")]
            meaning = self.known[spelled] = _meaning(spelled.decode(), concepts)
        return meaning


class _Meaning(NamedTuple):
    """What a spelling means: terms, and the concepts whose `unless` it is in."""

    terms: tuple[Term, ...]
    hidden: tuple[str, ...]


def _meaning(spelled: str, concepts: Iterable[Concept]) -> _Meaning:
    terms = [
        term
        for concept in concepts
        for term in concept.terms
        if _is_spelled(spelled, term.form, term.form in concept.exact)
    ]
    hidden = [
        concept.id
        for concept in concepts
        if any(
            _is_spelled(spelled, word, exact=False)
            for words in concept.unless.values()
            for word in words
        )
    ]
    return _Meaning(tuple(terms), tuple(hidden))


def _is_spelled(spelled: str, form: str, exact: bool) -> bool:
    """Whether a form may be spelled so: words of an ASCII one may have a capital at their head."""
    if spelled == form or exact or not form.isascii() or len(spelled) != len(form):
        return spelled == form
    # Titles leave small words as they are, which these are differs: so each word by itself.
    letters = zip(spelled, form, _titled(form), strict=True)
    return all(letter in (small, capital) for letter, small, capital in letters)


def _titled(form: str) -> str:
    return _HEADS.sub(lambda match: match[0].upper(), form)


def _cased(form: str) -> tuple[str, str, str]:
    """Return a form as it is, at the head of a sentence, and as a title."""
    if not form.isascii():
        return form, form, form
    return form, form[:1].upper() + form[1:], _titled(form)


def respelled(written: str, form: str, other: str) -> str:
    """Return another form with the capitals that `written` gives to `form`."""
    plain = " ".join(written.split())
    found = (new for old, new in zip(_cased(form), _cased(other), strict=True) if old == plain)
    return next(found, other)


def _taken(
    data: bytes, view: _View, found: Iterable[tuple[int, int, _Meaning]]
) -> Iterator[Match]:
    position = offset = free = 0
    # Concept → where the last of its guards ends: the found are sorted by their starts.
    hidden: dict[str, int] = {}
    for start, negative_end, (terms, guarded) in found:
        end = -negative_end
        for concept in guarded:
            hidden[concept] = max(end, hidden.get(concept, 0))
        if hidden:
            terms = tuple(term for term in terms if hidden.get(term.concept, 0) < end)
        if start < free or not terms:
            continue
        free = end
        offset += len(data[position:start].decode())
        after = offset + len(data[start:end].decode())
        yield Match(view.span(offset, after), terms)
        position, offset = end, after


def _is_whole(data: bytes, start: int, end: int) -> bool:
    """Whether no ASCII word goes on beyond either end of a match."""
    before = start and data[start - 1] in _WORD and data[start] in _WORD
    after = end < len(data) and data[end] in _WORD and data[end - 1] in _WORD
    return not before and not after


_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# A line break before Han or a word; a literal at its head makes looking for it fast.
_BREAK = re.compile(rf"\n[ \t]*+(?=(?P<han>{_HAN.pattern})|[!-~])")


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
    for start, end, gap in _soft_breaks(text):
        yield from _composed(text, position, start)
        if gap:
            yield gap, Span(start, end)
        position = end
    yield from _composed(text, position, len(text))


def _soft_breaks(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the line breaks that are none to a reader, with what is read there.

    That is nothing between two Han, and a space between two words.
    """
    for match in _BREAK.finditer(text):
        start = match.start()
        start -= text[start - 1 : start] == "\r"
        while text[start - 1 : start] in (" ", "\t"):
            start -= 1
        before = text[start - 1 : start]
        if _HAN.match(before) if match["han"] else "!" <= before <= "~":
            yield start, match.end(), "" if match["han"] else " "


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
