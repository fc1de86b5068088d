"""Rules on links and names of concepts: what cases cannot say, for they have no file."""

from pathlib import Path

import pytest

import glossaries
from glossaries import context
from zhengming.catalog import Markup
from zhengming.check import check
from zhengming.finding import Context, Document
from zhengming.glossary import load
from zhengming.matcher import Matcher
from zhengming.rules import foreign_form, two_renderings, unknown_concept, unlinked_concept


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return context(tmp_path_factory.mktemp("glossary"))


def fixed(document: Document, known: Context, rule: object) -> str:
    """Return the text with every fix made, unsafe ones too."""
    text = document.text
    for finding in reversed(check(document, known, [rule])):  # type: ignore[list-item]
        assert finding.fix
        assert finding.fix.grade == "unsafe"
        text = text[: finding.fix.span.start] + finding.fix.text + text[finding.fix.span.end :]
    return text


def test_a_form_that_is_ordinary_in_a_language_is_not_foreign_there(tmp_path: Path) -> None:
    algorithm = glossaries.write(tmp_path) / "algorithm.md"
    plain = algorithm.read_text(encoding="utf-8")
    text, found = Document("a.md", "演算法。", "zh-Hans", original="An algorithm."), []
    for more in ("", "ordinary: {zh-Hans: 演算法}\n"):
        algorithm.write_text(plain.replace("domain:", f"{more}domain:"), encoding="utf-8")
        known = load([tmp_path])
        found.append(check(text, Context(known, Matcher(known)), [foreign_form.RULE]))
    assert [len(each) for each in found] == [1, 0]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("docs/guide/a.md", "../../glossary/algoritm.md#x"),
        ("docs/guide/a.md", "/glossary/algoritm.md"),
        ("docs/guide/a.md", "/glossary/algoritm"),
        ("a.md", "./glossary/algoritm.html?y"),
        ("a.md", "project:glossary/algoritm.md"),
        ("a.md", "#concept-algoritm"),
        ("a.md", "project:#concept-algoritm"),
        ("glossary/cyber-sovereignty.md", "algoritm.md"),
    ],
)
def test_a_link_to_no_concept_is_found_from_anywhere(
    known: Context, name: str, target: str
) -> None:
    text = f"[甲]({target})、[乙][a]与[丙][a]。\n\n[a]: <{target}>\n"
    document = Document(name, text, "zh-Hans", "myst")

    found = check(document, known, [unknown_concept.RULE])

    assert [text[slice(*finding.span)] for finding in found] == ["algoritm", "algoritm"]
    right = text.replace("algoritm", "algorithm")
    assert fixed(document, known, unknown_concept.RULE) == right
    assert check(Document(name, right, "zh-Hans", "myst"), known, [unknown_concept.RULE]) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        # Of another folder, host or kind.
        ("docs/a.md", "[甲](glossary/algoritm.md)[乙](https://a.b/glossary/algoritm.md)"),
        ("docs/a.md", "[甲](../glossary/picture.png)[乙](../glossary/images)[丙](../glossary/)"),
        ("/elsewhere/a.md", "[甲](glossary/algoritm.md)"),
        ("docs/a.md", "[甲](../glossary/index.md){doc}`/glossary/index`[乙](../glossary/..)"),
        # Labels and terms of its own.
        ("a.md", "(concept-algoritm)=\n\n# 甲\n\n{ref}`concept-algoritm`"),
        ("a.md", "```{glossary}\n网絡主权\n  本项目的词。\n```\n\n{term}`网絡主权`"),
        ("a.md", "{term}`!网絡主权`与{term}`Cyber Sovereignty`"),
        # The rule deprecated-form has it.
        ("a.md", "{term}`搜集主权`"),
    ],
)
def test_what_may_be_right_is_left_alone(known: Context, name: str, text: str) -> None:
    document = Document(name, text, "zh-Hans", "myst")

    assert check(document, known, [unknown_concept.RULE]) == []


def test_several_concepts_that_may_be_meant_are_named_and_not_chosen(known: Context) -> None:
    concepts = {"algorithms": None, "algorithmic": None, **known.glossary.concepts}
    several = Context(type(known.glossary)(concepts), known.matcher)  # type: ignore[arg-type]
    document = Document("a.md", "[甲](#concept-algorithmi)", "zh-Hans", "myst")

    (finding,) = check(document, several, [unknown_concept.RULE])

    assert finding.message == "there is no concept algorithmi; write algorithmic or algorithm"
    assert finding.fix is None


def test_the_most_used_form_is_kept_where_the_preferred_one_is_not_used(known: Context) -> None:
    concept = known.glossary.concepts["cyber-sovereignty"]
    forms = {term.form for term in concept.terms if term.language == "zh-Hans"}
    assert forms == {"网络主权", "互联网主权", "搜集主权"}
    text = "互联网主权。\n网络主权，又说网络主权。"
    document = Document("a", text, "zh-Hans")

    (finding,) = check(document, known, [two_renderings.RULE])

    assert finding.message == "互联网主权 here, 网络主权 in line 2; write 网络主权"
    assert fixed(document, known, two_renderings.RULE) == text.replace("互联网", "网络")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Cyber sovereignty, and the sovereignty in cyberspace.", 1),
        ("Cyber sovereignty, or the sovereignty of cyber.", 0),
        ("Cyber sovereignty, at the Tokyo Sovereignty in Cyberspace.", 0),
        ("Cyber sovereignty, at the Sovereignty in Cyberspace Forum.", 0),
        ("Cyber sovereignty, at the Digital Sovereignty Forum.", 0),
        ("Cyber sovereignty. Digital sovereignty.", 1),
        ("Cyber sovereignty. Digital Sovereignty is new.", 1),
        ("In Tokyo, Digital Sovereignty. Cyber sovereignty.", 1),
        ("Tokyo Digital Sovereignty; cyber sovereignty.", 1),
    ],
)
def test_the_same_words_and_parts_of_names_are_no_second_rendering(
    tmp_path: Path, text: str, count: int
) -> None:
    forms = "cyber sovereignty, sovereignty of cyber, digital sovereignty"
    page = glossaries.PAGES["cyber-sovereignty"].replace(
        "en: cyber sovereignty", f"en: [{forms}, sovereignty in cyberspace]"
    )
    folder = glossaries.write(tmp_path)
    (folder / "cyber-sovereignty.md").write_text(page, encoding="utf-8")
    known = load([folder])

    found = check(Document("a", text, "en"), Context(known, Matcher(known)), [two_renderings.RULE])

    assert len(found) == count


@pytest.mark.parametrize(
    ("markup", "text", "right"),
    [
        ("myst", "尊重网络\n主权。网络主权", "尊重{term}`网络主权`。网络主权"),
        ("rst", "尊重网络主权的", "尊重\\ :term:`网络主权`\\ 的"),
        ("rst", "网络主权 (算法)，", ":term:`网络主权` (:term:`算法`)，"),
        ("myst", "[网络主权](x)与**网络主权**", "[网络主权](x)与**{term}`网络主权`**"),
        (
            "myst",
            "网络主权\n===\n\n网络主权\n\n# 算法",
            "网络主权\n===\n\n{term}`网络主权`\n\n# 算法",
        ),
        ("plain", "网络主权", "网络主权"),
    ],
)
def test_a_concept_is_linked_where_it_can_be(
    known: Context, markup: Markup, text: str, right: str
) -> None:
    document = Document("a", text, "zh-Hans", markup)

    assert fixed(document, known, unlinked_concept.RULE) == right


def test_the_page_of_a_concept_need_not_link_itself(known: Context) -> None:
    text = "网络主权即算法。"

    def messages(name: str) -> list[str]:
        found = check(Document(name, text, "zh-Hans", "myst"), known, [unlinked_concept.RULE])
        return [finding.message for finding in found]

    algorithm = "算法 is linked nowhere; write {term}`算法`"
    assert messages("glossary/cyber-sovereignty.md") == [algorithm]
    assert len(messages("docs/cyber-sovereignty.md")) == 2
