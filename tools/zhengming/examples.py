"""Examples: whether what a concept's page says of a line is what is found in it."""

from __future__ import annotations

from collections.abc import Iterable

from zhengming.glossary import DEPRECATED, Example
from zhengming.matcher import Matcher
from zhengming.text import Span


def failure(concept: str, example: Example, matcher: Matcher) -> str:
    """Return how an example fails, empty if it holds.

    Brackets mark what must be found of the concept: forms of the line's own language that are
    not deprecated. What is found besides, or not found, is a failure.
    """
    spans = found(concept, example.language, example.text, matcher)
    if spans == example.spans:
        return ""
    return f"{bracketed(example.text, spans)}; expected {bracketed(example.text, example.spans)}"


def found(concept: str, language: str, text: str, matcher: Matcher) -> tuple[Span, ...]:
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
