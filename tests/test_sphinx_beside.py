"""What can be read beside a page: offered where there is something, and written for others."""

import re
from pathlib import Path
from typing import Any

import pytest

import glossaries
from sites import built, given, page, write_edition, write_project
from zhengming.text import text_anchor

LANGUAGES = ["zh_CN", "zh_TW", "zh_HK", "en"]
OPTIONS: dict[str, Any] = {"html_theme": "zhengming", "zhengming_languages": LANGUAGES}
PAGE = "# 题\n\n第一段，算法。\n\n{#p7}\n第二段。\n\n- 条目\n  - 内条\n\n| 表 |\n|---|\n| 格 |\n"


def offered(html: str) -> list[str]:
    """Return what a page offers to stand beside it."""
    return re.findall(r'data-with="([^"]*)"', html)


def parallel(outdir: Path) -> dict[str, dict[str, str]]:
    """Return what was written for the other languages, by the name of its page."""
    folder = outdir / "_data" / "parallel"
    return {
        path.relative_to(folder).with_suffix("").as_posix(): given(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.js"))
    }


def test_a_page_offers_the_other_languages_and_is_written_for_them(tmp_path: Path) -> None:
    glossaries.write(tmp_path / "glossary")
    write_project(tmp_path, a__b=PAGE)
    head, first, item, inner, table = (
        text_anchor(text) for text in ("题", "第一段，算法。", "条目", "内条", "表格")
    )

    with built(tmp_path, **OPTIONS, suppress_warnings=["toc.not_included"]) as app:
        html = page(app, "a/b")
        written = parallel(Path(app.outdir))["a/b"]

    link = '<a class="zm-concept reference internal"'
    where = '../glossary/algorithm.html#concept-algorithm" data-concept="algorithm"'
    assert offered(html) == ["zh-tw", "zh-hk", "en"]
    assert "<p>格</p>" in written.pop(table)
    assert written == {
        head: "题",
        first: f'第一段，{link} href="{where}>算法</a>。',
        "p7": "第二段。",
        item: "<p>条目</p>",
        inner: "<p>内条</p>",
    }


def test_a_text_offers_its_witness_even_in_one_language(tmp_path: Path) -> None:
    write_edition(tmp_path)

    with built(tmp_path, html_theme="zhengming") as app:
        html = page(app, "docs/notice/chapter")

    assert offered(html) == ["witness"]
    assert re.findall(r'<input type="checkbox" name="kind" value="([a-z]*)" checked>', html) == [
        "corr",
        "supplied",
        "gap",
        "reg",
    ]


@pytest.mark.parametrize("name", ["index", "bare", "english", "docs/notice/witness", "genindex"])
def test_pages_with_nothing_to_read_beside_offer_nothing(tmp_path: Path, name: str) -> None:
    write_edition(tmp_path)
    for other, text in {
        "bare": "# 题\n",
        "english": "---\ntranslate: no\n---\n\n# A\n\nB.\n",
    }.items():
        (tmp_path / f"{other}.md").write_text(text, encoding="utf-8")
    with (tmp_path / "index.md").open("a", encoding="utf-8") as file:
        file.write("\n一段。\n")

    with built(tmp_path, **OPTIONS, suppress_warnings=["toc.not_included"]) as app:
        path = Path(app.outdir, f"{name}.html")
        html = path.read_text("utf-8") if path.exists() else ""
        written = parallel(Path(app.outdir))

    assert "zm-tools" not in html
    assert "beside.js" not in html
    assert name not in written


def test_a_language_that_is_none_of_the_site_has_no_others(tmp_path: Path) -> None:
    write_project(tmp_path, a=PAGE)

    with built(tmp_path, **OPTIONS, language="fr", suppress_warnings=["toc.not_included"]) as app:
        html = page(app, "a")

    assert offered(html) == []
    assert parallel(Path(app.outdir)) == {}


def test_a_translation_knows_where_the_apparatus_stands(tmp_path: Path) -> None:
    write_edition(tmp_path)
    found = {}

    for language in ("zh_CN", "en"):
        with built(tmp_path, **OPTIONS, language=language) as app:
            html = page(app, "docs/notice/chapter")
            (found[language],) = set(re.findall(r'data-source="([^"]*)"', html))

    assert found == {"zh_CN": "", "en": "zh-cn"}


def test_what_was_written_goes_with_its_page(tmp_path: Path) -> None:
    write_project(tmp_path, a=PAGE, b=PAGE)
    found = []

    for _build in range(2):
        with built(tmp_path, **OPTIONS, suppress_warnings=["toc.not_included"]) as app:
            found.append(list(parallel(Path(app.outdir))))
        (tmp_path / "b.md").unlink(missing_ok=True)

    assert found == [["a", "b"], ["a"]]


def test_the_same_pieces_are_not_written_again(tmp_path: Path) -> None:
    write_project(tmp_path, a=PAGE)
    times = []

    for _build in range(2):
        with built(tmp_path, **OPTIONS, suppress_warnings=["toc.not_included"]) as app:
            times.append(Path(app.outdir, "_data/parallel/a.js").stat().st_mtime_ns)
        (tmp_path / "conf.py").write_text(
            "html_show_sphinx = False\n" + (tmp_path / "conf.py").read_text()
        )

    assert times[0] == times[1]
