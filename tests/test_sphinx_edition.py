"""Marks in restored pages, and the pages about a text."""

import json
import os
import re
from pathlib import Path

import pytest
from docutils import nodes

from conftest import MakeText
from sites import CONJECTURE, GAP, INDEX, SPAM, built, page, warnings, write_edition, write_project
from zhengming.apparatus import CAUSES, CERTAINTIES, EVIDENCE, KINDS
from zhengming.languages import TAGS
from zhengming.record import load
from zhengming.restore import files, restore
from zhengming.sphinx import wording


def plain(html: str) -> str:
    """Return HTML without its tags and without space at the ends of lines."""
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"<[^>]+>", "", html))


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A project that has been built once; its files are a minute old."""
    write_edition(tmp_path)
    with built(tmp_path):
        pass
    return tmp_path


def test_a_page_reads_as_it_was_restored(tmp_path: Path) -> None:
    restoration = write_edition(tmp_path)

    with built(tmp_path) as app:
        found = {
            (name, node["ids"][0]): node.astext()
            for name in ("index", "chapter")
            for node in app.env.get_doctree(f"docs/notice/{name}").findall(nodes.TextElement)
            if node["ids"] and isinstance(node, nodes.paragraph)
        }

    assert warnings(app) == []
    assert found == {
        (paragraph.page, paragraph.anchor): paragraph.text
        for paragraph in restoration.paragraphs
        if not paragraph.level
    }


def test_a_mark_has_its_reason_and_a_footnote(tmp_path: Path) -> None:
    write_edition(tmp_path)
    reason = "改正：底本作“展修”。或作“开展”。成因：洗稿替换；依据：上下文；确度：低。"

    with built(tmp_path) as app:
        html = page(app, "docs/notice/chapter")

    mark = f'<span class="zm-mark zm-conjecture" data-reason="{reason}" id="{CONJECTURE}"'
    assert f'{mark} tabindex="-1">扩建<a class="footnote-reference' in html
    assert f'href="#note-{CONJECTURE}" id="ref-{CONJECTURE}" role="doc-noteref"' in html
    assert f'<a role="doc-backlink" href="#ref-{CONJECTURE}">2</a>' in html
    assert f"<p>{reason}</p>" in html


def test_a_gap_says_what_is_missing(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        html = page(app, "docs/notice/chapter")

    assert f'id="{GAP}" tabindex="-1">〔……〕' in html
    assert "<p>阙文：底本此处有脱漏。成因：号码过滤；依据：上下文；确度：高。</p>" in html


def test_footnotes_follow_the_page(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        html = page(app, "docs/notice/chapter")

    names = re.findall(r'class="footnote-reference[^>]*href="#note-(\w+)"', html)
    assert len(names) == 5
    assert names[:3] == ["supplied", CONJECTURE, GAP]
    assert names[4] == "supplied"


def test_a_shared_footnote_leads_back_to_each_heading(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        html = page(app, "docs/notice/chapter")

    assert html.count('id="note-supplied"') == 1
    assert 'role="doc-backlink" href="#ref-supplied"' in html
    assert 'role="doc-backlink" href="#ref-supplied-2"' in html
    assert 'id="ref-supplied-2"' in html


def test_a_long_list_of_places_folds_away(tmp_path: Path, make_text: MakeText) -> None:
    witness = "题\n" + "搜集。\n" * 9
    record = "pages: {index: [{block: 0, heading: 1}, {block: 1-9}]}\n"
    folder = make_text(witness, record, "搜集,网络,,,spin,high,context,,\n")
    for path, text in files(restore(load(folder))).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    with built(write_project(tmp_path, index=INDEX)) as app:
        html = page(app, "docs/notice/apparatus")

    assert warnings(app) == []
    folded = html[html.index("<details><summary>9段</summary>") : html.index("</details>")]
    assert re.findall(r'href="index.html#p00(\d)">\1</a>', folded) == list("123456789")


def test_a_supplied_heading_is_marked_in_the_page_only(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        chapter = page(app, "docs/notice/chapter")
        contents = app.env.tocs["docs/notice/chapter"].pformat()
        title = app.env.titles["docs/notice/chapter"].astext()

    assert re.search(r"<h1>一、总则<a class=\"footnote-reference", chapter)
    assert "<p>底本此处脱落，标题等由编者补入。依据：公开副本；确度：高。</p>" in chapter
    assert "<p>补入：底本无此文字。拟题。成因：标题脱落；依据：编者推断；确度：中。</p>" in chapter
    assert title == "一、总则"
    assert "footnote" not in contents


def test_an_unknown_emendation_is_warned_of_at_its_line(tmp_path: Path) -> None:
    write_edition(tmp_path)
    path = tmp_path / "docs/notice/chapter.md"
    text = path.read_text(encoding="utf-8").replace(CONJECTURE, "w9999")
    line = text[: text.index("w9999")].count("\n") + 1
    path.write_text(text, encoding="utf-8")

    with built(tmp_path) as app:
        html = page(app, "docs/notice/chapter")

    assert warnings(app) == [
        f"docs/notice/chapter.md:{line}: WARNING: conjecture of 'w9999',"
        " which is no emendation of this text [zhengming.role]",
        "docs/notice/apparatus.md:3: WARNING: no anchor"
        f" docs/notice/chapter#{CONJECTURE} [ref.anchor]",
    ]
    assert "发展要稳，扩建平台。" in plain(html)


def test_a_mark_without_an_id_is_warned_of(tmp_path: Path) -> None:
    with built(write_project(tmp_path, index="# 首页\n\n原文{gap}`阙`。\n")) as app:
        html = page(app, "index")

    assert warnings(app) == [
        "index.md:3: WARNING: gap '阙' names no emendation;"
        " write words, a space and <id> [zhengming.role]"
    ]
    assert "原文阙。" in plain(html)


def test_of_the_apparatus_only_what_editors_say_is_translated(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path, "gettext", gettext_compact=False) as app:
        folder = Path(app.outdir) / "docs" / "notice"
        messages = {
            path.stem: re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.M)
            for path in folder.glob("*.pot")
        }

    assert warnings(app) == []
    assert messages == {
        "index": ["关于网络的通知", "各单位，请遵守网络安全法。", "某办公室", "归作者"],
        "chapter": [
            "一、总则",
            f"第一条 推动发展，发展要稳，{{conjecture}}`扩建 <{CONJECTURE}>`平台。"
            f"截至{{gap}}`〔……〕 <{GAP}>`日止。",
            "二、附则",
            "第二条 自发布之日起施行。",
            "三、说明",
            "第三条 另行通知。",
        ],
        "apparatus": ["校勘记", "或作“开展”", "拟题"],
        "witness": ["底本对读"],
    }


def test_spam_is_shown_nowhere(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        pages = {path.stem: path.read_text("utf-8") for path in Path(app.outdir).rglob("*.html")}

    assert [name for name, html in pages.items() if SPAM in html] == []
    assert "〔垃圾文字5字，略〕关于搜集的通知" in plain(pages["witness"])
    assert "垃圾文字 5 字（汉字5）" in plain(pages["apparatus"])


def test_the_box_says_what_the_text_is(tmp_path: Path) -> None:
    restoration = write_edition(tmp_path)
    digest = restoration.record.sha256

    with built(tmp_path) as app:
        html = page(app, "docs/notice/index")

    box = html[html.index("zm-edition") :]
    text = plain(box)
    for words in (
        "题名:\n关于网络的通知",
        "原题:\n〔垃圾文字5字，略〕关于搜集的通知",
        "作者:\n某办公室",
        "日期:\n2024-05-01",
        "底本语言:\n简体中文",
        "共 20 处：改正 5，补入 3，阙文 1，删除 2，规范 9",
    ):
        assert words in text
    assert f'<abbr title="{digest}">{digest[:12]}…</abbr>' in box
    assert 'href="https://example.org/notice"' in box
    assert 'href="apparatus.html"' in box
    assert 'href="witness.html"' in box


def test_the_apparatus_counts_and_groups(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        html = page(app, "docs/notice/apparatus")

    lines = plain(html).split("\n")
    start = lines.index("改正")
    assert lines[start : start + 6] == ["改正", "洗稿替换", "4", "–", "1", "5"]
    marked = html[html.index('id="marked"') : html.index('id="corr"')]
    assert f'href="chapter.html#{CONJECTURE}"' in marked
    assert "第3段：第一条 推动发展，发展要稳，扩建平台。截至〔……〕日止。" in plain(marked)
    changes = html[html.index('id="corr-spin"') :]
    row = changes[changes.index('<del lang="zh-Hans">进展</del>') :]
    assert plain(row[: row.index("</tr>")]).split() == (
        ["进展", "→", "发展", "2", "本文换词表", "高", "3×2"]
    )
    assert '<a class="reference internal" href="chapter.html#p003">3</a>' in row


def test_the_apparatus_sums_up_signs_and_space(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        html = page(app, "docs/notice/apparatus")

    start = html.index('id="reg-folding"')
    assert plain(html[start : html.index("</table>", start)]).split()[-3:] == [",", "，", "3"]
    start = html.index('id="reg-layout"')
    assert "⏎⏎" in html[start : html.index("</table>", start)]


def test_the_witness_stands_beside_the_page(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        html = page(app, "docs/notice/witness")

    rows = re.split(r'<div class="zm-row[^>]*>', html)[1:]
    sides = [re.split(r'<div class="[^"]*zm-is[^>]*>', row) for row in rows[1:]]
    assert [[plain(side).strip() for side in pair] for pair in sides[:6]] == [
        ["〔垃圾文字5字，略〕关于搜集的通知", "标题 关于网络的通知"],
        ["常见问题 | 小编", ""],
        ["各单位,请遵守搜集安全法。", "2 各单位，请遵守网络安全法。"],
        ["", "标题 一、总则"],
        [
            "第一条 推动进展,进展要稳,展修平台。截至日止。",
            "3 第一条 推动发展，发展要稳，扩建平台。截至〔……〕日止。",
        ],
        ["", "标题 二、附则"],
    ]
    assert '<ins class="zm-unsure">扩建</ins>' in rows[5]
    assert 'href="chapter.html#p003"' in rows[5]
    assert 'lang="zh-Hans"' in rows[5]


def test_an_unknown_text_is_an_error_that_names_the_known(tmp_path: Path) -> None:
    write_edition(tmp_path)
    index = tmp_path / "docs/notice/index.md"
    index.write_text("# 题\n\n```{edition} other\n```\n", encoding="utf-8")

    with built(tmp_path) as app:
        found = warnings(app)

    assert (
        "docs/notice/index.md:3: ERROR: text 'other'; expected one of: notice [docutils]" in found
    )


def test_a_record_that_does_not_load_is_warned_of(tmp_path: Path) -> None:
    write_edition(tmp_path)
    record = tmp_path / "docs/sources/notice/record.yaml"
    text = record.read_text(encoding="utf-8").replace("language: zh-Hans", "language: zh")
    record.write_text(text, encoding="utf-8")

    with built(tmp_path) as app:
        found = warnings(app)

    assert len(found) == 3
    assert found[0].startswith("docs/notice/apparatus.md:5: WARNING: ")
    assert "language 'zh'" in found[0]


def test_an_apparatus_that_does_not_fit_is_warned_of(tmp_path: Path) -> None:
    write_edition(tmp_path)
    path = tmp_path / "docs/sources/notice/apparatus.jsonl"
    lines = path.read_text(encoding="utf-8").split("\n")
    last = json.loads(lines[-2]) | {"id": "w999", "witness": [999, 1000], "cause": "editor"}
    path.write_text("\n".join([*lines[:-1], json.dumps(last)]) + "\n", encoding="utf-8")

    with built(tmp_path) as app:
        found = warnings(app)

    assert "w999 of the apparatus fits no block [zhengming.text]" in "".join(found)


def test_an_apparatus_that_is_broken_is_warned_of_once(tmp_path: Path) -> None:
    write_edition(tmp_path)
    path = tmp_path / "docs/sources/notice/apparatus.jsonl"
    path.write_text("<<<<<<< ours\n" + path.read_text(encoding="utf-8"), encoding="utf-8")

    with built(tmp_path) as app:
        found = [line for line in warnings(app) if "as `zhengming restore` writes it" in line]

    assert len(found) == 1
    assert "WARNING: docs/sources/notice/apparatus.jsonl is not as" in found[0]


def test_a_place_that_is_on_no_page_is_warned_of(tmp_path: Path) -> None:
    write_edition(tmp_path)
    path = tmp_path / "docs/notice/chapter.md"
    text = path.read_text(encoding="utf-8").replace("{#p004}", "{#p400}")
    path.write_text(text, encoding="utf-8")

    with built(tmp_path) as app:
        found = warnings(app)

    assert "no anchor docs/notice/chapter#p004 [ref.anchor]" in "".join(found)


def test_a_changed_apparatus_renews_what_uses_it(changed: Path) -> None:
    path = changed / "docs/sources/notice/apparatus.jsonl"
    text = path.read_text(encoding="utf-8").replace("或作“开展”", "或作“扩展”")
    path.write_text(text, encoding="utf-8")
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime + 60))

    with built(changed) as app:
        chapter, about = page(app, "docs/notice/chapter"), page(app, "docs/notice/apparatus")

    assert "或作“扩展”" in chapter
    assert "或作“扩展”" in about


def test_a_changed_page_is_read_alone(changed: Path) -> None:
    path = changed / "docs/notice/chapter.md"
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime + 60))

    with built(changed) as app:
        status = app.status.getvalue()

    assert "0 added, 1 changed, 0 removed" in status
    assert "docs/notice/apparatus" not in status


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo", "singlehtml", "xml"])
def test_other_builders_have_words_and_notes(tmp_path: Path, builder: str) -> None:
    write_edition(tmp_path)
    documents = {
        "latex_documents": [("index", "book.tex", "书", "人", "manual")],
        "man_pages": [("index", "book", "书", ["人"], 1)],
        "texinfo_documents": [("index", "book", "书", "人", "book", "", "")],
    }

    with built(tmp_path, builder, **documents) as app:
        names = {"latex": "book.tex", "man": "book.1", "texinfo": "book.texi"}
        name = names.get(builder, "index.html")
        if builder in ("text", "xml"):
            name = "docs/notice/chapter." + {"text": "txt", "xml": "xml"}[builder]
        written = (Path(app.outdir) / name).read_text(encoding="utf-8")

    assert warnings(app) == []
    assert "扩建" in written
    assert "或作“开展”" in written
    assert SPAM not in written


def test_two_processes_write_the_same(tmp_path: Path) -> None:
    found = []
    for jobs in (1, 2):
        root = tmp_path / str(jobs)
        root.mkdir()
        write_edition(root)
        with built(root, parallel=jobs) as app:
            assert warnings(app) == []
            found.append(
                {path.name: path.read_text("utf-8") for path in Path(app.outdir).rglob("*.html")}
            )

    assert found[0] == found[1]


def test_every_word_of_an_emendation_has_a_label() -> None:
    labels = [
        *(wording.kind(name) for name in KINDS),
        *(wording.cause(name) for name in CAUSES),
        *(wording.certainty(name) for name in CERTAINTIES),
        *(wording.evidence([name]) for name in EVIDENCE),
        *(wording.language(name) for name in TAGS),
    ]

    assert [label for label in labels if str(label).isascii()] == []
