"""The JSON Schema of a concept's front matter and the loader: one verdict on everything.

The schema is for editors, the loader is what counts. What the schema refuses, the loader
refuses; what the loader refuses beyond that is listed here, with the reason.
"""

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from zhengming.datafile import DataError
from zhengming.glossary import FIELDS, REQUIRED, SOURCE, pages, read
from zhengming.languages import TAGS
from zhengming.sphinx.concept_index import DOMAINS

SCHEMA = json.loads(files("zhengming").joinpath("data", "concept.schema.json").read_bytes())
VALIDATOR = Draft202012Validator(SCHEMA)
GLOSSARY = Path(__file__).parents[1] / "glossary"

# Message of the loader → why a schema does not say it. `load` also asks whether the concepts
# that are named exist; and a number, a date or `null` is refused by editors alone, for
# the loader takes all YAML as strings: `zh-Hans: 2030` is a form of four digits.
BEYOND = {
    r"form '.+' again, first in line \d+; ": "uniqueItems sees one list, not two fields",
    r"'.+'; expected a longer word around one of ": "a word of one field holds one of another",
    r"case '.*'; expected one of ": "a key of one field is a value of another",
    r"(form|word) '.+'; expected ['\"]": "NFC is no regular language",
    # Written out are the signs that come with text pasted from the web.
    r"(form|word) '.+'; expected a printable": "portable patterns know no Unicode categories",
    r"domain '.+'; expected a word": "both, as in forms",
}

RIGHT: dict[str, Any] = {
    "terms": {"zh-Hans": ["网络主权", "网络空间主权"], "en": "cyber sovereignty"},
    "domain": "policy",
}


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> Callable[[object], list[str]]:
    """Return the loader's errors about a front matter, without their places."""
    path = tmp_path_factory.mktemp("glossary") / "concept.md"

    def verdict(front: object) -> list[str]:
        path.write_text(f"---\n{as_yaml(front)}\n---\n\n# 题\n", encoding="utf-8")
        try:
            read(path)
        except DataError as error:
            return [f"{error.there}; expected {error.expected}"]
        except ExceptionGroup as group:
            found = [error for error in group.exceptions if isinstance(error, DataError)]
            return [f"{error.there}; expected {error.expected}" for error in found]
        return []

    return verdict


def as_yaml(front: object) -> str:
    """Return YAML in the syntax of JSON, in which what cannot be seen is escaped."""
    shown = json.dumps(front, ensure_ascii=False)
    escaped = (s if s.isprintable() else f"\\U{ord(s):08x}" for s in shown)
    return "".join(escaped)


def test_the_schema_is_one_and_names_what_the_loader_knows() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    properties = SCHEMA["properties"]
    assert list(properties) == list(FIELDS)
    assert SCHEMA["required"] == list(REQUIRED)
    for key in ("terms", "deprecated", "unless", "not_when", "ordinary"):
        assert set(properties[key]["properties"]) == set(TAGS)
        (other,) = properties[key]["patternProperties"].values()
        known = properties[key]["properties"].values()
        assert len({forms["$ref"] for forms in (*known, other)}) == 1
    assert properties["terms"]["required"] == [SOURCE]
    assert properties["domain"]["anyOf"][0]["enum"] == list(DOMAINS)
    assert all(property["title"] and property["description"] for property in properties.values())


def test_every_concept_of_ours_is_valid_as_editors_read_it() -> None:
    found = pages([GLOSSARY])

    for path in found:
        front = Path(path).read_text(encoding="utf-8").split("---\n")[1]
        assert [error.message for error in VALIDATOR.iter_errors(yaml.safe_load(front))] == []
    assert len(found) > 200


NO_FORM = ["", " 字", "字 ", "字\n", "\n", "a\tb", "\u3000字", "字\u200b", "\u00a0", "字\ue000"]
NO_TEXT: list[object] = ["", ["a"], {"a": "b"}]
NO_IDS: list[object] = [
    "",
    "Data",
    "a_b",
    "a--b",
    "-a",
    "数据",
    "a\n",
    ["a", ""],
    [["a"]],
    {"a": "b"},
]
NO_WORDS = [*NO_FORM, *([form] for form in NO_FORM), {"a": "b"}, [["字"]]]
WRONG: dict[str, list[object]] = {
    "terms": [
        *("字", [], {}, {"en": "word"}, {"zh-Hans": "字", "zh-TW": "字"}),
        *({"zh-Hans": form} for form in [*NO_WORDS, [], ["字", "字"]]),
        *({"zh-Hans": "字", "en": form} for form in [[], [""]]),
    ],
    "deprecated": [
        *("字", ["字"], {"zh": {"字": "错"}}, {"zh-Hans": "字"}, {"zh-Hans": ["字"]}),
        *({"zh-Hans": {form: "错"}} for form in NO_FORM),
        *({"zh-Hans": {"字": reason}} for reason in NO_TEXT),
    ],
    "unless": ["字", {"zh": "字"}, *({"zh-Hans": words} for words in NO_WORDS)],
    "not_when": ["word", {"zh": "字"}, *({"en": words} for words in NO_WORDS)],
    "ordinary": ["字", {"zh": "字"}, *({"zh-Hans": words} for words in NO_WORDS)],
    "case": [
        "exact",
        ["word"],
        {"cyber sovereignty": "no"},
        *({form: "exact"} for form in NO_FORM),
    ],
    "homograph": [*NO_IDS, {"a": "b"}],
    "domain": [*NO_TEXT, *NO_FORM, "经济 学"],
    "broader": [*NO_IDS, {"a": "b"}],
    "related": [*NO_IDS, {"a": "b"}],
    "sources": ["", ["a", ""], {"a": "b"}, [["a"]]],
    "note": NO_TEXT,
    "termz": ["a"],
}
FITTING: dict[str, list[object]] = {
    "terms": [{"zh-Hans": "𠮷字"}, {"zh-Hans": ["C++", "a b"], "zh-Hant": "字", "en": ["x: #"]}],
    "deprecated": [{}, {"zh-Hans": {}}, {"en": {"cyber souvereignty": "a slip"}}],
    "unless": [{}, {"zh-Hans": []}, {"zh-Hans": "网络主权论坛", "en": ["cyber sovereignty act"]}],
    "not_when": [{}, {"en": []}, {"en": ["network", "web"]}],
    "ordinary": [{}, {"zh-Hans": []}],
    "case": [{}, {"cyber sovereignty": "exact"}],
    "homograph": [[], "a", ["a-b", "5g"]],
    "domain": ["policy", "经济学"],
    "broader": [[], "a", ["a-b", "5g"]],
    "related": [[], "a", ["a-b", "5g"]],
    "sources": [[], "a", ["a\nb", "c"]],
    "note": ["a\nb"],
}


@pytest.mark.parametrize("key", WRONG)
def test_both_refuse_what_is_wrong_in_a_field(
    verdict: Callable[[object], list[str]], key: str
) -> None:
    for value in WRONG[key]:
        front = RIGHT | {key: value}
        assert (VALIDATOR.is_valid(front), bool(verdict(front))) == (False, True), value


def test_both_refuse_what_is_no_front_matter(verdict: Callable[[object], list[str]]) -> None:
    halves = [{key: RIGHT[key]} for key in REQUIRED]
    for front in ["字", ["terms"], {}, *halves]:
        assert (VALIDATOR.is_valid(front), bool(verdict(front))) == (False, True), front


@pytest.mark.parametrize("key", FIELDS)
def test_both_take_what_is_right_in_a_field(
    verdict: Callable[[object], list[str]], key: str
) -> None:
    for value in FITTING[key]:
        front = RIGHT | {key: value}
        assert (VALIDATOR.is_valid(front), verdict(front)) == (True, []), value


BEYOND_SHOWN = [
    RIGHT | {"deprecated": {"zh-Hans": {"网络主权": "错"}}},
    RIGHT | {"unless": {"zh-Hans": "主权"}},
    RIGHT | {"case": {"cyber": "exact"}},
    RIGHT | {"terms": {"zh-Hans": "cafe\u0301"}},
    RIGHT | {"terms": {"zh-Hans": "字\U000e0001"}},
    RIGHT | {"domain": "cafe\u0301"},
]


@pytest.mark.parametrize(
    ("pattern", "front"), list(zip(BEYOND, BEYOND_SHOWN, strict=True)), ids=BEYOND.values()
)
def test_what_no_schema_says_the_loader_does(
    verdict: Callable[[object], list[str]], pattern: str, front: object
) -> None:
    assert VALIDATOR.is_valid(front)
    (message,) = verdict(front)
    assert re.match(pattern, message)


STRINGS = st.sampled_from(
    ["网络主权", "网络主权论坛", "算法", "a b", "cyber sovereignty", "exact", "5g", "policy", "𠮷"]
) | st.sampled_from([*NO_FORM, "e\u0301", "字\U000e0001", "A", "<", "#", "'", '"', "\\"])
LANGUAGES = [
    *TAGS,
    "ja",
    "pt-BR",
    "sr-Latn",
    "ja-jp",
    "zh-Hant-MO",
    "en-GB",
    "zha",
    "eng",
    "japn",
    "tw",
]
KEYS = st.sampled_from([*LANGUAGES, *FIELDS, "zh"]) | STRINGS
VALUES: st.SearchStrategy[object] = st.recursive(
    STRINGS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=2)
)


@st.composite
def fronts(draw: st.DrawFn) -> object:
    """Draw a front matter: each field right, wrong, or anything."""
    fields = draw(st.sets(st.sampled_from([*FIELDS, "termz"]), max_size=4)) | {"terms", "domain"}
    front = {}
    for key in sorted(fields):
        fitting, wrong = FITTING.get(key, ["a"]), WRONG[key]
        front[key] = draw(
            st.sampled_from(fitting)
            | st.sampled_from(fitting)
            | st.sampled_from(wrong)
            | st.dictionaries(st.sampled_from(LANGUAGES), VALUES, max_size=3)
            | VALUES
        )
    return draw(st.just(front) | VALUES) if draw(st.integers(0, 20)) == 0 else front


@given(fronts())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_schema_and_loader_give_the_same_verdict(
    verdict: Callable[[object], list[str]], front: object
) -> None:
    valid, messages = VALIDATOR.is_valid(front), verdict(front)

    if not valid:
        assert messages
    else:
        beyond = [m for m in messages if any(re.match(pattern, m) for pattern in BEYOND)]
        assert beyond == messages


def test_numbers_are_strings_to_the_loader_alone(verdict: Callable[[object], list[str]]) -> None:
    front = RIGHT | {"terms": {"zh-Hans": 2030}}

    assert not VALIDATOR.is_valid(front)
    assert verdict(front) == []
