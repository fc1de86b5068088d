"""Counts of translations for the pages that show them: of messages, and of concepts.

All are made from catalogs, of all languages alike whichever is being built, and kept until a file
that they are made from changes. Knows no markup.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.i18n import docname_to_domain

from zhengming import catalog, parity
from zhengming.catalog import Catalog
from zhengming.completeness import Counts, count
from zhengming.finding import Context, Document
from zhengming.glossary import SOURCE
from zhengming.parity import Row, Section
from zhengming.project import MARKUP
from zhengming.sphinx.domain import domain_of, title_of
from zhengming.sphinx.languages import SETTING
from zhengming.sphinx.occurrences import texts
from zhengming.text import text_anchor

logger = logging.getLogger(__name__)

T = TypeVar("T")

# Language → name of a catalog, the same in every language → its file.
Files = Mapping[str, Mapping[str, str]]


class PageState(NamedTuple):
    """How much of a page is translated, by language; `docname` is "" of a page that is gone."""

    docname: str
    title: str
    counts: Mapping[str, Counts]


class FolderState(NamedTuple):
    """The pages of a folder, in the order of the site."""

    title: str
    pages: tuple[PageState, ...]


class Line(NamedTuple):
    """A row of a section; its concepts have their names in the language of the site."""

    concepts: tuple[tuple[str, str], ...]
    source: int
    counts: Mapping[str, int]
    fewer: tuple[str, ...]
    more: tuple[str, ...]


class SectionParity(NamedTuple):
    """The concepts of a section; `anchor` is "" of the first of a page, which has its title."""

    title: str
    anchor: str
    lines: tuple[Line, ...]

    @property
    def differing(self) -> int:
        """How many of its concepts stand out."""
        return sum(bool(line.fewer or line.more) for line in self.lines)


class PageParity(NamedTuple):
    """The sections of a page in which there are concepts."""

    docname: str
    title: str
    sections: tuple[SectionParity, ...]


class TextParity(NamedTuple):
    """The pages of a text, in its order."""

    title: str
    pages: tuple[PageParity, ...]


def languages(env: BuildEnvironment) -> list[str]:
    """Return the languages that have catalogs, as Sphinx calls them: those of the site first."""
    site = list(env.config[SETTING])
    found = {path.parent.name for folder in _folders(env) for path in folder.glob("*/LC_MESSAGES")}
    return sorted(found, key=lambda name: (site.index(name) if name in site else len(site), name))


def states(env: BuildEnvironment) -> list[FolderState]:
    """Return how much of each page is translated."""
    files = _files(env)
    counts = _kept(env, "translations", _stamp(_paths(files)), lambda: _counted(files))
    pages: dict[str, dict[str, Counts]] = {}
    for language, named in counts.items():
        for name, found in named.items():
            pages.setdefault(name, {})[language] = found
    order = _order(env)
    folders: dict[str, list[PageState]] = {}
    for name in sorted(pages, key=lambda name: (order.get(name, len(order)), name)):
        is_there = name in env.titles
        title = env.titles[name].astext() if is_there else name
        state = PageState(name if is_there else "", title, pages[name])
        folders.setdefault(name.rpartition("/")[0], []).append(state)
    return [FolderState(_folder_title(env, name), tuple(found)) for name, found in folders.items()]


def comparison(env: BuildEnvironment) -> list[TextParity]:
    """Return how often concepts stand in the sections of the texts."""
    order = _order(env)
    found = sorted(texts(env), key=lambda text: order.get(text[0], len(order)))
    docnames = [docname for _index, pages in found for docname in pages]
    rows: dict[str, dict[Section, list[Row]]] = {}
    for row in _rows(env, docnames):
        if not (row.source or row.stands_out):
            continue
        rows.setdefault(row.section.file, {}).setdefault(row.section, []).append(row)
    return [
        TextParity(
            env.titles[index].astext(),
            tuple(_page(env, docname, rows[docname]) for docname in pages if docname in rows),
        )
        for index, pages in found
    ]


def compared(env: BuildEnvironment) -> list[str]:
    """Return the languages of the comparison: those of which the glossary has forms."""
    return parity.comparable(languages(env), domain_of(env).glossary)


def _page(env: BuildEnvironment, docname: str, rows: Mapping[Section, list[Row]]) -> PageParity:
    titles = {
        node["anchorname"].removeprefix("#"): node.astext()
        for node in env.tocs[docname].findall(nodes.reference)
        if node["refuri"] == docname
    }
    known = domain_of(env).glossary.concepts
    sections = []
    for section, found in rows.items():
        anchor = text_anchor(section.title)
        anchor = anchor if anchor in titles else ""
        lines = (
            Line(tuple((name, title_of(env, known[name])) for name in row.concepts), *row[2:])
            for row in found
        )
        sections.append(SectionParity(titles.get(anchor, section.title), anchor, tuple(lines)))
    return PageParity(docname, env.titles[docname].astext(), tuple(sections))


def _order(env: BuildEnvironment) -> Mapping[str, int]:
    """Return the pages of the site with their places in it."""
    found: dict[str, int] = {}
    waiting = [env.config.root_doc]
    while waiting:
        docname = waiting.pop()
        if docname not in found:
            found[docname] = len(found)
            waiting += reversed(env.toctree_includes.get(docname, []))
    return found


def _folder_title(env: BuildEnvironment, folder: str) -> str:
    index = f"{folder}/index" if folder else env.config.root_doc
    return env.titles[index].astext() if index in env.titles else folder


# Files


def _folders(env: BuildEnvironment) -> list[Path]:
    return [Path(env.srcdir, name) for name in env.config.locale_dirs]


def _files(env: BuildEnvironment, names: Iterable[str] | None = None) -> Files:
    """Return the catalogs of each language, all or those of `names`."""
    wanted = None if names is None else list(names)
    found: dict[str, dict[str, str]] = {}
    for language in languages(env):
        named = found.setdefault(language, {})
        for folder in _folders(env):
            top = str(folder / language / "LC_MESSAGES")
            # As with gettext, the first folder that has a catalog counts.
            for name in _names(top) if wanted is None else wanted:
                path = os.path.join(top, f"{name}.po")
                if name not in named and os.path.isfile(path):
                    named[name] = path
    return found


def _names(top: str) -> Iterator[str]:
    """Yield the names of the catalogs below a folder; all are looked for in every build."""
    for folder, _folders, files in os.walk(top):
        start = os.path.relpath(folder, top).replace(os.sep, "/")
        for file in files:
            if file.endswith(".po"):
                yield file[:-3] if start == "." else f"{start}/{file[:-3]}"


def _paths(files: Files) -> Iterator[str]:
    return (path for named in files.values() for _name, path in sorted(named.items()))


def _stamp(paths: Iterable[str], *others: str) -> str:
    """Return a digest of the states of files, and of what else counts are made of."""
    digest = hashlib.blake2b(repr(others).encode(), digest_size=16)
    for path in paths:
        state = os.stat(path)
        digest.update(f"{path}\0{state.st_mtime_ns}\0{state.st_size}\0".encode())
    return digest.hexdigest()


def _load(path: str) -> Catalog | None:
    """Return a catalog; None, with warnings, if it cannot be read."""
    try:
        return catalog.load(Path(path))
    except OSError as error:
        problems = [f"{path}: {error.strerror}"]
    except ExceptionGroup as group:
        problems = list(map(str, group.exceptions))
    for problem in problems:
        logger.warning("%s", problem, type="zhengming", subtype="catalog")
    return None


def _loaded(files: Files) -> dict[str, dict[str, Catalog]]:
    return {
        language: {name: found for name, path in named.items() if (found := _load(path))}
        for language, named in files.items()
    }


# Counts


def _kept(env: BuildEnvironment, view: str, stamp: str, make: Callable[[], T]) -> T:
    """Return what `make` gives, from the environment if it was made of the same."""
    kept = domain_of(env).counts
    if kept.get(view, ("",))[0] != stamp:
        kept[view] = stamp, make()
    return cast(T, kept[view][1])


def _counted(files: Files) -> dict[str, dict[str, Counts]]:
    return {
        language: {name: count([found]) for name, found in named.items()}
        for language, named in _loaded(files).items()
    }


def _rows(env: BuildEnvironment, docnames: Sequence[str]) -> list[Row]:
    """Return the rows of pages; the file of their sections is the name of the page."""
    compact = env.config.gettext_compact
    files = _files(env, [docname_to_domain(docname, compact) for docname in docnames])
    pages = [env.doc2path(docname) for docname in docnames]
    domain = domain_of(env)

    def made() -> list[Row]:
        names = parity.comparable(files, domain.glossary)
        catalogs = _loaded({name: files[name] for name in names})
        known = dict(zip(docnames, map(_sections, docnames, pages), strict=True))
        context = Context(domain.glossary, domain.matcher)
        return parity.rows(catalogs, lambda file: known.get(env.path2doc(file) or ""), context)

    stamp = _stamp((*_paths(files), *map(str, pages)), str(domain.data.get("forms")))
    return _kept(env, "parity", stamp, made)


def _sections(docname: str, path: Path) -> list[Section]:
    text = path.read_text(encoding="utf-8")
    return parity.sections(Document(docname, text, SOURCE, MARKUP.get(path.suffix, "plain")))
