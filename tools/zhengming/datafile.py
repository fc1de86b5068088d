"""Data files that people edit by hand: YAML and tab-separated tables, every value with its place.

YAML here is strings, lists and mappings only: `no` is the word no, 1984 four digits.
Anchors, aliases, tags, merge keys, second documents and duplicate keys are errors, and depth
and size are bounded, so that a file means what it shows and cannot exhaust the reader.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MAX_BYTES = 2_000_000


class DataError(Exception):
    """A data file is wrong at one place; line and column count from 1."""

    def __init__(self, path: Path, line: int, column: int, there: str, expected: str) -> None:
        super().__init__(path, line, column, there, expected)
        self.path, self.line, self.column = path, line, column
        self.there, self.expected = there, expected

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.there}; expected {self.expected}"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string of a data file, with line and column from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list of a data file."""

    values: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping of a data file; `keys` has the place of each key."""

    values: Mapping[str, Node]
    keys: Mapping[str, Scalar]
    line: int
    column: int


Node = Scalar | Items | Table


@dataclass(slots=True)
class Problems:
    """Gathers everything that is wrong with a data file, to report it in one go."""

    path: Path
    errors: list[DataError] = field(default_factory=list)

    def add(self, place: Node, there: str, expected: str) -> None:
        self.errors.append(DataError(self.path, place.line, place.column, there, expected))

    def raise_any(self) -> None:
        """Raise an ExceptionGroup of DataError, in the order of the file, if there is one."""
        if self.errors:
            ordered = sorted(self.errors, key=lambda error: (error.line, error.column))
            raise ExceptionGroup(f"{self.path} is wrong", ordered)


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 data file with its line ends; a BOM is an error.

    Raises DataError for bytes that are not UTF-8 and for a file beyond all measure, OSError
    if it cannot be read.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise DataError(path, 1, 1, f"{size:,} bytes", f"at most {MAX_BYTES:,}")
    text = decode(path, path.read_bytes())
    if text.startswith("\ufeff"):
        raise DataError(path, 1, 1, "a byte order mark", "UTF-8 without one")
    return text


def decode(path: Path, data: bytes) -> str:
    """Return the text of a file's bytes; raises DataError where they are not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode()) + 1
        there = f"byte 0x{data[error.start]:02x}, which is not UTF-8"
        raise DataError(path, line, column, there, "UTF-8") from None


def write_text(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Replace a file by `text`, as a whole or not at all; line ends are written as given.

    Raises OSError, or UnicodeEncodeError if the encoding has no such character.
    """
    data = text.encode(encoding)
    import tempfile  # brings much along, and most runs write nothing

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp makes files private; a page is as readable as its neighbours.
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def load_yaml(path: Path) -> Node:
    """Return the one document of a YAML file.

    Raises OSError, DataError, or an ExceptionGroup of DataError.
    """
    return parse_yaml(path, read_text(path))


def parse_yaml(path: Path, text: str, line: int = 1) -> Node:
    """Return the one document of a piece of YAML that begins in line `line` of a file.

    Raises DataError, or an ExceptionGroup of DataError.
    """
    from zhengming.composer import compose  # brings PyYAML along, which a cached glossary spares

    # Lines above keep the numbers of those below.
    return compose(path, "\n" * (line - 1) + text)


def plain_scalar(text: str) -> str:
    """Return a printable string as YAML for a list or a value, quoted only where it must be."""
    import yaml

    try:
        is_plain = yaml.safe_load(f"[{text}]") == [text] and yaml.safe_load(f"a: {text}\n") == {
            "a": text
        }
    except yaml.YAMLError:
        is_plain = False
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def load_tsv(path: Path, columns: Sequence[str]) -> list[dict[str, Scalar]]:
    """Return the rows of a tab-separated table under the header `columns`.

    Cells are taken as they are: no quotes, no escapes, no comments. Blank lines are skipped.
    Raises OSError, DataError, or an ExceptionGroup of DataError.
    """
    # Cells may hold U+2028 and the like, which str.splitlines would cut at.
    lines = read_text(path).replace("\r\n", "\n").split("\n")
    if tuple(lines[0].split("\t")) != tuple(columns):
        header = " ".join(columns)
        raise DataError(path, 1, 1, f"header {lines[0]!r}", f"the columns {header}, tab between")
    problems = Problems(path)
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = _cells(line, number)
        if len(cells) == len(columns):
            rows.append(dict(zip(columns, cells, strict=True)))
        elif line.strip():
            there = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
            expected = f"{len(columns)}, a tab between each, before empty ones too"
            problems.add(cells[0], there, expected)
    problems.raise_any()
    return rows


def _cells(line: str, number: int) -> list[Scalar]:
    cells = []
    column = 1
    for text in line.split("\t"):
        cells.append(Scalar(text, number, column))
        column += len(text) + 1
    return cells
