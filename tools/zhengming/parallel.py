"""Parallel examples of a concept: whether they convert into each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from zhengming.convert import Converter
from zhengming.examples import bracketed, found
from zhengming.glossary import REGIONS, SOURCE, Concept, Example
from zhengming.text import Span

_QUOTES = str.maketrans("「」『』", "“”‘’")


def pairs(concept: Concept) -> Iterator[tuple[Example, Example]]:
    """Yield the examples that must convert into each other, both ways: the n-th of two scripts.

    A line that has no brackets shows how far forms reach in its own language: it need not.
    """
    lines: dict[str, list[Example]] = defaultdict(list)
    for example in concept.examples:
        lines[example.language].append(example)
    for region in REGIONS:
        for ours, theirs in zip(lines[SOURCE], lines[region], strict=False):
            if ours.spans and theirs.spans:
                yield ours, theirs
                yield theirs, ours


def difference(concept: str, ours: Example, theirs: Example, converter: Converter) -> str:
    """Return how an example differs from what another converts into, empty if it does not.

    In brackets any right form will do; quotation marks are as usual in either script.
    """
    converted = converter.convert(ours.text)
    spans = found(concept, theirs.language, converted, converter.matcher)
    if _outside(converted, spans) == _outside(theirs.text, theirs.spans):
        return ""
    shown, expected = bracketed(converted, spans), bracketed(theirs.text, theirs.spans)
    return f"{ours.language} converts into {shown}; expected {expected}"


def _outside(text: str, spans: Iterable[Span]) -> str:
    """Return a text with nothing in its brackets, and quotation marks as in Simplified."""
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += text[position:start], "\0"
        position = end
    return "".join((*pieces, text[position:])).translate(_QUOTES)
