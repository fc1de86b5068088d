"""A second language or the witness beside a page: aligned, and closed without a trace."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from browsing import PHONE, visited
from sites import SPAM, built, write_edition

pytestmark = pytest.mark.browser

CHAPTER = "docs/white-paper/chapter-1.html"
OPEN = ":root[data-beside]:not([data-opening])"
WIDE = ViewportSize(width=1280, height=800)
# Chapters with what a text can have, and a guide with lists and tables.
PAGES = [
    "docs/white-paper/index",
    "docs/white-paper/chapter-1",
    "docs/white-paper/chapter-3",
    "docs/article/index",
    "docs/guide/read",
    "docs/guide/translate",
    "glossary/wto",
]


@pytest.fixture
def wide(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=WIDE, locale="zh-CN")
    yield context
    context.close()


def press(page: Page, name: str) -> None:
    """Press the button of a language or of the witness."""
    page.click(f"[data-with={name}]")


def opened(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """Return a page on which something stands beside, once it does."""
    page, wrong = visited(context, address)
    page.wait_for_selector(OPEN, state="attached")
    return page, wrong


def pairs(page: Page) -> list[dict[str, Any]]:
    """Return each block of a page with what stands beside it: anchor, texts, places."""
    found: list[dict[str, Any]] = page.eval_on_selector_all(
        ".zm-beside",
        """nodes => nodes.map((other) => {
            const one = other.previousElementSibling;
            if (other.matches(":has(> .table-wrapper)")) other = other.firstElementChild;
            const [left, right] = [one, other].map((node) => node.getBoundingClientRect());
            return {
                anchor: other.closest(".zm-beside").dataset.of,
                texts: [one.textContent, other.textContent],
                isBeside: Math.abs(left.top - right.top) < 2 && left.right < right.left,
                isBelow: left.bottom <= right.top && left.left === right.left,
            };
        })""",
    )
    return found


@pytest.mark.parametrize("name", PAGES)
def test_all_that_has_an_anchor_has_its_translation_beside_it(
    wide: BrowserContext, languages: str, name: str
) -> None:
    page, wrong = opened(wide, f"{languages}/zh-cn/{name}.html?with=en")
    there, _wrong = visited(wide, f"{languages}/en/{name}.html")

    found = pairs(page)
    wanted = there.evaluate(
        """() => {
            const blocks = "article :is(section, p, li)[id], article :is(dl, .admonition)[id]";
            return [...document.querySelectorAll(blocks)]
                .filter((node) => !node.closest("td, dd, .zm-notes"))
                .map((node) => node.id);
        }"""
    )

    assert wrong == []
    assert [each["anchor"] for each in found if each["anchor"] in wanted] == wanted
    assert {each["isBeside"] for each in found} == {True}


def test_what_stands_beside_is_the_text_of_the_other_page(
    wide: BrowserContext, languages: str
) -> None:
    page, _wrong = opened(wide, f"{languages}/zh-cn/{CHAPTER}?with=en")
    there, _wrong = visited(wide, f"{languages}/en/{CHAPTER}")
    text = """node => [...node.childNodes].filter((each) => !each.matches?.(".zm-permalink"))
        .map((each) => each.textContent).join("")"""

    beside = page.eval_on_selector("[data-of=p008]", text)
    language = page.get_attribute("[data-of=p008]", "lang")
    ids = page.eval_on_selector_all(".zm-beside [id]", "nodes => nodes.length")

    assert beside == there.eval_on_selector("#p008", text)
    assert (language, ids) == ("en", 0)


def test_columns_have_thirty_five_han_or_more(browser: Browser, languages: str) -> None:
    found = {}
    for width in (1280, 1440, 1920):
        context = browser.new_context(viewport=ViewportSize(width=width, height=900))
        page, _wrong = opened(context, f"{languages}/zh-cn/{CHAPTER}?with=witness")
        found[width] = [
            page.eval_on_selector(
                name, "node => node.clientWidth / parseFloat(getComputedStyle(node).fontSize)"
            )
            for name in ("#p008", "[data-of=p008]")
        ]
        context.close()

    assert [size for sizes in found.values() for size in sizes if not 34.9 < size < 42] == []


@pytest.mark.parametrize("width", [390, 768])
def test_a_narrow_screen_has_one_under_the_other(
    browser: Browser, languages: str, width: int
) -> None:
    context = browser.new_context(viewport=ViewportSize(width=width, height=844))
    page, _wrong = opened(context, f"{languages}/en/{CHAPTER}?with=witness")

    found = {each["isBelow"] for each in pairs(page)}
    whole = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert found == {True}
    assert whole == width


def test_the_control_opens_switches_and_closes(wide: BrowserContext, languages: str) -> None:
    page, wrong = visited(wide, f"{languages}/zh-cn/{CHAPTER}?a=1#p008")
    before = page.inner_html("article")
    pressed = "nodes => nodes.map((node) => `${node.dataset.with} ${node.ariaPressed}`)"
    buttons = "[data-with=en], [data-with=witness]"
    found: list[tuple[str, list[str]]] = []

    for name in ("en", "witness", "witness"):
        press(page, name)
        wanted = "" if len(found) == 2 else f"[data-beside={name}]"
        page.wait_for_selector(f":root{wanted or ':not([data-beside])'}", state="attached")
        search = page.evaluate("location.search + location.hash")
        found.append((search, page.eval_on_selector_all(buttons, pressed)))

    assert wrong == []
    assert found == [
        ("?a=1&with=en#p008", ["en true", "witness false"]),
        ("?a=1&with=witness#p008", ["en false", "witness true"]),
        ("?a=1#p008", ["en false", "witness false"]),
    ]
    assert page.inner_html("article").replace(' class=""', "") == before


def test_lists_are_as_before_once_it_is_closed(wide: BrowserContext, languages: str) -> None:
    page, _wrong = visited(wide, f"{languages}/zh-cn/docs/guide/translate.html")
    before = page.inner_html("article")

    press(page, "en")
    page.wait_for_selector(OPEN, state="attached")
    press(page, "en")
    page.wait_for_selector(":root:not([data-beside])", state="attached")

    assert page.inner_html("article").replace(' class=""', "") == before


def test_the_keyboard_alone_opens_it(wide: BrowserContext, languages: str) -> None:
    page, _wrong = visited(wide, f"{languages}/zh-cn/{CHAPTER}")

    page.focus("[data-with=en]")
    page.keyboard.press("Enter")
    page.wait_for_selector(OPEN, state="attached")
    focused = page.evaluate("document.activeElement.dataset.with")
    name = page.get_attribute(".zm-choices", "aria-label")

    assert (focused, name) == ("en", "对照")


def test_the_next_page_opens_in_the_same_way(wide: BrowserContext, languages: str) -> None:
    page, _wrong = opened(wide, f"{languages}/zh-cn/{CHAPTER}?with=en")

    page.click(".navigation-next a")
    page.wait_for_url(re.compile(r"/zh-cn/docs/white-paper/chapter-2\.html\?with=en"))
    page.wait_for_selector(OPEN, state="attached")
    press(page, "en")
    page.wait_for_selector(":root:not([data-beside])", state="attached")

    assert (
        page.get_attribute(".navigation-next a", "href") == "chapter-3.html"
        or page.evaluate("document.querySelector('.navigation-next a').search") == ""
    )


def test_languages_change_places_with_the_page(wide: BrowserContext, languages: str) -> None:
    page, _wrong = opened(wide, f"{languages}/zh-cn/{CHAPTER}?with=en#p010")

    found = page.eval_on_selector_all(
        "a[data-language]", "nodes => nodes.map((node) => [node.dataset.language, node.search])"
    )
    page.hover(".nav-languages")
    page.click("a[data-language=en]")
    page.wait_for_url(f"{languages}/en/{CHAPTER}?with=zh-cn#p010")
    page.wait_for_selector(OPEN, state="attached")

    assert found == [
        ["zh-cn", "?with=en"],
        ["zh-tw", "?with=en"],
        ["zh-hk", "?with=en"],
        ["en", "?with=zh-cn"],
    ]
    assert page.get_attribute("[data-of=p010]", "lang") == "zh-CN"


def test_nothing_is_remembered_beyond_the_address(wide: BrowserContext, languages: str) -> None:
    page, _wrong = opened(wide, f"{languages}/zh-cn/{CHAPTER}?with=en")

    stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    page.goto(f"{languages}/zh-cn/{CHAPTER}")

    assert stored == [0, 0, ""]
    assert page.query_selector(".zm-beside") is None


@pytest.mark.parametrize(
    "search", ["?with=fr", "?with=", "?with=zh-cn", '?with="]<b>', "?apparatus=x&with=x"]
)
def test_what_the_site_does_not_have_is_not_opened(
    wide: BrowserContext, languages: str, search: str
) -> None:
    page, wrong = visited(wide, f"{languages}/zh-cn/{CHAPTER}{search}")

    assert wrong == []
    assert page.query_selector(".zm-beside") is None
    assert page.is_visible("#p007")


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_an_address_leads_to_its_paragraph(
    browser: Browser, languages: str, size: ViewportSize
) -> None:
    context = browser.new_context(viewport=size)
    page, _wrong = opened(context, f"{languages}/zh-cn/{CHAPTER}?with=en&apparatus#p015")

    top = page.eval_on_selector("#p015", "node => node.getBoundingClientRect().top")
    context.close()

    assert 56 <= top <= 200


def test_who_reads_stays_at_the_paragraph(wide: BrowserContext, languages: str) -> None:
    page, _wrong = visited(wide, f"{languages}/zh-cn/{CHAPTER}")
    top = "document.getElementById('p013').getBoundingClientRect().top"
    found = []

    page.evaluate("document.getElementById('p013').scrollIntoView({behavior: 'instant'})")
    for state in ("[data-beside]", ":not([data-beside])"):
        before = page.evaluate(top)
        page.evaluate("document.querySelector('[data-with=en]').click()")
        page.wait_for_selector(f":root{state}", state="attached")
        found.append(abs(page.evaluate(top) - before) < 2)

    assert found == [True, True]


def test_nothing_moves_once_it_is_open(wide: BrowserContext, languages: str) -> None:
    page = wide.new_page()
    page.add_init_script(
        """new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) (window.shifts ??= []).push(entry.value);
        }).observe({type: "layout-shift", buffered: true})"""
    )

    page.goto(f"{languages}/zh-cn/{CHAPTER}?with=en&apparatus")
    page.wait_for_selector(OPEN, state="attached")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)

    assert sum(page.evaluate("window.shifts ?? []")) < 0.01


def test_a_term_is_lit_on_both_sides(wide: BrowserContext, languages: str) -> None:
    page, _wrong = opened(wide, f"{languages}/zh-cn/{CHAPTER}?with=en")
    lit = ".zm-same"
    texts = "nodes => nodes.map((node) => node.textContent)"

    page.hover("#p007 .zm-term")
    pointed = page.eval_on_selector_all(lit, texts)
    page.hover("#p008")
    left = page.eval_on_selector_all(lit, texts)
    page.focus("[data-of=p007] a >> nth=0")
    focused = page.eval_on_selector_all(lit, texts)

    assert pointed == ["互联网", "互联网", "internet", "internet"]
    assert left == []
    assert focused == ["网络空间", "网络空间", "cyberspace", "cyberspace"]


@pytest.mark.parametrize("language", ["zh-cn", "en"])
def test_the_witness_shows_what_was_received(
    wide: BrowserContext, languages: str, language: str
) -> None:
    page, wrong = opened(wide, f"{languages}/{language}/{CHAPTER}?with=witness")

    text = page.text_content("[data-of=p007]")
    marks = page.eval_on_selector_all(
        "[data-of=p007] :is(del, ins)",
        "nodes => nodes.slice(0, 3).map((n) => [n.localName, n.dataset.kind, n.textContent])",
    )
    lost = page.eval_on_selector_all(
        ".zm-beside:not([data-of^=p]) ins", "nodes => nodes.map((node) => node.dataset.kind)"
    )

    assert wrong == []
    assert text
    assert text.startswith("互联互通是搜集空间的基础属性,共享共治")
    assert marks == [["del", "corr", "搜集"], ["del", "corr", "基础"], ["del", "reg", ","]]
    assert set(lost) == {"supplied"}


@pytest.mark.parametrize(
    "name", ["docs/white-paper/index", "docs/white-paper/chapter-2", "docs/article/index"]
)
def test_the_whole_witness_stands_beside_but_spam(
    wide: BrowserContext, languages: str, name: str
) -> None:
    page, _wrong = opened(wide, f"{languages}/zh-cn/{name}.html?with=witness")
    folder = Path(__file__).parents[1] / "docs" / "sources" / name.split("/")[1]
    witness = (folder / "witness.txt").read_text("utf-8")

    blocks = page.eval_on_selector_all(
        ".zm-beside",
        """nodes => nodes.flatMap((node) => {
            for (const block of node.querySelectorAll(".zm-block")) block.before("\\n");
            return node.textContent.split("\\n").map((text) => text.trim());
        })""",
    )
    pieces = [piece for block in blocks for piece in re.split("〔垃圾文字.*?〕", block) if piece]

    assert len(pieces) > 2
    assert [piece for piece in pieces if piece not in witness] == []


def test_spam_is_only_counted(browser: Browser, sample: str) -> None:
    context = browser.new_context(viewport=WIDE)
    page, _wrong = opened(context, f"{sample}/docs/notice/index.html?with=witness&apparatus")

    text = page.text_content("body") or ""
    context.close()

    assert "〔垃圾文字5字，略〕" in text
    assert SPAM not in text


def test_it_says_so_if_nothing_comes_and_may_be_asked_again(
    wide: BrowserContext, languages: str
) -> None:
    page = wide.new_page()
    page.route("**/_data/parallel/**", lambda route: route.abort())
    page.goto(f"{languages}/zh-cn/{CHAPTER}?with=en")
    page.wait_for_selector(".zm-tools [role=status]:not(:empty)")
    said = page.inner_text(".zm-tools [role=status]")
    state = page.evaluate("location.search"), page.is_visible("#p007")

    page.unroute("**/_data/parallel/**")
    press(page, "en")
    page.wait_for_selector(OPEN, state="attached")

    assert said == "没能载入，请再试一次"
    assert state == ("", True)
    assert page.inner_text(".zm-tools [role=status]") == ""


def test_a_page_is_seen_even_if_its_scripts_do_not_come(
    wide: BrowserContext, languages: str
) -> None:
    page = wide.new_page()
    page.route("**/_static/beside.js*", lambda route: route.abort())
    page.goto(f"{languages}/zh-cn/{CHAPTER}?with=en")

    hidden = page.is_visible("#p007")
    page.wait_for_selector("#p007", state="visible", timeout=6000)

    assert not hidden


def test_without_script_there_is_no_control(browser: Browser, languages: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, wrong = visited(context, f"{languages}/zh-cn/{CHAPTER}?with=en")

    seen = page.is_visible(".zm-tools"), page.is_visible("#p007")
    context.close()

    assert wrong == []
    assert seen == (False, True)


def test_it_works_from_a_disk(browser: Browser, tmp_path: Path) -> None:
    write_edition(tmp_path)
    with built(tmp_path, html_theme="zhengming"):
        pass
    page = browser.new_page(viewport=WIDE)
    address = (tmp_path / "_build" / "html" / "docs" / "notice" / "chapter.html").as_uri()

    page.goto(f"{address}?with=witness")
    page.wait_for_selector(OPEN, state="attached")
    text = page.text_content("[data-of=p003]")
    press(page, "witness")
    page.wait_for_selector(":root:not([data-beside])", state="attached")
    closed = page.url
    page.close()

    assert text == "第一条 推动进展,进展要稳,展修平台。截至日止。"
    assert closed == address
