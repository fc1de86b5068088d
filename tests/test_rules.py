"""Every rule by its own cases: what they say is found, and nothing else."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from glossaries import context
from zhengming.check import check, fix
from zhengming.checking import SLUGS
from zhengming.finding import Case, Context, Document, Rule
from zhengming.rules import RULES

CASES = [(rule, number, case) for rule in RULES for number, case in enumerate(rule.cases)]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return context(tmp_path_factory.mktemp("glossary"))


@pytest.mark.parametrize(
    ("rule", "case"),
    [(rule, case) for rule, _, case in CASES],
    ids=[f"{rule.slug}-{number}" for rule, number, _ in CASES],
)
def test_a_case_gives_its_findings_and_its_fixed_text(
    known: Context, rule: Rule, case: Case
) -> None:
    document = Document("case", case.text, case.language, case.markup, case.original)
    found = check(document, known, [rule])

    assert tuple(finding.message for finding in found) == case.messages
    assert all(finding.rule == rule.slug for finding in found)
    if case.fixed is not None:
        assert fix(document, known, [rule]) == case.fixed
        fixed = replace(document, text=case.fixed)
        assert check(fixed, known, [rule]) == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.slug for rule in RULES])
def test_a_rule_has_clean_and_wrong_cases_and_explains_itself(rule: Rule) -> None:
    clean = [case for case in rule.cases if not case.messages]

    assert len(clean) >= 2
    assert len(clean) < len(rule.cases)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.slug)
    assert len(sys.modules[rule.check.__module__].__doc__ or "") > 80


def test_slugs_are_those_of_the_modules() -> None:
    folder = Path(__file__).parents[1] / "tools" / "zhengming" / "rules"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}

    named = {rule.check.__module__.rpartition(".")[2]: rule.slug for rule in RULES}

    assert named.keys() == modules
    assert all(slug.startswith(name.replace("_", "-")) for name, slug in named.items())
    assert len({rule.slug for rule in RULES}) == len(RULES)


def test_each_rule_has_a_page_in_the_manual_that_shows_its_cases() -> None:
    folder = Path(__file__).parents[1] / "docs" / "reference" / "rules"
    pages = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}

    assert pages.keys() - {"index"} == set(SLUGS)
    for rule in RULES:
        assert f"```{{cases}} {rule.slug}\n" in pages[rule.slug]
    for slug in SLUGS:
        assert pages[slug].startswith(f"# {slug}：")
        assert f"\n{slug}\n" in pages["index"]
