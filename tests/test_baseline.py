"""The baseline: what is known stays known, and nothing new passes with it."""

from collections import Counter
from pathlib import Path

import pytest

from zhengming import catalog
from zhengming.baseline import Key, dump, key, load, split
from zhengming.datafile import DataError
from zhengming.finding import Document, Finding, Message
from zhengming.report import Reported
from zhengming.text import Span

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def items(text: str, form: str = "演算", name: str = "a.md") -> list[Reported]:
    document = Document(name, text, "zh-Hans")
    starts = [n for n in range(len(text)) if text.startswith(form, n)]
    return [Reported(document, Finding("r", Span(n, n + len(form)), "m")) for n in starts]


def known(text: str) -> Counter[Key]:
    return Counter(map(key, items(text)))


@pytest.mark.parametrize(
    "moved",
    [
        "新段。\n\n这里的演算不对。\n",
        "这里的\n演算不对。\n",
        "这里的演算不对。\n\n后面又有一段。\n",
        "> 这里的演算不对。\n".replace("> ", ""),
    ],
)
def test_what_is_known_stays_known_where_text_moves(moved: str) -> None:
    assert split(items(moved), known("这里的演算不对。\n")) == ([], Counter())


def test_words_far_away_in_a_paragraph_do_not_matter() -> None:
    sentence = "我们先把话说清楚了，这里的演算不对，再说别的事情也不迟。"

    found = items(f"开头改了。{sentence}结尾也改了。\n")
    assert split(found, known(f"开头。{sentence}结尾。\n")) == ([], Counter())


@pytest.mark.parametrize("other", ["那里的演算不对。\n", "这里的演算也对。\n"])
def test_another_sentence_is_another_finding(other: str) -> None:
    found = items(other)
    before = known("这里的演算不对。\n")

    assert split(found, before) == (found, before)


def test_one_more_of_the_same_is_new() -> None:
    once = "这里的演算不对。\n\n"
    twice = items(once * 2)

    assert split(twice, known(once)) == (twice[1:], Counter())
    assert split(items(once), known(once * 2)) == ([], known(once))


def test_of_a_message_the_original_counts() -> None:
    def item(msgid: str, msgstr: str) -> Reported:
        text = HEADER + f'msgctxt "c"\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'
        found = catalog.parse(Path("a.po"), text.encode())
        (entry,) = found.messages
        message = Message(found, entry, entry.msgstr[0])
        document = Document("a.po", msgstr, "zh-Hans", "plain", msgid, message)
        start = msgstr.index("演算")
        return Reported(document, Finding("r", Span(start, start + 2), "m"))

    assert key(item("a", "这里的演算")) == key(item("a", "那里的演算很好"))
    assert key(item("a", "这里的演算")) != key(item("b", "这里的演算"))


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    before = known("这里的演算不对。\n\n这里的演算不对。\n\n那里的演算\n")
    path.write_text(dump(before), encoding="utf-8")

    assert load(path) == before
    assert len(path.read_text(encoding="utf-8").splitlines()) == 4
    path.write_text(dump(Counter()), encoding="utf-8")
    assert load(path) == Counter()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[\n{", "2:2: Expecting property name enclosed in double quotes"),
        ("{}", "1:1: no list"),
        ("[\n1]", "2:1: 1"),
        (
            '[\n{"file": "a", "rule": "r", "form": "f", "context": "c", "count": 0}]',
            '2:1: {"file": "a", "rule": "r", "form": "f", "context": "c", "count": 0}',
        ),
    ],
)
def test_a_baseline_that_is_none_says_where(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "old.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataError) as caught:
        load(path)

    tail = "; expected what `zhengming check --write-baseline` writes"
    assert str(caught.value) == f"{path}:{message}{tail}"
