"""The site's own words: all of them in each of our languages, and none of another script."""

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import opencc
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import glossaries
from sites import INDEX, built, page, warnings, write_edition
from zhengming.sphinx.interface import SOURCES

CODE = SOURCES.parent
_LINES = Path(CODE.parent, "data", "simplified-only.txt").read_text("utf-8").split("\n")
SIMPLIFIED_ONLY = {sign for line in _LINES if not line.startswith("#") for sign in line}
CONCEPTS = (
    "# 概念\n\n```{concepts} domain\n```\n\n```{concepts} name\n```\n\n"
    "```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"
)
KEYWORDS = {"_": None, "_n": (1, 1)}


class Reader(HTMLParser):
    """Gathers what a reader sees or hears of a page, without what is Simplified by choice."""

    VOID = frozenset({"meta", "link", "br", "img", "hr", "input", "path", "col"})

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        is_quoted = tag in ("script", "style") or found.get("lang") in ("zh-CN", "zh-Hans")
        if tag not in self.VOID:
            self.open.append(is_quoted)
        if not any(self.open):
            heard = ("title", "aria-label", "alt", "data-reason")
            self.text += (found.get(name) or "" for name in heard)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.text.append(data)


def own_words() -> set[str]:
    """Return the words in the code."""
    found = extract_from_dir(str(CODE), keywords=KEYWORDS, method_map=[("**.py", "python")])
    return {m[2][0] if isinstance(m[2], tuple) else m[2] for m in found}


def catalog(language: str, name: str) -> Catalog:
    with (SOURCES / language / "LC_MESSAGES" / f"{name}.po").open("rb") as file:
        return read_po(file)


def forms(found: Catalog) -> Iterator[tuple[str, list[str]]]:
    """Yield each message with its translations."""
    for message in found:
        if message.id:
            text = message.id[0] if isinstance(message.id, tuple | list) else message.id
            string = message.string or ""
            yield text, [string] if isinstance(string, str) else list(string)


@pytest.mark.parametrize("language", ["zh_TW", "zh_HK", "en"])
def test_each_catalog_has_all_words_and_their_fields(language: str) -> None:
    found = dict(forms(catalog(language, "zhengming")))

    assert set(found) == own_words()
    for text, translations in found.items():
        for translation in translations:
            assert translation, text
            fields = [sorted(re.findall(r"\{.*?\}", each)) for each in (text, translation)]
            assert fields[0] == fields[1]


@pytest.mark.parametrize("language", ["zh_TW", "zh_HK"])
def test_traditional_words_have_no_simplified_character(language: str) -> None:
    # Hong Kong's own form is the Simplified one too.
    simplified = SIMPLIFIED_ONLY - (set("脱") if language == "zh_HK" else set())
    names = ["zhengming", "sphinx"] if language == "zh_HK" else ["zhengming"]
    entries = (entry for name in names for entry in forms(catalog(language, name)))
    words = "".join(word for _text, translations in entries for word in translations)

    assert set(words) & simplified == set()
    assert not set(words) & set("“”")


def test_no_word_of_the_theme_is_left_for_hong_kong() -> None:
    theme = resources.files("shibuya") / "theme" / "shibuya"
    with resources.as_file(theme) as folder:
        texts = "".join(path.read_text("utf-8") for path in folder.rglob("*.html"))
    asked = {text for _quote, text in re.findall(r"\b_\(\s*(['\"])(.*?)\1", texts)}

    assert len(asked) > 20
    assert asked - set(dict(forms(catalog("zh_HK", "sphinx")))) == set()


def text_of(html: str) -> str:
    """Return what a reader sees or hears, without quotations: the witness is as it is."""
    reader = Reader()
    reader.feed(html)
    return re.sub("「.*?」", "", " ".join(reader.text), flags=re.DOTALL)


@pytest.mark.parametrize("language", ["zh_TW", "zh_HK"])
def test_no_simplified_string_is_left_on_a_traditional_page(tmp_path: Path, language: str) -> None:
    glossaries.write(tmp_path / "glossary")
    write_edition(tmp_path)
    index = INDEX.replace("docs/notice/index", "docs/notice/index\nglossary/index")
    (tmp_path / "index.md").write_text(index + "\n```{note}\n一\n```\n", encoding="utf-8")
    (tmp_path / "glossary/index.md").write_text(CONCEPTS, encoding="utf-8")
    options: dict[str, Any] = {"gettext_compact": False, "locale_dirs": ["locale"]}
    converter = opencc.OpenCC("s2tw" if language == "zh_TW" else "s2hk")
    with built(tmp_path, "gettext", **options) as app:
        folder, doctrees = Path(app.outdir), app.doctreedir
    templates = {path.relative_to(folder): path for path in folder.rglob("*.pot")}
    shutil.rmtree(doctrees)
    for name, path in templates.items():
        with path.open("rb") as file:
            catalog_of = read_po(file)
        for message in catalog_of:
            if message.id:
                quoted = str(message.id).translate(str.maketrans("“”", "「」"))
                message.string = converter.convert(quoted)
        target = tmp_path / "locale" / language / "LC_MESSAGES" / name.with_suffix(".po")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_po(file, catalog_of)

    options |= {"html_theme": "zhengming", "project": "名"}
    with built(tmp_path, language=language, **options) as app:
        # Sphinx keeps docutils from saying so, but in tests.
        assert [line for line in warnings(app) if "Docutils-generated" not in line] == []
        folder = Path(app.outdir)
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html")}

    assert len(found) >= 8
    simplified = SIMPLIFIED_ONLY - set("脱")
    left = {
        name: set(text_of(path.read_text("utf-8"))) & simplified for name, path in found.items()
    }
    assert {name: signs for name, signs in left.items() if signs} == {}
    english = set(re.findall(r"\b[A-Z][a-z]+\b", text_of(found["index.html"].read_text("utf-8"))))
    assert english == {"Sphinx", "Shibuya"}


def test_numbers_have_their_plural_in_english(tmp_path: Path) -> None:
    glossaries.write(tmp_path / "glossary")
    (tmp_path / "docs/sources/notice").mkdir(parents=True)
    write_edition(tmp_path)
    chapter = tmp_path / "docs/notice/index.md"
    chapter.write_text(chapter.read_text("utf-8") + "\n算法。\n", encoding="utf-8")
    with built(tmp_path, language="en") as app:
        assert [line for line in warnings(app) if "toctree" not in line] == []
        html = page(app, "glossary/algorithm")
        apparatus = page(app, "docs/notice/apparatus")

    assert "<small>1 place</small>" in html
    assert "Corrected: the witness has &quot;展修&quot;" in apparatus
    assert "certainty: low.<" in apparatus
    assert "。" not in re.sub("「.*?」", "", re.findall(r'zm-reason">(.*?)<', apparatus)[0])
