"""axe-core finds nothing to say about any kind of page, in any language, light or dark."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from browsing import PHONE

pytestmark = pytest.mark.browser

LANGUAGES = ["zh-cn", "zh-tw", "zh-hk", "en"]
CHAPTER = "docs/white-paper/chapter-1.html"
PAGES = {
    "front page": "index.html",
    "chapter": CHAPTER,
    "concept": "glossary/cyber-sovereignty.html",
    "index of concepts": "glossary/index.html",
    "apparatus": "docs/article/apparatus.html",
}
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
WIDE = ViewportSize(width=1280, height=800)
VIEWS: list[tuple[Literal["light", "dark"], ViewportSize]] = [
    ("light", WIDE),
    ("light", PHONE),
    ("dark", PHONE),
    ("dark", WIDE),
]
# Rules that look at colours: all that can change from light to dark.
COLOURS = ["color-contrast", "link-in-text-block"]
# Hundreds of rows and links are made alike; a few of each are enough.
ALIKE = """tbody tr:nth-child(n + 4), .zm-marked li:nth-child(n + 4),
    .zm-groups :is(dt, dd):nth-of-type(n + 4), .zm-groups dd p > :nth-child(n + 4)"""


@pytest.fixture
def opened(browser: Browser) -> Iterator[Any]:
    """Open an address in a wide and light page that knows axe."""
    context = browser.new_context(viewport=WIDE, color_scheme="light", reduced_motion="reduce")
    context.add_init_script(AXE)

    def open_page(address: str) -> Page:
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    context.close()


def found(page: Page, **options: object) -> list[str]:
    """Return what axe has against a page as it is now: rule, impact, element."""
    violations = page.evaluate(
        "options => axe.run(options).then((result) => result.violations)",
        {"resultTypes": ["violations"], **options},
    )
    return [
        f"{each['id']} ({each['impact']}): {node['target']}"
        for each in violations
        for node in each["nodes"]
    ]


def in_every_view(page: Page) -> list[str]:
    """Return what axe finds in a page: every rule at both widths, those of colours in the dark."""
    wrong = []
    for scheme, size in VIEWS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        page.wait_for_selector(f":root.{scheme}")
        only = {"runOnly": COLOURS} if scheme == "dark" else {}
        wrong += [f"{scheme} {size['width']} {each}" for each in found(page, **only)]
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(opened: Any, languages: str, name: str, language: str) -> None:
    page = opened(f"{languages}/{language}/{PAGES[name]}")

    page.eval_on_selector_all(ALIKE, "nodes => nodes.forEach((node) => node.remove())")

    assert in_every_view(page) == []


@pytest.mark.parametrize("name", ["glossary/index", "docs/white-paper/apparatus"])
def test_nor_in_hundreds_of_rows(opened: Any, languages: str, name: str) -> None:
    page = opened(f"{languages}/zh-cn/{name}.html")

    assert found(page, rules={"color-contrast": {"enabled": False}}) == []


@pytest.mark.parametrize("language", ["zh-tw", "en"])
def test_nor_with_everything_beside_and_in_the_text(
    opened: Any, languages: str, language: str
) -> None:
    page = opened(f"{languages}/{language}/docs/white-paper/preface.html?with=zh-cn&apparatus")
    page.wait_for_selector(":root[data-beside][data-apparatus]:not([data-opening])")

    assert in_every_view(page) == []


@pytest.mark.parametrize("language", ["zh-tw", "en"])
def test_nor_with_a_card_and_then_the_search_open(
    opened: Any, languages: str, language: str
) -> None:
    page = opened(f"{languages}/{language}/docs/white-paper/preface.html")

    page.hover("article a.zm-concept >> nth=0")
    page.wait_for_selector("#zm-card:not([hidden])")
    card = found(page), page.is_visible("#zm-card")
    page.keyboard.press("/")
    page.keyboard.type("cyber sovereignty")
    page.wait_for_selector("#zm-search-list [role=option]")

    assert card == ([], True)
    assert in_every_view(page) == []


def test_axe_sees_what_is_wrong(opened: Any, languages: str) -> None:
    page = opened(f"{languages}/zh-cn/index.html")

    page.eval_on_selector("h1", "node => { node.style.color = '#ccc'; }")
    page.eval_on_selector("article p", "node => { node.innerHTML = '<img src=icon.svg>'; }")

    assert [each.split(":")[0] for each in found(page)] == [
        "color-contrast (serious)",
        "image-alt (critical)",
    ]
