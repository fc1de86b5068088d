"""The blocks of a MyST text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zhengming.prose.found import Found
from zhengming.prose.myst_inline import ATTRIBUTES, HAN, HTML_TOKEN, TAG, TOKEN, MystInline, label
from zhengming.prose.names import LITERAL_DIRECTIVES, PATH_DIRECTIVES
from zhengming.text import Span

_LINE_END = re.compile(r"\r\n?|\n|\Z")
_DEPTH = 20  # containers within containers; without an end, time would be quadratic
# Lines that go on as, or open, a paragraph outside of any container, whatever stands before.
_PLAIN = re.compile(r"(?:[^\s`~:>+*=#<\[(%{$|0-9.-][^\r\n]*+(?:\r\n?|\n|\Z))+")
# What a line of a paragraph has before its text, if it is the first of a heading or an item.
_LEAD = re.compile(
    r"((?:#{1,6}[ \t]+|[ \t]*(?:[-+*]|[0-9]{1,9}[.)])[ \t]+)?)"
    r"(?:[^\s`~:>+*=#<\[(%{$|0-9.-]|[0-9]+[^\s0-9.)])[^\r\n]*(?:\r\n?|\n|\Z)"
)
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
_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*+(?:\|[ \t]*:?-++:?[ \t]*+)*\|?[ \t]*\Z")
_PIPE = re.compile(r"(\\.)|\|", re.DOTALL)
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
    r"\$\$((?:[^$\r\n]++|(?:\r\n|\r(?!\n)|\n)(?![ \t]*[\r\n]))*)\$\$[ \t]*(?=[\r\n]|\Z)"
)
_REFERENCE = re.compile(
    r"[ \t]*\[(?!\])([^\[\]\\]*+(?:\\.[^\[\]\\]*+)*)\]:[ \t]*+(?:\r\n?|\n)?[ \t]*+"
    r"(<[^<>\r\n]*>|[^\s<]\S*+)"
    r"(?:(?:[ \t]+|[ \t]*(?:\r\n?|\n)[ \t]*)"
    r"(\"[^\"\\]*+(?:\\.[^\"\\]*+)*\"|'[^'\\]*+(?:\\.[^'\\]*+)*'|"
    r"\([^()\\]*+(?:\\.[^()\\]*+)*\))"
    r"(?=[ \t]*(?:\r\n?|\n|\Z)))?[ \t]*(?:\r\n?|\n|\Z)",
    re.DOTALL,
)


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


def is_bare(text: str) -> bool:
    """Return whether a text is one paragraph without any markup, as most messages are."""
    return _PLAIN.fullmatch(text) is not None and not TOKEN.search(text)


def outline(text: str) -> list[str] | None:
    """Return what other blocks depend on of a text between blank lines; None if that is more.

    These are the marks of headings and items; "" is lines of a paragraph.
    """
    at, found = 0, [""]
    while at < len(text):
        line = _LEAD.match(text, at)
        if line is None:
            return None
        at = line.end()
        if line[1] or found[-1]:
            found.append(line[1])
    return found


class MystBlocks:
    """The block structure of a MyST text, read line by line (CM appendix A, phase 1)."""

    def __init__(self, text: str, found: Found) -> None:
        self.text, self.found, self.spans = text, found, found.hidden
        self.boxes: list[_Box] = []
        # The open paragraph: span and where its last line starts; -1: none is open.
        self.open, self.close, self.last = -1, -1, -1
        self.is_html = self.is_table = False
        self.until: str | re.Pattern[str] | None = None  # what ends the literal block we are in
        self.paragraphs: list[tuple[int, int, bool]] = []
        self.comment = -1  # where the comment began that the literal block is, if it is one
        self.labels: dict[str, Span] = {}  # with their destinations

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
            if (HTML_TOKEN if is_html else TOKEN).search(body):
                MystInline(body, start, self.found, self.labels).read(is_html)

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
            target = Span(*found.span(2))
            if found[2].startswith("<"):
                target = Span(target.start + 1, target.end - 1)
            self.labels.setdefault(label(found[1]), target)
            self.hide(found.start(), found.start(3) + 1 if found[3] else found.end())
            self.hide(found.end(3) - 1 if found[3] else found.end(), found.end())
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
                if self.comment >= 0:
                    self.found.comments.append(Span(self.comment, line.at))
                # The rest of the line is HTML still, the next one is not (CM 4.6).
                if line.at < line.end:
                    self.paragraphs.append((line.at, line.end, True))
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
        if ATTRIBUTES.fullmatch(rest.rstrip()):
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
        count = len(self.paragraphs)
        self._flush()
        # Definitions of references leave nothing of a paragraph.
        if len(self.paragraphs) > count:
            self._title()
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
        elif sign == "%":
            self.hide(line.at, line.end)
            self.found.comments.append(Span(line.at, line.end))
        elif _RULE.match(rest) or _is_break(rest) or _is_target(rest):
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
            self._title()

    def _title(self) -> None:
        """Keep the last paragraph as a heading; in a container it begins no section."""
        if not self.boxes:
            self.found.headings.append(Span(*self.paragraphs[-1][:2]))

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
        if name in LITERAL_DIRECTIVES or (not name and fence[0] != ":"):
            self.hide(line.at, line.end)
            self.until = fence
            return
        words = (
            len(info) - len(info.lstrip()) + len(info.split(maxsplit=1)[0]) if info.strip() else 0
        )
        width = line.column - line.base
        head: Literal["open", ""] = "open" if name else ""
        is_quiet = name in PATH_DIRECTIVES or ":" in name
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
            self.comment = line.at if rest.startswith("<!--") else -1
            self._literal(line)
            return
        self._extend(line)
        whole = TAG.match(rest)
        self.is_html = bool(_HTML_BLOCK.match(rest) or (whole and not rest[whole.end() :].strip()))

    def _math(self, line: _Line) -> bool:
        """Hide the first line of display math that is closed before a blank line."""
        found = _MATH_BLOCK.match(self.text, line.at)
        if not found or (HAN.search(found[1]) and "\\" not in found[1]):
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
