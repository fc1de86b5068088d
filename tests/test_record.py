"""Records: what fits a witness loads, what does not is named at its place."""

import hashlib
from pathlib import Path

import pytest

from conftest import HEADER, MakeText
from zhengming.record import Basis, load
from zhengming.text import Span

WITNESS = "题\n搜集一搜集二\n\n  末[段]道\n"
PAGES = """\
pages:
  index:
    - {block: 0, heading: 1}
    - {block: 1-2}
"""
POINT = """\
emendations:
  - text: "一[搜集]"
    kind: corr
    after: 网络
    cause: spin
    evidence: context
"""


def errors(folder: Path) -> list[str]:
    with pytest.raises(ExceptionGroup) as caught:
        load(folder)
    return [str(error).removeprefix(f"{folder}/") for error in caught.value.exceptions]


def test_a_record_lays_out_every_block(make_text: MakeText) -> None:
    record = load(make_text(WITNESS, PAGES))

    assert [(item.span, item.level, item.anchor) for item in record.items] == [
        (Span(0, 1), 1, ""),
        (Span(2, 8), 0, "p001"),
        (Span(12, 17), 0, "p002"),
    ]


def test_a_split_block_has_lettered_anchors(make_text: MakeText) -> None:
    record = load(make_text("题一。二。三", "pages: {index: [{block: 0, split: [三, 二]}]}"))

    assert [(item.span, item.anchor) for item in record.items] == [
        (Span(0, 3), "p000a"),
        (Span(3, 5), "p000b"),
        (Span(5, 6), "p000c"),
    ]


@pytest.mark.parametrize(
    ("text", "extra", "span"),
    [
        ("一[搜集]", "", Span(5, 7)),
        ("[搜集]", "    offset: 2\n", Span(2, 4)),
        ("[搜集]一", "    block: 1\n", Span(2, 4)),
        ("末\\\\[[段]\\\\]", "", Span(14, 15)),
        ("末[]", "", Span(13, 13)),
    ],
)
def test_brackets_name_a_place(make_text: MakeText, text: str, extra: str, span: Span) -> None:
    point = POINT.replace("一[搜集]", text).replace("    kind", f"{extra}    kind")

    record = load(make_text(WITNESS, PAGES + point))

    assert [(p.span, p.after, p.basis) for p in record.points] == [
        (span, "网络", Basis("spin", "high", ("context",), ""))
    ]


def replaced(old: str, new: str) -> str:
    text = HEADER + PAGES + POINT
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        # The header is six lines long.
        (
            replaced("sha256: {digest}", "sha256: abc"),
            "record.yaml:6:9: sha256 abc; expected {digest}, that of witness.txt; or the witness",
        ),
        (replaced("title: 题\n", ""), "record.yaml:1:1: no 'title'; expected a value for title"),
        (
            replaced("language: zh-Hans", "language: zh"),
            "record.yaml:3:11: language 'zh'; expected one of zh-Hans, zh-Hant-TW, zh-Hant-HK, "
            "en, zh-Hant",
        ),
        (
            replaced("rights:", "punctuation: wide\nrights:"),
            "record.yaml:5:14: punctuation 'wide'; expected one of nothing, full-width",
        ),
        (replaced("date: 2024-05-01", "date: [1]"), "record.yaml:2:7: a list or mapping as date;"),
        (
            replaced("rights:", "by: 某\nrights:"),
            "record.yaml:5:1: key 'by'; expected one of author, ",
        ),
        (
            replaced("1-2", "1"),
            "record.yaml:8:3: nothing for block 2; expected all 3 blocks, in order",
        ),
        (
            replaced("1-2", "2"),
            "record.yaml:10:15: block 2; expected 1, the next of 3 blocks, each once",
        ),
        (
            replaced("1-2", "1-3"),
            "record.yaml:10:15: block 1-3; expected at most 2, the last block",
        ),
        (replaced("1-2", "a"), "record.yaml:10:15: block 'a'; expected a number, or two as 3-6"),
        (
            replaced("heading: 1", "heading: 7"),
            "record.yaml:9:7: heading 7 after none; expected at most 1",
        ),
        (
            replaced("{block: 1-2}", "{block: 1, heading: 3}\n    - {block: 2}"),
            "record.yaml:10:7: heading 3 after 1; expected at most 2",
        ),
        (
            replaced("{block: 1-2}", "{block: 1, heading: 1}\n    - {block: 2}"),
            "record.yaml:10:7: a second heading 1 on page 'index'; expected one, as the first",
        ),
        (
            replaced("heading: 1", "heading: x"),
            "record.yaml:9:27: heading 'x'; expected a whole number",
        ),
        (
            replaced("index:", "witness:"),
            "record.yaml:8:3: page 'witness'; expected a name of a-z, 0-9 and -, "
            "neither apparatus nor witness",
        ),
        (
            replaced("{block: 0, heading: 1}", "{style: a}"),
            "record.yaml:9:7: item of a page with style; expected one of block, drop, supply",
        ),
        (
            replaced("heading: 1}", "level: 1}"),
            "record.yaml:9:18: key 'level'; expected one of block, heading, split, style",
        ),
        (
            replaced("{block: 0, heading: 1}", "{drop: 0, cause: dust}"),
            "record.yaml:9:24: cause 'dust'; expected one of spin, filter, ",
        ),
        (
            replaced("{block: 0,", "{supply: 序}\n    - {block: 0,"),
            "record.yaml:9:7: no evidence; expected some of parallel, ",
        ),
        (
            replaced("1-2}", "1-2, split: 搜集}"),
            "record.yaml:10:27: a split of 2 blocks; expected a block by itself",
        ),
        (
            replaced("{block: 1-2}", "{block: 1, split: 搜集}\n    - {block: 2}"),
            "record.yaml:10:25: split at '搜集'; expected words that stand once inside block 1",
        ),
        (
            replaced("一[搜集]", "三[搜集]"),
            "record.yaml:12:11: '三[搜集]' is not there; expected words of the witness, "
            "within a block",
        ),
        (
            replaced("一[搜集]", "[搜集]"),
            "record.yaml:12:11: '[搜集]' 2 times, at block 1 offset 2, block 1 offset 5; "
            "expected more context, a block or an offset",
        ),
        (
            replaced("    kind", "    offset: 4\n    kind"),
            "record.yaml:12:11: '一[搜集]' is not there; expected block 1 offset 5",
        ),
        (
            replaced("一[搜集]", "一搜集"),
            "record.yaml:12:11: text '一搜集'; expected words with one [stretch] in brackets",
        ),
        (
            replaced("kind: corr", "kind: fix"),
            "record.yaml:13:11: kind 'fix'; expected one of corr, supplied, gap, surplus, reg",
        ),
        (
            replaced("cause: spin", "cause: wind"),
            "record.yaml:15:12: cause 'wind'; expected one of spin, filter, ",
        ),
        (
            replaced("evidence: context", "evidence: hearsay"),
            "record.yaml:16:15: evidence 'hearsay'; expected some of parallel, ",
        ),
        (
            replaced("evidence: context", "evidence: context\n    certainty: sure"),
            "record.yaml:17:16: certainty 'sure'; expected one of high, medium, low",
        ),
        (
            replaced("    after: 网络\n", ""),
            "record.yaml:12:5: no 'after'; expected the words of the page",
        ),
        (
            replaced("after: 网络", 'after: "一\\n二"'),
            "record.yaml:14:12: after '一\\n二'; expected one line without control characters",
        ),
        (
            replaced("网络", "搜集"),
            "record.yaml:14:12: after '搜集'; expected a difference from the witness",
        ),
        (
            replaced("kind: corr", "kind: surplus"),
            "record.yaml:14:12: after '网络'; expected no 'after' for surplus",
        ),
        (
            replaced(POINT, POINT + POINT.removeprefix("emendations:\n").replace("一[", "[一")),
            "record.yaml:12:5: an emendation of [搜集] at 5; expected no overlap with that in "
            "line 17",
        ),
        (
            replaced("{block: 1-2}", "{drop: 1-2, cause: chrome}"),
            "record.yaml:12:5: an emendation of [搜集] at 5; expected a place inside one "
            "paragraph of a page",
        ),
        (
            replaced(PAGES + POINT, "pages: {}\n"),
            "record.yaml:7:8: nothing for block 0; expected all 3 blocks, in order",
        ),
        (
            replaced(PAGES + POINT, "pages: {index: [{drop: 0-2, cause: spam}]}\n"),
            "record.yaml:7:8: no text on any page; expected at least one block or supply",
        ),
        (
            replaced(PAGES + POINT, "pages: {index: [block: 0-2], more: []}\n"),
            "record.yaml:7:36: nothing on page 'more'; expected a list of what is on it",
        ),
        (
            replaced(PAGES + POINT, "pages: {index: x}\n"),
            "record.yaml:7:16: no list for page 'index'; expected a list of what is on it",
        ),
        (
            replaced("1-2}", "1-2, style: 'x #evil'}"),
            "record.yaml:10:27: style 'x #evil'; expected a name of a-z, 0-9 and -, for a",
        ),
        (
            replaced("heading: 1}", "heading: 1, style: caption}"),
            "record.yaml:9:37: style 'caption'; expected a name of a-z, 0-9 and -, for a",
        ),
        (
            replaced("{block: 0,", "{supply: ' 序', evidence: context}\n    - {block: 0,"),
            "record.yaml:9:16: text ' 序'; expected one line of text, no space around",
        ),
        (
            replaced(
                "{block: 1-2}", "{block: 1, split: [一搜集二, 集二, 集二]}\n    - {block: 2}"
            ),
            "record.yaml:10:25: two splits at one place; expected each place once",
        ),
        (
            replaced("{block: 1-2}", "{block: 1, split: 集二}\n    - {block: 2}"),
            "record.yaml:13:5: an emendation of [搜集] at 5; expected a place inside one",
        ),
        (replaced("1-2", "1-0"), "record.yaml:10:15: block 1-0; expected 1, the next of 3"),
        (replaced("title: 题", "title: ''"), "record.yaml:1:8: no 'title'; expected a value"),
        (
            replaced("    cause: spin\n    evidence: context\n", "    evidence: context\n"),
            "record.yaml:12:5: no 'cause'; expected a value for cause",
        ),
        (
            replaced("evidence: context", "evidence: [context, [x]]"),
            "record.yaml:16:25: a list or mapping in a list; expected a string",
        ),
        (
            replaced("    kind", "    offset: " + "9" * 99 + "\n    kind"),
            "record.yaml:13:13: offset '" + "9" * 99 + "'; expected a whole number",
        ),
        (replaced(POINT, "emendations: no"), "record.yaml:11:14: no list of emendations;"),
    ],
)
def test_what_does_not_fit_the_witness_is_named_at_its_place(
    make_text: MakeText, record: str, message: str
) -> None:
    folder = make_text(WITNESS, "", header=record)
    digest = hashlib.sha256(WITNESS.encode()).hexdigest()

    found = errors(folder)

    assert len(found) == 1
    assert found[0].startswith(message.replace("{digest}", digest))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "搜集,网络,,,spin,high,context,,\n搜集,收集,,,spin,high,context,,\n",
            "lexicon.tsv:3:1: '搜集' in this context again, first in line 2; "
            "expected one row for a form in a context",
        ),
        (
            "音信,信息,,,spin,high,context,,\n",
            "lexicon.tsv:2:1: [音信], which is not in the witness; "
            "expected a form and context of the witness",
        ),
        (
            "搜集,网络,三,,spin,high,context,,\n",
            "lexicon.tsv:2:1: 三[搜集], which is not in the witness; "
            "expected a form and context of the witness",
        ),
        (
            "搜集,网络,,,spam,high,context,,\n",
            "lexicon.tsv:2:9: cause of a lexicon row 'spam'; "
            "expected one of spin, mojibake, script, keep",
        ),
        (
            "搜集,网络,,,spin,sure,context,,\n",
            "lexicon.tsv:2:14: certainty 'sure'; expected one of high, medium, low",
        ),
        (
            "搜集,网络,,,spin,high,,,\n",
            "lexicon.tsv:2:19: no evidence; expected some of parallel, public-copy, "
            "fixed-name, lexicon, table, context, editor",
        ),
        (
            "搜集,,,,spin,high,context,,\n",
            "lexicon.tsv:2:4: an empty original; expected what the form stands for",
        ),
        (
            "道,路,,,keep,,,,注\n",
            "lexicon.tsv:2:3: '路'; expected the kept form itself, or nothing",
        ),
        (
            "道,,,,keep,,,,\n",
            "lexicon.tsv:2:14: an empty note; expected the reason why the form stands",
        ),
        (
            "道,道,,,keep,,,,\n",
            "lexicon.tsv:2:15: an empty note; expected the reason why the form stands",
        ),
        (
            "道,路,,,spin,high,context,yes,\n",
            "lexicon.tsv:2:25: mark 'yes'; expected one of nothing, word",
        ),
        (",路,,,spin,high,context,,\n", "lexicon.tsv:2:1: an empty form; expected the form as"),
    ],
)
def test_a_lexicon_row_that_does_not_fit_is_named_at_its_place(
    make_text: MakeText, rows: str, message: str
) -> None:
    found = errors(make_text(WITNESS, PAGES, rows))

    assert len(found) == 1
    assert found[0].startswith(message)


def test_what_is_left_out_has_its_usual_value(make_text: MakeText) -> None:
    pages = (
        "pages:\n  index:\n    - {supply: 序, evidence: [context, editor], heading: 1}\n"
        "    - {block: 0}\n    - {drop: 1-2, cause: spam}\n"
    )
    record = load(make_text(WITNESS, pages, "末,末尾,,,script,high,table,,\n"))

    assert [item.basis for item in record.items] == [
        Basis("lost-heading", "high", ("context", "editor"), ""),
        None,
        Basis("spam", "high", ("context",), ""),
        Basis("spam", "high", ("context",), ""),
    ]
    assert [entry.kind for entry in record.lexicon] == ["reg"]


def test_a_gap_has_text_of_its_own_or_the_usual_sign(make_text: MakeText) -> None:
    gap = POINT.replace("corr", "gap")

    assert load(make_text(WITNESS, PAGES + gap)).points[0].after == "网络"
    gap = gap.replace("    after: 网络\n", "")
    assert load(make_text(WITNESS, PAGES + gap)).points[0].after == "〔……〕"


def test_all_files_are_read_before_anything_is_reported(make_text: MakeText) -> None:
    folder = make_text(WITNESS, PAGES.replace("1-2", "1"), "音信,信息,,,spin,high,context,,\n")

    assert [e.split(":")[0] for e in errors(folder)] == ["lexicon.tsv", "record.yaml"]


def test_a_witness_that_is_not_utf8_is_named_at_its_line(make_text: MakeText) -> None:
    folder = make_text(WITNESS, PAGES)
    (folder / "witness.txt").write_bytes(b"a\n\xb0\xa1")

    assert errors(folder) == ["witness.txt:2:1: byte 0xb0, which is not UTF-8; expected UTF-8"]


def test_a_text_may_have_no_lexicon(make_text: MakeText) -> None:
    folder = make_text(WITNESS, PAGES)
    (folder / "lexicon.tsv").unlink()

    assert load(folder).lexicon == ()


def test_a_missing_witness_is_an_error_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path)
