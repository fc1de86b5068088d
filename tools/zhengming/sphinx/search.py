"""Search: what the pages say, in parts, and an index that tells which parts a query needs.

A reader's browser does the searching. It loads the index, then the parts that may have what is
asked for, and shows only what it finds there: so the index may name a part too many, but never one
too few. Han are indexed by twos and by ones, Latin words by their heads. All are reduced to
numbers, so that the index needs no list of what it knows: two may share a number, which costs a
look at another part and nothing else.

Texts and queries are folded before they are compared: Traditional to Simplified, capitals to small
letters, full width to half. A sign becomes one sign, so that places hold in the text as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from zhengming.glossary import DEPRECATED, Concept
from zhengming.script import convert
from zhengming.sphinx import data
from zhengming.sphinx.concepts import example_lines
from zhengming.sphinx.domain import Block, anchor_of, concept_of, domain_of, language_of
from zhengming.sphinx.edition import text_folder
from zhengming.sphinx.messages import message
from zhengming.sphinx.site import HERE, NO_SPACE
from zhengming.sphinx.wording import _, _n

PAGE = "search"

# What stands in these is no text of the page.
_NO_TEXT = (nodes.Inline, nodes.Invisible, nodes.raw, nodes.label, nodes.math_block)

# Of a basic plane only: what JavaScript counts is half of any other sign.
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_HAN_RUN = re.compile(f"[{_HAN}\U00020000-\U0003ffff]+")
_WORD = re.compile("[a-z0-9]+")
_FULL_WIDTH = [chr(number) for number in range(0xFF01, 0xFF5F)]
_QUOTES = dict.fromkeys("「」『』“”", '"') | dict.fromkeys("‘’", "'")

# Each of these reduces characters to Simplified; they differ where regions do.
_TO_SIMPLIFIED = ("t2s", "tw2s", "hk2s")
# OpenCC decides by the phrase which of two it is; who searches wants both.
_BY_PHRASE = {"瞭": "了", "藉": "借", "甦": "苏", "覆": "复", "座": "坐"}

# Bytes of text in a part. The index tells of parts: smaller ones make it larger.
_PART = 6000
# Parts that a number has on average. Fewer make the index larger, more the texts that are loaded.
_PARTS_A_NUMBER = 4
# Han in more than this share of the parts are looked for in all.
_SHARE = 4
_PRIME = 2**31 - 1
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def keep(app: Sphinx, document: nodes.document) -> None:
    """Keep what can be searched on a page that was read."""
    env, docname = app.env, app.env.current_document.docname
    if not {"no-search", "nosearch"} & env.metadata[docname].keys():
        found = _blocks(env, docname, document)
        domain_of(env).blocks[docname] = tuple(block for block in found if block.text)


def _blocks(env: BuildEnvironment, docname: str, document: nodes.document) -> Iterator[Block]:
    """Yield what a page says in the language of the site, in order.

    The views that are made when a page is written are not in it. They show again what stands
    elsewhere, or what a witness has: damaged, and with the spam that no page may have.
    """
    concept = concept_of(env, docname)
    for node in document.findall(nodes.Element):
        if isinstance(node, example_lines):
            for example in concept.examples if concept else ():
                if example.language == language_of(env):
                    yield Block(anchor_of(node), example.text)
        elif isinstance(node, message):
            # Those of the first page are on every page.
            if docname != env.config.root_doc:
                yield Block(anchor_of(node), node.get("translation", node["text"]))
        elif isinstance(node, nodes.TextElement) and not isinstance(node, _NO_TEXT):
            is_title = isinstance(node, nodes.title) and isinstance(node.parent, nodes.section)
            yield Block(anchor_of(node), _text(node), is_title)


def _text(block: nodes.TextElement) -> str:
    texts = block.findall(nodes.Text)
    text = "".join(t for t in texts if not isinstance(t.parent, nodes.footnote_reference))
    if isinstance(block, nodes.FixedTextElement):
        return text.strip()
    return " ".join(NO_SPACE.sub("", text).split())


@cache
def _simplified() -> Mapping[str, str]:
    """Return the Han that are reduced to another, and that other."""
    han = [chr(number) for number in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))]
    text = "\n".join(unicodedata.normalize("NFC", sign) for sign in han)
    for configuration in _TO_SIMPLIFIED:
        text = convert(text, configuration)
    pairs = dict(zip(han, text.split("\n"), strict=True))
    pairs |= _BY_PHRASE
    return {sign: other for sign, other in pairs.items() if sign != other and other <= "\uffff"}


def _folded(sign: str) -> str:
    """Return what a sign is compared as: one sign of a basic plane, itself if it is of another."""
    found = unicodedata.normalize("NFKC", sign)
    found = found if len(found) == 1 else sign
    found = _QUOTES.get(found, found)
    found = _simplified().get(found, found)
    found = found.lower() if len(found.lower()) == 1 else found
    return found if max(sign, found) <= "\uffff" else sign


def folding(texts: Iterable[str]) -> dict[str, str]:
    """Return signs and what they are compared as, for all that change.

    These are those of the texts, and others that a reader may write for them.
    """
    signs = {sign for text in texts for sign in text}
    wanted = {_folded(sign) for sign in signs}
    variants = (sign for sign in _simplified() if sign < "\uf900")  # Keyboards know no others.
    written = {*signs, *ascii_uppercase, *_FULL_WIDTH, *_QUOTES, *variants}
    found = {sign: _folded(sign) for sign in sorted(written)}
    return {sign: other for sign, other in found.items() if sign != other and other in wanted}


def keys(text: str) -> set[str]:
    """Return what a folded text is found by: its Han by ones and twos, the heads of its words."""
    found: set[str] = set()
    for run in _HAN_RUN.findall(text):
        found.update(run, map("".join, pairwise(run)))
    for word in _WORD.findall(text):
        found.add(word[:3])
        if len(word) > 4:
            found.add(word[:5])
    return found


def common(parts: Sequence[set[str]]) -> set[str]:
    """Return the single Han that so many parts have that it is not worth keeping which."""
    counts = Counter(key for there in parts for key in there if len(key) == 1)
    many = (key for key, count in counts.items() if count * _SHARE > len(parts))
    return {key for key in many if _HAN_RUN.match(key)}


def index(parts: Sequence[set[str]]) -> str:
    """Return which parts have which keys: for each number those of its keys, as gaps.

    A key's number is the remainder of a hash by how many numbers there are. A gap is written in
    digits of five bits, the lowest first, with a sixth bit set on all but the last.
    """
    size = 1 + sum(map(len, parts)) // _PARTS_A_NUMBER
    rows: list[list[int]] = [[] for _number in range(size)]
    for part, there in enumerate(parts):
        for number in {_hash(key) % size for key in there}:
            rows[number].append(part)
    return ",".join("".join(_digits(b - a - 1) for a, b in pairwise([-1, *row])) for row in rows)


def _hash(key: str) -> int:
    number = 0
    for sign in key:
        number = (number * 257 + ord(sign)) % _PRIME
    return number


def _digits(number: int) -> str:
    found = ""
    while number > 31:
        found += _DIGITS[32 + number % 32]
        number //= 32
    return found + _DIGITS[number]


def write(app: Sphinx) -> None:
    """Write the index and the texts."""
    env = app.env
    parents = _parents(env)
    pages = {docname: domain_of(env).blocks.get(docname, ()) for docname in parents}
    concepts = {docname: concept for docname in pages if (concept := concept_of(env, docname))}
    texts = {docname for docname in pages if text_folder(env, docname)}
    value, parts = compiled(pages, parents, concepts, texts)
    data.write(app, PAGE, {"words": _words(), **value})
    for docname, part in parts.items():
        data.write(app, f"{PAGE}/{docname}", part)
    data.prune(app, PAGE, {f"{PAGE}/{docname}" for docname in parts})


def compiled(
    pages: Mapping[str, Sequence[Block]],
    parents: Mapping[str, str],
    concepts: Mapping[str, Concept],
    restored: Collection[str],
) -> tuple[dict[str, Any], dict[str, dict[str, list[tuple[str, str]]]]]:
    """Return the index, and the text of each part, by its first page.

    A part has for each of its pages the anchors and texts of all blocks but headings, which the
    index has. `parents` are the pages that list others, "" for those that none lists; `restored`
    are those of restored texts, of which no part has others too.
    """
    parts = _parts(pages)
    forms = [term.form for concept in concepts.values() for term in concept.terms]
    pairs = folding([*forms, *(block.text for there in pages.values() for block in there)])
    table = str.maketrans(pairs)
    texts = [
        "\n".join(block.text for docname in part for block in pages[docname]) for part in parts
    ]
    found = [keys(text.translate(table)) for text in texts]
    signs = common(found)
    numbers = {docname: number for number, docname in enumerate(pages)}
    value = {
        "fold": "".join(sign + other for sign, other in pairs.items()),
        "pages": [
            {
                "name": docname,
                "parent": numbers.get(parents[docname], -1),
                "titles": [(block.anchor, block.text) for block in there if block.is_title],
                **({"isText": True} if docname in restored else {}),
                **_forms(concepts.get(docname), table),
            }
            for docname, there in pages.items()
        ],
        "parts": [numbers[part[0]] for part in parts],
        "common": "".join(sorted(signs)),
        "index": index([there - signs for there in found]),
    }
    return value, {part[0]: {name: _lines(pages[name]) for name in part} for part in parts}


def _parents(env: BuildEnvironment) -> dict[str, str]:
    """Return the pages in the order of the site, each with the page that lists it."""
    found: dict[str, str] = {}
    queue = [(env.config.root_doc, "")]
    while queue:
        docname, parent = queue.pop()
        if docname in env.all_docs and docname not in found:
            found[docname] = parent
            children = env.toctree_includes.get(docname, ())
            queue += [(child, docname) for child in reversed(children)]
    return found | dict.fromkeys(sorted(env.all_docs.keys() - found), "")


def _parts(pages: Mapping[str, Sequence[Block]]) -> list[list[str]]:
    """Return the pages in the parts whose text is one file: a long page, or some short ones.

    The fewer parts there are, the smaller is the index; the shorter they are, the less is loaded
    in vain.
    """
    parts: list[list[str]] = []
    folder, size = None, 0
    for docname, there in pages.items():
        own, length = docname.rpartition("/")[0], sum(len(block.text.encode()) for block in there)
        if own != folder or size + length > _PART:
            parts.append([])
            folder, size = own, 0
        parts[-1].append(docname)
        size += length
    return parts


def _lines(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    return [(block.anchor, block.text) for block in blocks if not block.is_title]


def _forms(concept: Concept | None, table: dict[int, str]) -> dict[str, dict[str, list[str]]]:
    """Return the forms of a concept by language, "" if wrong; of those that fold alike one."""
    forms: dict[str, list[str]] = {}
    seen = set()
    terms = concept.terms if concept else ()
    for term in sorted(terms, key=lambda term: term.status == DEPRECATED):
        folded = term.form.translate(table)
        if folded not in seen:
            seen.add(folded)
            language = "" if term.status == DEPRECATED else term.language
            forms.setdefault(language, []).append(term.form)
    return {"forms": forms} if forms else {}


def _words() -> dict[str, Any]:
    """Return what the script says; of a number, what it says of one and of more."""
    return {
        "concepts": [_n("{n}个概念", n) for n in (1, 2)],
        "titles": [_n("{n}个章节", n) for n in (1, 2)],
        "texts": [_n("正文{n}段", n) for n in (1, 2)],
        "texts_at_least": [_n("正文至少{n}段", n) for n in (1, 2)],
        "others": [_n("其他页面{n}段", n) for n in (1, 2)],
        "others_at_least": [_n("其他页面至少{n}段", n) for n in (1, 2)],
        "and": _("、"),
        "concept_group": _("概念条目"),
        "title_group": _("章节"),
        "other_group": _("其他页面"),
        "paragraph": _("第{n}段"),
        "none": _("没有找到“{query}”"),
        "hint": _("简体、繁体、英文都可以，概念的任何写法都行；几个词之间用空格"),
        "more": _("显示更多"),
        "open": _("在单独的页面上看，地址可以转给别人"),
    }


def has_box(app: Sphinx) -> bool:
    """Whether the pages have a box to search in: our theme has, and what inherits from it."""
    builder = app.builder
    # Others than this one give pages other addresses.
    if not isinstance(builder, StandaloneHTMLBuilder) or builder.name != "html":
        return False
    return HERE / "theme" in map(Path, builder.theme.get_theme_dirs())


def add_scripts(app: Sphinx) -> None:
    """Add the scripts and the style of the box."""
    if has_box(app):
        app.add_css_file("search.css")
        app.add_js_file("search.js", loading_method="defer")
        app.add_js_file("searchbox.js", loading_method="defer")


def add_words(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give templates the words of the box, and the page to search on without one."""
    if has_box(app):
        env = app.env
        context["zm_search"] = {
            "page": PAGE,
            "label": _("搜索"),
            "close": _("关闭"),
            "failed": _("搜索所需的文件没有载入"),
            "no_script": _("搜索需要脚本。没有脚本时，请看："),
            "lists": [(name, env.titles[name].astext()) for name in sorted(domain_of(env).lists)],
        }


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write what scripts load, and yield the page to search on; only if any page was written."""
    if has_box(app):
        write(app)
        yield PAGE, {"title": _("搜索")}, "search.html"


def setup(app: Sphinx) -> None:
    """Connect what is kept when a page is read, and what is written when all are."""
    # After what no page may have is taken out (900).
    app.connect("doctree-read", keep, priority=950)
    app.connect("builder-inited", add_scripts)
    app.connect("html-page-context", add_words)
    app.connect("html-collect-pages", collect)
