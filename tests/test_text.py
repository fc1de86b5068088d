"""Places in a text and text as MyST source."""

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import example, given
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser

from pages import SETTINGS
from zhengming.text import (
    Block,
    Span,
    blocks,
    columns,
    line_column,
    myst,
    myst_role,
    quoted,
    read_role,
    text_anchor,
)
from zhengming.text import offset as text_offset

# Text as a paragraph of a page can hold it: no line ends, no control characters, no white
# space at its ends, and more signs of markup than chance would give.
SIGNS = st.sampled_from([*"\\`*_{}[]<>&|~$^#-+=%:(!>.)\"'/@ 1", ":::", "---", "字", "\u2028"])
CHARACTERS = st.characters(exclude_categories=["Cc", "Cs"])
PARAGRAPHS = (
    st.lists(SIGNS | CHARACTERS, min_size=1)
    .map("".join)
    .map(str.strip)
    .filter(lambda text: text and text == text.strip())
)


def doctree(source: str) -> nodes.document:
    settings = {**SETTINGS, "report_level": 5}
    return publish_doctree(source, parser=Parser(), settings_overrides=settings)


@given(PARAGRAPHS)
@example("{注意}请勿<b>违法</b>")
@example("--- 开放 ---")
@example("::: 开放")
@example("2015. 年")
@example("(目标)=")
@example("_a_ [a](b) <http://x.y> ~~b~~")
@example("1) 年")
@example("题 #")
@example("- 一")
@example("&amp; `账号` **3** 个_月_")
@example("+++")
@example("%注")
@example("| 表 |")
@example("http://example.org/<x>")
@example("[^1]: 注")
@example("第一\u2028第二\x85")
def test_escaped_text_parses_into_one_paragraph_of_that_text(text: str) -> None:
    document = doctree(myst(text))

    assert [type(child) for child in document.children] == [nodes.paragraph]
    assert document.astext() == text


@given(PARAGRAPHS)
def test_escaped_text_parses_into_a_heading_of_that_text(text: str) -> None:
    document = doctree(f"# {myst(text)}\n\n正文\n\n## 二\n")

    title = document.next_node(nodes.title)

    assert title is not None
    assert title.astext() == text


@given(PARAGRAPHS, st.sampled_from(["w9", "w10i2"]))
@example("`a` <b>", "w9")
@example(" `a`", "w9")
def test_a_role_is_read_as_it_was_written(text: str, target: str) -> None:
    role = doctree("x" + myst_role("literal", text, target)).next_node(nodes.literal)

    assert role is not None
    assert read_role(role.astext()) == (text, target)


def test_a_role_with_backticks_has_a_longer_fence() -> None:
    assert myst_role("gap", "`a``b", "w9") == "{gap}``` `a``b <w9>```"


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (2, 3)), (6, (2, 4))]
)
def test_lines_and_columns_count_from_one_and_only_line_feeds_end_lines(
    offset: int, place: tuple[int, int]
) -> None:
    assert line_column("一二\n三\u2028四", offset) == place
    assert text_offset("一二\n三\u2028四", *place) == offset


def test_blocks_are_the_lines_that_are_not_blank_without_the_space_around() -> None:
    text = "\n 一\u3000\r\n\u00a0\r二 三\n\n四"

    assert blocks(text) == (
        Block(0, Span(2, 3), "一"),
        Block(1, Span(8, 11), "二 三"),
        Block(2, Span(13, 14), "四"),
    )


def test_an_anchor_does_not_depend_on_white_space() -> None:
    assert text_anchor("一 二\n三") == text_anchor("一二三")
    assert text_anchor("一二三") != text_anchor("一二四")
    assert text_anchor("前言") == "s-bcb18191"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("见《甲》与「乙『丙』」。", "甲乙『丙』"),
        ("他说：“甲《乙》丙”", "甲《乙》丙"),
        ("《甲\n乙》「丙", ""),
    ],
)
def test_titles_and_quotations_end_within_a_line(text: str, inside: str) -> None:
    found = quoted(text)

    assert len(found) == len(text)
    assert "".join(sign for sign, is_in in zip(text, found, strict=True) if is_in) == inside


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("ab", 2),
        ("网络，", 6),
        ("\U00020000", 2),
        ("e\u0301", 1),
        ("\u200b\u200d", 0),
        ("…", 1),
    ],
)
def test_columns_are_those_of_a_terminal(text: str, width: int) -> None:
    assert columns(text) == width
