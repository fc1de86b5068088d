"""What browsers search: all that pages say, under numbers that never miss a part."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st
from sphinx.testing.util import SphinxTestApp

import glossaries
from sites import SPAM, built, given, page, warnings, write_edition, write_project
from zhengming.script import from_simplified
from zhengming.sphinx import search
from zhengming.sphinx.domain import Block, domain_of
from zhengming.text import text_anchor

ROOT = Path(__file__).parents[1]
TOCTREE = "\n```{toctree}\n:hidden:\n:glob:\n\n**\n```\n"
THEME = "zhengming"


def write(root: Path, text: str, **pages: str) -> Path:
    """Write a project with a glossary and an index of this text; return its folder."""
    glossaries.write(root / "glossary")
    return write_project(root, index=text + TOCTREE, **pages)


def said(app: SphinxTestApp, name: str = "index") -> list[tuple[str, bool]]:
    """Return what can be searched on a page, and whether it is a heading."""
    return [(block.text, block.is_title) for block in domain_of(app.env).blocks[name]]


def files(root: Path) -> dict[str, Any]:
    """Return the values for the script that searches, by name."""
    folder = root / "_build" / "html" / "_data"
    return {
        path.relative_to(folder).with_suffix("").as_posix(): given(path.read_text("utf-8"))
        for path in sorted((*folder.glob("search.js"), *folder.glob("search/**/*.js")))
    }


def decoded(index: str) -> list[list[int]]:
    """Return the parts of each number, read as search.js does."""
    rows = []
    for row in index.split(","):
        parts, last, gap, weight = [], -1, 0, 1
        for digit in map(search._DIGITS.index, row):
            gap, weight = gap + digit % 32 * weight, weight * 32
            if digit < 32:
                last += gap + 1
                parts.append(last)
                gap, weight = 0, 1
        rows.append(parts)
    return rows


def test_all_that_a_page_says_can_be_searched(tmp_path: Path) -> None:
    text = (
        "# 首页\n\n第一行，\n第二行说**网络**\n与 `code`。\n\n- 项\n  - 子项\n\n> 引文\n\n"
        "| 头 |\n|---|\n| 格 |\n\n:::{note}\n提示\n:::\n\n```text\n代码\n两行\n```\n\n"
        "## 小节\n\n注[^1]。\n\n[^1]: 注文。\n\n% 注释\n\n[网址](https://example.org)\n"
    )

    with built(write(tmp_path, text)) as app:
        found = said(app)

    assert warnings(app) == []
    assert found == [
        ("首页", True),
        ("第一行，第二行说网络与 code。", False),
        ("项", False),
        ("子项", False),
        ("引文", False),
        ("头", False),
        ("格", False),
        ("提示", False),
        ("代码\n两行", False),
        ("小节", True),
        ("注。", False),
        ("网址", False),
        ("注文。", False),
    ]


def test_a_block_has_an_anchor_that_is_on_its_page(tmp_path: Path) -> None:
    text = "# 首页\n\n{#p001}\n段。\n\n| 头 |\n|---|\n| 格 |\n"

    with built(write(tmp_path, text)) as app:
        found = [block.anchor for block in domain_of(app.env).blocks["index"]]
        html = page(app, "index")

    assert found[:2] == [text_anchor("首页"), "p001"]
    assert [anchor for anchor in found if f'id="{anchor}"' not in html] == []


@pytest.mark.parametrize(
    ("language", "example"), [("zh_TW", "尊重網路主權。"), ("en", "Respect cyber sovereignty.")]
)
def test_a_concept_is_searched_in_the_language_of_the_site(
    tmp_path: Path, language: str, example: str
) -> None:
    with built(write(tmp_path, "# 首页\n"), language=language) as app:
        found = said(app, "glossary/cyber-sovereignty")[1:]
        anchors = {block.anchor for block in domain_of(app.env).blocks["glossary/algorithm"]}

    assert found == [
        ("国家主权在网络空间的延伸。", False),
        (example, False),
        # Why a form is wrong, from the front matter.
        ("洗稿替换所致", False),
    ]
    assert anchors == {"concept-algorithm", text_anchor("解题的步骤。")}


def test_a_text_is_searched_as_restored(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        known = domain_of(app.env).blocks

    texts = "\n".join(block.text for there in known.values() for block in there)
    assert "截至日止" not in texts
    assert [block.text for block in known["docs/notice/chapter"]][:2] == [
        "一、总则",
        "第一条 推动发展，发展要稳，扩建平台。截至……日止。".replace("……", "〔……〕"),
    ]
    assert [text for text in (SPAM, "搜集", "常见问题") if text in texts] == []


def test_a_page_may_stay_out(tmp_path: Path) -> None:
    texts = {"a": "---\nno-search: true\n---\n\n# 甲\n", "b": "---\nnosearch: true\n---\n\n# 乙\n"}

    with built(write(tmp_path, "# 首页\n", **texts)) as app:
        known = domain_of(app.env).blocks

    assert known.keys() & {"a", "b", "index"} == {"index"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("网络主权", {"网", "络", "主", "权", "网络", "络主", "主权"}),
        ("网络，主", {"网", "络", "主", "网络"}),
        ("\U00020000网", {"\U00020000", "网", "\U00020000网"}),
        ("5g与ipv6", {"5g", "与", "ipv"}),
        ("a rule of sovereignty", {"a", "rul", "of", "sov", "sover"}),
        ("（，。）", set()),
    ],
)
def test_a_text_is_found_by_han_and_heads_of_words(text: str, found: set[str]) -> None:
    assert search.keys(text) == found


@generated(
    st.lists(st.frozensets(st.text("网络主权安全法律", max_size=2), max_size=12), max_size=90)
)
def test_no_part_is_missed(parts: list[frozenset[str]]) -> None:
    rows = decoded(search.index([set(part) for part in parts]))

    assert all(row == sorted(set(row)) for row in rows)
    for number, part in enumerate(parts):
        assert all(number in rows[search._hash(key) % len(rows)] for key in part)


def test_only_frequent_han_are_not_kept() -> None:
    parts = [{"网", "a", "网络"}, {"网", "a", "网络"}, {"络"}, set(), set(), set(), set()]

    assert search.common(parts) == {"网"}


def folded(text: str, *others: str) -> str:
    """Return a text as it is compared, by the folding of itself and others."""
    pairs = search.folding([text, *others])
    return "".join(pairs.get(sign, sign) for sign in text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("網絡主權與網路", "网络主权与网路"),
        ("臺灣、台湾", "台湾、台湾"),
        ("ＩＰｖ６（２０２２）", "ipv6(2022)"),
        ("「說」“说”『說』", '"说""说""说"'),
        ("跟著、衞生、瞭解、什麼", "跟着、卫生、了解、什幺"),
        ("İ\U0001d400…", "İ\U0001d400…"),
    ],
)
def test_a_sign_is_compared_as_one_sign(text: str, found: str) -> None:
    assert folded(text) == found


def test_what_a_reader_may_write_for_a_text_is_known() -> None:
    pairs = search.folding(["网络 ip"])

    assert pairs == {
        "網": "网",
        "絡": "络",
        **dict.fromkeys("IＩｉ", "i"),
        **dict.fromkeys("PＰｐ", "p"),
    }


@pytest.mark.corpus
@pytest.mark.parametrize("tag", ["zh-Hant", "zh-Hant-TW", "zh-Hant-HK"])
def test_texts_in_both_scripts_are_compared_as_the_same(tag: str) -> None:
    texts = [path.read_text("utf-8") for path in sorted(ROOT.glob("docs/*/*.md"))]
    text = "\n".join(texts)
    other = from_simplified(text, tag)

    one, two = folded(text, other), folded(other, text)

    assert {(a, b) for a, b in zip(one, two, strict=True) if a != b} == set()


def block(text: str, anchor: str = "") -> Block:
    return Block(anchor, text)


def test_short_pages_share_a_part_and_long_ones_do_not() -> None:
    long = "字" * 1200
    pages: dict[str, Sequence[Block]] = {
        "index": [block("首")],
        "a/index": [block("短")],
        "a/x": [block("短")],
        "a/y": [block(long)],
        "a/z": [block(long)],
        "b/x": [block("短")],
    }

    _value, texts = search.compiled(pages, dict.fromkeys(pages, ""), {}, set())

    assert {first: list(part) for first, part in texts.items()} == {
        "index": ["index"],
        "a/index": ["a/index", "a/x", "a/y"],
        "a/z": ["a/z"],
        "b/x": ["b/x"],
    }


def test_the_index_and_the_parts_say_all(tmp_path: Path) -> None:
    text = "# 首页\n\n{#p001}\n段。\n\n## 小节\n"

    with built(write(tmp_path, text, a="# 甲\n\n段。\n"), html_theme=THEME):
        found = files(tmp_path)

    index = found["search"]
    assert [(each["name"], each["parent"]) for each in index["pages"]] == [
        ("index", -1),
        ("a", 0),
        ("glossary/algorithm", 0),
        ("glossary/cyber-sovereignty", 0),
    ]
    assert index["parts"] == [0, 2]
    assert index["pages"][0]["titles"] == [
        [text_anchor("首页"), "首页"],
        [text_anchor("小节"), "小节"],
    ]
    assert index["pages"][3]["forms"] == {
        "zh-Hans": ["网络主权", "互联网主权"],
        "zh-Hant-TW": ["網路主權"],
        "en": ["cyber sovereignty"],
        "": ["搜集主权"],
    }
    assert found["search/index"] == {
        "index": [["p001", "段。"]],
        "a": [[text_anchor("段。"), "段。"]],
    }
    assert found.keys() == {"search", "search/index", "search/glossary/algorithm"}


def test_two_processes_find_the_same(tmp_path: Path) -> None:
    texts = {f"page{n}": f"# 页{n}\n\n算法{n}与网络主权。\n" for n in range(9)}
    found = []
    for jobs in (1, 2):
        root = tmp_path / str(jobs)
        root.mkdir()
        with built(write(root, "# 首页\n", **texts), parallel=jobs, html_theme=THEME) as app:
            assert warnings(app) == []
        found.append(files(root))

    assert found[0] == found[1]


def rebuilt(root: Path) -> set[str]:
    """Build a project again; return the values for scripts that were written."""
    folder = root / "_build" / "html" / "_data"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.js")}
    with built(root, html_theme=THEME):
        pass
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*.js")}
    names = (path for path in before.keys() | after if before.get(path) != after.get(path))
    return {path.relative_to(folder).with_suffix("").as_posix() for path in names}


def test_only_what_changes_is_written(tmp_path: Path) -> None:
    write(
        tmp_path, "# 首页\n", a="# 甲\n\n说明。\n", b="# 乙\n\n说明。\n", c__c="# 丙\n\n说明。\n"
    )
    rebuilt(tmp_path)
    nothing = rebuilt(tmp_path)
    (tmp_path / "c" / "c.md").write_text("# 丙\n\n解释。\n", encoding="utf-8")
    changed = rebuilt(tmp_path)
    (tmp_path / "c" / "c.md").unlink()
    gone = rebuilt(tmp_path)

    assert nothing == set()
    assert changed == {"search", "search/c/c"}
    assert gone == {"search", "search/c/c"}
    assert "search/c/c" not in files(tmp_path)


def test_a_theme_without_a_box_gets_nothing(tmp_path: Path) -> None:
    with built(write(tmp_path, "# 首页\n")) as app:
        html = page(app, "index")

    assert files(tmp_path) == {}
    assert "zm-search" not in html
    assert not (Path(app.outdir) / "search.html").exists()


def test_there_is_a_page_to_search_on(tmp_path: Path) -> None:
    concepts = "# 概念\n\n```{concepts} domain\n```\n"

    with built(write(tmp_path, "# 首页\n", concepts=concepts), html_theme=THEME) as app:
        html = page(app, "search")

    assert warnings(app) == []
    assert '<div id="zm-search-page"></div>' in html
    assert '<a href="concepts.html">概念</a>' in html[html.index("<noscript>") :]
    assert "noindex" in html
