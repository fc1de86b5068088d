"""Two translations of one original: words merely converted, and one original in two ways."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from catalogs import HEADER
from zhengming import catalog, compare
from zhengming.compare import Pair, Translation

LANGUAGES = "zh-Hans", "zh-Hant-TW"


def parsed(messages: Sequence[tuple[str, str]], name: str = "a.po") -> catalog.Catalog:
    return read(
        *(f'msgid "{original}"\nmsgstr "{text}"\n' for original, text in messages), name=name
    )


def read(*entries: str, name: str = "a.po") -> catalog.Catalog:
    return catalog.parse(Path(name), (HEADER + "\n".join(entries)).encode())


def paired(*messages: tuple[str, str, str]) -> list[Pair]:
    """Return pairs of English, Simplified and Taiwan messages."""
    one = parsed([(original, text) for original, text, _other in messages])
    other = parsed([(original, text) for original, _text, text in messages])
    return compare.pairs(one.messages, other.messages, LANGUAGES)


def said(found: Sequence[Pair]) -> list[tuple[str, str]]:
    """Return each word that was merely converted, and what is said of it."""
    return [
        (each.at.string.text[slice(*each.span)], each.message)
        for each in compare.bare_words(found)
    ]


# What a translator into Taiwan's Chinese made of the same Simplified messages.
USUAL = [
    ("Default value", "默认值", "預設值"),
    ("Reset to default", "恢复默认", "恢復預設"),
    ("The default font", "默认的字体", "預設的字型"),
]


def test_a_word_that_was_merely_converted_is_found() -> None:
    found = paired(*USUAL, ("Use default colors", "使用默认颜色", "使用默認顏色"))

    message = "默認 is converted only; for 'default' these catalogs write 預設 3 times"
    assert said(found) == [("默認", message)]


@pytest.mark.parametrize(
    "message",
    [
        # Another English word: the same characters mean something else.
        ("Acquiesce in it", "默认此事", "默認此事"),
        # The usual word is there too, so this one has its own meaning.
        ("Default or tacit", "默认或默认", "預設或默認"),
        # It is in no translation of the other language.
        ("Default colors", "缺省颜色", "默認顏色"),
    ],
)
def test_other_meanings_are_left(message: tuple[str, str, str]) -> None:
    assert said(paired(*USUAL, message)) == []


def test_once_is_no_usage() -> None:
    found = paired(USUAL[0], ("Use default colors", "使用默认颜色", "使用默認顏色"))

    assert said(found) == []


def test_the_majority_is_the_usage() -> None:
    kept = [(f"Default {n}", f"默认{n}", f"默認{n}") for n in ("a", "b", "c", "d")]

    assert said(paired(*USUAL, *kept)) == []


def test_a_pair_knows_that_it_is_a_conversion_only() -> None:
    found = paired(("Open", "打开", "打開"), ("Save", "保存", "儲存"), ("OK", "OK", "OK"))

    assert [pair.is_bare for pair in found] == [True, False, False]


def test_fuzzy_empty_and_unknown_messages_are_left_out() -> None:
    one = parsed([("a", "甲"), ("b", ""), ("c", "丙"), ("d", "丁")])
    other = read(
        '#, fuzzy\nmsgid "a"\nmsgstr "甲"\n',
        'msgid "b"\nmsgstr "乙"\n',
        'msgid "c"\nmsgstr "丙"\n',
        'msgid "e"\nmsgstr "戊"\n',
    )

    found = compare.pairs(one.messages, other.messages, LANGUAGES)

    assert [pair.original for pair in found] == ["c"]


def test_an_original_with_another_context_is_another() -> None:
    text = (
        'msgctxt "verb"\nmsgid "Open"\nmsgstr "{}"\n\nmsgctxt "state"\nmsgid "Open"\nmsgstr "{}"\n'
    )
    one, other = (read(text.format(*words)) for words in (("打开", "开放"), ("開啟", "開放")))

    found = compare.pairs(one.messages, other.messages, LANGUAGES)

    assert [(p.one.string.text, p.other.string.text) for p in found] == [
        ("打开", "開啟"),
        ("开放", "開放"),
    ]
    assert list(compare.two_translations(pair.other for pair in found)) == []


def test_the_rarer_of_two_translations_is_found() -> None:
    catalogs = [
        parsed([("File", "檔案")], "a.po"),
        parsed([("File", "檔案：")], "b.po"),
        parsed([("File", "文件")], "c.po"),
    ]
    translations = [Translation(e, e.msgstr[0]) for each in catalogs for e in each.messages]

    found = list(compare.two_translations(translations))

    assert [each.message for each in found] == ["'File' is 文件 here, 檔案 2 times, as in a.po:14"]
    assert found[0].at.entry.catalog.path == Path("c.po")


@pytest.mark.parametrize(
    ("source", "target", "text", "converted"),
    [
        ("zh-Hans", "zh-Hant-TW", "里面", "裡面"),
        ("zh-Hans", "zh-Hant-HK", "里面", "裏面"),
        ("zh-Hant-TW", "zh-Hant-HK", "裡面", "裏面"),
        ("zh-Hant-HK", "zh-Hans", "裏面", "里面"),
        ("zh-Hant", "zh-Hans", "裏面", "里面"),
    ],
)
def test_characters_are_those_of_the_other_language(
    source: str, target: str, text: str, converted: str
) -> None:
    assert compare.converter(source, target)(text) == converted
