"""The site around the pages: its theme, and what is switched off until it works.

The theme is shibuya with fonts and line lengths for Chinese, and no request to other hosts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2.ext import Extension
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.domains.index import IndexDomain
from sphinx.environment import BuildEnvironment
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from zhengming.sphinx import messages
from zhengming.sphinx.domain import concept_of, domain_of
from zhengming.sphinx.wording import _

HERE = Path(__file__).parent

# Signs that bring space of their own, and characters written without spaces between them.
_SIGNS = "\u2014\u2018-\u201d\u2026\u3000-\u303f\uff00-\uff65"
_WIDE = f"{_SIGNS}\u2e80-\u2fff\u3040-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Line ends that mean no space.
NO_SPACE = re.compile(f"(?<=[{_SIGNS}])\n|\n(?=[{_SIGNS}])|(?<=[{_WIDE}])\n(?=[{_WIDE}])")

_TITLES = ("project", "docstitle", "shorttitle")

# What is mended in the templates of shibuya, where nothing else can reach it: its one script
# becomes a file, and a page gets one landmark for each of its parts, with a name.
_MENDED = (
    (
        r"<script>\s*function setColorMode.*?</script>",
        "<script src=\"{{ pathto('_static/mode.js', 1) }}\""
        ' data-mode="{{ theme_color_mode }}"></script>',
    ),
    (r'(<article [^>]*?) role="main"', r'\1 id="zm-text" tabindex="-1"'),
    (r'<div class="sy-head">', '<div class="sy-head" role="banner">'),
    (r'<aside id="(lside|rside)"', r'<aside id="\1" aria-label="{{ zm_sides.\1 }}"'),
)

_DROPPED = (
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "translations.js",
)

_FOREIGN_FONT = re.compile(r"@font-face\s*\{[^}]*//[^}]*\}")


class JoinedLines(SphinxPostTransform):
    """Joins the lines of a Chinese paragraph: browsers would show a space at their seams."""

    default_priority = 2

    def run(self, **kwargs: Any) -> None:
        for block in self.document.findall(nodes.TextElement):
            if not isinstance(block, nodes.Inline | nodes.FixedTextElement):
                _join_lines(list(block.findall(nodes.Text)))


def _join_lines(texts: list[nodes.Text]) -> None:
    """Take out line ends that mean no space; a line may end where markup begins."""
    whole = "".join(texts)
    seams = {match.start() for match in NO_SPACE.finditer(whole)}
    start = 0
    for text in texts if seams else ():
        end = start + len(text)
        if any(start <= seam < end for seam in seams):
            kept = (sign for at, sign in enumerate(text, start) if at not in seams)
            text.parent.replace(text, nodes.Text("".join(kept)))
        start = end


class Mended(Extension):
    """Templates with `_MENDED`: it shows when they are read, so theirs may change."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        for pattern, text in _MENDED:
            source = re.sub(pattern, text, source, flags=re.DOTALL)
        return source


def mend_templates(app: Sphinx) -> None:
    """Have templates read through `Mended`."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        templates = app.builder.templates
        if isinstance(templates, BuiltinTemplateLoader):
            templates.environment.add_extension(Mended)


def add_style(app: Sphinx, config: Config) -> None:
    """Add the style of marks and views, which any theme may have."""
    config.html_static_path.append(str(HERE / "static"))
    app.add_css_file("zhengming.css")
    app.add_js_file("reach.js", loading_method="defer")
    # Before anything is laid over the text, or beside it.
    app.add_js_file("found.js", loading_method="defer", priority=520)


def close_search(app: Sphinx) -> None:
    """Switch search off: in Chinese, Sphinx 9.0 only throws an error (sphinx #14229)."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False


def close_empty_index(app: Sphinx, env: BuildEnvironment) -> None:
    """Switch the general index off while nothing is in it."""
    index = env.domains["index"]
    assert isinstance(index, IndexDomain)
    if isinstance(app.builder, StandaloneHTMLBuilder) and not any(index.entries.values()):
        app.config.html_use_index = False
        app.builder.use_index = False


def close_fonts(app: Sphinx, error: Exception | None) -> None:
    """Take out of the theme's style what would fetch a font from another host."""
    path = Path(app.outdir) / "_static" / "shibuya.css"
    if isinstance(app.builder, StandaloneHTMLBuilder) and path.is_file():
        style = path.read_text(encoding="utf-8")
        own = _FOREIGN_FONT.sub("", style)
        if own != style:
            path.write_text(own, encoding="utf-8")


def add_words(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give templates the words that shibuya has in English only."""
    context["zm_words"] = {
        "Menu": _("菜单"),
        "Close left sidebar": _("关闭目录"),
        "Close Table of Contents": _("关闭本页目录"),
        "Show table of contents": _("显示本页目录"),
        "Close announcement": _("关闭公告"),
    }
    context["zm_skip"] = _("跳到正文")
    context["zm_sides"] = {"lside": _("目录"), "rside": _("本页目录")}
    said = messages.translations(app.env, app.config.root_doc)
    for key in _TITLES:
        context[key] = said.get(context[key], context[key])
    if links := context.get("theme_nav_links"):
        context["theme_nav_links"] = [
            link | {"title": said.get(link["title"], link["title"])} for link in links
        ]
    context["zm_made_with"] = _("使用 {sphinx} 与 {theme} 主题制作")


def drop_scripts(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Leave the scripts of Sphinx out: they serve its search, and make code of text."""
    context["script_files"] = [
        file for file in context["script_files"] if Path(str(file.filename)).name not in _DROPPED
    ]


class Titles(SphinxTransform):
    """Makes messages of the first page of what `conf.py` has on every page: titles and labels."""

    default_priority = 12

    def apply(self, **kwargs: Any) -> None:
        path = Path(self.env.srcdir, "conf.py")
        section = next(iter(self.document.findall(nodes.section)), None)
        if (
            self.env.current_document.docname == self.config.root_doc
            and section
            and path.is_file()
        ):
            section += messages.messages(path, _titles(self.config, path))


def _titles(config: Config, path: Path) -> Iterator[tuple[str, int]]:
    """Yield what is said on every page, with its line in `conf.py`; not what Sphinx composes."""
    labels = (link["title"] for link in config.html_theme_options.get("nav_links", ()))
    lines = path.read_text(encoding="utf-8").split("\n")
    for name in (config.project, config.html_title, *labels):
        for number, line in enumerate(lines, 1):
            if f'"{name}"' in line or f"'{name}'" in line:
                yield name, number
                break


def renew_titles(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return all pages if what is on every page has another translation now."""
    said = messages.translations(env, app.config.root_doc)
    data = domain_of(env).data
    before, data["titles"] = data.get("titles"), said
    return [] if before in (None, said) else sorted(env.all_docs)


def around(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Yield each page, and the titles of others that stand around it, for comparison.

    These are its neighbours, the pages above it, and what the list beside it shows: the pages
    below each of those above, beside a concept only those below the first page.
    """
    titles = {name: title.astext() for name, title in env.titles.items()}
    lists = {
        name: [(toc["entries"], toc.get("caption")) for toc in tocs.findall(addnodes.toctree)]
        for name, tocs in env.tocs.items()
    }
    below = {
        name: repr((lists[name], [titles.get(each) for each in env.toctree_includes[name]]))
        for name in env.toctree_includes
    }
    relations = env.collect_relations()
    for name in relations:
        above: list[str] = []
        parent, *neighbours = relations[name]
        while parent is not None:
            above.insert(0, parent)
            parent = relations[parent][0]
        named = [titles.get(each or "") for each in (*neighbours, *above)]
        yield name, repr((named, [below[each] for each in above[: _listed(env, name)]]))


def contents(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Yield each page that lists others, and what is listed there, for comparison.

    Sphinx writes a page again for those that it lists itself, not for those that they list.
    Other builders than those of HTML write all at once, or have no addresses.
    """
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    with logging.suppress_logging():  # what is wrong there is told of when it is written
        for name in app.env.toctree_includes:
            for toctree in app.env.tocs[name].findall(addnodes.toctree):
                # What resolves it changes it.
                shown = app.env.resolve_toctree(name, app.builder, toctree.deepcopy())
                yield name, shown.astext() if shown else ""


def _listed(env: BuildEnvironment, docname: str) -> int | None:
    return 1 if concept_of(env, docname) else None


class Sidebars:
    """The list of pages beside concepts: without the concepts, and made once for a folder of them.

    Hundreds of names beside each would help nobody; their index has them in order.
    """

    def __init__(self) -> None:
        self.lists: dict[str, str] = {}

    def shorten(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Give the template of a concept's page, or of their index, a short list."""
        whole = context["toctree"]

        def short(**options: Any) -> str:
            return str(whole(**options | {"maxdepth": 1}))

        def shared(**options: Any) -> str:
            # Concepts of one folder have the same relative links.
            folder = pagename.rpartition("/")[0]
            if folder not in self.lists:
                self.lists[folder] = short(**options)
            return self.lists[folder]

        if concept_of(app.env, pagename):
            context["toctree"] = shared
        elif any(concept_of(app.env, name) for name in app.env.toctree_includes.get(pagename, ())):
            context["toctree"] = short


def setup(app: Sphinx) -> None:
    """Register the theme and connect what is switched off."""
    app.add_html_theme("zhengming", str(HERE / "theme"))
    app.add_transform(Titles)
    app.add_post_transform(JoinedLines)
    app.connect("env-get-updated", renew_titles)
    app.connect("config-inited", add_style)
    app.connect("builder-inited", close_search)
    app.connect("builder-inited", mend_templates)
    app.connect("env-updated", close_empty_index)
    app.connect("html-page-context", add_words)
    app.connect("html-page-context", drop_scripts)
    app.connect("html-page-context", Sidebars().shorten)
    app.connect("build-finished", close_fonts)
