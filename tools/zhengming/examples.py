"""Examples: whether what a concept's page says of a line is what is found in it.

And whether the lines that are parallel convert into each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from zhengming.convert import Converter
from zhengming.glossary import DEPRECATED, REGIONS, SOURCE, Concept, Example
from zhengming.matcher import Matcher
from zhengming.text import Span


def failure(concept: str, example: Example, matcher: Matcher) -> str:
    """Return how an example fails, empty if it holds.

    Brackets mark what must be found of the concept: forms of the line's own language that are
    not deprecated. What is found besides, or not found, is a failure.
    """
    found = _found(concept, example.language, example.text, matcher)
    if found == example.spans:
        return ""
    return f"{bracketed(example.text, found)}; expected {bracketed(example.text, example.spans)}"


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
    found = _found(concept, theirs.language, converted, converter.matcher)
    if _outside(converted, found) == _outside(theirs.text, theirs.spans):
        return ""
    shown, expected = bracketed(converted, found), bracketed(theirs.text, theirs.spans)
    return f"{ours.language} converts into {shown}; expected {expected}"


_QUOTES = str.maketrans("「」『』", "“”‘’")


def _outside(text: str, spans: Iterable[Span]) -> str:
    """Return a text with nothing in its brackets, and quotation marks as in Simplified."""
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += text[position:start], "\0"
        position = end
    return "".join((*pieces, text[position:])).translate(_QUOTES)


def _found(concept: str, language: str, text: str, matcher: Matcher) -> tuple[Span, ...]:
    """Return where forms of a concept stand that are right in a language."""
    return tuple(
        match.span
        for match in matcher.find(text)
        if any(
            term.concept == concept and term.language == language and term.status != DEPRECATED
            for term in match.terms
        )
    )


def bracketed(text: str, spans: Iterable[Span]) -> str:
    """Return a text with brackets around spans; its own brackets have a backslash."""
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += _escaped(text[position:start]), "[", _escaped(text[start:end]), "]"
        position = end
    return "".join((*pieces, _escaped(text[position:])))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
