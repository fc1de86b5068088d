"""What the Sphinx extension adds to a build: the same pages with it and without it.

Without it, its directives give nothing and its roles their text; theme and settings stay.
The extension shortens the sidebars of concepts, which saves more than all else costs; so there is
a third build, with these sidebars and nothing else of the extension. The pages that are nothing
but a view of the extension (apparatus and the like) are left out of all. Times are CPU seconds of
whole processes, the least of some runs, taken in turn.

    python tests/bench/extension.py [RUNS]
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]

PLAIN = """\
from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole


class Nothing(SphinxDirective):
    has_content = True
    optional_arguments = 9

    def run(self):
        return []


class Words(SphinxRole):
    def run(self):
        return [nodes.inline("", self.text.rpartition(" <")[0] or self.text)], []


def setup(app):
    for name in ("examples", "concepts", "cases", "edition"):
        app.add_directive(name, Nothing)
    for name in ("conjecture", "gap", "unlinked"):
        app.add_role(name, Words())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
CONF = """
views = ("apparatus", "witness", "translations", "parity")
exclude_patterns += [f"docs/*/{name}.md" for name in views]
suppress_warnings = ["toc", "myst", "ref"]
"""
WITHOUT = """
extensions = ["myst_parser", "plain"]
html_theme = "shibuya"
html_theme_options = {"toctree_collapse": "true"}
"""
SIDEBARS = f"""{WITHOUT}

def setup(app):
    lists = {{}}

    def shorten(app, pagename, templatename, context, doctree):
        whole = context["toctree"]

        def short(**options):
            return lists.setdefault("", lists.get("") or whole(**options | {{"maxdepth": 1}}))

        if pagename.startswith("glossary/"):
            context["toctree"] = short

    app.connect("html-page-context", shorten)
"""


def project(folder: Path, settings: str) -> Path:
    """Copy the pages and what they need into a folder, with more settings; return it."""
    for name in ("docs", "glossary", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("index.md", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "tools" / "plain.py").write_text(PLAIN, encoding="utf-8")
    conf = (ROOT / "conf.py").read_text(encoding="utf-8")
    (folder / "conf.py").write_text(conf + CONF + settings, encoding="utf-8")
    return folder


def seconds(folder: Path) -> float:
    """Build a project from nothing; return the CPU seconds that it took."""
    shutil.rmtree(folder / "_build", ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "sphinx", "-q", str(folder), str(folder / "_build")]
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs: int = 5) -> None:
    """Print both times and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        settings = {"with": "", "without": WITHOUT, "sidebars": SIDEBARS}
        folders = [project(Path(name, key), text) for key, text in settings.items()]
        times = [[seconds(folder) for folder in folders] for _run in range(runs)]
        size = len(list(folders[0].glob("_build/**/*.html")))
    whole, without, sidebars = map(min, zip(*times, strict=True))
    print(f"{size} pages, least of {runs} runs, CPU seconds")
    print(f"without {without:.2f}, with {whole:.2f}: {whole / without - 1:+.1%}")
    print(f"its sidebars alone {sidebars:.2f}, all the rest {whole - sidebars:+.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
