"""The places of a concept in the texts, on its page."""

import re
from pathlib import Path

import pytest

import glossaries
from sites import built, page, warnings, write_project, write_text_of

FORM = """\
---
terms: {zh-Hans: [发展, 平台], en: development}
domain: policy
---

# 发展

变化。
"""
CONCEPTS = "# 概念\n\n```{toctree}\n:glob:\n\n*\n```\n"
INDEX = "# 首页\n\n文外的发展不算。\n\n```{toctree}\ndocs/notice/index\nglossary/index\n```\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    glossaries.write(tmp_path / "glossary")
    (tmp_path / "glossary" / "development.md").write_text(FORM, encoding="utf-8")
    write_project(tmp_path, index=INDEX, glossary__index=CONCEPTS)
    write_text_of(tmp_path)
    return tmp_path


def lines(html: str) -> list[tuple[str, str]]:
    """Return the address and the words of each place."""
    found = re.findall(r'<li><a class="reference internal" href="([^"]*)">(.*?)</li>', html)
    return [(address, re.sub(r"<[^>]*>", "|", line)) for address, line in found]


def test_a_concept_page_lists_its_places_in_the_texts(project: Path) -> None:
    with built(project) as app:
        html = page(app, "glossary/development")
        other = page(app, "glossary/algorithm")

    assert warnings(app) == []
    assert "<summary>关于网络的通知 <small>3处</small></summary>" in html
    assert lines(html) == [
        (
            "../docs/notice/chapter.html?find=%E5%8F%91%E5%B1%95#p003",
            "第3段||第一条 推动||发展||，发展要稳，扩建平台。截至〔……|",
        ),
        (
            "../docs/notice/chapter.html?find=%E5%8F%91%E5%B1%95#p003",
            "第3段||第一条 推动发展，||发展||要稳，扩建平台。截至〔……〕日止|",
        ),
        (
            "../docs/notice/chapter.html?find=%E5%B9%B3%E5%8F%B0#p003",
            "第3段||第一条 推动发展，发展要稳，扩建||平台||。截至〔……〕日止。|",
        ),
    ]
    assert "zm-occurrences" not in other


def test_what_a_text_says_is_escaped(project: Path) -> None:
    path = project / "docs" / "notice" / "index.md"
    text = path.read_text(encoding="utf-8") + '\n\\<b>发展"\n'
    path.write_text(text, encoding="utf-8")

    with built(project) as app:
        html = page(app, "glossary/development")

    assert "<span>&lt;b&gt;</span><mark>发展</mark><span>&quot;</span>" in html


def test_a_changed_text_writes_the_pages_of_its_concepts(project: Path) -> None:
    path = project / "docs" / "notice" / "index.md"
    for added in ("", "\n新的发展。\n"):
        path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
        with built(project) as app:
            found = page(app, "glossary/development")
            stamp = (Path(app.outdir) / "glossary" / "algorithm.html").stat().st_mtime_ns
        if not added:
            before = stamp

    assert "<mark>发展</mark><span>。</span>" in found
    assert stamp == before


def test_other_builders_leave_the_places_out(project: Path) -> None:
    with built(project, "text") as app:
        text = page(app, "glossary/development", "txt")

    assert "扩建" not in text
