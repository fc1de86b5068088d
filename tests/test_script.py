"""Characters of one script in another."""

import pytest

from zhengming.script import UnfitError, from_simplified, to_simplified


def test_characters_are_converted_and_words_are_not() -> None:
    assert from_simplified("网络软件", "zh-Hant-TW") == "網絡軟件"
    assert from_simplified("这里", "zh-Hant-HK") == "這裏"
    assert to_simplified("網路與軟體，网络") == "网路与软体，网络"


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_what_the_converter_would_stop_at_is_refused(sign: str) -> None:
    message = f"U+{ord(sign):04X} at 1 cannot be converted"
    with pytest.raises(UnfitError) as caught:
        from_simplified(f"甲{sign}乙", "zh-Hant")
    assert (str(caught.value), caught.value.sign, caught.value.offset) == (message, sign, 1)
    with pytest.raises(UnfitError):
        to_simplified(f"甲{sign}乙")
