"""`zhengming mine`: concepts proposed from catalogs, for a person to accept."""

from pathlib import Path

import pytest

import glossaries
from catalogs import write
from zhengming.cli import main
from zhengming.glossary import read

# English, Simplified, Taiwan.
MESSAGES = [
    ("Default &font:", "默认字体(&F)：", "預設字型(&F)："),
    ("The default font is used", "使用默认字体", "使用預設字型"),
    ("Default font size", "默认字体大小", "預設字型大小"),
    ("%s default fonts", "%s 默认字体", "%s 預設字型"),
    ("Open", "打开", "開啟"),
    ("Open file", "打开文件", "打開檔案"),
]
PAGE = """\
---
terms:
  zh-Hans: 默认字体
  zh-Hant-TW: 預設字型
  en: [default font, default fonts]
domain: software
sources:
  - 4 条消息有“default font”，其中 4 条都这样译
---

# 默认字体

```{examples}
zh-Hans:    [默认字体]大小
zh-Hant-TW: [預設字型]大小
zh-Hant-HK: [默認字體]大小
en:         [Default font] size
zh-Hans:    使用[默认字体]
zh-Hant-TW: 使用[預設字型]
zh-Hant-HK: 使用[默認字體]
en:         The [default font] is used
```
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for at, language in enumerate(("zh_CN", "zh_TW"), 1):
        blocks = [f'msgid "{each[0]}"\nmsgstr "{each[at]}"\n' for each in MESSAGES]
        write(tmp_path, f"{language}/a.po", "\n".join(blocks))
    return tmp_path


def mined(*arguments: str) -> int:
    return main(["mine", "zh_CN", "zh_TW", "--out", "new", *arguments])


def test_a_concept_is_proposed_with_counts_and_sentences(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mined("--domain", "software") == 0
    out, err = capsys.readouterr()

    path = project / "new" / "default-font.md"
    assert path.read_text(encoding="utf-8") == PAGE
    assert out == "new/default-font.md: 默认字体, 預設字型 (4 of 4)\n"
    assert err == "1 proposed\n"
    assert read(path).examples


def test_what_too_few_messages_bear_out_is_not_proposed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mined("--least", "5") == 1
    assert capsys.readouterr() == ("", "0 proposed\n")
    assert not (project / "new").exists()


def test_a_page_is_never_written_over(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "new" / "default-font.md"
    path.parent.mkdir()
    path.write_text("mine", encoding="utf-8")

    assert mined() == 1
    assert path.read_text(encoding="utf-8") == "mine"
    assert capsys.readouterr().err == "0 proposed; 1 there already\n"


def test_what_the_glossary_has_is_not_proposed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    glossaries.write(project / "glossary")
    (project / "glossary" / "font.md").write_text(
        "---\nterms: {zh-Hans: 默认字体}\ndomain: d\n---\n\n# 默认字体\n", encoding="utf-8"
    )

    assert mined() == 1
    assert capsys.readouterr().err == "0 proposed; 1 there already\n"


def test_translations_that_differ_in_characters_only_are_proposed_if_asked_for(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, text in (("zh_CN", "搜寻"), ("zh_TW", "搜尋")):
        blocks = [f'msgid "{m}"\nmsgstr "{text}"\n' for m in ("Seek", "Seek it", "Seek on")]
        write(project, f"{language}/a.po", "\n".join(blocks))

    assert mined() == 1
    assert mined("--all") == 0
    assert "new/seek.md: 搜寻, 搜尋 (3 of 3)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["zh_TW"], "languages zh-Hant-TW; expected zh-Hans, and others once\n"),
        (["zh_CN", "zh_CN"], "languages zh-Hans, zh-Hans; expected zh-Hans, and others once\n"),
        (["none"], "none: No such file or directory\n"),
    ],
)
def test_what_cannot_be_mined_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["mine", *arguments, "--out", "new"]) == 2
    assert capsys.readouterr().err == said
