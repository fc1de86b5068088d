"""Concept pages: forms, examples and relations beside the definition, and links to them.

The glossary is read once, when a build begins. A page's own source holds the definition and the
examples; what comes from the front matter is put in when the page is written, so that none of
it is translated as prose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from zhengming import cache, examples
from zhengming.glossary import ADMITTED, DEPRECATED, PREFERRED, Concept, Example, Glossary, Term
from zhengming.matcher import Matcher
from zhengming.sphinx import wording
from zhengming.sphinx.anchors import AnchorDomain, link
from zhengming.sphinx.collation import Cell, table
from zhengming.sphinx.wording import _
from zhengming.text import text_anchor

logger = logging.getLogger(__name__)

LANGUAGES = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "en")


class example_lines(nodes.General, nodes.Element):
    """Where the examples of the page's concept will stand."""


class concept_list(nodes.General, nodes.Element):
    """Where the list of all concepts will stand."""


def load(app: Sphinx) -> None:
    """Read the glossary, and keep it with the domain, which is not pickled."""
    folders = [Path(app.srcdir, name) for name in app.config.zhengming_glossary]
    found = Glossary({})
    try:
        found = cache.load((f for f in folders if f.is_dir()), Path(app.srcdir))
    except ExceptionGroup as group:
        for error in group.exceptions:
            logger.warning("%s", error, type="zhengming", subtype="glossary")
    domain = _domain(app.env)
    domain.glossary = found
    domain.matcher = Matcher(found)


def _domain(env: BuildEnvironment) -> AnchorDomain:
    return cast(AnchorDomain, env.get_domain("zhengming"))


def concept_of(env: BuildEnvironment, docname: str) -> Concept | None:
    """Return the concept whose page this is."""
    path = PurePosixPath(docname)
    if str(path.parent) not in env.config.zhengming_glossary:
        return None
    return _domain(env).glossary.concepts.get(path.name)


def docname_of(env: BuildEnvironment, concept: Concept) -> str:
    """Return the name of a concept's page."""
    return env.path2doc(str(concept.path)) or concept.id


class ExamplesDirective(SphinxDirective):
    """`{examples}`: the lines are read with the concept; here they only hold the place."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        node = example_lines("")
        self.set_source_info(node)
        return [node]


class ConceptsDirective(SphinxDirective):
    """`{concepts}`: all concepts, by domain."""

    def run(self) -> list[nodes.Node]:
        node = concept_list("")
        self.set_source_info(node)
        return [node]


class Names(SphinxTransform):
    """Makes the forms of a concept terms of Sphinx, with an id that never changes."""

    default_priority = 12  # before anchors (15), so that this id comes first

    def apply(self, **kwargs: Any) -> None:
        concept = concept_of(self.env, self.env.current_document.docname)
        section = next(iter(self.document.findall(nodes.section)), None)
        if concept is None or section is None:
            return
        name = f"concept-{concept.id}"
        section["ids"].insert(0, name)
        self.document.ids[name] = section
        # The headword is data: it comes from the front matter in every language.
        title = section[0]
        assert isinstance(title, nodes.title)
        title["translatable"] = False
        standard = cast(StandardDomain, self.env.get_domain("std"))
        forms = dict.fromkeys(t.form for t in concept.terms if t.status != DEPRECATED)
        for form in forms:
            standard._note_term(form, name, location=section)


class ConceptPage(SphinxPostTransform):
    """Puts forms, examples and relations on the pages of concepts."""

    default_priority = 4  # before references are resolved (10)

    def run(self, **kwargs: Any) -> None:
        concept = concept_of(self.env, self.env.current_document.docname)
        for place in list(self.document.findall(example_lines)):
            place.replace_self(self._examples(concept) if concept else [])
        for listing in list(self.document.findall(concept_list)):
            listing.replace_self(list(_domains(self.env)))
        section = next(iter(self.document.findall(nodes.section)), None)
        if concept and section:
            section.insert(1, forms_table(concept))
            section += _relations(self.env, concept)

    def _examples(self, concept: Concept) -> list[nodes.Node]:
        matcher = _domain(self.env).matcher
        rows = [
            (
                wording.language(example.language),
                _marked(example),
                _tick(concept, example, matcher),
            )
            for example in concept.examples
        ]
        return [table([_("语言"), _("例句"), _("检验")], rows, "zm-examples")] if rows else []


def _marked(example: Example) -> list[nodes.Node]:
    parts: list[nodes.Node] = []
    position = 0
    for start, end in example.spans:
        parts.append(nodes.Text(example.text[position:start]))
        parts.append(nodes.strong("", example.text[start:end]))
        position = end
    parts.append(nodes.Text(example.text[position:]))
    return [nodes.inline("", "", *parts, classes=[f"language-{example.language}"])]


def _tick(concept: Concept, example: Example, matcher: Matcher) -> str:
    return "✗" if examples.failure(concept.id, example, matcher) else "✓"


def forms_table(concept: Concept) -> nodes.table:
    """Return the forms of a concept: a row for each language."""
    head = [_("语言"), _("首选"), _("许用"), _("不用")]
    rows: list[Sequence[Cell]] = []
    for tag in LANGUAGES:
        terms = [term for term in concept.terms if term.language == tag]
        cells = (_forms(terms, status) for status in (PREFERRED, ADMITTED, DEPRECATED))
        rows.append((wording.language(tag), *cells))
    return table(head, rows, "zm-forms")


def _forms(terms: Sequence[Term], status: str) -> list[nodes.Node]:
    parts: list[nodes.Node] = []
    for term in terms:
        if term.status != status or (status == DEPRECATED and term.is_derived):
            continue
        if parts:
            parts.append(nodes.Text(_("；")))
        form = nodes.inline("", term.form, classes=[f"language-{term.language}"])
        parts.append(form)
        if term.is_derived:
            parts.append(nodes.inline("", _("（转换）"), classes=["zm-remark-inline"]))
        if term.reason:
            parts.append(nodes.Text(_("（{reason}）").format(reason=term.reason)))
    return parts


def _relations(env: BuildEnvironment, concept: Concept) -> nodes.Node:
    known = _domain(env).glossary
    fields = (
        (_("上位"), concept.broader),
        (_("下位"), known.narrower(concept.id)),
        (_("相关"), concept.related),
        (_("同形"), concept.homograph),
    )
    listing = nodes.field_list()
    for name, ids in fields:
        links = [_link(env, known.concepts[other]) for other in ids if other in known.concepts]
        if links:
            body = nodes.paragraph("", "", *_separated(links))
            listing += nodes.field("", nodes.field_name("", name), nodes.field_body("", body))
    if concept.sources:
        body = nodes.paragraph("", _("；").join(concept.sources))
        listing += nodes.field("", nodes.field_name("", _("依据")), nodes.field_body("", body))
    return nodes.container("", listing, classes=["zm-edition"]) if len(listing) else nodes.Text("")


def _link(env: BuildEnvironment, concept: Concept) -> nodes.Node:
    return link(concept.title, docname_of(env, concept))


def _separated(links: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    for number, each in enumerate(links):
        if number:
            yield nodes.Text(_("、"))
        yield each


def _domains(env: BuildEnvironment) -> Iterator[nodes.Node]:
    """Yield a section of links for each domain, concepts in the order of their ids.

    Domains that are none of ours come last, under the word that the concepts have.
    """
    known = _domain(env).glossary.concepts.values()
    others = sorted({concept.domain for concept in known} - set(DOMAINS))
    for domain in (*DOMAINS, *others):
        links = [_link(env, concept) for concept in known if concept.domain == domain]
        if links:
            name = f"domain-{domain}" if domain in DOMAINS else text_anchor(domain)
            section = nodes.section(ids=[name], names=[domain])
            section += nodes.title("", wording.domain(domain))
            section += nodes.paragraph("", "", *_separated(links))
            yield section


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


def setup(app: Sphinx) -> None:
    """Register directives, nodes and transforms."""
    app.add_config_value("zhengming_glossary", ["glossary"], "env", frozenset({list}))
    app.connect("builder-inited", load)
    app.add_directive("examples", ExamplesDirective)
    app.add_directive("concepts", ConceptsDirective)
    app.add_node(example_lines)
    app.add_node(concept_list)
    app.add_transform(Names)
    app.add_post_transform(ConceptPage)
