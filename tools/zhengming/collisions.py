"""Collisions: longer words in which a form is found without being meant.

Chinese has no spaces, so a form is found wherever its characters stand together: 算法 in 预算法,
国产 in 中国产业. Such words belong in the `unless` of the concept. A list of words and the texts
of a project show which there are; what they mean only a person can tell.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zhengming.datafile import plain_scalar
from zhengming.finding import Context, Document
from zhengming.glossary import DEPRECATED, SOURCE, Concept, Term
from zhengming.matcher import Match
from zhengming.text import Span, columns, line_column
from zhengming.words import Cut, Words

_WIDTH = 80
# Characters of a text that decide which words stand around a form.
_NEAR = 8
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]*"
_BEFORE, _AFTER = re.compile(rf"{_HAN}\Z"), re.compile(_HAN)


class Word(NamedTuple):
    """A longer word with a form in it.

    `pieces` are the words it consists of if they cut through the form, else it alone. `counted`
    is its count in the list, `seen` how often texts have it, `place` where they have it first.
    """

    text: str
    pieces: tuple[str, ...]
    counted: int
    seen: int = 0
    place: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether the form is none here: words begin or end inside of it."""
        return len(self.pieces) > 1


class Collision(NamedTuple):
    """A form of a concept, as terms of one or more languages, and the words it is found in."""

    concept: Concept
    terms: tuple[Term, ...]
    words: tuple[Word, ...]

    def guards(self) -> dict[str, list[str]]:
        """Return what is to be added to `unless`: language to words that are cut."""
        # Other scripts are derived from Simplified.
        languages = {term.language for term in self.terms}
        found = [word.text for word in self.words if word.is_cut]
        return {tag: found for tag in sorted(languages & {SOURCE} or languages) if found}


def collisions(
    context: Context, words: Words, documents: Iterable[Document], ids: set[str]
) -> list[Collision]:
    """Return the forms of concepts that are found in longer words, the weightiest first.

    What longer forms and guards hide is not found, as in a check.
    """
    known = context.glossary.concepts
    forms = {term.form for concept in known.values() for term in concept.terms}
    wiser = words.knowing(forms)
    found: dict[tuple[Term, ...], dict[str, Word]] = {}
    for match, word in (*_listed(context, words, wiser), *_seen(context, wiser, documents)):
        right = [term for term in match.terms if term.status != DEPRECATED]
        for concept in {term.concept for term in right} & ids:
            terms = tuple(term for term in right if term.concept == concept)
            _add(found.setdefault(terms, {}), word)
    unsorted = (
        Collision(known[terms[0].concept], terms, tuple(sorted(held.values(), key=_weight)))
        for terms, held in found.items()
    )
    return sorted(unsorted, key=lambda each: (*_weight(each.words[0]), each.terms[0].form))


def around(words: Words, form: str) -> list[Word]:
    """Return the words of a list in which a form that is new stands, the weightiest first."""
    wiser = words.knowing([form])
    held: dict[str, Word] = {}
    for name in words.counts:
        start = name.find(form)
        if start >= 0 and name != form:
            _add(held, _held(wiser, name, Span(start, start + len(form))))
    return sorted(held.values(), key=_weight)


def _weight(word: Word) -> tuple[bool, int, int, str]:
    # What holds a form whole is no news because texts have it.
    return (not word.is_cut, -word.seen if word.is_cut else 0, -word.counted, word.text)


def _add(held: dict[str, Word], word: Word) -> None:
    other = held.get(word.text, word._replace(counted=0, seen=0))
    seen = other.seen + word.seen
    place = other.place or word.place
    held[word.text] = Word(word.text, other.pieces, other.counted + word.counted, seen, place)


def _listed(context: Context, words: Words, wiser: Words) -> Iterator[tuple[Match, Word]]:
    """Yield what is found in the words of a list; `wiser` knows the forms too."""
    text = "\0".join(words.counts)
    starts, start = [], 0
    for word in words.counts:
        starts.append(start)
        start += len(word) + 1
    names = list(words.counts)
    for match in context.matcher.find(text):
        number = bisect.bisect_right(starts, match.span.start) - 1
        name, start = names[number], starts[number]
        form = Span(match.span.start - start, match.span.end - start)
        if form != Span(0, len(name)):
            yield match, _held(wiser, name, form)


def _held(words: Words, name: str, form: Span) -> Word:
    """Return a word of a list as one that holds a form, which stands at a span of it."""
    cut = words.around(name, form, divided=True)
    if cut and cut.is_through:
        return Word(name[slice(*cut.span)], cut.pieces, words.counts[name])
    return Word(name, (name,), words.counts[name])


def _seen(
    context: Context, words: Words, documents: Iterable[Document]
) -> Iterator[tuple[Match, Word]]:
    """Yield what is found in texts where words of the list go beyond a form."""
    known: dict[tuple[str, str, str], Cut | None] = {}
    for document in documents:
        prose = document.prose
        for match in context.matches(document):
            start, end = match.span
            before = _BEFORE.search(prose[max(0, start - _NEAR) : start])
            after = _AFTER.match(prose[end : end + _NEAR])
            assert before
            assert after
            near = before[0], re.sub(r"\s*\n\s*", "", prose[start:end]), after[0]
            text = "".join(near)
            if near not in known:
                form = Span(len(near[0]), len(text) - len(near[2]))
                known[near] = words.around(text, form)
            if cut := known[near]:
                place = "{}:{}:{}".format(document.name, *line_column(document.text, start))
                yield match, Word(text[slice(*cut.span)], cut.pieces, 0, 1, place)


def report(found: Collision, path: str, whole: int | None) -> Iterator[str]:
    """Yield a collision as lines, at most 80 columns wide where names allow it.

    `path` is the page of the concept; `whole` says how many words are shown that hold the form
    whole, None for all.
    """
    yield from _filled([found.terms[0].form, f"{path}:{found.terms[0].line}"], "")
    yield from table(found.words, whole)
    guards = found.guards()
    if guards:
        yield "unless:"
    for tag, texts in guards.items():
        items = [plain_scalar(text) for text in texts]
        items[0] = f"{tag}: [{items[0]}"
        yield from _filled([*(f"{item}," for item in items[:-1]), f"{items[-1]}]"], "  ", " ")


def table(words: Sequence[Word], whole: int | None) -> Iterator[str]:
    """Yield words as lines: each that is cut, and those together that hold a form whole."""
    for word in words:
        if word.is_cut:
            count = [f"{word.counted:,} in the list"] if word.counted else []
            seen = [f"{word.seen:,} in texts, first {word.place}"] if word.seen else []
            yield from _filled(["|".join(word.pieces), *count, *seen])
    held = [word for word in words if not word.is_cut]
    names = [f"{word.text} {word.counted:,}" for word in held[:whole]]
    if len(held) > len(names):
        names.append(f"and {len(held) - len(names):,} more")
    if names:
        yield from _filled(["whole in", *names])


def _filled(parts: Sequence[str], indent: str = "  ", gap: str = "  ") -> Iterator[str]:
    """Yield lines of parts, as many in each as the width takes; later lines have more indent."""
    line = indent + parts[0]
    for part in parts[1:]:
        if columns(line + gap + part) > _WIDTH:
            yield line
            line = f"{indent}  {part}"
        else:
            line += gap + part
    yield line
