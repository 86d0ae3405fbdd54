"""A round is closed while a tablet is out of reach: nothing is lost, and people decide."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import factories
from tests.browser.tablet import column, fill, number, outbox, state, stored
from tests.conftest import LiveServer, serving
from tests.factories import CHAOYANG

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The real server with an organiser, 王芳."""
    with serving(Path(tmp_path_factory.mktemp("late")) / "data") as server:
        added = server.flask("organiser", "add", factories.ORGANISER, typed=factories.PASSWORD)
        assert added.returncode == 0, added.stderr
        yield server


@pytest.fixture(autouse=True)
def open_round(move_round: Callable[[str], None]) -> Callable[[str], None]:
    """Open the round; the function sets it to another state."""
    move_round("open")
    return move_round


@pytest.fixture
def organiser(server: LiveServer, browse: Callable[..., BrowserContext]) -> Page:
    page = browse(viewport={"width": 1280, "height": 800}, locale="en-GB").new_page()
    page.goto(f"{server.url}/sign-in?next=/organiser/c/{CHAOYANG}/wall")
    page.get_by_label("Name").fill(factories.ORGANISER)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/wall$"))
    return page


def submit_out_of_reach(page: Page) -> None:
    """The judge submits both sheets while the tablet has no network."""
    page.context.set_offline(True)
    fill(page, "education", "16.5")
    fill(page, "team-2", "15")
    page.get_by_role("button", name="Review and submit").tap()
    page.get_by_role("button", name="Submit both sheets").tap()
    cell = page.locator('td[data-team="education"][data-cell="standing"]')
    expect(cell).to_contain_text("on this tablet only")


def decide(organiser: Page, team: str, what: str, reason: str) -> None:
    card = organiser.locator("#late-waiting ~ .late-card").filter(has_text=team)
    card.get_by_role("link", name="Decide").click()
    organiser.get_by_label("Your decision").select_option(what)
    organiser.get_by_label("Reason").fill(reason)
    organiser.get_by_role("button", name="Decide").click()
    expect(organiser.get_by_role("heading", name="Late sheets")).to_be_visible()


def test_a_sheet_that_came_too_late_is_offered_and_accepted_or_not(
    tablet, organiser, server, open_round
):
    page = tablet("judge-1")
    submit_out_of_reach(page)
    open_round("closed")

    page.context.set_offline(False)
    for team in ("education", "team-2"):
        expect(state(page, team)).to_contain_text("Late, waiting for the organiser", timeout=30_000)
    assert len(outbox(page)) == 2
    assert stored(page, "education")["version"] == 0
    expect(number(page, "education", "teamwork")).to_be_disabled()

    expect(organiser.get_by_text("2 late sheets are waiting for your decision")).to_be_visible()
    organiser.get_by_role("link", name="Review and decide").click()
    decide(organiser, "Chaoyang Education", "accept", "The hall's Wi-Fi was down.")
    expect(state(page, "education")).to_contain_text("Submitted", timeout=30_000)
    decide(organiser, "Zone 2 Team", "decline", "Written after the result was read out.")

    note = column(page, "team-2").locator("[data-declined]")
    expect(note).to_contain_text("not accepted", timeout=30_000)
    expect(note).to_contain_text("Written after the result was read out.")
    for dimension in ("Issue grasp", "Results"):
        expect(note.locator("div").filter(has_text=dimension)).to_contain_text("15")
    expect(note.locator("div").filter(has_text="Total")).to_contain_text("75")
    assert outbox(page) == []
    sheet = stored(page, "education")
    assert (sheet["version"], sheet["state"], sheet["total"]) == (1, "submitted", "82.5")
    assert stored(page, "team-2")["version"] == 0
    page.reload()
    expect(note).to_be_visible()
    note.get_by_role("button").tap()
    expect(note).to_be_hidden()
    page.reload()
    expect(note).to_be_hidden()


def test_reopening_a_round_accepts_what_was_waiting_automatically(tablet, server, open_round):
    page = tablet("judge-2")
    submit_out_of_reach(page)
    open_round("closed")
    page.context.set_offline(False)
    expect(state(page, "education")).to_contain_text("Late, waiting")

    open_round("open")

    expect(page).to_have_url(re.compile(r"/receipt$"), timeout=40_000)
    assert outbox(page) == []
    assert [stored(page, team)["version"] for team in ("education", "team-2")] == [1, 1]


def test_the_progress_page_follows_what_is_on_the_tablets(tablet, organiser, server):
    page = tablet("judge-3")
    page.route("**/sheets/**", lambda route: route.abort())
    number(page, "education", "teamwork").fill("9")
    expect(organiser.get_by_text("only on the tablet since")).to_be_visible(timeout=30_000)

    page.unroute("**/sheets/**")
    expect(state(page, "education")).to_contain_text("received", timeout=30_000)
    expect(organiser.get_by_text("only on the tablet since")).to_be_hidden(timeout=30_000)


def test_a_declined_sheet_is_named_on_the_list_until_its_note_is_hidden(tablet, server):
    page = tablet("judge-4")
    page.evaluate(
        f"""localStorage.setItem(
            "accord.declined:{CHAOYANG}/judge-4/match-1/education",
            JSON.stringify({{ entry: {{ label: "Chaoyang", marks: {{}} }}, reason: "Too late" }})
        )"""
    )
    page.goto(f"{server.url}/judge")
    expect(page.locator("[data-unsent]")).to_contain_text("not accepted: Chaoyang")

    page.goto(f"{server.url}/judge/matches/match-1")
    column(page, "education").locator("[data-put-away]").tap()
    page.goto(f"{server.url}/judge")
    expect(page.locator("[data-unsent]")).to_be_hidden()
