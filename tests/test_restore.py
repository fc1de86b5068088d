"""From witness and record to pages and apparatus, and back."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import MakeText
from pages import page_texts
from zhengming.apparatus import CERTAINTIES, rebuild
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
        # Length goes before context.
        ("甲乙丙", row("甲乙", "一") + row("甲", "二", "", "乙丙"), "一丙"),
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
        ("7:45", "7:45"),
        ("见http://a.cn/?x=1:2,二", "见http://a.cn/?x=1:2，二"),
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
    emendations = restored(make_text("網絡空絡于于網", ONE_PAGE, rows)).emendations

    assert [(e.before, e.after) for e in emendations] == [
        ("網絡", "网络"),
        ("絡", "络"),
        ("于", "于"),
        ("于", "于"),
        ("網", "网"),
    ]


def test_neighbouring_words_are_emendations_of_their_own(make_text: MakeText) -> None:
    emendations = restored(make_text("搜集搜集", ONE_PAGE, row("搜集", "网络"))).emendations

    assert [e.after for e in emendations] == ["网络", "网络"]


def test_kept_forms_are_told(make_text: MakeText) -> None:
    restoration = restored(make_text("表达表", ONE_PAGE, row("表", "", "", "达", "keep")))

    assert [tuple(span) for span in restoration.kept] == [(0, 1)]


def test_rows_that_fit_a_place_equally_well_must_agree(make_text: MakeText) -> None:
    rows = row("乙", "一", "甲") + row("乙", "二", "", "丙")
    with pytest.raises(ExceptionGroup) as caught:
        restored(make_text("甲乙丙", ONE_PAGE, rows))

    (error,) = caught.value.exceptions
    assert str(error).endswith(
        "lexicon.tsv:3:1: a row for witness.txt:1:2, where line 2 fits as well; "
        "expected more context in one of them"
    )
    assert texts(make_text("甲乙丙", ONE_PAGE, rows.replace("二", "一"))) == ["甲一丙"]


def test_everything_outside_the_pages_is_recorded_where_the_last_paragraph_ends(
    make_text: MakeText,
) -> None:
    record = (
        "pages:\n  index:\n    - {drop: 0, cause: chrome}\n    - {block: 1}\n"
        "    - {supply: 补, heading: 1, evidence: context}\n"
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


SURPLUS = '  - {{text: "{}", kind: surplus, cause: editor, evidence: editor}}\n'


@pytest.mark.parametrize(
    ("witness", "record", "message"),
    [
        (
            "题\t一\n二\t三",
            "pages: {index: [block: 0-1]}\nemendations:\n" + SURPLUS.format("题[\\t]"),
            "witness.txt:2:2: U+0009 on page index; expected an emendation that removes it",
        ),
        (
            "广告 正文",
            ONE_PAGE + "emendations:\n" + SURPLUS.format("[广告]"),
            "witness.txt:1:1: white space at an end on page index; expected emendations that "
            "take it along",
        ),
        (
            "广告",
            ONE_PAGE + "emendations:\n" + SURPLUS.format("[广告]"),
            "witness.txt:1:1: a paragraph without text on page index; expected `drop`, or "
            "something that stays",
        ),
    ],
)
def test_what_markdown_would_change_is_on_no_page(
    make_text: MakeText, witness: str, record: str, message: str
) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        restored(make_text(witness, record))

    (error,) = caught.value.exceptions
    assert str(error).endswith(message)


def test_space_between_the_halves_of_a_block_is_layout(make_text: MakeText) -> None:
    restoration = restored(make_text("甲 乙", "pages: {index: [{block: 0, split: 乙}]}"))

    assert [p.text for p in restoration.paragraphs] == ["甲", "乙"]
    assert [(e.cause, e.before) for e in restoration.emendations] == [("layout", " ")]


def test_a_block_may_have_more_parts_than_there_are_letters(make_text: MakeText) -> None:
    signs = [chr(ord("一") + number) for number in range(54)]
    record = f"pages: {{index: [{{block: 0, split: [{', '.join(signs[1:])}]}}]}}"
    anchors = [p.anchor for p in restored(make_text("".join(signs), record)).paragraphs]

    assert (anchors[25], anchors[26], anchors[53]) == ("p000z", "p000aa", "p000bb")


def test_insertions_at_one_place_have_ids_of_their_own(make_text: MakeText) -> None:
    items = ", ".join("{supply: 补, evidence: context}" for _ in range(12))
    emendations = restored(make_text("一", f"pages: {{index: [{items}, block: 0]}}")).emendations

    assert [e.id for e in emendations][:3] == ["w0i", "w0i2", "w0i3"]
    assert len({e.id for e in emendations}) == 12


def test_a_doubtful_text_is_marked_on_each_page_it_stands_on(make_text: MakeText) -> None:
    item = "{supply: 补, cause: editor, evidence: editor, certainty: low}"
    record = f"pages: {{index: [{item}], more: [{item}, {{block: 0}}]}}"
    made = {path.name: text for path, text in files(restored(make_text("一", record))).items()}

    assert made["index.md"].count("{conjecture}`补 <w0i>`") == 1
    assert made["more.md"].count("{conjecture}`补 <w0i2>`") == 1


def test_a_page_is_markdown_with_anchors_and_marks(make_text: MakeText) -> None:
    record = (
        "pages:\n  index:\n    - {block: 0, heading: 1}\n    - {block: 1}\n"
        "    - {block: 2, style: caption}\n  more:\n"
        "    - {supply: 二, heading: 1, evidence: context}\n    - {block: 3}\n"
        "    - {supply: 三, evidence: context}\n"
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
    assert pages["more.md"] == head + "# 二\n\n{#p003}\n丙{conjecture}`` `戊 <w12>``\n\n三\n"
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
    "#",
    "<",
    " ",
    "\u2028",
]
SIGNS = st.sampled_from(PIECES) | st.characters(exclude_categories=["Cc", "Cs", "Zs"])
LINES = st.lists(SIGNS, min_size=1, max_size=12).map("".join).filter(str.strip)
WITNESSES = st.lists(
    st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r", "\n\u3000\n", " \n\n "])),
    min_size=1,
    max_size=5,
).map(lambda lines: "".join(line + end for line, end in lines))
ORIGINALS = st.sampled_from(["网络", "", "路", "搜集搜集", "x"])
KINDS = st.sampled_from(["corr", "gap", "supplied"])


def points(witness: str, draw: st.DrawFn) -> str:
    """Return emendations at the heads of some blocks, certain and doubtful ones."""
    found = "emendations:\n"
    for block in blocks(witness)[:-1]:
        kind = draw(KINDS)
        brackets = f"[]{block.text[0]}" if kind == "supplied" else f"[{block.text[0]}]"
        if draw(st.booleans()) or block.text[0] in "[]\\":
            continue
        found += (
            f"  - {{text: {json.dumps(brackets, ensure_ascii=False)}, kind: {kind}, "
            f'block: {block.number}, offset: {block.span.start}, after: "`新*", '
            f"cause: editor, evidence: editor, certainty: {draw(st.sampled_from(CERTAINTIES))}}}\n"
        )
    return found if found.count("\n") > 1 else ""


@st.composite
def records(draw: st.DrawFn) -> tuple[str, str, str]:
    """Draw a witness, the body of a record, and rows of a lexicon that fit it."""
    witness = draw(WITNESSES)
    last = len(blocks(witness)) - 1
    items = ["{supply: 补, heading: 1, evidence: context}"]
    items += [
        draw(st.sampled_from([f"block: {n}", f"{{block: {n}, heading: 2}}"])) for n in range(last)
    ]
    # The last block is dropped, so that there is a surplus after a paragraph.
    record = f"pages: {{index: [{', '.join(items)}, {{drop: {last}, cause: spam}}]}}\n"
    record += draw(st.sampled_from(["", "punctuation: full-width\n"])) + points(witness, draw)
    lexicon = draw(st.dictionaries(st.sampled_from(PIECES[:5]), ORIGINALS))
    rows = "".join(
        row(form, original) if original else row(form, "", cause="keep")
        for form, original in lexicon.items()
        if form in witness and form != original
    )
    return witness, record, rows


@given(records())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_is_lost_and_nothing_is_silent(
    make_text: MakeText, drawn: tuple[str, str, str]
) -> None:
    witness, record, rows = drawn
    restoration = restored(make_text(witness, record, rows))

    assert rebuild(restoration.paragraphs, restoration.emendations) == witness
    # What is neither copied nor inside an emendation would make these lengths differ.
    pages = sum(len(paragraph.text) for paragraph in restoration.paragraphs)
    changed = sum(len(e.after) - len(e.before) for e in restoration.emendations)
    assert pages == len(witness) + changed


@given(records())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
def test_a_page_read_by_docutils_has_the_text_that_was_restored(
    make_text: MakeText, drawn: tuple[str, str, str]
) -> None:
    witness, record, rows = drawn
    restoration = restored(make_text(witness, record, rows))
    page = next(text for path, text in files(restoration).items() if path.name == "index.md")

    assert page_texts(page) == [paragraph.text for paragraph in restoration.paragraphs]


def test_restoring_twice_gives_the_same_bytes(make_text: MakeText) -> None:
    folder = make_text("搜集,道", ONE_PAGE, row("搜集", "网络"))

    assert files(restored(folder)) == files(restored(folder))
