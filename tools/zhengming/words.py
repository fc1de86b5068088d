"""A list of words with their counts, and where words of it cut through a form.

It gives evidence to people who write glossaries. Matching never cuts text into words, because
every cutter errs; here an error costs a reader one line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from zhengming.datafile import DataError, decode
from zhengming.text import Span

# Longer words of a list are names and titles, which cut nothing.
_LONGEST = 12


class Cut(NamedTuple):
    """Words that stand around a form: their span, and whether one of them cuts through it."""

    span: Span
    pieces: tuple[str, ...]
    is_through: bool


class Words:
    """Words and how often each was counted."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self._total = math.log(sum(counts.values()) or 1)

    def knowing(self, forms: Iterable[str]) -> Words:
        """Return these words and forms, each of which counts as seen once if it is new."""
        return Words({**dict.fromkeys(forms, 1), **self.counts})

    def segments(self, text: str, *, divided: bool = False) -> list[Span]:
        """Return the most probable words of a text, each by its count alone, without a gap.

        A character that is no word counts as one seen once. With `divided`, a text that is a
        word is cut too.
        """
        end = len(text)
        best = [0.0, *(-math.inf for _sign in text)]
        starts = [0] * (end + 1)
        for start in range(end):
            for after in range(start + 1, min(end, start + _LONGEST) + 1):
                count = self.counts.get(text[start:after], int(after == start + 1))
                if not count or (divided and after - start == end > 1):
                    continue
                chance = best[start] + math.log(count) - self._total
                if chance > best[after]:
                    best[after], starts[after] = chance, start
        found = []
        while end:
            found.append(Span(starts[end], end))
            end = starts[end]
        return found[::-1]

    def around(self, text: str, form: Span, *, divided: bool = False) -> Cut | None:
        """Return the words that hold a form and more, None if words begin and end where it does.

        预算 and 法 cut through 算法; 算法语言 holds it whole. A word that only adds to a word of
        the form, as 文化交流 does to that of 网络文化, is no cut.
        """
        found = self.segments(text, divided=divided)
        pieces = [span for span in found if span.start < form.end and form.start < span.end]
        whole = Span(pieces[0].start, pieces[-1].end)
        if any(self._is_through(text, piece, form) for piece in pieces):
            return Cut(whole, tuple(text[slice(*piece)] for piece in pieces), True)
        if len(pieces) > 1 or whole == form:
            return None
        # One word around the form: what is it made of?
        start = whole.start
        inner = Span(form.start - start, form.end - start)
        cut = self.around(text[slice(*whole)], inner, divided=True)
        if cut is None or not cut.is_through:
            return Cut(whole, (text[slice(*whole)],), False)
        return cut._replace(span=Span(cut.span.start + start, cut.span.end + start))

    def _is_through(self, text: str, piece: Span, form: Span) -> bool:
        """Whether a word begins inside a form and ends outside, or the other way round."""
        if piece.start < form.start < piece.end < form.end:
            border, inside = form.start, piece.end - form.start
        elif form.start < piece.start < form.end < piece.end:
            border, inside = form.end, form.end - piece.start
        else:
            return False
        if inside == 1:
            return True
        parts = self.segments(text[slice(*piece)], divided=True)
        return all(part.end != border - piece.start for part in parts)


def installed() -> Path | None:
    """Return the word list of jieba (MIT, counted in newspapers and novels) if it is there."""
    # Not imported: jieba builds a trie of its own when it is.
    found = find_spec("jieba")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).with_name("dict.txt")


def load(path: Path) -> Words:
    """Return the words of a file: one a line, then if you like a count and a part of speech.

    Raises OSError, or DataError at the first line that is anything else.
    """
    counts: dict[str, int] = {}
    text = decode(path, path.read_bytes()).removeprefix("\ufeff")
    for number, line in enumerate(text.split("\n"), 1):
        match line.split():
            case []:
                continue
            case [word]:
                count = 1
            case [word, figure, *rest] if figure.isdecimal() and len(rest) < 2:
                count = int(figure)
            case [_, figure, *rest]:
                place = line.index(rest[1] if figure.isdecimal() else figure) + 1
                there = repr(rest[1] if figure.isdecimal() else figure)
                raise DataError(path, number, place, there, "a word, its count, its kind")
        counts[word] = counts.get(word, 0) + count
    if not counts:
        raise DataError(path, 1, 1, "no words", "one in each line")
    return Words(counts)
