"""The command `zhengming mine`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from zhengming import comparing, config, mine
from zhengming.checking import SLUGS, Unusable, fail, shown
from zhengming.config import ConfigError
from zhengming.datafile import write_text
from zhengming.glossary import SOURCE, Glossary
from zhengming.mine import Candidate


def run(options: argparse.Namespace) -> int:
    """Write pages of proposed concepts; return 0, 1 if there is none to propose, or 2.

    A page that is there already is never written over, nor one made for a term or form that the
    glossary has.
    """
    try:
        settings = config.load(config.find_root(Path.cwd()), SLUGS)
        catalogs = [comparing.read(settings, path) for path in options.folders]
        languages = [each.language for each in catalogs]
        if SOURCE not in languages or len(set(languages)) < len(languages):
            raise Unusable(f"languages {', '.join(languages)}; expected zh-Hans, and others once")
        entries = {
            each.language: [entry for found in each.files.values() for entry in found.messages]
            for each in catalogs
        }
        context = comparing.glossary_of(settings)
        known = context.glossary if context else Glossary({})
    except (Unusable, ConfigError) as error:
        return fail(shown(str(error)))
    except OSError as error:
        return fail(f"{shown(str(error.filename))}: {error.strerror}")
    found = mine.candidates(mine.messages(entries), options.least)
    left = written = 0
    for candidate in found:
        if not (candidate.is_regional or options.all):
            continue
        path = Path(os.path.abspath(options.out)) / f"{mine.name(candidate.term)}.md"
        if path.exists() or _is_known(known, candidate):
            left += 1
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(path, mine.page(candidate, options.domain))
        except OSError as error:
            return fail(f"{shown(str(path))}: {error.strerror}")
        written += 1
        forms = ", ".join(candidate.forms.values())
        print(f"{shown(str(path))}: {forms} ({candidate.held} of {candidate.named})")
    there = f"; {left:,} there already" if left else ""
    print(f"{written:,} proposed{there}", file=sys.stderr)
    return 0 if written else 1


def _is_known(glossary: Glossary, candidate: Candidate) -> bool:
    names = (candidate.term, candidate.forms[SOURCE])
    return mine.name(candidate.term) in glossary.concepts or any(
        name.lower() in glossary.forms for name in names
    )
