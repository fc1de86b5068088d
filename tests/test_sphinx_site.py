"""The site around the pages asks nobody else, and offers nothing that does not work."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sites import built, page, warnings, write_edition, write_project
from zhengming.apparatus import load

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built as `make html` does: any warning is an error."""
    out = tmp_path_factory.mktemp("site")
    command: list[str | Path] = [sys.executable, "-m", "sphinx", "-nW", "--keep-going", "-q"]
    subprocess.run([*command, "-d", out / "doctrees", ROOT, out / "html"], check=True)
    return out / "html"


@pytest.mark.corpus
def test_the_pages_are_light(site: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in site.rglob("*.html")}

    assert len(sizes) > 5
    assert {name: size for name, size in sizes.items() if size > 1_000_000} == {}


@pytest.mark.corpus
def test_no_spam_of_a_witness_is_on_the_site(site: Path) -> None:
    spam = {
        item.before.strip()
        for path in ROOT.glob("docs/sources/*/apparatus.jsonl")
        for item in load(path)
        # Shorter ones may be ordinary words elsewhere.
        if item.cause == "spam" and len(item.before.strip()) > 3
    }
    pages = [
        path.read_text(encoding="utf-8")
        for path in site.rglob("*")
        # This page has a witness of its own, which someone may have followed it to add.
        if path.suffix in (".html", ".js", ".json") and path.stem != "add-a-text"
    ]

    assert spam
    # Only counted: no spam in the message of a failure either.
    assert sum(text in html for text in spam for html in pages) == 0


def test_a_page_loads_nothing_from_other_hosts(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path, html_theme="zhengming") as app:
        html = page(app, "docs/notice/chapter")
        styles = "".join(path.read_text("utf-8") for path in Path(app.outdir).rglob("*.css"))

    assert warnings(app) == []
    assert re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="(?:https?:)?//[^"]*"', html) == []
    assert re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)\"']*", styles) == []


def test_the_search_of_sphinx_is_off(tmp_path: Path) -> None:
    with built(write_project(tmp_path), html_theme="zhengming") as app:
        html = page(app, "index")
        names = {path.name for path in Path(app.outdir).iterdir()}

    assert "searchindex.js" not in names
    assert "searchtools.js" not in html + page(app, "search")
    assert 'rel="search"' not in html


def test_an_empty_index_is_left_out(tmp_path: Path) -> None:
    with built(write_project(tmp_path), html_theme="zhengming") as app:
        html = page(app, "index")

        assert not (Path(app.outdir) / "genindex.html").exists()
    assert "genindex" not in html


def test_an_index_with_something_in_it_stays(tmp_path: Path) -> None:
    entry = "# 首页\n\n```{index} 网络主权\n```\n\n正文。\n"

    with built(write_project(tmp_path, index=entry), html_theme="zhengming") as app:
        index = page(app, "genindex")

    assert "网络主权" in index


def test_buttons_are_named_in_chinese(tmp_path: Path) -> None:
    with built(write_project(tmp_path), html_theme="zhengming") as app:
        html = page(app, "index")

    names = re.findall(r'aria-label="([^"]*)"', html)
    assert {"菜单", "关闭目录", "关闭本页目录", "显示本页目录"} <= set(names)
    assert [name for name in names if name.isascii()] == []


def test_the_foot_credits_what_made_the_site(tmp_path: Path) -> None:
    with built(write_project(tmp_path), html_theme="zhengming") as app:
        html = page(app, "index")

    foot = re.sub(r"<[^>]+>", "", html[html.index("<footer") :])
    assert "使用 Sphinx 与 Shibuya 主题制作" in foot


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("网络\n主权", "网络主权"),
        ("网络，\n主权", "网络，主权"),
        ("使用，\n`name`", "使用，name"),
        ("使用**网络**\n主权", "使用网络主权"),
        ("使用 `name`\n，网络", "使用 name，网络"),
        ("“网络”\nIPv6", "“网络”IPv6"),
        ("使用\nIPv6", "使用\nIPv6"),
        ("two\nwords", "two\nwords"),
    ],
)
def test_lines_of_chinese_are_joined_without_a_space(
    tmp_path: Path, source: str, text: str
) -> None:
    with built(write_project(tmp_path, index=f"# 首页\n\n{source}\n")) as app:
        html = page(app, "index")

    paragraph = re.search(r"<p id=.*?¶</a>(.*?)</p>", html, re.DOTALL)
    assert paragraph
    assert re.sub(r"<[^>]+>", "", paragraph[1]) == text


def test_code_keeps_its_lines(tmp_path: Path) -> None:
    with built(write_project(tmp_path, index="# 首页\n\n```text\n网络\n主权\n```\n")) as app:
        html = page(app, "index")

    assert "网络\n主权" in html


def test_joined_lines_are_one_message_as_written(tmp_path: Path) -> None:
    root = write_project(tmp_path, index="# 首页\n\n网络，\n主权\n")

    with built(root, "gettext") as app:
        messages = page(app, "index", "pot")

    assert 'msgid "网络， 主权"' in messages
