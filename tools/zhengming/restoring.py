"""The command `zhengming restore`."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from zhengming.datafile import DataError, write_text
from zhengming.record import load
from zhengming.restore import PAGE_HEAD, files, restore

SOURCES = Path("docs/sources")
# A text's name is a folder of pages beside these.
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAKEN = ("guide", "locale", "reference", "sources")
_DIFFERS = "is not what the record makes"


def run(options: argparse.Namespace) -> int:
    """Run the command; return 0 if all is well, 1 if something is stale, 2 if unreadable."""
    folders = [Path(os.path.abspath(folder)) for folder in options.folders]
    whole = not folders
    folders = list(dict.fromkeys(folders)) or sorted(
        path.parent for path in SOURCES.absolute().glob("*/record.yaml")
    )
    if not folders:
        return _fail([f"{SOURCES}: no record.yaml; expected a folder with one for each text"])
    texts, wrong = _made(folders)
    # Nothing is written unless everything can be.
    if wrong:
        return _fail(wrong)
    try:
        changed = [path for path, text in texts.items() if _current(path) != text]
        if not options.check:
            for folder in {path.parent for path in changed}:
                folder.mkdir(parents=True, exist_ok=True)
        for path in changed:
            if not options.check:
                write_text(path, texts[path])
            print(f"{_shown(path)}: {_DIFFERS if options.check else 'written'}")
        stale = _stale(texts, whole)
    except OSError as error:
        return _fail([_unreadable(error)])
    except DataError as error:
        return _fail([_located(error)])
    for path in stale:
        print(f"{_shown(path)}: no record makes this page any more; delete it")
    noun = "text" if len(folders) == 1 else "texts"
    print(f"{len(folders)} {noun}, {len(texts)} files, {len(changed)} changed")
    if options.check and changed:
        print(
            "Run `zhengming restore`, which replaces edits by hand; put them in the record",
            file=sys.stderr,
        )
    return 1 if stale or (options.check and changed) else 0


def _made(folders: Sequence[Path]) -> tuple[dict[Path, str], list[str]]:
    """Return the files that belong to texts, and what is wrong with any of the texts."""
    texts: dict[Path, str] = {}
    wrong: list[str] = []
    for folder in folders:
        if not _NAME.fullmatch(folder.name) or folder.name in _TAKEN:
            expected = f"a-z, 0-9 and -, not {' or '.join(_TAKEN)}"
            wrong.append(f"{_shown(folder)}: name {folder.name!r}; expected {expected}")
            continue
        try:
            made = files(restore(load(folder)))
        except OSError as error:
            wrong.append(_unreadable(error))
        except ExceptionGroup as group:
            wrong += map(_located, group.exceptions)
        else:
            wrong += [f"{_shown(p)}: two texts make this file" for p in made if p in texts]
            texts |= made
    return texts, wrong


def _current(path: Path) -> str | None:
    """Return what a file holds now; raises DataError if it is not ours to replace."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    if path.suffix == ".md" and not data.startswith(PAGE_HEAD.encode()):
        there = "a page that `zhengming restore` did not write"
        raise DataError(path, 1, 1, there, "no page here, or another name for the text")
    return data.decode(errors="replace")


def _stale(texts: dict[Path, str], whole: bool) -> list[Path]:
    """Return the pages that an earlier record made, those of removed texts too."""
    folders = {path.parent for path in texts if path.suffix == ".md"}
    if whole:
        folders |= {path for path in SOURCES.absolute().parent.iterdir() if path.is_dir()}
    pages = {page for folder in folders for page in folder.glob("*.md") if page.is_file()}
    head = PAGE_HEAD.encode()
    return [page for page in sorted(pages - texts.keys()) if page.read_bytes().startswith(head)]


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _located(error: Exception) -> str:
    if not isinstance(error, DataError):
        raise error
    place = f"{_shown(error.path)}:{error.line}:{error.column}"
    return f"{place}: {error.there}; expected {error.expected}"


def _unreadable(error: OSError) -> str:
    return f"{_shown(Path(error.filename or '?'))}: {error.strerror or error}"


def _fail(messages: Sequence[str]) -> int:
    print("\n".join(messages), file=sys.stderr)
    return 2
