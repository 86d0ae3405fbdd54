"""The match clock on several faces in a real browser: all show the server's time."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from competition.actions import match_clocks, rounds, tables
from competition.match_clock import read_clock, suggested_clock
from competition.store import match_clocks as store
from competition.store import queries
from competition.store import tables as table_store
from tests import factories
from tests.browser.contest import BY, PROJECTOR, TABLET, Contest

pytestmark = pytest.mark.browser

MATCH = "match-1"
WITHIN_MS = 100
MINUTES_WRONG = 7
FACE = "[data-match-clock]"

# The machine's own clock is off by so many minutes; what it would truly say is kept for the test.
WRONG_CLOCK = """(() => {
  const true_ = Date.now.bind(Date);
  window.trueNow = true_;
  Date.now = () => true_() + %d * 60000;
})()"""

# What the labour side's time says the moment it is drawn, and the true time of that moment.
READ = """() => new Promise((done) => {
  const place = document.querySelector('[data-clock-party="labour"] [data-clock-figure]');
  new MutationObserver((_, watch) => {
    watch.disconnect();
    done({ left: Number(place.dataset.left), at: window.trueNow() });
  }).observe(place, { attributes: true, attributeFilter: ["data-left"] });
})"""


@pytest.fixture
def hall(hold: Callable[..., Contest]) -> Contest:
    """The final with a match clock, its round open."""
    whole = factories.sample() | {"clock": suggested_clock()}
    whole["stages"][0]["rounds"][0]["state"] = "open"
    return hold(whole)


def touch(hall: Contest, act: str) -> None:
    with hall.elsewhere():
        match_clocks.touch_clock(hall.key, MATCH, act, BY)


def state_of(hall: Contest) -> Any:
    with hall.elsewhere():
        clock = store.find_clock(hall.key, MATCH)
        assert clock is not None
        return clock.state


def open_face(browse: Callable[..., BrowserContext], address: str, minutes: int = 0, **how: Any):
    context = browse(**how)
    context.add_init_script(WRONG_CLOCK % minutes)
    page = context.new_page()
    page.goto(address)
    return page


def is_right(page: Page, hall: Contest) -> None:
    """Compare what the face shows with the server's state: never more than `WITHIN_MS` off."""
    expect(page.locator(FACE)).to_have_attribute("data-state", "running")
    state = state_of(hall)
    read = page.evaluate(READ)
    [labour, _employer] = read_clock(state, read["at"]).parties
    assert abs(labour.left_ms - read["left"]) <= WITHIN_MS, (labour.left_ms, read)


def test_every_face_shows_the_server_s_time_however_late_it_joins(
    hall: Contest, browse: Callable[..., BrowserContext]
) -> None:
    tablet = open_face(browse, f"{hall.url}/clock/{MATCH}", MINUTES_WRONG, viewport=TABLET)
    expect(tablet.locator("[data-clock-phase]")).not_to_be_empty()
    touch(hall, "start")
    is_right(tablet, hall)

    # The projector joins while the clock is running, then the tablet is loaded again.
    hall.put("clock")
    projector = open_face(browse, f"{hall.url}/screen", viewport=PROJECTOR)
    is_right(projector, hall)
    tablet.reload()
    is_right(tablet, hall)

    hall.server.stop()
    hall.server.start_again()
    for page in (tablet, projector):
        is_right(page, hall)

    # What happens after the restart reaches both; what is stopped is equal to the millisecond.
    touch(hall, "pause")
    left = read_clock(state_of(hall), 0).parties[0].left_ms
    for page in (tablet, projector):
        expect(page.locator(FACE)).to_have_attribute("data-state", "stopped")
        figure = page.locator('[data-clock-party="labour"] [data-clock-figure]')
        expect(figure).to_have_attribute("data-left", str(left))


def test_table_judge_and_broadcast_show_the_same_time_with_clocks_that_are_wrong(
    hall: Contest, browse: Callable[..., BrowserContext]
) -> None:
    with hall.elsewhere():
        competition = queries.find_competition(hall.key)
        judge_link = f"{hall.server.url}/j/{competition.judges[0].token}"
        tables.put_match_on(hall.key, tables.make_table(hall.key, "1", BY), MATCH, BY)
        (table,) = table_store.tables_of(queries.find_competition(hall.key))
        table_link = f"{hall.server.url}/t/{table.token}"
    judge = open_face(browse, judge_link, -MINUTES_WRONG, viewport=TABLET, locale="en-GB")
    judge.locator("[data-confirm]").click()
    judge.locator("#desk").wait_for()
    judge.goto(f"{hall.server.url}/judge/matches/{MATCH}")
    table_page = open_face(browse, table_link, MINUTES_WRONG, viewport=TABLET)
    touch(hall, "start")
    overlay = open_face(browse, f"{hall.url}/overlay?show=clock", 2 * MINUTES_WRONG)
    for page in (judge, table_page, overlay):
        is_right(page, hall)

    touch(hall, "hand-over")
    for page in (judge, table_page, overlay):
        expect(page.locator(".is-current[data-clock-party='employer']").first).to_be_visible()


def test_what_is_below_the_clock_does_not_move_when_the_clock_s_own_answer_comes_late(
    hall: Contest, browse: Callable[..., BrowserContext]
) -> None:
    with hall.elsewhere():
        tables.put_match_on(hall.key, tables.make_table(hall.key, "1", BY), MATCH, BY)
        (table,) = table_store.tables_of(queries.find_competition(hall.key))
    touch(hall, "start")
    page = browse(viewport=TABLET, locale="en-GB").new_page()
    waiting: list[Route] = []
    page.route("**/clocks.*", lambda route: waiting.append(route))
    page.goto(f"{hall.server.url}/t/{table.token}")
    choice = page.get_by_label("agreed", exact=True).first
    before = choice.bounding_box()
    expect(page.locator(FACE)).to_have_attribute("data-state", "running")

    touch(hall, "hand-over")
    for route in waiting:
        route.continue_()
    page.unroute("**/clocks.*")
    expect(page.locator(".is-current[data-clock-party='employer']").first).to_be_visible()
    assert choice.bounding_box() == before


def test_over_time_is_said_in_words_and_the_page_of_the_match_that_is_on_follows(
    hall: Contest, browse: Callable[..., BrowserContext]
) -> None:
    page = open_face(browse, f"{hall.url}/clock", locale="en-GB", viewport=TABLET)
    expect(page.get_by_text("No match clock is on")).to_be_visible()

    with hall.elsewhere():
        match_clocks.add_clock_time(hall.key, MATCH, "opening", "labour", -179, BY)
        match_clocks.touch_clock(hall.key, MATCH, "start", BY)

    labour = page.locator('[data-clock-side="labour"]')
    expect(labour.get_by_text("Over time by 0:01")).to_be_visible()
    assert labour.locator("[data-clock-figure]").inner_text().startswith("−0:0")

    with hall.elsewhere():
        rounds.set_state(hall.key, "final/round-1", "closed", BY)
    expect(page.get_by_text("No match clock is on")).to_be_visible()
