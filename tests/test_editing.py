"""Open files: places, and findings as a text changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import glossaries
from zhengming.config import Config
from zhengming.editing import Checked, Encoding, Remark, Text, differing
from zhengming.text import Span

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
CODECS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
UNITS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}

texts = st.text(st.sampled_from("aé名𠀋\n\r\u2028\u0085e\u0301"), max_size=40)
encodings = st.sampled_from(ENCODINGS)


def counted(text: str, encoding: Encoding) -> int:
    """Return the units of a text, sign by sign."""
    return sum(len(sign.encode(CODECS[encoding])) // UNITS[encoding] for sign in text)


def by_hand(text: str, offset: int, encoding: Encoding) -> tuple[int, int]:
    """Return line and character of an offset, from the definition."""
    line = start = at = 0
    while at < offset:
        end = 2 if text[at : at + 2] == "\r\n" else 1
        if text[at] in "\r\n" and at + end <= offset:
            line, start = line + 1, at + end
            at += end
        else:
            at += 1
    return line, counted(text[start:offset], encoding)


@given(texts, encodings)
def test_every_place_is_that_of_the_definition(text: str, encoding: Encoding) -> None:
    made = Text(text, encoding)

    for offset in range(len(text) + 1):
        assert made.place(offset) == by_hand(text, offset, encoding)


@given(texts, encodings)
def test_places_lead_back_to_offsets(text: str, encoding: Encoding) -> None:
    made = Text(text, encoding)

    for offset in range(len(text) + 1):
        # Between the two signs of a line end there is no place.
        if text[offset - 1 : offset + 1] != "\r\n" or offset == 0:
            assert made.offset(*made.place(offset)) == offset


@given(texts, st.integers(0, 50), st.integers(0, 50), encodings)
def test_any_place_is_somewhere_in_its_line(
    text: str, line: int, character: int, encoding: Encoding
) -> None:
    made = Text(text, encoding)
    offset = made.offset(line, character)

    assert 0 <= offset <= len(text)
    if line < len(made.starts):
        assert made.place(offset)[0] == line
        assert made.place(offset)[1] <= character
    else:
        assert offset == len(text)


def test_half_a_character_is_before_it_and_half_a_pair_is_a_sign() -> None:
    assert Text("a𠀋b").offset(0, 2) == 1
    assert Text("a𠀋b", "utf-8").offset(0, 4) == 1
    assert Text("a\ud840b").text == "a\ufffdb"


@given(texts, st.data(), texts)
def test_an_edit_is_where_texts_differ(text: str, data: st.DataObject, new: str) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edited = Text(text).edited(start, end, new).text

    assert edited == text[:start] + new + text[end:]
    first, old_end, new_end = differing(text, edited)
    assert text[:first] + edited[first:new_end] + text[old_end:] == edited
    assert first <= min(old_end, new_end)
    assert old_end - first <= max(0, end - start)


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """Return a Simplified page that nobody has opened yet."""
    context = glossaries.context(tmp_path / "glossary")
    return Checked(tmp_path / "a.md", Config(tmp_path), context)


PIECES = [
    "# 网络主权",
    "尊重搜集主权。",
    "# 题\n算法是網絡。",
    "- 一\n- 搜集主权",
    "- 一\n\n  搜集主权",
    "`搜集主权` 与搜集主权",
    "```\n搜集主权\n```",
    "```{note}\n搜集主权",
    "    搜集主权",
    "> 搜集主权",
    "% zhengming: allow deprecated-form 搜集主权 -- 引文",
    "搜集主权[甲]",
    "[甲]: 搜集主权",
    "1. 搜集主权",
    "2023年搜集主权",
    "甲\n===",
    "<!--",
    "-->",
    "",
]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6),
    st.data(),
    st.sampled_from(["网", "說", "搜集主权", "`", "\n", "\n\n", "- ", ""]),
)
def test_a_first_answer_is_the_exact_one_where_there_is_one(
    pieces: list[str], data: st.DataObject, new: str
) -> None:
    text = "\n\n".join(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 3)))
    edited = text[:start] + new + text[end:]
    open_file = _open()
    open_file.all(text)
    near = open_file.again(edited)

    # Waivers and links that stand elsewhere are for the exact answer.
    if near is not None and "allow" not in text and "[甲]:" not in text:
        assert sorted(near) == sorted(open_file.all(edited))


RST_PIECES = [
    "网络主权\n========",
    "尊重搜集主权，算法是網絡。",
    "- 一\n- 搜集主权",
    "- 一\n\n  搜集主权",
    "``搜集主权`` 与搜集主权",
    "例如::\n\n   搜集主权算法",
    ".. note::\n\n   尊重搜集主权",
    ".. image:: 搜集主权.png\n   :alt: 搜集主权",
    "   搜集主权\n   又搜集主权",
    "+------+\n| 搜集主权 |\n+------+",
    "== ==\n搜集 主权\n== ==",
    ":作者: 搜集主权",
    ".. zhengming: allow deprecated-form 搜集主权 -- 引文",
    ".. 搜集主权",
    "搜集主权 甲_",
    ".. _甲: 搜集主权",
    "*搜集主权* 与 **算法**",
    "1. 搜集主权",
    "甲\n===",
    "",
]
MYST_PIECES = [
    *PIECES,
    "> 尊重搜集主权\n> 又搜集主权",
    "| 网络 | 主权 |\n|---|---|\n| 搜集主权 | 算法 |",
    "```python\nprint('搜集主权')  # 算法\n```",
    "- > 搜集主权\n  > 算法",
    "<div>\n搜集主权\n</div>",
    "{ref}`搜集主权 <甲乙>` 与[搜集](主权)",
    "**搜集**主权_算法_",
]


@given(
    st.sampled_from([(".md", MYST_PIECES), (".rst", RST_PIECES)]).flatmap(
        lambda kind: st.tuples(
            st.just(kind[0]), st.lists(st.sampled_from(kind[1]), min_size=1, max_size=6)
        )
    ),
    st.data(),
    st.sampled_from(["网", "說", "搜集主权", "，", " a", "。", "word", ""]),
)
def test_words_in_a_line_are_answered_at_once_as_exactly(
    text_of: tuple[str, list[str]], data: st.DataObject, new: str
) -> None:
    suffix, pieces = text_of
    text = "\n\n".join(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 3)))
    edited = text[:start] + new + text[end:]
    open_file = _open(suffix)
    open_file.all(text)
    near = open_file.again(edited)

    if near is not None and "allow" not in text and "甲" not in text:
        assert sorted(near) == sorted(open_file.all(edited))


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.md", "> 一段\n> 尊重算法的原則。\n", "算法"),
        ("a.md", "| 甲 |\n|---|\n| 尊重算法的原則 |\n", "算法"),
        ("a.md", "```{note}\n尊重算法的原則。\n```\n", "算法"),
        ("a.md", "```\n尊重算法的原則。\n```\n", "算法"),
        ("a.rst", "尊重算法的原則。\n", "算法"),
        ("a.rst", "例如::\n\n   尊重算法的原則。\n", "算法"),
        ("a.rst", ".. note::\n\n   尊重算法的原則。\n", "算法"),
        ("a.rst", "* 尊重算法的原則。\n", "算法"),
    ],
)
def test_words_are_answered_at_once_in_every_kind_of_block(
    tmp_path: Path, name: str, text: str, place: str
) -> None:
    context = glossaries.context(tmp_path / "glossary")
    checked = Checked(tmp_path / name, Config(tmp_path, languages={"**": "zh-Hans"}), context)
    checked.all(text)
    edited = text.replace(place, "搜集主权", 1)

    near = checked.again(edited)

    assert near is not None
    assert sorted(near) == sorted(checked.all(edited))


_OPEN: dict[str, Checked] = {}


def _open(suffix: str = ".md") -> Checked:
    """Return a page of one glossary, made once for all examples."""
    if suffix not in _OPEN:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            context = glossaries.context(Path(folder) / "glossary")
        _OPEN[suffix] = Checked(Path(folder) / f"a{suffix}", Config(Path(folder)), context)
    return _OPEN[suffix]


def test_a_second_paragraph_may_change_before_the_exact_answer(checked: Checked) -> None:
    checked.all("一。\n\n二。\n\n三。\n")
    assert checked.again("搜集主权。\n\n二。\n\n三。\n") is not None
    near = checked.again("搜集主权。\n\n二。\n\n搜集主权。\n")

    assert near == checked.all("搜集主权。\n\n二。\n\n搜集主权。\n")
    assert [remark.span for remark in near] == [Span(0, 4), Span(11, 15)]


def test_code_and_what_may_be_waived_wait_for_the_exact_answer(checked: Checked) -> None:
    code = "```\n甲\n\n乙\n\n```\n"
    checked.all(code)
    assert checked.again(code.replace("乙", "搜集主权")) is None
    waived = "% zhengming: allow deprecated-form 搜集主权 -- 引文\n\n甲\n"
    checked.all(waived)
    assert checked.again(waived.replace("甲", "搜集主权")) is None


MESSAGES = """\
msgid ""
msgstr "Language: zh_TW\\n"

msgid "甲"
msgstr "說话"

msgid "乙"
msgstr "乙"
"""


def test_messages_that_stay_keep_their_findings_and_move(tmp_path: Path) -> None:
    context = glossaries.context(tmp_path / "glossary")
    file = Checked(tmp_path / "a.po", Config(tmp_path), context)
    before = file.all(MESSAGES)
    longer = "# 注\n" + MESSAGES.replace('msgstr "乙"', 'msgstr "說说话"')
    after = file.all(longer)

    fresh = Checked(tmp_path / "a.po", Config(tmp_path), context)
    assert after == fresh.all(longer)
    assert [longer[slice(*r.span)] for r in after] == ["话", "说话"]
    assert [MESSAGES[slice(*r.span)] for r in before] == ["话"]


def test_a_catalog_in_another_language_is_checked_anew(tmp_path: Path) -> None:
    context = glossaries.context(tmp_path / "glossary")
    file = Checked(tmp_path / "a.po", Config(tmp_path), context)
    file.all(MESSAGES)

    other = MESSAGES.replace("zh_TW", "zh_CN")
    assert [other[slice(*remark.span)] for remark in file.all(other)] == ["說"]


@pytest.mark.parametrize("name", ["a.po", "a.pot", "a.md", "a.rst", "a.txt", "glossary/b.md"])
@pytest.mark.parametrize(
    "text", ["", "\0", "---", '"', "msgid", "\ufeff", "```", "\r", "---\nterms: [\n---\n", "#~ x"]
)
def test_broken_text_is_no_error_of_ours(tmp_path: Path, name: str, text: str) -> None:
    context = glossaries.context(tmp_path / "glossary")
    file = Checked(tmp_path / name, Config(tmp_path), context)

    for remark in file.all(text):
        assert 0 <= remark.span.start <= remark.span.end <= len(text)


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("a.md", "一\n\n甲\n搜集主权\n", "% zhengming: allow deprecated-form 搜集主权 -- \n甲"),
        (
            "a.md",
            "- 一\n\n  搜集主权\n",
            "  % zhengming: allow deprecated-form 搜集主权 -- \n  搜",
        ),
        (
            "a.rst",
            "一\r\n\r\n搜集主权\r\n",
            ".. zhengming: allow deprecated-form 搜集主权 -- \r\n\r\n搜",
        ),
        ("a.po", MESSAGES, '# zhengming: allow script-leak 话 -- \nmsgid "甲"'),
    ],
)
def test_a_waiver_stands_before_its_block_and_counts_with_a_reason(
    tmp_path: Path, name: str, text: str, written: str
) -> None:
    context = glossaries.context(tmp_path / "glossary")
    file = Checked(tmp_path / name, Config(tmp_path), context)
    remark: Remark = file.all(text)[0]
    waiver = file.waiver(text, remark)

    assert waiver is not None
    start = waiver.span.start
    edited = text[:start] + waiver.text + text[start:]
    assert edited[start:].startswith(written)
    assert file.all(re.sub("-- (?=\r?\n)", "-- 引文", edited)) == []


def test_plain_text_and_errors_of_loaders_cannot_be_waived(tmp_path: Path) -> None:
    context = glossaries.context(tmp_path / "glossary")
    plain = Checked(tmp_path / "a.txt", Config(tmp_path), context)
    catalog = Checked(tmp_path / "a.po", Config(tmp_path), context)

    assert plain.waiver("搜集主权", plain.all("搜集主权")[0]) is None
    assert catalog.all("msgid 1")[0].rule == "unreadable"
