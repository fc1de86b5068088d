"""Links from texts to concepts: the first time that a section names one, quietly.

One function says where forms stand on a page. When a page is read, this is kept for the pages
of concepts; when it is written, links are made of it, and the other forms are told apart for
scripts. A page is written again when the answer changes, whatever else happened to the glossary.
"""

from __future__ import annotations

import bisect
import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole
from sphinx.writers.html5 import HTML5Translator

from zhengming.glossary import DEPRECATED, Concept, Glossary
from zhengming.matcher import Match, Matcher
from zhengming.sphinx.domain import (
    Use,
    anchor_of,
    concept_link,
    concept_of,
    concept_reference,
    domain_of,
)
from zhengming.sphinx.edition import emendation
from zhengming.text import Span

# A page whose front matter has this set to false gets no links.
_SWITCH = "concept_links"
_UNLINKED = "zm-unlinked"

# What stands in these is no prose; forms in a heading, and in those after, are not linked.
_NO_PROSE = (
    nodes.literal,
    nodes.math,
    nodes.raw,
    nodes.problematic,
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.label,
)
_NO_LINK = (
    nodes.title,
    nodes.rubric,
    nodes.reference,
    nodes.target,
    addnodes.pending_xref,
    addnodes.download_reference,
    emendation,
)

# Code points of text kept on either side of a form; Latin letters are half as wide as Han.
_CONTEXT = 16


class Piece(NamedTuple):
    """A stretch of a run of text."""

    run: _Run
    span: Span


class Found(NamedTuple):
    """A form on a page, and where it stands: in one piece, or in several if markup divides it."""

    use: Use
    pieces: tuple[Piece, ...]


class form(nodes.inline):
    """A form that is no link, or a piece of one; `concepts` are those that it may mean."""


def found(
    document: nodes.Element, matcher: Matcher, own: Concept | None = None
) -> Iterator[Found]:
    """Yield where forms stand in the prose of a page, in order.

    `own` is the concept whose page it is: it is not linked to itself.
    """
    linked: dict[nodes.Node, set[str]] = {}
    for block in document.findall(nodes.TextElement):
        if isinstance(block, nodes.Inline | nodes.FixedTextElement) or _is_data(block):
            continue
        runs = list(_runs(block))
        text = "".join(run.prose for run in runs)
        matches = matcher.find(text)
        if not matches:
            continue
        starts = [0]
        for run in runs:
            starts.append(starts[-1] + len(run.prose))
        seen = linked.setdefault(_section(block), {own.id} if own else set())
        anchor = anchor_of(block)
        for match in matches:
            names = _meant(match)
            if not names:
                continue
            pieces = tuple(_pieces(match.span, runs, starts))
            run = pieces[0].run
            # A form of two concepts would lead to the wrong one half of the time.
            is_linked = (
                run.can_link and len(pieces) == 1 and len(names) == 1 and names[0] not in seen
            )
            if is_linked or run.is_link:
                seen.update(names)
            yield Found(Use(names, anchor, *_context(text, match), is_linked), pieces)


def _pieces(span: Span, runs: Sequence[_Run], starts: Sequence[int]) -> Iterator[Piece]:
    number = bisect.bisect_right(starts, span.start) - 1
    while starts[number] < span.end:
        start, length = starts[number], len(runs[number].prose)
        if length:
            inside = Span(max(span.start - start, 0), min(span.end - start, length))
            yield Piece(runs[number], inside)
        number += 1


class _Run:
    """Text in a block that no markup divides: its prose, NUL where there is none."""

    def __init__(self, texts: list[nodes.Text], block: nodes.Element) -> None:
        self.texts = texts
        self.text = "".join(texts)
        around = [block]
        parent = texts[0].parent
        while parent is not block:
            around.append(parent)
            parent = parent.parent
        is_prose = not any(isinstance(each, _NO_PROSE) for each in around)
        self.prose = self.text if is_prose else "\0" * len(self.text)
        self.is_link = any(isinstance(e, nodes.reference | addnodes.pending_xref) for e in around)
        self.can_link = is_prose and not any(isinstance(each, _NO_LINK) for each in around)
        self.can_link &= not any(_UNLINKED in each["classes"] for each in around)


def _runs(block: nodes.Element) -> Iterator[_Run]:
    # MyST makes a text of each line; texts are compared by what they say, so not by `index`.
    last: list[nodes.Text] = []
    for text in block.findall(nodes.Text):
        if last and text.parent is last[-1].parent and _follows(text, last[-1]):
            last.append(text)
            continue
        if last:
            yield _Run(last, block)
        last = [text]
    if last:
        yield _Run(last, block)


def _follows(text: nodes.Text, other: nodes.Text) -> bool:
    siblings = text.parent.children
    return any(b is text and a is other for a, b in itertools.pairwise(siblings))


def _is_data(block: nodes.Element) -> bool:
    """Whether a block is no prose of the page: nobody is asked to translate it."""
    node: nodes.Element | None = block
    while node is not None:
        if node.get("translatable") is False or isinstance(node, nodes.comment):
            return True
        node = node.parent
    return False


def _section(node: nodes.Element) -> nodes.Element:
    while node.parent is not None and not isinstance(node, nodes.section):
        node = node.parent
    return node


def _meant(match: Match) -> tuple[str, ...]:
    """Return the concepts of a match, without those that call the form wrong."""
    names = (term.concept for term in match.terms if term.status != DEPRECATED)
    return tuple(dict.fromkeys(names))


def _context(text: str, match: Match) -> tuple[str, str, str]:
    """Return the text before a form, the form and the text after it, each as one line."""
    start, end = match.span
    wide = 1 if re.search(r"[\u3400-\u9fff]", text) else 2
    left, right = text[max(0, start - _CONTEXT * wide) : start], text[end : end + _CONTEXT * wide]
    if wide == 2:
        left = left.partition(" ")[2] if start > len(left) else left
        right = right.rpartition(" ")[0] if end + len(right) < len(text) else right
    return _line(left), _line(text[start:end]), _line(right)


def _line(text: str) -> str:
    text = re.sub(r"(?<=[^!-~\s])\n(?=[^!-~\s])", "", text)
    return re.sub(r"\s+", " ", re.sub("\0+", "…", text))


def keep_uses(app: Sphinx, document: nodes.document) -> None:
    """Keep where forms stand on a page that was read, and what defines its concept."""
    env = app.env
    domain, docname = domain_of(env), env.current_document.docname
    domain.uses[docname] = _uses(env, docname, document)
    section = next(iter(document.findall(nodes.section)), None)
    if concept_of(env, docname) and section:
        paragraphs = (node for node in section if isinstance(node, nodes.paragraph))
        domain.definitions[docname] = " ".join(_line(node.astext()) for node in paragraphs)


def _uses(env: BuildEnvironment, docname: str, document: nodes.document) -> tuple[Use, ...]:
    domain = domain_of(env)
    own = concept_of(env, docname)
    found_there = (each.use for each in found(document, domain.matcher, own))
    if is_on(env, docname):
        return tuple(found_there)
    return tuple(use._replace(is_linked=False) for use in found_there)


def is_on(env: BuildEnvironment, docname: str) -> bool:
    """Whether a page gets links."""
    switch = str(env.metadata[docname].get(_SWITCH, "")).lower()
    return switch not in ("false", "off", "no")


class ConceptLinks(SphinxPostTransform):
    """Links the first form of each concept in a section, and has the others known as forms."""

    default_priority = 3  # before anything is put on the page that is no prose of it (4)

    def run(self, **kwargs: Any) -> None:
        matcher = domain_of(self.env).matcher
        there: dict[_Run, list[tuple[Span, Use]]] = {}
        for docname, page in self._pages(self.env.current_document.docname, self.document):
            for each in found(page, matcher, concept_of(self.env, docname)):
                for run, span in each.pieces:
                    there.setdefault(run, []).append((span, each.use))
        for run, uses in there.items():
            parent = run.texts[0].parent
            at = next(n for n, node in enumerate(parent.children) if node is run.texts[0])
            parent[at : at + len(run.texts)] = list(_split(run.text, uses))

    def _pages(self, docname: str, page: nodes.Element) -> Iterator[tuple[str, nodes.Element]]:
        """Yield the page that gets links, or those joined into it that do, with all in them."""
        if is_on(self.env, docname):
            yield docname, page
            return
        for child in page.children:
            if isinstance(child, nodes.Element):
                yield from self._pages(child.get("docname", docname), child)


def _split(text: str, uses: Sequence[tuple[Span, Use]]) -> Iterator[nodes.Node]:
    """Yield the pieces of a text, its forms as links or as forms."""
    position = 0
    for (start, end), use in uses:
        if start > position:
            yield nodes.Text(text[position:start])
        words = text[start:end]
        if use.is_linked:
            yield concept_link(words, use.concepts[0])
        else:
            yield form("", words, concepts=use.concepts)
        position = end
    if position < len(text):
        yield nodes.Text(text[position:])


def visit_form_html(self: HTML5Translator, node: form) -> None:
    attributes: dict[str, Any] = {"data-concept": " ".join(node["concepts"])}
    self.body.append(self.starttag(node, "span", "", CLASS="zm-term", **attributes))


def depart_form_html(self: HTML5Translator, node: form) -> None:
    self.body.append("</span>")


def visit_concept_reference_html(self: HTML5Translator, node: concept_reference) -> None:
    self.visit_reference(node)
    tag = self.body[-1].removesuffix(">")
    self.body[-1] = f'{tag} data-concept="{self.attval(node["concept"])}">'


def depart_concept_reference_html(self: HTML5Translator, node: concept_reference) -> None:
    self.depart_reference(node)


class UnlinkedRole(SphinxRole):
    """`{unlinked}`: text in which no concept is linked."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [nodes.inline(self.rawtext, self.text, classes=[_UNLINKED])], []


def renewed(env: BuildEnvironment) -> list[str]:
    """Find forms again on all pages if the glossary's have changed; return which pages differ."""
    domain = domain_of(env)
    forms = _forms_digest(domain.glossary)
    before, domain.data["forms"] = domain.data.get("forms"), forms
    if before in (None, forms):
        return []
    changed = []
    for docname in sorted(domain.uses):
        uses = _uses(env, docname, env.get_doctree(docname))
        if uses != domain.uses[docname]:
            domain.uses[docname] = uses
            changed.append(docname)
    return changed


def _forms_digest(glossary: Glossary) -> str:
    """Return a digest of all that decides what is found, and of which language and concept."""
    digest = hashlib.blake2b(digest_size=16)
    for concept in glossary.concepts.values():
        forms = [(term.form, term.language, term.status) for term in concept.terms]
        unless, others = sorted(concept.unless.items()), sorted(concept.not_when.items())
        entry = (concept.id, forms, unless, sorted(concept.exact), others, concept.homograph)
        digest.update(repr(entry).encode())
    return digest.hexdigest()


def setup(app: Sphinx) -> None:
    """Register role and transform."""
    # docutils keeps roles for the whole process: another build may have left them.
    app.add_role("unlinked", UnlinkedRole(), override=True)
    app.add_post_transform(ConceptLinks)
    # For other builders they are what their classes are: words, and a link.
    app.add_node(form, html=(visit_form_html, depart_form_html))
    visitors = (visit_concept_reference_html, depart_concept_reference_html)
    app.add_node(concept_reference, html=visitors)
    app.connect("doctree-read", keep_uses)
