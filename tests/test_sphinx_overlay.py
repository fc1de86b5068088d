"""The apparatus for scripts: all of it, at its characters, and nothing that nobody should see."""

from pathlib import Path
from typing import Any

import pytest

from sites import SPAM, WITNESS, built, given, page, warnings, write_edition
from zhengming.apparatus import CERTAINTIES, KINDS, load
from zhengming.sphinx import overlay

NOTES = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'


def values(outdir: Path) -> dict[str, Any]:
    """Return what was written, by the name of its page."""
    folder = outdir / "_data" / "apparatus"
    return {
        path.relative_to(folder).with_suffix("").as_posix(): given(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.js"))
    }


def test_a_page_has_its_paragraphs_in_pieces(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        found = values(Path(app.outdir))

    assert warnings(app) == []
    assert list(found) == ["docs/notice/chapter", "docs/notice/index"]
    assert found["docs/notice/index"] == {
        "language": "zh-Hans",
        "grounds": [
            [
                "surplus",
                "high",
                "删除：底本此处为垃圾文字 5 字（汉字5）",
                "成因：垃圾广告；依据：上下文；确度：高",
            ],
            [
                "corr",
                "high",
                "改正：底本作“{before}”",
                "成因：洗稿替换；依据：固定名称；确度：高",
            ],
            [
                "surplus",
                "high",
                "删除：底本作“{before}”",
                "成因：网页残留；依据：上下文；确度：高",
            ],
            [
                "reg",
                "high",
                "规范：底本作“{before}”",
                "成因：全角变半角；依据：对照表；确度：高",
            ],
        ],
        "paragraphs": {
            "s-63789f93": [
                ["〔垃圾文字5字，略〕", "", 0],
                "关于",
                ["搜集", "网络", 1],
                "的通知",
                ["常见问题 | 小编", "", 2, 1],
            ],
            "p002": ["各单位", [",", "，", 3], "请遵守", ["搜集", "网络", 1], "安全法。"],
        },
    }


def test_notes_stand_between_what_was_done_and_why(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        grounds = values(Path(app.outdir))["docs/notice/chapter"]["grounds"]

    assert [
        "corr",
        "low",
        "改正：底本作“{before}”",
        "或作“开展”",
        "成因：洗稿替换；依据：上下文；确度：低",
    ] in grounds


def test_notes_are_in_the_language_of_the_site(tmp_path: Path) -> None:
    write_edition(tmp_path)
    catalog = tmp_path / "locale/en/LC_MESSAGES/docs/notice/apparatus.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(f'{NOTES}\nmsgid "或作“开展”"\nmsgstr "or 开展"\n', encoding="utf-8")

    with built(tmp_path, language="en", locale_dirs=["locale"], gettext_compact=False) as app:
        grounds = values(Path(app.outdir))["docs/notice/chapter"]["grounds"]

    assert [ground[3] for ground in grounds if ground[1] == "low"] == ["Or 开展"]


def test_every_emendation_but_space_between_blocks_is_there(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        found = values(Path(app.outdir)).values()
    pieces = [
        piece
        for value in found
        for there in value["paragraphs"].values()
        for piece in there
        if not isinstance(piece, str)
    ]

    items = load(tmp_path / "docs" / "sources" / "notice" / "apparatus.jsonl")
    assert len(pieces) == sum(item.cause != "layout" for item in items)


def test_nobody_sees_spam(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        scripts = [path.read_text("utf-8") for path in Path(app.outdir, "_data").rglob("*.js")]

    assert SPAM in WITNESS
    assert [script for script in scripts if SPAM in script] == []


def test_a_page_that_was_edited_is_told_of(tmp_path: Path) -> None:
    write_edition(tmp_path)
    path = tmp_path / "docs" / "notice" / "chapter.md"
    path.write_text(path.read_text("utf-8").replace("另行通知", "另行公告"), "utf-8")

    with built(tmp_path) as app:
        found = warnings(app)

    line = path.read_text("utf-8").split("\n").index("第三条 另行公告。") + 1
    message = "WARNING: p005 is not as the apparatus has it; run `zhengming restore`"
    assert found == [f"docs/notice/chapter.md:{line}: {message} [zhengming.text]"]


def test_a_record_that_cannot_be_read_is_told_of_by_the_views_alone(tmp_path: Path) -> None:
    write_edition(tmp_path)
    path = tmp_path / "docs" / "sources" / "notice" / "record.yaml"
    path.write_text(path.read_text("utf-8") + "more: 1\n", encoding="utf-8")

    with built(tmp_path) as app:
        found = {line.partition(":")[0] for line in warnings(app)}
        html = page(app, "docs/notice/chapter")
        written = values(Path(app.outdir))

    assert found == {f"docs/notice/{name}.md" for name in ("apparatus", "index", "witness")}
    assert "另行通知" in html
    assert written == {}


@pytest.mark.parametrize("name", ["index", "docs/notice/apparatus", "docs/notice/witness"])
def test_pages_without_restored_text_have_none(tmp_path: Path, name: str) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        assert overlay.overlay(app.env, name) is None


def test_kinds_and_certainties_are_counted(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path) as app:
        found = overlay.overlay(app.env, "docs/notice/chapter")

    assert found
    assert found.counts("kind", KINDS) == {"corr": 3, "supplied": 3, "gap": 1, "reg": 2}
    assert found.counts("certainty", CERTAINTIES) == {"high": 7, "medium": 1, "low": 1}
