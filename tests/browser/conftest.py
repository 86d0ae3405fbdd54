"""The real server with its judges' tablets, in a real Chromium."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from competition.actions import accounts, competitions, rounds
from competition.store import queries
from tests import factories
from tests.browser import contest
from tests.browser.contest import Contest
from tests.browser.tablet import MATCH, TABLET
from tests.conftest import LiveServer, app_in, serving, sit_down
from tests.factories import CHAOYANG

FIRST = ("test_the_day", "test_from_the_lists", "test_the_final", "test_axe", "test_from_the_last")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long stories come first, so that no browser waits for another's at the end."""
    items.sort(key=lambda item: not item.path.name.startswith(FIRST))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[LiveServer]:
    """The real server with the Chaoyang final's round open, shared by judges of their own."""
    folder = tmp_path_factory.mktemp("server") / "data"
    folder.mkdir()
    shutil.copy(migrated, folder / "accord.sqlite")
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    with app_in(folder) as app, app.app_context():
        competitions.load_competition(factories.checked(whole), "command line")
    with serving(folder) as server:
        yield server


@pytest.fixture
def move_round(server: LiveServer) -> Callable[[str], None]:
    """Set the round to another state at once, from outside the server: `move_round("closed")`."""

    def move(state: str) -> None:
        with app_in(server.data_dir) as app, app.app_context():
            rounds.set_state(CHAOYANG, "round-1", state, "command line", "a test")

    return move


@pytest.fixture
def links(server: LiveServer) -> dict[str, str]:
    """Every judge's link."""
    with app_in(server.data_dir) as app, app.app_context():
        competition = queries.find_competition(CHAOYANG)
        assert competition is not None
        return {judge.key: f"{server.url}/j/{judge.token}" for judge in competition.judges}


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


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
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
