"""What the readers of MyST and reST paragraphs share: places, ends not found, addresses."""

from __future__ import annotations

import re

from zhengming.prose.found import Found
from zhengming.prose.names import is_literal, role_parts
from zhengming.text import Span

# Here and in other patterns of this package no group is possessive, nor atomic: before 3.11.5,
# Python gets those wrong (cpython #106052). Nothing in them matches in two ways.

# A path of a URL may hold Han behind a slash or a sign, not right behind the host: there it is
# a sentence that goes on without a space.
_URL = re.compile(
    r"://[A-Za-z0-9\[][\w.:@%~\[-]*+(?:/(?:[\w\-.~:/?#@!$&'*+,;=%()]++"
    r"(?:(?<=[/=#_])(?a:[^\x00-\u3004\u3008-\u3020\uff00-\uffff]++[\w\-.~:/?#@!$&'*+,;=%()]*+))*)?)?",
    re.ASCII,
)
_URL_TAIL = re.compile(r"[.,;:!?'*)(_~]+\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,31}\Z")
_LOCAL = re.compile(r"[A-Za-z0-9._%+-]{1,64}\Z")
_DOMAIN = re.compile(r"[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)+")


class Inline:
    """A paragraph read from left to right, whatever its markup.

    `missing` are the ends that were looked for and are not there, so that none is looked for
    twice.
    """

    def __init__(self, body: str, offset: int, found: Found) -> None:
        self.body, self.offset, self.found = body, offset, found
        self.spans = found.hidden
        self.missing: set[str] = set()

    def hide(self, start: int, end: int) -> None:
        if start < end:
            self.spans.append((self.offset + start, self.offset + end))

    def link(self, role: str, span: Span, target: Span, shown: tuple[int, int]) -> None:
        """Take a link; its target is a span of the whole text, the others are of the body."""
        start = self.offset
        self.found.links.append(
            (start + span[0], start + span[1], role, *target, start + shown[0], start + shown[1])
        )

    def _span(self, start: int, end: int) -> Span:
        return Span(self.offset + start, self.offset + end)

    def _interpret(self, name: str, span: Span, content: Span) -> None:
        """Hide what is no text of a role over `span`, and take it as a link."""
        start, end = content
        shown, target = role_parts(name, self.body[start:end])
        self.hide(span.start, start + shown[0])
        self.hide(start + shown[1], span.end)
        if not is_literal(name):
            to = self._span(start + target[0], start + target[1])
            self.link(name, span, to, (start + shown[0], start + shown[1]))

    def _address(self, at: int, token: str) -> int:
        found = _address(self.body, at)
        if not found:
            return at + len(token)
        self.hide(*found)
        return max(found[1], at + len(token))


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
