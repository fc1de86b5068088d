"""The Sphinx extension: restored texts and their apparatus, concepts and links, a safe site."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from zhengming.sphinx import (
    anchors,
    beside,
    book,
    books,
    cards,
    charts,
    citing,
    collation,
    concept_index,
    concepts,
    counts,
    data,
    domain,
    edition,
    interface,
    languages,
    links,
    messages,
    metadata,
    occurrences,
    published,
    renewal,
    rule_pages,
    safety,
    search,
    site,
    translations,
    usage,
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    app.setup_extension("myst_parser")
    app.add_domain(domain.ZhengmingDomain)
    for module in (
        interface,
        data,
        safety,
        anchors,
        messages,
        edition,
        collation,
        counts,
        links,
        cards,
        citing,
        charts,
        occurrences,
        concept_index,
        concepts,
        renewal,
        rule_pages,
        translations,
        usage,
        published,
        beside,
        site,
        search,
        languages,
        metadata,
        book,
        books,
    ):
        module.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
