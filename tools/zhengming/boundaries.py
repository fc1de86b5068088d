"""Where a word ends that OpenCC would run over when it chooses characters.

OpenCC takes the longest phrase it knows from left to right, so that in 在华发展 it sees 华发, grey
hair. Only phrases that convert otherwise than sign by sign can do harm: they are looked for, and
where another word of the list lies across an end of one, the most probable words of the stretch
around say where to part the text. Elsewhere nothing is cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from zhengming.text import Span
from zhengming.words import Words

_WORDS = Path(__file__).with_name("data") / "conversion-words.txt"

# Words of the list are no longer.
_LONGEST = 6
# So many characters on both sides of a phrase decide with it.
_AROUND = 6


class Boundaries:
    """Finds where words end, for Simplified text."""

    def __init__(self) -> None:
        self.words, watched = _table()
        self._automaton = AhoCorasick(watched, matchkind=MatchKind.Standard)

    def cuts(self, text: str) -> list[int]:
        """Return the offsets at which OpenCC's phrases must end, in order."""
        found: set[int] = set()
        spans = self._automaton.find_matches_as_indexes(text, overlapping=True)
        covered = 0
        for start, minus_end in sorted((start, -end) for _pattern, start, end in spans):
            end = -minus_end
            # A phrase inside of a longer one is not what OpenCC would take.
            if end > covered and self._is_crossed(text, start, end):
                found.update(self._ends(text, start, end))
            covered = max(covered, end)
        return sorted(found)

    def is_cut(self, text: str, start: int, end: int) -> bool:
        """Whether one of the most probable words lies across an end of a phrase."""
        return self._is_crossed(text, start, end) and any(
            word.start < edge < word.end
            for word in self._words(text, start, end)
            for edge in (start, end)
        )

    def _is_crossed(self, text: str, start: int, end: int) -> bool:
        """Whether a word of the list lies across an end of a phrase."""
        counts = self.words.counts
        for inside in range(start + 1, end):
            for after in range(end + 1, min(len(text), inside + _LONGEST) + 1):
                if text[inside:after] in counts:
                    return True
            for before in range(max(0, inside - _LONGEST), start):
                if text[before:inside] in counts:
                    return True
        return False

    def _ends(self, text: str, start: int, end: int) -> Iterator[int]:
        """Yield where words end in a phrase: at its own ends if it is a word, or across them."""
        for word in self._words(text, start, end):
            if word == (start, end):
                yield start
                yield end
            elif word.start < start < word.end < end:
                yield word.end
            elif start < word.start < end < word.end:
                yield word.start

    def _words(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Yield the most probable words of a phrase and what is around it."""
        first, last = start, end
        while first and start - first < _AROUND and _is_han(text[first - 1]):
            first -= 1
        while last < len(text) and last - end < _AROUND and _is_han(text[last]):
            last += 1
        for word in self.words.segments(text[first:last]):
            yield Span(first + word.start, first + word.end)


@cache
def _table() -> tuple[Words, tuple[str, ...]]:
    """Return the words of the list, and those that OpenCC converts otherwise than by signs."""
    counts: dict[str, int] = {}
    watched: list[str] = []
    text = _WORDS.read_text(encoding="utf-8")
    for line in text.split("\n"):
        if line and line[0] != "#":
            count, _, words = line.partition("\t")
            counts |= dict.fromkeys(words.split(" "), int(count.removeprefix("!")))
            if count[0] == "!":
                watched += words.split(" ")
    return Words(counts), tuple(watched)


def word_list() -> Words:
    """Return the words of the list, where no longer one is installed."""
    return _table()[0]


def _is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff"
