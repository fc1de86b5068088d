"""A page on paper: the text, whole and in black, and nothing that one could press."""

import re
from importlib.metadata import version

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from browsing import visited

pytestmark = pytest.mark.browser

# A4 within its margins, 96 dots an inch.
PAPER = ViewportSize(width=642, height=970)
CHAPTER = "docs/white-paper/chapter-1.html"
CONCEPT = "glossary/cyber-sovereignty.html"
# What is there to press or fill in, and what leads to other pages.
CONTROLS = """button, input, select, textarea, dialog, nav, footer, [role=navigation],
    [role=tooltip], #lside, #rside, .sy-head, .zm-permalink:not([data-number]), .backrefs"""
TEXTS = "article :is(p, li, dt, dd, th, td, h1, h2, h3, h4, summary, svg text)"
SEEN = "node.checkVisibility({ opacityProperty: true, visibilityProperty: true })"
BLACK = "rgb(32, 32, 32)"


def on_paper(context: BrowserContext, address: str) -> Page:
    """Return a page with everything open that a reader can open, as it is printed."""
    page, wrong = visited(context, address)
    assert wrong == []
    page.wait_for_selector(":root:not([data-opening])", state="attached")
    page.hover("article a.zm-concept >> nth=0")
    page.wait_for_selector("#zm-card:not([hidden])")
    page.eval_on_selector_all(
        "details", "nodes => nodes.forEach((node) => { node.open = false; })"
    )
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("name", [CHAPTER, f"{CHAPTER}?with=en&apparatus", CONCEPT])
def test_paper_has_the_whole_text_and_nothing_else(
    browser: Browser, languages: str, name: str
) -> None:
    context = browser.new_context(viewport=PAPER)
    page = on_paper(context, f"{languages}/zh-cn/{name}")

    controls = page.eval_on_selector_all(
        CONTROLS, f"nodes => nodes.filter((node) => {SEEN}).map((node) => node.outerHTML)"
    )
    texts = page.eval_on_selector_all(
        TEXTS, f"nodes => nodes.map((node) => [node.textContent.trim(), {SEEN}])"
    )
    too_wide = page.evaluate(
        """() => [...document.querySelectorAll("article *")].filter((node) =>
            node.getBoundingClientRect().right > innerWidth + 1).map((node) => node.outerHTML)"""
    )
    lines = page.eval_on_selector_all(
        "article a:not(.zm-noteref, .zm-permalink, .zm-concept)",
        f"""nodes => nodes.filter((node) => {SEEN}).map((node) =>
            getComputedStyle(node).textDecorationLine)""",
    )
    context.close()

    assert controls == []
    # But for the sign of a note, which is raised, and the many links of the text.
    assert set(lines) == {"underline"}
    assert len(texts) > 20
    assert [text for text, is_seen in texts if text and not is_seen] == []
    assert too_wide == []


def test_where_a_link_leads_elsewhere_is_printed(browser: Browser, languages: str) -> None:
    context = browser.new_context(viewport=PAPER)
    page, _wrong = visited(context, f"{languages}/zh-cn/docs/guide/convert.html")
    link = "article a.external >> nth=0"
    content = "node => getComputedStyle(node, '::after').content"

    screen = page.eval_on_selector(link, content)
    page.emulate_media(media="print")
    paper = page.eval_on_selector(link, content)
    address = page.get_attribute(link, "href")
    context.close()

    assert (screen, paper) == ("none", f'" <{address}>"')


@pytest.mark.parametrize("name", [CHAPTER, CONCEPT])
def test_a_dark_page_is_printed_in_black(browser: Browser, languages: str, name: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page, wrong = visited(context, f"{languages}/zh-cn/{name}")
    ink = "getComputedStyle(document.querySelector('article p')).color"
    page.evaluate(f"addEventListener('beforeprint', () => {{ window.ink = {ink}; }})")

    pdf = page.pdf(format="A4")
    printed, after = page.evaluate("window.ink"), page.evaluate(ink)
    context.close()

    assert wrong == []
    assert (printed, after == BLACK) == (BLACK, False)
    # How many pages depends a little on fonts.
    assert 2 <= len(re.findall(rb"/Type /Page\b", pdf)) <= 4


def test_paper_says_what_it_is_and_numbers_paragraphs(browser: Browser, languages: str) -> None:
    context = browser.new_context(viewport=PAPER)
    found = {}
    for name in (CHAPTER, CONCEPT):
        page, _wrong = visited(context, f"{languages}/zh-cn/{name}")
        hidden = page.is_visible(".zm-cited")
        page.emulate_media(media="print")
        found[name] = (hidden, page.inner_text(".zm-cited"))
    page, _wrong = visited(context, f"{languages}/zh-cn/{CHAPTER}")
    page.emulate_media(media="print")
    numbers = page.eval_on_selector_all(
        "article p[id^=p0] > .zm-permalink",
        "nodes => nodes.map((node) => getComputedStyle(node, '::before').content)",
    )
    context.close()

    edition = version("zhengming")
    text = f"《携手构建网络空间命运共同体》，《正名》校订本，{edition}版"
    assert found[CHAPTER] == (False, f"{text}，{languages}/zh-cn/{CHAPTER}。")
    concept = f"{languages}/zh-cn/{CONCEPT}#concept-cyber-sovereignty"
    assert found[CONCEPT] == (False, f"“网络主权”，《正名》术语表，{edition}版，{concept}。")
    assert numbers[:2] == ['"7"', '"8"']
