"""A concept of a Chinese original that the translation has in none of its forms.

Each concept must stand in the translation in a preferred or an admitted form, of nested ones
the longest; in Chinese as often as in the original, but for titles and quotations. In English it
may be inflected, its words may stand apart, and once is enough; a form of two characters that
is the attribute of another word, as 网络 in 网络犯罪, is not asked for. What the concept's
`not_when` names in the original means another thing. Of an English original nothing is asked: its
words are no terms by themselves, and have many renderings. Each concept is told once a message; a
waiver names the original's form.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengming.finding import Case, Context, Document, Finding, Rule
from zhengming.glossary import DEPRECATED, Term
from zhengming.rendering import Rendered, approved, is_attribute, is_other
from zhengming.text import Span, quoted

# Forms that a message names when there are more.
_NAMED = 3


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield a finding over the whole message for each concept that is missing in it."""
    if not document.original or not document.source.language.startswith("zh"):
        return
    is_chinese = document.language.startswith("zh")
    wanted = _wanted(document, context, is_chinese)
    if not wanted:
        return
    found = {term.concept for _span, terms in context.matches(document) for term in terms}
    rendered = Rendered(document)
    for ids, forms in wanted.items():
        is_there = not found.isdisjoint(ids)
        if is_there and not is_chinese:
            continue
        concepts = [context.glossary.concepts[name] for name in ids]
        known = [term for concept in concepts for term in approved(concept, document.language)]
        count = rendered.count(known)
        if not known or count >= len(forms) or (count and not is_chinese):
            continue
        # A wrong form of it is what other rules tell of.
        if is_there and not count:
            continue
        named = " or ".join(dict.fromkeys(term.form for term in known[:_NAMED]))
        there = f"rendered {count} of {len(forms)} times" if count else "not rendered"
        message = f"{forms[0]} is {there}; write {named}"
        yield Finding(RULE.slug, Span(0, len(document.text)), message, form=forms[0])


def _wanted(
    document: Document, context: Context, is_chinese: bool
) -> dict[tuple[str, ...], list[str]]:
    """Return the forms of the original that ask for one, by the concepts that they may be of."""
    source = document.source
    matches = context.matches(source)
    inside = quoted(source.prose) if matches and is_chinese else b""
    wanted: dict[tuple[str, ...], list[str]] = {}
    for span, terms in matches:
        own = [t for t in terms if t.language == source.language]
        if not own or any(_is_wrong(context, document, term) for term in own):
            continue
        if all(inside[slice(*span)]) if is_chinese else is_attribute(source, span):
            continue
        wanted.setdefault(tuple(sorted({t.concept for t in own})), []).append(own[0].form)
    return wanted


def _is_wrong(context: Context, document: Document, term: Term) -> bool:
    """Whether a form in the original is wrong anyway, or means another thing there."""
    concept = context.glossary.concepts[term.concept]
    return term.status == DEPRECATED or is_other(concept, document)


RULE = Rule(
    slug="missing-term",
    name="A concept of the original that is missing in the translation",
    check=check,
    cases=(
        Case("Respect cyber sovereignty.", "en", original="尊重网络主权。"),
        Case("Algorithms are audited.", "en", original="审查算法。"),
        Case("審查網路主權與演算法。", "zh-Hant-TW", original="审查网络主权与算法。"),
        Case("An algorithm, and what it does.", "en", original="算法，算法的作用。"),
        Case("It is audited.", "en"),
        Case("這項受到審查。", "zh-Hant-TW", original="Algorithms are audited."),
        Case("Recommendations.", "en", original="算法推荐。"),
        Case("《網絡主權論》", "zh-Hant-TW", original="《网络主权论》"),
        # Another rule tells what is wrong.
        Case("尊重網絡主權。", "zh-Hant-TW", original="尊重网络主权。"),
        Case(
            "Respect sovereignty.",
            "en",
            ("网络主权 is not rendered; write cyber sovereignty",),
            original="尊重网络主权，网络主权。",
        ),
        Case(
            "審查演算法及其作用。",
            "zh-Hant-TW",
            ("算法 is rendered 1 of 2 times; write 演算法",),
            original="审查算法及算法的作用。",
        ),
    ),
)
