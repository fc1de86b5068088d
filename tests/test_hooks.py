"""The hook for pre-commit and the action for GitHub, as their own programs take them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from glossaries import write

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
ACTION = ROOT / ".github/actions/check/action.yml"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the small glossary and a hook that is ours but for its language.

    pre-commit would install a hook in Python from the network; the installed one runs here.
    """
    (hook,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    entry = hook["entry"].replace("zhengming", f"{sys.executable} -m zhengming", 1)
    hook |= {"language": "system", "entry": entry}
    hooks = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(hooks), encoding="utf-8")
    (tmp_path / "zhengming.toml").write_text('exclude = ["old.md"]\n')
    write(tmp_path / "glossary")
    (tmp_path / "old.md").write_text("搜集主权\n", encoding="utf-8")
    (tmp_path / "a.py").write_text("# 搜集主权\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("网络主权\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


def commit(folder: Path) -> subprocess.CompletedProcess[str]:
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    command = [sys.executable, "-m", "pre_commit", "run", "--color", "never"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(folder / ".git" / "pre-commit")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_pre_commit_takes_our_list_of_hooks() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]

    assert subprocess.run(command, capture_output=True).returncode == 0


def test_the_hook_lets_a_clean_commit_pass(repository: Path) -> None:
    done = commit(repository)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith("Passed")


def test_the_hook_shows_what_is_wrong_in_staged_texts_alone(repository: Path) -> None:
    (repository / "b.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "a"\nmsgstr "搜集主权"\n',
        encoding="utf-8",
    )

    done = commit(repository)

    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if ":" in line][1:] == [
        "- exit code: 1",
        "b.po:5:9: deprecated-form 搜集主权 is deprecated (洗稿替换所致); write 网络主权",
    ]


def test_the_action_runs_a_check_with_the_words_of_its_input(repository: Path) -> None:
    """All but the installation, which needs the network."""
    (repository / "a.md").write_text("搜集主权\n", encoding="utf-8")
    (step,) = yaml.safe_load(ACTION.read_text(encoding="utf-8"))["runs"]["steps"]
    lines = step["run"].splitlines()
    script = "\n".join(lines[3:]).replace("zhengming", f"'{sys.executable}' -m zhengming", 1)
    environment = {**os.environ, "ARGUMENTS": "--rule deprecated-form a.md;false"}

    def run(arguments: str) -> subprocess.CompletedProcess[str]:
        known = {**environment, "ARGUMENTS": arguments}
        command = ["bash", "-e", "-o", "pipefail", "-c", script]
        return subprocess.run(command, cwd=repository, env=known, capture_output=True, text=True)

    done = run("--rule deprecated-form a.md")
    assert done.returncode == 1
    assert done.stdout == (
        "::error file=a.md,line=1,col=1,title=zhengming deprecated-form::"
        "搜集主权 is deprecated (洗稿替换所致); write 网络主权\n"
    )
    assert run("").returncode == 1
    # A shell's own signs are words like others.
    assert run("a.md;true $(true)").stderr.startswith("a.md;true: No such file")
