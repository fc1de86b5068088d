"""What a reader gathers in one pass over a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from zhengming.text import Span


class Link(NamedTuple):
    """A place that points at something: a role, a Markdown link, a hyperlink of reST.

    `role` is the name as written, "" of what is no role. `target` is what it points at, without
    brackets; of a reference link it stands in the definition. `shown` is the text that readers
    see, empty if the link has none of its own.
    """

    span: Span
    role: str
    target: Span
    shown: Span


# Start and end of the link, its role, starts and ends of target and of what is shown: one flat
# tuple, for there are many, and few ask for them.
Flat = tuple[int, int, str, int, int, int, int]


@dataclass(slots=True)
class Found:
    """Spans in the order they were found; those hidden may overlap."""

    hidden: list[tuple[int, int]] = field(default_factory=list)
    comments: list[Span] = field(default_factory=list)
    headings: list[Span] = field(default_factory=list)
    links: list[Flat] = field(default_factory=list)
