"""The two texts of this project: the laws of the edition hold on the real witnesses."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import cache
from pathlib import Path

import opencc
import pytest

from pages import page_texts
from zhengming import apparatus
from zhengming.apparatus import Paragraph, rebuild
from zhengming.record import Entry, load
from zhengming.restore import Restoration, files, restore

pytestmark = pytest.mark.corpus

ROOT = Path(__file__).parents[1]
# As received; a witness never changes.
DIGESTS = {
    "white-paper": "f9bead44ba8298009e7d570c84fd7ab79c5fec618f65ab9a26327bb43c314cf6",
    "article": "8d23064da7d0e50fed2b26d4ab4e0c1fac4009f50b86d8e395c4359dfe55706b",
}
TEXTS = tuple(DIGESTS)


@cache
def edition(text: str) -> Restoration:
    return restore(load(ROOT / "docs" / "sources" / text))


@cache
def committed(text: str) -> list[apparatus.Emendation]:
    return list(apparatus.load(ROOT / "docs" / "sources" / text / "apparatus.jsonl"))


def page_text(text: str, page: str) -> list[str]:
    """Return headings and paragraphs of a committed page as docutils reads it."""
    return page_texts((ROOT / "docs" / text / f"{page}.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", TEXTS)
def test_the_witness_is_as_received(text: str) -> None:
    data = (ROOT / "docs" / "sources" / text / "witness.txt").read_bytes()

    assert hashlib.sha256(data).hexdigest() == DIGESTS[text]


@pytest.mark.parametrize("text", TEXTS)
def test_committed_pages_read_by_docutils_and_apparatus_give_back_the_witness(text: str) -> None:
    record = edition(text).record
    by_page = {page: page_text(text, page) for page in record.pages}
    paragraphs = []
    for paragraph in edition(text).paragraphs:
        read = by_page[paragraph.page].pop(0)
        paragraphs.append(Paragraph(paragraph.page, paragraph.anchor, read))

    assert not any(by_page.values())
    witness = rebuild(paragraphs, committed(text)).encode()
    assert hashlib.sha256(witness).hexdigest() == DIGESTS[text]


@pytest.mark.parametrize("text", TEXTS)
def test_committed_files_are_what_the_record_makes(text: str) -> None:
    made = files(edition(text))

    assert {path: path.read_text(encoding="utf-8") for path in made} == made


@pytest.mark.parametrize("text", TEXTS)
def test_every_character_of_a_page_is_in_the_witness_or_in_an_emendation(text: str) -> None:
    spans: dict[tuple[str, str], list[apparatus.Emendation]] = {}
    for item in committed(text):
        spans.setdefault((item.page, item.paragraph), []).append(item)
    copied = []
    for paragraph in edition(text).paragraphs:
        position = 0
        for item in spans.get((paragraph.page, paragraph.anchor), []):
            assert paragraph.text[slice(*item.span)] == item.after
            assert item.evidence
            copied.append(paragraph.text[position : item.span.start])
            position = item.span.end
        copied.append(paragraph.text[position:])
    witness = edition(text).record.witness
    left = []
    position = 0
    for item in committed(text):
        left.append(witness[position : item.witness.start])
        position = item.witness.end
    left.append(witness[position:])

    assert "".join(copied) == "".join(left)


@pytest.mark.parametrize("text", TEXTS)
def test_every_lexicon_form_in_the_witness_is_emended_or_kept(text: str) -> None:
    restoration = edition(text)
    witness = restoration.record.witness
    settled = bytearray(len(witness))
    for span in (*(item.witness for item in restoration.emendations), *restoration.kept):
        settled[span.start : span.end] = b"x" * (span.end - span.start)

    open_places = {
        (form, start)
        for form in {entry.form for entry in restoration.record.lexicon}
        for start in occurrences(form, witness)
        if not any(settled[start : start + len(form)])
    }
    assert open_places == set()


@pytest.mark.parametrize("text", TEXTS)
def test_forms_that_are_no_words_are_on_no_page_and_those_that_are_words_are(text: str) -> None:
    pages = [p.text for name in TEXTS for p in edition(name).paragraphs]
    lexicon: tuple[Entry, ...] = edition(text).record.lexicon
    on_pages = {entry.form for entry in lexicon if any(entry.form in page for page in pages)}

    assert {entry.form for entry in lexicon if entry.is_word} == on_pages
    assert not {entry.form for entry in lexicon if not entry.is_word} & on_pages


@pytest.mark.parametrize("text", TEXTS)
def test_every_row_of_the_lexicon_is_used(text: str) -> None:
    restoration = edition(text)
    witness = restoration.record.witness
    places = {item.witness: item for item in restoration.emendations}
    runs = [item for item in restoration.emendations if item.cause == "script"]

    def is_used(entry: Entry) -> bool:
        if entry.basis is None:
            return any(witness[slice(*span)] == entry.form for span in restoration.kept)
        if entry.basis.cause == "script" and not entry.note:
            return any(entry.form in item.before for item in runs)
        return any(
            item.before == entry.form and item.after == entry.original for item in places.values()
        )

    assert [entry.form for entry in restoration.record.lexicon if not is_used(entry)] == []


def test_the_article_converted_back_is_the_witness_except_at_recorded_places() -> None:
    """Taiwan's characters without its words are what this witness was made with."""
    restoration = edition("article")
    back = opencc.OpenCC("s2tw")
    noted: list[apparatus.Emendation] = []
    differing: list[apparatus.Emendation] = []
    for paragraph in restoration.paragraphs:
        converted = back.convert(paragraph.text)
        assert len(converted) == len(paragraph.text)
        position = 0
        for item in restoration.emendations:
            if (item.page, item.paragraph) != (paragraph.page, paragraph.anchor):
                continue
            if item.kind == "surplus" or item.cause == "layout":
                continue
            start = item.witness.start - (item.span.start - position)
            copied = restoration.record.witness[start : item.witness.start]
            assert converted[position : item.span.start] == copied
            if item.cause == "script" and converted[slice(*item.span)] != item.before:
                (noted if item.note else differing).append(item)
            position = item.span.end

    assert differing == []
    # 50 wrong characters, 18 variants and two places where the converter is wrong.
    assert Counter(item.note.split("“")[0] for item in noted) == {
        "繁体应作": 50,
        "繁体或作": 18,
        "底本不误：OpenCC 1.4.2 把简体": 2,
    }


def test_the_emendations_are_those_that_the_guide_counts() -> None:
    counts = Counter((item.kind, item.cause) for item in committed("white-paper"))

    assert counts["surplus", "spam"] == 11
    assert counts["supplied", "lost-heading"] == 44
    assert counts["supplied", "number-scrub"] == 9
    assert counts["supplied", "filter"] == 24


def test_spam_is_on_no_page() -> None:
    spam = [item.before for name in TEXTS for item in committed(name) if item.cause == "spam"]
    pages = [
        path.read_text(encoding="utf-8")
        for name in TEXTS
        for path in (ROOT / "docs" / name).glob("*.md")
    ]

    # 设备 was inserted as spam, but is also a word of the restored text.
    assert {words for words in spam if any(words in page for page in pages)} == {"设备"}


def occurrences(form: str, text: str) -> list[int]:
    found, at = [], text.find(form)
    while at >= 0:
        found.append(at)
        at = text.find(form, at + 1)
    return found


def test_the_variants_that_the_guide_lists_stand_in_the_paragraphs_it_names() -> None:
    guide = (ROOT / "docs" / "guide" / "read.md").read_text(encoding="utf-8")
    links = re.findall(r"\[([^\]]+)\]\(\.\./([a-z-]+)/([a-z0-9-]+)\.md#(p\w+)\)", guide)
    paragraphs = {
        (text, p.page, p.anchor): p.text for text in TEXTS for p in edition(text).paragraphs
    }

    assert len(links) == 26
    for words, text, page, anchor in links:
        assert words in paragraphs[text, page, anchor]
