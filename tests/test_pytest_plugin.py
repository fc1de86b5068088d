"""`pytest glossary/` in a project that only installs zhengming."""

import pytest

pytest_plugins = ["pytester"]

PAGE = """\
---
terms: {zh-Hans: 网络主权, en: cyber sovereignty}
domain: policy
---

# 网络主权

```{examples}
zh-Hans: 尊重[网络主权]。
en: Respect cyber [sovereignty].
```
"""


def test_each_example_is_a_test_named_by_concept_and_line(pytester: pytest.Pytester) -> None:
    folder = pytester.mkdir("glossary")
    (folder / "cyber-sovereignty.md").write_text(PAGE, encoding="utf-8")
    (folder / "index.md").write_text("# 概念\n", encoding="utf-8")

    result = pytester.runpytest_subprocess("glossary", "-v", "-p", "no:cacheprovider")

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*cyber-sovereignty.md::cyber-sovereignty:9:zh-Hans PASSED*",
            "*cyber-sovereignty.md::cyber-sovereignty:10:en FAILED*",
            "*cyber-sovereignty.md:10:5: Respect [[]cyber sovereignty[]].; "
            "expected Respect cyber [[]sovereignty[]].",
        ]
    )


def test_a_glossary_that_cannot_be_read_is_an_error_of_the_collection(
    pytester: pytest.Pytester,
) -> None:
    folder = pytester.mkdir("glossary")
    page = PAGE.replace("domain: policy\n", "")
    (folder / "cyber-sovereignty.md").write_text(page, encoding="utf-8")

    result = pytester.runpytest_subprocess("glossary", "-p", "no:cacheprovider")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*cyber-sovereignty.md:2:1: no 'domain'; expected a word"])
