"""A form that the glossary calls wrong.

Deprecated forms are never right, in any text: mostly compounds that a spinner or a careless
converter left behind. The concept's page says why. The fix is the preferred form in the
language of the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengming.finding import Case, Context, Document, Finding, Fix, Rule
from zhengming.glossary import DEPRECATED
from zhengming.matcher import respelled


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the deprecated forms of the document's own language."""
    for span, terms in context.matches(document):
        own = [term for term in terms if term.language == document.language]
        # What another concept calls right is not wrong.
        if not own or any(term.status != DEPRECATED for term in own):
            continue
        term = own[0]
        preferred = context.glossary.concepts[term.concept].preferred(document.language)
        preferred = respelled(document.prose[slice(*span)], term.form, preferred)
        message = f"{term.form} is deprecated ({term.reason}); write {preferred}"
        yield Finding(RULE.slug, span, message, Fix(span, preferred, "safe"))


RULE = Rule(
    slug="deprecated-form",
    name="A form that the glossary calls wrong",
    check=check,
    cases=(
        Case("各国尊重网络主权，搜集各方意见。"),
        Case("代码 `搜集主权` 不是正文。", markup="myst"),
        Case(
            "各国尊重搜集主权。",
            messages=("搜集主权 is deprecated (洗稿替换所致); write 网络主权",),
            fixed="各国尊重网络主权。",
        ),
        Case(
            "各國尊重蒐集主權。",
            "zh-Hant-TW",
            messages=("蒐集主權 is deprecated (洗稿替换所致); write 網路主權",),
            fixed="各國尊重網路主權。",
        ),
    ),
)
