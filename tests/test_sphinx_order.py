"""The order of names in each language."""

import pytest

from zhengming.sphinx.order import Group, ordered, usual


def groups(order: str, *names: str) -> dict[str, list[str]]:
    """Return the titles of groups with the names in them, in order."""
    found = ordered(((name, name) for name in names), order)
    return {group.title: members for group, members in found}


def test_pinyin_is_that_of_the_word() -> None:
    assert groups("pinyin", "银行", "行走", "5G", "长城", "首长", "cnnic") == {
        "0–9": ["5G"],
        "C": ["长城", "cnnic"],
        "S": ["首长"],
        "X": ["行走"],
        "Y": ["银行"],
    }


def test_strokes_are_counted_and_letters_come_first() -> None:
    found = groups(
        "stroke", "龍", "一流", "網路主權", "網域", "丁", "5G", "WTO", "國家", "\U0002000b"
    )

    assert found == {
        "0–9": ["5G"],
        "W": ["WTO"],
        "1画": ["一流"],
        "2画": ["丁"],
        "11画": ["國家"],
        # In one group by what follows: 域 has eleven strokes, 路 thirteen.
        "14画": ["網域", "網路主權"],
        "16画": ["龍"],
        "\U0002000b": ["\U0002000b"],
    }


def test_strokes_are_as_taiwan_counts_them() -> None:
    # The heads of 草, 道 and 社 have four, four and five strokes there.
    found = groups("stroke", "以人為本", "社會", "國家", "國務院", "華語", "遠距", "隱私", "寬頻")

    assert found == {
        "5画": ["以人為本"],
        "8画": ["社會"],
        "11画": ["國家", "國務院"],
        "12画": ["華語"],
        "14画": ["遠距"],
        "15画": ["寬頻"],
        "17画": ["隱私"],
    }


@pytest.mark.parametrize("order", ["pinyin", "stroke", "zhuyin", "alphabet"])
def test_marks_at_the_head_of_a_name_do_not_count(order: str) -> None:
    plain = groups(order, "中國", "净网", "Zero")
    assert groups(order, "「中國", "“净网", "‘Zero") == {
        title: [{"中國": "「中國", "净网": "“净网", "Zero": "‘Zero"}[name] for name in names]
        for title, names in plain.items()
    }
    assert groups(order, "…") == {"0–9": ["…"]}


def test_zhuyin_follows_its_own_letters_and_tones() -> None:
    found = groups("zhuyin", "資訊", "把握", "罷工", "八方", "拔河", "網路", "5G")

    assert found == {
        "0–9": ["5G"],
        "ㄅ": ["八方", "拔河", "把握", "罷工"],
        "ㄗ": ["資訊"],
        "ㄨ": ["網路"],
    }


def test_the_alphabet_knows_no_capitals_and_no_marks() -> None:
    found = groups("alphabet", "zero trust", "Étude", "artificial state", "e-commerce", "5G")

    assert found == {
        "0–9": ["5G"],
        "A": ["artificial state"],
        "E": ["e-commerce", "Étude"],
        "Z": ["zero trust"],
    }


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("zh-Hans", "pinyin"),
        ("zh-Hant-TW", "stroke"),
        ("zh-Hant-HK", "stroke"),
        ("en", "alphabet"),
    ],
)
def test_each_language_has_its_usual_order(language: str, order: str) -> None:
    assert usual(language) == order


def test_groups_have_names_fit_for_ids() -> None:
    found = ordered([("網", 1), ("a", 2)], "stroke")

    assert found == [(Group("a", "A"), [2]), (Group("14", "14画"), [1])]
