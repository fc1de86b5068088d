"""The commands `zhengming new`, `collisions` and `schema`, for those who write a glossary."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from zhengming import concordance, project, words
from zhengming.checking import Unusable, fail, opened, shown
from zhengming.collisions import around, collisions, report, table
from zhengming.datafile import DataError, write_text
from zhengming.glossary import DEPRECATED, ID, SOURCE, Glossary, is_id, is_word, unfit
from zhengming.script import leaks, to_simplified
from zhengming.skeleton import derived, skeleton
from zhengming.words import Words

# A form that so many words hold whole means the same in all of them.
_WHOLE = 8
_NO_LIST = "no word list; install zhengming[words], or name one with --words FILE"


def new(options: argparse.Namespace) -> int:
    """Write the page of a new concept; return 2 if there can be none, and write nothing."""
    name, form = options.id, options.form
    if wrong := _wrong(name, form, options.domain):
        return fail(wrong)
    try:
        settings, context = opened()
        known = _words(None)
    except Unusable as error:
        return fail(str(error))
    except OSError as error:
        return fail(f"{shown(str(error.filename))}: {error.strerror}")
    except DataError as error:
        return fail(shown(str(error)))
    path = settings.root / settings.glossary[0] / f"{name}.md"
    if wrong := _taken(context.glossary, path, form):
        return fail(wrong)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, skeleton(form, options.domain))
    except OSError as error:
        return fail(f"{shown(str(path))}: {error.strerror}")
    print(f"{shown(str(path))}: written")
    for line in _neighbours(context.glossary, form):
        print(line)
    if known is None:
        print(_NO_LIST, file=sys.stderr)
    else:
        for line in table(around(known, form), _WHOLE):
            print(line)
    return 0


def _wrong(name: str, form: str, domain: str) -> str:
    """Return why no concept can have this id, form and domain, "" if one can."""
    if not is_id(name):
        return f"id {name!r}; expected {ID}"
    if expected := unfit(form):
        return f"form {form!r}; expected {expected}"
    if domain and not is_word(domain):
        return f"domain {domain!r}; expected a word"
    if traditional := "".join(sign for sign in form if sign in leaks(SOURCE)):
        return f"form {form!r}: {traditional} not Simplified; expected {to_simplified(form)!r}"
    return ""


def _taken(glossary: Glossary, path: Path, form: str) -> str:
    """Return who has the id or one of the forms already, "" if nobody."""
    if path.exists():
        return f"{shown(str(path))}: there already; expected another id"
    if other := glossary.concepts.get(path.stem):
        return f"{path.stem} is {shown(str(other.path))} already; expected another id"
    forms = {SOURCE: form, **derived(form)}
    for concept in glossary.concepts.values():
        for term in concept.terms:
            if forms.get(term.language) == term.form:
                place = f"{shown(str(concept.path))}:{term.line}:{term.column}"
                there = f"{term.language} form {term.form!r} is of {concept.id} already"
                return f"{place}: {there}; expected another form"
    return ""


def _neighbours(glossary: Glossary, form: str) -> Iterator[str]:
    """Yield which forms of the glossary are inside of a new one, and which are around it."""
    for concept in glossary.concepts.values():
        for term in concept.terms:
            if term.language != SOURCE or term.status == DEPRECATED:
                continue
            if term.form in form:
                yield f"  holds {term.form} ({concept.id}): the longer form counts"
            elif form in term.form:
                yield f"  stands in {term.form} ({concept.id}): the longer form counts"


def _words(path: Path | None) -> Words | None:
    """Return the words of a file, else of the list that is installed, None if there is none."""
    path = path or words.installed()
    return words.load(path) if path else None


def collide(options: argparse.Namespace) -> int:
    """Show in which longer words forms are found; return 1 if there are any that are cut."""
    try:
        settings, context = opened()
        known = _words(options.words)
        if known is None:
            return fail(_NO_LIST)
        asked = {word: concordance.meant(context, word) for word in options.names}
        if unknown := [word for word, ids in asked.items() if not ids]:
            return fail(f"{unknown[0]!r}; expected a form or an id of the glossary")
        ids = set().union(*asked.values()) if asked else set(context.glossary.concepts)
        named = project.files(settings, context.glossary.languages)
        paths = (path for path in named if path.suffix != ".po")
        documents = (project.document(settings, path) for path in paths)
        found = collisions(context, known, documents, ids)
    except Unusable as error:
        return fail(str(error))
    except OSError as error:
        return fail(f"{shown(str(error.filename))}: {error.strerror}")
    except DataError as error:
        return fail(shown(str(error)))
    for number, each in enumerate(found):
        lines = report(each, shown(str(each.concept.path)), None if asked else _WHOLE)
        print(*([""] if number else []), *lines, sep="\n")
    cut = sum(word.is_cut for each in found for word in each.words)
    whole = sum(len(each.words) for each in found) - cut
    noun = "form" if len(found) == 1 else "forms"
    print(f"{len(found)} {noun} in longer words: {cut} cut, {whole} whole", file=sys.stderr)
    return 1 if cut else 0


def schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of the front matter of concepts."""
    print(files("zhengming").joinpath("data", "concept.schema.json").read_text("utf-8"), end="")
    return 0
