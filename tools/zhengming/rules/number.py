"""A number of the original that the translation lacks, or has wrong.

Between Chinese and Chinese, figures must be the same with their units, and so must numerals of
several signs. Between two of Chinese, Japanese and English their values must: 10.51亿 is 1.051
billion, 1400余万 more than 14 million, 7月 July, 三分之一 a third. Only figures in digits are
asked for; a translation may have them in words, as two, eighth or 十八. A number that the
original does not have is told of too, unless it is a part of a name, as in COVID-19. English may
say one, another and last hour where Chinese has a figure, and 1 where that has a word, and
translations from it leave out what their readers know: of an English original, 0, 1 and 100 % are
not asked for, and only numbers that changed are told of, one lost and another new.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from zhengming.finding import Case, Context, Document, Finding, Rule
from zhengming.numerals import Style, figures, meet, numerals, style, values
from zhengming.text import Span

_NAME = re.compile(r"[A-Za-z][-–]?\Z")
# As in Direct3D.
_IN_NAME = re.compile(r"[A-Za-z]\Z")
_DIGIT = re.compile("[0-9０-９]")
# Numbers that are none for readers: of a program's placeholders, and in what links point at.
_PLACEHOLDER = re.compile(r"%[0-9]+\$|%[-+#0-9.]+[a-zA-Z]|\{[0-9]+(?:[.!:][^{}\s]*)?\}")
_TARGET = re.compile(r"<[^<>`\n]*>(?=`)|\]\([^()\s]*\)")


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the numbers that are lost, over the whole message, and those that are new."""
    source = document.source
    before, after = style(source.language), style(document.language)
    if not document.original or before is None or after is None:
        return
    if source.language[:2] == document.language[:2] == "zh":
        has_numbers = _SEVERAL.search(document.original) or _SEVERAL.search(document.text)
        if has_numbers and _runs(source) != _runs(document):
            yield from _same(document, _exact(source), _exact(document))
    elif _DIGIT.search(document.original) or _DIGIT.search(document.text):
        yield from _equal(document, before, after)


def _prose(document: Document) -> str:
    """Return the prose without the placeholders of a program, and signs written as numbers."""
    text = document.prose
    if document.markup == "plain":
        text = _PLACEHOLDER.sub(_masked, text)
    text = _ENTITY.sub(_masked, text) if "&#" in text else text
    text = _HASH.sub(_masked, text)
    return _BASE.sub(_masked, text) if "進" in text or "进" in text else text


# A sign in HTML, as &#8217;
_ENTITY = re.compile(r"&#x?[0-9A-Fa-f]+;")
# A hash, or another name of a thing.
_HASH = re.compile(r"(?<![0-9A-Za-z])(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,}(?![0-9A-Za-z])")
# How numbers are written, as in 64 十六進位數字: no part of one.
_BASE = re.compile("(?:十六|十|二|八)(?:[进進]制|[进進]位)")


def _masked(found: re.Match[str]) -> str:
    return "\0" * len(found[0])


# What numbers in Chinese are made of, but for what may stand between digits and their unit.
_NUMERALS = "0-9０-９零〇一二两兩三四五六七八九十百千万萬亿億兆"
_SEVERAL = re.compile(f"[0-9０-９]|[{_NUMERALS}]{{2}}")
_NUMBER = re.compile(rf"[{_NUMERALS}.．,，%％/／\s\0多余餘来來几幾]+")
_SIMPLIFIED = str.maketrans("餘來幾兩萬億", "余来几两万亿")


def _runs(document: Document) -> list[str]:
    """Return all that may be of a number, in order: where it is the same, the numbers are."""
    return _NUMBER.findall(_prose(document).translate(_SIMPLIFIED))


Exact = tuple[str | float, str, Span]


def _exact(document: Document) -> list[Exact]:
    """Return what must be the same in Chinese texts: what, how written, and where.

    That is the digits, or the value if there is a unit; and the value of Chinese numerals.
    """
    prose = _prose(document)
    found: list[Exact] = []
    ends = set()
    for text, span, meant in figures(prose, "han", alone=True):
        is_plain = text[-1].isdigit()
        found.append((unicodedata.normalize("NFKC", text) if is_plain else max(meant), text, span))
        ends.add(span.end)
    for span, value in numerals(prose):
        # The unit of a figure is none.
        if span.end not in ends:
            found.append((float(value), prose[slice(*span)], span))
    return found


def _same(document: Document, before: list[Exact], after: list[Exact]) -> Iterator[Finding]:
    """Yield the figures that are not the same."""
    there, here = Counter(key for key, _, _ in before), Counter(key for key, _, _ in after)
    for key in there - here:
        yield _lost(document, next(text for each, text, _ in before if each == key))
    for key in here - there:
        yield _new(*next((text, span) for each, text, span in after if each == key))


# What Chinese says without a figure: 沒有成員 for 0 members; and 100 %, which is 完全 or 原.
_WORDS = ("0", "1")
_WHOLE = {1, 100}


def _equal(document: Document, before: Style, after: Style) -> Iterator[Finding]:
    """Yield the figures whose value the other side has not.

    Of an English original they are told where a number changed: one is lost, another new.
    """
    if _agree(document, before, after):
        return
    there, here = _known(document.source, before), _known(document, after)
    is_english = not document.source.language.startswith("zh")
    lost: dict[str, Finding] = {}
    for text, span, meant in figures(_prose(document.source), before):
        is_in_name = _IN_NAME.search(document.original, 0, span.start)
        is_word = is_english and (text in _WORDS or meant == _WHOLE or is_in_name)
        if not meet(meant, here) and not is_word:
            lost.setdefault(text, _lost(document, text))
    new: dict[str, Finding] = {}
    for text, span, meant in figures(_prose(document), after):
        is_name = _NAME.search(document.prose, 0, span.start)
        if not (is_name or text in lost or meet(meant, there)):
            new.setdefault(text, _new(text, span))
    if (lost and new) or not is_english:
        yield from lost.values()
        yield from new.values()


def _agree(document: Document, before: Style, after: Style) -> bool:
    """Whether the figures of both sides say the same by themselves, as those of most do."""
    ours = [
        {value for figure in figures(_prose(side), style, alone=True) for value in figure.values}
        for side, style in ((document.source, before), (document, after))
    ]
    return ours[0] == ours[1]


def _known(document: Document, style: Style) -> frozenset[float]:
    """Return all numbers of a text, in code too: `0` may have become 0."""
    return values(document.prose, style) | values(_TARGET.sub("", document.text), style)


def _lost(document: Document, text: str) -> Finding:
    message = f"{text} is lost; write it as in the original"
    return Finding(RULE.slug, Span(0, len(document.text)), message, form=text)


def _new(text: str, span: Span) -> Finding:
    return Finding(RULE.slug, span, f"{text} is not in the original; write its number")


RULE = Rule(
    slug="number",
    name="A number of the original that is lost or wrong",
    check=check,
    cases=(
        Case("10>01000 十度音", original="10>01000 decades"),
        Case("50 mil 或 1.27 mm。", original="50 mil or 1,27 mm."),
        Case("沒有成員。", "zh-Hant-TW", original="0 members."),
        Case("64 十六進位數字。", "zh-Hant-TW", original="64 hexadecimal digits."),
        Case("很抱歉。", "zh-Hant-TW", original="We&#8217;re sorry."),
        Case("提交 4e05c1a", original="commit 03d7ddb"),
        Case("完全相同。", "zh-Hant-TW", original="They are 100% same."),
        Case("无障碍总线", original="The a11y bus"),
        Case("提升效能。", "zh-Hant-TW", original="Performance in Direct3D."),
        Case("十分鐘。", "zh-Hant-TW", original="10 minutes, at 4:3."),
        Case("累計 5,000 公斤。", "zh-Hant-TW", original="A total of 5.000 kg"),
        Case(
            "四十分鐘，45 分鐘。",
            "zh-Hant-TW",
            (
                "50 is lost; write it as in the original",
                "45 is not in the original; write its number",
            ),
            original="40 minutes, 50 minutes",
        ),
        Case("1980至1990年代。", "zh-Hant-TW", original="In the 1980s and 90s."),
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
                "10.51亿 is lost; write it as in the original",
                "10.15億 is not in the original; write its number",
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
