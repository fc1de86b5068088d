"""A real browser for tests, and the built site under the strictest policy."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tools import tool

# The rest keeps Chromium from asking its maker's hosts.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PHONE = ViewportSize(width=390, height=844)

# Nothing but files of the site: no script or style in a page, and no other host.
POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"


class Strict(SimpleHTTPRequestHandler):
    """Serves files under the strictest policy, and without a line for each."""

    def end_headers(self) -> None:
        """Forbid what the site does not need."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def served(folder: Path, handler: type[Strict] = Strict) -> Iterator[str]:
    """Serve a folder on localhost while the caller needs it; yield the address."""
    handle = functools.partial(handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handle) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def launched() -> Iterator[Browser]:
    """Yield a browser while the caller needs it."""
    path = tool(*BROWSERS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def visited(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """Return a page, and everything that went wrong or elsewhere while it loaded."""
    page = context.new_page()
    wrong: list[str] = []
    host = address.split("/")[2]
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda r: wrong.append(r.url) if r.url.split("/")[2] != host else None)
    page.on("response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status > 399 else None)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page, wrong
