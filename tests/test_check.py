"""The engine: order, waivers, fixes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossaries import context
from zhengming.catalog import Markup, parse
from zhengming.check import BugError, check, fix
from zhengming.config import Config
from zhengming.finding import Context, Document, Finding, Fix, Rule
from zhengming.project import messages as messages_of
from zhengming.rules import RULES
from zhengming.text import Span

ON = tuple(rule for rule in RULES if rule.is_on)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return context(tmp_path_factory.mktemp("glossary"))


def document(text: str, language: str = "zh-Hans", name: str = "a.md") -> Document:
    return Document(name, text, language, "myst")


def messages(text: str, known: Context) -> list[str]:
    return [f"{f.span.start} {f.message}" for f in check(document(text), known, ON)]


WRONG = "搜集主权 is deprecated (洗稿替换所致); write 网络主权"


def test_findings_are_in_the_order_of_the_text(known: Context) -> None:
    assert messages("搜集主权\n与搜集主权", known) == [f"0 {WRONG}", f"6 {WRONG}"]


@pytest.mark.parametrize(
    ("markup", "waiver"),
    [
        ("myst", "% zhengming: allow deprecated-form 搜集主权 -- 引文"),
        ("myst", "   %zhengming:  allow  deprecated-form  搜集主权  --  引文  "),
        ("myst", "<!-- zhengming: allow deprecated-form 搜集主权 -- 引文 -->"),
        ("myst", "<!-- zhengming: allow deprecated-form 搜集主权\n -- 引文 -->"),
        ("myst", "% zhengming: allow deprecated-form 搜集主权 -- 引文\n%\n% 又"),
        ("myst", "% zhengming: allow deprecated-form 搜集主权 -- 引文\n\n% 又"),
        ("rst", ".. zhengming: allow deprecated-form 搜集主权 -- 引文"),
        ("rst", ".. zhengming: allow deprecated-form 搜集主权 -- 引文，\n   又一行"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_waiver_accepts_a_form_in_the_next_block_and_no_further(
    known: Context, markup: Markup, waiver: str, end: str
) -> None:
    text = f"{waiver}\n\n搜集主权，\n又搜集\n主权。\n\n搜集主权。\n"
    text = text.replace("\n", end)

    (finding,) = check(Document("a", text, "zh-Hans", markup), known, ON)

    assert finding.message == WRONG
    assert finding.span.start == text.rindex("搜集主权")


@pytest.mark.parametrize(
    ("waiver", "message"),
    [
        (
            "% zhengming: allow deprecated-form 搜集主权 -- 引文",
            "nothing needs this waiver of deprecated-form for 搜集主权; delete it",
        ),
        (
            "% zhengming: allow deprecated-form 搜集主权",
            "'zhengming: allow deprecated-form 搜集主权' is no waiver; write "
            "zhengming: allow RULE FORM -- reason",
        ),
        (
            "% zhengming: deny",
            "'zhengming: deny' is no waiver; write zhengming: allow RULE FORM -- reason",
        ),
        (
            "% zhengming: allow no-such-rule 网络 -- 引文",
            "there is no rule no-such-rule; delete this waiver",
        ),
    ],
)
def test_a_waiver_that_nothing_needs_or_nobody_can_read_is_a_finding(
    known: Context, waiver: str, message: str
) -> None:
    (finding,) = check(document(f"甲\n\n{waiver}\n网络主权\n"), known, ON)

    assert (finding.rule, finding.span.start, finding.message) == ("waiver", 5, message)


def test_several_waivers_may_stand_before_one_block(known: Context) -> None:
    waivers = [
        f"> % zhengming: allow {rule} -- 引文\n>\n"
        for rule in ("deprecated-form 搜集主权", "foreign-form 網路主權")
    ]
    text = "".join(waivers) + "> 搜集主权与網路主權\n"

    assert check(document(text), known, RULES[:2]) == []


@pytest.mark.parametrize(
    "text",
    [
        "```\n% zhengming: deny\n```\n",
        "    % zhengming: deny\n",
        "`<!-- zhengming: deny -->`\n",
        "甲 % zhengming: deny\n",
    ],
)
def test_what_is_no_comment_is_no_waiver(known: Context, text: str) -> None:
    assert check(document(text), known, ON) == []


def test_a_waiver_of_a_rule_that_is_off_is_left_alone(known: Context) -> None:
    text = "% zhengming: allow deprecated-form 搜集主权 -- 引文\n网络主权\n"

    assert check(document(text), known, [RULES[1]]) == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_form_over_the_end_of_a_line_is_one_line_of_a_message(known: Context, end: str) -> None:
    text = f"尊重搜集{end}主权。{end}"

    (finding,) = check(document(text), known, ON)

    assert finding.message == WRONG
    assert fix(document(text), known, ON) == f"尊重网络主权。{end}"


def test_a_fix_changes_its_spans_and_nothing_else(known: Context) -> None:
    text = "搜集主权\r\n`x` \U00020000搜集主权。"

    assert fix(document(text), known, ON) == "网络主权\r\n`x` \U00020000网络主权。"


# Forms right and wrong in every language, what the rules on characters look for, and markup.
WORDS = [
    "搜集主权",
    "搜集\n主权",
    "蒐集主權",
    "搜集",
    "主权",
    "網路主權",
    "网络主权",
    "互联网主权",
    "演算法",
    "Cyber",
]
WORDS += [
    " sovereignty",
    "以后",
    "關系",
    "发",
    "說话",
    "甲",
    "\u200b",
    "\ufffd",
    "\ue010",
    "é",
    "é",
]
WORDS += ["\U00020000", "👩\u200d💻", "\u0301", "A", "1"]
MARKS = [
    *",:;?!()，。：？！（）《》“”「」 \t",
    "...",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "  \n",
    "\u2028",
]
MARKUP = [
    "`",
    "**",
    "[",
    "](glossary/algorithm.md)",
    "{term}`",
    "\n```\n",
    "\n> ",
    "\n- ",
    "<!--",
    "-->",
]
MARKUP += ["\n\n.. note::\n\n   ", "\n\n::\n\n  ", "https://a.b/", "\n% ", "\n.. "]


def test_a_waiver_with_a_mark_expires_with_its_text(known: Context) -> None:
    def found(mark: str, text: str) -> list[str]:
        waiver = f"% zhengming: allow deprecated-form 搜集主权 @{mark} -- 引文\n"
        return [f.message for f in check(document(waiver + text), known, ON)]

    text = "底本作搜集主权。\n"
    (expired, wrong) = found("", text)
    assert wrong == WRONG
    head, mark = expired.removesuffix(" or delete it").split("@")
    assert head == (
        "this waiver of deprecated-form for 搜集主权 is not of this text; look again, then write "
    )
    assert found(mark, text) == []
    assert found(mark, "底本作\n搜集主权。\n\n另一段。\n") == []
    assert len(found(mark, "底本又作搜集主权。\n")) == 2


def test_a_waiver_of_a_message_expires_with_its_original(known: Context) -> None:
    def found(mark: str, msgid: str, msgstr: str) -> list[str]:
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        waiver = f"# zhengming: allow deprecated-form 搜集主权 @{mark} -- 引文\n"
        text = f'{head}{waiver}msgid "{msgid}"\nmsgstr "{msgstr}"\n'
        catalog = parse(Path("a.po"), text.encode())
        (message,) = messages_of(Config(Path()), catalog)
        return [f.message for f in check(message, known, ON)]

    expired = found("0", "a", "搜集主权")[0]
    mark = expired.removesuffix(" or delete it").split("@")[1]

    assert found(mark, "a", "又搜集主权") == []
    assert len(found(mark, "b", "搜集主权")) == 2


WAIVERS = ["zhengming: allow deprecated-form 搜集主权 -- 引文\n", "zhengming: deny\n"]
SOUP = st.lists(st.sampled_from(WORDS + MARKS + MARKUP + WAIVERS), max_size=24).map("".join)
LANGUAGES = st.sampled_from(["zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "zh-Hant", "en"])
MARKUPS: st.SearchStrategy[Markup] = st.sampled_from(["myst", "rst", "plain"])


LINE_END = "\r\n|\r|\n"


def safe(document: Document, known: Context) -> list[Fix]:
    """Return the safe fixes of a document, in order, without those that overlap an earlier."""
    fixes: list[Fix] = []
    found = [f.fix for f in check(document, known, RULES) if f.fix and f.fix.grade == "safe"]
    for each in sorted(found):
        if not fixes or fixes[-1].span.end <= each.span.start:
            fixes.append(each)
    return fixes


@given(SOUP, LANGUAGES, MARKUPS)
@settings(deadline=None, max_examples=300)
def test_fixes_change_their_spans_alone_until_none_is_left(
    known: Context, text: str, language: str, markup: Markup
) -> None:
    whole = Document("a.md", text, language, markup)
    fixed = fix(whole, known, RULES)

    # Round by round by hand: what stands between the spans is copied.
    by_hand = whole
    for _round in range(9):
        fixes = safe(by_hand, known)
        position, pieces = 0, []
        for span, new, _grade in fixes:
            pieces += [by_hand.text[position : span.start], new]
            position = span.end
        new_text = "".join([*pieces, by_hand.text[position:]])
        by_hand = Document("a.md", new_text, language, markup)
    assert fixed == by_hand.text
    # A form may lose a line break inside of it; none is changed.
    assert set(re.findall(LINE_END, fixed)) <= set(re.findall(LINE_END, text))
    assert safe(by_hand, known) == []
    assert fix(by_hand, known, RULES) == fixed


def rule(slug: str, *fixes: tuple[str, str]) -> Rule:
    """Return a rule that replaces words by others."""

    def found(document: Document, context: Context) -> Iterator[Finding]:
        for old, new in fixes:
            at = document.text.find(old)
            if at >= 0:
                span = Span(at, at + len(old))
                yield Finding(slug, span, old, Fix(span, new, "safe"))

    return Rule(slug, slug, found, ())


def test_overlapping_fixes_are_made_one_after_the_other(known: Context) -> None:
    rules = [rule("one", ("甲乙", "丙乙")), rule("two", ("乙丁", "戊"))]

    assert fix(document("甲乙丁"), known, rules) == "丙戊"


def test_fixes_that_never_end_are_a_bug_of_ours(known: Context) -> None:
    with pytest.raises(BugError, match=r"^a\.md: fixes of loop never end$"):
        fix(document("甲"), known, [rule("loop", ("甲", "甲甲"))])
