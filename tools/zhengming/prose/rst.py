"""reStructuredText: blocks, and what is no prose inside of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable

from zhengming.prose.found import Found
from zhengming.prose.inline import Inline
from zhengming.prose.names import LITERAL_DIRECTIVES, PATH_DIRECTIVES, role_parts
from zhengming.text import Span, columns

_LINE_END = re.compile(r"\r\n?|\n|\Z")
_DIRECTIVE = re.compile(r"\.\.[ \t]+(?:\|[^|\r\n]+\|[ \t]+)?([\w.:+-]*[\w+-])[ \t]?::(?=[ \t]|\Z)")
_NOTE = re.compile(r"\.\.[ \t]+\[(?:[#*]|#?[\w.:+-]+)\](?=[ \t]|\Z)")
_TARGET = re.compile(r"\.\.[ \t]+_(?![ \t])|__[ \t]|__\Z")
_FIELD = re.compile(r":(?![: \t])(?:[^:\\\r\n]|\\.|:(?![ \t\r\n`]|\Z))+:(?=[ \t]|\Z)")
_ITEM = re.compile(
    r"(?:[-+*\u2022\u2023\u2043]|\(?(?:[0-9]{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)[.)])(?=[ \t]|\Z)"
)
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1+[ \t]*\Z")
_BORDER = re.compile(
    r"\+(?:[-=]{2,}\+)+[ \t]*\Z|={2,}(?:[ \t]+={2,})+[ \t]*\Z|-{2,}(?:[ \t]+-{2,})+[ \t]*\Z"
)


class RstBlocks:
    """The block structure of a reStructuredText, read line by line.

    Containers need no stack: only indentation matters.
    """

    def __init__(self, text: str, found: Found) -> None:
        self.text, self.found, self.spans = text, found, found.hidden
        self.open, self.close, self.indent = -1, -1, 0  # the open paragraph
        self.literal = -1  # deeper lines are hidden
        self.is_comment = False  # and belong to the last comment
        self.awaits = -1  # `::` stood in a paragraph of this indentation
        self.options = -1  # head of the directive of this indentation
        self.field = -1  # an option of this indentation goes on in deeper lines
        self.quote = ""  # the sign of a quoted literal block
        self.is_doctest = False
        self.over = ("", 0)  # the adornment above, and the paragraphs before it
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
            if _TOKEN.search(body):
                _RstInline(body, first, self.found).read()

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
            self.is_doctest, self.quote, self.over = False, "", ("", 0)
            return
        if self._is_hidden(start, end, column):
            self.hide(start, end)
            return
        if self.open >= 0 and column == self.indent:
            self._more(start, end)
            return
        self._flush()
        self.awaits = -1
        self._block(start, end, column)

    def _is_hidden(self, start: int, end: int, column: int) -> bool:
        """Return whether a line belongs to a literal block, an option or a doctest."""
        if self.literal >= 0:
            if column > self.literal:
                if self.is_comment:
                    comments = self.found.comments
                    comments[-1] = Span(comments[-1].start, end)
                return True
            self.literal, self.is_comment = -1, False
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
        elif self.text[start] == ":" and _FIELD.match(self.text, start):
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
        if _ADORNMENT.match(rest) and rest.strip(":."):
            self._flush()
            self.hide(start, end)
            if not self.indent:
                self._title(end - start)
        elif rest[0] == "|" or _BORDER.match(rest) or self._is_next(rest):
            self._flush()
            self._block(start, end, self.indent)
        else:
            self.close = end

    def _title(self, length: int) -> None:
        """Keep the last paragraph as a heading; `length` is that of the line below it."""
        self.over = ("", 0)
        title = Span(*self.paragraphs[-1])
        words = self.text[slice(*title)]
        # As docutils has it: four signs are enough.
        if not re.search(r"[\r\n]", words) and length >= min(4, columns(words)):
            self.found.headings.append(title)

    def _is_next(self, rest: str) -> bool:
        """Return whether a line right below text is explicit markup, as in lists of them."""
        return rest.startswith(".. ") or bool(_TARGET.match(rest))

    def _block(self, start: int, end: int, column: int) -> None:
        """Read the first line of a block."""
        rest = self.text[start:end]
        if rest[0] == "." and rest.startswith("..") and (len(rest) == 2 or rest[2] in " \t"):
            self._explicit(start, end, column)
        elif _TARGET.match(rest):
            self.hide(start, end)
        elif rest.startswith(">>>"):
            self.is_doctest = True
            self.hide(start, end)
        elif _ADORNMENT.match(rest) and rest.strip(":."):
            self.hide(start, end)
            # A title between two lines may be indented.
            if not column and self.over == (rest, len(self.paragraphs) - 1):
                self._title(end - start)
            else:
                self.over = "" if column else rest, len(self.paragraphs)
        elif _BORDER.match(rest):
            self.hide(start, end)
        elif rest[0] == "|" and not re.match(r"\|[^|\s][^|]*\|", rest):
            self._row(start, end)
        elif mark := _ITEM.match(rest) or _FIELD.match(rest):
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
            mark = _ITEM.match(rest, gap)
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
        if found := _DIRECTIVE.match(rest):
            self._directive(start, end, column, found)
        elif found := _NOTE.match(rest):
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
            if not _TARGET.match(rest):
                self.found.comments.append(Span(start, end))
                self.is_comment = not is_empty

    def _directive(self, start: int, end: int, column: int, found: re.Match[str]) -> None:
        """Read the first line of a directive."""
        name = found[1]
        if name in LITERAL_DIRECTIVES:
            self.hide(start, end)
            self.literal = column
            return
        self.options = column
        if name in PATH_DIRECTIVES or ":" in name or name in ("class", "function", "method"):
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


# Inside of a paragraph.

_TOKEN = re.compile(
    r"[\\`:*_|\[@w](?:(?<=\\).|(?<=`)`?|(?<=:)(?://|[A-Za-z][\w.+:-]*:`)|(?<=\*)\**+|"
    r"(?<=_)_*+|(?<=[|\[@])|(?<=w)ww\.)",
    re.DOTALL,
)
_REFERENCE = re.compile(r"\[(?:[#*]|#?[\w.:+-]{1,100}+)\]_(?!\w)")
_SUBSTITUTION = re.compile(r"\|(?! )[^|\r\n]{1,100}+(?<! )\|_{0,2}")
_SUFFIX = re.compile(r":([A-Za-z][\w.+:-]*):|__?(?!\w)")


class _RstInline(Inline):
    """What is no prose inside of one paragraph of reStructuredText, from left to right."""

    def read(self) -> None:
        """Find what is no prose."""
        found = _TOKEN.search(self.body)
        while found:
            end = _READERS[found[0][0]](self, found.start(), found[0])
            found = _TOKEN.search(self.body, end)

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
        suffix = _SUFFIX.match(self.body, last)
        if suffix and not (name and suffix[1]):
            name, last = name or suffix[1] or "", suffix.end()
        if name:
            self._interpret(name, Span(start, last), Span(first, end))
            return last
        shown, target = role_parts("title", self.body[first:end])
        self.hide(start, first + shown[0])
        self.hide(first + shown[1], last)
        if suffix and shown != target:
            to = self._span(first + target[0], first + target[1])
            self.link("", Span(start, last), to, (first + shown[0], first + shown[1]))
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
        return self._found(_SUBSTITUTION, at)

    def _bracket(self, at: int, token: str) -> int:
        return self._found(_REFERENCE, at)

    def _found(self, pattern: re.Pattern[str], at: int) -> int:
        """Hide what `pattern` finds at `at`, a substitution or a note."""
        found = pattern.match(self.body, at)
        if not found:
            return at + 1
        self.hide(at, found.end())
        return found.end()


_READERS: dict[str, Callable[[_RstInline, int, str], int]] = {
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
