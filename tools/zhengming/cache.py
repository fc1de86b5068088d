"""The glossary kept in a form that loads fast, for as long as no page of it changes.

The file is named by a hash of all pages and of the code that reads them, and begins with a hash
of its own content: a stale one is not found, a damaged one not believed. It is JSON, so that
reading it can do nothing but give data.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from zhengming import datafile, glossary, script
from zhengming.datafile import write_text
from zhengming.glossary import Concept, Example, Glossary, Term, pages
from zhengming.text import Span

FOLDER = ".zhengming"
_KEPT = 3


def load(folders: Iterable[Path], root: Path) -> Glossary:
    """Return the glossary of folders, from the cache in `root` if it is there and whole.

    Raises what `glossary.load` raises. A cache that cannot be written is done without.
    """
    folders = tuple(folders)
    path = root / FOLDER / f"glossary-{_key(folders)}.json"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return _read(path)
    found = glossary.load(folders)
    with contextlib.suppress(OSError):
        _write(path, found)
    return found


def _key(folders: Iterable[Path]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for module in (glossary, datafile, script):
        digest.update(Path(str(module.__file__)).read_bytes())
    for page in pages(folders):
        data = page.read_bytes()
        digest.update(f"{page}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _write(path: Path, found: Glossary) -> None:
    content = json.dumps([_plain(c) for c in found.concepts.values()], ensure_ascii=False)
    path.parent.mkdir(exist_ok=True)
    (path.parent / ".gitignore").write_text("*\n")
    write_text(path, f"{_digest(content)}\n{content}")
    old = sorted(path.parent.glob("glossary-*.json"), key=lambda p: p.stat().st_mtime)
    for each in old[:-_KEPT]:
        each.unlink(missing_ok=True)


def _read(path: Path) -> Glossary:
    digest, _, content = path.read_text(encoding="utf-8").partition("\n")
    if digest != _digest(content):
        raise ValueError(f"{path} is damaged")
    concepts = (_concept(plain) for plain in json.loads(content))
    return Glossary({concept.id: concept for concept in concepts})


def _digest(content: str) -> str:
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


def _plain(concept: Concept) -> dict[str, Any]:
    plain = asdict(concept)
    return plain | {"path": str(concept.path), "exact": sorted(concept.exact)}


def _concept(plain: dict[str, Any]) -> Concept:
    words = {key: {tag: tuple(v) for tag, v in plain[key].items()} for key in _WORDS}
    lists = {key: tuple(plain[key]) for key in _LISTS}
    others = {
        "path": Path(plain["path"]),
        "exact": frozenset(plain["exact"]),
        "terms": tuple(Term(**term) for term in plain["terms"]),
        "examples": tuple(_example(example) for example in plain["examples"]),
        "places": {key: (line, column) for key, (line, column) in plain["places"].items()},
    }
    return Concept(**plain | words | lists | others)


_WORDS = ("unless", "not_when")
_LISTS = ("homograph", "broader", "related", "sources")


def _example(plain: dict[str, Any]) -> Example:
    spans = tuple(Span(*span) for span in plain["spans"])
    return Example(**{**plain, "spans": spans, "shifts": tuple(plain["shifts"])})
