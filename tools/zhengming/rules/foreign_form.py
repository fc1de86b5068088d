"""A form of another region, where this region has one of its own.

In a translation the original must name the concept, and no other concept that the form is right
for; a form of two characters is also left alone where the right one stands in the same text. Text
without an original gets only what is no word of the region: forms of three characters and more.
A form that a concept calls ordinary in a language is left alone there. Inside 《》 and quotation
marks the source's wording stays; a passage that is wholly of the other script is what script-leak
tells of. A form counts in the characters of the text too, as converters leave it. The fix is the
preferred form of the region.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zhengming.finding import Case, Context, Document, Finding, Fix, Rule
from zhengming.glossary import DEPRECATED, REGIONS, SOURCE, Concept, Term
from zhengming.rendering import is_other
from zhengming.rules.script_leak import passages
from zhengming.text import Span, quoted

_SHORTEST = 3


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the forms that belong to other Chinese regions alone."""
    # Traditional text of no region has no forms of its own.
    if document.language != SOURCE and document.language not in REGIONS:
        return
    named = _named(document, context)
    if document.original and not named:
        return
    inside = None
    other_script: list[Span] | None = None
    for span, terms in context.borrowed(document):
        concept = _foreign(document, context, terms, named)
        if concept is None:
            continue
        # The form may be broken over lines.
        is_short = max(len(term.form) for term in terms) < _SHORTEST
        if is_short and (not named or _has_own(document, concept)):
            continue
        inside = quoted(document.prose) if inside is None else inside
        if all(inside[slice(*span)]):
            continue
        if other_script is None:
            # One sign is enough in a message; a text may quote it.
            other_script = passages(document, 1) if document.original else passages(document)
        if any(each.start < span.end and span.start < each.end for each in other_script):
            continue
        if context.cutting(document, span):
            continue
        yield _finding(document, span, terms, concept, named.get(concept.id, ""))


def _named(document: Document, context: Context) -> Mapping[str, str]:
    """Return the concepts that the original names, not counting words inside of others."""
    if not document.original:
        return {}
    source = document.source
    return {
        term.concept: source.text[slice(*match.span)]
        for match in context.matches(source)
        for term in match.terms
        if term.language == source.language
        and not is_other(context.glossary.concepts[term.concept], document)
    }


def _foreign(
    document: Document, context: Context, terms: tuple[Term, ...], named: Mapping[str, str]
) -> Concept | None:
    """Return the concept for which a form is another region's, None if it is right here."""
    meant = [t for t in terms if t.concept in named] if document.original else terms
    if not meant or any(term.language == document.language for term in meant):
        return None
    foreign = [t for t in meant if t.language.startswith("zh") and t.status != DEPRECATED]
    if not foreign:
        return None
    concept = context.glossary.concepts[foreign[0].concept]
    ordinary = concept.ordinary.get(document.language, ())
    if any(term.form in ordinary for term in foreign if term.concept == concept.id):
        return None
    has_own = any(term.language == document.language for term in concept.terms)
    return concept if has_own else None


def _has_own(document: Document, concept: Concept) -> bool:
    """Whether a right form stands there too: then a short one may be another word."""
    own = (t.form for t in concept.terms if t.language == document.language and not t.is_noise)
    return any(form in document.prose for form in own)


def _finding(
    document: Document, span: Span, terms: tuple[Term, ...], concept: Concept, cue: str
) -> Finding:
    of_concept = [t for t in terms if t.concept == concept.id and t.status != DEPRECATED]
    tags = sorted({t.language for t in of_concept if t.language.startswith("zh")})
    preferred = concept.preferred(document.language)
    form = document.prose[slice(*span)]
    reason = f"for {cue!r} " if cue else ""
    message = f"{form} is {' and '.join(tags)}; {reason}write {preferred}"
    return Finding(RULE.slug, span, message, Fix(span, preferred, "safe"))


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
        # Of 計算 and 法律.
        Case("用計算法律責任的辦法。", "zh-Hant-TW", original="An algorithm of liability."),
        Case("他做算法。", "zh-Hant-TW", original="He does sums."),
        # The right form is there, so the short one may be another word.
        Case("用演算法做算法題。", "zh-Hant-TW", original="Solve sums by an algorithm."),
        Case(
            "審查算法。",
            "zh-Hant-TW",
            ("算法 is zh-Hans and zh-Hant-HK; for 'algorithm' write 演算法",),
            "審查演算法。",
            original="Each algorithm is audited.",
        ),
        Case(
            "各國尊重網絡主權。",
            "zh-Hant-TW",
            messages=("網絡主權 is zh-Hans and zh-Hant-HK; write 網路主權",),
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
