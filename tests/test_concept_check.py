"""Concept pages that load, and still are not as they should be."""

from pathlib import Path

import pytest

from glossaries import PAGES, write
from zhengming.concept_check import check
from zhengming.finding import Context
from zhengming.glossary import load
from zhengming.matcher import Matcher


def found(folder: Path) -> list[str]:
    glossary = load([folder])
    placed = check(Context(glossary, Matcher(glossary)))
    return [f"{p.path.name}:{p.line}:{p.column}: {p.rule} {p.message}" for p in placed]


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
