"""How a concept of an original stands in its translation: in which forms, and how often.

Chinese forms are looked for as they are. In English a form may be inflected and its words may
stand apart, so it is looked for by the stems of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property

from zhengming.finding import Document
from zhengming.glossary import DEPRECATED, Concept, Term
from zhengming.text import Span


def is_other(concept: Concept, document: Document) -> bool:
    """Whether the forms of a concept mean another thing in the original of a document."""
    words = concept.not_when.get(document.source.language, ())
    return any(word in document.original for word in words)


# What stands behind a word of its own.
_FUNCTION = frozenset("的和与及或是为在不而等也都将被把对向从以由应能可要")


def is_attribute(source: Document, span: Span) -> bool:
    """Whether a short Chinese form goes on as a longer word, as 网络 in 网络犯罪."""
    after = source.prose[span.end : span.end + 1]
    is_han = "\u3400" <= after <= "\u9fff" and after not in _FUNCTION
    return source.language.startswith("zh") and span.end - span.start == 2 and is_han


def approved(concept: Concept, language: str) -> list[Term]:
    """Return the forms that a translation may have, the preferred one first."""
    return [t for t in concept.terms if t.language == language and t.status != DEPRECATED]


class Rendered:
    """The words of a translation, to look for forms in."""

    def __init__(self, document: Document) -> None:
        self.text = document.prose
        if "\n" in self.text:
            # A line may end within a form.
            self.text = re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", self.text)

    @cached_property
    def stems(self) -> list[str]:
        words = re.findall(r"[A-Za-z0-9]+", self.text.replace("\u2019", "'"))
        return [_stem(word.lower()) for word in words]

    def count(self, terms: Iterable[Term]) -> int:
        """Return how often any of the forms stands there, as many as do not overlap."""
        latin = [term.form for term in terms if term.form.isascii()]
        if any(self._is_there(form) for form in latin):
            return max(1, self._han(terms))
        return self._han(terms)

    def _han(self, terms: Iterable[Term]) -> int:
        forms = {term.form for term in terms if term.form in self.text}
        if len(forms) < 2:
            return sum(map(self.text.count, forms))
        longest = sorted(forms, key=len, reverse=True)
        return len(re.findall("|".join(map(re.escape, longest)), self.text))

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
