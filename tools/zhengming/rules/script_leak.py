"""Characters of the other script: Simplified ones in Traditional text, and the reverse.

They stay behind when text is converted in part, or pasted. A character counts only if it can
have no place in the script of the text; those that both scripts use are left to other rules.
A character alone in quotation marks is spoken of, and may be of any script. Leaks near each
other in one sentence are one finding, and so is a paragraph or a message that is wholly of the
other script. Write the characters of the text's own script; the fix is
offered where the words around decide which, and needs a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from zhengming.finding import Case, Context, Document, Finding, Fix, Rule
from zhengming.script import from_simplified, leaks, to_simplified
from zhengming.text import HAN, Span

# Simplified characters that stand for several words; the rest have variants at most.
SEVERAL = {
    "冲": "沖 or 衝",
    "卤": "鹵 or 滷",
    "历": "歷 or 曆",
    "发": "發 or 髮",
    "团": "團 or 糰",
    "坛": "壇 or 罈",
    "尽": "盡 or 儘",
    "弥": "彌 or 瀰",
    "当": "當 or 噹",
    "恶": "惡 or 噁",
    "摆": "擺 or 襬",
    "毁": "毀 or 燬",
    "汇": "匯 or 彙",
    "签": "簽 or 籤",
    "纤": "纖 or 縴",
    "脏": "髒 or 臟",
    "苏": "蘇 or 甦",
    "荡": "蕩 or 盪",
    "获": "獲 or 穫",
    "赞": "贊 or 讚",
    "钟": "鐘 or 鍾",
    "须": "須 or 鬚",
    "饥": "飢 or 饑",
}

# A language is named in its own script in any text, and a character spoken of as it is.
_RIGHT = re.compile(
    r"简体(?:中文|字)|[繁正]體(?:中文|字)|日本語|中文 ?[（(](?:简体|[繁正]體)[)）]"
    r"|「.」|『.』|“.”|‘.’"
    # A name beside its own spelling.
    r"|[A-Z][a-z]+ [A-Z][a-z]+ ?[（(][\u4e00-\u9fff]{2,4}[)）]"
)

# As many characters may stand between two leaks of one finding, none of them an end.
_GAP = 8
_END = re.compile(r"[\0\n。！？!?；;]")
# What is wholly of the other script goes on over ends of sentences, not of paragraphs.
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
# So many leaks, a quarter of the Han of their stretch, are a passage of the other script.
_PASSAGE = 3
_SHOWN = 12


def _converted(text: str, language: str) -> str:
    """Return `text` in the characters of `language`, of the same length, or "" if it is not."""
    # The words around a leak are mostly of the right script: OpenCC knows the phrases that
    # decide between 發 and 髮 only in Simplified characters.
    text = to_simplified(text.replace("\0", "\n"))
    result = text if language == "zh-Hans" else from_simplified(text, language)
    return result if len(result) == len(text) else ""


def passages(document: Document, least: int = _PASSAGE) -> list[Span]:
    """Return the stretches of paragraphs without the right script, and with leaks, in order.

    Other rules have nothing to say of the words there. `least` is how many leaks there must be.
    """
    own, prose = leaks(document.language), document.prose
    if own.isdisjoint(prose):
        return []
    right = _right(document.language)
    ends = {0, len(prose), *(match.end() for match in _PARAGRAPH.finditer(prose))}
    ends.update(place + 1 for place, sign in enumerate(prose) if sign in right)
    spans = [Span(start, end) for start, end in pairwise(sorted(ends))]
    return [span for span in spans if sum(s in own for s in prose[slice(*span)]) >= least]


def _right(language: str) -> frozenset[str]:
    """Return the characters that only the script of a language has."""
    return leaks("zh-Hant-TW" if language == "zh-Hans" else "zh-Hans")


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield one finding for each run of leaks."""
    own, prose = leaks(document.language), document.prose
    runs = () if own.isdisjoint(prose) else _joined(document, own)
    if not runs:
        return
    whole = _converted(prose, document.language)
    for run in runs:
        yield _finding(document, run, whole)


def _runs(prose: str, own: frozenset[str]) -> Iterator[list[int]]:
    """Yield the places of leaks, those of one run together."""
    right = {place for match in _RIGHT.finditer(prose) for place in range(*match.span())}
    run: list[int] = []
    for place, sign in enumerate(prose):
        if sign not in own or place in right:
            continue
        if run and (place - run[-1] - 1 > _GAP or _END.search(prose, run[-1] + 1, place)):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _joined(document: Document, own: frozenset[str]) -> list[list[int]]:
    """Return the runs, as one where they are a passage with nothing of the right script in it.

    A message is short: one without anything right is such a passage.
    """
    prose, right = document.prose, _right(document.language)
    runs = list(_runs(prose, own))
    if document.original and runs and right.isdisjoint(prose):
        return [[place for run in runs for place in run]]
    groups: list[list[list[int]]] = []
    for run in runs:
        between = prose[groups[-1][-1][-1] + 1 : run[0]] if groups else ""
        if groups and right.isdisjoint(between) and not _PARAGRAPH.search(between):
            groups[-1].append(run)
        else:
            groups.append([run])
    joined: list[list[int]] = []
    for group in groups:
        whole = [place for run in group for place in run]
        joined += [whole] if _is_passage(prose, whole) else group
    return joined


def _is_passage(prose: str, run: list[int]) -> bool:
    if len(run) < _PASSAGE:
        return False
    return len(run) * 4 >= len(HAN.findall(prose, run[0], run[-1] + 1))


def _finding(document: Document, run: list[int], whole: str) -> Finding:
    prose, language = document.prose, document.language
    script, other = "Simplified", "Traditional"
    if language == "zh-Hans":
        script, other = other, script
    span = Span(run[0], run[-1] + 1)
    is_passage = _is_passage(prose, run)
    if is_passage and whole:
        span = _widened(span, prose, whole)
    text = document.text[span.start : span.end]
    head = f"{_short(text)} is {script} in {language} text; write "
    if whole and all(_is_certain(prose, place, whole[place], language) for place in run):
        # In a passage of the other script, what both scripts use is of the other one too.
        places = range(span.start, span.end) if is_passage else run
        signs = list(text)
        for place in places:
            # Code stays.
            if prose[place] != "\0":
                signs[place - span.start] = whole[place]
        right = "".join(signs)
        return Finding(RULE.slug, span, head + _short(right), Fix(span, right, "unsafe"))
    return Finding(RULE.slug, span, head + SEVERAL.get(text, f"it in {other} characters"))


def _widened(span: Span, prose: str, whole: str) -> Span:
    """Return the span with the characters beside it that the conversion changes as well."""
    start, end = span
    while start and prose[start - 1] != "\0" and prose[start - 1] != whole[start - 1]:
        start -= 1
    while end < len(prose) and prose[end] != "\0" and prose[end] != whole[end]:
        end += 1
    return Span(start, end)


def _is_certain(prose: str, place: int, right: str, language: str) -> bool:
    """Whether the words around decide: the same however little of them is looked at."""
    if prose[place] == right:
        return False
    if prose[place] not in SEVERAL:
        return True
    for width in (1, 2, 4):
        start = max(0, place - width)
        window = prose[start : place + width + 1]
        result = _converted(window, language)
        if len(window.strip("\0\n ")) < 2 or not result or result[place - start] != right:
            return False
    return True


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


RULE = Rule(
    slug="script-leak",
    name="Characters of the other script",
    check=check,
    cases=(
        # In Taiwan's character set, though OpenCC calls them Simplified.
        Case("群峰之中有個祕密，床邊也有。", "zh-Hant-TW"),
        Case("稅務局：個人入息税。温室、户口、脱鈎。", "zh-Hant-HK"),
        Case("可選語言：简体中文、繁體中文。香港的字形是「户」，也寫作「戶」。", "zh-Hant-TW"),
        # Traditional by look, Simplified by the standard: names, and words of their own.
        Case("乾隆与翁同龢。王昇说：“於菟”是虎。瞭望塔、著作、慰藉、夥颐、宫商角徵羽。"),
        Case("语言：简体中文、繁體中文、正體中文、日本語。“戶”字也写作“户”。"),
        Case(
            "他說话很快。",
            "zh-Hant-TW",
            ("话 is Simplified in zh-Hant-TW text; write 話",),
        ),
        Case(
            "他的头发很長。",
            "zh-Hant-HK",
            ("头发 is Simplified in zh-Hant-HK text; write 頭髮",),
        ),
        Case(
            "尊重网络主权，推动构建网络空间命运共同体。這一句是對的。",
            "zh-Hant-TW",
            (
                "网络主权，推动构建网络空… is Simplified in zh-Hant-TW text; "
                "write 網絡主權，推動構建網絡空…",
            ),
        ),
        Case(
            "从 example.com 下载字体。",
            "zh-Hant-TW",
            ("从 example.co… is Simplified in zh-Hant-TW text; write 從 example.co…",),
            original="Download fonts from example.com.",
        ),
        Case(
            "发",
            "zh-Hant-TW",
            ("发 is Simplified in zh-Hant-TW text; write 發 or 髮",),
        ),
        Case(
            "他說話很快。",
            "zh-Hans",
            ("說話 is Traditional in zh-Hans text; write 说话",),
        ),
    ),
)
