"""Data goes one way: no module imports from a floor above its own.

The floors are those of docs/reference/design.md. A module that is not in the table fails
the test, so that a new one is given its place on purpose.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[1] / "tools" / "zhengming"

FLOORS = {
    # Importing any module runs the package's own file first: it must be at the bottom.
    "__init__": 0,
    "text": 0,
    "languages": 0,
    "datafile": 0,
    "composer": 0,
    "encoding": 1,
    "script": 0,
    "numerals": 0,
    "prose": 0,
    "apparatus": 1,
    "record": 1,
    "glossary": 1,
    "matcher": 1,
    "config": 1,
    "words": 1,
    "boundaries": 1,
    "characters": 1,
    "cache": 2,
    "examples": 2,
    "finding": 2,
    "catalog": 1,
    "restore": 2,
    "convert": 2,
    "parallel": 2,
    "completeness": 2,
    "rendering": 2,
    "parity": 2,
    "prefill": 3,
    "compare": 2,
    "rules": 3,
    "check": 3,
    "concept_check": 3,
    "concordance": 3,
    "collisions": 3,
    "skeleton": 3,
    "impact": 3,
    "mine": 3,
    "report": 4,
    "baseline": 4,
    "changes": 4,
    "formats": 4,
    "progress": 4,
    "project": 4,
    "editing": 4,
    "sphinx": 5,
    "sphinx_check": 5,
    "lsp": 5,
    "checking": 5,
    "authoring": 5,
    "starting": 5,
    "restoring": 5,
    "converting": 5,
    "translating": 5,
    "comparing": 5,
    "deciding": 5,
    "mining": 5,
    "cli": 5,
    "pytest_plugin": 5,
    "__main__": 5,
}

# Who only checks text has none of these installed.
SPHINX = {"sphinx", "docutils", "myst_parser"}
# Who may import them: the site, and the builder that checks, which needs Sphinx alone.
SITE = {"sphinx", "sphinx_check"}


class Import(NamedTuple):
    """One imported module: its absolute name, and the file and line that ask for it."""

    name: str
    path: Path
    line: int


def imports(package: Path) -> Iterator[Import]:
    """Yield every import in the files of `package`, those inside functions too.

    `from a import b` yields `a.b`, whether `b` is a module or not.
    """
    for path in sorted(package.rglob("*.py")):
        here = [package.name, *path.relative_to(package).parent.parts]
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                # One dot is the package of the file itself, each further one its parent.
                above = here[: len(here) + 1 - node.level] if node.level else []
                start = [*above, *(node.module or "").split(".")]
                names = [".".join(filter(None, [*start, alias.name])) for alias in node.names]
            else:
                continue
            for name in names:
                yield Import(name, path, node.lineno)


def room(package: str, name: str) -> str | None:
    """Return the part of `name` directly under `package`, None if `name` is outside of it.

    It may be a function of the package's own file instead of a module; then it is in no
    table of floors.
    """
    first, _, rest = name.partition(".")
    return rest.partition(".")[0] if first == package else None


def strays(package: Path, floors: dict[str, int]) -> list[str]:
    """Return one line for each module without a floor and each import that is not allowed."""
    found = [
        f"{path.stem} has no floor"
        for path in sorted(package.iterdir())
        if (path.suffix == ".py" or any(path.rglob("*.py"))) and path.stem not in floors
    ]
    for name, path, line in imports(package):
        place = path.relative_to(package)
        source, target = place.parts[0].removesuffix(".py"), room(package.name, name)
        if source == target or source not in floors:
            continue
        where = f"{place.as_posix()}:{line}: {source}"
        if target is None:
            if name.partition(".")[0] in SPHINX and source not in SITE:
                found.append(f"{where} imports {name}; only sphinx may")
        elif target == "sphinx":
            found.append(f"{where} imports sphinx; nobody may")
        elif target in floors and floors[target] > floors[source]:
            found.append(f"{where} (floor {floors[source]}) imports {target} ({floors[target]})")
    return found


def test_no_module_imports_upward() -> None:
    assert PACKAGE.is_dir()

    assert strays(PACKAGE, FLOORS) == []


def test_no_group_of_a_pattern_is_possessive() -> None:
    """Before 3.11.5 Python gets those wrong, and atomic groups (cpython #106052)."""
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")
    sources = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}

    found = {p.name: possessive.findall(text) for p, text in sources.items()}
    assert {name: there for name, there in found.items() if there} == {}


def write(root: Path, files: dict[str, str]) -> Path:
    """Write a package `house` from file name → source under `root` and return its path."""
    package = root / "house"
    for name, source in files.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return package


def test_the_walk_finds_every_way_to_import_upward(tmp_path: Path) -> None:
    package = write(
        tmp_path,
        {
            "__init__.py": "from house import text\n",
            "text.py": "import re\nimport house.check\n",
            "apparatus.py": "from house import check\nfrom house.check import run\n",
            "restore.py": "def later():\n    from . import check\n    from .check import run\n",
            "rules/__init__.py": "from .. import report\nfrom . import foreign\n",
            "rules/foreign.py": "from ..report import show\nfrom . import other\n",
            "rules/other.py": "from house.check import run\n",
            "check.py": "from house import rules, version\nfrom house.text import lines\n",
            "report.py": "import house.rules.other as other\n",
        },
    )

    assert strays(package, FLOORS) == [
        "apparatus.py:1: apparatus (floor 1) imports check (3)",
        "apparatus.py:2: apparatus (floor 1) imports check (3)",
        "restore.py:2: restore (floor 2) imports check (3)",
        "restore.py:3: restore (floor 2) imports check (3)",
        "rules/__init__.py:1: rules (floor 3) imports report (4)",
        "rules/foreign.py:1: rules (floor 3) imports report (4)",
        "text.py:2: text (floor 0) imports check (3)",
    ]


def test_the_walk_keeps_sphinx_in_its_room(tmp_path: Path) -> None:
    package = write(
        tmp_path,
        {
            "check.py": "from docutils import nodes\nimport docutilities\n",
            "cli.py": "def build():\n    import sphinx.application\n    from . import sphinx\n",
            "sphinx/__init__.py": "import sphinx\nfrom house.sphinx import overlay\n",
            "sphinx/overlay.py": "import myst_parser\nfrom .. import check\n",
        },
    )

    assert strays(package, FLOORS) == [
        "check.py:1: check imports docutils.nodes; only sphinx may",
        "cli.py:2: cli imports sphinx.application; only sphinx may",
        "cli.py:3: cli imports sphinx; nobody may",
    ]


def test_the_walk_names_modules_without_a_floor(tmp_path: Path) -> None:
    package = write(
        tmp_path,
        {
            "cellar.py": "from house import cli\n",
            "data/words.tsv": "",
            "shed/tool.py": "",
            "text.py": "from house import cellar\n",
        },
    )

    assert strays(package, FLOORS) == ["cellar has no floor", "shed has no floor"]
