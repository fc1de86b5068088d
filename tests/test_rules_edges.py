"""What each line of a rule is for: the smallest text that tells when it is gone.

A case is a text with ⟦what is there→what to write⟧ at its findings, without an arrow where there
is no fix. So nothing of a finding is left out but its message.
"""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossaries import context
from zhengming.finding import Context, Document, Finding, Rule
from zhengming.glossary import Glossary
from zhengming.matcher import Matcher
from zhengming.rules import (
    deprecated_form,
    foreign_form,
    half_width,
    mojibake,
    one_to_many,
    script_leak,
    unpaired,
)

NOTHING = Glossary({})
KNOWN = Context(NOTHING, Matcher(NOTHING))
MARK = re.compile("⟦([^→⟧]*)(?:→[^⟧]*)?⟧")


def found(rule: Rule, text: str, language: str, known: Context = KNOWN) -> list[Finding]:
    return list(rule.check(Document("d", text, language), known))


def marked(rule: Rule, text: str, language: str, known: Context = KNOWN) -> str:
    """Return a text with its findings marked."""
    for finding in reversed(found(rule, text, language, known)):
        start, end = finding.fix.span if finding.fix else finding.span
        arrow = f"→{finding.fix.text}" if finding.fix else ""
        text = f"{text[:start]}⟦{text[start:end]}{arrow}⟧{text[end:]}"
    return text


CASES = [
    (half_width, "zh-Hans", ":作者: 张三"),
    (half_width, "zh-Hans", "《甲》⟦,→，⟧乙"),
    (half_width, "zh-Hans", "《甲》⟦, →，⟧乙"),
    (half_width, "zh-Hans", "《甲》⟦,→，⟧"),
    (half_width, "zh-Hans", "《甲》⟦,→，⟧\n乙"),
    (half_width, "zh-Hans", "《甲》⟦,→，⟧\nhe"),
    (half_width, "zh-Hans", "《甲》,X"),
    (half_width, "zh-Hans", "“甲”, he said"),
    (half_width, "zh-Hans", "IPv6!中文"),
    (half_width, "zh-Hans", "例如::"),
    (half_width, "zh-Hans", "例如⟦;!→；！⟧:)"),
    (half_width, "zh-Hans", "&nbsp;中文"),
    (half_width, "zh-Hans", "&nbsp;中⟦,→，⟧文"),
    (half_width, "zh-Hans", "甲(乙\n丙)丁"),
    (half_width, "zh-Hans", "甲\n乙⟦(→（⟧丙⟦)→）⟧丁"),
    (half_width, "zh-Hans", "Li ⟦(→（⟧中文⟦)→）⟧\n乙"),
    (half_width, "zh-Hans", "甲\n(abc)"),
    (half_width, "zh-Hans", "甲⟦(→（⟧abc⟦)→）⟧"),
    (half_width, "zh-Hans", "甲  (abc)"),
    (half_width, "zh-Hans", "甲X(abc)"),
    (half_width, "zh-Hans", "a甲⟦ (→（⟧abc⟦)→）⟧"),
    (half_width, "zh-Hans", "a甲⟦(→（⟧abc⟦)→）⟧"),
    (half_width, "zh-Hans", "⟦(→（⟧甲⟦)→）⟧"),
    (half_width, "zh-Hans", "⟦(→（⟧甲⟦)→）⟧\n"),
    (half_width, "zh-Hans", "[甲](乙)"),
    (half_width, "zh-Hans", "甲( )乙"),
    (half_width, "zh-Hans", "甲(\0)乙"),
    (half_width, "zh-Hans", "甲⟦(→（⟧X⟦)→）⟧"),
    (half_width, "zh-Hans", "甲⟦, →，⟧乙"),
    (half_width, "zh-Hans", "甲⟦,→，⟧ \n乙"),
    (half_width, "zh-Hans", "甲⟦,→，⟧ "),
    (mojibake, "zh-Hans", "⟦锟斤拷⟧⟦锛屼腑鍥界殑缃戠粶→，中国的网络⟧"),
    (mojibake, "zh-Hans", "\ufeff网络"),
    (mojibake, "zh-Hans", "⟦\u200b→⟧网络"),
    (mojibake, "zh-Hans", "X⟦\u200b→⟧网"),
    (mojibake, "zh-Hans", "网⟦\u200b→⟧X"),
    (mojibake, "zh-Hans", "网\u200b*络*"),
    (mojibake, "zh-Hans", "*网*\u200b络"),
    (mojibake, "zh-Hans", "a⟦\u200c→⟧b"),
    (mojibake, "zh-Hans", "网⟦\u200d→⟧络"),
    (mojibake, "zh-Hans", "می⟦\u200c→⟧"),
    (mojibake, "zh-Hans", "⟦\u200d→⟧می"),
    (mojibake, "zh-Hans", "👩\u200d💻"),
    (mojibake, "zh-Hans", "甲⟦\u200f→⟧乙"),
    (mojibake, "zh-Hans", "甲⟦\u200f→⟧乙\nשלום"),
    (mojibake, "zh-Hans", "שלום\n甲⟦\u200f→⟧乙"),
    (mojibake, "zh-Hans", "甲\nשלום\n乙⟦\u200f→⟧丙"),
    (mojibake, "zh-Hans", "甲\nשלום\u200f\n乙"),
    (mojibake, "zh-Hans", "\nש\u200e"),
    (mojibake, "zh-Hans", "سلام\u200e"),
    (mojibake, "zh-Hans", "甲⟦\u202e→⟧乙"),
    (mojibake, "zh-Hans", "⟦缃戠粶→网络⟧。"),
    (mojibake, "zh-Hans", "⟦缃戠粶涓绘潈→网络主权⟧。⟦缃戠粶→网络⟧。"),
    (mojibake, "zh-Hans", "数据。⟦缃戠粶→网络⟧"),
    (mojibake, "zh-Hans", "⟦鍏变韩缃戠粶→共享网络⟧。"),
    # Each half of a common character by itself.
    (mojibake, "zh-Hans", "⟦浜掕仈→互联⟧，⟦缃戞槸→网是⟧，⟦鐨勯噸→的重⟧，⟦锛屾槸→，是⟧"),
    (mojibake, "zh-Hans", "⟦鏄庡悜→明向⟧，⟦銆傞殢→。随⟧，⟦鍜屼骇→和产⟧，⟦涓氬彉→业变⟧"),
    (mojibake, "zh-Hans", "⟦鍦扮悆→地球⟧，⟦鍥介檯→国际⟧，⟦鏈夋垜→有我⟧"),
    (mojibake, "zh-Hans", "⟦ðŸ˜€→😀⟧，Ã⟦\ufffd⟧"),
    (mojibake, "zh-Hans", "à€€"),
    (mojibake, "zh-Hans", "鐨鿿字"),
    (mojibake, "zh-Hans", "⟦\x85⟧"),
    (mojibake, "zh-Hans", "“出⟦?！?⟧，带动"),
    (mojibake, "zh-Hans", "“出?！?”"),
    (script_leak, "zh-Hant-TW", "他說話\0⟦话→話⟧。"),
    (script_leak, "zh-Hant-TW", "⟦话→話⟧"),
    (script_leak, "zh-Hant-TW", "先后⟦话题→話題⟧"),
    (script_leak, "zh-Hant-TW", "⟦络一后三四五这一二三四时→絡一後三四五這一二三四時⟧"),
    (script_leak, "zh-Hant-TW", "⟦络一后三四五这一二三四五时→絡一后三四五這一二三四五時⟧"),
    (
        script_leak,
        "zh-Hant-TW",
        "，一二三四五六七八九十⟦络一后三四五这一二三四时→絡一後三四五這一二三四時⟧",
    ),
    (script_leak, "zh-Hant-TW", "⟦后络这时里→後絡這時裡⟧"),
    (script_leak, "zh-Hant-TW", "后⟦络这→絡這⟧里"),
    (script_leak, "zh-Hant-TW", "\0⟦网络这时里→網絡這時裡⟧\0"),
    (script_leak, "zh-Hant-TW", "。⟦这一这→這一這⟧"),
    (script_leak, "zh-Hant-TW", "⟦这→這⟧。⟦这→這⟧"),
    (script_leak, "zh-Hant-TW", "⟦头发→頭髮⟧"),
    (script_leak, "zh-Hant-TW", "⟦发→發⟧展"),
    (script_leak, "zh-Hant-TW", "十分⟦钟→鐘⟧"),
    (script_leak, "zh-Hant-TW", "⟦温→溫⟧室"),
    (script_leak, "zh-Hant-TW", "⟦发⟧"),
    (script_leak, "zh-Hant-TW", "简体中文、简体字、中文（简体）、中文 (简体)"),
    (script_leak, "zh-Hans", "繁體中文、繁體字、正體中文、正體字、中文(繁體)、中文 （正體）"),
    (script_leak, "zh-Hans", "繁⟦體→体⟧的。\n\n正⟦體→体⟧的。\n\n中文⟦體→体⟧"),
    (script_leak, "zh-Hans", "⟦話→话⟧"),
    (script_leak, "zh-Hans", "以⟦後→后⟧"),
    (script_leak, "zh-Hans", "「⟦說話→说话⟧」"),
    (unpaired, "zh-Hans", "“甲\n\n“乙”"),
    (unpaired, "zh-Hans", "⟦》⟧"),
    (unpaired, "zh-Hans", "⟦“⟧甲\n\n乙⟦”⟧丙"),
    (unpaired, "zh-Hans", "“甲\n\n乙”。"),
    (unpaired, "zh-Hans", "“甲\n\n乙”"),
    (unpaired, "zh-Hans", "⟦“⟧甲\n\n乙⟦“⟧"),
    (unpaired, "zh-Hans", "「「甲」」"),
    (unpaired, "zh-Hans", "⟦（⟧（甲）"),
    (unpaired, "zh-Hans", "⟦（⟧《甲（乙）》"),
    (unpaired, "zh-Hans", "⟦《⟧⟦（⟧《甲》"),
    (unpaired, "zh-Hans", "《⟦（⟧⟦（⟧甲》（乙）"),
    (unpaired, "zh-Hans", "don’t"),
    (unpaired, "zh-Hans", "甲⟦’⟧乙"),
    (unpaired, "zh-Hans", "⟦’⟧甲"),
    (unpaired, "zh-Hans", "a’"),
    (unpaired, "zh-Hans", "\na’"),
    (unpaired, "zh-Hans", "甲⟦’⟧"),
    (unpaired, "zh-Hans", "1）甲"),
    (unpaired, "zh-Hans", "（一）"),
    (unpaired, "zh-Hans", "甲1⟦）⟧"),
    (unpaired, "zh-Hans", "1234⟦）⟧甲"),
    (unpaired, "zh-Hans", "甲\n一）乙"),
    (unpaired, "zh-Hans", "甲⟦“⟧\n\n“乙”"),
    (unpaired, "zh-Hans", "“甲\n\n  “乙”"),
    (unpaired, "zh-Hans", "⟦《⟧甲\n\n《乙》"),
    (unpaired, "zh-Hans", "“甲⟦《⟧\n\n“乙⟦》⟧”"),
    (unpaired, "zh-Hans", "A’B ⟦“⟧甲"),
    (unpaired, "zh-Hans", "“甲\n\n乙”\n\n“丙\n\n丁”"),
    (unpaired, "zh-Hans", "⟦“⟧甲\n\n丙⟦”⟧丁\n\n“戊\n\n己”"),
    (unpaired, "zh-Hans", "⟦“⟧甲\n\n戊"),
    (unpaired, "zh-Hans", "‘don’t’"),
    (unpaired, "zh-Hans", "“甲\n乙”丙"),
    (unpaired, "zh-Hans", "“甲\n\n\n“乙”"),
    (unpaired, "zh-Hans", "『「“甲\n\n乙”」』"),
    (unpaired, "zh-Hans", "⟦（⟧“甲\n\n乙”⟦）⟧"),
    (unpaired, "zh-Hans", "xvi）一"),
    (unpaired, "zh-Hans", "“一”1）一。「二」2）二。123）三。viii）四。二十一）五"),
    (unpaired, "zh-Hans", "⟦‘⟧don’t"),
    (unpaired, "zh-Hans", "‘甲’乙⟦”⟧"),
    (one_to_many, "zh-Hant-TW", "⟦以后→以後⟧"),
    (one_to_many, "zh-Hant-TW", "⟦里面→裡面⟧"),
    (one_to_many, "zh-Hant-TW", "⟦怒發沖冠→怒髮衝冠⟧"),
    (one_to_many, "zh-Hant-TW", "⟦以后→以後⟧天"),
    (one_to_many, "zh-Hant-TW", "⟦致力于→致力於⟧⟦以后→以後⟧"),
    (one_to_many, "zh-Hant-TW", "⟦以后→以後⟧太后"),
    (one_to_many, "zh-Hant-HK", "⟦里面→裏面⟧"),
    (one_to_many, "zh-Hant", "⟦里面⟧"),
    (one_to_many, "zh-Hant", "⟦以后→以後⟧"),
]


@pytest.mark.parametrize(
    ("rule", "language", "text"),
    [(module.RULE, language, text) for module, language, text in CASES],
)
def test_the_marks_of_a_case_are_what_its_rule_finds(rule: Rule, language: str, text: str) -> None:
    assert marked(rule, MARK.sub(r"\1", text), language) == text


# Sets of signs: each takes its turn at □.
HAN = "〇㐀一鿿豈\ufaff\U00020000\U00030000\U0003ffff"
OPENERS, CLOSERS = "《〈「『“‘（【", "》〉」』”’）】"
SETS = [
    (half_width, "□⟦,→，⟧", f"{HAN}{CLOSERS}％℃…"),
    (half_width, "□⟦,→，⟧一", "AMZamz059\0%)]"),
    (half_width, "a⟦,→，⟧□", f"{HAN}{OPENERS}"),
    (half_width, "⟦(→（⟧一⟦)→）⟧□", f"{HAN}{OPENERS}{CLOSERS}，。；：、？！"),
    (half_width, "一:□", "=/[-()DP:"),
    (half_width, "一⟦:→：⟧D□", "AMZamz"),
    (half_width, "□:一: 一", "\n \t"),
    (half_width, ":一:□", "\n \t"),
    (half_width, ":一\n□⟦: →：⟧一", "一"),
    (mojibake, "一⟦□→⟧一", "\u200b\u200d\u200e\u200f\u202a\u202c\u202e\u2060\u2062\u2064\ufeff"),
    (mojibake, "一⟦□□⟧一", "\ufffd\ue000\uf000\uf8ff\U000f0000\U00100000\U0010fffd\x80\x90\x9f"),
    (mojibake, "一⟦□□→⟧一", "\u200b"),
    (mojibake, "⟦□斤拷□斤⟧一", "锟錕"),
    (mojibake, "⟦□斤拷□⟧一", "锟錕"),
    (mojibake, "⟦□□□□⟧一", "烫屯"),
    (mojibake, "一□□□一", "烫屯"),
    (mojibake, "□一⟦?！?⟧", "“「『《"),
    (mojibake, "“一⟦□！?⟧", "?？"),
    (mojibake, "“一⟦?□?⟧", "!！"),
    (mojibake, "“一⟦?！□⟧", "?？"),
    (mojibake, "“一二三四五六七□⟦?！?⟧", "八"),
    (mojibake, "“一二三四五六七八□?！?", "九"),
    (mojibake, "“一□一?！?", "”」』》\n\0"),
    (mojibake, "“一?！?□", "“”「」『』》?？!！"),
    (mojibake, "é□□", "‘’“”–—…•‹›„‚"),
    (unpaired, "⟦□⟧一", "《〈「『“‘（"),
    (unpaired, "国⟦□⟧", "》〉」』”’）"),
    (unpaired, "⟦《⟧一\n□\n⟦》⟧", " \t\n"),
    (unpaired, "国□’国□’", "AMZamz059ÀÿɏƏ"),
    (unpaired, "国’□国", "AMZamz059ÀÿɏƏ"),
    (script_leak, "⟦這→这⟧□⟦這→这⟧", "\0\n。！？!?；;"),
    (script_leak, "⟦這□這→这□这⟧", "，、："),
    (unpaired, "□1）一", "，。；：、！？* \0\n"),
    (unpaired, "□）一", "059AMZamzivx〇一二三四五六七八九十"),
    (unpaired, "一，□123）一", "\n"),
    (unpaired, "“一\n\n□“一”", " \t\u3000\0>"),
    (unpaired, "“一\n\n一”□", "。！？； \0\t\n"),
]


@pytest.mark.parametrize(("module", "text", "signs"), SETS)
def test_each_sign_of_a_set_counts(module: ModuleType, text: str, signs: str) -> None:
    for sign in signs:
        case = text.replace("□", sign)
        assert marked(module.RULE, MARK.sub(r"\1", case), "zh-Hans") == case


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return context(tmp_path_factory.mktemp("glossary"))


@pytest.mark.parametrize(
    ("module", "language", "text"),
    [
        (deprecated_form, "zh-Hans", "算法与⟦搜集主权→网络主权⟧，⟦搜集主权→网络主权⟧"),
        (deprecated_form, "zh-Hant-TW", "搜集主权"),
        (foreign_form, "zh-Hant-TW", "演算法與⟦網絡主權→網路主權⟧，⟦網絡主權→網路主權⟧"),
        (foreign_form, "zh-Hant-TW", "《網絡主權論》與⟦網絡主權→網路主權⟧"),
        (foreign_form, "zh-Hant-TW", "《甲》⟦網絡主權→網路主權⟧《乙》"),
        (foreign_form, "zh-Hant-TW", "甲乙丙丁算法"),
        (foreign_form, "zh-Hans", "⟦演算法→算法⟧"),
        (foreign_form, "en", "網絡主權"),
    ],
)
def test_the_marks_of_a_case_are_what_its_rule_finds_with_a_glossary(
    small: Context, module: ModuleType, language: str, text: str
) -> None:
    assert marked(module.RULE, MARK.sub(r"\1", text), language, small) == text


def test_a_form_of_two_regions_is_said_to_be_of_both(small: Context) -> None:
    (finding,) = found(foreign_form.RULE, "演算法", "zh-Hans", small)

    assert finding.span == (0, 3)
    assert finding.message == "演算法 is zh-Hant-HK and zh-Hant-TW; write 算法"


SIGNS = "锟斤拷烫屯?！!？“，。网缃戠粶Ãé©¸\x85\u200b\ufeff\ufffd\ue000\U000f0000 a\n"


@given(st.text(SIGNS, max_size=12))
@settings(max_examples=300)
def test_a_text_that_is_passed_over_has_nothing_to_find(text: str) -> None:
    """All findings of mojibake have a sign that the quick look knows."""
    for finding in found(mojibake.RULE, f"{text}网", "zh-Hans"):
        start, end = finding.span
        assert mojibake._SUSPECT.search(f"{text}网", start, end)


@pytest.mark.parametrize(
    ("module", "language", "text", "message"),
    [
        (
            mojibake,
            "zh-Hans",
            "锟斤拷锟斤拷锟斤拷",
            "锟斤拷锟斤拷 is the trace of a wrong decoding; write what the source has",
        ),
        (
            mojibake,
            "zh-Hans",
            "锛屼腑鍥界殑缃戠粶锛",
            "锛屼腑鍥界殑 is UTF-8 read as GBK; write what the source has",
        ),
        (
            mojibake,
            "zh-Hans",
            "浜掕仈缃戜富鏉冧笌缃戠粶绌洪棿鍛借繍鍏卞悓浣撲笌浜烘皯",
            "浜掕仈缃戜富鏉冧笌缃戠粶 is UTF-8 decoded wrongly; write 互联网主权与网络空间命运",
        ),
        (
            script_leak,
            "zh-Hans",
            "絡" * 12,
            f"{'絡' * 12} is Traditional in zh-Hans text; write {'络' * 12}",
        ),
        (
            script_leak,
            "zh-Hans",
            "絡" * 13,
            f"{'絡' * 12}… is Traditional in zh-Hans text; write {'络' * 12}…",
        ),
        (script_leak, "zh-Hant-TW", "发", "发 is Simplified in zh-Hant-TW text; write 發 or 髮"),
        (one_to_many, "zh-Hant", "里面", "里面 has 里 for 裡 or 裏; write 裡面 or 裏面"),
    ],
)
def test_a_message_is_short_and_says_what_to_write(
    module: ModuleType, language: str, text: str, message: str
) -> None:
    assert [finding.message for finding in found(module.RULE, text, language)] == [message]
