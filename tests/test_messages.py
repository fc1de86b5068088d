"""Messages of catalogs as documents: checked, reported at their lines, fixed in place."""

import json
from pathlib import Path

import pytest

import catalogs
import glossaries
from catalogs import GOOD, HEADER
from zhengming import project as files
from zhengming.cli import main
from zhengming.config import Config
from zhengming.finding import Document

TW = "docs/locale/zh_TW/LC_MESSAGES/a.po"
BODY = """#: ../a.md:1
msgid "尊重网络主权。"
msgstr ""
"尊重\\"網絡"
"主權\\"。"

#, fuzzy
msgid "甲"
msgstr "網絡主權"

msgid "空"
msgstr ""

#~ msgid "旧"
#~ msgstr "網絡主權"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    glossaries.write(tmp_path / "glossary")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_finding_is_at_its_line_in_the_catalog(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogs.write(project, TW, BODY)

    assert main(["check", "docs/locale"]) == 1

    assert capsys.readouterr() == (
        f"{TW}:16:6: foreign-form 網絡主權 is zh-Hans and zh-Hant-HK;"
        " for '网络主权' write 網路主權\n",
        "1 file, 1 finding, 1 with a safe fix (--fix); "
        "messages left out: 1 untranslated, 1 fuzzy, 1 obsolete\n",
    )


def test_catalogs_of_other_languages_are_left_out_and_said_to_be(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogs.write(project, TW, BODY)
    folder = project / "docs/locale/fr/LC_MESSAGES"
    folder.mkdir(parents=True)
    # Plural forms that the header does not have, as many have them.
    (folder / "a.po").write_text(
        'msgid ""\nmsgstr "Language: fr\\nPlural-Forms: nplurals=2; plural=n>1;\\n"\n\n'
        'msgid "%d"\nmsgid_plural "%d"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\n'
    )

    assert main(["check"]) == 1
    assert capsys.readouterr().err.endswith(
        "1 fuzzy, 1 obsolete; 1 catalog of other languages left out\n"
    )
    assert main(["find", "algorithm"]) == 0
    assert main(["check", "docs/locale/fr"]) == 2
    assert "3 plural forms; expected 2" in capsys.readouterr().err


def test_a_fix_changes_its_string_and_no_other_byte(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = catalogs.write(project, TW, BODY)
    whole = HEADER + BODY

    assert main(["check", "--diff", "docs/locale"]) == 1
    assert path.read_text(encoding="utf-8") == whole
    assert main(["check", "--fix", "docs/locale"]) == 0

    fixed = whole.replace('""\n"尊重\\"網絡"\n"主權\\"。"', '"尊重\\"網路主權\\"。"')
    assert path.read_text(encoding="utf-8") == fixed
    assert f"{TW}: fixed\n" in capsys.readouterr().out


def test_fixes_that_make_a_string_longer_leave_its_other_findings(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = {
        "internet": "zh-Hans: 互联网, zh-Hant-TW: 網際網路, zh-Hant-HK: 互聯網",
        "data": "zh-Hans: 数据集, zh-Hant-TW: [資料集, 數據集]",
    }
    for name, terms in forms.items():
        title = terms.partition(",")[0].removeprefix("zh-Hans: ")
        page = f"---\nterms: {{{terms}}}\ndomain: policy\n---\n\n# {title}\n\n其义。\n"
        (project / "glossary" / f"{name}.md").write_text(page, encoding="utf-8")
    rules = '[tool.zhengming.rules]\n"**" = { two-renderings = true }\n'
    (project / "pyproject.toml").write_text(rules, encoding="utf-8")
    body = f'msgid "{"互联网" * 5}数据集数据集"\nmsgstr "{"互聯網" * 5}資料集數據集"\n'
    path = catalogs.write(project, TW, body)

    assert main(["check", "--fix", "docs/locale"]) == 1

    assert f'msgstr "{"網際網路" * 5}資料集數據集"' in path.read_text(encoding="utf-8")
    assert capsys.readouterr().out == (
        f"{TW}: fixed\n{TW}:14:32: two-renderings 數據集 here, 資料集 in line 14; write 資料集\n"
    )


def test_a_catalog_is_a_part_of_the_project(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogs.write(project, TW, BODY)

    assert main(["check", "--format", "json"]) == 1

    (found,) = json.loads(capsys.readouterr().out)
    start = (HEADER + BODY).index("網絡")
    assert found == {
        "file": TW,
        "line": 16,
        "column": 6,
        "span": [start, start + 7],
        "rule": "foreign-form",
        "message": "網絡主權 is zh-Hans and zh-Hant-HK; for '网络主权' write 網路主權",
        "fix": {"span": [start, start + 7], "text": "網路主權", "grade": "safe"},
    }
    fixed = (HEADER + BODY).replace('網絡"\n"主權', "網路主權")
    assert files.parse(Config(project), project / TW, fixed.encode()).documents[0].text == (
        '尊重"網路主權"。'
    )


def test_a_translators_comment_accepts_a_finding(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    allow = "# zhengming: allow foreign-form 網絡主權 -- as in the source\n"
    catalogs.write(project, TW, allow + BODY)
    catalogs.write(project, TW.replace("a.po", "b.po"), f"{allow}{GOOD}")
    catalogs.write(project, TW.replace("a.po", "c.po"), f"# zhengming: alow x\n{GOOD}")

    assert main(["check", "docs/locale"]) == 1

    assert capsys.readouterr().out == (
        f"{TW.replace('a.po', 'b.po')}:15:9: waiver nothing needs this waiver of foreign-form "
        "for 網絡主權; delete it\n"
        f"{TW.replace('a.po', 'c.po')}:15:9: waiver 'zhengming: alow x' is no waiver; "
        "write zhengming: allow RULE FORM -- reason\n"
    )


def test_a_waiver_may_be_folded_as_sphinx_intl_folds_comments(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    allow = "# zhengming: allow foreign-form 網絡主權\n# -- as in\n# the source\n# 網絡\n"
    catalogs.write(project, TW, allow + BODY)
    torn = "# zhengming: allow foreign-form 網絡主權\n# zhengming: allow number 1 -- one\n"
    catalogs.write(project, TW.replace("a.po", "b.po"), torn + GOOD)

    assert main(["check", "docs/locale"]) == 1

    place = f"{TW.replace('a.po', 'b.po')}:16:9: waiver "
    assert capsys.readouterr().out == (
        f"{place}'zhengming: allow foreign-form 網絡主權' is no waiver; "
        "write zhengming: allow RULE FORM -- reason\n"
        f"{place}nothing needs this waiver of number for 1; delete it\n"
    )


def test_a_catalog_that_is_wrong_is_named_and_others_are_checked(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogs.write(project, TW, BODY)
    bad = catalogs.write(project, "docs/locale/zh_TW/b.po", GOOD * 2 + 'msgid "a')
    before = bad.read_bytes()

    assert main(["check", "--fix", "docs/locale"]) == 2

    assert bad.read_bytes() == before
    assert capsys.readouterr().err.splitlines()[:2] == [
        "docs/locale/zh_TW/b.po:15:1: msgid '甲' again, first in line 13; expected it once",
        'docs/locale/zh_TW/b.po:17:7: a string without an end; expected " at the end',
    ]
    assert main(["find", "algorithm", "docs/locale"]) == 2


def test_a_concept_is_found_in_messages(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalogs.write(project, TW, BODY)

    assert main(["find", "網路主權", "docs/locale"]) == 0

    assert capsys.readouterr().out.startswith(f"{TW}:16:6\n")


@pytest.mark.parametrize(
    ("name", "header", "language"),
    [
        ("docs/locale/zh_HK/LC_MESSAGES/a.po", "zh_TW", "zh-Hant-HK"),
        ("po/zh_TW.po", "", "zh-Hant-TW"),
        ("a.po", "zh-hant-hk", "zh-Hant-HK"),
        ("fr/a.po", "fr", "fr"),
        ("a.po", "", "zh-Hans"),
        ("own/zh_TW/a.po", "zh_TW", "en"),
    ],
)
def test_the_language_is_that_of_the_folder_or_of_the_header(
    tmp_path: Path, name: str, header: str, language: str
) -> None:
    path = catalogs.write(tmp_path, name, GOOD)
    text = path.read_text(encoding="utf-8").replace("Language: zh_TW", f"Language: {header}")
    path.write_text(text, encoding="utf-8")

    (document,) = files.read(Config(tmp_path, languages={"own/**": "en"}), path).documents

    assert document.language == language


def test_translations_share_their_original(project: Path) -> None:
    config, context = Config(project), glossaries.context(project / "glossary")
    documents: list[Document] = []
    for language in ("zh_TW", "zh_HK"):
        path = catalogs.write(project, f"{language}.po", BODY)
        documents += files.read(config, path).documents

    one, other = documents
    assert one.source is other.source
    found = context.matches(one.source)
    assert found is context.matches(other.source)
    assert [match.terms[0].form for match in found] == ["网络主权"]


def test_a_plural_form_has_its_original(tmp_path: Path) -> None:
    body = 'msgid "one"\nmsgid_plural "很多"\nmsgstr[0] "a"\nmsgstr[1] "b"\n'
    path = catalogs.write(tmp_path, "a.po", body)
    path.write_text(path.read_text("utf-8").replace("nplurals=1", "nplurals=2"), "utf-8")

    documents = files.read(Config(tmp_path), path).documents

    assert [(d.original, d.source.language, d.text) for d in documents] == [
        ("one", "en", "a"),
        ("很多", "zh-Hans", "b"),
    ]


def test_a_single_form_is_the_translation_of_the_plural(tmp_path: Path) -> None:
    body = 'msgid "an hour"\nmsgid_plural "%(n)s hours"\nmsgstr[0] "%(n)s小时"\n'
    path = catalogs.write(tmp_path, "a.po", body)

    (document,) = files.read(Config(tmp_path), path).documents

    assert document.original == "%(n)s hours"


@pytest.mark.parametrize(
    ("comments", "markup"),
    [
        ("#: ../a.rst:1 ../b.py:2\n#, python-format\n", "rst"),
        ("#: ../a.md:1\n#, python-brace-format\n", "myst"),
        ("#: ../a.py:1\n", "plain"),
        ("#, fuzzy, c-format\n", "plain"),
        ("", "myst"),
    ],
)
def test_the_markup_is_that_of_the_place_or_of_programs(comments: str, markup: str) -> None:
    (entry,) = catalogs.catalog(comments + GOOD).messages

    assert entry.markup == markup
