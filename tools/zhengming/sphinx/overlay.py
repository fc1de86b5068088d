"""The apparatus of a page, paragraph by paragraph, for the script that shows it in the text.

A script lays it over the paragraphs, or shows the witness beside them. The page is not touched:
what is written here says which characters of a paragraph are an emendation's, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from zhengming.glossary import SOURCE
from zhengming.sphinx import collation, data, messages, reading, wording
from zhengming.sphinx.domain import language_of
from zhengming.sphinx.edition import sources, text_folder
from zhengming.sphinx.languages import language
from zhengming.sphinx.reading import Stretch

logger = logging.getLogger(__name__)

FOLDER = "apparatus"


class Overlay(NamedTuple):
    """The paragraphs of a page that is of a text, by anchor, and the language of its witness."""

    paragraphs: Mapping[str, list[Stretch]]
    language: str

    def counts(self, name: str, order: Sequence[str]) -> dict[str, int]:
        """Return how many emendations have which kind or certainty, as `name` says; none has 0."""
        values = [
            str(getattr(stretch.piece.emendation, name))
            for there in self.paragraphs.values()
            for stretch in there
            if stretch.piece.emendation
        ]
        return {value: values.count(value) for value in order if value in values}


def overlay(env: BuildEnvironment, docname: str) -> Overlay | None:
    """Return what the apparatus has for a page; None if it is no page of a text.

    A record that cannot be read is told of where its views are.
    """
    folder = text_folder(env, docname)
    if folder is None:
        return None
    said = messages.folder_translations(env, docname)
    try:
        text = collation.load(sources(env) / folder.name, docname, said)
    except (OSError, KeyError, TypeError, ValueError, reading.UnfitError, ExceptionGroup):
        return None
    page = PurePosixPath(docname).name
    found = reading.by_paragraph(text.rows)
    there = {anchor: stretches for (name, anchor), stretches in found.items() if name == page}
    return Overlay(there, text.record.language) if there else None


def write(app: Sphinx, docname: str, found: Overlay, doctree: nodes.document) -> None:
    """Write what scripts need of a page; warn of paragraphs that are not as the apparatus says."""
    if language_of(app.env) == SOURCE:
        for node, anchor in _unfit(doctree, found):
            logger.warning(
                "%s is not as the apparatus has it; run `zhengming restore`",
                anchor,
                location=node,
                type="zhengming",
                subtype="text",
            )
    grounds: dict[tuple[str, ...], int] = {}
    paragraphs = {
        anchor: [_plain(stretch, grounds) for stretch in there]
        for anchor, there in found.paragraphs.items()
    }
    value = {
        "language": language(found.language).tag,
        "grounds": list(grounds),
        "paragraphs": paragraphs,
    }
    data.write(app, f"{FOLDER}/{docname}", value)


def _plain(stretch: Stretch, grounds: dict[tuple[str, ...], int]) -> str | list[Any]:
    """Return a stretch as JSON: text that was kept, or before, after and the number of grounds."""
    item = stretch.piece.emendation
    if item is None:
        return stretch.piece.after
    ground = (item.kind, item.certainty, wording.subject_pattern(item), *wording.grounds(item))
    number = grounds.setdefault(ground, len(grounds))
    plain = [wording.received(item), stretch.piece.after, number]
    return [*plain, 1] if stretch.is_block else plain


def _unfit(doctree: nodes.document, found: Overlay) -> Iterator[tuple[nodes.Element, str]]:
    """Yield headings and paragraphs whose text is another than that of the apparatus."""
    known = {
        anchor: "".join(stretch.piece.after for stretch in there)
        for anchor, there in found.paragraphs.items()
    }
    for node in doctree.findall(nodes.Element):
        anchor = next(iter(node["ids"]), "") if node.get("anchored") else ""
        if anchor in known:
            block = node[0] if isinstance(node, nodes.section) else node
            if _text(block.findall(nodes.Text)) != known[anchor]:
                yield node, anchor


def _text(texts: Iterable[nodes.Text]) -> str:
    notes = (text for text in texts if not isinstance(text.parent, nodes.footnote_reference))
    return "".join(notes)
