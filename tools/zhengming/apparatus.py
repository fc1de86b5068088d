"""The apparatus: every recorded difference between a witness and its pages.

Knows the words of an emendation, its JSON Lines form, and how pages and apparatus give
back the witness. How emendations come about is the business of `restore`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhengming.text import Span

# Kinds are the TEI P5 elements of the same name (chapters 3.5 and 11.3).
KINDS = ("corr", "supplied", "gap", "surplus", "reg")
CAUSES = (
    "spin",
    "filter",
    "number-scrub",
    "spam",
    "chrome",
    "folding",
    "mojibake",
    "script",
    "lost-heading",
    "layout",
    "editor",
)
CERTAINTIES = ("high", "medium", "low")
EVIDENCE = (
    "parallel",
    "public-copy",
    "fixed-name",
    "lexicon",
    "table",
    "context",
    "editor",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emendation:
    """One difference: `before` stands in the witness, `after` on the page.

    `id` is `w` and the offset in the witness, with `i` (`i2`, …) for text inserted there,
    so it never changes while the witness does not. `witness` is a span of the witness,
    `span` one of the paragraph's text; both in code points.
    """

    id: str
    kind: str
    cause: str
    certainty: str
    evidence: tuple[str, ...]
    witness: Span
    page: str
    paragraph: str
    span: Span
    before: str
    after: str
    note: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether the page itself must show it: a gap, or a text that is conjecture."""
        return self.kind == "gap" or (
            self.certainty != "high" and self.cause != "lost-heading" and bool(self.after)
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or heading of a page: its anchor and its text, notes left out.

    `level` is 0 for a paragraph, else the level of the heading.
    """

    page: str
    anchor: str
    text: str
    level: int = 0


class MismatchError(Exception):
    """The pages and the apparatus do not belong together."""


def rebuild(paragraphs: Iterable[Paragraph], emendations: Iterable[Emendation]) -> str:
    """Return the witness that these pages were restored from.

    `paragraphs` and `emendations` are in the order of the witness. Raises MismatchError
    where a page does not hold what the apparatus says it holds.
    """
    pages, starts = _joined(paragraphs)
    pieces: list[str] = []
    length = position = 0
    for item in emendations:
        try:
            start = starts[item.page, item.paragraph] + item.span.start
        except KeyError:
            raise MismatchError(f"{item.id}: no {item.page}#{item.paragraph}") from None
        end = start + len(item.after)
        if start < position:
            raise MismatchError(f"{item.id}: comes before what was restored last")
        if pages[start:end] != item.after:
            found = pages[start:end]
            raise MismatchError(f"{item.id}: page has {found!r}, apparatus {item.after!r}")
        pieces += pages[position:start], item.before
        length += start - position
        if item.witness != (length, length + len(item.before)):
            raise MismatchError(f"{item.id}: comes at {length} of the witness")
        if item.span.end - item.span.start != len(item.after):
            raise MismatchError(f"{item.id}: has not the length of its span")
        length += len(item.before)
        position = end
    return "".join((*pieces, pages[position:]))


def _joined(paragraphs: Iterable[Paragraph]) -> tuple[str, dict[tuple[str, str], int]]:
    pieces: list[str] = []
    starts: dict[tuple[str, str], int] = {}
    length = 0
    for paragraph in paragraphs:
        starts[paragraph.page, paragraph.anchor] = length
        pieces.append(paragraph.text)
        length += len(paragraph.text)
    return "".join(pieces), starts


def dumps(emendations: Iterable[Emendation]) -> str:
    """Return the apparatus as JSON Lines, one emendation a line, in the order given."""
    return "".join(
        json.dumps(_plain(item), ensure_ascii=False, separators=(",", ":")) + "\n"
        for item in emendations
    )


def _plain(item: Emendation) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": item.id,
        "kind": item.kind,
        "cause": item.cause,
        "certainty": item.certainty,
        "evidence": list(item.evidence),
        "witness": list(item.witness),
        "page": item.page,
        "paragraph": item.paragraph,
        "span": list(item.span),
        "before": item.before,
        "after": item.after,
    }
    return plain | ({"note": item.note} if item.note else {})


def load(path: Path) -> Sequence[Emendation]:
    """Return the emendations of an `apparatus.jsonl` that `restore` wrote.

    Raises OSError, and ValueError for a file that `restore` did not write.
    """
    # Not str.splitlines: a witness may hold U+2028.
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    return [_emendation(json.loads(line)) for line in lines if line]


def _emendation(plain: dict[str, Any]) -> Emendation:
    try:
        spans = {"witness": Span(*plain["witness"]), "span": Span(*plain["span"])}
        return Emendation(**{**plain, **spans, "evidence": tuple(plain["evidence"])})
    except (KeyError, TypeError) as error:
        raise ValueError(f"no emendation: {plain!r:.80}") from error
