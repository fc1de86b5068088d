"""The commands `prefill` and `stat`."""

import json
import resource
from pathlib import Path

import pytest

import catalogs
import glossaries
from catalogs import GOOD, HEADER
from zhengming.cli import main

EMPTY = 'msgid "审查算法"\nmsgstr ""\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    glossaries.write(tmp_path / "glossary")
    monkeypatch.chdir(tmp_path)
    for language in ("zh_TW", "zh_HK", "en"):
        catalogs.write(tmp_path, f"docs/locale/{language}/LC_MESSAGES/docs/a.po", EMPTY)
    return tmp_path


def test_prefill_fills_the_languages_that_are_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prefill", "-l", "zh_TW", "-l", "zh-Hant-HK"]) == 0

    assert capsys.readouterr() == (
        "docs/locale/zh_HK/LC_MESSAGES/docs/a.po: 1 message converted\n"
        "docs/locale/zh_TW/LC_MESSAGES/docs/a.po: 1 message converted\n",
        "zh_HK: 1 message converted\nzh_TW: 1 message converted\n",
    )
    english = project / "docs/locale/en/LC_MESSAGES/docs/a.po"
    assert english.read_text(encoding="utf-8") == HEADER + EMPTY


def test_a_second_run_changes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["prefill", "-l", "zh_TW", "docs/locale"])
    path = project / "docs/locale/zh_TW/LC_MESSAGES/docs/a.po"
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    capsys.readouterr()

    assert main(["prefill", "-l", "zh_TW", "docs/locale"]) == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)
    assert capsys.readouterr() == ("", "zh_TW: 0 messages converted\n")


def test_nothing_is_written_where_a_catalog_is_wrong(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogs.write(project, "docs/locale/zh_TW/b.po", 'msgid "a\n')
    catalogs.write(project, "docs/locale/zh_TW/c.po", GOOD * 2)
    path = project / "docs/locale/zh_TW/LC_MESSAGES/docs/a.po"

    assert main(["prefill", "-l", "zh_TW"]) == 2

    assert path.read_text(encoding="utf-8") == HEADER + EMPTY
    assert capsys.readouterr().err == (
        'docs/locale/zh_TW/b.po:13:7: a string without an end; expected " at the end\n'
        "docs/locale/zh_TW/c.po:15:1: msgid '甲' again, first in line 13; expected it once\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-l", "fr"], "language 'fr'; expected one of zh-Hant-TW, zh-Hant-HK, zh-Hant"),
        (["-l", "en"], "language 'en'; expected one of zh-Hant-TW, zh-Hant-HK, zh-Hant"),
        (
            ["-l", "zh_Hant"],
            "docs/locale: no catalogs of zh-Hant; expected those that `sphinx-intl update` makes",
        ),
        (
            ["-l", "zh_TW", "glossary"],
            "glossary: no catalogs; expected a folder for each language, as zh_TW",
        ),
    ],
)
def test_what_cannot_be_filled_is_said(
    project: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prefill", *arguments]) == 2
    assert capsys.readouterr().err == f"{message}\n"


@pytest.mark.fault
def test_a_catalog_that_cannot_be_written_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Root may write anywhere, but nobody may go on writing on a full disk.
    catalog = "docs/locale/zh_TW/LC_MESSAGES/docs/a.po"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = (project / catalog).read_bytes()

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    code = main(["prefill", "-l", "zh_TW"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert code == 2
    assert capsys.readouterr().err == f"{catalog}: File too large\n"
    assert (project / catalog).read_bytes() == before


def test_stat_counts_each_language(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["prefill", "-l", "zh_TW"])
    capsys.readouterr()

    assert main(["stat"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()[1:]] == [
        ["en", "1", "0", "0", "0", "1", "0", "0"],
        ["0", "%", "0", "%", "0", "%", "100", "%"],
        ["zh_HK", "1", "0", "0", "0", "1", "0", "0"],
        ["0", "%", "0", "%", "0", "%", "100", "%"],
        ["zh_TW", "1", "1", "1", "0", "0", "0", "0"],
        ["100", "%", "100", "%", "0", "%", "0", "%"],
    ]
    assert main(["stat", "--format", "json", "docs/locale"]) == 0
    assert '"machine_made": 1' in capsys.readouterr().out


def test_stat_says_what_cannot_be_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalogs.write(project, "docs/locale/zh_TW/b.po", "x\n")

    assert main(["stat"]) == 2
    assert capsys.readouterr().err == (
        "docs/locale/zh_TW/b.po:13:1: 'x'; expected a comment, msgid or the end of the file\n"
    )


SETTINGS = """\
[tool.zhengming.rules]
"docs/locale/**/b.po" = { foreign-form = false }
"""
WRONG = """\
#: docs/a.md:3
msgid "审查算法"
msgstr "算法"

#: docs/a.md:4
# zhengming: allow foreign-form 算法 -- 引文
msgid "算法"
msgstr "算法"

#, fuzzy
msgid "审查"
msgstr "算法"
"""


def test_stat_counts_what_check_finds(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    for name in ("b", "c"):
        catalogs.write(project, f"docs/locale/zh_TW/{name}.po", WRONG)
    found = {}
    for language in ("en", "zh_HK", "zh_TW"):
        main(["check", "--format", "json", f"docs/locale/{language}"])
        found[language] = len(json.loads(capsys.readouterr().out))

    assert main(["stat", "--format", "json"]) == 0

    states = json.loads(capsys.readouterr().out)
    assert {name: state["findings"] for name, state in states.items()} == found
    assert found == {"en": 0, "zh_HK": 0, "zh_TW": 1}


def test_stat_counts_catalogs_outside_of_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogs.write(tmp_path, "there/zh_TW/a.po", 'msgid "a"\nmsgstr "这"\n')
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    assert main(["stat", "../there", "--format", "json"]) == 0

    state = json.loads(capsys.readouterr().out)["zh_TW"]
    assert (state["translated"], state["findings"]) == (1, 1)
