"""Charts as SVG, drawn when a page is written: without script, and with no style of their own.

Units are those of the drawing, which is as wide as its place; `charts.css` has the colours. Beside
each chart stands a text or a table that says the same.
"""

from __future__ import annotations

import html
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from zhengming.sphinx.builders import SKIPPED
from zhengming.text import columns

# Page name → its address from the page with the chart.
Address = Callable[[str], str]


class drawing(nodes.General, nodes.Element):
    """A chart: `chart` has a function `svg`."""


class Part(NamedTuple):
    """A part of a text: its title, its paragraphs, and the number of each that has a place."""

    title: str
    length: int
    places: tuple[int, ...]


class Strip(NamedTuple):
    """The places of something along a text: bars over a line that parts break, with their names.

    A bar is as high as there are places in its paragraph, up to three.
    """

    title: str
    parts: Sequence[Part]

    def svg(self, address: Address) -> str:
        """Return the drawing."""
        width, gap, unit = 640, 8, 9
        scale = (width - gap * (len(self.parts) - 1)) / sum(part.length for part in self.parts)
        base = 3 * unit + 4
        height = base + 18
        shapes, line, start = [], "", 0.0
        for part in self.parts:
            end = start + part.length * scale
            line += f"M{start:.1f} {base}H{end:.1f}"
            bars = "".join(
                f'<rect x="{start + (place + 0.5) * scale - 1.5:.1f}" y="{base - high}"'
                f' width="3" height="{high}"/>'
                for place, number in sorted(Counter(part.places).items())
                for high in [unit * min(number, 3)]
            )
            # The whole part answers to the pointer, not its bars alone.
            area = f'<path class="zm-area" d="M{start:.1f} 0H{end:.1f}V{height}H{start:.1f}Z"/>'
            said = _title(f"{part.title} {len(part.places)}")
            name = _cut(part.title, end - start)
            label = f'<text x="{start:.1f}" y="{base + 14}">{name}</text>' if name else ""
            shapes.append(f"<g>{said}{area}{bars}{label}</g>")
            start = end + gap
        return _svg("zm-strip", width, height, self.title, [_path(line), *shapes])


def _cut(text: str, width: float) -> str:
    """Return what of a small text fits a width, "" if that is next to nothing."""
    room = int(width / 5.5)  # columns of half a character
    if columns(text) <= room:
        return html.escape(text)
    while text and columns(text) > room - 2:
        text = text[:-1]
    return f"{html.escape(text)}…" if columns(text) > 3 else ""


class Neighbour(NamedTuple):
    """A concept in a relation: its name, the relation's, its page, how often it is used."""

    name: str
    relation: str
    docname: str
    uses: int


class Ladder(NamedTuple):
    """A concept with those above it, below it and beside it, each in a line of its own.

    Dots are as large as concepts are frequent. Who cannot see it has the relations as text.
    """

    own: Neighbour
    above: Sequence[Neighbour]
    below: Sequence[Neighbour]
    beside: Sequence[Neighbour]

    def svg(self, address: Address) -> str:
        """Return the drawing."""
        step, shift, left = 26, 24, 10
        rows = [*((0, each) for each in self.above), (1, self.own)]
        rows += [(2, each) for each in (*self.below, *self.beside)]
        dots = [(left + shift * column, step * row + 13) for row, (column, _) in enumerate(rows)]
        count = len(self.above)
        x, y = dots[count]
        behind = count + 1 + len(self.below)
        solid = "".join(f"M{left} {low}V{y}H{x}" for _x, low in dots[:count])
        solid += _branches(x, y, dots[count + 1 : behind])
        dashed = _branches(x, y, dots[behind:])
        labels = (
            _labelled(each, place, address)
            for (_column, each), place in zip(rows, dots, strict=True)
        )
        lines = [_path(solid), _path(dashed, "zm-dashed")]
        return _svg("zm-ladder", 360, step * len(rows), "", [*lines, *labels])


def _branches(x: int, y: int, ends: Iterable[tuple[int, int]]) -> str:
    """Return lines from a dot down, and to the right to each end."""
    return "".join(f"M{x} {y}V{low}H{right}" for right, low in ends)


def _labelled(each: Neighbour, place: tuple[int, int], address: Address) -> str:
    x, y = place
    radius = 3 + min(5.0, math.sqrt(each.uses) / 2)
    relation = f' <tspan class="zm-relation">{html.escape(each.relation)}</tspan>'
    name = f'<text x="{x + 14}" y="{y + 5}">{html.escape(each.name)}{relation}</text>'
    dot = f'<circle cx="{x}" cy="{y}" r="{radius:.1f}"/>'
    if not each.docname:
        return f'<g class="zm-own">{dot}{name}</g>'
    return f'<a href="{html.escape(address(each.docname))}" tabindex="-1">{dot}{name}</a>'


class Line(NamedTuple):
    """A row of a matrix: its name, its page, and a number for each column."""

    name: str
    docname: str
    numbers: tuple[int, ...]


class Matrix(NamedTuple):
    """Numbers as discs, whose areas are as the numbers; the greatest fills its place."""

    title: str
    columns: Sequence[str]
    lines: Sequence[Line]

    def svg(self, address: Address) -> str:
        """Return the drawing."""
        left, wide, high, head = 210, 48, 24, 20
        greatest = max(number for line in self.lines for number in line.numbers)
        height = head + len(self.lines) * high
        shapes = list(self._columns(left, wide, height))
        for row, line in enumerate(self.lines):
            y = head + row * high + high // 2
            name = f'<text x="{left - 12}" y="{y + 5}">{html.escape(line.name)}</text>'
            link = html.escape(address(line.docname))
            shapes.append(f'<a href="{link}" tabindex="-1">{name}</a>')
            for column, number in enumerate(line.numbers):
                if number:
                    x = left + column * wide + wide // 2
                    radius = max(1.2, high * 0.5 * math.sqrt(number / greatest))
                    said = _title(f"{line.name}：{self.columns[column]} {number}")
                    shapes.append(f'<circle cx="{x}" cy="{y}" r="{radius:.1f}">{said}</circle>')
        width = left + len(self.columns) * wide
        return _svg("zm-matrix", width, height, self.title, shapes)

    def _columns(self, left: int, wide: int, height: int) -> Iterator[str]:
        """Yield the names of the columns, and a shade behind every second."""
        for column, name in enumerate(self.columns):
            x = left + column * wide
            shade = "zm-area" if column % 2 else "zm-shade"
            area = f'<path class="{shade}" d="M{x} 0h{wide}v{height}h-{wide}z"/>'
            label = f'<text class="zm-head" x="{x + 3}" y="14">{_cut(name, wide - 6)}</text>'
            yield f"<g>{_title(name)}{area}{label}</g>"


def _path(d: str, name: str = "") -> str:
    return f'<path class="{f"zm-line {name}".rstrip()}" d="{d}"/>' if d else ""


def _title(text: str) -> str:
    return f"<title>{html.escape(text)}</title>"


def _svg(name: str, width: int, height: int, title: str, shapes: Iterable[str]) -> str:
    said = f'role="img" aria-label="{html.escape(title)}"' if title else 'aria-hidden="true"'
    view = f'viewBox="0 0 {width} {height}"'
    return f'<svg class="{name}" {view} {said}>{"".join(shapes)}</svg>'


def visit_drawing_html(self: HTML5Translator, node: drawing) -> None:
    builder = self.builder

    def address(docname: str) -> str:
        return str(builder.get_relative_uri(builder.current_docname, docname))

    self.body.append(f'<div class="zm-chart">{node["chart"].svg(address)}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node and its style."""
    app.add_node(drawing, False, html=(visit_drawing_html, None), **SKIPPED)
    app.add_css_file("charts.css")
