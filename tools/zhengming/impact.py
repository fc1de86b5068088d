"""What it would touch if a concept preferred another form: places, and the edits that are safe.

The Simplified form carries those of regions with it that are conversions of it. A form is put for
another only where nothing else can be meant: in prose that is no title and no quotation, where no
other concept has the same form, and in a translation whose original names the concept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from zhengming.catalog import Edit, is_machine_made
from zhengming.datafile import plain_scalar
from zhengming.finding import Context, Document
from zhengming.glossary import DEPRECATED, PREFERRED, SOURCE, Concept, Term
from zhengming.matcher import Match
from zhengming.skeleton import derived
from zhengming.text import Span, quoted

# Safe: it becomes the other form. Fuzzy: a translator must look at the message. Machine: `prefill`
# makes it again. Quoted, shared: it stays, as it is another's wording, or may be another concept.
Kind = Literal["safe", "fuzzy", "machine", "quoted", "shared"]


class Place(NamedTuple):
    """Where the old form stands, and what becomes of it there."""

    document: Document
    span: Span
    form: str
    kind: Kind


def changes(concept: Concept, language: str, form: str) -> dict[str, tuple[str, str]]:
    """Return the preferred forms that change, before and after, by language.

    Raises ValueError if the form is preferred already.
    """
    wanted = {language: form}
    if language == SOURCE:
        regional = {t.language for t in concept.terms if t.is_derived and t.status == PREFERRED}
        wanted |= {tag: other for tag, other in derived(form).items() if tag in regional}
    found = {
        tag: (concept.preferred(tag), other)
        for tag, other in wanted.items()
        if concept.preferred(tag) != other
    }
    if language not in found:
        raise ValueError(f"{form!r} is preferred in {language} already")
    return found


def places(
    documents: Iterable[Document],
    context: Context,
    concept: Concept,
    forms: Mapping[str, tuple[str, str]],
) -> Iterator[Place]:
    """Yield where the forms stand that would change, in order."""
    for document in documents:
        if document.language not in forms:
            continue
        old, new = forms[document.language]
        matches = [match for match in context.matches(document) if _is_of(match, concept, old)]
        inside = quoted(document.prose) if matches else b""
        for span, terms in matches:
            is_quoted = all(inside[slice(*span)])
            kind = _kind(document, context, concept, terms, is_quoted=is_quoted)
            yield Place(document, span, new, kind)


def _is_of(match: Match, concept: Concept, form: str) -> bool:
    return any(term.concept == concept.id and term.form == form for term in match.terms)


def _kind(
    document: Document,
    context: Context,
    concept: Concept,
    terms: tuple[Term, ...],
    *,
    is_quoted: bool,
) -> Kind:
    message = document.message
    if message and is_machine_made(message.entry):
        return "machine"
    if is_quoted:
        return "quoted"
    is_shared = any(term.concept != concept.id for term in terms)
    if not message:
        return "shared" if is_shared else "safe"
    return "fuzzy" if is_shared or not _is_named(document, context, concept) else "safe"


def _is_named(document: Document, context: Context, concept: Concept) -> bool:
    """Whether the original has a form of the concept in its own language."""
    source = document.source
    return any(
        term.concept == concept.id and term.language == source.language
        for match in context.matches(source)
        for term in match.terms
    )


def edits(found: Iterable[Place]) -> Iterator[Edit]:
    """Yield the edits of a file for its places: safe ones made, other messages made fuzzy.

    A message that has both kinds is fuzzy.
    """
    messages: dict[int, list[Place]] = {}
    for place in found:
        if place.document.message:
            messages.setdefault(place.document.message.entry.start, []).append(place)
        elif place.kind == "safe":
            yield Edit(place.span, place.form)
    for there in messages.values():
        message = there[0].document.message
        assert message
        if any(place.kind == "fuzzy" for place in there):
            yield from message.catalog.commented(message.entry, fuzzy=True)
        strings = {p.document.message.string: p.document for p in there if p.document.message}
        for string, document in strings.items():
            text = document.text
            safe = [p for p in there if p.document is document and p.kind == "safe"]
            for place in reversed(safe):
                text = text[: place.span.start] + place.form + text[place.span.end :]
            if safe:
                yield Edit(string.span, message.catalog.written(string, text))


def head(text: str, concept: Concept, forms: Mapping[str, tuple[str, str]]) -> list[Edit]:
    """Return the edits of a concept's page that put its new forms first; `text` is all of it.

    The old ones become admitted. What follows from the Simplified form is not written, unless it
    no longer does.
    """
    found = []
    for language, (old, new) in forms.items():
        own = [term for term in concept.terms if term.language == language and not term.is_derived]
        known = [term.form for term in own if term.status != DEPRECATED]
        if known:
            line = next(term.line for term in own if term.status == PREFERRED)
            found.append(_listed(text, line, language, [new, *known]))
        elif SOURCE not in forms:
            line = next(t.line for t in concept.terms if (t.language, t.status) == _SOURCE)
            _start, end, indent = _lines(text, line, SOURCE)
            found.append(Edit(Span(end, end), f"\n{indent}{_written(language, [new, old])}"))
    return found


_SOURCE = (SOURCE, PREFERRED)


def _listed(text: str, line: int, language: str, forms: list[str]) -> Edit:
    """Return the edit that writes the forms of a language as a list in one line."""
    start, end, indent = _lines(text, line, language)
    return Edit(Span(start, end), f"{indent}{_written(language, forms)}")


def _written(language: str, forms: list[str]) -> str:
    return f"{language}: [{', '.join(map(plain_scalar, dict.fromkeys(forms)))}]"


def _lines(text: str, line: int, language: str) -> tuple[int, int, str]:
    """Return where the forms of a language begin and end, and how far they are indented.

    `line` is that of one of them; they stand in a line, or below it in one line each.
    """
    lines = text.split("\n")
    first = next(n for n in range(line, 0, -1) if lines[n - 1].lstrip().startswith(f"{language}:"))
    last = first
    while lines[last].lstrip().startswith("- "):
        last += 1
    start = sum(len(each) + 1 for each in lines[: first - 1])
    end = start + len("\n".join(lines[first - 1 : last]).rstrip("\r"))
    indent = lines[first - 1][: -len(lines[first - 1].lstrip())]
    return start, end, indent
