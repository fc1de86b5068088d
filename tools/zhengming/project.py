"""A project's files: which are checked, and each as a document, or as many."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from zhengming import catalog
from zhengming.catalog import Catalog, Edit, Entry, Markup
from zhengming.config import Config, ConfigError, fits
from zhengming.datafile import decode
from zhengming.encoding import codec, decode_as
from zhengming.finding import Document, Message
from zhengming.glossary import SOURCE
from zhengming.languages import any_tag, by_name, is_other
from zhengming.script import looks
from zhengming.text import HAN

MARKUP: dict[str, Markup] = {".md": "myst", ".rst": "rst", ".txt": "plain"}

# A template, .pot, has no translations: its originals are texts.
CATALOGS = (".po", ".pot")

# Folders that are nobody's text: hidden ones, and those of builds and packages.
_SKIPPED = ("_build", "node_modules", "__pycache__")


def files(config: Config, languages: Container[str]) -> Iterator[Path]:
    """Yield the files that the settings name, in order, but not `other_language`s' catalogs."""
    for path in everything(config):
        if is_own(config, path) and not other_language(config, path, languages):
            yield path


def everything(config: Config) -> Iterator[Path]:
    """Yield all files of the project, in order, but those that are nobody's text."""
    return _below(config.root)


def is_own(config: Config, path: Path) -> bool:
    """Whether the settings name a file, and do not exclude it."""
    name = name_of(config, path)
    is_named = any(fits(name, pattern) for pattern in config.paths)
    return is_named and not config.is_excluded(name)


def unfit(config: Config, paths: Iterable[Path]) -> list[ConfigError]:
    """Return an error for each glob of the settings that fits none of `paths`, all files."""
    return list(config.unfit(name_of(config, path) for path in paths))


def named(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that paths name, folders with all their texts; excludes do not count."""
    for path in paths:
        if path.is_dir():
            yield from (each for each in _below(path) if each.suffix in (*MARKUP, *CATALOGS))
        else:
            yield path


def _below(root: Path) -> Iterator[Path]:
    """Yield the files below a folder, in order, without those that are nobody's text."""
    for folder, names, found in os.walk(root):
        names[:] = sorted(n for n in names if not n.startswith(".") and n not in _SKIPPED)
        yield from (Path(folder, name) for name in sorted(found))


def name_of(config: Config, path: Path) -> str:
    """Return a file's name in the project, with slashes; its path if it is outside."""
    name, root = os.path.abspath(path), os.path.join(config.root, "")
    if os.path.normcase(name).startswith(os.path.normcase(root)):
        name = name[len(root) :]
    return name.replace(os.sep, "/")


class File(NamedTuple):
    """A file: one document, or one for each message of a catalog that is translated."""

    text: str
    documents: tuple[Document, ...]
    catalog: Catalog | None = None
    codec: str = "utf-8"

    def with_texts(self, texts: Iterable[str]) -> str:
        """Return the text of the file with others for those of its documents, in order."""
        edits = []
        for document, text in zip(self.documents, texts, strict=True):
            if document.message is None:
                return text
            if text != document.text:
                found, _entry, string = document.message
                edits.append(Edit(string.span, found.written(string, text)))
        return self.catalog.edited(edits) if self.catalog else self.text


def read(config: Config, path: Path, encoding: str | None = None) -> File:
    """Return what a file holds; catalogs are UTF-8, and texts too where no encoding is given.

    Raises OSError, DataError if it is in another encoding, or an ExceptionGroup of DataError if
    it is a catalog that is wrong.
    """
    return parse(config, path, path.read_bytes(), encoding)


def parse(config: Config, path: Path, data: bytes, encoding: str | None = None) -> File:
    """Return what bytes of a file hold; raises as `read` does, but for OSError."""
    if path.suffix in CATALOGS:
        found = catalog.parse(path, data)
        read_as = messages if path.suffix == ".po" else originals
        return File(found.text, tuple(read_as(config, found)), found)
    name = name_of(config, path)
    text = decode_as(path, data, encoding) if encoding else decode(path, data)
    markup = MARKUP.get(path.suffix, "plain")
    document = Document(name, text, language_of_text(config, name, text), markup)
    return File(text, (document,), codec=codec(data, encoding or "utf-8"))


def originals(config: Config, found: Catalog) -> Iterator[Document]:
    """Yield the originals of a template, in the language that they are in if none is set."""
    name = name_of(config, found.path)
    for entry in found.messages:
        for string in filter(None, (entry.msgid, entry.msgid_plural)):
            language = config.language(name, SOURCE if HAN.search(string.text) else "en")
            message = Message(found, entry, string)
            yield Document(name, string.text, language, entry.markup, message=message)


def messages(config: Config, found: Catalog) -> Iterator[Document]:
    """Yield the messages that are translated and not fuzzy; plural forms each by itself."""
    name = name_of(config, found.path)
    language = language_of(config, found)
    for entry in found.messages:
        if not entry.is_translated or entry.is_fuzzy or entry.is_credits:
            continue
        for number, string in enumerate(entry.msgstr):
            # Where there is one form only, it is that of any number.
            is_plural = number > 0 or len(entry.msgstr) == 1
            yield Document(
                name,
                string.text,
                language,
                entry.markup,
                _original(entry, is_plural=is_plural),
                Message(found, entry, string),
            )


# A name in place of a text: batch_next_x_items, or cart.empty. `lxml` and `read-only` are words.
_NAME = re.compile(r"[A-Za-z0-9-]+(?:[_.:][A-Za-z0-9-]+)+")
# Where Zope's tools put the text.
_DEFAULT = re.compile(r'Default: "(.*)"', re.DOTALL)


def _original(entry: Entry, *, is_plural: bool) -> str:
    """Return the text that a message translates, "" if its id is a name and no comment has it."""
    text = ((is_plural and entry.msgid_plural) or entry.msgid).text
    if not _NAME.fullmatch(text):
        return text
    said = _DEFAULT.fullmatch(" ".join(entry.noted("#.")))
    return said[1].replace('\\"', '"') if said else ""


def language_of(config: Config, found: Catalog) -> str:
    """Return the language of a catalog: as set, or by folders, name or header, or as it looks."""
    name = name_of(config, found.path)
    declared = found.header.get("language", "")
    known = config.language(name, "") or by_name(name) or any_tag(declared) or declared
    return known or looks("".join(s.text for e in found.messages for s in e.msgstr)[:_ENOUGH])


# So much of a text shows its script.
_ENOUGH = 20_000


def language_of_text(config: Config, name: str, text: str) -> str:
    """Return the language of a text: as set, or as its folders or name say, or as it looks."""
    return config.language(name, "") or by_name(name) or looks(text[:_ENOUGH])


# What a header says of the language, in bytes of any encoding.
_LANGUAGE = re.compile(rb'"Language:[ \t]*([A-Za-z0-9_@.-]*)')
# A language by its name alone: fr, pt_BR.
_SHORT = re.compile("[a-z]{2}(?:_[A-Z]{2})?")
# Of a file so many bytes hold the header.
_HEAD = 10_000


def other_language(config: Config, path: Path, known: Container[str]) -> str:
    """Return the language of a catalog if it is none of ours, nor `known`, "" otherwise.

    A project has dozens of them, and nothing there is about Chinese. It is as the header says,
    or the folder above LC_MESSAGES. What the settings give a language is ours, and so is what
    cannot be read.
    """
    name = name_of(config, path)
    if path.suffix != ".po" or config.language(name, "") or by_name(name):
        return ""
    try:
        with path.open("rb") as file:
            found = _LANGUAGE.search(file.read(_HEAD))
    except OSError:
        return ""
    declared = found[1].decode() if found else ""
    if not declared and path.parent.name == "LC_MESSAGES":
        declared = path.parent.parent.name
    elif not declared and _SHORT.fullmatch(path.stem):
        declared = path.stem
    named = any_tag(declared.partition("@")[0].partition(".")[0]) or ""
    return named if is_other(named) and named not in known else ""


def document(config: Config, path: Path) -> Document:
    """Return a file that is no catalog as a document; raises OSError, or DataError."""
    name = name_of(config, path)
    text = decode(path, path.read_bytes())
    language = language_of_text(config, name, text)
    return Document(name, text, language, MARKUP.get(path.suffix, "plain"))
