"""What searching costs a reader: `python tests/bench/searching.py [SITE] [--characters COUNT]`.

SITE is a built site in all its languages. For each: the size of the index and of all texts, and,
for queries drawn from the texts, what the first of them loads and how long they take in Chromium.
Then the same of a site of so many characters: more pages like those there are, each paragraph made
of sentences drawn from all. Sizes are those after gzip; files come from this machine, so that
times are those of its processors. The same site gives the same queries and sizes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from browsing import launched, served  # noqa: E402
from sites import given  # noqa: E402
from zhengming.sphinx.domain import Block  # noqa: E402
from zhengming.sphinx.search import compiled  # noqa: E402

Pages = Mapping[str, Sequence[Block]]
_SENTENCE = re.compile(r".+?(?:[。！？；]|[.!?](?=\s)|$)", re.DOTALL)
_PAGE = """\
<!DOCTYPE html>
<html lang="{language}" data-content_root="./">
<meta charset="utf-8">
<script defer src="load.js"></script>
<script defer src="search.js"></script>
"""
_TIMES = """async (queries) => {
    const times = [];
    for (const query of queries) {
        const start = performance.now();
        await zhengming.search.find(query);
        times.push(performance.now() - start);
    }
    return times;
}"""


def main() -> None:
    """Print a line for each language, and two for the larger site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, nargs="?", default=ROOT / "_build" / "html")
    parser.add_argument("--characters", type=int, default=400_000)
    parser.add_argument("--queries", type=int, default=40)
    options = parser.parse_args()
    for browser in launched():
        for path in sorted(options.site.glob("*/_data/search.js")):
            folder = path.parents[1]
            value, pages = _read(folder)
            queries = list(_queries(pages, options.queries))
            print(f"{folder.name}: {_measured(folder, value, pages, queries, browser)}")
            large = _enlarged(pages, options.characters)
            print(f"  more: {_measured(folder, value, large, queries, browser)}")


def _read(folder: Path) -> tuple[dict[str, Any], Pages]:
    """Return the index of a language, and what its pages say."""
    data = folder / "_data"
    value = given((data / "search.js").read_text(encoding="utf-8"))
    pages: dict[str, list[Block]] = {
        page["name"]: [Block(anchor, text, True) for anchor, text in page["titles"]]
        for page in value["pages"]
    }
    for first in value["parts"]:
        name = value["pages"][first]["name"]
        part = given((data / "search" / f"{name}.js").read_text(encoding="utf-8"))
        for docname, lines in part.items():
            pages[docname] += [Block(anchor, text) for anchor, text in lines]
    return value, pages


def _queries(pages: Pages, count: int) -> Iterator[str]:
    """Yield what readers may look for: two to four Han, or a word."""
    chance = random.Random(count)
    texts = [block.text for blocks in pages.values() for block in blocks]
    known = [run for text in texts for run in re.findall(r"[\u3400-\u9fff]{2,}", text)]
    words = [word for text in texts for word in re.findall("[A-Za-z]{3,}", text)]
    is_chinese = len("".join(known)) > len("".join(words))
    for found in chance.choices(known if is_chinese else words, k=count):
        if not is_chinese:
            yield found
            continue
        length = chance.randint(2, min(4, len(found)))
        start = chance.randrange(len(found) - length + 1)
        yield found[start : start + length]


def _enlarged(pages: Pages, characters: int) -> Pages:
    """Return pages of so many characters: those there are, and others like them."""
    chance = random.Random(characters)
    texts = [block.text for blocks in pages.values() for block in blocks]
    sentences = [found[0] for text in texts for found in _SENTENCE.finditer(text)]
    found = dict(pages)
    total = sum(map(len, texts))
    for number in range(1, 1 + characters // max(1, total)):
        for docname, blocks in pages.items():
            if total >= characters:
                return found
            name = f"{docname}-{number}"
            found[name] = [_like(block, sentences, chance) for block in blocks]
            total += sum(len(block.text) for block in found[name])
    return found


def _like(block: Block, sentences: Sequence[str], chance: random.Random) -> Block:
    text = ""
    while len(text) < len(block.text):
        text += chance.choice(sentences)
    return block._replace(text=text[: len(block.text)])


class _Cost(NamedTuple):
    """Bytes and files that a first query loads, milliseconds of it and of a later one: medians."""

    size: float
    files: float
    first: float
    later: float


def _measured(
    folder: Path, value: dict[str, Any], pages: Pages, queries: Sequence[str], browser: Browser
) -> str:
    start = time.process_time()
    index, texts = compiled(pages, dict.fromkeys(pages, ""), {}, pages)
    seconds = time.process_time() - start
    # Forms come from the glossary, which stays as it is.
    forms = {page["name"]: page["forms"] for page in value["pages"] if "forms" in page}
    for page in index["pages"]:
        if page["name"] in forms:
            page["forms"] = forms[page["name"]]
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        sizes = _write(root, folder, {"search": index | {"words": value["words"]}}, "")
        sizes |= _write(root, folder, texts, "search/")
        cost = _cost(root, sizes, queries, browser)
    characters = sum(len(block.text) for blocks in pages.values() for block in blocks)
    whole = sum(sizes.values()) - sizes["search"]
    return (
        f"{characters:,} characters in {len(texts)} parts of {whole / 1000:.0f} kB; index "
        f"{sizes['search'] / 1000:.1f} kB, made in {seconds:.2f} s; first query "
        f"{cost.size / 1000:.0f} kB in {cost.files:.0f} files, {cost.first:.0f} ms; "
        f"later ones {cost.later:.0f} ms"
    )


def _write(root: Path, folder: Path, values: Mapping[str, Any], prefix: str) -> dict[str, int]:
    """Write values as the site has them; return their sizes after gzip by name."""
    sizes = {}
    for name, value in values.items():
        path = root / "_data" / f"{prefix}{name}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        key = json.dumps([folder.name, f"{prefix}{name}"])
        shown = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        text = f"zhengming.give({key}, {shown});\n".encode()
        path.write_bytes(text)
        sizes[f"{prefix}{name}"] = len(gzip.compress(text))
    for script in ("load.js", "search.js"):
        shutil.copy(folder / "_static" / script, root)
    (root / "index.html").write_text(_PAGE.format(language=folder.name), encoding="utf-8")
    return sizes


def _cost(root: Path, sizes: dict[str, int], queries: Sequence[str], browser: Browser) -> _Cost:
    serving = served(root)
    address = next(serving)
    firsts: list[tuple[int, int, float]] = []
    later: list[float] = []
    for query in queries:
        page = browser.new_page()
        page.goto(f"{address}/index.html")
        (taken,) = page.evaluate(_TIMES, [query])
        loaded = page.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
        names = [url.partition("/_data/")[2].removesuffix(".js") for url in loaded]
        firsts.append((sum(sizes.get(name, 0) for name in names), sum(map(bool, names)), taken))
        if query == queries[-1]:
            page.evaluate(_TIMES, queries)
            later = page.evaluate(_TIMES, queries)
        page.close()
    next(serving, None)
    size, files, first = map(statistics.median, zip(*firsts, strict=True))
    return _Cost(size, files, first, statistics.median(later))


if __name__ == "__main__":
    main()
