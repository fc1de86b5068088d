"""Parity: how often each concept stands in each section, in the original and in translations.

A section is what a page has between two headings. Messages are put into sections by the places
that their comments name. What is not translated, or fuzzy, counts as its original does, for that
is what readers are shown; so does what stays as it is, as a name or a path.
"""

from __future__ import annotations

import bisect
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from zhengming.catalog import Catalog, Entry
from zhengming.finding import Context, Document
from zhengming.glossary import DEPRECATED, Concept, Glossary
from zhengming.languages import any_tag
from zhengming.rendering import Rendered, approved, is_attribute, is_other
from zhengming.text import Span, line_column, quoted

# Languages that are written with Han: a Chinese form may be a word of theirs.
_WITH_HAN = ("zh", "ja", "ko")
# Concepts that share a form, which nobody can tell apart: mostly one alone.
Kin = tuple[str, ...]


class Section(NamedTuple):
    """A heading, with its file as reports show it and its line; a file without any has line 1."""

    file: str
    line: int = 1
    title: str = ""


class Row(NamedTuple):
    """How often concepts stand in a section: in its original, and by language in translations.

    A language in which the glossary has no form of them is not in `counts`. `fewer` and `more`
    are the languages that stand out: Chinese ones if they differ at all from a Chinese original,
    others if nothing is left of concepts that must be rendered.
    """

    section: Section
    concepts: Kin
    source: int
    counts: Mapping[str, int]
    fewer: tuple[str, ...]
    more: tuple[str, ...]

    @property
    def stands_out(self) -> bool:
        return bool(self.fewer or self.more)


def sections(document: Document) -> list[Section]:
    """Return the sections of a page, in order, one at least."""
    found = []
    for span in document.reading.headings:
        line, _column = line_column(document.text, span.start)
        title = document.prose[slice(*span)].replace("\0", "")
        found.append(Section(document.name, line, " ".join(title.split())))
    return found or [Section(document.name)]


def comparable(names: Iterable[str], glossary: Glossary) -> list[str]:
    """Return the languages of which the glossary has forms, in order."""
    known = {term.language for concept in glossary.concepts.values() for term in concept.terms}
    return [name for name in names if any_tag(name) in known]


def rows(
    catalogs: Mapping[str, Mapping[str, Catalog]],
    sections_of: Callable[[str], Sequence[Section] | None],
    context: Context,
) -> list[Row]:
    """Return a row for each concept in each section, in order.

    `catalogs` are those of each language that is `comparable`, by names that all languages have
    in common. `sections_of` gives the sections of a file, and None if its messages do not
    count.
    """
    known = _known(context)
    cells: dict[tuple[Section, Kin], _Cell] = {}
    for message in _messages(catalogs):
        places = [_section(sections_of(file), line) for file, line in message.places]
        there = [section for section in places if section]
        if there:
            for kin, counted in _counted(message, catalogs, known).items():
                for section in there:
                    cells.setdefault((section, kin), _Cell()).add(counted)
    languages = {name: str(any_tag(name)) for name in catalogs}
    return [_row(*key, cells[key], languages, context.glossary) for key in sorted(cells)]


def _section(known: Sequence[Section] | None, line: int) -> Section | None:
    """Return the section of a line; what stands before the first heading belongs to it."""
    if known is None:
        return None
    lines = [section.line for section in known]
    return known[max(0, bisect.bisect(lines, line) - 1)]


class _Known(NamedTuple):
    """The glossary as counting needs it: kin by id, and concepts with other meanings."""

    context: Context
    kin: Mapping[str, Kin]
    ambiguous: tuple[Concept, ...]


def _known(context: Context) -> _Known:
    concepts = context.glossary.concepts.values()
    ambiguous = (concept for concept in concepts if concept.not_when)
    return _Known(context, _kin(context.glossary), tuple(ambiguous))


def _kin(glossary: Glossary) -> dict[str, Kin]:
    """Return the concepts that share forms with a concept, itself among them, by its id."""
    found = {name: {name} for name in glossary.concepts}
    for concept in glossary.concepts.values():
        for other in concept.homograph:
            merged = found[concept.id] | found[other]
            found |= dict.fromkeys(merged, merged)
    return {name: tuple(sorted(names)) for name, names in found.items()}


@dataclass(slots=True)
class _Cell:
    """Counts of a concept in the original and by language.

    `is_owed` says whether a translation into another language must render it, `is_chinese`
    whether the original is Chinese.
    """

    source: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    is_owed: bool = False
    is_chinese: bool = False

    def add(self, other: _Cell) -> None:
        self.source += other.source
        self.counts.update(other.counts)
        self.is_owed |= other.is_owed
        self.is_chinese |= other.is_chinese


@dataclass(slots=True)
class _Message:
    """A message in all languages; those in which it is not translated are not there."""

    entry: Entry
    places: list[tuple[str, int]]
    translations: dict[str, str] = field(default_factory=dict)

    def document(self, text: str, language: str) -> Document:
        return Document("", text, language, self.entry.markup, self.entry.msgid.text)


def _messages(catalogs: Mapping[str, Mapping[str, Catalog]]) -> Iterable[_Message]:
    """Return the messages of all catalogs, each once."""
    found: dict[tuple[str, str | None, str], _Message] = {}
    for language, named in catalogs.items():
        for name, catalog in named.items():
            for entry in catalog.messages:
                context = entry.msgctxt.text if entry.msgctxt else None
                key = name, context, entry.msgid.text
                if key not in found:
                    found[key] = _Message(entry, entry.places or [(name, 1)])
                if entry.is_translated and not entry.is_fuzzy:
                    found[key].translations[language] = entry.msgstr[0].text
    return found.values()


def _counted(message: _Message, languages: Iterable[str], known: _Known) -> dict[Kin, _Cell]:
    """Return what a message counts for its concepts."""
    document = message.document("", "")
    source = document.source
    # Other meanings of a word are no occurrences, in whatever language.
    others = {concept.id for concept in known.ambiguous if is_other(concept, document)}
    cells: dict[Kin, _Cell] = defaultdict(lambda: _Cell(is_chinese=_is_chinese(source.language)))
    for name, span in _found(source, known, others):
        cell = cells[known.kin[name]]
        cell.source += 1
        cell.is_owed |= not is_attribute(source, span)
    for language in languages:
        counts = Counter({kin: cell.source for kin, cell in cells.items()})
        text = message.translations.get(language, "")
        # Of Chinese, what has not changed has the forms of another script or region.
        if text and (text != source.text or _is_chinese(source.language)):
            translated = message.document(text, str(any_tag(language)))
            counts = Counter(known.kin[name] for name, _ in _found(translated, known, others))
            missing = [kin for kin, cell in cells.items() if cell.source and not counts[kin]]
            counts.update(_inflected(translated, missing, known))
        for kin, count in counts.items():
            cells[kin].counts[language] += count
    return cells


def _found(document: Document, known: _Known, others: set[str]) -> Iterator[tuple[str, Span]]:
    """Yield the forms in a document, each with the first of its concepts.

    They are those of its language, and in titles and quotations those of all Chinese ones: a
    quotation has the wording of its source. In a text without Han of its own, so is all Chinese.
    """
    inside = quoted(document.prose)
    has_han = document.language.startswith(_WITH_HAN)
    for span, terms in known.context.matcher.find(document.prose):
        is_quoted = not has_han or all(inside[slice(*span)])
        names = [
            term.concept
            for term in terms
            if term.status != DEPRECATED
            and term.concept not in others
            and (term.language == document.language or (is_quoted and _is_chinese(term.language)))
        ]
        if names:
            yield names[0], span


def _is_chinese(language: str) -> bool:
    return language.startswith("zh")


def _inflected(document: Document, missing: Iterable[Kin], known: _Known) -> Iterator[Kin]:
    """Yield the concepts that are there after all, inflected or with their words apart."""
    if _is_chinese(document.language):
        return
    rendered = Rendered(document)
    for names in missing:
        concepts = [known.context.glossary.concepts[name] for name in names]
        if rendered.count(t for c in concepts for t in approved(c, document.language)):
            yield names


def _row(
    section: Section, kin: Kin, cell: _Cell, languages: Mapping[str, str], glossary: Glossary
) -> Row:
    concepts = [glossary.concepts[name] for name in kin]
    counts, fewer, more = {}, [], []
    for name, language in languages.items():
        if not any(approved(concept, language) for concept in concepts):
            continue
        counts[name] = count = cell.counts[name]
        is_exact = cell.is_chinese and _is_chinese(language)
        if count < cell.source if is_exact else cell.is_owed and not count:
            fewer.append(name)
        if is_exact and count > cell.source:
            more.append(name)
    return Row(section, kin, cell.source, counts, tuple(fewer), tuple(more))


# Reports


def lines(found: Iterable[Row]) -> Iterator[str]:
    """Yield a line for each row that stands out."""
    for row in found:
        if row.stands_out:
            where = f"{row.section.file}:{row.section.line}"
            counts = ", ".join(f"{name} {_count(row, name)}" for name in row.counts)
            yield f"{where}: {', '.join(row.concepts)} {row.source}; {counts}"


def _count(row: Row, name: str) -> str:
    count = row.counts[name]
    word = "more" if name in row.more else "fewer" if count else "missing"
    return f"{count} ({word})" if name in (*row.fewer, *row.more) else str(count)


def summary(found: Sequence[Row]) -> str:
    """Return how much was compared and how much of it stands out."""
    sections = len(set(map(itemgetter(0), found)))
    out = sum(row.stands_out for row in found)
    return f"{sections:,} sections, {len(found):,} times a concept in one, {out:,} standing out"


def as_json(found: Iterable[Row]) -> str:
    """Return a list of all rows."""
    plain = [row.section._asdict() | row._asdict() for row in found]
    for each in plain:
        del each["section"]
    return json.dumps(plain, ensure_ascii=False, indent=1)
