"""Places in a text, and text as it must be written in MyST.

Knows code points, lines and columns; knows nothing of records, glossaries or Sphinx.
Offsets are code points from 0, spans half-open; lines and columns count from 1.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NamedTuple

# A character of Chinese writing. One pattern for all: making it takes as long as a short check.
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class Span(NamedTuple):
    """A stretch of a text: code points from 0, end excluded."""

    start: int
    end: int


class Block(NamedTuple):
    """A non-blank line of a witness without the white space around it."""

    number: int
    span: Span
    text: str


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column (from 1) of a code point offset in `text`."""
    # Only "\n" ends a line, as in editors and in markdown-it; not str.splitlines,
    # which also cuts at U+2028, U+0085 and form feed.
    line = text.count("\n", 0, offset) + 1
    return line, offset - text.rfind("\n", 0, offset)


def offset(text: str, line: int, column: int) -> int:
    """Return the code point offset in `text` of a line and column (from 1)."""
    start = 0
    for _line in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1


def blocks(text: str) -> tuple[Block, ...]:
    """Return the non-blank lines of `text`, numbered from 0, stripped, in order.

    Lines end at LF, CR or CRLF; what `str.strip` strips (U+00A0 and U+3000 too)
    is white space.
    """
    found: list[Block] = []
    for match in re.finditer(r"[^\r\n]+", text):
        inner = match[0].strip()
        if inner:
            start = match.start() + match[0].index(inner)
            found.append(Block(len(found), Span(start, start + len(inner)), inner))
    return tuple(found)


def text_anchor(text: str) -> str:
    """Return the anchor of a heading or paragraph that has no number of its own.

    `s-` and eight hexadecimal digits of BLAKE2s over the text without white space, so
    that it survives re-wrapping, does not depend on its neighbours, and is an ASCII id.
    """
    folded = re.sub(r"\s+", "", text)
    return "s-" + hashlib.blake2s(folded.encode(), digest_size=4).hexdigest()


# Innermost first: there is nothing of its kind within.
_QUOTED = re.compile(r"《[^《》\n]*》|〈[^〈〉\n]*〉|「[^「」\n]*」|『[^『』\n]*』|“[^“”\n]*”")


def quoted(text: str) -> bytearray:
    """Return a byte for each character: 1 inside of a title or a quotation, else 0.

    Their wording is that of their source.
    """
    inside = bytearray(len(text))
    for match in _QUOTED.finditer(text):
        inside[match.start() + 1 : match.end() - 1] = b"\1" * (len(match[0]) - 2)
    return inside


def columns(text: str) -> int:
    """Return the columns of a terminal that a text takes.

    Two for a full-width character, none for a mark on another and for what cannot be seen.
    """
    return sum(
        0
        if unicodedata.category(sign) in ("Mn", "Me", "Cf")
        else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def control(text: str) -> str:
    """Return the first control character or lone surrogate of a text, "" if it has none."""
    return next((sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs")), "")


# What can open inline markup in CommonMark or in the MyST extensions we switch on.
_INLINE = re.compile(r"([\\`*_{}\[\]<>&|~$^#])")
# What opens a block only at the head of a line: list, comment,
# block break, target, fence, definition; an ordered list needs its digits before it.
_HEAD = re.compile(r"^([\-+=%:(!])|^([0-9]+)([.)])")


def myst(text: str) -> str:
    """Return `text` as MyST source that parses into one paragraph of just this text.

    Any ASCII punctuation may be escaped by a backslash (CommonMark 0.31, section 2.4).
    `text` must hold no line end and no white space at its ends.
    """
    escaped = _INLINE.sub(r"\\\1", text)
    return _HEAD.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", escaped)


def myst_role(name: str, text: str, target: str) -> str:
    """Return a MyST role whose text is `text` and whose target is `target`.

    The fence is longer than any run of backticks inside, as for code spans.
    """
    body = f"{text} <{target}>"
    longest = max((len(run) for run in re.findall(r"`+", body)), default=0)
    fence = "`" * (longest + 1)
    # MyST hands the pad on to the role; `read_role` takes it off.
    pad = " " if body.lstrip(" ").startswith("`") else ""
    return f"{{{name}}}{fence}{pad}{body}{fence}"


_ROLE = re.compile(r"(?: (?= *`))?(.+) <([a-z0-9]+)>", re.DOTALL)


def read_role(body: str) -> tuple[str, str] | None:
    """Return text and target of a role that `myst_role` wrote, None for any other."""
    match = _ROLE.fullmatch(body)
    return (match[1], match[2]) if match else None
