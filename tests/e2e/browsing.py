"""A real browser on the real server, which fails a test for what readers never report.

Every page opened here is watched: a violation of the content security policy, a request to another host, an error in
the console or an uncaught one fails the test at its end.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Playwright, Request, ViewportSize, expect

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_AXE = Path(__file__).parents[2] / "visualizations" / "web" / "node_modules" / "axe-core" / "axe.min.js"
#: Machines that run several suites at once are slow; nobody waits this long where nothing is wrong.
expect.set_options(timeout=20_000)
DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium; no browser is ever downloaded. Skips where there is none, except in CI."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        if os.environ.get("CI"):
            pytest.fail("chromium is not installed")
        pytest.skip("chromium is not installed")
    return playwright.chromium.launch(executable_path=found, args=list(_FLAGS))


@dataclass
class Watch:
    """What went on in a page that should not have."""

    host: str
    complaints: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        """Begin to watch a page."""
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.host, "data:", "blob:")):
            self.complaints.append(f"request to another host: {request.url[:200]}")

    def _dialog(self, dialog: Dialog) -> None:
        """Nothing of ours asks or warns by a dialog: it is code from a document that ran."""
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        # Violations of the policy come as errors of the console too. What the server answers is a test's own matter.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text[:500]}")


@contextmanager
def opened(
    browser: Browser, address: str, *, size: ViewportSize | None = None, dark: bool = False, **options: Any
) -> Iterator[Page]:
    """A page at an address of the server, watched until the block ends."""
    context = browser.new_context(
        viewport=size or DESK, color_scheme="dark" if dark else "light", locale="zh-CN", **options
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    watch = Watch("/".join(address.split("/")[:3]))
    watch.on(page)
    try:
        page.goto(address)
        yield page
    finally:
        context.close()
    assert watch.complaints == []


def violations(page: Page) -> list[str]:
    """What axe finds serious or critical on a page: rule and first place of each."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations")
    return [
        f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary'][:300]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
