"""The builder: one tree a book, one Typst file, one PDF.

Other builders were looked at in November 2026. sphinxcontrib-typstbuilder 0.1.1 stops in its own
search for templates, hands formulas and quotes to Typst as they are, and sets no index; typsphinx
0.9 needs Python 3.12 and loads packages while it builds; atsphinx-typst 0.1.1 has eleven
visitors of its own for all that Sphinx adds to docutils.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
import unicodedata
from collections.abc import Iterable, Set
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import typst
from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.errors import NoUri, SphinxError
from sphinx.highlighting import PygmentsBridge
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.osutil import ensuredir

from sphinx_typst import fonts
from sphinx_typst.index import default_key, index
from sphinx_typst.literal import Code, Value, arguments, literal
from sphinx_typst.writer import TypstTranslator, appendix, part

logger = logging.getLogger(__name__)

IMAGES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
"""Kinds of images that Typst reads, best first."""

_NO_GLYPH = re.compile(r'the text `"(.*)"` could not be displayed with')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


class TypstError(SphinxError):
    """A book that cannot be set; the message says where."""

    category = "Typst"


class Document(NamedTuple):
    """A book: the document it starts with, the name of its file (.pdf), title and author."""

    docname: str
    target: str
    title: str
    author: str


class LeaveOut(SphinxPostTransform):
    """Takes what has the class `no-pdf` out of a book, before its references are resolved."""

    default_priority = 5
    builders = ("typst",)

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.Element)):
            if "no-pdf" in node["classes"] and node.parent is not None:
                node.parent.remove(node)


class TypstBuilder(Builder):
    """Write and compile the books of `typst_documents`."""

    name = "typst"
    format = "typst"
    epilog = "The PDF files are in %(outdir)s."
    allow_parallel = True
    default_translator_class = TypstTranslator
    supported_image_types: ClassVar[list[str]] = list(IMAGES)
    # Sphinx would download them; a book is built without the network.
    supported_remote_images = True

    def init(self) -> None:
        self.docnames: set[str] = set()
        self.highlighter = PygmentsBridge("html", self.config.pygments_style or "friendly")
        self.documents = self._documents()

    def _documents(self) -> list[Document]:
        config = self.config
        if not config.typst_documents:
            name = re.sub(r"[^\w.-]+", "-", config.project).strip("-") or "book"
            # Sphinx's word for nobody.
            author = "" if config.author == "Author name not set" else config.author
            if config.root_doc not in self.env.found_docs:
                raise TypstError(f"root_doc: document {config.root_doc} is not there")
            return [Document(config.root_doc, f"{name}.pdf", config.project, author)]
        found = []
        for entry in config.typst_documents:
            if len(entry) != 4 or not all(isinstance(item, str) for item in entry):
                raise TypstError(
                    f"typst_documents: {entry!r} is there; "
                    "write (document, file name, title, author)"
                )
            document = Document(*entry)
            if (
                document.docname not in self.env.all_docs
                and document.docname not in self.env.found_docs
            ):
                raise TypstError(f"typst_documents: document {document.docname} is not there")
            target = document.target.removesuffix(".pdf") + ".pdf"
            found.append(document._replace(target=target))
        return found

    def get_outdated_docs(self) -> str:
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        if self.docnames and docname not in self.docnames:
            raise NoUri(docname, typ)
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to, typ)

    def write_documents(self, _docnames: Set[str]) -> None:
        self._copy_template()
        collection = self._fonts()
        for entry in self.documents:
            logger.info("assembling %s", entry.target)
            title = entry.title or self.env.titles[entry.docname].astext()
            document = entry._replace(title=title)
            tree = self.assemble(document)
            self.post_process_images(tree)
            visitor = self.create_translator(tree, self)
            assert isinstance(visitor, TypstTranslator)
            tree.walkabout(visitor)
            self._copy_images()
            source = Path(self.outdir, document.target).with_suffix(".typ")
            ensuredir(source.parent)
            self._set(source, self._book(document, visitor), visitor, collection)

    def finish(self) -> None:
        pass

    # The tree.

    def assemble(self, document: Document) -> nodes.document:
        """Return the doctree of all documents of a book, its references resolved."""
        self.docnames = {document.docname}
        tree = self._inlined(document.docname)
        tree["docname"] = document.docname
        for docname in self.config.typst_appendices:
            if docname not in self.env.found_docs:
                raise TypstError(f"typst_appendices: document {docname} is not there")
            if docname not in self.docnames:
                self.docnames.add(docname)
                tree += appendix("", self._file(docname))
        self.events.emit("typst-assembled", tree, document)
        self.env.resolve_references(tree, document.docname, self)
        for pending in list(tree.findall(addnodes.pending_xref)):
            pending.replace_self(pending.children)
        return tree

    def _inlined(self, docname: str) -> nodes.document:
        """Return the doctree of `docname` with the documents of its toctrees in their place."""
        tree = self.env.get_doctree(docname)
        for toctree in list(tree.findall(addnodes.toctree)):
            found: list[nodes.Element] = []
            for name in toctree["includefiles"]:
                # What Sphinx makes by itself, such as genindex, is not among the documents.
                if name not in self.docnames and name in self.env.found_docs:
                    self.docnames.add(name)
                    found.append(self._file(name))
            if found and toctree.get("caption"):
                whole = part("", *found, title=toctree["caption"])
                whole.source, whole.line = toctree.source, toctree.line
                found = [whole]
            # That of autosummary is in a comment.
            place = toctree.parent if isinstance(toctree.parent, nodes.comment) else toctree
            place.replace_self(found)
        return tree

    def _file(self, docname: str) -> nodes.Element:
        inner = self._inlined(docname)
        return addnodes.start_of_file("", *inner.children, docname=docname)

    # The file.

    def _book(self, document: Document, visitor: TypstTranslator) -> str:
        tree = visitor.document
        config = self.config
        place = fonts.locale(config.language)
        chains = {**fonts.chains(place), **config.typst_fonts}
        own = visitor.own_title
        subtitle = tree.get("subtitle", [own] if own not in ("", document.title) else [])
        words = {"contents": _("Contents"), "index": _("Index"), "release": _("Release")}
        for text in (document.title, document.author, config.release, *words.values()):
            visitor.note(text, None)
        day = self._date()
        named: dict[str, Value] = {
            "title": document.title,
            "subtitle": [visitor.prose(line, None) for line in subtitle],
            "author": document.author,
            "release": config.release,
            "date": None
            if day is None
            else Code(f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"),
            "lang": place.language,
            "region": place.region,
            "fonts": {use: fonts.families(chain) for use, chain in chains.items()},
            "words": words,
            "styles": self._styles(visitor.tokens),
        }
        options = "".join(f"  {name}: {literal(v)},\n" for name, v in named.items())
        options += "".join(
            f"  {name}: {literal(v)},\n" for name, v in config.typst_template_options.items()
        )
        end = visitor.marks_left() + self._index(visitor)
        depth = "/".join([".."] * document.target.count("/") + ["template.typ"])
        return (
            f"#import {literal(depth)}: *\n#let fresh = ()\n#show: book.with(\n{options})\n"
            f"#{{\n{''.join(visitor.body)}{end}}}\n"
        )

    def _index(self, visitor: TypstTranslator) -> str:
        def key(word: str) -> tuple[str, Any]:
            found = self.events.emit_firstresult("typst-index-key", word, self.config.language)
            return found or default_key(word)

        groups = index(visitor.marks, key, lambda word: visitor.prose(word, None))
        return f"book-index({arguments(groups)})\n" if groups else ""

    def _date(self) -> date | None:
        text = self.config.typst_date
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if text:
            try:
                return date.fromisoformat(text)
            except ValueError as error:
                raise TypstError(f"typst_date: {text} is no date; write YYYY-MM-DD") from error
        return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else None

    def _styles(self, tokens: Iterable[str]) -> Value:
        """Return short name of a token → its colour, weight and slope."""
        from pygments.token import STANDARD_TYPES

        names = {short: kind for kind, short in STANDARD_TYPES.items()}
        style = self.highlighter.get_style(self.config.pygments_style or "friendly")
        found: dict[str, Value] = {}
        for short in sorted(tokens):
            look = style.style_for_token(names[short])
            one: dict[str, Value] = {}
            if look["color"] and short != "err":
                one["fill"] = Code(f'rgb("#{look["color"]}")')
            if look["bold"]:
                one["weight"] = "bold"
            if look["italic"]:
                one["style"] = "italic"
            if one and short:
                found[short] = one
        return found

    def _copy_template(self) -> None:
        ensuredir(self.outdir)
        usual = files("sphinx_typst").joinpath("template.typ").read_bytes()
        Path(self.outdir, "sphinx_typst.typ").write_bytes(usual)
        target = Path(self.outdir, "template.typ")
        if self.config.typst_template:
            own = Path(self.confdir, self.config.typst_template)
            if not own.is_file():
                raise TypstError(f"typst_template: {own} is not there")
            shutil.copyfile(own, target)
            return
        target.write_text('#import "sphinx_typst.typ": *\n', encoding="utf-8")

    def _copy_images(self) -> None:
        folder = Path(self.outdir, "images")
        for source, name in self.images.items():
            ensuredir(folder)
            shutil.copyfile(Path(self.srcdir, source), folder / name)

    def _fonts(self) -> typst.Fonts:
        try:
            return fonts.collection(
                [Path(self.confdir, folder) for folder in self.config.typst_font_paths]
            )
        except fonts.FontError as error:
            raise TypstError(str(error)) from error

    # The PDF.

    def _set(
        self, source: Path, code: str, visitor: TypstTranslator, collection: typst.Fonts
    ) -> None:
        """Compile a book; again, with page breaks before headings that left notes behind."""
        fresh: list[str] = []
        for _round in range(3):
            text = code.replace("#let fresh = ()", f"#let fresh = {literal(fresh)}", 1)
            source.write_text(text, encoding="utf-8", newline="\n")
            late = self._compile(source, visitor, collection)
            if not set(late) - set(fresh):
                break
            fresh += [label for label in late if label not in fresh]

    def _compile(
        self, source: Path, visitor: TypstTranslator, collection: typst.Fonts
    ) -> list[str]:
        standards = list(self.config.typst_pdf_standards)
        day = self._date()
        compiler = typst.Compiler(
            str(source), root=str(self.outdir), font_paths=collection, ignore_system_fonts=True
        )
        stamp = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) if day else 0
        start = time.perf_counter()
        try:
            if not {"a-2b", "a-2u", "a-2a", "a-3b", "ua-1"}.intersection(standards):
                # Only the archival standards refuse what has no glyph.
                compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=stamp)
            data, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=standards, timestamp=stamp
            )
            late: list[str] = json.loads(compiler.query("<late-notes>", field="value"))
        except typst.TypstError as error:
            raise TypstError(self._explained(error, source, visitor)) from error
        assert isinstance(data, bytes)
        for warning in warnings:
            logger.warning("%s", warning.diagnostic.strip(), type="typst", subtype="compile")
        target = source.with_suffix(".pdf")
        target.write_bytes(data)
        logger.info("%s: %.2f s, %d bytes", target.name, time.perf_counter() - start, len(data))
        return [label for found in late for label in found]

    def _explained(self, error: typst.TypstError, source: Path, visitor: TypstTranslator) -> str:
        missing = _NO_GLYPH.findall(error.diagnostic)
        if not missing:
            return f"{source}: {error.diagnostic.strip()}"
        unescaped = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), "".join(missing))
        lines = []
        for char in dict.fromkeys(unescaped):
            place = visitor.places.get(char, source)
            # Joiners are in the report with the emoji they join; alone they need no glyph.
            if unicodedata.category(char) != "Cf":
                lines.append(f"{place}: no font has {char} (U+{ord(char):04X})")
        lines.append(
            f"name a font that has it in typst_fonts and its folder in {fonts.VARIABLE}, "
            "or write in typst_stand_ins what to set instead"
        )
        return "\n".join(lines)
