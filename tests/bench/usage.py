"""How often texts have the two sides of each row of conversion-usage.tsv.

    python tests/bench/usage.py FOLDER

FOLDER is that of `corpora`; what is left for testing is not counted. A row is for a region that
writes otherwise than OpenCC: Hong Kong's Legislative Council twenty times as often, and at least
thirty times, names of persons apart; Taiwan's laws three times as often, and other writers in
Taiwan in two cases of five. What OpenCC's own tests ask for stays as it is there, and so do two
code points of one character. 籤 is another matter: OpenCC writes it wherever it knows no word.
"""

from __future__ import annotations

import sys
from pathlib import Path

import corpora
from zhengming.characters import TABLES

# What readers asked for and the texts do not bear out, or OpenCC's tests contradict.
LEFT = ("計劃 計畫", "佔 占", "身份 身分", "羣 群", "汙 污", "僱主 雇主")


def main(folder: Path) -> None:
    """Print a line for each row, with the counts of both sides in each corpus."""
    texts = {
        "laws": "\n".join(corpora.half(corpora.laws(folder), "dev")),
        "others": "\n".join(corpora.half(corpora.general(folder), "dev")),
        "hansard": "\n".join(corpora.half(corpora.hansard(folder), "dev")),
    }
    print("".join(name.rjust(18) for name in ("", *texts)))
    table = Path(TABLES[1]).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in table if line.startswith("zh-Hant")]
    for language, *words in (*rows, *(["left", *words.split(" ")] for words in LEFT)):
        if words[0] != words[1]:
            counts = [" : ".join(f"{text.count(w)}" for w in words) for text in texts.values()]
            print(f"{language:10} {' '.join(words):12}", "".join(c.rjust(18) for c in counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
