"""What the pages say of emendations, in words a reader understands.

The source strings are Simplified Chinese; other languages come from the catalog
`zhengming`. Every string is looked up when it is asked for: the language is not known yet
when this module is imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from babel import Locale
from babel.core import UnknownLocaleError
from sphinx.locale import get_translation, get_translator

from zhengming.apparatus import Emendation

CATALOG = "zhengming"
_translated = get_translation(CATALOG)

# Longer stretches are cut in notes; the witness page has them whole.
_LONGEST = 40

# White space as a reader can see it.
_VISIBLE = {
    "\n": "⏎",
    "\r": "",
    "\t": "⇥",
    " ": "␣",
    "\u00a0": "⍽",
    "\u3000": "□",
}


def _(text: str) -> str:
    """Return a source string in the language of the site."""
    # Outside of a build there is no catalog, and what comes back is no string yet.
    return str(_translated(text))


def _n(text: str, count: int) -> str:
    """Return a source string as the language of the site has it for a number of things."""
    return get_translator(CATALOG).ngettext(text, text, count)


def kind(name: str) -> str:
    """Return the reader's word for a kind of emendation."""
    return {
        "corr": _("改正"),
        "supplied": _("补入"),
        "gap": _("阙文"),
        "surplus": _("删除"),
        "reg": _("规范"),
    }[name]


def cause(name: str) -> str:
    """Return the reader's words for what damaged the text."""
    return {
        "spin": _("洗稿替换"),
        "filter": _("敏感词过滤"),
        "number-scrub": _("号码过滤"),
        "spam": _("垃圾广告"),
        "chrome": _("网页残留"),
        "folding": _("全角变半角"),
        "mojibake": _("乱码"),
        "script": _("繁简转换"),
        "lost-heading": _("标题脱落"),
        "layout": _("版面空白"),
        "editor": _("其他"),
    }[name]


def certainty(name: str) -> str:
    """Return 高, 中 or 低."""
    return {"high": _("高"), "medium": _("中"), "low": _("低")}[name]


def evidence(names: Iterable[str]) -> str:
    """Return what an emendation rests on, as one phrase."""
    known = {
        "parallel": _("另一文本平行段落"),
        "public-copy": _("公开副本"),
        "fixed-name": _("固定名称"),
        "lexicon": _("本文换词表"),
        "table": _("对照表"),
        "context": _("上下文"),
        "editor": _("编者推断"),
    }
    return _("、").join(known[name] for name in names)


def language(tag: str) -> str:
    """Return the reader's name of a language tag, the language's own name if it is not ours."""
    known = {
        "zh-Hans": _("简体中文"),
        "zh-Hant": _("繁体中文"),
        "zh-Hant-TW": _("繁体中文（台湾）"),
        "zh-Hant-HK": _("繁体中文（香港）"),
        "en": _("英文"),
    }
    return known.get(tag) or own_name(tag)


def own_name(locale: str) -> str:
    """Return the name of a language in itself, `locale` if it is not known."""
    try:
        name = Locale.parse(locale.replace("-", "_")).get_display_name()
    except (ValueError, UnknownLocaleError):
        name = None
    name = name or locale
    return name[0].upper() + name[1:]


def region(tag: str) -> str:
    """Return the shortest name of a language tag among the others, for the head of a column."""
    known = {
        "zh-Hans": _("简体"),
        "zh-Hant": _("繁体"),
        "zh-Hant-TW": _("台湾"),
        "zh-Hant-HK": _("香港"),
        "en": _("英文"),
    }
    return known.get(tag, tag)


def domain(name: str) -> str:
    """Return the reader's name of a domain of the glossary, itself if it has none."""
    known = {
        "policy": _("政策"),
        "law": _("法律"),
        "institution": _("机构"),
        "document": _("文件"),
        "programme": _("项目与活动"),
        "economy": _("经济"),
        "technology": _("技术"),
        "security": _("安全"),
        "society": _("社会"),
        "culture": _("文化"),
    }
    return known.get(name, name)


def order(name: str) -> str:
    """Return the reader's name of an order of concepts."""
    return {
        "domain": _("按领域"),
        "pinyin": _("按拼音"),
        "stroke": _("按笔画"),
        "zhuyin": _("按注音"),
        "alphabet": _("按英文字母"),
    }[name]


def visible(text: str) -> str:
    """Return `text` with its white space made visible, for stretches that are only that."""
    return text if text.strip() else "".join(_VISIBLE.get(sign, sign) for sign in text)


def received(item: Emendation) -> str:
    """Return what the witness has, fit to be shown: spam is only counted."""
    if item.cause == "spam":
        return spam(len(item.before))
    return item.before


def spam(length: int) -> str:
    """Return the placeholder of `length` characters of spam."""
    return _n("〔垃圾文字{n}字，略〕", length).format(n=length)


def spam_description(item: Emendation) -> str:
    """Return how much spam there was and in which script, without a word of it."""
    scripts = (
        (_("汉字"), r"[\u3400-\u9fff\U00020000-\U0003ffff]"),
        (_("拉丁字母"), r"[A-Za-z]"),
        (_("数字"), r"[0-9]"),
    )
    counts = [(name, len(re.findall(pattern, item.before))) for name, pattern in scripts]
    parts = [_("{name}{n}").format(name=name, n=n) for name, n in counts if n]
    inside = _("（{parts}）").format(parts=_("、").join(parts)) if parts else ""
    length = len(item.before)
    return _n("垃圾文字 {n} 字{inside}", length).format(n=length, inside=inside)


def reason(item: Emendation) -> str:
    """Return why a page differs from its witness at one place, as a note of one line."""
    return (_("。").join((subject(item), *grounds(item))) + _("。")).rstrip()


def subject_pattern(item: Emendation) -> str:
    """Return `subject` with `{before}` where the witness is quoted, if it is quoted whole."""
    is_whole = item.before.strip() and len(item.before) <= _LONGEST
    return subject(item, "{before}") if is_whole else subject(item)


def subject(item: Emendation, quoted: str = "") -> str:
    """Return what an emendation does and what the witness has; `quoted` stands for the latter."""
    if item.cause == "spam":
        return _("{kind}：底本此处为{before}").format(
            kind=kind(item.kind), before=spam_description(item)
        )
    before = quoted or item.before
    if len(before) > _LONGEST:
        before = before[:_LONGEST] + "……"
    if item.kind == "gap":
        if not before.strip():
            return _("阙文：底本此处有脱漏")
        return _("阙文：底本此处作“{before}”，文字不全").format(before=before)
    if not before:
        return _("{kind}：底本无此文字").format(kind=kind(item.kind))
    if item.kind == "supplied":
        return _("补入：底本此处只存“{before}”").format(before=visible(before))
    return _("{kind}：底本作“{before}”").format(kind=kind(item.kind), before=visible(before))


def grounds(item: Emendation) -> Sequence[str]:
    """Return the note of an emendation, if any, and its cause, evidence and certainty."""
    facts = _("成因：{cause}；依据：{evidence}；确度：{certainty}").format(
        cause=cause(item.cause),
        evidence=evidence(item.evidence),
        certainty=certainty(item.certainty),
    )
    # It stands as a sentence here, and as part of one in the record.
    note = item.note.rstrip("。.")
    return [note[:1].upper() + note[1:], facts] if note else [facts]


def translated(
    known: Mapping[str, Emendation], said: Mapping[str, str]
) -> Mapping[str, Emendation]:
    """Return emendations with their notes as `said` has them, others as they are."""
    if not said:
        return known
    return {
        name: replace(item, note=said[item.note]) if item.note in said else item
        for name, item in known.items()
    }


def shared_note(names: Iterable[str]) -> str:
    """Return the one note for all that a page surely has in place of lost headings."""
    return _("底本此处脱落，标题等由编者补入。依据：{evidence}；确度：高。").format(
        evidence=evidence(names)
    )


def place(anchor: str, level: int) -> str:
    """Return what a reader calls an anchor: 8 for p008; a heading has no number."""
    match = re.fullmatch(r"p0*([0-9]+[a-z]?)", anchor)
    if match:
        return match[1]
    return _("标题") if level else _("补入")


def paragraph(anchor: str) -> str:
    """Return what a reader calls a paragraph outside of its page; few have a number."""
    match = re.fullmatch(r"p0*([0-9]+[a-z]?)", anchor)
    return _("第{n}段").format(n=match[1]) if match else _("标题")
