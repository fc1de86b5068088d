"""`zhengming compare`: what it says of folders and files, and its exit codes."""

import json
from pathlib import Path

import pytest

import glossaries
from catalogs import write
from zhengming.cli import main

USUAL = [("Default value", "默认值", "預設值"), ("The default font", "默认的字体", "預設的字型")]
MISSED = ("Use default colors", "使用默认颜色", "使用默認顏色")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(folder: Path, *messages: tuple[str, str, str], name: str = "a.po") -> None:
    """Write catalogs of two languages: originals, Simplified and Taiwan."""
    for at, language in enumerate(("zh_CN", "zh_TW"), 1):
        blocks = [f'msgid "{each[0]}"\nmsgstr "{each[at]}"\n' for each in messages]
        write(folder, f"{language}/LC_MESSAGES/{name}", "\n".join(blocks))


def test_a_finding_is_at_its_place(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(project, *USUAL, MISSED)

    code = main(["compare", "zh_CN", "zh_TW"])
    out, err = capsys.readouterr()

    assert code == 1
    message = "默認 is converted only; for 'default' these catalogs write 預設 2 times"
    assert out.split("\n")[0] == f"zh_TW/LC_MESSAGES/a.po:20:11: bare-conversion {message}"
    share = "of zh-Hant-TW 1 (33%) are zh-Hans in other characters"
    assert err == f"1 catalog, 3 messages in both; {share}\n"


def test_nothing_found_is_no_failure(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(project, *USUAL)

    assert main(["compare", "zh_CN/LC_MESSAGES/a.po", "zh_TW/LC_MESSAGES/a.po"]) == 0
    assert capsys.readouterr().out == ""


def test_findings_can_be_read_by_machines(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(project, ("File", "文件", "檔案"), name="a.po")
    fill(project, ("File", "文件", "檔案"), name="b.po")
    fill(project, ("File", "档案", "檔案"), name="c.po")

    assert main(["compare", "zh_CN", "zh_TW", "--format", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["file"], found["rule"]) == ("zh_CN/LC_MESSAGES/c.po", "two-translations")


def test_a_glossary_says_what_a_region_writes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    glossaries.write(project / "glossary")
    fill(project, ("Algorithm", "算法", "算法"))

    assert main(["compare", "zh_CN", "zh_TW"]) == 1
    assert "foreign-form 算法 is zh-Hans" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["zh_CN", "zh_CN"], "zh_CN: zh-Hans, as zh_CN is; expected another language"),
        (["zh_CN", "none"], "none: No such file or directory"),
        (["zh_CN", "empty"], "empty: no catalogs; expected a folder with files .po"),
        (["zh_CN", "other"], "no catalog of a name that zh_CN has; expected folders"),
        (["zh_CN", "en"], "en: language en; expected Chinese, by a folder as zh_TW"),
        (["zh_CN", "bad"], 'a.po:1:1: no header; expected msgid ""'),
    ],
)
def test_what_cannot_be_compared_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    fill(project, *USUAL)
    (project / "empty").mkdir()
    write(project, "other/zh_TW/b.po", 'msgid "甲"\nmsgstr "乙"\n')
    write(project, "en/LC_MESSAGES/a.po", 'msgid "甲"\nmsgstr "A"\n')
    (project / "bad").mkdir()
    (project / "bad" / "a.po").write_text('msgid "甲"\nmsgstr "乙"\n', encoding="utf-8")

    code = main(["compare", *arguments])
    out, err = capsys.readouterr()

    assert (code, out) == (2, "")
    assert said in err
