"""Translations that are only conversions: made by the converter, marked, and kept up to date.

What a person wrote is never touched: a translation is ours only while its mark holds. Remarks on
words, which are data and no prose, are converted by characters, and what they quote stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from zhengming.catalog import Catalog, Edit, Entry, is_machine_made, machine_mark
from zhengming.convert import Converter
from zhengming.finding import Document
from zhengming.glossary import SOURCE

# Quotation marks of Traditional Chinese for those of Simplified Chinese, one inside of the other.
_MARKS = str.maketrans("“”‘’", "「」『』")
_QUOTED = (re.compile(r"“[^“”\n]*”"), re.compile(r"‘[^‘’\n]*’"))
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def fills(catalog: Catalog, converter: Converter, root: Path) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits of each message that is empty, or machine-made of another text.

    A message that is filled is not fuzzy: Sphinx leaves those out. `root` is the folder from
    which references to files are named.
    """
    head = cache(lambda name: _head(root / name))
    for entry in catalog.messages:
        old = [string.text for string in entry.msgstr]
        if any(old) and not is_machine_made(entry):
            continue
        new = [_filled(entry, converter, head)] * len(old)
        # With another original it is fuzzy because tools took it for something else; a flag that
        # somebody set for another reason stays.
        if new != old or (entry.is_fuzzy and entry.noted("#|")):
            yield tuple(catalog.translated(entry, new, machine_mark(new)))


# gettext joins the lines of a paragraph by a space, which Chinese has not after its marks.
_SEAM = re.compile("(?<=[，。；：、！？）》〉」』】]) ")


def _filled(entry: Entry, converter: Converter, head: Callable[[str], int]) -> str:
    source = _SEAM.sub("", (entry.msgid_plural or entry.msgid).text)
    if _is_remark(entry, head):
        return _requoted(Document("", converter.remark(source), SOURCE))
    document = Document("", source, SOURCE, entry.markup)
    return _requoted(replace(document, text=converter.document(document).text))


# A file and a line, as a comment names them; Sphinx's own are relative to its output.
_REFERENCE = re.compile(r"(?:\.\./)*(\S+?)(\.\w+):([0-9]+)")
_DATA = {".json", ".jsonl", ".toml", ".tsv", ".yaml", ".yml"}


def _is_remark(entry: Entry, head: Callable[[str], int]) -> bool:
    """Whether a message is from data: a file that holds no prose, or the head of a page."""
    return any(
        suffix in _DATA or (suffix == ".md" and int(line) <= head(f"{name}{suffix}"))
        for name, suffix, line in _REFERENCE.findall(" ".join(entry.noted("#:")))
    )


def _head(path: Path) -> int:
    """Return how many lines the front matter of a page has with its fences, 0 if it has none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    lines = [line.rstrip() for line in text.split("\n")]
    return lines.index("---", 1) + 1 if lines[0] == "---" and "---" in lines[1:] else 0


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
