"""Which pages are written again though nobody edited them: what they show of others has changed.

Of each page the domain keeps a digest of all that is put on it from elsewhere.
"""

from __future__ import annotations

import hashlib
import itertools

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from zhengming.sphinx import (
    books,
    concept_index,
    concepts,
    links,
    messages,
    occurrences,
    site,
    translations,
)
from zhengming.sphinx.domain import domain_of
from zhengming.sphinx.edition import text_folder


def mark_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again though nobody edited them.

    These are the pages on which other forms are found now, and those on which something from
    elsewhere has changed: a title beside them, the name of a concept, an occurrence, a tick.
    """
    domain = domain_of(env)
    changed = links.renewed(env)
    domain.places = occurrences.by_concept(env)
    shown: dict[str, list[str]] = {name: [] for name in env.all_docs}
    for docname in env.all_docs:
        if text_folder(env, docname):
            shown[docname].append(repr(messages.folder_translations(env, docname)))
    views = (
        concepts.shown(env),
        books.shown(env),
        concept_index.shown(env),
        translations.shown(app),
        site.around(env),
        site.contents(app),
    )
    for docname, text in itertools.chain(*views):
        shown[docname].append(text)
    digests = {name: _digest(repr(texts)) for name, texts in shown.items()}
    changed += [name for name, digest in digests.items() if domain.views.get(name) != digest]
    domain.data["views"] = digests
    domain.renewed = set(changed) - domain.read
    return changed


def note_read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Keep the names of the pages that are about to be read."""
    domain_of(env).read = set(docnames)


def spare_lists(app: Sphinx, env: BuildEnvironment) -> None:
    """Do not write the lists of pages that are only written again.

    Sphinx would, as if titles had changed. It has saved by now what it knows, so this is
    forgotten with this build.
    """
    for docname in domain_of(env).renewed:
        env.files_to_rebuild.pop(docname, None)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def setup(app: Sphinx) -> None:
    """Connect what follows changes."""
    app.connect("env-before-read-docs", note_read)
    app.connect("env-get-updated", mark_changed)
    app.connect("env-check-consistency", spare_lists)
