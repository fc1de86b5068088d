"""A project's files: which are checked, in which order, and as which documents."""

import os
from pathlib import Path

import pytest

import catalogs
from zhengming.config import Config
from zhengming.datafile import DataError
from zhengming.finding import Document
from zhengming.project import document, files, name_of, named, other_language, read


def write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("文\n", encoding="utf-8")


def names(config: Config) -> list[str]:
    return [path.relative_to(config.root).as_posix() for path in files(config, ())]


def test_files_are_those_that_a_glob_fits_and_none_excludes_in_order(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a.rst", "a/c.md", "a/old/d.md", "c.txt", "A.md", "a.md")

    assert names(Config(tmp_path)) == ["A.md", "a.md", "a.rst", "b.md", "a/c.md", "a/old/d.md"]
    assert names(Config(tmp_path, paths=("a/**",), exclude=("a/old/**",))) == ["a/c.md"]
    assert names(Config(tmp_path, paths=("*.txt", "**/c.*"))) == ["c.txt", "a/c.md"]
    assert names(Config(tmp_path, paths=())) == []


def test_hidden_folders_builds_and_packages_are_nobodys_text(tmp_path: Path) -> None:
    write(tmp_path, ".venv/a.md", "docs/_build/a.md", "node_modules/x/a.md", "__pycache__/a.md")
    write(tmp_path, "docs/.a.md", "_build.md")

    assert names(Config(tmp_path)) == ["_build.md", "docs/.a.md"]
    assert [p.name for p in named([tmp_path / "docs"])] == [".a.md"]


def test_a_link_to_a_folder_above_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "docs/a.md")
    (tmp_path / "docs" / "up").symlink_to(tmp_path)

    assert names(Config(tmp_path)) == ["docs/a.md"]


def test_named_files_are_taken_as_they_are_and_folders_with_their_texts(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "old/b.txt", "old/c.rst", "old/d.py", "old/e/f.md", "g.py")
    paths = [tmp_path / name for name in ("g.py", "none.md", "old", "a.md", "a.md")]

    found = [path.relative_to(tmp_path).as_posix() for path in named(paths)]

    assert found == ["g.py", "none.md", "old/b.txt", "old/c.rst", "old/e/f.md", "a.md", "a.md"]


def test_a_name_has_slashes_and_begins_at_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Config(tmp_path / "project")
    write(config.root, "docs/a.md")
    monkeypatch.chdir(config.root / "docs")

    assert name_of(config, Path("a.md")) == "docs/a.md"
    assert name_of(config, Path("../docs/./a.md")) == "docs/a.md"
    assert name_of(config, config.root / "docs" / "a.md") == "docs/a.md"
    assert name_of(config, Path("../../b.md")) == (tmp_path / "b.md").as_posix()


@pytest.mark.parametrize(
    ("name", "markup"),
    [("a.md", "myst"), ("a.rst", "rst"), ("a.txt", "plain"), ("a", "plain"), ("a.MD", "plain")],
)
def test_a_document_has_the_text_language_and_markup_of_its_file(
    tmp_path: Path, name: str, markup: str
) -> None:
    config = Config(tmp_path, languages={"tw/**": "zh-Hant-TW"})
    for folder, language in (("tw", "zh-Hant-TW"), ("cn", "zh-Hans")):
        path = tmp_path / folder / name
        path.parent.mkdir()
        path.write_bytes("一\r\n二\u2028三\n".encode())

        text = "一\r\n二\u2028三\n"
        expected = Document(f"{folder}/{name}", text, language, markup)  # type: ignore[arg-type]
        assert document(config, path) == expected


@pytest.mark.fault
def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("一\n二".encode() + b"\xb0\xa1")

    with pytest.raises(DataError, match=r"a\.md:2:2: byte 0xb0, which is not UTF-8; expected"):
        document(Config(tmp_path), path)
    with pytest.raises(FileNotFoundError):
        document(Config(tmp_path), tmp_path / "none.md")
    with pytest.raises(IsADirectoryError):
        document(Config(tmp_path), tmp_path)


@pytest.mark.fault
def test_a_file_that_goes_while_files_are_listed_is_left_to_the_reader(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b/c.md")
    found = files(Config(tmp_path), ())
    assert next(found) == tmp_path / "a.md"

    os.remove(tmp_path / "b" / "c.md")

    assert list(found) == []


@pytest.mark.parametrize(
    ("entry", "original"),
    [
        ('msgid "Next item"', "Next item"),
        ('msgid "read-only"', "read-only"),
        # A name in place of a text, as Zope has them, and the text in a comment.
        ('msgid "batch_next_items"', ""),
        ('msgid "cart.empty-now"', ""),
        ('#. Default: "Next \\"${n}\\" items"\nmsgid "batch_next_items"', 'Next "${n}" items'),
        ('#. A comment\nmsgid "batch_next_items"', ""),
        ('#. Default: "Next"\nmsgid "Next item"', "Next item"),
    ],
)
def test_an_original_is_a_text_and_no_name(tmp_path: Path, entry: str, original: str) -> None:
    path = catalogs.write(tmp_path, "zh_TW/a.po", f'{entry}\nmsgstr "下一個"\n')

    (found,) = read(Config(tmp_path), path).documents

    assert found.original == original


@pytest.mark.parametrize(
    ("name", "header", "known", "other"),
    [
        ("a/fr/LC_MESSAGES/b.po", "Language: fr", (), "fr"),
        ("po/fr.po", "Language: fr_FR.UTF-8", (), "fr-FR"),
        ("po/sr.po", "Language: sr@latin", (), "sr"),
        ("a/de/LC_MESSAGES/b.po", "", (), "de"),
        # Its header says another thing than its folder.
        ("a/de/LC_MESSAGES/b.po", "Language: zh_TW", (), ""),
        ("a/zh_TW/LC_MESSAGES/b.po", "Language: fr", (), ""),
        ("a/ja/LC_MESSAGES/b.po", "Language: ja", ("ja",), ""),
        ("set/fr.po", "Language: fr", (), ""),
        ("po/fr.po", "", (), "fr"),
        ("po/pt_BR.po", "", (), "pt-BR"),
        ("po/api.po", "", (), ""),
        ("po/en.po", "Language: en", (), ""),
        ("gone/fr.po", None, (), ""),
        ("a/fr.md", "Language: fr", (), ""),
    ],
)
def test_catalogs_of_other_languages_are_known_before_they_are_read(
    tmp_path: Path, name: str, header: str | None, known: tuple[str, ...], other: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    if header is not None:
        # Nobody has to know the encoding.
        path.write_bytes(f'msgid ""\nmsgstr "{header}\\n"\n# \xe9'.encode("latin-1"))

    settings = Config(tmp_path, languages={"set/**": "zh-Hant-TW"})
    assert other_language(settings, path, known) == other
