"""The command line: what is left when its commands are tested with their own modules."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from zhengming.cli import main


def test_the_version_is_the_one_that_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])

    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"{version('zhengming')}\n"


def test_a_check_imports_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("网络主权\n", encoding="utf-8")
    rare = ("zhengming.restore", "importlib.metadata", "importlib.resources", "difflib", "sphinx")
    code = (
        "import sys; from zhengming.cli import main; code = main(['check', 'a.md']); "
        f"print([name for name in {rare} if name in sys.modules]); sys.exit(code)"
    )

    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True)

    assert (run.returncode, run.stdout.decode().strip()) == (0, "[]")
