"""From witness and record to pages and apparatus, and back."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import MakeText
from zhengming.apparatus import rebuild
from zhengming.record import load
from zhengming.restore import Restoration, files, restore
from zhengming.text import blocks

ONE_PAGE = "pages: {index: [block: 0]}\n"


def restored(folder: Path) -> Restoration:
    return restore(load(folder))


def texts(folder: Path) -> list[str]:
    return [paragraph.text for paragraph in restored(folder).paragraphs]


def row(form: str, original: str, left: str = "", right: str = "", cause: str = "spin") -> str:
    if cause == "keep":
        return f"{form},,{left},{right},keep,,,,注\n"
    return f"{form},{original},{left},{right},{cause},high,context,,\n"


@pytest.mark.parametrize(
    ("witness", "rows", "page"),
    [
        # Nothing is replaced twice: 运用 gives 利用, and 利用 itself 使用.
        ("运用与利用", row("运用", "利用") + row("利用", "使用"), "利用与使用"),
        # The longest form wins, wherever it stands in the file.
        ("正在校", row("正在", "在") + row("正在校", "在校"), "在校"),
        # The first of two forms that overlap wins: this is one pass from left to right.
        ("进展国度", row("进展国", "甲") + row("国度", "国家"), "甲度"),
        # Context decides between rows of one form; the longest context goes first.
        (
            "音信。国务院音信办",
            row("音信", "信息") + row("音信", "新闻", "国务院") + row("音信", "报", "", "。"),
            "报。国务院新闻办",
        ),
        # A longer form whose context does not fit leaves the place to a shorter one.
        ("道道大道道", row("道", "路") + row("道道", "道路", "大"), "路路大道路"),
        # Context is read in the witness, not in what has been restored so far.
        ("搜集搜集", row("搜集", "网络") + row("搜集", "甲", "搜集"), "网络甲"),
        # A form that is kept shields what it covers.
        ("表达海表", row("表", "外") + row("表", "", "", "达", "keep"), "表达海外"),
    ],
)
def test_the_lexicon_replaces_in_one_pass_longest_first_then_by_context(
    make_text: MakeText, witness: str, rows: str, page: str
) -> None:
    assert texts(make_text(witness, ONE_PAGE, rows)) == [page]


def test_the_record_goes_before_the_lexicon(make_text: MakeText) -> None:
    point = (
        "emendations:\n"
        '  - {text: "一[集]", kind: corr, after: 甲, cause: editor, evidence: editor}\n'
        '  - {text: "二搜[]集", kind: supplied, after: 乙, cause: editor, evidence: editor}\n'
    )
    folder = make_text("搜一集搜集二搜集", ONE_PAGE + point, row("搜集", "网络"))

    assert texts(folder) == ["搜一甲网络二搜乙集"]


@pytest.mark.parametrize(
    ("witness", "page"),
    [
        ("一,二:三(四)?五!六;", "一，二：三（四）？五！六；"),
        ("07:45与1,200", "07:45与1,200"),
        (",1", "，1"),
        ("1:二", "1：二"),
        ("10.51%-/", "10.51%-/"),
    ],
)
def test_folded_punctuation_is_restored_but_not_between_digits(
    make_text: MakeText, witness: str, page: str
) -> None:
    folder = make_text(witness, "punctuation: full-width\n" + ONE_PAGE)

    assert texts(folder) == [page]
    assert texts(make_text(witness, ONE_PAGE)) == [witness]


def test_neighbouring_conversions_of_script_are_one_run(make_text: MakeText) -> None:
    rows = (
        "網,网,,,script,high,table,,\n絡,络,,,script,high,table,,\n于,于,,,script,high,table,,注\n"
    )
    emendations = restored(make_text("網絡空絡于網", ONE_PAGE, rows)).emendations

    assert [(e.before, e.after) for e in emendations] == [
        ("網絡", "网络"),
        ("絡", "络"),
        ("于", "于"),
        ("網", "网"),
    ]


def test_everything_outside_the_pages_is_recorded_where_the_last_paragraph_ends(
    make_text: MakeText,
) -> None:
    record = (
        "pages:\n  index:\n    - {drop: 0, cause: chrome}\n    - {block: 1}\n"
        "    - {supply: 补, heading: 2, evidence: context}\n"
        "    - {supply: 补, evidence: context}\n    - {drop: 2, cause: spam}\n"
    )
    emendations = restored(make_text("\u3000栏\n一\n\n广告\n", record)).emendations

    assert [(e.id, e.kind, e.cause, e.paragraph, tuple(e.span)) for e in emendations] == [
        ("w0", "reg", "layout", "p001", (0, 0)),
        ("w1", "surplus", "chrome", "p001", (0, 0)),
        ("w2", "reg", "layout", "p001", (0, 0)),
        ("w4", "reg", "layout", "p001", (1, 1)),
        ("w6i", "supplied", "lost-heading", "s-eee6349c", (0, 1)),
        ("w6i2", "supplied", "lost-heading", "s-eee6349c-2", (0, 1)),
        ("w6", "surplus", "spam", "s-eee6349c-2", (1, 1)),
        ("w8", "reg", "layout", "s-eee6349c-2", (1, 1)),
    ]


def test_control_characters_must_be_removed_by_an_emendation(make_text: MakeText) -> None:
    remove = (
        'emendations:\n  - {text: "一[\\x07]", kind: surplus, cause: editor, evidence: editor}\n'
    )
    with pytest.raises(ExceptionGroup) as caught:
        restored(make_text("题\n一\x07二", "pages: {index: [block: 0-1]}"))

    (error,) = caught.value.exceptions
    assert str(error).endswith(
        "witness.txt:2:2: U+0007 on page index#p001; expected an emendation that removes it"
    )
    assert texts(make_text("题\n一\x07二", "pages: {index: [block: 0-1]}\n" + remove)) == [
        "题",
        "一二",
    ]


def test_a_page_is_markdown_with_anchors_and_marks(make_text: MakeText) -> None:
    record = (
        "pages:\n  index:\n    - {block: 0, heading: 1}\n    - {block: 1}\n"
        "    - {block: 2, style: caption}\n  more:\n"
        "    - {supply: 二, heading: 2, evidence: context}\n    - {block: 3}\n"
        "emendations:\n"
        '  - {text: "甲[]乙", kind: gap, cause: filter, evidence: context}\n'
        '  - {text: "[丁]", kind: corr, after: "`戊", cause: editor, evidence: editor,'
        " certainty: low}\n"
    )
    folder = make_text("题*\n甲乙\n1. 图\n丙丁", record)
    pages = {path.name: text for path, text in files(restored(folder)).items()}

    head = (
        "% Restored from docs/sources/notice by `zhengming restore`: "
        "mend the record, not this page.\n\n"
    )
    assert pages["index.md"] == head + (
        "# 题\\*\n\n{#p001}\n甲{gap}`〔……〕 <w4i>`乙\n\n{#p002 .caption}\n1\\. 图\n\n"
        "```{toctree}\n:maxdepth: 2\n\nmore\napparatus\nwitness\n```\n\n```{edition} notice\n```\n"
    )
    assert pages["more.md"] == head + "## 二\n\n{#p003}\n丙{conjecture}`` `戊 <w12>``\n"
    assert pages["apparatus.md"] == head + "# 校勘记\n\n```{apparatus} notice\n```\n"
    assert sorted(path.parent.name for path in files(restored(folder))) == ["notice"] * 5


def test_an_insertion_between_two_halves_of_a_block_goes_to_the_first(
    make_text: MakeText,
) -> None:
    record = (
        "pages: {index: [{block: 0, split: 乙}]}\nemendations:\n"
        '  - {text: "甲[]乙", kind: supplied, after: 。, cause: editor, evidence: editor}\n'
    )

    assert texts(make_text("甲乙", record)) == ["甲。", "乙"]


# Witnesses with much that is hard: forms that overlap, folded signs, blank lines, markup.
PIECES = [
    "搜集",
    "搜",
    "集",
    "网络",
    "道道",
    ",",
    ":",
    "1",
    "`",
    "{",
    "\\",
    " ",
    "\u3000",
    "\u2028",
]
WITNESSES = st.lists(
    st.sampled_from([*PIECES, "\n", "\r\n", "\r"]) | st.characters(exclude_categories=["Cc", "Cs"])
).map("".join)
ORIGINALS = st.sampled_from(["网络", "", "路", "搜集搜集", "x"])


@given(WITNESSES, st.dictionaries(st.sampled_from(PIECES[:5]), ORIGINALS), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_is_lost_and_nothing_is_silent(
    make_text: MakeText, witness: str, lexicon: dict[str, str], folded: bool
) -> None:
    count = len(blocks(witness))
    # The last block is dropped, so that there is a surplus after a paragraph.
    items = [f"{{block: {n}}}" for n in range(count - 1)] + (
        [f"{{drop: {count - 1}, cause: spam}}"] if count else []
    )
    items.insert(0, "{supply: 补, heading: 1, evidence: context}")
    record = f"pages: {{index: [{', '.join(items)}]}}\n"
    record += "punctuation: full-width\n" if folded else ""
    rows = "".join(
        row(form, original) if original else row(form, "", cause="keep")
        for form, original in lexicon.items()
        if form in witness and form != original
    )
    restoration = restored(make_text(witness, record, rows))

    assert rebuild(restoration.paragraphs, restoration.emendations) == witness
    # What is neither copied nor inside an emendation would make these lengths differ.
    pages = sum(len(paragraph.text) for paragraph in restoration.paragraphs)
    changed = sum(len(e.after) - len(e.before) for e in restoration.emendations)
    assert pages == len(witness) + changed


def test_restoring_twice_gives_the_same_bytes(make_text: MakeText) -> None:
    folder = make_text("搜集,道", ONE_PAGE, row("搜集", "网络"))

    assert files(restored(folder)) == files(restored(folder))
