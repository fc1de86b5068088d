"""Pieces of a written page: at their anchors, without ids, whole as HTML."""

import pytest

from zhengming.sphinx.fragments import fragments

PAGE = """\
<section id="s1">
<span id="slug"></span><h1>题<a class="zm-noteref" href="#note" id="ref">1</a>\
<a class="headerlink" href="#s1">#</a></h1>
<p id="p1">一<br />二 &lt;b&gt; &#20108;<a aria-label="x" class="zm-permalink" href="#p1">¶</a></p>
<p>没有锚点。</p>
<section id="s2">
<h2>节<em id="e">二</em></h2>
<p id="p2">三</p>
</section>
</section>
"""


def test_a_piece_stands_at_each_anchor_in_the_order_of_the_page() -> None:
    found = fragments(PAGE, {"p2", "s2", "p1", "s1"})

    assert list(found.items()) == [
        ("s1", '题<a class="zm-noteref" href="#note">1</a>'),
        ("p1", "一<br>二 &lt;b&gt; &#20108;"),
        ("s2", "节<em>二</em>"),
        ("p2", "三"),
    ]


def test_only_anchors_asked_for_have_a_piece() -> None:
    assert fragments(PAGE, {"p2", "e", "slug", "missing"}) == {"e": "<em>二</em>", "p2": "三"}


def test_an_item_has_what_stands_beside_its_lists() -> None:
    page = (
        '<ul><li id="a"><p>甲</p>\n<ul><li id="b"><p>乙</p></li><li>丁</li></ul>\n<p>丙</p></li>'
        '<li id="c">戊<ol><li>己<ul><li>庚</li></ul></li></ol></li></ul>'
    )

    found = fragments(page, {"a", "b", "c"})

    assert found == {"a": "<p>甲</p>\n\n<p>丙</p>", "b": "<p>乙</p>", "c": "戊"}


def test_a_table_is_a_piece_as_a_whole() -> None:
    rest = '<tr><td><ul><li>a &amp; b</li></ul><img src="a.png" alt=""></td></tr></table>'

    found = fragments(f'<div><table id="t" class="x">{rest}</div>', {"t"})

    assert found == {"t": f'<table class="x">{rest}'}


@pytest.mark.parametrize("value", ['"', "<>", "&amp;", "&#38;lt;"])
def test_attributes_stay_what_they_are(value: str) -> None:
    quoted = value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")

    found = fragments(f'<p id="p"><a title="{quoted}">x</a></p>', {"p"})

    assert fragments(f'<p id="q">{found["p"]}</p>', {"q"})["q"] == found["p"]
    assert "<>" not in found["p"]
