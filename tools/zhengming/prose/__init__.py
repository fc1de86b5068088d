"""Which parts of a text are prose, comments, headings and links, in MyST, in reStructuredText
and in plain text.

Knows markup and places, no language and no glossary. MyST is read as CommonMark 0.31 (sections
are cited as "CM 4.5") with the extensions of MyST-Parser; reStructuredText as docutils' markup
specification has it. Two steps: blocks line by line, then what stands inside of each paragraph.
Each step takes time linear in the text. Offsets are code points from 0, spans half-open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from zhengming.prose.found import Flat, Found, Link
from zhengming.prose.myst import MystBlocks, is_bare
from zhengming.text import Span

__all__ = ["Link", "Reading", "read"]

_NO_LINE_END = re.compile(r"[^\r\n]+")


@dataclass(frozen=True)
class Reading:
    r"""What there is in a text, in its order.

    `mask` is the text with NUL for each character that is no prose; "\n" and "\r" always stay,
    so offsets, lines and columns hold. A comment of HTML that is never closed is none. `headings`
    are the titles of sections, without their marks; those in lists and the like begin none.
    """

    mask: str
    comments: tuple[Span, ...] = ()
    headings: tuple[Span, ...] = ()
    _links: tuple[Flat, ...] = ()

    @property
    def links(self) -> tuple[Link, ...]:
        return self._made if self._links else ()

    @cached_property
    def _made(self) -> tuple[Link, ...]:
        return tuple(
            Link(Span(start, end), role, Span(to, to_end), Span(shown, shown_end))
            for start, end, role, to, to_end, shown, shown_end in self._links
        )


def read(text: str, markup: Literal["myst", "rst", "plain"]) -> Reading:
    """Read any text; what is open at the end (a fence, a comment) runs to the end."""
    if markup == "plain" or (markup == "myst" and is_bare(text)):
        return Reading(text)
    found = Found()
    if markup == "myst":
        MystBlocks(text, found).read()
    else:
        from zhengming.prose.rst import RstBlocks  # its patterns are many, and few texts are reST

        RstBlocks(text, found).read()
    comments, links = tuple(sorted(found.comments)), tuple(sorted(found.links))
    return Reading(_blank(text, found.hidden), comments, tuple(found.headings), links)


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
