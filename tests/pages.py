"""Pages as docutils reads them, without Sphinx."""

import re

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import roles
from myst_parser.parsers.docutils_ import Parser

from zhengming.text import read_role

# As conf.py and the safety of the site set them.
SETTINGS = {
    "myst_enable_extensions": ["attrs_block", "colon_fence", "deflist"],
    "myst_disable_syntax": ["html_block", "html_inline"],
    # Sphinx does not make the only heading the title of the document.
    "doctitle_xform": False,
}
DIRECTIVE = re.compile(r"^```\{(edition|toctree)\}.*?^```$", re.DOTALL | re.MULTILINE)


def _role(
    name: str, rawtext: str, text: str, lineno: int, inliner: object, *_: object
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Stand in for the site's roles: a mark adds nothing to the text."""
    found = read_role(text)
    assert found
    return [nodes.inline(rawtext, found[0])], []


def page_texts(source: str) -> list[str]:
    """Return headings and paragraphs of a restored page; its directives are left out."""
    for name in ("conjecture", "gap"):
        roles.register_local_role(name, _role)  # type: ignore[arg-type]
    source = re.sub(
        r"^```\{(edition|toctree)\}.*?^```$", "", source, flags=re.DOTALL | re.MULTILINE
    )
    settings = {**SETTINGS, "report_level": 2, "halt_level": 2}
    document = publish_doctree(source, parser=Parser(), settings_overrides=settings)
    found = document.findall(lambda node: isinstance(node, nodes.title | nodes.paragraph))
    # Two headings of one text are told of in a note of docutils' own.
    own = (node for node in found if not isinstance(node.parent, nodes.system_message))
    return [node.astext() for node in own]
