"""The organiser's pages in a real Chromium: set-up, Progress that updates, lists that reorder."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import LiveServer
from tests.factories import CHAOYANG, PASSWORD

pytestmark = pytest.mark.browser

HERE = f"/organiser/c/{CHAOYANG}"


@pytest.fixture
def wang_fang(live_server: LiveServer, browse: Callable[..., BrowserContext]) -> Page:
    """王芳 comes in by the set-up link that the terminal shows."""
    found = re.search(r"http\S+/set-up/\S+", live_server.terminal)
    assert found, live_server.terminal
    page = browse(locale="en-GB", viewport={"width": 1024, "height": 768}).new_page()
    page.goto(found[0])
    page.get_by_label("Your name").fill("王芳")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set up and continue").click()
    expect(page).to_have_url(f"{live_server.url}/organiser")
    return page


def test_progress_follows_a_command_and_says_when_it_is_cut_off(wang_fang, live_server):
    page = wang_fang
    page.goto(f"{live_server.url}{HERE}/wall")
    expect(page.get_by_text("No round is open, so no judge is scoring.")).to_be_visible()

    done = live_server.flask("round", "state", CHAOYANG, "round-1", "open")

    assert done.returncode == 0, done.stderr
    expect(page.locator(".progress-table")).to_have_count(3)
    expect(page.get_by_role("link", name="Not started")).to_have_count(42)

    page.context.set_offline(True)
    expect(page.locator(".progress-state")).to_contain_text("Not connected since")
    page.context.set_offline(False)
    expect(page.locator(".progress-state")).to_contain_text("Updates automatically")


def test_the_rows_of_two_matches_are_level_however_long_a_name_is(wang_fang, live_server):
    page = wang_fang
    page.goto(f"{live_server.url}{HERE}/teams/team-2")
    page.get_by_label("English").first.fill("Ride-hailing and New Employment Forms Joint Team")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{live_server.url}{HERE}/wall?all=1")

    tops = page.evaluate(
        """() => [...document.querySelectorAll(".progress-table")].map((table) => [
          table.offsetTop, table.tBodies[0].rows[0].getBoundingClientRect().top])"""
    )

    assert len(tops) == 3
    for table, row in tops:
        assert {other for top, other in tops if top == table} == {row}


def test_on_paper_the_results_keep_every_dimension_and_no_menu(wang_fang, live_server):
    page = wang_fang
    done = live_server.flask("round", "state", CHAOYANG, "round-1", "open")
    assert done.returncode == 0, done.stderr
    page.goto(f"{live_server.url}{HERE}/results")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})

    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator(".print-head")).to_be_visible()
    expect(page.locator("button:visible, .button:visible")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 718


def test_progress_left_open_after_signing_out_leads_to_the_sign_in(wang_fang, live_server):
    progress, other = wang_fang, wang_fang.context.new_page()
    progress.goto(f"{live_server.url}{HERE}/wall")
    other.goto(f"{live_server.url}/organiser")

    other.get_by_role("button", name="Sign out").click()

    expect(progress).to_have_url(re.compile(r"/sign-in\?next=.*wall"))


def test_teams_are_reordered_in_place(wang_fang, live_server):
    page = wang_fang
    page.goto(f"{live_server.url}{HERE}/teams")
    names = page.locator("#parts h2")
    expect(names.first).to_contain_text("Chaoyang Education")

    page.locator("summary", has_text="Change Chaoyang Education").click()
    page.get_by_role("button", name="Move down").first.click()

    expect(names.nth(1)).to_contain_text("Chaoyang Education")
    expect(page).to_have_url(f"{live_server.url}{HERE}/teams")


def test_a_row_is_added_where_the_cursor_is_and_a_half_filled_form_asks_before_it_is_left(
    wang_fang, live_server
):
    page = wang_fang
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(f"{live_server.url}{HERE}/new/teams")
    page.locator("#members-0-name-en").fill("Zhao Min")

    page.get_by_role("button", name="Add a row").click()

    expect(page.locator("#members-5-name-zh")).to_be_focused()
    expect(page.locator("#members-0-name-en")).to_have_value("Zhao Min")
    assert asked == []

    page.get_by_role("link", name="Judges", exact=True).click(no_wait_after=True)
    page.wait_for_timeout(500)

    assert asked == ["beforeunload"]
    expect(page).to_have_url(f"{live_server.url}{HERE}/new/teams")


def test_the_highest_total_follows_the_typing_and_stays_in_view(wang_fang, live_server):
    page = wang_fang
    page.goto(f"{live_server.url}{HERE}/rubric")

    page.locator("#dimensions-0-max").fill("30.5")

    expect(page.locator(".save-bar output")).to_have_text("110.5")
    expect(page.locator(".save-bar")).to_be_in_viewport()


def test_the_day_goes_from_opening_a_round_to_publishing_without_javascript(
    live_server, browse, wang_fang
):
    context = browse(locale="en-GB", java_script_enabled=False)
    context.add_cookies(wang_fang.context.cookies())
    page = context.new_page()
    page.goto(live_server.url + HERE)

    page.get_by_role("link", name="Open the round…").click()
    page.get_by_role("button", name="Open the round").click()
    expect(page.locator("#when-now ~ article .badge").first).to_have_text("Open")
    page.get_by_role("link", name="Change…").click()
    page.get_by_role("link", name="Published").click()
    expect(page.get_by_text("42 of 42 sheets are missing.")).to_be_visible()
    page.get_by_label("Yes, this is what the public should see").check()
    page.get_by_role("button", name="Set it to “Published”").click()

    expect(page.locator(".release-card .badge")).to_have_text("Published")
