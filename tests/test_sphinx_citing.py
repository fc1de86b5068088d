"""How pages, paragraphs and concepts are cited, with an address or without one."""

import html
import re
from pathlib import Path

import pytest

import glossaries
from sites import built, page, warnings, write_edition

BASE = "https://example.org/site"
CONCEPT = "“算法”，《站》术语表，1.0版"
TEXT = "《关于网络的通知》，《站》校订本，1.0版"
PARAGRAPH = "《关于网络的通知》第{n}段，《站》校订本，1.0版，{address}。"


def cited(root: Path, name: str, base: str = "") -> dict[str, str]:
    """Build a site and return what a page says of how it is cited: the text, and the patterns."""
    write_edition(root)
    glossaries.write(root / "glossary")
    index = "# 概念\n\n```{toctree}\n:glob:\n\n*\n```\n"
    (root / "glossary" / "index.md").write_text(index, encoding="utf-8")
    toctree = "```{toctree}\ndocs/notice/index\nglossary/index\n```\n"
    (root / "index.md").write_text(f"# 首页 <b>\n\n{toctree}", encoding="utf-8")
    options = {"html_theme": "zhengming", "project": "站", "release": "1.0", "html_baseurl": base}
    with built(root, **options) as app:
        found = re.search(r'<p class="zm-cited"([^>]*)>(.*?)</p>', page(app, name))
        assert warnings(app) == []
    assert found
    facts = re.findall(r' data-([a-z]+)="([^"]*)"', found[1])
    return {"text": html.unescape(found[2])} | {key: html.unescape(text) for key, text in facts}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docs/notice/chapter", f"{TEXT}，{BASE}/zh-cn/docs/notice/chapter.html。"),
        ("docs/notice/index", f"{TEXT}，{BASE}/zh-cn/docs/notice/。"),
        (
            "glossary/algorithm",
            f"{CONCEPT}，{BASE}/zh-cn/glossary/algorithm.html#concept-algorithm。",
        ),
        ("index", f"“首页 <b>”，《站》，1.0版，{BASE}/zh-cn/。"),
    ],
)
def test_a_page_says_how_it_is_cited(tmp_path: Path, name: str, text: str) -> None:
    assert cited(tmp_path, name, BASE)["text"] == text


def test_without_an_address_none_is_made_up(tmp_path: Path) -> None:
    found = cited(tmp_path, "glossary/algorithm")

    assert found["text"] == f"{CONCEPT}。"
    assert found["page"] == f"{CONCEPT}，{{address}}。"
    assert found["address"] == ""


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("docs/notice/chapter", PARAGRAPH), ("docs/notice/apparatus", ""), ("index", "")],
)
def test_paragraphs_of_texts_alone_are_cited(tmp_path: Path, name: str, pattern: str) -> None:
    assert cited(tmp_path, name)["paragraph"] == pattern
