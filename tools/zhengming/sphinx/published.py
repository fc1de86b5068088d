"""What is published for machines beside the pages: the terms and the apparatus, as JSON.

`terms.json` is in the folder of each language, with names and definitions in it;
`apparatus.json` in that of the source only. Both name the schema that describes them, which lies
beside them and has the version in its name: what programs may rely on changes with that alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from zhengming.apparatus import Emendation
from zhengming.datafile import write_text
from zhengming.glossary import Term
from zhengming.record import Record
from zhengming.sphinx import messages, occurrences, reading
from zhengming.sphinx.domain import domain_of, language_of, title_of
from zhengming.sphinx.edition import emendations, text_folder
from zhengming.sphinx.languages import SETTING

TERMS, APPARATUS = "terms.json", "apparatus.json"
VERSIONS = {TERMS: 1, APPARATUS: 1}


def schema_name(name: str) -> str:
    """Return the name of the schema of a published file: terms-1.schema.json for terms.json."""
    return f"{name.removesuffix('.json')}-{VERSIONS[name]}.schema.json"


def write(app: Sphinx, error: Exception | None) -> None:
    """Write both files and their schemas, each only if it is another than before."""
    if error or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    known = {}
    if domain_of(app.env).glossary.concepts:
        known[TERMS] = {"concepts": list(_concepts(app))}
    if is_source(app.env) and (texts := list(_texts(app))):
        known[APPARATUS] = {"texts": texts}
    for name in VERSIONS:
        if name not in known:
            Path(app.outdir, name).unlink(missing_ok=True)
            continue
        head = {"$schema": schema_name(name), "version": VERSIONS[name]}
        value = {**head, "language": language_of(app.env), **known[name]}
        _write(app, name, json.dumps(value, ensure_ascii=False) + "\n")
        schema = files("zhengming").joinpath("data", schema_name(name)).read_text("utf-8")
        _write(app, schema_name(name), schema)


def is_source(env: BuildEnvironment) -> bool:
    """Whether the site that is built is in the language of the sources."""
    known = list(env.config[SETTING])
    return not known or env.config.language == known[0]


def _write(app: Sphinx, name: str, text: str) -> None:
    path = Path(app.outdir, name)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_text(path, text)


# Terms


def _concepts(app: Sphinx) -> Iterator[dict[str, Any]]:
    domain = domain_of(app.env)
    for concept in domain.glossary.concepts.values():
        docname = domain.docnames[concept.id]
        said = messages.translations(app.env, docname)
        yield {
            "id": concept.id,
            "name": title_of(app.env, concept),
            "url": f"{app.builder.get_target_uri(docname)}#concept-{concept.id}"
            if docname in app.env.all_docs
            else None,
            "domain": concept.domain,
            "definition": domain.definitions.get(docname, concept.definition),
            "terms": [_term(term, said) for term in concept.terms],
            "broader": list(concept.broader),
            "narrower": list(domain.glossary.narrower(concept.id)),
            "related": list(concept.related),
            "homograph": list(concept.homograph),
            "sources": [said.get(text, text) for text in concept.sources],
            "examples": [
                {
                    "language": each.language,
                    "text": each.text,
                    "matches": list(map(list, each.spans)),
                }
                for each in concept.examples
            ],
        }


def _term(term: Term, said: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "language": term.language,
        "form": term.form,
        "status": term.status,
        "derived": term.is_derived,
    }
    return {**found, "reason": said.get(term.reason, term.reason)} if term.reason else found


# Apparatus


def _texts(app: Sphinx) -> Iterator[dict[str, Any]]:
    for index, _docnames in occurrences.texts(app.env):
        folder = text_folder(app.env, index)
        assert folder is not None
        record = reading.readable_record(folder)
        if record is None:
            continue
        pages = index.rpartition("/")[0]
        yield {
            "name": folder.name,
            "title": record.title,
            "url": app.builder.get_target_uri(index),
            "author": record.author,
            "publisher": record.publisher,
            "date": record.date,
            "language": record.language,
            "origin": record.origin,
            "rights": record.rights,
            "sha256": record.sha256,
            "emendations": [
                _emendation(app, pages, item, record)
                for item in emendations(app.env, index).values()
            ],
        }


def _emendation(app: Sphinx, pages: str, item: Emendation, record: Record) -> dict[str, Any]:
    """Return an emendation; spam is only counted, so that no site spreads it."""
    uri = app.builder.get_target_uri(f"{pages}/{item.page}") if item.page in record.pages else ""
    return {
        "id": item.id,
        "kind": item.kind,
        "cause": item.cause,
        "certainty": item.certainty,
        "evidence": list(item.evidence),
        "witness": list(item.witness),
        "page": item.page,
        "paragraph": item.paragraph,
        "span": list(item.span),
        "before": None if item.cause == "spam" else item.before,
        "after": item.after,
        "note": item.note,
        "url": f"{uri}#{item.paragraph}" if uri and item.paragraph else uri or None,
    }


def setup(app: Sphinx) -> None:
    """Write the files when all pages are written."""
    app.connect("build-finished", write)
