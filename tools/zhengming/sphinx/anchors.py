"""Anchors of headings and paragraphs that hold in every language and outlive edits nearby.

A restored paragraph carries the number of its witness block, written above it; any other
paragraph, and each heading, list item, table and note, gets a hash of its source text. This
happens before messages are translated, so a translation has the anchors of its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from zhengming.sphinx.wording import _
from zhengming.text import text_anchor

# docutils numbers a heading of which no ASCII letter is left; such an id moves.
_POSITIONAL = re.compile(r"id[0-9]+")
_OUTER = (nodes.document, nodes.section, nodes.block_quote)
_LIST = (nodes.bullet_list, nodes.enumerated_list)
# What has an anchor as a whole; nothing in it has one.
_WHOLE = (nodes.table, nodes.definition_list, nodes.Admonition)


class permalink(nodes.Inline, nodes.Element):
    """The sign of a paragraph that links to it; only HTML has it."""


class Anchors(SphinxTransform):
    """Gives sections and paragraphs their anchors, as the first of their ids."""

    default_priority = 15  # after a page is read (MyST, 10), before it is translated (20)

    def apply(self, **kwargs: Any) -> None:
        seen: dict[str, int] = {}
        moved: dict[str, str] = {}
        anchored = list(_anchorable(self.document))
        for node, text in anchored:
            is_fixed = node.get("anchored") or _is_explicit(self.document, node)
            node["anchored"] = True
            if is_fixed:
                continue
            anchor = text_anchor(text)
            seen[anchor] = seen.get(anchor, 0) + 1
            if seen[anchor] > 1:
                anchor = f"{anchor}-{seen[anchor]}"
            moved |= _put_first(self.document, node, anchor)
        self._tell_myst([node for node, _text in anchored], moved)

    def _tell_myst(self, anchored: Iterable[nodes.Element], moved: dict[str, str]) -> None:
        """Let `page.md#anchor` lead to anchors, and slugs to where their headings are now.

        MyST resolves both by one table: slug → line, id, text of a link without one.
        """
        slugs: dict[str, tuple[int | None, str, str]] = getattr(self.document, "myst_slugs", {})
        for slug, (line, name, title) in slugs.items():
            slugs[slug] = (line, moved.get(name, name), title)
        for node in anchored:
            for name in node["ids"]:
                slugs.setdefault(name, (node.line, name, ""))
        self.env.metadata[self.env.current_document.docname]["myst_slugs"] = slugs


def _anchorable(document: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    """Yield what gets an anchor, with its text: first what had one before lists and tables had."""
    others: list[tuple[nodes.Element, str]] = []
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.section) and isinstance(node[0], nodes.title):
            yield node, node[0].astext()
        elif isinstance(node, nodes.paragraph) and _is_outer(node):
            yield node, node.astext()
        elif isinstance(node, nodes.list_item) and _is_outer(node.parent, *_LIST, nodes.list_item):
            own = (child for child in node if not isinstance(child, _LIST))
            others.append((node, "\n".join(child.astext() for child in own)))
        elif isinstance(node, _WHOLE) and _is_outer(node):
            others.append((node, node.astext()))
    yield from others


def _is_outer(node: nodes.Node, *inside: type[nodes.Element]) -> bool:
    """Whether a node stands in the running text: not in a list, table, note or the like.

    `inside` are the elements, beside sections and quotations, in which it may stand.
    """
    parent = node.parent
    around: tuple[type[nodes.Element], ...] = (nodes.section, nodes.block_quote, *inside)
    while isinstance(parent, around):
        parent = parent.parent
    return isinstance(parent, _OUTER)


def _is_explicit(document: nodes.document, node: nodes.Element) -> bool:
    return any(document.nametypes.get(name) for name in node["names"])


def _put_first(document: nodes.document, node: nodes.Element, anchor: str) -> dict[str, str]:
    """Make `anchor` the first id; return the positional ids it stands for now."""
    positional = [name for name in node["ids"] if _POSITIONAL.fullmatch(name)]
    for name in positional:
        node["ids"].remove(name)
        document.ids.pop(name, None)
    for name, target in document.nameids.items():
        if target in positional:
            document.nameids[name] = anchor
    moved = dict.fromkeys((*node["ids"], *positional), anchor)
    node["ids"].insert(0, anchor)
    document.ids[anchor] = node
    return moved


class Permalinks(SphinxPostTransform):
    """Begins each paragraph that has an anchor with a link to itself.

    At its end, Chromium 156 would stretch a last line as if it were none.
    """

    default_priority = 8
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.paragraph)):
            if node.get("anchored") and node["ids"]:
                node.insert(0, permalink("", anchor=node["ids"][0]))


def visit_permalink_html(self: HTML5Translator, node: permalink) -> None:
    anchor = node["anchor"]
    number = re.fullmatch(r"p0*([0-9]+[a-z]*)", anchor)
    name = _("第{n}段的链接").format(n=number[1]) if number else _("本段的链接")
    attributes = {"href": f"#{anchor}", "aria-label": name}
    if number:
        attributes["data-number"] = number[1]
    self.body.append(
        self.starttag(node, "a", "", False, CLASS="zm-permalink", **attributes) + "¶</a>"
    )
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register transforms and node."""
    app.add_transform(Anchors)
    app.add_post_transform(Permalinks)
    app.add_node(permalink, html=(visit_permalink_html, None))
