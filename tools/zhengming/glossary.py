"""The glossary: concepts, their forms in each language, and the examples that prove them.

One MyST page a concept: front matter is its data, the body its definition, a fenced
`{examples}` block what must and must not be found. Everything wrong in any page is reported in
one run, at its place. The fields are described in docs/reference/concept-file.md.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from zhengming.characters import converted
from zhengming.datafile import (
    DataError,
    Items,
    Node,
    Problems,
    Scalar,
    Table,
    parse_yaml,
    read_text,
)
from zhengming.languages import TAGS, is_other
from zhengming.text import Span

SOURCE = "zh-Hans"
REGIONS = ("zh-Hant-TW", "zh-Hant-HK")
PREFERRED, ADMITTED, DEPRECATED = "preferred", "admitted", "deprecated"

FIELDS = {
    "terms": "a mapping of language to form or forms",
    "deprecated": "a mapping of language to form: reason",
    "unless": "a mapping of language to longer words",
    "not_when": "a mapping of language to words of the original",
    "ordinary": "a mapping of language to forms of other regions",
    "case": "a mapping of form to exact",
    "homograph": "a list of concepts that share a form",
    "domain": "a word",
    "broader": "a list of concepts",
    "related": "a list of concepts",
    "sources": "a list of where forms or definition come from",
    "note": "a remark for editors",
}
REQUIRED = ("terms", "domain")

ID = "a-z, 0-9 and - only"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FRONT = re.compile(r"---\n(?P<yaml>.*?)^---\n(?P<body>.*)", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^```\{examples\}\n(?P<lines>.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^# (?P<title>.+?) *$", re.MULTILINE)
_EXAMPLE = re.compile(r"(?P<tag>[A-Za-z-]+):(?P<space>[ \t]*)(?P<text>.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A form of a concept in a language; `reason` says why a deprecated one is wrong.

    `is_derived` forms are conversions of the Simplified form that nobody wrote down.
    """

    form: str
    language: str
    status: str
    concept: str
    reason: str = ""
    is_derived: bool = False
    line: int = 0
    column: int = 0

    @property
    def is_noise(self) -> bool:
        """Whether a form is wrong and nobody wrote it down: no reader is told of it."""
        return self.status == DEPRECATED and self.is_derived


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A line that proves a concept: `spans` of `text` are what must be found of it.

    `line` and `column` are those of the text in the file; `shifts` are the offsets in `text`
    before which the file has one more character (a bracket or a backslash).
    """

    language: str
    text: str
    spans: tuple[Span, ...]
    line: int
    column: int
    shifts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One unit of meaning; `id` is the name of its file."""

    id: str
    path: Path
    title: str
    title_line: int
    definition: str
    terms: tuple[Term, ...]
    unless: Mapping[str, tuple[str, ...]]
    not_when: Mapping[str, tuple[str, ...]]
    ordinary: Mapping[str, tuple[str, ...]]
    exact: frozenset[str]
    homograph: tuple[str, ...]
    domain: str
    broader: tuple[str, ...]
    related: tuple[str, ...]
    sources: tuple[str, ...]
    note: str
    examples: tuple[Example, ...]
    places: Mapping[str, tuple[int, int]]

    def preferred(self, language: str) -> str:
        """Return the preferred form in a language, that of the source if it has none."""
        for tag in (language, SOURCE):
            for term in self.terms:
                if term.language == tag and term.status == PREFERRED:
                    return term.form
        raise AssertionError("a concept has a preferred Simplified form")

    def forms(self) -> Iterator[str]:
        """Yield the forms in all languages, then the words in `unless`."""
        yield from (term.form for term in self.terms)
        yield from (word for words in self.unless.values() for word in words)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Concepts by id, in alphabetical order.

    `forms` leads from all that is to be looked for in texts, forms and words in `unless` with
    ASCII letters in lower case, to the ids of the concepts that know it, a space between.
    `borrowed` has for each Chinese language the forms of others as one would write them in it,
    each with its concept and the language that it is of.
    """

    concepts: Mapping[str, Concept]
    forms: Mapping[str, str] = field(default_factory=dict)
    borrowed: Mapping[str, Sequence[tuple[str, str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> Glossary:
        """Return the glossary of concepts, in their order."""
        known = {concept.id: concept for concept in concepts}
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for concept in known.values():
            for form in concept.forms():
                # Of bytes only A to Z have a lower case.
                found[form.encode().lower().decode()][concept.id] = None
        forms = {form: " ".join(ids) for form, ids in found.items()}
        borrowed = {
            language: tuple(each for c in known.values() for each in _borrowed(c, language))
            for language in (SOURCE, *REGIONS)
        }
        return cls(known, forms, borrowed)

    @property
    def languages(self) -> frozenset[str]:
        """The tags of all languages that a concept has a form in."""
        return frozenset(t.language for c in self.concepts.values() for t in c.terms)

    def narrower(self, name: str) -> tuple[str, ...]:
        """Return the concepts to which `name` is broader."""
        return tuple(c.id for c in self.concepts.values() if name in c.broader)

    def joined(self, further: Glossary) -> Glossary:
        """Return this glossary with what a further one has beside it.

        Of that, a concept is left out if this one has its id, or one of its Chinese or English
        forms in any of these languages: so nothing that this one says becomes ambiguous.
        """
        own = {form for concept in self.concepts.values() for form in _spellings(concept)}
        new = {
            name: concept
            for name, concept in further.concepts.items()
            if name not in self.concepts and own.isdisjoint(_spellings(concept))
        }
        known = {**self.concepts, **new}
        return Glossary.of(known[name] for name in sorted(known))


def _spellings(concept: Concept) -> Iterator[str]:
    """Yield the Chinese and English forms of a concept without capitals."""
    return (term.form.casefold() for term in concept.terms if term.language in TAGS)


class _Borrowing(Mapping[str, Concept]):
    """Concepts with forms of other languages among their terms, each made when it is asked for."""

    def __init__(self, concepts: Mapping[str, Concept], terms: Mapping[str, list[Term]]) -> None:
        self._concepts, self._terms = concepts, terms

    def __getitem__(self, name: str) -> Concept:
        concept = self._concepts[name]
        return replace(concept, terms=(*concept.terms, *self._terms.get(name, ())))

    def __iter__(self) -> Iterator[str]:
        return iter(self._concepts)

    def __len__(self) -> int:
        return len(self._concepts)


def with_borrowed(glossary: Glossary, language: str) -> Glossary:
    """Return a glossary whose concepts also have what a text of `language` would borrow.

    These terms are in the characters of `language`, and keep the tag of the language they are of.
    """
    forms = dict(glossary.forms)
    terms: dict[str, list[Term]] = defaultdict(list)
    for form, name, tag in glossary.borrowed.get(language, ()):
        forms[form] = " ".join(dict.fromkeys((*forms.get(form, "").split(), name)))
        term = Term(form=form, language=tag, status=ADMITTED, concept=name, is_derived=True)
        terms[name].append(term)
    return Glossary(_Borrowing(glossary.concepts, terms), forms)


def _borrowed(concept: Concept, language: str) -> Iterator[tuple[str, str, str]]:
    """Yield the forms of other Chinese languages that the own ones are not: form, concept, tag."""
    own = {term.form for term in concept.terms if term.language == language}
    for term in concept.terms if own else ():
        is_other = term.language in (SOURCE, *REGIONS) and term.language != language
        if term.status == DEPRECATED or term.is_derived or not is_other or term.form.isascii():
            continue
        form = _in_characters(term, language)
        if form not in own and form != term.form:
            own.add(form)
            yield form, concept.id, term.language


def _in_characters(term: Term, language: str) -> str:
    """Return a Chinese form in the characters of another Chinese language."""
    # There is no way from region to region but by Simplified.
    plain = term.form if term.language == SOURCE else converted(term.form, term.language, SOURCE)
    return plain if language == SOURCE else converted(plain, SOURCE, language)


def _others(terms: Iterable[Term], language: str) -> Iterator[str]:
    """Yield what a text of a Chinese language would borrow of others: see `with_borrowed`."""
    chinese = (SOURCE, *REGIONS)
    for term in terms if language in chinese else ():
        if term.language in chinese and not term.form.isascii():
            yield _in_characters(term, language)


def load(folders: Iterable[Path]) -> Glossary:
    """Return the glossary of all concept pages in folders.

    Raises OSError, or an ExceptionGroup of DataError: all that is wrong in any file.
    """
    errors: list[DataError] = []
    concepts: dict[str, Concept] = {}
    for path in map(Path, pages(folders)):
        try:
            concept = read(path)
        except DataError as error:
            errors.append(error)
        except ExceptionGroup as group:
            errors.extend(e for e in group.exceptions if isinstance(e, DataError))
        else:
            if other := concepts.get(concept.id):
                there = f"concept {concept.id!r}, which {other.path} is too"
                errors.append(DataError(path, 1, 1, there, "a name of its own"))
            concepts[concept.id] = concept
    errors.extend(_relations(concepts, bool(errors)))
    errors.extend(_collisions(concepts))
    if errors:
        raise ExceptionGroup("the glossary is wrong", errors)
    return Glossary.of(concepts.values())


def starters() -> dict[str, Path]:
    """Return the folders of the glossaries that come with the program, by name."""
    folder = Path(__file__).with_name("data") / "starters"
    found = folder.iterdir() if folder.is_dir() else ()
    return {each.name: each for each in sorted(found) if each.is_dir()}


def pages(folders: Iterable[Path]) -> list[str]:
    """Return the concept pages in folders, in order: all Markdown files but `index.md`.

    A folder that is not there has none.
    """
    # Paths are made, and put in order, ten times as slowly as strings.
    return sorted(
        os.path.join(folder, name)
        for folder in folders
        if folder.is_dir()
        for name in os.listdir(folder)
        if name.endswith(".md") and name != "index.md"
    )


def is_concept_page(path: Path) -> bool:
    """Whether a Markdown file means to be a concept: its front matter has `terms`."""
    if path.name == "index.md":
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        head = file.read(4096)
    return head.startswith("---\n") and re.search(r"^terms:", head, re.MULTILINE) is not None


def read(path: Path) -> Concept:
    """Return the concept of one page; raises DataError or an ExceptionGroup of them."""
    return parse(path, read_text(path))


def parse(path: Path, text: str) -> Concept:
    """Return the concept that a text is, as a page at `path`; raises as `read` does."""
    text = text.replace("\r\n", "\n")
    match = _FRONT.fullmatch(text)
    if not match:
        raise DataError(path, 1, 1, "no front matter", "YAML between two lines of ---")
    root = parse_yaml(path, match["yaml"], 2)
    reader = _Reader(path, text, match.start("body"))
    return reader.concept(root)


class _Reader:
    """Reads one concept page and gathers what is wrong with it."""

    def __init__(self, path: Path, text: str, body: int) -> None:
        self.path, self.text, self.body = path, text, body
        self.problems = Problems(path)

    def concept(self, root: Node) -> Concept:
        table = self.table(root, FIELDS, "front matter")
        for key in REQUIRED:
            if key not in table.values:
                self.problems.add(root, f"no {key!r}", FIELDS[key])
        if not is_id(self.path.stem):
            self.problems.add(root, f"file name {self.path.name!r}", ID)
        name = self.path.stem
        terms = tuple(self.terms(table, name))
        unless = self.words(table, "unless", terms)
        heading, definition = self.heading_and_definition()
        concept = Concept(
            id=name,
            path=self.path,
            title=heading.text,
            title_line=heading.line,
            definition=definition,
            terms=terms,
            unless=_with_derived(unless),
            not_when=self.words(table, "not_when", terms),
            ordinary=self.words(table, "ordinary", terms),
            exact=self.exact(table, terms),
            homograph=self.ids(table, "homograph"),
            domain=self.domain(table),
            broader=self.ids(table, "broader"),
            related=self.ids(table, "related"),
            sources=self.listing(table, "sources"),
            note=self.string(table, "note"),
            examples=tuple(self.examples()),
            places=_places(table),
        )
        self.problems.raise_any()
        return concept

    # Nodes

    def table(self, node: Node | None, known: Iterable[str], what: str) -> Table:
        if node is None:
            return Table({}, {}, 0, 0)
        if not isinstance(node, Table):
            self.problems.add(node, f"no mapping for {what}", FIELDS.get(what, "a mapping"))
            return Table({}, {}, node.line, node.column)
        allowed = list(known)
        for key, place in node.keys.items():
            if key not in allowed:
                self.problems.add(place, f"{what} {key!r}", "one of " + ", ".join(allowed))
        return node

    def by_language(self, node: Node | None, what: str) -> Table:
        others = [key for key in node.keys if is_other(key)] if isinstance(node, Table) else []
        return self.table(node, [*TAGS, *others], what)

    def string(self, table: Table, key: str) -> str:
        node = table.values.get(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar) or not node.text:
            self.problems.add(node, f"no string for {key}", FIELDS[key])
            return ""
        return node.text

    def domain(self, table: Table) -> str:
        found = self.string(table, "domain")
        if found and not is_word(found):
            self.problems.add(table.values["domain"], f"domain {found!r}", FIELDS["domain"])
        return found

    def scalars(self, node: Node | None, what: str) -> list[Scalar]:
        """Return the strings of a list, or the one string itself."""
        if node is None:
            return []
        if isinstance(node, Scalar):
            return [node]
        found = [v for v in getattr(node, "values", ()) if isinstance(v, Scalar)]
        if not isinstance(node, Items) or len(found) < len(node.values):
            self.problems.add(node, f"no list of strings for {what}", FIELDS[what])
            return []
        return found

    def listing(self, table: Table, key: str) -> tuple[str, ...]:
        values = self.scalars(table.values.get(key), key)
        for value in values:
            if not value.text:
                self.problems.add(value, f"no string for {key}", FIELDS[key])
        return tuple(value.text for value in values)

    def ids(self, table: Table, key: str) -> tuple[str, ...]:
        values = self.scalars(table.values.get(key), key)
        for value in values:
            if not is_id(value.text):
                self.problems.add(value, f"{key} {value.text!r}", "another concept's id")
        return tuple(value.text for value in values)

    # Forms

    def terms(self, table: Table, name: str) -> Iterator[Term]:
        forms = self.by_language(table.values.get("terms"), "terms")
        if "terms" in table.values and SOURCE not in forms.values:
            self.problems.add(forms, f"no {SOURCE} form", "one in every concept")
        seen: dict[tuple[str, str], int] = {}
        written: list[Term] = []
        for tag, node in forms.values.items():
            values = self.scalars(node, "terms")
            if isinstance(node, Items) and not node.values:
                self.problems.add(node, f"no form for {tag}", f"a form, or no {tag} at all")
            for status, value in zip(_statuses(), values, strict=False):
                if self.form(value, tag, seen):
                    written.append(_term(value, tag, status, name))
        deprecated = self.by_language(table.values.get("deprecated"), "deprecated")
        for tag, node in deprecated.values.items():
            for form, reason in self.reasons(node):
                if self.form(form, tag, seen):
                    written.append(replace(_term(form, tag, DEPRECATED, name), reason=reason))
        yield from written
        yield from _derived(written)

    def reasons(self, node: Node) -> Iterator[tuple[Scalar, str]]:
        if not isinstance(node, Table):
            self.problems.add(node, "no mapping for deprecated", FIELDS["deprecated"])
            return
        for form, reason in node.values.items():
            if isinstance(reason, Scalar) and reason.text:
                yield node.keys[form], reason.text
            else:
                self.problems.add(reason, f"no reason for {form!r}", "why it is wrong")

    def form(self, value: Scalar, tag: str, seen: dict[tuple[str, str], int]) -> bool:
        text = value.text
        if expected := unfit(text):
            self.problems.add(value, f"form {text!r}", expected)
            return False
        if (tag, text) in seen:
            there = f"form {text!r} again, first in line {seen[tag, text]}"
            self.problems.add(value, there, "it once in a language")
            return False
        seen[tag, text] = value.line
        return True

    def words(self, table: Table, key: str, terms: tuple[Term, ...]) -> dict[str, tuple[str, ...]]:
        found = {}
        mapping = self.by_language(table.values.get(key), key)
        for tag, node in mapping.values.items():
            values = [value for value in self.scalars(node, key) if self.word(value)]
            found[tag] = tuple(value.text for value in values)
            if key == "not_when":
                continue
            own = [term.form for term in terms if term.language == tag]
            borrowed = tuple(_others(terms, tag))
            for value in values:
                if key == "ordinary":
                    if value.text in own or value.text not in borrowed:
                        others = ", ".join(f for f in borrowed if f not in own)
                        expected = f"a form of another region: {others or 'there is none'}"
                        self.problems.add(value, f"{value.text!r}", expected)
                elif not any(_is_inside(form, value.text) for form in (*own, *borrowed)):
                    expected = f"a longer word around one of {', '.join(own) or 'no forms'}"
                    self.problems.add(value, f"{value.text!r}", expected)
        return found

    def word(self, value: Scalar) -> bool:
        expected = unfit(value.text)
        if expected:
            self.problems.add(value, f"word {value.text!r}", expected)
        return not expected

    def exact(self, table: Table, terms: tuple[Term, ...]) -> frozenset[str]:
        known = {term.form for term in terms}
        mapping = self.table(table.values.get("case"), known, "case")
        for value in mapping.values.values():
            if not isinstance(value, Scalar) or value.text != "exact":
                self.problems.add(value, "a case that is not exact", "exact")
        return frozenset(mapping.values)

    # The body

    def heading_and_definition(self) -> tuple[Scalar, str]:
        body = self.text[self.body :]
        heading = _HEADING.search(body)
        if heading is None:
            place = Scalar("", self.line(self.body), 1)
            self.problems.add(place, "no heading", "# and the preferred Simplified form")
            return place, ""
        fence = _FENCE.search(body)
        definition = body[heading.end() : fence.start() if fence else len(body)].strip()
        place = Scalar(heading["title"], self.line(self.body + heading.start()), 3)
        return place, definition

    def line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def examples(self) -> Iterator[Example]:
        fence = _FENCE.search(self.text, self.body)
        if fence is None:
            return
        first = self.line(fence.start("lines"))
        for number, line in enumerate(fence["lines"].split("\n"), first):
            if not line.strip():
                continue
            match = _EXAMPLE.fullmatch(line.rstrip())
            place = Scalar("", number, 1)
            if match is None or not (match["tag"] in TAGS or is_other(match["tag"])):
                expected = "a language and a line, as zh-Hans: …"
                self.problems.add(place, f"{line.strip()!r}", expected)
                continue
            column = match.start("text") + 1
            example = self.example(match["tag"], match["text"], number, column)
            if example:
                yield example

    def example(self, tag: str, written: str, line: int, column: int) -> Example | None:
        text, spans, shifts = "", [], []
        start: int | None = None
        position = 0
        while position < len(written):
            sign = written[position]
            if sign == "\\" and written[position + 1 : position + 2] in ("[", "]", "\\"):
                shifts.append(len(text))
                text += written[position + 1]
                position += 2
                continue
            position += 1
            if sign not in "[]":
                text += sign
                continue
            shifts.append(len(text))
            if (sign == "[") != (start is None):
                place = Scalar("", line, column + position - 1)
                self.problems.add(place, f"a bracket {sign} out of place", "[form] or \\[")
                return None
            if start is None:
                start = len(text)
            else:
                spans.append(Span(start, len(text)))
                start = None
        if start is not None:
            place = Scalar("", line, column + len(written))
            self.problems.add(place, "the end of the line", "] after the form")
            return None
        return Example(
            language=tag,
            text=text,
            spans=tuple(spans),
            line=line,
            column=column,
            shifts=tuple(shifts),
        )


def is_id(name: str) -> bool:
    """Whether a name can be that of a concept."""
    return _ID.fullmatch(name) is not None


def is_word(text: str) -> bool:
    """Whether a text can be a domain: a form without spaces."""
    return not unfit(text) and " " not in text


def unfit(form: str) -> str:
    """Return what is expected of a form instead, "" if it can be one."""
    if not form or form != form.strip() or not form.isprintable():
        return "a printable form, no space around it"
    composed = unicodedata.normalize("NFC", form)
    return "" if composed == form else repr(composed)


def _is_inside(form: str, word: str) -> bool:
    """Whether a form stands in a longer word; an ASCII one in any case."""
    return form.casefold() in word.casefold() and len(form) < len(word)


def _places(table: Table) -> dict[str, tuple[int, int]]:
    """Return line and column of each field of the front matter, and of each of its sources."""
    nodes = dict(table.values)
    sources = nodes.get("sources")
    each = sources.values if isinstance(sources, Items) else [sources] if sources else []
    nodes |= {f"sources[{number}]": node for number, node in enumerate(each)}
    return {key: (node.line, node.column) for key, node in nodes.items()}


def _statuses() -> Iterator[str]:
    yield PREFERRED
    while True:
        yield ADMITTED


def _term(value: Scalar, tag: str, status: str, concept: str) -> Term:
    return Term(
        form=value.text,
        language=tag,
        status=status,
        concept=concept,
        line=value.line,
        column=value.column,
    )


def _derived(written: list[Term]) -> Iterator[Term]:
    """Yield the forms of regions that have none of their own, from the Simplified ones."""
    for tag in REGIONS:
        own = {term.form for term in written if term.language == tag}
        has_terms = any(t.language == tag and t.status != DEPRECATED for t in written)
        for term in written:
            if term.language != SOURCE or (has_terms and term.status != DEPRECATED):
                continue
            form = converted(term.form, SOURCE, tag)
            if form not in own:
                own.add(form)
                yield replace(term, form=form, language=tag, is_derived=True)


def _with_derived(words: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Add the words of regions that have none of their own, from the Simplified ones."""
    derived = {
        tag: tuple(converted(word, SOURCE, tag) for word in words.get(SOURCE, ()))
        for tag in REGIONS
    }
    return {tag: found for tag, found in (derived | words).items() if found}


def _relations(concepts: Mapping[str, Concept], incomplete: bool) -> Iterator[DataError]:
    """Yield relations to concepts that do not exist; unknown while pages cannot be read."""
    if incomplete:
        return
    for concept in concepts.values():
        for key in ("broader", "related", "homograph"):
            for name in getattr(concept, key):
                if name not in concepts or name == concept.id:
                    line, column = concept.places[key]
                    there = f"{key} {name!r}"
                    yield DataError(concept.path, line, column, there, "another concept's id")


def _collisions(concepts: Mapping[str, Concept]) -> Iterator[DataError]:
    """Yield forms that two concepts share in one language without saying so."""
    owners: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for concept in concepts.values():
        for term in concept.terms:
            owners[term.language, term.form].append(term)
    for (language, form), terms in owners.items():
        for term in terms[1:]:
            first, second = concepts[terms[0].concept], concepts[term.concept]
            declared = first.id in second.homograph and second.id in first.homograph
            if not declared or DEPRECATED in (term.status, terms[0].status):
                there = f"{language} form {form!r}, which {first.id} has too"
                expected = "a form of its own, or homograph in both concepts"
                yield DataError(second.path, term.line, term.column, there, expected)
