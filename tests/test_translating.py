"""The commands `prefill` and `stat`."""

import json
import resource
from pathlib import Path

import pytest

import catalogs
import glossaries
from catalogs import GOOD, HEADER
from zhengming.cli import main

# Is there, and cannot be read from its start.
MEMORY = Path("/proc/self/mem")
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


def test_further_glossaries_count_in_catalogs_that_fit(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    glossaries.write_further(project / "words")
    (project / "pyproject.toml").write_text(
        '[tool.zhengming.glossaries]\n"docs/locale/*/LC_MESSAGES/docs/guide/**" = ["words"]\n',
        encoding="utf-8",
    )
    names = [f"docs/locale/zh_TW/LC_MESSAGES/docs/{name}.po" for name in ("a", "guide/b")]
    for name in names:
        catalogs.write(project, name, 'msgid "算法的文件"\nmsgstr ""\n')

    assert main(["prefill", "-l", "zh_TW"]) == 0

    texts = [(project / name).read_text(encoding="utf-8") for name in names]
    assert ['msgstr "演算法的文件"' in text for text in texts] == [True, False]
    assert ['msgstr "演算法的檔案"' in text for text in texts] == [False, True]
    for name in names:
        catalogs.write(project, name, 'msgid "文件"\nmsgstr "文件"\n')
    capsys.readouterr()
    assert main(["stat"]) == 0
    # As many as `check` finds.
    assert capsys.readouterr().out.splitlines()[-2].split()[-1] == "1"
    assert main(["check", "docs/locale/zh_TW"]) == 1
    assert capsys.readouterr().err.startswith("2 files, 1 finding")


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


@pytest.mark.parametrize("arguments", [[], ["--parity"]])
def test_stat_says_what_is_wrong_with_the_project(
    project: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "pyproject.toml").write_text("[tool.zhengming]\npath = []\n", encoding="utf-8")

    assert main(["stat", *arguments]) == 2
    assert capsys.readouterr() == (
        "",
        "pyproject.toml: tool.zhengming: 'path'; "
        "expected one of glossary, paths, exclude, baseline, languages, glossaries, rules\n",
    )


def translated(language: str, first: str, second: str) -> tuple[str, str]:
    """Return name and text of a catalog, of a page, of a concept and of a file that is gone."""
    return (
        f"docs/locale/{language}/LC_MESSAGES/docs/a.po",
        f"""\
#: docs/a.md:3
msgid "审查算法"
msgstr "{first}"

#: ../../docs/a.md:7 gone.md:2
msgid "网络主权"
msgstr "{second}"

#: glossary/algorithm.md:9
msgid "算法之一"
msgstr "一"
""",
    )


@pytest.fixture
def page(project: Path) -> Path:
    """A page in three languages, one of which the glossary does not know."""
    (project / "docs" / "a.md").write_text("# 甲\n\n审查算法\n\n## 乙\n\n网络主权\n", "utf-8")
    for catalog in (
        translated("zh_TW", "審查演算法", "網路主權、網路主權"),
        translated("zh_HK", "審查演算法", "網絡主權"),
        translated("en", "Auditing", "cyber sovereignty"),
        translated("ja", "アルゴリズム", "主権"),
    ):
        catalogs.write(project, *catalog)
    return project


def test_parity_shows_the_sections_that_stand_out(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stat", "--parity"]) == 0
    assert capsys.readouterr() == (
        "docs/a.md:1: algorithm 1; en 0 (missing), zh_HK 1, zh_TW 1\n"
        "docs/a.md:5: cyber-sovereignty 1; en 1, zh_HK 1, zh_TW 2 (more)\n"
        "gone.md:1: cyber-sovereignty 1; en 1, zh_HK 1, zh_TW 2 (more)\n",
        "3 sections, 3 times a concept in one, 3 standing out"
        "; left out, as the glossary has no forms of it: ja\n",
    )


def test_parity_as_json_has_all_rows(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stat", "--parity", "--format", "json", "docs/locale"]) == 0

    rows = json.loads(capsys.readouterr().out)
    assert [(row["file"], row["line"], row["title"], row["source"]) for row in rows] == [
        ("docs/a.md", 1, "甲", 1),
        ("docs/a.md", 5, "乙", 1),
        ("gone.md", 1, "", 1),
    ]
    assert [row["counts"] for row in rows[:2]] == [
        {"en": 0, "zh_HK": 1, "zh_TW": 1},
        {"en": 1, "zh_HK": 1, "zh_TW": 2},
    ]


def test_sources_are_found_from_the_folder_above_catalogs(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # As Sphinx has it whose sources are in a folder: places are relative to them.
    (page / "docs" / "b.rst").write_text("甲\n==\n\n文\n\n乙\n==\n\n算法\n", "utf-8")
    catalogs.write(page, "docs/locale/en/b.po", '#: ../../b.rst:9\nmsgid "算法"\nmsgstr "x"\n')
    main(["stat", "--parity"])

    assert "docs/b.rst:6: algorithm 1; en 0 (missing)" in capsys.readouterr().out


def test_parity_names_a_source_that_is_no_text(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (page / "docs" / "a.md").write_bytes(b"\xff")

    assert main(["stat", "--parity"]) == 2
    assert capsys.readouterr().err == (
        "docs/a.md:1:1: byte 0xff, which is not UTF-8; expected UTF-8\n"
    )


@pytest.mark.fault
@pytest.mark.skipif(not MEMORY.is_file(), reason="no file here is found but never read")
def test_parity_names_a_source_that_cannot_be_read(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (page / "docs" / "a.md").unlink()
    (page / "docs" / "a.md").symlink_to(MEMORY)

    assert main(["stat", "--parity"]) == 2
    assert capsys.readouterr().err == "docs/a.md: Input/output error\n"
