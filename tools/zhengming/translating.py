"""The commands `zhengming prefill` and `zhengming stat`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from zhengming import catalog, completeness, parity, project
from zhengming.catalog import Catalog
from zhengming.check import check
from zhengming.checking import Contexts, Unusable, fail, opened, shown
from zhengming.completeness import State
from zhengming.config import Config, find_root
from zhengming.datafile import DataError, write_text
from zhengming.finding import Context
from zhengming.languages import tag
from zhengming.parity import Section
from zhengming.rules import RULES

FOLDER = Path("docs/locale")
TARGETS = ("zh-Hant-TW", "zh-Hant-HK", "zh-Hant")

_Catalogs = Mapping[str, Sequence[Catalog]]


def prefill(options: argparse.Namespace) -> int:
    """Fill the catalogs of languages; return 0, or 2 if something is unreadable.

    Then nothing is written.
    """
    from zhengming.convert import Converter
    from zhengming.glossary import SOURCE
    from zhengming.prefill import fills

    for name in options.languages:
        if tag(name) not in TARGETS:
            return fail(f"language {name!r}; expected one of {', '.join(TARGETS)}")
    wanted = {tag(name) for name in options.languages}
    try:
        catalogs = {
            name: found for name, found in _read(_folder(options)).items() if tag(name) in wanted
        }
        if missing := wanted - set(map(tag, catalogs)):
            there = f"{_folder(options)}: no catalogs of {', '.join(sorted(map(str, missing)))}"
            raise Unusable(f"{there}; expected those that `sphinx-intl update` makes")
        settings, context = opened()
        contexts = Contexts(settings, context)
        known = {
            each.path: contexts.of(project.name_of(settings, each.path))
            for found in catalogs.values()
            for each in found
        }
    except Unusable as error:
        return fail(shown(str(error)))
    for name, found in catalogs.items():
        converters: dict[Context, Converter] = {}
        total = 0
        for each in found:
            context = known[each.path]
            if context not in converters:
                converters[context] = Converter(context.glossary, SOURCE, str(tag(name)))
            filled = list(fills(each, converters[context], settings.root))
            if not filled:
                continue
            total += len(filled)
            try:
                write_text(each.path, each.edited(edit for edits in filled for edit in edits))
            except OSError as error:
                return fail(f"{shown(str(each.path))}: {error.strerror}")
            print(f"{shown(str(each.path))}: {_messages(len(filled))} converted")
        print(f"{name}: {_messages(total)} converted", file=sys.stderr)
    return 0


def stat(options: argparse.Namespace) -> int:
    """Count what is translated, or concepts; return 0, or 2 if something is unreadable."""
    try:
        folder = _folder(options)
        catalogs = _read(folder)
        settings, context = opened()
        count = _parity if options.parity else _states
        for line in count(catalogs, _Project(folder, settings, context), options.format):
            print(line)
    except Unusable as error:
        return fail(shown(str(error)))
    return 0


def _states(catalogs: _Catalogs, known: _Project, form: str) -> Iterable[str]:
    """Return a report on how much is translated, and how much of it is wrong."""
    states = {
        name: State(completeness.count(found), sum(map(known.findings, found)))
        for name, found in catalogs.items()
    }
    return [completeness.as_json(states)] if form == "json" else completeness.lines(states)


def _parity(catalogs: _Catalogs, known: _Project, form: str) -> Iterable[str]:
    """Return a report on how often concepts stand in each section; print a summary of it."""
    names = parity.comparable(catalogs, known.context.glossary)
    found = parity.rows(
        {name: {known.name(name, each): each for each in catalogs[name]} for name in names},
        known.sections,
        known.context,
    )
    others = ", ".join(name for name in catalogs if name not in names)
    left = f"; left out, as the glossary has no forms of it: {others}" if others else ""
    print(f"{parity.summary(found)}{left}", file=sys.stderr)
    return [parity.as_json(found)] if form == "json" else parity.lines(found)


class _Project:
    """What a project says of catalogs: which rules are on, and where messages are from."""

    def __init__(self, folder: Path, settings: Config, context: Context) -> None:
        self.folder, self.settings, self.context = folder, settings, context
        self.contexts = Contexts(settings, context)
        # Places are relative to the project, to the sources, or to where templates are written.
        above = [each for each in folder.parents if each.is_relative_to(settings.root)]
        self.folders = above or folder.parents[:2]
        self.concepts = {concept.path for concept in context.glossary.concepts.values()}
        self.known: dict[str, list[Section] | None] = {}

    def name(self, language: str, found: Catalog) -> str:
        """Return what a catalog is called in every language."""
        return found.path.relative_to(self.folder / language).as_posix()

    def findings(self, found: Catalog) -> int:
        """Return how many findings `zhengming check` has in a catalog."""
        name = project.name_of(self.settings, found.path)
        chosen = self.settings.chosen(RULES, name)
        documents, context = project.messages(self.settings, found), self.contexts.of(name)
        return sum(len(check(document, context, chosen)) for document in documents)

    def sections(self, file: str) -> list[Section] | None:
        """Return the sections of a file; None for the page of a concept, which is about words."""
        if file not in self.known:
            self.known[file] = self._sections(file)
        return self.known[file]

    def _sections(self, file: str) -> list[Section] | None:
        path = next((each / file for each in self.folders if (each / file).is_file()), None)
        if path is None:
            return [Section(file)]
        if path in self.concepts:
            return None
        try:
            return parity.sections(project.document(self.settings, path))
        except OSError as error:
            raise Unusable(f"{path}: {error.strerror}") from None
        except DataError as error:
            raise Unusable(str(error)) from None


def _folder(options: argparse.Namespace) -> Path:
    if options.folder is not None:
        return Path(os.path.abspath(options.folder))
    return find_root(Path.cwd()) / FOLDER


def _read(folder: Path) -> dict[str, list[Catalog]]:
    """Return the catalogs below a folder by the names of the languages, in order.

    Raises Unusable with all that is wrong with any of them.
    """
    catalogs: dict[str, list[Catalog]] = {}
    wrong: list[str] = []
    for path in sorted(folder.glob("*/**/*.po")):
        try:
            found = catalog.load(path)
        except OSError as error:
            wrong.append(f"{path}: {error.strerror}")
        except ExceptionGroup as group:
            wrong += map(str, group.exceptions)
        else:
            catalogs.setdefault(path.relative_to(folder).parts[0], []).append(found)
    if not (catalogs or wrong):
        raise Unusable(f"{folder}: no catalogs; expected a folder for each language, as zh_TW")
    if wrong:
        raise Unusable("\n".join(wrong))
    return catalogs


def _messages(count: int) -> str:
    return f"{count:,} {'message' if count == 1 else 'messages'}"
