"""A reader at a paragraph: cites it, has another language beside it, comes back to a search."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from browsing import PHONE, visited

pytestmark = pytest.mark.browser

CHAPTER = "zh-cn/docs/white-paper/chapter-1.html"
# Words that a page marks because its address has them, and the paragraph that they are in.
FOUND = """() => [...CSS.highlights.get("zm-found") ?? []].map((range) =>
    [range.toString(), range.startContainer.parentElement.closest("[id^=p0]").id])"""
WIDE = ViewportSize(width=1280, height=800)


@pytest.fixture
def wide(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=WIDE, locale="zh-CN")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


def top(page: Page, anchor: str) -> float:
    """Return how far a block is from the top of the screen, in pixels."""
    found: float = page.eval_on_selector(f"#{anchor}", "node => node.getBoundingClientRect().top")
    return found


@pytest.mark.parametrize("screen", [WIDE, PHONE])
def test_another_language_opens_at_the_paragraph_that_is_read(
    browser: Browser, languages: str, screen: ViewportSize
) -> None:
    context = browser.new_context(viewport=screen)
    page, wrong = visited(context, f"{languages}/{CHAPTER}#p016")
    before = top(page, "p016")

    page.click("[data-with=en]")
    page.wait_for_selector(":root[data-beside]:not([data-opening])", state="attached")
    opened = top(page, "p016")
    page.click("[data-with=en]")
    page.wait_for_selector(":root:not([data-beside])", state="attached")
    closed = top(page, "p016")
    context.close()

    assert wrong == []
    assert 0 < before < screen["height"] / 3
    assert abs(opened - before) < 30
    assert abs(closed - before) < 30


def test_on_a_phone_the_row_leaves_who_reads_on_and_comes_back(
    browser: Browser, languages: str
) -> None:
    context = browser.new_context(viewport=PHONE)
    page, _wrong = visited(context, f"{languages}/{CHAPTER}#p016")
    shown = "node => getComputedStyle(node).opacity"
    seen = [page.eval_on_selector(".zm-tools", shown)]
    for way, is_gone in ((300, True), (-40, False)):
        page.mouse.wheel(0, way)
        onward = ":root[data-onward]" if is_gone else ":root:not([data-onward])"
        page.wait_for_selector(onward, state="attached")
        seen.append(page.eval_on_selector(".zm-tools", shown))
    context.close()

    assert seen == ["1", "0", "1"]


def test_the_sign_in_the_margin_copies_the_citation(wide: BrowserContext, languages: str) -> None:
    page, wrong = visited(wide, f"{languages}/{CHAPTER}")

    page.hover("#p016")
    page.hover("#p016 > .zm-permalink")
    page.wait_for_selector("#zm-card:not([hidden])")
    covers = page.evaluate(
        """() => document.getElementById("zm-card").getBoundingClientRect().right
            > document.getElementById("p016").getBoundingClientRect().left"""
    )
    page.click("#zm-card button")
    page.wait_for_selector("#zm-card button:text('已复制')")
    copied = page.evaluate("navigator.clipboard.readText()")

    assert wrong == []
    assert not covers
    assert copied.startswith("《携手构建网络空间命运共同体》第16段，《正名》校订本，")
    assert copied.endswith(f"{languages}/{CHAPTER}#p016。")


def test_no_card_stands_on_the_way_to_the_sign(wide: BrowserContext, languages: str) -> None:
    page, _wrong = visited(wide, f"{languages}/{CHAPTER}")

    page.hover("#p016 a.zm-concept >> nth=0")
    page.hover("#p016 > .zm-permalink")
    page.wait_for_selector("#zm-card:not([hidden])")

    assert "第16段" in page.inner_text("#zm-card")


def test_who_goes_back_from_a_result_finds_the_search_as_it_was(
    wide: BrowserContext, languages: str
) -> None:
    page, wrong = visited(wide, f"{languages}/zh-cn/index.html")

    page.keyboard.press("/")
    page.keyboard.insert_text("网络主权")
    page.click("[role=option]:has-text('第16段')")
    page.wait_for_url(f"{languages}/{CHAPTER}?find=*#p016")
    found = page.evaluate(FOUND)
    page.go_back()
    page.wait_for_selector("dialog[open] [role=option]:has-text('第16段')")
    asked = page.input_value("dialog[open] input")
    page.keyboard.press("Escape")
    page.reload()

    assert wrong == []
    assert found == [["网络主权", "p016"]] * 2
    assert asked == "网络主权"
    assert not page.is_visible("dialog")


def test_texts_come_before_other_pages(wide: BrowserContext, languages: str) -> None:
    page, _wrong = visited(wide, f"{languages}/zh-cn/index.html")

    page.keyboard.press("/")
    page.keyboard.insert_text("网络主权")
    page.wait_for_selector("[role=option]:has-text('第16段')")
    groups = page.eval_on_selector_all(
        ".zm-search-group", "nodes => nodes.map((n) => n.textContent)"
    )
    said = page.inner_text(".zm-search-count")

    assert [groups[0], groups[-1]] == ["概念条目", "其他页面"]
    assert all(name.startswith(("携手构建", "我国网络空间")) for name in groups[2:-1])
    assert "正文3段、其他页面至少5段" in said


def test_a_place_of_a_concept_is_marked_where_it_leads(
    wide: BrowserContext, languages: str
) -> None:
    page, wrong = visited(wide, f"{languages}/zh-cn/glossary/cyber-sovereignty.html")

    page.click(".zm-occurrences a:has-text('第98段')")
    page.wait_for_url("**?find=*#p098")
    found = page.evaluate(FOUND)

    assert wrong == []
    assert found == [["网络主权", "p098"]]


def test_the_keyboard_comes_to_the_text_at_once(wide: BrowserContext, languages: str) -> None:
    page, _wrong = visited(wide, f"{languages}/{CHAPTER}")

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert first == "跳到正文"
    assert page.evaluate("document.activeElement.closest('article') !== null")
