"""Checking: rules over documents, waivers, and fixes that are safe to write.

Checking a document is a pure function of the document and the glossary, so any scheduler can
run it. Nothing here reads or writes files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from zhengming.finding import Context, Document, Finding, Grade, Rule
from zhengming.rules import RULES
from zhengming.text import Span

WAIVER = "waiver"
SLUGS = frozenset(rule.slug for rule in RULES)

# How a comment of MyST, reST or HTML begins that is a waiver.
_SIGN = re.compile(r"(?:%|\.\.|<!--)\s*(?=zhengming:)")
# Behind @ a hash of the text that it is for: it expires when that changes.
_ALLOW = re.compile(
    r"zhengming: ?allow (?P<rule>\S+) (?P<form>.+?)(?: @(?P<mark>[0-9a-f]*))? -- (?P<why>.+)"
)
# Blank lines may stand before a block, and the marks of a quotation in them.
_HEAD = re.compile(r"(?P<blank>(?:[^\S\n]*(?:>[^\S\n]*)*\n)*)[^\S\n]*(?:>[^\S\n]*)*")
_BLOCK = re.compile(r"(?:[^\S\n]*\S[^\n]*(?:\n|\Z))*")


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
    said = list(_waivers(document))
    if not (found or said):
        return []
    waivers = [item for item in said if isinstance(item, _Waiver)]
    kept = [item for item in said if isinstance(item, Finding)]
    used: set[_Waiver] = set()
    for finding in found:
        accepting = [w for w in waivers if _accepts(w, finding, document)]
        used.update(accepting)
        if not accepting:
            kept.append(finding)
    on = {rule.slug for rule in rules}
    kept += [_unused(w) for w in waivers if w not in used and w.rule in on]
    return sorted(kept, key=lambda finding: (finding.span, finding.rule, finding.message))


def _waivers(document: Document) -> Iterator[_Waiver | Finding]:
    for body, span, block, text in _written(document):
        allow = _ALLOW.fullmatch(body)
        if allow is None:
            message = f"{body!r} is no waiver; write "
            yield Finding(WAIVER, span, message + "zhengming: allow RULE FORM -- reason")
            continue
        if allow["rule"] not in SLUGS:
            message = f"there is no rule {allow['rule']}; delete this waiver"
            yield Finding(WAIVER, span, message)
            continue
        if allow["mark"] not in (None, mark := _mark(text)):
            accepted = f"{allow['rule']} for {allow['form']}"
            message = f"this waiver of {accepted} is not of this text; look again, then write "
            yield Finding(WAIVER, span, f"{message}@{mark} or delete it")
            continue
        yield _Waiver(span, allow["rule"], allow["form"], block)


def _mark(text: str) -> str:
    """Return a hash of a text, however its lines are broken."""
    return hashlib.blake2s(_without_space(text).encode(), digest_size=3).hexdigest()


def _written(document: Document) -> Iterator[tuple[str, Span, Span, str]]:
    """Yield the waivers of a document, each with its place, the block it is for and its text.

    Those of a message are translator's comments, and for all of it; its text is the original.
    """
    if document.message and document.message.entry.has_remarks:
        for comment in _joined(document.message.entry.noted("#")):
            if comment.startswith("zhengming:") and "zhengming: converted " not in comment:
                whole = Span(0, max(1, len(document.text)))
                yield comment, Span(0, 0), whole, document.message.entry.msgid.text
    ends = dict(document.reading.comments)
    for each in document.reading.comments:
        sign = _SIGN.match(document.text, *each)
        if sign is None:
            continue
        written = document.text[sign.end() : each.end].removesuffix("-->").rstrip()
        span = Span(sign.end(), sign.end() + len(written))
        # It may be spread over lines.
        block = _block(document.text, ends, each.end)
        yield " ".join(written.split()), span, block, document.text[slice(*block)]


def _joined(comments: list[str]) -> Iterator[str]:
    """Yield a translator's comments; a waiver that is cut short goes on in the next line.

    Babel, and so sphinx-intl, folds comments at 76 columns whatever the width of strings.
    """
    rest = list(reversed(comments))
    while rest:
        comment = rest.pop()
        while comment.startswith("zhengming: allow") and not _ALLOW.fullmatch(comment):
            if not rest or rest[-1].startswith("zhengming:"):
                break
            comment += f" {rest.pop()}"
        yield comment


def _block(text: str, ends: dict[int, int], end: int) -> Span:
    """Return the lines of the block behind a comment; other comments may stand between."""
    start = end
    while (line := text.find("\n", start) + 1) > 0:
        head = _HEAD.match(text, line)
        assert head
        if head.end() not in ends:
            block = _BLOCK.match(text, head.end("blank"))
            assert block
            return Span(*block.span())
        start = ends[head.end()]
    return Span(len(text), len(text))


def _accepts(waiver: _Waiver, finding: Finding, document: Document) -> bool:
    return (
        waiver.rule == finding.rule
        and waiver.block.start <= finding.span.start < waiver.block.end
        and _without_space(finding.form or document.text[slice(*finding.span)])
        == _without_space(waiver.form)
    )


def _without_space(text: str) -> str:
    """Return a form as forms are compared: a line may end within one."""
    return "".join(text.split())


def _unused(waiver: _Waiver) -> Finding:
    message = f"nothing needs this waiver of {waiver.rule} for {waiver.form}; delete it"
    return Finding(WAIVER, waiver.span, message)


class BugError(Exception):
    """A fix did not do what it promises: this is a bug of ours, and nothing was written."""


# Fixes that overlap are made one after the other; nothing real needs more rounds than this.
_ROUNDS = 8


def fix(
    document: Document,
    context: Context,
    rules: Iterable[Rule],
    grades: Container[Grade] = ("safe",),
) -> str:
    """Return the text with all fixes of some grades made; a fixed text needs none of them.

    Raises BugError if fixes go on making new ones.
    """
    rules = tuple(rules)
    for _round in range(_ROUNDS):
        text = _applied(document.text, check(document, context, rules), grades)
        if text == document.text:
            return text
        document = replace(document, text=text)
    raise BugError(f"{document.name}: fixes of {', '.join(r.slug for r in rules)} never end")


def _applied(text: str, findings: Iterable[Finding], grades: Container[Grade]) -> str:
    fixes = sorted(f.fix for f in findings if f.fix and f.fix.grade in grades)
    pieces: list[str] = []
    position = 0
    for span, new, _grade in fixes:
        # Of two fixes that overlap the first counts; the other has its turn in the next round.
        if span.start >= position:
            pieces += text[position : span.start], new
            position = span.end
    return "".join((*pieces, text[position:]))
