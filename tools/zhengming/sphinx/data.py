"""Values for the scripts of the site, each in a file that is loaded when a reader asks for it.

A file is a script that hands its value over: a page opened from a disk may load nothing else.
Those of all languages have the same names, so that a page can ask for those of another language.
"""

from __future__ import annotations

import json
from collections.abc import Container
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from zhengming.datafile import write_text
from zhengming.sphinx.languages import language

FOLDER = "_data"


def write(app: Sphinx, name: str, value: Any) -> None:
    """Write a value, which is JSON, under a name that may have slashes; only if it is another."""
    key = json.dumps([language(app.config.language).folder, name])
    shown = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = f"zhengming.give({key}, {shown});\n"
    path = Path(app.outdir, FOLDER, f"{name}.js")
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, text)


def prune(app: Sphinx, folder: str, names: Container[str]) -> None:
    """Remove the values of a folder that are not among names: those of pages that are gone."""
    root = Path(app.outdir, FOLDER)
    for path in (root / folder).rglob("*.js"):
        if path.relative_to(root).with_suffix("").as_posix() not in names:
            path.unlink()


def add_script(app: Sphinx, config: Config) -> None:
    """Put the script that loads values before those that ask for them."""
    app.add_js_file("load.js", loading_method="defer", priority=400)


def setup(app: Sphinx) -> None:
    """Register the script."""
    app.connect("config-inited", add_script)
