"""The pages that count: how much is translated, and how often concepts stand where."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import catalogs
import glossaries
from sites import built, page, warnings, write_project, write_text_of
from zhengming.catalog import machine_mark

INDEX = """\
# 首页

```{toctree}
docs/notice/index
state
parity
glossary/index
```
"""
STATE = "# 状况\n\n```{translations}\n```\n"
PARITY = "# 对照\n\n```{parity}\n```\n"
CONCEPTS = "# 概念\n\n```{toctree}\n:glob:\n\n*\n```\n"
FORM = """\
---
terms: {zh-Hans: 发展, en: [development, growth]}
domain: policy
---

# 发展

变化。
"""
NOTICE = """\
#: docs/notice/index.md:3
msgid "关于网络的通知"
msgstr "Notice on the network"

#: docs/notice/index.md:8
msgid "各单位，请遵守网络安全法。"
msgstr ""
"""
CHAPTER = """\
#: docs/notice/chapter.md:3
msgid "一、总则"
msgstr "I. General"

#: docs/notice/chapter.md:6
msgid "第一条　推动发展，发展要稳，{conjecture}`扩建 <w61>`平台。"
msgstr "Article 1. Development, development."
"""
TAIWAN = f"""\
#: docs/notice/chapter.md:3
# {machine_mark(["一、總則"])}
msgid "一、总则"
msgstr "一、總則"

#: docs/notice/chapter.md:6
#, fuzzy
msgid "第一条　推动发展"
msgstr "第一條"

#: docs/notice/chapter.md:8
msgid "二、发展"
msgstr "二、進展"
"""
# Is there, and cannot be read from its start.
MEMORY = Path("/proc/self/mem")
OPTIONS: dict[str, Any] = {
    "gettext_compact": False,
    "locale_dirs": ["locale"],
    "zhengming_languages": ["zh_CN", "zh_TW", "en"],
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A text of two pages with catalogs in two languages; the last is of a page that is gone."""
    glossaries.write(tmp_path / "glossary")
    (tmp_path / "glossary" / "development.md").write_text(FORM, encoding="utf-8")
    write_project(tmp_path, index=INDEX, state=STATE, parity=PARITY, glossary__index=CONCEPTS)
    write_text_of(tmp_path)
    for name, body in (
        ("en/LC_MESSAGES/docs/notice/index", NOTICE),
        ("en/LC_MESSAGES/docs/notice/chapter", CHAPTER),
        ("zh_TW/LC_MESSAGES/docs/notice/chapter", TAIWAN),
        ("zh_TW/LC_MESSAGES/old", 'msgid "旧"\nmsgstr "舊"\n'),
    ):
        catalogs.write(tmp_path, f"locale/{name}.po", body)
    return tmp_path


def rows(html: str, name: str) -> Iterator[list[str]]:
    """Yield the cells of the rows of the tables of a class, without markup."""
    for table in re.findall(rf'<table class="[^"]*{name}[^"]*">(.*?)</table>', html, re.DOTALL):
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL):
            cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
            yield [re.sub(r"<[^>]*>", "", cell).strip() for cell in cells]


def times(app: Any) -> dict[str, int]:
    """Return when each page was written."""
    folder = Path(app.outdir)
    return {
        path.relative_to(folder).with_suffix("").as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*.html")
    }


def test_the_state_is_that_of_each_language_and_page(project: Path) -> None:
    with built(project, **OPTIONS) as app:
        html = page(app, "state")

    assert warnings(app) == []
    assert list(rows(html, "zm-progress")) == [
        ["语言", "进度", "消息", "人工翻译", "机器转换", "模糊", "未译"],
        ["台湾", "", "4", "2", "1", "1", "0"],
        ["英文", "", "4", "3", "0", "0", "1"],
    ]
    head = ["语言", "进度", "消息", "人工翻译", "机器转换", "模糊", "未译"]
    assert list(rows(html, "zm-pages")) == [
        head,
        ["关于网络的通知"],
        ["英文", "", "2", "1", "0", "0", "1"],
        ["一、总则"],
        ["台湾", "", "3", "1", "1", "1", "0"],
        ["英文", "", "2", "2", "0", "0", "0"],
        head,
        ["old"],
        ["台湾", "", "1", "1", "0", "0", "0"],
    ]
    assert re.findall(r"<details[^>]*><summary>.*?</summary>", html) == [
        '<details class="zm-tally" open><summary>关于网络的通知 <small>2页</small></summary>',
        '<details class="zm-tally"><summary>首页 <small>1页</small></summary>',
    ]
    assert '<a class="reference internal" href="docs/notice/chapter.html">一、总则</a>' in html


def test_bars_have_the_numbers_and_no_style_of_their_own(project: Path) -> None:
    with built(project, **OPTIONS) as app:
        html = page(app, "state")
        parity = page(app, "parity")

    assert (
        '<td><svg class="zm-bar" viewBox="0 0 3 1" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="zm-hand" x="0" width="1" height="1"/>'
        '<rect class="zm-machine" x="1" width="1" height="1"/>'
        '<rect class="zm-fuzzy" x="2" width="1" height="1"/></svg></td>'
    ) in html
    main = re.compile(r'<div class="body" role="main">.*?<div class="sphinxsidebar"', re.DOTALL)
    for text in (html, parity):
        found = main.search(text)
        assert found
        assert not re.search(r"\sstyle=|<script|\son\w+=", found[0])


def test_parity_is_that_of_each_section_of_the_texts(project: Path) -> None:
    with built(project, **OPTIONS) as app:
        html = page(app, "parity")

    assert warnings(app) == []
    assert list(rows(html, "zm-parity")) == [
        ["概念", "简体", "台湾", "英文"],
        ["发展", "3", "3", "3"],
        ["概念", "简体", "台湾", "英文"],
        ["发展", "1", "0 缺", "1"],
    ]
    assert re.findall(r"<details[^>]*><summary>.*?</summary>", html) == [
        '<details class="zm-tally"><summary>一、总则 <small>1个概念</small></summary>',
        '<details class="zm-tally" open>'
        "<summary>二、附则 <small>1个概念，1处不同</small></summary>",
    ]
    assert "2 节，概念共 2 项，其中 1 项不同。" in html
    assert '<td class="n3">3</td>' in html
    assert '<td class="n0 zm-differs">0 <small>缺</small></td>' in html
    links = re.findall(r'<p class="zm-there"><a class="reference internal" href="([^"]*)">', html)
    with built(project, **OPTIONS) as app:
        anchors = app.env.get_domain("zhengming").data["anchors"]["docs/notice/chapter"]
    assert links[0] == "docs/notice/chapter.html"
    assert links[1].removeprefix("docs/notice/chapter.html#") in anchors
    concept = 'href="glossary/development.html#concept-development">发展</a>'
    assert f'<a class="reference internal zm-concept" {concept}' in html


def test_a_concept_may_have_no_form_and_no_page(project: Path) -> None:
    path = project / "glossary" / "development.md"
    path.write_text(FORM.replace(", en: [development, growth]", ""), "utf-8")
    excluded = ["docs/sources", "_build", "glossary/development.md"]

    with built(project, **OPTIONS, exclude_patterns=excluded) as app:
        html = page(app, "parity")

    assert list(rows(html, "zm-parity"))[1] == ["发展", "3", "3", "–"]
    assert '<th scope="row">发展</th>' in html


def test_the_first_page_of_a_text_has_no_heading_of_its_own(project: Path) -> None:
    more = '\n#: docs/notice/index.md:8\nmsgid "审查算法"\nmsgstr "Audit of algorithms"\n'
    catalogs.write(project, "locale/en/LC_MESSAGES/docs/notice/index.po", NOTICE + more)

    with built(project, **OPTIONS) as app:
        html = page(app, "parity")

    headings = re.findall(r"<h([1-6])>(.*?)<a", html)
    assert headings == [("1", "对照"), ("2", "关于网络的通知"), ("3", "一、总则")]
    assert ["算法", "1", "1", "1"] in list(rows(html, "zm-parity"))


def test_what_only_the_translation_names_is_not_shown(project: Path) -> None:
    body = NOTICE.replace('msgstr ""', 'msgstr "Development"')
    catalogs.write(project, "locale/en/LC_MESSAGES/docs/notice/index.po", body)

    with built(project, **OPTIONS) as app:
        assert "2 节，概念共 2 项" in page(app, "parity")


def test_both_are_in_the_language_of_the_site(project: Path) -> None:
    catalogs.write(
        project,
        "locale/en/LC_MESSAGES/docs/notice/chapter.po",
        CHAPTER + '\n#: docs/notice/chapter.md:8\nmsgid "二、附则"\nmsgstr "II. Rest"\n',
    )
    with built(project, language="en", **OPTIONS) as app:
        state, parity = page(app, "state"), page(app, "parity")

    assert next(rows(state, "zm-progress")) == [
        "Language", "Progress", "Messages", "By hand", "Converted", "Fuzzy", "Untranslated",
    ]  # fmt: skip
    assert [row[0] for row in rows(parity, "zm-parity")] == [
        "Concept", "development", "Concept", "development",
    ]  # fmt: skip
    assert "<summary>II. Rest <small>1 concept, 1 standing out</small></summary>" in parity
    assert "0 <small>missing</small></td>" in parity


def test_a_changed_catalog_writes_the_pages_that_count_and_no_other(project: Path) -> None:
    with built(project, **OPTIONS) as app:
        before = times(app)
    path = project / "locale/zh_TW/LC_MESSAGES/docs/notice/chapter.po"
    path.write_text(path.read_text("utf-8").replace("二、進展", "二、發展"), "utf-8")

    with built(project, **OPTIONS) as app:
        after = times(app)
        parity = page(app, "parity")

    changed = {name for name, time in after.items() if before[name] != time}
    # Sphinx writes a page anew whose list of pages has one that is written.
    assert changed == {"state", "parity"}
    assert "缺" not in parity


def test_a_new_catalog_of_no_text_writes_the_state_alone(project: Path) -> None:
    with built(project, **OPTIONS) as app:
        before = times(app)
    catalogs.write(project, "locale/ja/LC_MESSAGES/index.po", 'msgid "首页"\nmsgstr ""\n')

    with built(project, **OPTIONS) as app:
        after = times(app)
        state = page(app, "state")

    changed = {name for name, time in after.items() if before[name] != time}
    assert changed == {"state"}
    assert ["日本語", "", "1", "0", "0", "0", "1"] in list(rows(state, "zm-progress"))


def test_nothing_is_counted_again_while_no_catalog_changes(project: Path) -> None:
    with built(project, **OPTIONS) as app:
        before, counts = times(app), app.env.get_domain("zhengming").data["counts"]
    path = project / "glossary" / "algorithm.md"
    path.write_text(path.read_text("utf-8").replace("解题", "计算"), "utf-8")

    with built(project, **OPTIONS) as app:
        after = times(app)

        # The environment is read back: it is the same only if nobody has made it anew.
        assert app.env.get_domain("zhengming").data["counts"] == counts
    changed = {name for name, time in after.items() if before[name] != time}
    assert changed == {"glossary/algorithm", "glossary/index"}


def test_another_form_is_counted_again(project: Path) -> None:
    with built(project, **OPTIONS):
        pass
    path = project / "glossary" / "development.md"
    path.write_text(FORM.replace("en:", "zh-Hant-TW: [發展, 進展], en:"), "utf-8")

    with built(project, **OPTIONS) as app:
        assert "缺" not in page(app, "parity")


def test_a_catalog_that_is_wrong_is_warned_of_and_left_out(project: Path) -> None:
    path = catalogs.write(project, "locale/zh_TW/LC_MESSAGES/docs/notice/chapter.po", "x\n")

    with built(project, **OPTIONS) as app:
        state = page(app, "state")
        found = warnings(app)

    expected = "expected a comment, msgid or the end of the file"
    said = f"WARNING: {path.relative_to(project)}:13:1: 'x'; {expected} [zhengming.catalog]"
    assert said in found
    assert ["台湾", "", "1", "1", "0", "0", "0"] in list(rows(state, "zm-progress"))


def test_a_page_may_be_in_no_list_of_pages_or_in_two(project: Path) -> None:
    (project / "index.md").write_text(INDEX.replace("docs/notice/index\n", ""), "utf-8")
    (project / "parity.md").write_text(f"{PARITY}\n```{{toctree}}\nstate\n```\n", "utf-8")

    with built(project, **OPTIONS, suppress_warnings=["toc"]) as app:
        assert "关于网络的通知 <small>2页" in page(app, "state")
        assert ["发展", "3", "3", "3"] in list(rows(page(app, "parity"), "zm-parity"))


@pytest.mark.fault
@pytest.mark.skipif(not MEMORY.is_file(), reason="no file here is found but never read")
def test_a_catalog_that_cannot_be_read_is_warned_of(project: Path) -> None:
    name = "locale/zh_TW/LC_MESSAGES/index.po"
    (project / name).symlink_to(MEMORY)

    with built(project, **OPTIONS) as app:
        found = warnings(app)

    assert f"WARNING: {name}: Input/output error [zhengming.catalog]" in found


def test_pages_without_catalogs_say_so(tmp_path: Path) -> None:
    write_project(tmp_path, index=INDEX, state=STATE, parity=PARITY)
    with built(tmp_path, **OPTIONS, suppress_warnings=["toc"]) as app:
        assert "<p>没有译文目录。</p>" in page(app, "state")
        assert "<p>没有可以比较的译文。</p>" in page(app, "parity")


def test_other_builders_have_the_languages_and_no_long_table(project: Path) -> None:
    with built(project, "text", **OPTIONS) as app:
        state, parity = page(app, "state", "txt"), page(app, "parity", "txt")

    assert warnings(app) == []
    assert re.search(r"\s*\|\s*".join("42110"), state)
    assert "old" not in state
    assert "2 节，概念共 2 项，其中 1 项不同。" in parity
    assert "缺" not in parity


def test_titles_are_escaped(project: Path) -> None:
    path = project / "docs" / "notice" / "index.md"
    path.write_text(path.read_text("utf-8").replace("# 关于", "# \\<b>&关于", 1), "utf-8")

    with built(project, **OPTIONS) as app:
        html = page(app, "state")

    assert "&lt;b&gt;&amp;关于" in html
    assert "<b>&关于" not in html


def test_the_pages_are_read_and_written_in_parallel(project: Path) -> None:
    with built(project, **OPTIONS) as app:
        alone = page(app, "state"), page(app, "parity")

    with built(project, **OPTIONS, parallel=2, freshenv=True) as app:
        assert (page(app, "state"), page(app, "parity")) == alone
