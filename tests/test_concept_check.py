"""Concept pages that load, and still are not as they should be."""

import inspect
import re
from collections.abc import Set
from pathlib import Path

import pytest

from glossaries import PAGES, write
from zhengming.concept_check import RULES, ConceptRule, evidence_of
from zhengming.finding import Context
from zhengming.glossary import load
from zhengming.matcher import Matcher

MANUAL = Path(__file__).parents[1] / "docs" / "reference" / "rules"


def found(folder: Path, attested: Set[str] | None = None) -> list[str]:
    glossary = load([folder])
    evidence = evidence_of(Context(glossary, Matcher(glossary)), attested)
    return [
        f"{concept.path.name}:{p.line}:{p.column}: {rule.slug} {p.message}"
        for concept in glossary.concepts.values()
        for rule in RULES
        for p in rule.check(concept, evidence)
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A glossary in which everything is as it should be."""
    return write(tmp_path)


def test_a_glossary_may_be_as_it_should_be(folder: Path) -> None:
    assert found(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        (
            "# 算法",
            "# 演算",
            ["algorithm.md:7:3: concept-heading heading 演算; write 算法, the preferred form"],
        ),
        (
            "解题的步骤。",
            "",
            ["algorithm.md:7:3: concept-definition no definition; write it under the heading"],
        ),
        (
            "审查[算法]。",
            "《[算法]》。",
            [
                "algorithm.md:12:10: concept-example no sentence in this example; "
                "write one around the form"
            ],
        ),
        (
            "审查[算法]",
            "审查算法",
            [
                "algorithm.md:12:10: concept-example 审查[算法]。; expected 审查算法。",
                "algorithm.md:2:18: concept-example no example of 算法; write one with [算法]",
            ],
        ),
        (
            "en: An [algorithm].\n",
            "",
            [
                "algorithm.md:2:66: concept-example no example of algorithm; "
                "write one with [algorithm]"
            ],
        ),
        (
            "related: [cyber-sovereignty]\n",
            "",
            [
                "cyber-sovereignty.md:5:10: concept-relation algorithm is related, "
                "but not the other way; write it in both"
            ],
        ),
    ],
)
def test_what_is_not_is_named_at_its_place(
    folder: Path, old: str, new: str, messages: list[str]
) -> None:
    page = folder / "algorithm.md"
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")

    assert found(folder) == messages


def test_no_concept_is_above_itself(folder: Path) -> None:
    for name in PAGES:
        page = folder / f"{name}.md"
        text = page.read_text(encoding="utf-8").replace("related:", "broader:")
        page.write_text(text, encoding="utf-8")

    assert found(folder) == [
        "algorithm.md:4:10: concept-relation cyber-sovereignty is broader, and narrower too; "
        "write one of them",
        "cyber-sovereignty.md:5:10: concept-relation algorithm is broader, and narrower too; "
        "write one of them",
    ]


def test_a_concept_stands_in_a_text_or_above_one_that_does(folder: Path) -> None:
    unattested = [
        f"{name}.md:2:{column}: concept-unattested no text has a form of {name}; "
        "delete it, or make it broader of one that has"
        for name, column in (("algorithm", 18), ("cyber-sovereignty", 19))
    ]

    assert found(folder, set()) == unattested
    assert found(folder, {"cyber-sovereignty"}) == unattested[:1]
    page = folder / "cyber-sovereignty.md"
    text = page.read_text(encoding="utf-8").replace("related:", "broader:")
    page.write_text(text, encoding="utf-8")
    page = folder / "algorithm.md"
    text = page.read_text(encoding="utf-8").replace("related: [cyber-sovereignty]\n", "")
    page.write_text(text, encoding="utf-8")
    assert found(folder, {"cyber-sovereignty"}) == []
    assert found(folder, {"algorithm"}) == unattested[1:]


@pytest.mark.parametrize("rule", RULES, ids=[rule.slug for rule in RULES])
def test_a_rule_explains_itself_and_its_page_shows_what_it_finds(
    tmp_path: Path, rule: ConceptRule
) -> None:
    manual = (MANUAL / f"{rule.slug}.md").read_text(encoding="utf-8")
    block = r"^(````?)\{code-block\} \w+\n(?::caption: glossary/(\S+)\n\n)?(.*?)^\1$"
    (_, name, page), (_, _, message) = re.findall(block, manual, re.DOTALL | re.MULTILINE)
    folder = write(tmp_path)
    (folder / name).write_text(page, encoding="utf-8")

    shown = [line for line in found(folder, set(PAGES)) if f" {rule.slug} " in line]
    assert [f"glossary/{line}\n" for line in shown] == [message]
    assert len(inspect.getdoc(rule.check) or "") > 80
