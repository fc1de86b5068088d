"""Characters of another script or region: what OpenCC has wrong, and what a region writes."""

import copy
from collections.abc import Callable

import pytest
from ahocorasick_rs import AhoCorasick, MatchKind
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengming.characters import TABLES, Characters, converted, merged
from zhengming.script import UnfitError, convert

HANS, HANT, TW, HK = "zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK"
WAYS = [(HANS, HANT), (HANS, TW), (HANS, HK), (HANT, HANS), (TW, HANS), (HK, HANS)]
SIGNS = "在华发展新历程公有云了如指掌座標於單著裡爲\ufdd0A1 \n《》“”{}%佈籤標賬帐篷不准确天后0𠀀é"


@pytest.mark.parametrize(("source", "target"), WAYS)
@settings(deadline=None)  # the first call reads the tables
@given(text=st.text(alphabet=SIGNS))
def test_the_guard_chooses_characters_and_adds_none(source: str, target: str, text: str) -> None:
    plain = Characters(source, target, guard=False).convert(text)
    assert len(converted(text, source, target)) == len(plain)


# OpenCC's own errors: reported upstream (BYVoid/OpenCC#1497, #1304, #890, #886, #805, #586, #349,
# #280, #224), and found in texts like ours.
TO_TAIWAN = """\
被发明 被發明
被发掘 被發掘
展示了如何 展示了如何
学习了如何 學習了如何
了解了如何 瞭解了如何
参与制造 參與製造
改变量子比特 改變量子比特
少数组织 少數組織
聚集成群 聚集成群
这是只有一种可能 這是只有一種可能
则是只能 則是只能
十二个人参与这个案件 十二個人參與這個案件
观影后 觀影後
控球后卫 控球後衛
年历史 年歷史
天干完 天幹完
得力干将 得力幹將
落地签 落地簽
免签 免簽
并兼任 並兼任
仲裁制 仲裁制
余华 余華
地瓜干 地瓜乾
接受中文采访时称 接受中文採訪時稱
中国自制的光刻机 中國自製的光刻機
自制率 自製率
七奈米制程 七奈米製程
前头发生 前頭發生
伟大历程 偉大歷程
百年历史 百年歷史
不断发展壮大 不斷發展壯大
免费发卡 免費發卡
空白发票 空白發票
政府干预 政府干預
跟往事干杯 跟往事乾杯
张必须发皆白 張必鬚髮皆白
心理发展 心理發展
包括发展中国家 包括發展中國家
各国历史 各國歷史
中国历程 中國歷程
新历程 新歷程
公有云 公有雲
私有云 私有雲
在华发展 在華發展
机制下签署 機制下簽署
才干预 才干預
是只读的 是只讀的
先尝试 先嘗試
国家运用搜集数据 國家運用蒐集數據
各方志愿 各方志願
包括发动机 包括發動機
本国历史 本國歷史
多国金属制品 多國金屬製品
为主干的 為主幹的
骨干部队 骨幹部隊
范先生 范先生
范围 範圍
规范女士着装 規範女士著裝
其余教授 其餘教授
余教授 余教授
会签署 會簽署
会签 會簽
合并为一 合併為一
换发证件 換發證件
补助金发给 補助金發給
不准入内 不准入內
不准确 不準確
签合同 簽合同
标签 標籤
一刻钟 一刻鐘
改制为公司 改制為公司
权责发生制为基础 權責發生制為基礎
编制预算 編製預算
行政编制 行政編制
公婆、岳父母 公婆、岳父母
属于归国人员 屬於歸國人員
十天后 十天後
30天后 30天後
去天后宫 去天后宮
面源污染 面源汙染
这只针对 這只針對
是只会说 是只會說
那是只老虎 那是隻老虎
中央广播电视总台 中央廣播電視總臺
自制力与自制设备 自制力與自製設備
，并为此 ，並為此
行政复议 行政復議
合作伙伴关系 合作夥伴關係
单元格里的底本里 單元格裡的底本裡
"""
FROM_TAIWAN = """\
應用於單一 应用于单一
基於單位 基于单位
特定於單個 特定于单个
座標 坐标
附著於地 附着于地
暱稱 昵称
他所著的書 他所著的书
轉帳到帳戶 转账到账户
帳篷 帐篷
身分 身份
成績卓著 成绩卓著
衞生 卫生
"""


@pytest.mark.parametrize("line", TO_TAIWAN.splitlines())
def test_what_opencc_has_wrong_is_right(line: str) -> None:
    text, expected = line.split(" ")
    assert converted(text, HANS, TW) == expected
    assert converted(text, HANS, HANT) == expected


@pytest.mark.parametrize("line", FROM_TAIWAN.splitlines())
def test_what_opencc_has_wrong_from_traditional_is_right(line: str) -> None:
    text, expected = line.split(" ")
    assert converted(text, TW, HANS) == expected


def test_our_phrases_take_the_forms_of_a_region() -> None:
    assert converted("，并为此在华发展", HANS, HK) == "，並為此在華發展"
    assert converted("这里有地瓜干", HANS, HK) == "這裏有地瓜乾"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公布账户", ("公布帳戶", "公布帳戶", "公布帳户")),
        ("布置", ("佈置", "佈置", "布置")),
        ("计划占用", ("計劃佔用", "計劃佔用", "計劃佔用")),
        ("每周", ("每週", "每週", "每周")),
        ("群众", ("群眾", "群眾", "羣眾")),
        ("尽快汇报，尽管", ("儘快彙報，儘管", "儘快彙報，儘管", "盡快匯報，儘管")),
        ("湿地", ("溼地", "濕地", "濕地")),
        ("香港回归祖国", ("香港回歸祖國", "香港回歸祖國", "香港回歸祖國")),
        ("回归分析", ("迴歸分析", "迴歸分析", "迴歸分析")),
    ],
)
def test_a_region_writes_as_it_does(text: str, expected: tuple[str, ...]) -> None:
    assert tuple(converted(text, HANS, target) for target in (HANT, TW, HK)) == expected


def test_without_the_guard_all_is_as_opencc_has_it() -> None:
    assert Characters(HANS, TW, guard=False).convert("在华发展公布") == "在華髮展公佈"


def test_signs_that_stand_for_something_inside_are_kept() -> None:
    assert converted("\ufdd0在华发展\ufdd1", HANS, TW) == "\ufdd0在華發展\ufdd1"


def test_holes_are_filled_and_their_surroundings_converted() -> None:
    made = Characters(HANS, TW)
    assert made.convert("发展云的发展", [(2, 3, "Wolke")]) == "發展Wolke的發展"
    assert made.convert("在华发展", [(0, 0, "（"), (4, 4, "）")]) == "（在華發展）"
    # What the guard must not see is hidden from it, and converted all the same.
    assert made.convert("在华发展", prose="在华\0\0") == "在華髮展"


def test_of_holes_that_overlap_the_first_list_wins() -> None:
    mine = [(2, 4, "a"), (6, 8, "b")]
    others = [(0, 2, "c"), (3, 5, "d"), (4, 6, "e"), (2, 2, "f"), (5, 9, "g"), (8, 8, "h")]
    expected = [(0, 2, "c"), (2, 4, "a"), (4, 6, "e"), (6, 8, "b"), (8, 8, "h")]
    assert merged(mine, others) == expected
    assert merged([], others[:1]) == others[:1]


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_what_opencc_cannot_take_is_refused_at_its_place(sign: str) -> None:
    with pytest.raises(UnfitError) as caught:
        converted(f"一天后{sign}云", HANS, TW)
    assert caught.value.offset == 3


def test_there_is_no_way_between_two_regions() -> None:
    with pytest.raises(ValueError, match=r"^from zh-Hant-TW to en; expected zh-Hans on one side$"):
        Characters(TW, "en")


# The tables


def rows(name: str) -> list[list[str]]:
    (path,) = (table for table in TABLES if table.endswith(name))
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]


def without(phrase: str, source: str, target: str) -> Callable[[str], str]:
    """Return a conversion whose guard does not know a phrase."""
    made = Characters(source, target)
    guard = made._guard = copy.copy(made._guard)
    assert guard is not None
    guard._phrases = {each: other for each, other in guard._phrases.items() if each != phrase}
    guard._automaton = AhoCorasick(list(guard._phrases), matchkind=MatchKind.LeftmostLongest)
    return made.convert


def test_phrases_are_in_order_and_none_is_without_need() -> None:
    table, usage = rows("phrases.tsv"), rows("usage.tsv")
    assert table == sorted(table)
    for script, phrase, other in table:
        assert len(phrase) == len(other), phrase
        ways = [way for way in WAYS if way[0].startswith(script)]
        assert any(without(phrase, *way)(phrase) != converted(phrase, *way) for way in ways), (
            phrase
        )
        for source, target in ways if script == HANS else ():
            regional = convert(other, "t2hk" if target == HK else "t2tw")
            if not any(tag in (target, HANT) and word in regional for tag, word, _ in usage):
                assert converted(phrase, source, target) == regional, phrase


def test_usage_is_in_order_and_each_exception_is_from_something() -> None:
    table = rows("usage.tsv")
    assert table == sorted(table)
    for language, word, other in table:
        assert len(word) == len(other), word
        if word == other:
            assert any(
                one in word for tag, one, two in table if language.startswith(tag) and one != two
            ), word
