"""Print how long an editor waits for the language server, key by key, in files of a megabyte.

Run it as `python tests/bench/lsp.py [KEYS]` in the root of the project. A real client types into
a page and into a catalog made of the project's own, a key each 0.3 s, and asks for completions
after each. `first` is the time to the first diagnostics of the new text, `last` to the exact ones
where they are others than the first; `answer` that to the completions. These are times of a
clock, which a busy machine makes longer. `work` is what the server's processor did from the key to
the first diagnostics and the completions (Linux only).
"""

from __future__ import annotations

import asyncio
import random
import re
import statistics
import sys
import time
from pathlib import Path

from lsprotocol import types
from pytest_lsp import LanguageClient
from pytest_lsp.client import make_test_lsp_client

ROOT = Path(__file__).parents[2]
SIZE = 1_000_000
PAUSE = 0.3
_AMONG = re.compile("[\u4e00-\u9fff](?=[\u4e00-\u9fff])")


def page() -> str:
    """Return a megabyte of the white paper, as UTF-8 counts it."""
    pages = sorted((ROOT / "docs" / "white-paper").glob("*.md"))
    text = "".join(each.read_text(encoding="utf-8") for each in pages)
    text = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    # The remark that a page is restored would keep it from being fixed.
    text = "\n".join(line for line in text.split("\n") if not line.startswith(("%", "{#")))
    return text * (SIZE // len(text.encode()) + 1)


def _before(mark: str, behind: str) -> str:
    """Return the page with a mark before each paragraph, and one behind."""
    return re.sub(
        "\n\n([\u4e00-\u9fff][^\n]*)", lambda found: f"\n\n{mark}{found[1]}{behind}", page()
    )


def catalog() -> str:
    """Return a megabyte of a catalog, each message with a number of its own."""
    path = ROOT / "docs/locale/zh_TW/LC_MESSAGES/docs/white-paper/chapter-3.po"
    head, *entries = path.read_text(encoding="utf-8").strip().split("\n\n")
    found, size = [head], 0
    while size < SIZE:
        for entry in entries:
            context = f'msgctxt "{len(found)}"\nmsgid '
            found.append(entry.replace("msgid ", context, 1))
            size += len(found[-1].encode())
    return "\n\n".join(found) + "\n"


def work(client: LanguageClient) -> float:
    """Return the seconds that the server's processor worked for it, 0 where nobody counts."""
    assert client._server is not None
    counts = Path(f"/proc/{client._server.pid}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in counts) / 1e9


class Typist:
    """A client that types into one file."""

    def __init__(self, client: LanguageClient, uri: str, text: str) -> None:
        self.client, self.uri, self.text, self.version = client, uri, text, 0
        self.lines = text.split("\n")
        self.told: list[float] = []
        self.worked: list[float] = []
        real = client.protocol.fm.features["textDocument/publishDiagnostics"]

        def told(params: types.PublishDiagnosticsParams) -> None:
            if params.uri == uri and params.version == self.version:
                self.told.append(time.perf_counter())
                self.worked.append(work(self.client))
            real(params)

        client.protocol.fm.features["textDocument/publishDiagnostics"] = told

    async def key(self, line: int, column: int, sign: str) -> tuple[float, ...]:
        """Type a sign; return the seconds to first and last diagnostics, and to an answer."""
        self.version += 1
        self.told.clear()
        self.worked.clear()
        where = types.Position(line, column)
        change = types.TextDocumentContentChangePartial(types.Range(where, where), sign)
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        worked, start = work(self.client), time.perf_counter()
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        asked = types.CompletionParams(
            types.TextDocumentIdentifier(self.uri), types.Position(line, column + 1)
        )
        await self.client.text_document_completion_async(asked)
        answered = time.perf_counter() - start
        done = work(self.client)
        await asyncio.sleep(PAUSE)
        while not self.told:
            await asyncio.sleep(0.01)
        spent = max(done, self.worked[0]) - worked
        return self.told[0] - start, self.told[-1] - start, answered, spent


async def measure(name: str, text: str, where: str, keys: int) -> None:
    client = make_test_lsp_client()
    await client.start_io(sys.executable, "-m", "zhengming", "lsp")
    await client.initialize_session(
        types.InitializeParams(capabilities=types.ClientCapabilities(), root_uri=ROOT.as_uri())
    )
    uri = (ROOT / name).as_uri()
    typist = Typist(client, uri, text)
    start = time.perf_counter()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "text", 0, text))
    )
    while not typist.told:
        await asyncio.sleep(0.01)
    opened = typist.told[0] - start
    count = len(client.diagnostics[uri])
    lines = [
        n for n, line in enumerate(typist.lines) if re.match(where, line) and _AMONG.search(line)
    ]
    chance, times = random.Random(7), []
    for _key in range(keys):
        line = chance.choice(lines)
        # Among words: who types in the name of a role has to wait for the exact answer.
        places = [found.start() + 1 for found in _AMONG.finditer(typist.lines[line])]
        column = chance.choice(places)
        times.append(await typist.key(line, column, chance.choice("网络主权，的发展")))
    size = len(text.encode())
    print(f"{name}, lines as {where}: {size:,} bytes, {count} findings, opened in {opened:.2f} s")
    titles = ("first", "last", "answer", "work")
    for title, found in zip(titles, zip(*times, strict=True), strict=True):
        ordered = sorted(found)
        middle, most = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
        print(f"  {title:8}median {middle * 1000:6.1f} ms   p95 {most * 1000:6.1f} ms")
    await client.shutdown_session()


async def main() -> None:
    keys = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    await measure("docs/guide/bench.md", page(), "[\u4e00-\u9fff#]", keys)
    for mark in ("- ", "> "):
        await measure("docs/guide/bench.md", _before(mark, ""), mark, keys)
    await measure("docs/guide/bench.md", _before("| ", " |\n|---|"), r"\| ", keys)
    await measure("docs/guide/bench.md", _before("```\n", "\n```"), "[\u4e00-\u9fff#]", keys)
    await measure("docs/guide/bench.md", _before(":::{note}\n", "\n:::"), "[\u4e00-\u9fff#]", keys)
    rst = page().replace("#", "").replace("{concept}`", ":concept:`")
    for mark, head in (("", ""), ("* ", ""), ("   ", ".. note::\n\n"), ("   ", "::\n\n")):
        text = re.sub("\n\n(?=[\u4e00-\u9fff])", f"\n\n{head}{mark}", rst)
        await measure("docs/guide/bench.rst", text, re.escape(mark) + "[\u4e00-\u9fff]", keys)
    name = "docs/locale/zh_TW/LC_MESSAGES/bench.po"
    await measure(name, catalog(), 'msgstr "', keys)


if __name__ == "__main__":
    asyncio.run(main())
