"""The command line: `zhengming COMMAND`. Exit 0: clean, 1: findings, 2: could not read."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn


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
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
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
        help="source folder of a text (default: all in docs/sources)",
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
    _add_prefill(
        commands.add_parser(
            "prefill",
            help="convert what is not translated into other scripts",
            description="Fill catalogs of Chinese by conversion, where nobody has translated.",
        )
    )
    _add_compare(
        commands.add_parser(
            "compare",
            help="hold two Chinese translations against each other",
            description="Show words merely converted, and originals translated in two ways.",
        )
    )
    command = commands.add_parser(
        "init",
        help="write settings for a project",
        description="Look at the project in this folder and write settings for it.",
    )
    command.add_argument("--starter", metavar="NAME", help="copy a glossary that comes along")
    command.set_defaults(run=_init)
    command = commands.add_parser(
        "stat",
        help="count what is translated",
        description="Count the messages of catalogs and what is wrong with them, by language.",
    )
    _add_catalogs(command)
    command.add_argument(
        "--parity",
        action="store_true",
        help="count each concept in each section instead, and show where languages differ",
    )
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=_stat)
    _add_new(
        commands.add_parser(
            "new",
            help="begin the page of a concept",
            description="Write the page of a new concept into the glossary, to be filled in.",
        )
    )
    _add_mine(
        commands.add_parser(
            "mine",
            help="propose concepts from catalogs",
            description="Propose concepts from Chinese translations of the same messages.",
        )
    )
    _add_impact(
        commands.add_parser(
            "impact",
            help="show what another preferred form would touch",
            description="Print a patch that makes a form preferred; say what it leaves to people.",
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
    command.set_defaults(run=_schema)
    command = commands.add_parser(
        "lsp",
        help="serve an editor",
        description="Speak the Language Server Protocol on standard input and output.",
    )
    # Many editors say so, though there is nothing else.
    command.add_argument("--stdio", action="store_true", help="(the only way there is)")
    command.set_defaults(run=_lsp)
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
    command.set_defaults(run=_convert)


def _add_prefill(command: argparse.ArgumentParser) -> None:
    _add_catalogs(command)
    command.add_argument(
        "-l",
        "--language",
        action="append",
        required=True,
        dest="languages",
        metavar="LANG",
        help="as zh_TW or zh-Hant-TW",
    )
    command.set_defaults(run=_prefill)


def _add_compare(command: argparse.ArgumentParser) -> None:
    command.add_argument("one", type=Path, metavar="LOCALE_A", help="catalog, or folder of them")
    command.add_argument(
        "other", type=Path, metavar="LOCALE_B", help="in another Chinese language"
    )
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=_compare)


def _add_catalogs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="CATALOG_DIR",
        help="folder with one of each language (default: docs/locale)",
    )


def _add_new(command: argparse.ArgumentParser) -> None:
    command.add_argument("id", metavar="ID", help="name of the page, as digital-literacy")
    command.add_argument("form", metavar="FORM", help="the preferred Simplified form")
    command.add_argument("--domain", default="", metavar="WORD")
    command.set_defaults(run=_new)


def _add_mine(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folders", nargs="+", type=Path, metavar="LOCALE", help="catalog, or folder of them"
    )
    command.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="for the pages")
    command.add_argument("--domain", default="computing", metavar="WORD")
    command.add_argument(
        "--least", type=int, default=3, metavar="N", help="messages to bear it out (default: 3)"
    )
    command.add_argument(
        "--all", action="store_true", help="also where regions differ in characters only"
    )
    command.set_defaults(run=_mine)


def _add_impact(command: argparse.ArgumentParser) -> None:
    command.add_argument("concept", metavar="ID|FORM", help="a concept")
    command.add_argument("--prefer", required=True, metavar="FORM", help="what it should be")
    command.add_argument(
        "-l",
        "--language",
        default="zh-Hans",
        metavar="TAG",
        help="of the form, as zh-Hant-TW or zh_TW (default: zh-Hans)",
    )
    command.set_defaults(run=_impact)


def _add_collisions(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "names", nargs="*", metavar="ID|FORM", help="a concept (default: all, shortened)"
    )
    command.add_argument(
        "--words", type=Path, metavar="FILE", help="list of words (default: that of jieba)"
    )
    command.set_defaults(run=_collisions)


def _add_find(command: argparse.ArgumentParser) -> None:
    command.add_argument("words", metavar="TERM|ID", help="a form in any script, or an id")
    command.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="file or folder")
    command.set_defaults(run=_find)


def _add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="file or folder; - is standard input"
    )
    command.add_argument(
        "--force-exclude", action="store_true", help="of PATHs, only what the settings name"
    )
    command.add_argument("--fix", action="store_true", help="make the safe fixes")
    command.add_argument("--diff", action="store_true", help="show the safe fixes, write nothing")
    command.add_argument("--unsafe", action="store_true", help="the unsafe fixes too")
    command.add_argument(
        "--format",
        choices=("text", "json", "sarif", "github", "gitlab", "junit"),
        default="text",
        help="(default: text)",
    )
    command.add_argument("--name", metavar="FILE", help="what to call standard input, as a.md")
    command.add_argument(
        "--encoding",
        choices=("utf-8", "gb18030", "big5", "big5-hkscs", "utf-16", "utf-16-le", "utf-16-be"),
        default="utf-8",
        metavar="NAME",
        help="of texts (default: utf-8)",
    )
    command.add_argument("--since", metavar="REV", help="what was changed since a git revision")
    command.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="findings that are known (default: by setting)",
    )
    command.add_argument(
        "--write-baseline", action="store_true", help="accept what is found now as known"
    )
    command.add_argument("--rule", action="append", metavar="SLUG", help="this rule alone")
    command.add_argument("--list-rules", action="store_true", help="list the rules and stop")
    command.add_argument("--explain", metavar="SLUG", help="explain a rule and stop")
    command.set_defaults(run=_check)


# What a command needs is imported when it runs: half the time of a small check is importing.


def _check(options: argparse.Namespace) -> int:
    from zhengming import checking

    return checking.run(options)


def _find(options: argparse.Namespace) -> int:
    from zhengming import checking

    return checking.find(options)


def _convert(options: argparse.Namespace) -> int:
    from zhengming import converting

    return converting.run(options)


def _prefill(options: argparse.Namespace) -> int:
    from zhengming import translating

    return translating.prefill(options)


def _compare(options: argparse.Namespace) -> int:
    from zhengming import comparing

    return comparing.run(options)


def _init(options: argparse.Namespace) -> int:
    from zhengming import starting

    return starting.init(options)


def _stat(options: argparse.Namespace) -> int:
    from zhengming import translating

    return translating.stat(options)


def _new(options: argparse.Namespace) -> int:
    from zhengming import authoring

    return authoring.new(options)


def _mine(options: argparse.Namespace) -> int:
    from zhengming import mining

    return mining.run(options)


def _impact(options: argparse.Namespace) -> int:
    from zhengming import deciding

    return deciding.run(options)


def _collisions(options: argparse.Namespace) -> int:
    from zhengming import authoring

    return authoring.collide(options)


def _schema(options: argparse.Namespace) -> int:
    from zhengming import authoring

    return authoring.schema(options)


def _lsp(options: argparse.Namespace) -> int:
    try:
        from zhengming import lsp
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        print("zhengming lsp needs pygls; install zhengming[lsp]", file=sys.stderr)
        return 2
    return lsp.run(options)


def _restore(options: argparse.Namespace) -> int:
    from zhengming import restoring

    return restoring.run(options)


class _Version(argparse.Action):
    """Shows the version that is installed, which is read from the disk."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(version("zhengming"))
        parser.exit()
