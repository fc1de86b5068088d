"""The picture of all concepts in all texts, and the table of its numbers."""

import re
from pathlib import Path

import glossaries
from sites import built, page, warnings, write_edition

USAGE = "# 分布\n\n```{usage}\n```\n"


def write(root: Path, form: str = "网络") -> Path:
    """Write a site with a text that has one form, and a page with the picture."""
    write_edition(root)
    glossaries.write(root / "glossary")
    path = root / "glossary" / "algorithm.md"
    text = path.read_text(encoding="utf-8").replace("zh-Hans: 算法", f"zh-Hans: {form}")
    path.write_text(text.partition("```{examples}")[0], encoding="utf-8")
    (root / "usage.md").write_text(USAGE, encoding="utf-8")
    names = "docs/notice/index\nusage\nglossary/algorithm\nglossary/cyber-sovereignty"
    (root / "index.md").write_text(f"# 首页\n\n```{{toctree}}\n{names}\n```\n", encoding="utf-8")
    return root


def test_the_picture_and_the_table_have_the_same_numbers(tmp_path: Path) -> None:
    with built(write(tmp_path)) as app:
        html = page(app, "usage")

    assert warnings(app) == []
    discs = re.findall(r"<circle[^>]*><title>([^<]*)</title>", html)
    assert discs == ["网络：关于网络的通知 2"]
    assert "<summary>全部1个概念的次数</summary>" in html
    row = re.findall(r'<tr><th scope="row"><a href="([^"]*)">网络</a></th>(.*?)</tr>', html)
    assert row == [("glossary/algorithm.html", "<td>2</td><td>–</td><td>2</td>")]


def test_pages_about_a_text_are_no_part_of_it(tmp_path: Path) -> None:
    root = write(tmp_path)
    about = root / "docs" / "notice" / "about.md"
    about.write_text("# 关于\n\n网络，网络。\n", encoding="utf-8")
    index = root / "docs" / "notice" / "index.md"
    text = index.read_text(encoding="utf-8").replace("\nchapter\n", "\nchapter\nabout\n")
    index.write_text(text, encoding="utf-8")

    with built(root) as app:
        html = page(app, "usage")

    heads = re.findall(r'<th scope="col">([^<]*)</th>', html)
    assert heads == ["概念", "关于网络的通知", "一、总则", "合计"]


def test_texts_without_concepts_say_so(tmp_path: Path) -> None:
    with built(write(tmp_path, "没有的词")) as app:
        html = page(app, "usage")

    assert "文本里没有概念。" in html
