"""The command `zhengming compare`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from zhengming import catalog, compare, config, project, report
from zhengming.catalog import Catalog
from zhengming.check import check
from zhengming.checking import SLUGS, Unusable, fail, opened, shown
from zhengming.compare import Difference, Pair, Translation
from zhengming.config import Config, ConfigError
from zhengming.finding import Context, Document, Finding, Message
from zhengming.report import Reported
from zhengming.rules import foreign_form


class Catalogs(NamedTuple):
    """The catalogs of one language, by their names below its folder."""

    language: str
    files: dict[str, Catalog]


def run(options: argparse.Namespace) -> int:
    """Hold two languages against each other; return 1 if they differ where they should not.

    Return 2 if something is unreadable, or the two are not of two Chinese languages.
    """
    try:
        settings = config.load(config.find_root(Path.cwd()), SLUGS)
        one, other = (read(settings, path) for path in (options.one, options.other))
        names = _common(one, other, options)
        context = glossary_of(settings)
    except (Unusable, ConfigError) as error:
        return fail(shown(str(error)))
    except OSError as error:
        return fail(f"{shown(str(error.filename))}: {error.strerror}")
    languages = one.language, other.language
    found = [
        pair
        for name in names
        for pair in compare.pairs(one.files[name].messages, other.files[name].messages, languages)
    ]
    reported = sorted(
        (
            *_differences(settings, found, languages),
            *_foreign(settings, context, found, languages),
        ),
        key=lambda each: (each.document.name, each.document.placed(each.finding.span)),
    )
    _print(reported, options.format)
    print(_summary(found, names, languages), file=sys.stderr)
    return 1 if reported else 0


def read(settings: Config, path: Path) -> Catalogs:
    """Return the catalogs of a folder, or the one that a file is.

    Raises OSError, or Unusable with all that is wrong.
    """
    paths = sorted(path.rglob("*.po")) if path.is_dir() else [path]
    if not paths:
        raise Unusable(f"{path}: no catalogs; expected a folder with files .po")
    files: dict[str, Catalog] = {}
    wrong: list[str] = []
    for each in paths:
        try:
            found = catalog.load(Path(os.path.abspath(each)))
        except ExceptionGroup as group:
            wrong += map(str, group.exceptions)
        else:
            files[each.relative_to(path).as_posix() if path.is_dir() else ""] = found
    if wrong:
        raise Unusable("\n".join(wrong))
    found = next(iter(files.values()))
    language = project.language_of(settings, found)
    if not language.startswith("zh"):
        there = f"{path}: language {language}"
        raise Unusable(f"{there}; expected Chinese, by a folder as zh_TW or the header's Language")
    return Catalogs(language, files)


def _common(one: Catalogs, other: Catalogs, options: argparse.Namespace) -> list[str]:
    """Return the names that both have; raises Unusable if they cannot be held together."""
    if one.language == other.language:
        there = f"{options.other}: {other.language}, as {options.one} is"
        raise Unusable(f"{there}; expected another language")
    names = [name for name in other.files if name in one.files]
    if not names:
        there = f"{options.other}: no catalog of a name that {options.one} has"
        raise Unusable(f"{there}; expected folders with the same files")
    return names


def glossary_of(settings: Config) -> Context | None:
    """Return the glossary, None if the project has none."""
    folders = [settings.root / folder for folder in settings.glossary]
    return opened()[1] if any(folder.is_dir() for folder in folders) else None


def _differences(
    settings: Config, found: Sequence[Pair], languages: tuple[str, str]
) -> Iterator[Reported]:
    for language, there in zip(languages, ("one", "other"), strict=True):
        translations: Iterable[Translation] = (getattr(pair, there) for pair in found)
        for each in compare.two_translations(translations):
            yield _reported(settings, each, language)
    for each in compare.bare_words(found):
        yield _reported(settings, each, languages[1])


def _reported(settings: Config, each: Difference, language: str) -> Reported:
    document = _document(settings, each.at, language)
    return Reported(document, Finding(each.kind, each.span, each.message))


def _foreign(
    settings: Config,
    context: Context | None,
    found: Sequence[Pair],
    languages: tuple[str, str],
) -> Iterator[Reported]:
    """Yield forms of other regions, by the glossary; each translation is held to the other."""
    if context is None:
        return
    for pair in found:
        for at, by, language in (
            (pair.other, pair.one, languages[1]),
            (pair.one, pair.other, languages[0]),
        ):
            document = _document(settings, at, language, by.string.text)
            rules = settings.chosen([foreign_form.RULE], document.name)
            for finding in check(document, context, rules):
                yield Reported(document, finding)


def _document(settings: Config, at: Translation, language: str, original: str = "") -> Document:
    entry, string = at
    return Document(
        project.name_of(settings, entry.catalog.path),
        string.text,
        language,
        entry.markup,
        original,
        Message(entry.catalog, entry, string),
    )


def _print(found: Sequence[Reported], form: str) -> None:
    if form == "json":
        print(report.as_json(found))
        return
    for line in report.readable(found, sys.stdout.isatty()):
        print(line)


def _summary(found: Sequence[Pair], names: Sequence[str], languages: tuple[str, str]) -> str:
    bare = sum(pair.is_bare for pair in found)
    share = f" ({bare / len(found):.0%})" if found else ""
    catalogs = f"{len(names):,} {'catalog' if len(names) == 1 else 'catalogs'}"
    messages = f"{len(found):,} {'message' if len(found) == 1 else 'messages'}"
    one, other = languages
    return (
        f"{catalogs}, {messages} in both; of {other} {bare:,}{share} are {one} in other characters"
    )
