"""The guide to translating, followed word for word in a scratch copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide" / "translate.md"
BLOCK = re.compile(
    r"^```\{code-block\} (?P<kind>\w+)\n(?::caption: (?P<path>\S+)\n\n)?(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
# What make asks for, by the modules that are installed here.
TOOLS = {"python": "", "sphinx-intl": "-m sphinx_intl", "pybabel": "-m babel.messages.frontend"}
LEFT_OUT = (".git", ".venv", "_build", ".zhengming", "node_modules", ".*_cache", "__pycache__")


def scratch(folder: Path) -> Path:
    """Copy the project, with an environment that make takes for its own."""
    copy = folder / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    programs = copy / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, module in TOOLS.items():
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        program.chmod(0o755)
    files = "tools/lock/html.txt tools/lock/pdf.txt tools/lock/dev.txt pyproject.toml"
    key = f"{{ pwd; cat {files}; }} | cksum | cut -d' ' -f1"
    found = subprocess.run(["sh", "-c", key], cwd=copy, capture_output=True, text=True, check=True)
    (copy / ".venv" / f"dev-{found.stdout.strip()}").touch()
    return copy


def follow(root: Path, kind: str, path: str, text: str) -> None:
    """Do what a block of the guide says."""
    if kind == "console":
        environment = os.environ | {"PYTHONPATH": str(root / "tools")}
        for command in re.findall(r"^\$ (.+)$", text, re.MULTILINE):
            done = subprocess.run(
                ["sh", "-c", command],
                cwd=root,
                capture_output=True,
                encoding="utf-8",
                env=environment,
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    elif kind == "po":
        with (root / path).open("rb") as file:
            catalog = read_po(file)
        entries = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE)
        assert entries
        for original, translation in entries:
            message = catalog.get(original)
            assert message is not None
            message.string = translation
        with (root / path).open("wb") as file:
            write_po(file, catalog, width=0)
    elif kind in ("yaml", "text"):
        page = (root / path).read_text(encoding="utf-8")
        form = text.removeprefix("terms:\n")
        before, sign, after = page.partition("terms:\n" if kind == "yaml" else "```{examples}\n")
        assert sign
        (root / path).write_text(f"{before}{sign}{form}{after}", encoding="utf-8")
    elif kind == "python":
        name = text.partition(" = ")[0]
        lines = (root / path).read_text(encoding="utf-8").split("\n")
        changed = [text.strip() if line.startswith(f"{name} = ") else line for line in lines]
        assert changed != lines
        (root / path).write_text("\n".join(changed), encoding="utf-8")


@pytest.mark.corpus
@pytest.mark.skipif(not shutil.which("make"), reason="make is not on PATH")
def test_a_language_comes_from_nothing_to_a_built_page(tmp_path: Path) -> None:
    start, _, _rest = GUIDE.read_text(encoding="utf-8").partition("## 台湾与香港")
    root = scratch(tmp_path)

    for match in BLOCK.finditer(start):
        follow(root, match["kind"], match["path"] or "", match["text"])

    site = root / "_build" / "html"
    index = (site / "ja" / "index.html").read_text(encoding="utf-8")
    concept = (site / "ja" / "glossary" / "algorithm.html").read_text(encoding="utf-8")
    assert '<html lang="ja"' in index
    assert ">ガイド</a>" in index
    assert '<th class="head"><p>例文</p></th>' in concept
    assert "<h1>アルゴリズム" in concept
    assert '<span lang="ja">アルゴリズム</span>' in concept
    assert ">日本語</a>" in (site / "zh-tw" / "index.html").read_text(encoding="utf-8")
    assert 'href="ja/index.html"' in (site / "index.html").read_text(encoding="utf-8")
