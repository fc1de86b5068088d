"""Collisions: which longer words are found, and how they are shown."""

from pathlib import Path

import pytest

from zhengming.collisions import Word, around, collisions, report, table
from zhengming.datafile import Items, Scalar, Table, parse_yaml
from zhengming.finding import Context, Document
from zhengming.glossary import load
from zhengming.matcher import Matcher
from zhengming.text import columns
from zhengming.words import Words

WORDS = Words(
    {
        **{"预算": 500, "预算法": 9, "结算": 40, "结算法": 3, "算法": 20, "法": 900, "修改": 40},
        **{"算法语言": 3, "语言": 60, "互联": 9, "网络": 300, "网络化": 8, "运算": 3, "运算法": 4},
        **{"中国": 990, "产业": 800, "国产": 5, "国产化": 7, "化": 80, "各国": 50, "产品": 90},
    }
)


@pytest.fixture
def known(tmp_path: Path) -> Context:
    """A glossary with short forms, one of them guarded, and one inside another."""
    pages = {
        "algorithm": "{zh-Hans: 算法, zh-Hant-TW: 演算法, en: algorithm}\n"
        "unless: {zh-Hans: 结算法}\ndeprecated: {zh-Hans: {法语: 错}}",
        "language": "{zh-Hans: 算法语言}",
        "domestic": "{zh-Hans: 国产}",
        "network": "{zh-Hans: 网络, en: network}",
    }
    for name, terms in pages.items():
        page = f"---\nterms: {terms}\ndomain: d\n---\n\n# x\n"
        (tmp_path / f"{name}.md").write_text(page, encoding="utf-8")
    glossary = load([tmp_path])
    return Context(glossary, Matcher(glossary))


def lines(known: Context, *texts: str, ids: str = "") -> list[str]:
    wanted = set(ids.split()) or set(known.glossary.concepts)
    documents = [Document(f"{n}.md", text, "zh-Hans", "myst") for n, text in enumerate(texts)]
    found = collisions(known, WORDS, documents, wanted)
    return [line for each in found for line in report(each, f"{each.concept.id}.md", 8)]


def test_longer_words_of_the_list_are_found_but_for_guards_and_longer_forms(
    known: Context,
) -> None:
    assert lines(known) == [
        "算法  algorithm.md:2",
        "  预算|法  9 in the list",
        "  运算|法  4 in the list",
        "unless:",
        "  zh-Hans: [预算法, 运算法]",
        "网络  network.md:2",
        "  whole in  网络化 8",
        "国产  domestic.md:2",
        "  whole in  国产化 7",
    ]


def test_texts_show_what_no_list_has(known: Context) -> None:
    text = "发展中国产业，\n修改预算法。\n\n`中国产业` 与中国产业。结算法。\n"

    assert lines(known, "国产的算法", text, ids="domestic algorithm") == [
        "国产  domestic.md:2",
        "  中国|产业  2 in texts, first 1.md:1:4",
        "  whole in  国产化 7",
        "unless:",
        "  zh-Hans: [中国产业]",
        "算法  algorithm.md:2",
        "  预算|法  9 in the list  1 in texts, first 1.md:2:4",
        "  运算|法  4 in the list",
        "unless:",
        "  zh-Hans: [预算法, 运算法]",
    ]


def test_a_form_that_a_line_break_divides_is_one(known: Context) -> None:
    assert lines(known, "看中国\n产业", ids="domestic")[:2] == [
        "国产  domestic.md:2",
        "  中国|产业  1 in texts, first 0.md:1:3",
    ]


def test_a_word_inside_a_longer_one_of_the_list_counts_with_it(known: Context) -> None:
    words = Words(dict(WORDS.counts) | {"预算法案": 6, "案": 1})

    (first, *_) = collisions(known, words, [], {"algorithm"})

    assert first.words[0] == Word("预算法", ("预算", "法"), 15)


def test_a_new_form_is_looked_for_in_the_list_alone() -> None:
    words = Words(dict(WORDS.counts) | {"预算法案": 6, "案": 1})

    assert around(words, "算法") == [
        Word("预算法", ("预算", "法"), 15),
        Word("运算法", ("运算", "法"), 4),
        Word("结算法", ("结算", "法"), 3),
        Word("算法语言", ("算法语言",), 3),
    ]
    assert around(words, "算法语言") == []


def test_a_guard_is_of_the_language_that_has_the_form(tmp_path: Path) -> None:
    page = "---\nterms: {zh-Hans: 程序, zh-Hant-TW: 程式}\ndomain: d\n---\n\n# x\n"
    (tmp_path / "program.md").write_text(page, encoding="utf-8")
    glossary = load([tmp_path])
    words = Words({"程式": 5, "过程": 500, "式样": 500, "过程式样": 2})

    (found,) = collisions(Context(glossary, Matcher(glossary)), words, [], {"program"})

    assert found.guards() == {"zh-Hant-TW": ["过程式样"]}


def test_words_that_hold_a_form_whole_are_shortened_and_lines_fit_a_terminal() -> None:
    words = [Word(f"很长的词{n}", (f"很长的词{n}",), 1000 * n) for n in range(12)]
    cut = Word("预算法", ("预算", "法"), 0, 1, f"{'docs/' * 10}a.md:1:1")

    shown = list(table([cut, *words], 8))

    assert max(map(columns, shown)) <= 80
    assert shown[:2] == ["  预算|法", f"    1 in texts, first {'docs/' * 10}a.md:1:1"]
    assert shown[2].startswith("  whole in  很长的词0 0  很长的词1 1,000")
    assert shown[-2:] == [
        "    很长的词4 4,000  很长的词5 5,000  很长的词6 6,000  很长的词7 7,000",
        "    and 4 more",
    ]
    assert not any("more" in line for line in table(words, None))


def test_a_long_guard_is_yaml_all_the_same(known: Context) -> None:
    counts = [f"{sign}预" for sign in "甲乙丙丁戊己庚辛壬癸子丑寅卯"]
    names = {f"{word}算法" for word in counts}
    single = {"法": 9, "算": 1} | {f"{word}算": 9 for word in counts}
    words = Words(single | dict.fromkeys(names, 3))

    shown = lines_of(known, words)
    guard = parse_yaml(Path("x"), "\n".join(shown[shown.index("unless:") :]))

    assert max(map(columns, shown)) <= 80
    assert isinstance(guard, Table)
    languages = guard.values["unless"]
    assert isinstance(languages, Table)
    found = languages.values["zh-Hans"]
    assert isinstance(found, Items)
    assert {value.text for value in found.values if isinstance(value, Scalar)} == names


def lines_of(known: Context, words: Words) -> list[str]:
    (found,) = collisions(known, words, [], {"algorithm"})
    return list(report(found, "algorithm.md", 8))
