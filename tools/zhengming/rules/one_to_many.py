"""The wrong one of several Traditional characters that are one in Simplified Chinese.

后 is both 後 and 后, 发 both 發 and 髮: converters of single characters choose blindly. Found
are phrases that are no words with the character they have, in text of zh-Hant. Write the
phrase with the right one. A character in no such phrase is left alone, and so are a phrase that
other words cut and a passage that is wholly Simplified.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from zhengming.finding import Case, Context, Document, Finding, Fix, Rule
from zhengming.rules.script_leak import passages
from zhengming.text import Span

_TABLE = Path(__file__).parents[1] / "data" / "one-to-many.tsv"


class Phrases(NamedTuple):
    """The table: wrong phrase → right phrases (of Taiwan and, if others, of Hong Kong)."""

    wrong: dict[str, tuple[str, ...]]
    # Right text: what it overlaps is not wrong.
    right: tuple[str, ...]


@cache
def phrases() -> Phrases:
    """Return data/one-to-many.tsv."""
    text = _TABLE.read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    wrong = {row[0]: tuple(row[1:]) for row in rows if len(row) > 1}
    return Phrases(wrong, tuple(row[0] for row in rows if len(row) == 1))


@cache
def _finder() -> AhoCorasick:
    table = phrases()
    return AhoCorasick([*table.wrong, *table.right])


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the wrong phrases: of overlapping ones the first, and of those the longest."""
    if not document.language.startswith("zh-Hant"):
        return
    wrong: list[Span] = []
    right: list[Span] = []
    count = len(phrases().wrong)
    for pattern, start, end in _finder().find_matches_as_indexes(document.prose, overlapping=True):
        (wrong if pattern < count else right).append(Span(start, end))
    if not wrong:
        return
    right += passages(document, 1)
    wrong.sort(key=lambda span: (span.start, -span.end))
    right.sort()
    free = first = 0
    for span in wrong:
        while first < len(right) and right[first].end <= span.start:
            first += 1
        # Right text has five characters at most: few can overlap.
        near = right[first : first + 8]
        if span.start < free or any(r.start < span.end and r.end > span.start for r in near):
            continue
        if not _is_cut(document, context, span):
            free = span.end
            yield _finding(document, span)


def _is_cut(document: Document, context: Context, span: Span) -> bool:
    """Whether the wrong characters are of other words, as 面 is of 桌面 in 桌面條目."""
    phrase = document.prose[span.start : span.end]
    right = phrases().wrong[phrase][0]
    bad = [span.start + n for n, (a, b) in enumerate(zip(phrase, right, strict=True)) if a != b]
    words = [each for each in context.cutting(document, span) if each.end > each.start + 1]
    return all(any(each.start <= place < each.end for each in words) for place in bad)


def _finding(document: Document, span: Span) -> Finding:
    phrase = document.prose[span.start : span.end]
    found = phrases().wrong[phrase]
    if document.language == "zh-Hant-TW":
        found = found[:1]
    elif document.language == "zh-Hant-HK":
        found = found[-1:]
    bad = "".join(a for a, b in zip(phrase, found[0], strict=True) if a != b)
    good = [_differing(phrase, right) for right in found]
    message = f"{phrase} has {bad} for {' or '.join(good)}; write {' or '.join(found)}"
    # Without a region there may be two right phrases.
    fix = Fix(span, found[0], "safe") if len(found) == 1 else None
    return Finding(RULE.slug, span, message, fix)


def _differing(phrase: str, right: str) -> str:
    return "".join(b for a, b in zip(phrase, right, strict=True) if a != b)


RULE = Rule(
    slug="one-to-many",
    name="The wrong one of several Traditional characters",
    check=check,
    cases=(
        Case("皇后與太后；后羿；公里；范仲淹；萬里長城；北斗七星；關系所及系主任。", "zh-Hant-TW"),
        # 關系 and 于 stand in right text too.
        Case("相關系統與有關系列產品，由于右任題字。", "zh-Hant-TW"),
        Case("未知的桌面條目類型。", "zh-Hant-TW"),
        Case("头发、发展、以后、这里都是简化字。", "zh-Hans"),
        Case(
            "以后的關系，致力于發展。",
            "zh-Hant-TW",
            (
                "以后 has 后 for 後; write 以後",
                "關系 has 系 for 係; write 關係",
                "致力于 has 于 for 於; write 致力於",
            ),
            "以後的關係，致力於發展。",
        ),
        Case(
            "怒發沖冠。",
            "zh-Hant-HK",
            ("怒發沖冠 has 發沖 for 髮衝; write 怒髮衝冠",),
            "怒髮衝冠。",
        ),
        Case(
            "這里有人。",
            "zh-Hant-HK",
            ("這里 has 里 for 裏; write 這裏",),
            "這裏有人。",
        ),
        Case("這里有人。", "zh-Hant", ("這里 has 里 for 裡 or 裏; write 這裡 or 這裏",)),
    ),
)
