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


@dataclass(slots=True)
class Found:
    """Spans in the order they were found; those hidden may overlap."""

    hidden: list[tuple[int, int]] = field(default_factory=list)
    comments: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
