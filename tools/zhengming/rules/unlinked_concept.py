"""A concept that a text uses and never links.

Reported once a text, at the first place that can be a link: not in a heading, and not in the
text of another link. The page of a concept is not asked to link itself. Write the role term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.finding import Case, Context, Document, Finding, Fix, Rule
from zhengming.glossary import DEPRECATED
from zhengming.text import Span

# Headings of both markups: a line of #, or one with a line of signs below.
_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t][^\n]*|^[^\n]+\n[ \t]*([=\-~^\"'`#*+.:_])\1{2,}[ \t]*\r?$", re.MULTILINE
)
_PAGE = re.compile(r"(?:\A|/|concept-)(?P<id>[a-z0-9-]+)(?:\.\w+)?(?:#[^#]*)?\Z")
# What may stand beside inline markup of reST.
_BEFORE = re.compile(r"[\s'\"(\[{<\-/:]?")
_AFTER = re.compile(r"[\s'\")\]}>\-/:.,;!?\\]?")


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the first place of each concept that is linked nowhere in the document."""
    if document.markup == "plain":
        return
    text = document.text
    done = _linked(document, context)
    taken = bytearray(len(text))
    links = [link.span for link in document.reading.links]
    for start, end in [*links, *(match.span() for match in _HEADING.finditer(text))]:
        taken[start:end] = b"\1" * (end - start)
    for span, terms in context.matches(document):
        own = [term for term in terms if term.language == document.language]
        if len(own) != 1 or own[0].status == DEPRECATED or own[0].concept in done:
            continue
        if own[0].concept not in context.own.concepts:
            continue
        if any(taken[slice(*span)]):
            continue
        done.add(own[0].concept)
        form = text[slice(*span)]
        role = _role(document, span, form if "\n" not in form else own[0].form)
        bare = role.removeprefix("\\ ").removesuffix("\\ ")
        message = f"{own[0].form} is linked nowhere; write {bare}"
        yield Finding(RULE.slug, span, message, Fix(span, role, "unsafe"))


def _linked(document: Document, context: Context) -> set[str]:
    """Return the concepts that the document links, and its own if it is a page of one."""
    forms = {
        term.form.casefold(): concept.id
        for concept in context.own.concepts.values()
        for term in concept.terms
    }
    folder, _slash, name = document.name.rpartition("/")
    found = {name.removesuffix(".md")} if folder in context.folders else set()
    for link in document.reading.links:
        target = document.text[slice(*link.target)]
        if link.role.rpartition(":")[2] == "term":
            found.add(forms.get(" ".join(target.split()).casefold(), ""))
        elif (page := _PAGE.search(target)) and "://" not in target:
            found.add(page["id"])
    return found


def _role(document: Document, span: Span, form: str) -> str:
    if document.markup == "myst":
        return f"{{term}}`{form}`"
    text = document.text
    before = "" if _BEFORE.fullmatch(text[max(0, span.start - 1) : span.start]) else "\\ "
    after = "" if _AFTER.fullmatch(text[span.end : span.end + 1]) else "\\ "
    return f"{before}:term:`{form}`{after}"


RULE = Rule(
    slug="unlinked-concept",
    name="A concept that a text uses and never links",
    check=check,
    cases=(
        Case("网络主权与算法。"),
        Case("# 算法\n\n网络主权。见{term}`主权 <網路主權>`。", markup="myst"),
        Case("见[算法](../glossary/algorithm.md)。又一种算法。", markup="myst"),
        Case(
            "尊重网络主权，审查算法，又是算法。",
            messages=(
                "网络主权 is linked nowhere; write {term}`网络主权`",
                "算法 is linked nowhere; write {term}`算法`",
            ),
            markup="myst",
        ),
        Case(
            "算法\n====\n\n尊重網路主權。",
            "zh-Hant-TW",
            ("網路主權 is linked nowhere; write :term:`網路主權`",),
            markup="rst",
        ),
    ),
    is_on=False,
)
