"""Marks in restored pages: what is conjecture, what is missing, which headings are supplied.

The doctree that is read holds only the words and the id of their emendation. Reasons and
footnotes come in when a page is written, so they are no part of what is translated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.writers.html5 import HTML5Translator

from zhengming.apparatus import Emendation
from zhengming.sphinx import messages, reading, wording
from zhengming.sphinx.builders import KEPT
from zhengming.sphinx.wording import _
from zhengming.text import read_role

logger = logging.getLogger(__name__)


class emendation(nodes.inline):
    """Words of a page that an emendation put there; `mark` is the role's name.

    `reason` is there only when a page is being written; without it, as in a table of
    contents, the words stand for themselves.
    """


def sources(env: BuildEnvironment) -> Path:
    """Return the folder that holds a source folder for each text."""
    return Path(env.srcdir, env.config.zhengming_sources)


def text_folder(env: BuildEnvironment, docname: str) -> Path | None:
    """Return the source folder of the text a page belongs to, None if it is of no text.

    The text's name is that of the page's folder.
    """
    folder = sources(env) / PurePosixPath(docname).parent.name
    return folder if (folder / reading.APPARATUS).is_file() else None


class EmendationRole(SphinxRole):
    """`{conjecture}` and `{gap}`: words of the page, then the emendation's id in <>."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        found = read_role(self.text)
        if not found:
            self.warn("%s %r names no emendation; write words, a space and <id>", self.text)
            return [nodes.inline(self.rawtext, self.text)], []
        text, name = found
        known = emendations(self.env, self.env.current_document.docname)
        if name not in known:
            self.warn("%s of %r, which is no emendation of this text", name)
        node = emendation(self.rawtext, text, mark=self.name, emendation=name)
        node["ids"] = [name]
        node["anchored"] = True
        self.set_source_info(node)
        return [node], []

    def warn(self, message: str, what: str) -> None:
        place = self.get_location()
        logger.warning(message, self.name, what, location=place, type="zhengming", subtype="role")


def emendations(env: BuildEnvironment, docname: str) -> Mapping[str, Emendation]:
    """Return the apparatus of the text a page belongs to, by id; empty if it has none."""
    folder = text_folder(env, docname)
    try:
        return reading.emendations(folder) if folder else {}
    except (KeyError, TypeError, ValueError) as error:
        path = PurePosixPath(env.config.zhengming_sources, str(folder and folder.name))
        logger.warning(
            "%s is not as `zhengming restore` writes it: %s",
            str(path / reading.APPARATUS),
            str(error),
            once=True,
            type="zhengming",
            subtype="text",
        )
        return {}


class Dependencies(SphinxTransform):
    """Lets a page be read again when the apparatus of its text changes."""

    default_priority = 15

    def apply(self, **kwargs: Any) -> None:
        folder = text_folder(self.env, self.env.current_document.docname)
        if folder:
            self.env.note_dependency(folder / reading.APPARATUS)


class Marks(SphinxPostTransform):
    """Adds reason and footnote to each mark, and marks what stands for lost headings."""

    default_priority = 6  # before references are resolved (10)

    def run(self, **kwargs: Any) -> None:
        for docname, root in _files(self.document, self.env.current_document.docname):
            known = emendations(self.env, docname)
            if known:
                said = messages.folder_translations(self.env, docname)
                known = wording.translated(known, said)
                _mark(root, known, _Supplied(docname, known), _Notes(self.document, docname))


class _Supplied:
    """What stands on a page in place of lost headings, by anchor, with the note on it.

    One note serves all that is sure; what is not has a note of its own.
    """

    def __init__(self, docname: str, known: Mapping[str, Emendation]) -> None:
        page = PurePosixPath(docname).name
        items = [item for item in known.values() if item.page == page and is_supplied(item)]
        self.by_anchor = {item.paragraph: item for item in items}
        sure = [item for item in items if item.certainty == "high"]
        evidence = dict.fromkeys(name for item in sure for name in item.evidence)
        self.shared = wording.shared_note(evidence)

    def note(self, node: nodes.Element) -> tuple[str, str] | None:
        """Return name and text of the note on a section or paragraph, if it was supplied."""
        item = self.by_anchor.get(next(iter(node["ids"]), ""))
        if item is None:
            return None
        if item.certainty == "high" and not item.note:
            return "supplied", self.shared
        return item.id, wording.reason(item)


def is_supplied(item: Emendation) -> bool:
    """Whether an emendation is a whole heading or paragraph that the witness lost."""
    return item.kind == "supplied" and item.cause == "lost-heading"


def _mark(
    root: nodes.Element, known: Mapping[str, Emendation], supplied: _Supplied, notes: _Notes
) -> None:
    for node in list(_own(root)):
        if isinstance(node, emendation):
            if item := known.get(node["emendation"]):
                node["reason"] = wording.reason(item)
                node += notes.reference(item.id, node["reason"])
        elif isinstance(node, nodes.section | nodes.paragraph) and (note := supplied.note(node)):
            title = node[0] if isinstance(node, nodes.section) else node
            assert isinstance(title, nodes.Element)
            title.append(notes.reference(*note))
    notes.append_to(root)


def _files(document: nodes.document, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """Yield the pages in a tree: many when a builder has joined them into one."""
    joined = list(document.findall(addnodes.start_of_file))
    yield docname, document
    for root in joined:
        yield root["docname"], root


def _own(root: nodes.Element) -> Iterator[nodes.Element]:
    """Yield the elements of a page in order, without those of pages joined into it."""
    for child in root.children:
        if isinstance(child, nodes.Element) and not isinstance(child, addnodes.start_of_file):
            yield child
            yield from _own(child)


class _Notes:
    """The footnotes of one page, in the order of their first reference."""

    def __init__(self, document: nodes.document, docname: str) -> None:
        self.document, self.docname = document, docname
        self.footnotes: dict[str, nodes.footnote] = {}
        self.references: Counter[str] = Counter()
        used = [node[0].astext() for node in document.findall(nodes.footnote) if node.children]
        self.first = 1 + max((int(label) for label in used if label.isdigit()), default=0)

    def reference(self, name: str, text: str) -> nodes.footnote_reference:
        """Return a reference to the note that says `text`; the first of them is called `name`.

        One note serves all words that stand there for the same reason.
        """
        note = self.footnotes.get(text)
        if note is None:
            label = str(self.first + len(self.footnotes))
            note = nodes.footnote(
                "",
                nodes.label("", label),
                nodes.paragraph("", text),
                ids=[f"note-{name}"],
                names=[label],
                docname=self.docname,
                classes=["zm-note"],
            )
            self.footnotes[text] = note
        self.references[name] += 1
        count = self.references[name]
        back = f"ref-{name}" if count == 1 else f"ref-{name}-{count}"
        note.add_backref(back)
        return nodes.footnote_reference(
            "",
            note[0].astext(),
            ids=[back],
            refid=note["ids"][0],
            docname=self.docname,
            classes=["zm-noteref"],
        )

    def append_to(self, root: nodes.Element) -> None:
        if not self.footnotes:
            return
        # LaTeX and Typst put footnotes at the foot of the page, so a heading would be left alone.
        heading = addnodes.only(expr="not latex and not typst")
        heading += nodes.rubric("", _("校注"))
        root += nodes.container("", heading, *self.footnotes.values(), classes=["zm-notes"])


def visit_emendation_html(self: HTML5Translator, node: emendation) -> None:
    if "reason" not in node:
        return
    # The footnote link inside is what the keyboard reaches; tabindex lets a tap focus the words.
    attributes = {"tabindex": "-1", "data-reason": node["reason"]}
    classes = f"zm-mark zm-{node['mark']}"
    self.body.append(self.starttag(node, "span", "", False, CLASS=classes, **attributes))


def depart_emendation_html(self: HTML5Translator, node: emendation) -> None:
    if "reason" in node:
        self.body.append("</span>")


def setup(app: Sphinx) -> None:
    """Register roles, node and transforms."""
    app.add_config_value("zhengming_sources", "docs/sources", "env", frozenset({str}))
    for name in ("conjecture", "gap"):
        # docutils keeps roles for the whole process: another build may have left them.
        app.add_role(name, EmendationRole(), override=True)
    app.add_transform(Dependencies)
    app.add_post_transform(Marks)
    html = (visit_emendation_html, depart_emendation_html)
    app.add_node(emendation, False, html=html, **KEPT)
