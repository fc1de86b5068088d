"""What building each language costs beside stock Sphinx: the same pages, catalogs and theme.

Stock Sphinx has MyST and shibuya; the directives of our extension give nothing there and its roles
their text. The extension shortens the sidebars of concepts, which saves much; so there is a third
build, stock Sphinx with these sidebars. The pages that are nothing but a view of the extension
(apparatus and witness) are left out of all. Catalogs are compiled by each build. Times are CPU
seconds of whole processes from nothing, the least of some runs, taken in turn.

    python tests/bench/languages.py [RUNS [LANGUAGE ...]]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from running import run

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
    for name in ("examples", "concepts", "cases", "edition", "apparatus", "witness"):
        app.add_directive(name, Nothing)
    for name in ("conjecture", "gap", "unlinked"):
        app.add_role(name, Words())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
CONF = """
exclude_patterns += ["docs/*/apparatus.md", "docs/*/witness.md"]
suppress_warnings = ["toc", "myst", "ref"]
"""
STOCK = """
extensions = ["myst_parser", "plain"]
html_theme = "shibuya"
html_theme_options = {"toctree_collapse": "true"}
"""
SIDEBARS = f"""{STOCK}

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


BUILDS = {"ours": "", "stock": STOCK, "sidebars": SIDEBARS}
LANGUAGES = ("zh_CN", "zh_TW", "zh_HK", "en")


def project(folder: Path, settings: str) -> Path:
    """Copy the pages and what they need into a folder, with more settings; return it."""
    made = shutil.ignore_patterns("__pycache__", "*.mo")
    for name in ("docs", "glossary", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=made)
    for name in ("index.md", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "tools" / "plain.py").write_text(PLAIN, encoding="utf-8")
    conf = (ROOT / "conf.py").read_text(encoding="utf-8")
    (folder / "conf.py").write_text(conf + CONF + settings, encoding="utf-8")
    return folder


def seconds(folder: Path, language: str) -> float:
    """Build a project from nothing; return the CPU seconds that it took."""
    for name in ("_build", ".zhengming"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for path in (folder / "docs" / "locale").rglob("*.mo"):
        path.unlink()
    options = ["-q", "-D", f"language={language}", ".", "_build"]
    return run([sys.executable, "-m", "sphinx", *options], folder).cpu


def main(runs: int = 3, *languages: str) -> None:
    """Print the times of each language and their ratios."""
    with tempfile.TemporaryDirectory() as name:
        folders = [project(Path(name, key), text) for key, text in BUILDS.items()]
        print(f"CPU seconds, least of {runs} runs")
        print("language     ours   stock  ratio   sidebars  ratio")
        for language in languages or LANGUAGES:
            turns = [[seconds(folder, language) for folder in folders] for _run in range(runs)]
            ours, stock, sidebars = map(min, zip(*turns, strict=True))
            print(f"{language:10}{ours:7.2f} {stock:7.2f} {ours / stock:6.2f}", end=" ")
            print(f"{sidebars:10.2f} {ours / sidebars:6.2f}", flush=True)
        pages = len(list(folders[0].glob("_build/**/*.html")))
    print(f"{pages} pages each")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 3, *sys.argv[2:])
