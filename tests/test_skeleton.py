"""The page of a new concept: what is in it, and that nobody can publish it as it is."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengming.concept_check import RULES, evidence_of
from zhengming.finding import Context
from zhengming.glossary import load, unfit
from zhengming.matcher import Matcher
from zhengming.skeleton import derived, skeleton

PAGE = """\
---
terms:
  zh-Hans: 网络主权
  # 去掉 # 写上：当地另有的说法（下面由简体转换），和英文
  # zh-Hant-TW: 網絡主權
  # zh-Hant-HK: 網絡主權
  # en:
domain: policy
---

# 网络主权

```{examples}
zh-Hans:    [网络主权]
zh-Hant-TW: [網絡主權]
zh-Hant-HK: [網絡主權]
en:
```
"""


def wrong(folder: Path) -> list[str]:
    """Return what the checks say of the pages in a folder."""
    glossary = load([folder])
    evidence = evidence_of(Context(glossary, Matcher(glossary)), None)
    return [
        f"{place.line}:{place.column}: {rule.slug}"
        for concept in glossary.concepts.values()
        for rule in RULES
        for place in rule.check(concept, evidence)
    ]


def test_a_skeleton_has_the_forms_that_follow_from_the_first() -> None:
    assert skeleton("网络主权", "policy") == PAGE
    assert derived("发展") == {"zh-Hant-TW": "發展", "zh-Hant-HK": "發展"}
    assert "\ndomain:\n---\n" in skeleton("网络主权", "")


def test_what_is_to_be_filled_in_is_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "cyber-sovereignty.md"
    page.write_text(PAGE, encoding="utf-8")
    examples = [f"{place}: concept-example" for place in ("14:13", "15:13", "16:13", "17:4")]
    assert wrong(tmp_path) == ["11:3: concept-definition", *examples]

    text = PAGE.replace("# zh-Hant-TW: 網絡", "zh-Hant-TW: 網路").replace("# en:", "en: it")
    text = text.replace("\n```{", "\n定义。\n\n```{", 1).replace("]", "]重要")
    text = text.replace("[網絡", "[網路", 1).replace("en:\n```", "en:         [It] counts.\n```")
    page.write_text(text, encoding="utf-8")
    assert wrong(tmp_path) == []


def test_a_domain_cannot_be_left_out(tmp_path: Path) -> None:
    page = tmp_path / "cyber-sovereignty.md"
    page.write_text(skeleton("网络主权", ""), encoding="utf-8")

    with pytest.raises(ExceptionGroup) as caught:
        load([tmp_path])

    assert [str(error) for error in caught.value.exceptions] == [
        f"{page}:8:8: no string for domain; expected a word"
    ]


@given(st.text(min_size=1, max_size=12).filter(lambda form: not unfit(form)))
@settings(deadline=None)
def test_any_form_comes_out_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, form: str
) -> None:
    folder = tmp_path_factory.mktemp("glossary")
    (folder / "a.md").write_text(skeleton(form, "x:y,"), encoding="utf-8")

    (concept,) = load([folder]).concepts.values()

    assert {term.language: term.form for term in concept.terms} == {
        "zh-Hans": form,
        **derived(form),
    }
    assert concept.domain == "x:y,"
    assert [e.text for e in concept.examples] == [form, *derived(form).values(), ""]
