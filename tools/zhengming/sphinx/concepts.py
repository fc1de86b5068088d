"""Concept pages: forms, examples and relations beside the definition, and links to them.

The glossary is read once, when a build begins. A page's own source holds the definition and the
examples; what comes from the front matter is put in when the page is written, so that none of
it is translated as prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from zhengming import cache, examples
from zhengming.glossary import (
    DEPRECATED,
    SOURCE,
    Concept,
    Example,
    Glossary,
)
from zhengming.matcher import Matcher
from zhengming.sphinx import concept_page, messages, occurrences, wording
from zhengming.sphinx.collation import Cell, disclosure, table
from zhengming.sphinx.domain import (
    concept_of,
    domain_of,
    title_of,
)
from zhengming.sphinx.wording import _, _n

logger = logging.getLogger(__name__)

# More examples fold away.
_MANY = 8

_DATA = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)

LANGUAGES = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "en")


class example_lines(nodes.General, nodes.Element):
    """Where the examples of the page's concept will stand."""


def load(app: Sphinx) -> None:
    """Read the glossary, and keep it with the domain, which is not pickled."""
    folders = [Path(app.srcdir, name) for name in app.config.zhengming_glossary]
    found = Glossary({})
    try:
        found = cache.load((f for f in folders if f.is_dir()), Path(app.srcdir))
    except ExceptionGroup as group:
        for error in group.exceptions:
            logger.warning("%s", error, type="zhengming", subtype="glossary")
    domain = domain_of(app.env)
    domain.glossary = found
    domain.matcher = Matcher(found)
    domain.docnames = {
        name: app.env.path2doc(str(concept.path)) or "" for name, concept in found.concepts.items()
    }


def hide_data(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put blank lines in place of the front matter of a concept's page.

    It was read with the glossary, and MyST would take longer for it than for the page.
    """
    if concept_of(app.env, docname):
        source[0] = _DATA.sub(lambda found: "\n" * found[0].count("\n"), source[0])


class ExamplesDirective(SphinxDirective):
    """`{examples}`: the lines are read with the concept; here they only hold the place."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        node = example_lines("")
        self.set_source_info(node)
        return [node]


class Names(SphinxTransform):
    """Makes the forms of a concept terms of Sphinx, with an id that never changes."""

    default_priority = 12  # before anchors (15)

    def apply(self, **kwargs: Any) -> None:
        concept = concept_of(self.env, self.env.current_document.docname)
        section = next(iter(self.document.findall(nodes.section)), None)
        if concept is None or section is None:
            return
        name = f"concept-{concept.id}"
        section["ids"].insert(0, name)
        # Its heading is another in each language, so no hash of it is the same in all.
        section["anchored"] = True
        self.document.ids[name] = section
        # The headword is data: it comes from the front matter in every language.
        title = section[0]
        assert isinstance(title, nodes.title)
        title["translatable"] = False
        title.children = []
        title += nodes.Text(title_of(self.env, concept))
        section += messages.messages(concept.path, _sentences(concept))
        standard = cast(StandardDomain, self.env.get_domain("std"))
        forms = dict.fromkeys(t.form for t in concept.terms if t.status != DEPRECATED)
        for form in forms:
            standard._note_term(form, name, location=section)


def _sentences(concept: Concept) -> Iterator[tuple[str, int]]:
    """Yield the sentences of a concept's front matter that its page shows, with their lines."""
    for term in concept.terms:
        if term.reason:
            yield term.reason, term.line
    for number, text in enumerate(concept.sources):
        yield text, concept.places[f"sources[{number}]"][0]


class TermRole(XRefRole):
    """`{term}` with any form of a concept means the same term in every language.

    So a translation that names a concept by its own form has the reference of its source.
    """

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: nodes.Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        title, target = super().process_link(env, refnode, has_explicit_title, title, target)
        found = domain_of(env).glossary
        names = found.forms.get(target.lower(), "").split()
        concepts = [found.concepts[name] for name in names]
        own = [c for c in concepts if target in {t.form for t in c.terms}]
        return title, own[0].preferred(SOURCE) if len(own) == 1 else target


class ConceptPage(SphinxPostTransform):
    """Puts forms, examples and relations on the pages of concepts."""

    default_priority = 4  # before references are resolved (10)

    def run(self, **kwargs: Any) -> None:
        docname = self.env.current_document.docname
        concept = concept_of(self.env, docname)
        section = next(iter(self.document.findall(nodes.section)), None)
        if concept and section:
            said = messages.translations(self.env, docname)
            section.insert(_behind_definition(section), concept_page.forms_table(concept, said))
            section += concept_page.relations(self.env, concept, said)
            section += occurrences.view(self.env, concept.id)
            section += concept_page.received(self.env, concept)
            section += concept_page.citation(self.env, concept)
        for place in list(self.document.findall(example_lines)):
            place.replace_self(self._examples(concept) if concept else [])

    def _examples(self, concept: Concept) -> list[nodes.Node]:
        matcher = domain_of(self.env).matcher
        rows: list[Sequence[Cell]] = [
            (
                wording.language(example.language),
                _marked(example),
                _tick(concept, example, matcher),
            )
            for example in concept.examples
        ]
        if len(rows) <= _MANY:
            return [_examples_table(rows)] if rows else []
        # One line in each language comes first; proof of all else is there for who wants it.
        first = len({example.language for example in concept.examples})
        rest = _n("另有{n}句", len(rows) - first).format(n=len(rows) - first)
        folded = disclosure("", _examples_table(rows[first:]), summary=rest)
        return [_examples_table(rows[:first]), folded]


def _examples_table(rows: Sequence[Sequence[Cell]]) -> nodes.table:
    return table([_("语言"), _("例句"), _("检验")], rows, "zm-examples")


def _behind_definition(section: nodes.section) -> int:
    """Return the place behind the first paragraphs: what a term means comes first."""
    place = 1
    while place < len(section) and not isinstance(section[place], example_lines | nodes.section):
        place += 1
    return place


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


def shown(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Yield concepts' pages and what each shows that is not in its own file, for comparison."""
    domain = domain_of(env)
    stamp = concept_page.stamp(env)
    for concept in domain.glossary.concepts.values():
        if (docname := domain.docnames[concept.id]) in env.all_docs:
            around = [
                (key, other.id, title_of(env, other), occurrences.count(env, other.id))
                for key, others in concept_page.related(domain.glossary, concept)
                for other in others
            ]
            ticks = [_tick(concept, example, domain.matcher) for example in concept.examples]
            yield docname, repr((around, ticks, domain.places.get(concept.id), stamp))


def setup(app: Sphinx) -> None:
    """Register directive, node, role and transforms."""
    app.add_config_value("zhengming_glossary", ["glossary"], "env", frozenset({list}))
    app.add_config_value("zhengming_edit", "", "html", frozenset({str}))
    app.connect("builder-inited", load)
    app.connect("source-read", hide_data, priority=950)  # after what is refused is told of (900)
    app.add_directive("examples", ExamplesDirective)
    app.add_node(example_lines)
    term = TermRole(innernodeclass=nodes.inline, warn_dangling=True)
    app.add_role_to_domain("std", "term", term, override=True)
    app.add_transform(Names)
    app.add_post_transform(ConceptPage)
