"""Books: every construct is there as text, nothing is lost in silence, the files are sound."""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from sphinx.domains import changeset
from sphinx.locale import translators
from sphinx.testing.util import SphinxTestApp

from sphinx_typst.builder import TypstError
from tools import tool

pytestmark = [
    pytest.mark.pdf,
    pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app. is deprecated"),
]

# Sphinx looks up the words of this module when it is first imported: before any build, while no
# language is set, they stay open; in a build, they are those of its language until Python ends.
assert type(changeset.versionlabels["versionadded"]) is not str

SOURCE = Path(__file__).parent / "data" / "typst"
ROOM = Path(__file__).parents[1] / "tools" / "sphinx_typst"
CONF = 'project = "Book"\nauthor = "A"\nextensions = ["sphinx_typst"]\n'


def build(root: Path, text: str = "", conf: str = CONF) -> tuple[Path, list[str]]:
    """Build the book of a project, of one page if a text is given; return it and the warnings."""
    if text:
        (root / "conf.py").write_text(conf, encoding="utf-8")
        (root / "index.rst").write_text(text, encoding="utf-8")
    # Sphinx adds the words of a language to those that a build before it has left.
    translators.clear()
    app = SphinxTestApp("typst", root)
    try:
        app.build()
    finally:
        app.cleanup()
    said = re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue())
    (book,) = Path(app.outdir).rglob("*.pdf")
    return book, [line.replace(f"{root}/", "") for line in said.splitlines() if line]


def words(book: Path) -> str:
    """Return all text of a book without white space, in the order of reading."""
    return "".join(map(words_of, PdfReader(book).pages))


def words_of(page: PageObject) -> str:
    """Return the text of a page without white space and joiners."""
    return re.sub(r"[\s\u2060]+", "", unicodedata.normalize("NFKC", page.extract_text()))


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], str]:
    """The book of every construct, what was warned of, and its text."""
    root = tmp_path_factory.mktemp("every") / "source"
    shutil.copytree(SOURCE, root)
    book, warned = build(root)
    return book, warned, words(book)


@pytest.mark.parametrize(
    "text",
    [
        "Emphasisem,strongst,literallite,",
        "LIFO(last-in,first-out)",
        "//slashes",
        "Afootnote",
        "Thenote,emphatic.",
        "Acitedwork.",
        "substituted",
        "Lists#and$signs$",
        "3.three4.four",
        "(a)letter(b)letters",
        "i.romanii.romans",
        "Definition.Secondparagraph.",
        "optiona",
        "lineoneindentedlinetwo",
        "Table1.1Thetable",
        "Fig.1.1Thecaptionhere.",
        "Andalegend.",
        "Listing1.1Alisting",
        "deff(a):",
        "plaintext#{}",
        "Awarning.•withalist",
        "Todojoriginalentry",
        "Addedinversion1.1:New.",
        "Topictitle",
        "OnlyinTypst.",
        "Rawtypsthere.",
        "第一章",
        "Somethingsescaped,asfry()‘s.",
        "Belowatitlewithoutwords.",
        "deep_code()",
        "Wordsofthatsection.",
        "•besideone•besidetwo",
        "Centredwords",
        "•Ada•Bea",
    ],
)
def test_every_construct_is_set(every: tuple[Path, list[str], str], text: str) -> None:
    assert text in every[2]


def test_nothing_of_ours_is_warned_of(every: tuple[Path, list[str], str]) -> None:
    assert every[1] == []


def test_a_note_is_set_once_and_referred_to_twice(every: tuple[Path, list[str], str]) -> None:
    assert every[2].count("Thenote,emphatic.") == 1


def test_the_index_has_pages_and_references(every: tuple[Path, list[str], str]) -> None:
    index = every[2][every[2].rindex("Index") :]

    assert re.search(r"fruit(\d+)?tree5", index)
    assert "quinceseepear" in index
    assert re.search(r"pear[\d,]*seealsomedlar", index)


def test_the_file_is_tagged_archival_and_names_its_language(
    every: tuple[Path, list[str], str],
) -> None:
    reader = PdfReader(every[0])
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()  # type: ignore[index]

    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Every construct", "Nobody")
    assert str(root["/Lang"]).startswith("en")  # type: ignore[index]
    assert bool(root["/MarkInfo"]["/Marked"])  # type: ignore[index]
    assert "<pdfuaid:part>1<" in metadata
    assert ("<pdfaid:part>2<" in metadata, "<pdfaid:conformance>B<" in metadata) == (True, True)
    assert [str(item.title) for item in reader.outline if not isinstance(item, list)][
        -1
    ] == "Index"


def test_the_structure_of_the_file_is_sound(every: tuple[Path, list[str], str]) -> None:
    checked = subprocess.run([tool("qpdf"), "--check", every[0]], capture_output=True, text=True)

    assert (checked.returncode, checked.stderr) == (0, "")


def test_all_fonts_are_in_the_file(every: tuple[Path, list[str], str]) -> None:
    bare = []
    for page in PdfReader(every[0]).pages:
        for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined]
            for inner in font.get_object().get("/DescendantFonts", [font]):
                descriptor = inner.get_object().get("/FontDescriptor", {})
                if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
                    bare.append(inner.get_object()["/BaseFont"])

    assert bare == []


def test_the_same_source_gives_the_same_bytes(
    every: tuple[Path, list[str], str], tmp_path: Path
) -> None:
    shutil.copytree(SOURCE, tmp_path / "other", ignore=shutil.ignore_patterns("_build"))

    again, _warned = build(tmp_path / "other")

    assert again.read_bytes() == every[0].read_bytes()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text('#$*_`\\"/@<>[]{}()=+-~^&|%!?;:,.ab的', min_size=1), max_size=30))
def test_no_text_becomes_code(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    root = tmp_path_factory.mktemp("hostile")
    literal = "\n".join(f"   {piece}x" for piece in pieces)

    book, warned = build(root, f"Title\n=====\n\n.. code-block:: text\n\n   x\n{literal}\n")

    expected = "".join(f"{piece}x" for piece in pieces)
    assert warned == []
    assert unicodedata.normalize("NFKC", re.sub(r"\s", "", expected)) in words(book)


def test_an_unknown_node_warns_and_keeps_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "strange_words.py").write_text(
        "from docutils import nodes\n"
        "class strange(nodes.Inline, nodes.TextElement): pass\n"
        "def role(*_args): return [strange('', '', nodes.Text('kept words'))], []\n"
        "def setup(app):\n"
        "    app.add_node(strange, html=(None, None))\n"
        "    app.add_role('strange', role)\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    conf = CONF.replace('"]', '", "strange_words"]')

    book, warned = build(tmp_path, "Title\n=====\n\nBefore :strange:`x` after.\n", conf)

    assert len(warned) == 1
    assert "index.rst:4: WARNING: unknown node type strange" in warned[0]
    assert "Beforekeptwordsafter." in words(book)


def test_a_character_without_glyph_is_an_error_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(TypstError) as caught:
        build(tmp_path, "Title\n=====\n\nFine.\n\nA sign: \U00013000.\n")

    (first, *_rest) = str(caught.value).splitlines()
    assert first == f"{tmp_path}/index.rst:6: no font has \U00013000 (U+13000)"


def test_a_book_may_lie_in_a_folder_and_has_pictures_there(tmp_path: Path) -> None:
    shutil.copy(SOURCE / "dot.png", tmp_path)
    conf = CONF + "typst_documents = [('index', 'sub/book', '', '')]\n"
    text = "Own title\n=========\n\n.. image:: dot.png\n   :alt: a dot\n"

    book, _warned = build(tmp_path, text, conf)

    reader = PdfReader(book)
    assert (book.parent.name, book.name) == ("sub", "book.pdf")
    assert reader.metadata is not None
    assert reader.metadata.title == "Own title"
    assert sum(len(page.images) for page in reader.pages) == 1


def test_what_sphinx_makes_of_graphs_is_their_source(tmp_path: Path) -> None:
    conf = CONF.replace('"]', '", "sphinx.ext.graphviz"]')
    text = "Title\n=====\n\n.. digraph:: g\n\n   this -> that\n\nIn words: |it|.\n\n"
    text += ".. |it| graph:: h\n\n   one -- two\n"

    book, warned = build(tmp_path, text, conf)

    assert [line.partition("WARNING: ")[2] for line in warned] == [
        "a graph is set as its source [typst.graph]"
    ] * 2
    assert "digraphg{this->that}" in words(book)
    assert "Inwords:graphh{one--two}." in words(book)


def test_documents_of_a_hidden_list_are_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "listed_by_autosummary.py").write_text('"""Words of a module."""\n', "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    conf = CONF.replace('"]', '", "sphinx.ext.autosummary"]')
    text = "Title\n=====\n\n.. autosummary::\n   :toctree: made\n\n   listed_by_autosummary\n"

    book, warned = build(tmp_path, text, conf)

    assert warned == []
    assert words(book).count("Wordsofamodule.") == 2


def test_a_picture_that_typst_cannot_read_is_left_out_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7\n")

    book, warned = build(
        tmp_path, "Title\n=====\n\n.. image:: page.pdf\n   :alt: a page of paper\n"
    )

    assert [line.partition("WARNING: ")[2] for line in warned] == [
        "image page.pdf is not set: it cannot be read as SVG, PNG or JPEG [typst.image]"
    ]
    assert "apageofpaper" in words(book)


def test_blocks_in_a_paragraph_are_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "blocks_within.py").write_text(
        "from docutils import nodes\n"
        "from sphinx.util.docutils import SphinxRole\n"
        "class Within(SphinxRole):\n"
        "    def run(self):\n"
        "        inner = nodes.note('', nodes.paragraph('', self.text))\n"
        "        return [nodes.inline('', '', inner)], []\n"
        "def setup(app):\n"
        "    app.add_role('within', Within())\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    conf = CONF.replace('"]', '", "blocks_within"]')

    book, warned = build(tmp_path, "Title\n=====\n\nBefore :within:`inside` after.\n", conf)

    assert warned == []
    assert "BeforeNoteinsideafter." in words(book)


def test_a_reference_to_what_is_not_set_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "unset_nodes.py").write_text(
        "from docutils import nodes\n"
        "def add(app, tree, _docname):\n"
        "    tree += nodes.comment('', 'unseen', ids=['lost'])\n"
        "    tree[0] += nodes.paragraph('', '', nodes.reference('', 'there', refid='lost'))\n"
        "def setup(app):\n"
        "    app.connect('doctree-resolved', add)\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    conf = CONF.replace('"]', '", "unset_nodes"]')

    book, warned = build(tmp_path, "Title\n=====\n\nWords.\n", conf)

    assert [line.partition("WARNING: ")[2] for line in warned] == [
        "reference to index#lost, which is not set [typst.reference]"
    ]
    assert "there" in words(book)


def test_what_has_the_class_no_pdf_is_left_out(tmp_path: Path) -> None:
    text = "Title\n=====\n\n.. container:: no-pdf\n\n   Gone.\n\nStays.\n"

    book, warned = build(tmp_path, text)

    assert warned == []
    assert "Gone" not in words(book)
    assert "Stays." in words(book)


def test_the_title_of_the_first_page_is_below_that_of_the_book(tmp_path: Path) -> None:
    book, _warned = build(tmp_path, "Its own title\n=============\n\nWords.\n")

    assert words(book).startswith("BookItsowntitle")


def test_quotes_are_curled_where_the_project_says_so(tmp_path: Path) -> None:
    conf = CONF + "smartquotes = False\ntypst_smart_quotes = ['en']\n"
    text = "Title\n=====\n\nIt's \"so\", not ``'so'``.\n\n.. index:: dog's life\n\nEnd.\n"

    book, _warned = build(tmp_path, text, conf)

    assert "It’s“so”,not'so'." in words(book)
    assert "dog’slife3" in words(book)


def test_no_line_ends_with_one_letter_of_a_word(tmp_path: Path) -> None:
    conf = CONF + "smartquotes = False\ntypst_smart_quotes = ['en']\n"
    text = "Title\n=====\n\n" + "\n\n".join("x" * n + " e-commerce" * 60 for n in range(1, 9))

    book, _warned = build(tmp_path, text, conf)

    lines = "\n".join(page.extract_text() for page in PdfReader(book).pages).splitlines()
    assert sum(line.count("e-commerce") for line in lines) == 8 * 60
    assert not [line for line in lines if line.rstrip().endswith("e-")]


def test_pages_that_follow_each_other_are_joined_in_the_index(tmp_path: Path) -> None:
    break_ = ".. raw:: typst\n\n   #pagebreak()\n\n"
    pages = "".join(f"{break_}.. index:: word\n\nPage.\n\n" for _ in range(3))
    text = f"Title\n=====\n\n{pages}{break_}Other.\n\n{break_}.. index:: word\n\nLast.\n"

    book, _warned = build(tmp_path, text)

    assert re.search(r"Wword(\d+)–(\d+),(\d+)", words(book))


def test_a_note_is_on_the_page_of_its_mark(tmp_path: Path) -> None:
    for length in range(4, 40, 3):
        root = tmp_path / str(length)
        root.mkdir()
        lines = "Some words, which fill a line or two of this page, or three of them. " * 3
        filler = f"{lines}\n\n" * 8 + "x " * (60 * length) + "\n\n"
        text = f"T\n=\n\n{filler}Head [#a]_\n--------\n\nMark. [#b]_ {lines}\n\n"
        text += f"{filler}.. [#a] First note.\n.. [#b] Second note.\n"

        book, _warned = build(root, text)

        pages = [words_of(page) for page in PdfReader(book).pages]
        marks = [number for number, text in enumerate(pages) if "Mark." in text]
        assert [n for n, text in enumerate(pages) if "Secondnote." in text] == marks
        heads = [number for number, text in enumerate(pages) if "Head1" in text]
        assert [n for n, text in enumerate(pages) if "Firstnote." in text] == heads[-1:]


def test_raw_of_another_format_is_left_out_with_a_warning(tmp_path: Path) -> None:
    book, warned = build(tmp_path, "Title\n=====\n\n.. raw:: latex\n\n   gone\n\nStays.\n")

    assert [line.partition("WARNING: ")[2] for line in warned] == [
        "raw latex is not set [typst.raw]"
    ]
    assert "gone" not in words(book)
    assert "Stays." in words(book)


def test_a_stand_in_is_set_instead(tmp_path: Path) -> None:
    conf = CONF + 'typst_stand_ins = {"\\U00013000": "[bird]"}\n'

    book, warned = build(tmp_path, "Title\n=====\n\nA sign: \U00013000.\n", conf)

    assert warned == []
    assert "Asign:[bird]." in words(book)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("typst_documents = [('nope', 'a', 'b', 'c')]", "typst_documents: document nope is not"),
        ("typst_documents = ['index']", "typst_documents: 'index' is there; write (document"),
        ("typst_date = 'today'", "typst_date: today is no date; write YYYY-MM-DD"),
        ("typst_template = 'none.typ'", "none.typ is not there"),
        ("typst_font_paths = ['none']", "none is no folder with fonts"),
    ],
)
def test_a_wrong_setting_is_told(tmp_path: Path, setting: str, message: str) -> None:
    with pytest.raises(TypstError, match=re.escape(message)):
        build(tmp_path, "Title\n=====\n", CONF + setting + "\n")


@pytest.mark.parametrize(
    ("language", "region", "font"),
    [("zh_CN", "CN", "CJKsc"), ("zh_TW", "TW", "CJKtc"), ("zh_HK", "HK", "CJKhk")],
)
def test_each_region_has_its_own_font(
    tmp_path: Path, language: str, region: str, font: str
) -> None:
    # docutils itself knows no zh_HK.
    conf = f'{CONF}language = "{language}"\nsuppress_warnings = ["docutils"]\n'

    book, warned = build(tmp_path, "骨\n==\n\n骨次令返角。\n", conf)

    reader = PdfReader(book)
    names = {
        str(font["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[attr-defined]
    }
    assert warned == []
    assert str(reader.trailer["/Root"]["/Lang"]) == f"zh-{region}"  # type: ignore[index]
    assert any(font.lower() in name.lower() for name in names), names
    assert "骨次令返角。" in words(book)


def test_the_builder_knows_nothing_of_us() -> None:
    found = [
        path.name
        for path in sorted(ROOM.rglob("*.py"))
        if re.search(r"^\s*(from|import) zhengming\b", path.read_text(encoding="utf-8"), re.M)
    ]

    assert found == []
