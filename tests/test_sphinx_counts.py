"""The counts of an apparatus: the same in the chart, the table, the controls and the rows."""

import re
from collections import Counter
from pathlib import Path

import pytest

from sites import built, page, warnings, write_edition
from zhengming.apparatus import load
from zhengming.sphinx.counts import Line, lines


@pytest.fixture
def html(tmp_path: Path) -> str:
    write_edition(tmp_path)
    with built(tmp_path) as app:
        assert warnings(app) == []
        return page(app, "docs/notice/apparatus")


def chart_of(html: str) -> str:
    start = html.index('<svg class="zm-counts"')
    return html[start : html.index("\n</svg>\n", start)]


def test_lines_are_by_kind_and_the_most_frequent_cause_comes_first(tmp_path: Path) -> None:
    write_edition(tmp_path)

    found = lines(load(tmp_path / "docs" / "sources" / "notice" / "apparatus.jsonl"))

    assert found == [
        Line("corr", "spin", (4, 0, 1)),
        Line("supplied", "lost-heading", (2, 1, 0)),
        Line("gap", "number-scrub", (1, 0, 0)),
        Line("surplus", "spam", (1, 0, 0)),
        Line("surplus", "chrome", (1, 0, 0)),
        Line("reg", "layout", (6, 0, 0)),
        Line("reg", "folding", (3, 0, 0)),
    ]


def test_bars_are_as_long_as_the_numbers_beside_them(html: str) -> None:
    chart = chart_of(html)
    bars = re.findall(
        r"<text x=\"0\" y=\"\d+\">([^<]*)<tspan dx=\"8\">(\d+)</tspan></text>\n((?:<rect .*\n)*)",
        chart,
    )
    lengths = {
        name: (
            number,
            re.findall(r'fill="([^"]*)" x="([\d.]*)%" y="\d+" width="([\d.]*)%"', rects),
        )
        for name, number, rects in bars
    }

    assert len(lengths) == 7
    assert lengths["改正·洗稿替换"] == (
        "5",
        [("currentColor", "0.000", "66.667"), ("none", "66.667", "16.667")],
    )
    assert lengths["规范·版面空白"] == ("6", [("currentColor", "0.000", "100.000")])
    assert lengths["补入·标题脱落"] == (
        "3",
        [("currentColor", "0.000", "33.333"), ("url(#zm-hatch)", "33.333", "16.667")],
    )


def test_a_chart_has_no_style_of_its_own(html: str) -> None:
    chart = chart_of(html)

    assert 'role="img" aria-label="各种校改的次数"' in chart
    assert "style" not in chart


def test_controls_offer_what_there_is_with_its_number(html: str) -> None:
    form = html[html.index("<form") : html.index("</form>")]
    found = re.findall(r'<option value="([^"]*)" data-word="([^"]*)">([^<]*)<', form)

    assert found == [
        ("", "全部", "全部 20"),
        ("corr", "改正", "改正 5"),
        ("supplied", "补入", "补入 3"),
        ("gap", "阙文", "阙文 1"),
        ("surplus", "删除", "删除 2"),
        ("reg", "规范", "规范 9"),
        ("", "全部", "全部 20"),
        ("spin", "洗稿替换", "洗稿替换 5"),
        ("number-scrub", "号码过滤", "号码过滤 1"),
        ("spam", "垃圾广告", "垃圾广告 1"),
        ("chrome", "网页残留", "网页残留 1"),
        ("folding", "全角变半角", "全角变半角 3"),
        ("lost-heading", "标题脱落", "标题脱落 3"),
        ("layout", "版面空白", "版面空白 6"),
        ("", "全部", "全部 20"),
        ("high", "高", "高 18"),
        ("medium", "中", "中 1"),
        ("low", "低", "低 1"),
    ]


def test_rows_know_how_much_they_stand_for(html: str) -> None:
    counts: Counter[str] = Counter()
    for count, certainty in re.findall(
        r'<tr [^>]*data-count="(\d+)" data-certainty="(\w+)"', html
    ):
        counts[certainty] += int(count)
    marked = re.findall(
        r'<li [^>]*data-count="1" data-kind="(\w+)" data-cause="([\w-]+)" data-certainty="(\w+)"',
        html,
    )

    assert counts == {"high": 17, "medium": 1}
    assert marked == [("corr", "spin", "low"), ("gap", "number-scrub", "high")]


@pytest.mark.parametrize("builder", ["text", "man", "latex"])
def test_other_builders_have_the_table_only(tmp_path: Path, builder: str) -> None:
    write_edition(tmp_path)

    with built(tmp_path, builder) as app:
        found = [
            path.read_text("utf-8")
            for path in Path(app.outdir).rglob("*")
            if path.is_file() and path.suffix in (".txt", ".tex", ".1")
        ]

    assert warnings(app) == []
    assert any("洗稿替换" in text for text in found)
    assert not any("zm-counts" in text or "全部显示" in text for text in found)
