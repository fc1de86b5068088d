"""Which parts of a text are prose, in MyST, in reStructuredText and in plain text.

Knows markup and places, no language and no glossary. MyST is read as CommonMark 0.31 (sections
are cited as "CM 4.5") with the extensions of MyST-Parser; reStructuredText as docutils' markup
specification has it. Two steps: blocks line by line, then what stands inside of each paragraph.
Each step takes time linear in the text. Offsets are code points from 0, spans half-open.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Hide = Callable[[int, int], None]

# Directives whose body is no prose; `csv-table`: its cells are data, and quoted as such.
# fmt: off
_LITERAL_DIRECTIVES = frozenset({
    "code-block", "code", "sourcecode", "code-cell", "literalinclude", "highlight",
    "parsed-literal", "math", "raw", "toctree", "image", "include", "examples",
    "edition", "apparatus", "witness", "concepts", "eval-rst", "csv-table", "mermaid",
    "graphviz", "digraph", "graph", "plantuml", "uml", "productionlist", "prompt",
    "doctest", "testcode", "testsetup", "testoutput", "testcleanup", "bibliography",
    "autosummary", "automodule", "autoclass", "autofunction", "automethod",
    "autoattribute", "autodata", "autoexception", "argparse", "click", "index", "meta",
    "role", "default-role", "tabularcolumns", "module", "currentmodule",
    "sectionauthor", "codeauthor", "plot", "jupyter-execute", "ipython",
    "default-domain", "program", "unicode", "date", "video", "youtube", "audio",
})
# Their first argument is a path, a class or a size; the body is prose.
_PATH_DIRECTIVES = frozenset({
    "figure", "figure-md", "container", "class", "rst-class", "only", "ifconfig",
    "tab-set", "grid", "div", "cssclass", "option", "envvar", "confval", "describe",
    "object",
})
# Roles whose whole content is text, and those that show their target when they have no text.
_TEXT_ROLES = frozenset({
    "term", "conjecture", "gap", "abbr", "abbreviation", "ac", "sub", "sup",
    "subscript", "superscript", "guilabel", "menuselection", "emphasis", "strong",
    "title", "title-reference", "dfn", "del", "ins", "u", "s", "strike", "underline",
    "mark", "small", "index",
})
_LITERAL_ROLES = frozenset({
    "math", "code", "kbd", "samp", "file", "command", "raw", "eq", "cite", "program",
    "regexp",
})
# fmt: on

_NO_LINE_END = re.compile(r"[^\r\n]+")
_LINE_END = re.compile(r"\r\n?|\n|\Z")
_TARGET = re.compile(r"\s*<[^<>]*>\Z")
# A path of a URL may hold Han behind a slash or a sign, not right behind the host: there it is
# a sentence that goes on without a space.
_URL = re.compile(
    r"://[A-Za-z0-9\[][\w.:@%~\[-]*+(?:/(?:[\w\-.~:/?#@!$&'*+,;=%()]++"
    r"(?:(?<=[/=#_])(?a:[^\x00-\u3004\u3008-\u3020\uff00-\uffff]++[\w\-.~:/?#@!$&'*+,;=%()]*+))*+)?)?",
    re.ASCII,
)
_URL_TAIL = re.compile(r"[.,;:!?'*)(_~]+\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,31}\Z")
_LOCAL = re.compile(r"[A-Za-z0-9._%+-]{1,64}\Z")
_DOMAIN = re.compile(r"[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)+")


def mask(text: str, markup: Literal["myst", "rst", "plain"]) -> str:
    r"""Return `text` with NUL for each character that is no prose.

    As long as `text`; "\n" and "\r" always stay, so offsets, lines and columns hold. Any text
    is read; what is open at the end (a fence, a comment) runs to the end.
    """
    spans: list[tuple[int, int]] = []
    if markup == "myst":
        _MystBlocks(text, spans).read()
    elif markup == "rst":
        _RstBlocks(text, spans).read()
    return _blank(text, spans)


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    """Return `text` with NUL for what is in `spans`, which may overlap, but for line ends."""
    out: list[str] = []
    done = 0
    spans.sort()
    for start, end in spans:
        if end <= done:
            continue
        if start > done:
            out.append(text[done:start])
            done = start
        hidden = text[done:end]
        if "\n" in hidden or "\r" in hidden:
            hidden = _NO_LINE_END.sub(lambda found: "\0" * len(found[0]), hidden)
            out.append(hidden)
        else:
            out.append("\0" * len(hidden))
        done = end
    out.append(text[done:])
    return "".join(out)


def _address(body: str, at: int) -> tuple[int, int] | None:
    """Return the span of the URL or e-mail address around "://", "www." or "@" at `at`."""
    if body[at] == "@":
        if not (body[at - 1 : at].isalnum() and body[at + 1 : at + 2].isalnum()):
            return None
        head, tail = _LOCAL.search(body[max(0, at - 64) : at]), _DOMAIN.match(body, at + 1)
        return (at - len(head[0]), tail.end()) if head and tail else None
    if body[at] == "w":
        found = _DOMAIN.match(body, at)
        tail = _URL.match("://" + body[at : at + 2000])
        return (at, at + tail.end() - 3) if found and tail else None
    head, tail = _SCHEME.search(body[max(0, at - 32) : at]), _URL.match(body, at)
    if not (head and tail):
        return None
    cut = _URL_TAIL.search(body[max(at, tail.end() - 64) : tail.end()])
    return at - len(head[0]), tail.end() - (len(cut[0]) if cut else 0)


def _role_text(name: str, body: str) -> tuple[int, int]:
    """Return the span of `body`, the content of a role, that readers see as text."""
    name = name.rpartition(":")[2]
    if name in _LITERAL_ROLES or name.startswith("cite"):
        return 0, 0
    target = _TARGET.search(body, max(0, body.rfind("<") - 64))
    if target and target.start():
        return 0, target.start()
    return (0, len(body)) if name in _TEXT_ROLES else (0, 0)


# MyST: blocks.

_DEPTH = 20  # containers within containers; without an end, time would be quadratic
# Lines that go on as, or open, a paragraph outside of any container, whatever stands before.
_PLAIN = re.compile(r"(?:[^\s`~:>+*=#<\[(%{$|0-9.-][^\r\n]*+(?:\r\n?|\n|\Z))++")
_FRONT_MATTER = re.compile(
    r"\ufeff?(-{3,})[ \t]*(?:\r\n?|\n)(?:[^\r\n]*+(?:\r\n?|\n))*?\1-*[ \t]*(?=[\r\n]|\Z)"
)
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*\Z")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*\Z")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*?))??(?:(?:^|[ \t])[ \t]*#+)?[ \t]*\Z")
_FENCE = re.compile(r"(`{3,})([^`]*)\Z|(~{3,})(.*)\Z|(:{3,})(.*)\Z", re.DOTALL)
_DIRECTIVE = re.compile(r"[ \t]*\{([^\s}]+)\}(?=[ \t]|\Z)")
_ITEM = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t]|\Z)")
_DEFINITION = re.compile(r"[:~](?=[ \t]+[^ \t])")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")
_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?[ \t]*\Z")
_PIPE = re.compile(r"(\\.)|\|", re.DOTALL)
_ATTRIBUTE = r"(?:[#.][^\s{}]+|%[^%{}\n]*%|[\w:-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s{}\"']+))"
_ATTRIBUTES = re.compile(rf"\{{[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*+[ \t]*\}}")
_HTML_LITERAL = re.compile(r"<(script|pre|style|textarea)(?=[\s>]|\Z)", re.IGNORECASE)
_HTML_BLOCK = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|"
    r"details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|"
    r"head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|"
    r"option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)"
    r"(?=[\s/>]|\Z)",
    re.IGNORECASE,
)
_MATH_BLOCK = re.compile(
    r"\$\$((?:[^$\r\n]++|(?:\r\n?|\n)(?![ \t]*[\r\n]))*+)\$\$[ \t]*(?=[\r\n]|\Z)"
)
_REFERENCE = re.compile(
    r"[ \t]*\[((?:[^\[\]\\]|\\.)++)\]:[ \t]*+(?:\r\n?|\n)?[ \t]*+(?:<[^<>\r\n]*>|[^\s<]\S*+)"
    r"(?:(?:[ \t]+|[ \t]*(?:\r\n?|\n)[ \t]*)"
    r"(\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\))"
    r"(?=[ \t]*(?:\r\n?|\n|\Z)))?[ \t]*(?:\r\n?|\n|\Z)",
    re.DOTALL,
)
_HAN = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


@dataclass(slots=True)
class _Box:
    """A container: a quote, an item (list, definition, footnote) or a directive in a fence."""

    kind: Literal["quote", "item", "fence"]
    width: int = 0  # columns that the content of an item is indented by
    sign: str = ""  # of a fence: its first character and
    length: int = 0  # how many of them it has
    head: Literal["", "open", "colon", "yaml"] = ""  # in which part of its options it is
    is_glossary: bool = False  # definitions there may be indented by any width


@dataclass(slots=True)
class _Line:
    """A line without its end; `at` and `column` are those of its next sign, `base` where
    the content of the containers begins."""

    start: int
    end: int
    at: int = 0
    column: int = 0
    base: int = 0


class _MystBlocks:
    """The block structure of a MyST text, read line by line (CM appendix A, phase 1)."""

    def __init__(self, text: str, spans: list[tuple[int, int]]) -> None:
        self.text, self.spans = text, spans
        self.boxes: list[_Box] = []
        # The open paragraph: span and where its last line starts; -1: none is open.
        self.open, self.close, self.last = -1, -1, -1
        self.is_html = self.is_table = False
        self.until: str | re.Pattern[str] | None = None  # what ends the literal block we are in
        self.paragraphs: list[tuple[int, int, bool]] = []
        self.labels: set[str] = set()

    def hide(self, start: int, end: int) -> None:
        if start < end:
            self.spans.append((start, end))

    def read(self) -> None:
        """Find what is no prose."""
        text, at = self.text, 0
        if front := _FRONT_MATTER.match(text):
            self.hide(0, front.end())
            at = _LINE_END.search(text, front.end()).end()  # type: ignore[union-attr]
        while at < len(text):
            if not (self.boxes or self.until or self.is_html or self.is_table):
                found = _PLAIN.match(text, at)
                if found:
                    self._plain(at, found.end())
                    at = found.end()
                    continue
            elif isinstance(self.until, str) and not self.boxes:
                at = self._skip(at)
                continue
            end = _LINE_END.search(text, at)
            assert end
            self._line(_Line(at, end.start()))
            at = end.end()
        self._flush()
        for start, stop, is_html in self.paragraphs:
            body = text[start:stop]
            if (_HTML_TOKEN if is_html else _TOKEN).search(body):
                _MystInline(body, start, self.hide, self.labels).read(is_html)

    def _skip(self, at: int) -> int:
        """Hide the fenced code from `at` on, outside of containers; return where it ends."""
        fence = str(self.until)
        close = rf"(?<![^\r\n])[ ]{{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*(?:\r\n?|\n|\Z)"
        found = re.compile(close).search(self.text, at)
        end = found.end() if found else len(self.text)
        self.hide(at, end)
        self.until = None
        return end

    def _plain(self, start: int, end: int) -> None:
        """Take lines of a paragraph."""
        end = len(self.text[start:end].rstrip("\r\n")) + start
        cut = max(self.text.rfind("\n", start, end), self.text.rfind("\r", start, end))
        self.open = start if self.open < 0 else self.open
        self.close, self.last = end, max(start, cut + 1)

    def _flush(self) -> None:
        """Close the paragraph, if one is open."""
        start, end, is_html = self.open, self.close, self.is_html
        self.open, self.is_html, self.is_table = -1, False, False
        if start < 0:
            return
        while self.text[start] == "[" and not is_html:
            found = _REFERENCE.match(self.text, start, end)
            if not found:
                break
            self.labels.add(_label(found[1]))
            self.hide(found.start(), found.start(2) + 1 if found[2] else found.end())
            self.hide(found.end(2) - 1 if found[2] else found.end(), found.end())
            start = found.end()
            if start >= end:
                return
            start += len(self.text[start:end]) - len(self.text[start:end].lstrip(" \t"))
        self.paragraphs.append((start, end, is_html))

    def _indent(self, line: _Line, at: int, column: int) -> None:
        """Move `line` to its next sign from `at` on; tabs reach to columns 4, 8, 12 (CM 2.2)."""
        text = self.text
        while at < line.end and text[at] in " \t":
            column += 1 if text[at] == " " else 4 - column % 4
            at += 1
        line.at, line.column = at, column

    def _line(self, line: _Line) -> None:
        """Read a line: first the containers it goes on, then what it holds."""
        self._indent(line, line.start, 0)
        depth = self._enter(line)
        if depth < 0:
            return
        if depth < len(self.boxes):
            is_lazy = self.open >= 0 and not self.until and not self.is_html and not self.is_table
            is_lazy = is_lazy and all(box.kind != "fence" for box in self.boxes[depth:])
            if is_lazy and line.at < line.end and not self._starts(line):
                self._extend(line)
                return
            self._shut(depth)
        if self.until is not None:
            self._literal(line)
        elif not (self.boxes and self.boxes[-1].head and self._option(line)):
            self._content(line)

    def _shut(self, depth: int) -> None:
        """Close all containers from `depth` on, with what is open in them."""
        self._flush()
        self.until = None
        del self.boxes[depth:]

    def _enter(self, line: _Line) -> int:
        """Return how many containers go on in `line`, -1 if it closes a fence (CM 5.1, 5.2)."""
        text = self.text
        for depth, box in enumerate(self.boxes):
            if box.kind == "quote":
                if line.at >= line.end or text[line.at] != ">" or line.column - line.base > 3:
                    return depth
                self._quote(line)
            elif box.kind == "item":
                if line.at < line.end:
                    if line.column - line.base < box.width:
                        return depth
                    line.base += box.width
            elif line.at < line.end:
                rest = text[line.at : line.end].rstrip(" \t")
                is_end = len(rest) >= box.length and not rest.strip(box.sign)
                if is_end and line.column - line.base < 4 + box.width:
                    self._shut(depth)
                    self.hide(line.at, line.end)
                    return -1
                line.base = min(line.column, line.base + box.width)
        return len(self.boxes)

    def _quote(self, line: _Line) -> None:
        """Step over a quote marker and the one space that belongs to it."""
        self.hide(line.at, line.at + 1)
        at, column = line.at + 1, line.column + 1
        line.base = column + (at < line.end and self.text[at] in " \t")
        self._indent(line, at, column)

    def _literal(self, line: _Line) -> None:
        """Hide a line of a literal block, and see whether it ends there."""
        rest = self.text[line.at : line.end]
        if isinstance(self.until, re.Pattern):  # HTML: the end may stand within the line
            found = self.until.search(rest)
            self.hide(line.at, line.at + found.end() if found else line.end)
            if found:
                self.until = None
                line.at += found.end()
                self._extend(line)
                self.is_html = True
            return
        self.hide(line.at, line.end)
        fence, rest = self.until or "", rest.rstrip(" \t")
        if len(rest) >= len(fence) and not rest.strip(fence[0]) and line.column - line.base < 4:
            self.until = None

    def _option(self, line: _Line) -> bool:
        """Hide an option of the directive we are in; return whether it is one."""
        box, rest = self.boxes[-1], self.text[line.at : line.end]
        if box.head == "yaml":
            box.head = "" if rest.startswith("---") else "yaml"
        elif box.head == "open" and rest.startswith("---"):
            box.head = "yaml"
        elif rest.startswith(":") and not rest.startswith(":::"):
            box.head = "colon"
        else:
            box.head = ""
            return False
        self.hide(line.at, line.end)
        return True

    def _starts(self, line: _Line) -> bool:
        """Return whether `line` opens a block that may interrupt a paragraph (CM 4.8)."""
        if line.column - line.base > 3:
            return False
        rest = self.text[line.at : line.end]
        sign = rest[0]
        if sign in ">%":
            return True
        if sign in "-+*0123456789":
            item = _ITEM.match(rest)
            can = item and rest[item.end() :].strip() and item[0] in ("-", "+", "*", "1.", "1)")
            return bool(can or _RULE.match(rest) or _is_break(rest))
        if sign == "<":
            return bool(
                rest[:2] in ("<!", "<?") or _HTML_LITERAL.match(rest) or _HTML_BLOCK.match(rest)
            )
        kinds = {"#": _HEADING, "_": _RULE, ":": _FENCE, "`": _FENCE, "~": _FENCE, "[": _FOOTNOTE}
        if sign in kinds and kinds[sign].match(rest):
            return True
        return bool((sign == ":" and _DEFINITION.match(rest)) or _is_target(rest))

    def _extend(self, line: _Line) -> None:
        """Take `line` as a line of a paragraph."""
        if line.at >= line.end:
            return
        self.open = line.at if self.open < 0 else self.open
        self.close, self.last = line.end, line.at

    def _content(self, line: _Line) -> None:
        """Read what `line` holds behind the marks of its containers."""
        text = self.text
        if line.at >= line.end:
            self._flush()
            return
        rest = text[line.at : line.end]
        if self.open >= 0 and not self.is_html and self._closes_paragraph(line, rest):
            return
        if self.is_table and not self._starts(line):
            self._row(line.at, line.end)
        elif line.column - line.base > 3:
            self._indented(line)
        elif self.is_html or (self.open >= 0 and not self._starts(line)):
            self._whole_line(line, rest)
        else:
            self._flush()
            self._block(line, rest)

    def _indented(self, line: _Line) -> None:
        """Read a line indented by four or more: code outside of a paragraph (CM 4.4)."""
        if self.open >= 0 or any(box.is_glossary for box in self.boxes):
            self._extend(line)
        else:
            self.hide(line.at, line.end)

    def _whole_line(self, line: _Line, rest: str) -> None:
        """Go on with a paragraph, but for a line of attributes."""
        if _ATTRIBUTES.fullmatch(rest.rstrip()):
            self._flush()
            self.hide(line.at, line.end)
        else:
            self._extend(line)

    def _closes_paragraph(self, line: _Line, rest: str) -> bool:
        """Return whether `line` makes a heading (CM 4.3) or a table of the open paragraph."""
        if line.column - line.base > 3 or rest[0] not in "=-|:":
            return False
        is_head = self.text.find("|", self.last, self.close) >= 0 and _DELIMITERS.match(rest)
        if is_head and self._cells(self.last, self.close) == self._cells(line.at, line.end):
            self._table(line)
            return True
        if not _UNDERLINE.match(rest):
            return False
        self.hide(line.at, line.end)
        self._flush()
        return True

    def _pipes(self, start: int, end: int) -> list[int]:
        """Return where the pipes are that stand for themselves (GFM 4.10)."""
        found = _PIPE.finditer(self.text, start, end)
        return [pipe.start() for pipe in found if not pipe[1]]

    def _cells(self, start: int, end: int) -> int:
        """Return how many cells a row has."""
        row = self.text[start:end].rstrip()
        ends = row.startswith("|") + (row.endswith("|") and not row.endswith("\\|"))
        return len(self._pipes(start, end)) + 1 - ends

    def _table(self, line: _Line) -> None:
        """Open a table: the last line of the paragraph is its head."""
        head, end = self.last, self.close
        if self.open < head:
            self.close = head
            self._flush()
        self.open = -1
        self.hide(line.at, line.end)
        self._row(head, end)
        self.is_table = True

    def _row(self, start: int, end: int) -> None:
        """Take each cell of a row as a paragraph."""
        for pipe in [*self._pipes(start, end), end]:
            if pipe > start:
                self.paragraphs.append((start, pipe, False))
            self.hide(pipe, min(pipe + 1, end))
            start = pipe + 1

    def _block(self, line: _Line, rest: str) -> None:
        """Read the start of a block; containers may open within containers."""
        sign = rest[0]
        if sign in "`~:" and (fence := _FENCE.match(rest)):
            self._fence(line, fence)
        elif sign == ">":
            self._quote(line)
            self._push(line, _Box("quote"))
        elif sign == "%" or _RULE.match(rest) or _is_break(rest) or _is_target(rest):
            self.hide(line.at, line.end)
        elif sign == "#" and (heading := _HEADING.match(rest)):
            self._heading(line, heading)
        elif item := _ITEM.match(rest) or _DEFINITION.match(rest) or _FOOTNOTE.match(rest):
            self._item(line, item[0])
        elif sign == "<":
            self._html(line, rest)
        elif sign == "{":
            self._whole_line(line, rest)
        elif rest.startswith("$$") and self._math(line):
            pass
        else:
            self._extend(line)

    def _push(self, line: _Line, box: _Box) -> None:
        """Open a container and read the rest of the line in it."""
        if len(self.boxes) < _DEPTH:
            self.boxes.append(box)
            self._content(line)
        else:
            self._extend(line)

    def _heading(self, line: _Line, found: re.Match[str]) -> None:
        """Hide the marks of a heading (CM 4.2)."""
        start, end = found.span(2) if found[2] else (found.end(1), found.end(1))
        self.hide(line.at, line.at + start)
        self.hide(line.at + end, line.end)
        if start < end:
            self.paragraphs.append((line.at + start, line.at + end, False))

    def _item(self, line: _Line, marker: str) -> None:
        """Open an item of a list, a definition or a footnote (CM 5.2)."""
        before = line.column - line.base
        self.hide(line.at, line.at + len(marker))
        column = line.column + len(marker)
        self._indent(line, line.at + len(marker), column)
        gap = line.column - column
        if gap > 4 or line.at >= line.end:  # indented code follows, or nothing
            gap = 1
        # A footnote goes on with any four columns, as in mdit-py-plugins.
        width = 4 if marker[0] == "[" else before + len(marker) + gap
        line.base = line.column if marker[0] == "[" else line.base + width
        self._push(line, _Box("item", width))

    def _fence(self, line: _Line, found: re.Match[str]) -> None:
        """Open fenced code (CM 4.5) or a directive."""
        fence, info = (part for part in found.groups() if part is not None)
        at = line.at + len(fence)
        directive = _DIRECTIVE.match(info)
        name = directive[1] if directive else ""
        if name in _LITERAL_DIRECTIVES or (not name and fence[0] != ":"):
            self.hide(line.at, line.end)
            self.until = fence
            return
        words = (
            len(info) - len(info.lstrip()) + len(info.split(maxsplit=1)[0]) if info.strip() else 0
        )
        width = line.column - line.base
        head: Literal["open", ""] = "open" if name else ""
        is_quiet = name in _PATH_DIRECTIVES or ":" in name
        start = line.end if is_quiet else at + words
        self.hide(line.at, start)
        if start < line.end:
            self.paragraphs.append((start, line.end, False))
        if len(self.boxes) < _DEPTH:
            self.boxes.append(_Box("fence", width, fence[0], len(fence), head, name == "glossary"))

    def _html(self, line: _Line, rest: str) -> None:
        """Read the start of an HTML block (CM 4.6)."""
        literal = _HTML_LITERAL.match(rest)
        if literal:
            self.until = re.compile(rf"</{literal[1]}>", re.IGNORECASE)
        elif rest.startswith("<!--"):
            self.until = re.compile("-->")
        elif rest.startswith("<?"):
            self.until = re.compile(r"\?>")
        elif rest.startswith("<![CDATA["):
            self.until = re.compile(r"\]\]>")
        if self.until is not None:
            self._literal(line)
            return
        self._extend(line)
        whole = _TAG.match(rest)
        self.is_html = bool(_HTML_BLOCK.match(rest) or (whole and not rest[whole.end() :].strip()))

    def _math(self, line: _Line) -> bool:
        """Hide the first line of display math that is closed before a blank line."""
        found = _MATH_BLOCK.match(self.text, line.at)
        if not found or (_HAN.search(found[1]) and "\\" not in found[1]):
            return False
        self.hide(line.at, found.end())
        # Its other lines are read as a paragraph, which has nothing left to find.
        self._extend(line)
        return True


def _is_break(rest: str) -> bool:
    """Return whether a line is a block break of MyST (`+++`, and what follows)."""
    signs = re.match(r"[+ \t]*", rest)
    return rest[0] == "+" and bool(signs) and rest[: signs.end()].count("+") > 2  # type: ignore[union-attr]


def _is_target(rest: str) -> bool:
    """Return whether a line is a MyST target, `(name)=`."""
    return rest[0] == "(" and len(rest) > 3 and rest.rstrip().endswith(")=")


def _label(text: str) -> str:
    """Return a link label as labels are compared (CM 6.3)."""
    return " ".join(text.split()).casefold()


# MyST: inside of a paragraph.

# One set of first signs, so that the search runs over everything else at full speed.
_TOKEN = re.compile(
    r"[\\`*_~!\[\]<&{$@:w](?:(?<=\\)[!-/:-@\[-`{-~\r\n]|(?<=`)`*+|(?<=\*)\**+|(?<=_)_*+|(?<=~)~|"
    r"(?<=!)\[|(?<=[\[\]{$@])|(?<=<)[A-Za-z/!?]|(?<=&)[#A-Za-z]|(?<=:)//|(?<=w)ww\.)"
)
_HTML_TOKEN = re.compile(r"[<&@:](?:(?<=<)[A-Za-z/!?]|(?<=&)[#A-Za-z]|(?<=@)|(?<=:)//)")
_TICKS = re.compile("`+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"<[A-Za-z][A-Za-z0-9-]*+(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|"
    r"[^\s\"'=<>`]++))?)*+\s*+/?>|</[A-Za-z][A-Za-z0-9-]*+\s*+>|<\?[^?<]*+\?>|<![A-Za-z][^<>]*+>"
)
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+>|<[\w.+-]++@[A-Za-z0-9.-]++>")
_INLINE_LITERAL = re.compile(r"<(code|kbd|samp|script|style|pre)[\s>]", re.IGNORECASE)
_ROLE = re.compile(r"\{([A-Za-z0-9_+:-]+)\}(`+)")
_SUBSTITUTION = re.compile(r"\{\{[^{}\r\n]*+\}\}")
_MATH = re.compile(r"(\${1,2})(?=[^\s$])([^$\r\n]{1,300}+)(?<=\S)\1(?![0-9])")
_NOTE = re.compile(r"\[\^[^\]\s\[]{1,200}+\]")
_DESTINATION = re.compile(
    r"\(\s*+(?:<(?:[^<>\n\\]|\\.)*+>|(?!<)(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|"
    r"\([^\s()]*+\))*+\))*+)"
    r"(?:\s++(?:\"((?:[^\"\\]|\\.)*+)\"|'((?:[^'\\]|\\.)*+)'|\(((?:[^()\\]|\\.)*+)\)))?\s*+\)",
    re.DOTALL,
)
_SECOND_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.)*+)\]", re.DOTALL)


class _Inline:
    """A paragraph read from left to right, whatever its markup.

    `missing` are the ends that were looked for and are not there, so that none is looked for
    twice.
    """

    def __init__(self, body: str, offset: int, hide: Hide) -> None:
        self.body, self.offset, self._hide = body, offset, hide
        self.missing: set[str] = set()

    def hide(self, start: int, end: int) -> None:
        self._hide(self.offset + start, self.offset + end)

    def _address(self, at: int, token: str) -> int:
        found = _address(self.body, at)
        if not found:
            return at + len(token)
        self.hide(*found)
        return max(found[1], at + len(token))


class _MystInline(_Inline):
    """What is no prose inside of one paragraph (CM 6), read from left to right.

    Each `_…` reader takes the offset of a token and returns where to go on.
    """

    def __init__(self, body: str, offset: int, hide: Hide, labels: set[str]) -> None:
        super().__init__(body, offset, hide)
        self.labels = labels
        self.longest = max(map(len, labels), default=-1) if labels else -1
        self.openers: list[int] = []
        self.dead = 0  # so many openers stand around a link, and no link holds a link
        self.ticks: dict[int, list[int]] | None = None

    def read(self, is_html: bool) -> None:
        """Find what is no prose; in HTML only tags, entities and addresses."""
        search = (_HTML_TOKEN if is_html else _TOKEN).search
        found = search(self.body)
        while found:
            token = found[0]
            found = search(self.body, _READERS[token[0]](self, found.start(), token))

    def _escape(self, at: int, token: str) -> int:
        self.hide(at, at + 1)
        return at + 2

    def _closing(self, length: int, after: int) -> int:
        """Return where a run of just `length` backticks starts behind `after`, or -1."""
        if self.ticks is None:
            self.ticks = {}
            for run in _TICKS.finditer(self.body):
                self.ticks.setdefault(len(run[0]), []).append(run.start())
            for runs in self.ticks.values():
                runs.reverse()
        runs = self.ticks.get(length, [])
        while runs and runs[-1] < after:
            runs.pop()
        return runs[-1] if runs else -1

    def _code(self, at: int, token: str) -> int:
        """Read a code span (CM 6.1)."""
        after = at + len(token)
        end = self._closing(len(token), after)
        if end < 0:
            return after
        self.hide(at, end + len(token))
        return end + len(token)

    def _star(self, at: int, token: str) -> int:
        """Hide signs of emphasis, but not a sign alone between spaces (CM 6.2)."""
        before, after = self.body[at - 1 : at], self.body[at + len(token) :][:1]
        if before.strip() or after.strip():
            self.hide(at, at + len(token))
        return at + len(token)

    def _underscore(self, at: int, token: str) -> int:
        """Hide signs of emphasis at the edge of a word (CM 6.2, rules 2 and 4)."""
        before, after = self.body[at - 1 : at] if at else "", self.body[at + len(token) :][:1]
        if before.isalnum() != after.isalnum():
            self.hide(at, at + len(token))
        return at + len(token)

    def _strike(self, at: int, token: str) -> int:
        self.hide(at, at + 2)
        return at + 2

    def _open(self, at: int, token: str) -> int:
        note = _NOTE.match(self.body, at) if token == "[" else None
        if note:
            self.hide(at, note.end())
            return note.end()
        self.openers.append(at)
        return at + len(token)

    def _shut(self, at: int, token: str) -> int:
        """Read the end of a link or an image (CM 6.3, 6.4)."""
        if not self.openers:
            return at + 1
        start = self.openers.pop()
        is_image = self.body[start] == "!"
        is_dead = len(self.openers) < self.dead and not is_image
        self.dead = min(self.dead, len(self.openers))
        end = -1 if is_dead else self._destination(start + 1 + is_image, at)
        if end < 0:
            return at + 1
        self.hide(start, start + 1 + is_image)
        if not is_image:
            self.dead = len(self.openers)
        return end

    def _destination(self, start: int, at: int) -> int:
        """Hide what follows the text of a link from `at` on; return its end, -1 if no link."""
        body = self.body
        if found := _DESTINATION.match(body, at + 1):
            title = next((n for n in (1, 2, 3) if found[n] is not None), 0)
            if title:
                self.hide(at, found.start(title))
                self.hide(found.end(title), found.end())
                return found.end() if not found[title] else found.start(title)
            self.hide(at, found.end())
            return found.end()
        if attributes := _ATTRIBUTES.match(body, at + 1):
            self.hide(at, attributes.end())
            return attributes.end()
        second = _SECOND_LABEL.match(body, at + 1) if self.labels else None
        if second and second[1] and _label(second[1]) in self.labels:
            self.hide(at, second.end())
            return second.end()
        if at - start <= 2 * self.longest and _label(body[start:at]) in self.labels:
            end = second.end() if second and not second[1] else at + 1
            self.hide(at, end)
            return end
        return -1

    def _angle(self, at: int, token: str) -> int:
        """Read HTML or an autolink (CM 6.5, 6.6)."""
        body = self.body
        if body.startswith("<!--", at):
            return self._to("-->", at, at + 4)
        found = _AUTOLINK.match(body, at) or _TAG.match(body, at)
        if not found:
            return at + 1
        literal = _INLINE_LITERAL.match(body, at)
        if literal and not found[0].endswith("/>"):
            return max(self._to(f"</{literal[1]}>", at, found.end()), found.end())
        self.hide(at, found.end())
        return found.end()

    def _to(self, end: str, at: int, start: int) -> int:
        """Hide from `at` through the next `end` behind `start`; return where to go on."""
        found = -1 if end in self.missing else self.body.find(end, start)
        if found < 0:  # looked for once, lest many of them take quadratic time
            self.missing.add(end)
            self.hide(at, start)
            return start
        self.hide(at, found + len(end))
        return found + len(end)

    def _entity(self, at: int, token: str) -> int:
        found = _ENTITY.match(self.body, at)
        if not found:
            return at + 1
        self.hide(at, found.end())
        return found.end()

    def _brace(self, at: int, token: str) -> int:
        """Read a role, a substitution or attributes."""
        body = self.body
        if role := _ROLE.match(body, at):
            return self._role(role)
        found = _SUBSTITUTION.match(body, at)
        if not found:
            attributes = _ATTRIBUTES.match(body, at)
            is_bound = body[at - 1 : at] in ("]", ")", "`", "*", "_") if at else False
            found = attributes if is_bound or body[at + 1 : at + 2] in ("#", ".") else None
        if not found:
            return at + 1
        self.hide(at, found.end())
        return found.end()

    def _role(self, role: re.Match[str]) -> int:
        """Read a role: it ends at the first backticks as long as its own, as in MyST."""
        fence, start = role[2], role.end()
        end = -1 if fence in self.missing else self.body.find(fence, start + 1)
        if end < 0:
            self.missing.add(fence)
            return start
        first, last = _role_text(role[1], self.body[start:end])
        self.hide(role.start(), start + first)
        self.hide(start + last, end + len(fence))
        return end + len(fence)

    def _dollar(self, at: int, token: str) -> int:
        """Read math, only where it can hardly be money: no Han in it, no letter before."""
        before = self.body[at - 1 : at] if at else ""
        is_money = before.isascii() and before.isalnum()
        found = None if is_money else _MATH.match(self.body, at)
        if not found or _HAN.search(found[2]):
            return at + 1
        self.hide(at, found.end())
        return found.end()


_READERS: dict[str, Callable[[_MystInline, int, str], int]] = {
    "\\": _MystInline._escape,
    "`": _MystInline._code,
    "*": _MystInline._star,
    "_": _MystInline._underscore,
    "~": _MystInline._strike,
    "[": _MystInline._open,
    "!": _MystInline._open,
    "]": _MystInline._shut,
    "<": _MystInline._angle,
    "&": _MystInline._entity,
    "{": _MystInline._brace,
    "$": _MystInline._dollar,
    "@": _MystInline._address,
    ":": _MystInline._address,
    "w": _MystInline._address,
}

# reStructuredText: blocks. Containers need no stack: only indentation matters.

_RST_DIRECTIVE = re.compile(
    r"\.\.[ \t]+(?:\|[^|\r\n]+\|[ \t]+)?([\w.:+-]*[\w+-])[ \t]?::(?=[ \t]|\Z)"
)
_RST_NOTE = re.compile(r"\.\.[ \t]+\[(?:[#*]|#?[\w.:+-]+)\](?=[ \t]|\Z)")
_RST_TARGET = re.compile(r"\.\.[ \t]+_(?![ \t])|__[ \t]|__\Z")
_RST_FIELD = re.compile(r":(?![: \t])(?:[^:\\\r\n]|\\.|:(?![ \t\r\n]|\Z))+:(?=[ \t]|\Z)")
_RST_ITEM = re.compile(
    r"(?:[-+*\u2022\u2023\u2043]|\(?(?:[0-9]{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)[.)])(?=[ \t]|\Z)"
)
_RST_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1+[ \t]*\Z")
_RST_BORDER = re.compile(
    r"\+(?:[-=]{2,}\+)+[ \t]*\Z|={2,}(?:[ \t]+={2,})+[ \t]*\Z|-{2,}(?:[ \t]+-{2,})+[ \t]*\Z"
)


class _RstBlocks:
    """The block structure of a reStructuredText, read line by line."""

    def __init__(self, text: str, spans: list[tuple[int, int]]) -> None:
        self.text, self.spans = text, spans
        self.open, self.close, self.indent = -1, -1, 0  # the open paragraph
        self.literal = -1  # deeper lines are hidden
        self.awaits = -1  # `::` stood in a paragraph of this indentation
        self.options = -1  # head of the directive of this indentation
        self.field = -1  # an option of this indentation goes on in deeper lines
        self.quote = ""  # the sign of a quoted literal block
        self.is_doctest = False
        self.paragraphs: list[tuple[int, int]] = []

    def hide(self, start: int, end: int) -> None:
        if start < end:
            self.spans.append((start, end))

    def read(self) -> None:
        """Find what is no prose."""
        text, at = self.text, 0
        while at < len(text):
            end = _LINE_END.search(text, at)
            assert end
            start, column = at, 0
            while start < end.start() and text[start] in " \t\f\v":
                column += 8 - column % 8 if text[start] == "\t" else 1
                start += 1
            self._line(start, len(text[start : end.start()].rstrip()) + start, column)
            at = end.end()
        self._flush()
        for first, last in self.paragraphs:
            body = text[first:last]
            if _RST_TOKEN.search(body):
                _RstInline(body, first, self.hide).read()

    def _flush(self) -> None:
        """Close the paragraph; `::` at its end announces a literal block."""
        if self.open >= 0:
            if self.text.endswith("::", self.open, self.close):
                self.hide(self.close - 1, self.close)
                if self.close - self.open == 2:
                    self.hide(self.open, self.close)
                self.awaits = self.indent
            self.paragraphs.append((self.open, self.close))
        self.open = -1

    def _line(self, start: int, end: int, column: int) -> None:
        """Read the line whose text is from `start` to `end`, indented by `column`."""
        if start >= end:
            self._flush()
            self.options = self.field = -1
            self.is_doctest, self.quote = False, ""
            return
        if self._is_hidden(start, column):
            self.hide(start, end)
            return
        if self.open >= 0 and column == self.indent:
            self._more(start, end)
            return
        self._flush()
        self.awaits = -1
        self._block(start, end, column)

    def _is_hidden(self, start: int, column: int) -> bool:
        """Return whether a line belongs to a literal block, an option or a doctest."""
        if self.literal >= 0:
            if column > self.literal:
                return True
            self.literal = -1
        if self.is_doctest or (self.quote and self.text[start] == self.quote):
            return True
        if self.awaits >= 0 and self.open < 0:
            if column > self.awaits:
                self.literal, self.awaits = self.awaits, -1
                return True
            sign = self.text[start]
            # Signs that open other blocks are taken for those.
            if column == self.awaits and sign in "!\"#$%&'(),/;<=>?@[\\]^{}~":
                self.quote, self.awaits = sign, -1
                return True
        return self._is_option(start, column)

    def _is_option(self, start: int, column: int) -> bool:
        """Return whether a line is an option in the head of a directive, or goes on with one."""
        if self.options < 0:
            return False
        if column <= self.options:
            self.options = self.field = -1
        elif 0 <= self.field < column:
            return True
        elif self.text[start] == ":" and _RST_FIELD.match(self.text, start):
            self.field = column
            if self.open >= 0:
                self._flush()
            return True
        else:
            self.field = -1
            self.options = self.options if self.open >= 0 else -1
        return False

    def _more(self, start: int, end: int) -> None:
        """Go on with the paragraph: a line of text, or what closes it at once."""
        rest = self.text[start:end]
        if _RST_ADORNMENT.match(rest) and rest.strip(":."):
            self._flush()
            self.hide(start, end)
        elif rest[0] == "|" or _RST_BORDER.match(rest) or self._is_next(rest):
            self._flush()
            self._block(start, end, self.indent)
        else:
            self.close = end

    def _is_next(self, rest: str) -> bool:
        """Return whether a line right below text is explicit markup, as in lists of them."""
        return rest.startswith(".. ") or bool(_RST_TARGET.match(rest))

    def _block(self, start: int, end: int, column: int) -> None:
        """Read the first line of a block."""
        rest = self.text[start:end]
        if rest[0] == "." and rest.startswith("..") and (len(rest) == 2 or rest[2] in " \t"):
            self._explicit(start, end, column)
        elif _RST_TARGET.match(rest):
            self.hide(start, end)
        elif rest.startswith(">>>"):
            self.is_doctest = True
            self.hide(start, end)
        elif (_RST_ADORNMENT.match(rest) and rest.strip(":.")) or _RST_BORDER.match(rest):
            self.hide(start, end)
        elif rest[0] == "|" and not re.match(r"\|[^|\s][^|]*\|", rest):
            self._row(start, end)
        elif mark := _RST_ITEM.match(rest) or _RST_FIELD.match(rest):
            self._item(start, end, column, len(mark[0]))
        else:
            self._text(start, end, column)

    def _text(self, start: int, end: int, column: int) -> None:
        """Open a paragraph."""
        self.open, self.close, self.indent = start, end, column

    def _item(self, start: int, end: int, column: int, length: int) -> None:
        """Hide the mark of an item or the name of a field; a block follows on the line."""
        mark: re.Match[str] | None = None
        while length:
            self.hide(start, start + length)
            rest = self.text[start + length : end]
            gap = len(rest) - len(rest.lstrip())
            start, column = start + length + gap, column + length + gap
            mark = _RST_ITEM.match(rest, gap)
            length = mark.end() - gap if mark else 0
        if start < end:
            self._block(start, end, column)

    def _row(self, start: int, end: int) -> None:
        """Take each cell of a row of a grid table, or a line of a line block."""
        at = start
        for pipe in [
            *(found.start() for found in re.finditer(r"\|", self.text[start:end])),
            end - start,
        ]:
            pipe += start
            if pipe > at:
                self.paragraphs.append((at, pipe))
            self.hide(pipe, min(pipe + 1, end))
            at = pipe + 1

    def _explicit(self, start: int, end: int, column: int) -> None:
        """Read explicit markup: a directive, a footnote, a target or a comment."""
        rest = self.text[start:end]
        if found := _RST_DIRECTIVE.match(rest):
            self._directive(start, end, column, found)
        elif found := _RST_NOTE.match(rest):
            self._item(start, end, column, found.end())
        else:
            self.hide(start, end)
            # `..` alone before a blank line takes no block, as docutils has it.
            following = _LINE_END.search(self.text, end)
            is_empty = len(rest) == 2 and re.match(
                r"[ \t]*(?:\r\n?|\n)[ \t]*(?:[\r\n]|\Z)",
                self.text[end:][:200] if following else "",
            )
            self.literal = -1 if is_empty else column

    def _directive(self, start: int, end: int, column: int, found: re.Match[str]) -> None:
        """Read the first line of a directive."""
        name = found[1]
        if name in _LITERAL_DIRECTIVES and name != "contents":
            self.hide(start, end)
            self.literal = column
            return
        self.options = column
        if name in _PATH_DIRECTIVES or ":" in name or name in ("class", "function", "method"):
            self.hide(start, end)
            return
        self.hide(start, start + found.end())
        rest = self.text[start + found.end() : end]
        if rest.strip():
            at = end - len(rest.lstrip())
            # The text may go on below, indented by any width.
            following = re.compile(r"[ \t]*(?:\r\n?|\n)([ \t]*)").match(self.text, end)
            indent = len(following[1].expandtabs(8)) if following else 0
            self._text(at, end, max(indent, column + 1))


# reStructuredText: inside of a paragraph.

_RST_TOKEN = re.compile(
    r"[\\`:*_|\[@w](?:(?<=\\).|(?<=`)`?|(?<=:)(?://|[A-Za-z][\w.+:-]*:`)|(?<=\*)\**+|"
    r"(?<=_)_*+|(?<=[|\[@])|(?<=w)ww\.)",
    re.DOTALL,
)
_RST_REFERENCE = re.compile(r"\[(?:[#*]|#?[\w.:+-]{1,100}+)\]_(?!\w)")
_RST_SUBSTITUTION = re.compile(r"\|(?! )[^|\r\n]{1,100}+(?<! )\|_{0,2}")
_RST_SUFFIX = re.compile(r":([A-Za-z][\w.+:-]*):|__?(?!\w)")


class _RstInline(_Inline):
    """What is no prose inside of one paragraph of reStructuredText, from left to right."""

    def read(self) -> None:
        """Find what is no prose."""
        found = _RST_TOKEN.search(self.body)
        while found:
            end = _RST_READERS[found[0][0]](self, found.start(), found[0])
            found = _RST_TOKEN.search(self.body, end)

    def _escape(self, at: int, token: str) -> int:
        # An escaped space stands for nothing: it parts marks from letters.
        self.hide(at, at + 1 + token[1].isspace())
        return at + 2

    def _end(self, mark: str, start: int) -> int:
        """Return where the next `mark` stands that can close, or -1: text stands before it."""
        if mark in self.missing:
            return -1
        at = self.body.find(mark, start + 1)
        while at >= 0 and not self._can_close(mark, at):
            at = self.body.find(mark, at + 1)
        if at < 0:
            self.missing.add(mark)
        return at

    def _can_close(self, mark: str, at: int) -> bool:
        """Return whether `mark` at `at` ends what it opened: backslashes count but in literals."""
        before = self.body[max(0, at - 32) : at]
        if mark == "``" or before[-1].isspace():
            return not before[-1].isspace()
        is_escaped = (len(before) - len(before.rstrip("\\"))) % 2 == 1
        return not (is_escaped or before[-1] == "`" or self.body.startswith("`", at + 1))

    def _backtick(self, at: int, token: str) -> int:
        """Read a literal, interpreted text or a reference."""
        after = at + len(token)
        end = self._end(token, after) if self.body[after : after + 1].strip() else -1
        if end < 0:
            return after
        if token == "``":
            while self.body.startswith("`", end + 2):  # the last two of a run close
                end += 1
            self.hide(at, end + 2)
            return end + 2
        return self._interpreted(at, after, end, "")

    def _interpreted(self, start: int, first: int, end: int, name: str) -> int:
        """Hide what is no text of interpreted text from `first` to `end`."""
        last = end + 1
        suffix = _RST_SUFFIX.match(self.body, last)
        if suffix and not (name and suffix[1]):
            name, last = name or suffix[1] or "", suffix.end()
        shown = _role_text(name or "title", self.body[first:end])
        self.hide(start, first + shown[0])
        self.hide(first + shown[1], last)
        return last

    def _colon(self, at: int, token: str) -> int:
        """Read a role before its text, or the signs of an address."""
        if token == "://":
            return self._address(at, token)
        first = at + len(token)
        end = self._end("`", first) if self.body[first : first + 1].strip() else -1
        if end < 0:
            return first
        return self._interpreted(at, first, end, token[1:-2])

    def _star(self, at: int, token: str) -> int:
        """Hide signs of emphasis, but not a sign alone between spaces."""
        end = at + len(token)
        if self.body[max(0, at - 1) : at].strip() or self.body[end : end + 1].strip():
            self.hide(at, end)
        return end

    def _underscore(self, at: int, token: str) -> int:
        """Hide the sign of a reference, `name_` or `name__`; the name is text."""
        end = at + len(token)
        after = self.body[end : end + 1]
        if at and self.body[at - 1].isalnum() and len(token) < 3 and not after.isalnum():
            self.hide(at, end)
        return end

    def _bar(self, at: int, token: str) -> int:
        return self._found(_RST_SUBSTITUTION, at)

    def _bracket(self, at: int, token: str) -> int:
        return self._found(_RST_REFERENCE, at)

    def _found(self, pattern: re.Pattern[str], at: int) -> int:
        """Hide what `pattern` finds at `at`, a substitution or a note."""
        found = pattern.match(self.body, at)
        if not found:
            return at + 1
        self.hide(at, found.end())
        return found.end()


_RST_READERS: dict[str, Callable[[_RstInline, int, str], int]] = {
    "\\": _RstInline._escape,
    "`": _RstInline._backtick,
    ":": _RstInline._colon,
    "*": _RstInline._star,
    "_": _RstInline._underscore,
    "|": _RstInline._bar,
    "[": _RstInline._bracket,
    "@": _RstInline._address,
    "w": _RstInline._address,
}
