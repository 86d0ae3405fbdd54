"""A judge is replaced in the middle of a round: the old tablet is told, the newcomer scores."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import factories
from tests.browser.tablet import MATCH, TABLET, fill, outbox, state
from tests.conftest import LiveServer, serving, sit_down
from tests.factories import CHAOYANG

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The real server with an organiser, 王芳, and the Chaoyang final's round open."""
    with serving(Path(tmp_path_factory.mktemp("replaced")) / "data") as server:
        added = server.flask("organiser", "add", factories.ORGANISER, typed=factories.PASSWORD)
        assert added.returncode == 0, added.stderr
        opened = server.flask("round", "state", CHAOYANG, "round-1", "open")
        assert opened.returncode == 0, opened.stderr
        yield server


@pytest.fixture
def organiser(server: LiveServer, browse: Callable[..., BrowserContext]) -> Page:
    page = browse(viewport={"width": 1280, "height": 800}, locale="en-GB").new_page()
    page.goto(f"{server.url}/sign-in?next=/organiser/c/{CHAOYANG}/matches/match-1/people")
    page.get_by_label("Name").fill(factories.ORGANISER)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/people$"))
    return page


@pytest.fixture
def tablet(server: LiveServer, browse: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    """Open a link on a new tablet, at the first match."""

    def open_(link: str) -> Page:
        page = browse(**TABLET).new_page()
        sit_down(page, link)
        page.goto(server.url + MATCH)
        return page

    return open_


def link_of(server: LiveServer, judge: str) -> str:
    listed = json.loads(server.flask("judge", "links", CHAOYANG, "--base", server.url).stdout)
    found: str = next(each["url"] for each in listed if each["judge"] == judge)
    return found


def until_late(server: LiveServer, organiser: Page, judge: str) -> bool:
    """Whether a late sheet of the judge comes to the organiser's page."""
    for _ in range(60):
        organiser.goto(f"{server.url}/organiser/c/{CHAOYANG}/late/of/{judge}")
        if organiser.locator(".late-card").count():
            return True
        organiser.wait_for_timeout(500)
    return False


def replace(organiser: Page, name: str, *, ends_link: bool) -> str:
    """Replace judge-2 by somebody new; returns the new link from the card."""
    organiser.goto(re.sub(r"/people$", "/replace/judge-2", organiser.url))
    organiser.get_by_label("Who takes the seat").select_option("new")
    organiser.get_by_label("English").fill(name)
    choice = "It ends at once" if ends_link else "It goes on"
    organiser.get_by_label(choice).check()
    organiser.get_by_label("Reason").fill("Called away")
    organiser.get_by_role("button", name="Replace the judge").click()
    expect(organiser).to_have_url(re.compile(r"/link/judge-\d+$"))
    expect(organiser.locator(".card svg")).to_be_visible()
    return organiser.locator(".card-link code").inner_text()


def test_the_old_tablet_is_told_and_what_it_held_waits_while_the_newcomer_scores(
    server, organiser, tablet
):
    old_link = link_of(server, "judge-2")
    old = tablet(old_link)
    old.context.set_offline(True)
    fill(old, "education", "16.5")
    assert outbox(old)

    new = tablet(replace(organiser, "He Ting", ends_link=False))
    fill(new, "education", "15")
    expect(state(new, "education")).to_contain_text("Draft received")

    old.context.set_offline(False)
    expect(state(old, "education")).to_contain_text(
        "waiting for the organiser's decision", timeout=40_000
    )
    assert until_late(server, organiser, "judge-2")

    organiser.goto(f"{server.url}/organiser/c/{CHAOYANG}/matches/match-1/people")
    expect(organiser.locator("main")).to_contain_text("He Ting took the seat of")


def test_a_tablet_whose_link_has_ended_keeps_its_marks_and_hands_them_in_by_the_new_link(
    server, organiser, tablet
):
    judge = "judge-3"
    old = tablet(link_of(server, judge))
    old.context.set_offline(True)
    fill(old, "education", "14")
    organiser.goto(f"{server.url}/organiser/c/{CHAOYANG}/matches/match-1/replace/{judge}")
    organiser.get_by_label("Who takes the seat").select_option("new")
    organiser.get_by_label("English").fill("Wu Min")
    organiser.get_by_label("It ends at once").check()
    organiser.get_by_label("Reason").fill("Called away")
    organiser.get_by_role("button", name="Replace the judge").click()
    organiser.get_by_role("link", name="Show the link").click()
    again = organiser.locator(".card-link code").inner_text()

    old.context.set_offline(False)
    expect(state(old, "education")).to_contain_text("If it no longer works", timeout=40_000)
    assert outbox(old)

    sit_down(old, again)
    assert until_late(server, organiser, judge)
