"""Whether the builder `typst` sets what others test Sphinx with: their projects, one by one.

FOLDER holds projects, each in a folder with a conf.py: `tests/roots` of Sphinx's own source, or
`tests/test_sphinx/sourcedirs` of MyST-Parser's. Each is built in a process of its own, for their
extensions change Python for all that comes after. A line a project that stops, or warns of
something that is ours, or whose PDF lacks a word of its doctree; a count of node types at the end.

    python tests/bench/sphinx_roots.py FOLDER [NAME …]
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NamedTuple

CONF = """

extensions = [*globals().get("extensions", []), "sphinx_typst"]
typst_documents = []
"""
LIMIT = 120  # seconds for a project


def words(text: str) -> str:
    """Return a text without what setting it may add or take: spaces, hyphens, shapes of signs."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\-\u00ad\u2010-\u2015\u200b-\u200f\u2060]", "", text)


def lost(tree: object, book: Path) -> list[str]:
    """Return the words of a resolved tree that are not in the PDF."""
    from docutils import nodes
    from pypdf import PdfReader
    from sphinx import addnodes

    unseen = (
        nodes.comment,
        nodes.raw,
        nodes.substitution_definition,
        nodes.footnote_reference,
        nodes.label,
        nodes.math,
        nodes.math_block,
        nodes.image,
        addnodes.index,
        addnodes.toctree,
        addnodes.tabular_col_spec,
        addnodes.highlightlang,
        addnodes.pending_xref_condition,
    )
    assert isinstance(tree, nodes.document)
    printed = words("".join(page.extract_text() for page in PdfReader(book).pages))
    missing = []
    for text in tree.findall(nodes.Text):
        around: nodes.Node | None = text.parent
        while around is not None and type(around) not in unseen:
            around = around.parent
        if around is None and words(text.astext()) not in printed:
            missing += [word for word in text.astext().split() if words(word) not in printed]
    return missing


class Found(NamedTuple):
    """What was said of a project, what its PDF lacks, and how many nodes of each type it has."""

    said: str
    lost: list[str]
    kinds: dict[str, int]


def build(root: Path) -> Found:
    """Build one project; return its warnings, the words it lost and its node types."""
    from io import StringIO

    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_typst.builder import TypstBuilder

    said = StringIO()
    out = root / "_build"
    app = Sphinx(root, root, out / "typst", out / "doctrees", "typst", status=None, warning=said)
    app.build()
    builder = app.builder
    assert isinstance(builder, TypstBuilder)
    kinds: Counter[str] = Counter()
    missing = []
    for document in builder.documents:
        tree = builder.assemble(document)
        kinds.update(type(node).__name__ for node in tree.findall(nodes.Element))
        missing += lost(tree, Path(app.outdir, document.target))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said.getvalue())
    return Found(plain, missing, kinds)


def isolated(project: Path, folder: Path) -> tuple[Found | None, str]:
    """Build a copy of a project in a process of its own; return what came out, or what it said."""
    root = folder / project.name
    shutil.copytree(project, root)
    with (root / "conf.py").open("a", encoding="utf-8") as file:
        file.write(CONF)
    command = [sys.executable, __file__, "--one", str(root)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, cwd=root)
    except subprocess.TimeoutExpired:
        return None, f"still running after {LIMIT} s"
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        return None, done.stderr.strip()
    return Found(*json.loads(lines[-1])), done.stderr


def main(folder: Path, names: list[str]) -> None:
    """Build the projects of a folder, those of `names` if there are any."""
    kinds: Counter[str] = Counter()
    # The others are for tests that write the first page themselves.
    projects = sorted(
        path.parent
        for path in folder.glob("*/conf.py")
        if any(path.parent.glob("index.*")) or any(path.parent.glob("contents.*"))
    )
    built = 0
    for project in projects:
        if names and project.name not in names:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            found, error = isolated(project, Path(scratch))
        if found is None:
            print(f"{project.name}: stops: {error.splitlines()[-1] if error else 'no word'}")
            if names:
                print(error)
            continue
        built += 1
        kinds.update(found.kinds)
        for line in found.said.splitlines():
            if "[typst." in line or names:
                print(f"{project.name}: {line.partition('WARNING: ')[2] or line}")
        if found.lost:
            print(f"{project.name}: lost: {' '.join(found.lost)[:300]}")
        sys.stdout.flush()
    print(f"{built} of {len(names or projects)} projects built; {len(kinds)} node types")
    print(", ".join(f"{name} {count}" for name, count in sorted(kinds.items())))


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        print(json.dumps(build(Path(sys.argv[2]))))
    else:
        main(Path(sys.argv[1]), sys.argv[2:])
