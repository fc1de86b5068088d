"""The command `zhengming init`: settings for a project, after a look at what it has."""

from __future__ import annotations

import argparse
import ast
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from zhengming import config, project
from zhengming.checking import SLUGS, fail
from zhengming.config import Config, ConfigError
from zhengming.datafile import write_text
from zhengming.glossary import starters
from zhengming.languages import by_name, tag
from zhengming.script import looks

_SETTINGS = "zhengming.toml"
_SUFFIXES = (".md", ".rst", ".po")
# Of a file so many characters show in which language it is.
_ENOUGH = 20_000


class Sphinx(NamedTuple):
    """What a conf.py says of the texts beside it; `language` is "" where it says none."""

    path: Path
    language: str
    suffixes: tuple[str, ...]


class Seen(NamedTuple):
    """What a project has: `texts` are its files by glob, `catalogs` those of each folder."""

    texts: dict[str, list[Path]]
    catalogs: dict[str, Counter[str]]
    sphinx: tuple[Sphinx, ...]


def init(options: argparse.Namespace) -> int:
    """Write settings, or say what to add; return 2 if there are some, and write nothing."""
    root = Path.cwd()
    try:
        there = config.load(root, SLUGS).place
    except (ConfigError, OSError) as error:
        return fail(str(error))
    if there:
        return fail(f"{there.path.name}: settings are there; expected none")
    known = starters()
    if options.starter and options.starter not in known:
        names = ", ".join(known) or "none, as this release has none"
        return fail(f"starter {options.starter!r}; expected one of {names}")
    seen = look(root)
    for line in said(root, seen):
        print(line)
    try:
        if options.starter:
            print(copied(known[options.starter], root / "glossary"))
        if (root / "pyproject.toml").is_file():
            print("add to pyproject.toml:\n")
            print(settings(root, seen, "tool.zhengming"), end="")
        else:
            write_text(root / _SETTINGS, settings(root, seen))
            print(f"{_SETTINGS}: written")
    except OSError as error:
        return fail(f"{error.filename or _SETTINGS}: {error.strerror}")
    if not options.starter and not (root / "glossary").is_dir():
        print("no glossary; `zhengming new` begins one, `zhengming init --starter` copies one")
    return 0


def copied(starter: Path, folder: Path) -> str:
    """Copy the pages of a starter that a folder does not have; return how many, as a line."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page for page in starter.iterdir() if page.name.endswith(".md")]
    new = [page for page in pages if not (folder / page.name).exists()]
    for page in new:
        write_text(folder / page.name, page.read_text(encoding="utf-8"))
    kept = f"; {len(pages) - len(new)} were there and stay" if len(new) < len(pages) else ""
    return f"{folder.name}: {len(new)} concepts copied from {starter.name}{kept}"


def look(root: Path) -> Seen:
    """Return what a project has. conf.py is read and never run."""
    here = Config(root)
    paths = list(project.named([root]))
    found = [Path(folder, "conf.py") for folder, _, names in _walk(root) if "conf.py" in names]
    sphinx = tuple(filter(None, (_sphinx(path) for path in found)))
    texts: dict[str, list[Path]] = {}
    catalogs: dict[str, Counter[str]] = {}
    for path in paths:
        name = project.name_of(here, path)
        if path.suffix == ".po":
            place, language = _locale(name)
            catalogs.setdefault(place, Counter())[language] += 1
        elif path.suffix in _SUFFIXES:
            texts.setdefault(_glob(name), []).append(path)
    return Seen(texts, catalogs, sphinx)


def _walk(root: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    for folder, names, found in os.walk(root):
        names[:] = sorted(n for n in names if not n.startswith(".") and n != "node_modules")
        yield folder, names, found


def _glob(name: str) -> str:
    """Return a glob for a text and those beside it, its name if that has a language."""
    *folders, last = name.split("/")
    suffix = Path(last).suffix
    for number, folder in enumerate(folders, 1):
        if tag(folder):
            return f"{'/'.join(folders[:number])}/**/*{suffix}"
    if by_name(last):
        return name
    return f"{folders[0]}/**/*{suffix}" if folders else f"*{suffix}"


def _locale(name: str) -> tuple[str, str]:
    """Return the folder that has the languages of a catalog, and its language, "" if unknown."""
    folders = name.removesuffix(".po").split("/")
    for number, part in enumerate(folders):
        if tag(part):
            return "/".join(folders[:number]) or ".", part
    return "/".join(folders[:-1]) or ".", ""


def _sphinx(path: Path) -> Sphinx | None:
    """Return what a conf.py says in plain values; None if it is none of Sphinx, or no Python."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None
    values: dict[str, object] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                values[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                values[node.targets[0].id] = None
    if not values.keys() & {"extensions", "project", "source_suffix", "html_theme"}:
        return None
    suffix = values.get("source_suffix")
    suffixes = (suffix,) if isinstance(suffix, str) else suffix
    listed = suffixes if isinstance(suffixes, dict | list | tuple) else (".rst",)
    return Sphinx(path, str(values.get("language") or ""), tuple(map(str, listed)))


def _language(root: Path, seen: Seen, paths: Iterable[Path]) -> str:
    """Return the language of texts: as a name says, or conf.py, or as they look."""
    paths = list(paths)
    if named := by_name(paths[0].relative_to(root).as_posix()):
        return named
    for each in seen.sphinx:
        beside = all(path.is_relative_to(each.path.parent) for path in paths)
        if each.language and beside:
            return tag(each.language) or "en"
    text = "".join(p.read_text("utf-8", errors="replace")[:_ENOUGH] for p in paths[:50])
    return looks(text)


def said(root: Path, seen: Seen) -> Iterator[str]:
    """Yield a line for each thing that was seen."""
    for each in seen.sphinx:
        name = each.path.relative_to(root).as_posix()
        language = each.language or "not said"
        yield f"{name}: Sphinx, language {language}, sources {', '.join(each.suffixes)}"
    for glob, paths in sorted(seen.texts.items()):
        yield f"{glob}: {_many(len(paths), 'file')}, {_language(root, seen, paths)}"
    for place, counts in sorted(seen.catalogs.items()):
        languages = ", ".join(f"{name or 'by header'} {counts[name]}" for name in sorted(counts))
        yield f"{place}: {_many(counts.total(), 'catalog')} ({languages})"
    if not (seen.texts or seen.catalogs):
        yield "no .md, .rst or .po"


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def settings(root: Path, seen: Seen, table: str = "") -> str:
    """Return the settings as TOML; `table` is where they stand, "" for a file of their own."""
    paths = sorted(seen.texts)
    if seen.catalogs:
        paths.append("**/*.po")
    lines = [f"[{table}]"] if table else []
    lines.append('glossary = ["glossary"]')
    if paths:
        lines.append(f"paths = [{', '.join(map(_quoted, paths))}]")
    tags = {glob: _language(root, seen, found) for glob, found in sorted(seen.texts.items())}
    if tags:
        name = ".".join(filter(None, (table, "languages")))
        # The first that fits counts: files, then folders before those that hold them.
        ordered = sorted(tags.items(), key=lambda i: ("*" in i[0], -i[0].count("/"), i[0]))
        lines += ["", f"[{name}]", *(f'{_quoted(glob)} = "{each}"' for glob, each in ordered)]
    return "".join(f"{line}\n" for line in lines)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
