"""One site in several languages: each in a folder of its own, every page in each of them.

Knows where a page is in another language, for the switcher in its head and, where the address of
the whole site is known, for search engines.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config

from zhengming.datafile import write_text
from zhengming.languages import tag
from zhengming.sphinx.wording import _, own_name

SETTING = "zhengming_languages"
SITEMAP = "sitemap.xml"

# Readers look for the script and the place.
_NAMES = {
    "zh-Hans": "简体中文",
    "zh-Hant-TW": "繁體中文（臺灣）",
    "zh-Hant-HK": "繁體中文（香港）",
}


class Language(NamedTuple):
    """A language of the site: its BCP 47 tag as browsers know it, its own name, its folder."""

    tag: str
    name: str
    folder: str


def language(locale: str) -> Language:
    """Return the language that Sphinx and gettext call `locale`."""
    plain = locale.replace("_", "-")
    return Language(plain, _NAMES.get(tag(locale) or "") or own_name(locale), plain.lower())


def languages(config: Config) -> list[Language]:
    """Return the languages of the site; empty if the one being built is none of them."""
    known = list(config[SETTING])
    return [language(each) for each in known] if config.language in known else []


class Other(NamedTuple):
    """A page in a language: the link to it from the page at hand, and its whole address."""

    language: Language
    link: str
    address: str
    is_current: bool


def _others(app: Sphinx, pagename: str, root: str) -> list[Other]:
    target = app.builder.get_target_uri(pagename)
    own = language(app.config.language)
    return [
        Other(
            each,
            f"{root}../{each.folder}/{target}",
            address_of(app.config, each, target),
            each == own,
        )
        for each in languages(app.config)
    ]


def address_of(config: Config, each: Language, target: str) -> str:
    """Return where a page is on the web, "" if nobody said where the site is."""
    base = str(config.html_baseurl).rstrip("/")
    folder, sign, name = target.rpartition("/")
    short = f"{folder}{sign}" if name == "index.html" else target
    return f"{base}/{each.folder}/{short}" if base else ""


def _default(config: Config, pagename: str, others: list[Other]) -> str:
    """Return the address for readers of any other language: of the page that picks one, if any."""
    if not others or not others[0].address:
        return ""
    base = str(config.html_baseurl).rstrip("/")
    return f"{base}/" if pagename == config.root_doc else others[0].address


def add_others(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give templates the page in each language, and its own address as the canonical one."""
    others = _others(app, pagename, context["content_root"])
    context["zm_languages"] = others if len(others) > 1 else []
    context["zm_language_word"] = _("语言")
    context["zm_default"] = _default(app.config, pagename, others)
    for other in others:
        if other.is_current and other.address:
            context["pageurl"] = other.address


def write_sitemap(app: Sphinx, error: Exception | None) -> None:
    """Write the list of this language's pages, each with its address in the others."""
    if error or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    path = Path(app.outdir, SITEMAP)
    if not app.config.html_baseurl or not languages(app.config):
        path.unlink(missing_ok=True)
        return
    pages = {docname: _others(app, docname, "") for docname in sorted(app.env.all_docs)}
    entries = (_entry(each, _default(app.config, name, each)) for name, each in pages.items())
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{''.join(entries)}</urlset>\n"
    )
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_text(path, text)


def _entry(others: list[Other], default: str) -> str:
    own = next(other.address for other in others if other.is_current)
    named = [(other.language.tag, other.address) for other in others]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{name}" href="{address}"/>\n'
        for name, address in [*named, ("x-default", default)]
    )
    return f"<url>\n<loc>{own}</loc>\n{links}</url>\n"


def setup(app: Sphinx) -> None:
    """Register the setting, the script and what follows each page."""
    app.add_config_value(SETTING, [], "html", frozenset({list, tuple}))
    app.add_js_file("languages.js", loading_method="defer")
    app.connect("html-page-context", add_others)
    app.connect("build-finished", write_sitemap)
