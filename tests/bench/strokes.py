"""Write the order of characters by strokes, from the Unihan database.

    python tests/bench/strokes.py FILE

FILE is Unihan_IRGSources.txt of https://www.unicode.org/Public/UCD/latest/ucd/Unihan.zip.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TARGET = Path(__file__).parents[2] / "tools/zhengming/data/strokes.txt"
WIDTH = 48
HEAD = """\
# Characters by their number of strokes, and in each number by radical.
# Source: Unihan database of Unicode {version} (Unicode License), kTotalStrokes and kRSUnicode.
# Where scripts differ, the number is that of Traditional Chinese. U+3400 to U+9FFF.
# Made by: python tests/bench/strokes.py. {width} to a line, after the number and a tab.
"""


def main(path: Path) -> None:
    """Write the table; a character without a number of strokes is left out."""
    text = path.read_text(encoding="utf-8")
    version = re.search(r"^# Unicode version: ([0-9.]+)$", text, re.M | re.I)
    assert version
    strokes: dict[str, int] = {}
    radicals: dict[str, tuple[int, int]] = {}
    for line in text.split("\n"):
        code, _, rest = line.partition("\t")
        field, _, value = rest.partition("\t")
        if not code.startswith("U+") or not 0x3400 <= int(code[2:], 16) <= 0x9FFF:
            continue
        sign = chr(int(code[2:], 16))
        if field == "kTotalStrokes":
            strokes[sign] = int(value.split()[-1])
        elif field == "kRSUnicode":
            radical, _, rest = value.split()[0].partition(".")
            radicals[sign] = int(radical.rstrip("'")), int(rest)
    known = sorted(strokes, key=lambda sign: (strokes[sign], radicals[sign], sign))
    lines = []
    for number in sorted(set(strokes.values())):
        signs = "".join(sign for sign in known if strokes[sign] == number)
        lines += [f"{number}\t{signs[n : n + WIDTH]}" for n in range(0, len(signs), WIDTH)]
    head = HEAD.format(version=version[1], width=WIDTH)
    TARGET.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
