"""Findings as people and programs read them."""

import json

from zhengming.finding import Document, Finding, Fix
from zhengming.report import Reported, as_json, lines, readable
from zhengming.text import Span

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

    assert source == "    …" + "甲" * 16 + "乙" + "丙" * 17
    assert caret == "    " + " " * 33 + "^^"


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
