"""A judge's tablet in a real Chromium: thumbs, a reload, no network, two tablets, the receipt."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.tablet import MATCH, column, fill, number, outbox, state, stored, tap

pytestmark = pytest.mark.browser


def test_a_judge_scores_with_thumbs_reviews_submits_and_gets_a_receipt(tablet):
    page = tablet("judge-1")
    expect(column(page, "education").locator(".slider.is-empty")).to_have_count(5)
    before = column(page, "education").bounding_box()

    tap(page, "education", "strategy", 0.5)
    expect(number(page, "education", "strategy")).to_have_value("10")
    plus = column(page, "education").get_by_role(
        "button", name="Strategy, Chaoyang Education Union Joint Team: one step more"
    )
    plus.tap()
    plus.tap()
    expect(number(page, "education", "strategy")).to_have_value("11")
    expect(state(page, "education")).to_contain_text(
        re.compile(r"Draft received\s*[\d:]{8} · receipt \d{4}")
    )
    assert column(page, "education").bounding_box() == before
    assert stored(page, "education")["marks"] == {"strategy": "11"}

    for dimension in ("issue_grasp", "legal_reasoning", "teamwork", "results"):
        tap(page, "education", dimension, 0.9)
    fill(page, "team-2", "１７．５")
    expect(page.locator('[data-total="education"]')).to_have_text("83")
    expect(page.locator('[data-total="team-2"]')).to_have_text("87.5")
    page.get_by_role("button", name="Review and submit").tap()
    heading = page.get_by_role("heading", name="Review: are these the marks you want to submit?")
    expect(heading).to_be_focused()
    cell = page.locator('[data-team="team-2"][data-cell="total"]')
    expect(cell).to_have_text("87.5")
    page.get_by_role("button", name="Submit both sheets").tap()

    expect(page).to_have_url(re.compile(r"/receipt$"))
    expect(page.get_by_role("heading", name="Received. Thank you")).to_be_visible()
    for team, total in (("education", "83"), ("team-2", "87.5")):
        sheet = stored(page, team)
        assert (sheet["state"], sheet["total"]) == ("submitted", total)
        expect(page.get_by_text(sheet["receipt"], exact=True)).to_be_visible()
    assert outbox(page) == []


def test_a_reload_keeps_every_mark(tablet):
    page = tablet("judge-2")
    number(page, "education", "teamwork").fill("14.5")
    page.reload()

    expect(number(page, "education", "teamwork")).to_have_value("14.5")
    expect(state(page, "education")).to_contain_text("Draft received")
    assert stored(page, "education")["marks"] == {"teamwork": "14.5"}


def test_without_a_network_the_marks_wait_on_the_tablet_and_are_saved_once(tablet):
    page = tablet("judge-3")
    page.context.set_offline(True)
    number(page, "education", "teamwork").fill("14.5")
    expect(state(page, "education")).to_contain_text("On this tablet only")
    expect(state(page, "education")).to_have_attribute("data-state", "waiting")
    number(page, "education", "results").fill("9")
    assert len(outbox(page)) == 1

    page.context.set_offline(False)
    expect(state(page, "education")).to_contain_text("Draft received")
    sheet = stored(page, "education")
    assert sheet["marks"] == {"teamwork": "14.5", "results": "9"}
    assert outbox(page) == []


def test_a_lost_answer_is_asked_for_again_and_stored_once(tablet):
    page = tablet("judge-4")
    lost: list[str] = []

    def lose(route: Any) -> None:
        if lost:
            route.continue_()
            return
        route.fetch()
        lost.append(route.request.headers["idempotency-key"])
        route.abort()

    page.route("**/sheets/**", lose)
    number(page, "education", "teamwork").fill("14.5")
    expect(state(page, "education")).to_contain_text("Draft received")
    assert len(lost) == 1
    assert stored(page, "education")["version"] == 1


def test_marks_typed_offline_survive_a_closed_tab(tablet):
    page = tablet("judge-5")
    address = page.url
    page.route("**/sheets/**", lambda route: route.abort())
    number(page, "education", "teamwork").fill("14.5")
    expect(state(page, "education")).to_contain_text("On this tablet only")
    context = page.context
    page.close()

    again = context.new_page()
    with again.expect_response("**/sheets/**"):
        again.goto(address.replace(MATCH, "/judge"))
    expect(again.locator("[data-unsent]")).to_be_hidden()
    assert outbox(again) == []
    assert stored(again, "education")["marks"] == {"teamwork": "14.5"}


def test_a_link_that_is_opened_again_in_another_tab_holds_up_no_mark(tablet, links):
    page = tablet("judge-4")
    other = page.context.new_page()
    other.goto(links["judge-4"])

    number(page, "team-2", "teamwork").fill("14.5")

    expect(state(page, "team-2")).to_contain_text("Draft received")
    assert stored(page, "team-2")["marks"] == {"teamwork": "14.5"}
    # So does the page that has nothing to send.
    other.goto(links["judge-4"])
    with page.expect_response(lambda r: r.url.endswith("/presence") and r.status == 200):
        pass


def test_signing_out_with_marks_that_only_the_tablet_has_takes_a_second_touch(tablet):
    page = tablet("judge-5")
    page.route("**/sheets/**", lambda route: route.abort())
    number(page, "team-2", "teamwork").fill("14.5")
    expect(state(page, "team-2")).to_contain_text("On this tablet only")
    page.goto(page.url.replace(MATCH, "/judge"))

    leave = page.get_by_role("button", name="Sign out on this tablet")
    leave.tap()
    expect(page.get_by_role("alert")).to_contain_text("are on this tablet only")
    leave.tap()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert len(outbox(page)) == 1


def test_a_link_stays_on_the_page_while_nothing_gets_through(tablet):
    page = tablet("judge-5")
    page.context.set_offline(True)
    page.get_by_role("link", name="My matches").tap()
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("This page stays open")
    number(page, "education", "teamwork").fill("14.5")
    expect(number(page, "education", "teamwork")).to_have_value("14.5")

    page.context.set_offline(False)
    page.get_by_role("link", name="My matches").tap()
    expect(page.get_by_role("heading", name="Welcome, Judge 5")).to_be_visible()


def test_the_list_shows_a_receipt_as_soon_as_it_has_come(tablet, server):
    page = tablet("judge-5")
    page.route("**/sheets/**", lambda route: route.abort())
    number(page, "education", "teamwork").fill("14.5")
    expect(state(page, "education")).to_contain_text("On this tablet only")
    page.goto(f"{server.url}/judge")
    line = page.locator('[data-row="match-1/education"]')
    expect(line).to_have_attribute("data-state", "waiting")
    # The list's own clock stands still: it must not wait for its turn.
    page.clock.install()
    page.unroute("**/sheets/**")
    with page.expect_response("**/sheets/**"):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(line).to_have_attribute("data-state", "draft")


def test_two_tablets_of_one_judge_never_overwrite_each_other_silently(tablet):
    first, second = tablet("judge-6"), tablet("judge-6")
    number(first, "education", "teamwork").fill("14.5")
    number(first, "education", "results").fill("9")
    expect(state(first, "education")).to_contain_text("Draft received")
    expect(state(first, "education")).to_have_attribute("data-state", "draft")

    number(second, "education", "teamwork").fill("12")
    expect(state(second, "education")).to_contain_text("Changed on another device")
    pick = column(second, "education").locator('[data-pick="teamwork"]')
    expect(pick).to_contain_text("12")
    expect(pick).to_contain_text("14.5")
    kept = stored(second, "education")
    assert kept["marks"] == {"teamwork": "14.5", "results": "9"}

    keep = column(second, "education").get_by_role("button", name="Keep my choice")
    keep.tap()
    expect(column(second, "education").get_by_role("alert")).to_contain_text("in every line")
    pick.get_by_text("This tablet").tap()
    results = column(second, "education").locator('[data-pick="results"]')
    results.get_by_text("Other device").tap()
    keep.tap()
    expect(state(second, "education")).to_contain_text("Draft received")
    expect(number(second, "education", "results")).to_have_value("9")
    sheet = stored(second, "education")
    assert sheet["marks"] == {"teamwork": "12", "results": "9"}
    assert sheet["version"] == kept["version"] + 1


def test_a_mark_out_of_range_gets_a_message_and_the_others_are_saved(tablet):
    page = tablet("judge-7")
    number(page, "education", "teamwork").fill("99")
    number(page, "education", "results").fill("9")
    number(page, "education", "results").blur()
    beside = column(page, "education").locator('[data-dimension="teamwork"] [data-error]')
    expect(beside).to_contain_text("99 is out of range. Allowed: 0 to 20")
    expect(state(page, "education")).to_contain_text("Received, except the mark in red")
    assert stored(page, "education")["marks"] == {"results": "9"}
    page.get_by_role("button", name="Review and submit").tap()
    expect(page.get_by_role("button", name="Nothing to submit yet")).to_be_disabled()


def test_a_round_closed_meanwhile_is_announced_and_the_marks_stay_on_the_tablet(
    tablet, server, move_round
):
    page = tablet("judge-7")
    listed = page.context.new_page()
    listed.goto(f"{server.url}/judge")
    move_round("closed")
    try:
        number(page, "team-2", "teamwork").fill("7.5")
        expect(state(page, "team-2")).to_contain_text("Late, waiting for the organiser")
        assert len(outbox(page)) == 1
        expect(listed.get_by_text("There is nothing to score right now")).to_be_visible()
        # The other sheet of the match was not tried; it is as closed.
        expect(number(page, "education", "teamwork")).to_be_disabled()
        expect(state(page, "education")).to_contain_text("The round is closed")
        page.reload()
        kept = column(page, "team-2").locator("[data-kept]")
        expect(kept.locator("div").filter(has_text="Teamwork")).to_contain_text("7.5")
        # One mark of five is no total.
        expect(kept.locator("div").filter(has_text="Total")).to_have_count(0)
    finally:
        move_round("open")


@pytest.mark.parametrize("held", [(1024, 768), (768, 1024)])
def test_one_match_fits_one_tablet_screen(tablet, held):
    page = tablet("judge-5", viewport={"width": held[0], "height": held[1]})
    foot = page.locator(".page-footer").bounding_box()
    for team in ("education", "team-2"):
        last = column(page, team).locator('[data-dimension="results"]').bounding_box()
        assert foot is not None
        assert last is not None
        assert last["y"] + last["height"] <= foot["y"]
    for button in column(page, "education").locator(".step").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 56


def test_without_a_script_the_whole_way_is_plain_forms(tablet):
    page = tablet("judge-4", java_script_enabled=False)
    for team, mark in (("education", "17"), ("team-2", "16.5")):
        fill(page, team, mark)
    page.get_by_role("button", name="Review and submit").click()
    expect(page).to_have_url(re.compile(r"/review$"))
    page.get_by_role("button", name="Submit both sheets").click()
    expect(page).to_have_url(re.compile(r"/receipt$"))
    assert stored(page, "team-2")["total"] == "82.5"
