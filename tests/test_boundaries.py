"""Where words end that OpenCC would run over."""

from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengming.boundaries import Boundaries, word_list

TABLE = Path(__file__).parents[1] / "tools" / "zhengming" / "data" / "conversion-words.txt"
BOUNDARIES = Boundaries()


def parted(text: str) -> str:
    """Return a text with a stroke wherever it is cut."""
    for place in reversed(BOUNDARIES.cuts(text)):
        text = f"{text[:place]}|{text[place:]}"
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在华发展", "在华|发展"),  # 华发 is grey hair
        ("机制下签署", "机制下|签署|"),  # 下签, a lot drawn
        ("展示了如何", "展示了|如何"),  # 了如 as in 了如指掌
        ("是只读的", "是|只读的"),  # 是只, one animal
        ("心理发展", "心理|发展"),  # a word lies across the head: 理发 is a haircut
        ("参与制造", "参与|制造|"),  # a phrase that OpenCC leaves as it is takes the head of one
    ],
)
def test_a_phrase_ends_where_a_more_frequent_word_begins(text: str, expected: str) -> None:
    assert parted(text) == expected


@pytest.mark.parametrize("text", ["理发", "去理发店理发", "意大利面", "发展数字经济", "", "abc"])
def test_a_phrase_that_no_word_crosses_is_left_alone(text: str) -> None:
    assert parted(text) == text


def test_only_the_list_says_what_crosses() -> None:
    assert BOUNDARIES.is_cut("骨干部队", 1, 3)
    assert not BOUNDARIES.is_cut("，干部，", 1, 3)


def test_a_word_that_may_lie_across_cuts_nothing_if_others_are_more_probable() -> None:
    assert "分克" in word_list().counts
    assert not BOUNDARIES.is_cut("十分克制", 2, 4)


def test_frequent_words_are_in_the_list_with_their_counts() -> None:
    counts = word_list().counts
    assert counts["发展"] > counts["华发"] >= 1


@given(st.text(alphabet="在华发展机制下签署了如何是只读心理\n，a\0"))
def test_cuts_are_inside_of_the_text_and_in_order(text: str) -> None:
    cuts = BOUNDARIES.cuts(text)
    assert cuts == sorted(set(cuts))
    assert all(0 <= cut <= len(text) for cut in cuts)


def test_the_list_is_in_order_and_what_is_watched_matters_to_opencc() -> None:
    convert = opencc.OpenCC("s2t").convert
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line[0] != "#"]
    words = [word for line in lines for word in line.split("\t")[1].split(" ")]
    assert len(words) == len(set(words))
    kinds = [(int(line.split("\t")[0].removeprefix("!")), line[0] == "!") for line in lines]
    assert kinds == sorted(kinds)
    for line in lines:
        if line[0] == "!":
            for word in line.split("\t")[1].split(" "):
                assert convert(word) != "".join(map(convert, word)), word
