"""`zhengming init`: what it sees, what it writes, and that the check can use it."""

from pathlib import Path

import pytest

from glossaries import write
from zhengming.cli import main
from zhengming.starting import copied

CONF = """\
import os
os.mkdir("ran")  # nothing of this file may run
project = "x"
language = "zh_TW"
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
version = os.name
"""
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "docs/conf.py": CONF,
        "docs/index.rst": "頁\n==\n",
        "docs/a/b.md": "# 頁\n",
        "docs/_build/c.md": "# 頁\n",
        "conf.py": "x = 1\n",
        "README.md": "# Read me\n",
        "README.zh-HK.md": "# 讀我\n",
        "docs/zh-Hans/d.md": "# 页\n",
        "tw/a.md": "這裡發現軟體與網路，還沒說話。\n",
        "cn/a.md": "这里发现软件。\n",
        "locale/zh_TW/LC_MESSAGES/a.po": HEADER,
        "locale/zh_CN/LC_MESSAGES/a.po": HEADER,
        "locale/zh_CN/LC_MESSAGES/b.po": HEADER,
        "po/zh_HK.po": HEADER,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


SEEN = """\
docs/conf.py: Sphinx, language zh_TW, sources .rst, .md
*.md: 1 file, en
README.zh-HK.md: 1 file, zh-Hant-HK
cn/**/*.md: 1 file, zh-Hans
docs/**/*.md: 1 file, zh-Hant-TW
docs/**/*.rst: 1 file, zh-Hant-TW
docs/zh-Hans/**/*.md: 1 file, zh-Hans
tw/**/*.md: 1 file, zh-Hant
locale: 3 catalogs (zh_CN 2, zh_TW 1)
po: 1 catalog (zh_HK 1)
"""
SETTINGS = """\
glossary = ["glossary"]
paths = ["*.md", "README.zh-HK.md", "cn/**/*.md", "docs/**/*.md", "docs/**/*.rst", \
"docs/zh-Hans/**/*.md", "tw/**/*.md", "**/*.po"]

[languages]
"README.zh-HK.md" = "zh-Hant-HK"
"docs/zh-Hans/**/*.md" = "zh-Hans"
"cn/**/*.md" = "zh-Hans"
"docs/**/*.md" = "zh-Hant-TW"
"docs/**/*.rst" = "zh-Hant-TW"
"tw/**/*.md" = "zh-Hant"
"*.md" = "en"
"""
NONE = "no glossary; `zhengming new` begins one, `zhengming init --starter` copies one\n"


def test_init_says_what_it_saw_and_writes_settings_that_work(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init"]) == 0
    assert capsys.readouterr() == (f"{SEEN}zhengming.toml: written\n{NONE}", "")
    assert (project / "zhengming.toml").read_text(encoding="utf-8") == SETTINGS
    assert not (project / "ran").exists()
    write(project / "glossary")
    assert main(["check"]) == 0
    assert main(["init"]) == 2
    assert capsys.readouterr().err.endswith("zhengming.toml: settings are there; expected none\n")


def test_init_leaves_pyproject_toml_to_its_owner(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "pyproject.toml").write_text("[project]\n")
    write(project / "glossary")

    assert main(["init"]) == 0
    out = capsys.readouterr().out
    expected = SETTINGS.replace("[languages]", "[tool.zhengming.languages]")
    table = out.split("add to pyproject.toml:\n\n")[1]
    # The glossary's own pages are texts too.
    table = table.replace(', "glossary/**/*.md"', "")
    table = table.replace('"glossary/**/*.md" = "zh-Hans"\n', "")
    assert table == f"[tool.zhengming]\n{expected}"
    assert not (project / "zhengming.toml").exists()
    assert (project / "pyproject.toml").read_text() == "[project]\n"


def test_a_folder_with_nothing_gets_the_usual_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["init"]) == 0
    assert capsys.readouterr().out == f"no .md, .rst or .po\nzhengming.toml: written\n{NONE}"
    assert (tmp_path / "zhengming.toml").read_text() == 'glossary = ["glossary"]\n'


def test_a_conf_that_is_no_plain_python_is_read_as_far_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder, conf in (
        ("broken", "project = \n"),
        ("computed", 'project = "x"\nlanguage = get()\nsource_suffix = ".txt"\n'),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "conf.py").write_text(conf)
        (tmp_path / folder / "a.rst").write_text("页\n==\n", encoding="utf-8")

    assert main(["init"]) == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        "computed/conf.py: Sphinx, language not said, sources .txt",
        "broken/**/*.rst: 1 file, zh-Hans",
        "computed/**/*.rst: 1 file, zh-Hans",
    ]


def test_settings_that_are_wrong_stop_init(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "pyproject.toml").write_text("a = \n")

    assert main(["init"]) == 2
    assert "pyproject.toml: Invalid value" in capsys.readouterr().err
    assert not (project / "zhengming.toml").exists()


def test_a_starter_that_does_not_exist_is_an_error(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "--starter", "none"]) == 2
    assert capsys.readouterr().err.startswith("starter 'none'; expected one of ")
    assert not (project / "zhengming.toml").exists()


def test_a_starter_never_replaces_a_page(tmp_path: Path) -> None:
    starter = write(tmp_path / "small")
    folder = tmp_path / "glossary"
    folder.mkdir()
    (folder / "algorithm.md").write_text("mine", encoding="utf-8")

    line = copied(starter, folder)

    assert line == "glossary: 1 concepts copied from small; 1 were there and stay"
    assert (folder / "algorithm.md").read_text(encoding="utf-8") == "mine"
    page = (folder / "cyber-sovereignty.md").read_text(encoding="utf-8")
    assert page == (starter / "cyber-sovereignty.md").read_text(encoding="utf-8")
    assert sorted(path.name for path in folder.iterdir()) == [
        "algorithm.md",
        "cyber-sovereignty.md",
    ]
