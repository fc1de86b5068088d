"""A text's record and apparatus as the pages need them, and the words for them."""

from dataclasses import replace
from pathlib import Path

import pytest

import glossaries
from conftest import MakeText
from zhengming.apparatus import Emendation
from zhengming.record import load
from zhengming.restore import restore
from zhengming.sphinx import reading, wording
from zhengming.text import Span, text_anchor

GAP = Emendation(
    id="w3",
    kind="gap",
    cause="filter",
    certainty="high",
    evidence=("context", "parallel"),
    witness=Span(3, 4),
    page="index",
    paragraph="p001",
    span=Span(3, 8),
    before="某",
    after="〔……〕",
)


def rows(make_text: MakeText, witness: str, record: str, lexicon: str = "") -> list[reading.Row]:
    folder = make_text(witness, record, lexicon)
    restoration = restore(load(folder))
    return list(reading.rows(restoration.record, restoration.emendations))


def test_rows_read_as_the_page(make_text: MakeText) -> None:
    record = "pages: {index: [{block: 0, heading: 1}, {drop: 1, cause: chrome}, {block: 2}]}\n"

    found = rows(make_text, "题目\n\n删\n搜集。\n", record, "搜集,网络,,,spin,high,context,,\n")

    assert [(row.page, row.anchor, row.level, row.after) for row in found] == [
        ("index", text_anchor("题目"), 1, "题目"),
        ("", "", 0, ""),
        ("index", "p002", 0, "网络。"),
    ]


def test_what_is_inserted_at_the_end_stays_in_its_paragraph(make_text: MakeText) -> None:
    record = (
        "pages: {index: [{block: 0}, {supply: 题, heading: 1, evidence: editor}, {block: 1}]}\n"
        "emendations:\n"
        "  - {text: '甲[]', kind: supplied, after: 乙, cause: filter, evidence: context}\n"
    )

    found = rows(make_text, "甲\n丙\n", record)

    assert [row.after for row in found] == ["甲乙", "题", "丙"]


def test_marks_have_some_text_around_them(make_text: MakeText) -> None:
    record = (
        "pages: {index: [block: 0]}\n"
        "emendations:\n"
        "  - {text: '五六[七]八九', kind: corr, after: 柒, cause: spin, evidence: context,"
        " certainty: low}\n"
    )
    numbers = "一二三四五六七八九十"

    short = list(reading.marks(rows(make_text, numbers, record)))
    long = list(reading.marks(rows(make_text, "前" * 20 + numbers + "后" * 20, record)))

    assert [(mark.left, mark.right) for mark in short] == [("一二三四五六", "八九十")]
    assert [(mark.left, mark.right) for mark in long] == [
        ("……" + "前" * 10 + "一二三四五六", "八九十" + "后" * 13 + "……")
    ]


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        # Numbers and words stay whole.
        ("在二〇一六年是 51.91" + "亿" * 14, "", "……51.91" + "亿" * 14, ""),
        ("", "字" * 14 + "2022年以后", "", "字" * 14 + "2022……"),
        ("", "字" * 14 + "2022", "", "字" * 14 + "2022"),
        # No mark stands alone at the end.
        ("《某》，" + "字" * 14, "", "……" + "字" * 14, ""),
        ("", "字" * 15 + "《某办法》", "", "字" * 15 + "……"),
    ],
)
def test_an_excerpt_ends_between_words(before: str, after: str, left: str, right: str) -> None:
    text = f"{before}甲{after}"

    assert reading._around(text, len(before), len(before) + 1) == (left, right)


def test_equal_emendations_are_one_group_with_all_their_notes() -> None:
    items = [
        replace(GAP, id="w1", note="甲"),
        replace(GAP, id="w2", note="乙", paragraph="p002"),
        replace(GAP, id="w3", note="甲"),
        replace(GAP, id="w4", certainty="low"),
    ]

    found = reading.groups(items)

    assert [(group.count, group.notes) for group in found] == [(3, ("甲", "乙")), (1, ())]
    assert found[0].places == {("index", "p001"): 2, ("index", "p002"): 1}


def test_a_reason_says_what_the_witness_has() -> None:
    facts = "成因：敏感词过滤；依据：上下文、另一文本平行段落；确度：高。"
    corr = replace(GAP, kind="corr")

    assert wording.reason(GAP) == f"阙文：底本此处作“某”，文字不全。{facts}"
    assert wording.reason(replace(GAP, before="")) == f"阙文：底本此处有脱漏。{facts}"
    assert wording.reason(corr) == f"改正：底本作“某”。{facts}"
    assert wording.reason(replace(corr, note="注。")) == f"改正：底本作“某”。注。{facts}"
    assert wording.reason(replace(corr, before="\u00a0\n")) == f"改正：底本作“⍽⏎”。{facts}"
    assert (
        wording.reason(replace(corr, before="长" * 50)) == f"改正：底本作“{'长' * 40}……”。{facts}"
    )


def test_spam_is_counted_and_never_quoted() -> None:
    spam = replace(GAP, kind="surplus", cause="spam", before="测试abc12!", after="")

    assert wording.received(spam) == "〔垃圾文字8字，略〕"
    assert wording.reason(spam) == (
        "删除：底本此处为垃圾文字 8 字（汉字2、拉丁字母3、数字2）。"
        "成因：垃圾广告；依据：上下文、另一文本平行段落；确度：高。"
    )


def test_places_have_the_numbers_of_the_witness() -> None:
    assert wording.place("p008", 0) == "8"
    assert wording.place("p012a", 0) == "12a"
    assert wording.place("s-01234567", 2) == "标题"
    assert wording.place("s-01234567", 0) == "补入"


def test_what_stood_for_a_form_is_told_with_all_of_its_words(
    make_text: MakeText, tmp_path: Path
) -> None:
    record = "pages: {index: [{block: 0}, {block: 1}, {drop: 2, cause: chrome}]}\n"
    lexicon = "搜集,网络,,,spin,high,context,,\n网絡,网络,,,mojibake,high,context,,\n"
    witness = "尊重搜集主权。网絡主权。\n网络主权。\n搜集主权\n"
    matcher = glossaries.context(tmp_path / "glossary").matcher

    found = list(reading.spun(rows(make_text, witness, record, lexicon), matcher))

    # Not where the form itself was received, nor where only signs differ, nor what was dropped.
    assert found == [("cyber-sovereignty", "网络主权", "搜集主权")]
