"""Anchors are the same in every language and do not depend on what stands around."""

import re
from pathlib import Path

import pytest
from docutils import nodes

from sites import built, first_ids, page, warnings, write_project
from zhengming.text import text_anchor

PAGE = """\
# 网络主权

第一段。

{#p055}
第二段。

## 网络主权

第一段。

> 引文。

- 列表。

| 表 |
|----|
| 格 |

:::{note}
提示。
:::
"""


def test_headings_and_running_text_have_anchors_of_their_text(tmp_path: Path) -> None:
    heading, first, quoted = (text_anchor(text) for text in ("网络主权", "第一段。", "引文。"))

    with built(write_project(tmp_path, index=PAGE)) as app:
        found = first_ids(app.env.get_doctree("index"))

    assert warnings(app) == []
    assert found == [
        ("section", heading),
        ("paragraph", first),
        ("paragraph", "p055"),
        ("section", f"{heading}-2"),
        ("paragraph", f"{first}-2"),
        ("paragraph", quoted),
        *[("paragraph", "")] * 4,
    ]


def test_lists_tables_and_notes_have_anchors_too(tmp_path: Path) -> None:
    text = PAGE.replace("- 列表。", "- 第一段。\n  - 内层。\n- 列表。\n\n  续。")
    wanted = {
        "list_item": [
            f"{text_anchor('第一段。')}-3",
            text_anchor("内层。"),
            text_anchor("列表。续。"),
        ],
        "table": [text_anchor("表格")],
        "note": [text_anchor("提示。")],
    }

    with built(write_project(tmp_path, index=text)) as app:
        document = app.env.get_doctree("index")
        found = {
            name: [
                next(iter(node["ids"]), "")
                for node in document.findall(nodes.Element)
                if node.tagname == name
            ]
            for name in wanted
        }

    assert warnings(app) == []
    assert found == wanted


def test_anchors_outlive_new_neighbours(tmp_path: Path) -> None:
    with built(write_project(tmp_path, index=PAGE)) as app:
        before = first_ids(app.env.get_doctree("index"))
    longer = PAGE.replace("第一段", "新的一段。\n\n## 新的一节\n\n第一段", 1)
    with built(write_project(tmp_path, index=longer)) as app:
        after = first_ids(app.env.get_doctree("index"))

    assert len(after) == len(before) + 2
    assert [entry for entry in before if entry not in after] == []


def test_a_heading_keeps_an_id_of_its_own(tmp_path: Path) -> None:
    text = "# 首页\n\n{#own}\n## 一\n\n(label)=\n## 二\n"

    with built(write_project(tmp_path, index=text)) as app:
        found = first_ids(app.env.get_doctree("index"))

    assert [name for _tag, name in found[1:]] == ["own", "label"]


def test_no_id_is_a_number_that_moves(tmp_path: Path) -> None:
    with built(write_project(tmp_path, index=PAGE)) as app:
        html = page(app, "index")

    assert re.findall(r'id="id[0-9]+"', html) == []


@pytest.mark.parametrize("language", ["en", "zh_TW"])
def test_anchors_are_the_same_in_a_translation(tmp_path: Path, language: str) -> None:
    write_project(tmp_path, index="# 网络主权\n\n第一段。\n\n{#p055}\n第二段。\n")
    messages = tmp_path / "locale" / language / "LC_MESSAGES"
    messages.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    pairs = {"网络主权": "Cyber sovereignty", "第一段。": "One.", "第二段。": "Two."}
    entries = (f'msgid "{source}"\nmsgstr "{text}"\n\n' for source, text in pairs.items())
    (messages / "index.po").write_text(head + "".join(entries), encoding="utf-8")

    with built(tmp_path, exclude_patterns=["locale"], locale_dirs=["locale"]) as app:
        source = first_ids(app.env.get_doctree("index"))
    with built(
        tmp_path, exclude_patterns=["locale"], locale_dirs=["locale"], language=language
    ) as app:
        translation = app.env.get_doctree("index")

    assert "One." in translation.astext()
    assert first_ids(translation) == source


def test_a_paragraph_begins_with_a_named_link_to_itself(tmp_path: Path) -> None:
    anchor = text_anchor("第一段。")

    with built(write_project(tmp_path, index=PAGE)) as app:
        html = page(app, "index")

    named = '<a aria-label="第55段的链接" class="zm-permalink" data-number="55" href="#p055">¶</a>'
    assert f'<p id="p055">{named}第二段。</p>' in html
    assert f'aria-label="本段的链接" class="zm-permalink" href="#{anchor}"' in html
    assert html.count("zm-permalink") == 4


def test_only_html_has_links_of_paragraphs(tmp_path: Path) -> None:
    with built(write_project(tmp_path, index=PAGE), "text") as app:
        text = page(app, "index", "txt")

    assert "¶" not in text


# myst-parser 5.2 itself asks for what Sphinx 9 has deprecated.
@pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app. is deprecated")
def test_links_lead_to_anchors(tmp_path: Path) -> None:
    anchor = f"{text_anchor('网络主权')}-2"
    other = f"# 别页\n\n[节](index.md#网络主权-1) [段](index.md#p055) [文](index.md#{anchor})\n"
    toctree = "\n```{toctree}\nother\n```\n"

    root = write_project(tmp_path, index=PAGE + toctree, other=other)
    with built(root, myst_heading_anchors=2) as app:
        contents = app.env.tocs["index"].pformat()
        found = page(app, "index"), page(app, "other")

    assert warnings(app) == []
    assert f'anchorname="#{anchor}"' in contents
    assert f'<a class="headerlink" href="#{anchor}"' in found[0]
    assert re.findall(r'href="index.html#([^"]+)"', found[1]) == [anchor, "p055", anchor]


def test_an_anchor_is_never_meant_by_any(tmp_path: Path) -> None:
    text = "# 首页\n\n{#own}\n正文{any}`own`。\n"

    with built(write_project(tmp_path, index=text)) as app:
        found = warnings(app)

    assert found == ["index.md:4: WARNING: 'any' reference target not found: own [ref.any]"]


def test_two_processes_find_the_same_anchors(tmp_path: Path) -> None:
    pages = {f"page{number}": f"# 第{number}页\n\n正文{number}。\n" for number in range(8)}
    toctree = "# 首页\n\n```{toctree}\n:glob:\n\npage*\n```\n"
    roots = [tmp_path / "one", tmp_path / "two"]
    found = []

    for jobs, root in enumerate(roots, 1):
        root.mkdir()
        with built(write_project(root, index=toctree, **pages), parallel=jobs) as app:
            assert warnings(app) == []
            found.append(app.env.domaindata["zhengming"]["anchors"])

    assert found[0] == found[1]
    assert len(found[0]) == 9
