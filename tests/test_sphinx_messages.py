"""Messages: the right texts at the right places, and catalogs that stay as they are."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from hypothesis import given, settings
from hypothesis import strategies as st
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.environment import BuildEnvironment

import glossaries
from sites import built, page, warnings, write_edition, write_project
from zhengming.catalog import load
from zhengming.prose.myst import is_bare
from zhengming.sphinx.messages import Parser

INDEX = "# 首页\n\n见{term}`网络主权`。\n\n```{toctree}\nglossary/index\nenglish\n```\n"
CONCEPTS = "# 概念\n\n```{concepts} domain\n```\n\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"
ENGLISH = "---\ntranslate: false\n---\n\n# Notes\n\nEnglish everywhere.\n"
OPTIONS: dict[str, Any] = {"gettext_compact": False, "locale_dirs": ["locale"]}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a glossary, a page that is not translated, and sources of a concept."""
    glossaries.write(tmp_path / "glossary")
    path = tmp_path / "glossary" / "algorithm.md"
    sources = "sources:\n  - 国标\n  - '第一行\n    第二行'\n"
    path.write_text(path.read_text("utf-8").replace("---\n\n", f"{sources}---\n\n", 1), "utf-8")
    return write_project(tmp_path, index=INDEX, glossary__index=CONCEPTS, english=ENGLISH)


def templates(root: Path) -> dict[str, dict[str, list[tuple[str, int]]]]:
    """Build the templates; return those that have messages: message → places."""
    with built(root, "gettext", **OPTIONS) as app:
        assert warnings(app) == []
        folder = Path(app.outdir)
    found = {}
    for path in sorted(folder.rglob("*.pot")):
        with path.open("rb") as file:
            messages = {str(m.id): m.locations for m in read_po(file) if m.id}
        found[path.relative_to(folder).with_suffix("").as_posix()] = messages
    return found


def translate(root: Path, name: str, messages: dict[str, str], language: str = "en") -> None:
    """Write a catalog."""
    path = root / "locale" / language / "LC_MESSAGES" / f"{name}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    entries = (f'\nmsgid "{old}"\nmsgstr "{new}"\n' for old, new in messages.items())
    path.write_text(head + "".join(entries), encoding="utf-8")


def test_messages_stand_at_their_places_and_headwords_are_none(project: Path) -> None:
    assert templates(project) == {
        "index": {"首页": [("index.md", 1)], "见{term}`网络主权`。": [("index.md", 3)]},
        "glossary/index": {"概念": [("glossary/index.md", 1)]},
        "glossary/algorithm": {
            "解题的步骤。": [("glossary/algorithm.md", 13)],
            "国标": [("glossary/algorithm.md", 6)],
            "第一行 第二行": [("glossary/algorithm.md", 7)],
        },
        "glossary/cyber-sovereignty": {
            "国家主权在网络空间的延伸。": [("glossary/cyber-sovereignty.md", 10)],
            "洗稿替换所致": [("glossary/cyber-sovereignty.md", 3)],
        },
    }


def test_templates_of_pages_that_are_gone_go(project: Path) -> None:
    templates(project)
    (project / "glossary" / "algorithm.md").unlink()
    other = project / "glossary" / "cyber-sovereignty.md"
    other.write_text(other.read_text("utf-8").replace("related: [algorithm]\n", ""), "utf-8")

    assert "glossary/algorithm" not in templates(project)


def test_the_commands_of_gettext_change_nothing_when_run_again(project: Path) -> None:
    with (project / "conf.py").open("a", encoding="utf-8") as file:
        file.write('locale_dirs = ["locale"]\ngettext_compact = False\n')
    states = []
    for folder in ("one", "two/deep"):
        # A template that is made anew, elsewhere and later, has another date.
        for command in (
            ["-m", "sphinx", "-qb", "gettext", ".", folder],
            ["-m", "sphinx_intl", "update", "-p", folder, "-l", "en", "-w", "0"],
        ):
            subprocess.run([sys.executable, *command], cwd=project, check=True)
        catalogs = sorted((project / "locale").rglob("*.po"))
        states.append({path: path.read_bytes() for path in catalogs})

    assert states[0] == states[1]
    assert len(states[0]) == 4


def test_a_concept_has_the_name_of_the_site_s_language(project: Path) -> None:
    sentences = {"洗稿替换所致": "an *error* of 2. spinning", "国家主权在网络空间的延伸。": "D."}
    translate(project, "glossary/cyber-sovereignty", sentences)
    translate(project, "index", {"见{term}`网络主权`。": "See {term}`cyber sovereignty`."})

    with built(project, language="en", **OPTIONS) as app:
        assert warnings(app) == []
        concept, other = (page(app, f"glossary/{n}") for n in ("cyber-sovereignty", "algorithm"))
        index, concepts = page(app, "index"), page(app, "glossary/index")

    assert "<h1>cyber sovereignty<" in concept
    assert ">algorithm</a>" in concept
    assert ">cyber sovereignty</a>" in other
    assert "an *error* of 2. spinning" in concept
    assert ">cyber sovereignty</a>" in concepts
    link = 'href="glossary/cyber-sovereignty.html#concept-cyber-sovereignty"'
    assert re.search(f'<a class="[^"]*" {link}>.*cyber sovereignty', index)


def test_a_new_translation_of_a_note_is_written_where_it_is_shown(tmp_path: Path) -> None:
    write_edition(tmp_path)
    with built(tmp_path, language="en", **OPTIONS) as app:
        assert "拟题" in page(app, "docs/notice/chapter")
    notes = {"拟题": "Our title", "或作“开展”": "Or “carry out”"}
    translate(tmp_path, "docs/notice/apparatus", notes)
    translate(tmp_path, "docs/notice/index", {"归作者": "The author's"})

    with built(tmp_path, language="en", **OPTIONS) as app:
        assert warnings(app) == []
        chapter, apparatus = (page(app, f"docs/notice/{n}") for n in ("chapter", "apparatus"))
        index = page(app, "docs/notice/index")
        doctree = app.env.get_doctree("docs/notice/chapter").pformat()

    for text in (chapter, apparatus):
        assert "Our title" in text
        assert "Or “carry out”" in text
        assert "拟题" not in text
    assert "The author&#39;s" in index or "The author's" in index
    assert "Our title" not in doctree


# What may be in a translation: words, and signs that mean something or nothing to MyST.
LINES = st.lists(
    st.sampled_from(
        ["words", "网络主权", " ", "，", "2022", "(a)", "-", "**b**", "`c`", "w", "://"]
    )
).map("".join)


def parsed(parser: type[MystParser], env: BuildEnvironment, text: str) -> list[Any]:
    """Return what a parser makes of a translation: nodes, with source and line."""
    values = get_default_settings(parser)
    vars(values).update(env.settings)
    document = new_document("/index.md:3:<translated>", values)
    parser().parse(text, document)
    found = [(str(node), node.source, node.line) for node in document.findall()]
    return [document.pformat(), found]


def test_a_translation_without_markup_is_what_myst_makes_of_it(tmp_path: Path) -> None:
    catalogs = sorted(Path(__file__).parents[1].glob("docs/locale/*/LC_MESSAGES/**/*.po"))
    entries = [entry for path in catalogs for entry in load(path).messages]
    real = [s.text for entry in entries for s in entry.msgstr if is_bare(s.text)]
    assert len(real) > len(entries) / 2
    with built(write_project(tmp_path)) as app:

        @given(LINES | st.sampled_from(real))
        @settings(max_examples=300, deadline=None)
        def is_the_same(text: str) -> None:
            assert parsed(Parser, app.env, text) == parsed(MystParser, app.env, text)

        is_the_same()


def test_translated_nodes_belong_to_their_page(project: Path) -> None:
    translate(project, "index", {"首页": "Home", "见{term}`网络主权`。": "See {term}`网络主权`."})

    with built(project, language="en", **OPTIONS) as app:
        document = app.env.get_doctree("index")
        written = Path(app.doctreedir, "index.doctree").read_bytes()

    assert "See " in document.astext()
    assert all(node.document is document for node in document.findall())
    assert b"BuildEnvironment" not in written
