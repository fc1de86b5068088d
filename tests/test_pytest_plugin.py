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

# A plugin of the language server's tests fails what is no function.
QUIET = ("-p", "no:cacheprovider", "-p", "no:pytest-lsp", "-p", "no:asyncio")


def test_each_example_is_a_test_named_by_concept_and_line(pytester: pytest.Pytester) -> None:
    folder = pytester.mkdir("glossary")
    (folder / "cyber-sovereignty.md").write_text(PAGE, encoding="utf-8")
    (folder / "index.md").write_text("# 概念\n", encoding="utf-8")

    result = pytester.runpytest_subprocess("glossary", "-v", *QUIET)

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

    result = pytester.runpytest_subprocess("glossary", *QUIET)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*cyber-sovereignty.md:2:1: no 'domain'; expected a word"])


PARALLEL = """\
---
terms: {zh-Hans: [算法, 算则], zh-Hant-TW: 演算法, zh-Hant-HK: [演算法, 算法]}
domain: technology
---

# 算法

```{examples}
zh-Hans:    “[算则]”在华发展。
zh-Hant-TW: 「[演算法]」在華發展。
zh-Hant-HK: 「[算法]」在華髮展。
zh-Hans:    预演算法网络。
zh-Hant-TW: 演网路。
zh-Hans:    [算法]的信息。
zh-Hant-TW: [演算法]的資訊。
```
"""


def test_parallel_lines_convert_into_each_other(pytester: pytest.Pytester) -> None:
    folder = pytester.mkdir("glossary")
    (folder / "algorithm.md").write_text(PARALLEL, encoding="utf-8")

    result = pytester.runpytest_subprocess("glossary", "-v", "-k", "to-zh", *QUIET)

    result.stdout.fnmatch_lines(
        [
            "*algorithm.md::algorithm:10:zh-Hans-to-zh-Hant-TW PASSED*",
            "*algorithm.md::algorithm:9:zh-Hant-TW-to-zh-Hans PASSED*",
            "*algorithm.md::algorithm:15:zh-Hans-to-zh-Hant-TW FAILED*",
            "*algorithm.md::algorithm:14:zh-Hant-TW-to-zh-Hans FAILED*",
            "*algorithm.md::algorithm:11:zh-Hans-to-zh-Hant-HK FAILED*",
            "*algorithm.md::algorithm:9:zh-Hant-HK-to-zh-Hans PASSED*",
            "*algorithm.md:15:13: zh-Hans converts into [[]演算法[]]的信息。; "
            "expected [[]演算法[]]的資訊。",
            "*algorithm.md:14:13: zh-Hant-TW converts into [[]算法[]]的资讯。; "
            "expected [[]算法[]]的信息。",
            "*algorithm.md:11:13: zh-Hans converts into “[[]算法[]]”在華發展。; "
            "expected 「[[]算法[]]」在華髮展。",
        ]
    )
