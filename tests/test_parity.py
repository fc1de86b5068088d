"""How often concepts stand in sections, in the original and in translations."""

from collections.abc import Iterable
from pathlib import Path

import pytest

import glossaries
from catalogs import HEADER
from zhengming.catalog import Catalog, parse
from zhengming.finding import Context, Document
from zhengming.glossary import load
from zhengming.matcher import Matcher
from zhengming.parity import (
    Row,
    Section,
    as_json,
    comparable,
    lines,
    rows,
    sections,
    summary,
)

PAGE = "# 甲\n\n审查算法。\n\n## 乙 `丙`\n\n网络主权。\n"
FIRST, SECOND = Section("a.md", 1, "甲"), Section("a.md", 5, "乙")
NETWORK = """\
---
terms: {zh-Hans: 网络, zh-Hant-TW: 網路, en: network}
not_when: {zh-Hans: [渔网]}
domain: technology
---

# 网络

相连的节点。
"""


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return glossaries.context(tmp_path)


def message(msgid: str, msgstr: str, comments: str = "#: a.md:3") -> str:
    return f'\n{comments}\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'


def catalog(*messages: str) -> dict[str, Catalog]:
    return {"a.po": parse(Path("a.po"), (HEADER + "".join(messages)).encode())}


def sections_of(file: str) -> list[Section] | None:
    return [FIRST, SECOND] if file == "a.md" else None


def counted(context: Context, **languages: str | Iterable[str]) -> list[Row]:
    """Return the rows of messages, which each language translates from the same place."""
    named = {
        language: catalog(*([found] if isinstance(found, str) else found))
        for language, found in languages.items()
    }
    return rows(named, sections_of, context)


def test_sections_begin_at_headings_and_are_called_what_readers_see() -> None:
    page = Document("a.md", PAGE, "zh-Hans", "myst")

    assert sections(page) == [FIRST, SECOND]
    assert sections(Document("a.txt", PAGE, "zh-Hans")) == [Section("a.txt", 1, "")]


def test_each_concept_of_a_section_is_counted_in_each_language(context: Context) -> None:
    chinese = [
        message("算法，算法。", "演算法，演算法。"),
        message("算法与网络主权。", "演算法與網路主權。", "#: a.md:9"),
    ]
    english = [
        message("算法，算法。", "Algorithm."),
        message("算法与网络主权。", "Algorithm, cyber sovereignty.", "#: a.md:9"),
    ]

    assert counted(context, zh_TW=chinese, en=english) == [
        Row(FIRST, ("algorithm",), 2, {"zh_TW": 2, "en": 1}, (), ()),
        Row(SECOND, ("algorithm",), 1, {"zh_TW": 1, "en": 1}, (), ()),
        Row(SECOND, ("cyber-sovereignty",), 1, {"zh_TW": 1, "en": 1}, (), ()),
    ]


def test_chinese_stands_out_where_it_differs_at_all(context: Context) -> None:
    more = [message("算法。", "演算法，演算法。"), message("乙。", "網路主權。", "#: a.md:6")]
    fewer = [message("算法，算法。", "演算法。"), message("网络主权。", "主權。", "#: a.md:6")]

    assert counted(context, zh_TW=more) == [
        Row(FIRST, ("algorithm",), 1, {"zh_TW": 2}, (), ("zh_TW",)),
        Row(SECOND, ("cyber-sovereignty",), 0, {"zh_TW": 1}, (), ("zh_TW",)),
    ]
    assert counted(context, zh_HK=fewer) == [
        Row(FIRST, ("algorithm",), 2, {"zh_HK": 1}, ("zh_HK",), ()),
        Row(SECOND, ("cyber-sovereignty",), 1, {"zh_HK": 0}, ("zh_HK",), ()),
    ]


def test_english_stands_out_where_nothing_is_left(context: Context) -> None:
    english = [
        message("算法。", "Algorithm, algorithm."),
        message("网络主权。", "Sovereignty.", "#: a.md:6"),
    ]

    assert counted(context, en=english) == [
        Row(FIRST, ("algorithm",), 1, {"en": 2}, (), ()),
        Row(SECOND, ("cyber-sovereignty",), 1, {"en": 0}, ("en",), ()),
    ]


def test_english_may_be_inflected_with_its_words_apart(context: Context) -> None:
    english = message("算法，网络主权。", "Algorithms, and sovereignty in their cyber matters.")

    assert [row.counts for row in counted(context, en=english)] == [{"en": 1}, {"en": 1}]


def test_an_attribute_of_two_characters_is_not_asked_for(tmp_path: Path) -> None:
    (tmp_path / "network.md").write_text(NETWORK, encoding="utf-8")
    known = load([tmp_path])
    context = Context(known, Matcher(known))
    attribute = message("网络文化。", "Online culture.")
    word = message("连接网络。", "Go online.")

    assert counted(context, en=attribute) == [Row(FIRST, ("network",), 1, {"en": 0}, (), ())]
    assert counted(context, en=word) == [Row(FIRST, ("network",), 1, {"en": 0}, ("en",), ())]


def test_what_means_another_thing_is_no_occurrence(tmp_path: Path) -> None:
    (tmp_path / "network.md").write_text(NETWORK, encoding="utf-8")
    known = load([tmp_path])

    assert counted(Context(known, Matcher(known)), zh_TW=message("渔网网络。", "網路。")) == []


def test_titles_and_quotations_keep_the_wording_of_their_source(context: Context) -> None:
    chinese = message("《算法》、“网络主权”与算法。", "《算法》、「網絡主權」與演算法。")
    english = message("叫“演算法”。", "It is called 演算法.")

    assert counted(context, zh_TW=chinese) == [
        Row(FIRST, ("algorithm",), 2, {"zh_TW": 2}, (), ()),
        Row(FIRST, ("cyber-sovereignty",), 1, {"zh_TW": 1}, (), ()),
    ]
    assert counted(context, en=english) == [Row(FIRST, ("algorithm",), 1, {"en": 1}, (), ())]


def test_what_is_not_translated_counts_as_its_original(context: Context) -> None:
    fuzzy = message("网络主权。", "Sovereignty.", "#: a.md:6\n#, fuzzy")
    missing = message("算法，算法。", "演算法，演算法。", "#: a.md:4")

    found = counted(context, en=[message("算法。", ""), fuzzy], zh_TW=missing)

    assert found == [
        Row(FIRST, ("algorithm",), 3, {"en": 3, "zh_TW": 3}, (), ()),
        Row(SECOND, ("cyber-sovereignty",), 1, {"en": 1, "zh_TW": 1}, (), ()),
    ]


def test_forms_that_are_wrong_are_no_occurrences(context: Context) -> None:
    assert counted(context, zh_TW=message("搜集主权。", "搜集主權。")) == []


def test_a_message_counts_in_each_section_it_is_from(context: Context) -> None:
    found = message("算法。", "演算法。", "#: a.md:1 a.md:5\n#: b.md:1 a.md:6")

    assert [(row.section, row.source) for row in counted(context, zh_TW=found)] == [
        (FIRST, 1),
        (SECOND, 2),
    ]


def test_what_stands_before_the_first_heading_belongs_to_it(context: Context) -> None:
    later = [Section("a.md", 9, "甲"), Section("a.md", 12, "乙")]

    found = rows({"en": catalog(message("算法。", "Algorithm."))}, lambda _file: later, context)

    assert [row.section for row in found] == [later[0]]


def test_a_message_from_nowhere_is_of_its_catalog(context: Context) -> None:
    found = rows(
        {"en": catalog(message("算法。", "Algorithm.", "# a remark"))},
        lambda file: [Section(file)],
        context,
    )

    assert [row.section for row in found] == [Section("a.po")]


def test_contexts_and_catalogs_tell_messages_apart(context: Context) -> None:
    one = f'\n#: a.md:3\nmsgctxt "x"{message("算法。", "演算法。", "")}'
    named = catalog(one, message("算法。", "演算法。"))

    found = rows({"zh_TW": {"a.po": named["a.po"], "b.po": named["a.po"]}}, sections_of, context)

    assert [row.source for row in found] == [4]


def test_an_english_original_may_be_rendered_more_or_less_often(context: Context) -> None:
    chinese = [
        message("Algorithm, algorithm.", "演算法。"),
        message("Cyber sovereignty.", "主權。", "#: a.md:6"),
    ]

    assert counted(context, zh_TW=chinese) == [
        Row(FIRST, ("algorithm",), 2, {"zh_TW": 1}, (), ()),
        Row(SECOND, ("cyber-sovereignty",), 1, {"zh_TW": 0}, ("zh_TW",), ()),
    ]


def test_concepts_that_share_a_form_are_counted_together(tmp_path: Path) -> None:
    glossaries.write(tmp_path)
    shared = glossaries.PAGES["algorithm"].replace("related: [cyber-sovereignty]\n", "")
    other = shared.replace("en: algorithm", "en: reckoning").replace("[algorithm]", "[reckoning]")
    (tmp_path / "reckoning.md").write_text(
        other.replace("domain:", "homograph: [algorithm]\ndomain:"), encoding="utf-8"
    )
    page = tmp_path / "algorithm.md"
    text = page.read_text(encoding="utf-8").replace("domain:", "homograph: [reckoning]\ndomain:")
    page.write_text(text, encoding="utf-8")
    known = load([tmp_path])

    assert counted(Context(known, Matcher(known)), en=message("算法。", "Reckoning.")) == [
        Row(FIRST, ("algorithm", "reckoning"), 1, {"en": 1}, (), ())
    ]


def test_what_stays_as_it_is_counts_as_its_original(context: Context) -> None:
    path = message("glossary/algorithm.md", "glossary/algorithm.md")
    chinese = message("算法。", "算法。", "#: a.md:6")

    assert counted(context, zh_TW=[path, chinese]) == [
        Row(FIRST, ("algorithm",), 1, {"zh_TW": 1}, (), ()),
        Row(SECOND, ("algorithm",), 1, {"zh_TW": 0}, ("zh_TW",), ()),
    ]


def test_a_chinese_form_may_be_a_word_of_another_language(tmp_path: Path) -> None:
    page = NETWORK.replace("zh-Hant-TW: 網路", "zh-Hant-TW: [網路, 通信網], ja: ネットワーク")
    (tmp_path / "network.md").write_text(page, encoding="utf-8")
    known = load([tmp_path])
    context = Context(known, Matcher(known))

    assert comparable(["ja", "ko"], known) == ["ja"]
    assert counted(context, ja=message("连接网络。", "通信網に接続する。")) == [
        Row(FIRST, ("network",), 1, {"ja": 0}, ("ja",), ())
    ]
    assert counted(context, ja=message("连接网络。", "「通信網」とネットワーク。")) == [
        Row(FIRST, ("network",), 1, {"ja": 2}, (), ())
    ]


def test_a_language_without_forms_of_a_concept_is_not_compared(tmp_path: Path) -> None:
    page = NETWORK.replace(", en: network", "")
    (tmp_path / "network.md").write_text(page, encoding="utf-8")
    glossaries.write(tmp_path)
    known = load([tmp_path])

    assert comparable(["ja", "en", "zh_TW", "zh_Hant"], known) == ["en", "zh_TW"]
    assert counted(
        Context(known, Matcher(known)),
        en=message("连接网络。", "Go online."),
        zh_TW=message("连接网络。", "連接網路。"),
    ) == [Row(FIRST, ("network",), 1, {"zh_TW": 1}, (), ())]


ROWS = [
    Row(FIRST, ("algorithm",), 2, {"en": 1, "zh_HK": 1, "zh_TW": 3}, ("zh_HK",), ("zh_TW",)),
    Row(FIRST, ("cyber-sovereignty",), 1, {"en": 1, "zh_HK": 1, "zh_TW": 1}, (), ()),
    Row(SECOND, ("algorithm", "reckoning"), 1, {"en": 0}, ("en",), ()),
]


def test_the_report_has_what_stands_out() -> None:
    assert list(lines(ROWS)) == [
        "a.md:1: algorithm 2; en 1, zh_HK 1 (fewer), zh_TW 3 (more)",
        "a.md:5: algorithm, reckoning 1; en 0 (missing)",
    ]
    assert summary(ROWS) == "2 sections, 3 times a concept in one, 2 standing out"


def test_json_has_all_rows() -> None:
    assert as_json(ROWS[1:2]) == (
        '[\n {\n  "file": "a.md",\n  "line": 1,\n  "title": "甲",\n'
        '  "concepts": [\n   "cyber-sovereignty"\n  ],\n  "source": 1,\n'
        '  "counts": {\n   "en": 1,\n   "zh_HK": 1,\n   "zh_TW": 1\n  },\n'
        '  "fewer": [],\n  "more": []\n }\n]'
    )
    assert as_json([]) == "[]"
