"""One concept in two ways in one text, where the glossary admits both.

Readers take two renderings for two things. The form that the text should keep is the preferred
one, or the most frequent if that is not used. A full name beside its abbreviation, an acronym, a
plural, the same words in another order, forms in titles, names and quotations, and forms that
the text itself equates, as in 甲（乙） or 甲（以下简称乙）, are no second rendering, and no more
are Chinese forms of two characters, which may be other words. A translation may have two where
its original has two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from zhengming.finding import Case, Context, Document, Finding, Fix, Rule
from zhengming.glossary import DEPRECATED
from zhengming.text import Span, line_column, quoted

_SHORTEST = 3
# What stands between two forms that a text equates, as 甲（乙 or 甲，又称“乙.
_SAID = (
    r"(?:以下)?[简簡]?[称稱][为為]?|又[称稱][为為]?|又叫|亦[称稱]|也[称稱叫]|"
    r"又名|即|或[称稱]?|also|or"
)
_EQUATED = re.compile(
    rf"[》”」』]?\s*(?:[（(]\s*(?:{_SAID})?|[，,]?\s*(?:{_SAID}))\s*[：:]?[《“「『]?"
)
# A form that is introduced as another name, whatever stands before.
_NAMED = re.compile(r"(?:[简簡又亦也][称稱][为為]?|又[叫名]|also|aka|known as)[：:\s《“「『]*\Z")
_NAMES = re.compile(r"[》”」』]?(?:是|为|為)?[^\s，。；]{0,4}的[简簡全别別][称稱]")


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the first place of each form of a concept but the one to keep."""
    if not _may_differ(document, context):
        return
    places = _places(document, context)
    # A translation is as its original.
    before = _places(document.source, context) if document.original else {}
    equated, named = _equated(document, context), _named(document, context)
    for concept, forms in places.items():
        if len(before.get(concept, ())) > 1:
            continue
        counts = Counter({form: len(found) for form, found in forms.items()})
        preferred = context.glossary.concepts[concept].preferred(document.language)
        kept = preferred if preferred in counts else counts.most_common(1)[0][0]
        for form, found in forms.items():
            if _is_same(form, kept) or {form, kept} in equated or form in named or kept in named:
                continue
            line = line_column(document.file, document.placed(forms[kept][0]).start)[0]
            message = f"{form} here, {kept} in line {line}; write {kept}"
            yield Finding(RULE.slug, found[0], message, Fix(found[0], kept, "unsafe"))


def _may_differ(document: Document, context: Context) -> bool:
    """Whether a concept stands there in two forms at all: hardly a message has one."""
    first: dict[str, str] = {}
    return any(
        first.setdefault(term.concept, term.form) != term.form
        for _span, terms in context.matches(document)
        for term in terms
        if term.language == document.language
    )


def _places(document: Document, context: Context) -> dict[str, dict[str, list[Span]]]:
    """Return concept → form → where it stands, without titles and quotations."""
    inside = quoted(document.prose)
    found: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for span, terms in context.matches(document):
        own = [term for term in terms if term.language == document.language]
        # A form of two concepts does not tell which is meant.
        if len(own) != 1 or own[0].status == DEPRECATED:
            continue
        # Two characters may well be another word.
        if len(own[0].form) < _SHORTEST and not own[0].form.isascii():
            continue
        if not all(inside[slice(*span)]) and not _is_in_name(document.prose, span):
            found[own[0].concept][own[0].form].append(span)
    return found


def _equated(document: Document, context: Context) -> list[set[str]]:
    """Return the pairs of forms that the text says are the same."""
    matches = context.matches(document)
    found = []
    for one, other in pairwise(matches):
        between = document.prose[one.span.end : other.span.start]
        if len(between) < 32 and _EQUATED.fullmatch(between):
            found += [{a.form, b.form} for a in one.terms for b in other.terms]
    return found


def _named(document: Document, context: Context) -> set[str]:
    """Return the forms that the text introduces as another name."""
    prose, found = document.prose, set()
    for (start, end), terms in context.matches(document):
        if _NAMED.search(prose[max(0, start - 8) : start]) or _NAMES.match(prose, end):
            found |= {term.form for term in terms}
    return found


def _is_in_name(prose: str, span: Span) -> bool:
    """Whether an English form is a part of a longer name: Internet in Internet Society."""
    if not _CAPITAL.fullmatch(prose, *span):
        return False
    start = max(0, span.start - _LONGEST_WORD)
    return bool(_BEFORE.search(prose, start, span.start) or _AFTER.match(prose, span.end))


_CAPITAL = re.compile(r"[A-Z][\w'-]*(?:\s+(?:[A-Z][\w'-]*|and|for|in|of|the))*")
# A word with a capital that does not begin a sentence.
_BEFORE = re.compile(r"(?<=[a-z0-9,;)]\s)[A-Z][\w'-]*\s+\Z")
_AFTER = re.compile(r"\s+[A-Z]")
_LONGEST_WORD = 32
_SMALL = frozenset(("a", "an", "for", "in", "of", "on", "the"))


def _is_same(one: str, other: str) -> bool:
    """Whether two forms are one name: of the same words, an abbreviation, or a plural."""
    words, others = (set(form.casefold().split()) - _SMALL for form in (one, other))
    if words == others:
        return True
    short, long = sorted((_letters(one), _letters(other)), key=len)
    rest = iter(long)
    return short.isascii() != long.isascii() or all(sign in rest for sign in short)


def _letters(form: str) -> str:
    """Return the letters of a form without case, and without the plural at its end."""
    letters = "".join(sign for sign in form.casefold() if sign.isalnum())
    return re.sub(r"(?<=[a-z])(?:ies|y|es|s)\Z", "", letters)


RULE = Rule(
    slug="two-renderings",
    name="One concept in two ways in one text",
    check=check,
    is_on=False,  # where a glossary admits two, many take them for one
    cases=(
        Case("网络主权（又称“互联网主权”）。《互联网主权》一文说网络主权。"),
        Case("互联网主权是网络主权的别称。网络主权与互联网主权。"),
        Case("演算法又叫算法，算法也是演算法。", "zh-Hant-HK"),
        Case(
            "網路主權與互聯網主權。",
            "zh-Hant-TW",
            original="网络主权与互联网主权。",
        ),
        Case("Algorithms, or an algorithm.", "en"),
        Case(
            "网络主权不同，互联网主权相同，\n互联网主权更快。",
            messages=("互联网主权 here, 网络主权 in line 1; write 网络主权",),
        ),
    ),
)
