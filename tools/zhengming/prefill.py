"""Translations that are only conversions: made by the converter, marked, and kept up to date.

What a person wrote is never touched: a translation is ours only while its mark holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from zhengming.catalog import Catalog, Edit, Entry, is_machine_made, machine_mark
from zhengming.convert import Converter
from zhengming.finding import Document
from zhengming.glossary import SOURCE

# Quotation marks of Traditional Chinese for those of Simplified Chinese, one inside of the other.
_MARKS = str.maketrans("“”‘’", "「」『』")
_QUOTED = (re.compile(r"“[^“”\n]*”"), re.compile(r"‘[^‘’\n]*’"))
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def fills(catalog: Catalog, converter: Converter) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits of each message that is empty, or machine-made of another text.

    A message that is filled is not fuzzy: Sphinx leaves those out.
    """
    for entry in catalog.messages:
        old = [string.text for string in entry.msgstr]
        if any(old) and not is_machine_made(entry):
            continue
        new = [_filled(entry, converter)] * len(old)
        # With another original it is fuzzy because tools took it for something else; a flag that
        # somebody set for another reason stays.
        if new != old or (entry.is_fuzzy and entry.noted("#|")):
            yield tuple(catalog.translated(entry, new, machine_mark(new)))


# gettext joins the lines of a paragraph by a space, which Chinese has not after its marks.
_SEAM = re.compile("(?<=[，。；：、！？）》〉」』】]) ")


def _filled(entry: Entry, converter: Converter) -> str:
    source = _SEAM.sub("", (entry.msgid_plural or entry.msgid).text)
    document = Document("", source, SOURCE, entry.markup)
    return _requoted(replace(document, text=converter.document(document).text))


def _requoted(document: Document) -> str:
    """Return the text with 「」 and 『』 for quotation marks where it is Chinese prose."""
    if not _HAN.search(document.prose):
        return document.text
    signs = list(document.text)
    for pattern in _QUOTED:
        for found in pattern.finditer(document.prose):
            for place in (found.start(), found.end() - 1):
                signs[place] = signs[place].translate(_MARKS)
    return "".join(signs)
