"""The book of both texts: nothing is lost on its way to paper, and all leads where it should."""

import io
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

import pytest
from docutils import nodes
from pypdf import PageObject, PdfReader
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace

from sphinx_typst.builder import TypstBuilder
from zhengming.sphinx.domain import domain_of, title_of

pytestmark = [pytest.mark.pdf, pytest.mark.corpus]

ROOT = Path(__file__).parents[1]
LANGUAGES = {"zh_CN": "zh-cn", "zh_TW": "zh-tw", "zh_HK": "zh-hk", "en": "en"}
# Points: running heads, notes, glossary and apparatus are smaller than the texts.
BODY = 10.4
# Numbers of notes are smaller than their marks in the text, and these than all else.
NOTE = 6
MARK = 9


class Book(NamedTuple):
    """A book, what it was made of, what was warned of, and what its build knows.

    `forms` are those of concepts, in all languages, by their titles.
    """

    reader: PdfReader
    tree: nodes.document
    said: str
    titles: list[str]
    forms: dict[str, list[str]]


@pytest.fixture(scope="module", params=sorted(LANGUAGES))
def book(
    request: pytest.FixtureRequest,
    languages_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Book:
    """The book in one language, from the doctrees of the site."""
    out = tmp_path_factory.mktemp("book")
    warning = io.StringIO()
    with docutils_namespace():
        app = Sphinx(
            ROOT,
            ROOT,
            out,
            languages_folder.parent / "doctrees" / LANGUAGES[request.param],
            "typst",
            {"language": request.param},
            status=None,
            warning=warning,
        )
        app.build()
        assert isinstance(app.builder, TypstBuilder)
        tree = app.builder.assemble(app.builder.documents[0])
        domain = domain_of(app.env)
        concepts = domain.glossary.concepts.values()
        titles = [title_of(app.env, each) for each in concepts]
        forms = {title_of(app.env, c): [term.form for term in c.terms] for c in concepts}
    # The catalog of this language would stay where another has none.
    translators.clear()
    return Book(PdfReader(out / "zhengming.pdf"), tree, warning.getvalue(), titles, forms)


def han(text: str) -> str:
    """Return the Han characters and letters of a text."""
    return "".join(re.findall(r"[^\W\d_]", unicodedata.normalize("NFKC", text)))


def prose(tree: nodes.document) -> str:
    """Return the words of both texts in a tree of the book, without their notes."""
    found = []
    for page in tree.findall(addnodes.start_of_file):
        if re.fullmatch(r"docs/(white-paper|article)/index", page["docname"]):
            for text in page.findall(nodes.Text):
                if not _in(text, nodes.footnote, nodes.footnote_reference, nodes.comment):
                    # On paper nothing comes up when one points at it.
                    meaning = text.parent.get("explanation", "")
                    is_beginning = meaning.startswith(str(text).removesuffix("…"))
                    found += [meaning] if is_beginning and meaning else [str(text), meaning]
    return "".join(found)


def _in(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    around = node.parent
    while around is not None:
        if isinstance(around, kinds):
            return True
        around = around.parent
    return False


def chapters(reader: PdfReader) -> list[tuple[str, int]]:
    """Return the bookmarks of the first level, and their pages from 0."""
    found = []
    for item in reader.outline:
        if not isinstance(item, list):
            number = reader.get_destination_page_number(item)
            assert number is not None
            found.append((str(item.title), number))
    return found


def body(reader: PdfReader, first: int, last: int) -> str:
    """Return what is set in the size of the texts on pages, from 0, the last not included."""
    found: list[str] = []

    def keep(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if size * abs(tm[3]) * abs(cm[3]) >= BODY:
            found.append(text)

    for page in reader.pages[first:last]:
        page.extract_text(visitor_text=keep)
    return "".join(found)


def test_the_texts_are_whole_and_in_order(book: Book) -> None:
    places = chapters(book.reader)

    printed = han(body(book.reader, places[1][1], places[3][1]))

    assert len(printed) > 20_000
    assert printed == han(prose(book.tree))


def test_chapters_have_the_titles_of_the_site(book: Book) -> None:
    titles = [title for title, _page in chapters(book.reader)]
    language = str(book.reader.trailer["/Root"]["/Lang"])  # type: ignore[index]

    assert len(titles) == 6
    assert titles[3] == {"zh-CN": "概念", "en": "Concepts"}.get(language, "概念")


def test_nothing_is_warned_of(book: Book) -> None:
    # docutils itself knows no zh_HK.
    said = [line for line in book.said.splitlines() if "[docutils]" not in line]

    assert said == []


def test_every_concept_is_in_glossary_and_index(book: Book) -> None:
    places = chapters(book.reader)
    texts = [
        "".join(page.extract_text() for page in book.reader.pages[a:b])
        for a, b in ((places[3][1], places[4][1]), (places[5][1], len(book.reader.pages)))
    ]

    missing = [
        (title, number)
        for number, text in enumerate(map(han, texts))
        for title in book.titles
        if han(title) not in text
    ]

    assert missing == []


def test_pages_in_the_index_name_the_concept(book: Book) -> None:
    places = chapters(book.reader)
    texts = [han(page.extract_text()).casefold() for page in book.reader.pages]
    index = "\n".join(page.extract_text() for page in book.reader.pages[places[5][1] :])
    known = {han(title): title for title in book.titles}

    count, wrong = 0, []
    for entry in re.finditer(
        r"([^,]+?)\s((?:\d+(?:–\d+)?,\s+)*\d+(?:–\d+)?)$", index, re.MULTILINE
    ):
        # A heading, or the page number at the foot, may stand before the entry.
        name = next((known[n] for n in _endings(han(entry[1])) if n in known), None)
        if name is None:
            continue
        for first, last in re.findall(r"(\d+)(?:–(\d+))?", entry[2]):
            for number in range(int(first), int(last or first) + 1):
                count += 1
                # A page may end within a name.
                near = texts[number - 1] + texts[min(number, len(texts) - 1)][:20]
                if not any(han(form).casefold() in near for form in book.forms[name]):
                    wrong.append((name, number))

    assert count > 500
    # A form that the page breaks is not seen where notes, or a running head, are between.
    assert len(wrong) <= 3, wrong


def _endings(text: str) -> list[str]:
    return [text[start:] for start in range(len(text))]


def test_notes_are_on_the_pages_of_their_marks(book: Book) -> None:
    first, last = (page for _title, page in chapters(book.reader)[1:4:2])
    wrong = []
    count = 0
    for number in range(first, last):
        marks, notes = _small(book.reader.pages[number])
        wrong += [(number + 1, mark) for mark in sorted(set(marks) ^ set(notes))]
        count += len(notes)

    assert count > 60
    assert wrong == []


def _small(page: PageObject) -> tuple[list[str], list[str]]:
    """Return the numbers of marks in the text of a page, and of the notes at its foot."""
    marks: list[str] = []
    notes: list[str] = []

    def keep(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        points = size * abs(tm[3]) * abs(cm[3])
        if points < MARK:
            (notes if points < NOTE else marks).extend(re.findall(r"\[(\d+)\]", text))

    page.extract_text(visitor_text=keep)
    return marks, notes


def test_all_links_lead_into_the_book_or_to_the_web(book: Book) -> None:
    wrong = []
    known = set(book.reader.named_destinations)
    count = 0
    for page in book.reader.pages:
        for annotation in page.get("/Annots", []):
            item = annotation.get_object()
            action = item.get("/A", {})
            target = item.get("/Dest", action.get("/D"))
            count += 1
            if "/URI" not in action and isinstance(target, str) and target not in known:
                wrong.append(target)

    assert wrong == []
    assert count > 1000
