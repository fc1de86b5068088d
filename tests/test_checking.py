"""`zhengming check`: files, options, what it prints and returns."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from glossaries import write, write_further
from zhengming.cli import main

WRONG = "各国尊重搜集主权。\n"
LINE = "deprecated-form 搜集主权 is deprecated (洗稿替换所致); write 网络主权"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the small glossary and one page."""
    write(tmp_path / "glossary")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.zhengming]\npaths = ["docs/**/*.md"]\nexclude = ["docs/old/**"]\n'
    )
    (tmp_path / "docs" / "old").mkdir(parents=True)
    (tmp_path / "docs" / "a.md").write_text("各国尊重网络主权。\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_clean_project_exits_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr() == ("", "1 file, 0 findings\n")


def test_findings_are_lines_and_exit_1(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "docs/b.md").write_text(WRONG, encoding="utf-8")
    (project / "docs/old/c.md").write_text(WRONG, encoding="utf-8")

    assert main(["check"]) == 1
    assert capsys.readouterr() == (
        f"docs/b.md:1:5: {LINE}\n",
        "2 files, 1 finding, 1 with a safe fix (--fix)\n",
    )


def test_a_path_overrides_excludes_and_its_folder_is_searched(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "docs/old/c.md").write_text(WRONG, encoding="utf-8")
    (project / "docs/old/d.txt").write_text(WRONG, encoding="utf-8")

    assert main(["check", "docs/old"]) == 1
    assert capsys.readouterr().out == f"docs/old/c.md:1:5: {LINE}\ndocs/old/d.txt:1:5: {LINE}\n"


def test_a_fix_writes_the_file_and_a_diff_only_shows_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project / "docs/b.md"
    page.write_bytes(WRONG.replace("\n", "\r\n").encode())

    assert main(["check", "--diff"]) == 1
    assert capsys.readouterr().out.startswith(
        "--- a/docs/b.md\n+++ b/docs/b.md\n@@ -1 +1 @@\n"
        "-各国尊重搜集主权。\r\n+各国尊重网络主权。\r\n"
    )
    assert page.read_bytes() == WRONG.replace("\n", "\r\n").encode()
    page.write_text(WRONG.rstrip("\n"), encoding="utf-8")
    assert main(["check", "--diff"]) == 1
    git = ["git", "apply", "--check"]
    assert subprocess.run(git, input=capsys.readouterr().out.encode(), check=False).returncode == 0
    page.write_bytes(WRONG.replace("\n", "\r\n").encode())
    assert main(["check", "--fix"]) == 0
    assert capsys.readouterr() == ("docs/b.md: fixed\n", "2 files, 0 findings\n")
    assert page.read_bytes() == "各国尊重网络主权。\r\n".encode()


@pytest.mark.fault
@pytest.mark.parametrize(
    ("fault", "why"),
    [
        # No byte fits on the disk.
        ("resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))", "File too large"),
        # No file can be opened to write into.
        ("tempfile.mkstemp = lambda **_: os.open('docs/none/x', os.O_RDWR)", "No such file"),
        ("os.replace = lambda *_: os.rename('docs/b.md', 'docs/b.md/x')", "Not a directory"),
    ],
    ids=["write", "open", "replace"],
)
def test_a_file_that_cannot_be_written_is_named_and_untouched(
    project: Path, fault: str, why: str
) -> None:
    (project / "docs/b.md").write_text(WRONG, encoding="utf-8")
    before = sorted(path.name for path in (project / "docs").iterdir())
    assert main(["check"]) == 1  # the glossary is in the cache now
    code = f"import os, resource, sys, tempfile; {fault}; from zhengming.cli import main; "
    code += "sys.exit(main(['check', '--fix']))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert done.returncode == 2
    summary = "2 files, 1 finding, 1 with a safe fix (--fix)"
    assert re.fullmatch(rf"docs/b\.md: {why}.*\n{re.escape(summary)}\n", done.stderr)
    assert done.stdout == f"docs/b.md:1:5: {LINE}\n"
    assert (project / "docs/b.md").read_text(encoding="utf-8") == WRONG
    assert sorted(path.name for path in (project / "docs").iterdir()) == before


def test_restored_pages_are_not_fixed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = "% Restored from docs/sources/b by `zhengming restore`: …\n\n" + WRONG
    (project / "docs/b.md").write_text(page, encoding="utf-8")

    assert main(["check", "--fix"]) == 2
    assert capsys.readouterr().err.splitlines()[0] == (
        "docs/b.md: restored pages are not fixed; mend the record in docs/sources/b"
    )
    assert (project / "docs/b.md").read_text(encoding="utf-8") == page


def test_json_is_a_list_and_nothing_else(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "docs/b.md").write_text(WRONG, encoding="utf-8")

    assert main(["check", "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["file"], finding["span"]) == ("docs/b.md", [4, 8])


def test_one_rule_may_be_asked_for(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "docs/b.md").write_text(WRONG, encoding="utf-8")

    assert main(["check", "--rule", "foreign-form"]) == 0
    assert main(["check", "--rule", "no"]) == 2
    assert "rule 'no'; expected one of deprecated-form, foreign-form" in capsys.readouterr().err


def test_what_cannot_be_read_is_named_and_exits_2(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "docs/b.md").write_bytes(b"\xb0\xa1")
    (project / "docs/c.md").write_text(WRONG, encoding="utf-8")

    assert main(["check", "docs", "none.md"]) == 2
    captured = capsys.readouterr()
    assert captured.out == f"docs/c.md:1:5: {LINE}\n"
    assert captured.err.splitlines()[:2] == [
        "docs/b.md:1:1: byte 0xb0 (offset 0), which is not UTF-8; "
        "expected UTF-8, or --encoding gb18030 or --encoding big5",
        "none.md: No such file or directory",
    ]


def test_a_wrong_glossary_or_setting_exits_2(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project / "glossary/algorithm.md"
    page.write_text(page.read_text(encoding="utf-8").replace("domain", "domian"), encoding="utf-8")
    assert main(["check"]) == 2
    assert capsys.readouterr().err.startswith("glossary/algorithm.md:2:1: no 'domain'; expected")
    (project / "pyproject.toml").write_text("[tool.zhengming]\nx = 1\n")
    assert main(["check"]) == 2
    assert "tool.zhengming: 'x'; expected one of glossary" in capsys.readouterr().err


def test_rules_can_be_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--list-rules"]) == 0
    listed = capsys.readouterr().out
    assert "deprecated-form         A form that the glossary calls wrong\n" in listed
    assert "concept-unattested      A concept that stands in no text (off by default)\n" in listed
    assert main(["check", "--explain", "concept-heading"]) == 0
    assert capsys.readouterr().out == (
        "concept-heading: A heading that is not the preferred Simplified form.\n\n"
        "The heading is the headword of the page in every list of the site.\n"
    )
    assert main(["check", "--explain", "deprecated-form"]) == 0
    explained = capsys.readouterr().out
    assert explained.startswith("deprecated-form: A form that the glossary calls wrong.\n")
    assert explained.endswith("Fixed: 各国尊重网络主权。\n")


def test_excludes_hold_for_paths_if_asked_to(project: Path) -> None:
    (project / "docs/old/c.md").write_text(WRONG, encoding="utf-8")
    (project / "README.md").write_text(WRONG, encoding="utf-8")

    paths = ["docs/old/c.md", "README.md", "docs/a.md"]
    assert main(["check", *paths]) == 1
    assert main(["check", "--force-exclude", *paths]) == 0


UNSAFE = "我们讨论计划，再讨论計劃。\n"


def test_an_unsafe_fix_is_made_only_if_asked_for(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project / "docs/b.md"
    page.write_text(UNSAFE, encoding="utf-8")

    assert main(["check", "--fix"]) == 1
    assert page.read_text(encoding="utf-8") == UNSAFE
    assert main(["check", "--unsafe", "--diff"]) == 1
    assert "+我们讨论计划，再讨论计划。" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8") == UNSAFE
    assert main(["check", "--unsafe", "--fix"]) == 0
    assert page.read_text(encoding="utf-8") == "我们讨论计划，再讨论计划。\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--unsafe"], "--unsafe; expected --fix or --diff with it"),
        (
            ["docs", "--name", "a.md"],
            "--name; expected - as the only PATH, for a text on standard input",
        ),
        (
            ["--since", "HEAD", "--fix"],
            "--since; expected no --fix and no --diff, which are for whole files",
        ),
        (["-", "docs"], "- as PATH; expected no other one, and no --fix"),
        (["-", "--fix"], "- as PATH; expected no other one, and no --fix"),
        (
            ["--write-baseline", "docs"],
            "--write-baseline; expected no PATH, --rule or --since: it looks at the whole project",
        ),
        (
            ["--write-baseline"],
            "--write-baseline; expected --baseline FILE, or a setting `baseline`",
        ),
        (
            ["--baseline", "none.json"],
            "none.json: No such file or directory; `zhengming check --write-baseline` makes it",
        ),
    ],
)
def test_options_that_do_not_fit_say_what_would(
    capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    assert main(["check", *options]) == 2
    assert capsys.readouterr() == ("", f"{message}\n")


def test_standard_input_is_read_as_the_file_it_is_called(project: Path) -> None:
    def check(*options: str, data: bytes) -> tuple[int, str]:
        command = [sys.executable, "-m", "zhengming", "check", "-", *options]
        done = subprocess.run(command, input=data, capture_output=True)
        return done.returncode, done.stdout.decode()

    text = f"`搜集主权`\n{WRONG}"
    assert check("--name", "docs/x.md", data=text.encode()) == (1, f"docs/x.md:2:5: {LINE}\n")
    assert check(data=WRONG.encode()) == (1, f"-:1:5: {LINE}\n")
    gb = ("--encoding", "gb18030")
    assert check(*gb, data=WRONG.encode("gb18030")) == (1, f"-:1:5: {LINE}\n")
    assert check(data=WRONG.encode("gb18030")) == (2, "")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-be"])
def test_a_text_is_fixed_in_its_own_encoding(project: Path, encoding: str) -> None:
    page = project / "docs/b.md"
    page.write_bytes(WRONG.encode(encoding))

    assert main(["check", "docs/b.md", "--encoding", encoding, "--fix"]) == 0
    assert page.read_bytes() == "各国尊重网络主权。\n".encode(encoding)


def test_the_glossary_is_utf_8_whatever_texts_are(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = '[tool.zhengming]\npaths = ["docs/*.md", "glossary/*.md"]\n'
    (project / "pyproject.toml").write_text(settings)
    (project / "docs/a.md").write_bytes("各国尊重彼此的网络主权和发展道路。\n".encode("gb18030"))

    assert main(["check", "--encoding", "gb18030", "glossary"]) == 0
    assert main(["check", "--encoding", "gb18030"]) == 0
    assert capsys.readouterr() == ("", "2 files, 0 findings\n3 files, 0 findings\n")


def test_a_text_is_left_alone_whose_encoding_lacks_the_right_character(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project / "docs/b.md"
    text = "這件事，各國都說了很多次，尊重搜集主权。\n".replace("权", "權").replace("国", "國")
    (project / "glossary/cyber-sovereignty.md").write_text(
        (project / "glossary/cyber-sovereignty.md")
        .read_text(encoding="utf-8")
        .replace("搜集主权", "搜集主權"),
        encoding="utf-8",
    )
    page.write_bytes(text.encode("big5"))

    assert main(["check", "docs/b.md", "--encoding", "big5", "--fix", "--rule", "deprecated-form"])
    assert capsys.readouterr().err.splitlines()[0] == (
        "docs/b.md: no '络' in big5; convert the file to UTF-8; nothing was written"
    )
    assert page.read_bytes() == text.encode("big5")


def test_a_template_is_checked_by_its_originals_and_never_fixed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    template = project / "docs/b.pot"
    text = header + 'msgid "尊重搜集主权"\nmsgstr ""\n'
    template.write_text(text, encoding="utf-8")

    assert main(["check", "docs", "--fix"]) == 1
    assert capsys.readouterr().out == f"docs/b.pot:4:10: {LINE}\n"
    assert template.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("form", ["json", "sarif", "github", "gitlab", "junit"])
def test_what_programs_read_has_nothing_else_in_it(
    project: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    page = project / "docs/b.md"
    page.write_text(WRONG, encoding="utf-8")

    assert main(["check", "--format", form]) == 1
    out, err = capsys.readouterr()
    assert "write 网络主权" in out
    assert err == ""
    assert main(["check", "--format", form, "--fix"]) == 0
    out, err = capsys.readouterr()
    assert "fixed" not in out
    assert err == "docs/b.md: fixed\n"
    assert page.read_text(encoding="utf-8") == "各国尊重网络主权。\n"


@pytest.mark.parametrize("form", ["json", "sarif", "github", "gitlab", "junit"])
def test_what_programs_read_is_utf_8_on_any_console(project: Path, form: str) -> None:
    (project / "docs/b.md").write_text(WRONG, encoding="utf-8")
    command = [sys.executable, "-m", "zhengming", "check", "--format", form]

    done = subprocess.run(
        command, env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True
    )

    assert "write 网络主权" in done.stdout.decode()


def test_a_baseline_hides_what_is_known_and_nothing_else(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, known = project / "docs/b.md", ["--baseline", "known.json"]
    page.write_text(WRONG, encoding="utf-8")

    assert main(["check", *known, "--write-baseline"]) == 0
    assert capsys.readouterr() == ("", "known.json: 1 known (1 added, 0 gone)\n")
    page.write_text(f"新的一段。\n\n{WRONG}", encoding="utf-8")
    assert main(["check", *known]) == 0
    assert capsys.readouterr() == ("", "2 files, 0 findings, 1 known\n")
    page.write_text(f"{WRONG}\n另一段的搜集主权。\n", encoding="utf-8")
    assert main(["check", *known]) == 1
    assert capsys.readouterr().out == f"docs/b.md:3:5: {LINE}\n"


def test_what_is_mended_leaves_the_baseline_by_an_explicit_act(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "pyproject.toml").write_text('[tool.zhengming]\nbaseline = "known.json"\n')
    page = project / "docs/b.md"
    page.write_text(WRONG, encoding="utf-8")
    main(["check", "--write-baseline"])
    before = (project / "known.json").read_text(encoding="utf-8")
    page.write_text("各国尊重网络主权。\n", encoding="utf-8")
    capsys.readouterr()

    assert main(["check"]) == 0
    assert capsys.readouterr().err.splitlines()[1:] == [
        "docs/b.md: deprecated-form 搜集主权 is no more",
        "known.json: 1 known findings are no more; --write-baseline removes them",
    ]
    assert main(["check", "docs/a.md"]) == 0
    assert capsys.readouterr().err == "1 file, 0 findings\n"
    assert (project / "known.json").read_text(encoding="utf-8") == before
    assert main(["check", "--write-baseline"]) == 0
    assert capsys.readouterr().err == "known.json: 0 known (0 added, 1 gone)\n"
    assert (project / "known.json").read_text(encoding="utf-8") == "[]\n"


@pytest.mark.fault
def test_a_baseline_is_not_written_of_half_a_project(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "docs/b.md").write_bytes(b"\xff")

    assert main(["check", "--baseline", "known.json", "--write-baseline"]) == 2
    assert capsys.readouterr().err.endswith("known.json: not written, as not all could be read\n")
    assert not (project / "known.json").exists()


@pytest.mark.fault
def test_a_baseline_that_cannot_be_used_says_why(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "known.json").write_text("{}")
    assert main(["check", "--baseline", "known.json"]) == 2
    assert capsys.readouterr().err == (
        "known.json:1:1: no list; expected what `zhengming check --write-baseline` writes\n"
    )
    assert main(["check", "--baseline", "none/known.json", "--write-baseline"]) == 2
    assert capsys.readouterr().err == "none/known.json: No such file or directory\n"


def test_since_a_revision_only_changed_lines_are_told_of(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project / "docs/b.md"
    page.write_text(WRONG, encoding="utf-8")
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "a"]):
        subprocess.run(["git", *command], check=True, capture_output=True)

    assert main(["check", "--since", "HEAD"]) == 0
    assert capsys.readouterr().err == "0 files, 0 findings\n"
    page.write_text(f"{WRONG}\n又是搜集主权。\n", encoding="utf-8")
    assert main(["check", "--since", "HEAD"]) == 1
    assert capsys.readouterr().out == f"docs/b.md:3:3: {LINE}\n"
    (project / "pyproject.toml").write_text(
        '[tool.zhengming]\npaths = ["docs/*.md"]\n'
        '[tool.zhengming.rules]\n"**" = {concept-unattested = true}\n'
    )
    page = project / "glossary/algorithm.md"
    page.write_text(page.read_text(encoding="utf-8").replace("algorithm}", "algorithms}"), "utf-8")
    capsys.readouterr()
    assert main(["check", "--since", "HEAD", "--rule", "concept-unattested"]) == 0
    assert main(["check", "--rule", "concept-unattested"]) == 1
    capsys.readouterr()
    assert main(["check", "--since", "none"]) == 2
    assert capsys.readouterr().err == (
        "--since none: git rev-parse: fatal: Needed a single revision\n"
    )


def test_settings_that_fit_no_file_are_errors(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "pyproject.toml").unlink()
    settings = project / "zhengming.toml"
    settings.write_text('paths = ["doc/*.md"]\n')
    assert main(["check"]) == 2
    assert capsys.readouterr().err == (
        "zhengming.toml: paths: 'doc/*.md' fits no file; "
        "expected a glob from this folder, as docs/**/*.md, or no such line\n"
    )
    settings.write_text('paths = ["docs/*.md"]\nexclude = ["docs/**"]\n')
    assert main(["check"]) == 0
    # A glossary alone is something to check, nothing at all is not.
    shutil.rmtree(project / "glossary")
    assert main(["check"]) == 2
    assert capsys.readouterr().err.endswith(": no file that is docs/*.md; name a PATH\n")
    assert main(["check", "docs/a.md"]) == 0


HEADING = (
    "glossary/algorithm.md:7:3: concept-heading heading 演算; write 算法, the preferred form\n"
)
UNATTESTED = (
    "glossary/algorithm.md:2:18: concept-unattested no text has a form of algorithm; "
    "delete it, or make it broader of one that has\n"
)


def switch(project: Path, pattern: str, rules: str) -> None:
    table = f'[tool.zhengming.rules]\n"{pattern}" = {{{rules}}}\n'
    settings = '[tool.zhengming]\npaths = ["docs/*.md", "glossary/*.md"]\n'
    (project / "pyproject.toml").write_text(settings + table)


def test_a_rule_for_concepts_is_switched_like_any_other(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project / "glossary/algorithm.md"
    text = page.read_text(encoding="utf-8").replace("# 算法", "# 演算")
    page.write_text(text, encoding="utf-8")

    assert main(["check"]) == 1
    assert capsys.readouterr().out == HEADING
    assert main(["check", "--rule", "concept-relation"]) == 0
    assert main(["check", "--rule", "concept-heading", "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["rule"], finding["line"]) == ("concept-heading", 7)
    switch(project, "glossary/a*", "concept-heading = false")
    assert main(["check"]) == 0
    switch(project, "docs/**", "concept-heading = false")
    assert main(["check"]) == 1


def test_a_concept_that_no_text_has_is_told_of_if_the_project_asks(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    switch(project, "**", "concept-unattested = true")

    assert main(["check"]) == 1
    assert capsys.readouterr().out == UNATTESTED
    assert main(["check", "docs"]) == 0
    (project / "docs/b.md").write_bytes("算法".encode("gb18030"))
    capsys.readouterr()
    assert main(["check"]) == 2
    assert capsys.readouterr().out == ""
    (project / "docs/b.md").write_text("algorithm\n", encoding="utf-8")
    assert main(["check"]) == 0


def test_a_rule_for_concepts_wants_the_whole_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--rule", "concept-heading", "docs"]) == 2
    assert capsys.readouterr().err == (
        "concept-heading looks at the whole project; expected no PATH\n"
    )


@pytest.mark.parametrize(
    "words", ["網路主權", "网络主权", "Cyber sovereignty", "cyber-sovereignty"]
)
def test_a_concept_is_found_by_any_form_and_by_its_id(
    project: Path, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    (project / "docs/b.md").write_text(
        "各國\n尊重網絡主權。\n\n`网络主权` and cyber sovereignty\n", encoding="utf-8"
    )

    assert main(["find", words]) == 0
    assert capsys.readouterr() == (
        "docs/a.md:1:5\n"
        "                      各国尊重[网络主权]。\n"
        "docs/b.md:2:3\n"
        "                          尊重[網絡主權]。\n"
        "docs/b.md:4:12\n"
        "               `网络主权` and [cyber sovereignty]\n",
        "3 of cyber-sovereignty\n",
    )


def test_what_is_nowhere_exits_with_1_and_what_is_no_form_with_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["find", "算法"]) == 1
    assert capsys.readouterr() == ("", "0 of algorithm\n")
    assert main(["find", "主权"]) == 2
    assert capsys.readouterr().err == "'主权'; expected a form or an id of the glossary\n"


def test_a_check_loads_nothing_that_it_does_not_need(project: Path) -> None:
    assert main(["check"]) == 0  # the glossary is in the cache now
    code = "import sys; from zhengming.cli import main; main(['check']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = set(done.stdout.split())
    assert "zhengming.matcher" in loaded
    assert loaded.isdisjoint({"yaml", "opencc", "sphinx", "zhengming.prose.rst"})


@pytest.mark.fault
def test_a_reader_who_stops_reading_is_no_error(project: Path) -> None:
    for number in range(200):
        (project / f"docs/{number}.md").write_text("网络主权，" * 200, encoding="utf-8")
    command = f"{sys.executable} -m zhengming find 网络主权 | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("docs/0.md:1:1\n", "")


FURTHER = """\
[tool.zhengming]
paths = ["docs/**/*.md"]
glossaries = {"docs/guide/**" = ["words"]}
rules = {"**" = {concept-unattested = true, unlinked-concept = true}}
"""


@pytest.fixture
def further(project: Path) -> Path:
    """A project in which a further glossary counts for some files."""
    write_further(project / "words")
    (project / "pyproject.toml").write_text(FURTHER, encoding="utf-8")
    (project / "docs/guide").mkdir()
    for name in ("docs/a.md", "docs/guide/b.md"):
        (project / name).write_text(
            "档桉，{term}`网络主权`，{term}`算法`，文件。\n", encoding="utf-8"
        )
    return project


def test_a_further_glossary_counts_in_files_that_fit_alone(
    further: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 1
    # Neither must texts attest its concepts, nor can they be linked.
    assert capsys.readouterr() == (
        "docs/guide/b.md:1:1: deprecated-form 档桉 is deprecated (错字); write 文件\n",
        "2 files, 1 finding, 1 with a safe fix (--fix)\n",
    )
    assert main(["check", "--fix"]) == 0
    assert (further / "docs/guide/b.md").read_text(encoding="utf-8").startswith("文件，")
    assert (further / "docs/a.md").read_text(encoding="utf-8").startswith("档桉，")


def test_a_link_to_a_concept_of_a_further_glossary_leads_nowhere(
    further: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "[甲](../../glossary/file.md)、[乙](../../glossary/algorithm.md)\n"
    (further / "docs/guide/b.md").write_text(text, encoding="utf-8")

    assert main(["check", "docs/guide"]) == 1
    assert "there is no concept file; write another, or add it" in capsys.readouterr().out


@pytest.mark.fault
def test_a_further_glossary_that_is_wrong_is_told_where_it_is_needed(
    further: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (further / "words" / "file.md").write_text("x\n", encoding="utf-8")

    assert main(["check", "docs/a.md"]) == 0
    capsys.readouterr()
    assert main(["check"]) == 2
    assert capsys.readouterr() == (
        "",
        "words/file.md:1:1: no front matter; expected YAML between two lines of ---\n",
    )


def test_pages_of_a_further_glossary_are_no_texts(
    further: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("docs/a.md", "docs/guide/b.md"):
        (further / name).write_text("{term}`算法`。\n", encoding="utf-8")
    settings = FURTHER.replace('"docs/**/*.md"', '"docs/**/*.md", "words/*.md"')
    settings = settings.replace(", unlinked-concept = true", "")
    (further / "pyproject.toml").write_text(settings, encoding="utf-8")
    page = further / "words" / "file.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n网络主权。\n", encoding="utf-8")

    assert main(["check"]) == 1
    assert "no text has a form of cyber-sovereignty" in capsys.readouterr().out
