"""A concept of the original that the translation has in none of its forms.

Each concept must stand in the translation in a preferred or an admitted form, of nested ones
the longest; in Chinese as often as in the original, but for titles and quotations. In English it
may be inflected, its words may stand apart, and once is enough; a form of two characters that
is the attribute of another word, as 网络 in 网络犯罪, is not asked for. What the concept's
`not_when` names in the original means another thing. Each concept is told once a message; a
waiver names the original's form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from zhengming.finding import Case, Context, Document, Finding, Rule
from zhengming.glossary import DEPRECATED, Concept, Term
from zhengming.text import Span, quoted

# Forms that a message names when there are more.
_NAMED = 3


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield a finding over the whole message for each concept that is missing in it."""
    if not document.original:
        return
    wanted: dict[tuple[str, ...], list[str]] = {}
    inside = quoted(document.source.prose)
    is_chinese = document.language.startswith("zh")
    for span, terms in context.matches(document.source):
        own = [t for t in terms if t.language == document.source.language]
        if not own or any(_is_other(context, document, term) for term in own):
            continue
        if all(inside[slice(*span)]) if is_chinese else _is_attribute(document.source, span):
            continue
        wanted.setdefault(tuple(sorted({t.concept for t in own})), []).append(own[0].form)
    if not wanted:
        return
    # A wrong form of it is what other rules tell of.
    found = {term.concept for _span, terms in context.matches(document) for term in terms}
    rendered = _Rendered(document)
    for ids, forms in wanted.items():
        concepts = [context.glossary.concepts[name] for name in ids]
        approved = [term for concept in concepts for term in _approved(concept, document.language)]
        count = rendered.count(approved)
        if not approved or count >= len(forms) or (not count and not found.isdisjoint(ids)):
            continue
        if count and not is_chinese:
            continue
        named = " or ".join(dict.fromkeys(term.form for term in approved[:_NAMED]))
        there = f"rendered {count} of {len(forms)} times" if count else "not rendered"
        message = f"{forms[0]} is {there}; write {named}"
        yield Finding(RULE.slug, Span(0, len(document.text)), message, form=forms[0])


def _is_other(context: Context, document: Document, term: Term) -> bool:
    """Whether a form in the original is wrong anyway, or means another thing there."""
    concept = context.glossary.concepts[term.concept]
    words = concept.not_when.get(document.source.language, ())
    return term.status == DEPRECATED or any(word in document.original for word in words)


# What stands behind a word of its own.
_FUNCTION = frozenset("的和与及或是为在不而等也都将被把对向从以由应能可要")


def _is_attribute(source: Document, span: Span) -> bool:
    """Whether a short Chinese form goes on as a longer word."""
    after = source.prose[span.end : span.end + 1]
    is_han = "\u3400" <= after <= "\u9fff" and after not in _FUNCTION
    return source.language.startswith("zh") and span.end - span.start == 2 and is_han


def _approved(concept: Concept, language: str) -> list[Term]:
    """Return the forms that a translation may have, the preferred one first."""
    return [t for t in concept.terms if t.language == language and t.status != DEPRECATED]


class _Rendered:
    """The forms in a translation, wherever they stand."""

    def __init__(self, document: Document) -> None:
        # A line may end within a form.
        self.text = re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", document.prose)
        words = re.findall(r"[A-Za-z0-9]+", self.text.replace("\u2019", "'"))
        self.stems = [_stem(word.lower()) for word in words]

    def count(self, terms: Iterable[Term]) -> int:
        """Return how often any of the forms stands there, as many as do not overlap."""
        latin = [term.form for term in terms if term.form.isascii()]
        if any(self._is_there(form) for form in latin):
            return max(1, self._han(terms))
        return self._han(terms)

    def _han(self, terms: Iterable[Term]) -> int:
        forms = sorted({re.escape(term.form) for term in terms}, key=len, reverse=True)
        return len(re.findall("|".join(forms), self.text)) if forms else 0

    def _is_there(self, form: str) -> bool:
        """Whether all words of an English form that say something stand near each other."""
        words = [word.lower() for word in re.findall(r"[A-Za-z0-9]+", form)]
        wanted = {_stem(word) for word in words if word not in _SMALL}
        near = 2 * len(words) + _APART
        return any(
            stem in wanted and wanted.issubset(self.stems[place : place + near])
            for place, stem in enumerate(self.stems)
        )


# Words that may stand between those of a form, beside as many as it has.
_APART = 2
_SMALL = ("a", "an", "and", "for", "from", "in", "of", "on", "or", "s", "the", "to", "with")
_ENDINGS = re.compile(
    r"(?:i[sz]ations?|i[sz](?:ed|ing|es?)|ations?|ions?|ments?|ances?|ences?|i?al(?:ly)?|ically|"
    r"ities|ity|ty|ives?|ing|ies|ied|ic|ed|es|ly|er|ers|s|e|y)\Z"
)


@cache
def _stem(word: str) -> str:
    """Return what forms of an English word have in common, four letters at least."""
    while (cut := _ENDINGS.sub("", word)) != word and len(cut) >= 4:
        word = cut
    return word


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
