"""What builders other than HTML make of nodes that are ours: their content, or nothing."""

from __future__ import annotations

from typing import Any, Final

from docutils import nodes

_OTHERS = ("latex", "text", "man", "texinfo", "typst")


def _keep(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Set what is in a node, and nothing around it."""


def _skip(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Leave out what is for a screen alone."""
    raise nodes.SkipNode


# Arguments of `Sphinx.add_node`, beside those for HTML.
KEPT: Final[dict[str, Any]] = dict.fromkeys(_OTHERS, (_keep, _keep))
SKIPPED: Final[dict[str, Any]] = dict.fromkeys(_OTHERS, (_skip, None))
