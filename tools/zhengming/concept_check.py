"""Checks of the glossary's own pages: what loads, but is not as it should be.

What cannot be loaded is an error of the loader; here are headings, examples and relations.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from zhengming import examples
from zhengming.finding import Context
from zhengming.glossary import PREFERRED, SOURCE, Concept

SLUGS = ("concept-heading", "concept-example", "concept-relation")


class Placed(NamedTuple):
    """Something wrong on a concept page; line and column count from 1."""

    path: Path
    line: int
    column: int
    rule: str
    message: str


def check(context: Context) -> Iterator[Placed]:
    """Yield what is wrong with the concepts, in the order of their ids."""
    for concept in context.glossary.concepts.values():
        yield from _heading(concept)
        yield from _examples(concept, context)
        yield from _relations(concept, context)


def _heading(concept: Concept) -> Iterator[Placed]:
    preferred = concept.preferred(SOURCE)
    if concept.title != preferred:
        message = f"heading {concept.title}; write {preferred}, the preferred form"
        yield Placed(concept.path, concept.title_line, 3, "concept-heading", message)


def _examples(concept: Concept, context: Context) -> Iterator[Placed]:
    for example in concept.examples:
        if error := examples.failure(concept.id, example, context.matcher):
            place = (concept.path, example.line, example.column)
            yield Placed(*place, "concept-example", error)
    shown = {example.language for example in concept.examples if example.spans}
    for term in concept.terms:
        if term.status == PREFERRED and not term.is_derived and term.language not in shown:
            message = f"no example of {term.form}; write one with [{term.form}]"
            yield Placed(concept.path, term.line, term.column, "concept-example", message)


def _relations(concept: Concept, context: Context) -> Iterator[Placed]:
    for name in concept.related:
        if concept.id not in context.glossary.concepts[name].related:
            line, column = concept.places["related"]
            message = f"{name} is related, but not the other way; write it in both"
            yield Placed(concept.path, line, column, "concept-relation", message)
    for name in concept.broader:
        if concept.id in _broader(context, name):
            line, column = concept.places["broader"]
            message = f"{name} is broader, and narrower too; write one of them"
            yield Placed(concept.path, line, column, "concept-relation", message)


def _broader(context: Context, name: str) -> set[str]:
    """Return all concepts above one, those above them too."""
    found: set[str] = set()
    left = [name]
    while left:
        for each in context.glossary.concepts[left.pop()].broader:
            if each not in found:
                found.add(each)
                left.append(each)
    return found
