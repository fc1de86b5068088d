"""Examples: brackets are what is found; and each guard of the glossary has one that needs it."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from zhengming.datafile import load_tsv
from zhengming.examples import bracketed, failure
from zhengming.glossary import REGIONS, SOURCE, Concept, Example, Glossary, load
from zhengming.matcher import Matcher
from zhengming.script import from_simplified
from zhengming.text import Span

ROOT = Path(__file__).parents[1]
GLOSSARY = load([ROOT / "glossary"])
MATCHER = Matcher(GLOSSARY)
# Texts with longer words that hold a form of a concept, and nothing of the concept. Lines that
# readers gain something from are in the concept's page; these are the rest.
TRAPS = load_tsv(ROOT / "tests" / "data" / "traps.tsv", ("concept", "text"))


def example(text: str, *spans: tuple[int, int], language: str = SOURCE) -> Example:
    placed = tuple(Span(*span) for span in spans)
    return Example(language=language, text=text, spans=placed, line=1, column=1, shifts=())


def test_an_example_fails_with_what_is_found_and_what_is_expected() -> None:
    def told(text: str, *spans: tuple[int, int], language: str = SOURCE) -> str:
        return failure("cyber-sovereignty", example(text, *spans, language=language), MATCHER)

    assert told("尊重网络主权。", (2, 6)) == ""
    assert told("尊重网络主权。") == "尊重[网络主权]。; expected 尊重网络主权。"
    assert told("尊重主权。", (2, 4)) == "尊重主权。; expected 尊重[主权]。"
    assert told("网络主权与网络主权", (0, 4), (5, 9)) == ""
    # Deprecated forms and those of other languages are not what is meant.
    assert told("尊重搜集主权。") == ""
    assert told("尊重網路主權。") == ""
    assert told("尊重網路主權。", (2, 6), language="zh-Hant-TW") == ""


def test_brackets_of_a_text_itself_have_a_backslash() -> None:
    assert bracketed("[1]\\甲乙", [Span(4, 5)]) == "\\[1\\]\\\\[甲]乙"
    assert bracketed("甲[1]", [Span(0, 1), Span(1, 4)]) == "[甲][\\[1\\]]"


@pytest.mark.corpus
def test_an_example_without_any_one_of_its_brackets_fails() -> None:
    for concept in GLOSSARY.concepts.values():
        for line in concept.examples:
            for span in line.spans:
                fewer = replace(line, spans=tuple(s for s in line.spans if s != span))
                assert failure(concept.id, fewer, MATCHER), f"{concept.path}:{line.line}"


def test_a_trap_has_nothing_of_its_concept() -> None:
    for row in TRAPS:
        concept, text = row["concept"].text, row["text"].text
        found = [m for m in MATCHER.find(text) if any(t.concept == concept for t in m.terms)]
        assert found == [], f"tests/data/traps.tsv:{row['text'].line}"


@pytest.mark.corpus
def test_each_word_in_unless_has_a_line_that_needs_it() -> None:
    weak = [
        f"{concept.id}: {word}"
        for concept in GLOSSARY.concepts.values()
        for word in untrapped(
            concept, [row["text"].text for row in TRAPS if row["concept"].text == concept.id]
        )
    ]

    # Write an example with each, or a line in tests/data/traps.tsv, or delete the word.
    assert weak == []


def untrapped(concept: Concept, traps: Iterable[str]) -> list[str]:
    """Return the words in `unless` without which all lines give what they give with them."""
    lines = [line.text for line in concept.examples]
    lines += [from_simplified(trap, tag) for trap in traps for tag in REGIONS] + [*traps]
    whole = results(concept, lines)
    words = dict.fromkeys(word for words in concept.unless.values() for word in words)
    return [word for word in words if results(without(concept, word), lines) == whole]


def results(concept: Concept, lines: Iterable[str]) -> list[object]:
    """Return what is found of a concept alone in each line."""
    matcher = Matcher(Glossary.of([concept]))
    return [matcher.find(line) for line in lines]


def without(concept: Concept, word: str) -> Concept:
    unless = {
        tag: tuple(each for each in words if each != word) for tag, words in concept.unless.items()
    }
    return replace(concept, unless=unless)
