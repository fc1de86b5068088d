"""What many tests share: a small text to restore, a browser, and sites to look at in it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# That a machine is busy is no mistake of ours.
settings.register_profile("zhengming", deadline=None)
settings.load_profile("zhengming")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

ROOT = Path(__file__).parents[1]

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


# Playwright is slow to import, and most tests need none.


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from browsing import launched

    yield from launched()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="zh-CN")
    yield context
    context.close()


@pytest.fixture(scope="session")
def languages_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site in all its languages, on the disk."""
    out = tmp_path_factory.mktemp("site")
    command: list[str | Path] = [sys.executable, "-m", "zhengming.sphinx", "-q"]
    command += ["-s", ROOT, "-o", out / "html", "-d", out / "doctrees"]
    subprocess.run(command, check=True)
    return out / "html"


@pytest.fixture(scope="session")
def languages(languages_folder: Path) -> Iterator[str]:
    """The same by its address."""
    from browsing import served

    yield from served(languages_folder)


@pytest.fixture(scope="session")
def site(languages: str) -> str:
    """The same in its source language."""
    return f"{languages}/zh-cn"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of one small text, in the project's theme."""
    import glossaries
    from browsing import served
    from sites import built, write_edition

    root = tmp_path_factory.mktemp("sample")
    write_edition(root)
    glossaries.write(root / "glossary")
    hostile = glossaries.PAGES["algorithm"].replace("解题的步骤。", "解题的步骤 `<img src=x>`。")
    (root / "glossary" / "algorithm.md").write_text(hostile, encoding="utf-8")
    toctree = (
        "\n```{toctree}\ndocs/notice/index\nglossary/algorithm\nglossary/cyber-sovereignty\n```\n"
    )
    text = "算法" * 40 + "，{unlinked}`x`，网络主权。\n\n" + "很长的一段。\n\n" * 40
    (root / "index.md").write_text(f"# 首页\n\n{text}\n{toctree}", encoding="utf-8")
    with built(root, html_theme="zhengming"):
        pass
    yield from served(root / "_build" / "html")


@pytest.fixture(scope="session")
def four(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site in our four languages."""
    from browsing import served
    from sites import write_project

    root = tmp_path_factory.mktemp("four")
    paragraphs = "\n\n".join(f"这是第{n}段，它够长，可以占一行。" for n in range(80))
    write_project(root, index=f"# 首页\n\n{paragraphs}\n")
    with (root / "conf.py").open("a", encoding="utf-8") as file:
        file.write('html_theme = "zhengming"\nexclude_patterns = ["_build"]\n')
        file.write('zhengming_languages = ["zh_CN", "zh_TW", "zh_HK", "en"]\n')
    subprocess.run([sys.executable, "-m", "zhengming.sphinx", "-q"], cwd=root, check=True)
    yield from served(root / "_build" / "html")
