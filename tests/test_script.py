"""Characters of one script in another."""

import pytest

from zhengming.script import from_simplified, to_simplified


def test_characters_are_converted_and_words_are_not() -> None:
    assert from_simplified("网络软件", "zh-Hant-TW") == "網絡軟件"
    assert from_simplified("这里", "zh-Hant-HK") == "這裏"
    assert to_simplified("網路與軟體，网络") == "网路与软体，网络"


def test_a_nul_is_refused_for_the_converter_would_lose_the_rest() -> None:
    with pytest.raises(ValueError, match=r"^text with a NUL cannot be converted$"):
        from_simplified("甲\0乙", "zh-Hant")
    with pytest.raises(ValueError, match=r"^text with a NUL cannot be converted$"):
        to_simplified("甲\0乙")
