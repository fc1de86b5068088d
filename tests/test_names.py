"""Names in the glossary of this project: their wording is that of the language they are from."""

from pathlib import Path

from zhengming.characters import converted
from zhengming.glossary import DEPRECATED, Concept, load

GLOSSARY = Path(__file__).parents[1] / "glossary"
TAIWAN = "zh-Hant-TW"
# Fields in which concepts are names: of documents, bodies and events.
NAMES = {"document", "institution", "programme"}
# Names that are Chinese only in translation: each region has its own.
TRANSLATED = {
    "agenda-2030",
    "ai-ethics-recommendation",
    "apec",
    "apec-internet-economy-initiative",
    "apec-internet-roadmap",
    "asean",
    "brics-cybersecurity-roadmap",
    "brics-digital-partnership",
    "code-of-conduct-information-security",
    "cptpp",
    "cybercrime-convention",
    "cyberspace-law-working-group",
    "depa",
    "e-commerce-work-programme",
    "g20-digital-economy-initiative",
    "gge",
    "gsma",
    "iab",
    "icann",
    "ietf",
    "igf",
    "isoc",
    "mobile-world-congress",
    "oewg",
    "rcep",
    "un-cybercrime-expert-group",
    "wipo",
}
# Nouns among them.
NOUNS = {"internet-poverty-alleviation"}
_QUOTES = str.maketrans("“”", "「」")


def forms(concept: Concept, language: str) -> list[str]:
    return [
        term.form
        for term in concept.terms
        if term.language == language and term.status != DEPRECATED
    ]


def test_chinese_names_keep_their_wording_in_taiwan_and_translated_ones_need_not() -> None:
    others = set()
    for concept in load([GLOSSARY]).concepts.values():
        kept = [converted(form, "zh-Hans", TAIWAN) for form in forms(concept, "zh-Hans")]
        usual = forms(concept, TAIWAN)[0]
        if concept.domain in NAMES and usual not in (*kept, *(k.translate(_QUOTES) for k in kept)):
            others.add(concept.id)

    assert others == TRANSLATED | NOUNS
