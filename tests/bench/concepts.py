"""Concept pages in any number, to measure with: `python tests/bench/concepts.py FOLDER COUNT`.

The pages are as those of a real glossary: four languages, 2 to 8 Han, 1 to 4 English words,
a heading, a definition, an example in each language. The same count gives the same pages.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from zhengming.script import from_simplified

ROOT = Path(__file__).parents[2]
_PAGE = """\
---
terms:
  zh-Hans: {hans}
  zh-Hant-TW: {taiwan}
  zh-Hant-HK: {hong_kong}
  en: {english}
domain: technology
sources:
  - 《{hans}研究》第一章
---

# {hans}

与{hans}有关的各种活动的总称，见于多种文献，各地区的说法不尽相同。

```{{examples}}
zh-Hans:    各方讨论了[{hans}]。
zh-Hant-TW: 各方討論了[{taiwan}]。
zh-Hant-HK: 各方討論了[{hong_kong}]。
en:         They discussed [{english}].
```
"""


def write(folder: Path, count: int) -> None:
    """Write `count` concept pages into a new folder."""
    folder.mkdir(parents=True)
    for name, page in _pages(count):
        (folder / f"{name}.md").write_text(page, encoding="utf-8")


def _pages(count: int) -> Iterator[tuple[str, str]]:
    chance = random.Random(count)
    signs, words = _vocabulary()
    seen: set[str] = set()
    while len(seen) < count * 4:
        hans = "".join(chance.choices(*signs, k=chance.choice((2, 2, 3, 4, 4, 4, 5, 6, 8))))
        # Taiwan often has another word.
        other = hans[:-1] + chance.choices(*signs)[0] if chance.random() < 0.3 else hans
        forms = {
            "hans": f"{hans}",
            "taiwan": from_simplified(other, "zh-Hant-TW"),
            "hong_kong": from_simplified(hans, "zh-Hant-HK"),
            "english": " ".join(chance.choices(*words, k=chance.randint(1, 4))),
        }
        keys = {f"{language} {form}" for language, form in forms.items()}
        if seen.isdisjoint(keys):
            seen |= keys
            yield f"c{len(seen) // 4:05}", _PAGE.format(**forms)


def _vocabulary() -> tuple[tuple[list[str], list[int]], tuple[list[str], list[int]]]:
    """Return Han and English words, each with how often they stand in this project."""
    texts = [
        path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("docs/white-paper/*.md"))
    ]
    signs = Counter(sign for text in texts for sign in text if "\u4e00" <= sign <= "\u9fff")
    pages = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("glossary/*.md"))]
    words = Counter(w for page in pages for w in page.split() if w.isascii() and w.isalpha())
    # Letters of two hundred pages make few words of one letter or two.
    words = Counter({word.lower(): n for word, n in words.items() if len(word) > 2})
    return (list(signs), list(signs.values())), (list(words), list(words.values()))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
