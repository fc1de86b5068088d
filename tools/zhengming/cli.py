"""The command line: `zhengming COMMAND`. Exit 0: clean, 1: findings, 2: could not read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from zhengming.datafile import DataError, write_text
from zhengming.record import load
from zhengming.restore import PAGE_HEAD, files, restore

SOURCES = Path("docs/sources")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    code: int = options.run(options)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zhengming", description="Chinese terms across scripts, and restored texts."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser(
        "restore",
        help="make pages and apparatus of witness and record",
        description="Make the pages and the apparatus of texts from witness and record.",
    )
    command.add_argument(
        "folders",
        nargs="*",
        type=Path,
        metavar="FOLDER",
        help=f"source folder of a text (default: all in {SOURCES})",
    )
    command.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if a file would change"
    )
    command.set_defaults(run=_restore)
    return parser


def _restore(options: argparse.Namespace) -> int:
    folders = options.folders or sorted(path.parent for path in SOURCES.glob("*/record.yaml"))
    if not folders:
        return _fail(f"{SOURCES}: no record.yaml; expected a folder with one for each text")
    texts: dict[Path, str] = {}
    failed = False
    for folder in folders:
        try:
            texts |= files(restore(load(folder.resolve())))
        except OSError as error:
            failed = bool(_fail(f"{_shown(Path(error.filename))}: {error.strerror}"))
        except ExceptionGroup as group:
            failed = bool(_fail("\n".join(_located(error) for error in group.exceptions)))
    # Nothing is written unless everything can be.
    if failed:
        return 2
    changed = [path for path, text in texts.items() if _current(path) != text]
    for path in changed:
        print(f"{_shown(path)}: {'is not what the record makes' if options.check else 'written'}")
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(path, texts[path])
    stale = _stale(texts)
    for path in stale:
        print(f"{_shown(path)}: no record makes this page any more; delete it")
    noun = "text" if len(folders) == 1 else "texts"
    print(f"{len(folders)} {noun}, {len(texts)} files, {len(changed)} changed")
    if options.check and changed:
        print("Run `zhengming restore` and commit what it writes", file=sys.stderr)
    return 1 if stale or (options.check and changed) else 0


def _current(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return None


def _stale(texts: dict[Path, str]) -> list[Path]:
    """Return the pages beside those of `texts` that an earlier record made."""
    beside = {path for folder in {path.parent for path in texts} for path in folder.glob("*.md")}
    head = PAGE_HEAD.encode()
    return [path for path in sorted(beside - texts.keys()) if path.read_bytes().startswith(head)]


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _located(error: Exception) -> str:
    if not isinstance(error, DataError):
        raise error
    place = f"{_shown(error.path)}:{error.line}:{error.column}"
    return f"{place}: {error.there}; expected {error.expected}"


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
