"""Markup of the original that the translation has lost or changed.

Roles with their targets, the targets of links, footnotes, substitutions, and placeholders of
programs must stand in the translation as they stand in the original, as often and in any
order; but a placeholder with a name may come again, and those with neither name nor number must
keep their order. What readers see of them may be translated, and a term may be named by any form
of its concept. Line ends at head and foot, which gettext demands, must be the same as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from zhengming.finding import Case, Context, Document, Finding, Fix, Rule
from zhengming.text import Span

# What begins with a quotation mark is braces that are spoken of: “{{” and “}}”.
_NOTE = re.compile(r"\[\^[^\]\s]+\]|\{\{(?![\"'“”‘’「」])[^{}\n]+\}\}")
_NOTE_RST = re.compile(r"\[(?:#\w*|\*|[0-9]+)\]_|\|[^|\s`](?:[^|\n`]*[^|\s`])?\|(?!_)")
# Roles that point at nothing: what they hold is text.
_SHOWN = (
    *("abbr", "abbreviation", "code", "command", "dfn", "emphasis", "file", "guilabel", "kbd"),
    *("literal", "manpage", "math", "menuselection", "program", "samp", "strong", "sub"),
    *("subscript", "sup", "superscript", "title-reference"),
)
# Of Python and of gettext's other formats; in prose `100 % d` is none.
_NAMED = re.compile(r"%\([^()\s]+\)[#0 +-]*[0-9.*]*[diouxXeEfFgGcrsa]")
# One of these is in each of the above.
_SIGN = re.compile(r"%\(|\{\{|\||\[[\^#*0-9]")
_FORMAT = re.compile(
    # Signs of an address, as %E4%BD%A0: not what they look like.
    r"(?P<sign>(?:%[0-9A-Fa-f]{2}){2,})"
    r"|%%|%(?:\([^()\s]+\)|(?P<number>[0-9]+)\$)?[#0+'-]*[0-9.*]*(?:hh?|ll?|[jztL])?"
    r"(?P<kind>[diouxXeEfFgGcrsa])"
    r"|\{(?P<name>(?a:\w)*)(?:[.!:][^{}\s]*)?\}"
)
# Formats of Lisp and Scheme have directives as ~a, and ~% for a line end.
_LISP = {"lisp-format", "librep-format", "scheme-format"}
_DIRECTIVE = re.compile("~[A-Za-z]")
# In braces, and no name of a placeholder.
_WORDS = re.compile(r"\{[^{}\n]*[^\x00-\x7f{}][^{}\n]*\}")
_ANY = re.compile(r"%[^%\s\w]*[0-9.]*[A-Za-z]")
# Of strftime; those of the second are none of printf.
_TIME = re.compile(r"%[-_0^#]?(?:[aAbBcCdDeFgGhHIjkmMpPrRsSTuUVwWxXyYzZ]|l(?![dioulxX]))")
_TIME_ALONE = re.compile(r"%[-_0^#]?(?:[ABbHIMpYymSkjZ]|l(?![dioulxX]))")


class _Mark(NamedTuple):
    """Something that must be the same: what is compared, how it is called, and where it is.

    `argument` is which one a placeholder without a name stands for, from 1.
    """

    key: object
    name: str
    span: Span
    argument: int = 0


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield what is lost over the whole message, and what is new at its place."""
    if not document.original:
        return
    if document.markup == "plain":
        is_format = _is_format(document)
        if is_format and _LISP & _flags(document):
            before, after = list(_directives(document.original)), list(_directives(document.text))
        else:
            before = list(_placeholders(document.original, is_format))
            after = list(_placeholders(document.text, is_format))
        if _WORDS.search(document.text) and not _has_fields(document):
            # What the original has in braces are words: {All} and {全部}.
            before = [mark for mark in before if not str(mark.key).startswith("{")]
    else:
        before, after = _markup(document.source, context), _markup(document, context)
    if before or after:
        yield from _differing(document, before, after)
    if document.message and "\n" in document.original + document.text:
        yield from _line_ends(document)


def _differing(document: Document, before: list[_Mark], after: list[_Mark]) -> Iterator[Finding]:
    """Yield the marks that are on one side only, and placeholders in another order."""
    here = Counter(mark.key for mark in after)
    there = Counter(mark.key for mark in before)
    lost, new = there - here, here - there
    if plural := _plural_beside(document):
        # The form of one or two may say so in a word, or be as that of many.
        lost.clear()
        new -= Counter(mark.key for mark in _placeholders(plural, is_format=True))
    # A link may lead to the same in another language.
    moved = min(sum(map(_is_link, lost.elements())), sum(map(_is_link, new.elements())))
    for changed in (lost, new) if moved else ():
        for key in [key for key in changed.elements() if _is_link(key)][:moved]:
            changed[key] -= 1
    lost, new = +lost, +new
    for key in lost.elements():
        name = next(mark.name for mark in before if mark.key == key)
        message = f"{name} is lost; write it as in the original"
        yield Finding(RULE.slug, Span(0, len(document.text)), message, form=name)
    for key in new:
        mark = next(mark for mark in after if mark.key == key)
        message = f"{mark.name} is not in the original; delete it"
        yield Finding(RULE.slug, mark.span, message, form=mark.name)
    if here == there:
        yield from _swapped(before, after)


def _is_link(key: object) -> bool:
    """Whether what is compared is an address on the web."""
    address = key[-1] if isinstance(key, tuple) else key
    return isinstance(address, str) and address.startswith(("http://", "https://"))


def _swapped(before: list[_Mark], after: list[_Mark]) -> Iterator[Finding]:
    """Yield the first placeholder without a name that stands for something else than before."""
    ordered = [
        sorted((mark for mark in marks if mark.argument), key=lambda mark: mark.argument)
        for marks in (before, after)
    ]
    for there, here in zip(*ordered, strict=True):
        if there.key != here.key:
            message = f"{here.name} stands where the original has {there.name}; write it there"
            yield Finding(RULE.slug, here.span, message, form=here.name)
            return


def _plural_beside(document: Document) -> str:
    """Return the plural of the original if the text is one of its forms, but not the last."""
    if document.message is None:
        return ""
    _catalog, entry, string = document.message
    is_last = string is entry.msgstr[-1]
    return "" if is_last or entry.msgid_plural is None else entry.msgid_plural.text


def _line_ends(document: Document) -> Iterator[Finding]:
    """Yield the line ends at head and foot that only one has, which gettext refuses."""
    original, text = document.original, document.text
    for side, is_there, is_here, place in (
        ("head", original.startswith("\n"), text.startswith("\n"), 0),
        ("foot", original.endswith("\n"), text.endswith("\n"), len(text)),
    ):
        if is_there and not is_here:
            span, new, what = Span(place, place), "\n", "is lost; write \\n"
        elif is_here and not is_there:
            start = max(0, place - 1)
            span, new, what = Span(start, start + 1), "", "is not in the original; delete it"
        else:
            continue
        fix = Fix(span, new, "safe")
        yield Finding(RULE.slug, span, f"the line end at the {side} {what}", fix, "\n")


def _markup(document: Document, context: Context) -> list[_Mark]:
    """Return what must be the same, with its places."""
    text, found = document.text, []
    for link in document.reading.links:
        target = text[slice(*link.target)]
        if link.role:
            role = link.role.lower()
            name = f":{role}:" if document.markup == "rst" else f"{{{role}}}"
            kind = role.rpartition(":")[2]
            if kind in _SHOWN:
                found.append(_Mark(name, name, link.span))
                continue
            # A term is the same in all its forms.
            meant: object = target
            if kind == "term":
                # Sphinx finds it whatever its capitals.
                meant = _terms(context).get(target.casefold()) or target.casefold()
            found.append(_Mark((name, meant), f"{name}`… <{target}>`", link.span))
        elif link.span.start <= link.target.start < link.span.end:
            found.append(_Mark(target, target, link.target))
    patterns = (_NOTE if document.markup == "myst" else _NOTE_RST, _NAMED)
    for pattern in patterns if _SIGN.search(text) else ():
        found += [
            _Mark(match[0], match[0], Span(*match.span()))
            for match in pattern.finditer(text)
            if not _is_code(document, match.start())
        ]
    return found


def _flags(document: Document) -> frozenset[str]:
    """Return the flags of a message; a text that is none may be a format of C."""
    return frozenset(document.message.entry.flags if document.message else ["c-format"])


def _is_format(document: Document) -> bool:
    """Whether a message is said to be a format of a program."""
    return any(
        flag.endswith("-format") and not flag.startswith("no-") for flag in _flags(document)
    )


def _has_fields(document: Document) -> bool:
    """Whether a message is said to have fields in braces."""
    return "python-brace-format" in _flags(document)


def _directives(text: str) -> Iterator[_Mark]:
    """Yield the directives of a format of Lisp or Scheme, in which a percent sign is none."""
    for match in _DIRECTIVE.finditer(text):
        yield _Mark(match[0].lower(), match[0], Span(*match.span()))


def _placeholders(text: str, is_format: bool) -> Iterator[_Mark]:
    """Yield the placeholders of a program; those without a name count by their order.

    Those with a name are yielded once: a translation may say a name again, or once only. How a
    date is written, as %Y-%m-%d, is each language's own.
    """
    if _is_date(text):
        return
    arguments = fields = 0
    named = set()
    for match in _FORMAT.finditer(text):
        key: object = match[0]
        if match["sign"]:
            continue
        if match["kind"] and not match[0].startswith("%("):
            if not is_format and _is_word(text, match):
                continue
            arguments += 1
            # The same argument may be written wider, or not at all: %.0s.
            key = f"%{match['kind']}"
            argument = int(match["number"] or arguments)
            yield _Mark(key, match[0], Span(*match.span()), argument)
            continue
        if match["name"] == "":
            key = match[0].replace("{", f"{{{fields}", 1)
            fields += 1
        if key not in named:
            named.add(key)
            yield _Mark(key, match[0], Span(*match.span()))


def _is_date(text: str) -> bool:
    """Whether all placeholders are those of a date or a time, as in %a %b %e."""
    count = len(set(_TIME.findall(text)))
    return count > 1 and bool(_TIME_ALONE.search(text)) and count == len(set(_ANY.findall(text)))


def _is_word(text: str, match: re.Match[str]) -> bool:
    """Whether a percent sign is one, and a word follows it, as in 20 %discount; %dpx is none."""
    after = text[match.end() : match.end() + 1]
    is_number = text[: match.start()].rstrip()[-1:].isdigit()
    return after.isascii() and after.isalpha() and (is_number or match["kind"] not in "ds")


@lru_cache(maxsize=1)
def _terms(context: Context) -> dict[str, tuple[str, ...]]:
    """Return the concepts that a form may mean, by the form without capitals."""
    found: dict[str, set[str]] = {}
    for concept in context.glossary.concepts.values():
        for term in concept.terms:
            found.setdefault(term.form.casefold(), set()).add(term.concept)
    return {form: tuple(sorted(names)) for form, names in found.items()}


def _is_code(document: Document, place: int) -> bool:
    """Whether a sign stands in code: there is an odd number of marks of it before."""
    return document.text.count("`", 0, place) % 2 == 1


RULE = Rule(
    slug="markup-lost",
    name="Markup of the original that is lost or changed",
    check=check,
    cases=(
        Case("無法從%2$s讀取%1$lld個", "zh-Hant-TW", original="Unable to read %lld from %s"),
        Case("见 https://zh.wikipedia.org/wiki/%E4%BD%A0%E5%A5%BD", original="See the wiki."),
        Case("把它们写成“{{”和“}}”。", original='Double them as "{{" and "}}".'),
        Case(
            "[Text](a.md) and {concept}`sovereignty <cyber>`[^1].",
            "en",
            markup="myst",
            original="{concept}`主权 <cyber>`和[文](a.md)[^1]。",
        ),
        Case("%s與 %s：%'d 帧，%d帧", "zh-Hant-TW", original="%s, %s: %dpx, %'dth frame"),
        Case("%(n)d of %(all)s, {x}", "en", original="{x}，%(all)s之%(n)d"),
        Case("{全部}", "zh-Hant-TW", original="{All}"),
        Case("%.0s個人資料夾", "zh-Hant-TW", original="%s's Home"),
        Case("%-m月%-d日(%a)", "zh-Hant-TW", original="%a %b %e"),
        Case("%Y年%m月%-d日(%a) %p %-I:%M", "zh-Hant-TW", original="%a, %b %-d %Y at %-I:%M %p"),
        Case("%2$d of %1$s in {0}s", "en", original="{}秒，%s的%d"),
        Case("{term}`cyber sovereignty`", "en", markup="myst", original="{term}`网络主权`"),
        Case("使用 :term:`Zip`", markup="rst", original="It uses :term:`ZIP`"),
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
            "%s of %d",
            "en",
            ("%s stands where the original has %d; write it there",),
            original="%d个，共%s",
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
