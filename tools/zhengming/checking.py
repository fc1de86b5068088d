"""The commands `zhengming check` and `zhengming find`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from zhengming import cache, concept_check, concordance, config, project, report, rules
from zhengming.check import BugError, check, fix
from zhengming.concept_check import ConceptRule, Placed
from zhengming.config import Config, ConfigError
from zhengming.datafile import DataError, write_text
from zhengming.finding import Context, Document, Finding, Rule
from zhengming.matcher import Matcher
from zhengming.progress import Progress
from zhengming.report import Reported
from zhengming.text import Span, line_column, offset

RULES: tuple[Rule | ConceptRule, ...] = (*rules.RULES, *concept_check.RULES)
SLUGS = tuple(rule.slug for rule in RULES)


def run(options: argparse.Namespace) -> int:
    """Run the command; return 0 if all is clean, 1 if not, 2 if something is unreadable."""
    if options.list_rules:
        for rule in RULES:
            print(f"{rule.slug:24}{rule.name}{'' if rule.is_on else ' (off by default)'}")
        return 0
    asked = [*(options.rule or ()), *([options.explain] if options.explain else [])]
    if unknown := [slug for slug in asked if slug not in SLUGS]:
        return fail(f"rule {unknown[0]!r}; expected one of {', '.join(SLUGS)}")
    if options.explain:
        print(_explained(options.explain))
        return 0
    whole = [rule.slug for rule in concept_check.RULES if rule.slug in asked]
    if options.paths and whole:
        return fail(f"{whole[0]} looks at the whole project; expected no PATH")
    try:
        settings, context = opened()
    except Unusable as error:
        return fail(str(error))
    return _Run(options, settings, context).all()


def find(options: argparse.Namespace) -> int:
    """Run `find`; return 0 if something was found, 1 if not, 2 if something is unreadable."""
    try:
        settings, context = opened()
    except Unusable as error:
        return fail(str(error))
    ids = concordance.meant(context, options.words)
    if not ids:
        return fail(f"{options.words!r}; expected a form or an id of the glossary")
    count = 0
    for path in project.named(options.paths) if options.paths else project.files(settings):
        try:
            document = project.document(settings, path)
        except (OSError, DataError) as error:
            return fail(shown(str(error)))
        for item in concordance.occurrences(document, context, ids):
            count += 1
            place = "{}:{}".format(*line_column(document.text, item.span.start))
            print(f"{document.name}:{place}")
            print(f"  {concordance.aligned(item)}")
    print(f"{count} of {', '.join(sorted(ids))}", file=sys.stderr)
    return 0 if count else 1


class Unusable(Exception):
    """Settings or glossary cannot be used; the message says why."""


def opened() -> tuple[Config, Context]:
    try:
        settings = config.load(config.find_root(Path.cwd()), SLUGS)
        folders = [settings.root / folder for folder in settings.glossary]
        known = cache.load(folders, settings.root)
    except ConfigError as error:
        raise Unusable(str(error)) from None
    except OSError as error:
        raise Unusable(f"{error.filename}: {error.strerror}") from None
    except ExceptionGroup as group:
        raise Unusable("\n".join(shown(str(e)) for e in group.exceptions)) from None
    return settings, Context(known, Matcher(known), settings.glossary)


def _explained(slug: str) -> str:
    """Return what a rule says of itself, with its first wrong case if it has cases."""
    rule = next(rule for rule in RULES if rule.slug == slug)
    if isinstance(rule, ConceptRule):
        import inspect

        return f"{slug}: {inspect.getdoc(rule.check)}"
    text = (sys.modules[rule.check.__module__].__doc__ or "").strip()
    wrong = next(case for case in rule.cases if case.messages)
    shown = [f"{rule.slug}: {text}", "", f"Wrong: {wrong.text}", f"       {wrong.messages[0]}"]
    if wrong.fixed is not None:
        shown.append(f"Fixed: {wrong.fixed}")
    return "\n".join(shown)


class _Run:
    """One run of the check over the files of a project."""

    def __init__(self, options: argparse.Namespace, settings: Config, context: Context) -> None:
        self.options, self.settings, self.context = options, settings, context
        self.found: list[Reported] = []
        self.unreadable = 0
        self.progress = Progress(sys.stderr)
        self.count = 0
        self.glossaries = {settings.root / folder for folder in settings.glossary}
        # The concepts of which a form stands in a text.
        self.attested: set[str] = set()

    def all(self) -> int:
        for path in self.progress.over(list(self.files())):
            try:
                self.one(path)
            except OSError as error:
                self.fail(f"{shown(error.filename)}: {error.strerror}")
            except (DataError, BugError) as error:
                self.fail(shown(str(error)))
        if not self.options.paths:
            self.found += self.wrong_concepts()
        self.report()
        return 2 if self.unreadable else 1 if self.found else 0

    def wrong_concepts(self) -> Iterator[Reported]:
        """Yield what is wrong with the glossary's own pages, in the order of their ids."""
        attested = None if self.unreadable else self.attested
        evidence = concept_check.evidence_of(self.context, attested)
        for concept in self.context.glossary.concepts.values():
            name = project.name_of(self.settings, concept.path)
            for rule in concept_check.RULES:
                if self.is_chosen(rule, name):
                    for wrong in rule.check(concept, evidence):
                        yield self.placed(concept.path, rule.slug, wrong)

    def placed(self, path: Path, slug: str, wrong: Placed) -> Reported:
        """Return what is wrong on a concept page as a finding, which has a span."""
        document = project.document(self.settings, path)
        line = document.text.split("\n")[wrong.line - 1]
        start = offset(document.text, wrong.line, wrong.column)
        span = Span(start, start + len(line) - wrong.column + 1)
        return Reported(document, Finding(slug, span, wrong.message))

    def files(self) -> Iterator[Path]:
        if self.options.paths:
            return project.named(self.options.paths)
        return project.files(self.settings)

    def one(self, path: Path) -> None:
        document = project.document(self.settings, path)
        self.count += 1
        chosen = [rule for rule in rules.RULES if self.is_chosen(rule, document.name)]
        if self.options.fix or self.options.diff:
            document = self.fixed(path, document, chosen)
        self.found += [Reported(document, f) for f in check(document, self.context, chosen)]
        if path.parent not in self.glossaries:
            matches = self.context.matches(document)
            self.attested.update(term.concept for match in matches for term in match.terms)

    def is_chosen(self, rule: Rule | ConceptRule, name: str) -> bool:
        if self.options.rule:
            return rule.slug in self.options.rule
        return self.settings.is_on(rule.slug, rule.is_on, name)

    def fixed(self, path: Path, document: Document, chosen: Iterable[Rule]) -> Document:
        """Write or show the safe fixes of a file; return what it holds then."""
        from zhengming.restore import PAGE_HEAD

        text = fix(document, self.context, chosen)
        if text == document.text:
            return document
        if document.text.startswith(PAGE_HEAD):
            there = document.text.split(" by ", 1)[0].removeprefix(PAGE_HEAD)
            self.fail(f"{document.name}: restored pages are not fixed; mend the record in {there}")
            return document
        if self.options.diff:
            self.say("\n".join(_diff(document, text)))
            return document
        try:
            write_text(path, text)
        except OSError as error:
            # It names a file of ours, or none at all.
            self.fail(f"{document.name}: {error.strerror}")
            return document
        self.say(f"{document.name}: fixed")
        return Document(document.name, text, document.language, document.markup)

    def say(self, message: str) -> None:
        self.progress.clear()
        print(message)

    def fail(self, message: str) -> None:
        self.unreadable += 1
        self.progress.clear()
        print(message, file=sys.stderr)

    def report(self) -> None:
        if self.options.format == "json":
            print(report.as_json(self.found))
            return
        is_terminal = sys.stdout.isatty()
        colour = is_terminal and "NO_COLOR" not in os.environ
        shown = report.readable(self.found, colour) if is_terminal else report.lines(self.found)
        for line in shown:
            print(line)
        print(_summary(self.found, self.count), file=sys.stderr)


def _summary(found: Sequence[Reported], files: int) -> str:
    safe = sum(1 for _, f in found if f.fix and f.fix.grade == "safe")
    noun = "finding" if len(found) == 1 else "findings"
    fixes = f", {safe} with a safe fix (--fix)" if safe else ""
    return f"{files} {'file' if files == 1 else 'files'}, {len(found)} {noun}{fixes}"


def _diff(document: Document, text: str) -> Iterator[str]:
    import difflib

    return difflib.unified_diff(
        document.text.split("\n"),
        text.split("\n"),
        f"a/{document.name}",
        f"b/{document.name}",
        lineterm="",
    )


def shown(message: str) -> str:
    """Return a message with paths below this folder made short."""
    return message.replace(f"{Path.cwd()}{os.sep}", "")


def fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
