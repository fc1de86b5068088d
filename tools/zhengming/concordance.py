"""Where a concept stands in texts, in any script: keyword in context."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zhengming.finding import Context, Document
from zhengming.text import Span, columns

# Code points of text shown on either side.
_CONTEXT = 14


class Occurrence(NamedTuple):
    """A form of a concept in a document, with the text of its line around it."""

    span: Span
    left: str
    form: str
    right: str


def meant(context: Context, words: str) -> set[str]:
    """Return the ids of the concepts that words name: an id, or a form in any language."""
    if words in context.glossary.concepts:
        return {words}
    whole = Span(0, len(words))
    found = (match for match in context.matcher.find(words) if match.span == whole)
    return {term.concept for match in found for term in match.terms}


def occurrences(document: Document, context: Context, ids: set[str]) -> Iterator[Occurrence]:
    """Yield where concepts stand in the prose of a document, in order."""
    for span, terms in context.matches(document):
        if ids.isdisjoint(term.concept for term in terms):
            continue
        start = document.text.rfind("\n", 0, span.start) + 1
        end = document.text.find("\n", span.end)
        left = document.text[max(start, span.start - _CONTEXT) : span.start]
        right = document.text[span.end : span.end + _CONTEXT]
        right = right[: max(0, end - span.end)] if end >= 0 else right
        form = document.text[slice(*span)].replace("\n", " ")
        yield Occurrence(span, left, form, right.rstrip("\r"))


def aligned(occurrence: Occurrence) -> str:
    """Return an occurrence as a line whose form begins at the same column as any other's."""
    pad = " " * max(0, 2 * _CONTEXT - columns(occurrence.left))
    return f"{pad}{occurrence.left}[{occurrence.form}]{occurrence.right}"
