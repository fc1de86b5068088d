"""The glossary kept in a form that loads fast, for as long as no page of it changes.

The file is named by a hash of all pages and of the code that reads them, and begins with a hash
of its own content: a stale one is not found, a damaged one not believed. It is lines of JSON,
so that reading it can do nothing but give data: ids, forms, forms of other languages, then a
concept each, which is read only when it is asked for.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from zhengming import boundaries, characters, datafile, glossary, script, words
from zhengming.datafile import write_text
from zhengming.glossary import Concept, Example, Glossary, Term, pages
from zhengming.text import Span

FOLDER = ".zhengming"
# A project has one of its own, and one for each list of further ones in its settings.
_KEPT = 8
# What makes a glossary of pages.
_MODULES = (glossary, datafile, characters, boundaries, words, script)
# The reader of YAML is imported only to read.
_COMPOSER = str(Path(__file__).with_name("composer.py"))


def load(folders: Iterable[Path], root: Path, further: Iterable[Path] = ()) -> Glossary:
    """Return the glossary of folders, from the cache in `root` if it is there and whole.

    It is joined with those of the folders in `further`, each of which is one by itself. Raises
    what `glossary.load` raises. A cache that cannot be written is done without.
    """
    folders, further = tuple(folders), tuple(further)
    key = _key(folders, further)
    path = root / FOLDER / f"glossary-{key}.json"
    with contextlib.suppress(OSError, ValueError):
        return _read(path)
    found = glossary.load(folders)
    for folder in further:
        found = found.joined(glossary.load([folder]))
    # A page that changed meanwhile was read as it is now, and the key is of what it was.
    if _key(folders, further) == key:
        with contextlib.suppress(OSError):
            _write(path, found)
    return found


def _key(folders: Iterable[Path], further: Iterable[Path]) -> str:
    digest = hashlib.blake2b(_opencc().encode(), digest_size=16)
    code = [__file__, _COMPOSER, *(str(module.__file__) for module in _MODULES)]
    for group in ([*code, *characters.TABLES], pages(folders), *(pages([f]) for f in further)):
        digest.update(f"{len(group)}\0".encode())
        for name in group:
            data = _bytes(name)
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _opencc() -> str:
    """Return which OpenCC there is: what its installer left says so without importing it."""
    spec = find_spec("opencc")
    beside = os.listdir(Path(spec.origin).parents[1]) if spec and spec.origin else []
    named = sorted(name for name in beside if name.lower().startswith("opencc-"))
    return " ".join(named) or str(import_module("opencc").__version__)


def _bytes(name: str) -> bytes:
    """Return what a file holds; half the time of `Path.read_bytes`, ten thousand times."""
    handle = os.open(name, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        pieces = []
        while piece := os.read(handle, 1 << 16):
            pieces.append(piece)
        return b"".join(pieces)
    finally:
        os.close(handle)


def _write(path: Path, found: Glossary) -> None:
    kept = [list(found.concepts), found.forms, found.borrowed, *found.concepts.values()]
    lines = [json.dumps(each, ensure_ascii=False, default=_plain) for each in kept]
    content = "\n".join(lines)
    path.parent.mkdir(exist_ok=True)
    (path.parent / ".gitignore").write_text("*\n")
    write_text(path, f"{_digest(content.encode())}\n{content}")
    old = sorted(path.parent.glob("glossary-*.json"), key=lambda p: p.stat().st_mtime)
    for each in old[:-_KEPT]:
        each.unlink(missing_ok=True)


def _read(path: Path) -> Glossary:
    digest, _, content = path.read_bytes().partition(b"\n")
    if digest.decode() != _digest(content):
        raise ValueError(f"{path} is damaged")
    ids, forms, borrowed, *lines = content.split(b"\n")
    concepts = _Concepts(dict(zip(json.loads(ids), lines, strict=True)))
    others = dict(json.loads(borrowed))
    if not others:
        raise ValueError(f"{path} has another shape")
    triples = {language: tuple(map(tuple, there)) for language, there in others.items()}
    return Glossary(concepts, json.loads(forms), triples)


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


class _Concepts(Mapping[str, Concept]):
    """Concepts by id, each made of its line when it is asked for."""

    def __init__(self, lines: dict[str, bytes]) -> None:
        self._lines = lines
        self._made: dict[str, Concept] = {}

    def __getitem__(self, name: str) -> Concept:
        if name not in self._made:
            self._made[name] = _concept(json.loads(self._lines[name]))
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def _plain(value: Any) -> Any:
    """Return what JSON can hold of a value that it cannot."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return [getattr(value, field.name) for field in fields(value)]


def _concept(values: list[Any]) -> Concept:
    plain = _named(Concept, values)
    for key in ("homograph", "broader", "related", "sources"):
        plain[key] = tuple(plain[key])
    for key in ("unless", "not_when", "ordinary", "places"):
        plain[key] = {name: tuple(found) for name, found in plain[key].items()}
    plain["path"] = Path(plain["path"])
    plain["exact"] = frozenset(plain["exact"])
    plain["terms"] = tuple(Term(**_named(Term, each)) for each in plain["terms"])
    plain["examples"] = tuple(_example(each) for each in plain["examples"])
    return Concept(**plain)


def _example(values: list[Any]) -> Example:
    plain = _named(Example, values)
    plain["spans"] = tuple(Span(*span) for span in plain["spans"])
    plain["shifts"] = tuple(plain["shifts"])
    return Example(**plain)


def _named(kind: type, values: list[Any]) -> dict[str, Any]:
    return dict(zip(_FIELDS[kind], values, strict=True))


_FIELDS: dict[type, list[str]] = {
    kind: [field.name for field in fields(kind)] for kind in (Concept, Term, Example)
}
