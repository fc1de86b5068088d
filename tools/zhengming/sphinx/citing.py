"""How pages, paragraphs and concepts are cited: on the page, on paper, and to be copied."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from zhengming.glossary import Concept
from zhengming.sphinx import messages, occurrences
from zhengming.sphinx.domain import concept_of, title_of
from zhengming.sphinx.edition import text_folder
from zhengming.sphinx.languages import address_of, language
from zhengming.sphinx.wording import _


def of_concept(env: BuildEnvironment, concept: Concept) -> str:
    """Return how a concept is cited, without an address."""
    name = title_of(env, concept)
    return _("“{name}”，《{site}》术语表，{version}版").format(name=name, **_site(env))


def of_page(env: BuildEnvironment, docname: str, number: str = "") -> str:
    """Return how a page is cited, without an address; that of a text as the text.

    `number` is that of a paragraph.
    """
    if concept := concept_of(env, docname):
        return of_concept(env, concept)
    if text_folder(env, docname):
        index = f"{docname.rpartition('/')[0]}/index"
        text = env.titles[index if index in env.titles else docname].astext()
        pattern = _("《{text}》第{n}段，《{site}》校订本，{version}版")
        if not number:
            pattern = _("《{text}》，《{site}》校订本，{version}版")
        return pattern.format(text=text, n=number, **_site(env))
    title = env.titles[docname].astext()
    return _("“{title}”，《{site}》，{version}版").format(title=title, **_site(env))


def _site(env: BuildEnvironment) -> dict[str, str]:
    said = messages.translations(env, env.config.root_doc)
    name = env.config.project
    return {"site": said.get(name, name), "version": env.config.release}


def sentence(cited: str, address: str) -> str:
    """Return a citation with its address, "" if nobody said where the site is."""
    return _("，").join(filter(None, (cited, address))) + _("。").rstrip()


def add_words(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give templates the citation of a page, and patterns for the script that copies one.

    `{n}` in a pattern stands for a paragraph's number, `{address}` for where the page is.
    """
    if doctree is None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    env = app.env
    cited = of_page(env, pagename)
    concept = concept_of(env, pagename)
    fragment = f"#concept-{concept.id}" if concept else ""
    target = app.builder.get_target_uri(pagename)
    address = address_of(app.config, language(app.config.language), target)
    has_paragraphs = text_folder(env, pagename) and occurrences.is_text(env, pagename)
    context["zm_cited"] = {
        "text": sentence(cited, f"{address}{fragment}" if address else ""),
        "data": {
            "page": sentence(cited, "{address}"),
            "paragraph": sentence(of_page(env, pagename, "{n}"), "{address}")
            if has_paragraphs
            else "",
            "address": address,
            "fragment": fragment,
            "copy": _("复制引文"),
            "copied": _("已复制"),
        },
    }


def setup(app: Sphinx) -> None:
    """Connect with the pages, and load the script."""
    # After the cards, which it adds to.
    app.add_js_file("cite.js", loading_method="defer", priority=510)
    app.connect("html-page-context", add_words)
