"""A number of the original that the translation lacks, or has wrong.

Between Chinese and Chinese, figures must be the same. Between Chinese and English their values
must: 10.51亿 is 1.051 billion, 1400余万 more than 14 million, 7月 July. Only figures in digits are
asked for; a translation may have them in words, as two, eighth or 十八. A number that the
original does not have is told of too, unless it is a part of a name, as in COVID-19.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from zhengming.finding import Case, Context, Document, Finding, Rule
from zhengming.text import Span

_HAN_UNITS = {"百": 10**2, "千": 10**3, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_HAN_DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")}
_HAN_DIGITS |= {"〇": 0, "两": 2, "兩": 2}
_UNITS = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
# Words by what they say: each line begins with its number, and each word says one more.
_COUNTED = """
0 zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
16 sixteen seventeen eighteen nineteen twenty
1 first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
14 fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
1 january february march april may june july august september october november december
1 jan feb mar apr may jun jul aug sep oct nov dec
1 once twice thrice
1 single double triple
12 dozen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def _words() -> dict[str, int]:
    found = {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
    for line in _COUNTED.strip().split("\n"):
        first, *words = line.split(" ")
        found |= {word: n for n, word in enumerate(words, int(first))}
    return found


_WORDS = _words()

# Digits, in groups of three or not; with a decimal part, if they are no number of a section.
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
# Markup, which is NUL, may stand between a number and its unit.
_CHINESE = re.compile(rf"({_DIGITS})[\s\0]*[多余餘来來]?[\s\0]*([百千]?[万萬]?[亿億]?)")
_ENGLISH = re.compile(
    rf"({_DIGITS})(?:[\s\u00a0-]*(hundred|thousand|million|billion|trillion|m|bn)\b)?",
    re.IGNORECASE,
)
# From one number to another, which alone says how many.
_RANGE = re.compile(rf"{_DIGITS}\s*(?:[-–—~～至到、]|to|or|and)\s*", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][-–]?\Z")
_HAN_NUMBER = re.compile("[零〇一二两兩三四五六七八九十百千万萬亿億]+")
_LONGEST = 10
_FULL = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")


class _Number(NamedTuple):
    """A figure as it is written, where, and what it may mean."""

    text: str
    span: Span
    values: frozenset[float]


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the numbers that are lost, over the whole message, and those that are new."""
    if not document.original:
        return
    languages = {document.language[:2], document.source.language[:2]}
    is_same = len(languages) == 1
    before, after = _numbers(document.source, is_same), _numbers(document, is_same)
    if is_same:
        yield from _same(document, before, after)
    elif languages == {"zh", "en"}:
        yield from _equal(document, before, after)


def _same(document: Document, before: list[_Number], after: list[_Number]) -> Iterator[Finding]:
    """Yield the figures that are not the same."""
    there, here = Counter(n.text for n in before), Counter(n.text for n in after)
    for text in there - here:
        yield _lost(document, text)
    for text in here - there:
        yield _new(next(number for number in after if number.text == text))


def _equal(document: Document, before: list[_Number], after: list[_Number]) -> Iterator[Finding]:
    """Yield the figures whose value the other side has not."""
    there = {value for number in before for value in number.values} | _in_words(document.source)
    here = {value for number in after for value in number.values} | _in_words(document)
    told = set()
    for number in before:
        if not _meets(number.values, here) and number.text not in told:
            told.add(number.text)
            yield _lost(document, number.text)
    for number in after:
        is_name = _NAME.search(document.prose, 0, number.span.start)
        if not (is_name or number.text in told or _meets(number.values, there)):
            told.add(number.text)
            yield _new(number)


def _meets(values: frozenset[float], others: set[float]) -> bool:
    return any(abs(value - other) <= 1e-9 * value for value in values for other in others)


def _lost(document: Document, text: str) -> Finding:
    message = f"{text} is lost; write it as in the original"
    return Finding(RULE.slug, Span(0, len(document.text)), message, form=text)


def _new(number: _Number) -> Finding:
    message = f"{number.text} is not in the original; write its number"
    return Finding(RULE.slug, number.span, message)


def _numbers(document: Document, is_plain: bool) -> list[_Number]:
    """Return the figures in digits; a unit that follows belongs to it, if they are not plain."""
    prose = document.prose.translate(_FULL)
    if document.language.startswith("zh"):
        pattern, known = _CHINESE, _HAN_UNITS
    else:
        pattern, known = _ENGLISH, _UNITS | {"m": 10**6, "bn": 10**9}
    found = []
    shared: dict[int, float] = {}
    numbers = list(pattern.finditer(prose))
    factors = [_factor(match[2] or "", known) for match in numbers]
    # In a range the unit is often written once.
    for number in range(len(numbers) - 2, -1, -1):
        between = prose[numbers[number].start() : numbers[number + 1].start()]
        if _RANGE.fullmatch(between):
            shared[number] = shared.get(number + 1, factors[number + 1])
    for number, match in enumerate(numbers):
        plain = float(match[1].replace(",", ""))
        values = {plain * factors[number], plain * shared.get(number, factors[number])}
        text = prose[match.start() : match.end()].strip()
        if is_plain:
            text = match[1]
        found.append(
            _Number(text, Span(match.start(), match.start() + len(text)), frozenset(values))
        )
    return found


def _factor(unit: str, known: dict[str, int]) -> float:
    """Return what a unit multiplies by: 万亿 is ten thousand times a hundred million."""
    if unit.lower() in known:
        return known[unit.lower()]
    product = 1
    for sign in unit:
        product *= known[sign]
    return product


def _in_words(document: Document) -> set[float]:
    """Return the values of numbers that are written in words or Chinese numerals."""
    if document.language.startswith("zh"):
        # 十三五 is 13 and 5.
        return {
            float(_han(part))
            for match in _HAN_NUMBER.finditer(document.prose)
            for part in _parts(match[0])
        }
    found: set[float] = set()
    words = re.findall(r"[a-z]+", document.prose.lower())
    for number, word in enumerate(words):
        word = word if word in _WORDS else word.removesuffix("s")
        if word not in _WORDS:
            continue
        value = float(_WORDS[word])
        after = words[number + 1] if number + 1 < len(words) else ""
        found.add(value)
        found.add(value * _UNITS.get(after, 1))
        if value >= 20 and after in _WORDS and _WORDS[after] < 10:
            found.add(value + _WORDS[after])
    return found


def _parts(text: str) -> Iterator[str]:
    """Yield all stretches of numerals, up to a length that years and amounts have."""
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + _LONGEST) + 1):
            yield text[start:end]


def _han(text: str) -> int:
    """Return the value of Chinese numerals; signs without units are digits."""
    if all(sign in _HAN_DIGITS for sign in text):
        return int("".join(str(_HAN_DIGITS[sign]) for sign in text))
    total = section = digit = 0
    for sign in text:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        elif sign == "十" or sign in "百千":
            section += (digit or 1) * (10 if sign == "十" else _HAN_UNITS[sign])
            digit = 0
        else:
            total = (total + section + digit or 1) * _HAN_UNITS[sign]
            section = digit = 0
    return total + section + digit


RULE = Rule(
    slug="number",
    name="A number of the original that is lost or wrong",
    check=check,
    cases=(
        Case("規模達10.51億，約占70%。", "zh-Hant-TW", original="规模达10.51亿，约占70%。"),
        Case("Users number 1.051 billion.", "en", original="用户10.51亿。"),
        Case("Users number 1,051 million.", "en", original="用户10.51亿。"),
        Case("More than 14 million, 5 to 6 million.", "en", original="1400余万，500万～600万。"),
        Case("On November 7, 2022, eight rooms", "en", original="2022年11月7日，8间房"),
        Case("The 18th congress, the 13th plan, COVID-19", "en", original="十八大与十三五，新冠"),
        Case("Twenty-one, the sixth", "en", original="21个，第6"),
        Case("`10` and one", "en", markup="myst", original="`10`和`11`，1"),
        Case("Twelve.", "en"),
        Case(
            "規模達10.15億。",
            "zh-Hant-TW",
            (
                "10.51 is lost; write it as in the original",
                "10.15 is not in the original; write its number",
            ),
            original="规模达10.51亿。",
        ),
        Case(
            "Users number 10.51 billion.",
            "en",
            (
                "10.51亿 is lost; write it as in the original",
                "10.51 billion is not in the original; write its number",
            ),
            original="用户10.51亿。",
        ),
        Case(
            "There are 140,000 of them.",
            "en",
            (
                "140万 is lost; write it as in the original",
                "140,000 is not in the original; write its number",
            ),
            original="共有140万个。",
        ),
    ),
)
