"""A project's files: which are checked, and each as a document."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from zhengming.config import Config, fits
from zhengming.datafile import decode
from zhengming.finding import Document, Markup

MARKUP: dict[str, Markup] = {".md": "myst", ".rst": "rst", ".txt": "plain"}

# Folders that are nobody's text: hidden ones, and those of builds and packages.
_SKIPPED = ("_build", "node_modules", "__pycache__")


def files(config: Config) -> Iterator[Path]:
    """Yield the files that the settings name, in order."""
    for path in _below(config.root):
        relative = name_of(config, path)
        is_named = any(fits(relative, pattern) for pattern in config.paths)
        if is_named and not config.is_excluded(relative):
            yield path


def named(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that paths name, folders with all their texts; excludes do not count."""
    for path in paths:
        if path.is_dir():
            yield from (each for each in _below(path) if each.suffix in MARKUP)
        else:
            yield path


def _below(root: Path) -> Iterator[Path]:
    """Yield the files below a folder, in order, without those that are nobody's text."""
    for folder, names, found in os.walk(root):
        names[:] = sorted(n for n in names if not n.startswith(".") and n not in _SKIPPED)
        yield from (Path(folder, name) for name in sorted(found))


def name_of(config: Config, path: Path) -> str:
    """Return a file's name in the project, with slashes; its path if it is outside."""
    absolute = Path(os.path.abspath(path))
    if absolute.is_relative_to(config.root):
        return absolute.relative_to(config.root).as_posix()
    return absolute.as_posix()


def document(config: Config, path: Path) -> Document:
    """Return a file as a document; raises OSError, or DataError if it is not UTF-8."""
    name = name_of(config, path)
    text = decode(path, path.read_bytes())
    return Document(name, text, config.language(name), MARKUP.get(path.suffix, "plain"))
