"""The lists of all concepts: by domain, and as a dictionary orders them."""

import re
from pathlib import Path

from sites import built, page, warnings, write_project

PAGE = "---\nterms: {{zh-Hans: {form}}}\ndomain: {domain}\n---\n\n# {form}\n\n定义。\n"
FORMS = {
    "bank": ("银行", "economy"),
    "walk": ("行走", "society"),
    "head": ("首长", "policy"),
    "long": ("长城", "culture"),
    "five-g": ("5G", "technology"),
    "cnnic": ("CNNIC报告", "document"),
    "aura": ("安全", "a-domain-of-its-own"),
}


def write(root: Path, order: str) -> Path:
    """Write a project whose index lists the concepts."""
    folder = root / "glossary"
    folder.mkdir()
    for name, (form, domain) in FORMS.items():
        text = PAGE.format(form=form, domain=domain)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    index = (
        f"# 概念\n\n```{{concepts}} {order}\n```\n\n```{{toctree}}\n:glob:\n\nglossary/*\n```\n"
    )
    return write_project(root, index=index)


def listed(html: str) -> list[str]:
    """Return headings and concepts of the list, in order."""
    pattern = r'<h2>(.*?)<a|<a class="zm-concept[^>]*>(.*?)</a>'
    return [(heading and f"# {heading}") or form for heading, form in re.findall(pattern, html)]


def test_concepts_stand_under_their_domains(tmp_path: Path) -> None:
    with built(write(tmp_path, "domain")) as app:
        html = page(app, "index")

    assert warnings(app) == []
    assert listed(html) == [
        *("# 政策", "首长", "# 文件", "CNNIC报告", "# 经济", "银行", "# 技术", "5G"),
        *("# 社会", "行走", "# 文化", "长城", "# a-domain-of-its-own", "安全"),
    ]


def test_concepts_stand_in_the_order_of_their_pinyin(tmp_path: Path) -> None:
    with built(write(tmp_path, "name")) as app:
        html = page(app, "index")

    # 行 and 长 are read in two ways; the word decides.
    assert listed(html) == [
        *("# 0–9", "5G", "# A", "安全", "# C", "长城", "CNNIC报告"),
        *("# S", "首长", "# X", "行走", "# Y", "银行"),
    ]


def test_an_unknown_order_is_an_error(tmp_path: Path) -> None:
    with built(write(tmp_path, "stroke")) as app:
        found = warnings(app)

    assert found[0] == (
        "index.md:3: ERROR: order 'stroke'; expected one of domain, name, or none [docutils]"
    )


def test_without_an_argument_each_order_folds_away(tmp_path: Path) -> None:
    with built(write(tmp_path, "")) as app:
        html = page(app, "index")

    pattern = r'<details name="zm-orders" data-order="([a-z]*)"( open)?><summary>(.*?)</summary>'
    assert warnings(app) == []
    assert re.findall(pattern, html) == [
        ("domain", " open", "按领域"),
        ("pinyin", "", "按拼音"),
        ("stroke", "", "按笔画"),
        ("zhuyin", "", "按注音"),
        ("alphabet", "", "按英文字母"),
    ]
    assert html.count('href="glossary/bank.html#concept-bank"') == 5


def test_an_order_has_the_names_of_its_language(tmp_path: Path) -> None:
    root = write(tmp_path, "")
    path = root / "glossary" / "bank.md"
    text = path.read_text(encoding="utf-8").replace("银行}", "银行, en: bank}")
    path.write_text(text, encoding="utf-8")

    with built(root, language="zh_TW") as app:
        html = page(app, "index")

    views = html.split("<summary>")
    named = {view.partition("</summary>")[0]: view for view in views[1:]}
    assert "銀行" in named["按筆畫"]
    assert "銀行" in named["按注音"]
    assert '<span lang="zh-Hans"><a' in named["按拼音"]
    assert "银行" in named["按拼音"]
    assert ">bank<" in named["按英文字母"]
