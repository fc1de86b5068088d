"""Sphinx configuration; name and version come from pyproject.toml."""

import os
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent
# Works uninstalled too.
sys.path.insert(0, str(ROOT / "tools"))

_metadata = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "正名"
version = release = _metadata["version"]
language = "zh_CN"
# The first is that of the sources. Each has a folder of its own in the site.
zhengming_languages = ["zh_CN", "zh_TW", "zh_HK", "en"]
extensions = ["myst_parser", "zhengming.sphinx"]

# Both: the first names the pages, the second keeps Sphinx from walking through the rest.
include_patterns = ["index.md", "docs/**", "glossary/**"]
exclude_patterns = [
    "docs/sources",
    "docs/locale",
    "_build",
    "node_modules",
    "tests",
    "tools",
    ".*",
]

myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
myst_heading_anchors = 3
# It would change characters that the apparatus counts.
smartquotes = False

locale_dirs = ["docs/locale"]
gettext_compact = False
gettext_additional_targets = ["index"]

html_theme = "zhengming"
# Where the whole site is on the web, above its languages; unset, it may lie anywhere.
html_baseurl = os.environ.get("BASE_URL", "")
html_title = project
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "accent_color": "indigo",
    "show_ai_links": False,
    "nav_links": [
        {"title": "白皮书", "url": "docs/white-paper/index"},
        {"title": "文章", "url": "docs/article/index"},
        {"title": "概念", "url": "glossary/index"},
        {"title": "指南", "url": "docs/guide/index"},
        {"title": "参考", "url": "docs/reference/index"},
    ],
}

# The book: `make pdf`.
typst_documents = [("index", "zhengming", "", "")]
typst_date = "2026-11-30"  # of the version
typst_template = "tools/zhengming/sphinx/book.typ"
typst_template_options = {"contents-depth": 2}
typst_smart_quotes = ["en"]

# With TeX installed: `make latexpdf`. The fonts are Debian's fonts-noto-cjk.
latex_engine = "xelatex"
latex_documents = [("index", "zhengming.tex", project, "", "manual")]
_LATEX_FONTS = {"zh_TW": "TC", "zh_HK": "HK"}


def _latex_fonts(_app, config):
    region = _LATEX_FONTS.get(config.language, "SC")
    fonts = {"main": "Serif", "sans": "Sans", "mono": "Sans Mono"}
    contents = {"zh_CN": "目录", "zh_TW": "目錄", "zh_HK": "目錄"}.get(config.language)
    renamed = rf"\renewcommand{{\contentsname}}{{{contents}}}" if contents else ""
    config.latex_elements = {
        "papersize": "a4paper",
        # Headings have numbers of their own.
        "fncychap": "",
        "preamble": r"\setcounter{secnumdepth}{-1}\setcounter{tocdepth}{1}" + renamed,
        # English pages quote Chinese words.
        "fontpkg": r"\usepackage{xeCJK}"
        + "".join(
            f"\\set{script}{use}font{{Noto {name} CJK {region}}}"
            for use, name in fonts.items()
            for script in ("", "CJK")
        ),
    }


def setup(app):
    app.connect("config-inited", _latex_fonts, priority=400)
