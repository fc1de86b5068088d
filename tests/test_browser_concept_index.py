"""The field above the index of concepts: any form in any script, and no other page has it."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from browsing import visited

pytestmark = pytest.mark.browser

FIELD = ".zm-concept-filter input"


def shown(page: Page) -> list[str]:
    """Return the names of concepts in the list that is open."""
    names: list[str] = page.eval_on_selector_all(
        "details[open] .zm-groups a.zm-concept",
        "nodes => nodes.filter((n) => n.checkVisibility()).map((n) => n.textContent)",
    )
    return names


@pytest.mark.parametrize(
    "typed",
    [
        "網路主權",
        "網絡主權",
        "网络主权",
        "Cyber  SOVEREIGNTY",
        "wangluo zhuq",
        "cyber-sovereignty",
    ],
)
def test_any_form_leaves_its_concept(context: BrowserContext, site: str, typed: str) -> None:
    page, wrong = visited(context, f"{site}/glossary/index.html")
    before = len(shown(page))

    page.fill(FIELD, typed)
    page.wait_for_selector(".zm-concept-filter output:not(:empty)")
    found = shown(page), page.inner_text(".zm-concept-filter output")
    page.fill(FIELD, "")
    page.wait_for_selector(".zm-concept-filter output:empty", state="attached")

    assert wrong == []
    assert found == (["网络主权"], "1个概念")
    assert len(shown(page)) == before > 200


def test_without_script_the_list_is_whole(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, wrong = visited(context, f"{site}/glossary/index.html")
    names = len(shown(page)), page.is_visible(FIELD)
    context.close()

    assert wrong == []
    assert names[0] > 200
    assert not names[1]


def test_an_apparatus_has_its_own_fields_only(context: BrowserContext, site: str) -> None:
    page, wrong = visited(context, f"{site}/docs/article/apparatus.html")

    assert wrong == []
    assert page.locator("article input").count() == 0


def test_what_is_chosen_stands_in_the_address(context: BrowserContext, site: str) -> None:
    page, wrong = visited(context, f"{site}/glossary/index.html")

    page.click("summary:has-text('按笔画')")
    page.fill(FIELD, "主权")
    page.wait_for_selector(".zm-concept-filter output:not(:empty)")
    page.reload()
    page.wait_for_selector(".zm-concept-filter output:not(:empty)")
    kept = page.input_value(FIELD), page.inner_text("details[open] > summary"), shown(page)
    page.fill(FIELD, "zhuquan pingd")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/glossary/sovereign-equality.html#**")
    page.go_back()
    page.wait_for_selector(".zm-concept-filter output:not(:empty)")

    assert wrong == []
    assert kept[:2] == ("主权", "按笔画")
    assert "网络主权" in kept[2]
    assert page.input_value(FIELD) == "zhuquan pingd"
