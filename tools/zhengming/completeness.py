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


def lines(counts: Mapping[str, Counts]) -> Iterator[str]:
    """Yield a table of the counts by language; parts in percent, 100 only if that is all."""
    names = [name.replace("_", "-") for name in Counts._fields]
    widths = [max(len(name), 7) for name in names]
    yield _row("language", names, widths)
    for language, found in counts.items():
        yield _row(language, map(str, found), widths)
        if found.messages:
            parts = (f"{100 * number // found.messages} %" for number in found[1:5])
            yield _row("", ["", *parts], widths)


def _row(name: str, cells: Iterable[str], widths: Iterable[int]) -> str:
    """Return a line of the table; with the names of Sphinx it has 78 columns."""
    numbers = (f"  {cell:>{width}}" for cell, width in zip(cells, widths, strict=False))
    return f"{name:9}{''.join(numbers)}"


def as_json(counts: Mapping[str, Counts]) -> str:
    """Return the counts as an object of objects, by language."""
    return json.dumps({name: found._asdict() for name, found in counts.items()}, indent=1)
