"""`pytest glossary/`: every example of every concept is a test, named by concept and line.

A folder is a glossary if its pages begin with front matter that has `terms`. Works in any
project that installs zhengming.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from zhengming import examples
from zhengming.glossary import Example, Glossary, is_concept_page, load
from zhengming.matcher import Matcher

_GLOSSARIES = pytest.StashKey[dict[Path, tuple[Glossary, Matcher]]]()


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
                glossary = load([folder])
            except ExceptionGroup as group:
                raise self.CollectError("\n".join(map(str, group.exceptions))) from None
            glossaries[folder] = glossary, Matcher(glossary)
        glossary, matcher = glossaries[folder]
        for example in glossary.concepts[self.path.stem].examples:
            name = f"{self.path.stem}:{example.line}:{example.language}"
            yield ExampleItem.from_parent(self, name=name, example=example, matcher=matcher)


class ExampleItem(pytest.Item):
    """One example line: what is in brackets must be found, and nothing else."""

    def __init__(self, *, example: Example, matcher: Matcher, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.example, self.matcher = example, matcher

    def runtest(self) -> None:
        """Fail with the line, and what was found in brackets."""
        error = examples.failure(self.path.stem, self.example, self.matcher)
        if error:
            raise ExampleError(self.path, self.example, error)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Return the finding alone; a traceback would only show this file."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the example stands."""
        return self.path, self.example.line - 1, self.name


class ExampleError(AssertionError):
    """An example does not hold."""

    def __init__(self, path: Path, example: Example, message: str) -> None:
        super().__init__(f"{path}:{example.line}:{example.column}: {message}")
