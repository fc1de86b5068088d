"""Where concepts stand: the words around, in lines that can be read one below the other."""

import pytest

from glossaries import context
from zhengming.concordance import Occurrence, aligned, meant, occurrences
from zhengming.finding import Context, Document
from zhengming.text import Span


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return context(tmp_path_factory.mktemp("glossary"))


def test_words_mean_a_concept_by_id_or_by_a_form_of_it(known: Context) -> None:
    assert meant(known, "algorithm") == {"algorithm"}
    assert meant(known, "演算法") == {"algorithm"}
    assert meant(known, "Cyber sovereignty") == {"cyber-sovereignty"}
    assert meant(known, "演算法則") == set()
    assert meant(known, "的算法") == set()


def found(text: str, known: Context, *ids: str) -> list[Occurrence]:
    return list(occurrences(Document("d", text, "zh-Hans"), known, set(ids)))


def test_an_occurrence_has_the_text_of_its_line_around_it(known: Context) -> None:
    assert found("算法\n\n的算法等\n", known, "algorithm") == [
        Occurrence(Span(0, 2), "", "算法", ""),
        Occurrence(Span(5, 7), "的", "算法", "等"),
    ]
    assert found("\n算法", known, "algorithm") == [Occurrence(Span(1, 3), "", "算法", "")]
    assert found("网络主权，算法\r\n", known, "algorithm") == [
        Occurrence(Span(5, 7), "网络主权，", "算法", "")
    ]
    assert found("尊重网络\n主权。甲\n", known, "cyber-sovereignty") == [
        Occurrence(Span(2, 7), "尊重", "网络 主权", "。甲")
    ]


def test_more_than_fourteen_characters_on_either_side_are_cut(known: Context) -> None:
    left, right = "零一二三四五六七八九甲乙丙丁", "春夏秋冬东南西北金木水火土中"

    assert found(f"外{left}算法{right}外", known, "algorithm") == [
        Occurrence(Span(15, 17), left, "算法", right)
    ]
    assert found(f"{left}算法{right}外", known, "algorithm", "cyber-sovereignty") == [
        Occurrence(Span(14, 16), left, "算法", right)
    ]


def test_forms_stand_below_each_other() -> None:
    assert aligned(Occurrence(Span(0, 2), "的a", "算法", "等")) == " " * 25 + "的a[算法]等"
    assert aligned(Occurrence(Span(0, 2), "的" * 14, "算法", "")) == "的" * 14 + "[算法]"
