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
from collections.abc import Sequence
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
    shutil.rmtree(folder / "_build", ignore_errors=True)
    for path in (folder / "docs" / "locale").rglob("*.mo"):
        path.unlink()
    options = ["-q", "-D", f"language={language}", ".", "_build"]
    return run([sys.executable, "-m", "sphinx", *options], folder).cpu


def main(runs: int = 3, languages: Sequence[str] = LANGUAGES) -> None:
    """Print the times of each language and their ratios."""
    with tempfile.TemporaryDirectory() as name:
        folders = {key: project(Path(name, key), text) for key, text in BUILDS.items()}
        times = {
            language: {key: min(each) for key, each in zip(folders, turns, strict=True)}
            for language in languages
            for turns in [
                zip(*([seconds(f, language) for f in folders.values()] for _ in range(runs)))
            ]
        }
        pages = len(list(folders["ours"].glob("_build/**/*.html")))
    print(f"{pages} pages, least of {runs} runs, CPU seconds")
    print("language    ours   stock   ratio   stock with short sidebars")
    for language, found in times.items():
        ours, stock, sidebars = found.values()
        print(f"{language:8} {ours:7.2f} {stock:7.2f} {ours / stock:7.2f} {sidebars:7.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *([sys.argv[2:]] if sys.argv[2:] else []))
