"""Precision of the check on the files of other projects, read by a person.

    python tests/bench/precision.py draw FOLDER OUT.tsv [--count N] [--seed N] [--language TAG]
                                    [--rule SLUG]
    python tests/bench/precision.py tally OUT.tsv...

`draw` checks all that is in a folder with the starter glossary, says how much it found, and
writes findings drawn at random: a line each, its first column empty, for T (true), C (a matter
of taste) or F (false). `tally` counts these by rule, with Wilson intervals of 95 %. Findings are
other people's text: keep them out of the repository.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

import zhengming
from zhengming import glossary, project, rules
from zhengming.check import check
from zhengming.config import Config
from zhengming.datafile import DataError
from zhengming.finding import Context
from zhengming.matcher import Matcher
from zhengming.report import Reported
from zhengming.text import HAN, line_column

_STARTER = Path(zhengming.__file__).parent / "data" / "starters" / "computing"
_AROUND = 14


def main() -> None:
    """Draw findings, or count what was read of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    draw = commands.add_parser("draw")
    draw.add_argument("folder", type=Path)
    draw.add_argument("out", type=Path)
    draw.add_argument("--count", type=int, default=100)
    draw.add_argument("--seed", type=int, default=1)
    draw.add_argument("--language", help="of files that do not say it themselves")
    draw.add_argument("--rule", help="draw findings of this rule only")
    draw.set_defaults(run=_draw)
    tally = commands.add_parser("tally")
    tally.add_argument("read", type=Path, nargs="+")
    tally.set_defaults(run=_tally)
    options = parser.parse_args()
    options.run(options)


def _draw(options: argparse.Namespace) -> None:
    root = options.folder.resolve()
    patterns = ("**/*.md", "**/*.rst") if options.language else ()
    languages = dict.fromkeys(patterns, options.language)
    settings = Config(root, languages=languages)
    known = glossary.load([_STARTER])
    context = Context(known, Matcher(known))
    chosen = settings.chosen(rules.RULES, "")
    found: list[Reported] = []
    files = han = unreadable = 0
    for path in project.files(settings, known.languages):
        files += 1
        try:
            documents = project.read(settings, path).documents
        except (OSError, DataError, ExceptionGroup) as error:
            unreadable += 1
            print(f"{path}: {error}", file=sys.stderr)
            continue
        for document in documents:
            if document.language.startswith("zh"):
                han += len(HAN.findall(document.prose))
                found += [Reported(document, each) for each in check(document, context, chosen)]
    print(f"{files:,} files ({unreadable} unreadable), {han:,} Han, {len(found):,} findings")
    for rule, count in Counter(each.finding.rule for each in found).most_common():
        print(f"  {rule:20}{count:7,}{10_000 * count / max(1, han):8.1f} per 10,000 Han")
    if options.rule:
        found = [each for each in found if each.finding.rule == options.rule]
    drawn = random.Random(options.seed).sample(found, min(options.count, len(found)))
    options.out.write_text("".join(f"{_line(each)}\n" for each in drawn), encoding="utf-8")


def _line(each: Reported) -> str:
    document, finding = each
    (start, end), text = finding.span, document.text
    place = line_column(document.file, document.placed(finding.span).start)
    around = f"{text[max(0, start - _AROUND) : start]}【{text[start:end][:60]}】"
    cells = (
        "",
        finding.rule,
        f"{document.name}:{place[0]}",
        f"{around}{text[end : end + _AROUND]}",
        finding.message,
        document.original[:200],
    )
    return "\t".join(" ".join(cell.split()) for cell in cells)


def _tally(options: argparse.Namespace) -> None:
    for path in options.read:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for line in path.read_text(encoding="utf-8").splitlines():
            verdict, rule, *_rest = line.split("\t")
            counts[rule][verdict or "unread"] += 1
            counts["all"][verdict or "unread"] += 1
        for rule, verdicts in counts.items():
            low, high = wilson(verdicts["T"], total := verdicts.total())
            print(f"{path.stem:20}{rule:20}{dict(verdicts)} of {total}: {low:.0%} to {high:.0%}")


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the interval of 95 % for a share."""
    z = 1.959964
    share = hits / total
    middle = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - half) / (1 + z * z / total), (middle + half) / (1 + z * z / total)


if __name__ == "__main__":
    main()
