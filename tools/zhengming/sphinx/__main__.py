"""`python -m zhengming.sphinx`: the site in all its languages, or its books, built side by side.

Each language is a run of Sphinx of its own, in a folder of its own; above them lies a page that
picks one. Options that are not known here go to Sphinx.
"""

from __future__ import annotations

import argparse
import html
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.cmd.build import build_main
from sphinx.config import Config
from sphinx.util.tags import Tags

from zhengming.datafile import write_text
from zhengming.sphinx.languages import SETTING, SITEMAP, Language, language

# The page that picks a language, with its script and its style.
_ROOT = Path(__file__).parent / "root"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build all languages; return 0, or what Sphinx returned for the first that failed."""
    parser = argparse.ArgumentParser(prog="python -m zhengming.sphinx", description=__doc__)
    parser.add_argument("-s", "--source", type=Path, default=Path())
    parser.add_argument("-b", "--builder", default="html", help="of Sphinx; html if not given")
    parser.add_argument("-o", "--output", type=Path, help="_build/BUILDER if not given")
    parser.add_argument("-d", "--doctrees", type=Path, default=Path("_build/doctrees"))
    parser.add_argument("-l", "--language", action="append", help="build this one only")
    options, rest = parser.parse_known_args(arguments)
    config = Config.read(options.source, overrides={}, tags=Tags())
    config.add(SETTING, [], "html", ())
    locales = list(config[SETTING]) or [config.language]
    wanted = options.language or locales
    output = options.output or Path("_build", options.builder)

    runs = []
    for locale in wanted:
        folder = language(locale).folder
        doctrees = options.doctrees / folder
        command = [*rest, "-b", options.builder, "-D", f"language={locale}", "-d", str(doctrees)]
        command += [str(options.source), str(output / folder)]
        runs.append(_Run(locale, command, doctrees))
    code = _build(runs)
    if not code and options.builder == "html":
        _write_root(output, config, [language(locale) for locale in locales])
    return code


class _Run(NamedTuple):
    """What Sphinx is told to build a language."""

    locale: str
    command: list[str]
    doctrees: Path


def _build(runs: Sequence[_Run]) -> int:
    """Build all languages at once; return 0, or what Sphinx returned for the first that failed."""
    # A fork has what is imported; elsewhere each process imports it again.
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    code = 0
    with tempfile.TemporaryDirectory() as folder:
        logs = [Path(folder, run.locale) for run in runs]
        processes = [
            context.Process(target=_sphinx, args=(run.command, log))
            for run, log in zip(runs, logs, strict=True)
        ]
        for process in processes:
            process.start()
        for run, log, process in zip(runs, logs, processes, strict=True):
            process.join()
            if said := log.read_text(encoding="utf-8", errors="replace"):
                sys.stderr.write(f"{run.locale}:\n{said}")
            if process.exitcode:
                # After warnings Sphinx finds nothing to do, and so nothing to warn of.
                shutil.rmtree(run.doctrees, ignore_errors=True)
                code = code or process.exitcode
    return code


def _sphinx(command: list[str], log: Path) -> None:
    """Run Sphinx with all that it says in a file: what several say at once nobody can read."""
    with log.open("wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    sys.exit(build_main(command))


def _write_root(folder: Path, config: Config, known: Sequence[Language]) -> None:
    """Write the page that picks a language, and the list of the languages' sitemaps."""
    config.add("html_baseurl", "", "html", ())
    base = str(config.html_baseurl).rstrip("/")
    links = (
        f'<li><a href="{each.folder}/index.html" lang="{each.tag}" hreflang="{each.tag}">'
        f"{html.escape(each.name)}</a></li>"
        for each in known
    )
    alternates = [
        f'\n<link rel="alternate" hreflang="{each.tag}" href="{base}/{each.folder}/">'
        for each in known
    ]
    alternates.append(f'\n<link rel="alternate" hreflang="x-default" href="{base}/">')
    page = (
        (_ROOT / "index.html")
        .read_text(encoding="utf-8")
        .format(
            title=html.escape(config.project),
            language=known[0].tag,
            alternates="".join(alternates) if base else "",
            known=html.escape(json.dumps({each.tag: each.folder for each in known})),
            links="\n".join(links),
        )
    )
    write_text(folder / "index.html", page)
    for name in ("languages.js", "languages.css"):
        write_text(folder / name, (_ROOT / name).read_text(encoding="utf-8"))
    sitemap = folder / SITEMAP
    if base:
        listed = "".join(
            f"<sitemap><loc>{base}/{each.folder}/{SITEMAP}</loc></sitemap>\n" for each in known
        )
        write_text(
            sitemap,
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}'
            "</sitemapindex>\n",
        )
    else:
        sitemap.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
