"""What a page may not do: bring markup of its own, read files outside, or run scripts.

Witnesses and other people's texts are hostile. What is refused is taken out and warned of
at its line, so that a build under -W fails and any other build is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

logger = logging.getLogger(__name__)

# These let a page change its parser, or are put into HTML as they are by themes.
_REFUSED_KEYS = ("myst", "html_meta", "substitutions", "layout", "content_max_width")
_FRONT_MATTER = re.compile(r"---[^\n]*\n(?P<body>.*?)^(?:---|\.\.\.)", re.DOTALL | re.MULTILINE)
_SCHEME = re.compile(r"[\x00-\x20]*(?P<name>[A-Za-z][A-Za-z0-9+.\-\s]*):")
_SCHEMES = {"http", "https", "mailto"}
# MyST writes these itself: a hard line break and strikethrough.
_OWN_RAW = {"<br />\n", "\\\\\n", "<s>", "</s>"}


def _warn(message: str, what: str, location: Any) -> None:
    logger.warning(message, what, location=location, type="zhengming", subtype="safety")


def close_parser(app: Sphinx, config: Config) -> None:
    """Switch raw HTML in Markdown off; it is shown as text. Comments begin with %."""
    closed = {*config.myst_disable_syntax, "html_block", "html_inline"}
    config.myst_disable_syntax = sorted(closed)


def close_docutils(app: Sphinx) -> None:
    """Switch raw markup and the inclusion of files off, in every directive and role."""
    app.env.settings["raw_enabled"] = False
    app.env.settings["file_insertion_enabled"] = False


def check_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Empty a page that is a link to a file outside, and front matter that is refused."""
    path = Path(app.env.doc2path(docname))
    if not _is_inside(app.env, path):
        _warn("%s is outside the source directory", docname, docname)
        source[0] = ""
        return
    match = _FRONT_MATTER.match(source[0])
    if not match:
        return
    for key, line in _keys(match["body"]):
        if key in _REFUSED_KEYS:
            message = "front matter has key %r, which no page may set"
            _warn(message, key, (docname, line + 2))
            # Blank lines keep the numbers of those below.
            blank = "{}" + "\n" * match["body"].count("\n")
            source[0] = source[0].replace(match["body"], blank, 1)
            return


def _keys(body: str) -> Iterable[tuple[str, int]]:
    """Return the keys of front matter with their lines, from 0; MyST reports bad YAML."""
    # Reading YAML takes its time, and hardly any page has these words or spells by escapes.
    if "\\" not in body and not any(key in body for key in _REFUSED_KEYS):
        return []
    try:
        root = yaml.compose(body, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return []
    if not isinstance(root, yaml.MappingNode):
        return []
    return [(str(key.value), key.start_mark.line) for key, _value in root.value]


def check_page(app: Sphinx, document: nodes.document) -> None:
    """Take out of a page what it may not have."""
    env, docname = app.env, app.env.current_document.docname
    refused = [_refused(env, node, docname) for node in list(document.findall(nodes.Element))]
    if any(refused):
        return
    # What no node tells of: some directive has read a file.
    for name in sorted(map(str, env.dependencies.get(docname, set()))):
        if not _is_inside(env, env.srcdir / name):
            _warn("%s is outside the source directory", name, docname)


def _refused(env: BuildEnvironment, node: nodes.Element, docname: str) -> bool:
    """Take a node out if it is not allowed, and return whether it was."""
    complaint = _complaint(env, node, docname)
    if complaint is None:
        return False
    _warn(*complaint, node)
    if isinstance(node, nodes.reference | addnodes.download_reference):
        # Without refuri the HTML writer would stop, so the link goes as a whole.
        node.replace_self(node.children)
    elif isinstance(node, nodes.image):
        node.replace_self(nodes.inline("", node.get("alt", "")))
    elif isinstance(node, addnodes.toctree):
        node["entries"] = [entry for entry in node["entries"] if _is_safe(entry[1])]
    else:
        node.parent.remove(node)
    return True


def _complaint(env: BuildEnvironment, node: nodes.Element, docname: str) -> tuple[str, str] | None:
    """Return what is wrong with a node: a message with a place for the second string."""
    if isinstance(node, nodes.raw) and node.astext() not in _OWN_RAW:
        return "raw %s is not allowed", node.get("format", "")
    if isinstance(node, nodes.meta) and "http-equiv" in node:
        return "meta %s is not allowed", node["http-equiv"]
    if unsafe := [uri for uri in _links(node) if not _is_safe(uri)]:
        return "link with scheme %s is not allowed", _scheme(unsafe[0])
    if isinstance(node, nodes.image) and _scheme(node["uri"]):
        # A reader's browser must not ask other hosts.
        return "image from %s is not allowed", _scheme(node["uri"])
    return _complaint_of_file(env, node, docname)


def _links(node: nodes.Element) -> list[str]:
    """Return the addresses that a node makes links to."""
    if isinstance(node, nodes.reference):
        return [node.get("refuri", "")]
    if isinstance(node, addnodes.toctree):
        return [address for _title, address in node["entries"]]
    return []


def _complaint_of_file(
    env: BuildEnvironment, node: nodes.Element, docname: str
) -> tuple[str, str] | None:
    """Complain of an image or download outside; what Sphinx has noted of it is forgotten."""
    if isinstance(node, nodes.image):
        candidates: dict[str, str] = node.get("candidates", {})
        names = [name for name in candidates.values() if name]
        if any(not _is_inside(env, env.srcdir / name) for name in names):
            env.images.purge_doc(docname)
            return "%s is outside the source directory", node["uri"]
    elif isinstance(node, addnodes.download_reference) and "filename" in node:
        path = env.relfn2path(node["reftarget"], docname)[1]
        if not _is_inside(env, Path(path)):
            env.dlfiles.purge_doc(docname)
            return "%s is outside the source directory", node["reftarget"]
    return None


def _is_inside(env: BuildEnvironment, path: Path) -> bool:
    return path.resolve().is_relative_to(Path(env.srcdir).resolve())


def _scheme(uri: str) -> str:
    """Return the scheme of a link as a browser reads it, empty for a relative link."""
    match = _SCHEME.match(uri)
    return re.sub(r"\s", "", match["name"]).lower() if match else ""


def _is_safe(uri: str) -> bool:
    return _scheme(uri) in {"", *_SCHEMES}


def setup(app: Sphinx) -> None:
    """Connect the checks; pages are checked after Sphinx has noted their files (500)."""
    app.connect("config-inited", close_parser)
    app.connect("builder-inited", close_docutils)
    app.connect("source-read", check_source, priority=900)
    app.connect("doctree-read", check_page, priority=900)
