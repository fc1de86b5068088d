"""Text in a Typst file is a string literal, so that none of it can become code."""

import json
from pathlib import Path

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_typst.literal import Code, arguments, literal, quote

HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from('"\\#$*_`/@<>[]{}();:\n\r\t\u2028\u200b\x00\x1b\ufeff'),
    ),
    max_size=60,
)


def back(folder: Path, code: str) -> object:
    """Return what Typst holds a piece of code for."""
    path = folder / "value.typ"
    path.write_text(f"#metadata({code})<value>", encoding="utf-8", newline="\n")
    (found,) = json.loads(typst.query(str(path), "<value>"))
    return found["value"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HOSTILE)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp()

    assert back(folder, quote(text)) == text


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, None),
        (True, True),
        (2.5, 2.5),
        ([], []),
        (["a"], ["a"]),
        ({}, {}),
        ({'"k': ["v", {"x": 1}]}, {'"k': ["v", {"x": 1}]}),
        (Code("1 + 1"), 2),
    ],
)
def test_values_come_back(tmp_path: Path, value: object, found: object) -> None:
    assert back(tmp_path, literal(value)) == found  # type: ignore[arg-type]


def test_half_a_pair_becomes_a_replacement_character(tmp_path: Path) -> None:
    assert back(tmp_path, quote("a\ud800b")) == "a\ufffdb"


def test_arguments_have_the_names_of_typst() -> None:
    assert arguments("a", is_main=True).replace(" ", "") == '"a",is-main:true,'
