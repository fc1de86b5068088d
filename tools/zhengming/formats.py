"""Findings for other programs: SARIF, GitHub, GitLab, JUnit; each function returns a text."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from zhengming.baseline import fingerprints
from zhengming.catalog import escaped
from zhengming.finding import Document
from zhengming.report import Reported, as_json
from zhengming.text import Span, line_column


class Kind(NamedTuple):
    """What a rule is called, and what it says of itself."""

    slug: str
    name: str
    help: str


class Result(NamedTuple):
    """What a run found: the files it read, findings, and what could not be read."""

    files: Sequence[str]
    found: Sequence[Reported]
    unreadable: Sequence[str]
    kinds: Sequence[Kind]


def sarif(result: Result) -> str:
    """Return the log in SARIF 2.1.0, columns in code points."""
    from importlib.metadata import version

    slugs = [kind.slug for kind in result.kinds]
    prints = fingerprints(result.found)
    driver = {
        "name": "zhengming",
        "version": version("zhengming"),
        "rules": [
            {
                "id": kind.slug,
                "shortDescription": {"text": kind.name},
                "help": {"text": kind.help},
                "defaultConfiguration": {"level": "error"},
            }
            for kind in result.kinds
        ],
    }
    failures = [{"level": "error", "message": {"text": text}} for text in result.unreadable]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not result.unreadable,
                "toolExecutionNotifications": failures,
            }
        ],
        "results": [
            _result(item, print_, slugs) for item, print_ in zip(result.found, prints, strict=True)
        ],
    }
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
        "sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=1)


def _result(item: Reported, fingerprint: str, slugs: list[str]) -> dict[str, object]:
    document, finding = item
    place = {"uri": _uri(document.name)}
    made: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": slugs.index(finding.rule),
        "level": "error",
        "message": {"text": finding.message},
        "locations": [
            {"physicalLocation": {"artifactLocation": place, "region": _at(item)}},
        ],
        "partialFingerprints": {"zhengming/v1": fingerprint},
    }
    # A fix that is shown only is nothing that a program may write.
    if finding.fix and finding.fix.grade != "shown":
        text = escaped(finding.fix.text) if document.message else finding.fix.text
        change = {
            "deletedRegion": _region(document, finding.fix.span),
            "insertedContent": {"text": text},
        }
        made["fixes"] = [
            {
                "description": {"text": f"{finding.message} ({finding.fix.grade})"},
                "artifactChanges": [{"artifactLocation": place, "replacements": [change]}],
            }
        ]
    return made


def _uri(name: str) -> str:
    """Return the URI of a file: relative to the project if its name is."""
    return Path(name).as_uri() if Path(name).is_absolute() else quote(name)


def _at(item: Reported) -> dict[str, int]:
    return _region(item.document, item.finding.span)


def _region(document: Document, span: Span) -> dict[str, int]:
    start, end = document.placed(span)
    line, column = line_column(document.file, start)
    last, behind = line_column(document.file, end)
    return {"startLine": line, "startColumn": column, "endLine": last, "endColumn": behind}


def github(result: Result) -> str:
    """Return workflow commands of GitHub Actions, a line for each finding."""
    lines = [f"::error::{_data(text)}" for text in result.unreadable]
    for item in result.found:
        line, column = line_column(
            item.document.file, item.document.placed(item.finding.span).start
        )
        places = f"file={_property(item.document.name)},line={line},col={column}"
        title = _property(f"zhengming {item.finding.rule}")
        lines.append(f"::error {places},title={title}::{_data(item.finding.message)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    """Return a text as the runner takes it back: it reads lines, and `%` with two digits."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(result: Result) -> str:
    """Return a Code Quality report of GitLab."""
    rows = []
    for item, fingerprint in zip(result.found, fingerprints(result.found), strict=True):
        region = _at(item)
        rows.append(
            {
                "description": item.finding.message,
                "check_name": item.finding.rule,
                "fingerprint": fingerprint,
                "severity": "major",
                "location": {
                    "path": item.document.name,
                    "lines": {"begin": region["startLine"], "end": region["endLine"]},
                },
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=1)


# What XML 1.0 cannot hold, however it is written.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(result: Result) -> str:
    """Return JUnit's XML: a test for each clean file and each finding, an error for the rest."""
    from xml.etree import ElementTree as xml

    found = defaultdict(list)
    for item in result.found:
        found[item.document.name].append(item)
    clean = [name for name in result.files if name not in found]
    tests = str(len(clean) + len(result.found) + len(result.unreadable))
    counts = {
        "name": "zhengming",
        "tests": tests,
        "failures": str(len(result.found)),
        "errors": str(len(result.unreadable)),
    }
    suites = xml.Element("testsuites", counts)
    suite = xml.SubElement(suites, "testsuite", counts)

    def case(where: str, name: str) -> xml.Element:
        return xml.SubElement(suite, "testcase", classname=_xml(where), name=_xml(name))

    for name in clean:
        case(name, "check")
    for item in result.found:
        region = _at(item)
        test = case(
            item.document.name,
            f"{item.finding.rule} {region['startLine']}:{region['startColumn']}",
        )
        xml.SubElement(test, "failure", message=_xml(item.finding.message), type=item.finding.rule)
    for text in result.unreadable:
        xml.SubElement(case("zhengming", text), "error", message=_xml(text), type="unreadable")
    xml.indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + xml.tostring(suites, "unicode")


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


FORMATS: dict[str, Callable[[Result], str]] = {
    "json": lambda result: as_json(result.found),
    "sarif": sarif,
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
}
