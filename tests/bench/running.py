"""A command as a whole process: what it takes, and what it prints."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """A finished run: seconds of processors and of the clock, MiB, and what it printed."""

    cpu: float
    wall: float
    peak: float
    printed: str


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a folder; one that ends with anything but 0 or 1 ends this program."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)} ended with {process.returncode}")
        out.seek(0)
        printed = out.read().decode()
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * unit / 2**20, printed)


def shown(run: Run) -> str:
    """Return the figures of a run as part of a line."""
    return f"cpu {run.cpu:6.2f} s  wall {run.wall:6.2f} s  peak {run.peak:4.0f} MiB"
