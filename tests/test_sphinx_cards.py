"""What cards show: names, definitions, forms with their status, and how many places there are."""

from pathlib import Path
from typing import Any

import glossaries
from sites import built, given, write_project, write_text_of

INDEX = "# 首页\n\n发展。\n\n```{toctree}\n:glob:\n\ndocs/notice/index\nglossary/*\n```\n"
DEVELOPMENT = """\
---
terms: {zh-Hans: 发展, en: development}
domain: policy
---

# 发展

变化。
"""


def cards(root: Path, language: str) -> Any:
    """Return what the cards of a small project hold."""
    glossaries.write(root / "glossary")
    (root / "glossary" / "development.md").write_text(DEVELOPMENT, encoding="utf-8")
    path = root / "glossary" / "algorithm.md"
    text = path.read_text(encoding="utf-8").replace("解题的步骤。", "解题的\n**步骤** <b>。")
    path.write_text(text, encoding="utf-8")
    write_project(root, index=INDEX)
    write_text_of(root)
    with built(root, language=language, myst_disable_syntax=["html_inline"]) as app:
        return given((Path(app.outdir) / "_data" / "concepts.js").read_text("utf-8"))


def test_a_card_has_name_definition_forms_and_places(tmp_path: Path) -> None:
    found = cards(tmp_path, "zh_CN")

    assert found["concepts"]["algorithm"] == {
        "title": "算法",
        "definition": "解题的步骤 <b>。",
        "forms": [
            ["zh-Hans", [["算法", "preferred"]]],
            ["zh-Hant-TW", [["演算法", "preferred"]]],
            ["zh-Hant-HK", [["演算法", "preferred"], ["算法", "admitted"]]],
            ["en", [["algorithm", "preferred"]]],
        ],
        "places": "文中没有",
    }
    assert found["concepts"]["development"]["places"] == "文中2处"
    assert found["concepts"]["cyber-sovereignty"]["forms"][0][1][-1] == ["搜集主权", "deprecated"]
    assert found["words"]["languages"]["zh-Hant-TW"] == "台湾"


def test_the_words_are_those_of_the_language(tmp_path: Path) -> None:
    found = cards(tmp_path, "en")

    assert found["words"] == {
        "languages": {
            "en": "English",
            "zh-Hans": "Simplified",
            "zh-Hant-HK": "Hong Kong",
            "zh-Hant-TW": "Taiwan",
        },
        "separator": "; ",
        "deprecated": "not: ",
        "open": "Page of the concept",
    }
    assert found["concepts"]["development"]["places"] == "2 places in the texts"
