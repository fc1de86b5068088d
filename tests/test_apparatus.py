"""Emendations, their file, and the way back to the witness."""

from dataclasses import replace
from pathlib import Path

import pytest

from zhengming.apparatus import Emendation, MismatchError, Paragraph, dumps, load, rebuild
from zhengming.text import Span

# Witness: "搜集\n甲" with 乙 supplied before 甲.
WORD = Emendation(
    id="w0",
    kind="corr",
    cause="spin",
    certainty="high",
    evidence=("parallel", "context"),
    witness=Span(0, 2),
    page="index",
    paragraph="p000",
    span=Span(0, 2),
    before="搜集",
    after="网络",
)
LAYOUT = replace(
    WORD,
    id="w2",
    kind="reg",
    cause="layout",
    witness=Span(2, 3),
    span=Span(2, 2),
    before="\n",
    after="",
)
ADDED = replace(
    WORD,
    id="w3i",
    kind="supplied",
    cause="editor",
    certainty="low",
    witness=Span(3, 3),
    paragraph="p001",
    span=Span(0, 1),
    before="",
    after="乙",
    note="注",
)
PARAGRAPHS = (Paragraph("index", "p000", "网络"), Paragraph("index", "p001", "乙甲"))


def test_pages_and_apparatus_give_back_the_witness() -> None:
    assert rebuild(PARAGRAPHS, (WORD, LAYOUT, ADDED)) == "搜集\n甲"


@pytest.mark.parametrize(
    ("paragraphs", "emendations", "message"),
    [
        (PARAGRAPHS[1:], (WORD, LAYOUT, ADDED), "w0: no index#p000"),
        (
            (Paragraph("index", "p000", "网路"), PARAGRAPHS[1]),
            (WORD, LAYOUT, ADDED),
            "w0: page has '网路', apparatus '网络'",
        ),
        (PARAGRAPHS, (WORD, ADDED), "w3i: comes at 2 of the witness"),
        (
            PARAGRAPHS,
            (WORD, replace(LAYOUT, witness=Span(1, 2)), ADDED),
            "w2: comes at 2 of the witness",
        ),
        (
            PARAGRAPHS,
            (replace(WORD, witness=Span(0, 99)), LAYOUT, ADDED),
            "w0: comes at 0 of the witness",
        ),
        (
            PARAGRAPHS,
            (replace(WORD, span=Span(0, 99)), LAYOUT, ADDED),
            "w0: has not the length of its span",
        ),
        (PARAGRAPHS, (WORD, LAYOUT, WORD), "w0: comes before what was restored last"),
    ],
)
def test_pages_that_do_not_fit_the_apparatus_are_refused(
    paragraphs: tuple[Paragraph, ...], emendations: tuple[Emendation, ...], message: str
) -> None:
    with pytest.raises(MismatchError) as caught:
        rebuild(paragraphs, emendations)

    assert str(caught.value) == message


def test_an_apparatus_is_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    odd = replace(WORD, before="一\u2028二\\\n", note="“")
    path = tmp_path / "apparatus.jsonl"
    path.write_text(dumps((WORD, odd, ADDED)), encoding="utf-8")

    assert load(path) == [WORD, odd, ADDED]


def test_a_line_of_the_apparatus_is_one_object_in_a_fixed_order() -> None:
    assert dumps((ADDED,)) == (
        '{"id":"w3i","kind":"supplied","cause":"editor","certainty":"low",'
        '"evidence":["parallel","context"],"witness":[3,3],"page":"index",'
        '"paragraph":"p001","span":[0,1],"before":"","after":"乙","note":"注"}\n'
    )


@pytest.mark.parametrize(
    ("changes", "marked"),
    [
        ({}, False),
        ({"certainty": "medium"}, True),
        ({"certainty": "low", "cause": "lost-heading"}, False),
        ({"certainty": "low", "after": ""}, False),
        ({"kind": "gap"}, True),
    ],
)
def test_gaps_and_conjectures_are_marked_on_the_page(
    changes: dict[str, str], marked: bool
) -> None:
    assert replace(WORD, **changes).is_marked is marked  # type: ignore[arg-type]


@pytest.mark.parametrize("line", ["[]", "{}", '{"witness": 1}', "1", "{", '{"span": [0, 1]}'])
def test_a_file_that_restore_did_not_write_is_a_value_error(tmp_path: Path, line: str) -> None:
    path = tmp_path / "apparatus.jsonl"
    path.write_text(line + "\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"^(no emendation|Expecting)"):
        load(path)
