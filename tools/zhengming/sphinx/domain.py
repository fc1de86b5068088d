"""What the pages of a site know of one another: anchors, concepts, and where these stand.

All of it is found while pages are read, so that pages can be written in any order and in many
processes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from zhengming.glossary import SOURCE, Concept, Glossary
from zhengming.languages import any_tag
from zhengming.matcher import Matcher

NAME = "zhengming"

# What is found while a page is read, by the name of the page.
_BY_PAGE = ("anchors", "uses", "blocks", "definitions", "messages", "tallies")


class Use(NamedTuple):
    """A form on a page: the concepts that it may mean, and the text around it.

    `anchor` is that of its paragraph, or else of its section; `is_linked` says whether the form
    itself becomes the link to its concept.
    """

    concepts: tuple[str, ...]
    anchor: str
    left: str
    form: str
    right: str
    is_linked: bool


class Block(NamedTuple):
    """A heading, a paragraph or the like, as a reader sees it, and the anchor that leads to it."""

    anchor: str
    text: str
    is_title: bool = False


class concept_reference(nodes.reference):
    """A link to the page of the concept `concept`."""


class ZhengmingDomain(Domain):
    """Knows anchors, concepts and their uses, and resolves links to the first two."""

    name = NAME
    label = "zhengming"
    initial_data: ClassVar[dict[str, Any]] = {
        "anchors": {},
        "uses": {},
        "blocks": {},
        "definitions": {},
        "messages": {},
        "lists": set(),
        "books": set(),
        "tallies": {},
        "counts": {},
        "views": {},
    }
    data_version = 5
    dangling_warnings: ClassVar[dict[str, str]] = {"anchor": "no anchor %(target)s"}
    # Set when a build begins; domains are not pickled, so neither are these.
    glossary: Glossary = Glossary({})
    matcher: Matcher
    # Concept → the name of its page, "" if it is outside of the site.
    docnames: Mapping[str, str] = MappingProxyType({})
    # Concept → where it stands in the texts; known once all pages are read.
    places: Mapping[str, list[Any]] = MappingProxyType({})
    # Concept → its form and what witnesses have for it, counted; found when a page asks.
    spun: dict[str, Counter[tuple[str, str]]] | None = None
    # The pages that are read in this build, and those that are only written again.
    read: Set[str] = frozenset()
    renewed: Set[str] = frozenset()

    @property
    def anchors(self) -> dict[str, tuple[str, ...]]:
        """Page name → its anchors, in the order of the page."""
        return cast(dict[str, tuple[str, ...]], self.data["anchors"])

    @property
    def uses(self) -> dict[str, tuple[Use, ...]]:
        """Page name → where forms stand on it, in the order of the page."""
        return cast(dict[str, tuple[Use, ...]], self.data["uses"])

    @property
    def blocks(self) -> dict[str, tuple[Block, ...]]:
        """Page name → what can be searched on it, in the order of the page."""
        return cast(dict[str, tuple[Block, ...]], self.data["blocks"])

    @property
    def definitions(self) -> dict[str, str]:
        """Name of a concept's page → its definition, in the language of the site."""
        return cast(dict[str, str], self.data["definitions"])

    @property
    def messages(self) -> dict[str, dict[str, str]]:
        """Page name → sentences of data files → their translation, for those that have one."""
        return cast(dict[str, dict[str, str]], self.data["messages"])

    @property
    def lists(self) -> set[str]:
        """The pages that list all concepts."""
        return cast(set[str], self.data["lists"])

    @property
    def books(self) -> set[str]:
        """The pages that name the books."""
        return cast(set[str], self.data["books"])

    @property
    def tallies(self) -> dict[str, tuple[str, ...]]:
        """Page name → the counts of translations that it shows."""
        return cast(dict[str, tuple[str, ...]], self.data["tallies"])

    @property
    def counts(self) -> dict[str, tuple[str, Any]]:
        """Counts of translations: a digest of the files that they are made of, and themselves."""
        return cast(dict[str, tuple[str, Any]], self.data["counts"])

    @property
    def views(self) -> dict[str, str]:
        """Page name → a digest of what was put on it from other pages when last written."""
        return cast(dict[str, str], self.data["views"])

    def clear_doc(self, docname: str) -> None:
        for key in (*_BY_PAGE, "views"):
            self.data[key].pop(docname, None)
        self.lists.discard(docname)
        self.books.discard(docname)

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        for docname in docnames:
            for key in _BY_PAGE:
                if docname in otherdata[key]:
                    self.data[key][docname] = otherdata[key][docname]
        for key in ("lists", "books"):
            self.data[key].update(otherdata[key].intersection(docnames))

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        self.anchors[docname] = tuple(
            name
            for node in document.findall(nodes.Element)
            if node.get("anchored")
            for name in node["ids"]
        )

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        if typ == "concept":
            docname = self.docnames.get(target, "")
            if docname not in env.all_docs:
                return None
            made = make_refnode(builder, fromdocname, docname, f"concept-{target}", contnode)
            found = concept_reference("", "", *made.children, **made.attributes, concept=target)
            found["classes"].append("zm-concept")
            return found
        docname, _sign, anchor = target.partition("#")
        if docname not in env.all_docs or (anchor and anchor not in self.anchors[docname]):
            return None
        return make_refnode(builder, fromdocname, docname, anchor, contnode)

    def resolve_any_xref(self, *_args: Any) -> list[tuple[str, nodes.reference]]:
        """Return nothing: `any` roles never mean an anchor."""
        return []


def domain_of(env: BuildEnvironment) -> ZhengmingDomain:
    """Return the domain of a build."""
    return cast(ZhengmingDomain, env.get_domain(NAME))


def concept_of(env: BuildEnvironment, docname: str) -> Concept | None:
    """Return the concept whose page this is."""
    folder, _sign, name = docname.rpartition("/")
    if folder not in env.config.zhengming_glossary:
        return None
    return domain_of(env).glossary.concepts.get(name)


def anchor_of(node: nodes.Element) -> str:
    """Return the anchor of a paragraph or section, or of what it stands in; "" without one."""
    around: nodes.Element | None = node
    while around is not None:
        if around.get("anchored") and around["ids"]:
            return str(around["ids"][0])
        around = around.parent
    return ""


def language_of(env: BuildEnvironment) -> str:
    """Return the tag of the site's language."""
    return any_tag(env.config.language) or SOURCE


def title_of(env: BuildEnvironment, concept: Concept) -> str:
    """Return the name of a concept in the language of the site, the heading of its page."""
    return concept.preferred(language_of(env))


def link(text: str, docname: str, anchor: str = "") -> addnodes.pending_xref:
    """Return a link to an anchor of a page; a target that is missing gives a warning."""
    target = f"{docname}#{anchor}" if anchor else docname
    return addnodes.pending_xref(
        "",
        nodes.Text(text),
        refdomain=NAME,
        reftype="anchor",
        reftarget=target,
        refexplicit=True,
        refwarn=True,
    )


def concept_link(text: str, name: str) -> addnodes.pending_xref:
    """Return a link to a concept that shows its definition; plain text if it has no page."""
    return addnodes.pending_xref(
        "",
        nodes.Text(text),
        refdomain=NAME,
        reftype="concept",
        reftarget=name,
        refexplicit=True,
        refwarn=False,
    )
