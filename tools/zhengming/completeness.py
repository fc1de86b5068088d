"""How much of catalogs is translated, and how much of that by conversion alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from zhengming.catalog import Catalog, is_machine_made


class Counts(NamedTuple):
    """Messages of a language: `messages` = `translated` + `fuzzy` + `untranslated`.

    `machine_made` ones are among the translated, and change when they are filled again.
    """

    messages: int = 0
    translated: int = 0
    machine_made: int = 0
    fuzzy: int = 0
    untranslated: int = 0
    obsolete: int = 0


def count(catalogs: Iterable[Catalog]) -> Counts:
    """Return the counts of all catalogs of a language together."""
    found = dict.fromkeys(Counts._fields, 0)
    for catalog in catalogs:
        found["obsolete"] += sum(entry.is_obsolete for entry in catalog.entries)
        for entry in catalog.messages:
            found["messages"] += 1
            if not entry.is_translated:
                found["untranslated"] += 1
            elif entry.is_fuzzy:
                found["fuzzy"] += 1
            else:
                found["translated"] += 1
                found["machine_made"] += is_machine_made(entry)
    return Counts(**found)


class State(NamedTuple):
    """What there is to say of a language: its counts, and the findings of the check."""

    counts: Counts
    findings: int


def lines(states: Mapping[str, State]) -> Iterator[str]:
    """Yield a table of the states by language; parts in percent, 100 only if that is all."""
    names = [*(name.replace("_", "-") for name in Counts._fields), "findings"]
    widths = [max(len(name), 5) for name in names]
    yield _row("language", names, widths)
    for language, (counts, findings) in states.items():
        yield _row(language, map(str, (*counts, findings)), widths)
        if counts.messages:
            parts = (f"{100 * number // counts.messages} %" for number in counts[1:5])
            yield _row("", ["", *parts], widths)


def _row(name: str, cells: Iterable[str], widths: Iterable[int]) -> str:
    """Return a line of the table; with the names of Sphinx it has 80 columns."""
    numbers = (f" {cell:>{width}}" for cell, width in zip(cells, widths, strict=False))
    return f"{name:10}{''.join(numbers)}"


def as_json(states: Mapping[str, State]) -> str:
    """Return the counts and findings as an object of objects, by language."""
    plain = {
        name: state.counts._asdict() | {"findings": state.findings}
        for name, state in states.items()
    }
    return json.dumps(plain, indent=1)
