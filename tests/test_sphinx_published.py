"""The files for machines: they are as their schemas say, and complete."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import glossaries
from sites import SPAM, built, write_edition
from zhengming.apparatus import load

TOCTREE = (
    "\n```{toctree}\ndocs/notice/index\nglossary/algorithm\nglossary/cyber-sovereignty\n```\n"
)


def write(root: Path) -> Path:
    """Write a site with a text and concepts."""
    write_edition(root)
    glossaries.write(root / "glossary")
    (root / "index.md").write_text(f"# 首页\n{TOCTREE}", encoding="utf-8")
    return root


def published(root: Path, name: str, **options: Any) -> Any:
    """Build a site and return a published file, held against its schema."""
    with built(root, suppress_warnings=["toc.not_included"], **options) as app:
        folder = Path(app.outdir)
        value = json.loads((folder / name).read_text("utf-8"))
        schema = json.loads((folder / value["$schema"]).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(value)
    return value


def test_terms_are_all_forms_of_all_concepts(tmp_path: Path) -> None:
    value = published(write(tmp_path), "terms.json")

    concepts = {concept["id"]: concept for concept in value["concepts"]}
    assert (value["version"], value["language"]) == (1, "zh-Hans")
    assert sorted(concepts) == sorted(glossaries.PAGES)
    found = concepts["algorithm"]
    assert found["url"] == "glossary/algorithm.html#concept-algorithm"
    assert found["definition"] == "解题的步骤。"
    assert [(t["language"], t["form"], t["status"]) for t in found["terms"]][:3] == [
        ("zh-Hans", "算法", "preferred"),
        ("zh-Hant-TW", "演算法", "preferred"),
        ("zh-Hant-HK", "演算法", "preferred"),
    ]
    for example in found["examples"]:
        for start, end in example["matches"]:
            assert example["text"][start:end]


def test_the_name_is_that_of_the_language(tmp_path: Path) -> None:
    value = published(write(tmp_path), "terms.json", language="zh_TW")

    names = {concept["id"]: concept["name"] for concept in value["concepts"]}
    assert (value["language"], names["algorithm"]) == ("zh-Hant-TW", "演算法")


def test_the_apparatus_is_all_emendations_and_no_spam(tmp_path: Path) -> None:
    root = write(tmp_path)
    value = published(root, "apparatus.json")

    (text,) = value["texts"]
    known = list(load(root / "docs" / "sources" / "notice" / "apparatus.jsonl"))
    assert (text["name"], text["url"]) == ("notice", "docs/notice/index.html")
    assert [item["id"] for item in text["emendations"]] == [item.id for item in known]
    assert SPAM not in json.dumps(value, ensure_ascii=False)
    found = next(item for item in text["emendations"] if item["after"] == "扩建")
    assert (found["before"], found["url"]) == ("展修", "docs/notice/chapter.html#p003")


def test_only_the_language_of_the_sources_has_the_apparatus(tmp_path: Path) -> None:
    known = ["zh_CN", "en"]
    with built(write(tmp_path), language="en", zhengming_languages=known) as app:
        names = {path.name for path in Path(app.outdir).glob("*.json")}

    assert names == {"terms.json", "terms-1.schema.json"}


@pytest.mark.parametrize("key", ["form", "status"])
def test_the_schema_refuses_what_is_missing(tmp_path: Path, key: str) -> None:
    with built(write(tmp_path)) as app:
        folder = Path(app.outdir)
        value = json.loads((folder / "terms.json").read_text("utf-8"))
        schema = json.loads((folder / "terms-1.schema.json").read_text("utf-8"))
    del value["concepts"][0]["terms"][0][key]

    errors = [error.message for error in Draft202012Validator(schema).iter_errors(value)]
    assert errors == [f"'{key}' is a required property"]


def test_an_unchanged_file_is_not_written_again(tmp_path: Path) -> None:
    root = write(tmp_path)
    times = []
    for _build in range(2):
        with built(root) as app:
            times.append(Path(app.outdir, "terms.json").stat().st_mtime_ns)

    assert times[0] == times[1]
