"""Catalogs: every string with its place, every mistake with a message, edits that keep bytes."""

import contextlib
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from catalogs import GOOD, HEADER, catalog
from tools import tool
from zhengming.catalog import is_machine_made, load, machine_mark, parse


def errors(data: bytes) -> list[str]:
    with pytest.raises(ExceptionGroup) as caught:
        parse(Path("a.po"), data)
    return [str(error).removeprefix("a.po:") for error in caught.value.exceptions]


def msgfmt(folder: Path, data: bytes) -> int:
    (folder / "a.po").write_bytes(data)
    run = [tool("msgfmt"), "--check", "-o", "/dev/null", "a.po"]
    return subprocess.run(run, cwd=folder, capture_output=True).returncode


# Reading


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("a/b.md:3", [("a/b.md", 3)]),
        ("a.md b.md:12 a:1", [("a.md", 1), ("b.md", 12), ("a", 1)]),
        ("\u2068a b.md\u2069:7 c.md:8", [("a b.md", 7), ("c.md", 8)]),
        ("../../a.md:1 /etc/b:2 c/../../d:3 .e/f:4", [
            ("a.md", 1), ("etc/b", 2), ("d", 3), (".e/f", 4),
        ]),
        ("a:b:3 a:3:b", [("a:b", 3), ("a:3:b", 1)]),
    ],
)  # fmt: skip
def test_places_are_files_and_lines_below_some_folder(
    written: str, places: list[tuple[str, int]]
) -> None:
    assert catalog(f"#: {written}\n{GOOD}").entries[1].places == places


MANY = r"""# a remark

# of a translator
#. of the author
#: ../a.md:3 ../b.md:4
#, fuzzy, python-format
#| msgid "old"
msgctxt "menu"
msgid ""
"one \"%s\"\n"
"two\\"
msgstr "一\t二" "三"

msgid "file"
msgid_plural "files"
msgstr[0] "檔案"

#~ # a remark
#~| msgid "before"
#~ msgid "gone"
#~ msgstr ""
#~ "沒"
#~ "了"
# the end
"""


def test_entries_have_all_that_is_written() -> None:
    _head, first, second, third = catalog(MANY).entries

    assert first.msgctxt
    assert first.msgctxt.text == "menu"
    assert first.msgid.text == 'one "%s"\ntwo\\'
    assert [string.text for string in first.msgstr] == ["一\t二三"]
    assert first.lines == [
        ("#", "a remark"),
        ("#", "of a translator"),
        ("#.", "of the author"),
        ("#:", "../a.md:3 ../b.md:4"),
        ("#,", "fuzzy, python-format"),
        ("#|", 'msgid "old"'),
    ]
    assert first.places == [("a.md", 3), ("b.md", 4)]
    assert second.places == []
    assert first.flags == ["fuzzy", "python-format"]
    assert (first.is_fuzzy, second.is_fuzzy) == (True, False)
    assert second.msgid_plural
    assert second.msgid_plural.text == "files"
    assert [string.text for string in second.msgstr] == ["檔案"]
    assert (second.is_obsolete, third.is_obsolete) == (False, True)
    assert (third.msgid.text, third.msgstr[0].text) == ("gone", "沒了")


def test_messages_are_what_is_in_use() -> None:
    found = catalog(MANY)

    assert [entry.msgid.text for entry in found.messages] == ['one "%s"\ntwo\\', "file"]
    assert found.header["language"] == "zh_TW"


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# zhengming: allow number 3 -- 原文如此", True),
        ("# zhengming: converted", True),
        ("# zhengming: converted 0123456789ab\n# zhengming: 乙", True),
        ("# zhengming: converted 0123456789ab", False),
        ("# 甲", False),
    ],
)
def test_remarks_are_what_comments_say_to_us(comment: str, expected: bool) -> None:
    (entry,) = catalog(f"{comment}\n{GOOD}").messages

    assert entry.has_remarks is expected


@pytest.mark.parametrize(
    ("comments", "markup"),
    [
        ("", "myst"),
        ("#: a.md:3", "myst"),
        ("#: a.md:3 b.rst:4", "myst"),
        ("#: a b.rst:4\n#: c.md:1", "rst"),
        ("#: a.py:3", "plain"),
        ("#: a.py", "plain"),
        ("#: a.rst", "rst"),
        ("#: a.rst\n# #: b.md:3", "rst"),
    ],
)
def test_the_markup_is_that_of_the_first_place(comments: str, markup: str) -> None:
    (entry,) = catalog(f"{comments}\n{GOOD}").messages

    assert entry.markup == markup


def test_the_flag_is_a_word_of_its_own() -> None:
    (entry,) = catalog("# not fuzzy\n#, fuzzy-logic\n" + GOOD).messages

    assert not entry.is_fuzzy


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r'"\a\b\f\n\r\t\v\"\\"', '\a\b\f\n\r\t\v"\\'),
        (r'"\\n"', r"\n"),
        (r'"\\\n"', "\\\n"),
        (r'"\101\x42\1011"', "ABA1"),
        (r'"\344\270\255\xe6\x96\x87字"', "中文字"),
        ('"a" "b"\n\n  "c"', "abc"),
        ('""\n"\\""\n"\\\\"\n"b"', '"\\b'),
        ('"\u2028\x85"', "\u2028\x85"),
    ],
)
def test_strings_say_what_msgfmt_reads(written: str, text: str) -> None:
    (entry,) = catalog(f'msgid "a"\nmsgstr {written}\n').messages

    assert entry.msgstr[0].text == text


def test_each_character_has_its_place() -> None:
    body = 'msgid "a"\nmsgstr ""\n"一\\"\\n"\n"\\344\\270\\255\\101𠀀"\n'
    found = catalog(body)
    (entry,) = found.messages

    places = [found.place(place) for place in found.places(entry.msgstr[0])]

    assert entry.msgstr[0].text == '一"\n中A𠀀'
    assert places == [(15, 2), (15, 3), (15, 5), (16, 2), (16, 14), (16, 18), (16, 19)]


def test_a_bom_and_line_ends_are_kept() -> None:
    data = b"\xef\xbb\xbf" + (HEADER + GOOD).replace("\n", "\r\n").encode().rstrip()

    found = parse(Path("a.po"), data)

    assert found.edited([]).encode() == data
    assert [(e.msgid.text, e.msgstr[0].text) for e in found.messages] == [("甲", "乙")]


NOT_WHOLE = "a former message that is not whole, or not last of the comments"
WRONG: list[tuple[str, list[str]]] = [
    ('msgid "c"\nmsgstr "d', ['14:8: a string without an end; expected " at the end']),
    ('msgid "c"\n', ["13:10: the end of the file; expected msgstr"]),
    ('msgid "c"\nmsgstr\n', ["14:7: the end of the file; expected a string"]),
    ("msgid", ["13:6: the end of the file; expected a string"]),
    (
        f'msgid "c\nmsgstr "d"\n\n{GOOD}\nmsgid "d\\q\\中"\nmsgid "e"\nmsgstr ""\n',
        [
            '13:7: a string without an end; expected " at the end',
            r"19:9: escape \q; expected \\ for a backslash",
            r"19:11: escape \中; expected \\ for a backslash",
            "20:1: msgid; expected msgstr",
        ],
    ),
    (GOOD * 2, ["15:1: msgid '甲' again, first in line 13; expected it once"]),
    (
        f'msgctxt "x"\n{GOOD}msgctxt "x"\n{GOOD}{GOOD}',
        ["17:1: msgid '甲' again, first in line 14; expected it once"],
    ),
    (
        f'{GOOD}#~ msgid "甲"\n#~ msgstr ""\n',
        ["15:4: msgid '甲' again, first in line 13; expected it once"],
    ),
    (
        'msgid "c"\nmsgid_plural "d"\nmsgstr[0] "e"\nmsgstr[1] "f"\n',
        ["15:11: 2 plural forms; expected 1, as the header says"],
    ),
    ('msgid "c"\nmsgid_plural "d"\nmsgstr "e"\n', ["15:1: msgstr; expected msgstr[0]"]),
    ('msgid "c"\nmsgstr[0] "e"\n', ["14:1: msgstr[0]; expected msgstr"]),
    ('msgid "c"\nmsgid_plural "d"\nmsgstr[1] "e"\n', ["15:1: msgstr[1]; expected msgstr[0]"]),
    (
        'msgid "c"\n<<<<<<< HEAD\nmsgstr "d"\n=======\nmsgstr "e"\n>>>>>>> b\n',
        [
            "14:1: conflict marker <<<<<<<; expected the file merged",
            "16:1: conflict marker =======; expected the file merged",
            "18:1: conflict marker >>>>>>>; expected the file merged",
        ],
    ),
    (f"{GOOD}=======\n", ["15:1: conflict marker =======; expected the file merged"]),
    (
        f"{GOOD}hello there\n\n{GOOD}",
        [
            "15:1: 'hello'; expected a comment, msgid or the end of the file",
            "17:1: msgid '甲' again, first in line 13; expected it once",
        ],
    ),
    (f'{GOOD}msgdi "x"\n', ["15:1: 'msgdi'; expected a comment, msgid or the end of the file"]),
    (
        'msgid "c"\nmsgstr "d" x\n',
        ["14:12: 'x'; expected a comment, msgid or the end of the file"],
    ),
    ('msgid c\nmsgstr "d"\n', ["13:7: 'c'; expected a string"]),
    ('msgid "c" c\nmsgstr "d"\n', ["13:11: 'c'; expected msgstr"]),
    ('msgid "c"\n# x\nmsgstr "d"\n', ["14:1: a comment; expected msgstr"]),
    ('msgid\n# x\nmsgstr "d"\n', ["14:1: a comment; expected a string"]),
    ('msgid msgstr "d"\n', ["13:7: msgstr; expected a string"]),
    ('msgstr "d"\n', ["13:1: msgstr; expected msgid"]),
    ('msgctxt "c"\nmsgstr "d"\n', ["14:1: msgstr; expected msgid"]),
    ('#~ msgid "c"\n#~ hello\n', ["14:4: 'hello'; expected msgstr"]),
    (
        'msgid "c"\n#~ msgstr "e"\n',
        ["13:1: a line without #~; expected all lines of a message with it, or none"],
    ),
    (
        'msgctxt "x"\n#~ msgid "c"\n#~ msgstr "e"\n',
        ["13:1: a line without #~; expected all lines of a message with it, or none"],
    ),
    ('msgid "c"\nmsgstr　"d"\n', [r"14:7: '\u3000'; expected a string"]),
    ('msgid "c"\nmsgstr “d”\n', ["14:8: '“d”'; expected a string"]),
    (
        'msgid "c"\nmsgstr "他說"好"。"\n',
        [r"""14:12: '好'; expected \" for a quotation mark in a string"""],
    ),
    (
        'msgid "c"d"\nmsgstr "e"\n',
        [r"""13:10: 'd'; expected \" for a quotation mark in a string"""],
    ),
    (
        '#, fuzzy\n#| msgid "a\n#| b"\nmsgid "c"\nmsgstr "d"\n',
        ["""14:4: 'msgid "a'; expected msgid "…", as it was"""],
    ),
    (
        f'#| msgid "a"\n#: a.md:1\n{GOOD}',
        [f'13:1: {NOT_WHOLE}; expected #| msgid "…" before msgid'],
    ),
    (
        '#| msgid "a"\n#~ msgid "b"\n#~ msgstr ""\n',
        [f'13:1: {NOT_WHOLE}; expected #~| msgid "…" before msgid'],
    ),
    (
        f'#| msgctxt "a"\n{GOOD}',
        [f'13:1: {NOT_WHOLE}; expected #| msgid "…" before msgid'],
    ),
    (f'{GOOD}#~| msgid "a"\n', ["15:14: the end of the file; expected msgid"]),
    ('msgid "c"\nmsgstr "\\400"\n', [r"14:9: escape \400; expected bytes of UTF-8"]),
    ('msgid "c"\nmsgstr "\\344 "\n', [r"14:9: escape \344; expected bytes of UTF-8"]),
]


@pytest.mark.parametrize(("body", "messages"), WRONG)
def test_mistakes_are_named_at_their_places(body: str, messages: list[str]) -> None:
    assert errors((HEADER + body).encode()) == messages


# It cuts bytes of escapes off, and does not look at what is left.
LENIENT = ('msgid "c"\nmsgstr "\\400"\n', 'msgid "c"\nmsgstr "\\344 "\n')


@pytest.mark.parametrize("body", [body for body, _ in WRONG if body not in LENIENT])
def test_msgfmt_finds_the_same_files_wrong(body: str, tmp_path: Path) -> None:
    assert msgfmt(tmp_path, (HEADER + body).encode()) == 1


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        (b"", ['1:1: no header; expected msgid "" with Content-Type: text/plain; charset=UTF-8']),
        (
            (HEADER + GOOD).encode("utf-16"),
            ["1:1: UTF-16; expected UTF-8"],
        ),
        ((HEADER + GOOD).encode("utf-16-be"), ["1:1: UTF-16; expected UTF-8"]),
        ((HEADER + GOOD).encode("utf-32-le"), ["1:1: UTF-32; expected UTF-8"]),
        (
            HEADER.replace("=1; plural", "=1, plural").encode(),
            ["11:16: Plural-Forms 'nplurals=1, plural=0;'; expected nplurals=…; plural=…;"],
        ),
        (
            HEADER.replace("plural=0", "plural= n >").encode(),
            ["11:35: plural=n >; expected a formula of n as in C"],
        ),
        (
            HEADER.replace("plural=0", "plural=n/0").encode(),
            ["11:35: plural=n/0; expected a formula of n as in C"],
        ),
        (
            HEADER.replace("plural=0", "plural=n!=1").encode(),
            ["11:35: plural=n!=1; expected numbers of forms below 1"],
        ),
        (
            HEADER.encode() + 'msgid "é"\nmsgstr "中ü"\n'.encode("latin-1", "ignore"),
            [
                "13:8: byte 0xe9, which is not UTF-8; expected UTF-8",
                "14:9: byte 0xfc, which is not UTF-8; expected UTF-8",
            ],
        ),
        (
            HEADER.replace("UTF-8", "Big5").encode() + 'msgid "a"\nmsgstr "中"\n'.encode("big5"),
            ["9:36: charset 'Big5'; expected UTF-8; msgconv -t UTF-8 converts"],
        ),
        (
            (HEADER + 'msgid "a"\nmsgstr "b\0\0c"\n').encode(),
            ["14:10: NUL; expected text without it"],
        ),
        (
            (HEADER + 'msgid "a"\nmsgstr "b\\0"\n').encode(),
            [r"14:10: \0, which is NUL; expected text without it"],
        ),
        (
            (HEADER.replace('"Plural-Forms: nplurals=1; plural=0;\\n"\n', "")).encode()
            + b'msgid "c"\nmsgid_plural "d"\nmsgstr[0] "e"\n',
            [
                "12:1: 1 plural form, and no Plural-Forms in the header; "
                "expected Plural-Forms: nplurals=…; plural=…;"
            ],
        ),
    ],
)
def test_files_that_are_wrong_as_a_whole_say_so(data: bytes, messages: list[str]) -> None:
    assert errors(data) == messages


def test_plural_forms_that_nobody_has_written_are_not_counted() -> None:
    body = 'msgid "c"\nmsgid_plural "d"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    fuzzy = "#, fuzzy\n" + body.replace('""', '"e"')

    assert len(list(catalog(body).messages)) == 1
    assert len(list(catalog(fuzzy).messages)) == 1


# Editing

WRAPPED = r"""#: ../a.md:1
msgid ""
"国家主权在网络空间的延伸，是国家主权在这里的自然延伸和表现，也是这样说的，一直"
"如此"
msgstr ""

#: ../b.md:1
msgid "短"
msgstr ""
"""
LONG = "國家主權在網路空間的延伸，是國家主權在這裡的自然延伸和表現，也是這樣說的，一直如此。" * 2


def translate(body: str, number: int, text: str) -> str:
    """Return a catalog's body with a message translated."""
    found = catalog(body)
    entry = list(found.messages)[number]
    return found.edited(found.translated(entry, [text])).removeprefix(HEADER)


def test_an_edit_is_wrapped_as_the_file_is() -> None:
    edited = translate(WRAPPED, 1, LONG)

    assert edited == WRAPPED.removesuffix('""\n') + (
        '""\n'
        '"國家主權在網路空間的延伸，是國家主權在這裡的自然延伸和表現，也是這樣說的，一直"\n'
        '"如此。國家主權在網路空間的延伸，是國家主權在這裡的自然延伸和表現，也是這樣說"\n'
        '"的，一直如此。"\n'
    )


def test_an_edit_is_wrapped_by_words_where_babel_wrote_the_file() -> None:
    han = "国家主权在网络空间的延伸，是国家主权在这里的自然延伸和表现，"
    body = f'msgid ""\n"{han} {han} "\n"{han}"\nmsgstr ""\n'

    edited = translate(body, 0, f"{han}{han} {han} {han} a b")

    assert edited.removeprefix(body.removesuffix('""\n')) == (
        f'""\n"{han}{han} "\n"{han} {han} "\n"a b"\n'
    )


def test_an_edit_is_on_one_line_where_the_file_does_not_wrap() -> None:
    body = f'msgid "{LONG}"\nmsgstr ""\n'

    assert translate(body, 0, f"{LONG}\n") == f'msgid "{LONG}"\nmsgstr "{LONG}\\n"\n'
    assert translate('msgid "a"\nmsgstr ""\n', 0, LONG) == f'msgid "a"\nmsgstr "{LONG}"\n'
    assert translate(body, 0, "a\n\nb") == (f'msgid "{LONG}"\nmsgstr ""\n"a\\n"\n"\\n"\n"b"\n')


def test_an_edit_has_the_line_ends_of_the_file() -> None:
    data = (HEADER + WRAPPED).replace("\n", "\r\n").encode()
    found = parse(Path("a.po"), data)
    entry = list(found.messages)[1]

    edited = found.edited(found.translated(entry, ["a\nb"], "zhengming: converted 0"))

    assert edited.endswith(
        '#: ../b.md:1\r\nmsgid "短"\r\nmsgstr ""\r\n"a\\n"\r\n"b"\r\n'.replace(
            "#: ", "# zhengming: converted 0\r\n#: ", 1
        )
    )
    assert edited.count("\n") == edited.count("\r\n")


COMMENTED = """# top of the file

# by a person
#: ../a.md:1
#, python-format, fuzzy
#| msgid "old"
msgid "%s"
msgstr "x"
"""


def test_a_translation_takes_the_flag_and_the_former_message_away() -> None:
    found = catalog(COMMENTED)
    (entry,) = found.messages

    edited = found.edited(found.translated(entry, ["y"], "zhengming: converted 1"))

    assert edited.removeprefix(HEADER) == (
        "# top of the file\n\n# by a person\n# zhengming: converted 1\n#: ../a.md:1\n"
        '#, python-format\nmsgid "%s"\nmsgstr "y"\n'
    )
    again = parse(Path("a.po"), edited.encode())
    (entry,) = again.messages
    other = again.edited(again.commented(entry, "zhengming: converted 2"))
    assert other == edited.replace("converted 1", "converted 2")


def test_the_flag_can_be_set_and_taken_away() -> None:
    found = catalog(GOOD)
    (entry,) = found.messages
    fuzzy = found.edited(found.commented(entry, fuzzy=True))
    assert fuzzy == f"{HEADER}#, fuzzy\n{GOOD}"

    again = parse(Path("a.po"), fuzzy.encode())
    (entry,) = again.messages
    assert entry.is_fuzzy
    assert again.edited(again.commented(entry, fuzzy=True)) == fuzzy
    assert again.edited(again.commented(entry)) == HEADER + GOOD


def test_a_flag_joins_those_that_are_there() -> None:
    found = catalog(f"#, no-wrap\n{GOOD}")
    (entry,) = found.messages

    edited = found.edited(found.commented(entry, fuzzy=True))

    assert edited == f"{HEADER}#, fuzzy, no-wrap\n{GOOD}"


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)


@given(TEXTS, st.sampled_from([WRAPPED, f'msgid "{LONG}"\nmsgstr ""\n', "\n" + GOOD]))
def test_any_text_can_be_written_and_read_again(text: str, body: str) -> None:
    found = catalog(body)
    *_, entry = found.messages

    again = parse(Path("a.po"), found.edited(found.translated(entry, [text])).encode())

    *_, new = again.messages
    assert new.msgstr[0].text == text
    assert len(again.places(new.msgstr[0])) == len(text) + 1
    assert again.text[: new.msgstr[0].start] == found.text[: entry.msgstr[0].start]


PIECES = st.sampled_from(
    [r"\n", r"\t", r"\r", r"\"", r"\\", '"\n"', "n", "a", "中", " ", "#", "~", "\t"]
)


@given(st.lists(PIECES).map("".join))
def test_babel_reads_the_same(raw: str) -> None:
    data = f'{HEADER}msgid "m"\nmsgstr "{raw}"\n'.encode()
    (entry,) = parse(Path("a.po"), data).messages

    theirs = read_po(data.splitlines(keepends=True), charset="utf-8").get("m")

    assert theirs
    assert theirs.string == entry.msgstr[0].text


KEYWORDS = ["msgctxt", "msgid", "msgid_plural", "msgstr", "msgstr[0]", "msgstr[1]", "msgstr["]
OTHERS = ["[0]", "x", '"a"', '"b"', '""', r'"c\q"', '"', "\\", "#", "#~", "#|", "#~|", "#,", "\n"]
WORDS = st.sampled_from(KEYWORDS + OTHERS)


@given(st.lists(WORDS).map(" ".join))
def test_nothing_is_passed_over_without_a_word(body: str) -> None:
    try:
        found = parse(Path("a.po"), (HEADER + body).encode())
    except ExceptionGroup:
        return

    position = 0
    for entry in found.entries:
        assert found.text[position : entry.head].strip() in ("", "#~")
        position = entry.msgstr[-1].end
    rest = found.text[position:].replace("#~|", "#|")
    assert [line for line in rest.split("\n") if line.strip() and line.strip()[0] != "#"] == []


def test_reading_takes_time_in_proportion_to_the_file() -> None:
    # Each would take minutes if it took the square.
    size = 300_000
    strings = (r"\101", r"\x41B", r"\n", r"\\")
    torn = [f'msgid "a"\nmsgstr "{string * size}' for string in strings]
    blocks = ("#\n", "\n \n", '""\n', "x\n\n", "#~ \n", "#~\n# x\n", '#~ # x\n#~ ""\n')
    for body in (*torn, *(block * size for block in blocks)):
        data = (HEADER + GOOD + body).encode()
        with contextlib.suppress(ExceptionGroup):
            parse(Path("a.po"), data)


# Marks


def test_a_translation_is_machine_made_until_somebody_edits_it() -> None:
    mark = machine_mark(["乙"])
    (made,) = catalog(f"# {mark}\n{GOOD}").messages
    (edited,) = catalog(f"# {mark}\n{GOOD}".replace("乙", "丙")).messages
    (empty,) = catalog(f"# {machine_mark([''])}\n{GOOD}".replace("乙", "")).messages

    assert mark == "zhengming: converted dfd3d855dd4f"
    assert [is_machine_made(entry) for entry in (made, edited, empty)] == [True, False, False]


def test_a_file_is_loaded_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(HEADER + GOOD, encoding="utf-8")

    assert load(tmp_path / "a.po").text == HEADER + GOOD


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        ('msgid "Line %d: %s"\nmsgstr "第 %d 行：%s"\n', "plain"),
        ('msgid "%1$s of %(total)s"\nmsgstr "甲"\n', "plain"),
        ('msgid "_File"\nmsgstr "檔案(_F)"\n', "plain"),
        ('msgid "&File"\nmsgstr "檔案(&F)"\n', "plain"),
        ('msgid "%(name2)s"\nmsgstr "甲"\n', "plain"),
        ('msgid "About %1"\nmsgstr "甲"\n', "plain"),
        ('msgid "100% sure, 5%1"\nmsgstr "甲(_b)"\n', "myst"),
        ('msgid "Write ``%d``"\nmsgstr "甲"\n', "rst"),
        ('msgid "See `this <a>`__"\nmsgstr "甲"\n', "rst"),
        ('msgid "See :ref:`a`"\nmsgstr "甲"\n', "rst"),
        ('msgid "See {ref}`a`"\nmsgstr "甲"\n', "myst"),
        ('msgid "See [this](a) and `code`"\nmsgstr "甲"\n', "myst"),
    ],
)
def test_a_message_from_no_file_is_of_a_program_if_it_looks_so(body: str, markup: str) -> None:
    (entry,) = catalog(body).messages
    assert entry.markup == markup


def test_a_program_is_all_plain_where_no_message_names_a_file() -> None:
    program = 'msgid "Line %d"\nmsgstr "甲"\n\nmsgid "A"\nmsgstr "- 乙"\n'

    assert [e.markup for e in catalog(program).messages] == ["plain", "plain"]
    named = f"#: a.md:1\n{program}"
    assert [e.markup for e in catalog(named).messages] == ["myst", "myst"]


def test_credits_of_translators_are_known() -> None:
    one, other = catalog('msgid "translator-credits"\nmsgstr "甲"\n\n' + GOOD).messages
    assert (one.is_credits, other.is_credits) == (True, False)
