"""A builder for any Sphinx project: `sphinx-build -b zhengming` checks the terms of its sources.

It stands beside `linkcheck` and `doctest`: what it finds are warnings, output.txt and
output.json. It needs Sphinx, and nothing of what our site is made with.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.dummy import DummyBuilder
from sphinx.errors import ConfigError
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from zhengming import baseline, project, report, rules
from zhengming.check import BugError, check
from zhengming.checking import Contexts, Unusable, opened
from zhengming.datafile import DataError
from zhengming.report import Reported
from zhengming.text import line_column

_logger = logging.getLogger(__name__)


class CheckBuilder(DummyBuilder):
    """Checks the pages of a project and its catalogs of all languages."""

    name = "zhengming"
    epilog = "Look for findings in the above output or in %(outdir)s/output.txt."

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write nothing: sources are checked, not doctrees."""

    def get_outdated_docs(self) -> set[str]:
        return self.env.found_docs

    def finish(self) -> None:
        """Check, and write what was found; findings make the exit status 1, failures 2."""
        try:
            self.settings, context = opened(Path(self.srcdir))
            self.contexts = Contexts(self.settings, context)
            name = self.settings.baseline
            known = baseline.load(self.settings.root / name) if name else None
            found = [item for path in self.files() for item in self.one(path)]
        except (Unusable, DataError, OSError) as error:
            raise ConfigError(str(error)) from None
        if known:
            found, _stale = baseline.split(found, known)
        for item in found:
            self.warn(item)
        out = Path(self.outdir)
        (out / "output.txt").write_text(
            "".join(f"{line}\n" for line in report.lines(found)), encoding="utf-8"
        )
        (out / "output.json").write_text(report.as_json(found), encoding="utf-8")
        if found and not self._app.statuscode:
            self._app.statuscode = 1

    def files(self) -> Iterator[Path]:
        """Yield the sources in order, then the catalogs; what settings exclude is left out."""
        found = [Path(self.env.doc2path(name)) for name in sorted(self.env.found_docs)]
        for folder in self.config.locale_dirs:
            found += sorted(Path(self.srcdir, folder).glob("*/LC_MESSAGES/**/*.po"))
        for path in found:
            if not self.settings.is_excluded(project.name_of(self.settings, path)):
                yield path

    def one(self, path: Path) -> Iterator[Reported]:
        name = project.name_of(self.settings, path)
        chosen, context = self.settings.chosen(rules.RULES, name), self.contexts.of(name)
        try:
            for document in project.read(self.settings, path).documents:
                for finding in check(document, context, chosen):
                    yield Reported(document, finding)
        except ExceptionGroup as group:
            self.fail(*map(str, group.exceptions))
        except (OSError, DataError, BugError) as error:
            self.fail(str(error))

    def fail(self, *messages: str) -> None:
        for message in messages:
            _logger.error(message)
        self._app.statuscode = 2

    def warn(self, item: Reported) -> None:
        document, finding = item
        line = line_column(document.file, document.placed(finding.span).start)[0]
        place = f"{self.settings.root / document.name}:{line}"
        _logger.warning(finding.message, location=place, type="zhengming", subtype=finding.rule)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder; `-b zhengming` does so without a line in conf.py."""
    app.add_builder(CheckBuilder)
    return {"version": "1", "parallel_read_safe": True}
