"""Numbers in texts: what they may mean, however they are written."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhengming.numerals import Style, figures, meet, numerals, style, values
from zhengming.text import Span


def test_figures_have_their_units_places_and_values() -> None:
    assert [(f.text, f.span, set(f.values)) for f in figures("达10.51 亿，约5千克", "han")] == [
        ("10.51 亿", Span(1, 8), {1.051e9}),
        ("5千", Span(10, 12), {5, 5000}),
    ]
    assert [(f.text, f.span, set(f.values)) for f in figures("1.2 million, 5m", "en")] == [
        ("1.2 million", Span(0, 11), {1.2e6}),
        ("5m", Span(13, 15), {5, 5e6}),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.51亿、3.5万", [{1.051e9}, {35000}]),
        ("1400余万，45.5万亿，3千万，2百", [{14e6}, {45.5e12}, {3e7}, {200}]),
        ("45.5兆元", [{45.5, 45.5e12}]),
        ("５００萬", [{5e6}]),
        ("1,234,567与1\u202f234", [{1234567, 1, 234, 567}, {1234}]),
        # Markup stands between number and unit.
        ("2.7\0\0\0万门", [{27000}]),
        # In a range the unit is written once; after a word it may be of the second alone.
        ("5～6亿，7—8—9万", [{5e8}, {6e8}, {7e4}, {8e4}, {9e4}]),
        ("5至6亿", [{5, 5e8}, {6e8}]),
        ("5，6亿", [{5}, {6e8}]),
        # The whole amount, beside its parts.
        ("3亿5000万", [{3e8, 3.5e8}, {5e7, 3.5e8}]),
        ("1万2千", [{1e4, 12000}, {2000, 12000}]),
        ("2千3万", [{2000}, {30000}]),
        ("1/4与5/0", [{1, 0.25}, {4, 0.25}, {5}, {0}]),
        ("50%，3个百分点", [{50, 0.5}, {3, 0.03}]),
        ("2020—22年", [{2020, 2022}, {22, 2022}]),
        ("20世纪80年代", [{20, 1980}, {80, 1980}]),
        ("90年代", [{90, 1990, 2090}]),
        ("下午2时", [{2, 14}]),
        ("1000百分比，.5，3.5", [{1000}, {0.5}, {3.5}]),
        ("3成", [{3, 0.3, 30}]),
    ],
)
def test_figures_in_chinese_may_mean_these(text: str, expected: list[set[float]]) -> None:
    assert [set(figure.values) for figure in figures(text, "han")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.051 billion, 1.051-billion, 3 Billions", [{1.051e9}, {1.051e9}, {3e9}]),
        ("5 hundred thousand, 2 dozen", [{5e5}, {24}]),
        ("$1.23bn, 5k, 63103M", [{1.23, 1.23e9}, {5, 5000}, {63103, 63103e6}]),
        ("5 to 6 million, 5–6 million", [{5, 5e6}, {6e6}, {5e6}, {6e6}]),
        ("12.5 percent, 50 per cent", [{12.5, 0.125}, {50, 0.5}]),
        ("to .5, at 1.5, v.2", [{0.5}, {1.5}, {2}]),
        ("i18n of 4x4, x86", [{4}, {4}, {86}]),
        ("25,50,100,250", [{25}, {50}, {100}, {250}]),
        ("1,234,567", [{1234567, 1, 234, 567}]),
        ("1980s and 90s", [{1980}, {90, 1990, 2090}]),
        ("the early '00s, 90 seconds", [{0, 1900, 2000}, {90}]),
        ("2:30 p.m., 9 am", [{2, 14}, {30, 14}, {9}]),
    ],
)
def test_figures_in_english_may_mean_these(text: str, expected: list[set[float]]) -> None:
    assert [set(figure.values) for figure in figures(text, "en")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两千零五", {2005}),
        ("一百二十万", {1.2e6}),
        ("三亿五千万", {3.5e8}),
        ("五千万亿", {5e15}),
        ("三万五千亿", {3.5e12}),
        ("一万两千", {12000}),
        ("二〇二二年", {2022, 20, 2, 22, 0}),
        ("十三五", {13, 5}),
        ("七八十", {7, 70, 80}),
        ("两三千", {2, 2000, 3000}),
        ("百分之七十四点四", {100, 0.744, 74.4, 74, 4}),
        ("三分之二", {3, round(2 / 3, 9), 2}),
        ("千分之三", {1000, 0.003, 3}),
        ("一年半", {1, 0.5, 50, 1.5}),
        ("二十世纪八十年代", {20, 80, 1980}),
        ("九一八", {918, 91, 18, 9, 1, 8}),
        ("单双", {1, 2}),
    ],
)
def test_numerals_are_known_by_their_values(text: str, expected: set[float]) -> None:
    assert {round(value, 9) for value in values(text, "han")} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a hundred million", {1, 100, 1e6, 1e8}),
        ("two thousand five hundred and one", {2500, 2501}),
        ("thirty-five million", {35, 35e6}),
        ("one hundred twenty-five", {120, 125}),
        ("twelve hundred", {1200}),
        ("the twenty-first, the hundredth, the fourteenth", {21, 100, 14}),
        ("nineteen eighties", {1980}),
        ("one and a half times, two-and-a-half", {1.5, 2.5}),
        ("half a million", {0.5, 5e5}),
        ("two thirds, three quarters, a fifth", {2 / 3, 0.75, 0.2}),
        ("doubled, twofold, tripling, halved, both", {2, 3, 0.5}),
        ("two dozen, dozens", {24, 12}),
        ("Sept. and November", {9, 11}),
        ("none, no, once", {0, 1}),
    ],
)
def test_english_words_are_known_by_their_values(text: str, expected: set[float]) -> None:
    found = values(text, "en")

    assert [one for one in expected if not meet([one], found)] == []


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("seven or eight", 78),
        ("twenty thirty", 50),
        ("one two", 3),
        ("a fine hundred", 101),
        ("five hundred times six", 506),
    ],
)
def test_words_that_do_not_join_are_numbers_of_their_own(text: str, other: float) -> None:
    assert not meet([other], values(text, "en"))


def test_numerals_of_several_signs_are_found() -> None:
    text = "二十三个，一些，十三五，第十八，二〇二二年，七八个，一億"

    assert [(text[slice(*span)], value) for span, value in numerals(text)] == [
        ("二十三", 23),
        ("十八", 18),
        ("二〇二二", 2022),
        ("一億", 10**8),
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-Hant-TW", "han"), ("ja", "han"), ("en-GB", "en"), ("fr", None)],
)
def test_some_languages_are_known(language: str, expected: Style | None) -> None:
    assert style(language) == expected


@example("半.5分之.5")
@given(st.text("0123456789,.零一二三十百千万亿年%半点分之、至-～两/ \0a", max_size=30))
def test_any_text_can_be_read(text: str) -> None:
    for figure in figures(text, "han"):
        assert text[slice(*figure.span)].replace("\0", "") == figure.text
        assert figure.values <= values(text, "han")


@given(st.text("0123456789,. -%:/thmbpk\0", max_size=30))
def test_any_english_text_can_be_read(text: str) -> None:
    for figure in figures(text, "en"):
        assert text[slice(*figure.span)].replace("\0", "") == figure.text
        assert figure.values <= values(text, "en")


WORDS = "a an and half no one twenty third hundred thousand dozens million eighties fold d s x"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=8))
def test_any_words_can_be_read(words: list[str]) -> None:
    assert all(value >= 0 for value in values(" ".join(words), "en"))
