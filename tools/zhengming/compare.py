"""Two translations of the same messages into Chinese, held against each other.

No glossary is needed: what a region writes is learned from its own catalogs. Where one translation
in the characters of the other differs from it, a word has been put for a word. Where that was done
often, and the original has the same English word again, a word that is merely converted has been
forgotten. Beside that, one original may have two translations in one language.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import ahocorasick_rs

from zhengming.catalog import Entry, String
from zhengming.characters import Characters
from zhengming.script import from_simplified
from zhengming.text import HAN, Span

BARE = "bare-conversion"
TWO = "two-translations"

# Code points of a word; of longer stretches nobody says that they are one.
_LONGEST = 6
# Code points of a message: comparing takes the square of them.
_READ = 600
# Times that a word is another one before that counts as what the region writes.
_OFTEN = 2
# Of these, the share that must have the same word in the original.
_SHARE = 0.6
_TOKEN = re.compile(r"(?<![a-z])[a-z]{3,}")
# English words that are in any sentence, and tell nothing.
_PARTICLES = """
about after all also and another any are because been before both but can cannot
could does for from had has have here how however into its like may might more most must need
not one only other our out over own same set should since some such than that the their them
then there these they this those through too use used using very was were what when where
whether which while who will with without would you your
"""
_COMMON = frozenset(_PARTICLES.split())
_SIGNS = re.compile(r"[\W_]+")


class Translation(NamedTuple):
    """A string of a catalog that translates a message."""

    entry: Entry
    string: String


class Pair(NamedTuple):
    """Both translations of a message; `bare` is the first in the characters of the second."""

    original: str
    one: Translation
    other: Translation
    bare: str

    @property
    def is_bare(self) -> bool:
        """Whether the second is no more than the first with other characters."""
        return self.bare == self.other.string.text and HAN.search(self.bare) is not None


class Difference(NamedTuple):
    """Something to look at: in the text of `at`, a span of code points, and why."""

    kind: str
    at: Translation
    span: Span
    message: str


def pairs(one: Iterable[Entry], other: Iterable[Entry], languages: tuple[str, str]) -> list[Pair]:
    """Return the messages that both catalogs translate, in the order of the second.

    `languages` are the tags of both. Fuzzy messages, and plural forms but the last, are left out.
    """
    convert_all = converter(*languages)
    known = {_key(entry): entry for entry in one if _is_done(entry)}
    found = []
    for entry in other:
        first = known.get(_key(entry))
        if first and _is_done(entry):
            string = first.msgstr[-1]
            translations = Translation(first, string), Translation(entry, entry.msgstr[-1])
            original = (entry.msgid_plural or entry.msgid).text
            found.append(Pair(original, *translations, convert_all(string.text)))
    return found


def _key(entry: Entry) -> tuple[str, str]:
    return (entry.msgctxt.text if entry.msgctxt else "", entry.msgid.text)


def _is_done(entry: Entry) -> bool:
    return entry.is_translated and not entry.is_fuzzy


def converter(source: str, target: str) -> Callable[[str], str]:
    """Return what writes text of one Chinese language in the characters of another."""
    # As converters leave it, which have no guard.
    simplified = None if source == "zh-Hans" else Characters(source, "zh-Hans", guard=False)

    def converted(text: str) -> str:
        # Catalogs have no NUL and no surrogates, which are all that cannot be converted.
        plain = simplified.convert(text) if simplified else text
        return plain if target == "zh-Hans" else from_simplified(plain, target)

    return converted


# What a region writes


class Word(NamedTuple):
    """A word that is often another one: the other, how often, and the English word of both."""

    form: str
    times: int
    cue: str


def bare_words(found: Sequence[Pair]) -> Iterator[Difference]:
    """Yield words that were merely converted, where the region writes another one elsewhere."""
    for pair, place, word, other in _places(found, _words(found)):
        message = (
            f"{word} is converted only; for {other.cue!r} these catalogs write {other.form}"
            f" {_times(other.times)}"
        )
        yield Difference(BARE, pair.other, place, message)


def _places(
    found: Iterable[Pair], words: Mapping[str, Sequence[Word]]
) -> Iterator[tuple[Pair, Span, str, Word]]:
    """Yield where words stand that were converted only, each with what is usual for its cue."""
    if not words:
        return
    forms = list(words)
    longest = ahocorasick_rs.MatchKind.LeftmostLongest
    matcher = ahocorasick_rs.AhoCorasick(forms, matchkind=longest)
    for pair in found:
        tokens = _tokens(pair.original)
        for number, *span in matcher.find_matches_as_indexes(pair.other.string.text):
            form = forms[number]
            usual = next((word for word in words[form] if word.cue in tokens), None)
            # Where the usual one stands too, or the other has none, it means something else.
            if usual and form in pair.bare and usual.form not in pair.other.string.text:
                yield pair, Span(*span), form, usual


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"


def _words(found: Sequence[Pair]) -> Mapping[str, list[Word]]:
    """Return each converted word for which others stand, the most frequent of these first."""
    seen = [(pair, _replaced(pair)) for pair in found if not pair.is_bare]
    counts = Counter(change for _pair, places in seen for place in places for change in place)
    originals: dict[tuple[str, str], list[set[str]]] = defaultdict(list)
    for pair, places in seen:
        tokens = _tokens(pair.original)
        # Of the ways to cut a word out, the one that is met most often, or else the shortest.
        for place in places:
            change = max(place, key=lambda each: (counts[each], -len(each[0])))
            originals[change].append(tokens)
    frequency = Counter(token for pair in found for token in _tokens(pair.original))
    words: dict[str, list[Word]] = defaultdict(list)
    for (word, form), named in sorted(originals.items(), key=lambda each: -len(each[1])):
        if len(named) >= _OFTEN and (cue := _cue(named, frequency, len(found))):
            words[word].append(Word(form, len(named), cue))
    kept = Counter((form, word) for _pair, _place, form, word in _places(found, words))
    return {
        word: usual
        for word, there in words.items()
        if (usual := [each for each in there if each.times > kept[word, each]])
    }


def _cue(named: Sequence[set[str]], frequency: Counter[str], total: int) -> str:
    """Return the word that originals have in common, and others have not; "" if there is none."""
    counts = Counter(token for tokens in named for token in tokens)
    common = [token for token, count in counts.items() if count >= _SHARE * len(named)]
    telling = {token: counts[token] * math.log(total / frequency[token] + 1) for token in common}
    return max(sorted(telling), key=lambda token: telling[token], default="")


def _tokens(text: str) -> set[str]:
    """Return the words of an English text in small letters, those in the plural without -s."""
    if HAN.search(text):
        return set()
    plain = text.replace("&", "").replace("_", "").lower()
    words = set(_TOKEN.findall(plain)) - _COMMON
    return {word.removesuffix("s") if len(word) > 3 else word for word in words}


def _replaced(pair: Pair) -> list[list[tuple[str, str]]]:
    """Return for each stretch that differs the words that may have been put for one another."""
    bare, own = pair.bare, pair.other.string.text
    if max(len(bare), len(own)) > _READ:
        return []
    changes = SequenceMatcher(None, bare, own, autojunk=False).get_opcodes()
    return [
        ways
        for kind, *places in changes
        if kind == "replace" and (ways := list(_ways(bare, own, *places)))
    ]


def _ways(bare: str, own: str, i: int, j: int, k: int, m: int) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut words out around a stretch: as it is, with a neighbour, with both."""
    for before in (0, 1):
        for after in (0, 1):
            if i < before or k < before:
                continue
            word, form = bare[i - before : j + after], own[k - before : m + after]
            is_same = word[:before] == form[:before] and (not after or word[-1:] == form[-1:])
            if is_same and _is_word(word) and _is_word(form):
                yield word, form


def _is_word(text: str) -> bool:
    return 2 <= len(text) <= _LONGEST and all(HAN.match(sign) for sign in text)


# One original, two translations


def two_translations(found: Iterable[Translation]) -> Iterator[Difference]:
    """Yield translations of an original that has another one more often, with the same context."""
    groups: dict[tuple[str, str], dict[str, list[Translation]]] = {}
    for each in found:
        same = groups.setdefault(_key(each.entry), {})
        same.setdefault(_SIGNS.sub("", each.string.text), []).append(each)
    for (_context, original), there in groups.items():
        usual = max(there.values(), key=len)
        for others in there.values():
            if others is usual or not HAN.search(others[0].string.text):
                continue
            for each in others:
                name = usual[0].entry.catalog.path.name
                line = usual[0].entry.catalog.place(usual[0].string.start)[0]
                message = (
                    f"{_short(original)!r} is {_short(each.string.text)} here,"
                    f" {_short(usual[0].string.text)} {_times(len(usual))}, as in {name}:{line}"
                )
                yield Difference(TWO, each, Span(0, len(each.string.text)), message)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else plain[:39] + "…"
