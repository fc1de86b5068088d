"""Characters that only a wrong decoding, or a machine, puts into prose.

U+FFFD and private-use characters mean that text was lost; 锟斤拷, Ã© or 鐨勶 that it was
decoded wrongly; zero-width and bidirectional controls hide in words and break searching.
Only prose is looked at, not code. Variation selectors, joined emoji, and controls beside
Arabic, Hebrew or Indic letters are right. Write what stood in the source, or delete. Of other
languages than Chinese, Japanese and English only U+FFFD, private use and controls are told of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from zhengming.finding import Case, Context, Document, Finding, Fix, Rule
from zhengming.text import Span

_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_SIGN = re.compile(
    rf"(?P<lost>\ufffd+)"
    rf"|(?P<private>[\ue000-\uf8ff\U000f0000-\U0010fffd]+)"
    rf"|(?P<control>[\x80-\x9f]+)"
    rf"|(?P<invisible>[{_INVISIBLE}]+)"
)
# U+FFFD twice, and memory that was never written, in GBK. Three 烫 are an exclamation.
_KNOWN = re.compile(r"(?:锟斤拷|錕斤拷)+(?:锟斤?|錕斤?)?|烫{4,}|屯{4,}")
# A quotation that lost its end to a mark cut in two: “出?！?，
_CUT = re.compile(
    r"(?<=[“「『《])[^“”「」『』《》\n\0]{0,8}([?？][!！][?？])(?![“”「」『』》?？!！])"
)

# UTF-8 shown as Windows-1252: a lead byte, then continuation bytes.
_CP1252 = {bytes([i]).decode("cp1252", "replace"): i for i in range(0x80, 0xA0)}
_TAIL = "".join(sorted(sign for sign in _CP1252 if sign != "\ufffd")) + "\u0080-\u00bf"
_LATIN = re.compile(
    rf"(?:[\u00c2-\u00df][{_TAIL}]|[\u00e0-\u00ef][{_TAIL}]{{2}}|[\u00f0-\u00f4][{_TAIL}]{{3}})+"
)
_TYPOGRAPHIC = frozenset("‘’“”–—…•‹›„‚")
# UTF-8 shown as GBK: these are halves of the commonest characters, and rare themselves.
_HALVES = "锛銆鐨涓鍦鏄浜鍜鏈鍥缃"
_HALF = re.compile(f"[{_HALVES}]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")

# Each of the above has one of these: most texts have none, and one quick look tells.
_SUSPECT = re.compile(
    f"[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd\x80-\x9f{_INVISIBLE}锟錕烫屯!！\u00c2-\u00f4{_HALVES}]"
)


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the findings of each kind, in the order of the text."""
    prose = document.prose
    if not _SUSPECT.search(prose):
        return
    found = list(_signs(prose))
    if document.language[:2] in ("zh", "en", "ja"):
        found += [*_wrongly_decoded(prose), *_known(prose)]
    else:
        # Their spelling may need joiners, and « privé » is well decoded.
        found = [finding for finding in found if finding.fix is None]
    free = 0
    for finding in sorted(found, key=lambda finding: (finding.span.start, -finding.span.end)):
        if finding.span.start >= free:
            free = finding.span.end
            yield finding


def _signs(prose: str) -> Iterator[Finding]:
    for match in _SIGN.finditer(prose):
        span, kind = Span(*match.span()), match.lastgroup
        code = f"U+{ord(match[0][0]):04X}"
        if kind == "lost":
            yield _found(span, f"{code} is where text was lost; write what the source has")
        elif kind == "private":
            yield _found(span, f"{code} has no meaning of its own; write what the source has")
        elif kind == "control":
            yield _found(span, f"{code} is a control character; delete it")
        elif not _is_wanted(prose, span):
            # Bidirectional controls change what is seen: deleting them needs a look.
            safe = not re.search("[\u200e\u200f\u202a-\u202e]", match[0])
            fix = Fix(span, "", "safe" if safe else "unsafe")
            yield _found(span, f"{code} cannot be seen; delete it", fix)


def _is_wanted(prose: str, span: Span) -> bool:
    """Whether invisible characters do their work here."""
    text = prose[span.start : span.end]
    before, after = prose[span.start - 1 : span.start], prose[span.end : span.end + 1]
    if text == "\ufeff" and span.start == 0:
        # A byte order mark.
        return True
    if text == "\u200b":
        # Between Chinese and inline markup it makes the markup begin or end.
        return before in tuple("*_`~\0") or after in tuple("*_`~\0")
    if text in "\u200c\u200d":
        return all(sign and not _is_plain(sign) for sign in (before, after))
    line = prose[prose.rfind("\n", 0, span.start) + 1 :].partition("\n")[0]
    marks = re.search("[\u200e\u200f\u202a-\u202e]", text)
    # U+200F itself is of the class of Hebrew letters.
    letters = filter(str.isalpha, line)
    return bool(marks) and any(unicodedata.bidirectional(s) in ("R", "AL") for s in letters)


def _is_plain(sign: str) -> bool:
    """Whether a character never joins: ASCII, Han, or a mark of Chinese."""
    return sign <= "\u007f" or (unicodedata.east_asian_width(sign) in "WF" and sign < "\U0001f000")


def _known(prose: str) -> Iterator[Finding]:
    for match in _KNOWN.finditer(prose):
        message = f"{match[0][:6]} is the trace of a wrong decoding; write what the source has"
        yield _found(Span(*match.span()), message)
    for match in _CUT.finditer(prose):
        message = f"{match[1]} is the trace of a wrong decoding; write what the source has"
        yield _found(Span(*match.span(1)), message)


def _wrongly_decoded(prose: str) -> Iterator[Finding]:
    for match in _LATIN.finditer(prose):
        right = _decoded(match[0])
        if right:
            yield _repaired(Span(*match.span()), match[0], right)
    end = 0
    for match in _HALF.finditer(prose):
        if match.start() < end:
            continue
        start = match.start()
        while start and _HAN_RUN.match(prose[start - 1]):
            start -= 1
        run = _HAN_RUN.match(prose, start)
        assert run
        end = run.end()
        # All of the run, or what follows right text in it.
        for place in (start, match.start()):
            right = _regbk(prose[place:end])
            if right:
                yield _repaired(Span(place, end), prose[place:end], right)
                break


def _decoded(text: str) -> str:
    """Return what UTF-8 read as Windows-1252 was, "" if it was none."""
    data = bytes(_CP1252.get(sign, ord(sign) & 0xFF) for sign in text)
    # “CAFÉ” and “touché…”: marks of print follow letters by right.
    if not set(text[1:]) - _TYPOGRAPHIC or (len(text) == 2 and text[0] not in "ÂÃ"):
        return ""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return ""


def _regbk(text: str) -> str:
    """Return what UTF-8 read as GBK was, with U+FFFD for what is lost; "" if it was none."""
    data = text.encode("gbk", "ignore")
    right = data.decode("utf-8", "replace")
    known = [sign for sign in right if "\u3000" <= sign <= "\u9fff" or "\uff00" <= sign < "\uffef"]
    return right if len(known) >= 2 and len(known) * 3 * 5 >= len(data) * 4 else ""


def _repaired(span: Span, text: str, right: str) -> Finding:
    if "\ufffd" in right:
        return _found(span, f"{text[:6]} is UTF-8 read as GBK; write what the source has")
    message = f"{text[:12]} is UTF-8 decoded wrongly; write {right[:12]}"
    return _found(span, message, Fix(span, right, "unsafe"))


def _found(span: Span, message: str, fix: Fix | None = None) -> Finding:
    return Finding(RULE.slug, span, message, fix)


RULE = Rule(
    slug="mojibake",
    name="Traces of wrong decoding, and characters that cannot be seen",
    check=check,
    cases=(
        Case("葛\U000e0100城、👩\u200d💻 与 ❤\ufe0f 都是对的；“什么?！?”他问。"),
        Case("“CAFÉ”、“touché…”、Ångström、São Paulo 与 naïve。烫烫烫，快拿开。横浜的锛子。"),
        Case(
            "波斯语的 می\u200cخواهم 与希伯来语的 \u200fשלום\u200f。中文\u200b**粗体**\u200b中文。",
            markup="plain",
        ),
        Case(
            "数据\ufffd\ufffd安全，\ue5e5图标。",
            messages=(
                "U+FFFD is where text was lost; write what the source has",
                "U+E5E5 has no meaning of its own; write what the source has",
            ),
        ),
        Case(
            "网络\u200b空间\ufeff命运\x85共同体。",
            messages=(
                "U+200B cannot be seen; delete it",
                "U+FEFF cannot be seen; delete it",
                "U+0085 is a control character; delete it",
            ),
        ),
        Case(
            "网络\u200b空间。",
            messages=("U+200B cannot be seen; delete it",),
            fixed="网络空间。",
        ),
        Case(
            "锟斤拷锟斤拷，加速“出?！?，带动",
            messages=(
                "锟斤拷锟斤拷 is the trace of a wrong decoding; write what the source has",
                "?！? is the trace of a wrong decoding; write what the source has",
            ),
        ),
        Case(
            "FranÃ§ais 与 ä¸\u00adæ–‡。",
            messages=(
                "Ã§ is UTF-8 decoded wrongly; write ç",
                "ä¸\u00adæ–‡ is UTF-8 decoded wrongly; write 中文",
            ),
        ),
        Case(
            "缃戠粶涓绘潈。",
            messages=("缃戠粶涓绘潈 is UTF-8 decoded wrongly; write 网络主权",),
        ),
    ),
)
