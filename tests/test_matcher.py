"""Matching: leftmost, longest, by characters and not by words."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhengming.glossary import load
from zhengming.matcher import Matcher, _soft_breaks, respelled

Make = Callable[..., Matcher]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make a matcher of concepts a, b, c …: front matter without domain for each."""

    def make(*fronts: str) -> Matcher:
        for path in tmp_path.glob("*.md"):
            path.unlink()
        for number, front in enumerate(fronts):
            name = chr(ord("a") + number)
            page = f"---\ndomain: d\n{front}\n---\n\n# x\n"
            (tmp_path / f"{name}.md").write_text(page, encoding="utf-8")
        return Matcher(load([tmp_path]))

    return make


def found(matcher: Matcher, text: str) -> list[str]:
    """Return the concepts and words found, as a:网络."""
    return [
        f"{'+'.join(dict.fromkeys(t.concept for t in terms))}:{text[span.start : span.end]}"
        for span, terms in matcher.find(text)
    ]


def test_the_longest_form_at_a_place_counts_and_of_overlapping_ones_the_first(make: Make) -> None:
    matcher = make(
        "terms: {zh-Hans: 网络}", "terms: {zh-Hans: 网络空间}", "terms: {zh-Hans: 空间治理}"
    )

    assert found(matcher, "网络空间治理网络") == ["b:网络空间", "a:网络"]
    assert found(matcher, "空间治理") == ["c:空间治理"]


def test_words_in_unless_cover_a_form_and_yield_nothing(make: Make) -> None:
    matcher = make("terms: {zh-Hans: 法治}\nunless: {zh-Hans: [依法治国]}")

    assert found(matcher, "依法治国与法治，依法治網") == ["a:法治", "a:法治"]
    assert found(matcher, "依法治國") == []


def test_a_guard_hides_its_own_concept_and_no_other(make: Make) -> None:
    matcher = make(
        "terms: {zh-Hans: 法治, en: rule}\nunless: {zh-Hans: [依法治国], en: [rule of thumb]}",
        "terms: {zh-Hans: 治国}",
        "terms: {zh-Hans: 法}",
    )

    assert found(matcher, "依法治国的法治") == ["c:法", "b:治国", "a:法治"]
    assert found(matcher, "Rule of thumb, rule") == ["a:rule"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cyber sovereignty", ["a:cyber sovereignty"]),
        (
            "Cyber sovereignty and Cyber Sovereignty",
            ["a:Cyber sovereignty", "a:Cyber Sovereignty"],
        ),
        ("cyber Sovereignty", ["a:cyber Sovereignty"]),
        ("CYBER SOVEREIGNTY", []),
        ("cybers", []),
        ("a cyber sovereigntyx", ["b:cyber"]),
        ("e-cyber_x cyber", ["b:cyber"]),
        ("支持IPv6和IPv61", ["c:IPv6"]),
        ("ipv6 UN un", ["c:UN"]),
        ("iOS IOS", ["c:iOS"]),
        ("e网络 E网络", ["c:e网络"]),
        ("中国5G网络、15G网络", ["c:5G网络"]),
    ],
)
def test_ascii_counts_at_word_boundaries_and_may_be_capitalised(
    make: Make, text: str, expected: list[str]
) -> None:
    matcher = make(
        "terms: {zh-Hans: 甲, en: cyber sovereignty}",
        "terms: {zh-Hans: 乙, en: cyber}",
        "terms: {zh-Hans: [丙, 5G网络, e网络], en: [IPv6, UN, iOS]}\n"
        "case: {IPv6: exact, UN: exact, iOS: exact}",
    )

    assert found(matcher, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("网络\n主权", ["a:网络\n主权"]),
        ("网络  \n   主权", ["a:网络  \n   主权"]),
        ("网络\n\n主权", []),
        ("网络\r\n主权", ["a:网络\r\n主权"]),
        ("网络\r\n\r\n主权", []),
        ("cyber\n  sovereignty", ["a:cyber\n  sovereignty"]),
        (
            "cafe\u0301 網络主权",
            [
                "b:cafe\u0301",
            ],
        ),
        ("\U00020000网络主权\u2028网络主权", ["a:网络主权", "a:网络主权"]),
    ],
)
def test_places_hold_for_soft_line_breaks_marks_and_astral_characters(
    make: Make, text: str, expected: list[str]
) -> None:
    matcher = make(
        "terms: {zh-Hans: 网络主权, en: cyber sovereignty}", "terms: {zh-Hans: 乙, en: café}"
    )

    assert found(matcher, text) == expected


@pytest.mark.parametrize(
    ("written", "form", "other", "expected"),
    [
        ("old form", "old form", "new word", "new word"),
        ("Old form", "old form", "new word", "New word"),
        ("Old\n  Form", "old form", "new word", "New Word"),
        ("OLD FORM", "OLD FORM", "new word", "new word"),
        ("搜集", "搜集", "网络", "网络"),
    ],
)
def test_a_form_is_respelled_with_the_capitals_of_another(
    written: str, form: str, other: str, expected: str
) -> None:
    assert respelled(written, form, other) == expected


def test_one_form_of_two_concepts_is_one_match_with_both(make: Make) -> None:
    matcher = make("terms: {zh-Hans: 土豆}\nhomograph: b", "terms: {zh-Hans: 土豆}\nhomograph: a")

    assert found(matcher, "土豆") == ["a+b:土豆"]


LETTERS = "网络空a b"
FORMS = st.lists(st.text(LETTERS, min_size=1, max_size=4).map(str.strip), min_size=1, max_size=5)


def reference(forms: set[str], text: str) -> list[tuple[int, int]]:
    """Find forms the slow way: at each place the longest that stands there whole."""
    spans, start = [], 0
    while start < len(text):
        whole = [
            form
            for form in forms
            if text.startswith(form, start)
            and not (re.match(r"[a-z0-9]", form) and re.search(r"[A-Za-z0-9_]$", text[:start]))
            and not (
                re.search(r"[a-z0-9]$", form, re.IGNORECASE)
                and re.match(r"[A-Za-z0-9_]", text[start + len(form) :])
            )
        ]
        if whole:
            spans.append((start, start + max(map(len, whole))))
        start = spans[-1][1] if whole else start + 1
    return spans


@given(FORMS, st.text(LETTERS, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_matches_are_those_of_a_search_place_by_place(
    make: Make, forms: list[str], text: str
) -> None:
    forms = [form for form in dict.fromkeys(forms) if form]
    quoted = ", ".join(f"'{form}'" for form in forms)
    exact = ", ".join(f"'{form}': exact" for form in forms)
    matcher = make(f"terms: {{zh-Hans: [{quoted}]}}\ncase: {{{exact}}}") if forms else make()
    expected = set(forms) | {form.translate(str.maketrans("网络空", "網絡空")) for form in forms}

    assert [tuple(span) for span, _ in matcher.find(text)] == reference(expected, text)


# Concept → forms, and words in `unless`.
GUARDED = {
    "a": (["网络"], ["空网络"]),
    "b": (["网络", "空"], ["网络空", "络空网"]),
    "c": (["络空网", "络络", "é"], ["网络空网络"]),
}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder = tmp_path_factory.mktemp("guarded")
    for name, (forms, words) in GUARDED.items():
        page = f"---\ndomain: d\nterms: {{zh-Hans: [{', '.join(forms)}]}}\n"
        page += f"unless: {{zh-Hans: [{', '.join(words)}]}}\n"
        page += {"a": "homograph: [b]\n", "b": "homograph: [a]\n", "c": ""}[name]
        (folder / f"{name}.md").write_text(f"{page}---\n\n# x\n", encoding="utf-8")
    return Matcher(load([folder]))


def is_hidden(text: str, start: int, end: int, words: list[str]) -> bool:
    return any(
        text.startswith(word, before) and before + len(word) >= end
        for word in words
        for before in range(start + 1)
    )


@given(text=st.text("网络空", max_size=16))
@settings(max_examples=300)
def test_guards_hide_what_is_whole_inside_of_them(guarded: Matcher, text: str) -> None:
    candidates = sorted(
        (start, -start - len(form), name)
        for name, (forms, words) in GUARDED.items()
        for form in forms
        for start in range(len(text))
        if text.startswith(form, start) and not is_hidden(text, start, start + len(form), words)
    )
    expected: dict[tuple[int, int], list[str]] = {}
    free = 0
    for start, minus_end, name in candidates:
        if start >= free:
            free = -minus_end
            expected[start, free] = [name]
        elif (start, -minus_end) in expected:
            expected[start, -minus_end].append(name)

    found = {
        tuple(span): list(dict.fromkeys(term.concept for term in terms))
        for span, terms in guarded.find(text)
    }
    assert found == expected


@given(text=st.text("网络空", max_size=16))
def test_the_same_terms_are_the_same_object(guarded: Matcher, text: str) -> None:
    found = [terms for _start, _end, terms in guarded.found(text)]

    assert len({id(terms) for terms in found}) == len(set(found))


HAN = "[\\u3400-\\u9fff\\U00020000-\\U0003ffff]"
SOFT = re.compile(
    rf"(?P<none>(?<={HAN})[ \t]*\r?\n[ \t]*(?={HAN}))|(?<=[!-~])[ \t]*\r?\n[ \t]*(?=[!-~])"
)


@given(st.text("网\U00020000a!~\n\n\r \t，\0", max_size=16))
@settings(max_examples=300)
def test_soft_line_breaks_are_those_between_two_han_or_two_words(text: str) -> None:
    expected = [
        (*found.span(), "" if found["none"] is not None else " ") for found in SOFT.finditer(text)
    ]

    assert list(_soft_breaks(text)) == expected


@given(text=st.text("络空e\u0301\u0323\n\r ，", max_size=16))
@settings(max_examples=300)
def test_places_in_the_view_are_places_in_the_text(guarded: Matcher, text: str) -> None:
    view = unicodedata.normalize("NFC", SOFT.sub(lambda gap: "" if gap["none"] else " ", text))
    expected = [found[0] for found in re.finditer("络络|空|é", view)]

    spans = [text[slice(*span)] for span, _ in guarded.find(text)]
    assert [unicodedata.normalize("NFC", SOFT.sub("", span)) for span in spans] == expected
