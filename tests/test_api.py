"""What the page of the public interface says, run."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/reference/api.md"


def test_the_examples_of_the_public_interface_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\{code-block\} pycon\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    example = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, PAGE.name, 0)

    said: list[str] = []
    result = doctest.DocTestRunner().run(example, out=said.append)

    assert (len(blocks), said, result.failed) == (4, [], 0)
