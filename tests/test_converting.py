"""`zhengming convert`: what it reads, writes and returns."""

import io
import sys
from pathlib import Path

import pytest

import glossaries
from zhengming.cli import main
from zhengming.languages import tag

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the small glossary and no word list but our own."""
    glossaries.write(tmp_path / "glossary")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.zhengming.languages]\n"tw.md" = "zh-Hant-TW"\n', encoding="utf-8"
    )
    monkeypatch.setattr("zhengming.words.installed", lambda: None)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def given(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Put bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("zh_TW", "zh-Hant-TW"),
        ("ZH-tw", "zh-Hant-TW"),
        ("zh_Hant_HK", "zh-Hant-HK"),
        ("zh_CN", "zh-Hans"),
        ("zh_Hans", "zh-Hans"),
        ("zh-Hant", "zh-Hant"),
        ("en", "en"),
        ("zh-XX", None),
        ("", None),
    ],
)
def test_a_language_has_many_names(name: str, expected: str | None) -> None:
    assert tag(name) == expected


@pytest.mark.parametrize("arguments", [["-"], []])
def test_standard_input_is_converted(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    given(monkeypatch, "在华发展算法，`算法`\r\n".encode())
    assert main(["convert", "--to", "zh_TW", *arguments]) == 0
    assert capfd.readouterr() == ("在華發展演算法，`演算法`\r\n", "")


def test_a_file_is_read_by_its_name(project: Path, capfd: Capture) -> None:
    (project / "a.md").write_text("`算法` 算法", encoding="utf-8")
    assert main(["convert", "--to", "zh-Hant-TW", "a.md"]) == 0
    assert capfd.readouterr().out == "`算法` 演算法"
    assert main(["convert", "--to", "zh-Hant-TW", "--markup", "plain", "a.md"]) == 0
    assert capfd.readouterr().out == "`演算法` 演算法"


def test_a_file_in_a_region_is_converted_from_it(project: Path, capfd: Capture) -> None:
    for name in ("tw.md", "other.md"):
        (project / name).write_text("看著網路主權", encoding="utf-8")
    assert main(["convert", "--to", "zh-Hans", "tw.md"]) == 0
    assert capfd.readouterr().out == "看着网络主权"
    assert main(["convert", "--to", "zh-Hans", "other.md"]) == 0
    assert capfd.readouterr().out == "看著网络主权"
    assert main(["convert", "--to", "zh-Hans", "--from", "zh_TW", "other.md"]) == 0
    assert capfd.readouterr().out == "看着网络主权"


def test_without_the_guard_errors_of_opencc_stay(
    monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    given(monkeypatch, "在华发展".encode())
    assert main(["convert", "--to", "zh_TW", "--no-guard"]) == 0
    assert capfd.readouterr().out == "在華髮展"


def test_paragraphs_in_the_other_script_are_named(project: Path, capfd: Capture) -> None:
    (project / "a.md").write_text("发展\n\n發展\n\n发展這些\n", encoding="utf-8")
    assert main(["convert", "--to", "zh_TW", "a.md"]) == 1
    assert capfd.readouterr() == (
        "發展\n\n發展\n\n發展這些\n",
        "a.md:3:1: in the script of zh-Hant-TW; left as it is\n"
        "a.md:5:3: '這' of zh-Hant-TW in a paragraph of zh-Hans\n",
    )


def test_terms_that_words_cut_through_are_shown(
    monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    given(monkeypatch, "修改预算法律".encode())
    assert main(["convert", "--to", "zh_TW", "--report"]) == 0
    assert capfd.readouterr() == (
        "修改預演算法律",
        "<stdin>:1:4: 算法 → 演算法 in 预算|法律\n",
    )


@pytest.mark.parametrize(
    ("arguments", "data", "message"),
    [
        (
            ["--to", "zh_TW"],
            b"a\n\xff",
            "<stdin>:2:1: byte 0xff, which is not UTF-8; expected UTF-8",
        ),
        (["--to", "zh_TW"], b"a\nb\0", "<stdin>:2:2: character U+0000; expected text without it"),
        (["--to", "zh_TW", "no.md"], b"", "no.md: No such file or directory"),
        (
            ["--to", "klingon"],
            b"",
            "language 'klingon'; expected one of zh-Hans, zh-Hant-TW, zh-Hant-HK, zh-Hant",
        ),
        (
            ["--to", "zh_TW", "--from", "en"],
            b"",
            "language 'en'; expected one of zh-Hans, zh-Hant-TW, zh-Hant-HK, zh-Hant",
        ),
        (
            ["--to", "zh_TW", "--from", "zh_HK"],
            b"",
            "from zh-Hant-HK to zh-Hant-TW; expected zh-Hans on one side",
        ),
    ],
)
def test_what_cannot_be_converted_is_named_and_nothing_written(
    arguments: list[str],
    data: bytes,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: Capture,
) -> None:
    given(monkeypatch, data)
    assert main(["convert", *arguments]) == 2
    assert capfd.readouterr() == ("", f"{message}\n")


def test_further_glossaries_count_in_files_that_fit(project: Path, capfd: Capture) -> None:
    glossaries.write_further(project / "words")
    with (project / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('[tool.zhengming.glossaries]\n"guide/*.md" = ["words"]\n')
    (project / "guide").mkdir()
    for name, expected in {"a.md": "文件", "guide/b.md": "檔案"}.items():
        (project / name).write_text("算法的文件", encoding="utf-8")
        assert main(["convert", "--to", "zh_TW", name]) == 0
        assert capfd.readouterr() == (f"演算法的{expected}", "")


def test_a_wrong_glossary_is_named(project: Path, capfd: Capture) -> None:
    (project / "glossary" / "algorithm.md").write_text("---\n", encoding="utf-8")
    assert main(["convert", "--to", "zh_TW", "a.md"]) == 2
    assert capfd.readouterr().err.startswith("glossary/algorithm.md:1:1: ")


def test_a_catalog_is_not_converted_as_a_text(project: Path, capfd: Capture) -> None:
    assert main(["convert", "--to", "zh_TW", "a.po"]) == 2
    message = "a.po: a catalog; expected a text, or `zhengming prefill`\n"
    assert capfd.readouterr().err == message
