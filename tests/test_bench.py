"""The bench of loading runs. Figures are in docs/reference/speed.md.

That beside textlint needs npm and a registry, which are no reason for a change to fail: who
measures runs it, and it says itself where the tools differ.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sites import built, write_project

BENCH = Path(__file__).parent / "bench"


def bench(name: str, *options: str) -> str:
    """Run a bench and return what it prints."""
    command = [sys.executable, str(BENCH / name), *options]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def test_a_made_up_glossary_loads_with_and_without_a_cache() -> None:
    printed = bench("loading.py", "--concepts", "30")

    assert [line.split("  ")[0] for line in printed.splitlines()] == [
        "30 concepts",
        "cold: a check of one line",
        "warm: a check of one line",
        "cold: cache.load and Matcher",
        "warm: cache.load and Matcher",
    ]


@pytest.mark.browser
def test_a_small_site_is_searched(tmp_path: Path) -> None:
    write_project(tmp_path, index="# 首页\n\n各方尊重网络主权。\n\n共同制定规则。\n")
    with built(tmp_path, html_theme="zhengming"):
        pass

    printed = bench("searching.py", str(tmp_path / "_build"), "--characters=60", "--queries=3")

    assert re.findall(r"[0-9.,]+ characters in \d+ parts", printed) == [
        "18 characters in 1 parts",
        "72 characters in 1 parts",
    ]
    assert len(re.findall(r"first query \d+ kB in \d+ files", printed)) == 2
