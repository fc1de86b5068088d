"""Which changes to the code no test notices: `python tests/bench/mutants.py MODULE …`.

Needs mutmut. MODULE is a file or folder of tools/zhengming, as `rules` or `matcher.py`. The
work is done in a copy in _build/mutants; tests that measure time, or start a process, are
left out. Equivalent changes are among those that are printed: each needs a look.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPY = ROOT / "_build" / "mutants"
LEFT_OUT = "not stops_reading and not megabyte and not each_row and not tables_of and not imports"
TESTS = """
    cache check checking concept_check concordance config datafile examples glossary matcher
    rules rules_characters rules_edges
"""


def main() -> None:
    """Copy the project, run mutmut there, and print the changes that survived."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    # mutmut looks for packages in src.
    for folder, name in (("tools", "src"), ("tests", "tests"), ("glossary", "glossary")):
        shutil.copytree(ROOT / folder, COPY / name, ignore=shutil.ignore_patterns("node_modules"))
    for test in (COPY / "tests").glob("*.py"):
        text = test.read_text(encoding="utf-8")
        test.write_text(text.replace('"tools"', '"src"'), encoding="utf-8")
    shutil.copytree(ROOT / "docs", COPY / "docs")
    settings = {
        "source_paths": [f"src/zhengming/{name}" for name in sys.argv[1:] or ["rules"]],
        "also_copy": ["src", "tests", "glossary", "docs", "pyproject.toml"],
        "pytest_add_cli_args": ["-x", "-p", "no:cacheprovider", "-k", LEFT_OUT],
        "pytest_add_cli_args_test_selection": [f"tests/test_{name}.py" for name in TESTS.split()],
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    text = f"{text}\n[tool.mutmut]\n" + "\n".join(lines) + "\n"
    (COPY / "pyproject.toml").write_text(text, encoding="utf-8")
    subprocess.run(["mutmut", "run", "--max-children", "1"], cwd=COPY, check=True)
    subprocess.run(["mutmut", "results"], cwd=COPY, check=True)


if __name__ == "__main__":
    main()
