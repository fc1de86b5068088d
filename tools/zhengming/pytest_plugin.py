"""`pytest glossary/`: every example of every concept is a test, named by concept and line.

So is its conversion into the parallel line of the other script.

A folder is a glossary if its pages begin with front matter that has `terms`. Works in any
project that installs zhengming.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from zhengming import examples, parallel
from zhengming.convert import Converter
from zhengming.glossary import Example, is_concept_page, load
from zhengming.matcher import Matcher


class _Known:
    """What is made once of a folder of concepts."""

    def __init__(self, folder: Path) -> None:
        self.glossary = load([folder])
        self.matcher = Matcher(self.glossary)
        self._converters: dict[tuple[str, str], Converter] = {}

    def converter(self, source: str, target: str) -> Converter:
        if (source, target) not in self._converters:
            self._converters[source, target] = Converter(self.glossary, source, target)
        return self._converters[source, target]


_GLOSSARIES = pytest.StashKey[dict[Path, _Known]]()


def pytest_configure(config: pytest.Config) -> None:
    """Make a place for glossaries, which are read once a run."""
    config.stash[_GLOSSARIES] = {}


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect concept pages."""
    if file_path.suffix == ".md" and is_concept_page(file_path):
        return ConceptPage.from_parent(parent, path=file_path)
    return None


class ConceptPage(pytest.File):
    """A page of a concept, whose examples are tests."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each example line."""
        glossaries = self.config.stash[_GLOSSARIES]
        folder = self.path.parent
        if folder not in glossaries:
            try:
                glossaries[folder] = _Known(folder)
            except ExceptionGroup as group:
                raise self.CollectError("\n".join(map(str, group.exceptions))) from None
        known = glossaries[folder]
        concept = known.glossary.concepts[self.path.stem]
        for example in concept.examples:
            name = f"{concept.id}:{example.line}:{example.language}"
            yield ExampleItem.from_parent(self, name=name, example=example, matcher=known.matcher)
        for ours, theirs in parallel.pairs(concept):
            name = f"{concept.id}:{theirs.line}:{ours.language}-to-{theirs.language}"
            converter = known.converter(ours.language, theirs.language)
            yield ConversionItem.from_parent(
                self, name=name, ours=ours, example=theirs, converter=converter
            )


class _Item(pytest.Item):
    """What must hold of one example line."""

    def __init__(self, *, example: Example, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.example = example

    def error(self) -> str:
        """Return what is wrong with the line, empty if nothing is."""
        raise NotImplementedError

    def runtest(self) -> None:
        """Fail with the place and what is wrong there."""
        if error := self.error():
            raise ExampleError(self.path, self.example, error)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Return the finding alone; a traceback would only show this file."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the example stands."""
        return self.path, self.example.line - 1, self.name


class ExampleItem(_Item):
    """What is in brackets must be found, and nothing else."""

    def __init__(self, *, matcher: Matcher, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.matcher = matcher

    def error(self) -> str:
        """Return the line with what was found in brackets."""
        return examples.failure(self.path.stem, self.example, self.matcher)


class ConversionItem(_Item):
    """The line parallel to this one, in the other script, must convert into it."""

    def __init__(self, *, ours: Example, converter: Converter, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ours, self.converter = ours, converter

    def error(self) -> str:
        """Return what the parallel line converts into."""
        return parallel.difference(self.path.stem, self.ours, self.example, self.converter)


class ExampleError(AssertionError):
    """An example does not hold."""

    def __init__(self, path: Path, example: Example, message: str) -> None:
        super().__init__(f"{path}:{example.line}:{example.column}: {message}")
