"""From an assembled doctree to one Typst file of calls to the functions of the template.

Extensions teach it their nodes as they do other builders: `app.add_node(node, typst=(visit,
depart))`. There they use `open`, `close`, `write` and `code` of the translator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from pygments.token import STANDARD_TYPES
from sphinx import addnodes
from sphinx.locale import _, admonitionlabels
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator
from sphinx.util.images import guess_mimetype

from sphinx_typst import fonts
from sphinx_typst.formula import Unsupported, formula
from sphinx_typst.literal import Code, Value, arguments, literal, quote

if TYPE_CHECKING:
    from sphinx.highlighting import PygmentsBridge

    from sphinx_typst.builder import TypstBuilder

logger = logging.getLogger(__name__)

_SPACES = re.compile(r"[ \t\r\n\f\v]+")
# Between such, a line break of the source is no space: Han, kana, their punctuation, full-width
# forms. Korean has spaces, so that Hangul is not among them.
_WIDE = re.compile(
    r"[\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
# Columns of a line of the template in Chinese, where a Han character has two, and of a line in
# letters; of the indent, and of a note's mark.
_LINE, _LATIN_LINE, _INDENT, _MARK = 85, 100, 4, 3
# Code points that are kept on one page: at most some ten lines.
_SHORT = 300
_FUNCTION = re.compile(r"[a-z][a-z0-9.-]*")

_BLOCKS = (
    nodes.Admonition,
    nodes.FixedTextElement,
    nodes.Sequential,
    nodes.block_quote,
    nodes.container,
    nodes.figure,
    nodes.footnote,
    nodes.paragraph,
    nodes.section,
    nodes.table,
)

_AROUND_SECTIONS = (nodes.section, nodes.document, nodes.compound, addnodes.start_of_file)

_QUOTES = {"'": "false", '"': "true"}
# A word as e-commerce, of which a line would end with one letter.
_ONE_LETTER = r"(?<![\w-])[A-Za-z]-[a-z]+"
_PIECES = rf"(['\"]|{_ONE_LETTER})"

_NUMBERINGS = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}

# Nodes that are a call of the template and nothing else. The label of a node goes before it.
_WRAPPED = {
    "attribution": "attribution",
    "block_quote": "blockquote",
    "centered": "centered",
    "citation": "citation",
    "classifier": "classifier",
    "definition": "definition",
    "definition_list": "definitions",
    "desc": "description",
    "desc_inline": "code",
    "desc_name": "strong",
    "description": "definition",
    "docinfo": "fields",
    "emphasis": "emph",
    "field_list": "fields",
    "glossary": "glossary",
    "label": "citation-label",
    "legend": "legend",
    "line": "line-of-block",
    "manpage": "emph",
    "option_list": "definitions",
    "problematic": "problematic",
    "strong": "strong",
    "subscript": "sub",
    "subtitle": "rubric",
    "superscript": "super",
    "term": "term",
    "title_reference": "emph",
    "versionmodified": "version-modified",
}
# Nodes that are their content, with a label where they have one.
_TRANSPARENT = (
    "acks",
    "autosummary_table",  # which is a comment to those that do not know it
    "compound",
    "definition_list_item",
    "desc_addname",
    "desc_annotation",
    "desc_sig_element",
    "desc_type",
    "generated",
    "only",
    "option_list_item",
    "option_string",
    "pending_xref",
    "row",
    "target",
    "tbody",
)
# Nodes that are not printed, or that the node above them prints.
_SKIPPED = (
    "caption",
    "colspec",
    "comment",
    "decoration",
    "highlightlang",
    "meta",
    "pending",
    "substitution_definition",
    "tabular_col_spec",
    "toctree",
)


class Place(NamedTuple):
    """Where a character of the book first stands: file and line, as far as the node knows."""

    source: str
    line: int | None

    def __str__(self) -> str:
        return f"{self.source}:{self.line}" if self.line else self.source


class IndexMark(NamedTuple):
    """One entry of an `index` node, and the number of the mark at the place it points to."""

    kind: str
    text: str
    number: str
    main: bool


class part(nodes.Part, nodes.Element):
    """The documents of a toctree with a caption; `title` is that caption."""


class appendix(nodes.Part, nodes.Element):
    """A document that stands behind all others."""


def labels(tree: nodes.document) -> dict[str, str]:
    """Return `docname#id` and docname → the label that stands in the file, for all ids of `tree`.

    All ids of one node share the label of the first. Where an id is there twice in a document,
    the first keeps it.
    """
    found: dict[str, str] = {}
    for node, docname in walk(tree, tree["docname"]):
        ids = [f"{docname}#{name}" for name in node["ids"]]
        fresh = [name for name in ids if name not in found]
        for name in fresh:
            found[name] = fresh[0]
        if isinstance(node, nodes.section) and fresh and docname not in found:
            found[docname] = fresh[0]
    return found


def walk(node: nodes.Element, docname: str) -> Iterator[tuple[nodes.Element, str]]:
    """Yield each element of the tree and the document it is from."""
    docname = node.get("docname", docname)
    yield node, docname
    for child in node.children:
        if isinstance(child, nodes.Element):
            yield from walk(child, docname)


class TypstTranslator(SphinxTranslator):
    """Writes the statements of a book into `body`; `marks` and `places` are for the builder."""

    builder: TypstBuilder

    def __init__(self, document: nodes.document, builder: TypstBuilder) -> None:
        super().__init__(document, builder)
        self.body: list[str] = []
        self.marks: list[IndexMark] = []
        self.places: dict[str, Place] = {}
        self.tokens: set[str] = set()
        self.labels = labels(document)
        self.footnotes = self._footnotes()
        self._own = fonts.locale(self.config.language)
        self._is_curled = self.config.language in self.config.typst_smart_quotes
        self._stand_ins = str.maketrans(self.config.typst_stand_ins)
        self._closers: list[str] = []
        self._docnames = [document["docname"]]
        self._level = 0
        self._last_level = 0
        self._title: nodes.Node | None = None
        self._literal = 0
        self._in_title = 0
        self._after_title: list[str] = []
        self._written: set[str] = set()
        self._wanted: dict[str, nodes.Node] = {}
        self._noted: dict[int, _Setting] = {}
        self._paragraph = 0

    # What extensions use.

    def open(self, function: str, *positional: Value, **named: Value) -> None:
        """Begin the call of a function of the template; what comes until `close` is its body."""
        assert _FUNCTION.fullmatch(function), function
        self.body.append(f"{function}({arguments(*positional, **named)}{{\n")
        self._closers.append("})\n")

    def close(self) -> None:
        """End what the last `open` began."""
        self.body.append(self._closers.pop())

    def code(self, statement: str) -> None:
        """Add a statement of Typst's code mode, which must not come from a document."""
        self.body.append(statement + "\n")

    def write(self, text: str, node: nodes.Node | None = None) -> None:
        """Add `text` as it is; a character without a glyph is reported at `node`."""
        if text:
            self.body.append(quote(self.note(text, node)) + "\n")

    def write_prose(self, text: str, node: nodes.Node | None = None) -> None:
        """Add `text` as `write` does, with quotes curled if `typst_smart_quotes` says so."""
        if not self._is_curled:
            self.write(text, node)
            return
        for piece in re.split(_PIECES, text):
            if piece in _QUOTES:
                self.code(f"smartquote(double: {_QUOTES[piece]})")
            elif re.fullmatch(_ONE_LETTER, piece):
                self.code(f"box({quote(self.note(piece, node))})")
            else:
                self.write(piece, node)

    def prose(self, text: str, node: nodes.Node | None) -> Value:
        """Return `text` as `write_prose` would add it, for an argument."""
        if not self._is_curled or not _QUOTES.keys() & set(text):
            return self.note(text, node)
        outer, self.body = self.body, []
        self.write_prose(text, node)
        inner, self.body = "".join(self.body), outer
        return Code("{\n" + inner + "}")

    def note(self, text: str, node: nodes.Node | None) -> str:
        """Return `text` with stand-ins for characters; remember where the others stand first."""
        text = text.translate(self._stand_ins)
        for char in set(text).difference(self.places):
            self.places[char] = place(node)
        return text

    def named(self, node: nodes.Element) -> str | None:
        """Return the label of `node`, the value for a template's `label`, None if it has none."""
        for name in node["ids"]:
            label = self.labels.get(f"{self._docnames[-1]}#{name}")
            if label is not None and label not in self._written:
                self._written.add(label)
                return label
        return None

    def mark(self, node: nodes.Element) -> None:
        """Put the label of `node` here, so that references find it."""
        label = self.named(node)
        if label is not None:
            self._aside(f"mark({quote(label)})")

    @property
    def own_title(self) -> str:
        """Return the title of the first document, which no heading has; "" if it is a heading."""
        return "" if self._title is None else self._title.astext()

    def marks_left(self) -> str:
        """Return marks for what the book refers to and never set, with a warning for each."""
        left = [label for label in self._wanted if label not in self._written]
        for label in left:
            self.warn(f"reference to {label}, which is not set", self._wanted[label], "reference")
        return "".join(f"mark({quote(label)})\n" for label in left)

    def warn(self, message: str, node: nodes.Node, subtype: str) -> None:
        """Warn at the place of `node`; `suppress_warnings` knows `typst.<subtype>`."""
        logger.warning(message, location=node, type="typst", subtype=subtype)

    # Machinery.

    def _aside(self, statement: str) -> None:
        # A title is set again in the contents and the running head, where a label must not be.
        if self._in_title:
            self._after_title.append(statement)
        else:
            self.code(statement)

    def open_marked(
        self, node: nodes.Element, function: str, *positional: Value, **named: Value
    ) -> None:
        self.mark(node)
        self.open(function, *positional, **named)

    def _close(self, node: nodes.Element) -> None:
        self.close()

    def _pass(self, node: nodes.Element) -> None:
        pass

    def _skip(self, node: nodes.Element) -> None:
        raise nodes.SkipNode

    def _footnotes(self) -> dict[str, nodes.footnote]:
        return {
            f"{docname}#{name}": node
            for node, docname in walk(self.document, self.document["docname"])
            if isinstance(node, nodes.footnote)
            for name in node["ids"]
        }

    def _apart(self, found: Iterable[nodes.Node]) -> str:
        """Return the statements of nodes instead of writing them."""
        outer, self.body = self.body, []
        for node in found:
            node.walkabout(self)
        inner, self.body = "".join(self.body), outer
        return inner

    def _content(self, found: Iterable[nodes.Node]) -> Code:
        return Code("{\n" + self._apart(found) + "}")

    def _content_of(self, node: nodes.Element, kind: type[nodes.Element]) -> Code | None:
        """Return what is in the first child of a kind, None without one."""
        child = next((child for child in node.children if isinstance(child, kind)), None)
        return None if child is None else self._content(child.children)

    def unknown_visit(self, node: nodes.Node) -> None:
        name = node.__class__.__name__
        self.warn(f"unknown node type {name}; only its text is set", node, "unknown_node")
        if isinstance(node, nodes.Element):
            self.mark(node)

    def unknown_departure(self, node: nodes.Node) -> None:
        pass

    # Text.

    def visit_Text(self, node: nodes.Text) -> None:
        text = node.astext()  # without the marks of what was escaped
        if self._literal:
            self.write(text, node.parent)
        else:
            self.write_prose(self._unwrapped(text, node), node.parent)

    def depart_Text(self, node: nodes.Text) -> None:
        pass

    def _unwrapped(self, text: str, node: nodes.Text) -> str:
        if "\n" not in text:
            return _SPACES.sub(" ", text)
        before = beside(node, -1) if text[0] == "\n" else ""
        after = beside(node, 1) if text[-1] == "\n" else ""
        joined = before + text + after

        def space(match: re.Match[str]) -> str:
            left, right = joined[: match.start()][-1:], joined[match.end() :][:1]
            wide = _WIDE.match(left) and _WIDE.match(right)
            return "" if "\n" in match[0] and wide else " "

        result = _SPACES.sub(space, joined)
        return result[len(before) : len(result) - len(after)]

    # The book and its documents.

    def visit_document(self, node: nodes.document) -> None:
        sections = [child for child in node.children if isinstance(child, nodes.section)]
        # The one title of the first document is on the title page.
        if len(sections) == 1 and len(sections[0]) and isinstance(sections[0][0], nodes.title):
            self._title = sections[0][0]
            self._level = -1
        self._mark_file(node["docname"])

    depart_document = _pass

    def visit_start_of_file(self, node: nodes.Element) -> None:
        self._docnames.append(node["docname"])
        self._mark_file(node["docname"])

    def depart_start_of_file(self, node: nodes.Element) -> None:
        self._docnames.pop()

    def _mark_file(self, docname: str) -> None:
        if docname not in self.labels:
            self.labels[docname] = docname
            self._written.add(docname)
            self.code(f"mark({quote(docname)})")

    def visit_part(self, node: nodes.Element) -> None:
        self._level += 1
        title = self.prose(node["title"], node)
        self.code(f"part({arguments(title, level=self._stepped())})")

    def depart_part(self, node: nodes.Element) -> None:
        self._level -= 1

    def visit_appendix(self, node: nodes.Element) -> None:
        self._level, node["level"] = 0, self._level

    def depart_appendix(self, node: nodes.Element) -> None:
        self._level = node["level"]

    def visit_section(self, node: nodes.Element) -> None:
        self._level += 1

    def depart_section(self, node: nodes.Element) -> None:
        self._level -= 1

    def visit_title(self, node: nodes.Element) -> None:
        if node is self._title:
            assert node.parent is not None
            self.mark(node.parent)
            raise nodes.SkipNode
        if isinstance(node.parent, nodes.section):
            self._heading(node, node.parent)
        elif isinstance(node.parent, nodes.document):
            self.open("book-title")
            self._inner_close(node)
        else:  # of a topic, sidebar, admonition or table, which take it themselves
            pass
        raise nodes.SkipNode

    depart_title = _pass

    def _inner_close(self, node: nodes.Element) -> None:
        self.body.append(self._apart(node.children))
        self.close()

    def _heading(self, node: nodes.Element, section: nodes.section) -> None:
        if not any(text.strip() for text in node.findall(nodes.Text)):
            # A picture alone; the standards want words for the bookmarks.
            self.mark(section)
            self.open("book-title")
            self._inner_close(node)
            return
        label = self.named(section)
        self._in_title += 1
        body = self._content(node.children)
        self._in_title -= 1
        chapter = self._opens_chapter(section)
        self.code(
            "section("
            + arguments(body, level=self._stepped(), label=label, number=self._number(section))
            + f"chapter: {literal(chapter)}, over-heading: {literal(_is_over_heading(section))}"
            + (f", fresh: {quote(label)} in fresh)" if label else ")")
        )
        for statement in self._after_title:
            self.code(statement)
        self._after_title.clear()

    def _stepped(self) -> int:
        """Return the level of the next heading, which PDF/UA wants at most one below the last."""
        self._last_level = min(max(self._level, 1), self._last_level + 1)
        return self._last_level

    def _opens_chapter(self, section: nodes.section) -> bool:
        """Return whether `section` opens a chapter: the first level below a part or the book."""
        above = section.parent
        depth = 0
        while above is not None and not isinstance(above, part | appendix):
            if not isinstance(above, _AROUND_SECTIONS):
                return False  # in the description of an object: no page may begin there
            depth += isinstance(above, nodes.section)
            above = above.parent
        if isinstance(above, part | appendix):
            return depth == 0
        return self._level <= 1

    def _number(self, section: nodes.section) -> Value:
        docname = self._docnames[-1]
        numbers = self.builder.env.toc_secnumbers.get(docname, {})
        first = next(iter(section["ids"]), "")
        number = numbers.get(f"#{first}") or numbers.get("" if self._is_top(section) else "#")
        return ".".join(map(str, number)) if number else None

    def _is_top(self, section: nodes.section) -> bool:
        return not isinstance(section.parent, nodes.section)

    def visit_rubric(self, node: nodes.Element) -> None:
        if node.astext() == _("Footnotes") and not _follows(node):
            raise nodes.SkipNode  # they are at the foot of their pages
        self.open_marked(node, "rubric")

    depart_rubric = _close

    def visit_transition(self, node: nodes.Element) -> None:
        self.code("transition()")

    depart_transition = _pass

    # Paragraphs and other blocks.

    def visit_paragraph(self, node: nodes.Element) -> None:
        self._paragraph += 1
        start, end = _notes_at_edges(node)
        if _has_blocks(node):
            self.open_marked(node, "blocks")
        elif start or end:
            self.open_marked(node, "noted", start=start, end=end)
        else:
            self.open_marked(node, "par")

    depart_paragraph = _close
    visit_compact_paragraph = visit_paragraph
    depart_compact_paragraph = _close

    def visit_line_block(self, node: nodes.Element) -> None:
        self.open_marked(node, "line-block", nested=isinstance(node.parent, nodes.line_block))

    depart_line_block = _close

    # Lists.

    def visit_bullet_list(self, node: nodes.Element) -> None:
        nested = isinstance(node.parent, nodes.list_item)
        self.open_marked(node, "bullets", tight=_tight(node), nested=nested)

    depart_bullet_list = _close

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        sign = _NUMBERINGS.get(node.get("enumtype", "arabic"), "1")
        self.open_marked(
            node,
            "numbers",
            tight=_tight(node),
            start=node.get("start", 1),
            pattern=node.get("prefix", "") + sign + node.get("suffix", "."),
            nested=isinstance(node.parent, nodes.list_item),
        )

    depart_enumerated_list = _close

    def visit_list_item(self, node: nodes.Element) -> None:
        self.open("enum.item" if isinstance(node.parent, nodes.enumerated_list) else "list.item")
        self.mark(node)
        has_lists = any(isinstance(child, nodes.Sequential) for child in node.findall())
        if len(node) > 1 and not has_lists and _is_short(node):
            self.open("kept")
        else:
            self._closers.append("")

    def depart_list_item(self, node: nodes.Element) -> None:
        self.close()
        self.close()

    def visit_field(self, node: nodes.Element) -> None:
        self.mark(node)
        self.body.append("field(")
        self._closers.append(")\n")

    depart_field = _close

    def visit_field_name(self, node: nodes.Element) -> None:
        self.body.append("{\n")
        self._closers.append("},\n")
        self.mark(node)

    depart_field_name = _close
    visit_field_body = visit_field_name
    depart_field_body = _close

    def visit_option_group(self, node: nodes.Element) -> None:
        self.open_marked(node, "option-group")
        self._literal += 1

    def depart_option_group(self, node: nodes.Element) -> None:
        self._literal -= 1
        self.close()

    def visit_option(self, node: nodes.Element) -> None:
        if node.parent.index(node):
            self.write(", ", node)

    depart_option = _pass

    def visit_option_argument(self, node: nodes.Element) -> None:
        self.write(node.get("delimiter", " "), node)
        self.open("emph")

    depart_option_argument = _close

    def visit_hlist(self, node: nodes.Element) -> None:
        self.mark(node)
        self.body.append(f"columns-of-list({arguments(len(node))}")
        self._closers.append(")\n")

    depart_hlist = _close

    def visit_hlistcol(self, node: nodes.Element) -> None:
        self.body.append("{\n")
        self._closers.append("},\n")

    depart_hlistcol = _close

    # Tables.

    def visit_table(self, node: nodes.Element) -> None:
        label = self.named(node)
        named: dict[str, Value] = {"label": label}
        if (title := self._content_of(node, nodes.title)) is not None:
            named["caption"] = title
            named["number"] = self._figure_number(node, "table")
        self.open("table-figure", **named)

    depart_table = _close

    def visit_tgroup(self, node: nodes.Element) -> None:
        widths = [spec["colwidth"] for spec in node.findall(nodes.colspec)]
        assert isinstance(node.parent, nodes.Element)
        given = "colwidths-given" in node.parent.get("classes", [])
        columns = Code(
            "("
            + "".join(f"{width}fr, " if given and width else "auto, " for width in widths)
            + ")"
        )
        self.body.append(f"grid-of({arguments(columns=columns)}\n")
        self._closers.append(")\n")
        self._stubs = [spec.get("stub", 0) for spec in node.findall(nodes.colspec)]

    depart_tgroup = _close

    def visit_thead(self, node: nodes.Element) -> None:
        self.body.append("table.header(\n")
        self._closers.append("),\n")

    depart_thead = _close

    def visit_entry(self, node: nodes.Element) -> None:
        row = node.parent
        head = isinstance(row.parent, nodes.thead) or "stub" in node.get("classes", [])
        index = row.index(node)
        head = head or (index < len(self._stubs) and bool(self._stubs[index]))
        spans = {"colspan": node.get("morecols", 0) + 1, "rowspan": node.get("morerows", 0) + 1}
        breakable = not _is_short(node)
        self.body.append(f"cell({arguments(head=head, breakable=breakable, **spans)}{{\n")
        self._closers.append("}),\n")
        self.mark(node)

    depart_entry = _close

    # Figures and images.

    def visit_container(self, node: nodes.Element) -> None:
        if node.get("literal_block"):
            self._picture(node, "code-block")
        else:
            self.mark(node)

    def depart_container(self, node: nodes.Element) -> None:
        if node.get("literal_block"):
            self.close()

    def visit_figure(self, node: nodes.Element) -> None:
        self._picture(node, "figure")

    depart_figure = _close

    def _picture(self, node: nodes.Element, kind: str) -> None:
        named: dict[str, Value] = {"label": self.named(node)}
        if (caption := self._content_of(node, nodes.caption)) is not None:
            named["caption"] = caption
            named["number"] = self._figure_number(node, kind)
        if node.get("align") in {"left", "right"}:
            named["align-to"] = Code(node["align"])
        self.open("listing" if kind == "code-block" else "picture", **named)

    def _figure_number(self, node: nodes.Element, kind: str) -> Value:
        if not self.config.numfig:
            return None
        numbers = self.builder.env.toc_fignumbers.get(self._docnames[-1], {}).get(kind, {})
        number = next((numbers[name] for name in node["ids"] if name in numbers), None)
        if number is None:
            return None
        text: str = self.config.numfig_format.get(kind, "%s")
        text = text.replace("%s", ".".join(map(str, number)))
        return self.note(text, node)

    def visit_image(self, node: nodes.Element) -> None:
        uri = node["uri"]
        alt = node.get("alt")
        if uri not in self.builder.images or not self._is_read(uri):
            why = (
                "it is on another host"
                if "://" in uri
                else "it cannot be read as SVG, PNG or JPEG"
            )
            self.warn(f"image {uri} is not set: {why}", node, "image")
            self.builder.images.pop(uri, None)
            self.write(alt or uri, node)
            raise nodes.SkipNode
        if not alt:
            self.warn(f"image {uri} has no alt text; write :alt:", node, "alt")
        named: dict[str, Value] = {"alt": alt or uri}
        for name in ("width", "height"):
            size = _length(node.get(name, ""), node.get("scale"))
            if size is not None:
                named[name] = Code(size)
            elif node.get(name):
                self.warn(f"{name} {node[name]} of image {uri} is not understood", node, "image")
        if "scale" in node and "width" not in node and "height" not in node:
            named["scale-to"] = Code(f"{int(node['scale'])}%")
        if not isinstance(node.parent, nodes.TextElement):
            named["align-to"] = Code(
                node["align"] if node.get("align") in {"left", "right", "center"} else "none"
            )
        function = "inline-image" if isinstance(node.parent, nodes.TextElement) else "block-image"
        self.mark(node)
        self.code(f"{function}({arguments('/images/' + self.builder.images[uri], **named)})")
        raise nodes.SkipNode

    def _is_read(self, uri: str) -> bool:
        # A name without an asterisk comes here whatever it is.
        return guess_mimetype(uri) in self.builder.supported_image_types

    # Code.

    def visit_literal_block(self, node: nodes.Element) -> None:
        self.mark(node)
        if node.rawsource != node.astext() and any(
            not isinstance(child, nodes.Text) for child in node.children
        ):
            # A parsed literal: its markup is kept, and with it no highlighting.
            self.open("parsed-literal")
            self._literal += 1
            for child in node.children:
                child.walkabout(self)
            self._literal -= 1
            self.close()
            raise nodes.SkipNode
        self._code(node, node.astext(), node.get("language", "default"))
        raise nodes.SkipNode

    def visit_doctest_block(self, node: nodes.Element) -> None:
        self.mark(node)
        self._code(node, node.astext(), node.get("language", "pycon"))
        raise nodes.SkipNode

    def _code(self, node: nodes.Element, source: str, language: str) -> None:
        source = self.note(source.expandtabs(8).rstrip("\n"), node)
        options: dict[str, Any] = node.get("highlight_args", {})
        lines = list(self._highlighted(source, language, node))
        runs = "".join(
            "(" + "".join(f"({quote(style)}, {quote(text)}), " for style, text in line) + "),\n"
            for line in lines
        )
        start = options.get("linenostart", 1) if node.get("linenos") else None
        self.code(
            "code-block("
            + arguments(source, start=start, marked=list(options.get("hl_lines", [])))
            + f"(\n{runs}))"
        )

    def _highlighted(
        self, source: str, language: str, node: nodes.Element
    ) -> Iterator[list[tuple[str, str]]]:
        bridge: PygmentsBridge = self.builder.highlighter
        options: dict[str, Any] = self.config.highlight_options.get(language, {})
        lexer = bridge.get_lexer(source, language, options, force=True, location=node)
        tokens = list(lexer.get_tokens(source))
        if "".join(text for _, text in tokens).rstrip("\n") != source:
            tokens = [(next(iter(STANDARD_TYPES)), source)]  # a lexer may change what it reads
        line: list[tuple[str, str]] = []
        count = source.count("\n")
        for kind, text in tokens:
            style = _short(kind)
            self.tokens.add(style)
            for index, piece in enumerate(text.split("\n")):
                if index:
                    yield line
                    line = []
                    count -= 1
                    if count < 0:
                        return
                if piece:
                    line.append((style, piece))
        yield line

    def visit_literal(self, node: nodes.Element) -> None:
        self.open_marked(node, "code")
        self._literal += 1

    def depart_literal(self, node: nodes.Element) -> None:
        self._literal -= 1
        self.close()

    visit_literal_strong = visit_literal
    depart_literal_strong = depart_literal
    visit_literal_emphasis = visit_literal
    depart_literal_emphasis = depart_literal
    visit_download_reference = visit_literal
    depart_download_reference = depart_literal

    def visit_productionlist(self, node: nodes.Element) -> None:
        self.open_marked(node, "parsed-literal")
        self._literal += 1

    def depart_productionlist(self, node: nodes.Element) -> None:
        self._literal -= 1
        self.close()

    def visit_production(self, node: nodes.Element) -> None:
        self.mark(node)

    def depart_production(self, node: nodes.Element) -> None:
        self.code("linebreak()")

    # Formulas.

    def visit_math(self, node: nodes.Element) -> None:
        self._formula(node, block=False)

    def visit_math_block(self, node: nodes.Element) -> None:
        self._formula(node, block=True)

    def _formula(self, node: nodes.Element, *, block: bool) -> None:
        latex = self.note(node.astext(), node)
        self.mark(node)
        named: dict[str, Value] = {"alt": latex.strip(), "block": block}
        number = self._equation_number(node) if block else None
        if number is not None:
            named["number"] = number
        try:
            body = formula(latex)
        except Unsupported as error:
            self.warn(f"formula is set as its source: {error}", node, "math")
            self.code(f"formula-source({arguments(latex.strip(), block=block)})")
        else:
            self.code(f"formula({arguments(Code(body), **named)})")
        raise nodes.SkipNode

    def _equation_number(self, node: nodes.Element) -> str | None:
        if not node.get("number"):
            return None
        if self.config.math_numfig and self.config.numfig:
            numbers = self.builder.env.toc_fignumbers.get(node["docname"], {})
            ids = [f"equation-{node['label']}", *node["ids"]]
            found = [numbers.get("displaymath", {}).get(name) for name in ids]
            number = next((one for one in found if one), None)
            if number:
                separator: str = self.config.math_numsep
                return separator.join(map(str, number))
        return str(node["number"])

    # Graphs of Sphinx's own extensions: Graphviz is no package of Python.

    def visit_graphviz(self, node: nodes.Element) -> None:
        self.warn("a graph is set as its source", node, "graph")
        self._graph(node, node["code"], "dot")

    def visit_inheritance_diagram(self, node: nodes.Element) -> None:
        self.warn("an inheritance diagram is set as the names of its classes", node, "graph")
        self._graph(node, "\n".join(node["graph"].get_all_class_names()), "text")

    def _graph(self, node: nodes.Element, source: str, language: str) -> None:
        self.mark(node)
        if isinstance(node.parent, nodes.TextElement):
            self.open("code")
            self.write(source, node)
            self.close()
        else:
            self._code(node, source, language)
        raise nodes.SkipNode

    # Inline.

    def visit_inline(self, node: nodes.Element) -> None:
        self.mark(node)
        # As docutils has it: a class that begins so names the language of the words.
        tags = (name.removeprefix("language-") for name in node["classes"] if "language-" in name)
        tag = next(tags, None)
        where = fonts.locale(tag) if tag else self._own
        node["was-curled"] = self._is_curled
        if where != self._own:
            self._is_curled = False
            chain = self.config.typst_fonts.get("main") or fonts.beside(where, self._own)
            self.open("in-language", where.language, where.region, fonts.families(chain))
        else:
            self._closers.append("")

    def depart_inline(self, node: nodes.Element) -> None:
        self._is_curled = node["was-curled"]
        self.close()

    def visit_abbreviation(self, node: nodes.Element) -> None:
        self.mark(node)
        meaning, text = node.get("explanation", ""), node.astext()
        if text.endswith("…") and meaning.startswith(text.removesuffix("…")):
            self.write(meaning, node)  # a beginning alone
            raise nodes.SkipNode

    def depart_abbreviation(self, node: nodes.Element) -> None:
        # As in print at large: what it stands for, once.
        meaning = node.get("explanation")
        if meaning and meaning not in self._written:
            self._written.add(meaning)
            self.write(f" ({meaning})", node)

    visit_acronym = visit_abbreviation
    depart_acronym = depart_abbreviation

    def visit_system_message(self, node: nodes.Element) -> None:
        where = f"{node.get('source', '')}:{node.get('line', '')}"
        self._admonition(node, "error", f"{node.get('type', '')} {where}".strip(" :"))

    depart_system_message = _close

    # References.

    def visit_reference(self, node: nodes.Element) -> None:
        self.mark(node)
        target = self._target(node)
        if target is None:
            self._closers.append("")
        elif isinstance(target, Code):
            self.body.append(f"to({target}, {{\n")
            self._closers.append("})\n")
        else:
            self.open("external", target)

    depart_reference = _close
    visit_number_reference = visit_reference
    depart_number_reference = _close

    def _target(self, node: nodes.Element) -> Value:
        """Return an URL, a label as `Code`, or None for a target that is not in the book."""
        uri: str = node.get("refuri", "")
        if node.get("refid"):
            name = f"{self._docnames[-1]}#{node['refid']}"
        elif uri.startswith("%"):
            name = uri[1:].removesuffix("#")
        elif uri:
            return uri
        else:
            return None
        label = self.labels.get(name)
        if label is None and node.get("refid"):
            # All is resolved as if it were in the first document.
            label = self.labels.get(f"{self._docnames[0]}#{node['refid']}")
        if label is None:
            self.warn(f"reference to {name}, which is not in the book", node, "reference")
            return None
        self._wanted.setdefault(label, node)
        return Code(quote(label))

    def visit_index(self, node: nodes.Element) -> None:
        if not node.get("inline", True) and node.parent is None:
            return
        number = str(len(self.marks))
        for kind, text, _target, main, _key in node["entries"]:
            text = self.note(text, node)
            self.marks.append(IndexMark(kind, text, number, main == "main"))
        if node["entries"]:
            self._aside(f"index-mark({quote(number)})")

    depart_index = _pass

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        name = f"{self._docnames[-1]}#{node.get('refid', '')}"
        note = self.footnotes.get(name)
        if note is None:
            self.warn("footnote is not there", node, "reference")
            self.write(node.astext(), node)
        else:
            self._refer(note, self.labels[name])
        raise nodes.SkipNode

    def _refer(self, note: nodes.footnote, name: str) -> None:
        """Set a note, or refer to it if it was set in the same paragraph.

        The page may end between the two: then the builder has it set here too, in another round.
        """
        last = self._noted.get(id(note))
        if last is None:
            label = self.named(note)
            self._noted[id(note)] = _Setting(label or name, self._paragraph, 1)
            self.code(f"note({arguments(self._footnote(note), label=label)})")
            return
        label = f"{name}~{last.times}"
        if last.paragraph == self._paragraph:
            self._noted[id(note)] = last._replace(times=last.times + 1)
            apart = Code(f"{quote(label)} in fresh")
            body = self._footnote(note)
            self.code(f"again({arguments(last.label, label, body, apart=apart)})")
        else:
            self._noted[id(note)] = _Setting(label, self._paragraph, last.times + 1)
            self.code(f"note({arguments(self._footnote(note), label=label)})")

    def _footnote(self, note: nodes.footnote) -> Code:
        blocks = [child for child in note.children if not isinstance(child, nodes.label)]
        if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
            blocks = list(blocks[0].children)  # so that it stands beside its number
        return self._content(blocks)

    def visit_footnote(self, node: nodes.footnote) -> None:
        if id(node) in self._noted or any(node.get("backrefs", [])):
            raise nodes.SkipNode  # it is at the foot of the page that refers to it
        self.open_marked(node, "stray-note")

    depart_footnote = _close

    def visit_citation_reference(self, node: nodes.Element) -> None:
        self.write("[", node)

    def depart_citation_reference(self, node: nodes.Element) -> None:
        self.write("]", node)

    # Admonitions.

    def _admonition(self, node: nodes.Element, kind: str, title: Value) -> None:
        if isinstance(title, str) and not isinstance(title, Code):
            title = self.note(title, node)
        self.open_marked(node, "admonition", kind=kind, title=title)

    def visit_Admonition(self, node: nodes.Element) -> None:
        """Any admonition, also those of extensions that derive their nodes from docutils'."""
        kind = node.__class__.__name__.removesuffix("_node")
        if (title := self._content_of(node, nodes.title)) is not None:
            self._admonition(node, kind, title)
        else:
            self._admonition(node, kind, str(admonitionlabels.get(kind, kind.title())))

    depart_Admonition = _close

    def visit_topic(self, node: nodes.Element) -> None:
        self.open_marked(node, "topic", title=self._content_of(node, nodes.title))

    depart_topic = _close
    visit_sidebar = visit_topic
    depart_sidebar = _close

    # Descriptions of objects.

    def visit_desc_signature(self, node: nodes.Element) -> None:
        self.open_marked(node, "signature")
        self._literal += 1

    def depart_desc_signature(self, node: nodes.Element) -> None:
        self._literal -= 1
        self.close()

    def visit_desc_signature_line(self, node: nodes.Element) -> None:
        if node.parent.index(node):
            self.code("linebreak()")

    depart_desc_signature_line = _pass

    def visit_desc_content(self, node: nodes.Element) -> None:
        outer, self._literal = self._literal, 0
        self.open_marked(node, "description-body")
        node["outer"] = outer

    def depart_desc_content(self, node: nodes.Element) -> None:
        self._literal = node["outer"]
        self.close()

    def visit_desc_returns(self, node: nodes.Element) -> None:
        self.write(" → ", node)

    depart_desc_returns = _pass

    def visit_desc_parameterlist(self, node: nodes.Element) -> None:
        self.write(node.get("open_paren", "("), node)

    def depart_desc_parameterlist(self, node: nodes.Element) -> None:
        self.write(node.get("close_paren", ")"), node)

    def visit_desc_type_parameter_list(self, node: nodes.Element) -> None:
        self.write("[", node)

    def depart_desc_type_parameter_list(self, node: nodes.Element) -> None:
        self.write("]", node)

    def visit_desc_parameter(self, node: nodes.Element) -> None:
        if node.parent.index(node):
            self.write(", ", node)

    depart_desc_parameter = _pass
    visit_desc_type_parameter = visit_desc_parameter
    depart_desc_type_parameter = _pass

    def visit_desc_optional(self, node: nodes.Element) -> None:
        self.write("[, " if node.parent.index(node) else "[", node)

    def depart_desc_optional(self, node: nodes.Element) -> None:
        self.write("]", node)

    # What is not printed.

    def visit_raw(self, node: nodes.Element) -> None:
        formats = node.get("format", "").split()
        if "typst" in formats:
            self.note(node.astext(), node)  # for the place alone: it is code
            self.code(f"[\n{node.astext()}\n]")
        else:
            self.warn(f"raw {' '.join(formats)} is not set", node, "raw")
        raise nodes.SkipNode


def _wrapper(function: str) -> Callable[[TypstTranslator, nodes.Element], None]:
    return lambda translator, node: translator.open_marked(node, function)


def _teach() -> None:
    for name, function in _WRAPPED.items():
        setattr(TypstTranslator, f"visit_{name}", _wrapper(function))
        setattr(TypstTranslator, f"depart_{name}", TypstTranslator._close)
    for name in _TRANSPARENT:
        setattr(TypstTranslator, f"visit_{name}", TypstTranslator.mark)
        setattr(TypstTranslator, f"depart_{name}", TypstTranslator._pass)
    for name in _SKIPPED:
        setattr(TypstTranslator, f"visit_{name}", TypstTranslator._skip)


_teach()


def place(node: nodes.Node | None) -> Place:
    """Return where `node` is written, or the nearest node above it that knows."""
    if not isinstance(node, nodes.Element):
        return Place("template", None)
    source = line = None
    above: nodes.Node | None = node
    while above is not None and source is None:
        source, line = above.source, above.line
        above = above.parent
    return Place(source or "unknown file", line)


def beside(node: nodes.Text, step: int) -> str:
    """Return the character before (-1) or after (1) a text in its block, "" at the edge."""
    block = node.parent
    while isinstance(block.parent, nodes.TextElement):
        block = block.parent
    texts = list(block.findall(nodes.Text))
    index = next(i for i, text in enumerate(texts) if text is node) + step
    if not 0 <= index < len(texts):
        return ""
    return str(texts[index])[-1 if step < 0 else 0 :][:1]


class _Setting(NamedTuple):
    """A note that was set: its label, in which paragraph, and how often it was named so far."""

    label: str
    paragraph: int
    times: int


def _is_over_heading(section: nodes.section) -> bool:
    """Return whether the title of a section has another right below it."""
    below = (node for node in section[1:] if not isinstance(node, nodes.Invisible | nodes.target))
    first = next(below, None)
    while isinstance(first, addnodes.start_of_file):
        first = next((node for node in first if not isinstance(node, nodes.Invisible)), None)
    return isinstance(first, nodes.section)


def _notes_at_edges(node: nodes.Element) -> tuple[bool, bool]:
    """Return whether there may be notes in the first line, and in the last but one.

    Typst moves these to the next page for the sake of their neighbours, without their notes.
    """
    before, wide, places = 0, 0, []
    for child in node.findall():
        if isinstance(child, nodes.footnote_reference):
            places.append(before)
            before += _MARK
        elif isinstance(child, nodes.Text):
            wide += len(_WIDE.findall(child))
            before += len(child) + len(_WIDE.findall(child))
    line = _LINE if wide * 4 > before else _LATIN_LINE
    if before < 3 * line:  # Typst keeps three lines together
        return bool(places), bool(places)
    # Where lines end is only guessed, the worse the more there are.
    slack = line // 8 + before // 50
    last = (before + _INDENT) % line
    lasts = {last, last + line} if last < slack else {last}
    return any(at < line for at in places), any(
        end - slack < before - at < end + line + slack for at in places for end in lasts
    )


def _is_short(node: nodes.Element) -> bool:
    return len(node.astext()) < _SHORT


def _has_blocks(node: nodes.Element) -> bool:
    """Return whether there are blocks in a node that should have words alone in it."""
    return any(
        isinstance(child, nodes.Element)
        and (_has_blocks(child) if isinstance(child, nodes.Inline) else isinstance(child, _BLOCKS))
        for child in node.children
    )


def _tight(node: nodes.Element) -> bool:
    """Return whether no item has more than a paragraph and lists in it."""
    return all(
        sum(isinstance(child, nodes.paragraph) for child in item.children) <= 1
        and all(
            isinstance(
                c, nodes.paragraph | nodes.bullet_list | nodes.enumerated_list | nodes.Invisible
            )
            for c in item.children
        )
        for item in node.children
        if isinstance(item, nodes.list_item)
    )


def _follows(node: nodes.Element) -> bool:
    after = node.parent[node.parent.index(node) + 1 :]
    return any(not isinstance(one, nodes.footnote | nodes.Invisible) for one in after)


def _short(kind: Any) -> str:
    while kind not in STANDARD_TYPES:
        kind = kind.parent
    return str(STANDARD_TYPES[kind])


def _length(text: str, scale: int | None) -> str | None:
    """Return a length of docutils as Typst's, None if it is none; pixels are 96 an inch."""
    units = "px|pt|pc|cm|mm|Q|in|em|rem|ex|%|vw|"
    match = re.fullmatch(rf"(\d+(?:\.\d*)?|\.\d+)\s*({units})", text)
    if match is None:
        return None
    number = float(match[1]) * (scale or 100) / 100
    factor, unit = {
        "px": (0.75, "pt"),
        "": (0.75, "pt"),
        "pc": (12, "pt"),
        "ex": (0.5, "em"),
        "rem": (1, "em"),
        "Q": (0.25, "mm"),
        "vw": (1, "%"),
    }.get(match[2], (1, match[2]))
    return f"{number * factor:g}{unit}"
