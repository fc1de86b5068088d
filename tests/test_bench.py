"""The benches run, and both tools find the same. Figures are in docs/reference/speed.md."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_textlint_finds_the_same_places_but_for_roles_it_does_not_know() -> None:
    if not (BENCH / "node_modules").exists():
        reason = "no textlint; run npm ci --prefix tests/bench"
        if os.environ.get("ZHENGMING_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)

    printed = bench("textlint.py", "--megabytes", "0.05")

    found = dict(re.findall(r"^(zhengming|textlint) .* (\d+) places$", printed, re.MULTILINE))
    assert found["zhengming"] == found["textlint"] != "0"
    assert "\nonly zhengming: 0\nonly textlint: 0\n" in printed
