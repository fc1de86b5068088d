"""The language server, spoken to by a real client over standard input and output."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient
from pytest_lsp.client import make_test_lsp_client

import glossaries
from zhengming import lsp
from zhengming.cli import main

SETTINGS = """\
[tool.zhengming]
exclude = ["drafts/**"]
[tool.zhengming.languages]
"tw/**" = "zh-Hant-TW"
"""
CATALOG = """\
msgid ""
msgstr ""
"Language: zh_TW\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#: a.md:1
msgid "尊重网络主权。"
msgstr "尊重網路主權，說话。"
"""
Talk = Callable[["Editor"], Awaitable[None]]


class Editor:
    """A client with the files of a project."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client, self.root = client, root
        self.versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def identifier(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def open(self, name: str, text: str) -> None:
        self.versions[name] = 1
        item = types.TextDocumentItem(self.uri(name), "markdown", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, name: str, where: types.Range, text: str) -> None:
        self.versions[name] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        change = types.TextDocumentContentChangePartial(where, text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def save(self, name: str) -> None:
        params = types.DidSaveTextDocumentParams(self.identifier(name))
        self.client.text_document_did_save(params)

    async def told(self, name: str) -> list[types.Diagnostic]:
        """Return what is said of a file next."""
        while self.uri(name) not in self.client.diagnostics:
            await self.client.wait_for_notification("textDocument/publishDiagnostics")
        return list(self.client.diagnostics.pop(self.uri(name)))

    async def until(self, name: str, messages: Sequence[str]) -> list[types.Diagnostic]:
        """Wait until just this is said of a file."""
        while True:
            found = await self.told(name)
            if [each.message for each in found] == list(messages):
                return found

    async def actions(self, name: str, where: types.Range) -> list[types.CodeAction]:
        context = types.CodeActionContext([])
        params = types.CodeActionParams(self.identifier(name), where, context)
        found = await self.client.text_document_code_action_async(params)
        return [each for each in found or () if isinstance(each, types.CodeAction)]


def span(line: int, start: int, end: int) -> types.Range:
    return types.Range(types.Position(line, start), types.Position(line, end))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with a glossary, two texts and a catalog."""
    glossaries.write(tmp_path / "glossary")
    for name, text in {
        "pyproject.toml": SETTINGS,
        "a.md": "# 题\n\n尊重网络主权。\n",
        "tw/b.rst": "尊重網路主權。\n",
        "c.po": CATALOG,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def talk(root: Path, about: Talk, encodings: Sequence[str] = ()) -> None:
    """Start a server in a project, talk to it, and end it; it must have said no error."""

    async def session() -> None:
        client = make_test_lsp_client()
        await client.start_io(sys.executable, "-m", "zhengming", "lsp", "--stdio")
        kinds = [types.PositionEncodingKind(each) for each in encodings]
        general = types.GeneralClientCapabilities(position_encodings=kinds or None)
        capabilities = types.ClientCapabilities(general=general)
        await client.initialize_session(
            types.InitializeParams(capabilities=capabilities, root_uri=root.as_uri())
        )
        try:
            await asyncio.wait_for(about(Editor(client, root)), 60)
        finally:
            await client.shutdown_session()
        assert [each.message for each in client.log_messages] == []

    # In a thread of its own: that of the tests may have the loop of a browser.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(session())).result()


WRONG = "搜集主权 is deprecated (洗稿替换所致); write 网络主权"
LEAK = "话 is Simplified in zh-Hant-TW text; write 話"


def test_a_text_is_checked_when_opened_and_as_it_changes(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("a.md", "# 题\n\n尊重搜集主权。\n")
        found = await editor.until("a.md", [WRONG])
        assert found[0].range == span(2, 2, 6)
        assert (found[0].code, found[0].source) == ("deprecated-form", "zhengming")
        editor.type("a.md", span(2, 2, 4), "网络")
        await editor.until("a.md", [])
        editor.type("a.md", span(2, 0, 2), "𠀋各国尊重")
        editor.type("a.md", span(2, 6, 8), "搜集")
        found = await editor.until("a.md", [WRONG])
        assert found[0].range == span(2, 6, 10)

    talk(root, about)


@pytest.mark.parametrize(("encoding", "start"), [("utf-8", 7), ("utf-16", 3), ("utf-32", 2)])
def test_places_are_in_the_units_that_were_agreed_on(
    root: Path, encoding: str, start: int
) -> None:
    async def about(editor: Editor) -> None:
        editor.open("a.md", "# 题\r\n\r\n𠀋国搜集主权。\r\n")
        found = await editor.until("a.md", [WRONG])
        length = 4 if encoding != "utf-8" else 12
        assert found[0].range == span(2, start, start + length)

    talk(root, about, [encoding])


def test_hover_shows_the_concept_and_definition_its_page(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("tw/b.rst", "尊重網路主權。\n")
        where = types.Position(0, 4)
        params = types.HoverParams(editor.identifier("tw/b.rst"), where)
        found = await editor.client.text_document_hover_async(params)
        assert found is not None
        assert found.range == span(0, 2, 6)
        assert isinstance(found.contents, types.MarkupContent)
        page = editor.uri("glossary/cyber-sovereignty.md")
        assert found.contents.value == (
            "**網路主權** · `cyber-sovereignty`\n\n国家主权在网络空间的延伸。\n\n"
            "- `zh-Hans` 网络主权 (preferred)\n"
            "- `zh-Hans` 互联网主权 (admitted)\n"
            "- `zh-Hant-TW` 網路主權 (preferred)\n"
            "- `en` cyber sovereignty (preferred)\n"
            "- `zh-Hans` 搜集主权 (deprecated: 洗稿替换所致)\n"
            "- `zh-Hant-HK` 網絡主權 (preferred (derived))\n"
            "- `zh-Hant-HK` 互聯網主權 (admitted (derived))\n\n"
            f"[cyber-sovereignty.md]({page})"
        )
        definition = types.DefinitionParams(editor.identifier("tw/b.rst"), where)
        places = await editor.client.text_document_definition_async(definition)
        assert places == [types.Location(page, span(7, 0, 0))]
        nowhere = types.HoverParams(editor.identifier("tw/b.rst"), types.Position(0, 0))
        assert await editor.client.text_document_hover_async(nowhere) is None

    talk(root, about)


def test_references_are_in_all_scripts_and_in_what_is_not_saved(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("a.md", "网络主权\n\n与互联网主权。\n")
        params = types.ReferenceParams(
            types.ReferenceContext(include_declaration=False),
            editor.identifier("a.md"),
            types.Position(0, 0),
        )
        found = await editor.client.text_document_references_async(params)
        texts = [(each.uri, each.range) for each in found or () if "/glossary/" not in each.uri]
        assert texts == [
            (editor.uri("a.md"), span(0, 0, 4)),
            (editor.uri("a.md"), span(2, 1, 6)),
            (editor.uri("c.po"), span(7, 10, 14)),
            (editor.uri("tw/b.rst"), span(0, 2, 6)),
        ]

    talk(root, about)


def test_further_glossaries_count_in_files_that_fit(root: Path) -> None:
    glossaries.write_further(root / "words")
    settings = f'{SETTINGS}[tool.zhengming.glossaries]\n"guide/*.md" = ["words"]\n'
    (root / "pyproject.toml").write_text(settings, encoding="utf-8")
    wrong = "档桉 is deprecated (错字); write 文件"

    async def about(editor: Editor) -> None:
        editor.open("guide/b.md", "档桉。\n")
        await editor.until("guide/b.md", [wrong])
        editor.open("b.md", "档桉。\n")
        await editor.until("b.md", [])
        identifier, place = editor.identifier("guide/b.md"), types.Position(0, 0)
        shown = await editor.client.text_document_hover_async(types.HoverParams(identifier, place))
        assert shown
        assert "存放数据的单位。" in str(shown.contents)
        found = await editor.client.text_document_references_async(
            types.ReferenceParams(types.ReferenceContext(True), identifier, place)
        )
        uris = [editor.uri("words/file.md"), editor.uri("guide/b.md")]
        assert [each.uri for each in found or ()] == uris
        # What is wrong there is told at its place, and what was known before still counts.
        (root / "words/file.md").write_text("x\n", encoding="utf-8")
        editor.open("words/file.md", "x\n")
        editor.save("pyproject.toml")
        found_there = await editor.told("guide/b.md")
        assert [each.message for each in found_there] == [wrong]

    (root / "guide").mkdir()
    (root / "guide/b.md").write_text("档桉。\n", encoding="utf-8")
    talk(root, about)


@pytest.mark.parametrize(
    ("name", "written", "form"),
    [
        ("a.md", "见网络", "网络主权"),
        ("a.md", "见網路主", "网络主权"),
        ("tw/b.rst", "見网络", "網路主權"),
        ("a.md", "见 cyber so", "网络主权"),
        ("a.md", "见wangluozhu", "网络主权"),
        ("a.md", "见wlzq", "网络主权"),
        ("tw/b.rst", "Alg", "演算法"),
    ],
)
def test_completion_offers_the_form_of_the_language(
    root: Path, name: str, written: str, form: str
) -> None:
    async def about(editor: Editor) -> None:
        editor.open(name, f"𠀋{written}。\n")
        params = types.CompletionParams(
            editor.identifier(name), types.Position(0, 2 + len(written))
        )
        found = await editor.client.text_document_completion_async(params)
        assert isinstance(found, types.CompletionList)
        assert [item.label for item in found.items] == [form]
        edit = found.items[0].text_edit
        assert isinstance(edit, types.TextEdit)
        assert (edit.new_text, edit.range.end) == (form, params.position)

    talk(root, about)


def test_fixes_and_waivers_are_offered_and_clean_the_text(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("a.md", "# 题\n\n> 尊重\n> 搜集主权。\n")
        await editor.until("a.md", [WRONG])
        actions = await editor.actions("a.md", span(3, 3, 3))
        assert [each.title for each in actions] == [
            "Write 网络主权",
            "Allow 搜集主权 here; write the reason",
            "Make the safe fixes of zhengming (1)",
        ]
        fix, waiver, every = (
            list((each.edit.changes or {})[editor.uri("a.md")]) for each in actions if each.edit
        )
        assert fix == every == [types.TextEdit(span(3, 2, 6), "网络主权")]
        comment = "> % zhengming: allow deprecated-form 搜集主权 -- \n"
        assert waiver == [types.TextEdit(span(2, 0, 0), comment)]
        editor.type("a.md", span(2, 0, 0), comment)
        await editor.until(
            "a.md",
            [
                "'zhengming: allow deprecated-form 搜集主权 --' is no waiver; "
                "write zhengming: allow RULE FORM -- reason",
                WRONG,
            ],
        )
        end = len(comment) - 1
        editor.type("a.md", span(2, end, end), "引文")
        await editor.until("a.md", [])

    talk(root, about)


def test_a_catalog_is_checked_message_by_message(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("c.po", CATALOG)
        found = await editor.until("c.po", [LEAK])
        assert found[0].range == span(7, 16, 17)
        actions = await editor.actions("c.po", span(7, 16, 16))
        waiver = actions[1].edit
        assert waiver is not None
        comment = "# zhengming: allow script-leak 话 -- \n"
        edits = list((waiver.changes or {})[editor.uri("c.po")])
        assert edits == [types.TextEdit(span(5, 0, 0), comment)]
        editor.type("c.po", span(5, 0, 0), comment.replace("-- ", "-- 引文"))
        await editor.until("c.po", [])
        editor.type("c.po", span(8, 0, 6), "msgst")
        found = await editor.told("c.po")
        assert [each.code for each in found] == ["unreadable"]

    talk(root, about)


def test_a_concept_page_is_checked_as_it_is_written(root: Path) -> None:
    page = glossaries.PAGES["algorithm"]

    async def about(editor: Editor) -> None:
        name = "glossary/algorithm.md"
        editor.open(name, page.replace("domain", "domian"))
        found = await editor.told(name)
        assert [(each.code, each.range.start.line) for each in found] == [
            ("unreadable", 1),
            ("unreadable", 2),
        ]
        editor.type(name, span(2, 0, 6), "domain")
        await editor.until(name, [])
        editor.type(name, span(6, 2, 4), "算术")
        await editor.until(name, ["heading 算术; write 算法, the preferred form"])

    talk(root, about)


def test_a_saved_glossary_counts_in_all_open_files(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("a.md", "尊重搜集主权。\n")
        await editor.until("a.md", [WRONG])
        path = root / "glossary" / "cyber-sovereignty.md"
        page = glossaries.PAGES["cyber-sovereignty"]
        path.write_text(page.replace("洗稿替换所致", "误"), encoding="utf-8")
        editor.save("glossary/cyber-sovereignty.md")
        await editor.until("a.md", [WRONG.replace("洗稿替换所致", "误")])
        path.write_text(page.replace("domain:", "domian:"), encoding="utf-8")
        editor.save("glossary/cyber-sovereignty.md")
        found = await editor.told("glossary/cyber-sovereignty.md")
        assert [each.code for each in found] == ["unreadable"] * 2
        (root / "pyproject.toml").write_text(
            SETTINGS + '[tool.zhengming.rules]\n"**" = { deprecated-form = false }\n',
            encoding="utf-8",
        )
        path.write_text(page, encoding="utf-8")
        editor.save("pyproject.toml")
        await editor.until("a.md", [])

    talk(root, about)


def test_wrong_settings_are_shown_and_those_before_stay(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("a.md", "尊重搜集主权。\n")
        await editor.until("a.md", [WRONG])
        (root / "pyproject.toml").write_text("[tool.zhengming]\npath = []\n", encoding="utf-8")
        editor.save("pyproject.toml")
        await editor.until("a.md", [WRONG])
        assert [each.message for each in editor.client.messages] == [
            f"{root / 'pyproject.toml'}: tool.zhengming: 'path'; "
            "expected one of glossary, paths, exclude, baseline, languages, glossaries, rules"
        ]

    talk(root, about)


def test_what_the_baseline_knows_is_not_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = SETTINGS.replace(
        "[tool.zhengming]\n", '[tool.zhengming]\nbaseline = "known.json"\n'
    )
    assert settings != SETTINGS
    (root / "pyproject.toml").write_text(settings, encoding="utf-8")
    (root / "a.md").write_text("尊重搜集主权。\n", encoding="utf-8")
    monkeypatch.chdir(root)
    assert main(["check", "--write-baseline"]) == 0
    known = (root / "known.json").read_text(encoding="utf-8")

    async def about(editor: Editor) -> None:
        editor.open("a.md", "尊重搜集主权。\n")
        await editor.until("a.md", [])
        # One more is new.
        editor.type("a.md", span(1, 0, 0), "\n各国讲搜集主权。\n")
        await editor.until("a.md", [WRONG])
        (root / "known.json").write_text("[]\n", encoding="utf-8")
        event = types.FileEvent(editor.uri("known.json"), types.FileChangeType.Changed)
        params = types.DidChangeWatchedFilesParams([event])
        editor.client.workspace_did_change_watched_files(params)
        await editor.until("a.md", [WRONG, WRONG])

    assert "deprecated-form" in known
    talk(root, about)


def test_what_is_excluded_is_not_checked_but_explained(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("drafts/a.md", "搜集主权与网络主权")
        editor.open("a.md", "搜集主权")
        await editor.until("a.md", [WRONG])
        assert editor.uri("drafts/a.md") not in editor.client.diagnostics
        params = types.HoverParams(editor.identifier("drafts/a.md"), types.Position(0, 6))
        assert await editor.client.text_document_hover_async(params) is not None

    talk(root, about)


def test_concepts_are_symbols_of_the_workspace(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("a.md", "")
        found = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("演算"))
        assert [(each.name, each.container_name) for each in found or ()] == [
            ("算法", "algorithm")
        ]

    talk(root, about)


def test_typed_finds_the_longest_start_of_a_form() -> None:
    index = [("法", "law"), ("算法", "algorithm"), ("算法审查", "audit")]

    assert lsp.typed("这个算法", index) == ("算法", ("algorithm", "audit"))
    assert lsp.typed("这个法", index) == ("法", ("law",))
    assert lsp.typed("这个", index) is None


def test_files_that_change_beside_the_editor_are_read_again(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("a.md", "尊重搜集主权。\n")
        await editor.until("a.md", [WRONG])
        rules = '[tool.zhengming.rules]\n"**" = { deprecated-form = false }\n'
        (root / "pyproject.toml").write_text(SETTINGS + rules, encoding="utf-8")
        event = types.FileEvent(editor.uri("pyproject.toml"), types.FileChangeType.Changed)
        params = types.DidChangeWatchedFilesParams([event])
        editor.client.workspace_did_change_watched_files(params)
        await editor.until("a.md", [])

    talk(root, about)


def test_an_editor_that_can_watch_files_is_asked_to(root: Path) -> None:
    able = '{"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}'
    begin = BEGIN.replace('{"capabilities": {}}', f'{{"capabilities": {able}}}')
    done = session(root, begin, '"method": "initialized", "params": {}', END, EXIT)

    asked = re.findall(rb'"method": ?"(client/registerCapability)"', done.stdout)
    assert asked == [b"client/registerCapability"]
    assert re.findall(rb'"globPattern": ?"(.*?)"', done.stdout) == [
        b"**/*.toml",
        b"**/*.md",
        b"**/*.json",
    ]


def session(root: Path, *messages: str) -> subprocess.CompletedProcess[bytes]:
    """Return what became of a server that was sent messages, and then nothing more."""
    sent = b"".join(
        f"Content-Length: {len(data)}\r\n\r\n".encode() + data
        for data in (f'{{"jsonrpc": "2.0", {each}}}'.encode() for each in messages)
    )
    command = [sys.executable, "-m", "zhengming", "lsp"]
    return subprocess.run(command, input=sent, capture_output=True, cwd=root, timeout=60)


BEGIN = '"id": 1, "method": "initialize", "params": {"capabilities": {}}'
END = '"id": 2, "method": "shutdown"'
EXIT = '"method": "exit"'


def test_the_exit_code_says_whether_the_editor_took_its_leave(root: Path) -> None:
    assert session(root, BEGIN, END, EXIT).returncode == 0
    assert session(root, BEGIN, EXIT).returncode == 1


def test_standard_output_is_the_protocol_alone(root: Path) -> None:
    opened = (
        '"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "%s", '
        '"languageId": "markdown", "version": 1, "text": "\\ud840\\u0000"}}'
    )
    uris = ["untitled:1", (root / "a.md").as_uri(), (root / "c.po").as_uri()]
    done = session(root, BEGIN, *(opened % uri for uri in uris), END, EXIT)

    rest = done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = re.search(rb"Content-Length: (\d+)", head)
        assert length is not None
        body, rest = rest[: int(length[1])], rest[int(length[1]) :]
        assert json.loads(body)["jsonrpc"] == "2.0"
    assert done.returncode == 0


def test_a_file_that_is_closed_has_no_findings(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("a.md", "搜集主权")
        await editor.until("a.md", [WRONG])
        params = types.DidCloseTextDocumentParams(editor.identifier("a.md"))
        editor.client.text_document_did_close(params)
        await editor.until("a.md", [])

    talk(root, about)


def test_restored_pages_are_neither_fixed_nor_waived(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("a.md", "% Restored from x by `zhengming restore`.\n\n搜集主权\n")
        await editor.until("a.md", [WRONG])
        assert await editor.actions("a.md", span(2, 0, 0)) == []

    talk(root, about)
