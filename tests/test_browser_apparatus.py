"""The apparatus in the text: every emendation at its characters, and not one character changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from browsing import PHONE, visited
from zhengming.apparatus import Emendation, load

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
CHAPTER = "docs/white-paper/chapter-1"
MARKED = ":root[data-apparatus]:not([data-opening])"
WIDE = ViewportSize(width=1280, height=800)
TEXTS = [
    *(f"docs/white-paper/{path.stem}" for path in sorted(ROOT.glob("docs/white-paper/*.md"))),
    "docs/article/index",
]
PAGES = [name for name in TEXTS if not name.endswith(("apparatus", "witness"))]
# What the blocks of a text say, with and without their notes.
BLOCKS = """() => [...document.querySelectorAll("article :is(p, h1, h2, h3, h4)")].filter(
    (node) => !node.closest(".zm-emendations")).map((node) => node.textContent)"""


@pytest.fixture
def wide(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=WIDE, locale="zh-CN")
    yield context
    context.close()


def marked(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """Return a page whose emendations are marked, once they are."""
    page, wrong = visited(context, address)
    page.wait_for_selector(MARKED, state="attached")
    return page, wrong


def switch(page: Page) -> None:
    """Press the switch and wait until it is done."""
    was_on = page.get_attribute("[data-apparatus].zm-switch", "aria-pressed") == "true"
    page.click(".zm-switch")
    page.wait_for_selector(f".zm-switch[aria-pressed={str(not was_on).lower()}]")


def card(page: Page) -> list[str]:
    """Return the lines of the card that is shown now."""
    node = page.query_selector("#zm-card")
    return node.inner_text().split("\n") if node and node.is_visible() else []


def shown(name: str) -> list[Emendation]:
    """Return the emendations that a page of a text is to show."""
    _docs, text, page = name.split("/")
    items = load(ROOT / "docs" / "sources" / text / "apparatus.jsonl")
    return [item for item in items if item.page == page and item.cause != "layout"]


@pytest.mark.parametrize("name", PAGES)
def test_marking_changes_no_character(wide: BrowserContext, languages: str, name: str) -> None:
    page, wrong = visited(wide, f"{languages}/zh-cn/{name}.html")
    html, before = page.inner_html("article"), page.evaluate(BLOCKS)

    switch(page)
    on = page.evaluate(BLOCKS)
    count = page.locator(".zm-emended").count()
    switch(page)
    off = page.evaluate(BLOCKS)

    assert wrong == []
    assert count > 0
    assert on == before
    assert off == before
    assert page.inner_html("article") == html


@pytest.mark.parametrize("name", PAGES)
def test_every_emendation_is_marked_at_its_characters(
    wide: BrowserContext, languages: str, name: str
) -> None:
    page, _wrong = marked(wide, f"{languages}/zh-cn/{name}.html?apparatus")

    found = page.evaluate(
        """() => {
            const texts = new Map();
            for (const node of document.querySelectorAll(".zm-emended")) {
                const { key, kind, certainty } = node.dataset;
                const known = texts.get(key);
                texts.set(key, [kind, certainty, (known?.[2] ?? "") + node.textContent]);
            }
            return [...texts.values()];
        }"""
    )
    wanted = [[item.kind, item.certainty, item.after] for item in shown(name)]

    # A footnote may stand inside of a mark; in the order of the page the two are the same.
    assert sorted(found) == sorted(wanted)


def test_a_copied_paragraph_is_that_of_the_page(wide: BrowserContext, languages: str) -> None:
    page, _wrong = visited(wide, f"{languages}/zh-cn/{CHAPTER}.html")
    found = []

    for _state in range(2):
        page.eval_on_selector("#p015", "node => getSelection().selectAllChildren(node)")
        found.append(page.evaluate("getSelection().toString()"))
        switch(page)

    assert len(found[0]) > 250
    assert found[1] == found[0]


def test_it_is_off_until_asked_for(wide: BrowserContext, languages: str) -> None:
    page, wrong = visited(wide, f"{languages}/zh-cn/{CHAPTER}.html")

    marks = page.locator(".zm-emended").count()
    legend = page.locator(".zm-legend").filter(visible=True).count()
    switch(page)
    address = page.evaluate("location.search")

    assert wrong == []
    assert (marks, legend, address) == (0, 0, "?apparatus")
    assert page.locator(".zm-legend").filter(visible=True).count() == 2
    assert page.evaluate("localStorage.length") == 0


def test_pointing_shows_what_was_received_and_why(wide: BrowserContext, languages: str) -> None:
    page, _wrong = marked(wide, f"{languages}/zh-cn/{CHAPTER}.html?apparatus")

    page.hover("#p007 .zm-emended >> nth=1")
    page.wait_for_selector("#zm-card:not([hidden])")
    plain = card(page)
    page.hover("#p007 a .zm-emended >> nth=0")
    page.wait_for_selector("#zm-card div + div")
    linked = card(page)

    assert [line for line in plain if line] == [
        "改正：底本作“基础”。",
        "成因：洗稿替换；依据：公开副本；确度：高。",
    ]
    assert linked[0] == "改正：底本作“搜集”。"
    assert "网络空间" in linked


def test_the_keyboard_reaches_each_without_a_stop_for_each(
    wide: BrowserContext, languages: str
) -> None:
    page, _wrong = marked(wide, f"{languages}/zh-cn/{CHAPTER}.html?apparatus")
    focused = "document.activeElement.textContent"
    count = "#p007 .zm-count"
    found = []

    stops = page.eval_on_selector_all(
        "article .zm-emended, article .zm-count",
        "nodes => nodes.filter((n) => n.tabIndex === 0).length",
    )
    page.focus(count)
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "Home", "Escape"):
        page.keyboard.press(key)
        found.append(page.evaluate(focused))
    is_back = page.evaluate("document.activeElement.matches('.zm-count')")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector("#zm-card:not([hidden])")
    described = page.evaluate("document.activeElement.getAttribute('aria-describedby')")

    assert stops == page.locator("article :is(p, h1, h2, h3):has(.zm-emended)").count()
    assert found == ["网络", "基本", "网络", "共同", "共同", "网络", ""]
    assert is_back
    assert described == "zm-card"
    assert card(page)[0] == "改正：底本作“协同”。"


def test_a_tap_shows_the_card_and_in_a_link_a_second_tap_follows(
    browser: Browser, languages: str
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page, wrong = marked(context, f"{languages}/zh-cn/{CHAPTER}.html?apparatus")
    address = page.url

    page.tap("#p007 .zm-emended >> nth=1")
    page.wait_for_selector("#zm-card:not([hidden])")
    plain = card(page)[0]
    page.tap("#p007 a .zm-emended >> nth=0")
    page.wait_for_selector("#zm-card div + div")
    linked, stayed = card(page)[0], page.url
    page.tap("#p007 a .zm-emended >> nth=0")
    page.wait_for_url("**/glossary/cyberspace.html#concept-cyberspace")
    context.close()

    assert wrong == []
    assert (plain, linked) == ("改正：底本作“基础”。", "改正：底本作“搜集”。")
    assert stayed == address


def test_a_paragraph_lists_its_emendations(wide: BrowserContext, languages: str) -> None:
    page, _wrong = marked(wide, f"{languages}/zh-cn/{CHAPTER}.html?apparatus")
    button = "#p007 .zm-count"
    name = page.get_attribute(button, "aria-label")

    page.focus(button)
    page.keyboard.press("Enter")
    lines = page.inner_text("#p007 + .zm-emendations").split("\n")
    state = page.get_attribute(button, "aria-expanded")
    page.keyboard.press("Enter")

    assert name == f"本段校改{len([i for i in shown(CHAPTER) if i.paragraph == 'p007'])}处"
    assert "改正。成因：洗稿替换；依据：公开副本；确度：高。" in lines
    assert "搜集 → 网络 ×2" in lines
    assert ", → ， ×6" in lines
    assert state == "true"
    assert page.query_selector(".zm-emendations") is None
    assert page.get_attribute(button, "aria-expanded") == "false"


def test_kinds_are_told_apart_without_colour(wide: BrowserContext, languages: str) -> None:
    page, _wrong = marked(wide, f"{languages}/zh-cn/docs/white-paper/chapter-2.html?apparatus")

    found = page.evaluate(
        """() => ["corr", "supplied", "surplus", "reg"].map((kind) => {
            const node = document.querySelector(`.zm-emended[data-kind=${kind}]`);
            const [style, before] = [null, "::before"].map((part) => getComputedStyle(node, part));
            const line = style.backgroundImage.split("(")[0];
            return `${line} ${before.content.split(" ")[0]}`;
        })"""
    )

    assert found == [
        "linear-gradient none",
        'none "⟨"',
        'none "×"',
        "repeating-linear-gradient none",
    ]


def test_a_kind_can_be_left_out(wide: BrowserContext, languages: str) -> None:
    page, _wrong = marked(wide, f"{languages}/zh-cn/{CHAPTER}.html?apparatus")
    line = "node => getComputedStyle(node).backgroundImage.split('(')[0]"
    sign = "#p007 [data-kind=reg]"

    seen = page.eval_on_selector(sign, line)
    page.uncheck(".zm-legend [value=reg]")
    left = page.eval_on_selector(sign, line)
    page.hover(sign)
    page.wait_for_timeout(500)

    assert (seen, left) == ("repeating-linear-gradient", "none")
    assert card(page) == []


def test_a_certainty_can_be_left_out(wide: BrowserContext, languages: str) -> None:
    page, _wrong = marked(wide, f"{languages}/zh-cn/{CHAPTER}.html?apparatus")
    seen = "nodes => [...new Set(nodes.map((node) => node.dataset.certainty))].sort()"

    page.uncheck(".zm-legend [value=high]")
    left = page.eval_on_selector_all(".zm-emended:not(.zm-hidden)", seen)
    page.uncheck(".zm-legend [value=corr]")
    kinds = page.locator(".zm-emended:not(.zm-hidden)[data-kind=corr]").count()
    page.check(".zm-legend [value=high]")
    back = page.eval_on_selector_all(".zm-emended:not(.zm-hidden)", seen)

    assert left == ["low", "medium"]
    assert kinds == 0
    assert "high" in back


def test_the_legend_counts_what_is_marked(wide: BrowserContext, languages: str) -> None:
    page, _wrong = marked(wide, f"{languages}/zh-cn/{CHAPTER}.html?apparatus")
    kinds = [item.kind for item in shown(CHAPTER)]
    levels = [item.certainty for item in shown(CHAPTER)]

    kind, level = page.locator(".zm-legend").all_inner_texts()

    assert level.split() == [
        "确度",
        "高",
        f"{levels.count('high')}",
        "中",
        f"{levels.count('medium')}",
        "低",
        f"{levels.count('low')}",
    ]
    assert kind.split() == [
        "种类",
        "改正",
        f"{kinds.count('corr')}",
        "补入",
        f"{kinds.count('supplied')}",
        "删除",
        f"{kinds.count('surplus')}",
        "规范",
        f"{kinds.count('reg')}",
    ]


def test_a_translation_has_the_emendations_in_the_text_beside_it(
    wide: BrowserContext, languages: str
) -> None:
    page, wrong = visited(wide, f"{languages}/en/{CHAPTER}.html?with=witness")

    switch(page)
    on = page.evaluate("location.search")
    marks = page.eval_on_selector_all(
        ".zm-emended",
        "nodes => [nodes.length, nodes.every((n) => n.closest('.zm-beside:lang(zh-CN)'))]",
    )
    page.hover("[data-of=p007] .zm-emended >> nth=1")
    page.wait_for_selector("#zm-card:not([hidden])")
    said = card(page)[0]
    switch(page)
    off = page.evaluate("location.search")

    assert wrong == []
    assert (on, off) == ("?with=zh-cn&apparatus", "")
    assert marks[0] >= len(shown(CHAPTER))
    assert marks[1]
    assert "基础" in said
    assert page.query_selector(".zm-beside") is None


def test_another_language_beside_a_translation_takes_its_place(
    wide: BrowserContext, languages: str
) -> None:
    page, _wrong = marked(wide, f"{languages}/en/{CHAPTER}.html?apparatus")

    page.click("[data-with=witness]")
    page.wait_for_selector(":root[data-beside=witness]", state="attached")

    assert page.evaluate("location.search") == "?with=witness"
    assert page.get_attribute(".zm-switch", "aria-pressed") == "false"


def test_page_and_witness_light_the_same_emendation(wide: BrowserContext, languages: str) -> None:
    page, _wrong = visited(wide, f"{languages}/zh-cn/{CHAPTER}.html?with=witness")
    page.wait_for_selector(":root[data-beside]:not([data-opening])", state="attached")

    page.hover("[data-of=p007] del >> nth=0")
    lit = page.eval_on_selector_all(".zm-same", "nodes => nodes.map((node) => node.textContent)")
    page.wait_for_selector("#zm-card:not([hidden])")
    said = [line for line in card(page) if line]
    quiet = page.eval_on_selector("#p007 .zm-emended", "n => getComputedStyle(n).backgroundImage")

    assert lit == ["网络", "搜集"]
    assert said[:2] == ["改正：底本作“搜集”。", "页面作“网络”。"]
    assert quiet == "none"


def test_the_next_page_is_marked_too(wide: BrowserContext, languages: str) -> None:
    page, _wrong = marked(wide, f"{languages}/zh-cn/{CHAPTER}.html?with=en&apparatus")

    page.click(".navigation-next a")
    page.wait_for_url("**/zh-cn/docs/white-paper/chapter-2.html?with=en&apparatus")
    page.wait_for_selector(MARKED, state="attached")

    assert page.locator("#p021 .zm-emended").count() > 0


def test_a_reason_is_shown_once(wide: BrowserContext, languages: str) -> None:
    page, _wrong = marked(wide, f"{languages}/zh-cn/docs/white-paper/chapter-2.html?apparatus")

    page.hover(".zm-mark .zm-emended >> nth=0")
    page.wait_for_selector("#zm-card:not([hidden])")
    tooltip = page.eval_on_selector(
        ".zm-mark:hover", "node => getComputedStyle(node, '::after').display"
    )

    assert tooltip == "none"


def test_paper_has_the_marks_and_not_the_controls(wide: BrowserContext, languages: str) -> None:
    page, _wrong = marked(wide, f"{languages}/zh-cn/{CHAPTER}.html?apparatus")

    page.emulate_media(media="print")

    assert not page.is_visible(".zm-tools")
    assert page.is_visible("#p007 .zm-emended >> nth=0")
