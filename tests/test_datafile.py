"""Data files edited by hand: every value with its place, every mistake with a message."""

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhengming.datafile import (
    MAX_BYTES,
    DataError,
    Items,
    Node,
    Scalar,
    Table,
    load_tsv,
    load_yaml,
    parse_yaml,
    plain_scalar,
    read_text,
    write_text,
)


def yaml_errors(tmp_path: Path, text: str | bytes) -> list[str]:
    path = tmp_path / "a.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises((DataError, ExceptionGroup)) as caught:
        load_yaml(path)
    error = caught.value
    errors = error.exceptions if isinstance(error, ExceptionGroup) else [error]
    return [str(error).removeprefix(f"{path}:") for error in errors]


def test_yaml_is_strings_lists_and_mappings_with_places(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: no\nb: [1984, '']\n中:\n  c: |\n    行\n", encoding="utf-8")

    root = load_yaml(path)

    assert isinstance(root, Table)
    assert root.values["a"] == Scalar("no", 1, 4)
    assert root.values["b"] == Items((Scalar("1984", 2, 5), Scalar("", 2, 11)), 2, 4)
    assert root.keys["中"] == Scalar("中", 3, 1)
    assert root.values["中"] == Table({"c": Scalar("行\n", 4, 6)}, {"c": Scalar("c", 4, 3)}, 4, 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x 1", "1:4: anchor &x; expected a plain value"),
        ("a: *x", "1:4: alias *x; expected the value itself"),
        ("a: !!int 1", "1:4: tag tag:yaml.org,2002:int; expected a plain value"),
        ("a: 1\nb: 2\na: 3", "3:1: 'a' again, first in line 1; expected it once"),
        ("? [a]\n: 1", "1:3: a list or mapping as key; expected a string"),
        ("a: 1\n---\nb: 2", "2:1: a second document; expected one document"),
        ("", "1:1: nothing; expected a mapping"),
        ("# only a comment\n", "2:1: nothing; expected a mapping"),
        ("a: {<<: {b: c}}", "1:5: a merge key; expected the keys themselves"),
        ("{a: " * 10 + "1" + "}" * 10, "1:34: nesting deeper than 8; expected a flatter file"),
        ("a: 'x\u2028y'\nb: *z", "2:4: alias *z; expected the value itself"),
        ("[" * 10 + "]" * 10, "1:10: nesting deeper than 8; expected a flatter file"),
        ("a: [1", "1:6: expected ',' or ']', but got '<stream end>'; expected YAML"),
        (
            "a：1\nb: 2",
            "2:2: mapping values are not allowed here; "
            "expected YAML; write a half-width ': ' or ', '",
        ),
        ("a: \x07", "1:4: character U+0007; expected printable characters"),
        ('a:\n  "字\\U00110000"', "2:5: \\U00110000; expected at most \\U0010FFFF"),
        ('a: "\\ud800"', "1:4: character U+D800; expected printable characters"),
        (b"a: 1\nb: \xff", "2:4: byte 0xff, which is not UTF-8; expected UTF-8"),
        ("\ufeffa: 1", "1:1: a byte order mark; expected UTF-8 without one"),
    ],
)
def test_what_yaml_may_not_have_is_named_at_its_place(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    assert yaml_errors(tmp_path, text) == [message]


def test_all_duplicate_keys_are_reported_in_one_run(tmp_path: Path) -> None:
    assert len(yaml_errors(tmp_path, "a: 1\na: 2\nb: {c: 1, c: 2}")) == 2


def test_a_file_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    text = "a" * (MAX_BYTES + 1)

    assert yaml_errors(tmp_path, text) == ["1:1: 2,000,001 bytes; expected at most 2,000,000"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("网络主权", "网络主权"),
        ("C++ 语言", "C++ 语言"),
        ("2030", '"2030"'),
        ("no", '"no"'),
        ("甲, 乙", '"甲, 乙"'),
        ("a: b", '"a: b"'),
        ("[甲", '"[甲"'),
        ("C #", '"C #"'),
        ("-", '"-"'),
        ('"', r'"\""'),
    ],
)
def test_a_string_is_quoted_where_yaml_would_read_something_else(text: str, expected: str) -> None:
    assert plain_scalar(text) == expected


def test_a_table_gives_every_cell_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes("form\tnote\r\n搜集\t#“\u2028\r\n\r\n  \r\n\t\r\n".encode())

    assert load_tsv(path, ("form", "note")) == [
        {"form": Scalar("搜集", 2, 1), "note": Scalar("#“\u2028", 2, 4)},
        {"form": Scalar("", 5, 1), "note": Scalar("", 5, 2)},
    ]


def test_a_table_says_what_its_header_and_its_rows_lack(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("form\n搜集\n", encoding="utf-8")
    with pytest.raises(DataError) as wrong:
        load_tsv(path, ("form", "note"))
    path.write_text("form\tnote\n搜集\na\tb\tc\n", encoding="utf-8")
    with pytest.raises(ExceptionGroup) as group:
        load_tsv(path, ("form", "note"))

    expected = "expected the columns form note, tab between"
    assert str(wrong.value) == f"{path}:1:1: header 'form'; {expected}"
    assert [str(error) for error in group.value.exceptions] == [
        f"{path}:2:1: 1 cell; expected 2, a tab between each, before empty ones too",
        f"{path}:3:1: 3 cells; expected 2, a tab between each, before empty ones too",
    ]


def test_reading_keeps_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes("一\r\n二".encode())

    assert read_text(path) == "一\r\n二"


def test_writing_keeps_the_mode_and_the_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o640)

    write_text(path, "新\r\n")

    assert path.read_bytes() == "新\r\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_text(tmp_path / "a", "新")
    finally:
        os.umask(mask)

    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
    assert os.umask(mask) == mask


@pytest.mark.fault
def test_a_failed_write_leaves_the_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_text(path, "new")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


# What YAML is made of, and what its two parsers read differently.
# fmt: off
PIECES = (
    "a", "1", "网络", "😀", "b: ", "key: v\n", "- ", "- i\n", "? ", "\n", "\n  ", ": ", ":",
    "[", "]", "{", "}", ", ", ",", "，", "：", "#", " # c", '"', "'", '"x"', "'y'", "\\", "|",
    ">-", "!t ", "&a ", "*a", "<<", "---", "\n---\n", "...", "%", "~", "\t", "\u2028", "\x85",
    "\ufeff", "\0", "\r\n",
)
# fmt: on


def outcome(text: str) -> object:
    """Return the node of a text, the places of empty strings left out; None if it is wrong."""
    try:
        return placed(parse_yaml(Path("a"), text))
    except (DataError, ExceptionGroup):
        return None


def placed(node: Node) -> object:
    if isinstance(node, Scalar):
        return node if node.text else ""
    if isinstance(node, Items):
        return [placed(each) for each in node.values]
    return [(placed(node.keys[key]), placed(node.values[key])) for key in node.values]


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML has no libyaml here")
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_both_parsers_of_yaml_read_the_same(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    with monkeypatch.context() as patch:
        fast = outcome(text)
        patch.setattr(yaml, "__with_libyaml__", False)

        assert fast == outcome(text)
