"""Concept pages: what they say, and every way in which they can be wrong."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import glossaries
from zhengming.glossary import (
    Concept,
    Example,
    Glossary,
    is_concept_page,
    load,
    read,
    with_borrowed,
)
from zhengming.matcher import Matcher
from zhengming.text import Span

PAGE = """\
---
terms:
  zh-Hans: [网络主权, 网络空间主权]
  zh-Hant-TW: 網路主權
  en: cyber sovereignty
deprecated:
  zh-Hans: {搜集主权: 洗稿替换所致}
unless:
  zh-Hans: [网络主权论坛]
domain: policy
---

# 网络主权

国家主权在网络空间的延伸。

```{examples}
zh-Hans:    尊重[网络主权]。
zh-Hant-HK: 尊重[網絡主權]\\[1\\]。

en:         Respect.
```
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a concept page and return its path."""

    def write(page: str, name: str = "cyber-sovereignty.md") -> Path:
        path = tmp_path / name
        path.write_text(page, encoding="utf-8", newline="")
        return path

    return write


def errors(read: Callable[[], object], folder: Path) -> list[str]:
    with pytest.raises((ExceptionGroup, Exception)) as caught:
        read()
    error = caught.value
    found = error.exceptions if isinstance(error, ExceptionGroup) else [error]
    return [str(each).removeprefix(f"{folder}/") for each in found]


def forms(concept: Concept, status: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for term in concept.terms:
        if term.status == status:
            found.setdefault(term.language, []).append(term.form + "*" * term.is_derived)
    return found


def test_a_page_is_a_concept_with_forms_in_each_language(write: Write) -> None:
    concept = read(write(PAGE))

    assert concept.id == "cyber-sovereignty"
    assert (concept.title, concept.title_line) == ("网络主权", 13)
    assert concept.definition == "国家主权在网络空间的延伸。"
    assert forms(concept, "preferred") == {
        "zh-Hans": ["网络主权"],
        "zh-Hant-TW": ["網路主權"],
        "en": ["cyber sovereignty"],
        "zh-Hant-HK": ["網絡主權*"],
    }
    assert forms(concept, "admitted") == {
        "zh-Hans": ["网络空间主权"],
        "zh-Hant-HK": ["網絡空間主權*"],
    }
    assert forms(concept, "deprecated") == {
        "zh-Hans": ["搜集主权"],
        "zh-Hant-TW": ["蒐集主權*"],
        "zh-Hant-HK": ["搜集主權*"],
    }
    assert concept.unless == {
        "zh-Hans": ("网络主权论坛",),
        "zh-Hant-TW": ("網絡主權論壇",),
        "zh-Hant-HK": ("網絡主權論壇",),
    }
    assert concept.preferred("zh-Hant-TW") == "網路主權"
    assert concept.preferred("zh-Hant") == "网络主权"


def test_examples_have_text_without_brackets_and_know_their_place(write: Write) -> None:
    assert read(write(PAGE)).examples == (
        Example(
            language="zh-Hans",
            text="尊重网络主权。",
            spans=(Span(2, 6),),
            line=18,
            column=13,
            shifts=(2, 6),
        ),
        Example(
            language="zh-Hant-HK",
            text="尊重網絡主權[1]。",
            spans=(Span(2, 6),),
            line=19,
            column=13,
            shifts=(2, 6, 6, 8),
        ),
        Example(language="en", text="Respect.", spans=(), line=21, column=13, shifts=()),
    )


def test_line_ends_of_windows_change_nothing(write: Write) -> None:
    concept = read(write(PAGE))

    assert read(write(PAGE.replace("\n", "\r\n"))) == concept


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("---\nterms", "terms", "1:1: no front matter; expected YAML between two lines of ---"),
        ("terms:\n", "term:\n", "2:1: front matter 'term'; expected one of terms, deprecated, "),
        ("domain: policy\n", "", "2:1: no 'domain'; expected a word"),
        ("policy\n", "policy\n  - a\n", "10:9: domain 'policy - a'; expected a word"),
        ("domain: policy", "domain: [a]", "10:9: no string for domain; expected a word"),
        (
            "  zh-Hans: [网络主权, 网络空间主权]\n",
            "",
            "3:3: no zh-Hans form; expected one in every",
        ),
        (
            "zh-Hant-TW: 網路主權",
            "zh-TW: 網路主權",
            "4:3: terms 'zh-TW'; expected one of zh-Hans, ",
        ),
        ("en: cyber", "en: {a: b} #", "5:7: no list of strings for terms; expected a mapping of"),
        (
            "网络空间主权]",
            "网络主权]",
            "3:19: form '网络主权' again, first in line 3; expected it once in a language",
        ),
        (
            "{搜集主权: 洗",
            "{网络主权: 洗",
            "7:13: form '网络主权' again, first in line 3; expected it once in a language",
        ),
        ("洗稿替换所致", "''", "7:19: no reason for '搜集主权'; expected why it is wrong"),
        (
            "{搜集主权: 洗稿替换所致}",
            "搜集",
            "7:12: no mapping for deprecated; expected a mapping",
        ),
        ("cyber sov", "cafe\u0301 sov", "5:7: form 'cafe\u0301 sovereignty'; expected 'caf\u00e9"),
        (
            "en: cyber sovereignty",
            "en: []",
            "5:7: no form for en; expected a form, or no en at all",
        ),
        (
            "domain",
            'not_when: {en: "a\\0"}\ndomain',
            "10:16: word 'a\\x00'; expected a printable form, no space around it",
        ),
        ("domain", "sources: ['']\ndomain", "10:11: no string for sources; expected a list of"),
        ("domain", "related: [A]\ndomain", "10:11: related 'A'; expected another concept's id"),
        ("en: cyber sovereignty", "en: ''", "5:7: form ''; expected a printable form, no space"),
        (
            "[网络主权论坛]",
            "[网络]",
            "9:13: '网络'; expected a longer word around one of 网络主权, 网络空间主权, 搜集主权",
        ),
        ("domain", "case: {a: exact}\ndomain", "10:8: case 'a'; expected one of "),
        (
            "domain",
            "case: {cyber sovereignty: no}\ndomain",
            "10:27: a case that is not exact; expected exact",
        ),
        ("# 网络主权\n", "", "12:1: no heading; expected # and the preferred Simplified form"),
        (
            "尊重[网络主权]",
            "尊重]网络主权[",
            "18:15: a bracket ] out of place; expected [form] or",
        ),
        (
            "尊重[网络主权]。",
            "尊重[网络主权。",
            "18:21: the end of the line; expected ] after the",
        ),
        ("[网络主权]。\n", "[[网络主权]]。\n", "18:16: a bracket [ out of place; expected [form]"),
        ("en:         R", "tw:         R", "21:1: 'tw:         Respect.'; expected a language"),
    ],
)
def test_what_is_wrong_is_named_at_its_place(
    write: Write, tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in PAGE
    path = write(PAGE.replace(old, new, 1))

    found = errors(lambda: read(path), tmp_path)

    assert found[0].startswith(f"cyber-sovereignty.md:{message}")


def test_a_file_name_that_cannot_be_an_id_is_named(write: Write, tmp_path: Path) -> None:
    path = write(PAGE, "Cyber_1.md")

    assert errors(lambda: read(path), tmp_path) == [
        "Cyber_1.md:2:1: file name 'Cyber_1.md'; expected a-z, 0-9 and - only"
    ]


def small(form: str, more: str = "") -> str:
    return f"---\nterms: {{zh-Hans: {form}}}\ndomain: d\n{more}---\n\n# {form}\n"


def test_all_errors_of_all_files_are_reported_in_one_run(write: Write, tmp_path: Path) -> None:
    write(small("甲").replace("domain: d\n", ""), "a.md")
    write(small("乙").replace("# 乙", ""), "b.md")
    write("# index\n", "index.md")

    assert errors(lambda: load([tmp_path]), tmp_path) == [
        "a.md:2:1: no 'domain'; expected a word",
        "b.md:5:1: no heading; expected # and the preferred Simplified form",
    ]


def test_a_form_of_two_concepts_is_an_error_unless_both_say_so(
    write: Write, tmp_path: Path
) -> None:
    write(small("土豆"), "potato.md")
    write(small("土豆"), "peanut.md")

    assert errors(lambda: load([tmp_path]), tmp_path) == [
        f"potato.md:2:18: {language} form '土豆', which peanut has too; "
        "expected a form of its own, or homograph in both concepts"
        for language in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
    ]
    write(small("土豆", "homograph: peanut\n"), "potato.md")
    write(small("土豆", "homograph: [potato]\n"), "peanut.md")
    assert list(load([tmp_path]).concepts) == ["peanut", "potato"]


def test_relations_lead_to_concepts_that_exist(write: Write, tmp_path: Path) -> None:
    write(small("甲", "broader: b\nrelated: [c, a]\n"), "a.md")
    write(small("乙"), "b.md")

    assert errors(lambda: load([tmp_path]), tmp_path) == [
        "a.md:5:10: related 'c'; expected another concept's id",
        "a.md:5:10: related 'a'; expected another concept's id",
    ]
    write(small("甲", "broader: b\n"), "a.md")
    assert load([tmp_path]).narrower("b") == ("a",)


def test_a_concept_page_is_known_by_its_front_matter(write: Write) -> None:
    assert is_concept_page(write(PAGE))
    assert not is_concept_page(write("# 标题\n\nterms: no\n", "a.md"))
    assert not is_concept_page(write(PAGE, "index.md"))


DATA = "terms:\n  zh-Hans: 数据\n  zh-Hant-TW: [資料, 數據]\ndomain: d\nordinary:\n"


def test_words_that_are_ordinary_are_forms_of_other_regions(write: Write) -> None:
    page = "---\n{}---\n\n# 数据\n\n{}\n"
    concept = read(write(page.format(f"{DATA}  zh-Hans: 资料\n", "定义。"), "a.md"))
    assert concept.ordinary == {"zh-Hans": ("资料",)}

    for line, place, there in (
        ("  zh-Hans: 数据\n", "7:12", "'数据'; expected a form of another region: 资料"),
        ("  zh-Hans: 资源\n", "7:12", "'资源'; expected a form of another region: 资料"),
        ("  en: data\n", "7:7", "'data'; expected a form of another region: there is none"),
    ):
        path = write(page.format(DATA + line, "定义。"), "a.md")
        assert errors(partial(read, path), path.parent) == [f"a.md:{place}: {there}"]


def test_the_fields_that_only_say_something_are_kept_as_they_are(write: Write) -> None:
    more = (
        "not_when:\n  en: [network effect, networking]\nhomograph: [b]\nbroader: c\n"
        "related: [d, e]\nsources: [甲, 乙]\nnote: 备注\n"
    )
    concept = read(write(small("网络", more), "a.md"))

    assert concept.not_when == {"en": ("network effect", "networking")}
    assert (concept.homograph, concept.broader, concept.related) == (("b",), ("c",), ("d", "e"))
    assert (concept.sources, concept.note, concept.domain) == (("甲", "乙"), "备注", "d")
    assert concept.places["note"] == (10, 7)


@pytest.mark.parametrize(
    ("front", "message"),
    [
        (
            "terms: 甲\ndomain: d",
            "2:8: no mapping for terms; expected a mapping of language to form",
        ),
        (
            "terms: {zh-Hans: [甲, [乙]]}\ndomain: d",
            "2:18: no list of strings for terms; expected",
        ),
        (
            "terms: {zh-Hans: ' 甲'}\ndomain: d",
            "2:18: form ' 甲'; expected a printable form, no sp",
        ),
        (
            "terms: {zh-Hans: 甲}\nunless: {en: [甲乙]}\ndomain: d",
            "3:15: '甲乙'; expected a longer word around one of no forms",
        ),
        (
            "terms: {zh-Hans: 甲}\nunless: {zh-Hans: [丙, 甲]}\ndomain: d",
            "3:20: '丙'; expected a longer word around one of 甲",
        ),
    ],
)
def test_values_of_another_shape_are_named(
    write: Write, tmp_path: Path, front: str, message: str
) -> None:
    path = write(f"---\n{front}\n---\n\n# 甲\n", "a.md")

    assert errors(lambda: read(path), tmp_path)[0].startswith(f"a.md:{message}")


def test_a_form_of_two_concepts_is_an_error_if_only_one_says_so(
    write: Write, tmp_path: Path
) -> None:
    write(small("土豆", "homograph: potato\n"), "peanut.md")
    write(small("土豆"), "potato.md")

    assert errors(lambda: load([tmp_path]), tmp_path)[0].startswith(
        "potato.md:2:18: zh-Hans form '土豆', which peanut has too; expected a form of its own"
    )


def test_a_backslash_before_a_backslash_or_bracket_is_not_shown(write: Write) -> None:
    text = "```{examples}\nzh-Hans: a\\\\[网络]\\[b\\] \\c\n```\n"
    (example,) = read(write(f"{small('网络')}\n{text}", "a.md")).examples

    assert (example.text, example.spans) == ("a\\网络[b] \\c", (Span(2, 4),))
    assert example.shifts == (1, 2, 4, 4, 6)


def test_a_broken_page_does_not_make_relations_to_it_errors(write: Write, tmp_path: Path) -> None:
    write(small("甲", "broader: b\n"), "a.md")
    write(small("乙").replace("domain: d\n", ""), "b.md")

    assert errors(lambda: load([tmp_path]), tmp_path) == ["b.md:2:1: no 'domain'; expected a word"]


DEFAULT = """\
---
terms:
  zh-Hans: 默认
  zh-Hant-TW: 預設
  zh-Hant-HK: [預設, 缺省]
  en: default
domain: technology
---

# 默认

没有选择时的选择。
"""


def test_forms_of_other_languages_are_known_as_one_would_write_them(tmp_path: Path) -> None:
    (tmp_path / "default.md").write_text(DEFAULT, encoding="utf-8")

    known = load([tmp_path])

    assert known.borrowed == {
        "zh-Hans": (("预设", "default", "zh-Hant-TW"),),
        "zh-Hant-TW": (("默認", "default", "zh-Hans"),),
        "zh-Hant-HK": (("默認", "default", "zh-Hans"),),
    }


@pytest.mark.parametrize(
    ("language", "text", "tags"),
    [
        ("zh-Hant-TW", "默認", ["zh-Hans"]),
        ("zh-Hans", "预设", ["zh-Hant-TW"]),
        ("zh-Hant-TW", "預設", ["zh-Hant-HK", "zh-Hant-TW"]),
    ],
)
def test_a_matcher_finds_what_is_borrowed(
    tmp_path: Path, language: str, text: str, tags: list[str]
) -> None:
    (tmp_path / "default.md").write_text(DEFAULT, encoding="utf-8")
    matcher = Matcher(with_borrowed(load([tmp_path]), language))

    (match,) = matcher.find(f"使用{text}值。")

    assert match.span == Span(2, 4)
    assert sorted(term.language for term in match.terms) == tags


def test_of_a_further_glossary_what_the_own_one_has_in_any_form_is_left_out(
    tmp_path: Path,
) -> None:
    own = load([glossaries.write(tmp_path / "own")])
    further = load([glossaries.write_further(tmp_path / "further")])

    joined = own.joined(further)

    # procedure says 算法 too.
    assert list(joined.concepts) == ["algorithm", "cyber-sovereignty", "file"]
    assert joined == Glossary.of(joined.concepts.values())
    assert joined.concepts["file"] is further.concepts["file"]
    assert list(further.joined(own).concepts) == ["cyber-sovereignty", "file", "procedure"]


def test_of_a_further_glossary_what_has_an_id_of_the_own_one_is_left_out(tmp_path: Path) -> None:
    own = load([glossaries.write(tmp_path / "own")])
    other = glossaries.write_further(tmp_path / "further") / "algorithm.md"
    other.write_text(
        "---\nterms: {zh-Hans: 步法}\ndomain: dance\n---\n\n# 步法\n", encoding="utf-8"
    )

    assert own.joined(load([other.parent])).concepts["algorithm"] == own.concepts["algorithm"]
