"""Messages for gettext: what pages show of data files, and catalogs that stay as they are.

A sentence that a page takes from front matter, a record or an apparatus is no text of the page,
so the directive or transform that will show it leaves a `message` in the doctree. Sphinx extracts
and translates it like any other message, but as plain text; what is translated is kept here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.i18n import docname_to_domain

from zhengming.prose.myst import is_bare
from zhengming.sphinx.domain import domain_of

# A page whose front matter has this set to false is in no catalog.
_SWITCH = "translate"


class message(addnodes.translatable, nodes.Invisible, nodes.Element):
    """A sentence of a data file, `text`, and its translation, `translation`, once there is one."""

    # Sphinx gives one to elements with text only, and takes no message without.
    uid = ""

    def preserve_original_messages(self) -> None:
        """Do nothing: `text` never changes."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        self["translation"] = translated_message
        self["translated"] = True

    def extract_original_messages(self) -> list[str]:
        return [self["text"]]


def messages(path: Path, found: Iterable[tuple[str, int]]) -> list[message]:
    """Return the sentences of a file, each with its line, as messages: each sentence once."""
    made = {}
    for text, line in found:
        # As gettext's builder has it: one line.
        if (text := " ".join(text.split("\n")).strip()) and text not in made:
            made[text] = message("", text=text)
            made[text].source, made[text].line = str(path), line
    return list(made.values())


# Extensions of MyST that find no markup in what `is_bare` calls bare.
_KNOWN_SYNTAX = {
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "dollarmath",
    "fieldlist",
}


class Parser(MystParser):
    """MyST's parser, for which a translation of one line without markup is a paragraph.

    Sphinx has each translation parsed, twice, and making a Markdown parser takes far longer than
    such a line needs.
    """

    def parse(self, inputstring: str, document: nodes.document) -> None:
        source, syntax = document["source"], document.settings.env.myst_config
        if (
            source.endswith(":<translated>")
            and _KNOWN_SYNTAX.issuperset(syntax.enable_extensions)
            and not syntax.gfm_only
            and "\n" not in inputstring
            and inputstring == inputstring.strip()
            and is_bare(inputstring)
        ):
            paragraph = nodes.paragraph(inputstring)
            paragraph.source, paragraph.line = source, 1
            document.current_line = 1  # for the text
            document += paragraph
            paragraph += nodes.Text(inputstring)
        else:
            super().parse(inputstring, document)


class Adoption(SphinxTransform):
    """Makes what a translation brought in a part of its page.

    Sphinx leaves it with the document that it was read as, and that one holds on to all Sphinx
    knows of all pages, which would be written to the disk again with each of them.
    """

    default_priority = 21  # right after translations (20)

    def apply(self, **kwargs: Any) -> None:
        for node in self.document.findall():
            node.document = self.document


class Removal(SphinxPostTransform):
    """Takes messages out of a page that is written, but into a catalog."""

    default_priority = 1
    # The format of builders that write no pages.
    formats = ("",)

    def is_supported(self) -> bool:
        return not super().is_supported()

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(message)):
            node.parent.remove(node)


def keep(app: Sphinx, document: nodes.document) -> None:
    """Keep the translations of the messages of a page that was read."""
    found = {
        node["text"]: node["translation"]
        for node in document.findall(message)
        if "translation" in node
    }
    if found:
        domain_of(app.env).messages[app.env.current_document.docname] = found


def translations(env: BuildEnvironment, docname: str) -> Mapping[str, str]:
    """Return the sentences of data files that a page's catalog translates."""
    return domain_of(env).messages.get(docname, {})


def folder_translations(env: BuildEnvironment, docname: str) -> Mapping[str, str]:
    """Return those of all pages of a page's folder."""
    folder = docname.rpartition("/")[0]
    found: dict[str, str] = {}
    for name, there in sorted(domain_of(env).messages.items()):
        if name.rpartition("/")[0] == folder:
            found |= there
    return found


class CatalogBuilder(MessageCatalogBuilder):
    """Sphinx's builder of catalogs, with places that are the same wherever they are written.

    They are relative to the project, where Sphinx has them relative to the output. Templates of
    pages that are gone, or that nobody shall translate, are removed.
    """

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        if is_translated(self.env, docname):
            super().write_doc(docname, doctree)

    def finish(self) -> None:
        for catalog in self.catalogs.values():
            for places in catalog.metadata.values():
                places[:] = [(self._place(source), line, uid) for source, line, uid in places]
        super().finish()
        compact = self.config.gettext_compact
        names = (name for name in self.env.found_docs if is_translated(self.env, name))
        known = {docname_to_domain(name, compact) for name in names} | set(self.catalogs)
        for path in Path(self.outdir).rglob("*.pot"):
            if path.relative_to(self.outdir).with_suffix("").as_posix() not in known:
                path.unlink()

    def _place(self, source: str) -> str:
        return os.path.join(self.outdir, os.path.relpath(source, self.srcdir))


def is_translated(env: BuildEnvironment, docname: str) -> bool:
    """Whether a page is for translators: its front matter does not say otherwise."""
    switch = str(env.metadata[docname].get(_SWITCH, "")).lower()
    return switch not in ("false", "off", "no")


def setup(app: Sphinx) -> None:
    """Register node, transform and builder."""
    app.add_node(message)
    app.add_source_parser(Parser, override=True)
    app.add_transform(Adoption)
    app.add_post_transform(Removal)
    app.add_builder(CatalogBuilder, override=True)
    app.connect("doctree-read", keep)
