"""A link to a concept that the glossary does not have.

Looked at are links to pages in a folder of the glossary, targets concept-ID, and the roles term
and doc. A label or a term may be defined elsewhere in the project: of those only such are found
as miss a concept by a slip, a script or a wrong form. Write the concept that is meant, or add it.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from zhengming.finding import Case, Context, Document, Finding, Fix, Rule
from zhengming.glossary import DEPRECATED
from zhengming.prose import Link
from zhengming.script import to_simplified
from zhengming.text import Span

_LABELS = ("ref", "numref", "any")
_PREFIX = "concept-"
# A target in one text can be a heading's of another: only what is this near is meant.
_NEAR = 0.8
_SUFFIXES = (".md", ".html", ".rst")
_DEFINED = re.compile(r"\{glossary\}|^[ \t]*\.\.[ \t]+glossary::", re.MULTILINE)


class _Wrong(NamedTuple):
    """A part of the text that names no concept, how it is called, and what may be meant."""

    span: Span
    what: str
    meant: tuple[str, ...]


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the links that lead to no concept; one definition may serve many links."""
    links = document.reading.links
    if not links:
        return
    found = {link.target: _wrong(document, context, link) for link in links}
    for wrong in filter(None, found.values()):
        message = f"there is no concept {wrong.what}; write "
        message += " or ".join(wrong.meant) or "another, or add it"
        fix = Fix(wrong.span, wrong.meant[0], "unsafe") if len(wrong.meant) == 1 else None
        yield Finding(RULE.slug, wrong.span, message, fix)


def _wrong(document: Document, context: Context, link: Link) -> _Wrong | None:
    role = link.role.rpartition(":")[2]
    if role == "term":
        return _term(document, context, link)
    if role in _LABELS:
        return _label(document, context, link.target)
    if role in ("", "doc"):
        return _page(document, context, link)
    return None


def _page(document: Document, context: Context, link: Link) -> _Wrong | None:
    """Return what is wrong with a link to a page, if it is one in a folder of the glossary."""
    target = document.text[slice(*link.target)]
    start = link.target.start + len(target) - len(target.removeprefix("project:"))
    path = re.split("[?#]", target.removeprefix("project:"), maxsplit=1)[0]
    if not path:
        return _label(document, context, Span(start + 1, link.target.end))
    folder, name = posixpath.split(_resolved(document.name, path))
    stem, suffix = posixpath.splitext(name)
    is_known = stem in context.own.concepts or stem == "index"
    if ":" in path or folder not in context.folders or is_known or not path.endswith(name):
        return None
    meant = _nearest(stem, context)
    # Without a suffix it may be a folder or any file, but for the role.
    if suffix not in _SUFFIXES and (suffix or not (meant or link.role)):
        return None
    at = start + len(path) - len(name)
    return _Wrong(Span(at, at + len(stem)), stem, meant)


def _resolved(name: str, path: str) -> str:
    """Return the name of the file that `path` leads to from the file `name`."""
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _label(document: Document, context: Context, target: Span) -> _Wrong | None:
    """Return what is wrong with a target concept-ID, if it is one and nearly right."""
    name = document.text[slice(*target)]
    concept = name.removeprefix(_PREFIX)
    if concept == name or concept in context.own.concepts:
        return None
    meant = _nearest(concept, context)
    own = rf"\({re.escape(name)}\)=|#{re.escape(name)}\}}|_{re.escape(name)}:"
    if not meant or re.search(own, document.text):
        return None
    return _Wrong(Span(target.start + len(_PREFIX), target.end), concept, meant)


def _nearest(concept: str, context: Context) -> tuple[str, ...]:
    # Imported here because hardly any check needs it.
    from difflib import get_close_matches

    return tuple(get_close_matches(concept, context.own.concepts, 2, _NEAR))


def _term(document: Document, context: Context, link: Link) -> _Wrong | None:
    """Return what is wrong with a term that is no form, but nearly."""
    target = " ".join(document.text[slice(*link.target)].split())
    forms, concepts = _forms(context), context.own.concepts
    if target.startswith("!") or target.casefold() in forms.right:
        return None
    meant = {target} if target in concepts else forms.folded.get(_folded(target), set())
    # A deprecated form in plain sight is another rule's; the text may define terms of its own.
    is_seen = link.shown == link.target and target in forms.deprecated
    if not meant or is_seen or _DEFINED.search(document.text):
        return None
    right = dict.fromkeys(concepts[name].preferred(document.language) for name in sorted(meant))
    return _Wrong(link.target, target, tuple(right))


class _Forms(NamedTuple):
    """The forms of a glossary: those a term may have, those that are wrong, and all by letters."""

    right: frozenset[str]
    deprecated: frozenset[str]
    folded: dict[str, set[str]]


@lru_cache(maxsize=1)
def _forms(context: Context) -> _Forms:
    terms = [t for concept in context.own.concepts.values() for t in concept.terms]
    folded: dict[str, set[str]] = {}
    for term in terms:
        folded.setdefault(_folded(term.form), set()).add(term.concept)
    # Sphinx looks for a term as written, then without capitals.
    right = frozenset(t.form.casefold() for t in terms if t.status != DEPRECATED)
    return _Forms(right, frozenset(t.form for t in terms if t.status == DEPRECATED), folded)


def _folded(form: str) -> str:
    """Return the letters of a form in one script, one width and no capitals."""
    form = to_simplified(unicodedata.normalize("NFKC", form).replace("\0", ""))
    return "".join(sign for sign in form.casefold() if sign.isalnum())


RULE = Rule(
    slug="unknown-concept",
    name="A link to a concept that does not exist",
    check=check,
    cases=(
        Case(
            "{term}`网络主权`、{term}`主权 <cyber sovereignty>`、{term}`本书的词`、"
            "[甲](glossary/algorithm.md#x)、[乙](#concept-algorithm)、[丙](docs/sovereignty.md)",
            markup="myst",
        ),
        Case(
            "[目录](glossary/index.md)、{ref}`concept-of-mind`、`{doc}glossary/x`", markup="myst"
        ),
        Case(":term:`演算法` 与 :doc:`算法 <glossary/algorithm>`", markup="rst"),
        Case(
            "[甲](glossary/cyber-soverignty.md)与[乙](#concept-algorithms)",
            messages=(
                "there is no concept cyber-soverignty; write cyber-sovereignty",
                "there is no concept algorithms; write algorithm",
            ),
            markup="myst",
        ),
        Case(
            ":doc:`/glossary/no-such` :ref:`concept-algoritm` :term:`网絡主权`",
            messages=(
                "there is no concept no-such; write another, or add it",
                "there is no concept algoritm; write algorithm",
                "there is no concept 网絡主权; write 网络主权",
            ),
            markup="rst",
        ),
        Case(
            "{term}`主權 <蒐集主權>`與{term}`algorithm`、{term}`cyber-sovereignty`",
            "zh-Hant-TW",
            (
                "there is no concept 蒐集主權; write 網路主權",
                "there is no concept cyber-sovereignty; write 網路主權",
            ),
            markup="myst",
        ),
    ),
)
