"""Markup of the original that the translation has lost or changed.

Roles with their targets, the targets of links, footnotes, substitutions, and placeholders of
programs must stand in the translation as they stand in the original, as often and in any
order. What readers see of them may be translated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from zhengming.finding import Case, Context, Document, Finding, Rule
from zhengming.text import Span

_NOTE = re.compile(r"\[\^[^\]\s]+\]|\{\{[^{}\n]+\}\}")
_NOTE_RST = re.compile(r"\[(?:#\w*|\*|[0-9]+)\]_|\|[^|\s`](?:[^|\n`]*[^|\s`])?\|(?!_)")
# Roles that point at nothing: what they hold is text.
_SHOWN = (
    *("abbr", "abbreviation", "code", "command", "dfn", "emphasis", "file", "guilabel", "kbd"),
    *("literal", "manpage", "math", "menuselection", "program", "samp", "strong", "sub"),
    *("subscript", "sup", "superscript", "title-reference"),
)
# Of Python and of gettext's other formats; in prose `100 % d` is none.
_NAMED = re.compile(r"%\([^()\s]+\)[#0 +-]*[0-9.*]*[diouxXeEfFgGcrsa]")
_FORMAT = re.compile(
    r"%(?:\([^()\s]+\))?[#0+-]*[0-9.*]*[diouxXeEfFgGcrsa](?![A-Za-z])|%%|\{\w*(?:[.!:][^{}\s]*)?\}"
)


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield what is lost over the whole message, and what is new at its place."""
    if not document.original:
        return
    before, after = _markup(document.source), _markup(document)
    here = Counter(name for name, _span in after)
    there = Counter(name for name, _span in before)
    for name in (there - here).elements():
        message = f"{name} is lost; write it as in the original"
        yield Finding(RULE.slug, Span(0, len(document.text)), message, form=name)
    for name in dict.fromkeys((here - there).elements()):
        span = next(span for each, span in after if each == name)
        yield Finding(RULE.slug, span, f"{name} is not in the original; delete it", form=name)


def _markup(document: Document) -> list[tuple[str, Span]]:
    """Return what must be the same, written in short, with its places."""
    text, found = document.text, []
    for link in document.reading.links:
        target = text[slice(*link.target)]
        if link.role:
            role = link.role.lower()
            name = f":{role}:" if document.markup == "rst" else f"{{{role}}}"
            if role.rpartition(":")[2] not in _SHOWN:
                name += f"`… <{target}>`"
            found.append((name, link.span))
        elif link.span.start <= link.target.start < link.span.end:
            found.append((target, link.target))
    patterns = {"myst": (_NOTE, _NAMED), "rst": (_NOTE_RST, _NAMED), "plain": (_FORMAT,)}
    for pattern in patterns[document.markup]:
        for match in pattern.finditer(text):
            if document.markup == "plain" or not _is_code(document, match.start()):
                found.append((match[0], Span(*match.span())))
    return found


def _is_code(document: Document, place: int) -> bool:
    """Whether a sign stands in code: there is an odd number of marks of it before."""
    return document.text.count("`", 0, place) % 2 == 1


RULE = Rule(
    slug="markup-lost",
    name="Markup of the original that is lost or changed",
    check=check,
    cases=(
        Case(
            "[Text](a.md) and {concept}`sovereignty <cyber>`[^1].",
            "en",
            markup="myst",
            original="{concept}`主权 <cyber>`和[文](a.md)[^1]。",
        ),
        Case("%(n)d of %(all)s, {x}", "en", original="{x}，%(all)s之%(n)d"),
        Case("100 % done", "en", original="完成 100 %"),
        Case("`[^1]` and more", "en", markup="myst", original="`[^1]` 等"),
        Case("[^1]", "en", markup="myst"),
        Case(
            "Sovereignty.",
            "en",
            (
                "[^1] is lost; write it as in the original",
                "{concept}`… <cyber>` is lost; write it as in the original",
            ),
            markup="myst",
            original="{concept}`主权 <cyber>`[^1]。",
        ),
        Case(
            "[Text](b.md)",
            "en",
            (
                "a.md is lost; write it as in the original",
                "b.md is not in the original; delete it",
            ),
            markup="myst",
            original="[文](a.md)",
        ),
        Case(
            "%(m)s files",
            "en",
            (
                "%(m)s is not in the original; delete it",
                "%(n)s is lost; write it as in the original",
            ),
            original="%(n)s个文件",
        ),
    ),
)
