"""How much is translated."""

from catalogs import catalog
from zhengming.catalog import machine_mark
from zhengming.completeness import Counts, State, as_json, count, lines

BODY = f"""# {machine_mark(["乙"])}
msgid "甲"
msgstr "乙"

# {machine_mark(["乙"])}
msgid "edited"
msgstr "丙"

#, fuzzy
# {machine_mark(["乙"])}
msgid "fuzzy"
msgstr "乙"

#, fuzzy
msgid "empty"
msgstr ""

msgid "one"
msgid_plural "more"
msgstr[0] ""

#~ msgid "gone"
#~ msgstr "乙"
"""
COUNTS = Counts(5, 2, 1, 1, 2, 1)


def test_each_message_is_of_one_kind() -> None:
    assert count([catalog(BODY)]) == COUNTS
    assert count([catalog(BODY), catalog("")]) == COUNTS
    assert count([]) == Counts()


def test_the_table_has_numbers_and_parts() -> None:
    table = list(lines({"zh_Hant_TW": State(COUNTS, 3), "en": State(Counts(), 0)}))

    assert table == [
        "language   messages translated machine-made fuzzy untranslated obsolete findings",
        "zh_Hant_TW        5          2            1     1            2        1        3",
        "                          40 %         20 %  20 %         40 %",
        "en                0          0            0     0            0        0        0",
    ]
    assert max(map(len, table)) == 80


def test_json_has_the_same_numbers() -> None:
    assert as_json({"en": State(Counts(1, 1), 2)}) == (
        '{\n "en": {\n  "messages": 1,\n  "translated": 1,\n  "machine_made": 0,\n'
        '  "fuzzy": 0,\n  "untranslated": 0,\n  "obsolete": 0,\n  "findings": 2\n }\n}'
    )
