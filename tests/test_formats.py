"""Findings as other programs read them."""

import json
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest

from zhengming import catalog
from zhengming.finding import Document, Finding, Fix, Grade, Message
from zhengming.formats import Kind, Result, github, gitlab, junit, sarif
from zhengming.report import Reported
from zhengming.text import Span

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
KIND = Kind("deprecated-form", "A wrong form", "It is never right.")
# A sign beyond the BMP stands before: columns are code points.
DOCUMENT = Document("docs/甲 b.md", "一行\n𠀀尊重搜集\n主权。\n", "zh-Hans")


def finding(grade: Grade = "safe", message: str = "write 网络主权") -> Finding:
    span = Span(6, 11)
    return Finding(KIND.slug, span, message, Fix(span, "网络主权", grade))


def result(*found: Reported, unreadable: tuple[str, ...] = ()) -> Result:
    return Result(("docs/甲 b.md", "docs/c.md"), found, unreadable, (KIND,))


def test_sarif_has_places_in_code_points_the_rule_and_the_fix() -> None:
    place = {"uri": "docs/%E7%94%B2%20b.md"}
    region = {"startLine": 2, "startColumn": 4, "endLine": 3, "endColumn": 3}

    log = json.loads(sarif(result(Reported(DOCUMENT, finding()), unreadable=("no x",))))

    (item,) = log["runs"][0].pop("results")
    fingerprint = item["partialFingerprints"].pop("zhengming/v1")
    assert len(fingerprint) == 32
    assert item == {
        "ruleId": "deprecated-form",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "write 网络主权"},
        "locations": [{"physicalLocation": {"artifactLocation": place, "region": region}}],
        "partialFingerprints": {},
        "fixes": [
            {
                "description": {"text": "write 网络主权 (safe)"},
                "artifactChanges": [
                    {
                        "artifactLocation": place,
                        "replacements": [
                            {"deletedRegion": region, "insertedContent": {"text": "网络主权"}}
                        ],
                    }
                ],
            }
        ],
    }
    assert log == {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
        "sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "zhengming",
                        "version": version("zhengming"),
                        "rules": [
                            {
                                "id": "deprecated-form",
                                "shortDescription": {"text": "A wrong form"},
                                "help": {"text": "It is never right."},
                                "defaultConfiguration": {"level": "error"},
                            }
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": False,
                        "toolExecutionNotifications": [
                            {"level": "error", "message": {"text": "no x"}}
                        ],
                    }
                ],
            }
        ],
    }


def test_sarif_has_no_fix_that_is_only_shown() -> None:
    log = json.loads(sarif(result(Reported(DOCUMENT, finding("shown")))))

    assert "fixes" not in log["runs"][0]["results"][0]


def test_sarif_names_a_file_elsewhere_by_its_address() -> None:
    document = Document(str(Path("/x/甲.md").absolute()), DOCUMENT.text, "zh-Hans")

    log = json.loads(sarif(result(Reported(document, finding()))))

    (location,) = log["runs"][0]["results"][0]["locations"]
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == Path("/x/甲.md").absolute().as_uri()


def test_a_fix_in_a_catalog_is_text_as_catalogs_write_it() -> None:
    text = HEADER + 'msgid "a"\nmsgstr "一\\n二"\n'
    found = catalog.parse(Path("a.po"), text.encode())
    (entry,) = found.messages
    message = Message(found, entry, entry.msgstr[0])
    document = Document("a.po", "一\n二", "zh-Hans", message=message)
    span = Span(0, 1)

    item = Reported(document, Finding(KIND.slug, span, "m", Fix(span, 'x\n"', "safe")))
    log = json.loads(sarif(result(item)))

    (fix,) = log["runs"][0]["results"][0]["fixes"]
    assert fix["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 5, "startColumn": 9, "endLine": 5, "endColumn": 10},
            "insertedContent": {"text": 'x\\n\\"'},
        }
    ]


def test_a_fingerprint_stays_when_lines_move_and_tells_two_apart() -> None:
    twice = DOCUMENT.text * 2
    moved = Document(DOCUMENT.name, f"新的一段。\n\n{twice}", "zh-Hans")
    span, later = Span(13, 18), Span(13 + len(DOCUMENT.text), 18 + len(DOCUMENT.text))

    def prints(document: Document, *spans: Span) -> list[str]:
        items = (Reported(document, Finding(KIND.slug, each, "m")) for each in spans)
        return [row["fingerprint"] for row in json.loads(gitlab(result(*items)))]

    before = prints(Document(DOCUMENT.name, twice, "zh-Hans"), Span(6, 11), Span(19, 24))
    assert prints(moved, span, later) == before
    assert len(set(before)) == 2


def test_github_reads_a_command_back_as_what_was_said() -> None:
    document = Document("a,b:c%.md", DOCUMENT.text, "zh-Hans")
    item = Reported(document, finding(message="50%:\r\n再, 写"))

    assert github(result(item, unreadable=("x: no\nfile",))).split("\n") == [
        "::error::x: no%0Afile",
        "::error file=a%2Cb%3Ac%25.md,line=2,col=4,title=zhengming deprecated-form"
        "::50%25:%0D%0A再, 写",
    ]
    assert github(result()) == ""


def test_gitlab_has_place_rule_and_severity() -> None:
    (row,) = json.loads(gitlab(result(Reported(DOCUMENT, finding()))))

    assert len(row.pop("fingerprint")) == 32
    assert row == {
        "description": "write 网络主权",
        "check_name": "deprecated-form",
        "severity": "major",
        "location": {"path": "docs/甲 b.md", "lines": {"begin": 2, "end": 3}},
    }


def test_junit_has_a_test_for_clean_files_findings_and_what_could_not_be_read() -> None:
    message = 'write <"网络主权"> \x1b'

    text = junit(result(Reported(DOCUMENT, finding(message=message)), unreadable=("no x",)))

    suites = xml.fromstring(text.encode())
    counts = {"name": "zhengming", "tests": "3", "failures": "1", "errors": "1"}
    assert (suites.tag, suites.attrib) == ("testsuites", counts)
    (suite,) = suites
    assert (suite.tag, suite.attrib) == ("testsuite", counts)
    assert [(case.tag, case.attrib, [(c.tag, c.attrib) for c in case]) for case in suite] == [
        ("testcase", {"classname": "docs/c.md", "name": "check"}, []),
        (
            "testcase",
            {"classname": "docs/甲 b.md", "name": "deprecated-form 2:4"},
            [("failure", {"message": 'write <"网络主权"> \ufffd', "type": "deprecated-form"})],
        ),
        (
            "testcase",
            {"classname": "zhengming", "name": "no x"},
            [("error", {"message": "no x", "type": "unreadable"})],
        ),
    ]


@pytest.mark.parametrize("form", [sarif, github, gitlab, junit])
def test_the_same_findings_give_the_same_bytes(form: object) -> None:
    assert callable(form)
    item = Reported(DOCUMENT, finding())

    assert form(result(item)) == form(result(item))
