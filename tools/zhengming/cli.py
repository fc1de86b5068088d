"""The command line: `zhengming COMMAND`. Exit 0: clean, 1: findings, 2: could not read."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from zhengming import authoring, checking, converting
from zhengming.datafile import DataError, write_text
from zhengming.record import load
from zhengming.restore import PAGE_HEAD, files, restore

SOURCES = Path("docs/sources")
# A text's name is a folder of pages beside these.
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAKEN = ("guide", "locale", "reference", "sources")
_DIFFERS = "is not what the record makes"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a file's name must not stop a write half-way.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output, as `head` does, has had enough of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zhengming", description="Chinese terms across scripts, and restored texts."
    )
    parser.add_argument("--version", action="version", version=version("zhengming"))
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
    _add_check(
        commands.add_parser(
            "check",
            help="check the terms of texts",
            description="Check texts against the glossary: those of the project, or PATHs.",
        )
    )
    _add_find(
        commands.add_parser(
            "find",
            help="show where a concept stands",
            description="Show where a concept stands in texts, in all scripts at once.",
        )
    )
    _add_convert(
        commands.add_parser(
            "convert",
            help="convert a text to another script or region",
            description="Write a text in another script or region to standard output.",
        )
    )
    _add_new(
        commands.add_parser(
            "new",
            help="begin the page of a concept",
            description="Write the page of a new concept into the glossary, to be filled in.",
        )
    )
    _add_collisions(
        commands.add_parser(
            "collisions",
            help="show longer words in which forms are found",
            description="Show longer words, of a list and of texts, in which forms are found.",
        )
    )
    command = commands.add_parser(
        "schema",
        help="print the JSON Schema of concepts",
        description="Print the JSON Schema of the front matter of concepts, for editors.",
    )
    command.set_defaults(run=authoring.schema)
    return parser


def _add_convert(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file", nargs="?", type=Path, default=Path("-"), metavar="FILE", help="- is standard input"
    )
    command.add_argument(
        "--to", required=True, dest="target", metavar="TAG", help="as zh-Hant-TW or zh_TW"
    )
    command.add_argument(
        "--from", dest="source", metavar="TAG", help="(default: the other script, of no region)"
    )
    command.add_argument("--markup", choices=("myst", "rst", "plain"), help="(default: by name)")
    command.add_argument(
        "--no-guard", dest="guard", action="store_false", help="leave OpenCC's errors as they are"
    )
    command.add_argument(
        "--report", action="store_true", help="show terms that cut through other words"
    )
    command.set_defaults(run=converting.run)


def _add_new(command: argparse.ArgumentParser) -> None:
    command.add_argument("id", metavar="ID", help="name of the page, as digital-literacy")
    command.add_argument("form", metavar="FORM", help="the preferred Simplified form")
    command.add_argument("--domain", default="", metavar="WORD")
    command.set_defaults(run=authoring.new)


def _add_collisions(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "names", nargs="*", metavar="ID|FORM", help="a concept (default: all, shortened)"
    )
    command.add_argument(
        "--words", type=Path, metavar="FILE", help="list of words (default: that of jieba)"
    )
    command.set_defaults(run=authoring.collide)


def _add_find(command: argparse.ArgumentParser) -> None:
    command.add_argument("words", metavar="TERM|ID", help="a form in any script, or an id")
    command.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="file or folder")
    command.set_defaults(run=checking.find)


def _add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="file or folder")
    command.add_argument("--fix", action="store_true", help="make the safe fixes")
    command.add_argument("--diff", action="store_true", help="show the safe fixes, write nothing")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument("--rule", action="append", metavar="SLUG", help="this rule alone")
    command.add_argument("--list-rules", action="store_true", help="list the rules and stop")
    command.add_argument("--explain", metavar="SLUG", help="explain a rule and stop")
    command.set_defaults(run=checking.run)


def _restore(options: argparse.Namespace) -> int:
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
