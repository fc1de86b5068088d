"""The project's settings: `[tool.zhengming]` in pyproject.toml.

Anything unknown is an error: a setting that does nothing is worse than none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from zhengming.languages import TAGS

_KEYS = ("glossary", "paths", "exclude", "languages", "rules")


class Switched(Protocol):
    """A rule, which is on or off where no setting names it."""

    @property
    def slug(self) -> str: ...
    @property
    def is_on(self) -> bool: ...


AnyRule = TypeVar("AnyRule", bound=Switched)


class ConfigError(Exception):
    """A setting is wrong: the file, the key, what is there and what was expected."""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a project; globs are relative to `root` and the first that fits counts."""

    root: Path
    glossary: tuple[str, ...] = ("glossary",)
    paths: tuple[str, ...] = ("**/*.md", "**/*.rst", "**/*.po")
    exclude: tuple[str, ...] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)

    def language(self, name: str, default: str = "zh-Hans") -> str:
        """Return the language of a file by its name in the project, if a setting has one."""
        for pattern, tag in self.languages.items():
            if fits(name, pattern):
                return tag
        return default

    def chosen(self, rules: Iterable[AnyRule], name: str) -> list[AnyRule]:
        """Return the rules that are on for a file; the last setting that fits counts."""
        fitting = (each for pattern, each in self.rules.items() if fits(name, pattern))
        switches = {slug: is_on for each in fitting for slug, is_on in each.items()}
        return [rule for rule in rules if switches.get(rule.slug, rule.is_on)]

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
    """Return the nearest folder with a pyproject.toml, `start` itself if there is none."""
    for folder in (start, *start.parents):
        if (folder / "pyproject.toml").is_file():
            return folder
    return start


def load(root: Path, slugs: tuple[str, ...]) -> Config:
    """Return the settings of a project; raises ConfigError or OSError.

    `slugs` are those of the rules there are.
    """
    path = root / "pyproject.toml"
    if not path.is_file():
        return Config(root)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None
    return _config(root, path, table.get("zhengming", {}), slugs)


def _config(root: Path, path: Path, table: dict[str, Any], slugs: tuple[str, ...]) -> Config:
    for key in table:
        _one_of(path, "tool.zhengming", key, _KEYS)
    lists = {
        key: _strings(path, key, table[key])
        for key in ("glossary", "paths", "exclude")
        if key in table
    }
    languages = _table(path, "languages", table.get("languages", {}))
    for pattern, tag in languages.items():
        _one_of(path, f"tool.zhengming.languages.{pattern}", tag, TAGS)
    rules = _table(path, "rules", table.get("rules", {}))
    for pattern, settings in rules.items():
        for slug, value in _table(path, f"rules.{pattern}", settings).items():
            _one_of(path, f"tool.zhengming.rules.{pattern}", slug, slugs)
            if not isinstance(value, bool):
                where = f"tool.zhengming.rules.{pattern}.{slug}"
                raise ConfigError(f"{path}: {where}: {value!r}; expected true or false")
    return Config(root, languages=languages, rules=rules, **lists)


def _one_of(path: Path, where: str, word: object, known: tuple[str, ...]) -> None:
    if word not in known:
        raise ConfigError(f"{path}: {where}: {word!r}; expected one of {', '.join(known)}")


def _strings(path: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{path}: tool.zhengming.{key}: {value!r}; expected a list of strings")
    return tuple(value)


def _table(path: Path, key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: tool.zhengming.{key}: {value!r}; expected a table")
    return value
