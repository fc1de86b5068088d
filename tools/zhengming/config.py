"""The project's settings: zhengming.toml, or `[tool.zhengming]` in pyproject.toml.

Anything unknown is an error: a setting that does nothing is worse than none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from zhengming.glossary import starters
from zhengming.languages import TAGS, is_other

# Where settings may be, and the table in it; a project has one of them.
FILES = {"zhengming.toml": "", "pyproject.toml": "tool.zhengming"}

_KEYS = ("glossary", "paths", "exclude", "baseline", "languages", "glossaries", "rules")


PATHS = ("**/*.md", "**/*.rst", "**/*.po")


class Switched(Protocol):
    """A rule, which is on or off where no setting names it."""

    @property
    def slug(self) -> str: ...
    @property
    def is_on(self) -> bool: ...


AnyRule = TypeVar("AnyRule", bound=Switched)


class ConfigError(Exception):
    """A setting is wrong: the file, the key, what is there and what was expected."""


class Place(NamedTuple):
    """Where settings are: a file, and the table in it, "" for all of it."""

    path: Path
    table: str

    def wrong(self, key: str, there: str, expected: str) -> ConfigError:
        """Return the error of a key, "" if it is the table itself."""
        where = ".".join(filter(None, (self.table, key)))
        head = f"{self.path}: {where}: " if where else f"{self.path}: "
        return ConfigError(f"{head}{there}; expected {expected}")


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a project; globs are relative to `root` and the first that fits counts.

    `glossaries` has the folders of further glossaries, which count beside the own one in files
    that fit. `place` is where they are written, None if nowhere.
    """

    root: Path
    glossary: tuple[str, ...] = ("glossary",)
    paths: tuple[str, ...] = PATHS
    exclude: tuple[str, ...] = ()
    baseline: str | None = None
    languages: Mapping[str, str] = field(default_factory=dict)
    glossaries: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    place: Place | None = None

    def language(self, name: str, default: str = "zh-Hans") -> str:
        """Return the language of a file by its name in the project, if a setting has one."""
        for pattern, tag in self.languages.items():
            if fits(name, pattern):
                return tag
        return default

    def further(self, name: str) -> tuple[Path, ...]:
        """Return the folders of the further glossaries of a file, each of which is one."""
        for pattern, folders in self.glossaries.items():
            if fits(name, pattern):
                return folders
        return ()

    def chosen(self, rules: Iterable[AnyRule], name: str) -> list[AnyRule]:
        """Return the rules that are on for a file; the last setting that fits counts."""
        fitting = (each for pattern, each in self.rules.items() if fits(name, pattern))
        switches = {slug: is_on for each in fitting for slug, is_on in each.items()}
        return [rule for rule in rules if switches.get(rule.slug, rule.is_on)]

    def unfit(self, names: Iterable[str]) -> Iterator[ConfigError]:
        """Yield an error for each glob that fits none of the names of all files.

        What is excluded need not be there: it may be built later.
        """
        if self.place is None:
            return
        names = tuple(names)
        paths = () if self.paths == PATHS else self.paths
        globs = {
            "paths": paths,
            "languages": self.languages,
            "glossaries": self.glossaries,
            "rules": self.rules,
        }
        for key, patterns in globs.items():
            for pattern in patterns:
                if not any(fits(name, pattern) for name in names):
                    expected = "a glob from this folder, as docs/**/*.md, or no such line"
                    yield self.place.wrong(key, f"{pattern!r} fits no file", expected)

    def is_excluded(self, name: str) -> bool:
        """Whether a file is left out when no path is named."""
        return any(fits(name, pattern) for pattern in self.exclude)


def fits(name: str, pattern: str) -> bool:
    """Whether a name fits a glob: `**` is any folders, `*` and `?` stay inside a name."""
    return _glob(pattern).fullmatch(name) is not None


@cache
def _glob(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(known.get(p, re.escape(p)) for p in parts))


def find_root(start: Path) -> Path:
    """Return the nearest folder with one of `FILES`, `start` itself if there is none."""
    for folder in (start, *start.parents):
        if any((folder / name).is_file() for name in FILES):
            return folder
    return start


def load(root: Path, slugs: tuple[str, ...]) -> Config:
    """Return the settings of a project; raises ConfigError or OSError.

    `slugs` are those of the rules there are.
    """
    found = {
        Place(root / name, table): settings
        for name, table in FILES.items()
        if (settings := _table_of(root / name, table)) is not None
    }
    if len(found) > 1:
        one, other = found
        there = f"settings, and in {other.path.name} too ([{other.table}])"
        raise ConfigError(f"{one.path}: {there}; keep one of them and delete the other")
    for place, settings in found.items():
        return _config(root, place, settings, slugs)
    return Config(root)


def _table_of(path: Path, table: str) -> dict[str, Any] | None:
    """Return a table of a TOML file, all of it for ""; None if there is none."""
    if not path.is_file():
        return None
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None
    for key in filter(None, table.split(".")):
        if key not in found:
            return None
        found = found[key]
    return found


def _config(root: Path, place: Place, table: dict[str, Any], slugs: tuple[str, ...]) -> Config:
    for key in table:
        _one_of(place, "", key, _KEYS)
    lists = {
        key: _strings(place, key, table[key])
        for key in ("glossary", "paths", "exclude")
        if key in table
    }
    baseline = table.get("baseline")
    if not isinstance(baseline, str | None):
        raise place.wrong("baseline", repr(baseline), "the name of a file")
    languages = _table(place, "languages", table.get("languages", {}))
    for pattern, tag in languages.items():
        if not is_other(str(tag)):
            _one_of(place, f"languages.{pattern}", tag, TAGS)
    glossaries = {
        pattern: _folders(root, place, f"glossaries.{pattern}", names)
        for pattern, names in _table(place, "glossaries", table.get("glossaries", {})).items()
    }
    rules = _table(place, "rules", table.get("rules", {}))
    for pattern, settings in rules.items():
        for slug, value in _table(place, f"rules.{pattern}", settings).items():
            _one_of(place, f"rules.{pattern}", slug, slugs)
            if not isinstance(value, bool):
                raise place.wrong(f"rules.{pattern}.{slug}", repr(value), "true or false")
    return Config(
        root,
        baseline=baseline,
        languages=languages,
        glossaries=glossaries,
        rules=rules,
        place=place,
        **lists,
    )


def _one_of(place: Place, key: str, word: object, known: tuple[str, ...]) -> None:
    if word not in known:
        raise place.wrong(key, repr(word), f"one of {', '.join(known)}")


def _strings(place: Place, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise place.wrong(key, repr(value), "a list of strings")
    return tuple(value)


def _folders(root: Path, place: Place, key: str, value: object) -> tuple[Path, ...]:
    """Return the folders of glossaries that are named: starters, or folders of the project."""
    known = starters()
    found = {name: known.get(name, root / name) for name in _strings(place, key, value)}
    for name, folder in found.items():
        if not folder.is_dir():
            raise place.wrong(key, repr(name), f"a folder, or one of {', '.join(known)}")
    return tuple(found.values())


def _table(place: Place, key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise place.wrong(key, repr(value), "a table")
    return value
