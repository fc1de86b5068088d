"""The counts of an apparatus as a chart, and the controls that show a part of it.

The chart is made when a page is written, and says nothing that the table beside it does not. The
controls need a script; without one they are not seen, and the whole apparatus is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.writers.html5 import HTML5Translator

from zhengming.apparatus import CAUSES, CERTAINTIES, KINDS, Emendation
from zhengming.sphinx import wording
from zhengming.sphinx.builders import KEPT, SKIPPED
from zhengming.sphinx.wording import _

# The id of the list that they choose from.
SHOWN = "shown"

# Pixels of a line of the chart, and of the bar in it.
_LINE = 40
_BAR = 12
_FILLING = {
    "high": ' fill="currentColor"',
    "medium": ' fill="url(#zm-hatch)"',
    "low": ' fill="none"',
}


class Line(NamedTuple):
    """How many emendations of a kind have a cause, by certainty as in CERTAINTIES."""

    kind: str
    cause: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """The sum over all certainties."""
        return sum(self.counts)


class chart(nodes.General, nodes.Element):
    """Bars for `lines`."""


class controls(nodes.General, nodes.Element):
    """A choice of kind, cause and certainty, of those that `lines` have."""


class choice(nodes.Inline, nodes.TextElement):
    """A count that leads to the list of what it counts: what has all facts of `wanted`.

    A script shows these alone; without one the list is whole.
    """


class counted_row(nodes.row):
    """A row of a table for `count` emendations of one certainty."""


class counted_item(nodes.list_item):
    """An item of a list for one emendation, with its kind, cause and certainty."""


def lines(items: Iterable[Emendation]) -> list[Line]:
    """Return the counts of an apparatus: by kind, the most frequent cause first."""
    found: dict[tuple[str, str], list[int]] = {}
    for item in items:
        counts = found.setdefault((item.kind, item.cause), [0] * len(CERTAINTIES))
        counts[CERTAINTIES.index(item.certainty)] += 1
    made = [Line(kind, cause, tuple(counts)) for (kind, cause), counts in found.items()]
    return sorted(made, key=lambda line: (KINDS.index(line.kind), -line.total))


# The chart. Places and widths are parts of the whole, so that it fits any screen at its size.


def visit_chart_html(self: HTML5Translator, node: chart) -> None:
    shown: Sequence[Line] = node["lines"]
    title = escape(_("各种校改的次数"))
    self.body.append(
        f'<svg class="zm-counts" role="img" aria-label="{title}" width="100%"'
        f' height="{_LINE * (len(shown) + 1)}">\n'
        '<pattern id="zm-hatch" width="5" height="5" patternUnits="userSpaceOnUse">'
        '<path d="M-1,1 l2,-2 M0,5 l5,-5 M4,6 l2,-2"/></pattern>\n'
    )
    most = max((line.total for line in shown), default=1)
    for number, line in enumerate(shown):
        self.body += _bars(line, number * _LINE, most)
    self.body += _key(len(shown) * _LINE)
    self.body.append("</svg>\n")
    raise nodes.SkipNode


def _bars(line: Line, top: int, most: int) -> Iterator[str]:
    name = escape(
        _("{kind}·{cause}").format(kind=wording.kind(line.kind), cause=wording.cause(line.cause))
    )
    yield f'<text x="0" y="{top + 16}">{name}<tspan dx="8">{line.total:,}</tspan></text>\n'
    start = 0
    for level, count in zip(CERTAINTIES, line.counts, strict=True):
        if count:
            yield (
                f'<rect{_FILLING[level]} x="{start / most:.3%}" y="{top + 22}"'
                f' width="{count / most:.3%}" height="{_BAR}"/>\n'
            )
        start += count


def _key(top: int) -> Iterator[str]:
    """Yield what the three fillings mean."""
    name = escape(_("确度"))
    yield f'<text y="{top + 21}">{name}</text>\n'
    for number, level in enumerate(CERTAINTIES, 1):
        word = escape(wording.certainty(level))
        yield f'<svg x="{number * 25}%" y="{top + 10}" overflow="visible">'
        yield f'<rect{_FILLING[level]} width="{_BAR}" height="{_BAR}"/>'
        yield f'<text x="{_BAR + 6}" y="11">{word}</text></svg>\n'


# The controls


def visit_controls_html(self: HTML5Translator, node: controls) -> None:
    shown: Sequence[Line] = node["lines"]
    total = sum(line.total for line in shown)
    kinds: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    levels: Counter[str] = Counter()
    for line in shown:
        kinds[line.kind] += line.total
        causes[line.cause] += line.total
        levels.update(dict(zip(CERTAINTIES, line.counts, strict=True)))
    # Babel does not look for words inside of f-strings.
    pattern, section = _("显示 {n} 处，共 {total} 处"), _("显示 {n} 处，{groups} 种。")
    everything = escape(_("全部显示"))
    self.body.append(
        f'<form class="zm-filter" data-shown="{escape(pattern)}"'
        f' data-section="{escape(section)}">\n'
    )
    self.body += _select("kind", _("种类"), kinds, wording.kind, KINDS)
    self.body += _select("cause", _("成因"), causes, wording.cause, CAUSES)
    self.body += _select("certainty", _("确度"), levels, wording.certainty, CERTAINTIES)
    number = f"{total:,}"
    self.body.append(
        f'<button type="reset" disabled>{everything}</button>\n'
        f'<p><span role="status">{escape(pattern.format(n=number, total=number))}</span>'
        f' <a href="#{SHOWN}">{escape(_("到列表"))}</a></p>\n</form>\n'
    )
    raise nodes.SkipNode


def _select(
    name: str, label: str, counts: Counter[str], word: Callable[[str], str], order: Sequence[str]
) -> Iterator[str]:
    yield f'<label>{escape(label)} <select name="{name}">\n'
    options = [("", _("全部"), counts.total())]
    options += [(value, word(value), counts[value]) for value in order if counts[value]]
    for value, text, count in options:
        text = escape(text)
        yield f'<option value="{value}" data-word="{text}">{text} {count:,}</option>\n'
    yield "</select></label>\n"


def visit_choice_html(self: HTML5Translator, node: choice) -> None:
    query = urlencode(node["wanted"])
    self.body.append(self.starttag(node, "a", "", href=f"?{query}#{SHOWN}"))


def depart_choice_html(self: HTML5Translator, node: choice) -> None:
    self.body.append("</a>")


# What they choose among


def visit_counted_row_html(self: HTML5Translator, node: counted_row) -> None:
    self.visit_row(node)
    _tell(self, node, count=node["count"], certainty=node["certainty"])


def depart_counted_row_html(self: HTML5Translator, node: counted_row) -> None:
    self.depart_row(node)


def visit_counted_item_html(self: HTML5Translator, node: counted_item) -> None:
    self.visit_list_item(node)
    facts = {name: node[name] for name in ("kind", "cause", "certainty")}
    _tell(self, node, count=1, **facts)


def depart_counted_item_html(self: HTML5Translator, node: counted_item) -> None:
    self.depart_list_item(node)


def _tell(self: HTML5Translator, node: nodes.Element, **facts: Any) -> None:
    """Put facts on the tag that was written last."""
    tag, sign, rest = self.body[-1].rpartition(">")
    told = "".join(f' data-{name}="{self.attval(str(value))}"' for name, value in facts.items())
    self.body[-1] = f"{tag}{told}{sign}{rest}"


def add_script(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load the script and the style on the pages that have controls."""
    is_html = isinstance(app.builder, StandaloneHTMLBuilder)
    if is_html and doctree is not None and next(iter(doctree.findall(controls)), None):
        app.add_css_file("apparatus.css")
        app.add_js_file("filter.js", loading_method="defer", priority=600)


def setup(app: Sphinx) -> None:
    """Register nodes and script."""
    app.add_node(chart, False, html=(visit_chart_html, None), **SKIPPED)
    app.add_node(choice, False, html=(visit_choice_html, depart_choice_html), **KEPT)
    app.add_node(controls, False, html=(visit_controls_html, None), **SKIPPED)
    # For other builders they are what their classes are.
    app.add_node(counted_row, html=(visit_counted_row_html, depart_counted_row_html))
    app.add_node(counted_item, html=(visit_counted_item_html, depart_counted_item_html))
    app.connect("html-page-context", add_script)
