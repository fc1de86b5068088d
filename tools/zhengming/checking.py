"""The commands `zhengming check` and `zhengming find`."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from zhengming import (
    cache,
    concept_check,
    concordance,
    config,
    project,
    report,
    rules,
)
from zhengming.catalog import Catalog
from zhengming.check import BugError, check, fix
from zhengming.concept_check import ConceptRule, Placed
from zhengming.config import AnyRule, Config, ConfigError
from zhengming.datafile import DataError, write_text
from zhengming.finding import Context, Finding, Rule
from zhengming.matcher import Matcher
from zhengming.progress import Progress
from zhengming.project import File
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
            documents = project.read(settings, path).documents
        except (OSError, DataError) as error:
            return fail(shown(str(error)))
        except ExceptionGroup as group:
            return fail("\n".join(shown(str(error)) for error in group.exceptions))
        for document in documents:
            for item in concordance.occurrences(document, context, ids):
                count += 1
                start = document.placed(item.span).start
                print("{}:{}:{}".format(document.name, *line_column(document.file, start)))
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
        # Messages that are not checked, by what they are.
        self.left: Counter[str] = Counter()
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
            except ExceptionGroup as group:
                for each in group.exceptions:
                    self.fail(shown(str(each)))
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
            for rule in self.chosen(concept_check.RULES, name):
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
        file = project.read(self.settings, path)
        self.count += 1
        name = project.name_of(self.settings, path)
        chosen = self.chosen(rules.RULES, name)
        if self.options.fix or self.options.diff:
            file = self.fixed(path, file, chosen)
        if file.catalog:
            self.left.update(_left(file.catalog))
        is_text = path.parent not in self.glossaries
        for document in file.documents:
            self.found += [Reported(document, f) for f in check(document, self.context, chosen)]
            # Translations attest nothing that their original does not.
            if is_text and not document.original:
                matches = self.context.matches(document)
                self.attested.update(term.concept for match in matches for term in match.terms)

    def chosen(self, known: Iterable[AnyRule], name: str) -> list[AnyRule]:
        """Return the rules that are for a file, of those known."""
        if self.options.rule:
            return [rule for rule in known if rule.slug in self.options.rule]
        return self.settings.chosen(known, name)

    def fixed(self, path: Path, file: File, chosen: Sequence[Rule]) -> File:
        """Write or show the safe fixes of a file; return what it holds then."""
        from zhengming.restore import PAGE_HEAD

        text = file.with_texts(fix(each, self.context, chosen) for each in file.documents)
        if text == file.text:
            return file
        name = project.name_of(self.settings, path)
        if text.startswith(PAGE_HEAD):
            there = text.split(" by ", 1)[0].removeprefix(PAGE_HEAD)
            self.fail(f"{name}: restored pages are not fixed; mend the record in {there}")
            return file
        if self.options.diff:
            self.say("\n".join(_diff(name, file.text, text)))
            return file
        try:
            write_text(path, text)
        except OSError as error:
            # It names a file of ours, or none at all.
            self.fail(f"{name}: {error.strerror}")
            return file
        self.say(f"{name}: fixed")
        return project.parse(self.settings, path, text.encode())

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
        print(_summary(self.found, self.count, self.left), file=sys.stderr)


def _left(catalog: Catalog) -> Iterator[str]:
    """Yield a word for each message of a catalog that is not checked."""
    for entry in catalog.entries:
        if entry.is_obsolete:
            yield "obsolete"
        elif entry.is_header:
            continue
        elif not entry.is_translated:
            yield "untranslated"
        elif entry.is_fuzzy:
            yield "fuzzy"


def _summary(found: Sequence[Reported], files: int, messages: Counter[str]) -> str:
    safe = sum(1 for _, f in found if f.fix and f.fix.grade == "safe")
    noun = "finding" if len(found) == 1 else "findings"
    fixes = f", {safe} with a safe fix (--fix)" if safe else ""
    words = ("untranslated", "fuzzy", "obsolete")
    left = [f"{messages[word]:,} {word}" for word in words if messages[word]]
    skipped = f"; messages left out: {', '.join(left)}" if left else ""
    return f"{files} {'file' if files == 1 else 'files'}, {len(found)} {noun}{fixes}{skipped}"


def _diff(name: str, old: str, new: str) -> Iterator[str]:
    import difflib

    return difflib.unified_diff(
        old.split("\n"),
        new.split("\n"),
        f"a/{name}",
        f"b/{name}",
        lineterm="",
    )


def shown(message: str) -> str:
    """Return a message with paths below this folder made short."""
    return message.replace(f"{Path.cwd()}{os.sep}", "")


def fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
