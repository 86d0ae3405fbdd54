"""The real server with its judges' tablets, in a real Chromium."""

import json
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from competition.actions import accounts, competitions
from tests import factories
from tests.browser import contest
from tests.browser.contest import Contest
from tests.browser.tablet import MATCH, TABLET
from tests.conftest import LiveServer, app_in, serving, sit_down
from tests.factories import CHAOYANG


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The real server with the Chaoyang final's round open, shared by judges of their own."""
    with serving(Path(tmp_path_factory.mktemp("server")) / "data") as server:
        done = server.flask("round", "state", CHAOYANG, "round-1", "open")
        assert done.returncode == 0, done.stderr
        yield server


@pytest.fixture
def links(server: LiveServer) -> dict[str, str]:
    """Every judge's link."""
    listed = json.loads(server.flask("judge", "links", CHAOYANG, "--base", server.url).stdout)
    return {link["judge"]: link["url"] for link in listed}


@pytest.fixture
def tablet(
    server: LiveServer, links: dict[str, str], browse: Callable[..., BrowserContext]
) -> Callable[..., Page]:
    """Open a judge's link on a new device: `tablet("judge-2")`; the page of the first match."""

    def open_(judge: str, **how: Any) -> Page:
        page = browse(**(TABLET | how)).new_page()
        sit_down(page, links[judge])
        expect(page).to_have_url(f"{server.url}/judge")
        page.goto(server.url + MATCH)
        return page

    return open_


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[LiveServer]:
    """The real server with its organiser 王芳, shared by competitions of their own."""
    folder = tmp_path_factory.mktemp("house") / "data"
    folder.mkdir()
    shutil.copy(migrated, folder / "accord.sqlite")
    with app_in(folder) as app, app.app_context():
        accounts.add_organiser(factories.ORGANISER, factories.PASSWORD, "command line")
    with serving(folder) as server:
        yield server


_numbers = count(1)


@pytest.fixture
def hold(house: LiveServer) -> Callable[..., Contest]:
    """Load a competition (a plain object) under a key of its own, on a server that is up."""

    def hold_(whole: dict[str, Any]) -> Contest:
        if house.process.poll() is not None:
            house.start_again()
        held = Contest(house, f"contest-{next(_numbers)}")
        whole["competition"]["key"] = held.key
        with held.elsewhere():
            competitions.load_competition(factories.checked(whole), "command line")
        return held

    return hold_


@pytest.fixture
def opened(hold: Callable[..., Contest]) -> Contest:
    """The Chaoyang final, the round open, shown live."""
    whole = factories.sample()
    whole["stages"][0]["release"] = "live"
    whole["stages"][0]["rounds"][0]["state"] = "open"
    return hold(whole)


@pytest.fixture
def phone(browse: Callable[..., BrowserContext], opened: Contest) -> Page:
    """A phone in the venue, in English."""
    page = browse(viewport=contest.PHONE, locale="en-GB", has_touch=True).new_page()
    page.goto(opened.url)
    expect(page.locator("#link-state")).to_have_text("connected")
    return page


@pytest.fixture(scope="module")
def signed_in(house: LiveServer, chromium: Browser) -> Any:
    """The cookies of 王芳, who has signed in; a test before may have killed the server."""
    if house.process.poll() is not None:
        house.start_again()
    with chromium.new_context(locale="en-GB") as context:
        page = context.new_page()
        page.goto(f"{house.url}/sign-in")
        page.fill("[name=name]", factories.ORGANISER)
        page.fill("[name=password]", factories.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/organiser")
        return context.storage_state()


@pytest.fixture
def desk_of(browse: Callable[..., BrowserContext], signed_in: Any) -> Callable[..., Page]:
    """王芳's tablet at a page of hers: the day's, or the one under it that is named."""

    def desk_of_(held: Contest, path: str = "") -> Page:
        page = browse(viewport=contest.TABLET, locale="en-GB", storage_state=signed_in).new_page()
        page.goto(held.desk + path)
        return page

    return desk_of_
