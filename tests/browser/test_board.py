"""The board on a phone and on the projector, open all the while, in a real browser."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.contest import MEASURE, PHONE, PROJECTOR, WELL_LAID_OUT, Contest, row

pytestmark = pytest.mark.browser


@pytest.fixture
def projector(browse: Callable[..., BrowserContext], opened: Contest) -> Page:
    """The projector, in Chinese."""
    page = browse(viewport=PROJECTOR).new_page()
    page.goto(f"{opened.url}/screen")
    expect(page.locator("#link-state")).to_have_text("已连接")
    return page


def test_the_board_moves_by_itself_on_the_phone_and_on_the_projector(
    opened: Contest, phone: Page, projector: Page
) -> None:
    opened.score("match-1", "education", "15")

    for page in (phone, projector):
        expect(row(page, "education").locator(".total")).to_contain_text("75.00")
        expect(row(page, "education")).to_have_attribute("data-rank", "1")

    opened.score("match-1", "team-2", "17.5")

    for page in (phone, projector):
        expect(row(page, "team-2")).to_have_attribute("data-rank", "1")
        expect(row(page, "education").locator(".move")).to_contain_text("▼1")
        ids = page.locator(".row").evaluate_all("rows => rows.map(row => row.id)")
        assert ids[:2] == ["row-final-team-2", "row-final-education"]
    expect(phone.locator("#announcement")).to_contain_text("place 1, total 87.50")


def test_a_row_that_was_opened_stays_open_while_the_board_moves(
    opened: Contest, phone: Page
) -> None:
    opened.score("match-1", "education", "15")
    education = row(phone, "education")
    expect(education).to_have_attribute("data-rank", "1")
    education.locator("summary").click()
    expect(education.get_by_text("Legal reasoning", exact=True)).to_be_visible()

    opened.score("match-1", "team-2", "17.5")

    expect(education).to_have_attribute("data-rank", "2")
    expect(education.get_by_text("Legal reasoning", exact=True)).to_be_visible()
    expect(row(phone, "team-2").get_by_text("Legal reasoning", exact=True)).to_be_hidden()


def test_frozen_and_published_reach_the_pages_with_their_labels(
    opened: Contest, phone: Page, projector: Page
) -> None:
    opened.release("frozen")
    expect(phone.locator(".release-badge")).to_contain_text("frozen until the result is announced")
    expect(projector.locator(".release-badge")).to_contain_text("封榜")

    opened.score("match-1", "education", "15")
    opened.release("published")

    expect(phone.locator(".release-badge")).to_have_text("Final result")
    expect(row(projector, "education").locator(".total")).to_contain_text("75.00")


def test_a_page_says_when_it_is_cut_off_and_has_the_right_board_once_it_is_back(
    opened: Contest, phone: Page, projector: Page
) -> None:
    opened.server.kill()

    expect(phone.locator("#link-state")).to_contain_text("reconnecting")
    expect(phone.locator("#link-state")).to_contain_text("last update")
    expect(projector.locator("#link-state")).to_contain_text("正在重新连接")
    # What changed meanwhile is there at the first message.
    opened.release("frozen")
    opened.server.start_again()
    expect(phone.locator("#link-state")).to_have_text("connected", timeout=60_000)
    expect(phone.locator(".release-badge")).to_contain_text("frozen")
    expect(projector.locator("#link-state")).to_have_text("已连接", timeout=60_000)
    expect(projector.locator(".release-badge")).to_contain_text("封榜")


def test_a_page_whose_first_connection_fails_tries_until_it_has_one(
    browse: Callable[..., BrowserContext], opened: Contest
) -> None:
    page = browse(viewport=PHONE, locale="en-GB").new_page()
    asked = []

    def refuse_twice(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.abort()
        elif len(asked) == 2:
            route.fulfill(status=503, headers={"Retry-After": "1"}, body="<p>Full</p>")
        else:
            route.continue_()

    page.route("**/stream*", refuse_twice)
    page.goto(opened.url)

    expect(page.locator("#link-state")).to_have_text("connected")
    assert len(asked) == 3
    expect(page.get_by_text("Full", exact=True)).to_have_count(0)
    expect(page.locator(".row")).to_have_count(6)


def test_a_page_whose_stream_script_comes_late_connects_all_the_same(
    browse: Callable[..., BrowserContext], opened: Contest
) -> None:
    page = browse(viewport=PHONE, locale="en-GB").new_page()

    def late(route: Route) -> None:
        time.sleep(1)
        route.continue_()

    page.route("**/hx-sse*", late)
    page.goto(opened.url)

    expect(page.locator("#link-state")).to_have_text("connected")


def test_a_silent_stream_is_noticed_and_left_for_a_new_one(
    browse: Callable[..., BrowserContext], opened: Contest
) -> None:
    page = browse(viewport=PHONE, locale="en-GB").new_page()
    page.clock.install()
    page.goto(opened.url)
    expect(page.locator("#link-state")).to_have_text("connected")

    with page.expect_request("**/stream*"):
        # Half a minute in which the page hears nothing.
        page.clock.fast_forward(30_000)
        page.clock.run_for(10_000)

    expect(page.locator("#link-state")).to_have_text("connected")


def test_without_scripts_the_page_shows_the_board_and_renews_itself(
    browse: Callable[..., BrowserContext], opened: Contest
) -> None:
    opened.score("match-1", "education", "15")
    page = browse(viewport=PHONE, locale="en-GB", java_script_enabled=False).new_page()

    page.goto(opened.url)

    expect(row(page, "education")).to_contain_text("75.00")
    expect(page.locator("#link-state")).to_be_hidden()
    assert 'http-equiv="refresh" content="15"' in page.content()
    assert "reloads every 15 seconds" in page.content()


def test_nothing_scrolls_on_the_projector_and_no_type_is_below_a_36th_of_its_height(
    opened: Contest, projector: Page
) -> None:
    opened.score("match-1", "education", "15")
    expect(row(projector, "education")).to_have_attribute("data-rank", "1")
    for width, height in ((1920, 1080), (1024, 768), (1280, 720), (3840, 2160)):
        projector.set_viewport_size({"width": width, "height": height})

        assert projector.evaluate(MEASURE) == WELL_LAID_OUT, width
        # Six teams fill the screen, and the last one is on it.
        last = projector.locator(".row").last.bounding_box()
        assert 0 <= height - last["y"] - last["height"] < height / 8


# How far each name or total reaches over the row's end; a name that is not seen is one too.
CUT = """() => [...document.querySelectorAll(".row .team, .row .total, .row .reason")]
  .map(each => [each.textContent.trim(), each.getBoundingClientRect(), each.closest(".rows")])
  .filter(([, box, rows]) => box.width < 1 || box.right > rows.getBoundingClientRect().right + 1)
  .map(([words]) => words)"""


def test_on_a_screen_held_upright_every_name_and_total_is_whole(
    opened: Contest, projector: Page
) -> None:
    opened.score("match-1", "education", "15")
    expect(row(projector, "education")).to_have_attribute("data-rank", "1")
    projector.set_viewport_size({"width": 768, "height": 1024})

    assert projector.evaluate(CUT) == []


def test_pages_of_a_competition_that_becomes_private_say_that_there_is_nothing(
    opened: Contest, phone: Page, projector: Page
) -> None:
    done = opened.server.flask("competition", "visibility", opened.key, "private")
    assert done.returncode == 0, done.stderr

    for page, heading in (
        (phone, "There is nothing at this address."),
        (projector, "这个地址没有内容。"),
    ):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.locator("#live")).to_have_count(0)
