"""`sphinx-build -b zhengming` in a project that has nothing else of ours."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from glossaries import write, write_further

PAGE = "页\n==\n\n各国尊重搜集主权。\n"
MESSAGE = "搜集主权 is deprecated (洗稿替换所致); write 网络主权"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of Sphinx in a folder of its repository, with settings and a glossary above."""
    write(tmp_path / "glossary")
    (tmp_path / "zhengming.toml").write_text('exclude = ["docs/old.rst"]\n')
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "conf.py").write_text('exclude_patterns = ["_build"]\nlocale_dirs = ["locale"]\n')
    (docs / "index.rst").write_text("页\n==\n\n.. toctree::\n\n   old\n", encoding="utf-8")
    (docs / "old.rst").write_text(PAGE, encoding="utf-8")
    return docs


def build(docs: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "--no-color",
        "-b",
        "zhengming",
        *options,
        ".",
        "out",
    ]
    return subprocess.run(command, cwd=docs, capture_output=True, text=True)


def test_a_clean_project_exits_with_0(project: Path) -> None:
    done = build(project)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (project / "out/output.txt").read_text() == ""
    assert json.loads((project / "out/output.json").read_text()) == []


def test_findings_in_pages_and_catalogs_are_warnings_and_files(project: Path) -> None:
    with (project / "index.rst").open("a", encoding="utf-8") as file:
        file.write("\n各国尊重搜集主权。\n")
    catalog = project / "locale/zh_CN/LC_MESSAGES/index.po"
    catalog.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    catalog.write_text(f'{header}msgid "a"\nmsgstr "搜集主权"\n', encoding="utf-8")

    done = build(project)

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{project / 'index.rst'}:8: WARNING: {MESSAGE} [zhengming.deprecated-form]",
        f"{catalog}:5: WARNING: {MESSAGE} [zhengming.deprecated-form]",
    ]
    assert (project / "out/output.txt").read_text(encoding="utf-8").splitlines() == [
        f"docs/index.rst:8:5: deprecated-form {MESSAGE}",
        f"docs/locale/zh_CN/LC_MESSAGES/index.po:5:9: deprecated-form {MESSAGE}",
    ]
    found = json.loads((project / "out/output.json").read_text(encoding="utf-8"))
    assert [item["line"] for item in found] == [8, 5]


def test_further_glossaries_count_in_pages_that_fit(project: Path) -> None:
    settings = 'exclude = ["docs/old.rst"]\nglossaries = {"docs/*.rst" = ["words"]}\n'
    (project.parent / "zhengming.toml").write_text(settings)
    write_further(project.parent / "words")
    with (project / "index.rst").open("a", encoding="utf-8") as file:
        file.write("\n档桉。\n")

    done = build(project)

    message = "档桉 is deprecated (错字); write 文件 [zhengming.deprecated-form]"
    assert done.stderr.splitlines() == [f"{project / 'index.rst'}:8: WARNING: {message}"]


@pytest.mark.fault
def test_what_cannot_be_read_exits_with_2(project: Path) -> None:
    catalog = project / "locale/zh_CN/LC_MESSAGES/index.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgid "a"\n', encoding="utf-8")

    done = build(project)

    assert done.returncode == 2
    assert done.stderr == f"ERROR: {catalog}:1:10: the end of the file; expected msgstr\n"


@pytest.mark.fault
def test_settings_that_are_wrong_stop_the_build(project: Path) -> None:
    (project.parent / "zhengming.toml").write_text("x = 1\n")

    done = build(project)

    assert done.returncode == 2
    assert "zhengming.toml: 'x'; expected one of glossary" in done.stderr
