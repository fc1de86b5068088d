"""Texts that are not UTF-8: what they say, and whether they were read in the right encoding.

Nearly all bytes are some text in GB18030, so that bytes can be read proves little. But a text
in Chinese is made of common characters, and one that is read wrong is not.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from zhengming.datafile import DataError

# What people call them → Python's codec.
ENCODINGS = {
    "utf-8": "utf-8",
    "gb18030": "gb18030",
    "big5": "big5",
    "big5-hkscs": "big5hkscs",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

# A text of which more signs than this are rare was read wrong. In 2,000 stretches of the two
# texts and the glossary in each script, read as what they were, never more than 0.09 are if they
# have 100 signs (Hong Kong; other scripts 0.05); read wrong, 97.7 to 100 % of them have more,
# and all if they have 400. Of less than so many signs nothing is said.
_RARE, _ENOUGH = 0.2, 12
# What stands in Chinese texts beside Han, and is common: signs, and letters of Latin.
_SIGNS = ((0x00, 0x180), (0x2010, 0x2028), (0x2030, 0x2040), (0x3000, 0x3040), (0xFF00, 0xFFF0))


def codec(data: bytes, encoding: str) -> str:
    """Return the codec of bytes in an encoding; a mark of byte order, which stays, tells more."""
    known = ENCODINGS[encoding]
    return _MARKS.get(data[:2], "utf-16-le") if known == "utf-16" else known


def decode_as(path: Path, data: bytes, encoding: str) -> str:
    """Return the text of a file's bytes; raises DataError where they are no such text.

    The error says which encodings would fit. What is no UTF-8 must look like Chinese too.
    """
    try:
        text = data.decode(codec(data, encoding))
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(error.encoding, errors="replace")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        name = "UTF-8" if encoding == "utf-8" else encoding
        there = f"byte 0x{data[error.start]:02x} (offset {error.start}), which is not {name}"
        raise DataError(path, line, column, there, _expected(data, encoding)) from None
    beyond, rare = _counted(text)
    if encoding != "utf-8" and beyond >= _ENOUGH and rare > beyond * _RARE:
        there = f"{rare} of {beyond} characters are rare, so it is hardly {encoding}"
        raise DataError(path, 1, 1, there, _expected(data, encoding))
    return text


def _expected(data: bytes, encoding: str) -> str:
    fitting = [name for name in fits(data) if name not in (encoding, "utf-8")]
    options = " or ".join(f"--encoding {name}" for name in fitting)
    is_utf8 = encoding != "utf-8" and "utf-8" in fits(data)
    if encoding == "utf-8" or is_utf8:
        return f"UTF-8, or {options}" if options else "UTF-8"
    return options or f"text in {encoding}"


def fits(data: bytes) -> Iterator[str]:
    """Yield the encodings in which bytes are a text that looks like Chinese."""
    for name in ENCODINGS:
        # One of the two below says the same.
        if name == "utf-16" or (name.startswith("utf-16-") and len(data) % 2):
            continue
        try:
            text = data.decode(ENCODINGS[name])
        except UnicodeDecodeError:
            continue
        beyond, rare = _counted(text)
        if rare <= beyond * _RARE and (name != "big5-hkscs" or not _is(data, "big5")):
            yield name


def _is(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _counted(text: str) -> tuple[int, int]:
    """Return how many signs of a text are beyond ASCII, and how many of them are rare.

    NUL counts as a rare one: it is what ASCII leaves when it is read wrong.
    """
    beyond = [sign for sign in text.removeprefix("\ufeff") if sign > "\x7f" or sign == "\0"]
    return len(beyond), sum(sign not in _common() for sign in beyond)


@cache
def _common() -> frozenset[str]:
    """Return the first level of GB 2312 and that of Big5: 6,722 Han, and signs beside them."""
    gb = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    lows = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big = (bytes((high, low)) for high in range(0xA4, 0xC7) for low in lows)
    han = [pair.decode("gb2312", errors="ignore") for pair in gb]
    han += [pair.decode("big5", errors="ignore") for pair in big if pair <= b"\xc6\x7e"]
    signs = [chr(code) for start, end in _SIGNS for code in range(start, end)]
    return frozenset((*han, *signs)) - {""}
