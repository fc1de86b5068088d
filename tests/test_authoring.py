"""`zhengming new`, `collisions` and `schema`: what they print, write and return."""

import errno
import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

import glossaries
from zhengming.cli import main

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide" / "add-a-concept.md"
# Lines of jieba's list, with its counts.
JIEBA = """\
依法 2359 n
依法治国 3 ns
依法治理 3 l
以法治税 3 l
已法治税 3 n
法治 529 n
法治化 6 ns
治国 571 ns
治理 2766 v
坚持 4720 v
法 4583 n
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the small glossary, one page, and a list of words where jieba has it."""
    glossaries.write(tmp_path / "glossary")
    (tmp_path / "pyproject.toml").write_text('[tool.zhengming]\npaths = ["docs/*.md"]\n')
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("坚持依法治国。修改预算法。\n", encoding="utf-8")
    package = tmp_path / "packages" / "jieba"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "dict.txt").write_text(JIEBA, encoding="utf-8")
    monkeypatch.delitem(sys.modules, "jieba", raising=False)
    monkeypatch.syspath_prepend(tmp_path / "packages")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pages(project: Path) -> set[str]:
    return {path.name for path in (project / "glossary").glob("*.md")}


def test_a_new_page_is_written_and_says_what_is_near(project: Path, capsys: Capture) -> None:
    assert main(["new", "rule-of-law", "法治", "--domain", "law"]) == 0
    assert capsys.readouterr() == (
        "glossary/rule-of-law.md: written\n"
        "  依法|治国  3 in the list\n"
        "  依法|治理  3 in the list\n"
        "  whole in  法治化 6  以法治税 3  已法治税 3\n",
        "",
    )
    assert main(["new", "sovereignty", "主权", "--domain", "law"]) == 0
    assert main(["new", "algorithm-governance", "算法治理", "--domain", "law"]) == 0
    assert capsys.readouterr().out == (
        "glossary/sovereignty.md: written\n"
        "  stands in 网络主权 (cyber-sovereignty): the longer form counts\n"
        "  stands in 互联网主权 (cyber-sovereignty): the longer form counts\n"
        "glossary/algorithm-governance.md: written\n"
        "  holds 算法 (algorithm): the longer form counts\n"
        "  holds 法治 (rule-of-law): the longer form counts\n"
    )


def test_the_first_page_of_a_glossary_makes_its_folder(project: Path, capsys: Capture) -> None:
    settings = '[tool.zhengming]\nglossary = ["docs/terms", "glossary"]\n'
    (project / "pyproject.toml").write_text(settings)

    assert main(["new", "rule-of-law", "法治"]) == 0
    assert capsys.readouterr().out.startswith("docs/terms/rule-of-law.md: written\n")
    page = (project / "docs/terms/rule-of-law.md").read_text(encoding="utf-8")
    assert page.startswith("---\nterms:\n  zh-Hans: 法治\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Law", "法治"], "id 'Law'; expected a-z, 0-9 and - only"),
        (["../law", "法治"], "id '../law'; expected a-z, 0-9 and - only"),
        (["law", " 法"], "form ' 法'; expected a printable form, no space around it"),
        (["law", "e\u0301"], "form 'e\u0301'; expected '\u00e9'"),
        (["law", "法", "--domain", "a b"], "domain 'a b'; expected a word"),
        (["law", "網絡法"], "form '網絡法': 網絡 not Simplified; expected '网络法'"),
        (["algorithm", "法治"], "glossary/algorithm.md: there already; expected another id"),
        (
            ["law", "搜集主权"],
            "glossary/cyber-sovereignty.md:3:24: zh-Hans form '搜集主权' is of "
            "cyber-sovereignty already; expected another form",
        ),
        (
            # It is the form that would be derived for Taiwan.
            ["law", "演算法"],
            "glossary/algorithm.md:2:34: zh-Hant-TW form '演算法' is of "
            "algorithm already; expected another form",
        ),
    ],
)
def test_nothing_is_written_if_there_can_be_no_such_concept(
    project: Path, capsys: Capture, arguments: list[str], message: str
) -> None:
    before = pages(project)

    assert main(["new", *arguments]) == 2
    assert capsys.readouterr() == ("", f"{message}\n")
    assert pages(project) == before


def test_an_id_may_be_taken_in_another_folder(project: Path, capsys: Capture) -> None:
    settings = '[tool.zhengming]\nglossary = ["terms", "glossary"]\n'
    (project / "pyproject.toml").write_text(settings)

    assert main(["new", "algorithm", "法治"]) == 2
    assert capsys.readouterr().err == (
        "algorithm is glossary/algorithm.md already; expected another id\n"
    )
    assert not (project / "terms").exists()


def test_a_glossary_that_cannot_be_read_or_written_is_left_alone(
    project: Path, capsys: Capture
) -> None:
    (project / "docs/terms").touch()
    (project / "pyproject.toml").write_text('[tool.zhengming]\nglossary = ["docs/terms/a"]\n')
    assert main(["new", "law", "法治"]) == 2
    assert capsys.readouterr() == ("", "docs/terms/a/law.md: Not a directory\n")
    (project / "pyproject.toml").write_text("[tool.zhengming]\n")
    (project / "glossary/b.md").write_text("# b\n")
    assert main(["new", "law", "法治"]) == 2
    assert capsys.readouterr().err.startswith("glossary/b.md:1:1: no front matter; expected")


@pytest.mark.fault
def test_a_page_that_cannot_be_written_is_named(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    before = pages(project)

    assert main(["new", "law", "法治"]) == 2
    assert capsys.readouterr() == ("", "glossary/law.md: No space left on device\n")
    assert pages(project) == before


def test_a_list_of_words_that_is_damaged_is_named(project: Path, capsys: Capture) -> None:
    (project / "packages/jieba/dict.txt").write_text("法 x\n", encoding="utf-8")

    assert main(["new", "law", "法治"]) == 2
    assert capsys.readouterr().err == (
        "packages/jieba/dict.txt:1:3: 'x'; expected a word, its count, its kind\n"
    )
    assert "law.md" not in pages(project)


def test_without_a_list_a_page_is_written_all_the_same(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jieba", None)
    message = "no word list; install zhengming[words], or name one with --words FILE\n"

    assert main(["new", "rule-of-law", "法治", "--domain", "law"]) == 0
    assert capsys.readouterr() == ("glossary/rule-of-law.md: written\n", message)
    assert main(["collisions"]) == 2
    assert capsys.readouterr() == ("", message)


def test_collisions_show_words_and_the_guard_to_paste(project: Path, capsys: Capture) -> None:
    words = project / "words.txt"
    words.write_text("预算 9\n法 9\n概算\n概算法\n网络主权论\n", encoding="utf-8")

    assert main(["collisions", "--words", "words.txt"]) == 1
    assert capsys.readouterr() == (
        "算法  glossary/algorithm.md:2\n"
        "  预算|法  1 in texts, first docs/a.md:1:11\n"
        "  概算|法  1 in the list\n"
        "unless:\n"
        "  zh-Hans: [预算法, 概算法]\n"
        "\n"
        "网络主权  glossary/cyber-sovereignty.md:2\n"
        "  whole in  网络主权论 1\n",
        "2 forms in longer words: 2 cut, 1 whole\n",
    )
    assert main(["collisions", "網路主權", "--words", "words.txt"]) == 0
    assert capsys.readouterr() == (
        "网络主权  glossary/cyber-sovereignty.md:2\n  whole in  网络主权论 1\n",
        "1 form in longer words: 0 cut, 1 whole\n",
    )
    assert main(["collisions"]) == 0
    assert capsys.readouterr() == ("", "0 forms in longer words: 0 cut, 0 whole\n")


def test_a_guard_that_is_pasted_answers_the_report(project: Path, capsys: Capture) -> None:
    words = project / "words.txt"
    words.write_text("概算 9\n概算法\n法 9\n", encoding="utf-8")
    assert main(["collisions", "--words", "words.txt"]) == 1
    guard = capsys.readouterr().out.split("unless:\n")[1]
    page = project / "glossary/algorithm.md"
    text = page.read_text(encoding="utf-8").replace("domain:", f"unless:\n{guard}domain:")
    page.write_text(text, encoding="utf-8")

    assert main(["collisions", "--words", "words.txt"]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["主权"], "'主权'; expected a form or an id of the glossary"),
        (["--words", "none.txt"], "none.txt: No such file or directory"),
        (["--words", "list.txt"], "list.txt:2:3: 'x'; expected a word, its count, its kind"),
    ],
)
def test_what_cannot_be_used_for_collisions_is_named(
    project: Path, capsys: Capture, arguments: list[str], message: str
) -> None:
    (project / "list.txt").write_text("法 3\n法 x\n", encoding="utf-8")

    assert main(["collisions", *arguments]) == 2
    assert capsys.readouterr() == ("", f"{message}\n")


def test_a_text_that_cannot_be_read_is_named(project: Path, capsys: Capture) -> None:
    (project / "docs/b.md").write_bytes(b"\xb0\xa1")

    assert main(["collisions"]) == 2
    assert capsys.readouterr() == (
        "",
        "docs/b.md:1:1: byte 0xb0, which is not UTF-8; expected UTF-8\n",
    )


def test_the_schema_is_printed_as_it_is(capsys: Capture) -> None:
    assert main(["schema"]) == 0
    printed = capsys.readouterr().out
    shipped = ROOT / "tools" / "zhengming" / "data" / "concept.schema.json"
    assert printed == shipped.read_text(encoding="utf-8")
    assert json.loads(printed)["required"] == ["terms", "domain"]


def test_the_guide_to_adding_a_concept_says_what_happens(project: Path, capsys: Capture) -> None:
    shutil.rmtree(project / "glossary")
    shutil.copytree(ROOT / "glossary", project / "glossary")
    (project / "docs/a.md").write_text("text\n")
    (project / "pyproject.toml").write_text('[tool.zhengming]\npaths = ["docs/*.md"]\n')
    guide = GUIDE.read_text(encoding="utf-8")
    block = r"^(```+)\{code-block\} (\w+)\n(?::caption: (\S+)\n\n)?(.*?)^\1$"
    printed = []
    for _, kind, caption, text in re.findall(block, guide, re.DOTALL | re.MULTILINE):
        if caption:
            (project / caption).write_text(text, encoding="utf-8")
        elif kind == "console" and text.startswith("$ zhengming "):
            command, _, output = text.partition("\n")
            if " > " in command:
                continue
            main(command.split()[2:])
            printed.append((capsys.readouterr().out, output))

    assert len(printed) == 3
    for out, output in printed:
        assert out == output
    page = project / "glossary/rule-of-law.md"
    guard = "unless:\n" + printed[-1][0].split("unless:\n")[1]
    text = page.read_text(encoding="utf-8").replace("domain:", f"{guard}domain:")
    page.write_text(text, encoding="utf-8")
    assert main(["check"]) == 0
