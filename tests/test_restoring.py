"""The command `restore`: what it prints, writes and returns."""

import hashlib
import re
import shutil
from pathlib import Path

import pytest

from conftest import MakeText
from zhengming.cli import main

GUIDE = Path(__file__).parents[1] / "docs" / "guide" / "add-a-text.md"
PAGES = "pages: {index: [block: 0]}\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_restore_writes_what_is_missing_or_stale_and_then_nothing(
    make_text: MakeText, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_text("一,二", PAGES)

    assert main(["restore"]) == 0
    assert capsys.readouterr().out == (
        "docs/sources/notice/apparatus.jsonl: written\n"
        "docs/notice/index.md: written\n"
        "docs/notice/apparatus.md: written\n"
        "docs/notice/witness.md: written\n"
        "1 text, 4 files, 4 changed\n"
    )
    (project / "docs/notice/index.md").write_text("% Restored from … edited by hand")
    assert main(["restore", "docs/sources/notice"]) == 0
    assert capsys.readouterr().out == "docs/notice/index.md: written\n1 text, 4 files, 1 changed\n"
    assert main(["restore"]) == 0
    assert capsys.readouterr().out == "1 text, 4 files, 0 changed\n"
    assert main(["restore", "--check"]) == 0
    assert capsys.readouterr() == ("1 text, 4 files, 0 changed\n", "")


def test_a_page_by_hand_is_not_replaced(
    make_text: MakeText, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_text("一", PAGES)
    page = project / "docs/notice/index.md"
    page.parent.mkdir()
    page.write_text("# 手写\n", encoding="utf-8")

    assert main(["restore"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "docs/notice/index.md:1:1: a page that `zhengming restore` did not write; "
        "expected no page here, or another name for the text\n"
    )
    assert page.read_text(encoding="utf-8") == "# 手写\n"


def test_pages_of_a_text_that_is_gone_are_named(
    make_text: MakeText, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_text("一", PAGES)
    main(["restore"])
    folder.rename(folder.with_name("other"))
    capsys.readouterr()

    assert main(["restore"]) == 1
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "docs/notice/apparatus.md: no record makes this page any more; delete it",
        "docs/notice/index.md: no record makes this page any more; delete it",
        "docs/notice/witness.md: no record makes this page any more; delete it",
        "1 text, 4 files, 3 changed",
    ]


def test_two_texts_with_the_same_pages_are_refused(
    make_text: MakeText, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_text("一", PAGES)
    shutil.copytree(project / "docs/sources", project / "docs/more")

    assert main(["restore", "docs/sources/notice", "docs/more/notice", "docs/more/notice/"]) == 2
    assert capsys.readouterr().err == (
        "docs/notice/index.md: two texts make this file\n"
        "docs/notice/apparatus.md: two texts make this file\n"
        "docs/notice/witness.md: two texts make this file\n"
    )


def test_pages_of_a_linked_folder_stay_in_the_project(
    make_text: MakeText, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    away = tmp_path_factory.mktemp("away") / "notice"
    make_text("一", PAGES).rename(away)
    (project / "docs/sources/notice").symlink_to(away)

    assert main(["restore"]) == 0
    assert (project / "docs/notice/index.md").exists()


@pytest.mark.fault
def test_a_file_in_the_way_of_the_pages_is_named(
    make_text: MakeText, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_text("一", PAGES)
    (project / "docs/notice").write_text("a file")

    assert main(["restore"]) == 2
    captured = capsys.readouterr()
    assert captured.err == "docs/notice/index.md: Not a directory\n"
    assert not (project / "docs/sources/notice/apparatus.jsonl").exists()


def test_check_fails_where_a_file_differs_and_writes_nothing(
    make_text: MakeText, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_text("一,二", PAGES)
    main(["restore"])
    page = project / "docs/notice/index.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    before = contents(project)
    capsys.readouterr()

    assert main(["restore", "--check"]) == 1
    captured = capsys.readouterr()
    assert captured.out == (
        "docs/notice/index.md: is not what the record makes\n1 text, 4 files, 1 changed\n"
    )
    assert captured.err == (
        "Run `zhengming restore`, which replaces edits by hand; put them in the record\n"
    )
    assert contents(project) == before


def test_a_page_that_no_record_makes_any_more_is_named_but_not_deleted(
    make_text: MakeText, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_text("一,二", PAGES)
    main(["restore"])
    (project / "docs/notice/old.md").write_text("% Restored from docs/sources/notice by …\n")
    (project / "docs/notice/mine.md").write_text("# By hand\n")
    capsys.readouterr()

    assert main(["restore", "--check"]) == 1
    assert capsys.readouterr().out == (
        "docs/notice/old.md: no record makes this page any more; delete it\n"
        "1 text, 4 files, 0 changed\n"
    )
    assert (project / "docs/notice/old.md").exists()


def test_nothing_is_written_if_one_of_the_texts_is_wrong(
    make_text: MakeText, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = make_text("一", PAGES)
    wrong = good.parent / "wrong"
    wrong.mkdir()
    (wrong / "record.yaml").write_text("title: [\n")
    (wrong / "witness.txt").write_text("一")
    before = contents(project)

    assert main(["restore"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "docs/sources/wrong/record.yaml:2:1: expected the node content, but found "
        "'<stream end>'; expected YAML\n"
    )
    assert contents(project) == before


def test_a_folder_without_a_witness_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", "docs/sources/none"]) == 2
    assert capsys.readouterr().err == (
        "docs/sources/none/witness.txt: No such file or directory\n"
    )


def test_a_project_without_texts_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore"]) == 2
    assert capsys.readouterr().err == (
        "docs/sources: no record.yaml; expected a folder with one for each text\n"
    )


def test_the_guide_to_adding_a_text_says_what_happens(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    block = r"^(```+)\{code-block\} \w+\n(?::caption: (\S+)\n\n)?(.*?)^\1$"
    blocks = re.findall(block, guide, re.DOTALL | re.MULTILINE)
    for _, caption, text in blocks:
        if caption.startswith("docs/sources"):
            path = project / caption
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")

    shown = []
    for _, _, text in (entry for entry in blocks if not entry[1]):
        command, _, output = text.partition("\n")
        assert command.startswith("$ zhengming ")
        main(command.split()[2:])
        captured = capsys.readouterr()
        shown.append((captured.out + captured.err, output))
        record = project / "docs/sources/notice/record.yaml"
        digest = hashlib.sha256((record.parent / "witness.txt").read_bytes()).hexdigest()
        record.write_text(record.read_text(encoding="utf-8").replace("待填", digest))

    assert len(shown) == 2
    for printed, output in shown:
        assert printed == output
    pages = {caption: text for _, caption, text in blocks if caption == "docs/notice/index.md"}
    for caption, text in pages.items():
        assert (project / caption).read_text(encoding="utf-8") == text
    assert pages


@pytest.mark.parametrize("name", ["sources", "a b", "Notice"])
def test_the_name_of_a_text_is_one_of_a_folder_of_pages(
    make_text: MakeText, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder = make_text("一", PAGES)
    folder.rename(folder.with_name(name))

    assert main(["restore"]) == 2
    assert capsys.readouterr().err == (
        f"docs/sources/{name}: name {name!r}; "
        "expected a-z, 0-9 and -, not guide or locale or reference or sources\n"
    )
