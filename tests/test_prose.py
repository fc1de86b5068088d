"""What is prose: each mark by a golden case, the whole by the parsers of MyST and docutils."""

import gc
import re
import time
from pathlib import Path
from typing import Literal

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given, settings
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser

from pages import SETTINGS
from zhengming.prose import Reading, read
from zhengming.prose.found import Found
from zhengming.prose.myst import MystBlocks, is_bare

Markup = Literal["myst", "rst"]
ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data" / "prose"
PAGES = sorted(
    path
    for path in [ROOT / "index.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("glossary/*.md")]
    if "sources" not in path.parts
)
MARKUPS: tuple[Markup, ...] = ("myst", "rst")
HAN = re.compile(r"[\u3400-\u9fff]")
FRONT = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
CASE = re.compile(r"^([^\n]+)\n\.\n(.*?)^\.\n(.*?)^\.\n", re.DOTALL | re.MULTILINE)


def golden_cases() -> list[object]:
    found: list[object] = []
    for name, markup in (("myst.md", "myst"), ("rst.rst", "rst")):
        text = (DATA / name).read_bytes().decode()
        for title, source, masked in CASE.findall(text):
            found.append(pytest.param(markup, source, masked, id=f"{markup}: {title}"))
    return found


def mask(text: str, markup: Markup | Literal["plain"]) -> str:
    return read(text, markup).mask


def shown(text: str, markup: Markup) -> str:
    return mask(text, markup).replace("\0", "·")


def han(text: str) -> str:
    return "".join(HAN.findall(text))


@pytest.mark.parametrize(("markup", "source", "masked"), golden_cases())
def test_mask_of_golden_case(markup: Markup, source: str, masked: str) -> None:
    assert shown(source, markup) == masked


@pytest.mark.parametrize(("markup", "source", "masked"), golden_cases())
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_mask_does_not_depend_on_line_ends(
    markup: Markup, source: str, masked: str, end: str
) -> None:
    assert shown(source.replace("\n", end), markup) == masked.replace("\n", end)


def test_all_of_a_plain_text_is_prose() -> None:
    text = "```\n`代码` <b>{x}\n"

    assert read(text, "plain") == Reading(text)


@pytest.mark.parametrize(
    ("markup", "text", "comments"),
    [
        ("myst", "% 甲\n%乙\n100 % 丙\n\n```\n% 丁\n```\n", ["% 甲", "%乙"]),
        ("myst", "> % 甲\n> 乙\n\n- % 丙\n", ["% 甲", "% 丙"]),
        ("myst", "```{note}\n% 甲\n```\n\n    % 乙\n", ["% 甲"]),
        (
            "myst",
            "<!-- 甲\n\n乙 --> 丙\n丁 <!-- 戊 --> `<!-- 己 -->`",
            ["<!-- 甲\n\n乙 -->", "<!-- 戊 -->"],
        ),
        ("myst", "<div>\n<!-- 甲 -->\n</div>\n", ["<!-- 甲 -->"]),
        ("myst", "<!-- 甲\n", []),
        ("myst", "- <!-- 甲\n\n<pre> --> </pre>\n", []),
        ("rst", ".. 甲\n   乙\n\n   丙\n丁\n", [".. 甲\n   乙\n\n   丙"]),
        ("rst", "..\n   甲\n乙\n\n..\n\n   丙\n", ["..\n   甲", ".."]),
        (
            "rst",
            "::\n\n  .. 甲\n\n.. note::\n\n   .. 乙\n\n.. _丙: x\n.. code::\n\n   .. 丁\n",
            [".. 乙"],
        ),
    ],
)
def test_comments_are_those_of_the_host_format(
    markup: Markup, text: str, comments: list[str]
) -> None:
    assert [text[slice(*span)] for span in read(text, markup).comments] == comments


LINKS: list[tuple[Markup, str, list[tuple[str, str, str]]]] = [
    ("myst", "{term}`甲`与{doc}`乙 <a>`", [("term", "甲", "甲"), ("doc", "a", "乙")]),
    ("myst", "`{term}甲` {math}`x` {kbd}`a`\n\n```\n{term}`甲`\n```\n", []),
    ("myst", "{ref}`a`与{std:term}``甲`乙``", [("ref", "a", ""), ("std:term", "甲`乙", "甲`乙")]),
    ("myst", "[甲](a.md)与[乙](<b c> '丙')", [("", "a.md", "甲"), ("", "b c", "乙")]),
    ("myst", "[](#a)![丁](d.png)<project:#b>", [("", "#a", ""), ("", "project:#b", "")]),
    ("myst", "[甲][x]、[x][]、[X]、[乙][y]\n\n[x]: <a b> '丙'\n[x]: c\n", [
        ("", "a b", "甲"), ("", "a b", "x"), ("", "a b", "X"),
    ]),
    ("myst", "> [甲\n> 乙](a)\n\n|a|\n|-|\n|[丙](b)|\n", [("", "a", "甲\n> 乙"), ("", "b", "丙")]),
    ("myst", "[{term}`甲`](a)", [("", "a", "{term}`甲`"), ("term", "甲", "甲")]),
    ("rst", "见 :term:`甲` 与 :doc:`乙 <a>`", [("term", "甲", "甲"), ("doc", "a", "乙")]),
    ("rst", ":term:`甲`: 乙", [("term", "甲", "甲")]),
    ("rst", "`甲`:term: ``x :term:`乙` x`` :math:`x`", [("term", "甲", "甲")]),
    ("rst", "`甲 <a.rst>`_ `乙 <b>`__ `丙`_ 丁_", [("", "a.rst", "甲"), ("", "b", "乙")]),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "text", "links"), LINKS)
def test_links_have_a_role_a_target_and_the_text_shown(
    markup: Markup, text: str, links: list[tuple[str, str, str]]
) -> None:
    found = read(text, markup).links

    assert [
        (link.role, text[slice(*link.target)], text[slice(*link.shown)]) for link in found
    ] == links
    assert all(
        link.span.start <= link.shown.start <= link.shown.end <= link.span.end for link in found
    )


@pytest.mark.parametrize(
    ("markup", "text", "headings"),
    [
        ("myst", "---\na: b\n---\n\n# 甲 #\n\n乙\n丙\n===\n\n## `丁` 戊\n# \n", [
            "甲", "乙\n丙", "`丁` 戊",
        ]),
        ("myst", "```\n# 甲\n```\n\n> # 乙\n\n- 丙\n  ---\n\n```{note}\n# 丁\n```\n", []),
        ("myst", "[甲]: a\n---\n\n- 乙\n---\n|a|\n|-|\n", []),
        ("rst", "甲\n==\n\n乙 `a`\n~~~~\n文\n\n====\n 丙\n====\n\n****\n丁\n****\n", [
            "甲", "乙 `a`", "丙", "丁",
        ]),
        ("rst", "甲乙丙\n--\n\n甲\n乙\n====\n\n文\n\n----\n\n  丙\n  ====\n", []),
        ("rst", "::\n\n   甲\n   ====\n\n====\n- 乙\n- 丙\n====\n", []),
        ("rst", "====  ====\n丁\n====  ====\n\n====\n 戊\n====\n====\n", ["戊"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_headings_are_the_titles_of_sections(
    markup: Markup, text: str, headings: list[str], end: str
) -> None:
    text = text.replace("\n", end)
    found = read(text, markup).headings

    assert [text[slice(*span)].replace(end, "\n") for span in found] == headings


# Signs that mean something, and words between them.
SIGNS = [*"`~:>-+*_=#<[](){}%$|0.!&\\@\"'^/ \t\n\r网x\0\u2028𠀀", "\n\n", "    ", "```", ":::"]
MARKS = ["{note}", "{term}`", "](", "<!--", "-->", "://", "`` ", "\n- ", "\n> ", "---\n", "<pre>"]
MARKS += ["::\n\n", ".. ", "\n   ", ":a: ", "`_", "|-|-|\n", "$$", "\r\n", "www."]
SOUP = st.lists(st.sampled_from(SIGNS + MARKS)).map("".join)


@given(SOUP | st.text(), st.sampled_from(MARKUPS))
@settings(max_examples=500, deadline=None)
def test_mask_keeps_places(text: str, markup: Markup) -> None:
    """Length and line ends stay; every character is itself or NUL; spans are of the text."""
    reading = read(text, markup)
    masked, comments, links = reading.mask, reading.comments, reading.links

    assert len(masked) == len(text)
    assert all(
        b == a or (b == "\0" and a not in "\r\n") for a, b in zip(text, masked, strict=True)
    )
    spans = [span for link in links for span in (link.span, link.target, link.shown)]
    for start, end in [*comments, *reading.headings, *spans]:
        assert 0 <= start <= end <= len(text)
    assert all(not masked[slice(*comment)].strip("\0 \t\r\n>") for comment in comments)


@given(st.lists(st.text("网络主权，。 ab", min_size=1).filter(str.strip), min_size=1))
def test_plain_paragraphs_are_prose_in_both_markups(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraph.strip() for paragraph in paragraphs)

    assert [mask(text, markup) for markup in MARKUPS] == [text, text]


@given(SOUP | st.text())
@settings(max_examples=500, deadline=None)
def test_in_what_is_bare_there_is_nothing_to_find(text: str) -> None:
    found = Found()
    MystBlocks(text, found).read()

    assert not is_bare(text) or found == Found()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("尊重网络主权，2022年：一、二（3）；50% 的 A/B？", True),
        ("Respect \"it\" - and it's over, isn't it?", True),
        ("《甲》\n乙", True),
        ("`甲`", False),
        ("甲**乙**", False),
        ("甲 https://a.b", False),
        ("2022年", False),
        ("    甲", False),
        ("甲\n---", False),
        ("甲\n\n乙", False),
    ],
)
def test_a_paragraph_without_markup_is_bare(text: str, expected: bool) -> None:
    assert is_bare(text) is expected


WORD = st.text("网络主权数据安全治理", min_size=1, max_size=4)
HIDDEN = (
    nodes.literal | nodes.literal_block | nodes.comment | nodes.math | nodes.raw | nodes.image
    | nodes.field_name | nodes.system_message | nodes.doctest_block | nodes.target
    | nodes.substitution_definition | nodes.footnote_reference
)  # fmt: skip


def prose_of(node: nodes.Node) -> str:
    """Return the Han that readers see as text."""
    if isinstance(node, nodes.Text):
        return han(node.astext())
    is_autolink = isinstance(node, nodes.reference) and "://" in node.astext()
    if is_autolink or isinstance(node, HIDDEN):
        return ""
    return "".join(prose_of(child) for child in node.children)


def parsed(source: str, markup: Markup) -> nodes.document:
    quiet = {"report_level": 5, "halt_level": 5, "doctitle_xform": False}
    quiet |= {"docinfo_xform": False, "myst_all_links_external": True}
    if markup == "rst":
        return publish_doctree(source, settings_overrides=quiet)
    return publish_doctree(source, parser=Parser(), settings_overrides={**SETTINGS, **quiet})


MYST_INLINE = st.one_of(
    WORD,
    *(
        st.builds(form.format, WORD, WORD)
        for form in ("`{0}`", "``{0} ` {1}``", "**{0}**，", "[{0}]({1}.md)", "{{sub}}`{0}`",
                     "\\*{0}\\*", "{{math}}`{0}`", "[{0}](<{1} {1}>)", "a*{0}* ", "{0}&amp;{1}",
                     "<https://a.b/{0}>", "`{0}\n{1}`", "[`{0}`{1}](#{0})", "[{0}", "{{{0}}}",
                     "[{0}] ({1})", "{0}`", "<{0}>", "{0}\n{1}")
    ),
)  # fmt: skip
RST_INLINE = st.one_of(
    WORD,
    *(
        st.builds(form.format, WORD, WORD)
        for form in (" ``{0}`` ", " ``{0} ` {1}`` ", " **{0}** ", " `{0} <{1}.html>`_ ",
                     " :sub:`{0}` ", "\\*{0}\\*", " :math:`{0}` ", "{0}\n{1}", " `{0}` ",
                     " :code:`{0}` ", "({0})")
    ),
)  # fmt: skip


def blocks(inline: st.SearchStrategy[str], forms: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return documents of blocks of these forms: {0} takes text on one line, {1} a word."""
    line = st.lists(inline, min_size=1, max_size=4).map(lambda parts: "字" + "".join(parts))
    flat = line.map(lambda text: text.replace("\n", " "))
    block = st.one_of(line, *(st.builds(form.format, flat, WORD) for form in forms))
    return st.lists(block, min_size=1, max_size=5).map("\n\n".join)


MYST_BLOCKS = (
    "# {0}", "{0}\n---", "- {0}\n- {0}\n\n  {0}\n\n      {1}", "1. {0}\n   - {0}",
    "> {0}\n> {0}\n{0}", "> - {0}\n>   {0}", "```\n{1}\n```", "~~~{1}\n{1}\n```\n~~~", "    {1}",
    "- {0}\n\n  ```\n  {1}\n  ```\n  {0}", "```{{note}}\n{0}\n```", "```{{code}} python\n{1}\n```",
    "````{{tip}}\n:name: {1}\n\n{0}\n```{{code}}\n{1}\n```\n````", "% {1}", "({1})=\n{0}",
    ":::{{admonition}} {0}\n{0}\n\n- {0}\n:::", ":::{{note}}\n---\nname: {1}\n---\n{0}\n:::",
    "| {1} | {1} |\n|--|--|\n| {1} | `{1}` |", "+++ {1}", "{{#{1}}}\n{0}", "***", "> ```\n> {1}",
    "{1}\n: {0}\n  {0}", "```{{figure}} {1}.png\n:alt: {1}\n\n{0}\n```", "{0}\n    {0}",
    "- {0}\n{0}\n# {0}", "{0}\n2. {0}", "{0}\n> {0}", ":::{1}\n{0}\n:::",
)  # fmt: skip
RST_BLOCKS = (
    "- {0}\n- {0}\n\n  {0}", "1. {0}", "段\n\n  {0}", "::\n\n  {1}\n\n  {1}", "{0}::\n\n  {1}",
    ".. {1}\n   {1}", ".. note:: {0}\n   {0}", ".. note::\n   :name: {1}\n\n   {0}\n\n   {0}",
    ".. code:: python\n   :name: {1}\n\n   {1}", ".. admonition:: {0}\n\n   - {0}",
    "| {0}\n| {0}",
    ".. figure:: {1}.png\n   :alt: {1}\n\n   {0}", ".. image:: {1}.png", ":{1}: {0}",
    ".. _{1}: http://a.b/{1}", ">>> {1}\n{1}",
    "==========  ==========\n甲          {1}\n==========  ==========",
    "- {0}\n\n  ::\n\n   {1}",
    "{1}\n  {0}", "..\n\n  {0}", ".. topic:: {0}\n\n   {0}",
)  # fmt: skip


def is_prose_of(markup: Markup, source: str) -> None:
    assert han(mask(source, markup)) == prose_of(parsed(source, markup)), source


@given(blocks(MYST_INLINE, MYST_BLOCKS))
@settings(max_examples=200, deadline=None)
def test_mask_of_myst_is_what_myst_parser_reads_as_text(source: str) -> None:
    is_prose_of("myst", source)


@given(blocks(RST_INLINE, RST_BLOCKS))
@settings(max_examples=200, deadline=None)
def test_mask_of_rst_is_what_docutils_reads_as_text(source: str) -> None:
    is_prose_of("rst", source)


@pytest.mark.parametrize(
    "folder", sorted({path.parent for path in PAGES}), ids=lambda path: str(path.relative_to(ROOT))
)
def test_mask_hides_no_text_of_our_pages(folder: Path) -> None:
    """Han of paragraphs and titles are in the mask, in order, and little else; titles are told."""
    # Setting up a parser takes longer than most pages: those of a folder are read as one.
    pages = [path.read_text(encoding="utf-8") for path in PAGES if path.parent == folder]
    source = "\n\n".join([pages[0], *(FRONT.sub("", page) for page in pages[1:])])
    reading = read(source, "myst")
    # Roles of the site are unknown here: their text is what stands before the target.
    known = re.sub(r"\{(?:conjecture|gap|term)\}`([^`<]*?)(?: <[^<>`]*>)?`", r"\1", source)
    known = re.sub(r"^```\{[a-z]+\}.*?^```$", "", known, flags=re.DOTALL | re.MULTILINE)
    document = parsed(known, "myst")
    expected = prose_of(document)
    titles = document.findall(nodes.title)

    assert [han(reading.mask[slice(*span)]) for span in reading.headings] == [
        prose_of(title) for title in titles if isinstance(title.parent, nodes.section)
    ]
    assert han(reading.mask) == expected == "".join(han(mask(page, "myst")) for page in pages)


ATOMS = "` [ < { * _ ]( ![ <a <!-- {a}` $a @ :// a@ \\ | `a``b [a]: [](x< ~~ :a:` .. > - a::\\n"
LINES = ["```{n} a\n", ":::{note}\n", "> a\n", "- a\n  ", "a|b\n-|-\n", "$$\n", "a::\n\n", "1. "]


def seconds(text: str, markup: Markup) -> float:
    # What others left in memory is not ours to look through.
    gc.disable()
    start = time.process_time()
    mask(text, markup)
    taken = time.process_time() - start
    gc.enable()
    return taken


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("atom", [*ATOMS.split(), *LINES])
def test_mask_takes_linear_time(atom: str, markup: Markup) -> None:
    text = atom * (60_000 // len(atom))
    whole = seconds(text, markup)

    # Under a tracer all is slow: then twice the text may take about twice the time.
    assert whole < 0.15 or whole < 3 * seconds(text[: len(text) // 2], markup)
