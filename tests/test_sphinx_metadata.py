"""What pages say of themselves in their heads: citations, Open Graph, JSON-LD."""

import html
import json
import re
from pathlib import Path
from typing import Any

import glossaries
from sites import built, page, write_edition

BASE = "https://example.org/site"
TOCTREE = "\n```{toctree}\ndocs/notice/index\nglossary/index\n```\n"


def heads(root: Path, *names: str, **options: Any) -> list[str]:
    """Build a site of a text and concepts; return the heads of pages."""
    write_edition(root)
    glossaries.write(root / "glossary")
    index = "# 概念\n\n```{toctree}\n:glob:\n\n*\n```\n"
    (root / "glossary" / "index.md").write_text(index, encoding="utf-8")
    (root / "index.md").write_text(f"# 首页 <b>&\n\n第一段。\n{TOCTREE}", encoding="utf-8")
    known = ["zh_CN", "en"]
    with built(root, html_theme="zhengming", zhengming_languages=known, **options) as app:
        return [page(app, name).partition("</head>")[0] for name in names]


def metas(head: str, prefix: str) -> dict[str, str]:
    """Return the elements `meta` of a head whose names begin so."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', head)
    return {name: html.unescape(text) for name, text in found if name.startswith(prefix)}


def json_ld(head: str) -> Any:
    """Return the data of a head."""
    return json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)[0])


def test_a_chapter_is_cited_as_part_of_its_text(tmp_path: Path) -> None:
    (head,) = heads(tmp_path, "docs/notice/chapter", html_baseurl=BASE)

    assert metas(head, "citation_") == {
        "citation_title": "一、总则",
        "citation_inbook_title": "关于网络的通知",
        "citation_author": "某办公室",
        "citation_publication_date": "2024/05/01",
        "citation_language": "zh-CN",
        "citation_public_url": f"{BASE}/zh-cn/docs/notice/chapter.html",
    }
    data = json_ld(head)
    assert (data["@type"], data["isPartOf"]["name"]) == ("CreativeWork", "关于网络的通知")
    assert data["url"] == f"{BASE}/zh-cn/docs/notice/chapter.html"
    assert '<link rel="alternate" type="application/json" href="../../apparatus.json">' in head


def test_a_concept_is_a_defined_term(tmp_path: Path) -> None:
    (head,) = heads(tmp_path, "glossary/algorithm", html_baseurl=BASE)

    assert json_ld(head) == {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": f"{BASE}/zh-cn/glossary/algorithm.html#concept-algorithm",
        "url": f"{BASE}/zh-cn/glossary/algorithm.html#concept-algorithm",
        "name": "算法",
        "alternateName": ["演算法", "algorithm"],
        "termCode": "algorithm",
        "description": "解题的步骤。",
        "inLanguage": "zh-Hans",
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": f"{BASE}/zh-cn/glossary/",
            "url": f"{BASE}/zh-cn/glossary/",
            "name": "概念",
        },
    }


def test_without_an_address_nothing_has_one(tmp_path: Path) -> None:
    chapter, concept = heads(tmp_path, "docs/notice/chapter", "glossary/algorithm")

    assert "citation_public_url" not in metas(chapter, "citation_")
    assert "og:url" not in metas(chapter, "og:")
    assert {"@id", "url"}.isdisjoint(json_ld(concept))


def test_open_graph_knows_the_languages(tmp_path: Path) -> None:
    (head,) = heads(tmp_path, "index")

    assert metas(head, "og:") == {
        "og:type": "website",
        "og:title": "首页 <b>&",
        "og:site_name": metas(head, "og:site_name")["og:site_name"],
        "og:description": "第一段。",
        "og:locale": "zh_CN",
        "og:locale:alternate": "en",
    }
    assert "ld+json" not in head


def test_no_definition_ends_the_data(tmp_path: Path) -> None:
    write_edition(tmp_path)
    pages = glossaries.PAGES["algorithm"].replace("解题的步骤。", "`</script><script>`")
    glossaries.write(tmp_path / "glossary")
    (tmp_path / "glossary" / "algorithm.md").write_text(pages, encoding="utf-8")
    with built(tmp_path, html_theme="zhengming", suppress_warnings=["toc.not_included"]) as app:
        head = page(app, "glossary/algorithm").partition("</head>")[0]

    assert json_ld(head)["description"] == "</script><script>"
