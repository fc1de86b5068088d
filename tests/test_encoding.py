"""Texts in other encodings, and that a wrong guess is noticed."""

from pathlib import Path

import pytest

from zhengming.datafile import DataError
from zhengming.encoding import codec, decode_as, fits
from zhengming.script import to_simplified

TEXT = "各國應當尊重彼此選擇的發展道路，平等參與國際治理，不干涉他國內政。\n"
SIMPLE = to_simplified(TEXT)
PATH = Path("a.txt")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TEXT, "utf-8"),
        (SIMPLE, "gb18030"),
        (TEXT, "gb18030"),
        (TEXT, "big5"),
        ("佢哋嘅" + TEXT, "big5-hkscs"),
        (TEXT, "utf-16-le"),
        ("\ufeff" + TEXT, "utf-16-be"),
        ("plain ASCII\n", "big5"),
    ],
)
def test_a_text_is_read_in_its_encoding_and_written_back(text: str, encoding: str) -> None:
    data = text.encode(codec(b"", encoding))

    assert decode_as(PATH, data, encoding) == text
    assert encoding in fits(data) or text.isascii()


def test_utf_16_follows_its_mark() -> None:
    text = f"\ufeff{TEXT}"

    for name in ("utf-16-le", "utf-16-be"):
        data = text.encode(name)
        assert decode_as(PATH, data, "utf-16") == text
        assert codec(data, "utf-16") == name


@pytest.mark.parametrize(
    ("text", "true", "guess", "message"),
    [
        (
            TEXT,
            "big5",
            "gb18030",
            "a.txt:1:1: 20 of 33 characters are rare, so it is hardly gb18030; "
            "expected --encoding big5",
        ),
        (
            SIMPLE,
            "gb18030",
            "utf-8",
            "a.txt:1:1: byte 0xb8 (offset 0), which is not UTF-8; "
            "expected UTF-8, or --encoding gb18030",
        ),
        (
            f"一\nab{TEXT}",
            "utf-8",
            "big5",
            "a.txt:1:2: byte 0x80 (offset 2), which is not big5; expected UTF-8",
        ),
    ],
)
def test_a_wrong_guess_is_noticed_and_the_right_one_named(
    text: str, true: str, guess: str, message: str
) -> None:
    with pytest.raises(DataError) as caught:
        decode_as(PATH, text.encode(true), guess)

    assert str(caught.value) == message


def test_a_place_counts_characters_of_the_encoding() -> None:
    with pytest.raises(DataError) as caught:
        decode_as(PATH, "一\n二三".encode("big5") + b"\xff\xff", "big5")

    assert str(caught.value) == (
        "a.txt:2:3: byte 0xff (offset 7), which is not big5; expected text in big5"
    )
