"""What a page says of itself to machines, in its head.

Highwire's `citation_` names for reference managers, Open Graph for those who share a link, JSON-LD
(schema.org) for search engines. It says nothing that the page does not say.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from zhengming.glossary import DEPRECATED, Concept
from zhengming.record import Record
from zhengming.sphinx import messages, reading
from zhengming.sphinx.domain import concept_of, domain_of, language_of, title_of
from zhengming.sphinx.edition import text_folder
from zhengming.sphinx.languages import address_of, language, languages
from zhengming.sphinx.published import APPARATUS, TERMS, is_source

# Code points of a description: of more, search engines show the beginning.
_LONGEST = 160


class Meta(NamedTuple):
    """An element `meta`: the attribute that names it, its name, and what it says."""

    attribute: str
    name: str
    content: str


def add(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give templates what the head of a page says of it."""
    env = app.env
    concept = concept_of(env, pagename)
    folder = text_folder(env, pagename) if doctree else None
    record = reading.readable_record(folder) if folder else None
    titles = [env.titles[name].astext() for name in _path(env, pagename)] if doctree else []
    found = list(_open_graph(app, context, doctree, is_text=record is not None))
    data: Mapping[str, Any] = {}
    if concept:
        found += _cited(app, context, titles, {})
        data = _defined_term(app, pagename, concept)
    elif record:
        said = messages.folder_translations(env, pagename)
        about = _about(record, said)
        found += _cited(app, context, titles, about)
        data = _work(app, pagename, titles, about)
    context["zm_metas"] = found
    # What is in a page must not end its element; to JSON both are the same.
    context["zm_json_ld"] = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    context["zm_published"] = _published(env, concept is not None, record is not None)


def _path(env: BuildEnvironment, docname: str) -> list[str]:
    """Return a page and those that it is part of, the nearest first; not the first page of all."""
    parents = {child: name for name, there in env.toctree_includes.items() for child in there}
    found = [docname]
    while (docname := parents.get(docname, "")) and docname not in (env.config.root_doc, *found):
        found.append(docname)
    return found


def _open_graph(
    app: Sphinx, context: Mapping[str, Any], doctree: nodes.document | None, *, is_text: bool
) -> Iterator[Meta]:
    title = re.sub("<[^>]*>", "", str(context.get("title", "")))
    yield Meta("property", "og:type", "article" if is_text else "website")
    yield Meta("property", "og:title", html.unescape(title))
    yield Meta("property", "og:site_name", str(context["docstitle"]))
    if address := context.get("pageurl"):
        yield Meta("property", "og:url", str(address))
    if doctree and (text := _description(doctree)):
        yield Meta("name", "description", text)
        yield Meta("property", "og:description", text)
    own = language(app.config.language)
    yield Meta("property", "og:locale", own.tag.replace("-", "_"))
    for other in languages(app.config):
        if other != own:
            yield Meta("property", "og:locale:alternate", other.tag.replace("-", "_"))


def _description(doctree: nodes.document) -> str:
    """Return the beginning of the first paragraph of a page that stands in its running text."""
    for node in doctree.findall(nodes.paragraph):
        if isinstance(node.parent, nodes.section | nodes.document):
            text = " ".join(_plain(node).split())
            return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return ""


def _plain(node: nodes.Node) -> str:
    """Return the words of a node without the signs of notes."""
    if isinstance(node, nodes.footnote_reference):
        return ""
    return "".join(map(_plain, node.children)) if node.children else node.astext()


# For reference managers


def _about(record: Record, said: Mapping[str, str]) -> dict[str, str]:
    """Return what is known of a text in the language of the site."""
    fields = {
        "title": record.title,
        "author": record.author or record.publisher,
        "publisher": record.publisher,
    }
    found = {name: said.get(text, text) for name, text in fields.items() if text}
    return {**found, "date": record.date}


def _cited(
    app: Sphinx, context: Mapping[str, Any], titles: list[str], about: Mapping[str, str]
) -> Iterator[Meta]:
    """Yield what Highwire's names say: a page is cited as a part of what it is in."""
    fields = {
        "title": titles[0],
        "inbook_title": titles[1] if titles[1:] else "",
        "author": about.get("author", ""),
        "publisher": about.get("publisher", ""),
        # With slashes, as reference managers ask for.
        "publication_date": about.get("date", "").replace("-", "/"),
        "language": language(app.config.language).tag,
        "public_url": str(context.get("pageurl") or ""),
    }
    yield from (Meta("name", f"citation_{name}", text) for name, text in fields.items() if text)


# For search engines


def _addressed(app: Sphinx, docname: str, fragment: str = "") -> dict[str, str]:
    """Return where a page is, as schema.org has it; nothing if nobody said where the site is."""
    target = app.builder.get_target_uri(docname)
    address = address_of(app.config, language(app.config.language), target)
    if not address:
        return {}
    return {"@id": f"{address}{fragment}", "url": f"{address}{fragment}"}


def _defined_term(app: Sphinx, docname: str, concept: Concept) -> dict[str, Any]:
    env = app.env
    name = title_of(env, concept)
    others = dict.fromkeys(
        term.form for term in concept.terms if term.status != DEPRECATED and term.form != name
    )
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        **_addressed(app, docname, f"#concept-{concept.id}"),
        "name": name,
        "alternateName": list(others),
        "termCode": concept.id,
        "description": domain_of(env).definitions.get(docname, concept.definition),
        "inLanguage": language_of(env),
    }
    for parent in _path(env, docname)[1:2]:
        found["inDefinedTermSet"] = {
            "@type": "DefinedTermSet",
            **_addressed(app, parent),
            "name": env.titles[parent].astext(),
        }
    return found


def _work(
    app: Sphinx, docname: str, titles: list[str], about: Mapping[str, str]
) -> dict[str, Any]:
    env = app.env
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        **_addressed(app, docname),
        "name": titles[0],
        "inLanguage": language_of(env),
    }
    if "author" in about:
        found["author"] = {"@type": "Organization", "name": about["author"]}
    if about["date"]:
        found["datePublished"] = about["date"]
    for parent in _path(env, docname)[1:2]:
        whole = {"@type": "CreativeWork", **_addressed(app, parent), "name": titles[1]}
        found["isPartOf"] = whole
    return found


# Files of data


def _published(env: BuildEnvironment, is_concept: bool, is_text: bool) -> list[str]:
    """Return the files that have what a page shows as data, by their names."""
    found = [TERMS] if is_concept else []
    return [*found, APPARATUS] if is_text and is_source(env) else found


def setup(app: Sphinx) -> None:
    """Connect, after languages have set the page's address (500)."""
    app.connect("html-page-context", add, priority=600)
