"""The rules about single characters and marks, and the tables they read.

Run as a program, this file writes the two tables of characters again from the installed
OpenCC: `python tests/test_rules_characters.py`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import opencc
import pytest

from zhengming.finding import Case, Context, Document, Finding, Rule
from zhengming.glossary import Glossary
from zhengming.matcher import Matcher
from zhengming.prose import Reading
from zhengming.rules import (
    foreign_form,
    half_width,
    mojibake,
    one_to_many,
    script_leak,
    unpaired,
)
from zhengming.script import HONG_KONG, leaks
from zhengming.text import Span

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tools" / "zhengming" / "data"
MODULES = (half_width, mojibake, one_to_many, script_leak, unpaired)
CASES = [
    pytest.param(module.RULE, case, id=f"{module.RULE.slug}-{number}")
    for module in MODULES
    for number, case in enumerate(module.RULE.cases)
]

# Simplified forms that Traditional text has as words of their own: 亘古, 叶韻, a name.
BOTH = "㐹亘叶"
# Traditional by look, but of the standard list of 2013 or of national standards (二噁英).
STANDARD = "儁剋劄噁扞昇氾祕脩蒐谿鉅釐鍾陞"

# In GB 2312 for a rare surname; 20 million characters of law have none.
ALSO = "後"

HEADER = """\
# {title}
# Source: OpenCC {version} (Apache-2.0), character by character.
# {made}
# Made by: python tests/test_rules_characters.py. Sorted by code points, {width} to a line.
"""
WIDTH = 48


def can_encode(sign: str, codec: str) -> bool:
    try:
        sign.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def changed(configuration: str) -> Iterator[tuple[str, str]]:
    """Yield each Han character that OpenCC changes, with what it becomes."""
    convert = opencc.OpenCC(configuration).convert
    for code in (*range(0x3400, 0xA000), *range(0x20000, 0x2F800), *range(0x30000, 0x323B0)):
        sign = chr(code)
        right = convert(sign)
        if right != sign:
            yield sign, right


@cache
def derived() -> dict[str, str]:
    """Return the two tables as text, by file name."""
    simplified = [
        sign for sign, _ in changed("s2t") if not can_encode(sign, "cp950") and sign not in BOTH
    ]
    # Beyond the standard list Simplified text keeps the Traditional form, so that only those
    # whose Simplified form is a common one are surely out of place.
    traditional = [
        sign
        for sign, right in changed("t2s")
        if sign in ALSO
        or (
            not can_encode(sign, "gb2312") and can_encode(right, "gb2312") and sign not in STANDARD
        )
    ]
    return {
        "simplified-only.txt": table(
            "Characters that Traditional text never has.",
            f"Those that its s2t changes and cp950 lacks, without {BOTH}.",
            simplified,
        ),
        "traditional-only.txt": table(
            "Characters that Simplified text never has.",
            f"Those that its t2s changes, and that GB 2312 lacks while it has what they become,\n"
            f"# without {STANDARD}; and {ALSO}.",
            traditional,
        ),
    }


def table(title: str, made: str, signs: list[str]) -> str:
    head = HEADER.format(title=title, version=opencc.__version__, made=made, width=WIDTH)
    rows = ["".join(signs[i : i + WIDTH]) for i in range(0, len(signs), WIDTH)]
    return head + "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def known() -> Context:
    glossary = Glossary({})
    return Context(glossary, Matcher(glossary))


def repaired(text: str, findings: list[Finding]) -> str:
    """Return the text with every fix made, of whatever grade."""
    for finding in reversed(findings):
        if finding.fix:
            start, end = finding.fix.span
            text = text[:start] + finding.fix.text + text[end:]
    return text


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_case_gives_its_messages_and_its_fixed_text(
    known: Context, rule: Rule, case: Case
) -> None:
    document = Document("case", case.text, case.language, case.markup, case.original)
    found = list(rule.check(document, known))

    assert tuple(finding.message for finding in found) == case.messages
    assert [finding.span for finding in found] == sorted(finding.span for finding in found)
    for finding in found:
        assert finding.rule == rule.slug
        assert 0 <= finding.span.start < finding.span.end <= len(case.text)
    if case.fixed is not None:
        assert repaired(case.text, found) == case.fixed
        fixed = Document("case", case.fixed, case.language, case.markup)
        assert list(rule.check(fixed, known)) == []


# Fixes that need a look are no part of the cases: what they write, and what they are for.
UNSAFE = [
    (script_leak.RULE, "zh-Hant-TW", "他說话很快。", "话", "他說話很快。"),
    (script_leak.RULE, "zh-Hant-HK", "他的头发很長。", "头发", "他的頭髮很長。"),
    (script_leak.RULE, "zh-Hant-TW", "剪頭发。", "发", "剪頭髮。"),
    (script_leak.RULE, "zh-Hant-TW", "經濟发展。", "发", "經濟發展。"),
    (script_leak.RULE, "zh-Hant-TW", "十分钟、时钟", "钟、时钟", "十分鐘、時鐘"),
    (script_leak.RULE, "zh-Hans", "他說話很快。", "說話", "他说话很快。"),
    (script_leak.RULE, "zh-Hans", "以後來過", "後來過", "以后来过"),
    (script_leak.RULE, "zh-Hant-TW", "发", "发", None),
    (
        script_leak.RULE,
        "zh-Hant-TW",
        "尊重网络主权，推动构建网络空间。",
        "网络主权，推动构建网络空间",
        "尊重網絡主權，推動構建網絡空間。",
    ),
    (mojibake.RULE, "en", "FranÃ§ais", "Ã§", "Français"),
    (mojibake.RULE, "en", "Chinaâ€™s", "â€™", "China’s"),
    (mojibake.RULE, "zh-Hans", "缃戠粶涓绘潈。", "缃戠粶涓绘潈", "网络主权。"),
    (mojibake.RULE, "zh-Hans", "数据锛屼腑鍥界殑", "锛屼腑鍥界殑", "数据，中国的"),
    (mojibake.RULE, "en", "a\u202eb", "\u202e", "ab"),
]


@pytest.mark.parametrize(("rule", "language", "text", "span", "fixed"), UNSAFE)
def test_unsafe_fixes_are_right_where_there_is_one_answer(
    known: Context, rule: Rule, language: str, text: str, span: str, fixed: str | None
) -> None:
    (finding,) = rule.check(Document("d", text, language), known)

    assert text[slice(*finding.span)] == span
    if fixed is None:
        assert finding.fix is None
    else:
        assert finding.fix is not None
        assert finding.fix.grade == "unsafe"
        assert repaired(text, [finding]) == fixed


def leaked(text: str, language: str, known: Context) -> list[str]:
    document = Document("d", text, language)
    return [text[slice(*finding.span)] for finding in script_leak.RULE.check(document, known)]


def test_leaks_of_one_sentence_are_one_finding_and_of_two_are_two(known: Context) -> None:
    assert leaked("这个说法，那个说法。", "zh-Hant-TW", known) == ["这个说法，那个说"]
    assert leaked("說这句。說这句。", "zh-Hant-TW", known) == ["这", "这"]
    assert leaked("这" + "一" * 8 + "这", "zh-Hant-TW", known) == ["这" + "一" * 8 + "这"]
    assert leaked("这" + "一" * 9 + "这", "zh-Hant-TW", known) == ["这", "这"]


def test_characters_of_hong_kong_are_leaks_in_taiwan_only(known: Context) -> None:
    assert leaked("温室", "zh-Hant-TW", known) == ["温"]
    assert leaked("温室", "zh-Hant-HK", known) == []
    assert leaked("温室", "zh-Hant", known) == []


@pytest.mark.parametrize(
    ("text", "language", "messages"),
    [
        ("Er sagte „ja“.", "de", []),
        ("Hän sanoi ”joo”.", "fi", []),
        ("Он сказал “да", "ru", []),
        ("He said “yes", "en", ["“ has no ” after it; write ” or delete “"]),
        ("彼は「はいと", "ja", ["「 has no 」 after it; write 」 or delete 「"]),
        ("un dépôt « privé » et\u200b vide", "fr", []),
        ("perdu \ufffd", "fr", ["U+FFFD is where text was lost; write what the source has"]),
    ],
)
def test_other_languages_have_signs_of_their_own(
    known: Context, text: str, language: str, messages: list[str]
) -> None:
    document = Document("a", text, language)
    found = [*unpaired.check(document, known), *mojibake.check(document, known)]

    assert [finding.message for finding in found] == messages


def test_what_is_no_prose_is_not_looked_at(known: Context) -> None:
    document = Document("d", "这 这", "zh-Hant-TW")
    document.__dict__["reading"] = Reading("\0 这")

    assert [finding.span for finding in script_leak.RULE.check(document, known)] == [(2, 3)]


@pytest.mark.parametrize("name", ["simplified-only.txt", "traditional-only.txt"])
def test_the_tables_of_characters_are_what_opencc_gives(name: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    signs = [sign for line in text.splitlines() if line[0] != "#" for sign in line]

    assert signs == sorted(set(signs))
    if f"OpenCC {opencc.__version__} " in text:
        assert text == derived()[name]


def test_the_tables_of_characters_agree() -> None:
    simplified, traditional = leaks("zh-Hant-TW"), leaks("zh-Hans")

    assert (len(simplified), len(traditional)) == (3750, 2547)
    # Forms of Hong Kong only.
    assert simplified & traditional == set("藴醖")
    assert not set(STANDARD) & traditional
    assert simplified > HONG_KONG
    convert = opencc.OpenCC("s2hk").convert
    keeps = {sign for sign in simplified if convert(sign) == sign}
    assert keeps == HONG_KONG
    for configuration in ("s2t", "s2tw"):
        assert simplified.isdisjoint(right for _, right in changed(configuration))
    assert set(script_leak.SEVERAL) < simplified
    assert list(script_leak.SEVERAL) == sorted(script_leak.SEVERAL)
    assert leaks("en") == frozenset()
    assert len(script_leak.SEVERAL) == 23
    default, back = opencc.OpenCC("s2t").convert, opencc.OpenCC("t2s").convert
    for sign, words in script_leak.SEVERAL.items():
        one, other = words.split(" or ")
        assert default(sign) in (one, other)
        assert one != other
        # OpenCC leaves 甦 as it is.
        assert {back(one), back(other)} - {"甦"} == {sign}


def test_the_table_of_phrases_is_sorted_and_never_contradicts_itself() -> None:
    text = (DATA / "one-to-many.tsv").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    wrong, right = one_to_many.phrases()

    assert rows == sorted(rows)
    assert len(rows) == len({row.split("\t")[0] for row in rows}) == len(wrong) + len(right)
    assert max(len(phrase) for phrase in right) <= 5
    for phrase, rights in wrong.items():
        assert all(len(phrase) == len(found) and phrase != found for found in rights)
        assert not any(other in found for other in wrong for found in rights)
        # A phrase that right text always covers could never be found.
        assert not any(other in phrase for other in right)
        # The other rule would find it as well.
        assert leaks("zh-Hant-TW").isdisjoint(phrase)
    for phrase in right:
        assert any(_overlap(phrase, other) for other in wrong), phrase


def _overlap(one: str, other: str) -> bool:
    """Whether the two can overlap in a text, or one holds the other."""
    return bool(joined(one, other))


def joined(one: str, other: str) -> list[str]:
    """Return the texts that two phrases make where they overlap, or one holds the other."""
    texts = [one] if other in one else [other] if one in other else []
    for n in range(1, min(len(one), len(other))):
        texts += [one + other[n:]] if one[-n:] == other[:n] else []
        texts += [other + one[n:]] if other[-n:] == one[:n] else []
    return texts


def test_each_row_of_the_table_of_phrases_does_something(known: Context) -> None:
    wrong, right = one_to_many.phrases()

    # Rows that go missing are missed.
    assert (len(wrong), len(right)) == (688, 439)
    for phrase in wrong:
        found = one_to_many.RULE.check(Document("d", phrase, "zh-Hant"), known)
        assert [finding.span for finding in found] == [(0, len(phrase))]
    for phrase in right:
        texts = (text for other in wrong for text in joined(phrase, other))
        assert any(_is_saved(text, phrase, wrong, right) for text in texts), phrase


def _is_saved(text: str, phrase: str, wrong: Iterable[str], right: Iterable[str]) -> bool:
    """Whether right text alone, of all there is, covers all that is wrong in a text."""
    others = [span for other in right if other != phrase for span in spans(other, text)]
    zones = [*others, *spans(phrase, text)]
    bad = [span for other in wrong for span in spans(other, text)]
    return all(_touched(span, zones) for span in bad) and not all(
        _touched(span, others) for span in bad
    )


def _touched(span: Span, zones: Iterable[Span]) -> bool:
    return any(zone.start < span.end and zone.end > span.start for zone in zones)


def spans(phrase: str, text: str) -> list[Span]:
    """Return where a phrase stands in a text."""
    starts = [n for n in range(len(text)) if text.startswith(phrase, n)]
    return [Span(start, start + len(phrase)) for start in starts]


NATIVE = """\
相關系統已經上線，有關系列產品陸續推出。
由于右任先生題字，對于先生的家人表示感謝。
他在本系所任教，校內關系所共有三個。
系主任與系友會討論課程，系學會也派人參加。
皇后與太后一同入宮，天后的演唱會座無虛席。
后羿射日，嫦娥奔月；后里區有馬場。
影后登上后座，封后之路走了十年。
這裡程式碼很多，裡程序也長。
里長與鄰長到里辦公處開會。
水里鄉離海邊很遠，台北市有四百多個里。
那個里的里民大會明天召開。
公里、英里與海里都是長度單位，里程碑在路旁。
建議各方面對話，雙方面談後簽約。
他面粉刷過的牆，顏色是面粉紅。
這條件多半是表面條件，書面條款另訂。
地方麵食與東方麵館，麵條和麵包都好吃。
從源頭發現問題，巨頭發布新產品，街頭發生車禍。
新頭髮型很適合她，長髮女子剪了短髮。
秀髮生長得快，白髮現在也多了。
開發型態與研發型錄不同，併發型別有三種。
若干部門與若干部分人員出席。
相干性與干涉條紋是光學名詞。
主幹預計明年完工，民主幹部負責。
餅乾、乾糧、乾脆、乾淨；天干地支；大動干戈。
一只手機與一只手錶放在桌上。
船隻有三艘，這隻要賣，那隻能留。
范仲淹寫岳陽樓記，范先生與范小姐同行。
老師范文好，學生範文也好。
喝采聲不斷，精采的演出，他神采飛揚，文采出眾。
應徵服務人員，徵服飾模特兒，應徵服兵役。
遠征軍出征，征服高山，南征北討。
提出徵求意見，發出徵收通知，特長徵選。
今日志願工作者到場，生日志氣高昂。
雜誌願意刊登，日誌向來公開，縣誌與地方誌。
志願、意志、同志、立志、志氣、志工。
沖洗相片，沖泡咖啡，沖繩旅行，沖積平原。
鄉愿是德之賊，其人謹愿。
上游與下游廠商，線上遊戲，中下游地區，游泳比賽。
法制作為基礎，機制作用明顯，體制造成的問題。
強制執行，管制藥品，抑制作用，限制條件，制度與編制。
有限製作時間，加強製造能力，手機製造商。
印製度假手冊，影印制度，記錄制度，監制度量衡。
恢復數位訊號，修復制服，回復數次，康復之路。
找回複製品，駁回複審的請求，維修複雜的機器。
重複工作，繁複工法，複習功課，覆蓋面積，答覆問題。
公歷史料，辦公歷經三地，農曆與國曆，日歷經風霜。
書籤名稱與標籤字型都可以改，抽籤決定。
投標簽約儀式，得標簽訂合約，簽證與簽署。
小丑表演，丑角，大小醜聞接連爆發。
北斗系統與北斗七星，漏斗，斗六市，東北鬥爭。
咸豐年間，咸陽古城，老少咸宜，鹹魚翻身。
鬆餅、放鬆、輕鬆；松山機場、松柏長青、馬拉松。
五穀豐收，山谷與河谷，低谷，矽谷，布穀鳥。
丰采依舊，丰姿綽約。
詩云：「蒹葭蒼蒼。」不知所云，人云亦云，子曰詩云。
并州是古地名，合併案與並行處理，並且如此。
批准與核准，准許與准予，標準予以公布，審核準則。
舍下、宿舍、校舍不得飼養寵物；取捨、捨得。
仆倒在地，前仆後繼，僕人。
拮据的生活，據說如此。
老么與么妹，什麼、怎麼、這麼。
茶几與几案；幾乎、幾個。
紅茶幾乎喝完，全麥麵包，鏡頭發燙。
一緻密的組織；細緻、精緻、一致、導致。
大傢俱行，傢俱與家具。
瀏覽試卷，問卷調查，膠捲，龍捲風。
單于與淳于髡，于思滿面，鳳凰于飛。
二里頭文化，千里之外，百里挑一，故里。
向後轉，皇天后土，先後順序，太後悔了。
製程、製品、製作；制約、制定、制止。
"""


def test_native_text_has_no_wrong_phrase(known: Context) -> None:
    assert len(NATIVE.split("\n")) > 60
    for language in ("zh-Hant-TW", "zh-Hant-HK", "zh-Hant"):
        found = one_to_many.RULE.check(Document("d", NATIVE, language), known)

        assert [finding.message for finding in found] == []


def test_the_wrong_characters_of_the_article_are_found(known: Context) -> None:
    path = ROOT / "docs" / "sources" / "article" / "witness.txt"
    text = path.read_text(encoding="utf-8")
    found = one_to_many.RULE.check(Document("d", text, "zh-Hant-TW"), known)

    phrases = [text[slice(*finding.span)] for finding in found]
    bad = "".join(re.findall("[于系云并后范采游征志吁沖愿]", "".join(phrases)))
    assert {sign: bad.count(sign) for sign in bad} == {
        **dict.fromkeys("征志吁沖愿", 1),
        **dict.fromkeys("范采游", 2),
        **{"于": 14, "系": 9, "云": 5, "并": 5, "后": 4},
    }


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant-TW"])
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.RULE.slug)
def test_a_megabyte_takes_less_than_a_second(
    known: Context, module: ModuleType, language: str
) -> None:
    path = ROOT / "docs" / "sources" / "article" / "witness.txt"
    text = path.read_text(encoding="utf-8") * 64
    assert len(text.encode()) > 1_000_000
    document = Document("d", text, language)
    list(module.RULE.check(Document("d", "暖", language), known))
    started = time.process_time()  # not of the clock: others may be at work
    list(module.RULE.check(document, known))

    assert time.process_time() - started < 1


if __name__ == "__main__":
    for name, content in derived().items():
        (DATA / name).write_text(content, encoding="utf-8")


def test_a_paragraph_wholly_of_the_other_script_is_one_finding(known: Context) -> None:
    text = "这是第一句话。这里还有`code`一个词。\n还没有说完这件事，请继续读。\n\n這裡說話很快。"
    document = Document("a.md", text, "zh-Hant-TW", "myst")
    (finding,) = script_leak.RULE.check(document, known)
    assert text[slice(*finding.span)] == text[: text.index("读") + 1]
    assert finding.fix is not None
    assert finding.fix.text == ("這是第一句話。這裡還有`code`一個詞。\n還沒有說完這件事，請繼續讀")


def test_leaks_in_sentences_of_the_right_script_stay_apart(known: Context) -> None:
    text = "這里说话。這也不會見得，他还没说。"
    document = Document("a.md", text, "zh-Hant-TW", "myst")
    found = [text[slice(*finding.span)] for finding in script_leak.RULE.check(document, known)]
    assert found == ["说话", "还没说"]


def test_a_passage_of_the_other_script_is_no_affair_of_other_rules(known: Context) -> None:
    text = "这里说话以后，这个关系还没说完。算法审查网络主权。"
    document = Document("a.md", text, "zh-Hant-TW", "myst", "Algorithms, cyber sovereignty.")
    assert script_leak.passages(document) != []
    assert list(one_to_many.RULE.check(document, known)) == []
    assert list(foreign_form.RULE.check(document, known)) == []


def test_a_name_beside_its_spelling_in_letters_is_of_any_script(known: Context) -> None:
    document = Document("a.md", "由 Xuan Huang (黄玄) 說明。", "zh-Hant-TW", "myst")
    assert list(script_leak.RULE.check(document, known)) == []


def test_a_word_without_leaks_is_left_alone_in_a_simplified_sentence(known: Context) -> None:
    document = Document("a.md", "用于声明。\n\n這適用于說明。", "zh-Hant-TW", "myst")
    assert [f.span for f in one_to_many.RULE.check(document, known)] == [(9, 11)]
