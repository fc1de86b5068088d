"""One site in several languages: the same pages and anchors, and the way from one to another."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sites import built, page, warnings, write_project

CONF = (
    'extensions = ["zhengming.sphinx"]\nlanguage = "zh_CN"\nproject = "名"\n'
    'zhengming_languages = ["zh_CN", "zh_TW", "en"]\nhtml_theme = "zhengming"\n'
    'locale_dirs = ["locale"]\ngettext_compact = False\nexclude_patterns = ["_build"]\n'
    'html_title = project\nhtml_theme_options = {"nav_links": [{"title": "甲页", "url": "a/b"}]}\n'
)
BASE = "https://example.org/site/"
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two pages, of which English has a part."""
    root = write_project(
        tmp_path, index="# 首页\n\n一段。\n\n```{toctree}\na/b\n```\n", a__b="# 甲\n\n一段。\n"
    )
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    catalog = root / "locale/en/LC_MESSAGES/index.po"
    catalog.parent.mkdir(parents=True)
    entries = {"首页": "Home page", "名": "Name", "甲页": "Page A"}
    text = "".join(f'\nmsgid "{old}"\nmsgstr "{new}"\n' for old, new in entries.items())
    catalog.write_text(PO + text, encoding="utf-8")
    return root


def build(root: Path, *options: str, base: str = "") -> str:
    """Build the site; return what was said."""
    with (root / "conf.py").open("a", encoding="utf-8") as file:
        file.write(f'html_baseurl = "{base}"\n')
    command = [sys.executable, "-m", "zhengming.sphinx", "-nW", "--keep-going", "-q", *options]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stderr


def files(root: Path) -> dict[str, str]:
    """Return the HTML pages of the site."""
    folder = root / "_build" / "html"
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*.html"))
    }


def test_each_language_has_each_page_with_the_same_anchors(project: Path) -> None:
    assert build(project) == ""
    found = files(project)

    languages = ("zh-cn", "zh-tw", "en")
    assert set(found) == {"index.html"} | {
        f"{language}/{name}.html" for language in languages for name in ("index", "a/b", "search")
    }
    for name in ("index", "a/b"):
        anchors = [
            re.findall(r'id="([sp]-?[0-9a-f]+)"', found[f"{x}/{name}.html"]) for x in languages
        ]
        assert anchors[0] == anchors[1] == anchors[2] != []
    assert '<html lang="zh-TW"' in found["zh-tw/index.html"]
    assert "<h1>Home page" in found["en/index.html"]


def test_the_switcher_leads_to_the_same_page(project: Path) -> None:
    build(project)

    for name, root in (("index", "./"), ("a/b", "../")):
        links = re.findall(
            r'<a href="([^"]*)" lang="([^"]*)" hreflang="\2" [^>]*>',
            files(project)[f"en/{name}.html"],
        )
        assert links == [
            (f"{root}../zh-cn/{name}.html", "zh-CN"),
            (f"{root}../zh-tw/{name}.html", "zh-TW"),
            (f"{root}../en/{name}.html", "en"),
        ]


def test_titles_and_labels_follow_the_language(project: Path) -> None:
    build(project)
    found = files(project)

    assert "<title>甲 - Name</title>" in found["en/a/b.html"]
    assert ">Page A</a>" in found["en/a/b.html"]
    assert ">甲页</a>" in found["zh-tw/a/b.html"]


def test_a_new_label_is_written_on_all_pages(project: Path) -> None:
    build(project)
    catalog = project / "locale/en/LC_MESSAGES/index.po"
    catalog.write_text(catalog.read_text("utf-8").replace("Page A", "First page"), "utf-8")
    build(project)

    assert ">First page</a>" in files(project)["en/a/b.html"]


def test_addresses_come_from_one_setting(project: Path) -> None:
    build(project, base=BASE)
    html = files(project)["zh-tw/a/b.html"]
    folder = project / "_build" / "html"

    assert f'<link rel="canonical" href="{BASE}zh-tw/a/b.html" />' in html
    assert re.findall(r'<link rel="alternate" hreflang="(.*?)" href="(.*?)">', html) == [
        ("zh-CN", f"{BASE}zh-cn/a/b.html"),
        ("zh-TW", f"{BASE}zh-tw/a/b.html"),
        ("en", f"{BASE}en/a/b.html"),
        ("x-default", f"{BASE}zh-cn/a/b.html"),
    ]
    index = files(project)["en/index.html"]
    assert f'<link rel="canonical" href="{BASE}en/" />' in index
    assert f'hreflang="x-default" href="{BASE}">' in index
    assert f'hreflang="x-default" href="{BASE}">' in files(project)["index.html"]
    sitemap = (folder / "sitemap.xml").read_text("utf-8")
    assert re.findall("<loc>(.*?)</loc>", sitemap) == [
        f"{BASE}{language}/sitemap.xml" for language in ("zh-cn", "zh-tw", "en")
    ]
    pages = (folder / "en" / "sitemap.xml").read_text("utf-8")
    assert re.findall("<loc>(.*?)</loc>", pages) == [f"{BASE}en/a/b.html", f"{BASE}en/"]
    assert pages.count('hreflang="zh-TW"') == 2


def test_without_the_setting_there_are_no_addresses(project: Path) -> None:
    build(project, base=BASE)
    build(project)
    html = "".join(files(project).values())

    assert "canonical" not in html
    assert 'rel="alternate"' not in html
    assert list((project / "_build" / "html").rglob("sitemap.xml")) == []


def test_a_warning_fails_and_is_said_again(project: Path) -> None:
    (project / "a" / "b.md").write_text("# 甲\n\n[无](nowhere.md)\n", encoding="utf-8")
    command = [sys.executable, "-m", "zhengming.sphinx", "-nW", "--keep-going", "-q"]
    found = []
    for _time in range(2):
        done = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8")
        found.append((done.returncode, done.stderr.count("nowhere.md"), "zh_TW:" in done.stderr))

    assert found == [(1, 3, True)] * 2


def test_a_language_outside_of_the_list_has_no_switcher(project: Path) -> None:
    with built(project, language="ja", html_theme="zhengming", html_baseurl=BASE) as app:
        assert warnings(app) == []
        html = page(app, "index")
        assert not (Path(app.outdir) / "sitemap.xml").exists()

    assert "data-language" not in html
