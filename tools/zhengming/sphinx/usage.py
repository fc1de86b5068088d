"""`{usage}`: how often concepts stand in the parts of all texts, as a picture and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from zhengming.sphinx import occurrences
from zhengming.sphinx.builders import SKIPPED
from zhengming.sphinx.charts import Line, Matrix, drawing
from zhengming.sphinx.collation import disclosure
from zhengming.sphinx.domain import domain_of, title_of
from zhengming.sphinx.wording import _, _n

# Concepts in the picture, the most frequent ones; the table has all.
_SHOWN = 40


class usage_place(nodes.General, nodes.Element):
    """Where picture and table will stand."""


class usage_table(nodes.General, nodes.Element):
    """The numbers: `lines`, under the titles `columns`; as nodes they would be thousands."""


class UsageDirective(SphinxDirective):
    """`{usage}`."""

    def run(self) -> list[nodes.Node]:
        # Lists of concepts are written again when what they show has changed.
        domain_of(self.env).lists.add(self.env.current_document.docname)
        return [usage_place("")]


class Usage(SphinxPostTransform):
    """Puts picture and table where their placeholder is."""

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        for place in list(self.document.findall(usage_place)):
            place.replace_self(list(_view(self.env)))


def _view(env: BuildEnvironment) -> Iterator[nodes.Node]:
    docnames = [name for _index, names in occurrences.texts(env) for name in names]
    docnames = [name for name in docnames if occurrences.is_text(env, name)]
    columns = [env.titles[name].astext() for name in docnames]
    lines = sorted(_lines(env, docnames), key=lambda line: (-sum(line.numbers), line.docname))
    if not lines:
        yield nodes.paragraph("", _("文本里没有概念。"))
        return
    title = _("最常见的{n}个概念在各部分出现的次数").format(n=min(_SHOWN, len(lines)))
    yield drawing("", chart=Matrix(title, columns, lines[:_SHOWN]))
    summary = _n("全部{n}个概念的次数", len(lines)).format(n=len(lines))
    yield disclosure("", usage_table("", columns=columns, lines=lines), summary=summary)


def _lines(env: BuildEnvironment, docnames: list[str]) -> Iterator[Line]:
    domain = domain_of(env)
    for concept in domain.glossary.concepts.values():
        counts = dict(occurrences.by_page(env, concept.id))
        if counts:
            numbers = tuple(counts.get(name, 0) for name in docnames)
            yield Line(title_of(env, concept), domain.docnames[concept.id], numbers)


def visit_usage_table_html(self: HTML5Translator, node: usage_table) -> None:
    heads = (_("概念"), *node["columns"], _("合计"))
    titles = "".join(f'<th scope="col">{self.encode(head)}</th>' for head in heads)
    self.body.append(
        '<div class="table-wrapper"><table class="zm-usage docutils">'
        f"<thead><tr>{titles}</tr></thead><tbody>\n"
    )
    for line in node["lines"]:
        address = self.builder.get_relative_uri(self.builder.current_docname, line.docname)
        name = f'<a href="{self.attval(address)}">{self.encode(line.name)}</a>'
        numbers = (*line.numbers, sum(line.numbers))
        cells = "".join(f"<td>{number or '–'}</td>" for number in numbers)
        self.body.append(f'<tr><th scope="row">{name}</th>{cells}</tr>\n')
    self.body.append("</tbody></table></div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register directive, nodes and transform."""
    app.add_directive("usage", UsageDirective)
    app.add_node(usage_place)
    app.add_node(usage_table, False, html=(visit_usage_table_html, None), **SKIPPED)
    app.add_post_transform(Usage)
