"""Findings for readers: a line each, a line with its source and a caret, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zhengming.catalog import escaped
from zhengming.finding import Document, Finding
from zhengming.text import columns, control, line_column

# Columns of a source line, and of what stands in it before the span; four are the indent.
_WIDTH, _BEFORE = 76, 32
# Characters looked at on either side: enough, and few in a line of any length.
_NEAR = 160
# Marks that change the direction of what follows.
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

RED, BLUE, PLAIN = "\x1b[31m", "\x1b[34m", "\x1b[0m"


class Reported(NamedTuple):
    """A finding with the document it is of."""

    document: Document
    finding: Finding


def lines(found: Iterable[Reported]) -> Iterator[str]:
    """Yield a line for each finding: file, line, column, rule, message."""
    for document, finding in found:
        line, column = line_column(document.file, document.placed(finding.span).start)
        yield f"{document.name}:{line}:{column}: {finding.rule} {finding.message}"


def readable(found: Sequence[Reported], colour: bool) -> Iterator[str]:
    """Yield the lines of a report: each finding with its source line and a caret below."""
    for item, text in zip(found, lines(found), strict=True):
        place, _space, rest = text.partition(" ")
        yield f"{BLUE}{place}{PLAIN} {rest}" if colour else text
        source, caret = _pointed(item)
        yield f"    {source}"
        yield f"    {RED}{caret}{PLAIN}" if colour else f"    {caret}"


def _pointed(item: Reported) -> tuple[str, str]:
    """Return the source line and carets under the span, both within 80 columns.

    Of a long line, and of a long span, only what is around the start is shown; of a span that
    goes on in the next line, its first line.
    """
    text, span = item.document.file, item.document.placed(item.finding.span)
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    end = len(text) if end < 0 else end
    end = max(span.start, end - text.endswith("\r", start, end))
    stop = min(span.end, end)
    before = _harmless(text[max(start, span.start - _NEAR) : span.start])
    inside = _harmless(text[span.start : min(stop, span.start + _NEAR)])
    after = _harmless(text[stop : min(end, stop + _NEAR)])
    left = _cut(before[::-1], _BEFORE)[::-1]
    middle = _cut(inside, _WIDTH - columns(left))
    right = _cut(after, _WIDTH - columns(left + middle)) if middle == inside else ""
    return left + middle + right, " " * columns(left) + "^" * max(1, columns(middle))


def _harmless(line: str) -> str:
    """Return a line without what could move the cursor of a terminal, or turn its text."""
    return "".join(
        " " if sign == "\t" else "\ufffd" if control(sign) or sign in _TURNING else sign
        for sign in line
    )


def _cut(text: str, width: int) -> str:
    """Return the start of a text that fits so many columns, with … where something is left."""
    if columns(text) <= width:
        return text
    if width < 1:
        return ""
    fits = 0
    while fits < len(text) and columns(text[: fits + 1]) < width:
        fits += 1
    return text[:fits] + "…"


def patch(name: str, old: str, new: str) -> str:
    """Return a unified diff that `git apply` takes, of a file; "" if nothing changes."""
    import difflib

    # Lines as git sees them; `splitlines` would cut at other signs too.
    before, after = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (old, new))
    lines = difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in lines
    )


def as_json(found: Iterable[Reported]) -> str:
    """Return a JSON list of findings; offsets are code points from 0, half-open."""
    return json.dumps([_plain(item) for item in found], ensure_ascii=False, indent=1)


def _plain(item: Reported) -> dict[str, object]:
    document, finding = item
    placed = document.placed(finding.span)
    line, column = line_column(document.file, placed.start)
    plain: dict[str, object] = {
        "file": document.name,
        "line": line,
        "column": column,
        "span": list(placed),
        "rule": finding.rule,
        "message": finding.message,
    }
    if finding.fix:
        span, text, grade = finding.fix
        # In a catalog it may begin in one line and end in another: these become one.
        placed = document.placed(span)
        if document.message:
            text = escaped(text)
        plain["fix"] = {"span": list(placed), "text": text, "grade": grade}
    return plain
