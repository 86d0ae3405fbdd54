"""A panel confers: opened on the head judge's tablet, revised on another, closed, locked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from competition.actions import sheets
from competition.store import queries
from tests import factories
from tests.browser.contest import Contest
from tests.browser.tablet import TABLET, column, number, state
from tests.conftest import sit_down

pytestmark = pytest.mark.browser

MATCH = "/judge/matches/last"


@pytest.fixture
def final(hold: Callable[..., Contest]) -> Contest:
    """The league's final, marked by its whole panel."""
    held = hold(factories.league(sheets=[]))
    body = {"marks": {"law": "7", "poise": "8"}, "state": "submitted", "base_version": 0}
    with held.elsewhere():
        competition = queries.find_competition(held.key)
        for judge in competition.judges:
            for team in ("metro", "post"):
                sheets.write_sheet(judge, held.key, "last", team, body, factories.new_key())
    return held


@pytest.fixture
def tablet_of(browse: Callable[..., BrowserContext], final: Contest) -> Callable[[str], Page]:
    """A new device of a judge, at the list of matches."""

    def open_(key: str) -> Page:
        with final.elsewhere():
            found = queries.find_judge(queries.find_competition(final.key), key)
            link = f"{final.server.url}/j/{found.token}"
        page = browse(**TABLET).new_page()
        sit_down(page, link)
        return page

    return open_


def test_the_head_judge_opens_jo_revises_and_both_sheets_are_locked(final, tablet_of):
    li, jo = tablet_of("li-na"), tablet_of("jo")
    jo.goto(final.server.url + MATCH)
    see = jo.get_by_role("link", name="See the panel's sheets")
    expect(see).to_be_hidden()

    li.goto(f"{final.server.url}{MATCH}/conference")
    li.get_by_role("button", name="Open the conference").tap()
    metro = li.locator("#panel-metro ~ .scroll")
    expect(metro).to_contain_text("your sheet")

    see.tap()
    expect(jo.locator(".panel-sheets")).to_have_count(2)
    jo.get_by_role("link", name="Change my marks").tap()
    number(jo, "metro", "law").fill("8.5")
    expect(state(jo, "metro")).to_contain_text("Draft received")
    jo.get_by_role("button", name="Review and submit").tap()
    jo.locator("[data-submit]").tap()
    expect(jo.get_by_role("heading", name="Received. Thank you")).to_be_visible()
    expect(metro).to_contain_text("8.5")

    jo.goto(f"{final.server.url}{MATCH}?change=1")
    expect(number(jo, "metro", "law")).to_be_enabled()
    li.get_by_role("button", name="Close the conference and lock every sheet").tap()
    expect(li.get_by_text("The conference is closed.")).to_be_visible()
    expect(li.locator(".panel-sheets")).to_have_count(0)
    expect(number(jo, "metro", "law")).to_be_disabled()
    expect(jo.locator("[data-news]")).to_contain_text("The conference on this match is closed")
    expect(column(jo, "metro").locator("[data-saving]")).to_contain_text("Submitted")
