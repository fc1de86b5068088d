"""What a written page has at each of its anchors, as HTML that can stand on another page.

Knows nothing of builders: it reads the body of a page as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

_HEADING = re.compile(r"h[1-6]")
_LISTS = ("ul", "ol")
_VOID = ("area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr")
# Of these a fragment has what is in them; of any other anchored element, itself too.
_OPEN = ("p", "li")
# Links of a page to its own places.
_OWN = ("headerlink", "zm-permalink")


def fragments(body: str, anchors: Container[str]) -> dict[str, str]:
    """Return what stands at anchors, in the order of the page, without ids.

    At the anchor of a section that is its heading, at that of a list item what it has beside
    lists of its own.
    """
    parser = _Parser(anchors)
    parser.feed(body)
    parser.close()
    return {name: "".join(parts).strip() for name, parts in parser.found.items()}


class _Fragment(NamedTuple):
    """A fragment that is being read, until the element at `depth` ends."""

    parts: list[str]
    depth: int
    is_item: bool
    is_whole: bool


class _Parser(HTMLParser):
    def __init__(self, anchors: Container[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.anchors = anchors
        self.found: dict[str, list[str]] = {}
        self.open: list[_Fragment] = []
        # The section whose heading is not yet read.
        self.section = ""
        self.depth = 0
        # Depths of what is left out, and of the lists in the list item that is read.
        self.skipped: list[int] = []
        self.lists: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.write(_tag(tag, attrs))
            return
        self.depth += 1
        values = dict(attrs)
        name = values.get("id") or ""
        if any(each in (values.get("class") or "").split() for each in _OWN):
            self.skipped.append(self.depth)
        if name in self.anchors and tag == "section":
            self.section = name
        elif self.section and _HEADING.fullmatch(tag):
            self.begin(self.section, tag, is_whole=False)
            self.section = ""
        elif name in self.anchors and tag != "span":
            self.begin(name, tag, is_whole=tag not in _OPEN)
            if tag not in _OPEN:
                self.write(_tag(tag, attrs))
        else:
            if tag in _LISTS and self.open and self.open[-1].is_item:
                self.lists.append(self.depth)
            self.write(_tag(tag, attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.write(_tag(tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        ended = self.open[-1] if self.open and self.open[-1].depth == self.depth else None
        if ended is None or ended.is_whole:
            self.write(f"</{tag}>")
        if ended:
            self.open.pop()
        for depths in (self.skipped, self.lists):
            if depths and depths[-1] == self.depth:
                depths.pop()
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.write(data)

    def handle_entityref(self, name: str) -> None:
        self.write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.write(f"&#{name};")

    def begin(self, name: str, tag: str, *, is_whole: bool) -> None:
        parts = self.found.setdefault(name, [])
        self.open.append(_Fragment(parts, self.depth, tag == "li", is_whole))

    def write(self, text: str) -> None:
        if self.open and not self.skipped and not self.is_in_list():
            self.open[-1].parts.append(text)

    def is_in_list(self) -> bool:
        """Whether what is read stands in a list of the list item that is read."""
        return bool(self.lists) and self.lists[-1] > self.open[-1].depth


def _tag(name: str, attributes: Iterable[tuple[str, str | None]]) -> str:
    kept = (f' {key}="{escape(value or "")}"' for key, value in attributes if key != "id")
    return f"<{name}{''.join(kept)}>"
