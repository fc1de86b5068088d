"""Links to concepts: the first in a section, in prose alone, and only what changed is written."""

import re
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

import glossaries
from sites import built, page, warnings, write_edition, write_project

HREF = 'class="zm-concept reference internal" href="glossary/'
CONCEPTS = "# 概念\n\n```{concepts} domain\n```\n\n```{toctree}\n:glob:\n\n*\n```\n"
TOCTREE = "\n```{toctree}\nglossary/index\n```\n"
THIRD = """\
---
terms: {zh-Hans: 数据, en: data}
domain: technology
---

# 数据

对事实的记录。

```{examples}
zh-Hans: 保护[数据]。
en: Protect [data].
```
"""


def write(root: Path, text: str, **pages: str) -> Path:
    """Write a project with a glossary and an index of this text; return its folder."""
    glossaries.write(root / "glossary")
    return write_project(root, index=text + TOCTREE, glossary__index=CONCEPTS, **pages)


def linked(app: SphinxTestApp, name: str = "index") -> list[tuple[str, str]]:
    """Return concept and text of each link to a concept on a page, in order."""
    found = re.findall(
        r'<a class="zm-concept[^>]*href="[^"#]*#concept-([^"]*)"[^>]*>(.*?)</a>', page(app, name)
    )
    return [(concept, text) for concept, text in found]


def test_the_first_form_in_each_section_is_linked(tmp_path: Path) -> None:
    text = (
        "# 网络主权\n\n网络主权与算法。网络主权又来。\n\n再说算法。\n\n"
        "## 二\n\n又是網絡主權，又是网络主权。\n"
    )

    with built(write(tmp_path, text)) as app:
        found = linked(app)

    assert warnings(app) == []
    assert found == [
        ("cyber-sovereignty", "网络主权"),
        ("algorithm", "算法"),
        ("cyber-sovereignty", "網絡主權"),
    ]


# myst-parser 5.2 itself asks for what Sphinx 9 has deprecated.
@pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app. is deprecated")
@pytest.mark.parametrize(
    "text",
    [
        "# 算法",
        "正文`算法`。",
        "```text\n算法\n```",
        "[看算法](https://example.org/)。",
        "[算法](glossary/algorithm.md)，然后是算法。",
        "{term}`算法`，然后是算法。",
        "{unlinked}`算法`。",
        "{.zm-unlinked}\n整段的算法。",
        "搜集主权是错的。",
        "% 算法",
    ],
)
def test_what_is_no_prose_or_linked_already_is_left_alone(tmp_path: Path, text: str) -> None:
    with built(write(tmp_path, f"# 首页\n\n{text}\n")) as app:
        found = linked(app)

    assert warnings(app) == []
    assert found == []


def test_links_stand_in_lists_tables_notes_and_emphasis(tmp_path: Path) -> None:
    text = (
        "# 首页\n\n- 算法\n\n## 二\n\n| 表 |\n|---|\n| 算法 |\n\n## 三\n\n:::{note}\n算法\n:::\n\n"
        "## 四\n\n说**算法**好。\n\n## 五\n\n注[^1]。\n\n[^1]: 算法。\n\n"
        "## 六\n\n网络\n主权与cyber\nsovereignty。\n"
    )

    with built(write(tmp_path, text)) as app:
        found = linked(app)

    assert warnings(app) == []
    assert found == [
        *[("algorithm", "算法")] * 4,
        ("cyber-sovereignty", "网络主权"),
        # Footnotes come last.
        ("algorithm", "算法"),
    ]


def test_every_form_names_its_concept(tmp_path: Path) -> None:
    text = "# 说算法\n\n网络主权，網絡主權，`算法`，算法。\n\n- cyber sovereignty\n"

    with built(write(tmp_path, text)) as app:
        html = page(app, "index")
    found = re.findall(
        r"<(a|span) [^>]*class=\"zm-(?:concept|term)[^>]* data-concept=\"([^\"]*)\">([^<]*)</",
        html,
    )

    assert found == [
        ("span", "algorithm", "算法"),
        ("a", "cyber-sovereignty", "网络主权"),
        ("span", "cyber-sovereignty", "網絡主權"),
        ("a", "algorithm", "算法"),
        ("span", "cyber-sovereignty", "cyber sovereignty"),
    ]


def test_the_words_of_a_page_stay_as_they_are(tmp_path: Path) -> None:
    text = "# 首页\n\n一、**网络主权**与`代码`，*算*法，算法；网络主权。\n"

    with built(write(tmp_path, text), "text") as app:
        written = page(app, "index", "txt")

    assert '一、**网络主权**与"代码"，*算*法，算法；网络主权。' in written


def test_a_form_broken_by_markup_is_not_linked_but_the_next_is(tmp_path: Path) -> None:
    with built(write(tmp_path, "# 首页\n\n网络**主权**，网络主权。\n")) as app:
        html = page(app, "index")

    pieces = ('<span class="zm-term" data-concept="cyber-sovereignty">', "</span>")
    assert f"网络{pieces[1]}<strong>{pieces[0]}主权{pieces[1]}</strong>，<a " in html
    assert html.count("zm-term") == 2


def test_a_conjecture_is_not_linked(tmp_path: Path) -> None:
    write_edition(tmp_path)
    glossary = glossaries.write(tmp_path / "glossary")
    form = (glossary / "algorithm.md").read_text(encoding="utf-8").replace("算法", "扩建")
    (glossary / "algorithm.md").write_text(form, encoding="utf-8")

    with built(tmp_path, suppress_warnings=["toc.not_included"]) as app:
        html = page(app, "docs/notice/chapter")

    assert warnings(app) == []
    assert '<span class="zm-term" data-concept="algorithm">扩建</span><a ' in html
    assert "zm-concept" not in html


def test_a_form_of_two_concepts_is_not_linked(tmp_path: Path) -> None:
    root = write(tmp_path, "# 首页\n\n算法。\n")
    for name, other in (("algorithm", "method"), ("method", "algorithm")):
        text = glossaries.PAGES["algorithm"].replace("domain:", f"homograph: [{other}]\ndomain:")
        text = text.replace("related: [cyber-sovereignty]\n", "")
        (root / "glossary" / f"{name}.md").write_text(text, encoding="utf-8")

    with built(root) as app:
        found, html = linked(app), page(app, "index")
        uses = app.env.domaindata["zhengming"]["uses"]["index"]

    assert found == []
    assert [use.concepts for use in uses] == [("algorithm", "method")]
    assert '<span class="zm-term" data-concept="algorithm method">算法</span>' in html


def test_a_concept_is_not_linked_on_its_own_page(tmp_path: Path) -> None:
    root = write(tmp_path, "# 首页\n")
    path = root / "glossary" / "algorithm.md"
    text = path.read_text(encoding="utf-8").replace("解题的步骤", "算法与网络主权")
    path.write_text(text, encoding="utf-8")

    with built(root) as app:
        found = linked(app, "glossary/algorithm")

    # The second is a relation.
    assert found == [("cyber-sovereignty", "网络主权")] * 2


@pytest.mark.parametrize("switch", ["false", "off", "no"])
def test_a_page_can_be_without_links(tmp_path: Path, switch: str) -> None:
    text = f"---\nconcept_links: {switch}\n---\n\n# 首页\n\n算法。\n"

    with built(write(tmp_path, text)) as app:
        found = linked(app)

    assert warnings(app) == []
    assert found == []


def test_links_are_no_part_of_messages(tmp_path: Path) -> None:
    with built(write(tmp_path, "# 首页\n\n说网络主权与{unlinked}`算法`。\n"), "gettext") as app:
        messages = page(app, "index", "pot")

    assert 'msgid "说网络主权与{unlinked}`算法`。"' in messages


PAGES = {"a": "# 甲\n\n算法与数据。\n", "b": "# 乙\n\n网络主权。\n"}
WITH_PAGES = "# 首页\n\n```{toctree}\na\nb\n```\n"


def written(root: Path) -> set[str]:
    """Build a project again; return the pages that were written."""
    output = root / "_build" / "html"
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*.html")}
    with built(root) as app:
        assert warnings(app) == []
    after = {path: path.stat().st_mtime_ns for path in output.rglob("*.html")}
    names = (path for path, time in after.items() if before.get(path) != time)
    # The general index is made anew whenever anything is.
    return {str(path.relative_to(output).with_suffix("")) for path in names} - {"genindex"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that has been built twice."""
    root = write(tmp_path, WITH_PAGES, **PAGES)
    written(root)
    assert written(root) == set()
    return root


def changed(root: Path, name: str, old: str, new: str) -> set[str]:
    """Replace text in a file of a built project; return the pages written for it."""
    path = root / f"{name}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return written(root)


# What Sphinx writes itself for a page that was read again: that page, and those that list it.
ALGORITHM = {"glossary/algorithm", "glossary/index", "index"}


def test_a_changed_definition_leaves_the_texts_alone(project: Path) -> None:
    assert changed(project, "glossary/algorithm", "解题的步骤", "解题的办法") <= ALGORITHM


def test_a_form_that_no_text_has_leaves_the_texts_alone(project: Path) -> None:
    assert changed(project, "glossary/algorithm", "en: algorithm", "en: [algorithm, x y]") <= (
        ALGORITHM
    )


def test_a_form_that_a_text_has_writes_this_text(project: Path) -> None:
    found = changed(project, "glossary/algorithm", "zh-Hans: 算法", "zh-Hans: [算法, 数据]")

    assert found - ALGORITHM == {"a"}


def test_a_new_name_is_written_where_it_stands_too(project: Path) -> None:
    found = changed(project, "glossary/algorithm", "zh-Hans: 算法", "zh-Hans: [算则, 算法]")

    assert found - ALGORITHM == {"glossary/cyber-sovereignty"}
    assert ">算则</a>" in (project / "_build/html/glossary/cyber-sovereignty.html").read_text()


def test_a_concept_that_comes_and_goes_writes_the_pages_that_name_it(project: Path) -> None:
    path = project / "glossary" / "data.md"
    path.write_text(THIRD, encoding="utf-8")
    come = written(project)
    linked_then = "#concept-data" in (project / "_build/html/a.html").read_text("utf-8")
    path.unlink()
    gone = written(project)

    assert "a" in come & gone
    assert "b" not in come | gone
    assert linked_then
    assert "#concept-data" not in (project / "_build/html/a.html").read_text("utf-8")


def test_two_processes_write_the_same_pages(tmp_path: Path) -> None:
    texts = {f"page{n}": f"# 页{n}\n\n算法{n}与网络主权。\n" for n in range(9)}
    texts["index"] = "# 首页\n\n```{toctree}\n:glob:\n\npage*\n```\n"
    found = []
    for jobs in (1, 2):
        root = tmp_path / str(jobs)
        write(root, texts["index"], **{k: v for k, v in texts.items() if k != "index"})
        with built(root, parallel=jobs) as app:
            assert warnings(app) == []
            pages = sorted(Path(app.outdir).rglob("*.html"))
            data = {key: app.env.domaindata["zhengming"][key] for key in ("uses", "definitions")}
        found.append(([(path.name, path.read_bytes()) for path in pages], data))

    assert found[0] == found[1]
