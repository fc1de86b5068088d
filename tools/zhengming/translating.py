"""The commands `zhengming prefill` and `zhengming stat`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from zhengming import catalog, completeness
from zhengming.catalog import Catalog
from zhengming.checking import Unusable, fail, opened, shown
from zhengming.config import find_root
from zhengming.datafile import write_text
from zhengming.languages import tag

FOLDER = Path("docs/locale")
TARGETS = ("zh-Hant-TW", "zh-Hant-HK", "zh-Hant")


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
    except Unusable as error:
        return fail(shown(str(error)))
    for name, found in catalogs.items():
        converter = Converter(context.glossary, SOURCE, str(tag(name)))
        total = 0
        for each in found:
            filled = list(fills(each, converter, settings.root))
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
    """Count what is translated; return 0, or 2 if something is unreadable."""
    try:
        catalogs = _read(_folder(options))
    except Unusable as error:
        return fail(shown(str(error)))
    counts = {name: completeness.count(found) for name, found in catalogs.items()}
    if options.format == "json":
        print(completeness.as_json(counts))
    else:
        for line in completeness.lines(counts):
            print(line)
    return 0


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
