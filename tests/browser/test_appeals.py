"""An appeal after publication, at the desk, on an open phone and on the projector."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from competition.actions import stage_release
from tests.browser.contest import BY, PHONE, PROJECTOR, Contest
from tests.factories import league

pytestmark = pytest.mark.browser


def confirm(desk: Page) -> None:
    """The page of the correction: read it, and send the form once more."""
    expect(desk.locator("h1")).to_have_text("Correct a published result?")
    desk.get_by_role("button", name="Correct the published result").click()


def decide(desk: Page, state: str, words: str) -> None:
    desk.get_by_label("What was done").select_option(state)
    desk.get_by_label("What was heard or decided, and why").fill(words)
    desk.get_by_role("button", name="Record", exact=True).click()


def answer_an_hour_later(route: Route) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(minutes=61), usegmt=True)
    route.fulfill(status=200, headers={"Date": date})


def test_an_upheld_appeal_and_its_correction_reach_an_open_phone_and_the_projector(
    hold: Callable[..., Contest],
    browse: Callable[..., BrowserContext],
    desk_of: Callable[..., Page],
) -> None:
    held = hold(league())
    with held.elsewhere():
        stage_release.set_release(held.key, "semi", "published", BY, minutes_for_appeals=60)
    phone = browse(viewport=PHONE, locale="en-GB", has_touch=True).new_page()
    phone.clock.install()
    phone.goto(held.url)
    hall = browse(viewport=PROJECTOR, locale="en-GB").new_page()
    hall.clock.install()
    hall.goto(f"{held.url}/screen")
    on_phone, on_screen = phone.locator("#stage-semi"), hall.locator("#stage-semi")
    expect(phone.locator("#link-state")).to_have_text("connected")
    expect(on_phone.locator(".release-badge").first).to_contain_text("Provisional until")

    desk = desk_of(held, "/appeals")
    desk.get_by_label("Team that appeals").select_option("bus")
    desk.get_by_label("What it is about").select_option("semi/semi-1")
    desk.get_by_label("What the team claims").fill("The overtime was not ours.")
    desk.get_by_role("button", name="File the appeal").click()
    confirm(desk)
    for place in (on_phone, on_screen):
        expect(place).to_contain_text("Provisional: an appeal is open.")

    decide(desk, "heard", "Both teams and the timekeeper were heard.")
    decide(desk, "upheld", "The record of the clock confirms it.")
    confirm(desk)
    expect(desk.locator("h1")).to_contain_text("upheld")
    expect(on_phone).not_to_contain_text("an appeal is open")

    desk.get_by_role("link", name="Deduct points: Semi-final · Semi-final round, match 1").click()
    desk.get_by_label("Team and match").select_option("semi-1/metro")
    desk.get_by_label("Points", exact=True).fill("9")
    expect(desk.get_by_label("Reason")).to_have_value("依据申诉 1。 / Following appeal 1.")
    desk.get_by_role("button", name="Deduct").click()
    confirm(desk)
    for place in (on_phone, on_screen):
        expect(place.locator(".corrections")).to_contain_text("Following appeal 1.")
        expect(place.locator(".corrections")).to_contain_text("place 2 → 4; 25.00 → 16.00")
    # The hour ends by itself, on pages that nobody touches. A phone goes by its own clock; the
    # projector by the server's, which it asks for again after an hour.
    hall.route("**/icon.svg*", answer_an_hour_later)
    for page, place in ((phone, on_phone), (hall, on_screen)):
        expect(place.get_by_text("Final result", exact=True)).to_be_hidden()
        page.clock.fast_forward("01:01:00")
        expect(place.get_by_text("Final result", exact=True)).to_be_visible()
