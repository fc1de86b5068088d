"""What a concept's page shows beside its prose: forms, relations, readings of the witness.

All of it is data, put in when the page is written.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment

from zhengming.datafile import DataError
from zhengming.glossary import (
    ADMITTED,
    DEPRECATED,
    PREFERRED,
    SOURCE,
    Concept,
    Glossary,
    Term,
)
from zhengming.languages import is_other
from zhengming.sphinx import citing, occurrences, reading, wording
from zhengming.sphinx.charts import Ladder, Neighbour, drawing
from zhengming.sphinx.collation import Cell, table
from zhengming.sphinx.concept_index import concept_links
from zhengming.sphinx.domain import domain_of, title_of
from zhengming.sphinx.edition import text_folder
from zhengming.sphinx.languages import address_of, language
from zhengming.sphinx.wording import _

LANGUAGES = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "en")


# Forms


def forms_table(concept: Concept, said: Mapping[str, str]) -> nodes.table:
    """Return the forms of a concept: a row for each language, a column for each status in use.

    `said` translates reasons.
    """
    others = {term.language for term in concept.terms if is_other(term.language)}
    tags = (*LANGUAGES, *sorted(others))
    terms = [[term for term in concept.terms if term.language == tag] for tag in tags]
    head = [_("语言")]
    columns: list[Sequence[Cell]] = [[wording.language(tag) for tag in tags]]
    for name, status in ((_("首选"), PREFERRED), (_("许用"), ADMITTED), (_("不用"), DEPRECATED)):
        cells = [_forms(of_language, status, said) for of_language in terms]
        if any(cells):
            head.append(name)
            columns.append(cells)
    return table(head, zip(*columns, strict=True), "zm-forms")


def _forms(terms: Sequence[Term], status: str, said: Mapping[str, str]) -> list[nodes.Node]:
    parts: list[nodes.Node] = []
    for term in terms:
        if term.status != status or term.is_noise:
            continue
        if parts:
            parts.append(nodes.Text(_("；")))
        form = nodes.inline("", term.form, classes=[f"language-{term.language}"])
        parts.append(form)
        if term.is_derived:
            parts.append(nodes.inline("", _("（转换）"), classes=["zm-remark-inline"]))
        if term.reason:
            parts.append(
                nodes.Text(_("（{reason}）").format(reason=said.get(term.reason, term.reason)))
            )
    return parts


def related(known: Glossary, concept: Concept) -> Iterator[tuple[str, list[Concept]]]:
    """Yield each kind of relation with the concepts that a concept has it to."""
    fields = (
        (_("上位"), concept.broader),
        (_("下位"), known.narrower(concept.id)),
        (_("相关"), concept.related),
        (_("同形"), concept.homograph),
    )
    for name, ids in fields:
        yield name, [known.concepts[other] for other in ids if other in known.concepts]


# Relations


def relations(
    env: BuildEnvironment, concept: Concept, said: Mapping[str, str]
) -> list[nodes.Node]:
    """Return the relations of a concept, where its forms come from, and its neighbours drawn."""
    listing = nodes.field_list()
    for name, others in related(domain_of(env).glossary, concept):
        if others:
            listing += _field(name, *concept_links(env, others))
    if concept.sources:
        words = _("；").join(said.get(text, text) for text in concept.sources)
        listing += _field(_("依据"), nodes.Text(words))
    found: list[nodes.Node] = []
    if len(listing):
        found.append(nodes.container("", listing, classes=["zm-edition"]))
    chart = _ladder(env, concept)
    return [*found, drawing("", chart=chart)] if chart else found


def _field(name: str, *body: nodes.Node) -> nodes.field:
    paragraph = nodes.paragraph("", "", *body)
    return nodes.field("", nodes.field_name("", name), nodes.field_body("", paragraph))


def _ladder(env: BuildEnvironment, concept: Concept) -> Ladder | None:
    domain = domain_of(env)
    sides = [
        [
            Neighbour(
                title_of(env, other),
                name,
                domain.docnames[other.id],
                occurrences.count(env, other.id),
            )
            for other in others
        ]
        for name, others in related(domain.glossary, concept)
    ]
    above, below, beside, same = sides
    if not any(sides):
        return None
    own = Neighbour(title_of(env, concept), "", "", occurrences.count(env, concept.id))
    return Ladder(own, above, below, [*beside, *same])


# Readings of the witness


def received(env: BuildEnvironment, concept: Concept) -> list[nodes.Node]:
    """Return what the received copies of texts have where the concept stands, if other words."""
    found = _spun(env).get(concept.id)
    if not found:
        return []
    rows: list[Sequence[Cell]] = [
        (_restored(was), _restored(form), f"{count:,}")
        for (form, was), count in sorted(found.items(), key=lambda each: (-each[1], each[0]))
    ]
    head = [_("底本"), _("校本"), _("次数")]
    return [nodes.rubric("", _("洗稿把它改成了什么")), table(head, rows, "zm-signs")]


def _restored(text: str) -> nodes.Node:
    return nodes.inline("", text, classes=[f"language-{SOURCE}"])


def _spun(env: BuildEnvironment) -> Mapping[str, Counter[tuple[str, str]]]:
    """Return the readings by concept; found once, when the first page asks."""
    domain = domain_of(env)
    if domain.spun is None:
        domain.spun = {}
        for folder in _folders(env):
            # The view of the text warns of what is wrong with it.
            with contextlib.suppress(OSError, DataError, ExceptionGroup, reading.UnfitError):
                text = reading.text_record(folder)
                rows = reading.rows(text, reading.emendations(folder).values())
                for name, form, was in reading.spun(rows, domain.matcher):
                    domain.spun.setdefault(name, Counter())[form, was] += 1
    return domain.spun


def _folders(env: BuildEnvironment) -> Iterator[Path]:
    for index, _docnames in occurrences.texts(env):
        if folder := text_folder(env, index):
            yield folder


def stamp(env: BuildEnvironment) -> list[tuple[str, int, int]]:
    """Return the states of the files that readings come from, for comparison."""
    paths = [folder / reading.APPARATUS for folder in _folders(env)]
    return [(path.parent.name, path.stat().st_mtime_ns, path.stat().st_size) for path in paths]


# Citation


def citation(env: BuildEnvironment, concept: Concept) -> list[nodes.Node]:
    """Return how to cite a concept, and where its page is edited."""
    config = env.config
    docname = domain_of(env).docnames[concept.id]
    address = address_of(config, language(config.language), f"{docname}.html")
    own = f"{address}#concept-{concept.id}" if address else ""
    words = citing.sentence(citing.of_concept(env, concept), own)
    path = f"{docname}{Path(env.doc2path(docname)).suffix}"
    source: nodes.Node = nodes.literal("", path)
    if config.zhengming_edit:
        source = nodes.reference("", path, refuri=config.zhengming_edit.format(path=path))
    listing = nodes.field_list()
    listing += _field(_("引用"), nodes.Text(words))
    listing += _field(_("修改"), source)
    return [nodes.container("", listing, classes=["zm-edition", "zm-cite"])]
