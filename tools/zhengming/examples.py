"""Examples: whether what a concept's page says of a line is what is found in it."""

from __future__ import annotations

from collections.abc import Iterable

from zhengming.glossary import Example
from zhengming.matcher import Matcher
from zhengming.text import Span


def failure(concept: str, example: Example, matcher: Matcher) -> str:
    """Return how an example fails, empty if it holds.

    Brackets mark what must be found of the concept: forms of the line's own language that are
    not deprecated. What is found besides, or not found, is a failure.
    """
    found = tuple(
        match.span
        for match in matcher.find(example.text)
        if any(
            term.concept == concept
            and term.language == example.language
            and term.status != "deprecated"
            for term in match.terms
        )
    )
    if found == example.spans:
        return ""
    return f"{bracketed(example.text, found)}; expected {bracketed(example.text, example.spans)}"


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
