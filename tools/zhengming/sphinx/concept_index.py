"""`{concepts}`: links to all concepts, by domain or by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import ENUM
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from zhengming.glossary import Concept
from zhengming.sphinx import wording
from zhengming.sphinx.domain import concept_link, domain_of, language_of, title_of
from zhengming.sphinx.order import ORDERS as NAME_ORDERS
from zhengming.sphinx.order import Group, ordered, usual
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
    """Where the list of all concepts will stand, in the order `order`."""


class ConceptsDirective(SphinxDirective):
    """`{concepts} domain` or `{concepts} name`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        order = self.arguments[0]
        if order not in ORDERS:
            raise self.error(f"order {order!r}; expected one of {', '.join(ORDERS)}")
        node = concept_list("", order=order)
        self.set_source_info(node)
        domain_of(self.env).lists.add(self.env.current_document.docname)
        return [node]


class ConceptLists(SphinxPostTransform):
    """Puts the lists where their placeholders are."""

    default_priority = 4  # before references are resolved (10)

    def run(self, **kwargs: Any) -> None:
        for place in list(self.document.findall(concept_list)):
            place.replace_self(list(_sections(self.env, place["order"])))


def shown(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Yield each page with a list, and all that the list shows, for comparison."""
    domain = domain_of(env)
    known = domain.glossary.concepts.values()
    listed = repr([(concept.id, concept.domain, title_of(env, concept)) for concept in known])
    for docname in domain.lists:
        yield docname, listed


def _sections(env: BuildEnvironment, order: str) -> Iterator[nodes.Node]:
    """Yield a section of links for each group."""
    known = domain_of(env).glossary.concepts.values()
    named = ((title_of(env, concept), concept) for concept in known)
    groups = ordered(named, env.config.zhengming_order or usual(language_of(env)))
    for (name, title), concepts in groups if order == "name" else _by_domain(groups):
        section = nodes.section(ids=[f"{order}-{name}"], names=[f"{order}-{name}"])
        section += nodes.title("", title)
        section += nodes.paragraph("", "", *concept_links(env, concepts))
        yield section


def concept_links(env: BuildEnvironment, concepts: Iterable[Concept]) -> Iterator[nodes.Node]:
    """Yield links to concepts as one enumeration."""
    for number, concept in enumerate(concepts):
        if number:
            yield nodes.Text(_("、"))
        yield concept_link(title_of(env, concept), concept.id)


def _by_domain(
    groups: Iterable[tuple[Group, list[Concept]]],
) -> Iterator[tuple[Group, list[Concept]]]:
    known = [concept for _group, concepts in groups for concept in concepts]
    others = sorted({concept.domain for concept in known} - set(DOMAINS))
    for domain in (*DOMAINS, *others):
        if concepts := [concept for concept in known if concept.domain == domain]:
            name = domain if domain in DOMAINS else text_anchor(domain)
            yield Group(name, wording.domain(domain)), concepts


def setup(app: Sphinx) -> None:
    """Register directive, node, transform and the order of names."""
    app.add_config_value("zhengming_order", "", "env", ENUM("", *NAME_ORDERS))
    app.add_directive("concepts", ConceptsDirective)
    app.add_node(concept_list)
    app.add_post_transform(ConceptLists)
