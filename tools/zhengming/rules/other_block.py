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

# What opens a block at the head of a paragraph (CommonMark 0.31, sections 4 and 5, and MyST's
# own), and where a backslash makes it text.
_HTML = (
    "!--|(?:address|article|aside|blockquote|center|details|div|d[dlt]|fieldset|figcaption|figure|"
    "footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|script|section|style|summary|table|"
    r"tbody|t[dhr]|tfoot|thead|ul)(?=[\s/>]|\Z)"
)
_MYST = re.compile(
    r"[ ]{0,3}(?:"
    r"(?P<heading>\#{1,6}(?=[ \t\n]|\Z))|(?P<quotation>>)|(?P<comment>%)|(?P<break>\+\+\+)"
    r"|(?P<list>(?:[-+*]|[0-9]{1,9}(?P<dot>[.)]))(?=[ \t\n]|\Z))"
    r"|(?P<line>(?P<mark>[-*_])[ \t]*(?:(?P=mark)[ \t]*){2,}(?=\n|\Z))"
    r"|(?P<fence>```[^`\n]*(?=\n|\Z)|~~~|:::)"
    r"|(?P<definition>\[\^[^\]\n]+\]:|\[[^\]^\n][^\]\n]*\]:[ \t\n]*\S)"
    r"|(?P<target>\([^()\n]+\)=[ \t]*(?=\n|\Z))"
    r"|(?P<attributes>\{[ \t]*[#.\w][^{}\n]*\}[ \t]*(?=\n|\Z))"
    rf"|(?P<html></?(?:{_HTML})))"
    r"|(?P<code>[ ]{4}|[ ]{0,3}\t)"
)
_RST = re.compile(
    r"(?P<list>(?:[-*+•‣⁃]|\(?(?:[0-9]+|[A-Za-z]|#|[ivxlcdm]+|[IVXLCDM]+)[.)])(?=[ \n]|\Z))"
    r"|(?P<comment>\.\.(?=[ \n]|\Z))|(?P<verse>\|(?=[ \n]|\Z))|(?P<doctest>>>>(?=[ \n]|\Z))"
    r"|(?P<field>:[^:\n`]+:(?=[ \n]|\Z))|(?P<quotation>[ \t]+(?=\S))"
)
# What ends a paragraph in a later line. `::` alone may follow in reST: it begins the code below.
_SECOND = r"\S[^\S\n]*\n[^\S\n]*\n\s*(?=\S)(?!::\s*\Z)"
_ENDS = {
    "rst": re.compile(_SECOND),
    "myst": re.compile(
        rf"{_SECOND}|\n[ ]{{0,3}}(?=\#{{1,6}}(?:[ \t\n]|\Z)|>|%|\+\+\+|[-+*][ \t]+\S|1[.)][ \t]+\S"
        r"|(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|-+[ \t]*|=+[ \t]*)(?:\n|\Z)"
        rf"|```[^`\n]*(?:\n|\Z)|~~~|:::|</?(?:{_HTML})"
        r"|\[\^[^\]\n]+\]:|\([^()\n]+\)=[ \t]*(?:\n|\Z)|:[ \t]+\S)"
    ),
}
_NAMES = {
    "list": "a list",
    "line": "a line",
    "fence": "a directive or code",
    "attributes": "attributes of a block",
    "html": "HTML",
    "code": "code",
}


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield where a message begins with another block, or with a paragraph and more."""
    if not document.original or document.markup == "plain":
        return
    pattern = _MYST if document.markup == "myst" else _RST
    found = pattern.match(document.text)
    before = pattern.match(document.original) if found else None
    if found and (before is None or before.lastgroup != found.lastgroup):
        kind = _kind(found)
        start = found.start("dot" if found.groupdict().get("dot") else kind)
        name = _NAMES.get(kind, f"a {kind}")
        fix = None
        if kind not in ("code", "quotation") or (document.markup == "myst" and kind != "code"):
            fix = Fix(Span(start, start), "\\", "safe")
        message = f"this begins {name}, which Sphinx leaves out; write "
        # In a catalog a backslash is written twice.
        sign = "\\\\" if document.message else "\\"
        message += "it without the indent" if fix is None else f"{sign}{document.text[start]}"
        yield Finding(RULE.slug, Span(found.start(kind), found.end(kind)), message, fix)
    ends = "\n" in document.text and _ENDS[document.markup].search(document.text)
    if ends and not found and not _ENDS[document.markup].search(document.original):
        message = "a second block, which Sphinx leaves out; write one paragraph"
        yield Finding(RULE.slug, Span(ends.end(), ends.end() + 1), message)


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
        Case("例如：\n\n::", "zh-Hant-TW", markup="rst", original="For example::"),
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
            ("a second block, which Sphinx leaves out; write one paragraph",),
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
