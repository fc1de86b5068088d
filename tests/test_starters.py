"""The glossaries that are shipped: they load, their examples hold and convert into each other."""

from pathlib import Path

import pytest

import zhengming
from zhengming import examples, parallel
from zhengming.convert import Converter
from zhengming.glossary import PREFERRED, Glossary, load
from zhengming.matcher import Matcher

STARTER = Path(zhengming.__file__).parent / "data" / "starters" / "computing"
LANGUAGES = ["zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "en"]


@pytest.fixture(scope="module")
def computing() -> Glossary:
    return load([STARTER])


def test_computing_has_its_forms_in_all_languages_a_definition_sources_and_examples(
    computing: Glossary,
) -> None:
    assert len(computing.concepts) >= 150
    for concept in computing.concepts.values():
        preferred = [t for t in concept.terms if t.status == PREFERRED]
        assert [t.language for t in preferred] == LANGUAGES, concept.id
        assert not any(t.is_derived for t in concept.terms), concept.id
        assert concept.title == concept.preferred("zh-Hans"), concept.id
        assert concept.definition.endswith("。"), concept.id
        assert concept.sources, concept.id
        assert {e.language for e in concept.examples} >= {*LANGUAGES[:3]}, concept.id


def test_examples_of_computing_hold(computing: Glossary) -> None:
    matcher = Matcher(computing)
    failures = [
        examples.failure(concept.id, example, matcher)
        for concept in computing.concepts.values()
        for example in concept.examples
    ]
    assert [each for each in failures if each] == []


def test_examples_of_computing_convert_into_each_other(computing: Glossary) -> None:
    converters: dict[tuple[str, str], Converter] = {}
    failures = []
    for concept in computing.concepts.values():
        for ours, theirs in parallel.pairs(concept):
            languages = ours.language, theirs.language
            if languages not in converters:
                converters[languages] = Converter(computing, *languages)
            failures.append(parallel.difference(concept.id, ours, theirs, converters[languages]))
    assert len(failures) >= 600
    assert [each for each in failures if each] == []
