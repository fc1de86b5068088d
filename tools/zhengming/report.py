"""Findings for readers: a line each, a line with its source and a caret, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zhengming.finding import Document, Finding
from zhengming.text import columns, line_column

RED, BLUE, PLAIN = "\x1b[31m", "\x1b[34m", "\x1b[0m"


class Reported(NamedTuple):
    """A finding with the document it is of."""

    document: Document
    finding: Finding


def lines(found: Iterable[Reported]) -> Iterator[str]:
    """Yield a line for each finding: file, line, column, rule, message."""
    for document, finding in found:
        line, column = line_column(document.text, finding.span.start)
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
    """Return the source line, cut to what a terminal shows, and carets under the span."""
    text, span = item.document.text, item.finding.span
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    line = text[start : end if end >= 0 else len(text)].replace("\t", " ").rstrip("\r")
    at = span.start - start
    left = max(0, at - 16)
    shown = ("…" if left else "") + line[left : left + 34]
    before = ("…" if left else "") + line[left:at]
    inside = line[at : min(span.end - start, left + 34)]
    return shown, " " * columns(before) + "^" * max(1, columns(inside))


def as_json(found: Iterable[Reported]) -> str:
    """Return a JSON list of findings; offsets are code points from 0, half-open."""
    return json.dumps([_plain(item) for item in found], ensure_ascii=False, indent=1)


def _plain(item: Reported) -> dict[str, object]:
    document, finding = item
    line, column = line_column(document.text, finding.span.start)
    plain: dict[str, object] = {
        "file": document.name,
        "line": line,
        "column": column,
        "span": list(finding.span),
        "rule": finding.rule,
        "message": finding.message,
    }
    if finding.fix:
        span, text, grade = finding.fix
        plain["fix"] = {"span": list(span), "text": text, "grade": grade}
    return plain
