"""Zhengming beside textlint: the same forms looked for in the same texts.

`npm ci --prefix tests/bench` first, then `python tests/bench/textlint.py [FOLDER …]`. Texts
are the project's Markdown pages, as they are and in Traditional characters, and those of the
folders, over and over until there are enough of them. Forms are those that the glossary calls
wrong, or of another region, in Simplified text.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from running import Run, run, shown
from zhengming import cache
from zhengming.glossary import DEPRECATED, SOURCE, load
from zhengming.script import from_simplified

ROOT = Path(__file__).parents[2]
TEXTLINT = Path(__file__).parent / "node_modules" / ".bin" / "textlint"
# As the rule foreign-form has it.
_SHORTEST = 3
_PLACE = re.compile(r"^(.+?):(\d+):(\d+): ", re.MULTILINE)


def main() -> None:
    """Print the figures of both tools, and the places that only one of them found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--megabytes", type=float, default=10)
    options = parser.parse_args()
    node = shutil.which("node")
    if not (node and TEXTLINT.exists()):
        sys.exit("no textlint; run npm ci --prefix tests/bench")
    forms = wrong_forms()
    with tempfile.TemporaryDirectory() as name:
        project = Path(name).resolve()
        count, size = _write_texts(project / "texts", options.folders, options.megabytes)
        _write_forms(project, forms)
        print(f"{sum(map(len, forms.values()))} forms, {count} files, {size / 1e6:.1f} MB")
        cache.load([project / "glossary"], project)
        check = [sys.executable, "-m", "zhengming", "check", "--rule", "deprecated-form", "texts"]
        lint = [node, str(TEXTLINT), "--no-color", "-f", "unix", "texts/**/*.md"]
        ours, theirs = run(check, project), run(lint, project)
    found, also = _places(ours), _places(theirs)
    print(f"zhengming  {shown(ours)}  {size / 1e6 / ours.cpu:6.2f} MB/s  {len(found)} places")
    print(f"textlint   {shown(theirs)}  {size / 1e6 / theirs.cpu:6.2f} MB/s  {len(also)} places")
    print(
        f"ratio      cpu {theirs.cpu / ours.cpu:6.1f}    wall {theirs.wall / ours.wall:6.1f}"
        f"    peak {theirs.peak / ours.peak:4.1f}"
    )
    for tool, only in (("zhengming", found - also), ("textlint", also - found)):
        print(f"only {tool}: {len(only)}", *(":".join(place) for place in sorted(only)[:5]))


def _places(found: Run) -> set[tuple[str, str, str]]:
    """Return the places that a run printed: file, line and column."""
    # textlint names files by their whole path.
    names = (match.group(1, 2, 3) for match in _PLACE.finditer(found.printed))
    return {(name[name.index("texts") :], line, column) for name, line, column in names}


def wrong_forms() -> dict[str, list[str]]:
    """Return the forms that Simplified text must not have, by the form to write instead."""
    concepts = load([ROOT / "glossary"]).concepts.values()
    own = {t.form for c in concepts for t in c.terms if t.language == SOURCE} - {
        t.form for c in concepts for t in c.terms if t.status == DEPRECATED
    }
    found: dict[str, list[str]] = {}
    seen = set(own)
    for concept in concepts:
        for term in concept.terms:
            is_wrong = term.status == DEPRECATED or len(term.form) >= _SHORTEST
            if is_wrong and term.language.startswith("zh") and term.form not in seen:
                seen.add(term.form)
                found.setdefault(concept.preferred(SOURCE), []).append(term.form)
    return found


def _write_forms(project: Path, forms: Mapping[str, Sequence[str]]) -> None:
    """Write the same forms for both tools."""
    (project / "pyproject.toml").touch()
    (project / "glossary").mkdir()
    # A form to write instead is looked for too, and would cover others: there is but this one.
    right = "正确说法"
    wrong = json.dumps({each: "异" for found in forms.values() for each in found})
    front = f"---\nterms: {{zh-Hans: {right}}}\ndeprecated: {{zh-Hans: {wrong}}}\ndomain: d\n---"
    (project / "glossary" / "wrong.md").write_text(f"{front}\n\n# {right}\n", encoding="utf-8")
    rules = [{"expected": right, "patterns": [*map(_pattern, ws)]} for right, ws in forms.items()]
    # JSON is YAML too.
    (project / "prh.yml").write_text(json.dumps({"version": 1, "rules": rules}))
    prose = {"checkLink": True, "checkBlockQuote": True, "checkEmphasis": True}
    settings = {"rules": {"prh": {"rulePaths": ["prh.yml"], **prose}}}
    (project / ".textlintrc.json").write_text(json.dumps(settings))


def _pattern(form: str) -> str:
    """Return a form as prh takes it, which stumbles over a hyphen unless told of a pattern."""
    return (
        form if form.isalnum() else "/" + re.sub(r"[$()*+./?\[\\\]^{|}]", r"\\\g<0>", form) + "/"
    )


def _write_texts(folder: Path, more: Sequence[Path], megabytes: float) -> tuple[int, int]:
    """Write texts of at least so many megabytes; return how many files and bytes."""
    size = 0
    for count, text in enumerate(itertools.cycle(list(_texts(more)))):
        if size >= megabytes * 1e6:
            return count, size
        path = folder / f"{count // 1000:03}" / f"{count % 1000:03}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        size += path.stat().st_size
    raise AssertionError("the project has pages")


def _texts(more: Sequence[Path]) -> Iterator[str]:
    own = [ROOT / "docs", ROOT / "glossary"]
    paths = [path for folder in own for path in sorted(folder.rglob("*.md"))]
    for path in paths:
        text = path.read_text(encoding="utf-8")
        yield text
        yield from_simplified(text, "zh-Hant-TW")
    for path in (path for folder in more for path in sorted(folder.rglob("*.md"))):
        yield path.read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
