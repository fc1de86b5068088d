"""What one changed message makes Sphinx read and write: its page, and what shows of it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import glossaries
from sites import write_project, write_text_of

FORM = """\
---
terms: {zh-Hans: 发展, en: development}
domain: policy
---

# 发展

变化。
"""
PAGES = {
    "index": "# 首页\n\n```{toctree}\ndocs/notice/index\nglossary/index\nplain\n```\n",
    "plain": "# 说明\n\n与别的页无关。\n",
    "glossary__index": "# 概念\n\n```{concepts} name\n```\n\n```{toctree}\n:glob:\n\n*\n```\n",
}
CONF = """
language = "en"
html_theme = "zhengming"
locale_dirs = ["locale"]
gettext_compact = False
exclude_patterns = ["docs/sources", "_build"]
myst_enable_extensions = ["attrs_block", "colon_fence"]
"""
# Catalog → message → translation.
CATALOGS = {
    "plain": {"说明": "Notes", "与别的页无关。": "All by itself."},
    "docs/notice/index": {"关于网络的通知": "Notice", "各单位，请遵守网络安全法。": "Obey."},
    "docs/notice/chapter": {
        "一、总则": "Chapter 1",
        "二、附则": "Chapter 2",
        "第二条 自发布之日起施行。": "It drives development as of now.",
        "第三条 另行通知。": "More later.",
    },
    "glossary/development": {"变化。": "Change."},
}


class Work(NamedTuple):
    """What a build did: the catalogs that it compiled, and the pages that it read and wrote."""

    compiled: set[str]
    read: set[str]
    written: set[str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a text, three concepts and English catalogs."""
    root = tmp_path / "project"
    glossaries.write(root / "glossary")
    (root / "glossary" / "development.md").write_text(FORM, encoding="utf-8")
    write_project(root, **PAGES)
    with (root / "conf.py").open("a", encoding="utf-8") as file:
        file.write(CONF)
    write_text_of(root)
    for name, messages in CATALOGS.items():
        path = root / "locale" / "en" / "LC_MESSAGES" / f"{name}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
        entries = (f'\nmsgid "{old}"\nmsgstr "{new}"\n' for old, new in messages.items())
        path.write_text(head + "".join(entries), encoding="utf-8")
    return root


def build(root: Path) -> Work:
    """Build the English site, in a process of its own: gettext keeps what it has read."""
    command = [sys.executable, "-m", "sphinx", "-nW", "--no-color", "-d", "_build/doctrees"]
    # With CI set, Sphinx takes any output for a terminal, and writes all on one line.
    done = subprocess.run(
        [*command, ".", "_build/html"],
        cwd=root,
        env=os.environ | {"NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    read, made = (
        set(re.findall(rf"^{work}\.\.\. \[ *[0-9]+%\] (\S+)", done.stdout, re.MULTILINE))
        for work in ("reading sources", "writing output")
    )
    compiled = {name for name in made if name.endswith(".mo")}
    names = {name.removeprefix("locale/en/LC_MESSAGES/") for name in compiled}
    return Work(names, read, made - compiled)


def site(root: Path) -> dict[str, bytes]:
    """Return the pages of a built site."""
    folder = root / "_build" / "html"
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.html"))}


def test_nothing_is_read_or_written_where_nothing_has_changed(project: Path) -> None:
    first, second = build(project), build(project)

    assert second == Work(set(), set(), set())
    assert first.compiled == {f"{name}.mo" for name in CATALOGS}
    assert first.read == first.written
    assert len(first.read) == 10


@pytest.mark.parametrize(
    ("catalog", "old", "new", "views"),
    [
        # Nothing of it is shown elsewhere; Sphinx writes the page that lists it as well.
        ("plain", "All by itself.", "Alone.", {"index"}),
        ("docs/notice/chapter", "More later.", "To be continued.", {"docs/notice/index"}),
        # A heading is in the lists above it, however far.
        ("docs/notice/chapter", "Chapter 2", "Part 2", {"docs/notice/index", "index"}),
        # A concept's page shows the words around it; the list of concepts does not.
        (
            "docs/notice/chapter",
            "drives",
            "leads",
            {"docs/notice/index", "glossary/development"},
        ),
        # A title stands beside the pages of its text, and on the page before.
        (
            "docs/notice/chapter",
            "Chapter 1",
            "Part 1",
            {f"docs/notice/{name}" for name in ("index", "apparatus", "witness")}
            | {"index", "glossary/development"},
        ),
        ("glossary/development", "Change.", "A change.", {"glossary/index"}),
    ],
)
def test_a_changed_message_renews_its_page_and_what_shows_it(
    project: Path, catalog: str, old: str, new: str, views: set[str]
) -> None:
    build(project)
    path = project / "locale" / "en" / "LC_MESSAGES" / f"{catalog}.po"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")

    assert build(project) == Work({f"{catalog}.mo"}, {catalog}, {catalog, *views})
    found = site(project)
    shutil.rmtree(project / "_build")
    build(project)
    assert site(project) == found
    assert new.encode() in found[f"{catalog}.html"]
