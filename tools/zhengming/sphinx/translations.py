"""`{translations}` and `{parity}`: how much is translated, and how often concepts stand where.

Both are of all languages and made when a page is written. Tables of hundreds of rows are one
node that writes HTML itself; bars are SVG without any style of its own, so that a page needs
none that its address does not allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from zhengming.completeness import Counts
from zhengming.glossary import SOURCE
from zhengming.languages import tag
from zhengming.sphinx import tallies, wording
from zhengming.sphinx.builders import SKIPPED
from zhengming.sphinx.collation import Cell, table
from zhengming.sphinx.domain import domain_of
from zhengming.sphinx.languages import language
from zhengming.sphinx.tallies import FolderState, Line, PageParity, PageState, SectionParity
from zhengming.sphinx.wording import _, _n

# Bars of what is counted stay as long from here on; so has the style.
_LONGEST = 12
# Parts of a bar by their classes, in its order.
_PARTS = ("zm-hand", "zm-machine", "zm-fuzzy", "zm-untranslated")


class tally_place(nodes.General, nodes.Element):
    """Where the counts `view` will stand."""


class bar(nodes.Inline, nodes.Element):
    """A bar of the numbers `parts`, in the order of `_PARTS`."""


class folder_state(nodes.General, nodes.Element):
    """How much of the pages of a folder, `folder`, is translated into `languages`."""


class page_parity(nodes.General, nodes.Element):
    """How often concepts stand in the sections of a page, `page`, in `languages`."""


class TallyDirective(SphinxDirective):
    """`{translations}` or `{parity}`."""

    def run(self) -> list[nodes.Node]:
        shown = domain_of(self.env).tallies
        docname = self.env.current_document.docname
        shown[docname] = (*shown.get(docname, ()), self.name)
        node = tally_place("", view=self.name)
        self.set_source_info(node)
        return [node]


class Tallies(SphinxPostTransform):
    """Puts the counts where their placeholders are."""

    default_priority = 4  # before references are resolved (10)

    def run(self, **kwargs: Any) -> None:
        for place in list(self.document.findall(tally_place)):
            place.replace_self(VIEWS[place["view"]](self.env))


def shown(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Yield each page with counts, and all that it shows of them, for comparison.

    What they are made from is compared too: Sphinx keeps counts that were made anew only if it
    writes a page.
    """
    env, domain = app.env, domain_of(app.env)
    pages = domain.tallies if app.builder.format else {}
    counts = {
        name: repr((COUNTS[name](env), domain.counts[name][0]))
        for name in sorted({name for names in pages.values() for name in names})
    }
    for docname, names in pages.items():
        yield docname, "".join(counts[name] for name in names)


# How much is translated


def _states(env: BuildEnvironment) -> list[nodes.Node]:
    """Return how much of each language is translated, and of each page in it."""
    folders = tallies.states(env)
    if not folders:
        return [nodes.paragraph("", _("没有译文目录。"))]
    names = tallies.languages(env)
    rows: list[Sequence[Cell]] = []
    for name in names:
        counts = _sum(
            page.counts[name] for folder in folders for page in folder.pages if name in page.counts
        )
        parts = _parts(counts)
        numbers = (f"{number:,}" for number in (counts.messages, *parts))
        rows.append((_language(name), bar("", parts=parts), *numbers))
    head = [_("语言"), _("进度"), _("消息"), *_part_names()]
    folded = (folder_state("", folder=folder, languages=names) for folder in folders)
    key = addnodes.only("", _key(), expr="html")
    return [key, table(head, rows, "zm-progress"), *folded]


def _language(name: str) -> str:
    known = tag(name)
    return wording.region(known) if known else language(name).name


def _part_names() -> tuple[str, ...]:
    return _("人工翻译"), _("机器转换"), _("模糊"), _("未译")


def _parts(counts: Counts) -> tuple[int, ...]:
    """Return the messages of each part of a bar; all together are all messages."""
    by_hand = counts.translated - counts.machine_made
    return by_hand, counts.machine_made, counts.fuzzy, counts.untranslated


def _sum(counts: Iterable[Counts]) -> Counts:
    return Counts(*map(sum, zip(*counts, strict=True)))


def _key() -> nodes.paragraph:
    """Return what the colours of bars mean."""
    words = zip(_part_names(), _PARTS, strict=True)
    keys = (nodes.inline("", name, classes=["zm-key", part]) for name, part in words)
    return nodes.paragraph("", "", *keys, classes=["zm-keys"])


def visit_bar_html(self: HTML5Translator, node: bar) -> None:
    self.body.append(_stacked(node["parts"]))
    raise nodes.SkipNode


def _stacked(parts: Sequence[int]) -> str:
    """Return a bar; the numbers beside it say the same."""
    pieces, start = [], 0
    for number, name in zip(parts, _PARTS, strict=True):
        if number:
            pieces.append(f'<rect class="{name}" x="{start}" width="{number}" height="1"/>')
        start += number
    return (
        f'<svg class="zm-bar" viewBox="0 0 {start} 1" preserveAspectRatio="none"'
        f' aria-hidden="true">{"".join(pieces)}</svg>'
    )


def visit_folder_state_html(self: HTML5Translator, node: folder_state) -> None:
    folder: FolderState = node["folder"]
    counts = [each for page in folder.pages for each in page.counts.values()]
    is_done = all(each.translated == each.messages for each in counts)
    size = _n("{n}页", len(folder.pages)).format(n=len(folder.pages))
    heads = (_("语言"), _("进度"), _("消息"), *_part_names())
    self.body.append(_opened(self, not is_done, folder.title, size))
    self.body.append(_table_head(self, "zm-pages", heads))
    for page in folder.pages:
        self.body += _page_rows(self, page, node["languages"])
    self.body.append("</table></div></details>\n")
    raise nodes.SkipNode


def _opened(self: HTML5Translator, is_open: bool, title: str, size: str) -> str:
    """Return the beginning of what is folded away below a title."""
    return (
        f'<details class="zm-tally"{" open" if is_open else ""}>'
        f"<summary>{self.encode(title)} <small>{self.encode(size)}</small></summary>\n"
    )


def _table_head(self: HTML5Translator, name: str, heads: Iterable[str]) -> str:
    cells = "".join(f'<th scope="col">{self.encode(head)}</th>' for head in heads)
    head = f"<thead><tr>{cells}</tr></thead>"
    return f'<div class="table-wrapper"><table class="{name}">{head}\n'


def _page_rows(self: HTML5Translator, page: PageState, names: Sequence[str]) -> Iterator[str]:
    """Yield the name of a page and a row for each of its languages."""
    title = self.encode(page.title)
    if page.docname:
        title = _link(self, page.docname, "", title)
    yield f'<tbody><tr><th scope="rowgroup" colspan="7">{title}</th></tr>\n'
    for name in names:
        if name in page.counts:
            counts = page.counts[name]
            parts = _parts(counts)
            numbers = "".join(f"<td>{number:,}</td>" for number in (counts.messages, *parts))
            language = self.encode(_language(name))
            yield f"<tr><td>{language}</td><td>{_stacked(parts)}</td>{numbers}</tr>\n"
    yield "</tbody>\n"


def _link(
    self: HTML5Translator, docname: str, anchor: str, html: str, classes: str = "internal"
) -> str:
    """Return a link to an anchor of a page, "" for its head."""
    address = self.builder.get_relative_uri(self.builder.current_docname, docname)
    target = self.attval(f"{address}#{anchor}" if anchor else address)
    return f'<a class="reference {classes}" href="{target}">{html}</a>'


# How often concepts stand where


def _parity(env: BuildEnvironment) -> list[nodes.Node]:
    """Return, for each text, how often concepts stand in its sections."""
    names = tallies.compared(env)
    found = [text for text in tallies.comparison(env) if text.pages]
    if not found or not names:
        return [nodes.paragraph("", _("没有可以比较的译文。"))]
    shown: list[nodes.Node] = []
    for text in found:
        first = text.pages[0].docname
        part = _section(first, text.title)
        sections = [section for page in text.pages for section in page.sections]
        counted = _("{sections:,} 节，概念共 {n:,} 项，其中 {out:,} 项不同。").format(
            sections=len(sections),
            n=sum(len(section.lines) for section in sections),
            out=sum(section.differing for section in sections),
        )
        part += nodes.paragraph("", counted)
        for page in text.pages:
            views = page_parity("", page=page, languages=names)
            # What follows its own name needs no heading.
            if page.title == text.title:
                part += views
            else:
                part += _section(f"{page.docname}-page", page.title, views)
        shown.append(part)
    return shown


def _section(name: str, title: str, *content: nodes.Node) -> nodes.section:
    name = f"parity-{nodes.make_id(name)}"
    return nodes.section("", nodes.title("", title), *content, ids=[name], names=[name])


def visit_page_parity_html(self: HTML5Translator, node: page_parity) -> None:
    page: PageParity = node["page"]
    names: Sequence[str] = node["languages"]
    for section in page.sections:
        size = _n("{n}个概念", len(section.lines)).format(n=len(section.lines))
        if differing := section.differing:
            size = _("，").join((size, _n("{n}处不同", differing).format(n=differing)))
        heads = (_("概念"), wording.region(SOURCE), *map(_language, names))
        self.body.append(_opened(self, bool(differing), section.title, size))
        here = _link(self, page.docname, section.anchor, self.encode(_("看这一节")))
        self.body.append(f'<p class="zm-there">{here}</p>\n')
        self.body.append(_table_head(self, "zm-parity", heads))
        self.body += ("<tbody>\n", *_lines(self, section, names))
        self.body.append("</tbody></table></div></details>\n")
    raise nodes.SkipNode


def _lines(self: HTML5Translator, section: SectionParity, names: Sequence[str]) -> Iterator[str]:
    """Yield a row for each concept."""
    for line in section.lines:
        concepts = _("、").join(_concept(self, *concept) for concept in line.concepts)
        cells = [_number(line.source), *(_count(self, line, name) for name in names)]
        yield f'<tr><th scope="row">{concepts}</th>{"".join(cells)}</tr>\n'


def _concept(self: HTML5Translator, name: str, title: str) -> str:
    env = self.builder.env
    docname = domain_of(env).docnames.get(name, "")
    html = self.encode(title)
    if docname not in env.all_docs:
        return html
    return _link(self, docname, f"concept-{name}", html, "internal zm-concept")


def _count(self: HTML5Translator, line: Line, name: str) -> str:
    """Return the cell of a language; a word says how it stands out."""
    if name not in line.counts:
        return "<td>–</td>"
    count = line.counts[name]
    if name not in (*line.fewer, *line.more):
        return _number(count)
    word = _("多") if name in line.more else _("少") if count else _("缺")
    return _number(count, " zm-differs", f" <small>{self.encode(word)}</small>")


def _number(count: int, classes: str = "", word: str = "") -> str:
    """Return a cell with a number; the style draws a bar by its class."""
    return f'<td class="n{min(count, _LONGEST)}{classes}">{count}{word}</td>'


VIEWS: Mapping[str, Callable[[BuildEnvironment], list[nodes.Node]]] = {
    "translations": _states,
    "parity": _parity,
}
COUNTS: Mapping[str, Callable[[BuildEnvironment], object]] = {
    "translations": tallies.states,
    "parity": tallies.comparison,
}


def setup(app: Sphinx) -> None:
    """Register directives, nodes and the transform that makes the views."""
    for name in VIEWS:
        app.add_directive(name, TallyDirective)
    app.add_node(tally_place)
    app.add_post_transform(Tallies)
    for node, visit in (
        (bar, visit_bar_html),
        (folder_state, visit_folder_state_html),
        (page_parity, visit_page_parity_html),
    ):
        app.add_node(node, False, html=(visit, None), **SKIPPED)
