"""Languages: many names, few tags."""

import pytest

from zhengming.languages import any_tag, by_name, is_other, order, tag


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("zh_TW", "zh-Hant-TW"),
        ("zh-tw", "zh-Hant-TW"),
        ("ZH-Hant-hk", "zh-Hant-HK"),
        ("zh_CN", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh_MO", "zh-Hant-HK"),
        ("en", "en"),
        ("ja", None),
        ("zh_TW.Big5", None),
        ("LC_MESSAGES", None),
    ],
)
def test_names_of_others_mean_a_tag(name: str, meant: str | None) -> None:
    assert tag(name) == meant


@pytest.mark.parametrize(
    ("name", "meant"),
    [("ja", "ja"), ("pt_BR", "pt-BR"), ("sr-Latn", "sr-Latn"), ("zh_HK", "zh-Hant-HK")],
)
def test_other_languages_have_tags_too(name: str, meant: str) -> None:
    assert any_tag(name) == meant


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("docs/zh_TW/guide/a.md", "zh-Hant-TW"),
        ("i18n/zh-Hans/a.md", "zh-Hans"),
        ("README.zh-TW.md", "zh-Hant-TW"),
        ("docs/index_zh_CN.rst", "zh-Hans"),
        ("zh-hk.md", "zh-Hant-HK"),
        ("locale/zh_TW/LC_MESSAGES/a.po", "zh-Hant-TW"),
        ("po/zh_Hant.po", "zh-Hant"),
        ("pages.zh_TW/tar.md", "zh-Hant-TW"),
        ("po/en.po", "en"),
        ("README.md", None),
        ("docs/zhengming.md", None),
        ("fr/a.md", None),
    ],
)
def test_a_file_says_its_language_by_its_folders_or_name(name: str, meant: str | None) -> None:
    assert by_name(name) == meant


@pytest.mark.parametrize(
    "name", ["zh-Hant-MO", "zha", "english", "tw", "hk", "JA", "ja-jp", "", "docs"]
)
def test_a_slip_is_no_other_language(name: str) -> None:
    assert not is_other(name)


def test_our_languages_come_first() -> None:
    names = ["ja", "en", "fr", "zh-Hant-TW", "zh-Hans"]

    assert sorted(names, key=order) == ["zh-Hans", "zh-Hant-TW", "en", "fr", "ja"]
