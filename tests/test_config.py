"""Settings: what they say, and that nothing unknown passes."""

from pathlib import Path

import pytest

from zhengming.config import Config, ConfigError, Place, find_root, fits, load
from zhengming.glossary import starters
from zhengming.rules import foreign_form, half_width

RULES = (foreign_form.RULE, half_width.RULE)
SLUGS = tuple(rule.slug for rule in RULES)


def settings(tmp_path: Path, table: str) -> Config:
    (tmp_path / "pyproject.toml").write_text(f"[tool.zhengming]\n{table}", encoding="utf-8")
    return load(tmp_path, SLUGS)


def test_a_project_without_settings_has_the_usual_ones(tmp_path: Path) -> None:
    assert load(tmp_path, SLUGS) == Config(tmp_path)
    place = Place(tmp_path / "pyproject.toml", "tool.zhengming")
    assert settings(tmp_path, "") == Config(tmp_path, place=place)


def test_the_first_glob_that_fits_gives_the_language(tmp_path: Path) -> None:
    config = settings(tmp_path, 'languages = {"docs/tw/**" = "zh-Hant-TW", "*.md" = "en"}\n')

    assert config.language("docs/tw/a/b.md") == "zh-Hant-TW"
    assert config.language("README.md") == "en"
    assert config.language("docs/a.md") == "zh-Hans"


def test_the_last_glob_that_fits_switches_a_rule(tmp_path: Path) -> None:
    table = '[tool.zhengming.rules]\n"**" = {foreign-form = false}\n'
    table += '"docs/**" = {foreign-form = true}\n'
    config = settings(tmp_path, table)

    assert config.chosen(RULES, "a.md") == []
    assert config.chosen(RULES, "docs/a.md") == [RULES[0]]


def test_the_first_glob_that_fits_gives_the_further_glossaries(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "computing").mkdir()
    table = '[tool.zhengming.glossaries]\n"docs/guide/**" = ["words", "computing"]\n'
    config = settings(tmp_path, table + '"docs/**" = ["words"]\n')

    # The name of a starter means that one.
    assert config.further("docs/guide/a.md") == (tmp_path / "words", starters()["computing"])
    assert config.further("docs/a.md") == (tmp_path / "words",)
    assert config.further("a.md") == ()


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("a.md", "**/*.md", True),
        ("docs/a/b.md", "**/*.md", True),
        ("docs/a/b.md", "docs/*.md", False),
        ("docs/a/b.md", "docs/**", True),
        ("docsx/a.md", "docs/**", False),
        ("a1.md", "a?.md", True),
        ("a/.md", "a?.md", False),
        ("axmd", "a.md", False),
    ],
)
def test_globs_mean_what_they_mean_elsewhere(name: str, pattern: str, expected: bool) -> None:
    assert fits(name, pattern) is expected


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("glosary = []", "tool.zhengming: 'glosary'; expected one of glossary, paths, exclude, "),
        ('paths = "a"', "tool.zhengming.paths: 'a'; expected a list of strings"),
        ("exclude = [1]", "tool.zhengming.exclude: [1]; expected a list of strings"),
        ("languages = []", "tool.zhengming.languages: []; expected a table"),
        ('languages = {a = "zh"}', "tool.zhengming.languages.a: 'zh'; expected one of zh-Hans, "),
        ("glossaries = []", "tool.zhengming.glossaries: []; expected a table"),
        (
            'glossaries = {a = "computing"}',
            "tool.zhengming.glossaries.a: 'computing'; expected a list of strings",
        ),
        (
            'glossaries = {a = ["computer"]}',
            "tool.zhengming.glossaries.a: 'computer'; expected a folder, or one of computing",
        ),
        ("rules = {a = 1}", "tool.zhengming.rules.a: 1; expected a table"),
        (
            "rules = {a = {b = true}}",
            "tool.zhengming.rules.a: 'b'; expected one of foreign-form, ",
        ),
        (
            "rules = {a = {foreign-form = 1}}",
            "tool.zhengming.rules.a.foreign-form: 1; expected true or false",
        ),
        ("a = ", "Invalid value (at end of document)"),
    ],
)
def test_what_is_unknown_is_an_error(tmp_path: Path, table: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settings(tmp_path, table)

    assert str(caught.value).startswith(f"{tmp_path / 'pyproject.toml'}: {message}")


def test_the_root_is_the_nearest_folder_with_settings(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert find_root(inner) == inner
    (tmp_path / "pyproject.toml").touch()
    assert find_root(inner) == tmp_path


def test_settings_may_be_a_file_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "zhengming.toml"
    path.write_text('paths = ["*.md"]\nbaseline = "old.json"\n', encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.black]\n", encoding="utf-8")

    expected = Config(tmp_path, paths=("*.md",), baseline="old.json", place=Place(path, ""))
    assert load(tmp_path, SLUGS) == expected
    (tmp_path / "pyproject.toml").unlink()
    assert find_root(tmp_path) == tmp_path


def test_of_two_settings_one_must_go(tmp_path: Path) -> None:
    (tmp_path / "zhengming.toml").touch()

    with pytest.raises(ConfigError) as caught:
        settings(tmp_path, "")

    assert str(caught.value) == (
        f"{tmp_path / 'zhengming.toml'}: settings, and in pyproject.toml too ([tool.zhengming]); "
        "keep one of them and delete the other"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("glosary = []", "'glosary'; expected one of glossary, paths, exclude, "),
        ("baseline = 1", "baseline: 1; expected the name of a file"),
        ("rules = {a = 1}", "rules.a: 1; expected a table"),
    ],
)
def test_a_file_of_settings_has_keys_without_a_prefix(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "zhengming.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        load(tmp_path, SLUGS)

    assert str(caught.value).startswith(f"{path}: {message}")


def test_a_glob_that_fits_no_file_is_an_error_where_it_stands(tmp_path: Path) -> None:
    table = 'paths = ["docs/*.md", "doc/*.md"]\nexclude = ["gone/**"]\n'
    table += 'languages = {"tw/**" = "zh-Hant-TW"}\nrules = {"a.md" = {}}\n'
    table += 'glossaries = {"b/**" = ["computing"]}\n'
    config = settings(tmp_path, table)

    head = f"{tmp_path / 'pyproject.toml'}: tool.zhengming."
    tail = " fits no file; expected a glob from this folder, as docs/**/*.md, or no such line"
    assert [str(error) for error in config.unfit(["docs/a.md"])] == [
        f"{head}paths: 'doc/*.md'{tail}",
        f"{head}languages: 'tw/**'{tail}",
        f"{head}glossaries: 'b/**'{tail}",
        f"{head}rules: 'a.md'{tail}",
    ]
    assert list(config.unfit(["docs/a.md", "doc/a.md", "tw/b", "b/c", "a.md"])) == []
    assert list(Config(tmp_path).unfit([])) == []
