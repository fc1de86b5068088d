"""The page of an apparatus: a part of it by kind, cause and certainty, with true counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from browsing import visited
from zhengming.apparatus import Emendation, load

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
PAGE = "docs/white-paper/apparatus.html"


@pytest.fixture(scope="module")
def items() -> list[Emendation]:
    return list(load(ROOT / "docs" / "sources" / "white-paper" / "apparatus.jsonl"))


@pytest.fixture
def wide(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=ViewportSize(width=1280, height=800), locale="zh-CN")
    yield context
    context.close()


def seen(page: Page) -> int:
    """Return how many emendations the visible rows and items stand for."""
    found: int = page.eval_on_selector_all(
        "[data-count]",
        """nodes => nodes.filter((node) => node.checkVisibility())
            .reduce((sum, node) => sum + Number(node.dataset.count), 0)""",
    )
    return found


def status(page: Page) -> str:
    return page.inner_text(".zm-filter [role=status]")


@pytest.mark.parametrize(
    "wanted",
    [
        {"cause": "spin"},
        {"cause": "spin", "certainty": "medium"},
        {"kind": "supplied"},
        {"kind": "supplied", "cause": "number-scrub", "certainty": "low"},
        {"certainty": "low"},
        {"kind": "reg", "cause": "layout"},
    ],
)
def test_an_address_shows_a_part(
    wide: BrowserContext, languages: str, items: list[Emendation], wanted: dict[str, str]
) -> None:
    search = "&".join(f"{name}={value}" for name, value in wanted.items())
    page, wrong = visited(wide, f"{languages}/zh-cn/{PAGE}?{search}")
    count = sum(all(getattr(item, name) == wanted[name] for name in wanted) for item in items)

    values = page.eval_on_selector_all(
        ".zm-filter select", "nodes => Object.fromEntries(nodes.map((n) => [n.name, n.value]))"
    )

    assert wrong == []
    assert values == {"kind": "", "cause": "", "certainty": "", **wanted}
    assert seen(page) == count
    assert status(page) == f"显示 {count:,} 处，共 {len(items):,} 处"
    assert page.evaluate("location.search") == f"?{search}"


def test_everything_is_shown_first_and_again(
    wide: BrowserContext, languages: str, items: list[Emendation]
) -> None:
    page, _wrong = visited(wide, f"{languages}/zh-cn/{PAGE}")
    sentence = "#corr-spin > p"
    before = seen(page), status(page), page.inner_text(sentence)

    page.select_option("[name=certainty]", "medium")
    medium = page.inner_text(sentence) if page.is_visible(sentence) else ""
    page.click(".zm-filter button")
    page.wait_for_selector(".zm-filter button:disabled")

    assert before[0] == len(items)
    assert medium != before[2]
    assert (seen(page), status(page), page.inner_text(sentence)) == before
    assert page.evaluate("location.search") == ""


def test_options_count_what_choosing_them_would_show(
    wide: BrowserContext, languages: str, items: list[Emendation]
) -> None:
    page, _wrong = visited(wide, f"{languages}/zh-cn/{PAGE}?kind=supplied")
    supplied = [item for item in items if item.kind == "supplied"]

    words = page.eval_on_selector_all(
        "[name=cause] option", "nodes => nodes.map((n) => [n.value, n.textContent, n.disabled])"
    )
    found = {value: (text.split()[-1], disabled) for value, text, disabled in words}

    assert found[""] == (f"{len(supplied):,}", False)
    for cause in ("filter", "number-scrub", "lost-heading"):
        count = sum(item.cause == cause for item in supplied)
        assert found[cause] == (f"{count:,}", False)
    assert found["spin"] == ("0", True)


def test_sections_without_anything_to_see_are_not_seen(
    wide: BrowserContext, languages: str
) -> None:
    page, _wrong = visited(wide, f"{languages}/zh-cn/{PAGE}?certainty=low")

    headings = page.eval_on_selector_all(
        "section section > :is(h2, h3)",
        "nodes => nodes.filter((n) => n.checkVisibility()).map((n) => n.firstChild.textContent)",
    )
    links = page.eval_on_selector_all(
        ".zm-contents a",
        "nodes => nodes.filter((n) => n.checkVisibility()).map((n) => n.textContent)",
    )

    assert headings == links == ["推断与阙文"]


def test_the_choice_is_kept_in_the_other_languages(wide: BrowserContext, languages: str) -> None:
    page, _wrong = visited(wide, f"{languages}/zh-cn/{PAGE}?cause=spin&certainty=low")

    page.hover(".nav-languages")
    page.click("a[data-language=en]")
    page.wait_for_url(f"{languages}/en/{PAGE}?cause=spin&certainty=low*")

    assert page.input_value("[name=certainty]") == "low"
    assert seen(page) == 6


def test_what_does_not_exist_hides_nothing(
    wide: BrowserContext, languages: str, items: list[Emendation]
) -> None:
    page, wrong = visited(wide, f"{languages}/zh-cn/{PAGE}?cause=x&kind=%22%3E")

    assert wrong == []
    assert seen(page) == len(items)


def test_without_script_everything_is_there(
    browser: Browser, languages: str, items: list[Emendation]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, wrong = visited(context, f"{languages}/zh-cn/{PAGE}?certainty=low")

    counted, controls = seen(page), page.is_visible(".zm-filter")
    context.close()

    assert wrong == []
    assert (counted, controls) == (len(items), False)


def test_the_chart_fits_a_phone_and_can_be_read_in_the_dark(
    browser: Browser, languages: str
) -> None:
    size = ViewportSize(width=390, height=844)
    context = browser.new_context(viewport=size, color_scheme="dark")
    page, _wrong = visited(context, f"{languages}/en/{PAGE}")

    boxes = page.eval_on_selector_all(
        ".zm-counts :is(text, rect)",
        "nodes => nodes.map((n) => n.getBoundingClientRect()).map((box) => [box.left, box.right])",
    )
    overlaps = page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll(".zm-counts text")]
                .map((node) => node.getBoundingClientRect());
            return boxes.some((a, i) => boxes.slice(i + 1).some((b) =>
                a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom));
        }"""
    )
    colours = page.evaluate(
        """() => ["fill", "color"].map((name) => getComputedStyle(
            document.querySelector(name === "fill" ? ".zm-counts text" : "article"))[name])"""
    )
    context.close()

    assert min(left for left, _right in boxes) >= 0
    assert max(right for _left, right in boxes) <= size["width"]
    assert not overlaps
    assert colours[0] == colours[1]


def test_a_count_leads_to_what_it_counts(wide: BrowserContext, languages: str) -> None:
    page, wrong = visited(wide, f"{languages}/zh-cn/{PAGE}")
    link = page.locator(".zm-summary tbody tr:first-child a >> nth=1")
    count = link.inner_text()

    link.click()
    page.wait_for_url("**?kind=corr&cause=spin&certainty=medium#shown")
    page.wait_for_load_state("networkidle")
    place = page.eval_on_selector("#shown", "node => node.getBoundingClientRect().top")

    assert wrong == []
    assert seen(page) == int(count)
    assert 0 < place < 400
