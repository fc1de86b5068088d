"""Half-width , : ; ? ! and ( ) in Chinese prose.

Forms and filters on the web fold full-width marks; the space they held goes with them. Found
are marks after Chinese, or between Latin and Chinese, but none within numbers, times, Latin
words or code. Write ， ： ； ？ ！ （ ）.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.finding import Case, Context, Document, Finding, Fix, Rule
from zhengming.text import HAN, Span

_FULL = str.maketrans(",:;?!()", "，：；？！（）")
# No face :), address ://, operator !=, image ![ or literal block ::.
_MARKS = re.compile(r"(?:[,;?!]|(?<!:):(?!:))+(?![=/\[]|[-()DP](?![A-Za-z]))")
_MARK = re.compile("[,:;?!()]")
# After a closing mark the next word decides: “quoted”, he said.
_CLOSING = frozenset("》〉」』”’）】％℃…")
_LATIN = re.compile(r"[A-Za-z0-9\0%)\]]")
_OPENING = frozenset("《〈「『“‘（【")
_CHINESE = _OPENING | frozenset("》〉」』”’）】，。；：、？！")
# The name of a field in reStructuredText and MyST.
_FIELD = re.compile(r"^[ \t]*:[^:\n]+:(?=[ \t\n]|\Z)", re.MULTILINE)
_ENTITY = re.compile(r"&#?\w+\Z")
_PARENTHESES = re.compile(r"[()\n]")


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield each mark, or run of marks, and each parenthesis of a pair, in order."""
    prose = document.prose
    if not (document.language.startswith("zh") and _MARK.search(prose)):
        return
    found = [*_marks(prose), *_pairs(prose)]
    for span in sorted(found):
        # In reST the second colon of `::` is markup: it begins a literal block.
        if document.text.startswith("::", span.start):
            continue
        mark = prose[span.start : span.end]
        right = mark.translate(_FULL)
        message = f"{mark} is half-width in Chinese text; write {right}"
        yield Finding(RULE.slug, span, message, Fix(_with_space(prose, span), right, "safe"))


def _marks(prose: str) -> Iterator[Span]:
    fields = {end for match in _FIELD.finditer(prose) for end in (match.start(), match.end() - 1)}
    for match in _MARKS.finditer(prose):
        start, end = match.span()
        before, after = prose[start - 1 : start], prose[end : end + 1]
        next_word = prose[end : end + 2].lstrip(" ")[:1]
        if start in fields or _ENTITY.search(prose, max(0, start - 8), start):
            continue
        if (
            _is_han(before)
            or (before in _CLOSING and (next_word in ("", "\n") or _is_beside(next_word)))
            or (_LATIN.match(before) and match[0] in ",:;" and _is_beside(after))
        ):
            yield Span(start, end)


def _pairs(prose: str) -> Iterator[Span]:
    """Yield both parentheses of each pair that belongs to Chinese."""
    opened: list[int] = []
    for match in _PARENTHESES.finditer(prose):
        place = match.start()
        if match[0] == "\n":
            opened = []
        elif match[0] == "(":
            opened.append(place)
        elif opened:
            start = opened.pop()
            if _is_chinese(prose, start, place):
                yield Span(start, start + 1)
                yield Span(place, place + 1)


def _is_chinese(prose: str, start: int, end: int) -> bool:
    """Whether a pair of parentheses follows Chinese, or holds Chinese amid Chinese."""
    before = prose[max(0, start - 2) : start].rstrip(" ")[-1:]
    inside, after = prose[start + 1 : end], prose[end + 1 : end + 2]
    if before == "]" or not inside.strip("\0 "):
        return False
    if _is_han(before) or before in _CLOSING:
        return True
    is_end = after in ("", "\n") or after in _CHINESE or _is_han(after)
    return is_end and _is_beside(inside[0])


def _is_han(sign: str) -> bool:
    """Whether a character is one of Chinese writing; none is not."""
    return sign == "〇" or HAN.match(sign) is not None


def _is_beside(sign: str) -> bool:
    """Whether a character begins Chinese."""
    return sign in _OPENING or _is_han(sign)


def _with_space(prose: str, span: Span) -> Span:
    """Return the span with the spaces that a full-width mark has within itself."""
    start, end = span
    if prose[start] == "(":
        while prose[start - 1 : start] == " " and _is_han(prose[start - 2 : start - 1]):
            start -= 1
    else:
        end += _spaces(prose, end)
    return Span(start, end)


def _spaces(prose: str, start: int) -> int:
    """Return how many spaces stand at `start`, 0 if the line ends there: they may break it."""
    end = start
    while prose[end : end + 1] == " ":
        end += 1
    return 0 if prose[end : end + 1] in ("", "\n") else end - start


RULE = Rule(
    slug="half-width-punctuation",
    name="Half-width marks in Chinese prose",
    check=check,
    cases=(
        Case("2023年1月1日07:45发布，共1,200人；IPv6(Internet Protocol, version 6)已部署。"),
        Case("调用 f(x, y)；谢谢:) 见“Hello, world!”与 a != b。"),
        Case(":作者: 某人\n:日期: 某日\n\n例如::\n\n   a", markup="rst"),
        Case("[Li Hua (李华)](#x) 是作者。"),
        Case("Chinese (中文), in English prose.", "en"),
        Case(
            "分享:网络,安全;好吗?!",
            messages=(
                ": is half-width in Chinese text; write ：",
                ", is half-width in Chinese text; write ，",
                "; is half-width in Chinese text; write ；",
                "?! is half-width in Chinese text; write ？！",
            ),
            fixed="分享：网络，安全；好吗？！",
        ),
        Case(
            "《協定》(RCEP) 生效, APEC(亞太經合組織)。",
            "zh-Hant-TW",
            (
                "( is half-width in Chinese text; write （",
                ") is half-width in Chinese text; write ）",
                ", is half-width in Chinese text; write ，",
                "( is half-width in Chinese text; write （",
                ") is half-width in Chinese text; write ）",
            ),
            "《協定》（RCEP）生效，APEC（亞太經合組織）。",
        ),
        Case(
            "部署IPv6,并优化。",
            messages=(", is half-width in Chinese text; write ，",),
            fixed="部署IPv6，并优化。",
        ),
    ),
    is_on=False,
)
