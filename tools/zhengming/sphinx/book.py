"""The book: both texts, the glossary, the apparatus and an index of concepts, for paper.

The builder `typst` joins all pages into one tree. The texts stay in it as they are; the pages of
concepts become entries of a glossary, those of the apparatus lists behind all, and what is about
the site, or shows the witness beside a text, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from zhengming.glossary import ADMITTED, DEPRECATED, PREFERRED, Concept
from zhengming.languages import order as order_of_tags
from zhengming.sphinx import collation, links, messages, occurrences, reading, wording
from zhengming.sphinx.concept_index import by_name
from zhengming.sphinx.domain import concept_of, domain_of, language_of, title_of
from zhengming.sphinx.edition import emendation, sources
from zhengming.sphinx.order import place, usual
from zhengming.sphinx.wording import _

if TYPE_CHECKING:
    from sphinx_typst.builder import Document
    from sphinx_typst.writer import TypstTranslator

BUILDER = "typst"
_KEPT = 260  # code points of an entry that is not torn by the end of a column


class concept_entry(nodes.General, nodes.Element):
    """The entry of a concept, called `title`: its forms, then its definition."""


class forms(nodes.paragraph):
    """The forms of a concept."""


class columns(nodes.General, nodes.Element):
    """Content in two columns."""


class listing(nodes.General, nodes.Element):
    """Short paragraphs, `count` beside each other."""


class lead(nodes.paragraph):
    """A paragraph that stays with what comes below it."""


class paragraph_number(nodes.Inline, nodes.Element):
    """The number `text` of a paragraph, for the margin; `is_indented` if the paragraph is."""


class remark(nodes.inline):
    """What editors say of an emendation."""


class end_matter(nodes.General, nodes.Element):
    """Where the apparatus of the text `text` will stand; `docname` is its page in the site."""


# The tree


def assemble(app: Sphinx, tree: nodes.document, document: Document) -> None:
    """Keep the texts in a tree of all pages; put glossary, apparatus and marks for the index."""
    env = app.env
    pages = {page["docname"]: page for page in tree.findall(addnodes.start_of_file)}
    texts = dict(occurrences.texts(env))
    fronts = [name for name in pages if name in texts]
    definitions: dict[str, list[nodes.Node]] = {
        name: [node.deepcopy() for node in page[0] if isinstance(node, nodes.paragraph)]
        for name, page in pages.items()
        if concept_of(env, name) and len(page) and isinstance(page[0], nodes.section)
    }
    root = next(iter(tree.findall(nodes.section)))
    # The front page leads to the parts of a site; a book has its first words, and the texts.
    words = [node for node in root if isinstance(node, nodes.paragraph)]
    root[1:] = [_preface(words), *(pages[name] for name in fronts)]
    tree["subtitle"] = [env.titles[name].astext() for name in fronts]
    for name in fronts:
        _move_box(next(pages[name].findall(nodes.section)))
    for name in (name for front in fronts for name in texts[front]):
        if occurrences.is_text(env, name):
            _number(pages[name], is_indented=language_of(env) != "en")
        else:
            pages[name].parent.remove(pages[name])
    root += _glossary(env, definitions)
    root += _end_matters(env, fronts)


def _move_box(section: nodes.Element) -> None:
    """Put the box of a text, which is below the site's list of its chapters, below its title."""
    for node in list(section.findall(collation.placeholder)):
        if node["view"] == "edition":
            node.parent.remove(node)
            section.insert(1, node)


def _number(page: nodes.Element, *, is_indented: bool) -> None:
    """Put the numbers of paragraphs beside them: the apparatus speaks of these."""
    for node in page.findall(nodes.paragraph):
        found = next(filter(None, map(_PARAGRAPH.fullmatch, node["ids"])), None)
        if found:
            text = found[1].lstrip("0")
            node.insert(0, paragraph_number("", text=text, is_indented=is_indented))


# The name of a paragraph of a text, as p054.
_PARAGRAPH = re.compile("p([0-9]+[a-z]?)")


def _index_mark(title: str, main: str = "") -> addnodes.index:
    # A semicolon would part one word from another below it.
    return addnodes.index("", entries=[("single", title.replace(";", ","), "", main, None)])


def _preface(words: Iterable[nodes.Node]) -> addnodes.start_of_file:
    legend = _(
        "加点线的字是推断，理由在脚注里；〔……〕是阙文，底本脱去的字，无从补入；标题和题署后的脚注说明它们由编者补入。"
        "页边的数字是段号。蓝色的词是概念，每一节里第一次出现时指向书后的解释。"
        "书后还有两篇的校勘记，用底本和简体校本的字；和概念的索引：粗体的页码是解释，其余是文中。"
    )
    section = nodes.section("", nodes.title("", _("凡例")), ids=["preface"])
    section += [*words, nodes.paragraph("", legend)]
    return addnodes.start_of_file("", section, docname="preface")


# The glossary


def _glossary(
    env: BuildEnvironment, definitions: Mapping[str, list[nodes.Node]]
) -> addnodes.start_of_file:
    domain = domain_of(env)
    fronts = (f"{folder}/index" for folder in env.config.zhengming_glossary)
    title = next((env.titles[name].astext() for name in fronts if name in env.titles), _("概念"))
    section = nodes.section("", nodes.title("", title), ids=["glossary"])
    body = columns()
    for group, concepts in by_name(env, usual(language_of(env))):
        body += nodes.rubric("", group.title)
        for concept in concepts:
            docname = domain.docnames[concept.id]
            if docname in definitions:
                body += addnodes.start_of_file(
                    "", _entry(env, concept, definitions[docname]), docname=docname
                )
    section += body
    return addnodes.start_of_file("", section, docname="glossary")


def _entry(env: BuildEnvironment, concept: Concept, definition: list[nodes.Node]) -> concept_entry:
    title = title_of(env, concept)
    mark = _index_mark(title, "main")
    found = _forms(concept, language_of(env), title)
    listed = forms("", "", *found, classes=["zm-unlinked"])
    return concept_entry("", mark, *definition, listed, ids=[f"concept-{concept.id}"], title=title)


def _forms(concept: Concept, own: str, title: str) -> Iterator[nodes.Node]:
    """Yield the forms of each language behind its name; the heading has one of them already."""
    for tag in sorted({term.language for term in concept.terms}, key=order_of_tags):
        terms = [term for term in concept.terms if term.language == tag]
        right = [t.form for t in terms if t.status in (PREFERRED, ADMITTED)]
        wrong = [t.form for t in terms if t.status == DEPRECATED and not t.is_noise]
        if tag == own:
            right = [text for text in right if text != title]
        if not right and not wrong:
            continue
        yield nodes.inline("", wording.region(tag), classes=["zm-tag"])
        yield nodes.Text(" ")
        yield from _listed(right, tag)
        if wrong:
            yield nodes.Text((_("；") if right else "") + _("不用："))
            yield from _listed(wrong, tag)
        yield nodes.Text(_("。"))


def _listed(words: Iterable[str], tag: str) -> Iterator[nodes.Node]:
    for number, text in enumerate(words):
        if number:
            yield nodes.Text(_("；"))
        yield nodes.inline("", text, classes=[f"language-{tag}"])


# The apparatus


def _end_matters(env: BuildEnvironment, fronts: Iterable[str]) -> addnodes.start_of_file:
    section = nodes.section("", nodes.title("", _("校勘记")), ids=["apparatus"])
    for name in fronts:
        docname = str(PurePosixPath(name).with_name("apparatus"))
        text = PurePosixPath(name).parent.name
        part = nodes.section("", nodes.title("", env.titles[name].astext()), ids=["apparatus"])
        part += end_matter("", text=text, docname=docname)
        section += addnodes.start_of_file("", part, docname=docname)
    return addnodes.start_of_file("", section, docname="apparatus")


class IndexMarks(SphinxPostTransform):
    """Puts marks for the index at the names of concepts in the texts.

    A paragraph may go on on the next page: the first and the last of a concept are marked.
    """

    default_priority = 4  # behind the links to concepts (3)
    builders = (BUILDER,)

    def run(self, **kwargs: Any) -> None:
        for page in self.document.findall(addnodes.start_of_file):
            if occurrences.is_text(self.env, page["docname"]):
                for block in page.findall(nodes.TextElement):
                    if not isinstance(block, nodes.Inline | nodes.FixedTextElement):
                        self._mark(block)

    def _mark(self, block: nodes.TextElement) -> None:
        places: dict[str, list[nodes.Element]] = {}
        for node in block.findall(nodes.Element):
            if len(names := _named(node)) == 1:
                places.setdefault(names[0], []).append(node)
        for name, found in places.items():
            title = title_of(self.env, domain_of(self.env).glossary.concepts[name])
            for node in dict.fromkeys((found[0], found[-1])):
                _put_inside(node, _index_mark(title))


def _named(node: nodes.Element) -> Sequence[str]:
    """Return the concepts that a node may name: a form, or a link."""
    if isinstance(node, links.form):
        return tuple(node["concepts"])
    is_link = isinstance(node, addnodes.pending_xref) and node["reftype"] == "concept"
    return (node["reftarget"],) if is_link else ()


# A character, or a word of letters.
_FIRST = re.compile(r"[A-Za-z]+|.", re.DOTALL)


def _put_inside(node: nodes.Element, mark: addnodes.index) -> None:
    """Put a mark behind the first word of a name: before it, it might end the page before."""
    text = node.astext()
    found = _FIRST.match(text)
    assert found
    # Of a link only the first child stays once it is resolved.
    parts = nodes.Text(found[0]), mark, nodes.Text(text[found.end() :])
    node[:] = [nodes.inline("", "", *parts)]


class EndMatter(SphinxPostTransform):
    """Puts the apparatus where its place is kept, once concepts are linked in all else."""

    default_priority = 5  # behind the other views (4), before references are resolved (10)
    builders = (BUILDER,)

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(end_matter)):
            said = messages.folder_translations(self.env, node["docname"])
            text = collation.load(sources(self.env) / node["text"], node["docname"], said)
            node.replace_self(_apparatus(text))
        for words in list(self.document.findall(nodes.inline)):
            if "zm-remark" in words["classes"]:
                words.replace_self(remark("", words.astext().strip()))


def _apparatus(text: collation.Text) -> list[nodes.Node]:
    """Return what the pages mark and what was supplied one by one, and the rest by its words."""
    marked = list(reading.marks(text.rows))
    found: list[nodes.Node] = []
    if marked:
        found.append(collation.marked_section(text, marked))
    rest = [item for item in text.emendations if not item.is_marked]
    for kind, cause in dict.fromkeys((item.kind, item.cause) for item in rest):
        items = [item for item in rest if (item.kind, item.cause) == (kind, cause)]
        groups = reading.groups(items)
        title = _("{kind}：{cause}").format(kind=wording.kind(kind), cause=wording.cause(cause))
        section = nodes.section("", nodes.title("", title), ids=[f"{kind}-{cause}"])
        counted = _("共 {n:,} 处，{groups:,} 种。").format(n=len(items), groups=len(groups))
        section += lead("", counted)
        if kind == "supplied":
            section += collation.by_place(text, groups)
        else:
            section += _pairs(groups, 4 if cause in collation.BY_SIGN else 3)
        found.append(section)
    return found


def _pairs(groups: Iterable[reading.Group], count: int) -> listing:
    """Return what each became, and how often, so many beside each other.

    What became the same only in this script has its note, which says what it was.
    """
    body = listing("", count=count)
    for group in groups:
        notes = group.notes if group.first.before == group.first.after else ()
        times = [nodes.Text(f" ×{group.count:,}")] if group.count > 1 else []
        parts = collation.change(group.first, notes)
        body += nodes.paragraph("", "", *parts[:3], *times, *parts[3:])
    return body


# Setting


def visit_concept_entry(self: TypstTranslator, node: concept_entry) -> None:
    is_kept = len(node.astext()) < _KEPT
    self.open_marked(node, "concept-entry", self.prose(node["title"], node), kept=is_kept)


def visit_forms(self: TypstTranslator, node: forms) -> None:
    self.open("forms")


def visit_lead(self: TypstTranslator, node: lead) -> None:
    self.open("lead")


def visit_remark(self: TypstTranslator, node: remark) -> None:
    self.open("remark")


def visit_paragraph_number(self: TypstTranslator, node: paragraph_number) -> None:
    self.open("paragraph-number", indented=node["is_indented"])
    self.write(node["text"], node)


def visit_columns(self: TypstTranslator, node: columns) -> None:
    self.open("in-columns")


def visit_listing(self: TypstTranslator, node: listing) -> None:
    self.body.append(f"in-grid({node['count']},\n")
    for pair in node:
        self.body.append("{")
        for child in pair.children:
            child.walkabout(self)
        self.body.append("},\n")
    self.body.append(")\n")
    raise nodes.SkipNode


def visit_emendation(self: TypstTranslator, node: emendation) -> None:
    self.open_marked(node, node["mark"])


def visit_variant(self: TypstTranslator, node: collation.variant) -> None:
    self.open("deleted" if node["tag"] == "del" else "inserted")


def close(self: TypstTranslator, node: nodes.Element) -> None:
    """End what was begun for a node."""
    self.close()


def index_key(app: Sphinx, word: str, language: str) -> tuple[str, Any]:
    """Return heading and place of a word in the index, in the order of the site's language."""
    group, key = place(word, usual(language_of(app.env)))
    return group.title, key


def connect(app: Sphinx) -> None:
    """Take part if a book is built; the events are those of its builder."""
    if app.builder.name == BUILDER:
        app.connect("typst-assembled", assemble)
        app.connect("typst-index-key", index_key)


def setup(app: Sphinx) -> None:
    """Register nodes and transform."""
    app.add_node(concept_entry, typst=(visit_concept_entry, close))
    app.add_node(forms, typst=(visit_forms, close))
    app.add_node(listing, typst=(visit_listing, None))
    app.add_node(columns, typst=(visit_columns, close))
    app.add_node(lead, typst=(visit_lead, close))
    app.add_node(paragraph_number, typst=(visit_paragraph_number, close))
    app.add_node(remark, typst=(visit_remark, close))
    app.add_node(end_matter)
    app.add_node(emendation, override=True, typst=(visit_emendation, close))
    app.add_node(collation.variant, override=True, typst=(visit_variant, close))
    app.add_post_transform(IndexMarks)
    app.add_post_transform(EndMatter)
    app.connect("builder-inited", connect)
