"""No page brings markup of its own, reads files outside, or runs scripts."""

from pathlib import Path

import pytest

from sites import built, page, warnings, write_project

SCRIPT = "<script>alert(1)</script>"

# Roles of a careless extension.
SMUGGLER = """
from docutils import nodes

def raw(*_arguments, **_options):
    return [nodes.raw("", "<b>", format="html")], []

def file(_name, _rawtext, _text, _line, inliner, *_arguments, **_options):
    inliner.document.settings.env.note_dependency("../secret.txt")
    return [], []

def setup(app):
    app.add_role("raw", raw, override=True)
    app.add_role("file", file, override=True)
"""


def build(root: Path, text: str, **pages: str) -> tuple[str, list[str]]:
    """Return HTML and warnings of a project whose front page is `text`."""
    with built(write_project(root, index=text, **pages)) as app:
        return page(app, "index"), warnings(app)


@pytest.mark.parametrize(
    "text",
    [
        f"# 首页\n\n{SCRIPT}\n",
        f"# 首页\n\n正文{SCRIPT}。\n",
        f"# 首页{SCRIPT}\n",
        f"# 首页\n\n- 表{SCRIPT}\n",
        f"# 首页\n\n```{{note}}\n{SCRIPT}\n```\n",
    ],
)
def test_html_in_a_page_is_shown_as_text(tmp_path: Path, text: str) -> None:
    html, found = build(tmp_path, text)

    assert SCRIPT not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert found == []


def test_html_in_a_translation_is_shown_as_text(tmp_path: Path) -> None:
    write_project(tmp_path, index="# 首页\n\n正文。\n")
    messages = tmp_path / "locale" / "en" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    entry = f'msgid "正文。"\nmsgstr "Text{SCRIPT}."\n'
    (messages / "index.po").write_text(head + entry, encoding="utf-8")

    with built(tmp_path, locale_dirs=["locale"], language="en") as app:
        html = page(app, "index")

    assert SCRIPT not in html
    assert "Text&lt;script&gt;" in html


def test_a_comment_is_left_out(tmp_path: Path) -> None:
    html, found = build(tmp_path, "# 首页\n\n% 注释\n\n正文。\n")

    assert "注释" not in html
    assert found == []


@pytest.mark.parametrize(
    "key", ["myst", "html_meta", "substitutions", "layout", "content_max_width"]
)
def test_front_matter_may_not_change_the_page_around_it(tmp_path: Path, key: str) -> None:
    html, found = build(
        tmp_path, f"---\ndomain: policy\n{key}: {{a: b}}\n---\n# 首页\n\n{SCRIPT}\n"
    )

    assert found == [
        f"index.md:3: WARNING: front matter has key '{key}', which no page may set"
        " [zhengming.safety]"
    ]
    assert SCRIPT not in html


@pytest.mark.parametrize(
    "front", ["{{myst: {disable_syntax: []}}}", '"myst": {disable_syntax: []}']
)
def test_front_matter_cannot_hide_its_keys(tmp_path: Path, front: str) -> None:
    front = front.replace("{{", "{").replace("}}}", "}}")

    html, found = build(tmp_path, f"---\n{front}\n---\n# 首页\n\n{SCRIPT}\n")

    assert len(found) == 1
    assert "front matter has key 'myst'" in found[0]
    assert SCRIPT not in html


def test_other_front_matter_is_as_before(tmp_path: Path) -> None:
    _html, found = build(tmp_path, "---\nterms: {zh-Hans: 网络}\n---\n# 首页\n")

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        f"```{{raw}} html\n{SCRIPT}\n```",
        f"```{{eval-rst}}\n.. raw:: html\n\n   {SCRIPT}\n```",
        f"```{{eval-rst}}\n.. role:: raw-html(raw)\n   :format: html\n\n:raw-html:`{SCRIPT}`\n```",
    ],
)
def test_raw_markup_is_refused(tmp_path: Path, text: str) -> None:
    html, found = build(tmp_path, f"# 首页\n\n{text}\n")

    assert SCRIPT not in html
    assert found != []


@pytest.mark.parametrize(
    "text",
    [
        "```{include} ../secret.txt\n```",
        "```{literalinclude} ../secret.txt\n```",
        "```{csv-table}\n:file: ../secret.txt\n```",
        "```{eval-rst}\n.. include:: ../secret.txt\n   :literal:\n```",
        "```{raw} html\n:file: ../secret.txt\n```",
    ],
)
def test_no_page_includes_a_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "secret.txt").write_text("秘密", encoding="utf-8")
    root = tmp_path / "site"
    root.mkdir()

    html, found = build(root, f"# 首页\n\n{text}\n")

    assert "秘密" not in html
    assert found != []


@pytest.mark.parametrize("text", ["![图](../secret.png)", "![图](link.png)"])
def test_an_image_outside_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "secret.png").write_bytes(b"\x89PNG")
    root = tmp_path / "site"
    root.mkdir()
    (root / "link.png").symlink_to(tmp_path / "secret.png")

    html, found = build(root, f"# 首页\n\n{text}\n")

    assert [line for line in found if "is outside the source directory" in line] == [
        "index.md:3: WARNING: ../secret.png is outside the source directory [zhengming.safety]"
    ]
    assert "<img" not in html
    assert not list((root / "_build" / "html").rglob("secret.png"))
    assert not list((root / "_build" / "html").rglob("link.png"))


def test_an_image_of_another_host_is_refused(tmp_path: Path) -> None:
    html, found = build(tmp_path, "# 首页\n\n![图](https://example.org/a.png)\n")

    assert "index.md:3: WARNING: image from https is not allowed [zhengming.safety]" in found
    assert "<img" not in html


def test_an_image_of_the_project_is_as_before(tmp_path: Path) -> None:
    (tmp_path / "own.png").write_bytes(b"\x89PNG")

    html, found = build(tmp_path, "# 首页\n\n![图](own.png)\n")

    assert found == []
    assert '<img alt="图" src="_images/own.png"' in html


def test_a_download_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("秘密", encoding="utf-8")
    root = tmp_path / "site"
    root.mkdir()

    html, found = build(root, "# 首页\n\n{download}`取 <../secret.txt>`\n")

    assert found == [
        "index.md:3: WARNING: ../secret.txt is outside the source directory [zhengming.safety]"
    ]
    assert "_downloads" not in html
    assert not list((root / "_build" / "html").rglob("secret.txt"))


def test_a_page_that_is_a_link_to_outside_is_empty(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("# 秘密\n", encoding="utf-8")
    root = tmp_path / "site"
    root.mkdir()
    (root / "other.md").symlink_to(tmp_path / "secret.txt")

    _html, found = build(root, "# 首页\n\n```{toctree}\nother\n```\n")

    assert "other.md: WARNING: other is outside the source directory [zhengming.safety]" in found
    assert "秘密" not in (root / "_build/html/other.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "```{eval-rst}\n`击 <javascript:alert(1)>`_\n```",
        "```{eval-rst}\n`击 <JavaScript:alert(1)>`__\n```",
        "```{eval-rst}\n`击 <data:text/html,x>`_\n```",
        "```{eval-rst}\n`击 <vbscript:x>`_\n```",
        "```{figure} own.png\n:target: javascript:alert(1)\n```",
        "```{toctree}\n击 <javascript://%0aalert(1)>\n```",
    ],
)
def test_a_link_that_runs_code_is_taken_out(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.png").write_bytes(b"\x89PNG")

    html, found = build(tmp_path, f"# 首页\n\n{text}\n")

    assert len(found) == 1
    assert "WARNING: link with scheme" in found[0]
    assert found[0].startswith("index.md:")
    for scheme in ("javascript:", "JavaScript:", "data:text", "vbscript:"):
        assert f'"{scheme}' not in html


def test_a_markdown_link_that_runs_code_is_no_link(tmp_path: Path) -> None:
    html, _found = build(tmp_path, "# 首页\n\n[击](javascript:alert(1)) <javascript:alert(1)>\n")

    assert 'href="javascript' not in html


def test_ordinary_links_are_as_before(tmp_path: Path) -> None:
    links = "[一](https://example.org/a:b) <mailto:a@example.org> [二](#three)"

    html, found = build(tmp_path, f"# 首页\n\n{links}\n\n(three)=\n## 三\n")

    assert found == []
    assert 'href="https://example.org/a:b"' in html
    assert 'href="mailto:' in html


def test_a_page_may_not_redirect(tmp_path: Path) -> None:
    fields = "   :http-equiv=refresh: 0;url=https://example.org\n   :keywords: 甲\n"

    html, found = build(tmp_path, f"# 首页\n\n```{{eval-rst}}\n.. meta::\n{fields}```\n")

    assert "refresh" not in html
    assert "keywords" in html
    assert len(found) == 1
    assert "meta refresh is not allowed" in found[0]


def test_hard_breaks_and_strikethrough_stay(tmp_path: Path) -> None:
    html, found = build(tmp_path, "# 首页\n\n一\\\n二\n")

    assert found == []
    assert "<br />" in html


def test_what_an_extension_smuggles_in_is_taken_out(tmp_path: Path) -> None:
    root = tmp_path / "site"
    root.mkdir()
    write_project(root, index="# 首页\n\n正文{raw}`x`。\n", other="# 别页\n\n{file}`x`\n")
    (tmp_path / "secret.txt").write_text("秘密", encoding="utf-8")
    with (root / "conf.py").open("a", encoding="utf-8") as file:
        file.write(SMUGGLER)

    with built(root) as app:
        html = page(app, "index")
        found = warnings(app)

    assert "<b>" not in html
    assert "index.md:3: WARNING: raw html is not allowed [zhengming.safety]" in found
    assert "other.md: WARNING: ../secret.txt is outside the source directory" in "".join(found)


def test_front_matter_that_is_no_yaml_is_for_myst_to_report(tmp_path: Path) -> None:
    _html, found = build(tmp_path, "---\n[\n---\n# 首页\n")

    assert found == ["index.md:1: WARNING: Malformed YAML [myst.topmatter]"]


def test_front_matter_that_is_a_list_is_for_myst_to_report(tmp_path: Path) -> None:
    _html, found = build(tmp_path, "---\n- myst\n---\n# 首页\n")

    assert found == ["index.md:1: WARNING: YAML is not a dict: <class 'list'> [myst.topmatter]"]
