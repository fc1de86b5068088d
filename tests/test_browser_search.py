"""Searching in a real browser: no text is missed, and all of it works by keyboard and address."""

import gzip
import random
import shutil
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import glossaries
from browsing import PHONE, served, visited
from sites import built, write_project
from zhengming.text import text_anchor

pytestmark = pytest.mark.browser

# Views of data: what they show stands elsewhere, or is a witness. Names of concepts are found by
# the concepts.
VIEWS = """
    .zm-noteref, .zm-permalink, .headerlink, .rubric, .toctree-wrapper, svg, summary,
    :is(div, table, ul, dl, details, p, figure)[class*="zm-"]:not(.zm-doors, .zm-cases),
    section[id^="domain-"], section[id^="name-"], section[id^="parity-"]
"""
# The runs of Han on each page, as a reader sees them.
RUNS = """async ([names, views]) => {
    const blocks = "p, li, td, th, dd, dt, h1, h2, h3, h4, h5, h6, figcaption, pre, caption";
    const found = {};
    for (const name of names) {
        const answer = await fetch(`${zhengming.root}${name}.html`);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const article = page.querySelector("article");
        for (const view of article.querySelectorAll(views)) view.remove();
        for (const block of article.querySelectorAll(blocks)) block.append("\\n");
        found[name] = article.textContent.match(/[\\u3400-\\u9fff]+/g) ?? [];
    }
    return found;
}"""
# How many texts of 2 to 6 characters are in the runs, and those that are not among the candidates.
MISSED = """async (runs) => {
    const index = await zhengming.search.open();
    const known = new Map();
    const missed = [];
    let count = 0;
    for (const [name, there] of Object.entries(runs)) {
        const page = index.pages.findIndex((each) => each.name === name);
        const part = index.parts.findLastIndex((first) => first <= page);
        const texts = new Set();
        for (const run of there) {
            for (let start = 0; start < run.length; start++) {
                for (let end = start + 2; end <= Math.min(run.length, start + 6); end++) {
                    texts.add(run.slice(start, end));
                }
            }
        }
        for (const text of texts) {
            if (!known.has(text)) known.set(text, new Set(index.candidates(index.terms(text))));
            if (!known.get(text).has(part)) missed.push([name, text]);
            count++;
        }
    }
    return [count, missed];
}"""
# For each query the pages and anchors of all that is found.
FOUND = """async (queries) => {
    const { pages } = await zhengming.search.open();
    return Promise.all(queries.map(async (query) => {
        const { concepts, titles, texts, others } =
            await zhengming.search.find(query, Infinity, Infinity);
        const all = [...concepts, ...titles, ...texts.paragraphs, ...others.paragraphs];
        return all.map(({ page, anchor }) =>
            [pages[page].name, anchor ?? pages[page].titles[0][0]]);
    }));
}"""
LANGUAGES = ["zh-cn", "zh-tw", "zh-hk", "en"]


@pytest.fixture(params=LANGUAGES)
def language(
    request: pytest.FixtureRequest, context: BrowserContext, languages: str
) -> tuple[str, Page]:
    """A language of the project's own site, and its page to search on."""
    page, wrong = visited(context, f"{languages}/{request.param}/search.html")
    assert wrong == []
    return request.param, page


@pytest.mark.corpus
def test_no_text_is_missed(languages_folder: Path, language: tuple[str, Page]) -> None:
    """All texts of 2 to 6 Han are looked for in the index, some hundred in what is found."""
    name, page = language
    folder = languages_folder / name
    pages = sorted(
        path.relative_to(folder).with_suffix("").as_posix()
        for path in folder.rglob("*.html")
        if path.stem not in ("search", "genindex", "apparatus", "witness")
    )

    runs = page.evaluate(RUNS, [pages, VIEWS])
    count, missed = page.evaluate(MISSED, runs)
    drawn = list(_drawn(runs, random.Random(name), 400))
    found = page.evaluate(FOUND, [text for _page, text in drawn])

    assert count > (1_000 if name == "en" else 100_000)
    assert missed == []
    lost = [
        (where, text)
        for (where, text), there in zip(drawn, found, strict=True)
        if where not in {each for each, _anchor in there}
    ]
    assert lost == []
    html = {each: (folder / f"{each}.html").read_text(encoding="utf-8") for each in pages}
    places = {(each, anchor) for there in found for each, anchor in there if each in html}
    assert [place for place in places if f'id="{place[1]}"' not in html[place[0]]] == []


def _drawn(
    runs: dict[str, list[str]], chance: random.Random, count: int
) -> Iterator[tuple[str, str]]:
    """Yield texts of 2 to 6 Han with the page that each was drawn from."""
    known = [(name, run) for name, there in sorted(runs.items()) for run in there if len(run) > 1]
    for name, run in chance.choices(known, k=count):
        length = chance.randint(2, min(6, len(run)))
        start = chance.randrange(len(run) - length + 1)
        yield name, run[start : start + length]


@pytest.mark.corpus
def test_all_spellings_find_the_same_places(language: tuple[str, Page]) -> None:
    _name, page = language

    found = page.evaluate(FOUND, ["网络主权", "網路主權", "網絡主權", "cyber sovereignty"])

    assert found[0][0] == ["glossary/cyber-sovereignty", "concept-cyber-sovereignty"]
    assert [place for place in found[0] if place[0].startswith("docs/white-paper/")] == [
        ["docs/white-paper/chapter-4", text_anchor("（一）坚持尊重网络主权")],
        ["docs/white-paper/chapter-1", "p009"],
        ["docs/white-paper/chapter-1", "p016"],
        ["docs/white-paper/chapter-4", "p098"],
    ]
    assert found[1:] == [found[0]] * 3


@pytest.mark.corpus
@pytest.mark.parametrize("name", LANGUAGES)
def test_the_index_is_light(languages_folder: Path, name: str) -> None:
    data = (languages_folder / name / "_data" / "search.js").read_bytes()

    assert len(gzip.compress(data)) <= 60_000


SHELF = {
    "index": "# 首页\n\n```{toctree}\na\nb\nc\nglossary/index\n```\n",
    "glossary__index": "# 概念\n\n```{concepts} domain\n```\n\n```{toctree}\n:glob:\n\n*\n```\n",
    "a": (
        "# 甲\n\n{#p001}\n前一句。我们尊重网络主权，也尊重`<img src=x>`！后一句。\n\n"
        "## 算法与主权\n\n{#p002}\n算法很多。\n\n{#p003}\n规则很多。\n"
    ),
    "b": "# 乙\n\n" + "".join(f"第{n}条，另有说明。\n\n" for n in range(90)),
    "c": "# 丙\n\n有算法，也有规则。\n\nThe rules of AI aid 5G networks.\n",
}


@pytest.fixture(scope="session")
def shelf_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site to search, with a text that would like to be markup."""
    root = tmp_path_factory.mktemp("shelf")
    glossaries.write(root / "glossary")
    write_project(root, **SHELF)
    with built(root, html_theme="zhengming"):
        pass
    return root / "_build" / "html"


@pytest.fixture(scope="session")
def shelf(shelf_folder: Path) -> Iterator[str]:
    """The address of the same."""
    yield from served(shelf_folder)


def results(page: Page) -> list[str]:
    """Return the results that are shown, parts divided by |, with what is marked in 【】."""
    found = page.eval_on_selector_all(
        "[role=option]",
        """nodes => nodes.map((node) => {
            const copy = node.cloneNode(true);
            for (const mark of copy.querySelectorAll("mark")) {
                mark.textContent = `【${mark.textContent}】`;
            }
            return [...copy.children].map((child) => child.textContent).filter(Boolean).join("|");
        })""",
    )
    return [str(each) for each in found]


def ask(page: Page, query: str) -> str:
    """Write a query where the focus is; return what is said of the results."""
    page.wait_for_function("document.querySelector('.zm-search-count')?.textContent")
    before = page.inner_text(".zm-search-count")
    page.keyboard.insert_text(query)
    for _turn in range(200):
        said = page.inner_text(".zm-search-count")
        if said != before:
            return said
    raise AssertionError("nothing was said")


def test_the_keyboard_searches_and_comes_back(context: BrowserContext, shelf: str) -> None:
    page, wrong = visited(context, f"{shelf}/b.html")
    page.focus(".nav-languages button, .sy-head-brand >> nth=0")
    start = page.evaluate("document.activeElement.className")

    page.keyboard.press("/")
    said = ask(page, "網路主權")
    shown = results(page)
    page.keyboard.press("Escape")
    closed = page.is_visible("dialog")
    back = page.evaluate("document.activeElement.className")
    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("[aria-selected=true]", "id")
    active = page.get_attribute("[role=combobox]", "aria-activedescendant")
    for key in ("ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**/a.html?find=*#p001")

    assert wrong == []
    assert shown == [
        "【网络主权】|網路主權|cyber sovereignty|国家主权在网络空间的延伸。",
        "我们尊重【网络主权】，也尊重<img src=x>！|第1段",
        "尊重【网络主权】。",
    ]
    assert said == "1个概念、正文2段"
    assert (closed, back) == (False, start)
    assert chosen == active == "zm-search-1"


def test_a_result_on_the_same_page_closes_the_dialog(context: BrowserContext, shelf: str) -> None:
    page, wrong = visited(context, f"{shelf}/a.html")

    page.click(".zm-search")
    ask(page, "规则很多")
    page.click("[role=option]")

    assert wrong == []
    page.wait_for_url(f"{shelf}/a.html?find=*#p003")
    assert not page.is_visible("dialog")


def test_who_is_fast_gets_what_was_asked_for(context: BrowserContext, shelf: str) -> None:
    page, wrong = visited(context, f"{shelf}/b.html")

    page.keyboard.press("/")
    page.keyboard.insert_text("规则很多")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{shelf}/a.html?find=*#p003")

    assert wrong == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        # In one paragraph, then in one page.
        ("算法 规则", ["有【算法】，也有【规则】。", "【算法】很多。|第2段"]),
        ("主权 与", ["算法【与主权】|甲"]),
        ("算法与主权 前一句", ["【前一句】。|第1段"]),
        # Words by their heads; those of one or two letters as a whole.
        ("net rul", ["The 【rul】es of AI aid 5G 【net】works."]),
        ("ai", ["The rules of 【AI】 aid 5G networks."]),
        ("g networks", []),
        ("5g NETWORKS", ["The rules of AI aid 【5G】 【networks】."]),
        ('"rules of"', ["The 【rules of】 AI aid 5G networks."]),
        ('"of rules"', []),
        ("也尊重<img", ["我们尊重网络主权，【也尊重<img】 src=x>！|第1段"]),
        ("无此", []),
    ],
)
def test_a_query_finds(context: BrowserContext, shelf: str, query: str, found: list[str]) -> None:
    page, wrong = visited(context, f"{shelf}/search.html")

    page.focus("[role=combobox]")
    ask(page, query)

    assert wrong == []
    assert results(page) == found


def test_a_wrong_form_leads_to_the_right_one(context: BrowserContext, shelf: str) -> None:
    page, _wrong = visited(context, f"{shelf}/search.html?q=搜集主权")
    page.wait_for_selector("[role=option]")

    assert results(page)[:2] == [
        "【网络主权】|網路主權|cyber sovereignty|搜集主权|国家主权在网络空间的延伸。",
        "我们尊重【网络主权】，也尊重<img src=x>！|第1段",
    ]


def test_more_can_be_shown(context: BrowserContext, shelf: str) -> None:
    page, wrong = visited(context, f"{shelf}/search.html?q=说明")
    page.wait_for_selector("[role=option]")
    first = page.inner_text(".zm-search-count"), len(results(page))

    page.click(".zm-search-more")
    page.wait_for_selector(".zm-search-more", state="hidden")
    then = page.inner_text(".zm-search-count"), len(results(page))

    assert wrong == []
    assert first == ("正文至少40段", 40)
    assert then == ("正文90段", 90)
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"


def test_an_address_has_the_query(context: BrowserContext, shelf: str) -> None:
    page, wrong = visited(context, f"{shelf}/a.html")

    page.click(".zm-search")
    ask(page, "主权 与")
    page.click(".zm-search-link")
    page.wait_for_url(f"{shelf}/search.html?**")
    page.wait_for_selector("[role=option]")
    kept = page.input_value("[role=combobox]"), results(page)
    page.focus("[role=combobox]")
    page.keyboard.press("Control+a")
    ask(page, "算法 规则")

    assert wrong == []
    assert kept == ("主权 与", ["算法【与主权】|甲"])
    assert urllib.parse.unquote_plus(page.url) == f"{shelf}/search.html?q=算法 规则"


def test_a_query_stays_when_the_language_changes(context: BrowserContext, four: str) -> None:
    page, wrong = visited(context, f"{four}/zh-cn/search.html?q=3段")
    page.wait_for_selector("[role=option]")

    page.hover(".nav-languages")
    page.click("a[data-language=zh-tw]")
    page.wait_for_selector("[role=option]")

    assert wrong == []
    assert urllib.parse.unquote(page.url) == f"{four}/zh-tw/search.html?q=3段"


def test_letters_that_become_characters_choose_nothing(
    context: BrowserContext, shelf: str
) -> None:
    page, _wrong = visited(context, f"{shelf}/a.html")
    page.click(".zm-search")
    ask(page, "规则很多")

    # The Enter that ends the composition of a word.
    page.dispatch_event("[role=combobox]", "keydown", {"key": "Enter", "isComposing": True})

    assert page.url == f"{shelf}/a.html"
    assert page.is_visible("dialog")


def test_without_script_there_is_no_box(browser: Browser, shelf: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, wrong = visited(context, f"{shelf}/a.html")
    box = page.is_visible(".zm-search")
    page.goto(f"{shelf}/search.html")
    page.click("noscript a")
    address = page.url
    context.close()

    assert wrong == []
    assert not box
    assert address == f"{shelf}/glossary/index.html"


def test_search_works_from_a_disk(browser: Browser, shelf_folder: Path) -> None:
    page = browser.new_page()
    page.goto((shelf_folder / "a.html").as_uri())

    page.keyboard.press("/")
    ask(page, "主权 与")
    shown = results(page)
    page.click(".zm-search-link")
    page.wait_for_selector("[role=option]")
    there = results(page)
    page.close()

    assert shown == there == ["算法【与主权】|甲"]


def test_the_dialog_fills_a_phone(browser: Browser, shelf: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page, wrong = visited(context, f"{shelf}/a.html")

    page.tap(".zm-search")
    ask(page, "规则")
    box = page.locator("dialog").bounding_box()
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert wrong == []
    assert box == {"x": 0, "y": 0, **PHONE}
    assert width == PHONE["width"]


def test_what_does_not_come_is_told(browser: Browser, shelf_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(shelf_folder, tmp_path / "site")
    (folder / "_data" / "search.js").unlink()
    page = browser.new_page()
    page.goto((folder / "a.html").as_uri())

    page.click(".zm-search")
    page.wait_for_selector(".zm-search-count:has-text('搜索所需的文件没有载入')")
    page.close()
