"""PDF for any Sphinx project by Typst, with nothing but pip: `sphinx-build -b typst`.

Add "sphinx_typst" to `extensions`. Configuration, all optional:

typst_documents
    List of (document, file name, title, author): one book each. Without a title it has that of its
    document. Default: the root document.
typst_appendices
    Names of documents set behind all others.
typst_date
    Date of the book as YYYY-MM-DD. Default: SOURCE_DATE_EPOCH; without either it has none.
typst_template
    Path of a Typst file, from the folder of conf.py, with functions to call instead of those of
    template.typ here; it begins with `#import "sphinx_typst.typ": *` to have these too.
typst_template_options
    Further named arguments of the template's function `book`: paper, size, contents-depth, accent.
typst_fonts
    Fonts by use (`main`, `heading`, `emph`, `mono`, `math`): lists of families, first preferred.
typst_font_paths
    Folders with fonts, from the folder of conf.py; those in SPHINX_TYPST_FONTS come after them.
typst_stand_ins
    Character → what is set instead, for one that no font has: a missing glyph is an error.
typst_smart_quotes
    Languages whose books get curled quotes for straight ones in prose, as ["en"]: for projects
    without Sphinx's `smartquotes`, which changes the doctrees of all builders. Default: none.
typst_pdf_standards
    Standards the files must meet. Default: PDF/UA-1 and PDF/A-2b.

Events:

typst-assembled (app, tree, document)
    One tree of a whole book, all references still open; handlers change it in place. `document`
    is the `Document` that it becomes. `tree["subtitle"]` may have lines for the title page;
    without them there is the title of the first document, where the book has another.
typst-index-key (app, word, language)
    Return (heading of its group, key to sort by) of a word in the index, or None for the default.

Nodes with the class `no-pdf` are left out, whatever made them.

Nodes of extensions: `app.add_node(node, typst=(visit, depart))`, see `writer.TypstTranslator`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder, its configuration and its events."""
    from sphinx_typst.builder import LeaveOut, TypstBuilder
    from sphinx_typst.writer import appendix, part

    app.add_builder(TypstBuilder)
    app.add_config_value("typst_documents", [], "", frozenset({list}))
    app.add_config_value("typst_appendices", [], "", frozenset({list, tuple}))
    app.add_config_value("typst_date", "", "", frozenset({str}))
    app.add_config_value("typst_template", "", "", frozenset({str}))
    app.add_config_value("typst_template_options", {}, "", frozenset({dict}))
    app.add_config_value("typst_fonts", {}, "", frozenset({dict}))
    app.add_config_value("typst_font_paths", [], "", frozenset({list, tuple}))
    app.add_config_value("typst_stand_ins", {}, "", frozenset({dict}))
    app.add_config_value("typst_smart_quotes", [], "", frozenset({list, tuple}))
    app.add_config_value("typst_pdf_standards", ["ua-1", "a-2b"], "", frozenset({list, tuple}))
    app.add_event("typst-assembled")
    app.add_event("typst-index-key")
    app.add_post_transform(LeaveOut)
    app.add_node(part)
    app.add_node(appendix)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
