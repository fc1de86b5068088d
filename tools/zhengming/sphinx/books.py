"""`{books}`: the PDF of the site's language, with its size and its pages, once it is there.

`make pdf` sets the books in a folder of their own; a build of the site puts what it finds there
among its pages, and says nothing of what it does not find.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from zhengming.sphinx.domain import domain_of
from zhengming.sphinx.languages import language
from zhengming.sphinx.wording import _, _n

# Typst writes the tree of pages first, and not compressed.
_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")


class books(nodes.General, nodes.Element):
    """Where the books of the language are named."""


class BooksDirective(SphinxDirective):
    """`{books}`: nothing but the place."""

    def run(self) -> list[nodes.Node]:
        domain_of(self.env).books.add(self.env.current_document.docname)
        return [books("")]


class Books(SphinxPostTransform):
    """Names the books; there is nothing to download in another form than HTML."""

    default_priority = 4  # as the other views

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(books)):
            is_site = isinstance(self.app.builder, StandaloneHTMLBuilder)
            node.replace_self(list(_lines(self.env)) if is_site else [])


def found(env: BuildEnvironment) -> list[Path]:
    """Return the books of the site's language, by their names."""
    folder = Path(env.srcdir, env.config.zhengming_books, language(env.config.language).folder)
    return sorted(folder.glob("*.pdf"))


def _lines(env: BuildEnvironment) -> Iterator[nodes.Node]:
    docname = env.current_document.docname
    for path in found(env):
        data = path.read_bytes()
        count = _PAGES.search(data)
        pages = int(count[1]) if count else 0
        words = _("PDF，{pages}，{size} MB").format(
            pages=_n("{n}页", pages).format(n=pages), size=f"{len(data) / 1e6:.1f}"
        )
        uri = "../" * docname.count("/") + path.name
        yield nodes.paragraph("", "", nodes.reference("", words, refuri=uri), classes=["zm-books"])


def shown(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Yield each page that names the books, and their state, for comparison."""
    states = [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in found(env)]
    for docname in domain_of(env).books:
        yield docname, repr(states)


def copy(app: Sphinx, error: Exception | None) -> None:
    """Put the books among the pages, those that are not there yet."""
    if error or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    for path in found(app.env):
        target = Path(app.outdir, path.name)
        if not target.is_file() or target.stat().st_mtime_ns != path.stat().st_mtime_ns:
            shutil.copy2(path, target)


def setup(app: Sphinx) -> None:
    """Register the folder of the books, directive and transform."""
    app.add_config_value("zhengming_books", "_build/typst", "html", frozenset({str}))
    app.add_directive("books", BooksDirective)
    app.add_node(books)
    app.add_post_transform(Books)
    app.connect("build-finished", copy)
