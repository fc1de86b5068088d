"""Charts: a shape for each thing, names escaped, nothing that a strict policy forbids."""

import re
import xml.etree.ElementTree as ET

from zhengming.sphinx.charts import Ladder, Line, Matrix, Neighbour, Part, Strip

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ET.Element:
    """Return a drawing as a tree: it must be well-formed, and have no style or script."""
    assert not re.search(r"\sstyle=|\son\w+=|<script", svg)
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def texts(root: ET.Element) -> list[str]:
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


def href(docname: str) -> str:
    return f"{docname}.html"


def test_a_strip_has_a_bar_for_each_paragraph_with_a_place() -> None:
    parts = [Part("前言", 4, ()), Part("一、<b>&", 10, (0, 9, 9, 9, 9))]

    root = parsed(Strip("全文", parts).svg(href))

    bars = [(rect.get("x"), rect.get("height")) for rect in root.iter(f"{SVG}rect")]
    titles = [node.text for node in root.iter(f"{SVG}title")]
    assert [height for _x, height in bars] == ["9", "27"]
    assert float(bars[0][0] or 0) < float(bars[1][0] or 0) <= 640
    assert titles == ["前言 0", "一、<b>& 5"]
    assert (root.get("role"), root.get("aria-label")) == ("img", "全文")


def test_a_name_that_does_not_fit_is_cut_or_left_out() -> None:
    parts = [Part("很长很长很长的一个标题" * 9, 99, ()), Part("结束语", 1, ())]

    root = parsed(Strip("全文", parts).svg(href))

    (shown,) = texts(root)
    assert shown.startswith("很长很长")
    assert shown.endswith("…")


def test_a_ladder_links_all_but_itself() -> None:
    own = Neighbour("网络主权", "", "", 4)
    above, below = Neighbour("主权", "上位", "a", 0), Neighbour('"<x>', "下位", "b", 400)

    root = parsed(Ladder(own, [above], [below], []).svg(href))

    links = [node.get("href") for node in root.iter(f"{SVG}a")]
    dots = [(node.get("cx"), node.get("cy"), node.get("r")) for node in root.iter(f"{SVG}circle")]
    assert links == ["a.html", "b.html"]
    assert texts(root) == ["主权 上位", "网络主权 ", '"<x> 下位']
    assert dots == [("10", "13", "3.0"), ("34", "39", "4.0"), ("58", "65", "8.0")]
    assert root.get("aria-hidden") == "true"


def test_discs_of_a_matrix_grow_by_area() -> None:
    lines = [Line("算法", "a", (0, 4)), Line("数据", "b", (16, 1))]

    root = parsed(Matrix("表", ["前言", "一"], lines).svg(href))

    discs = [(node.get("r"), node[0].text) for node in root.iter(f"{SVG}circle")]
    assert discs == [("6.0", "算法：一 4"), ("12.0", "数据：前言 16"), ("3.0", "数据：一 1")]
