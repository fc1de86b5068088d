"""Write the order of characters by strokes, from the Unihan database and Taiwan's CNS 11643.

    python tests/bench/strokes.py UNIHAN FOLDER

UNIHAN is Unihan_IRGSources.txt of https://www.unicode.org/Public/UCD/latest/ucd/Unihan.zip.
FOLDER has CNS_stroke.txt and CNS2UNICODE_Unicode BMP.txt of the open data of CNS 11643,
https://www.cns11643.gov.tw.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TARGET = Path(__file__).parents[2] / "tools/zhengming/data/strokes.txt"
WIDTH = 48
HEAD = """\
# Characters by their number of strokes, and in each number by radical.
# Strokes as Taiwan counts them: CNS 11643 (National Development Council, Open Government Data
# License 1.0); of what it has not, kTotalStrokes of the Unihan database, that of Traditional
# Chinese where scripts differ. Radicals: kRSUnicode of Unihan {version} (Unicode License).
# U+3400 to U+9FFF.
# Made by: python tests/bench/strokes.py. {width} to a line, after the number and a tab.
"""


def taiwan(folder: Path) -> dict[str, int]:
    """Return the strokes of characters that CNS 11643 counts."""
    signs = {
        (plane, code): chr(int(point, 16))
        for plane, code, point in _rows(folder / "CNS2UNICODE_Unicode BMP.txt")
    }
    return {
        signs[plane, code]: int(count)
        for plane, code, count in _rows(folder / "CNS_stroke.txt")
        if (plane, code) in signs and count.isdigit() and int(count)
    }


def _rows(path: Path) -> list[list[str]]:
    rows = map(str.split, path.read_text(encoding="utf-8-sig").splitlines())
    return [row for row in rows if len(row) == 3]


def main(path: Path, folder: Path) -> None:
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
    strokes |= {s: n for s, n in taiwan(folder).items() if s in strokes}
    known = sorted(strokes, key=lambda sign: (strokes[sign], radicals[sign], sign))
    lines = []
    for number in sorted(set(strokes.values())):
        signs = "".join(sign for sign in known if strokes[sign] == number)
        lines += [f"{number}\t{signs[n : n + WIDTH]}" for n in range(0, len(signs), WIDTH)]
    head = HEAD.format(version=version[1], width=WIDTH)
    TARGET.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
