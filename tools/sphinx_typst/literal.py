"""Python values as Typst literals in code mode.

All text of a book reaches Typst as a string literal, so that none of it can become code; the only
characters that mean something there are the quote and the backslash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# Control characters, separators of lines, and halves of surrogate pairs would be unseen or
# unwritable in the file; all else stays readable there.
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Code(str):
    """Typst code, in contrast to text; only from literals of a program, never from a document."""

    __slots__ = ()


Value = None | bool | int | float | str | Sequence["Value"] | Mapping[str, "Value"]


def quote(text: str) -> str:
    """Return the Typst string literal of `text`; half a surrogate pair becomes U+FFFD."""

    def escape(match: re.Match[str]) -> str:
        char = match[0]
        if "\ud800" <= char <= "\udfff":
            return "\ufffd"
        return _SHORT.get(char) or f"\\u{{{ord(char):x}}}"

    return '"' + _ESCAPED.sub(escape, text) + '"'


def literal(value: Value) -> str:
    """Return `value` as Typst code: strings quoted, `Code` as it is, sequences as arrays."""
    if isinstance(value, Code):
        return str(value)
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, Mapping):
        return (
            "(" + (", ".join(f"{quote(k)}: {literal(v)}" for k, v in value.items()) or ":") + ")"
        )
    return "(" + "".join(f"{literal(item)}, " for item in value).removesuffix(" ") + ")"


def arguments(*positional: Value, **named: Value) -> str:
    """Return arguments of a call, each with a comma behind it; `_` in names becomes `-`."""
    texts = [literal(value) for value in positional]
    texts += [f"{name.replace('_', '-')}: {literal(value)}" for name, value in named.items()]
    return "".join(f"{text}, " for text in texts)
