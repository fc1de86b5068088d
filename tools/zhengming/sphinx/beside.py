"""What can be read beside a page, paragraph by paragraph: its other languages, and its witness.

Each page is written once more, in pieces, for the pages of the other languages; a script puts the
pieces where their anchors are. Anchors are the same in every language, so nothing else is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from zhengming.apparatus import CERTAINTIES, KINDS
from zhengming.glossary import SOURCE
from zhengming.languages import tag
from zhengming.sphinx import data, messages, overlay, wording
from zhengming.sphinx.domain import domain_of, language_of
from zhengming.sphinx.fragments import fragments
from zhengming.sphinx.languages import Language, language, languages
from zhengming.sphinx.wording import _, _n

FOLDER = "parallel"
WITNESS = "witness"

# Shorter than in the switcher: several stand side by side.
_SHORT = {"zh-Hans": "简体", "zh-Hant-TW": "繁體（台）", "zh-Hant-HK": "繁體（港）"}


class Choice(NamedTuple):
    """What can stand beside a page: its name in addresses, the reader's word, its language tag."""

    name: str
    label: str
    tag: str


class Sort(NamedTuple):
    """A kind or certainty of emendations: its name, the reader's word, and how many there are."""

    name: str
    label: str
    number: int


def add_choices(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give templates what can be read beside a page, and write this page for the others."""
    if doctree is None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    choices = []
    others = [each for each in languages(app.config) if each != language(app.config.language)]
    if others and _is_read(app, pagename, doctree):
        anchors = set(domain_of(app.env).anchors[pagename])
        data.write(app, f"{FOLDER}/{pagename}", fragments(context["body"], anchors))
        choices += [Choice(each.folder, _label(each), each.tag) for each in others]
    over = overlay.overlay(app.env, pagename)
    if over:
        overlay.write(app, pagename, over, doctree)
        choices.append(Choice(WITNESS, _("底本"), ""))
    if not choices:
        return
    app.add_css_file("beside.css")
    app.add_js_file("beside.js", loading_method="defer", priority=600)
    if over:
        app.add_css_file("apparatus.css")
        app.add_js_file("apparatus.js", loading_method="defer", priority=550)
    source = languages(app.config)[:1] if language_of(app.env) != SOURCE else []
    context["zm_beside"] = {
        "page": pagename,
        "choices": choices,
        "sorts": dict(_sorts(over)) if over else {},
        "source": source[0].folder if source else "",
        "words": {"beside": _("对照"), "switch": _("校改")},
        "said": _said(),
    }


def _sorts(over: overlay.Overlay) -> Iterator[tuple[str, tuple[str, list[Sort]]]]:
    """Yield what tells emendations apart: its name, the reader's word for it, and its values."""
    known = (
        ("kind", _("种类"), KINDS, wording.kind),
        ("certainty", _("确度"), CERTAINTIES, wording.certainty),
    )
    for name, label, order, word in known:
        counts = over.counts(name, order)
        yield name, (label, [Sort(value, word(value), n) for value, n in counts.items()])


def _is_read(app: Sphinx, docname: str, doctree: nodes.document) -> bool:
    """Whether a page has a text in other languages: more than headings, and not only doors."""
    if docname == app.config.root_doc or not messages.is_translated(app.env, docname):
        return False
    return any(
        node.get("anchored") and not isinstance(node, nodes.section)
        for node in doctree.findall(nodes.Element)
    )


def _label(each: Language) -> str:
    return _SHORT.get(tag(each.tag) or "", each.name)


def _said() -> dict[str, str]:
    """Return what the scripts say."""
    return {
        "failed": _("没能载入，请再试一次"),
        "after": _("页面作“{after}”"),
        "gone": _("页面无此文字"),
        "count": _n("{n}处", 2),
        "one": _n("{n}处", 1),
        "list": _n("本段校改{n}处", 2),
        "list-one": _n("本段校改{n}处", 1),
        "none": _("（无）"),
        "cut": _("（删）"),
        "stop": _("。"),
    }


def prune(app: Sphinx, error: Exception | None) -> None:
    """Remove what was written of pages that are gone."""
    if error is None and isinstance(app.builder, StandaloneHTMLBuilder):
        for folder in (FOLDER, overlay.FOLDER):
            data.prune(app, folder, {f"{folder}/{docname}" for docname in app.env.all_docs})


def setup(app: Sphinx) -> None:
    """Connect the choices with the pages."""
    app.connect("html-page-context", add_choices)
    app.connect("build-finished", prune)
