"""A form of another region, where this region has one of its own.

Forms of two characters are too often words of both regions: they are looked at in translations
whose original names the concept, and nowhere else. Inside 《》 and quotation marks the source's
wording stays. The fix is the preferred form of the region.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengming.finding import Case, Context, Document, Finding, Fix, Rule
from zhengming.glossary import DEPRECATED
from zhengming.text import quoted

_SHORTEST = 3


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the forms that belong to other Chinese regions alone."""
    if not document.language.startswith("zh"):
        return
    for span, terms in context.matches(document):
        languages = {term.language for term in terms if term.status != DEPRECATED}
        others = sorted(tag for tag in languages if tag.startswith("zh"))
        if document.language in languages or not others:
            continue
        if span.end - span.start < _SHORTEST and _named(document, context).isdisjoint(
            term.concept for term in terms
        ):
            continue
        if all(quoted(document.prose)[slice(*span)]):
            continue
        term = next(t for t in terms if t.language == others[0] and t.status != DEPRECATED)
        concept = context.glossary.concepts[term.concept]
        # Traditional text of no region has no forms of its own.
        if not any(own.language == document.language for own in concept.terms):
            continue
        preferred = concept.preferred(document.language)
        message = f"{term.form} is {' and '.join(others)}; write {preferred}"
        yield Finding(RULE.slug, span, message, Fix(span, preferred, "safe"))


def _named(document: Document, context: Context) -> set[str]:
    """Return the concepts that the original names, not counting words inside of others."""
    if not document.original:
        return set()
    source = document.source
    found = context.matches(source)
    return {t.concept for match in found for t in match.terms if t.language == source.language}


RULE = Rule(
    slug="foreign-form",
    name="A form of another region",
    check=check,
    cases=(
        Case("各國尊重網路主權。", "zh-Hant-TW"),
        Case("他研讀《網絡主權論》。", "zh-Hant-TW"),
        Case("各國尊重網絡主權。", "zh-Hant-HK"),
        Case("血管網絡與演算法。", "zh-Hant-TW"),
        Case("網路主權與網絡主權。", "zh-Hant"),
        Case("他做算法。", "zh-Hant-TW"),
        Case("他做算法。", "zh-Hant-TW", original="He does sums."),
        Case(
            "審查算法。",
            "zh-Hant-TW",
            ("算法 is zh-Hans and zh-Hant-HK; write 演算法",),
            "審查演算法。",
            original="Each algorithm is audited.",
        ),
        Case(
            "各國尊重網絡主權。",
            "zh-Hant-TW",
            messages=("網絡主權 is zh-Hant-HK; write 網路主權",),
            fixed="各國尊重網路主權。",
        ),
        Case(
            "各國尊重網路主權。",
            "zh-Hant-HK",
            messages=("網路主權 is zh-Hant-TW; write 網絡主權",),
            fixed="各國尊重網絡主權。",
        ),
    ),
)
