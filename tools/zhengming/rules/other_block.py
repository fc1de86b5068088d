"""A translation that is another block than a paragraph, and that Sphinx would leave out.

A translation takes the place of a paragraph only if it is one. "2022. …" at its head is an item
of a list, "# …" a heading, "> …" a quotation, "% …" a comment: Sphinx then shows the original,
and says nothing. So it is after an empty line. Where the original begins in the same way
nothing is wrong. The fix puts a backslash before the sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.finding import Case, Context, Document, Finding, Fix, Rule
from zhengming.text import Span

# What opens a block at the head of a paragraph (CommonMark 0.31, section 4 and 5, and MyST's
# own), and where a backslash makes it text.
_MYST = re.compile(
    r"[ ]{0,3}(?:"
    r"(?P<heading>\#{1,6}(?=[ \t\n]|\Z))|(?P<quotation>>)"
    r"|(?P<list>(?:[-+*]|[0-9]{1,9}(?P<dot>[.)]))(?=[ \t\n]|\Z))"
    r"|(?P<rule>([-*_])[ \t]*(?:\6[ \t]*){2,}(?=\n|\Z))|(?P<comment>%)"
    r"|(?P<break>\+\+\+)|(?P<fence>```|~~~|:::)|(?P<math>\$\$)|(?P<table>\|)"
    r"|(?P<definition>\[\^?[^\]\n]+\]:)|(?P<target>\([^()\n]+\)=[ \t]*(?=\n|\Z))"
    r"|(?P<field>:[^:\n`]+:(?=[ \t\n]|\Z)))"
    r"|(?P<code>[ ]{4}|[ ]{0,3}\t)"
)
_RST = re.compile(
    r"(?P<list>(?:[-*+•‣⁃]|\(?(?:[0-9]+|[A-Za-z]|#|[ivxlcdm]+|[IVXLCDM]+)[.)])(?=[ \n]|\Z))"
    r"|(?P<comment>\.\.(?=[ \n]|\Z))|(?P<line>\|(?=[ \n]|\Z))|(?P<doctest>>>>(?=[ \n]|\Z))"
    r"|(?P<field>:[^:\n`]+:(?=[ \n]|\Z))|(?P<quotation>[ \t]+(?=\S))"
)
_PARAGRAPHS = re.compile(r"\S[^\S\n]*\n[^\S\n]*\n\s*(?=\S)")
_NAMES = {
    "list": "a list",
    "rule": "a line",
    "break": "a break",
    "math": "a formula",
    "code": "code",
    "fence": "a directive or code",
    "field": "a field",
    "line": "a line block",
    "doctest": "a doctest",
}


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield where a message begins with another block, or with a paragraph and more."""
    if not document.original or document.markup == "plain":
        return
    pattern = _MYST if document.markup == "myst" else _RST
    found = pattern.match(document.text)
    before = pattern.match(document.original)
    if found and (before is None or before.lastgroup != found.lastgroup):
        kind = _kind(found)
        start = found.start("dot" if found.groupdict().get("dot") else kind)
        name = _NAMES.get(kind, f"a {kind}")
        fix = None
        if kind not in ("code", "quotation") or (document.markup == "myst" and kind != "code"):
            fix = Fix(Span(start, start), "\\", "safe")
        message = f"this begins {name}, which Sphinx leaves out; write "
        message += "it without the indent" if fix is None else f"\\{document.text[start]}"
        yield Finding(RULE.slug, Span(found.start(kind), found.end(kind)), message, fix)
    blank = _PARAGRAPHS.search(document.text)
    if blank and not _PARAGRAPHS.search(document.original):
        message = "a second paragraph, which Sphinx leaves out; write one"
        yield Finding(RULE.slug, Span(blank.end(), blank.end() + 1), message)


def _kind(found: re.Match[str]) -> str:
    return next(name for name, text in found.groupdict().items() if text is not None)


RULE = Rule(
    slug="other-block",
    name="A translation that Sphinx leaves out because it is no paragraph",
    check=check,
    cases=(
        Case("In 2022 it grew.", "en", markup="myst", original="2022年增长。"),
        Case("1. One", "en", markup="myst", original="1. 一"),
        Case("-5 degrees, 3.5 kg, #5, :role:`x`, (a)", "en", markup="myst", original="零下"),
        Case("2022. It grew.", "en", original="2022年增长。"),
        Case("2022. It grew.", "en", markup="myst"),
        Case(
            "2022. It grew.",
            "en",
            ("this begins a list, which Sphinx leaves out; write \\.",),
            "2022\\. It grew.",
            "myst",
            "2022年增长。",
        ),
        Case(
            "# One",
            "en",
            ("this begins a heading, which Sphinx leaves out; write \\#",),
            "\\# One",
            "myst",
            "其一",
        ),
        Case(
            "% of users",
            "en",
            ("this begins a comment, which Sphinx leaves out; write \\%",),
            "\\% of users",
            "myst",
            "用户占比",
        ),
        Case(
            "One.\n\nTwo.",
            "en",
            ("a second paragraph, which Sphinx leaves out; write one",),
            None,
            "myst",
            "一。二。",
        ),
        Case(
            "A. Smith said so.",
            "en",
            ("this begins a list, which Sphinx leaves out; write \\A",),
            "\\A. Smith said so.",
            "rst",
            "史密斯说。",
        ),
    ),
)
