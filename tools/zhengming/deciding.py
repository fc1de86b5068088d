"""The command `zhengming impact`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from zhengming import concordance, impact, project, report
from zhengming.catalog import edited
from zhengming.checking import Unusable, fail, opened, shown
from zhengming.config import Config
from zhengming.datafile import DataError
from zhengming.finding import Context
from zhengming.glossary import SOURCE, Concept, unfit
from zhengming.impact import Kind, Place
from zhengming.languages import tag
from zhengming.project import File
from zhengming.restore import PAGE_HEAD
from zhengming.text import line_column

_Forms = Mapping[str, tuple[str, str]]

# What is said of places by their kind, in the order of the summary.
_SAID: Mapping[Kind, str] = {
    "safe": "in the patch",
    "fuzzy": "for a translator (made fuzzy)",
    "machine": "for zhengming prefill",
    "quoted": "in titles and quotations, left",
    "shared": "of another concept too, left",
}


def run(options: argparse.Namespace) -> int:
    """Print a patch that makes a form preferred, and say what it touches; return 0, or 2.

    Nothing is written.
    """
    language = tag(options.language)
    if language is None:
        return fail(f"language {options.language!r}; expected a tag, as zh-Hant-TW or zh_TW")
    if expected := unfit(options.prefer):
        return fail(f"form {options.prefer!r}; expected {expected}")
    try:
        settings, context = opened()
        concept = _concept(context, options.concept)
        forms = impact.changes(concept, language, options.prefer)
        found = dict(_found(settings, context, concept, forms))
    except (Unusable, DataError, ValueError) as error:
        return fail(shown(str(error)))
    except OSError as error:
        return fail(f"{shown(str(error.filename))}: {error.strerror}")
    except ExceptionGroup as group:
        return fail("\n".join(shown(str(error)) for error in group.exceptions))
    for path, (file, there) in found.items():
        edits = list(impact.edits(there)) if not _is_restored(file.text) else []
        if path == concept.path:
            edits += impact.head(file.text, concept, forms)
        name = project.name_of(settings, path)
        sys.stdout.write(report.patch(name, file.text, edited(file.text, edits)))
    for line in _summary(forms, [place for _file, there in found.values() for place in there]):
        print(line, file=sys.stderr)
    return 0


def _concept(context: Context, name: str) -> Concept:
    ids = sorted(concordance.meant(context, name))
    if len(ids) != 1:
        there = f"{name!r} is {' and '.join(ids)}" if ids else f"{name!r}"
        raise Unusable(f"{there}; expected the id of a concept")
    return context.glossary.concepts[ids[0]]


def _found(
    settings: Config, context: Context, concept: Concept, forms: _Forms
) -> Iterator[tuple[Path, tuple[File, list[Place]]]]:
    """Yield the files in which something changes, and the page of the concept."""
    paths = [*project.files(settings, context.glossary.languages)]
    for path in paths if concept.path in paths else [concept.path, *paths]:
        file = project.read(settings, path)
        there = list(impact.places(file.documents, context, concept, forms))
        if there or path == concept.path:
            yield path, (file, there)


def _is_restored(text: str) -> bool:
    return text.startswith(PAGE_HEAD)


def _summary(forms: _Forms, found: Sequence[Place]) -> Iterator[str]:
    for language, (old, new) in forms.items():
        yield f"{language}: {old} becomes {new}"
    restored = [place for place in found if _is_restored(place.document.text)]
    others = [place for place in found if place not in restored]
    kinds = Counter(place.kind for place in others)
    for kind, said in _SAID.items():
        if kinds[kind]:
            languages = Counter(p.document.language for p in others if p.kind == kind)
            each = ", ".join(f"{tag} {number:,}" for tag, number in sorted(languages.items()))
            yield f"  {kinds[kind]:,} {said}: {each}"
    if restored:
        yield f"  {len(restored):,} in restored pages, left: they keep the wording of their source"
    for place in others:
        if place.kind in ("fuzzy", "shared"):
            document = place.document
            start = document.placed(place.span).start
            where = "{}:{}:{}".format(document.name, *line_column(document.file, start))
            yield f"  {where}: {place.kind}"
    if SOURCE in forms:
        yield "  originals change with their pages: run gettext and sphinx-intl, then prefill"
