"""Which lines of a project were changed since a revision, as git tells it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from zhengming.report import Reported
from zhengming.text import line_column

# Of a hunk without context: where its lines are now, and how many if not one.
_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


class GitError(Exception):
    """git cannot say what was changed; the message is its own."""


class Changes:
    """What was changed in a folder's repository since a revision, and not only committed."""

    def __init__(self, folder: Path, revision: str) -> None:
        """Ask git for the names of changed and new files; raises GitError."""
        self.folder = folder
        self.commit = self._git(
            "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"
        )
        self.commit = self.commit.strip()
        changed = self._git("diff", "--name-only", "--relative", "-z", self.commit)
        new = self._git("ls-files", "--others", "--exclude-standard", "-z")
        self.new = frozenset(filter(None, new.split("\0")))
        self.names = self.new | frozenset(filter(None, changed.split("\0")))
        self._lines: dict[str, frozenset[int] | None] = {}

    def has(self, item: Reported) -> bool:
        """Whether a finding stands in changed lines; of a message any line counts."""
        document, finding = item
        if document.name not in self.names:
            return False
        if document.name in self.new:
            return True
        start, end = document.placed(finding.span)
        if document.message:
            _catalog, entry, string = document.message
            start, end = entry.body, max(end, string.end)
        first = line_column(document.file, start)[0]
        last = line_column(document.file, max(start, end - 1))[0]
        return self._has_line(document.name, range(first, last + 1))

    def _has_line(self, name: str, lines: range) -> bool:
        """Whether one of some lines of a file is changed; of a binary file, as UTF-16 is, any."""
        if name not in self._lines:
            # Names with signs that git would quote are no matter when it is told of one file.
            how = ("-U0", "--no-color", "--no-ext-diff", "--no-textconv")
            diff = self._git("diff", *how, self.commit, "--", name)
            is_binary = re.search("^Binary files ", diff, re.MULTILINE)
            self._lines[name] = None if is_binary else _changed(diff)
        known = self._lines[name]
        return known is None or not known.isdisjoint(lines)

    def _git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.folder), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except OSError as error:
            raise GitError(f"git: {error.strerror}") from None
        if done.returncode:
            raise GitError(f"git {arguments[0]}: {done.stderr.decode(errors='replace').strip()}")
        return done.stdout.decode(errors="surrogateescape")


def _changed(diff: str) -> frozenset[int]:
    """Return the lines that hunks without context tell of."""
    return frozenset(
        line
        for start, count in _HUNK.findall(diff)
        for line in range(int(start), int(start) + int(count or 1))
    )
