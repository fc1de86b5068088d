"""The command `zhengming lsp`: a language server on standard input and output.

Speaks the protocol; what it says is known to `editing`. Checks run beside the loop that answers,
and are dropped when their text is no more. Standard output belongs to the protocol.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import from_fs_path, to_fs_path

from zhengming import baseline, concordance, config, editing, project
from zhengming.check import WAIVER
from zhengming.checking import Contexts, Unusable, opened
from zhengming.config import Config
from zhengming.datafile import DataError
from zhengming.editing import UNREADABLE, Change, Checked, Encoding, Remark, Text
from zhengming.finding import Context
from zhengming.glossary import DEPRECATED, SOURCE, Concept, Glossary
from zhengming.matcher import Matcher
from zhengming.restore import PAGE_HEAD
from zhengming.text import HAN, Span

FIX_ALL = "source.fixAll.zhengming"
_SOURCE = "zhengming"
# Seconds that a check takes which needs no pause, and without a change, at most, before another.
_SHORT, _PAUSE = 0.03, 1.0
# Completions that are offered at once.
_OFFERED = 50
# Characters of a form that are looked for before the cursor.
_LONGEST = 16
_WORDS = re.compile(r"[A-Za-z][A-Za-z' -]*\Z")
_LOG = logging.getLogger(__name__)


def run(options: argparse.Namespace) -> int:
    """Run the command until the editor ends it; return 1 if it did not ask to before, else 0."""
    output = sys.stdout.buffer
    # Whatever is printed by mistake must not get between messages.
    sys.stdout = sys.stderr
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    server, session = made()
    server.start_io(sys.stdin.buffer, output)
    return 0 if session.is_over else 1


class Project:
    """A project as it was saved last, and what its loaders say."""

    def __init__(self, start: Path) -> None:
        self.root = config.find_root(start)
        self.settings = Config(self.root)
        empty = Glossary.of(())
        self.context = Context(empty, Matcher(empty), self.settings.glossary)
        self.contexts = Contexts(self.settings, self.context)
        self.accepted: Counter[baseline.Key] = Counter()
        self.errors: tuple[Exception, ...] = ()
        self.load()

    def load(self) -> None:
        """Read settings and glossary; if they are wrong, those before stay."""
        self.__dict__.pop("index", None)
        try:
            settings, context = opened(self.root)
            contexts = Contexts(settings, context)
            # What is wrong with further glossaries is told now, and not of one file.
            for further in settings.glossaries.values():
                contexts.joined(further)
            self.settings, self.context, self.contexts = settings, context, contexts
            self.accepted = baseline.load(self.baseline) if self.baseline else Counter()
            self.errors = ()
        except DataError as error:
            self.errors = (error,)
        except OSError as error:
            self.errors = (Unusable(f"{error.filename}: {error.strerror}"),)
        except Unusable as error:
            cause = error.__cause__
            self.errors = cause.exceptions if isinstance(cause, ExceptionGroup) else (error,)

    def warm(self) -> None:
        """Make what the first completion needs, and keep the collector of garbage away from it.

        To look for garbage in all that is known takes longer than a key may.
        """
        assert self.index is not None
        gc.collect()
        gc.freeze()
        gc.set_threshold(700, 10, 50)

    @property
    def baseline(self) -> Path | None:
        """The file with the findings that are known, None if the settings name none."""
        return self.root / self.settings.baseline if self.settings.baseline else None

    def checked(self, path: Path) -> Checked:
        """Return a file to be checked."""
        return Checked(path, self.settings, self.context_of(path), self.accepted)

    def context_of(self, path: Path) -> Context:
        """Return what rules know of a file."""
        return self.contexts.of(project.name_of(self.settings, path))

    @property
    def concepts(self) -> Mapping[str, Concept]:
        return self.context.glossary.concepts

    @cached_property
    def index(self) -> list[tuple[str, str]]:
        """What may be typed for a concept, in small letters, each with its id, in order."""
        return sorted(
            {(key.casefold(), each.id) for each in self.concepts.values() for key in _keys(each)}
        )

    def is_of(self, path: Path) -> bool:
        """Whether a file says what is to be told: settings, a page of the glossary, a baseline."""
        is_settings = path.parent == self.root and path.suffix == ".toml"
        return is_settings or path == self.baseline or editing.is_concept(self.settings, path)


def _keys(concept: Concept) -> Iterator[str]:
    """Yield what may be typed for a concept: forms, and how the Chinese one is read."""
    for term in concept.terms:
        if term.status != DEPRECATED:
            yield term.form
    try:
        from pypinyin import lazy_pinyin
    except ImportError:  # it comes with the extra docs
        return
    syllables = lazy_pinyin(concept.preferred(SOURCE))
    yield "".join(syllables)
    yield "".join(syllable[0] for syllable in syllables)


class _Protocol(LanguageServerProtocol):
    """Leaves the texts of open files to `Buffer`: here a megabyte would be cut into lines anew
    with each key, and at signs that end no line."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Any:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None


class Buffer:
    """A file that is open, and what was last said of it."""

    def __init__(self, uri: str, path: Path, text: Text, version: int, owner: Project) -> None:
        self.uri, self.path, self.text, self.version = uri, path, text, version
        self.project = owner
        self.checked = owner.checked(path)
        self.remarks: list[Remark] = []
        # The text they are of.
        self.told: Text | None = None

    def change(self, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        for each in changes:
            if isinstance(each, types.TextDocumentContentChangePartial):
                span = self.span(each.range)
                self.text = self.text.edited(span.start, span.end, each.text)
            else:
                self.text = Text(each.text, self.text.encoding)

    @property
    def is_restored(self) -> bool:
        """Whether a record makes it: then that is mended, and not the page."""
        return self.text.text.startswith(PAGE_HEAD)

    def span(self, where: types.Range) -> Span:
        start, end = self.offset(where.start), self.offset(where.end)
        return Span(start, max(start, end))

    def offset(self, where: types.Position) -> int:
        return self.text.offset(where.line, where.character)


def placed(text: Text, span: Span) -> types.Range:
    """Return a span of a text as the protocol has it."""
    start, end = (types.Position(*text.place(offset)) for offset in span)
    return types.Range(start, end)


def diagnostic(text: Text, remark: Remark) -> types.Diagnostic:
    """Return a finding as a diagnostic."""
    is_wrong = remark.rule in (UNREADABLE, WAIVER)
    severity = types.DiagnosticSeverity.Error if is_wrong else types.DiagnosticSeverity.Warning
    return types.Diagnostic(
        placed(text, remark.span), remark.message, severity, remark.rule, source=_SOURCE
    )


def hover(concepts: Sequence[Concept], language: str) -> str:
    """Return what to show of concepts, in Markdown: definition and forms by language."""
    return "\n\n---\n\n".join(_shown(concept, language) for concept in concepts)


def _shown(concept: Concept, language: str) -> str:
    lines = [f"**{concept.preferred(language)}** · `{concept.id}`", "", concept.definition, ""]
    for term in concept.terms:
        if not term.is_noise:
            status = f"{term.status} (derived)" if term.is_derived else term.status
            reason = f": {term.reason}" if term.reason else ""
            lines.append(f"- `{term.language}` {term.form} ({status}{reason})")
    page = from_fs_path(str(concept.path))
    return "\n".join([*lines, "", f"[{concept.path.name}]({page})"])


class Typed(NamedTuple):
    """The start of a form before the cursor, and the concepts that it may mean, nearest first."""

    text: str
    ids: tuple[str, ...]


def typed(line: str, index: Sequence[tuple[str, str]]) -> Typed | None:
    """Return the longest end of a text with which something in an index begins."""
    for start in _heads(line):
        key = line[start:].casefold()
        first = bisect_left(index, (key, ""))
        ids: dict[str, None] = {}
        for known, name in index[first : first + _OFFERED]:
            if not known.startswith(key):
                break
            ids.setdefault(name)
        if ids:
            return Typed(line[start:], tuple(ids))
    return None


def _heads(line: str) -> Iterator[int]:
    """Yield where a form may begin that goes on to the end of a text, the longest first."""
    words = _WORDS.search(line)
    for start in range(max(0, len(line) - _LONGEST), len(line)):
        if HAN.match(line, start):
            yield start
    if words:
        for start in range(words.start(), len(line) - 1):
            if start == words.start() or line[start - 1] in "' -":
                yield start


def made() -> tuple[LanguageServer, _Session]:
    """Return a server that waits to be started, and what it will know."""
    server = LanguageServer(_SOURCE, version("zhengming"), protocol_cls=_Protocol)
    session = _Session(server)
    kinds = [types.CodeActionKind.QuickFix, FIX_ALL]
    options = {types.TEXT_DOCUMENT_CODE_ACTION: types.CodeActionOptions(kinds)}
    for method, answer in (
        (types.INITIALIZED, session.watch),
        (types.SHUTDOWN, session.end),
        (types.TEXT_DOCUMENT_DID_OPEN, session.open),
        (types.TEXT_DOCUMENT_DID_CHANGE, session.change),
        (types.TEXT_DOCUMENT_DID_SAVE, session.save),
        (types.TEXT_DOCUMENT_DID_CLOSE, session.close),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, session.changed),
        (types.TEXT_DOCUMENT_HOVER, session.hover),
        (types.TEXT_DOCUMENT_COMPLETION, session.complete),
        (types.TEXT_DOCUMENT_DEFINITION, session.define),
        (types.TEXT_DOCUMENT_REFERENCES, session.refer),
        (types.TEXT_DOCUMENT_CODE_ACTION, session.act),
        (types.WORKSPACE_SYMBOL, session.symbols),
    ):
        # It marks what it is given, which a method cannot be.
        server.feature(method, options.get(method))(partial(answer))
    return server, session


class _Session:
    """What an editor has open, and the answers to what it asks."""

    def __init__(self, server: LanguageServer) -> None:
        self.server = server
        self.buffers: dict[str, Buffer] = {}
        self.projects: dict[Path, Project] = {}
        # Files that are not open, of which the loaders said something.
        self.blamed: set[str] = set()
        # One at a time: what a context knows of the last document is not for two.
        self.beside = ThreadPoolExecutor(1, "all")
        # For what no key should wait for.
        self.at_once = ThreadPoolExecutor(1, "near")
        self.tasks: set[asyncio.Task[None]] = set()
        self.is_over = False

    @property
    def encoding(self) -> Encoding:
        chosen = self.server.workspace.position_encoding
        return "utf-8" if chosen == "utf-8" else "utf-32" if chosen == "utf-32" else "utf-16"

    def watch(self, params: types.InitializedParams) -> None:
        """Ask to be told when settings and glossary change otherwise than by saving here."""
        workspace = self.server.client_capabilities.workspace
        watched = workspace and workspace.did_change_watched_files
        if not watched or not watched.dynamic_registration:
            return
        patterns = [types.FileSystemWatcher(f"**/*.{kind}") for kind in ("toml", "md", "json")]
        options = types.DidChangeWatchedFilesRegistrationOptions(patterns)
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        asked = types.Registration("zhengming-files", method, options)
        self.server.client_register_capability(types.RegistrationParams([asked]))

    def end(self, params: None) -> None:
        self.is_over = True

    # Open files

    def open(self, params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        path = to_fs_path(item.uri)
        if path is None or not item.uri.startswith("file:"):
            return
        owner = self.project(Path(path))
        text = Text(item.text, self.encoding)
        self.buffers[item.uri] = Buffer(item.uri, Path(path), text, item.version, owner)
        self.blamed.discard(item.uri)
        self.check(self.buffers[item.uri])

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        if buffer := self.buffers.get(params.text_document.uri):
            buffer.change(params.content_changes)
            buffer.version = params.text_document.version
            self.check(buffer)

    def close(self, params: types.DidCloseTextDocumentParams) -> None:
        if buffer := self.buffers.pop(params.text_document.uri, None):
            self.publish(buffer.uri, None, [])
            self.blame(buffer.project)

    def save(self, params: types.DidSaveTextDocumentParams) -> None:
        self.reload([params.text_document.uri])

    def changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        self.reload([each.uri for each in params.changes])

    def project(self, path: Path) -> Project:
        """Return the project of a file, which is read when it is first asked for."""
        root = config.find_root(path.parent)
        if root not in self.projects:
            self.projects[root] = Project(root)
            self.blame(self.projects[root])
            self.at_once.submit(self.projects[root].warm)
        return self.projects[root]

    def reload(self, uris: Sequence[str]) -> None:
        """Read the projects again whose settings or glossary are among files."""
        paths = [Path(path) for uri in uris if (path := to_fs_path(uri))]
        for owner in self.projects.values():
            if not any(owner.is_of(path) for path in paths):
                continue
            owner.load()
            self.blame(owner)
            for buffer in self.buffers.values():
                if buffer.project is owner:
                    buffer.checked = owner.checked(buffer.path)
                    self.check(buffer)

    def blame(self, owner: Project) -> None:
        """Say at its place what is wrong with files of the glossary that are not open."""
        for uri in self.blamed - self.buffers.keys():
            self.publish(uri, None, [])
        self.blamed.clear()
        for error in owner.errors:
            if not isinstance(error, DataError):
                self.say(str(error))
                continue
            uri = from_fs_path(str(error.path))
            if uri is None or uri in self.buffers or uri in self.blamed:
                continue
            self.blamed.add(uri)
            try:
                text = Text(error.path.read_text(encoding="utf-8"), self.encoding)
            except (OSError, UnicodeDecodeError):
                text = Text("", self.encoding)  # its error says so
            remarks = list(editing.wrong(owner.errors, error.path, text.text))
            self.publish(uri, None, [diagnostic(text, remark) for remark in remarks])

    def say(self, message: str) -> None:
        shown = types.ShowMessageParams(types.MessageType.Error, message)
        self.server.window_show_message(shown)

    # Checking

    def check(self, buffer: Buffer) -> None:
        """See to it that a file is checked as it is now."""
        task = asyncio.ensure_future(self.logged(self.checks(buffer, buffer.text)))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def logged(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work of which nobody waits for the result; an error of ours is told."""
        try:
            await work
        except Exception as error:  # whatever it is, the editor must go on
            _LOG.exception("check")
            told = types.LogMessageParams(types.MessageType.Error, f"check: {error!r}")
            self.server.window_log_message(told)

    async def checks(self, buffer: Buffer, text: Text) -> None:
        """Check a text for as long as it is the one of its file.

        Where all of it takes long, what is near the change is told first, and the rest waits
        for a pause, so that no key has to wait for it.
        """
        loop, checked = asyncio.get_running_loop(), buffer.checked
        if checked.is_excluded:
            return
        # Of a catalog, most is known from before.
        if checked.cost > _SHORT and not checked.known:
            near = await loop.run_in_executor(self.at_once, checked.again, text.text)
            if not self.is_current(buffer, text):
                return
            if near is not None:
                self.tell(buffer, text, near)
            await asyncio.sleep(min(_PAUSE, checked.cost * (1 if near is None else 4)))
            if not self.is_current(buffer, text):
                return
        remarks = await loop.run_in_executor(self.beside, checked.all, text.text)
        if self.is_current(buffer, text) and checked is buffer.checked:
            self.tell(buffer, text, remarks)

    def is_current(self, buffer: Buffer, text: Text) -> bool:
        return self.buffers.get(buffer.uri) is buffer and buffer.text is text

    def tell(self, buffer: Buffer, text: Text, remarks: list[Remark]) -> None:
        """Publish what was found in a text, and what loaders say of the file as it was saved."""
        known = {(remark.span, remark.message) for remark in remarks}
        loaded = editing.wrong(buffer.project.errors, buffer.path, text.text)
        remarks = [*remarks, *(r for r in loaded if (r.span, r.message) not in known)]
        buffer.remarks, buffer.told = remarks, text
        found = [diagnostic(text, remark) for remark in remarks]
        self.publish(buffer.uri, buffer.version, found)

    def publish(self, uri: str, number: int | None, found: list[types.Diagnostic]) -> None:
        self.server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, found, number)
        )

    # Answers

    def concepts(self, buffer: Buffer, where: types.Position) -> tuple[list[Concept], str, Span]:
        """Return the concepts at a place, the language there and the span of the form.

        On the page of a concept it is that concept if there is no other.
        """
        known, offset = buffer.checked.context.glossary.concepts, buffer.offset(where)
        try:
            met = buffer.checked.met(buffer.text.text, offset)
        except (DataError, ExceptionGroup):
            met = None  # its diagnostics say what is wrong with it
        if met:
            names = dict.fromkeys(term.concept for term in met.terms)
            return [known[name] for name in names if name in known], met.language, met.span
        own = known.get(buffer.path.stem) if buffer.checked.is_concept else None
        return [own] if own else [], SOURCE, Span(offset, offset)

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        buffer = self.buffers.get(params.text_document.uri)
        if buffer is None:
            return None
        concepts, language, span = self.concepts(buffer, params.position)
        if not concepts or span.start == span.end:
            return None
        shown = types.MarkupContent(types.MarkupKind.Markdown, hover(concepts, language))
        return types.Hover(shown, placed(buffer.text, span))

    def define(self, params: types.DefinitionParams) -> list[types.Location]:
        buffer = self.buffers.get(params.text_document.uri)
        if buffer is None:
            return []
        return [_page(concept) for concept in self.concepts(buffer, params.position)[0]]

    async def refer(self, params: types.ReferenceParams) -> list[types.Location]:
        buffer = self.buffers.get(params.text_document.uri)
        if buffer is None:
            return []
        ids = {concept.id for concept in self.concepts(buffer, params.position)[0]}
        known = buffer.checked.context.glossary.concepts
        pages = [_page(known[name]) for name in sorted(ids)]
        texts = {each.path: each.text for each in self.buffers.values()}
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self.beside, self.references, buffer.project, ids, texts
        )
        return [*(pages if params.context.include_declaration else ()), *found]

    def references(
        self, owner: Project, ids: set[str], texts: dict[Path, Text]
    ) -> list[types.Location]:
        """Return where concepts stand in the files of a project, in the order of the files."""
        found: list[types.Location] = []
        for path in project.files(owner.settings, owner.context.glossary.languages) if ids else ():
            text = texts.get(path)
            try:
                text = text or Text(path.read_bytes().decode(), self.encoding)
                documents = project.parse(owner.settings, path, text.text.encode()).documents
            except (OSError, UnicodeDecodeError, DataError, ExceptionGroup):
                _LOG.warning("%s cannot be read; `zhengming check` says why", path)
                continue
            uri = from_fs_path(str(path)) or ""
            context = owner.context_of(path)
            for document in documents:
                for each in concordance.occurrences(document, context, ids):
                    where = placed(text, document.placed(each.span))
                    found.append(types.Location(uri, where))
        return found

    def complete(self, params: types.CompletionParams) -> types.CompletionList:
        buffer = self.buffers.get(params.text_document.uri)
        nothing = types.CompletionList(False, [])
        if buffer is None:
            return nothing
        end = buffer.offset(params.position)
        line = buffer.text.text[buffer.text.starts[params.position.line] : end]
        found = typed(line, buffer.project.index)
        if found is None:
            return nothing
        span = Span(end - len(found.text), end)
        where, language = placed(buffer.text, span), buffer.checked.language
        items = [
            _item(buffer.project.concepts[name], language, found.text, where, number)
            for number, name in enumerate(found.ids)
        ]
        return types.CompletionList(True, items)

    def symbols(self, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        asked = params.query.casefold()
        return [
            types.WorkspaceSymbol(
                _page(concept),
                concept.preferred(SOURCE),
                types.SymbolKind.Key,
                container_name=concept.id,
            )
            for owner in self.projects.values()
            for concept in owner.concepts.values()
            if any(asked in key.casefold() for key in (concept.id, *_keys(concept)))
        ]

    def act(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        buffer = self.buffers.get(params.text_document.uri)
        # What was found in another text has other places; restored pages are made anew.
        if buffer is None or buffer.told is not buffer.text or buffer.is_restored:
            return []
        span, only = buffer.span(params.range), params.context.only
        near = [r for r in buffer.remarks if r.span.start <= span.end and r.span.end >= span.start]
        found: list[types.CodeAction] = []
        if _is_wanted(types.CodeActionKind.QuickFix, only):
            for remark in near:
                found += _actions(buffer, remark)
        if _is_wanted(FIX_ALL, only) and (changes := _safe(buffer.remarks)):
            title = f"Make the safe fixes of zhengming ({len(changes)})"
            edit = _edit(buffer, changes)
            found.append(types.CodeAction(title, FIX_ALL, edit=edit))
        return found


def _is_wanted(kind: str, only: Sequence[str] | None) -> bool:
    return not only or any(f"{kind}.".startswith(f"{each}.") for each in only)


def _safe(remarks: Sequence[Remark]) -> list[Change]:
    """Return the safe changes, without those that begin within another."""
    found: list[Change] = []
    for change in sorted(r.change for r in remarks if r.change and r.change.grade == "safe"):
        if not found or change.span.start >= found[-1].span.end:
            found.append(change)
    return found


def _actions(buffer: Buffer, remark: Remark) -> Iterator[types.CodeAction]:
    """Yield what can be done about a finding."""
    about = [diagnostic(buffer.text, remark)]
    kind = types.CodeActionKind.QuickFix
    change = remark.change
    if change and change.grade != "shown":
        is_safe = change.grade == "safe"
        title = f"Write {change.text}" if change.text else "Delete it"
        title += "" if is_safe else " (look at it first)"
        edit = _edit(buffer, [change])
        yield types.CodeAction(title, kind, about, is_safe, edit=edit)
    if waiver := buffer.checked.waiver(buffer.text.text, remark):
        title = f"Allow {remark.form} here; write the reason"
        yield types.CodeAction(title, kind, about, False, edit=_edit(buffer, [waiver]))


def _edit(buffer: Buffer, changes: Sequence[Change]) -> types.WorkspaceEdit:
    edits = [types.TextEdit(placed(buffer.text, change.span), change.text) for change in changes]
    return types.WorkspaceEdit({buffer.uri: edits})


def _page(concept: Concept) -> types.Location:
    """Return the heading of the page of a concept."""
    line = concept.title_line - 1
    where = types.Range(types.Position(line, 0), types.Position(line, 0))
    return types.Location(from_fs_path(str(concept.path)) or "", where)


def _item(
    concept: Concept, language: str, written: str, where: types.Range, number: int
) -> types.CompletionItem:
    form = concept.preferred(language)
    others = [tag for tag in (SOURCE, "en") if tag != language]
    return types.CompletionItem(
        form,
        kind=types.CompletionItemKind.Text,
        detail=" · ".join(concept.preferred(tag) for tag in others),
        documentation=concept.definition,
        # Editors compare with what was typed, which is of another script perhaps.
        filter_text=written,
        sort_text=f"{number:04}",
        text_edit=types.TextEdit(where, form),
    )
