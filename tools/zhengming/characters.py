"""Characters of one script or region in another: OpenCC's choice, and a guard where it errs.

The guard parts words that OpenCC would run together (`boundaries`), takes out phrases that it has
wrong, and writes what the region writes where OpenCC has another of several right characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from zhengming.boundaries import Boundaries
from zhengming.script import convert, converter, refuse_unfit

_DATA = Path(__file__).with_name("data")
_PHRASES, _USAGE = _DATA / "conversion-phrases.tsv", _DATA / "conversion-usage.tsv"
# What the guard knows.
TABLES = (str(_PHRASES), str(_USAGE), str(_DATA / "conversion-words.txt"))

_SIMPLIFIED = "zh-Hans"
# Source and target → OpenCC's configuration. Traditional of no region is written as in Taiwan:
# OpenCC's own standard (`s2t`: 爲, 裏, 羣) is nobody's.
_CONFIGURATIONS = {
    (_SIMPLIFIED, "zh-Hant"): "s2tw",
    (_SIMPLIFIED, "zh-Hant-TW"): "s2tw",
    (_SIMPLIFIED, "zh-Hant-HK"): "s2hk",
    ("zh-Hant", _SIMPLIFIED): "t2s",
    ("zh-Hant-TW", _SIMPLIFIED): "tw2s",
    ("zh-Hant-HK", _SIMPLIFIED): "hk2s",
}
# From OpenCC's standard, in which our phrases are.
_REGIONAL = {"zh-Hant": "t2tw", "zh-Hant-TW": "t2tw", "zh-Hant-HK": "t2hk"}

# A stretch of a text that OpenCC does not see, its start and end, and what is put there. It is
# empty where only words are parted.
Hole = tuple[int, int, str]
# A noncharacter, which Unicode keeps for use inside of programs, stands for a hole. Where a text
# has it itself, that is a hole too.
_HOLE = "\ufdd0"


class Characters:
    """Converts characters, no words; made once for any number of texts."""

    def __init__(self, source: str, target: str, *, guard: bool = True) -> None:
        """Raise ValueError if there is no way from source to target."""
        if (source, target) not in _CONFIGURATIONS:
            raise ValueError(f"from {source} to {target}; expected {_SIMPLIFIED} on one side")
        self._configuration = _CONFIGURATIONS[source, target]
        self._guard = _guard(source, target) if guard else None

    def convert(self, text: str, holes: list[Hole] | None = None, prose: str = "") -> str:
        """Return `text` converted around holes, which are in order; raises UnfitError.

        The guard looks at `prose`, if that is something else, of the same length.
        """
        refuse_unfit(text)
        holes = holes or []
        if self._guard:
            for found in self._guard.find(prose or text):
                holes = merged(holes, found)
        if _HOLE in text:
            holes = merged(holes, [(*found.span(), _HOLE) for found in re.finditer(_HOLE, text)])
        starts = (*(start for start, _end, _text in holes), len(text))
        ends = (0, *(end for _start, end, _text in holes))
        pieces = [text[end:start] for end, start in zip(ends, starts, strict=True)]
        new = str(converter(self._configuration).convert(_HOLE.join(pieces)))
        if self._guard:
            new = self._guard.usage(new)
        result = [""] * (2 * len(holes) + 1)
        result[::2] = new.split(_HOLE)
        result[1::2] = (there for _start, _end, there in holes)
        return "".join(result)


def converted(text: str, source: str, target: str) -> str:
    """Return a text in the characters of another language; raises ValueError and UnfitError."""
    return _characters(source, target).convert(text)


@cache
def _characters(source: str, target: str) -> Characters:
    return Characters(source, target)


def merged(holes: list[Hole], others: list[Hole]) -> list[Hole]:
    """Return holes, and those others that overlap none of them, in order."""
    starts = [start for start, _end, _text in holes]
    free = []
    for other in others:
        start, end, _text = other
        number = bisect_right(starts, start)
        is_clear = not number or holes[number - 1][1] <= start
        if is_clear and (number == len(holes) or end <= starts[number]):
            free.append(other)
    return sorted([*holes, *free]) if free else holes


class _Guard:
    """What OpenCC has wrong, from one language to another."""

    def __init__(self, source: str, target: str) -> None:
        self.usage = _Usage(target)
        self._boundaries = _boundaries() if source == _SIMPLIFIED else None
        self._phrases: dict[str, str] = {}
        for script, phrase, other in _rows(_PHRASES):
            if script == source[: len(_SIMPLIFIED)]:
                regional = convert(other, _REGIONAL[target]) if target in _REGIONAL else other
                self._phrases[phrase] = self.usage(regional)
        self._automaton = AhoCorasick(list(self._phrases), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> tuple[list[Hole], list[Hole]]:
        """Return the phrases in a text, and where words end."""
        known = self._boundaries
        phrases = []
        for _pattern, start, end in self._automaton.find_matches_as_indexes(text):
            if not (known and known.is_cut(text, start, end)):
                phrases.append((start, end, self._phrases[text[start:end]]))
        return phrases, [(cut, cut, "") for cut in known.cuts(text)] if known else []


_boundaries = cache(Boundaries)


@cache
def _guard(source: str, target: str) -> _Guard:
    return _Guard(source, target)


class _Usage:
    """What a language writes where OpenCC writes something else that is not wrong."""

    def __init__(self, target: str) -> None:
        rows = [
            (word, other)
            for language, word, other in _rows(_USAGE)
            if language == target or (language == "zh-Hant" and target.startswith(language))
        ]
        signs = {old for row in rows for old, new in zip(*row, strict=True) if old != new}
        # A sign → the words with it, the longest first, where it is in them, and what is written.
        self._words: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
        for word, other in sorted(rows, key=lambda row: -len(row[0])):
            for place, sign in enumerate(word):
                if sign in signs:
                    self._words[sign].append((word, place, other[place]))
        self._signs = re.compile(f"[{''.join(sorted(signs))}]" if signs else "(?!)")

    def __call__(self, text: str) -> str:
        """Return a text as it is usually written."""
        return self._signs.sub(self._written, text)

    def _written(self, found: re.Match[str]) -> str:
        for word, place, sign in self._words[found[0]]:
            start = found.start() - place
            if start >= 0 and found.string.startswith(word, start):
                return sign
        return found[0]


def _rows(table: Path) -> Iterator[list[str]]:
    for line in table.read_text(encoding="utf-8").split("\n"):
        if line and line[0] != "#":
            yield line.split("\t")
