"""`{concepts}`: links to all concepts, by domain or by pinyin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from pypinyin import Style, lazy_pinyin
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from zhengming.glossary import SOURCE, Concept
from zhengming.sphinx import wording
from zhengming.sphinx.domain import concept_link, domain_of, title_of
from zhengming.sphinx.wording import _
from zhengming.text import text_anchor

ORDERS = ("domain", "pinyin")

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
    """`{concepts} domain` or `{concepts} pinyin`."""

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
    for name, title, concepts in _by_domain(known) if order == "domain" else _by_pinyin(known):
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


_Group = tuple[str, str, list[Concept]]


def _by_domain(known: Iterable[Concept]) -> Iterator[_Group]:
    ordered = sorted(known, key=pinyin)
    others = sorted({concept.domain for concept in ordered} - set(DOMAINS))
    for domain in (*DOMAINS, *others):
        if concepts := [concept for concept in ordered if concept.domain == domain]:
            name = domain if domain in DOMAINS else text_anchor(domain)
            yield name, wording.domain(domain), concepts


def _by_pinyin(known: Iterable[Concept]) -> Iterator[_Group]:
    groups: dict[str, list[Concept]] = {}
    for concept in sorted(known, key=pinyin):
        initial = pinyin(concept)[0][:1].upper()
        groups.setdefault(initial if initial.isalpha() else "0–9", []).append(concept)
    for initial, concepts in groups.items():
        yield initial.casefold().replace("–", "-"), initial, concepts


def pinyin(concept: Concept) -> tuple[str, ...]:
    """Return the syllables of a concept's name with their tones, as dictionaries order it."""
    form = concept.preferred(SOURCE)
    return tuple(part.casefold() for part in lazy_pinyin(form, style=Style.TONE3))


def setup(app: Sphinx) -> None:
    """Register directive, node and transform."""
    app.add_directive("concepts", ConceptsDirective)
    app.add_node(concept_list)
    app.add_post_transform(ConceptLists)
