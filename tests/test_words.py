"""Lists of words: how they are read, and where their words cut through a form."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengming.datafile import DataError
from zhengming.text import Span
from zhengming.words import Cut, Words, installed, load

COUNTS = {
    **{"预算": 50, "算法": 20, "法": 90, "修改": 40, "语言": 60, "算法语言": 3},
    **{"网络": 30, "文化": 50, "交流": 50, "文化交流": 40, "中国": 99, "产业": 80, "国产": 5},
    **{"知识": 30, "产权": 30, "知识产权": 9, "局": 20, "知识产权局": 4, "依法": 20, "治国": 6},
    **{"法治": 5, "依法治国": 3},
}
WORDS = Words(COUNTS)


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "words.txt"
    path.write_bytes(data)
    return path


def pieces(text: str, *, divided: bool = False) -> list[str]:
    return [text[slice(*span)] for span in WORDS.segments(text, divided=divided)]


def test_a_list_has_words_with_or_without_counts(tmp_path: Path) -> None:
    text = "\ufeff预算 50\r\n\n算法\t20 n\n预算 7 v\n  新词  \nC++\n"

    found = load(written(tmp_path, text.encode())).counts

    assert found == {"预算": 57, "算法": 20, "新词": 1, "C++": 1}
    assert list(found) == ["预算", "算法", "新词", "C++"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("预算 50\n算法 many n\n", "2:4: 'many'; expected a word, its count, its kind"),
        ("预算 -1", "1:4: '-1'; expected a word, its count, its kind"),
        ("一\n 预算 5 n 6", "2:9: '6'; expected a word, its count, its kind"),
        ("\n \n", "1:1: no words; expected one in each line"),
    ],
)
def test_what_is_no_word_is_named_at_its_place(tmp_path: Path, data: str, message: str) -> None:
    path = written(tmp_path, data.encode())

    with pytest.raises(DataError) as caught:
        load(path)

    assert str(caught.value) == f"{path}:{message}"


def test_a_list_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "预算 5\n".encode() + b"\xb0\xa1")

    with pytest.raises(DataError, match="2:1: byte 0xb0, which is not UTF-8; expected UTF-8"):
        load(path)


def test_a_text_is_cut_into_its_most_probable_words() -> None:
    assert pieces("修改预算法") == ["修改", "预算", "法"]
    assert pieces("发展中国产业") == ["发", "展", "中国", "产业"]
    assert pieces("") == []
    assert pieces("法") == ["法"]
    assert pieces("法", divided=True) == ["法"]
    assert pieces("算法语言") == ["算法语言"]
    assert pieces("算法语言", divided=True) == ["算法", "语言"]


@given(st.text(st.sampled_from("预算法修改语言网络a \n"), max_size=30), st.booleans())
def test_pieces_are_the_text_again(text: str, divided: bool) -> None:
    assert "".join(pieces(text, divided=divided)) == text


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("修改算法", "算法", None),
        ("修改预算法", "算法", Cut(Span(2, 5), ("预算", "法"), True)),
        ("发展中国产业", "国产", Cut(Span(2, 6), ("中国", "产业"), True)),
        # A word around the form is looked into.
        ("坚持依法治国", "法治", Cut(Span(2, 6), ("依法", "治国"), True)),
        ("用算法语言写", "算法", Cut(Span(1, 5), ("算法语言",), False)),
        ("国家知识产权局", "知识产权", Cut(Span(2, 7), ("知识产权局",), False)),
        # 文化交流 adds to 文化, a word of the form.
        ("网络文化交流", "网络文化", None),
        ("文化交流网络", "交流网络", None),
    ],
)
def test_words_around_a_form_are_found(text: str, form: str, expected: Cut | None) -> None:
    start = text.index(form)

    assert WORDS.around(text, Span(start, start + len(form))) == expected


def test_a_form_that_the_list_does_not_have_counts_as_seen_once() -> None:
    words = Words({"推进": 4000, "推进物": 3, "联网": 90, "物": 20, "的": 10**6})
    form = Span(2, 5)
    knowing = words.knowing(["物联网", "联网"])

    assert words.around("推进物联网", form) == Cut(Span(0, 5), ("推进物", "联网"), True)
    assert knowing.around("推进物联网", form) is None
    assert (knowing.counts["物联网"], knowing.counts["联网"]) == (1, 90)


def test_a_word_of_the_list_may_be_looked_into_itself() -> None:
    form = Span(1, 3)

    assert WORDS.around("依法治国", form, divided=True) == Cut(Span(0, 4), ("依法", "治国"), True)
    assert WORDS.around("算法语言", Span(0, 2), divided=True) is None


def test_the_list_of_jieba_is_found_without_importing_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "jieba"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('imported')\n")
    monkeypatch.delitem(sys.modules, "jieba", raising=False)
    monkeypatch.syspath_prepend(tmp_path)

    assert installed() == package / "dict.txt"
    monkeypatch.setitem(sys.modules, "jieba", None)
    assert installed() is None
