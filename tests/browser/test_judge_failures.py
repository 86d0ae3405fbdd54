"""What goes wrong at a venue, over plain http: the tab is closed, the server is killed."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.tablet import MATCH, TABLET, column, fill, number, outbox, state, stored
from tests.conftest import serving, sit_down
from tests.factories import CHAOYANG

pytestmark = pytest.mark.browser


def test_a_tab_closed_without_a_network_opens_later_with_every_mark_and_sends_it_once(tablet):
    page = tablet("judge-1")
    address = page.url
    page.context.set_offline(True)
    fill(page, "education", "16.5")
    column(page, "education").get_by_label("Comment").fill("Calm to the end.")
    expect(state(page, "education")).to_have_attribute("data-state", "waiting")
    context = page.context
    page.close()

    # Without a worker the page itself cannot be opened before the network is back.
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(number(again, "education", "strategy")).to_have_value("16.5")
    expect(column(again, "education").get_by_label("Comment")).to_have_value("Calm to the end.")
    expect(state(again, "education")).to_contain_text("Draft received")
    sheet = stored(again, "education")
    assert (sheet["total"], sheet["comment"]) == ("82.5", "Calm to the end.")
    # A first try may have begun before the comment: whether it arrived is settled first, once.
    assert sheet["version"] in (1, 2)
    assert outbox(again) == []


@pytest.mark.parametrize("arrived", [True, False], ids=["stored", "never arrived"])
def test_a_tab_killed_in_the_middle_of_a_save_leaves_the_mark_there_once(tablet, arrived):
    judge = "judge-2" if arrived else "judge-3"
    page = tablet(judge)
    address = page.url
    held: list[Any] = []

    def hold(route: Any) -> None:
        # The server may have stored it; the tablet never hears of it.
        if arrived and not held:
            route.fetch()
        held.append(route)

    page.route("**/sheets/**", hold)
    with page.expect_request("**/sheets/**"):
        number(page, "education", "teamwork").fill("14.5")
    expect(state(page, "education")).to_have_attribute("data-state", "saving")
    while arrived and stored(page, "education")["version"] != 1:
        continue
    context = page.context
    page.close(run_before_unload=False)

    again = context.new_page()
    again.goto(address)
    expect(number(again, "education", "teamwork")).to_have_value("14.5")
    expect(state(again, "education")).to_contain_text("Draft received")
    sheet = stored(again, "education")
    assert (sheet["version"], sheet["marks"]) == (1, {"teamwork": "14.5"})
    assert outbox(again) == []


def test_two_browsers_of_one_judge_and_the_judge_takes_the_other_devices_marks(tablet):
    """Both are offline at first; the second to connect decides, and both end up the same."""
    first, second = tablet("judge-4"), tablet("judge-4")
    first.context.set_offline(True)
    second.context.set_offline(True)
    fill(first, "education", "15")
    fill(second, "education", "12")
    first.context.set_offline(False)
    expect(state(first, "education")).to_contain_text("Draft received")
    second.context.set_offline(False)
    expect(state(second, "education")).to_contain_text("Changed on another device")
    expect(state(second, "education").locator("[data-sign]")).to_have_attribute(
        "href", "#sign-person"
    )
    assert stored(second, "education")["total"] == "75"

    choice = column(second, "education")
    choice.get_by_role("button", name="All from the other device").tap()
    choice.get_by_role("button", name="Keep my choice").tap()
    expect(state(second, "education")).to_contain_text("Draft received")
    expect(number(second, "education", "strategy")).to_have_value("15")
    assert stored(second, "education")["total"] == "75"
    assert outbox(second) == []


def test_a_server_killed_and_started_again_finds_the_page_still_open(tmp_path, browse):
    with serving(tmp_path / "data") as server:
        server.flask("round", "state", CHAOYANG, "round-1", "open")
        listed = json.loads(server.flask("judge", "links", CHAOYANG, "--base", server.url).stdout)
        page = browse(**TABLET).new_page()
        sit_down(page, listed[0]["url"])
        page.goto(server.url + MATCH)
        number(page, "education", "teamwork").fill("14.5")
        expect(state(page, "education")).to_contain_text("Draft received")

        server.kill()
        number(page, "education", "results").fill("9")
        expect(state(page, "education")).to_have_attribute("data-state", "waiting")
        expect(state(page, "education").locator("[data-sign]")).to_have_attribute(
            "href", "#sign-tablet"
        )
        assert len(outbox(page)) == 1

        server.start_again()
        # The tablet asks again after a pause that grows to twenty seconds.
        expect(state(page, "education")).to_contain_text("Draft received", timeout=40_000)
        sheet = stored(page, "education")
        assert (sheet["version"], sheet["marks"]) == (2, {"teamwork": "14.5", "results": "9"})
        assert outbox(page) == []


def test_the_way_out_is_offered_above_the_foot_and_moves_nothing_that_is_pressed(tablet):
    page = tablet("judge-5")
    fill(page, "education", "15")
    fill(page, "team-2", "14")

    def moved(*names: str) -> list[str]:
        where = [page.get_by_role("button", name=name).bounding_box() for name in names]
        page.evaluate(
            "document.dispatchEvent(new CustomEvent('accord:unreachable', {detail: {since: 0}}))"
        )
        expect(page.locator("[data-rescue-offer]")).to_be_visible()
        after = [page.get_by_role("button", name=name).bounding_box() for name in names]
        page.evaluate("document.dispatchEvent(new CustomEvent('accord:reachable', {detail: {}}))")
        expect(page.locator("[data-rescue-offer]")).to_be_hidden()
        return [name for name, a, b in zip(names, where, after, strict=True) if a != b]

    for size in ({"width": 1024, "height": 768}, {"width": 768, "height": 1024}):
        page.set_viewport_size(size)
        assert moved("Review and submit") == []
        page.get_by_role("button", name="Review and submit").tap()
        assert moved("Submit both sheets", "Back to the marks") == []
        page.get_by_role("button", name="Back to the marks").tap()


def test_what_is_submitted_without_a_network_is_not_called_sending(tablet):
    page = tablet("judge-6")
    page.context.set_offline(True)
    fill(page, "education", "16.5")
    fill(page, "team-2", "15")
    page.get_by_role("button", name="Review and submit").tap()
    page.get_by_role("button", name="Submit both sheets").tap()

    expect(page.locator("[data-submit]")).to_have_text("Not submitted yet: on this tablet only")
    expect(page.locator('td[data-team="education"][data-cell="standing"]')).to_be_in_viewport()


@pytest.mark.parametrize("pressed", [True, False], ids=["submitting", "about to submit"])
def test_a_conflict_met_on_the_review_leads_back_to_the_choice(tablet, pressed):
    first, second = tablet("judge-7"), tablet("judge-7")
    second.route("**/sheets/**", lambda route: route.abort())
    fill(second, "education", "12")
    fill(second, "team-2", "13")
    second.get_by_role("button", name="Review and submit").tap()
    fill(first, "education", "15")
    expect(state(first, "education")).to_contain_text("Draft received")
    if pressed:
        second.get_by_role("button", name="Submit both sheets").tap()
    second.unroute("**/sheets/**")

    chosen = column(second, "education").get_by_role("button", name="All from this tablet")
    expect(chosen).to_be_visible(timeout=30_000)
    second.get_by_role("button", name="Review and submit").tap()
    expect(second.locator("[data-back]")).to_have_class("with-script primary")
