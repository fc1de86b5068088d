"""The commands `zhengming check` and `zhengming find`."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhengming import (
    baseline,
    cache,
    concept_check,
    concordance,
    config,
    project,
    report,
    rules,
)
from zhengming.catalog import Catalog
from zhengming.check import WAIVER, BugError, check, fix
from zhengming.concept_check import ConceptRule, Placed
from zhengming.config import AnyRule, Config, ConfigError
from zhengming.datafile import DataError, write_text
from zhengming.finding import Context, Finding, Grade, Rule
from zhengming.glossary import Glossary
from zhengming.matcher import Matcher
from zhengming.progress import Progress
from zhengming.project import File
from zhengming.report import Reported
from zhengming.text import Span, line_column, offset

if TYPE_CHECKING:
    from zhengming.changes import Changes
    from zhengming.formats import Kind

STDIN = Path("-")

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
    if wrong := _contradiction(options):
        return fail(wrong)
    whole = [rule.slug for rule in concept_check.RULES if rule.slug in asked]
    if options.paths and whole:
        return fail(f"{whole[0]} looks at the whole project; expected no PATH")
    try:
        return _Run(options, *opened()).all()
    except Unusable as error:
        return fail(shown(str(error)))


def _contradiction(options: argparse.Namespace) -> str:
    """Return why options cannot be used together, "" if they can."""
    if options.unsafe and not (options.fix or options.diff):
        return "--unsafe; expected --fix or --diff with it"
    if options.name and options.paths != [STDIN]:
        return "--name; expected - as the only PATH, for a text on standard input"
    if STDIN in options.paths and (len(options.paths) > 1 or options.fix):
        return "- as PATH; expected no other one, and no --fix"
    if options.since is not None and (options.fix or options.diff):
        return "--since; expected no --fix and no --diff, which are for whole files"
    if options.write_baseline and (options.paths or options.rule or options.since):
        return (
            "--write-baseline; expected no PATH, --rule or --since: it looks at the whole project"
        )
    return ""


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
    for path in (
        project.named(options.paths)
        if options.paths
        else project.files(settings, context.glossary.languages)
    ):
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


def opened(start: Path | None = None) -> tuple[Config, Context]:
    """Return the settings and the glossary of the project that a folder is in.

    It is the current folder if none is given; raises Unusable, whose cause is what was raised.
    """
    try:
        settings = config.load(config.find_root(start or Path.cwd()), SLUGS)
    except ConfigError as error:
        raise Unusable(str(error)) from error
    except OSError as error:
        raise Unusable(f"{error.filename}: {error.strerror}") from error
    known = _loaded(settings)
    return settings, Context(known, Matcher(known), settings.glossary)


class Contexts:
    """What rules know of the files of a project: the own glossary, with further ones by setting.

    Each is made when a file asks for it.
    """

    def __init__(self, settings: Config, own: Context) -> None:
        self.settings = settings
        self._made: dict[tuple[Path, ...], Context] = {(): own}

    def of(self, name: str) -> Context:
        """Return the context of a file by its name in the project; raises Unusable."""
        return self.joined(self.settings.further(name))

    def joined(self, further: tuple[Path, ...]) -> Context:
        """Return the context with the further glossaries of folders; raises Unusable."""
        if further not in self._made:
            known = _loaded(self.settings, further)
            own, folders = self._made[()].glossary, self.settings.glossary
            self._made[further] = Context(known, Matcher(known), folders, own)
        return self._made[further]


def _loaded(settings: Config, further: tuple[Path, ...] = ()) -> Glossary:
    """Return the glossary of a project, with further ones; raises Unusable as `opened` does."""
    try:
        folders = [settings.root / folder for folder in settings.glossary]
        return cache.load(folders, settings.root, further)
    except OSError as error:
        raise Unusable(f"{error.filename}: {error.strerror}") from error
    except ExceptionGroup as group:
        raise Unusable("\n".join(shown(str(e)) for e in group.exceptions)) from group


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
        self.unreadable: list[str] = []
        self.names: list[str] = []
        self.accepted_count = 0
        self.progress = Progress(sys.stderr)
        # Messages that are not checked, by what they are.
        self.left: Counter[str] = Counter()
        # Catalogs of other languages, which are not checked either.
        self.others = 0
        self.contexts = Contexts(settings, context)
        self.glossaries = {settings.root / folder for folder in settings.glossary}
        self.glossaries.update(*settings.glossaries.values())
        # The concepts of which a form stands in a text.
        self.attested: set[str] = set()
        self.grades: tuple[Grade, ...] = ("safe", "unsafe") if options.unsafe else ("safe",)
        self.changes = self.changed()
        self.baseline: Path | None = options.baseline
        if settings.baseline and not self.baseline:
            self.baseline = settings.root / settings.baseline
        if options.write_baseline and not self.baseline:
            raise Unusable("--write-baseline; expected --baseline FILE, or a setting `baseline`")
        self.known = self.accepted()

    def changed(self) -> Changes | None:
        if self.options.since is None:
            return None
        from zhengming.changes import Changes, GitError

        try:
            return Changes(self.settings.root, self.options.since)
        except GitError as error:
            raise Unusable(f"--since {self.options.since}: {error}") from None

    def accepted(self) -> Counter[baseline.Key]:
        """Return what the baseline knows; one that is to be written need not be there."""
        if not self.baseline or (self.options.write_baseline and not self.baseline.exists()):
            return Counter()
        try:
            return baseline.load(self.baseline)
        except OSError as error:
            there = f"{self.baseline}: {error.strerror}"
            raise Unusable(f"{there}; `zhengming check --write-baseline` makes it") from None
        except DataError as error:
            raise Unusable(str(error)) from None

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
        if self.changes:
            self.found = [item for item in self.found if self.changes.has(item)]
        if self.options.write_baseline:
            return self.write_baseline()
        everything = self.found
        self.found, stale = baseline.split(everything, self.known)
        self.accepted_count = len(everything) - len(self.found)
        self.report()
        self.tell_stale(stale)
        return 2 if self.unreadable else 1 if self.found else 0

    def write_baseline(self) -> int:
        """Write all findings as known; return 2, and write nothing, if something is unreadable."""
        assert self.baseline
        if self.unreadable:
            self.fail(f"{shown(str(self.baseline))}: not written, as not all could be read")
            return 2
        known = Counter(map(baseline.key, self.found))
        try:
            write_text(self.baseline, baseline.dump(known))
        except OSError as error:
            self.fail(f"{shown(str(self.baseline))}: {error.strerror}")
            return 2
        added, gone = (known - self.known).total(), (self.known - known).total()
        there = f"{shown(str(self.baseline))}: {known.total()} known"
        print(f"{there} ({added} added, {gone} gone)", file=sys.stderr)
        return 0

    def tell_stale(self, stale: Counter[baseline.Key]) -> None:
        """Say what the baseline knows and nobody finds; of files that were not read, nothing."""
        if not self.baseline or self.unreadable or self.options.rule or self.changes:
            return
        read = set(self.names)
        gone = [k for k in sorted(stale) if k.file in read or not self.options.paths]
        for each in gone:
            print(f"{each.file}: {each.rule} {each.form} is no more", file=sys.stderr)
        if gone:
            there = f"{shown(str(self.baseline))}: {sum(stale[k] for k in gone)} known findings"
            print(f"{there} are no more; --write-baseline removes them", file=sys.stderr)

    def wrong_concepts(self) -> Iterator[Reported]:
        """Yield what is wrong with the glossary's own pages, in the order of their ids."""
        # Only all texts together can tell.
        attested = None if self.unreadable or self.changes else self.attested
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

    def files(self) -> list[Path]:
        """Return the files to check; of those that are not changed nothing is looked at.

        Raises Unusable if settings name files that are not there.
        """
        if self.options.paths:
            found = list(project.named(self.options.paths))
            if self.options.force_exclude:
                found = [path for path in found if project.is_own(self.settings, path)]
                found = self.of_our_languages(found)
        else:
            everything = list(project.everything(self.settings))
            if wrong := project.unfit(self.settings, everything):
                raise Unusable("\n".join(map(str, wrong)))
            found = [path for path in everything if project.is_own(self.settings, path)]
            if not (found or self.context.glossary.concepts):
                globs = ", ".join(self.settings.paths)
                raise Unusable(f"{self.settings.root}: no file that is {globs}; name a PATH")
            found = self.of_our_languages(found)
        if self.changes is None:
            return found
        names = self.changes.names
        return [path for path in found if project.name_of(self.settings, path) in names]

    def of_our_languages(self, paths: list[Path]) -> list[Path]:
        """Return the files but catalogs in languages that neither we nor the glossary know."""
        known = self.context.glossary.languages
        found = [p for p in paths if not project.other_language(self.settings, p, known)]
        self.others = len(paths) - len(found)
        return found

    def read(self, path: Path) -> File:
        if path == STDIN:
            path = Path(self.options.name or "-")
            data = sys.stdin.buffer.read()
            return project.parse(self.settings, path, data, self.options.encoding)
        # The glossary is UTF-8, whatever texts are.
        is_concept = Path(os.path.abspath(path)).parent in self.glossaries
        encoding = "utf-8" if is_concept else self.options.encoding
        return project.read(self.settings, path, encoding)

    def one(self, path: Path) -> None:
        file = self.read(path)
        if path == STDIN:
            path = Path(self.options.name or "-")
        name = project.name_of(self.settings, path)
        self.names.append(name)
        chosen = self.chosen(rules.RULES, name)
        context = self.contexts.of(name)
        if self.options.fix or self.options.diff:
            file = self.fixed(path, file, chosen, context)
        if file.catalog:
            self.left.update(_left(file.catalog))
        is_text = path.parent not in self.glossaries
        for document in file.documents:
            self.found += [Reported(document, f) for f in check(document, context, chosen)]
            # Translations attest nothing that their original does not.
            if is_text and not document.original:
                terms = (t for match in context.matches(document) for t in match.terms)
                own = self.context.glossary.concepts
                self.attested.update(term.concept for term in terms if term.concept in own)

    def chosen(self, known: Iterable[AnyRule], name: str) -> list[AnyRule]:
        """Return the rules that are for a file, of those known."""
        if self.options.rule:
            return [rule for rule in known if rule.slug in self.options.rule]
        return self.settings.chosen(known, name)

    def fixed(self, path: Path, file: File, chosen: Sequence[Rule], context: Context) -> File:
        """Write or show the fixes of a file; return what it holds then."""
        from zhengming.restore import PAGE_HEAD

        # A template is made from texts; they are what to mend.
        if path.suffix == ".pot":
            return file
        text = file.with_texts(fix(each, context, chosen, self.grades) for each in file.documents)
        if text == file.text:
            return file
        name = project.name_of(self.settings, path)
        if text.startswith(PAGE_HEAD):
            there = text.split(" by ", 1)[0].removeprefix(PAGE_HEAD)
            self.fail(f"{name}: restored pages are not fixed; mend the record in {there}")
            return file
        if self.options.diff:
            self.say(report.patch(name, file.text, text).removesuffix("\n"))
            return file
        if wrong := _unwritable(path, file, text):
            self.fail(f"{name}: {wrong}; nothing was written")
            return file
        try:
            write_text(path, text, file.codec)
        except OSError as error:
            # It names a file of ours, or none at all.
            self.fail(f"{name}: {error.strerror}")
            return file
        self.say(f"{name}: fixed")
        data = text.encode(file.codec)
        return project.parse(self.settings, path, data, self.options.encoding)

    def say(self, message: str) -> None:
        self.progress.clear()
        # What programs read has nothing else in it.
        print(message, file=sys.stdout if self.options.format == "text" else sys.stderr)

    def fail(self, message: str) -> None:
        self.unreadable.append(message)
        self.progress.clear()
        print(message, file=sys.stderr)

    def report(self) -> None:
        if self.options.format != "text":
            from zhengming.formats import FORMATS, Result

            # Files of programs are UTF-8, whatever a console is.
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
            result = Result(self.names, self.found, self.unreadable, _kinds())
            print(FORMATS[self.options.format](result))
            return
        is_terminal = sys.stdout.isatty()
        colour = is_terminal and "NO_COLOR" not in os.environ
        shown = report.readable(self.found, colour) if is_terminal else report.lines(self.found)
        for line in shown:
            print(line)
        known = f", {self.accepted_count} known" if self.accepted_count else ""
        noun = "catalog" if self.others == 1 else "catalogs"
        others = f"; {self.others:,} {noun} of other languages left out" if self.others else ""
        summary = _summary(self.found, len(self.names), self.left)
        print(f"{summary}{known}{others}", file=sys.stderr)


def _unwritable(path: Path, file: File, text: str) -> str:
    """Return why a fixed text cannot be written in the encoding of its file, "" if it can."""
    if file.codec == "utf-8":
        return ""
    if file.text.encode(file.codec) != path.read_bytes():
        return f"bytes that {file.codec} would write otherwise"
    try:
        text.encode(file.codec)
    except UnicodeEncodeError as error:
        return f"no {text[error.start]!r} in {file.codec}; convert the file to UTF-8"
    return ""


def _kinds() -> list[Kind]:
    """Return what there is to find: the rules, and waivers that are wrong."""
    from zhengming.formats import Kind

    waiver = "A comment `zhengming: allow RULE FORM -- reason` that is wrong, or needless."
    kinds = [Kind(rule.slug, rule.name, _explained(rule.slug)) for rule in RULES]
    return [*kinds, Kind(WAIVER, "A waiver that is wrong or needless", waiver)]


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


def shown(message: str) -> str:
    """Return a message with paths below this folder made short."""
    return message.replace(f"{Path.cwd()}{os.sep}", "")


def fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
