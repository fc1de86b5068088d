"""Where a concept stands in the texts: on its page, each place with the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.writers.html5 import HTML5Translator

from zhengming.sphinx import wording
from zhengming.sphinx.builders import SKIPPED
from zhengming.sphinx.charts import Part, Strip, drawing
from zhengming.sphinx.domain import Use, domain_of
from zhengming.sphinx.edition import text_folder
from zhengming.sphinx.wording import _, _n

# A text with more places folds them away.
_MANY = 12


class Page(NamedTuple):
    """The places of a concept on one page of a text."""

    docname: str
    title: str
    uses: tuple[Use, ...]


class Text(NamedTuple):
    """The places of a concept in one text, page by page in its order; `docnames` are all pages."""

    title: str
    pages: tuple[Page, ...]
    docnames: tuple[str, ...]

    @property
    def total(self) -> int:
        """How often the concept stands in the text."""
        return sum(len(page.uses) for page in self.pages)


class occurrences(nodes.General, nodes.Element):
    """The places of a concept in one text, `text`; thousands, so that no nodes are made."""


def texts(env: BuildEnvironment) -> list[tuple[str, list[str]]]:
    """Return the first page of each text, and all its pages in their order."""
    folders = dict.fromkeys(
        docname.rpartition("/")[0] for docname in sorted(env.all_docs) if text_folder(env, docname)
    )
    found = []
    for folder in folders:
        index = f"{folder}/index"
        if index in env.all_docs:
            pages = dict.fromkeys((index, *env.toctree_includes.get(index, ())))
            found.append((index, [name for name in pages if name in env.all_docs]))
    return found


def by_concept(env: BuildEnvironment) -> dict[str, list[Text]]:
    """Return where each concept stands in the texts."""
    known = domain_of(env).uses
    found: dict[str, list[Text]] = {}
    for index, docnames in texts(env):
        pages: dict[str, list[Page]] = {}
        for docname in docnames:
            uses: dict[str, list[Use]] = {}
            for use in known.get(docname, ()):
                for name in use.concepts:
                    uses.setdefault(name, []).append(use)
            title = env.titles[docname].astext()
            for name, there in uses.items():
                pages.setdefault(name, []).append(Page(docname, title, tuple(there)))
        for name, where in pages.items():
            text = Text(env.titles[index].astext(), tuple(where), tuple(docnames))
            found.setdefault(name, []).append(text)
    return found


def count(env: BuildEnvironment, name: str) -> int:
    """Return how often a concept stands in all texts together."""
    return sum(text.total for text in domain_of(env).places.get(name, ()))


def by_page(env: BuildEnvironment, name: str) -> Iterator[tuple[str, int]]:
    """Yield the pages of texts on which a concept stands, each with how often it does."""
    for text in domain_of(env).places.get(name, ()):
        yield from ((page.docname, len(page.uses)) for page in text.pages)


def is_text(env: BuildEnvironment, docname: str) -> bool:
    """Whether a page has numbered paragraphs: another is about a text and no part of it."""
    anchors = domain_of(env).anchors.get(docname, ())
    return any(re.fullmatch("p[0-9]+[a-z]?", anchor) for anchor in anchors)


def view(env: BuildEnvironment, name: str) -> list[nodes.Node]:
    """Return what a concept's page shows of its places in the texts."""
    found: list[Text] = domain_of(env).places.get(name, [])
    shown: list[nodes.Node] = [nodes.rubric("", _("用例"))] if found else []
    for text in found:
        shown.append(drawing("", chart=_strip(env, text)))
        shown.append(occurrences("", text=text))
    return shown


def _strip(env: BuildEnvironment, text: Text) -> Strip:
    """Return the places of a concept along a text, page by page."""
    known = domain_of(env).anchors
    uses = {page.docname: page.uses for page in text.pages}
    parts = []
    for docname in text.docnames:
        if is_text(env, docname):
            anchors = known[docname]
            order = {anchor: place for place, anchor in enumerate(anchors)}
            places = (order.get(use.anchor, 0) for use in uses.get(docname, ()))
            title = env.titles[docname].astext()
            parts.append(Part(title, len(anchors), tuple(sorted(places))))
    counts = (f"{part.title} {len(part.places)}" for part in parts if part.places)
    title = _("{title}：{counts}").format(title=text.title, counts=_("，").join(counts))
    return Strip(title, parts)


def visit_occurrences_html(self: HTML5Translator, node: occurrences) -> None:
    text: Text = node["text"]
    is_open = " open" if text.total <= _MANY else ""
    count = _n("{n}处", text.total).format(n=text.total)
    self.body.append(f'<details class="zm-occurrences"{is_open}>')
    self.body.append(f"<summary>{self.encode(text.title)} <small>{count}</small></summary>\n")
    for page in text.pages:
        if len(text.pages) > 1:
            self.body.append(f"<p>{self.encode(page.title)}</p>\n")
        address = self.builder.get_relative_uri(self.builder.current_docname, page.docname)
        self.body.append("<ul>\n")
        self.body += (_line(self, address, use) for use in page.uses)
        self.body.append("</ul>\n")
    self.body.append("</details>\n")
    raise nodes.SkipNode


def _line(self: HTML5Translator, address: str, use: Use) -> str:
    place = self.encode(wording.paragraph(use.anchor))
    left, form, right = map(self.encode, (use.left, use.form, use.right))
    target = f"{address}?{urlencode({'find': use.form})}#{use.anchor}"
    return (
        f'<li><a class="reference internal" href="{self.attval(target)}">{place}</a>'
        f"<span>{left}</span><mark>{form}</mark><span>{right}</span></li>\n"
    )


def setup(app: Sphinx) -> None:
    """Register the node."""
    app.add_node(occurrences, False, html=(visit_occurrences_html, None), **SKIPPED)
