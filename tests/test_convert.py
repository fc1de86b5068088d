"""Texts in another script or region."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengming.boundaries import Boundaries
from zhengming.convert import Converter
from zhengming.finding import Document, Markup
from zhengming.glossary import Glossary, load
from zhengming.script import UnfitError
from zhengming.text import Span
from zhengming.words import Words

HANS, HANT, TW, HK = "zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK"
EMPTY = Glossary({})
# Pages of concepts, by id.
PAGES = {
    "cyber-sovereignty": """\
terms:
  zh-Hans: [网络主权, 网络空间主权]
  zh-Hant-TW: [網路主權, 網路空間主權]
domain: policy
""",
    "depa": """\
terms:
  zh-Hans: [数字经济伙伴关系协定, DEPA]
  zh-Hant-TW: [數位經濟夥伴協定, 數位經濟夥伴關係協定, DEPA]
domain: policy
""",
    "law": """\
terms:
  zh-Hans: [网络安全法, 中华人民共和国网络安全法]
  zh-Hant-TW: [網絡安全法, 網路安全法, 中華人民共和國網絡安全法]
deprecated:
  zh-Hans: {收集安全法: 洗稿替换所致}
domain: law
""",
    "cadre": "terms:\n  zh-Hans: 干部\n  zh-Hant-TW: 幹部\ndomain: policy\n",
    "bit": """\
terms:
  zh-Hans: 位
  zh-Hant-TW: 位元
domain: policy
homograph: [place]
""",
    "place": "terms:\n  zh-Hans: 位\n  zh-Hant-TW: 席位\ndomain: policy\nhomograph: [bit]\n",
}


@pytest.fixture(scope="module")
def glossary(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    folder = tmp_path_factory.mktemp("glossary")
    for name, front in PAGES.items():
        page = f"---\n{front}---\n\n# {name}\n\n说明。\n"
        (folder / f"{name}.md").write_text(page, encoding="utf-8")
    return load([folder])


def converter(
    source: str, target: str, glossary: Glossary = EMPTY, *, guard: bool = True
) -> Callable[[str], str]:
    return Converter(glossary, source, target, guard=guard).convert


# Against OpenCC

CONFIGURATIONS = {
    (HANS, HANT): "s2tw",
    (HANS, TW): "s2tw",
    (HANS, HK): "s2hk",
    (HANT, HANS): "t2s",
    (TW, HANS): "tw2s",
    (HK, HANS): "hk2s",
}
SIGNS = "在华发展新历程公有云了如指掌座標於單著裡爲\ufdd0\ufdd1A1 \n《》“”{}%网络主权𠀀é"


@pytest.mark.parametrize(("source", "target"), CONFIGURATIONS)
@settings(deadline=None)  # the first call reads OpenCC's tables
@given(
    text=st.text(
        alphabet=st.one_of(
            st.sampled_from(SIGNS),
            st.characters(codec="utf-8", exclude_characters="\0"),
        )
    )
)
def test_without_concepts_and_guard_it_is_opencc(source: str, target: str, text: str) -> None:
    expected = opencc.OpenCC(CONFIGURATIONS[source, target]).convert(text)
    assert converter(source, target, guard=False)(text) == expected


@pytest.mark.parametrize(("source", "target"), CONFIGURATIONS)
@settings(deadline=None)
@given(text=st.text(alphabet=SIGNS))
def test_the_guard_chooses_characters_and_adds_none(source: str, target: str, text: str) -> None:
    converted = converter(source, target)(text)
    plain = converter(source, target, guard=False)(text)
    assert len(converted) == len(plain)


# OpenCC's own errors: reported upstream (BYVoid/OpenCC#1497, #1304, #890, #886, #805, #586, #349,
# #280, #224), and found in texts like ours.
TO_TAIWAN = """\
被发明 被發明
被发掘 被發掘
展示了如何 展示了如何
学习了如何 學習了如何
了解了如何 瞭解了如何
参与制造 參與製造
改变量子比特 改變量子比特
少数组织 少數組織
聚集成群 聚集成群
这是只有一种可能 這是只有一種可能
则是只能 則是只能
十二个人参与这个案件 十二個人參與這個案件
观影后 觀影後
控球后卫 控球後衛
年历史 年歷史
天干完 天幹完
得力干将 得力幹將
落地签 落地簽
免签 免簽
并兼任 並兼任
仲裁制 仲裁制
余华 余華
地瓜干 地瓜乾
接受中文采访时称 接受中文採訪時稱
中国自制的光刻机 中國自製的光刻機
自制率 自製率
七奈米制程 七奈米製程
前头发生 前頭發生
伟大历程 偉大歷程
百年历史 百年歷史
不断发展壮大 不斷發展壯大
免费发卡 免費發卡
空白发票 空白發票
政府干预 政府干預
跟往事干杯 跟往事乾杯
张必须发皆白 張必鬚髮皆白
心理发展 心理發展
包括发展中国家 包括發展中國家
各国历史 各國歷史
中国历程 中國歷程
新历程 新歷程
公有云 公有雲
私有云 私有雲
在华发展 在華發展
机制下签署 機制下簽署
才干预 才干預
是只读的 是只讀的
先尝试 先嘗試
国家运用搜集数据 國家運用蒐集數據
各方志愿 各方志願
包括发动机 包括發動機
本国历史 本國歷史
多国金属制品 多國金屬製品
为主干的 為主幹的
骨干部队 骨幹部隊
范先生 范先生
范围 範圍
规范女士着装 規範女士著裝
其余教授 其餘教授
余教授 余教授
会签署 會簽署
会签 會簽
合并为一 合併為一
，并为此 ，並為此
行政复议 行政復議
"""
FROM_TAIWAN = """\
應用於單一 应用于单一
基於單位 基于单位
特定於單個 特定于单个
座標 坐标
附著於地 附着于地
暱稱 昵称
他所著的書 他所著的书
"""


@pytest.mark.parametrize("line", TO_TAIWAN.splitlines())
def test_what_opencc_has_wrong_is_right(line: str) -> None:
    text, expected = line.split(" ")
    assert converter(HANS, TW)(text) == expected
    assert converter(HANS, HANT)(text) == expected


@pytest.mark.parametrize("line", FROM_TAIWAN.splitlines())
def test_what_opencc_has_wrong_from_traditional_is_right(line: str) -> None:
    text, expected = line.split(" ")
    assert converter(TW, HANS)(text) == expected


def test_our_phrases_take_the_forms_of_a_region() -> None:
    assert converter(HANS, HK)("，并为此在华发展") == "，並為此在華發展"
    assert converter(HANS, HK)("这里有地瓜干") == "這裏有地瓜乾"


def test_signs_that_stand_for_something_inside_are_kept() -> None:
    assert converter(HANS, TW)("\ufdd0在华发展\ufdd1") == "\ufdd0在華發展\ufdd1"


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_what_opencc_cannot_take_is_refused_at_its_place(sign: str, glossary: Glossary) -> None:
    made = Converter(glossary, HANS, TW)
    with pytest.raises(UnfitError) as caught:
        made.convert(f"网络主权{sign}云")
    assert caught.value.offset == 4
    with pytest.raises(UnfitError):
        made.document(Document("a.md", f"`{sign}`", HANS, "myst"))


def test_there_is_no_way_between_two_regions() -> None:
    with pytest.raises(ValueError, match=r"^from zh-Hant-TW to en; expected zh-Hans on one side$"):
        Converter(EMPTY, TW, "en")


# Terms


@pytest.mark.parametrize(
    ("source", "target", "text", "expected"),
    [
        (HANS, TW, "尊重网络主权", "尊重網路主權"),
        (HANS, HK, "尊重网络主权", "尊重網絡主權"),
        (HANS, HANT, "尊重网络主权", "尊重網絡主權"),  # no words of a region
        (TW, HANS, "尊重網路主權", "尊重网络主权"),
        (HANT, HANS, "尊重網路主權和網絡主權", "尊重网络主权和网络主权"),
        (TW, HANS, "尊重網絡主權", "尊重网络主权"),  # not of Taiwan: characters
        # Of as many forms the n-th is the n-th; else the most like.
        (HANS, TW, "网络空间主权", "網路空間主權"),
        (HANS, TW, "中华人民共和国网络安全法", "中華人民共和國網絡安全法"),
        (TW, HANS, "網路安全法", "网络安全法"),
        (TW, HANS, "數位經濟夥伴關係協定", "数字经济伙伴关系协定"),
        (HANS, TW, "加入DEPA", "加入DEPA"),
        # A deprecated form has no counterpart, a form of two concepts has two.
        (HANS, TW, "收集安全法", "收集安全法"),
        (HANS, TW, "八位", "八位"),
        # A term is not cut by OpenCC's phrases, nor by ours.
        (HANS, TW, "骨干部", "骨幹部"),
        # A line break stays.
        (HANS, TW, "尊重网络\n主权，发展", "尊重網路主權\n，發展"),
    ],
)
def test_forms_of_the_glossary_win(
    glossary: Glossary, source: str, target: str, text: str, expected: str
) -> None:
    assert converter(source, target, glossary)(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《网络主权论》", "《網絡主權論》"),
        ("《网络主权》", "《網路主權》"),
        ("《网络主权", "《網路主權"),
        ("“网络主权”", "“網路主權”"),
        ("他说：“维护网络主权。”网络主权", "他說：“維護網絡主權。”網路主權"),
        ("“加入《数字经济伙伴关系协定》”", "“加入《數位經濟夥伴協定》”"),
        ("“一段\n\n网络主权”", "“一段\n\n網路主權”"),
        ("「在华发展网络主权」", "「在華發展網絡主權」"),
    ],
)
def test_the_wording_of_titles_and_quotations_stays(
    glossary: Glossary, text: str, expected: str
) -> None:
    assert converter(HANS, TW, glossary)(text) == expected


# Documents

MYST = """\
---
title: 网络
---

(网络)=
# 网络主权

见`网络主权`、{term}`网络主权 <网络>`、[发展](发展.md)和[^云]。

```{code-block} text
:caption: 网络
网络
```

[^云]: 网络主权，https://example.org/网络/云 {网络} %(网络)s
"""
MYST_TAIWAN = """\
---
title: 网络
---

(网络)=
# 網路主權

見`网络主权`、{term}`網路主權 <网络>`、[發展](发展.md)和[^云]。

```{code-block} text
:caption: 网络
网络
```

[^云]: 網路主權，https://example.org/网络/云 {网络} %(网络)s
"""
RST = """\
.. _网络:

网络主权
========

见 ``网络主权``、:term:`网络主权 <网络>` 和 |发展|。

.. code-block:: text

   网络
"""
RST_TAIWAN = """\
.. _网络:

網路主權
========

見 ``网络主权``、:term:`網路主權 <网络>` 和 |发展|。

.. code-block:: text

   网络
"""


@pytest.mark.parametrize(
    ("markup", "text", "expected"),
    [
        ("myst", MYST, MYST_TAIWAN),
        ("rst", RST, RST_TAIWAN),
        (
            "plain",
            "`网络主权` 见 https://example.org/a?q=云：{0.网络!r:>8}，{网络、云}，%(数)d 个\r\n",
            "`網路主權` 見 https://example.org/a?q=云：{0.网络!r:>8}，{網絡、雲}，%(数)d 個\r\n",
        ),
    ],
)
def test_only_prose_is_converted(
    glossary: Glossary, markup: Markup, text: str, expected: str
) -> None:
    document = Document("a", text, HANS, markup)
    assert Converter(glossary, HANS, TW).document(document) == (expected, (), ())


def test_a_converted_document_is_not_converted_again(glossary: Glossary) -> None:
    made = Converter(glossary, HANS, TW)
    once = made.document(Document("a", MYST, HANS, "myst")).text
    again = made.document(Document("a", once, HANS, "myst"))
    assert again == (once, (Span(0, len(once)),), ())


def test_paragraphs_in_the_other_script_stay_and_mixed_ones_are_named(glossary: Glossary) -> None:
    text = "发展网络主权\n\n這裡的上游\n上游\n\n上游\n\n发展與网络主权\n"
    converted = Converter(glossary, HANS, TW).document(Document("a", text, HANS))
    assert converted.text == "發展網路主權\n\n這裡的上游\n上游\n\n上游\n\n發展與網路主權\n"
    assert [text[slice(*span)] for span in converted.kept] == ["這裡的上游\n上游\n"]
    assert [text[slice(*span)] for span in converted.mixed] == ["與"]


def test_characters_that_hong_kong_shares_are_no_sign_of_simplified() -> None:
    text = "這裏的卧室\n"
    document = Document("a", text, HANS)
    assert Converter(EMPTY, HANS, HK).document(document).text == text


def test_terms_that_words_cut_through_are_reported(glossary: Glossary) -> None:
    words = Words({"骨干": 900, "部队": 900, "干部": 900, "干": 50, "部": 50, "队": 50, "骨": 9})
    made = Converter(glossary, HANS, TW)
    found = list(made.crossings(Document("a", "骨干部队的干部", HANS), words))
    assert [(c.span, c.form, c.target, c.words) for c in found] == [
        (Span(1, 3), "干部", "幹部", ("骨干", "部队"))
    ]
    back = Converter(glossary, TW, HANS)
    found = list(back.crossings(Document("a", "骨幹部隊", TW), words))
    assert [(c.span, c.form, c.target) for c in found] == [(Span(1, 3), "幹部", "干部")]


# The table of phrases

TABLE = Path(__file__).parents[1] / "tools" / "zhengming" / "data" / "conversion-phrases.tsv"


def rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def parted(text: str) -> str:
    """Return what OpenCC makes of a text in Taiwan when only words are parted."""
    places = [0, *Boundaries().cuts(text), len(text)]
    pieces = [text[start:end] for start, end in pairwise(places)]
    return "".join(map(opencc.OpenCC("s2tw").convert, pieces))


def test_phrases_are_in_order_and_none_is_without_need() -> None:
    assert rows() == sorted(rows())
    for script, phrase, other in rows():
        assert len(phrase) == len(other), phrase
        if script == HANS:
            assert parted(phrase) != opencc.OpenCC("t2tw").convert(other), phrase
        else:
            assert any(
                opencc.OpenCC(name).convert(phrase) != other for name in ("t2s", "tw2s", "hk2s")
            ), phrase
