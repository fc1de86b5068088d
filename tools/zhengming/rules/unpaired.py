"""A bracket or quotation mark without its partner in the paragraph.

One half was lost, or one too many was typed: the reader cannot tell where a title or
quotation ends. Write the missing mark, or delete the other. Apostrophes, numbers such as 1）,
quotations that go on in the next paragraph, and a mark alone in brackets or quotation marks,
which is spoken of, are no marks without partners; nor are feet and inches, minutes and seconds,
where the original has them. Looked at are Chinese, Japanese and English texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from zhengming.finding import Case, Context, Document, Finding, Rule
from zhengming.text import Span

_PAIRS = {"《": "》", "〈": "〉", "「": "」", "『": "』", "“": "”", "‘": "’", "（": "）"}
_AROUND = frozenset((*map("".join, _PAIRS.items()), "()", '""', "''"))
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}
_MARK = re.compile(f"[{''.join(_PAIRS)}{''.join(_OPENERS)}]")
_WORD = re.compile(r"\w")
_BREAK = re.compile(r"\n(?:[ \t]*\n)+")
_LETTER = re.compile(r"[A-Za-z0-9À-ɏ]")
# 1） a） 一） at the start of a line or clause.
_NUMBER = re.compile(
    r"(?:^|[\s\0，。；：、！？”」*])(?:[0-9]{1,3}|[A-Za-z]|[ivx]{1,4}|[〇一二三四五六七八九十]{1,3})\Z"
)
# Feet and inches, minutes and seconds.
_PRIME = re.compile(r"[0-9] ?['\"′″]")
# A number that is referred to, as in 根据2）.
_PLAIN = re.compile("[据據见見从從由到至和与與及或在~～][0-9]{1,2}\\Z")
# After the first of several, as in 上面1）~3）.
_TO = ("）~", "）～")
# Longer than any, so that it begins with what stands before.
_LONGEST_NUMBER = 6
_INDENT = re.compile(r"[ \t\u3000\0>]*")
# What may follow the last mark of a paragraph.
_LAST = re.compile(r"[。！？；”」』）\0 \t]*(?:\n|\Z)")


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the marks without partners, in order."""
    # Other languages pair them otherwise: „…“ in German, ”…” in Finnish.
    if document.language[:2] not in ("zh", "en", "ja"):
        return
    prose, start = document.prose, 0
    if not _MARK.search(prose):
        return
    # A message of marks alone is what a program puts around others.
    if document.original and not _WORD.search(prose):
        return
    lost: list[int] = []
    for end, after in [*(m.span() for m in _BREAK.finditer(prose)), (len(prose),) * 2]:
        unpaired = sorted(_unpaired(prose, start, end))
        lost += [place for place in unpaired if not _goes_on(prose, place, start, after)]
        start = after
    quoted = _quoted(prose, lost)
    is_part, has_primes = _is_part(document.original), _PRIME.search(document.original)
    for place in lost:
        if place in quoted or (is_part and prose[place] in "（）"):
            continue
        is_prime = has_primes and prose[place] in "’”" and prose[place - 1 : place].isdigit()
        if not (is_prime or _is_spoken_of(prose, place)):
            yield Finding(RULE.slug, Span(place, place + 1), _message(prose[place]))


def _is_spoken_of(prose: str, place: int) -> bool:
    """Whether a mark stands alone in brackets or quotation marks."""
    around = prose[max(0, place - 1) : place] + prose[place + 1 : place + 2]
    return around in _AROUND


def _is_part(original: str) -> bool:
    """Whether an original has half of a pair of brackets: another message has the other."""
    opened, closed = (sum(map(original.count, signs)) for signs in ("(（", ")）"))
    return opened != closed


def _quoted(prose: str, lost: list[int]) -> set[int]:
    """Return the marks of quotations of several paragraphs, as laws have them.

    The next mark of its kind without a partner closes the quotation, and a paragraph with it,
    unless a colon announced the quotation.
    """
    found: set[int] = set()
    for kind in "“「『":
        marks = [place for place in lost if prose[place] in (kind, _PAIRS[kind])]
        for one, other in pairwise(marks):
            is_end = _LAST.match(prose, other + 1) or _follows_colon(prose, one)
            if prose[one] == kind != prose[other] and is_end:
                found |= {one, other}
    return found


def _message(mark: str) -> str:
    if mark in _PAIRS:
        return f"{mark} has no {_PAIRS[mark]} after it; write {_PAIRS[mark]} or delete {mark}"
    return f"{mark} has no {_OPENERS[mark]} before it; write {_OPENERS[mark]} or delete {mark}"


def _unpaired(prose: str, start: int, end: int) -> list[int]:
    """Return the places of marks without partners in a paragraph, in no order."""
    opened: list[int] = []
    lost: list[int] = []
    open_kinds: Counter[str] = Counter()
    for match in _MARK.finditer(prose, start, end):
        mark, place = match[0], match.start()
        if mark in _PAIRS:
            opened.append(place)
            open_kinds[mark] += 1
            continue
        if mark == "’" and _is_inside_word(prose, place):
            continue
        # The nearest opener of this kind; those after it were never closed.
        kind = _OPENERS[mark]
        if open_kinds[kind]:
            while prose[opened[-1]] != kind:
                open_kinds[prose[opened[-1]]] -= 1
                lost.append(opened.pop())
            open_kinds[kind] -= 1
            opened.pop()
        elif not _is_alone(prose, place, start):
            lost.append(place)
    return lost + opened


def _is_inside_word(prose: str, place: int) -> bool:
    return bool(_LETTER.match(prose[place - 1 : place]) and _LETTER.match(prose, place + 1))


def _is_alone(prose: str, place: int, start: int) -> bool:
    """Whether a closer needs no opener: an apostrophe at the end of a word, or a number."""
    if prose[place] == "’":
        # Of the users’ data, or of [a link](…)’s text.
        return (place > start and _LETTER.match(prose, place - 1) is not None) or (
            _LETTER.match(prose, place + 1) is not None
        )
    if prose[place] == "）":
        is_range = prose[place - 1].isdigit() and prose.startswith(_TO, place)
        if is_range or _PLAIN.search(prose, start, place):
            # One in half-width brackets closes them.
            return prose.count("(", start, place) <= prose.count(")", start, place)
        start = max(start, place - _LONGEST_NUMBER)
        start = prose.rfind("\n", start, place) + 1 or start
        return bool(_NUMBER.search(prose[start:place]))
    return False


def _goes_on(prose: str, place: int, start: int, after: int) -> bool:
    """Whether a quotation opens and, as is the custom, opens the next paragraph again.

    It begins a paragraph, or follows a colon as the text of laws does.
    """
    return (
        prose[place] in "“「『"
        and (_first(prose, start) == place or _follows_colon(prose, place))
        and prose.startswith(prose[place], _first(prose, after))
    )


def _follows_colon(prose: str, place: int) -> bool:
    return prose[max(0, place - 1) : place] in ("：", ":")


def _first(prose: str, start: int) -> int:
    """Return where the text of a paragraph begins, behind its indentation."""
    match = _INDENT.match(prose, start)
    assert match
    return match.end()


RULE = Rule(
    slug="unpaired-mark",
    name="A bracket or quotation mark without its partner",
    check=check,
    cases=(
        Case("“", "zh-Hant-TW", original="“"),
        Case("弯引号（’）变直，“（”也变。"),
        Case("北纬18°9’48.21”。", original="18°9'48.21\" N"),
        Case("（副本", "zh-Hant-TW", original="(copy"),
        Case("他说：“《关于〈计划〉的决定》写着‘不变’（见附件）。”"),
        Case("China’s plan and the users’ data, ‘don’t stop’.", "en"),
        Case("根据2）中的路由，从上面1）~3）和下面4）～6）可以看出。"),
        Case(
            "(见附件和3），实施。",
            messages=("） has no （ before it; write （ or delete ）",),
        ),
        Case("步骤：1）下载；2）安装。\n（一）总则\n一）附则\na) 其他"),
        Case("“第一段还没有说完。\n\n“第二段说完了。”"),
        Case("修改为：“第一款的条文。\n\n第二款的条文。”\n\n另作修改。"),
        Case("修改为:“第一款的条文。\n\n“第二款的条文。”"),
        Case("该法规定：“第一款的条文。\n\n第二款的条文。”因此不适用。"),
        Case("[a link](#x)’s text", "en"),
        Case(
            "出台《网络安全法，并实施。",
            messages=("《 has no 》 after it; write 》 or delete 《",),
        ),
        Case(
            "企业加速“出海，带动“丝路电商”。",
            messages=("“ has no ” after it; write ” or delete “",),
        ),
        Case(
            "發布宣言》。\n\n「空間」命運）",
            "zh-Hant-TW",
            (
                "》 has no 《 before it; write 《 or delete 》",
                "） has no （ before it; write （ or delete ）",
            ),
        ),
    ),
)
