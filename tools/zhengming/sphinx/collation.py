"""The pages about a text: the box on its first page, the apparatus, the witness beside it.

A directive leaves only a placeholder in the doctree; what it stands for is made when the
page is written. So none of it is translated as prose, and none of it is in the cache.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from zhengming.apparatus import CERTAINTIES, KINDS, Emendation
from zhengming.glossary import SOURCE
from zhengming.record import Record
from zhengming.sphinx import messages, reading, wording
from zhengming.sphinx.builders import KEPT
from zhengming.sphinx.counts import (
    SHOWN,
    Line,
    chart,
    choice,
    controls,
    counted_item,
    counted_row,
    lines,
)
from zhengming.sphinx.domain import link
from zhengming.sphinx.edition import emendations, sources
from zhengming.sphinx.reading import Group, Mark, Piece, Row
from zhengming.sphinx.wording import _, _n

logger = logging.getLogger(__name__)

# Emendations of these causes are too many and too alike for a link to each.
BY_SIGN = ("layout", "folding", "script")
# The language of the pages whatever that of the site: what is quoted of them stays as it is.
_RESTORED = f"language-{SOURCE}"
# A longer list of places folds away.
_MANY = 8

Cell = str | nodes.Node | Sequence[nodes.Node]


class placeholder(nodes.General, nodes.Element):
    """Where the view `view` of the text `text` will stand."""


class disclosure(nodes.General, nodes.Element):
    """Content that HTML folds away under `summary`, but if `is_open`.

    Of those with the same `group` one alone is open; its address is its `name`.
    """


class variant(nodes.inline):
    """A stretch of a witness, or what a page has for it; `tag` is del or ins."""


class TextDirective(SphinxDirective):
    """`edition`, `apparatus` or `witness` of the text that the argument names."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        folder = sources(self.env) / name
        known = sorted(path.parent.name for path in sources(self.env).glob("*/record.yaml"))
        if name not in known:
            expected = ", ".join(known) or "none yet"
            raise self.error(f"text {name!r}; expected one of: {expected}")
        for file in reading.FILES:
            if (folder / file).is_file():
                self.env.note_dependency(folder / file)
        docname = self.env.current_document.docname
        node = placeholder("", view=self.name, text=name, docname=docname)
        self.set_source_info(node)
        return [node, *self._messages(folder)]

    def _messages(self, folder: Path) -> Sequence[nodes.Node]:
        """Return what the view shows in the words of an editor."""
        if self.name == "edition":
            path = folder / "record.yaml"
            return messages.messages(path, reading.sentences(path))
        if self.name == "apparatus" and (folder / reading.APPARATUS).is_file():
            known = emendations(self.env, self.env.current_document.docname)
            notes = ((item.note, line) for line, item in enumerate(known.values(), 1))
            return messages.messages(folder / reading.APPARATUS, notes)
        return []


class Assembly(SphinxPostTransform):
    """Puts the views where their placeholders are."""

    default_priority = 4  # before marks (6) and references (10)

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(placeholder)):
            node.replace_self(self._view(node))

    def _view(self, node: placeholder) -> list[nodes.Node]:
        try:
            said = messages.folder_translations(self.env, node["docname"])
            text = load(sources(self.env) / node["text"], node["docname"], said)
            return VIEWS[node["view"]](text)
        except (OSError, KeyError, TypeError, ValueError, reading.UnfitError) as error:
            problems: Sequence[Exception] = [error]
        except ExceptionGroup as group:
            problems = group.exceptions
        for problem in problems:
            logger.warning("%s", problem, location=node, type="zhengming", subtype="text")
        return []


@dataclass(frozen=True, slots=True)
class Text:
    """All that the views are made of; `folder` is that of the text's pages.

    `said` has what editors say of the text in the language of the site.
    """

    record: Record
    emendations: tuple[Emendation, ...]
    rows: tuple[Row, ...]
    levels: Mapping[tuple[str, str], int]
    folder: PurePosixPath
    said: Mapping[str, str]

    def page(self, text: str, page: str) -> nodes.Node:
        """Return a link to another page of the text."""
        return link(text, str(self.folder / page))

    def place(self, page: str, anchor: str, target: str = "") -> nodes.Node:
        """Return a link to a paragraph, or to `target` in it, by its number."""
        name = wording.place(anchor, self.levels.get((page, anchor), 0))
        return link(name, str(self.folder / page), target or anchor)


def load(folder: Path, docname: str, said: Mapping[str, str]) -> Text:
    """Return the text of a source folder as the page `docname` is to show it."""
    record = reading.text_record(folder)
    items = tuple(wording.translated(reading.emendations(folder), said).values())
    rows = reading.rows(record, items)
    levels = {(row.page, row.anchor): row.level for row in rows}
    return Text(record, items, rows, levels, PurePosixPath(docname).parent, said)


# The box


def edition_view(text: Text) -> list[nodes.Node]:
    """Return the box on a text's first page."""
    record = text.record
    words = {name: text.said.get(word, word) for name, word in reading.words(record).items()}
    fields: list[tuple[str, Cell]] = [
        (_("题名"), words.get("title", "")),
        (_("原题"), _quoted(_without_spam(record.original_title, text.emendations), record)),
        (_("作者"), words.get("author", "")),
        (_("发布"), words.get("publisher", "")),
        (_("日期"), record.date),
        (_("底本语言"), wording.language(record.language)),
        (_("底本来源"), _linked(words.get("origin", record.origin))),
        (_("权利"), _linked(words.get("rights", record.rights))),
        (_("底本校验"), _digest(record.sha256)),
        (_("校改"), _counts(text.emendations)),
        (_("附注"), words.get("note", "")),
        (_("另见"), _others(text)),
    ]
    listing: nodes.Element = nodes.field_list()
    for name, body in fields:
        if body:
            paragraph = nodes.paragraph("", "", *_inline(body))
            field = nodes.field("", nodes.field_name("", name), nodes.field_body("", paragraph))
            listing += field
    # It leads to pages that are only in the site.
    field["classes"].append("no-pdf")
    return [nodes.container("", listing, classes=["zm-edition"])]


def _quoted(title: str, record: Record) -> Cell:
    return nodes.inline("", title, classes=[f"language-{record.language}"]) if title else ""


def _without_spam(title: str, items: Iterable[Emendation]) -> str:
    for item in items:
        if item.cause == "spam" and item.before.strip():
            title = title.replace(item.before.strip(), wording.spam(len(item.before.strip())))
    return title


def _linked(text: str) -> Cell:
    if re.fullmatch(r"https?://\S+", text):
        return nodes.reference("", text, refuri=text)
    return text


def _digest(sha256: str) -> Cell:
    return [nodes.Text("SHA-256 "), abbreviated(sha256[:12] + "…", sha256)] if sha256 else ""


def abbreviated(text: str, whole: str) -> nodes.Node:
    """Return `text` with `whole` as its explanation."""
    return nodes.abbreviation(text, text, explanation=whole)


def _counts(items: Sequence[Emendation]) -> str:
    counts = Counter(item.kind for item in items)
    parts = [
        _("{kind} {n:,}").format(kind=wording.kind(kind), n=counts[kind])
        for kind in KINDS
        if counts[kind]
    ]
    return _("共 {n:,} 处：{parts}").format(n=len(items), parts=_("，").join(parts))


def _others(text: Text) -> Cell:
    return [
        text.page(_("校勘记"), "apparatus"),
        nodes.Text(_("，")),
        text.page(_("底本对读"), "witness"),
    ]


# The apparatus


def apparatus_view(text: Text) -> list[nodes.Node]:
    """Return counts, what the pages mark one by one, and the rest in groups by kind."""
    marked = list(reading.marks(text.rows))
    rest = [item for item in text.emendations if not item.is_marked]
    sections = [marked_section(text, marked)] if marked else []
    elsewhere = Counter((mark.emendation.kind, mark.emendation.cause) for mark in marked)
    for kind in KINDS:
        items = [item for item in rest if item.kind == kind]
        if items:
            sections.append(_kind_section(text, kind, items, elsewhere))
    counted = lines(text.emendations)
    counts: list[nodes.Node] = [
        controls("", lines=counted),
        chart("", lines=counted),
        _summary(counted),
    ]
    return [*counts, _contents(sections), *sections]


def _contents(sections: Iterable[nodes.section]) -> nodes.paragraph:
    """Return links to sections: made when a page is written, they are in no other list."""
    links = (
        nodes.reference("", section[0].astext(), refid=section["ids"][0], internal=True)
        for section in sections
    )
    return nodes.paragraph("", "", *links, classes=["zm-contents"], ids=[SHOWN])


def _summary(counted: Sequence[Line]) -> nodes.table:
    body: list[Sequence[Cell]] = [
        (
            wording.kind(line.kind),
            wording.cause(line.cause),
            *(
                _choice(line, count, level)
                for level, count in zip(
                    (*CERTAINTIES, ""), (*line.counts, line.total), strict=True
                )
            ),
        )
        for line in counted
    ]
    sums = [sum(counts) for counts in zip(*(line.counts for line in counted), strict=True)]
    body.append((nodes.strong("", _("合计")), "", *map(_number, (*sums, sum(sums)))))
    levels_head = [_("确度{level}").format(level=wording.certainty(name)) for name in CERTAINTIES]
    head = [_("种类"), _("成因"), *levels_head, _("合计")]
    return table(head, body, "zm-summary")


def _choice(line: Line, count: int, certainty: str = "") -> Cell:
    """Return a count as a link to the list of what it counts."""
    wanted = {"kind": line.kind, "cause": line.cause}
    if certainty:
        wanted["certainty"] = certainty
    return choice("", _number(count), wanted=wanted) if count else _number(count)


def _number(count: int) -> str:
    return f"{count:,}" if count else "–"


def marked_section(text: Text, marked: Sequence[Mark]) -> nodes.section:
    """Return what the pages mark, one by one, each with its reason."""
    section = _section("marked", _("推断与阙文"))
    section += _sentence(_("正文逐处标出的文字：编者推断所得，或底本有阙。"))
    listing = nodes.bullet_list(classes=["zm-marked"])
    for item, left, right in marked:
        place = [text.place(item.page, item.paragraph, item.id)]
        if item.paragraph.startswith("p"):
            before, after = _("第{n}段").split("{n}")
            place = [nodes.Text(before), *place, nodes.Text(after)]
        words = [nodes.Text(left), nodes.strong("", item.after), nodes.Text(right)]
        context = nodes.inline("", "", *words, classes=[_RESTORED])
        line = nodes.paragraph("", "", *place, nodes.Text(_("：")), context)
        reason = nodes.paragraph("", wording.reason(item), classes=["zm-reason"])
        facts = {"kind": item.kind, "cause": item.cause, "certainty": item.certainty}
        listing += counted_item("", line, reason, ids=[item.id], **facts)
    section += listing
    return section


def _kind_section(
    text: Text,
    kind: str,
    items: Sequence[Emendation],
    elsewhere: Mapping[tuple[str, str], int],
) -> nodes.section:
    section = _section(kind, wording.kind(kind))
    causes = Counter(item.cause for item in items)
    for cause, count in causes.most_common():
        part = _section(f"{kind}-{cause}", wording.cause(cause))
        groups = reading.groups(item for item in items if item.cause == cause)
        counted = _("共 {n:,} 处，{groups:,} 种。").format(n=count, groups=len(groups))
        if more := elsewhere.get((kind, cause)):
            counted += _("另有 {n:,} 处见“推断与阙文”。").format(n=more)
        part += _sentence(counted)
        part += _by_sign(groups) if cause in BY_SIGN else by_place(text, groups)
        section += part
    return section


def _by_sign(groups: Iterable[Group]) -> nodes.Node:
    counts: Counter[tuple[str, str, str]] = Counter()
    for group in groups:
        before = wording.visible(group.first.before)
        after = wording.visible(group.first.after) or _("（删）")
        counts[before, after, group.first.certainty] += group.count
    body = [
        _counted(count, certainty, before, after, f"{count:,}")
        for (before, after, certainty), count in counts.most_common()
    ]
    return table([_("底本"), _("页面"), _("次数")], body, "zm-signs")


def by_place(text: Text, groups: Iterable[Group]) -> nodes.Node:
    """Return a table of emendations with evidence, certainty and places."""
    body = [
        _counted(
            group.count,
            group.first.certainty,
            change(group.first, group.notes),
            f"{group.count:,}",
            wording.evidence(group.first.evidence),
            wording.certainty(group.first.certainty),
            _places(text, group),
        )
        for group in groups
    ]
    head = [_("底本 → 页面"), _("次数"), _("依据"), _("确度"), _("段落")]
    return table(head, body, "zm-changes")


def _counted(count: int, certainty: str, *cells: Cell) -> counted_row:
    return counted_row("", *_entries(cells), count=count, certainty=certainty)


def change(item: Emendation, notes: Sequence[str]) -> list[nodes.Node]:
    """Return what a witness has, what the page has for it, and notes."""
    before = item.before and wording.visible(item.before)
    if item.cause == "spam":
        before = wording.spam_description(item)
    parts: list[nodes.Node] = [
        variant("", before, tag="del", classes=[_RESTORED]) if before else nodes.Text(_("（无）")),
        nodes.Text(" → "),
        variant("", item.after, tag="ins", classes=[_RESTORED])
        if item.after
        else nodes.Text(_("（删）")),
    ]
    if notes:
        parts.append(nodes.inline("", " " + _("；").join(notes), classes=["zm-remark"]))
    return parts


def _places(text: Text, group: Group) -> list[nodes.Node]:
    links: list[nodes.Node] = []
    for (page, anchor), count in group.places.items():
        if links:
            links.append(nodes.Text(" "))
        links.append(text.place(page, anchor))
        if count > 1:
            links.append(nodes.Text(f"×{count}"))
    paragraph = nodes.paragraph("", "", *links)
    if len(group.places) <= _MANY:
        return [paragraph]
    count = len(group.places)
    summary = _n("{n}段", count).format(n=count)
    return [disclosure("", paragraph, summary=summary)]


# The witness


def witness_view(text: Text) -> list[nodes.Node]:
    """Return the witness and the restored text side by side, block by block."""
    language = f"language-{text.record.language}"
    legend = _(
        "红底是底本被改的字，绿底是校本的字，点线是推断。“标题”“补入”是编者补入或没有段号的。"
    )
    view = nodes.container(classes=["zm-witness"])
    sides = (nodes.paragraph("", side) for side in (_("底本"), _("校本")))
    view += nodes.container("", *sides, classes=["zm-row", "zm-head"])
    for row in text.rows:
        view += _row(text, row, language)
    return [_sentence(legend), view]


def _row(text: Text, row: Row, language: str) -> nodes.container:
    before = [node for piece in row.pieces for node in _received(piece)]
    after = [node for piece in row.pieces for node in _restored(piece)]
    left = nodes.container("", nodes.paragraph("", "", *before), classes=["zm-was", language])
    right = nodes.container("", classes=["zm-is", _RESTORED])
    classes = ["zm-row"]
    if row.page:
        place = text.place(row.page, row.anchor)
        sign = nodes.inline("", "", place, classes=["zm-place"])
        right += nodes.paragraph("", "", sign, nodes.Text(" "), *after)
        classes += ["zm-title"] if row.level else []
    return nodes.container("", left, right, classes=classes)


def _received(piece: Piece) -> list[nodes.Node]:
    if piece.emendation is None:
        return [nodes.Text(piece.before)]
    shown = wording.received(piece.emendation)
    return [variant("", shown, tag="del")] if shown else []


def _restored(piece: Piece) -> list[nodes.Node]:
    if piece.emendation is None:
        return [nodes.Text(piece.after)]
    if not piece.after:
        return []
    classes = ["zm-unsure"] if piece.emendation.is_marked else []
    return [variant("", piece.after, tag="ins", classes=classes)]


VIEWS: dict[str, Callable[[Text], list[nodes.Node]]] = {
    "edition": edition_view,
    "apparatus": apparatus_view,
    "witness": witness_view,
}


# Nodes


def table(
    head: Sequence[str], body: Iterable[Sequence[Cell] | nodes.row], name: str
) -> nodes.table:
    """Return a table of class `name` whose columns are as wide as they need to be."""
    group = nodes.tgroup(cols=len(head))
    for _column in head:
        group += nodes.colspec(colwidth=1)
    group += nodes.thead("", nodes.row("", *_entries(head)))
    rows = (row if isinstance(row, nodes.row) else nodes.row("", *_entries(row)) for row in body)
    group += nodes.tbody("", *rows)
    return nodes.table("", group, classes=[name, "colwidths-auto"])


def _entries(cells: Iterable[Cell]) -> list[nodes.entry]:
    return [nodes.entry("", *_blocks(cell)) for cell in cells]


def _blocks(cell: Cell) -> list[nodes.Node]:
    inline = _inline(cell)
    if all(isinstance(node, nodes.Body) for node in inline):
        return inline
    return [nodes.paragraph("", "", *inline)]


def _inline(cell: Cell) -> list[nodes.Node]:
    if isinstance(cell, str):
        return [nodes.Text(cell)] if cell else []
    return [cell] if isinstance(cell, nodes.Node) else list(cell)


def _section(name: str, title: str) -> nodes.section:
    return nodes.section("", nodes.title("", title), ids=[name], names=[name])


def _sentence(text: str) -> nodes.paragraph:
    return nodes.paragraph("", text)


def visit_disclosure_html(self: HTML5Translator, node: disclosure) -> None:
    summary = self.encode(node["summary"])
    group = f' name="{self.attval(node["group"])}"' if "group" in node else ""
    name = f' data-order="{self.attval(node["name"])}"' if "name" in node else ""
    is_open = " open" if node.get("is_open") else ""
    self.body.append(f"<details{group}{name}{is_open}><summary>{summary}</summary>")


def depart_disclosure_html(self: HTML5Translator, node: disclosure) -> None:
    self.body.append("</details>")


def visit_variant_html(self: HTML5Translator, node: variant) -> None:
    self.body.append(self.starttag(node, node["tag"], ""))


def depart_variant_html(self: HTML5Translator, node: variant) -> None:
    self.body.append(f"</{node['tag']}>")


def setup(app: Sphinx) -> None:
    """Register directives, nodes and the transform that makes the views."""
    for name in VIEWS:
        app.add_directive(name, TextDirective)
    app.add_post_transform(Assembly)
    app.add_node(placeholder)
    app.add_node(disclosure, False, html=(visit_disclosure_html, depart_disclosure_html), **KEPT)
    app.add_node(variant, False, html=(visit_variant_html, depart_variant_html), **KEPT)
