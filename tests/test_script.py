"""Characters of one script in another."""

import pytest

from zhengming.script import UnfitError, from_simplified, looks, to_simplified


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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("這裡發現軟體與網路，還沒說話。", "zh-Hant"),
        ("這裡發現軟體與網路，還沒說话。", "zh-Hant"),
        # A few signs may be quoted.
        ("“這裡發現”是什么意思？", "zh-Hans"),
        ("他說。", "zh-Hans"),
        ("网络主权，推动构建网络空间命运共同体。這一句說錯了網路主權與構建。", "zh-Hans"),
        # Japanese has characters of both.
        ("学ぶことは、網路の話であり、数を数えること。", "ja"),
        (
            "“ひらがなとカタカナ”是日文的假名，平假名与片假名各有四十六个，另有浊音与拗音，"
            "都从汉字的草书和偏旁而来，汉字在日文里也常用。“これ”是这个，“それ”是那个，"
            "今天的小学里先教平假名，后教片假名。学习汉字要到六年级才能学完教育汉字。",
            "zh-Hans",
        ),
        (
            "English, and a naïve word among many others that have ASCII letters alone, as most "
            "of them have, so that this stands for very little.",
            "en",
        ),
        ("", "en"),
        ("Größe und Länge", "und"),
        # A word of Chinese makes no Chinese text.
        ("Українська документація, переклад якої ще не завершено. " * 5 + "中文", "und"),
    ],
)
def test_a_text_looks_as_most_of_its_signs_do(text: str, language: str) -> None:
    assert looks(text) == language
