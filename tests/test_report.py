"""Findings as people and programs read them."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhengming.finding import Document, Finding, Fix
from zhengming.report import Reported, as_json, lines, readable
from zhengming.text import Span, columns

TEXT = "一行\n各国尊重搜集主权，并不干涉。\n"
DOCUMENT = Document("docs/a.md", TEXT, "zh-Hans")
FINDING = Finding(
    "deprecated-form", Span(7, 11), "write 网络主权", Fix(Span(7, 11), "网络主权", "safe")
)
FOUND = [Reported(DOCUMENT, FINDING)]


def test_a_line_has_file_line_column_rule_and_message() -> None:
    assert list(lines(FOUND)) == ["docs/a.md:2:5: deprecated-form write 网络主权"]


def test_the_readable_report_points_at_the_words() -> None:
    assert list(readable(FOUND, colour=False)) == [
        "docs/a.md:2:5: deprecated-form write 网络主权",
        "    各国尊重搜集主权，并不干涉。",
        "            ^^^^^^^^",
    ]


def test_a_long_line_is_cut_around_the_words() -> None:
    document = Document("a", "甲" * 40 + "乙" + "丙" * 40, "zh-Hans")

    _, source, caret = readable([Reported(document, Finding("r", Span(40, 41), "m"))], False)

    assert source == "    …" + "甲" * 15 + "乙" + "丙" * 21 + "…"
    assert caret == "    " + " " * 31 + "^^"


@pytest.mark.parametrize(
    ("text", "span", "source", "caret"),
    [
        ("甲搜集\r\n主权\r\n", Span(1, 7), "甲搜集", "  ^^^^"),
        ("甲\t乙\u200b丙", Span(3, 4), "甲 乙\u200b丙", "     ^"),
        ("e\u0301\u0302乙", Span(3, 4), "e\u0301\u0302乙", " ^^"),
        # Nothing that a text holds turns the terminal over.
        ("\x1b[31m\u202e乙\x07", Span(6, 7), "\ufffd[31m\ufffd乙\ufffd", "      ^^"),
        ("乙" * 50, Span(0, 50), "乙" * 37 + "…", "^" * 75),
        ("", Span(0, 0), "", "^"),
    ],
)
def test_carets_stand_under_the_words(text: str, span: Span, source: str, caret: str) -> None:
    item = Reported(Document("a", text, "zh-Hans"), Finding("r", span, "m"))

    assert list(readable([item], False))[1:] == [f"    {source}", f"    {caret}"]


@given(
    st.text(st.sampled_from("网a é\t\u0301\u200b，\U00020000👩\r\x1b")),
    st.text(st.sampled_from("网a\n\u0301")),
    st.text(st.sampled_from("网a \n\r")),
)
@example("网网", "a网网", "a")
def test_a_report_fits_80_columns(before: str, words: str, after: str) -> None:
    text = before * 9 + words * 9 + after * 9
    span = Span(len(before) * 9, len(before + words) * 9)

    _, source, caret = readable(
        [Reported(Document("a", text, "zh-Hans"), Finding("r", span, "m"))], False
    )

    assert columns(source) <= 80
    assert len(caret) <= 80
    assert "\n" not in source
    assert "\x1b" not in source


def test_colours_stand_around_place_and_caret() -> None:
    place, _, caret = readable(FOUND, colour=True)

    assert place == "\x1b[34mdocs/a.md:2:5:\x1b[0m deprecated-form write 网络主权"
    assert caret == "    \x1b[31m        ^^^^^^^^\x1b[0m"


def test_json_has_spans_in_code_points_and_the_fix() -> None:
    assert json.loads(as_json(FOUND)) == [
        {
            "file": "docs/a.md",
            "line": 2,
            "column": 5,
            "span": [7, 11],
            "rule": "deprecated-form",
            "message": "write 网络主权",
            "fix": {"span": [7, 11], "text": "网络主权", "grade": "safe"},
        }
    ]
