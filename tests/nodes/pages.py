"""Two people with a browser each, who follow the contest through nginx and touch nothing."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.conftest import CHROMIUM_FLAGS, chromium_path
from tests.factories import CHAOYANG

BOARD = """() => JSON.stringify([...document.querySelectorAll(".row")].map(row =>
    [row.id, row.dataset.rank, row.querySelector(".total")?.textContent.trim()]).sort())"""
STAYS = "window.stays = true"


@dataclass
class Pages:
    """What the two browsers show; they live in a thread of their own."""

    _asked: "queue.Queue[str | None]" = field(default_factory=queue.Queue)
    _told: "queue.Queue[Any]" = field(default_factory=queue.Queue)

    def look(self) -> dict[str, Any]:
        """The two open boards, a board that is opened now, and whether nobody loaded a page."""
        self._asked.put("look")
        found = self._told.get(timeout=60)
        if isinstance(found, BaseException):
            raise found
        shown: dict[str, Any] = found
        return shown

    def are_right(self) -> bool:
        """Whether both show what somebody sees who opens the board now."""
        shown = self.look()
        return bool(shown["stayed"]) and shown["open"] == [shown["now"]] * 2

    def _live(self, address: str, started: threading.Event) -> None:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium_path(), args=list(CHROMIUM_FLAGS)
            )

            def opened() -> Page:
                page = browser.new_context(ignore_https_errors=True, locale="en-GB").new_page()
                page.goto(f"{address}/c/{CHAOYANG}", timeout=60_000)
                return page

            try:
                pages = [opened(), opened()]
                for page in pages:
                    page.evaluate(STAYS)
                started.set()
                while self._asked.get() is not None:
                    try:
                        fresh = opened()
                        shown = {
                            "open": [page.evaluate(BOARD) for page in pages],
                            "now": fresh.evaluate(BOARD),
                            "stayed": all(page.evaluate("window.stays") for page in pages),
                        }
                        fresh.context.close()
                    except Exception as error:
                        self._told.put(error)
                    else:
                        self._told.put(shown)
            finally:
                started.set()
                browser.close()

    @contextmanager
    def following(self, address: str) -> Iterator["Pages"]:
        """Open them, until the block ends."""
        started = threading.Event()
        thread = threading.Thread(target=self._live, args=(address, started))
        thread.start()
        try:
            started.wait(60)
            yield self
        finally:
            self._asked.put(None)
            thread.join()
