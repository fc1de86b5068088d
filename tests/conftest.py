"""A small text that tests can restore, break and restore again."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# That a machine is busy is no mistake of ours.
settings.register_profile("zhengming", deadline=None)
settings.load_profile("zhengming")

HEADER = """\
title: 题
date: 2024-05-01
language: zh-Hans
origin: 某处
rights: 归作者
sha256: {digest}
"""
LEXICON = "form\toriginal\tleft\tright\tcause\tcertainty\tevidence\tword\tnote\n"

MakeText = Callable[..., Path]


@pytest.fixture
def make_text(tmp_path: Path) -> MakeText:
    """Write the source folder of a text and return it.

    `record` follows a header that fits the witness; `lexicon` rows have commas for tabs.
    """

    def make(witness: str, record: str, lexicon: str = "", header: str = HEADER) -> Path:
        folder = tmp_path / "docs" / "sources" / "notice"
        folder.mkdir(parents=True, exist_ok=True)
        data = witness.encode()
        (folder / "witness.txt").write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        record = (header + record).replace("{digest}", digest)
        (folder / "record.yaml").write_text(record, encoding="utf-8")
        rows = lexicon.replace(",", "\t")
        (folder / "lexicon.tsv").write_text(LEXICON + rows, encoding="utf-8")
        return folder

    return make
