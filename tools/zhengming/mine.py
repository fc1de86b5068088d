"""Concepts proposed from catalogs that translate the same English messages.

A message that is a term by itself, as "Default font", tells what its translations call it; other
messages tell whether they hold to that. What is proposed is for a person to accept: a page without
a definition, which the check asks for.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from zhengming.catalog import Entry
from zhengming.datafile import plain_scalar
from zhengming.examples import bracketed
from zhengming.glossary import REGIONS, SOURCE
from zhengming.skeleton import derived
from zhengming.text import HAN, Span

# A term: up to three words, without what a program puts in.
_TERM = re.compile(r"[A-Za-z][A-Za-z-]+(?: [A-Za-z][A-Za-z-]+){0,2}")
# The key of a menu, as in _File, &File or 檔案(&F), and what ends a label.
_ACCESS = re.compile(r"\s*[(（][_&][A-Za-z0-9][)）]|[_&](?=[A-Za-z])")
_ENDS = re.compile(r"[\s:：.…。]+$")
_SHORTEST, _LONGEST = 2, 8
# Code points of a sentence that can be an example.
_SENTENCE = 60
_WORDS = re.compile(r"[a-z][a-z-]+")


class Message(NamedTuple):
    """An English message and what it is in each Chinese language."""

    original: str
    texts: Mapping[str, str]


class Candidate(NamedTuple):
    """A concept that could be: its English term, its form in each language, how it is borne out.

    `plural` is "" if no message has it. Of `named` messages that have the term, `held` have the
    form in all languages; `others` are other translations of the term alone, with how often each
    is met; `examples` are messages that hold.
    """

    term: str
    plural: str
    forms: Mapping[str, str]
    named: int
    held: int
    others: Mapping[str, Counter[str]]
    examples: Sequence[Message]

    @property
    def is_regional(self) -> bool:
        """Whether a region's form is more than the Simplified one in its characters."""
        if SOURCE not in self.forms:
            return True
        usual = derived(self.forms[SOURCE])
        return any(self.forms.get(tag, form) != form for tag, form in usual.items())


def messages(catalogs: Mapping[str, Iterable[Entry]]) -> list[Message]:
    """Return what each message is in all the languages that translate it, in order."""
    found: dict[tuple[str, str], tuple[str, dict[str, str]]] = {}
    for language, entries in catalogs.items():
        for entry in entries:
            if entry.is_translated and not entry.is_fuzzy and not HAN.search(entry.msgid.text):
                key = (entry.msgctxt.text if entry.msgctxt else "", entry.msgid.text)
                _original, texts = found.setdefault(key, (entry.msgid.text, {}))
                texts[language] = entry.msgstr[0].text
    return [Message(original, texts) for original, texts in found.values()]


def candidates(found: Sequence[Message], least: int) -> Iterator[Candidate]:
    """Yield concepts that at least so many messages bear out, the most frequent first.

    More than half of those that have the term must have its forms.
    """
    languages = tuple(dict.fromkeys(tag for message in found for tag in message.texts))
    terms = {_term(message.original) for message in found}
    named: dict[str, list[Message]] = defaultdict(list)
    for message in found:
        if (term := _term(message.original)) and set(message.texts) == set(languages):
            named[_singular(term, terms)].append(message)
    having = _having(found, named)
    proposed = []
    for term, there in named.items():
        renderings = {tag: Counter(_plain(m.texts[tag]) for m in there) for tag in languages}
        forms = {tag: counts.most_common(1)[0][0] for tag, counts in renderings.items()}
        if not all(map(_is_form, forms.values())):
            continue
        texts = [m for m in having[term] if set(m.texts) == set(languages)]
        held = [m for m in texts if all(forms[tag] in m.texts[tag] for tag in languages)]
        if len(held) < least or 2 * len(held) <= len(texts):
            continue
        plural = (
            f"{term}s" if any(re.search(rf"\b{term}s\b", m.original, re.I) for m in held) else ""
        )
        others = {
            tag: counts - Counter({forms[tag]: counts[forms[tag]]})
            for tag, counts in renderings.items()
        }
        sentences = sorted(filter(_is_sentence, held), key=lambda m: len(m.original))
        proposed.append(
            Candidate(term, plural, forms, len(texts), len(held), others, sentences[:2])
        )
    yield from sorted(proposed, key=lambda each: (-each.held, each.term))


def _term(original: str) -> str:
    """Return the term that a message is, in small letters unless it is an acronym; or ""."""
    plain = _plain(original)
    if not _TERM.fullmatch(plain) or len(plain) < _SHORTEST:
        return ""
    return " ".join(
        word if word[1:] != word[1:].lower() else word.lower() for word in plain.split()
    )


def _singular(term: str, terms: set[str]) -> str:
    """Return a term that is met in the plural too as it is in the singular."""
    return term[:-1] if term.endswith("s") and term[:-1] in terms else term


def _plain(text: str) -> str:
    return _ENDS.sub("", _ACCESS.sub("", text)).strip()


def _is_form(text: str) -> bool:
    return _SHORTEST <= len(text) <= _LONGEST and all(map(HAN.match, text))


def _having(found: Iterable[Message], terms: Iterable[str]) -> Mapping[str, list[Message]]:
    """Return the messages that have each term among their words."""
    heads: dict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
    for term in terms:
        pattern = re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE)
        heads[_WORDS.findall(term.lower())[0]].append((term, pattern))
    having: dict[str, list[Message]] = defaultdict(list)
    for message in found:
        plain = _ACCESS.sub("", message.original)
        for word in {each.rstrip("s") for each in _WORDS.findall(plain.lower())}:
            for head in (word, f"{word}s"):
                for term, pattern in heads.get(head, ()):
                    if pattern.search(plain):
                        having[term].append(message)
    return having


def _is_sentence(message: Message) -> bool:
    texts = (message.original, *message.texts.values())
    return " " in message.original.strip() and all(
        len(text) <= _SENTENCE and text.isprintable() and not re.search(r"[%{}<>&_\\`|]", text)
        for text in texts
    )


# The page


def name(term: str) -> str:
    """Return the id of a concept with this English term."""
    return re.sub("[^a-z0-9]+", "-", term.lower()).strip("-")


def page(found: Candidate, domain: str) -> str:
    """Return the page of a candidate: forms, counts, and sentences as examples.

    Regional examples are the Simplified ones converted, with the forms in their places, so that
    they stand side by side; who accepts the concept reads them.
    """
    terms = [f"  {tag}: {form}" for tag, form in _written(found.forms)]
    said = f"{found.named} 条消息有“{found.term}”，其中 {found.held} 条都这样译"
    rest = [
        f"{tag} 也作{'、'.join(f'{form}（{count}）' for form, count in counts.most_common(3))}"
        for tag, counts in found.others.items()
        if counts
    ]
    lines = [
        "---",
        "terms:",
        *terms,
        f"  en: [{', '.join(map(plain_scalar, filter(None, (found.term, found.plural))))}]",
        f"domain: {plain_scalar(domain)}",
        "sources:",
        *(f"  - {plain_scalar(each)}" for each in (said, *rest)),
        "---",
        "",
        f"# {found.forms.get(SOURCE) or next(iter(found.forms.values()))}",
        "",
        "```{examples}",
        *_examples(found),
        "```",
        "",
    ]
    return "\n".join(lines)


def _written(forms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the forms that do not follow from the Simplified one, and that one."""
    usual = derived(forms[SOURCE])
    for tag in (SOURCE, *REGIONS):
        if tag in forms and forms[tag] != usual.get(tag):
            yield tag, plain_scalar(forms[tag])


def _examples(found: Candidate) -> Iterator[str]:
    for message in found.examples:
        text = message.texts[SOURCE]
        own = found.forms[SOURCE]
        yield f"zh-Hans:    {_bracketed(text, own)}"
        for tag in REGIONS:
            form = found.forms.get(tag) or derived(own)[tag]
            pieces = [derived(piece)[tag] if piece else "" for piece in text.split(own)]
            yield f"{tag}: {_bracketed(form.join(pieces), form)}"
        yield f"en:         {_english(message.original, found.term)}"


def _bracketed(text: str, form: str) -> str:
    return bracketed(text, [Span(*m.span()) for m in re.finditer(re.escape(form), text)])


def _english(text: str, term: str) -> str:
    pattern = re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE)
    return bracketed(text, [Span(*m.span()) for m in pattern.finditer(text)])
