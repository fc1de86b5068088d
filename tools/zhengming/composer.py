"""YAML as nodes of data files: strings, lists and mappings, each with its place.

Only `datafile.parse_yaml` uses it.
"""

from __future__ import annotations

import bisect
import contextlib
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import yaml

from zhengming.datafile import DataError, Items, Node, Problems, Scalar, Table
from zhengming.text import line_column

MAX_DEPTH = 8

# Escapes for what is no character of Unicode, or no whole one.
_BEYOND = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Where PyYAML's two parsers do not agree what is YAML.
_DISPUTED = re.compile("[\t|>\x85\u2028\u2029\ufeff]")


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield the events of libyaml, 13 times as fast; its errors are told by the other parser."""
    number = 0
    if yaml.__with_libyaml__ and not _DISPUTED.search(text):
        with contextlib.suppress(yaml.YAMLError):
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                yield event
                number += 1
            return
    yield from itertools.islice(yaml.parse(text, Loader=yaml.SafeLoader), number, None)


def compose(path: Path, text: str) -> Node:
    """Return the one document of a text; raises DataError, or an ExceptionGroup of it."""
    return _Composer(path, text).document()


class _Composer:
    """Builds nodes from the parser's events, so that aliases are never expanded."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text
        self.problems = Problems(path)
        # PyYAML ends lines at U+2028 and U+0085 too; editors do not.
        self.ends = [match.start() for match in re.finditer("\n", text)]
        self.events = _events(text)

    def document(self) -> Node:
        try:
            self._next()  # the stream begins
            if isinstance(start := self._next(), yaml.StreamEndEvent):
                self._refuse(start, "nothing", "a mapping")
            node = self._node(self._next(), 0)
            self._next()  # the document ends
            after = self._next()
        except yaml.MarkedYAMLError as error:
            raise self._malformed(error) from None
        except yaml.reader.ReaderError as error:
            place = line_column(self.text, error.position)
            there = f"character U+{error.character:04X}"
            raise DataError(self.path, *place, there, "printable characters") from None
        except ValueError:
            # PyYAML hands an escape to `chr` as it is.
            escape = _BEYOND.search(self.text)
            if escape is None:
                raise
            place = line_column(self.text, escape.start())
            raise DataError(self.path, *place, escape[0], "at most \\U0010FFFF") from None
        if not isinstance(after, yaml.StreamEndEvent):
            self._refuse(after, "a second document", "one document")
        self.problems.raise_any()
        return node

    def _malformed(self, error: yaml.MarkedYAMLError) -> DataError:
        mark = error.problem_mark or error.context_mark
        line, column = self._place(mark) if mark else (1, 1)
        # The commonest slip where one writes Chinese, often told a line too late.
        near = "".join(self.text.split("\n")[max(line - 2, 0) : line])
        hint = "; write a half-width ': ' or ', '" if re.search("[：，]", near) else ""
        there = error.problem or "what is not YAML"
        return DataError(self.path, line, column, there, f"YAML{hint}")

    def _next(self) -> Any:
        return next(self.events)

    def _node(self, event: Any, depth: int) -> Node:
        line, column = self._place(event.start_mark)
        if depth > MAX_DEPTH:
            self._refuse(event, f"nesting deeper than {MAX_DEPTH}", "a flatter file")
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"alias *{event.anchor}", "the value itself")
        if event.anchor is not None:
            self._refuse(event, f"anchor &{event.anchor}", "a plain value")
        if event.tag is not None:
            self._refuse(event, f"tag {event.tag}", "a plain value")
        if isinstance(event, yaml.ScalarEvent):
            if half := _SURROGATE.search(event.value):
                self._refuse(event, f"character U+{ord(half[0]):04X}", "printable characters")
            return Scalar(event.value, line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self._items(depth)), line, column)
        return self._table(depth, line, column)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _table(self, depth: int, line: int, column: int) -> Table:
        values: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if not isinstance(key, Scalar):
                self.problems.add(key, "a list or mapping as key", "a string")
            elif key.text == "<<":
                self.problems.add(key, "a merge key", "the keys themselves")
            elif key.text in keys:
                first = keys[key.text].line
                self.problems.add(key, f"{key.text!r} again, first in line {first}", "it once")
            else:
                keys[key.text], values[key.text] = key, value
        return Table(values, keys, line, column)

    def _refuse(self, event: Any, there: str, expected: str) -> NoReturn:
        raise DataError(self.path, *self._place(event.start_mark), there, expected)

    def _place(self, mark: yaml.Mark) -> tuple[int, int]:
        line = bisect.bisect_left(self.ends, mark.index)
        return line + 1, mark.index - (self.ends[line - 1] if line else -1)
