"""The battery dies, or the whole browser: what stood on the tablet is there when it comes back."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.tablet import MATCH, TABLET, number, outbox, state, stored
from tests.conftest import CHROMIUM_FLAGS, chromium_path, serving, sit_down
from tests.factories import CHAOYANG

pytestmark = pytest.mark.browser


@contextmanager
def browser_of(chromium: Browser, profile: Path) -> Iterator[BrowserContext]:
    """A Chromium with a profile on disk, as a tablet has."""
    context = chromium.browser_type.launch_persistent_context(
        profile, executable_path=chromium_path(), args=list(CHROMIUM_FLAGS), **TABLET
    )
    try:
        yield context
    finally:
        with suppress(Error):
            context.close()


def pull_the_plug(profile: Path) -> None:
    """Kill every process of that Chromium at once: nobody is asked, nothing is flushed."""
    found = subprocess.run(["pgrep", "-f", str(profile)], capture_output=True, text=True)
    for pid in found.stdout.split():
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)


def test_marks_typed_without_a_network_outlive_a_dead_battery(
    chromium: Browser, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    with serving(tmp_path / "data") as server:
        assert server.flask("round", "state", CHAOYANG, "round-1", "open").returncode == 0
        links = json.loads(server.flask("judge", "links", CHAOYANG, "--base", server.url).stdout)
        with browser_of(chromium, profile) as context:
            page = context.new_page()
            sit_down(page, links[0]["url"])
            page.goto(server.url + MATCH)
            context.set_offline(True)
            number(page, "education", "teamwork").fill("14.5")
            expect(state(page, "education")).to_contain_text("On this tablet only")
            _until_journalled(page)
            pull_the_plug(profile)

        with browser_of(chromium, profile) as context:
            page = context.new_page()
            # The cookie may have gone with the battery: the judge scans the card again.
            page.goto(links[0]["url"])
            if page.locator("[data-confirm]").is_visible():
                page.locator("[data-confirm]").click()
            # Nobody has to open the match: what came back is sent from the judge's list.
            _until_stored(page)
            page.goto(server.url + MATCH)
            expect(number(page, "education", "teamwork")).to_have_value("14.5")
            expect(state(page, "education")).to_contain_text("received")
            sheet = stored(page, "education")
            assert (sheet["version"], sheet["marks"]) == (1, {"teamwork": "14.5"})
            assert outbox(page) == []
            page.reload()
            expect(state(page, "education")).to_contain_text("received")
            assert stored(page, "education")["version"] == 1


def _until_journalled(page: Page) -> None:
    """Until the copy in IndexedDB is complete: some milliseconds."""
    page.evaluate(
        """async () => {
            const kept = () => new Promise(resolve => {
                const asked = indexedDB.open("accord.journal", 1);
                asked.onsuccess = () => {
                    const shelf = asked.result.transaction("entries").objectStore("entries");
                    const all = shelf.getAll();
                    all.onsuccess = () => { asked.result.close(); resolve(all.result); };
                };
            });
            while (!(await kept()).some(entry => entry.marks.teamwork === "14.5")) {
                await new Promise(again => setTimeout(again, 10));
            }
        }"""
    )


def _until_stored(page: Page) -> None:
    """Until the server has it; asked from outside the page, which may be loading itself anew."""
    give_up = time.monotonic() + 30
    while stored(page, "education")["version"] != 1:
        assert time.monotonic() < give_up, "It never came."
        page.wait_for_timeout(50)
