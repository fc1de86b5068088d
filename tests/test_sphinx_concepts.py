"""Concept pages in the site: forms, ticks, relations, and terms others can link to."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from docutils import nodes

import glossaries
from sites import built, page, warnings, write_edition, write_project

INDEX = (
    "# 首页\n\n见{term}`網路主權`与{term}`cyber sovereignty`。\n\n"
    "```{toctree}\nglossary/index\n```\n"
)
CONCEPTS = "# 概念\n\n```{concepts} domain\n```\n\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    glossaries.write(tmp_path / "glossary")
    return write_project(tmp_path, index=INDEX, glossary__index=CONCEPTS)


def test_a_concept_page_shows_forms_examples_and_relations(project: Path) -> None:
    with built(project) as app:
        html = page(app, "glossary/cyber-sovereignty")

    assert warnings(app) == []
    assert 'id="concept-cyber-sovereignty"' in html
    for cell in ("網路主權", "網絡主權", "（转换）", "搜集主权", "（洗稿替换所致）"):
        assert cell in html
    assert "尊重<strong>网络主权</strong>。" in html
    assert "<p>✓</p>" in html
    link = 'class="zm-concept reference internal" href="algorithm.html#concept-algorithm"'
    assert f'<a {link} data-concept="algorithm">算法</a>' in html


def test_a_column_of_forms_that_no_language_has_is_left_out(project: Path) -> None:
    with built(project) as app:
        sovereignty = page(app, "glossary/cyber-sovereignty")
        algorithm = page(app, "glossary/algorithm")

    def head(html: str) -> list[str]:
        return re.findall(r"<th[^>]*><p>(.*?)</p></th>", html[: html.index("例句")])

    assert head(sovereignty) == ["语言", "首选", "许用", "不用", "语言"]
    assert head(algorithm) == ["语言", "首选", "许用", "语言"]


def test_the_index_lists_concepts_by_domain(project: Path) -> None:
    with built(project) as app:
        html = page(app, "glossary/index")

    assert html.index("政策") < html.index("网络主权") < html.index("技术")
    assert 'href="cyber-sovereignty.html#concept-cyber-sovereignty"' in html


def test_a_domain_that_is_none_of_ours_is_listed_under_its_own_name(project: Path) -> None:
    page_of = project / "glossary" / "algorithm.md"
    text = page_of.read_text(encoding="utf-8").replace("technology", "计算机")
    page_of.write_text(text, encoding="utf-8")

    with built(project) as app:
        html = page(app, "glossary/index")

    assert warnings(app) == []
    assert html.index("<h2>政策") < html.index("<h2>计算机")


def test_an_example_that_does_not_hold_has_a_cross(project: Path) -> None:
    path = project / "glossary" / "algorithm.md"
    path.write_text(path.read_text(encoding="utf-8").replace("[算法]", "算法"), encoding="utf-8")

    with built(project) as app:
        html = page(app, "glossary/algorithm")

    assert "<p>✗</p>" in html


def test_what_is_wrong_in_the_glossary_is_a_warning_at_its_place(project: Path) -> None:
    path = project / "glossary" / "algorithm.md"
    text = path.read_text(encoding="utf-8").replace("domain: technology\n", "")
    path.write_text(text, encoding="utf-8")

    with built(project) as app:
        found = warnings(app)

    assert any("algorithm.md:2:1: no 'domain'; expected a word" in line for line in found)


def test_the_front_matter_is_read_with_the_glossary_alone(project: Path) -> None:
    with built(project) as app:
        document = app.env.get_doctree("glossary/algorithm")
        known = app.env.metadata["glossary/algorithm"]
    paragraph = next(n for n in document.findall(nodes.paragraph) if "步骤" in n.astext())

    assert "terms" not in known
    assert paragraph.line == 9


def test_terms_resolve_here_and_in_a_project_that_does_not_install_us(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with built(project) as app:
        html = page(app, "index")
        inventory = Path(app.outdir) / "objects.inv"

    assert html.count('href="glossary/cyber-sovereignty.html#concept-cyber-sovereignty"') == 2
    other = tmp_path_factory.mktemp("other")
    (other / "conf.py").write_text(
        'extensions = ["sphinx.ext.intersphinx"]\n'
        f'intersphinx_mapping = {{"zm": ("https://example.org/", {str(inventory)!r})}}\n'
    )
    (other / "index.rst").write_text("题\n==\n\n:term:`网络主权`\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-qW", "-b", "html", str(other), f"{other}/html"]
    subprocess.run(command, check=True)

    built_page = (other / "html" / "index.html").read_text(encoding="utf-8")
    address = "https://example.org/glossary/cyber-sovereignty.html#concept-cyber-sovereignty"
    assert f'href="{address}"' in built_page


def test_what_a_term_means_comes_first(project: Path) -> None:
    with built(project) as app:
        html = page(app, "glossary/algorithm")

    places = [
        html.index(word) for word in ("<h1>", "解题的步骤。", "首选", "例句", "相关", "引用")
    ]
    assert places == sorted(places)


def test_more_examples_than_fit_a_page_fold_away(project: Path) -> None:
    path = project / "glossary" / "algorithm.md"
    more = "en: An [algorithm].\n" + "zh-Hans: 又一种[算法]。\n" * 6
    text = path.read_text(encoding="utf-8").replace("en: An [algorithm].\n", more)
    path.write_text(text, encoding="utf-8")

    with built(project) as app:
        html = page(app, "glossary/algorithm")

    first, _summary, rest = html.partition("<details><summary>另有6句</summary>")
    assert first.count("<p>✓</p>") == 4
    assert rest.count("<p>✓</p>") == 6


def test_a_concept_is_cited_by_its_address(project: Path) -> None:
    with built(
        project,
        zhengming_languages=["zh_CN"],
        html_baseurl="https://example.org/site/",
        zhengming_edit="https://example.org/edit/{path}",
        project="正名",
        release="1.2",
    ) as app:
        html = page(app, "glossary/algorithm")

    address = "https://example.org/site/zh-cn/glossary/algorithm.html#concept-algorithm"
    assert f"“算法”，《正名》术语表，1.2版，{address}。" in html
    assert 'href="https://example.org/edit/glossary/algorithm.md"' in html


def test_without_an_address_a_concept_is_cited_by_name_and_version(project: Path) -> None:
    with built(project, project="正名", release="1.2") as app:
        html = page(app, "glossary/algorithm")

    assert "“算法”，《正名》术语表，1.2版。" in html
    assert '<span class="pre">glossary/algorithm.md</span>' in html


def test_a_concept_page_shows_what_spinning_made_of_it(tmp_path: Path) -> None:
    write_edition(tmp_path)
    glossaries.write(tmp_path / "glossary")
    page_of = tmp_path / "glossary" / "algorithm.md"
    text = page_of.read_text(encoding="utf-8").replace("zh-Hans: 算法", "zh-Hans: 网络")
    page_of.write_text(text.partition("```{examples}")[0], encoding="utf-8")
    toctree = "docs/notice/index\nglossary/algorithm\nglossary/cyber-sovereignty"
    index = f"# 首页\n\n```{{toctree}}\n{toctree}\n```\n"
    (tmp_path / "index.md").write_text(index, encoding="utf-8")

    with built(tmp_path) as app:
        html = page(app, "glossary/algorithm")
        other = page(app, "glossary/cyber-sovereignty")

    assert warnings(app) == []
    _before, _title, after = html.partition("洗稿把它改成了什么")
    cells = re.findall(r"<p>(?:<span [^>]*>)?([^<]+)(?:</span>)?</p>", after)
    assert cells[3:6] == ["搜集", "网络", "2"]
    assert '<svg class="zm-strip"' in html
    assert "洗稿把它改成了什么" not in other
