"""How long a large glossary takes to load: `python tests/bench/loading.py [--concepts COUNT]`.

Its pages are made up, as those of a real one: four languages, 2 to 8 Han, 1 to 4 English
words, a heading, a definition, an example in each language. The same count gives the same.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from running import run, shown
from zhengming import cache
from zhengming.matcher import Matcher
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


def main() -> None:
    """Print the times with and without a cache, in this process and as a process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concepts", type=int, default=10_000, metavar="COUNT")
    count = parser.parse_args().concepts
    with tempfile.TemporaryDirectory() as name:
        project = Path(name)
        (project / "glossary").mkdir()
        for page, text in _pages(count):
            (project / "glossary" / f"{page}.md").write_text(text, encoding="utf-8")
        (project / "pyproject.toml").touch()
        (project / "a.txt").write_text("正文。\n", encoding="utf-8")
        check = [sys.executable, "-m", "zhengming", "check", "a.txt"]
        print(f"{count} concepts")
        for word in ("cold", "warm"):
            print(f"{word}: a check of one line        {shown(run(check, project))}")
        warm = [_loaded(project) for _ in range(5)]
        (cached,) = (project / cache.FOLDER).glob("*.json")
        size = cached.stat().st_size
        cached.unlink()
        print(f"cold: cache.load and Matcher    {_loaded(project):.3f} s of cpu")
        middle = statistics.median(warm)
        print(f"warm: cache.load and Matcher    {middle:.3f} s of cpu, of {size:,} bytes")


def _loaded(project: Path) -> float:
    """Return the seconds of a processor that loading takes."""
    start = time.process_time()
    Matcher(cache.load([project / "glossary"], project))
    return time.process_time() - start


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
    main()
