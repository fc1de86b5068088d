"""What is no prose inside of a paragraph of MyST (CM 6)."""

from __future__ import annotations

import re
from collections.abc import Callable

from zhengming.prose.found import Found
from zhengming.prose.inline import Inline
from zhengming.text import Span

# One set of first signs, so that the search runs over everything else at full speed.
TOKEN = re.compile(
    r"[\\`*_~!\[\]<&{$@:w](?:(?<=\\)[!-/:-@\[-`{-~\r\n]|(?<=`)`*+|(?<=\*)\**+|(?<=_)_*+|(?<=~)~|"
    r"(?<=!)\[|(?<=[\[\]{$@])|(?<=<)[A-Za-z/!?]|(?<=&)[#A-Za-z]|(?<=:)//|(?<=w)ww\.)"
)
HTML_TOKEN = re.compile(r"[<&@:](?:(?<=<)[A-Za-z/!?]|(?<=&)[#A-Za-z]|(?<=@)|(?<=:)//)")
_TICKS = re.compile("`+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
TAG = re.compile(
    r"<[A-Za-z][A-Za-z0-9-]*+(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|"
    r"[^\s\"'=<>`]++))?)*\s*+/?>|</[A-Za-z][A-Za-z0-9-]*+\s*+>|<\?[^?<]*+\?>|<![A-Za-z][^<>]*+>"
)
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+>|<[\w.+-]++@[A-Za-z0-9.-]++>")
_INLINE_LITERAL = re.compile(r"<(code|kbd|samp|script|style|pre)[\s>]", re.IGNORECASE)
_ROLE = re.compile(r"\{([A-Za-z0-9_+:-]+)\}(`+)")
_SUBSTITUTION = re.compile(r"\{\{[^{}\r\n]*+\}\}")
_MATH = re.compile(r"(\${1,2})(?=[^\s$])([^$\r\n]{1,300}+)(?<=\S)\1(?![0-9])")
_NOTE = re.compile(r"\[\^[^\]\s\[]{1,200}+\]")
_BARE = r"[^\s()\\]*+"
_DESTINATION = re.compile(
    rf"\(\s*+(?P<to><[^<>\n\\]*+(?:\\.[^<>\n\\]*+)*>|(?!<){_BARE}(?:(?:\\.|"
    rf"\({_BARE}(?:(?:\\.|\([^\s()]*+\)){_BARE})*\)){_BARE})*)"
    r"(?:\s++(?:\"([^\"\\]*+(?:\\.[^\"\\]*+)*)\"|'([^'\\]*+(?:\\.[^'\\]*+)*)'|"
    r"\(([^()\\]*+(?:\\.[^()\\]*+)*)\)))?\s*+\)",
    re.DOTALL,
)
_SECOND_LABEL = re.compile(r"\[([^\[\]\\]*+(?:\\.[^\[\]\\]*+)*)\]", re.DOTALL)
_ATTRIBUTE = r"(?:[#.][^\s{}]+|%[^%{}\n]*%|[\w:-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s{}\"']+))"
ATTRIBUTES = re.compile(rf"\{{[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*\}}")
HAN = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


def label(text: str) -> str:
    """Return a link label as labels are compared (CM 6.3)."""
    return " ".join(text.split()).casefold()


class MystInline(Inline):
    """What is no prose inside of one paragraph (CM 6), read from left to right.

    Each `_…` reader takes the offset of a token and returns where to go on.
    """

    def __init__(self, body: str, offset: int, found: Found, labels: dict[str, Span]) -> None:
        super().__init__(body, offset, found)
        self.labels = labels
        self.longest = max(map(len, labels), default=-1) if labels else -1
        self.openers: list[int] = []
        self.dead = 0  # so many openers stand around a link, and no link holds a link
        self.ticks: dict[int, list[int]] | None = None

    def read(self, is_html: bool) -> None:
        """Find what is no prose; in HTML only tags, entities and addresses."""
        search = (HTML_TOKEN if is_html else TOKEN).search
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
        shown = Span(start + 1 + is_image, at)
        end, target = (-1, None) if is_dead else self._destination(shown)
        if end < 0:
            return at + 1
        self.hide(start, shown.start)
        if not is_image:
            self.dead = len(self.openers)
            if target:
                self.link("", Span(start, end), target, shown)
        return end

    def _destination(self, shown: Span) -> tuple[int, Span | None]:
        """Hide what follows the text of a link; return where to go on and the destination.

        Without a link it is -1; attributes have no destination.
        """
        body, at = self.body, shown.end
        if found := _DESTINATION.match(body, at + 1):
            title = next((n for n in (2, 3, 4) if found[n] is not None), 0)
            target = Span(*found.span(1))
            if found[1].startswith("<"):
                target = Span(target.start + 1, target.end - 1)
            self.hide(at, found.start(title) if title else found.end())
            if title:
                self.hide(found.end(title), found.end())
            end = found.start(title) if title and found[title] else found.end()
            return end, self._span(*target)
        if attributes := ATTRIBUTES.match(body, at + 1):
            self.hide(at, attributes.end())
            return attributes.end(), None
        second = _SECOND_LABEL.match(body, at + 1) if self.labels else None
        if second and second[1] and label(second[1]) in self.labels:
            self.hide(at, second.end())
            return second.end(), self.labels[label(second[1])]
        if at - shown.start <= 2 * self.longest and label(body[slice(*shown)]) in self.labels:
            end = second.end() if second and not second[1] else at + 1
            self.hide(at, end)
            return end, self.labels[label(body[slice(*shown)])]
        return -1, None

    def _angle(self, at: int, token: str) -> int:
        """Read HTML or an autolink (CM 6.5, 6.6)."""
        body = self.body
        if body.startswith("<!--", at):
            end = self._to("-->", at, at + 4)
            if body.endswith("-->", 0, end):
                self.found.comments.append(self._span(at, end))
            return end
        if found := _AUTOLINK.match(body, at):
            self.hide(at, found.end())
            target = Span(at + 1, found.end() - 1)
            self.link("", Span(at, found.end()), self._span(*target), Span(at + 1, at + 1))
            return found.end()
        found = TAG.match(body, at)
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
            attributes = ATTRIBUTES.match(body, at)
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
        self._interpret(role[1], Span(role.start(), end + len(fence)), Span(start, end))
        return end + len(fence)

    def _dollar(self, at: int, token: str) -> int:
        """Read math, only where it can hardly be money: no Han in it, no letter before."""
        before = self.body[at - 1 : at] if at else ""
        is_money = before.isascii() and before.isalnum()
        found = None if is_money else _MATH.match(self.body, at)
        if not found or HAN.search(found[2]):
            return at + 1
        self.hide(at, found.end())
        return found.end()


_READERS: dict[str, Callable[[MystInline, int, str], int]] = {
    "\\": MystInline._escape,
    "`": MystInline._code,
    "*": MystInline._star,
    "_": MystInline._underscore,
    "~": MystInline._strike,
    "[": MystInline._open,
    "!": MystInline._open,
    "]": MystInline._shut,
    "<": MystInline._angle,
    "&": MystInline._entity,
    "{": MystInline._brace,
    "$": MystInline._dollar,
    "@": MystInline._address,
    ":": MystInline._address,
    "w": MystInline._address,
}
