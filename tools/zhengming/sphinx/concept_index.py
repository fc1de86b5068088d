"""`{concepts}`: links to all concepts, by domain, by name, or in every order that readers look in.

In the last form each order folds away, and a script adds a field that filters all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import ENUM
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from zhengming.glossary import SOURCE, Concept
from zhengming.sphinx import occurrences, wording
from zhengming.sphinx.builders import SKIPPED
from zhengming.sphinx.collation import disclosure
from zhengming.sphinx.domain import concept_link, domain_of, language_of, title_of
from zhengming.sphinx.order import ORDERS as NAME_ORDERS
from zhengming.sphinx.order import Group, ordered, reading, usual
from zhengming.sphinx.wording import _
from zhengming.text import text_anchor

ORDERS = ("domain", "name")

# Domains in the order of the index; others come after them.
DOMAINS = (
    "policy",
    "law",
    "institution",
    "document",
    "programme",
    "economy",
    "technology",
    "security",
    "society",
    "culture",
)


class concept_list(nodes.General, nodes.Element):
    """Where the list of all concepts will stand, in the order `order`; "" is in all orders."""


class concept_filter(nodes.General, nodes.Element):
    """The field that filters the concepts of the page; `readings` are their names in pinyin."""


class ConceptsDirective(SphinxDirective):
    """`{concepts} domain`, `{concepts} name`, or `{concepts}`."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        order = self.arguments[0] if self.arguments else ""
        if order and order not in ORDERS:
            raise self.error(f"order {order!r}; expected one of {', '.join(ORDERS)}, or none")
        node = concept_list("", order=order)
        self.set_source_info(node)
        domain_of(self.env).lists.add(self.env.current_document.docname)
        return [node]


class ConceptLists(SphinxPostTransform):
    """Puts the lists where their placeholders are."""

    default_priority = 4  # before references are resolved (10)

    def run(self, **kwargs: Any) -> None:
        for place in list(self.document.findall(concept_list)):
            order = place["order"]
            found = _sections(self.env, order) if order else _folded(self.env)
            place.replace_self(list(found))


def shown(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Yield each page with a list, and all that the list shows, for comparison."""
    domain = domain_of(env)
    known = domain.glossary.concepts.values()
    listed = repr(
        [
            (each.id, each.domain, title_of(env, each), *occurrences.by_page(env, each.id))
            for each in known
        ]
    )
    for docname in domain.lists:
        yield docname, listed


def _sections(env: BuildEnvironment, order: str) -> Iterator[nodes.Node]:
    """Yield a section of links for each group."""
    groups = by_name(env, env.config.zhengming_order or usual(language_of(env)))
    for (name, title), concepts in groups if order == "name" else _by_domain(groups):
        section = nodes.section(ids=[f"{order}-{name}"], names=[f"{order}-{name}"])
        section += nodes.title("", title)
        section += nodes.paragraph("", "", *concept_links(env, concepts))
        yield section


def by_name(env: BuildEnvironment, order: str) -> list[tuple[Group, list[Concept]]]:
    """Return the concepts in an order of names, which are those of a language that has it."""
    known = domain_of(env).glossary.concepts.values()
    language = _language(env, order)
    return ordered(((concept.preferred(language), concept) for concept in known), order)


def _language(env: BuildEnvironment, order: str) -> str:
    """Return the language whose names an order is for: that of the site if it can be."""
    own = language_of(env)
    fitting = {
        "pinyin": (SOURCE,),
        "zhuyin": ("zh-Hant-TW", "zh-Hant-HK"),
        "stroke": ("zh-Hant-TW", "zh-Hant-HK", SOURCE),
        "alphabet": ("en",),
    }[order]
    return own if own in fitting else fitting[0]


def _folded(env: BuildEnvironment) -> Iterator[nodes.Node]:
    """Yield the field to filter by, then each order as a list that opens alone."""
    known = domain_of(env).glossary.concepts.values()
    readings = {each.id: reading(each.preferred(SOURCE)) for each in known}
    yield concept_filter("", readings=readings)
    first = env.config.zhengming_order or usual(language_of(env))
    orders = dict.fromkeys((first, *NAME_ORDERS))
    views = [("domain", list(_by_domain(by_name(env, first))), language_of(env))]
    views += [(each, by_name(env, each), _language(env, each)) for each in orders]
    for number, (order, groups, language) in enumerate(views):
        listing = nodes.definition_list(classes=["zm-groups"])
        for (_name, name), concepts in groups:
            links = nodes.paragraph("", "", *_named_links(concepts, language))
            listing += nodes.definition_list_item(
                "", nodes.term("", name), nodes.definition("", links)
            )
        facts = {"name": order, "group": "zm-orders", "is_open": not number}
        yield disclosure("", listing, summary=wording.order(order), **facts)


def concept_links(env: BuildEnvironment, concepts: Iterable[Concept]) -> Iterator[nodes.Node]:
    """Yield links to concepts as one enumeration."""
    for number, concept in enumerate(concepts):
        if number:
            yield nodes.Text(_("、"))
        yield concept_link(title_of(env, concept), concept.id)


def _named_links(concepts: Iterable[Concept], language: str) -> Iterator[nodes.Node]:
    """Yield links to concepts by their names in a language, each by itself."""
    for concept in concepts:
        link = concept_link(concept.preferred(language), concept.id)
        yield nodes.inline("", "", link, classes=[f"language-{language}"])
        yield nodes.Text(" ")


def _by_domain(
    groups: Iterable[tuple[Group, list[Concept]]],
) -> Iterator[tuple[Group, list[Concept]]]:
    known = [concept for _group, concepts in groups for concept in concepts]
    others = sorted({concept.domain for concept in known} - set(DOMAINS))
    for domain in (*DOMAINS, *others):
        if concepts := [concept for concept in known if concept.domain == domain]:
            name = domain if domain in DOMAINS else text_anchor(domain)
            yield Group(name, wording.domain(domain)), concepts


def visit_filter_html(self: HTML5Translator, node: concept_filter) -> None:
    readings = json.dumps(node["readings"], separators=(",", ":"))
    words: dict[str, Any] = {"data-count": _("{n}个概念"), "data-readings": readings}
    label = escape(_("筛选：任何一种写法的一部分，或者拼音"))
    # Here and not by the script, so that nothing moves when that comes.
    self.body.append(
        self.starttag(node, "div", "", CLASS="zm-concept-filter", **words)
        + f'<label>{label}<input type="search" autocomplete="off"></label>'
        + '<output aria-live="polite"></output></div>\n'
    )
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register directive, nodes, transform and the order of names."""
    app.add_node(concept_filter, False, html=(visit_filter_html, None), **SKIPPED)
    app.add_js_file("index.js", loading_method="defer")
    app.add_config_value("zhengming_order", "", "env", ENUM("", *NAME_ORDERS))
    app.add_directive("concepts", ConceptsDirective)
    app.add_node(concept_list)
    app.add_post_transform(ConceptLists)
