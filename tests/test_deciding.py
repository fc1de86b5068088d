"""`zhengming impact`: a patch that git takes, and what it leaves to people."""

import shutil
import subprocess
from pathlib import Path

import pytest

from catalogs import write
from zhengming.cli import main

CONCEPT = """\
---
terms:
  zh-Hans: [算法, 演算程式]
  en: algorithm
domain: technology
---

# 算法

解题的步骤。算法不是程序。

```{examples}
zh-Hans:    审查[算法]。
zh-Hant-TW: 審查[算法]。
zh-Hant-HK: 審查[算法]。
en:         The [algorithm] is audited.
```
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.zhengming]\n", encoding="utf-8")
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "algorithm.md").write_text(CONCEPT, encoding="utf-8")
    return tmp_path


def patched(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Apply the patch of a command with git; return what it said."""
    assert main(["impact", *arguments]) == 0
    out, err = capsys.readouterr()
    git = shutil.which("git")
    assert git
    subprocess.run([git, "apply", "-"], input=out.encode(), check=True)
    return err


def test_the_patch_changes_pages_and_the_concept(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project / "a.md"
    page.write_text(
        "审查算法，`算法`和《算法论》。\r\n没有尾行：算法", encoding="utf-8", newline=""
    )

    said = patched(capsys, "algorithm", "--prefer", "演算程式")

    assert page.read_bytes().decode() == (
        "审查演算程式，`算法`和《算法论》。\r\n没有尾行：演算程式"
    )
    concept = (project / "glossary" / "algorithm.md").read_text(encoding="utf-8")
    assert "  zh-Hans: [演算程式, 算法]\n" in concept
    assert "# 演算程式\n\n解题的步骤。演算程式不是程序。\n" in concept
    assert said.split("\n")[:5] == [
        "zh-Hans: 算法 becomes 演算程式",
        "zh-Hant-TW: 算法 becomes 演算程式",
        "zh-Hant-HK: 算法 becomes 演算程式",
        "  4 in the patch: zh-Hans 4",
        "  1 in titles and quotations, left: zh-Hans 1",
    ]
    assert main(["check"]) == 0


def test_translations_change_where_their_original_names_the_concept(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(
        project,
        "zh_TW/a.po",
        'msgid "An algorithm."\nmsgstr "算法。"\n\nmsgid "Some sums."\nmsgstr "一些算法。"\n',
    )

    said = patched(capsys, "algorithm", "--prefer", "演算法", "-l", "zh_TW")

    text = path.read_text(encoding="utf-8")
    assert 'msgid "An algorithm."\nmsgstr "演算法。"\n' in text
    assert '#, fuzzy\nmsgid "Some sums."\nmsgstr "一些算法。"\n' in text
    assert "  zh_TW/a.po:17:11: fuzzy" in said.split("\n")
    concept = (project / "glossary" / "algorithm.md").read_text(encoding="utf-8")
    assert "演算程式]\n  zh-Hant-TW: [演算法, 算法]\n  en: algorithm\n" in concept
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("  zh-Hans: 算法", "  zh-Hans: [新算法, 算法]"),
        ("  zh-Hans:\n    - 算法\n    - 演算程式", "  zh-Hans: [新算法, 算法, 演算程式]"),
    ],
)
def test_the_form_is_put_first_however_the_page_is_written(
    project: Path, capsys: pytest.CaptureFixture[str], written: str, listed: str
) -> None:
    path = project / "glossary" / "algorithm.md"
    text = CONCEPT.replace("  zh-Hans: [算法, 演算程式]", written)
    path.write_text(text, encoding="utf-8")

    patched(capsys, "algorithm", "--prefer", "新算法")

    assert path.read_text(encoding="utf-8").startswith(f"---\nterms:\n{listed}\n  en: algorithm\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none", "--prefer", "甲"], "'none'; expected the id of a concept"),
        (["algorithm", "--prefer", "算法"], "'算法' is preferred in zh-Hans already"),
        (["algorithm", "--prefer", "甲", "-l", "xx"], "language 'xx'; expected a tag"),
        (["algorithm", "--prefer", ""], "form ''; expected"),
    ],
)
def test_what_cannot_be_decided_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["impact", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(said)
