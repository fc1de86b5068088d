"""Traditional texts by hand, to hold conversion against; not ours to keep here.

    git clone https://github.com/kong0107/mojLawSplitJSON FOLDER/laws
    git clone https://github.com/siuying/legco-hansard-parser FOLDER/hansard
    git clone https://github.com/US-Taiwan-Watch/website FOLDER/general/watch
    git clone https://github.com/frank890417/taiwan-md FOLDER/general/md
    git clone https://github.com/rust-tw/book-tw FOLDER/general/rust

The first are the laws and orders of Taiwan, the second the official record of Hong Kong's
Legislative Council in its session of 2012–13, the rest what others write in Taiwan.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

_HAN = re.compile("[\u4e00-\u9fff]")
# A line break inside of a sentence of the laws, which are set in columns.
_WRAP = re.compile("(?<=[\u4e00-\u9fff，、；：])\r?\n[ \u3000]*(?=[\u4e00-\u9fff，、。；：])")
# As many sixteenths of the lines are for choosing; the rest is only for testing.
_CHOOSING = 12


def laws(folder: Path) -> Iterator[str]:
    """Yield the lines of the laws of Taiwan."""
    for path in sorted((folder / "laws" / "FalVMingLing").glob("*.json")):
        for article in json.loads(path.read_text(encoding="utf-8-sig"))["法規內容"]:
            yield from _WRAP.sub("", article.get("條文內容", "")).split("\n")


def hansard(folder: Path) -> Iterator[str]:
    """Yield the lines of the record of Hong Kong's Legislative Council."""
    for path in sorted((folder / "hansard" / "data").rglob("*.json")):
        for text in _strings(json.loads(path.read_text(encoding="utf-8"))):
            yield from text.split("\n")


def general(folder: Path) -> Iterator[str]:
    """Yield the lines of what is written in Taiwan by others, without markup."""
    for path in sorted((folder / "general").rglob("*")):
        if path.suffix in (".md", ".html", ".json") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="ignore")
            yield from re.split(r"\\n|\n|<[^<>]*>", text)


def half(lines: Iterator[str], name: str) -> Iterator[str]:
    """Yield the lines with Han for `dev` or `test`, each once."""
    seen: set[str] = set()
    for line in map(str.strip, lines):
        if _HAN.search(line) and "\0" not in line and line not in seen:
            seen.add(line)
            digest = hashlib.blake2s(line.encode(), digest_size=1).digest()[0] % 16
            if (digest < _CHOOSING) == (name == "dev"):
                yield line


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)
