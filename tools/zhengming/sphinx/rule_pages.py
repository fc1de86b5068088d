"""`{cases} SLUG`: the cases of a rule on its manual page, which the tests run too."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from zhengming.rules import RULES
from zhengming.sphinx import wording
from zhengming.sphinx.collation import table
from zhengming.sphinx.wording import _


class CasesDirective(SphinxDirective):
    """The cases of the rule that the argument names: text, what is found, the fixed text."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        slug = self.arguments[0]
        rule = next((rule for rule in RULES if rule.slug == slug), None)
        if rule is None:
            known = ", ".join(rule.slug for rule in RULES)
            raise self.error(f"rule {slug!r}; expected one of {known}")
        rows = [
            (
                wording.language(case.language),
                _lines(case.text, case.language),
                _("；").join(case.messages) or _("无"),
                _lines(case.fixed or "", case.language),
            )
            for case in rule.cases
        ]
        shown = table([_("语言"), _("文字"), _("发现"), _("改后")], rows, "zm-cases")
        for node in shown.findall(nodes.paragraph):
            # Data, not prose: no translator is asked for it.
            node["translatable"] = False
        return [shown]


def _lines(text: str, tag: str) -> list[nodes.Node]:
    """Return a text line by line: LaTeX bears no empty line inside of an inline node."""
    found: list[nodes.Node] = []
    for line in text.split("\n"):
        found += [nodes.Text("\n")] if found else []
        found += [nodes.inline("", line, classes=[f"language-{tag}"])] if line else []
    return found


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("cases", CasesDirective)
