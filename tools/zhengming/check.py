"""Checking: rules over documents, waivers, and fixes that are safe to write.

Checking a document is a pure function of the document and the glossary, so any scheduler can
run it. Nothing here reads or writes files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from zhengming.finding import Context, Document, Finding, Markup, Rule
from zhengming.rules import RULES
from zhengming.text import Span

WAIVER = "waiver"
SLUGS = frozenset(rule.slug for rule in RULES)

# A comment of the host format; plain text has none.
_COMMENTS: dict[Markup, str] = {"myst": "%", "rst": r"\.\."}
_WAIVERS = {
    markup: re.compile(rf"^[ \t]*{sign}[ \t]*zhengming:(?P<body>[^\n]*)(?:\n|\Z)", re.MULTILINE)
    for markup, sign in _COMMENTS.items()
}
_ALLOW = re.compile(
    r"[ \t]*allow[ \t]+(?P<rule>\S+)[ \t]+(?P<form>.+?)[ \t]+--[ \t]+(?P<why>\S.*)"
)
_BLOCK = re.compile(r"(?:[ \t]*\n)*(?P<block>(?:[ \t]*\S[^\n]*(?:\n|\Z))*)")


class _Waiver(NamedTuple):
    """A finding that is accepted: where its comment stands, and the block it is for."""

    span: Span
    rule: str
    form: str
    block: Span


def check(document: Document, context: Context, rules: Iterable[Rule]) -> list[Finding]:
    """Return the findings of a document that no waiver accepts, in order.

    A waiver that is malformed, or that nothing needs, is a finding too.
    """
    rules = tuple(rules)
    found = [finding for rule in rules for finding in rule.check(document, context)]
    kept, used = [], set()
    waivers = []
    for item in _waivers(document):
        if isinstance(item, Finding):
            kept.append(item)
        else:
            waivers.append(item)
    for finding in found:
        accepting = [w for w in waivers if _accepts(w, finding, document)]
        used.update(accepting)
        if not accepting:
            kept.append(finding)
    on = {rule.slug for rule in rules}
    kept += [_unused(w) for w in waivers if w not in used and w.rule in on]
    return sorted(kept, key=lambda finding: (finding.span, finding.rule, finding.message))


def _waivers(document: Document) -> Iterator[_Waiver | Finding]:
    pattern = _WAIVERS.get(document.markup)
    for match in pattern.finditer(document.text) if pattern else ():
        if _is_code(document.text[: match.start()]):
            continue
        span = Span(match.start("body") - len("zhengming:"), match.end("body"))
        allow = _ALLOW.fullmatch(match["body"].rstrip())
        if allow is None:
            message = f"{document.text[slice(*span)]!r} is no waiver; write "
            yield Finding(WAIVER, span, message + "zhengming: allow RULE FORM -- reason")
            continue
        if allow["rule"] not in SLUGS:
            message = f"there is no rule {allow['rule']}; delete this waiver"
            yield Finding(WAIVER, span, message)
            continue
        block = _BLOCK.match(document.text, match.end())
        assert block
        yield _Waiver(span, allow["rule"], allow["form"], Span(*block.span("block")))


def _is_code(before: str) -> bool:
    """Whether a fence that is open after this text makes code of what follows."""
    fence = ""
    for mark in re.findall(r"^[ \t>]*(`{3,}|~{3,})", before, re.MULTILINE):
        if not fence:
            fence = mark
        elif mark.startswith(fence):
            fence = ""
    return bool(fence)


def _accepts(waiver: _Waiver, finding: Finding, document: Document) -> bool:
    return (
        waiver.rule == finding.rule
        and waiver.block.start <= finding.span.start < waiver.block.end
        and document.text[slice(*finding.span)] == waiver.form
    )


def _unused(waiver: _Waiver) -> Finding:
    message = f"nothing needs this waiver of {waiver.rule} for {waiver.form}; delete it"
    return Finding(WAIVER, waiver.span, message)


class BugError(Exception):
    """A fix did not do what it promises: this is a bug of ours, and nothing was written."""


# Fixes that overlap are made one after the other; nothing real needs more rounds than this.
_ROUNDS = 8


def fix(document: Document, context: Context, rules: Iterable[Rule]) -> str:
    """Return the text with all safe fixes made; a fixed text needs none.

    Raises BugError if fixes go on making new ones.
    """
    rules = tuple(rules)
    for _round in range(_ROUNDS):
        text = _applied(document.text, check(document, context, rules))
        if text == document.text:
            return text
        document = replace(document, text=text)
    raise BugError(f"{document.name}: fixes of {', '.join(r.slug for r in rules)} never end")


def _applied(text: str, findings: Iterable[Finding]) -> str:
    fixes = sorted(f.fix for f in findings if f.fix and f.fix.grade == "safe")
    pieces: list[str] = []
    position = 0
    for span, new, _grade in fixes:
        # Of two fixes that overlap the first counts; the other has its turn in the next round.
        if span.start >= position:
            pieces += text[position : span.start], new
            position = span.end
    return "".join((*pieces, text[position:]))
