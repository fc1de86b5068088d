"""A bar on a terminal for work that takes longer than a second; elsewhere nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TextIO, TypeVar

Item = TypeVar("Item")

# Seconds before the bar is shown, and between two states of it.
DELAY, PERIOD = 1.0, 0.1
_WIDTH = 40
_ERASE = "\r\x1b[K"


class Progress:
    """Shows on a stream how many of its items are done; fits 80 columns."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.is_terminal = stream, stream.isatty()
        self.is_shown = False

    def over(self, items: Sequence[Item]) -> Iterator[Item]:
        """Yield the items; the bar is gone when the last is done, or none more is asked for."""
        due = monotonic() + DELAY
        try:
            for done, item in enumerate(items):
                if self.is_terminal and monotonic() >= due:
                    due = monotonic() + PERIOD
                    self._show(done, len(items))
                yield item
        finally:
            self.clear()

    def clear(self) -> None:
        """Take the bar away, so that a message can stand in its place."""
        if self.is_shown:
            self.is_shown = False
            self.stream.write(_ERASE)
            self.stream.flush()

    def _show(self, done: int, whole: int) -> None:
        full = done * _WIDTH // whole
        bar = "#" * full + "-" * (_WIDTH - full)
        self.stream.write(f"{_ERASE}[{bar}] {done} of {whole} files")
        self.stream.flush()
        self.is_shown = True
