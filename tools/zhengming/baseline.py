"""Findings that are known and accepted for now, in a file that only shrinks by itself.

A finding is known again by its file, its rule, its form and what stands around it, not by its
line: so text may be moved, and what is written anew is held to the rules.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from zhengming.datafile import DataError, decode
from zhengming.report import Reported

# Characters that are no white space, on either side of a finding, by which it is known.
_NEAR = 12
_FIELDS = {"file": str, "rule": str, "form": str, "context": str, "count": int}
_HOW = "what `zhengming check --write-baseline` writes"


class Key(NamedTuple):
    """What findings that cannot be told apart have in common; `context` is a hash."""

    file: str
    rule: str
    form: str
    context: str


def key(item: Reported) -> Key:
    """Return the key of a finding: of a message its original counts, of a text what is near."""
    document, finding = item
    start, end = finding.span
    form = "".join((finding.form or document.text[start:end]).split())
    if document.message:
        entry = document.message.entry
        near = "\0".join((entry.msgctxt.text if entry.msgctxt else "", entry.msgid.text))
    else:
        # What is beyond a blank line may change without this being another finding.
        before = document.text[max(0, start - 160) : start].split("\n\n")[-1]
        after = document.text[end : end + 160].split("\n\n")[0]
        near = f"{''.join(before.split())[-_NEAR:]}\0{''.join(after.split())[:_NEAR]}"
    digest = hashlib.blake2s(near.encode(errors="surrogatepass"), digest_size=6).hexdigest()
    return Key(document.name, finding.rule, form, digest)


def fingerprints(found: Iterable[Reported]) -> list[str]:
    """Return a hash for each finding: that of its key, and how many of the key were before it."""
    seen: Counter[Key] = Counter()
    made = []
    for each in map(key, found):
        text = "\0".join((*each, str(seen[each])))
        made.append(hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32])
        seen[each] += 1
    return made


def split(found: Sequence[Reported], known: Counter[Key]) -> tuple[list[Reported], Counter[Key]]:
    """Return the findings that are not known, and what is known and no longer found."""
    left = known.copy()
    new = []
    for item in found:
        each = key(item)
        if left[each] > 0:
            left[each] -= 1
        else:
            new.append(item)
    return new, +left


def load(path: Path) -> Counter[Key]:
    """Return what a baseline knows; raises OSError or DataError."""
    try:
        # Of any size: a large project begins with many findings.
        found = json.loads(decode(path, path.read_bytes()))
    except json.JSONDecodeError as error:
        raise DataError(path, error.lineno, error.colno, error.msg, _HOW) from None
    if not isinstance(found, list):
        raise DataError(path, 1, 1, "no list", _HOW)
    known: Counter[Key] = Counter()
    for number, row in enumerate(found, 2):
        is_row = isinstance(row, dict) and {k: type(v) for k, v in row.items()} == _FIELDS
        if not is_row or row["count"] < 1:
            raise DataError(path, number, 1, json.dumps(row, ensure_ascii=False), _HOW)
        known[Key(row["file"], row["rule"], row["form"], row["context"])] += row["count"]
    return known


def dump(known: Counter[Key]) -> str:
    """Return the text of a baseline: a JSON list, one entry a line, so that it merges well."""
    rows = [
        json.dumps({**each._asdict(), "count": known[each]}, ensure_ascii=False)
        for each in sorted(known)
    ]
    return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"
