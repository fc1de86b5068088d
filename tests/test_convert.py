"""Texts in another script or region."""

import time
from collections.abc import Callable

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengming.catalog import Markup
from zhengming.convert import Converter
from zhengming.finding import Document
from zhengming.glossary import Glossary, load
from zhengming.script import UnfitError
from zhengming.text import Span
from zhengming.words import Words

MARKUPS: tuple[Markup, ...] = ("myst", "rst", "plain")
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
    "hostile": """\
terms:
  zh-Hans: 表单-甲
  zh-Hant-TW: "表單-<b>`甲`"
domain: policy
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


@pytest.mark.parametrize("markup", ["myst", "rst"])
def test_a_term_never_becomes_markup(glossary: Glossary, markup: Markup) -> None:
    made = Converter(glossary, HANS, TW)
    document = Document("a", "发给表单-甲\n", HANS, markup)
    assert made.document(document).text == "發給表單-\\<b\\>\\`甲\\`\n"
    assert made.convert("表单-甲") == "表單-<b>`甲`"


def test_a_converted_document_is_not_converted_again(glossary: Glossary) -> None:
    made = Converter(glossary, HANS, TW)
    once = made.document(Document("a", MYST, HANS, "myst")).text
    again = made.document(Document("a", once, HANS, "myst"))
    assert again == (once, (Span(0, len(once)),), ())


def test_paragraphs_in_the_other_script_stay_and_mixed_ones_are_named(glossary: Glossary) -> None:
    text = "发展网络主权\n\n這裡的上游\n上游\n\n上游\n\n发展與网络主权\n"
    converted = Converter(glossary, HANS, TW).document(Document("a", text, HANS))
    assert converted.text == "發展網路主權\n\n這裡的上游\n上游\n\n上游\n\n發展與網路主權\n"
    assert [text[slice(*span)] for span in converted.kept] == ["這裡的上游\n上游"]
    assert [text[slice(*span)] for span in converted.mixed] == ["與"]


@pytest.mark.parametrize(
    "piece",
    ["a", "\n", " ", "{", "%(", "“", "《发展", "{a:", "：//", "a://", "`", "發\n\n", "{发"],
)
def test_time_is_linear_in_the_text(piece: str) -> None:
    made = Converter(EMPTY, HANS, TW)
    for markup in MARKUPS:
        text = "发" + piece * 50_000 + "發"
        start = time.process_time()
        made.document(Document("a", text, HANS, markup))
        assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("台湾用语：网络作“網路”", "臺灣用語：網絡作“網路”"),
        ("香港用语：“夥伴”“伙伴”并用", "香港用語：“夥伴”“伙伴”並用"),
        ("香港用字：“脱”也作“脫”，“周年”", "香港用字：“脱”也作“脫”，“周年”"),
        ("或作“认识”：“了解”换作“分解”", "或作“認識”：“瞭解”換作“分解”"),
        ("“下签署”回转作“下籤署”", "“下簽署”回轉作“下籤署”"),
        ("“华发展”转作“华髮展”", "“華發展”轉作“華髮展”"),
        ("联合国中文文件作“网络主权”", "聯合國中文文件作“網絡主權”"),
        ("“网信”与“与”", "“網信”與“與”"),
        ("《网络主权》在华发展", "《網絡主權》在華發展"),
    ],
)
def test_a_remark_is_converted_by_characters_and_keeps_words_of_others(
    glossary: Glossary, text: str, expected: str
) -> None:
    assert Converter(glossary, HANS, TW).remark(text) == expected


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
