"""What was changed since a revision, in real repositories."""

import subprocess
from pathlib import Path

import pytest

from zhengming import catalog
from zhengming.changes import Changes, GitError
from zhengming.finding import Document, Finding, Message
from zhengming.report import Reported
from zhengming.text import Span

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", "-C", folder, *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a project in a folder of it, and one commit."""
    git(tmp_path, "init", "-q")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / '甲 "b".md').write_text("一\n二\n三\n", encoding="utf-8")
    (folder / "c.md").write_text("一\n", encoding="utf-8")
    (folder / "d.po").write_text(HEADER + 'msgid "a"\nmsgstr ""\n"一"\n"二"\n', encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "a")
    return folder


def item(folder: Path, name: str, span: Span) -> Reported:
    document = Document(name, (folder / name).read_text(encoding="utf-8"), "zh-Hans")
    return Reported(document, Finding("r", span, "m"))


def test_only_changed_lines_count(repository: Path) -> None:
    name = '甲 "b".md'
    (repository / name).write_text("一\n另\n三\n四\n", encoding="utf-8")
    (repository / "new.md").write_text("一\n", encoding="utf-8")

    changes = Changes(repository, "HEAD")

    assert changes.names == {name, "new.md"}
    spans = (Span(0, 1), Span(2, 3), Span(4, 5), Span(6, 7), Span(0, 3))
    assert [changes.has(item(repository, name, span)) for span in spans] == [
        False,
        True,
        False,
        True,
        True,
    ]
    assert changes.has(item(repository, "new.md", Span(0, 1)))
    assert not changes.has(item(repository, "c.md", Span(0, 1)))


def test_what_was_committed_since_counts_too(repository: Path) -> None:
    (repository / "c.md").write_text("二\n", encoding="utf-8")
    git(repository, "commit", "-q", "-a", "-m", "b")

    assert Changes(repository, "HEAD").names == frozenset()
    assert Changes(repository, "HEAD~1").has(item(repository, "c.md", Span(0, 1)))


def test_of_a_message_any_changed_line_counts(repository: Path) -> None:
    path = repository / "d.po"
    path.write_text(
        HEADER + 'msgid "a"\nmsgstr ""\n"一"\n"三"\n\nmsgid "b"\nmsgstr "二"\n', "utf-8"
    )
    found = catalog.load(path)
    documents = [
        Document("d.po", e.msgstr[0].text, "zh-Hans", "plain", "a", Message(found, e, e.msgstr[0]))
        for e in found.messages
    ]
    git(repository, "commit", "-q", "-a", "-m", "b")
    path.write_text(path.read_text("utf-8").replace('"三"', '"四"'), "utf-8")

    changes = Changes(repository, "HEAD")

    kept = [changes.has(Reported(d, Finding("r", Span(0, 1), "m"))) for d in documents]
    assert kept == [True, False]


@pytest.mark.fault
def test_git_says_what_it_does_not_know(repository: Path, tmp_path: Path) -> None:
    for revision in ("none", "--output=x", ""):
        with pytest.raises(GitError, match="git rev-parse: fatal: Needed a single revision"):
            Changes(repository, revision)
    with pytest.raises(GitError, match="git rev-parse: "):
        Changes(tmp_path / "none", "HEAD")


def test_of_a_file_that_git_takes_for_binary_any_line_counts(repository: Path) -> None:
    path = repository / "e.txt"
    path.write_bytes("一\n上\n".encode("utf-16"))
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "b")
    path.write_bytes("一\n上上\n".encode("utf-16"))
    document = Document("e.txt", "一\n上上\n", "zh-Hans")

    assert Changes(repository, "HEAD").has(Reported(document, Finding("r", Span(0, 1), "m")))
