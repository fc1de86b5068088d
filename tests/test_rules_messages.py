"""Rules for translations: what their cases are too few for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

import catalogs
import glossaries
from glossaries import context
from zhengming import project
from zhengming.catalog import Markup
from zhengming.check import check, fix
from zhengming.config import Config
from zhengming.finding import Context, Document, Finding, Rule
from zhengming.glossary import load
from zhengming.matcher import Matcher
from zhengming.rules import markup_lost, missing_term, number, other_block


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return context(tmp_path_factory.mktemp("glossary"))


def found(
    known: Context,
    rule: Rule,
    original: str,
    text: str,
    language: str = "en",
    markup: Markup = "plain",
) -> list[str]:
    document = Document("a", text, language, markup, original)
    messages = [finding.message.partition(";")[0] for finding in check(document, known, [rule])]
    return sorted(messages, key=lambda message: "is not in" in message)


# Numbers


@pytest.mark.parametrize(
    ("original", "text"),
    [
        ("10.51亿", "1.051 billion"),
        ("10.51亿", "1,051 million"),
        ("10.51亿", "1,051,000,000"),
        ("1400余万", "more than 14 million"),
        ("近2.3万亿元", "nearly 2.3 trillion yuan"),
        ("5～6亿", "500 to 600 million"),
        ("500万～600万", "5 to 6 million"),
        ("500万至600万", "5–6 million"),
        ("3千万", "thirty million"),
        ("185.4万", "1.854 million"),
        ("4.5%", "4.5 percent"),
        ("2022年11月7日", "November 7, 2022"),
        ("12个", "a dozen"),
        ("第2次", "twice, the second"),
        ("21项", "twenty-one items"),
        ("20世纪90年代", "the 20th century, 90s"),
        ("十三五、十八大、二〇二二年", "the 13th plan, the 18th congress, 2022"),
        ("一百二十万、两千零五", "1.2 million, 2,005"),
        ("新冠", "COVID-19"),
        ("５Ｇ、１２", "5G, 12"),
        ("1 千 米", "1 thousand metres"),
        ("3.5万", "35 thousand"),
        ("百分之七十四", "74 percent"),
        ("第三章", "Chapter 3"),
        ("2022年11月7日至9日", "November 7–9, 2022"),
        ("两千名", "2,000 people"),
        ("3亿5000万", "350 million"),
        ("1万2千", "12,000"),
        ("半数，50%", "50%, half"),
        ("占三分之二", "2/3"),
        ("占1/4", "a quarter"),
        ("1.5倍", "one and a half times"),
        ("2倍", "doubled"),
        ("20世纪80年代", "the 1980s"),
        ("2020—22年", "2020–2022"),
        ("14时30分", "2:30 p.m."),
        ("近10亿", "nearly a billion"),
        ("12.3亿美元", "US$1.23bn"),
        ("120个", "one hundred and twenty"),
        ("约5公里、5米", "some 5 km, 5 m"),
        ("5千克", "5 kg"),
        ("`0` 或 `1`", "0 or 1"),
    ],
)
def test_equal_values_are_no_finding(known: Context, original: str, text: str) -> None:
    assert found(known, number.RULE, original, text) == []


@pytest.mark.parametrize(
    ("original", "text", "messages"),
    [
        ("10.51亿", "10.51 billion", ["10.51亿 is lost", "10.51 billion is not in the original"]),
        ("1400万", "1.4 million", ["1400万 is lost", "1.4 million is not in the original"]),
        ("2021年", "2012", ["2021 is lost", "2012 is not in the original"]),
        ("占12%，12%", "some", ["12 is lost"]),
        ("很多", "15 of 15", ["15 is not in the original"]),
        ("5～6亿", "5 to 600 million", ["5 is lost"]),
        ("十四五", "the 15th plan", ["15 is not in the original"]),
        ("占1/3", "a quarter", ["3 is lost"]),
        (
            "3亿5千万",
            "355 million",
            ["3亿 is lost", "5千万 is lost", "355 million is not in the original"],
        ),
        ("20个", "two", ["20 is lost"]),
        ("5\0个", "6", ["5 is lost", "6 is not in the original"]),
    ],
)
def test_other_values_are_told_once(
    known: Context, original: str, text: str, messages: list[str]
) -> None:
    assert found(known, number.RULE, original, text) == messages


@given(st.integers(1, 10**12), st.sampled_from([(1, ""), (10**4, "万"), (10**8, "亿")]))
def test_any_amount_is_the_same_in_english(amount: int, unit: tuple[int, str]) -> None:
    factor, sign = unit
    document = Document("a", f"{amount * factor:,} of them", "en", "plain", f"{amount}{sign}个")

    assert list(number.check(document, None)) == []  # type: ignore[arg-type]


def test_chinese_and_japanese_texts_are_held_against_each_other(known: Context) -> None:
    assert found(known, number.RULE, "10.51亿，2.3万亿", "10.51億，23兆", "zh-Hant-TW") == [
        "2.3万亿 is lost",
        "23兆 is not in the original",
    ]
    assert found(known, number.RULE, "2.3万亿，５Ｇ", "2.3兆，5G", "zh-Hant-TW") == []
    assert found(known, number.RULE, "第二十三届", "第二十四屆", "zh-Hant-HK") == [
        "二十三 is lost",
        "二十四 is not in the original",
    ]
    assert found(known, number.RULE, "10.51亿", "10億5100万", "ja") == []
    assert found(known, number.RULE, "10.51亿", "10億", "ja") == [
        "10.51亿 is lost",
        "10億 is not in the original",
    ]


def test_markup_may_stand_between_a_number_and_its_unit(known: Context) -> None:
    original = "课程{conjecture}`2.7 <w6149>`万门"

    assert found(known, number.RULE, original, "{conjecture}`27,000 <w6149>`", "en", "myst") == []
    assert found(known, number.RULE, original, "{conjecture}`6,149 <w6149>`", "en", "myst") == [
        "2.7万 is lost",
        "6,149 is not in the original",
    ]


def test_numbers_of_placeholders_are_none(known: Context) -> None:
    assert found(known, number.RULE, "%1$s 个 {0}，%02d", "{1:>3} %2$s %-5d") == []


def test_english_originals_are_held_against_chinese_and_english(known: Context) -> None:
    assert found(known, number.RULE, "1.2 million", "120万", "zh-Hans") == []
    assert found(known, number.RULE, "1.2 million", "12万", "zh-Hans") == [
        "1.2 million is lost",
        "12万 is not in the original",
    ]
    assert found(known, number.RULE, "24", "21") == ["24 is lost", "21 is not in the original"]
    assert found(known, number.RULE, "24", "21", "fr") == []


# Blocks

HEADS = [
    *("2022. x", "2022.x", "2022", "1) x", "1)", "1234567890. x", "- x", "-x", "-", "* x", "*x*"),
    *("+ x", "+x", "# x", "#x", "#", "###### x", "####### x", "> x", ">x", "% x", "%x", "---"),
    *("***", "* * *", "___", "--", "+++", "+++ x", "``` x", "```x```", "~~~", "::: x", ":::"),
    *("| x", "|x|", "[^a]: x", "[a]: x", "[a] x", "(a)=", "(a)= x", "(a) x", ":x: y", ":x:y"),
    *("::x", ": x", "    x", "   x", "\tx", "$$ x", "$x$", "x", "`x`", "{a}`b`", "\\# x", "“x”"),
    *("{#x}", "{.x}", "{x=y}", "{a}`b` {x}", "<div>x", "<p>", "</ul>", "<pre>x", "<divx>y", "<p"),
    *(
        "[a]:",
        "[^a]:",
        "1",
        "-\nx",
        "x\n- y",
        "<b>x</b>",
        "<!-- x -->",
        "=x",
        "===",
        "!x",
        "- [ ] x",
        "①x",
        "1.",
        "**x** y",
        "_x_ y",
    ),
]
CONFIG = MdParserConfig(enable_extensions={"attrs_block", "colon_fence", "deflist"})


def is_paragraph(text: str) -> bool:
    """Whether MyST-Parser makes one paragraph of a text, and nothing else."""
    tokens = create_md_parser(CONFIG, RendererHTML).parse(text)
    return [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]


@pytest.mark.parametrize("text", [*HEADS, *(f"x\n{head}" for head in HEADS), "x\n\ny"])
def test_blocks_are_what_myst_reads_as_blocks(known: Context, text: str) -> None:
    messages = found(known, other_block.RULE, "原文", text, markup="myst")

    assert (messages == []) == is_paragraph(text)


def test_the_fix_makes_a_paragraph(known: Context) -> None:
    for text in HEADS:
        document = Document("a", text, "en", "myst", "原文")
        for finding in other_block.check(document, known):
            if finding.fix:
                start = finding.fix.span.start
                assert is_paragraph(f"{text[:start]}{finding.fix.text}{text[start:]}"), text


@pytest.mark.parametrize(
    "text", ["- x", "1. x", "A. x", "(a) x", "#. x", ".. x", "| x", ">>> x", ":a: x", " x"]
)
def test_blocks_of_rest_are_known_too(known: Context, text: str) -> None:
    assert len(found(known, other_block.RULE, "原文", text, markup="rst")) == 1
    assert found(known, other_block.RULE, text, text, markup="rst") == []
    assert found(known, other_block.RULE, "原文", text) == []


def test_a_backslash_is_called_as_a_catalog_has_it(tmp_path: Path, known: Context) -> None:
    path = catalogs.write(tmp_path, "en.po", 'msgid "其一"\nmsgstr "1. One"\n')
    file = project.read(Config(tmp_path), path)
    (document,) = file.documents

    assert [finding.message for finding in other_block.check(document, known)] == [
        r"this begins a list, which Sphinx leaves out; write \\."
    ]
    fixed = fix(document, known, [other_block.RULE])
    assert file.with_texts([fixed]).endswith(r'msgstr "1\\. One"' + "\n")


# Markup


def test_a_role_that_points_at_nothing_may_hold_other_text(known: Context) -> None:
    rule = markup_lost.RULE

    assert found(known, rule, "{guilabel}`文件`", "{guilabel}`File`", markup="myst") == []
    assert found(known, rule, "{term}`文件`", "{term}`File`", markup="myst") == [
        "{term}`… <文件>` is lost",
        "{term}`… <File>` is not in the original",
    ]
    assert found(known, rule, "{term}`文件`", "{term}`File <文件>`", markup="myst") == []


@pytest.mark.parametrize(
    ("original", "text", "messages"),
    [
        ("{}秒，{}", "{1} of {0}", []),
        ("{a!r:>9}，{:.2f}", "{0:.2f} of {a!r:>9}", []),
        ("{}秒", "{1}", ["{} is lost", "{1} is not in the original"]),
        ("%.3fs%s", "%.3f seconds %s", []),
        ("%s，%s", "%s", ["%s is lost"]),
        ("{a}，{a}，%(b)s", "{a} %(b)s %(b)s", []),
        ("%s，%d，%s", "%1$s, %3$s, %2$d", []),
        ("%s，%d，%s", "%s, %s, %d", ["%s stands where the original has %d"]),
        ("%5d", "%d", []),
        ("%5d", "%s", ["%5d is lost", "%s is not in the original"]),
        ("100%%", "100%", ["%% is lost"]),
    ],
)
def test_placeholders_are_held_by_name_or_order(
    known: Context, original: str, text: str, messages: list[str]
) -> None:
    assert found(known, markup_lost.RULE, original, text) == messages


def test_a_percent_sign_before_a_word_is_a_placeholder_in_a_format_alone(
    tmp_path: Path, known: Context
) -> None:
    body = '#: a.c:1\n{}msgid "满50%减"\nmsgstr "50%discount"\n'
    prose = catalogs.write(tmp_path, "a.po", body.format(""))
    program = catalogs.write(tmp_path, "b.po", body.format("#, c-format\n"))

    messages = [
        [f.message for d in project.read(Config(tmp_path), path).documents for f in rule(d, known)]
        for path in (prose, program)
    ]

    assert messages == [[], ["%d is not in the original; delete it"]]


def test_a_format_of_lisp_has_directives_of_its_own(tmp_path: Path, known: Context) -> None:
    body = '#: a.ny:1\n#, lisp-format\nmsgid "{}"\nmsgstr "{}"\n'
    whole = catalogs.write(tmp_path, "a.po", body.format("Error:~%Frequency ~a", "错误：频率~a"))
    lost = catalogs.write(tmp_path, "b.po", body.format("Error:~%Frequency ~a", "错误：频率"))

    messages = [
        [f.message for d in project.read(Config(tmp_path), path).documents for f in rule(d, known)]
        for path in (whole, lost)
    ]

    assert messages == [[], ["~a is lost; write it as in the original"]]


def test_the_form_of_one_may_say_so_in_a_word(tmp_path: Path, known: Context) -> None:
    body = (
        '#: a.c:1\nmsgid "%d file of %s"\nmsgid_plural "%d files of %s"\n'
        'msgstr[0] "un de %s"\nmsgstr[1] "deux %x"\nmsgstr[2] "ils"\n'
    )
    path = catalogs.write(tmp_path, "fr.po", body)
    path.write_text(path.read_text("utf-8").replace("nplurals=1", "nplurals=3"), "utf-8")

    messages = [
        [f.message for f in rule(d, known)] for d in project.read(Config(tmp_path), path).documents
    ]

    assert messages == [
        [],
        ["%x is not in the original; delete it"],
        ["%d is lost; write it as in the original", "%s is lost; write it as in the original"],
    ]


def rule(document: Document, known: Context) -> list[Finding]:
    return check(document, known, [markup_lost.RULE])


@pytest.mark.parametrize(
    ("msgid", "msgstr", "message", "fixed"),
    [
        ("文", "text\n", "the line end at the foot is not in the original; delete it", "text"),
        ("文\n", "text", r"the line end at the foot is lost; write \n", "text\n"),
        ("文", "\ntext", "the line end at the head is not in the original; delete it", "text"),
        ("\n文", "text", r"the line end at the head is lost; write \n", "\ntext"),
    ],
)
def test_line_ends_at_head_and_foot_are_held(
    tmp_path: Path, known: Context, msgid: str, msgstr: str, message: str, fixed: str
) -> None:
    body = f"msgid {msgid!r}\nmsgstr {msgstr!r}\n".replace("'", '"')
    path = catalogs.write(tmp_path, "a.po", body)

    (document,) = project.read(Config(tmp_path), path).documents

    assert [finding.message for finding in rule(document, known)] == [message]
    assert fix(document, known, [markup_lost.RULE]) == fixed


def test_markup_of_rest_is_held_too(known: Context) -> None:
    text = "|x| :ref:`甲 <a>`: [1]_ `乙 <b.rst>`_"

    messages = found(known, markup_lost.RULE, text, "|`` :ref:`A <a>`, `B <c.rst>`_", markup="rst")

    assert messages == [
        "[1]_ is lost",
        "b.rst is lost",
        "|x| is lost",
        "c.rst is not in the original",
    ]


# Terms


@pytest.mark.parametrize(
    "text",
    [
        "Sovereignty in the cyber domain",
        "CYBER SOVEREIGNTY",
        "It was algorithmic; sovereign and cyber.",
    ],
)
def test_english_may_inflect_and_part_the_words_of_a_form(known: Context, text: str) -> None:
    assert found(known, missing_term.RULE, "网络主权。", text) == []


def test_words_that_stand_far_apart_are_no_form(known: Context) -> None:
    text = "Cyber is here, and a long way behind it there is some sovereignty."

    assert found(known, missing_term.RULE, "网络主权。", text) == ["网络主权 is not rendered"]


def test_a_waiver_names_the_form_of_the_original(tmp_path: Path, known: Context) -> None:
    body = (
        "# zhengming: allow missing-term 网络主权 -- said in the title\n"
        'msgid "网络主权"\nmsgstr "It"\n'
    )
    path = catalogs.write(tmp_path, "en.po", body)
    (document,) = project.read(Config(tmp_path), path).documents

    assert check(document, known, [missing_term.RULE]) == []


def test_terms_are_held_in_any_language_that_the_glossary_has(tmp_path: Path) -> None:
    page = glossaries.PAGES["algorithm"].replace("en: algorithm", "ja: アルゴリズム")
    folder = glossaries.write(tmp_path)
    (folder / "algorithm.md").write_text(page, encoding="utf-8")
    glossary = load([folder])
    known = Context(glossary, Matcher(glossary))
    rule = missing_term.RULE

    assert found(known, rule, "审查算法。", "アルゴリズムを審査する。", "ja") == []
    assert found(known, rule, "审查算法。", "計算を審査する。", "ja") == ["算法 is not rendered"]
    assert found(known, rule, "审查算法。", "Les calculs.", "fr") == []


def test_english_words_for_numbers_ask_for_no_figures(known: Context) -> None:
    original = "Changes from the last hour and the first 1 of another copy."
    text = "最後 1 小時、前一個、副本 2 的修改。"
    assert found(known, number.RULE, original, text, "zh-Hant-TW") == []


def test_a_number_that_has_become_another_is_told_of_an_english_original(known: Context) -> None:
    original, text = "More than 65535 characters.", "超出 65536 個字元。"
    messages = found(known, number.RULE, original, text, "zh-Hant-TW")
    assert messages == ["65535 is lost", "65536 is not in the original"]
