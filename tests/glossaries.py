"""A small glossary for tests."""

from pathlib import Path

from zhengming.finding import Context
from zhengming.glossary import load
from zhengming.matcher import Matcher

PAGES = {
    "cyber-sovereignty": """\
---
terms: {zh-Hans: [网络主权, 互联网主权], zh-Hant-TW: 網路主權, en: cyber sovereignty}
deprecated: {zh-Hans: {搜集主权: 洗稿替换所致}}
domain: policy
related: [algorithm]
---

# 网络主权

国家主权在网络空间的延伸。

```{examples}
zh-Hans: 尊重[网络主权]。
zh-Hant-TW: 尊重[網路主權]。
en: Respect [cyber sovereignty].
```
""",
    "algorithm": """\
---
terms: {zh-Hans: 算法, zh-Hant-TW: 演算法, zh-Hant-HK: [演算法, 算法], en: algorithm}
domain: technology
related: [cyber-sovereignty]
---

# 算法

解题的步骤。

```{examples}
zh-Hans: 审查[算法]。
zh-Hant-TW: 審查[演算法]。
zh-Hant-HK: 審查[演算法]。
en: An [algorithm].
```
""",
}

# A glossary beside it, with a word that the other has too.
FURTHER = {
    "file": """\
---
terms: {zh-Hans: 文件, zh-Hant-TW: 檔案, zh-Hant-HK: 檔案, en: file}
deprecated: {zh-Hans: {档桉: 错字}}
domain: computing
---

# 文件

存放数据的单位。
""",
    "procedure": """\
---
terms: {zh-Hans: [步骤, 算法], zh-Hant-TW: 程序, en: procedure}
domain: computing
---

# 步骤

做事的次序。
""",
}


def write_further(folder: Path) -> Path:
    """Write the pages of the further glossary into a folder; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in FURTHER.items():
        (folder / f"{name}.md").write_text(page, encoding="utf-8")
    return folder


def write(folder: Path) -> Path:
    """Write the glossary's pages into a folder of a project; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / f"{name}.md").write_text(page, encoding="utf-8")
    return folder


def context(folder: Path) -> Context:
    """Return what rules know with this glossary."""
    known = load([write(folder)])
    return Context(known, Matcher(known))
