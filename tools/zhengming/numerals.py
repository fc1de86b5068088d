"""Numbers that a text says, in digits and in words of Chinese, Japanese and English.

What a number means is seldom certain: 5 in 5至6亿 may be five or five hundred million. So a
figure has all the values that it may have, and two numbers are the same if they may be. Offsets
are code points from 0, half-open; NUL is white space, for markup may stand within a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from zhengming.text import Span

Style = Literal["han", "en"]

# The same texts are asked for again soon: those of one message.
_KEPT = 16


class Figure(NamedTuple):
    """A number in digits as it is written, with its unit; where, and what it may mean."""

    text: str
    span: Span
    values: frozenset[float]


def style(language: str) -> Style | None:
    """Return how numbers are written in a language, None if that is not known here."""
    if language[:2] in ("zh", "ja"):
        return "han"
    return "en" if language[:2] == "en" else None


@lru_cache(_KEPT)
def figures(text: str, style: Style, *, alone: bool = False) -> tuple[Figure, ...]:
    """Return the numbers in digits, in order.

    `alone`, each is read without what stands beside it, which is faster.
    """
    narrow = _narrow(text)
    found = list((_FIGURE_HAN if style == "han" else _FIGURE_EN).finditer(narrow))
    readings = _readings(narrow, style) if found and not alone else ()
    result = []
    for match, (factor, is_certain) in zip(found, _factors(narrow, found), strict=True):
        plain = _plain(match["digits"])
        # 1.051 times a billion is not quite 1,051,000,000.
        meant = {round(plain * factor, 6)} | (set() if is_certain else {plain})
        start, end = match.start(), match.end("unit" if match["unit"] else "digits")
        meant.update(value for span, value in readings if span.start <= start < span.end)
        written = text[start:end].replace("\0", "")
        result.append(Figure(written, Span(start, end), frozenset(meant)))
    return tuple(result)


@lru_cache(_KEPT)
def values(text: str, style: Style) -> frozenset[float]:
    """Return all that the numbers of a text may mean, those in words too."""
    narrow = _narrow(text)
    found = {value for figure in figures(text, style) for value in figure.values}
    found.update(value for _span, value in _readings(narrow, style))
    if style == "en":
        found.update(_spelled(re.findall("[a-z]+", narrow.lower())))
    else:
        found.update(value for run in _HAN_RUN.findall(narrow) for value in _parts(run))
    return frozenset(found)


def numerals(text: str) -> Iterator[tuple[Span, int]]:
    """Yield the Chinese numerals of two signs and more that are one number, and the number."""
    for run in _HAN_RUN.finditer(text):
        value = _han(run[0])
        if value is not None and len(run[0]) > 1:
            yield Span(*run.span()), value


def meet(ones: Iterable[float], others: Iterable[float]) -> bool:
    """Whether two numbers may be the same."""
    ones, others = set(ones), set(others)
    if not ones.isdisjoint(others):
        return True
    return any(abs(one - other) <= 1e-9 * abs(one) for one in ones for other in others)


# In digits

_NARROW = str.maketrans("０１２３４５６７８９．，％／\0", "0123456789.,%/ ")
# What of it makes a difference. Most commas are none of a number, and most texts have no other.
_WIDE = re.compile(r"[０-９．％／\0]|(?<=[0-9])，(?=[0-9])")
# 25,50,100,250 are four.
_DIGITS = (
    r"(?:(?:(?<![0-9],)[0-9]{1,3}(?:[,\u00a0\u2009\u202f][0-9]{3})+(?![0-9]|,[0-9]{1,2}(?![0-9]))"
    r"|[0-9]+)(?:\.[0-9]+)?"
    # .5 is a half.
    r"|(?<![0-9.A-Za-z])\.[0-9]+)"
)
_HAN_DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")}
_HAN_DIGITS |= {"〇": 0, "两": 2, "兩": 2}
_HAN_UNITS = {"十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "萬": 10**4}
_HAN_UNITS |= {"亿": 10**8, "億": 10**8, "兆": 10**12}
_SCALES = {"dozen": 12, "hundred": 10**2, "thousand": 10**3}
_SCALES |= {"million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT = {"k": 10**3, "m": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12}

_FIGURE_HAN = re.compile(
    # What begins with 0 is a name, and has no unit.
    rf"(?P<zero>(?=0[0-9]))?(?P<digits>{_DIGITS})"
    r"(?(zero)|(?:\s*[多余餘来來几幾]?\s*"
    r"(?P<unit>[十百千]?[万萬][亿億]?|[十百千]?[亿億]|[十百千兆](?!分)))?)"
)
_FIGURE_EN = re.compile(
    rf"(?P<digits>{_DIGITS})(?:(?P<unit>(?:[\s-]*(?:{'|'.join(_SCALES)})s?\b)+"
    rf"|[ \u00a0]?(?:{'|'.join(_SHORT)})\b))?",
    re.IGNORECASE,
)
# 千 before what is measured may be a part of its name: 千克 is a kilogram.
_MEASURES = tuple("克米瓦卡赫帕伏字比")
# A word with the count of the letters left out, as a11y, or another name.
_NUMERONYM = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][0-9]{1,2}[A-Za-z]{1,2}(?![A-Za-z0-9])")
# From one number to another, which has the unit of both. After a word each may have its own.
_RANGE = re.compile(rf"{_DIGITS}\s*(?:(?P<dash>[-–—~～])|至|到|、|to|or|and)\s*", re.IGNORECASE)


def _narrow(text: str) -> str:
    """Return a text with signs of half width in its numbers, and spaces for what is none."""
    narrow = text.translate(_NARROW) if _WIDE.search(text) else text
    return _NUMERONYM.sub(lambda found: " " * len(found[0]), narrow)


def _factors(text: str, found: list[re.Match[str]]) -> list[tuple[float, bool]]:
    """Return what each number is multiplied by, and whether that is certain."""
    result: list[tuple[float, bool]] = []
    factor, is_certain, after = 1.0, True, len(text)
    for match in reversed(found):
        unit = (match["unit"] or "").strip().lower()
        between = _RANGE.fullmatch(text, match.start(), after)
        if unit or between is None:
            rest = text[match.end() :].lstrip()
            is_kilo = unit == "千" and rest.startswith(_MEASURES)
            factor, is_certain = _factor(unit), not (is_kilo or unit in _SHORT or unit == "兆")
        else:
            is_certain = is_certain and between["dash"] is not None
        result.append((factor, is_certain))
        after = match.start()
    return result[::-1]


def _factor(unit: str) -> float:
    """Return what a unit stands for: 万亿 is ten thousand times a hundred million."""
    if unit in _SHORT:
        return _SHORT[unit]
    product = 1.0
    for part in re.findall(r"[a-z]+|[^\sa-z-]", unit):
        product *= _HAN_UNITS.get(part) or _SCALES[part.removesuffix("s")]
    return product


def _plain(digits: str) -> float:
    return float(re.sub("[^0-9.]", "", digits))


# In several parts

_DIGIT = "[零〇一二两兩三四五六七八九]"
_NUMERAL = "[零〇一二两兩三四五六七八九十百千万萬亿億]+"
_ANY = rf"(?:{_DIGITS}|{_NUMERAL}(?:[点點]{_DIGIT}+)?)"
_UNIT = "[百千万萬亿億]"
_Reading = tuple[re.Pattern[str], Callable[[re.Match[str]], Iterable[float]]]


def _number(text: str) -> float:
    """Return the value of digits or numerals, also with a decimal part; 0 if there is none."""
    if text[0] in "0123456789.":
        return _plain(text)
    whole, _point, part = text.replace("點", "点").partition("点")
    decimals = "".join(str(_HAN_DIGITS[sign]) for sign in part)
    return (_han(whole) or 0) + float(f"0.{decimals or 0}")


def _sum(match: re.Match[str]) -> Iterator[float]:
    """Yield the amount that is said in several numbers, as 3亿5000万."""
    parts = [(_plain(d), _factor(unit)) for d, unit in re.findall(_AMOUNT, match[0])]
    if all(larger > smaller for (_, larger), (_, smaller) in pairwise(parts)):
        yield sum(plain * factor for plain, factor in parts)


def _share(match: re.Match[str]) -> Iterator[float]:
    """Yield a part of a whole; of hundreds and thousands the number of parts as well."""
    whole, part = _number(match["of"]), _number(match["part"])
    if whole:
        yield part / whole
    if whole in (100, 1000):
        yield part


def _decade(match: re.Match[str]) -> Iterator[float]:
    """Yield the years in which a decade may begin."""
    decade = _number(match["decade"])
    if 0 < decade < 100:
        centuries = (20, 21) if match["century"] is None else (_number(match["century"]),)
        yield from (100 * (century - 1) + decade for century in centuries)


_AMOUNT = rf"({_DIGITS})\s*({_UNIT}*)"
_BOTH: tuple[_Reading, ...] = (
    # 1/3
    (
        re.compile(r"(?<![0-9/.])([0-9]{1,2})/([0-9]{1,2})(?![0-9/])"),
        lambda m: [int(m[1]) / int(m[2])] if int(m[2]) else [],
    ),
    # 50,100,250 may be three numbers.
    (
        re.compile(r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3}){2,}(?![0-9])"),
        lambda m: map(float, m[0].split(",")),
    ),
    # 2020–22
    (
        re.compile(r"(?<![0-9])([0-9]{2})[0-9]{2}\s*年?[-–—~～/至到]\s*([0-9]{2})(?![0-9])"),
        lambda m: [int(m[1] + m[2])],
    ),
)
_READINGS: dict[Style, tuple[_Reading, ...]] = {
    "han": (
        *_BOTH,
        (re.compile(rf"(?:{_DIGITS}\s*{_UNIT}+\s*)+{_DIGITS}\s*{_UNIT}*"), _sum),
        (re.compile(rf"(?P<of>{_ANY})分之(?P<part>{_ANY})"), _share),
        (
            re.compile(rf"({_NUMERAL}[点點]{_DIGIT}+)({_UNIT}*)"),
            lambda m: [_number(m[1]) * _factor(m[2])],
        ),
        (re.compile(rf"({_ANY})\s*(?:%|个百分点|個百分點)"), lambda m: [_number(m[1]) / 100]),
        (re.compile(rf"({_ANY})成"), lambda m: [_number(m[1]) / 10, _number(m[1]) * 10]),
        (re.compile("半"), lambda m: [0.5, 50]),
        (re.compile("[单單双雙]"), lambda m: [1 if m[0] in "单單" else 2]),
        (re.compile(rf"({_ANY})[^\s，。；、]{{0,2}}半"), lambda m: [_number(m[1]) + 0.5]),
        (
            re.compile(rf"(?:(?P<century>{_ANY})世[纪紀])?(?P<decade>{_ANY})年代"),
            _decade,
        ),
        # 两三千
        (
            re.compile(rf"({_DIGIT}){_DIGIT}([十百千万萬亿億]+)"),
            lambda m: [_HAN_DIGITS[m[1]] * _factor(m[2])],
        ),
        (re.compile(r"(?:下午|晚上?)\s*([0-9]{1,2})"), lambda m: [int(m[1]) + 12]),
    ),
    "en": (
        *_BOTH,
        (re.compile(rf"({_DIGITS})\s*(?:%|per ?cent\b)"), lambda m: [_plain(m[1]) / 100]),
        # 1,27 mm is written as in other languages of Europe.
        (
            re.compile(r"(?<![0-9.,])[0-9]+,[0-9]{1,2}(?![0-9]|,[0-9])"),
            lambda m: [float(m[0].replace(",", "."))],
        ),
        # 5.000 kg may be five tons.
        (
            re.compile(
                r"(?<![0-9.])([0-9]{1,3}(?:\.[0-9]{3})+)(?![0-9.]|[\s-]*(?:thous|[mb]ill|trill))"
            ),
            lambda m: [float(m[1].replace(".", ""))],
        ),
        # The 90s
        (
            re.compile(r"(?<![0-9])([0-9]0)[’']?s\b"),
            lambda m: [century + int(m[1]) for century in (1900, 2000)],
        ),
        (
            re.compile(r"(?<![0-9:.])([0-9]{1,2})(?:[:.][0-9]{2})?\s*p\.?\s?m\b"),
            lambda m: [int(m[1]) + 12],
        ),
    ),
}


@lru_cache(_KEPT)
def _readings(text: str, style: Style) -> tuple[tuple[Span, float], ...]:
    """Return what numbers say together, or with the words beside them."""
    return tuple(
        (Span(*match.span()), value)
        for pattern, read in _READINGS[style]
        for match in pattern.finditer(text)
        for value in read(match)
    )


# In words

_HAN_RUN = re.compile(_NUMERAL)
# No amount that anybody spells out is longer.
_LONGEST = 16


def _han(text: str) -> int | None:
    """Return the number that numerals are, None if they are none, or more than one."""
    if all(sign in _HAN_DIGITS for sign in text):
        # 一九七八 is a year, but 七八 are two numbers.
        digits = "".join(str(_HAN_DIGITS[sign]) for sign in text)
        return None if len(text) == 2 else int(digits)
    total = section = 0
    digit: int | None = None
    lowest = highest = 10**4
    for sign in text:
        if sign in _HAN_DIGITS:
            if digit:
                return None
            digit = _HAN_DIGITS[sign]
            continue
        unit = _HAN_UNITS[sign]
        if unit < 10**4:
            if unit >= lowest:
                return None
            section += (1 if digit is None else digit) * unit
            lowest = unit
        elif unit < highest:
            total += (section + (digit or 0)) * unit
            section, lowest = 0, 10**4
        else:
            total = ((total + section + (digit or 0)) or 1) * unit
            section, lowest, highest = 0, 10**4, unit
        digit = None
    return total + section + (digit or 0)


def _parts(run: str) -> Iterator[float]:
    """Yield the numbers in a run of numerals, each as long as it can be: 十三五 is 13 and 5."""
    start = 0
    while start < len(run):
        for end in range(min(len(run), start + _LONGEST), start, -1):
            value = _han(run[start:end])
            if value is not None:
                yield float(value)
                break
        if all(sign in _HAN_DIGITS for sign in run[start:end]):
            # 九一八 is a date.
            yield from (
                float(str(_HAN_DIGITS[run[place]]) + str(_HAN_DIGITS[run[place + 1]]))
                for place in range(start, end - 1)
            )
            yield from (float(_HAN_DIGITS[sign]) for sign in run[start:end])
        start = end


# Words by what they say: each line begins with its number, and each word says one more.
_COUNTED = """
0 zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
16 sixteen seventeen eighteen nineteen twenty
1 first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
14 fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
1 january february march april may june july august september october november december
1 jan feb mar apr may jun jul aug sep oct nov dec
9 sept
0 midnight
12 noon
0 no once twice thrice
0 none single double triple quadruple
2 doubling tripling
2 both
2 halve
4 quarter
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENTHS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"


def _words() -> dict[str, int]:
    found = {word: 10 * n for tens in (_TENS, _TENTHS) for n, word in enumerate(tens.split(), 2)}
    for line in _COUNTED.strip().split("\n"):
        first, *words = line.split(" ")
        found |= {word: n for n, word in enumerate(words, int(first))}
    return found


_WORDS = _words()


def _base(word: str) -> str:
    """Return a word of a number without the ending of a plural, a fold or a past tense."""
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    for ending in ("s", "d", "fold", "th"):
        shorter = word.removesuffix(ending)
        if word not in _WORDS and (shorter in _WORDS or shorter in _SCALES):
            return shorter
    return word


def _spelled(words: list[str]) -> Iterator[float]:
    """Yield the numbers that English words say, the words of one each by itself too."""
    bases = [_base(word) for word in words]
    total = section = 0.0
    is_open = False
    for place, word in enumerate(bases):
        before = bases[place - 1] if place else ""
        if word in _SCALES:
            yield _SCALES[word]
            if is_open and _SCALES[word] <= 100:
                section = (section or 1) * _SCALES[word]
            elif is_open:
                total, section = total + (section or 1) * _SCALES[word], 0.0
        elif word in ("a", "an") and before != "half":
            total, section, is_open = 0.0, 1.0, True
        elif word in ("half", "halve"):
            yield from (0.5, 50.0)
            if before == "a" and bases[place - 2 : place - 1] == ["and"] and place > 2:
                yield _WORDS.get(bases[place - 3], 0) + 0.5
            total, section, is_open = 0.0, 0.5, True
        elif word in _WORDS:
            value = float(_WORDS[word])
            yield value
            if value > 2:
                yield (_WORDS.get(before) or 1) / value
            if is_open and _joins(section, value):
                section += value
            elif is_open and 10 < section < 21 and value >= 10:
                section = 100 * section + value
            else:
                total, section = 0.0, value
            is_open = True
        elif word not in ("and", "a", "an"):
            is_open = False
        if is_open:
            yield total + section


def _joins(section: float, value: float) -> bool:
    """Whether a word goes on with a number: five after a hundred or after twenty."""
    if section % 100 == 0:
        return value < 100
    return section % 10 == 0 and section % 100 >= 20 and value < 10
