"""The bar: on a terminal alone, after a second, and gone at the end."""

import contextlib
import io
import os
import pty
import re
import sys
from pathlib import Path

import pytest

from glossaries import write
from zhengming import progress
from zhengming.cli import main
from zhengming.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that only tests move."""
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


def screen(written: str) -> list[str]:
    """Return the lines that a terminal shows of what was written to it."""
    lines = written.replace("\r\n", "\n").split("\n")
    return [re.sub(r".*\r\x1b\[K", "", line) for line in lines]


def test_there_is_no_bar_within_a_second(clock: list[float]) -> None:
    terminal = Terminal()

    for number in Progress(terminal).over(range(10)):
        clock[0] = number * 0.1
    for _number in Progress(io.StringIO()).over(range(10)):
        clock[0] += 1

    assert terminal.getvalue() == ""


def test_the_bar_shows_what_is_done_ten_times_a_second_and_goes(clock: list[float]) -> None:
    terminal = Terminal()
    shown = []

    for _number in Progress(terminal).over(range(8)):
        shown.append(screen(terminal.getvalue())[-1])
        clock[0] += 0.5 if len(shown) < 5 else 0.06

    assert shown == [
        "",
        "",
        "[##########------------------------------] 2 of 8 files",
        "[###############-------------------------] 3 of 8 files",
        "[####################--------------------] 4 of 8 files",
        "[####################--------------------] 4 of 8 files",
        "[##############################----------] 6 of 8 files",
        "[##############################----------] 6 of 8 files",
    ]
    assert screen(terminal.getvalue()) == [""]


def test_the_bar_fits_a_terminal(clock: list[float]) -> None:
    terminal = Terminal()
    items = Progress(terminal).over(range(10**12))
    next(items)
    clock[0] = 2
    next(items)

    assert len(screen(terminal.getvalue())[-1]) < 80


@pytest.mark.fault
def test_the_bar_goes_when_work_is_broken_off(clock: list[float]) -> None:
    terminal = Terminal()

    def work() -> None:
        for _number in Progress(terminal).over(range(9)):
            clock[0] += 2
            if clock[0] > 4:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()

    assert "of 9 files" in terminal.getvalue()
    assert screen(terminal.getvalue()) == [""]


def received(reader: int) -> str:
    """Return all that was written to a terminal whose other end is closed."""
    found = b""
    # What was written arrives in its own time; then there is an error, or nothing.
    with contextlib.suppress(OSError):
        while part := os.read(reader, 10_000):
            found += part
    os.close(reader)
    return found.decode()


def test_a_check_on_a_terminal_leaves_only_its_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reader, writer = pty.openpty()
    write(tmp_path / "glossary")
    for name in ("a.md", "c.md"):
        (tmp_path / name).write_text("搜集主权\n", encoding="utf-8")
    (tmp_path / "b.md").write_bytes(b"\xff")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(progress, "DELAY", 0)
    monkeypatch.setattr(progress, "PERIOD", 0)

    with os.fdopen(writer, "w") as stream, monkeypatch.context() as context:
        context.setattr(sys, "stderr", stream)
        assert main(["check", "--fix", "a.md", "b.md", "c.md"]) == 2
    written = received(reader)

    assert "[#############---------------------------] 1 of 3 files" in written
    assert screen(written) == [
        "b.md:1:1: byte 0xff (offset 0), which is not UTF-8; expected UTF-8",
        "2 files, 0 findings",
        "",
    ]
    assert capsys.readouterr().out == "a.md: fixed\nc.md: fixed\n"
