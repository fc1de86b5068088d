"""A small Sphinx project with a text that has something of everything, for tests to build."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.testing.util import SphinxTestApp

from zhengming.datafile import write_text
from zhengming.record import LEXICON_COLUMNS, load
from zhengming.restore import Restoration, files, restore

SPAM = "测试广告词"
WITNESS = f"""\
{SPAM}关于搜集的通知

常见问题 | 小编

各单位,请遵守搜集安全法。

第一条 推动进展,进展要稳,展修平台。截至日止。

第二条 自发布之日起施行。

第三条 另行通知。
"""
RECORD = """\
title: 关于网络的通知
original_title: {spam}关于搜集的通知
author: 某办公室
date: 2024-05-01
language: zh-Hans
origin: https://example.org/notice
rights: 归作者
sha256: {digest}
punctuation: full-width
pages:
  index:
    - {{block: 0, heading: 1}}
    - {{drop: 1, cause: chrome}}
    - {{block: 2}}
  chapter:
    - {{supply: 一、总则, heading: 1, evidence: public-copy}}
    - {{block: 3}}
    - {{supply: 二、附则, heading: 2, certainty: medium, evidence: editor, note: 拟题}}
    - {{block: 4}}
    - {{supply: 三、说明, heading: 2, evidence: public-copy}}
    - {{block: 5}}
emendations:
  - {{text: "[{spam}]关于", kind: surplus, cause: spam, evidence: context}}
  - {{text: "截至[]日", kind: gap, cause: number-scrub, evidence: context}}
"""
LEXICON = """\
搜集,网络,,,spin,high,fixed-name,,
进展,发展,,,spin,high,lexicon,,
展修,扩建,,,spin,low,context,,或作“开展”
"""
# Where the marks stand in the witness, and what their ids are.
CONJECTURE = f"w{WITNESS.index('展修')}"
GAP = f"w{WITNESS.index('日止')}i"
CONF = 'extensions = ["zhengming.sphinx"]\nlanguage = "zh_CN"\nsmartquotes = False\n'
INDEX = "# 首页\n\n```{toctree}\ndocs/notice/index\n```\n"


def write_project(root: Path, **pages: str) -> Path:
    """Write a project with an index; in page names `__` stands for `/`. Return its folder."""
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    for name, text in {"index": "# 首页\n", **pages}.items():
        path = root / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def write_text_of(root: Path) -> Restoration:
    """Write the text `notice` into a project, source and pages, and return what it is."""
    folder = root / "docs" / "sources" / "notice"
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(WITNESS.encode()).hexdigest()
    record = RECORD.format(spam=SPAM, digest=digest)
    head = "\t".join(LEXICON_COLUMNS) + "\n"
    write_text(folder / "witness.txt", WITNESS)
    write_text(folder / "record.yaml", record)
    write_text(folder / "lexicon.tsv", head + LEXICON.replace(",", "\t"))
    restoration = restore(load(folder))
    for path, text in files(restoration).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, text)
    return restoration


def write_edition(root: Path) -> Restoration:
    """Write a project that consists of an index and the text, and return the text."""
    write_project(root, index=INDEX)
    return write_text_of(root)


@contextmanager
def built(root: Path, builder: str = "html", **options: Any) -> Iterator[SphinxTestApp]:
    """Build a project and give the application; what it changed in Sphinx is undone."""
    parallel = options.pop("parallel", 0)
    overrides = {
        "exclude_patterns": ["docs/sources", "_build"],
        "html_theme": "basic",
        "myst_enable_extensions": ["attrs_block", "colon_fence"],
        **options,
    }
    app = SphinxTestApp(builder, root, confoverrides=overrides, parallel=parallel)
    try:
        app.build()
        yield app
    finally:
        app.cleanup()


def warnings(app: SphinxTestApp) -> list[str]:
    """Return the warnings of a build without colours, places relative to the project."""
    text = app.warning.getvalue().replace(f"{app.srcdir}/", "")
    for code in ("\x1b[91m", "\x1b[31m", "\x1b[39;49;00m", "\x1b[0m"):
        text = text.replace(code, "")
    return [line for line in text.split("\n") if line]


def page(app: SphinxTestApp, name: str, suffix: str = "html") -> str:
    """Return what the builder wrote for a page."""
    return (Path(app.outdir) / f"{name}.{suffix}").read_text(encoding="utf-8")


def given(script: str) -> Any:
    """Return the value that a file for the site's scripts hands over."""
    value = script.removeprefix("zhengming.give(").removesuffix(");\n")
    return json.loads(f"[{value}]")[1]


def first_ids(document: nodes.document) -> list[tuple[str, str]]:
    """Return tag and first id of each section and paragraph, in the order of the page."""
    return [
        (node.tagname, next(iter(node["ids"]), ""))
        for node in document.findall(nodes.Element)
        if isinstance(node, nodes.section | nodes.paragraph)
    ]
