"""Directives and roles by name: what of them readers see as text."""

from __future__ import annotations

import re

# Directives whose body is no prose; `csv-table`: its cells are data, and quoted as such.
# fmt: off
LITERAL_DIRECTIVES = frozenset({
    "code-block", "code", "sourcecode", "code-cell", "literalinclude", "highlight",
    "parsed-literal", "math", "raw", "toctree", "image", "include", "examples",
    "edition", "apparatus", "witness", "concepts", "eval-rst", "csv-table", "mermaid",
    "graphviz", "digraph", "graph", "plantuml", "uml", "productionlist", "prompt",
    "doctest", "testcode", "testsetup", "testoutput", "testcleanup", "bibliography",
    "autosummary", "automodule", "autoclass", "autofunction", "automethod",
    "autoattribute", "autodata", "autoexception", "argparse", "click", "index", "meta",
    "role", "default-role", "tabularcolumns", "module", "currentmodule",
    "sectionauthor", "codeauthor", "plot", "jupyter-execute", "ipython",
    "default-domain", "program", "unicode", "date", "video", "youtube", "audio",
})
# Their first argument is a path, a class or a size; the body is prose.
PATH_DIRECTIVES = frozenset({
    "figure", "figure-md", "container", "class", "rst-class", "only", "ifconfig",
    "tab-set", "grid", "div", "cssclass", "option", "envvar", "confval", "describe",
    "object",
})
# Roles whose whole content is text, and those that show their target when they have no text.
_TEXT_ROLES = frozenset({
    "term", "conjecture", "gap", "unlinked", "abbr", "abbreviation", "ac", "sub", "sup",
    "subscript", "superscript", "guilabel", "menuselection", "emphasis", "strong",
    "title", "title-reference", "dfn", "del", "ins", "u", "s", "strike", "underline",
    "mark", "small", "index",
})
_LITERAL_ROLES = frozenset({
    "math", "code", "kbd", "samp", "file", "command", "raw", "eq", "cite", "program",
    "regexp",
})
# fmt: on

_TARGET = re.compile(r"\s*<([^<>]*)>\Z")


def is_literal(name: str) -> bool:
    """Whether the content of a role is shown as it is written, or is not text at all."""
    name = name.rpartition(":")[2]
    return name in _LITERAL_ROLES or name.startswith("cite")


def role_parts(name: str, body: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return two spans of `body`, the content of a role: what readers see, and its target."""
    found = _TARGET.search(body, max(0, body.rfind("<") - 64))
    if is_literal(name):
        return (0, 0), (0, len(body))
    if found and found.start():
        return (0, found.start()), found.span(1)
    whole = (0, len(body))
    return whole if name.rpartition(":")[2] in _TEXT_ROLES else (0, 0), whole
