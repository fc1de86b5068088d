"""Checks of the glossary's own pages: what loads, but is not as it should be.

What cannot be loaded is an error of the loader. Each check looks at one concept with all others
beside it; its docstring explains it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from typing import NamedTuple

from zhengming import examples
from zhengming.finding import Context
from zhengming.glossary import PREFERRED, SOURCE, Concept, Example


class Placed(NamedTuple):
    """Something wrong on the page of a concept; line and column count from 1."""

    line: int
    column: int
    message: str


class Evidence(NamedTuple):
    """What the checks know: the glossary, and the ids of the concepts that texts attest.

    `attested` is None where not all texts were read.
    """

    context: Context
    attested: Set[str] | None


def evidence_of(context: Context, found: Set[str] | None) -> Evidence:
    """Return what the checks know if the concepts in `found` stand in texts."""
    known = context.glossary.concepts
    above = (_broader(known, name) for name in found or ())
    return Evidence(context, None if found is None else set(found).union(*above))


class ConceptRule(NamedTuple):
    """A rule for the pages of concepts; the docstring of `check` explains it."""

    slug: str
    name: str
    check: Callable[[Concept, Evidence], Iterator[Placed]]
    is_on: bool = True


def _heading(concept: Concept, evidence: Evidence) -> Iterator[Placed]:
    """A heading that is not the preferred Simplified form.

    The heading is the headword of the page in every list of the site.
    """
    preferred = concept.preferred(SOURCE)
    if concept.title != preferred:
        message = f"heading {concept.title}; write {preferred}, the preferred form"
        yield Placed(concept.title_line, 3, message)


def _definition(concept: Concept, evidence: Evidence) -> Iterator[Placed]:
    """A page that does not say what its concept is.

    A sentence or two under the heading: neutral, and in our own words.
    """
    if not concept.definition:
        message = "no definition; write it under the heading"
        yield Placed(concept.title_line, 3, message)


def _examples(concept: Concept, evidence: Evidence) -> Iterator[Placed]:
    """An example that does not hold, or a preferred form without one.

    Brackets mark what must be found of the concept, no more and no less. Each preferred form
    that somebody wrote down has a line that shows it in a sentence; a form alone shows nothing.
    """
    for example in concept.examples:
        if not any(sign.isalnum() for sign in _outside(example)):
            message = "no sentence in this example; write one around the form"
            yield Placed(example.line, example.column, message)
        if error := examples.failure(concept.id, example, evidence.context.matcher):
            yield Placed(example.line, example.column, error)
    shown = {example.language for example in concept.examples if example.spans}
    for term in concept.terms:
        if term.status == PREFERRED and not term.is_derived and term.language not in shown:
            message = f"no example of {term.form}; write one with [{term.form}]"
            yield Placed(term.line, term.column, message)


def _outside(example: Example) -> str:
    """Return the text of an example without what its brackets mark."""
    starts = (0, *(span.end for span in example.spans))
    ends = (*(span.start for span in example.spans), len(example.text))
    return "".join(example.text[a:b] for a, b in zip(starts, ends, strict=True))


def _relations(concept: Concept, evidence: Evidence) -> Iterator[Placed]:
    """A relation written on one side only, or a concept that is above itself.

    What is related is so both ways; what is broader is not narrower too.
    """
    known = evidence.context.glossary.concepts
    for name in concept.related:
        if concept.id not in known[name].related:
            line, column = concept.places["related"]
            message = f"{name} is related, but not the other way; write it in both"
            yield Placed(line, column, message)
    for name in concept.broader:
        if concept.id in _broader(known, name):
            line, column = concept.places["broader"]
            message = f"{name} is broader, and narrower too; write one of them"
            yield Placed(line, column, message)


def _broader(known: Mapping[str, Concept], name: str) -> set[str]:
    """Return all concepts above one, those above them too."""
    found: set[str] = set()
    left = [name]
    while left:
        for each in known[left.pop()].broader:
            if each not in found:
                found.add(each)
                left.append(each)
    return found


def _attestation(concept: Concept, evidence: Evidence) -> Iterator[Placed]:
    """A concept of which no form stands in any text of the project.

    Concept pages and the folders of the glossary are no texts. A concept that is broader than
    one that stands in a text holds the glossary together, and needs no text of its own. Only a
    run over the whole project can tell.
    """
    if evidence.attested is None or concept.id in evidence.attested:
        return
    term = concept.terms[0]
    message = f"no text has a form of {concept.id}; delete it, or make it broader of one that has"
    yield Placed(term.line, term.column, message)


RULES = (
    ConceptRule("concept-heading", "A heading that is not the preferred form", _heading),
    ConceptRule("concept-definition", "A page without a definition", _definition),
    ConceptRule("concept-example", "An example that does not hold, or is missing", _examples),
    ConceptRule("concept-relation", "A relation written on one side, or in a circle", _relations),
    ConceptRule("concept-unattested", "A concept that stands in no text", _attestation, False),
)
