"""Translations by conversion: filled, marked, kept up to date, and given up when touched."""

import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from translate.storage import pypo

import glossaries
from catalogs import HEADER, catalog
from tools import tool
from zhengming.catalog import Catalog, is_machine_made, parse
from zhengming.convert import Converter
from zhengming.glossary import load
from zhengming.prefill import fills

ROOT = Path("no such folder")


@pytest.fixture(scope="module")
def converter(tmp_path_factory: pytest.TempPathFactory) -> Converter:
    folder = glossaries.write(tmp_path_factory.mktemp("glossary"))
    return Converter(load([folder]), "zh-Hans", "zh-Hant-TW")


def filled(found: Catalog, converter: Converter, root: Path = ROOT) -> str:
    return found.edited(edit for edits in fills(found, converter, root) for edit in edits)


def again(text: str) -> Catalog:
    return parse(Path("a.po"), text.encode())


EMPTY = '#: ../a.md:1\nmsgid "审查算法"\nmsgstr ""\n'
FILLED = (
    '# zhengming: converted 68faee7ea803\n#: ../a.md:1\nmsgid "审查算法"\nmsgstr "審查演算法"\n'
)


def test_an_empty_message_is_filled_and_marked(converter: Converter) -> None:
    text = filled(catalog(EMPTY), converter)

    assert text == HEADER + FILLED
    assert [is_machine_made(entry) for entry in again(text).messages] == [True]
    assert list(fills(again(text), converter, ROOT)) == []


def test_a_flag_on_an_empty_message_is_taken_away(converter: Converter) -> None:
    assert filled(catalog(f"#, fuzzy\n{EMPTY}"), converter) == HEADER + FILLED


@pytest.mark.parametrize(
    "body",
    [
        'msgid "审查算法"\nmsgstr "審查算法"\n',
        '#, fuzzy\nmsgid "审查算法"\nmsgstr "x"\n',
        FILLED.replace('法"\n', '法則"\n'),
        FILLED.replace("審查", "審核"),
        f"#, fuzzy\n{FILLED}",
        '#~ msgid "审查算法"\n#~ msgstr ""\n',
        "",
    ],
)
def test_what_a_person_wrote_is_not_touched(body: str, converter: Converter) -> None:
    assert list(fills(catalog(body), converter, ROOT)) == []


def test_what_was_converted_of_another_text_is_converted_anew(converter: Converter) -> None:
    fuzzy = "#, fuzzy\n" + FILLED.replace("审查", "审核")
    flagged = FILLED.replace("msgid", '#, fuzzy\n#| msgid "算法"\nmsgid', 1)

    assert filled(catalog(FILLED.replace("查算", "核算")), converter).endswith(
        'msgid "审核算法"\nmsgstr "審核演算法"\n'
    )
    assert "fuzzy" not in filled(catalog(fuzzy), converter)
    assert filled(catalog(flagged), converter) == HEADER + FILLED


def test_the_message_that_sphinx_intl_takes_for_a_changed_one_is_converted(
    converter: Converter,
) -> None:
    """Babel, which sphinx-intl uses, keeps the old translation and its comments, as fuzzy."""
    start = HEADER + EMPTY.replace("审查算法", "审查许多算法的主权")
    before = filled(again(start), converter)
    old = read_po(io.BytesIO(before.encode()), locale="zh_TW")
    template = read_po(io.BytesIO(start.replace("许多", "这些").encode()))
    old.update(template)
    old.revision_date = datetime(2024, 5, 1, tzinfo=UTC)
    updated = io.BytesIO()
    write_po(updated, old, width=0)
    (entry,) = parse(Path("a.po"), updated.getvalue()).messages
    assert (entry.is_fuzzy, entry.msgstr[0].text) == (True, "審查許多演算法的主權")

    (entry,) = again(filled(entry.catalog, converter)).messages

    assert (entry.is_fuzzy, entry.msgstr[0].text) == (False, "審查這些演算法的主權")
    assert is_machine_made(entry)


def test_only_prose_is_converted(converter: Converter) -> None:
    body = (
        "#: ../a.md:1\n"
        'msgid "见 {concept}`算法 <suanfa-算法>`、`算法`、[算法](算法.md)、{{算法}}[^算法]"\n'
        'msgstr ""\n'
    )

    (entry,) = again(filled(catalog(body), converter)).messages

    assert entry.msgstr[0].text == (
        "見 {concept}`演算法 <suanfa-算法>`、`算法`、[演算法](算法.md)、{{算法}}[^算法]"
    )


def test_quotation_marks_become_those_of_traditional_chinese(converter: Converter) -> None:
    body = (
        'msgid "说“‘算法’与“a””，`“码”`，it’s"\nmsgstr ""\n\nmsgid "“plain” ‘text’"\nmsgstr ""\n'
    )

    texts = [e.msgstr[0].text for e in again(filled(catalog(body), converter)).messages]

    assert texts == ["說“『演算法』與「a」”，`“码”`，it’s", "“plain” ‘text’"]


PAGE = """\
---
sources:
  - 台湾用语：算法作“演算法”
---

台湾用语：算法作“演算法”
"""


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("a.md:3", "臺灣用語：算法作「演算法」"),
        ("../../a.md:3", "臺灣用語：算法作「演算法」"),
        ("a.md:6", "臺灣用語：演算法作「演算法」"),
        ("a.md:6 b.yaml:1", "臺灣用語：算法作「演算法」"),
        ("docs/a.jsonl:7", "臺灣用語：算法作「演算法」"),
        ("b.md:3", "臺灣用語：演算法作「演算法」"),
        ("no.md:3", "臺灣用語：演算法作「演算法」"),
        ("conf.py:3", "臺灣用語：演算法作「演算法」"),
        ("a.rst:3", "臺灣用語：演算法作「演算法」"),
    ],
)
def test_remarks_in_data_and_heads_of_pages_are_converted_by_characters(
    reference: str, expected: str, tmp_path: Path, converter: Converter
) -> None:
    (tmp_path / "a.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.md").write_text("\n\n---\n算法", encoding="utf-8")
    body = f'#: {reference}\nmsgid "台湾用语：算法作“演算法”"\nmsgstr ""\n'

    (entry,) = again(filled(catalog(body), converter, tmp_path)).messages

    assert entry.msgstr[0].text == expected
    assert is_machine_made(entry)


def test_each_plural_form_is_filled(converter: Converter) -> None:
    body = 'msgid "算法"\nmsgid_plural "许多算法"\nmsgstr[0] ""\n'

    (entry,) = again(filled(catalog(body), converter)).messages

    assert [string.text for string in entry.msgstr] == ["許多演算法"]
    assert is_machine_made(entry)


SAVED = FILLED + '\nmsgid "审查这些算法"\nmsgstr ""\n'


def test_the_mark_survives_a_save_by_gettext(converter: Converter) -> None:
    """Poedit saves with gettext's library, as msgcat does."""
    before = filled(catalog(SAVED), converter)

    run = subprocess.run(
        [tool("msgcat"), "-"], input=before.encode(), capture_output=True, check=True
    )

    saved = parse(Path("a.po"), run.stdout)
    assert [is_machine_made(entry) for entry in saved.messages] == [True, True]
    assert list(fills(saved, converter, ROOT)) == []


def test_the_mark_survives_a_save_by_translate_toolkit(converter: Converter) -> None:
    """Weblate saves with it; a person's edit makes the message theirs."""
    store = pypo.pofile()
    store.parse(filled(catalog(SAVED), converter).encode())
    store.units[2].target = "審核這些演算法"

    saved = parse(Path("a.po"), bytes(store))

    assert [is_machine_made(entry) for entry in saved.messages] == [True, False]
    assert list(fills(saved, converter, ROOT)) == []
