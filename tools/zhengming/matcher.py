"""Finding the glossary's forms in text: leftmost first, longest first, never by words.

One automaton over the UTF-8 bytes of all forms of all languages. Chinese has no spaces, so a
form counts wherever it stands, unless a longer form or one of the words in `unless` covers it;
ASCII letters and digits at the ends of a form count only at word boundaries.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from zhengming.glossary import Concept, Glossary, Term
from zhengming.text import Span

_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
# The letters that a title has as capitals.
_HEADS = re.compile(r"(?<![A-Za-z0-9'])[a-z]")

# Start, end and terms of a match.
_Place = tuple[int, int, tuple[Term, ...]]


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
        # Terms of which a guard hides others, for `found`.
        self.left: dict[tuple[Term, ...], tuple[Term, ...]] = {}

    def find(self, text: str) -> list[Match]:
        """Return the matches in a text, in order, none overlapping.

        Of forms that begin at one place the longest counts, of overlapping ones the first. A
        word in a concept's `unless` hides the forms of that concept inside it, no others.
        """
        return [Match(Span(start, end), terms) for start, end, terms in self.found(text)]

    def found(self, text: str) -> Iterable[_Place]:
        """Return what `find` does as start, end, terms; the same terms are the same object.

        In a text full of forms, `find` takes as long to make its objects as to find them.
        """
        view = _View(text)
        return view.placed(self._taken(view.text.encode()))

    def _taken(self, data: bytes) -> Iterator[_Place]:
        """Yield the matches in a view, given in UTF-8; places are code points."""
        # Lower case is for ASCII only: places stay.
        found = self.automaton.find_matches_as_indexes(data.lower(), overlapping=True)
        position = offset = free = reach = 0
        # Concept → where the last of its guards ends: the found are sorted by their starts.
        hidden: dict[str, int] = {}
        for start, negative_end, pattern in sorted([(start, -end, p) for p, start, end in found]):
            end = -negative_end
            spelled = data[start:end]
            meaning = self.known.get(spelled) or self._meaning(spelled, pattern)
            terms, guarded, length, is_word = meaning
            if is_word and not _is_whole(data, start, end):
                continue
            for concept in guarded:
                hidden[concept] = max(end, hidden.get(concept, 0))
                reach = max(end, reach)
            if start < free or not terms:
                continue
            if end <= reach:
                left = tuple(term for term in terms if hidden.get(term.concept, 0) < end)
                if not left:
                    continue
                if len(left) < len(terms):
                    terms = self.left.setdefault(left, left)
            offset += len(data[position:start].decode())
            yield offset, offset + length, terms
            offset += length
            position = free = end

    def _meaning(self, spelled: bytes, pattern: int) -> _Meaning:
        concepts = [self.concepts[name] for name in self.ids[pattern].split(" ")]
        meaning = self.known[spelled] = _meaning(spelled.decode(), concepts)
        return meaning


class _Meaning(NamedTuple):
    """What a spelling means: terms, and the concepts whose `unless` it is in.

    `length` is its own, in code points; `is_word` if ASCII letters or digits are at an end.
    """

    terms: tuple[Term, ...]
    hidden: tuple[str, ...]
    length: int
    is_word: bool


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
    is_word = not _WORD.isdisjoint((spelled[0] + spelled[-1]).encode())
    return _Meaning(tuple(terms), tuple(hidden), len(spelled), is_word)


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


def _is_whole(data: bytes, start: int, end: int) -> bool:
    """Whether no ASCII word goes on beyond either end of a match."""
    before = start and data[start - 1] in _WORD and data[start] in _WORD
    after = end < len(data) and data[end] in _WORD and data[end - 1] in _WORD
    return not before and not after


_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_HAN = re.compile(f"[{_HAN}]")
# A line break between Han, or between words, or behind white space; a literal at its head makes
# looking for it fast.
_BREAK = re.compile(
    rf"\n(?:(?<=[{_HAN} \t\r]\n)[ \t]*+(?=(?P<han>[{_HAN}]))|(?<=[!-~ \t\r]\n)[ \t]*+(?=[!-~]))"
)


class _View:
    """A text as forms are looked for in it: composed (NFC), soft line breaks closed.

    The text is never changed; `placed` leads back to it.
    """

    def __init__(self, text: str) -> None:
        # The view is made of runs: where each starts, and how much further on in the text a match
        # starts that starts in it, and ends that ends in it, which differ in what is composed.
        self.starts, self.heads, self.tails = starts, heads, tails = [0], [0], [0]
        pieces: list[str] = []
        position = shift = 0
        for start, end, new in _changes(text):
            pieces += text[position:start], new
            length, head = start - shift, shift
            shift = end - length - len(new)
            if new and new != " ":
                starts.append(length)
                heads.append(head)
                tails.append(shift)
            starts.append(length + len(new))
            heads.append(shift)
            tails.append(shift)
            position = end
        self.text = "".join((*pieces, text[position:])) if pieces else text

    def placed(self, matches: Iterable[_Place]) -> Iterable[_Place]:
        """Return matches in the view with their places in the text."""
        starts, heads, tails = self.starts, self.heads, self.tails
        if len(starts) == 1:
            return matches
        return (
            (
                start + heads[bisect_right(starts, start) - 1],
                end + tails[bisect_left(starts, end) - 1],
                terms,
            )
            for start, end, terms in matches
        )


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what is read otherwise in a text: its place, and what is read there."""
    if unicodedata.is_normalized("NFC", text):
        yield from _soft_breaks(text)
        return
    position = 0
    for start, end, gap in _soft_breaks(text):
        yield from _composed(text, position, start)
        yield start, end, gap
        position = end
    yield from _composed(text, position, len(text))


def _soft_breaks(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the line breaks that are none to a reader, with what is read there.

    That is nothing between two Han, and a space between two words.
    """
    for match in _BREAK.finditer(text):
        start, end = match.span()
        is_han = match.lastgroup == "han"
        if text[start - 1] in " \t\r":
            start -= text[start - 1] == "\r"
            while text[start - 1 : start] in (" ", "\t"):
                start -= 1
            before = text[start - 1 : start]
            if not (_IS_HAN.match(before) if is_han else "!" <= before <= "~"):
                continue
        yield start, end, "" if is_han else " "


def _composed(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    if unicodedata.is_normalized("NFC", text[start:end]):
        return
    while start < end:
        after = start + 1
        # What composes with the character before it: marks, and the jamo of a syllable.
        while after < end and (unicodedata.combining(text[after]) or "ᅡ" <= text[after] <= "ᇿ"):
            after += 1
        if (new := unicodedata.normalize("NFC", text[start:after])) != text[start:after]:
            yield start, after, new
        start = after
