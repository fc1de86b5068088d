"""What a link to a concept shows, for the script that shows it.

It is in no page, so that a changed definition leaves the pages as they are.
"""

from __future__ import annotations

from itertools import groupby
from typing import TypedDict

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from zhengming.glossary import ADMITTED, DEPRECATED, PREFERRED, Concept
from zhengming.languages import order
from zhengming.sphinx import data, occurrences, wording
from zhengming.sphinx.domain import domain_of, title_of
from zhengming.sphinx.wording import _, _n


class Card(TypedDict):
    """What is shown of a concept."""

    title: str
    definition: str
    forms: list[tuple[str, list[tuple[str, str]]]]
    places: str


_STATUSES = (PREFERRED, ADMITTED, DEPRECATED)


def write(app: Sphinx, error: Exception | None) -> None:
    """Write name, definition, forms and number of places of each concept that has a page."""
    if error or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    domain = domain_of(app.env)
    cards: dict[str, Card] = {}
    for concept in domain.glossary.concepts.values():
        docname = domain.docnames[concept.id]
        if docname in app.env.titles:
            count = occurrences.count(app.env, concept.id)
            cards[concept.id] = {
                "title": title_of(app.env, concept),
                "definition": domain.definitions.get(docname, ""),
                "forms": _forms(concept),
                "places": _n("文中{n}处", count).format(n=count) if count else _("文中没有"),
            }
    tags = sorted({tag for card in cards.values() for tag, _forms_of_it in card["forms"]})
    words = {
        "languages": {tag: wording.region(tag) for tag in tags},
        "separator": _("；"),
        "deprecated": _("不用："),
        "open": _("概念的页面"),
    }
    data.write(app, "concepts", {"words": words, "concepts": cards})


def _forms(concept: Concept) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each language with its forms and their status, the preferred ones first.

    A wrong form that nobody wrote down, because it follows from another, is left out.
    """
    shown = [t for t in concept.terms if not t.is_noise]
    shown.sort(key=lambda term: (order(term.language), _STATUSES.index(term.status)))
    return [
        (tag, [(term.form, term.status) for term in terms])
        for tag, terms in groupby(shown, key=lambda term: term.language)
    ]


def setup(app: Sphinx) -> None:
    """Register the script and what it shows."""
    app.add_js_file("cards.js", loading_method="defer")
    app.connect("build-finished", write)
