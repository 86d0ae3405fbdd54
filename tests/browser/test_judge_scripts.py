"""A page of a judge whose script did not come, or not all of it: the plain form is still there."""

import pytest
from playwright.sync_api import expect

from tests.browser.tablet import MATCH, TABLET, column, fill, number, outbox, state, stored
from tests.conftest import sit_down

pytestmark = pytest.mark.browser


def test_every_page_of_a_judge_runs_its_script_to_the_end(browse, server, links):
    page = browse(**TABLET).new_page()
    page.goto(f"{server.url}/judge/arrive")
    running(page)
    page.goto(links["judge-1"])
    expect(page.get_by_role("heading", name="Are you Judge 1?")).to_be_visible()
    running(page)
    sit_down(page, links["judge-1"])
    for address in ("/judge", MATCH, f"{MATCH}/review", f"{MATCH}/receipt"):
        page.goto(server.url + address)
        running(page)
        expect(page.locator("[data-script-failed]")).to_be_hidden()


def test_a_page_without_one_of_its_modules_is_the_plain_form_and_says_so(tablet):
    page = tablet("judge-2")
    page.route("**/shared/decimal.js", lambda route: route.abort())
    page.reload()

    notice = page.locator("[data-script-failed]")
    expect(notice).to_contain_text("Part of this page did not load")
    fill(page, "education", "15.5")
    expect(column(page, "education").locator(".slider").first).to_be_hidden()
    page.get_by_role("button", name="Save draft").tap()
    expect(state(page, "education")).to_contain_text("Draft received")
    assert stored(page, "education")["marks"]["strategy"] == "15.5"

    page.unroute("**/shared/decimal.js")
    page.goto(page.url.split("?")[0])
    expect(column(page, "education").locator(".slider").first).to_be_visible()
    expect(notice).to_be_hidden()


def test_what_waits_on_the_tablet_outlives_a_page_without_its_script(tablet):
    page = tablet("judge-3")
    page.route("**/sheets/**", lambda route: route.abort())
    number(page, "education", "teamwork").fill("14.5")
    expect(state(page, "education")).to_have_attribute("data-state", "waiting")
    page.route("**/judge/sheet-sync.js", lambda route: route.abort())
    page.reload()
    expect(page.locator("[data-script-failed]")).to_be_visible()
    assert len(outbox(page)) == 1

    page.unroute("**/sheets/**")
    page.unroute("**/judge/sheet-sync.js")
    page.get_by_role("link", name="Reload").tap()
    expect(state(page, "education")).to_contain_text("Draft received")
    assert stored(page, "education")["marks"] == {"teamwork": "14.5"}


def running(page):
    expect(page.locator("html.js.is-running")).to_have_count(1)
