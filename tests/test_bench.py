"""The bench of loading runs. Figures are in docs/reference/speed.md.

That beside textlint needs npm and a registry, which are no reason for a change to fail: who
measures runs it, and it says itself where the tools differ.
"""

import subprocess
import sys
from pathlib import Path

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
