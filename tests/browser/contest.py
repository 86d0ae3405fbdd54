"""A competition on the real server, and what the tests of its public pages do with it."""

import json
import os
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from competition.actions import accounts, hall_screen, stage_release
from competition.store import file_export, queries
from competition.store.accounts import all_organisers
from tests import factories
from tests.conftest import LiveServer, app_in
from tests.live.reading import Event, Reader

PHONE = {"width": 390, "height": 844}
PROJECTOR = {"width": 1920, "height": 1080}
TABLET = {"width": 1024, "height": 768}
BY = f"organiser {factories.ORGANISER}"
TEAMS = {team["key"]: team["name"] for team in factories.sample()["teams"]}

# Text below 3.5 % of the height, and what hangs over the edges or has to be scrolled to.
MEASURE = """() => {
  const small = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    const holder = text.parentElement;
    if (!text.data.trim() || holder.closest(".visually-hidden, .skip, script, noscript, svg"))
      continue;
    if (!holder.checkVisibility()) continue;
    const type = parseFloat(getComputedStyle(holder).fontSize);
    if (type < innerHeight * 0.03499) small.push([text.data.trim(), type]);
  }
  const root = document.documentElement;
  const main = document.getElementById("main");
  return {
    small,
    over: [root.scrollWidth - innerWidth, root.scrollHeight - innerHeight],
    inside: main.scrollHeight - main.clientHeight,
  };
}"""
WELL_LAID_OUT = {"small": [], "over": [0, 0], "inside": 0}


@dataclass(frozen=True)
class Contest:
    """One competition on a server that others may share."""

    server: LiveServer
    key: str

    @property
    def url(self) -> str:
        """The phone's page; `/screen`, `/overlay` and the rest lie under it."""
        return f"{self.server.url}/c/{self.key}"

    @property
    def desk(self) -> str:
        """The organiser's page of the day; `/show` and the rest are below it."""
        return f"{self.server.url}/organiser/c/{self.key}"

    @property
    def api(self) -> str:
        """The competition in the API."""
        return f"{self.server.url}/api/v1/competitions/{self.key}"

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """To act in a process that is not the server's."""
        with app_in(self.server.data_dir) as app, app.app_context():
            yield

    def give_accounts(self, roles: Mapping[str, str]) -> None:
        """Accounts on its server, by name; whoever has one from another test begins anew."""
        with self.elsewhere():
            for organiser in all_organisers():
                if organiser.name in roles:
                    accounts.delete_organiser(organiser.id, "command line")
            for name, role in roles.items():
                accounts.add_organiser(name, factories.PASSWORD, "command line", role)

    def file(self) -> Any:
        """The competition's file as it is now."""
        with self.elsewhere():
            competition = queries.find_competition(self.key)
            assert competition is not None
            return file_export.competition_document(competition)

    def release(self, mode: str) -> None:
        """Set what the public sees of the final."""
        with self.elsewhere():
            stage_release.set_release(self.key, "final", mode, BY)

    def put(self, mode: str, about: str = "") -> None:
        """Put something on the projectors."""
        with self.elsewhere():
            hall_screen.show_mode(self.key, mode, BY, about)

    def score(self, match: str, team: str, mark: str, base: int = 0) -> None:
        """All seven judges submit the same mark for every dimension."""
        with self.elsewhere():
            competition = queries.find_competition(self.key)
            assert competition is not None
            tokens = [judge.token for judge in competition.judges]
        marks = dict.fromkeys(factories.DIMENSIONS, mark)
        body = json.dumps({"marks": marks, "state": "submitted", "base_version": base}).encode()
        for token in tokens:
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": factories.new_key()}
            request = urllib.request.Request(
                f"{self.api}/sheets/{match}/{team}", data=body, method="PUT", headers=headers
            )
            with urllib.request.urlopen(request, timeout=60) as response:
                assert response.status == 200

    def until_public(self, team: str, total: str) -> None:
        """Wait for the public to have this total: what follows may share a number with it."""
        deadline = time.monotonic() + 20
        while total not in [
            row["total"]
            for stage in self.snapshot()["stages"]
            for row in stage.get("standings", [])
            if row["team"] == team
        ]:
            assert time.monotonic() < deadline, f"{team} was never shown with {total}"
            time.sleep(0.05)

    def snapshot(self) -> dict[str, Any]:
        """What the public API says."""
        whole: dict[str, Any] = json.loads(fetched(f"{self.api}/snapshot"))
        return whole


def fetched(address: str) -> str:
    """What anybody gets at a public address."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        body: bytes = answer.read()
        return body.decode()


def first_event(address: str) -> Event:
    """What a page that connects to a stream now is given."""
    reader = Reader()
    with urllib.request.urlopen(address, timeout=20) as got:
        for line in got:
            reader.feed(line)
            if reader.states:
                return reader.states[0]
    raise AssertionError("the stream ended")


class Listener(threading.Thread):
    """Reads a stream from its first word to its end, as a program would that wants to be first."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self._address = address
        self._reader = Reader()
        self._more = threading.Condition()
        self.start()

    def run(self) -> None:
        """Read until the server ends it."""
        try:
            with urllib.request.urlopen(self._address, timeout=60) as got:
                for line in got:
                    with self._more:
                        self._reader.feed(line)
                        self._more.notify_all()
        except (OSError, HTTPException):
            return

    def first(self) -> Event:
        """The first message after connecting."""
        with self._more:
            assert self._more.wait_for(lambda: self._reader.states, timeout=20)
            return self._reader.states[0]

    def to_the_end(self) -> list[Event]:
        """All messages, once the server is gone."""
        self.join(timeout=20)
        assert not self.is_alive()
        return self._reader.states


def row(page: Page, team: str) -> Locator:
    """A team's row on the board."""
    return page.locator(f"#row-final-{team}")


def is_live(page: Page, timeout: float = 60_000) -> None:
    """The page hears the server."""
    expect(page.locator("#link-state")).to_have_attribute("data-state", "live", timeout=timeout)


def is_on(page: Page, mode: str) -> None:
    """The projector's page shows this mode."""
    scene = page.locator(f"body[data-mode={mode}] .screen-content[data-mode={mode}]")
    expect(scene).to_have_count(1, timeout=30_000)


def open_round(desk: Page) -> None:
    """Open the round from the page of the day."""
    desk.get_by_role("link", name="Open the round…").click()
    desk.get_by_role("button", name="Open the round").click()


def press_clicker(desk: Page, key: str = "PageDown") -> None:
    """Press a clicker's key, once the page listens: its text stands there before its scripts."""
    desk.wait_for_load_state("domcontentloaded")
    desk.keyboard.press(key)


def release_at(desk: Page, contest: Contest, mode: str) -> None:
    """Set what the public sees from the organiser's page, with the second deliberate touch."""
    desk.goto(f"{contest.desk}/release/final/{mode}")
    desk.get_by_role("checkbox", name="Yes, this is what the public should see").check()
    desk.get_by_role("button", name="Set it to").click()
    expect(desk).to_have_url(contest.desk)


def picture(page: Page, name: str) -> None:
    """A picture in the folder that SHOTS names, if it names one."""
    folder = os.environ.get("SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png")
