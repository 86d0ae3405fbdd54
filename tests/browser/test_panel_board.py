"""王芳 arranges panels as cards on a table: by the keyboard alone, by mouse, and by finger."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from competition.panels.seating import panels_of_stage
from tests.browser.contest import Contest
from tests.panels.build import contest, judge, match, round_of, stage

pytestmark = pytest.mark.browser


def the_cup() -> dict[str, Any]:
    """Bo is near the Reds, and two matches are at nine."""
    nine = {"starts": "2026-05-20T09:00:00+08:00"}
    judges = [
        judge("ana", head=True, category="professional"),
        judge("bo", conflicts=["reds"]),
        judge("cyrus"),
        judge("dina"),
    ]
    first = round_of("one", match("m1", "reds", "blues", **nine), match("m2", "pinks", **nine))
    return contest(judges, [stage("semi", first)])


@pytest.fixture
def cup(hold: Callable[..., Contest]) -> Contest:
    return hold(the_cup())


@pytest.fixture
def board(
    cup: Contest, browse: Callable[..., BrowserContext], signed_in: Any
) -> Callable[..., Page]:
    """The board of the cup, before 王芳."""

    def open_(**how: Any) -> Page:
        size = {"width": 1366, "height": 768}
        device = {"locale": "en-GB", "viewport": size, "storage_state": signed_in} | how
        page = browse(**device).new_page()
        page.goto(f"{cup.desk}/panels/semi")
        return page

    return open_


def stored(cup: Contest) -> dict[str, list[str]]:
    return panels_of_stage(cup.file(), "semi")


def test_by_the_keyboard_alone_judges_are_found_seated_accepted_removed_and_taken_back(board, cup):
    page = board()
    seat = page.locator("[data-seat='m1/0']")
    seat.focus()
    expect(page.get_by_text("Who takes seat 1?")).to_be_visible()

    page.keyboard.type("ana")
    page.keyboard.press("Enter")
    expect(seat).to_contain_text("Ana")
    # It goes on with the next free seat.
    expect(page.locator("[data-seat='m1/1']")).to_be_focused()

    # Bo is near the Reds: refused, then accepted with a reason.
    page.keyboard.type("bo")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bo has a conflict of interest with Reds").first).to_be_visible()
    expect(page.locator("#conflict-reason")).to_be_focused()
    page.keyboard.type("Nobody else knows the law")
    page.keyboard.press("Enter")
    expect(page.locator("[data-seat='m1/1']")).to_contain_text("accepted")

    # At nine Ana is in the first match: it is said at once, beside the seat.
    page.locator("[data-seat='m1/0']").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-seat='m2/0']")).to_be_focused()
    page.keyboard.type("ana")
    page.keyboard.press("Enter")
    expect(page.locator("#match-m2 + .board-findings")).to_contain_text("at the same time")

    page.locator("[data-seat='m2/0']").focus()
    page.keyboard.press("Delete")
    expect(page.locator("[data-seat='m2/0']")).to_contain_text("free")
    assert stored(cup) == {"m1": ["ana", "bo"], "m2": []}

    page.keyboard.press("Control+z")
    expect(page.locator("[data-seat='m2/0']")).to_contain_text("Ana")
    assert stored(cup)["m2"] == ["ana"]


def test_a_judge_is_dragged_from_the_list_to_a_seat_from_there_to_another_and_back(board, cup):
    page = board()

    page.locator("#card-cyrus").drag_to(page.locator("[data-seat='m1/0']"))
    expect(page.locator("[data-seat='m1/0']")).to_contain_text("Cyrus")
    page.locator("#card-dina").drag_to(page.locator("[data-seat='m2/0']"))
    expect(page.locator("[data-seat='m2/0']")).to_contain_text("Dina")

    # Two judges change places.
    page.locator("[data-seat='m1/0']").drag_to(page.locator("[data-seat='m2/0']"))
    expect(page.locator("[data-seat='m2/0']")).to_contain_text("Cyrus")
    expect(page.locator("[data-seat='m1/0']")).to_contain_text("Dina")
    assert stored(cup) == {"m1": ["dina"], "m2": ["cyrus"]}

    page.locator("[data-seat='m1/0']").drag_to(page.locator(".board-judges h2"))
    expect(page.locator("[data-seat='m1/0']")).to_contain_text("free")
    expect(page.get_by_role("button", name="Undo the last act")).to_be_visible()
    assert stored(cup)["m1"] == []


def test_a_finger_lifts_a_card_by_resting_on_it_and_scrolls_the_page_otherwise(board, cup):
    page = board(has_touch=True, viewport={"width": 1024, "height": 768})
    card = page.locator("#card-cyrus").bounding_box()
    seat = page.locator("[data-seat='m1/0']").bounding_box()
    start = {"x": card["x"] + 40, "y": card["y"] + 15}
    end = {"x": seat["x"] + 30, "y": seat["y"] + 20}
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    send("touchStart", start)
    page.wait_for_timeout(500)
    expect(page.locator(".card-ghost")).to_be_visible()
    send("touchMove", end)
    send("touchEnd")

    expect(page.locator("[data-seat='m1/0']")).to_contain_text("Cyrus")
    expect(page.locator(".card-ghost")).to_have_count(0)
    assert stored(cup)["m1"] == ["cyrus"]


def test_a_pinned_judge_stays_where_everything_else_is_arranged_anew(board, cup):
    page = board()
    page.locator("#card-dina").drag_to(page.locator("[data-seat='m2/0']"))
    expect(page.locator("[data-seat='m2/0']")).to_contain_text("Dina")
    page.locator("#match-m2 .pin").click()
    page.reload()
    expect(page.get_by_label("Pin Dina")).to_be_checked()

    page.get_by_text("How panels should be").click()
    page.get_by_label("Judges on a panel").fill("2")
    page.get_by_label("It arranges anew").check()
    page.get_by_role("button", name="Propose panels").click()
    page.get_by_role("button", name="Put 2 panels in place").click()

    expect(page.locator("[data-seat='m2/0']")).to_contain_text("Dina")
    panels = stored(cup)
    assert [len(panels[key]) for key in ("m1", "m2")] == [2, 2]
    assert "dina" in panels["m2"]


def test_what_another_organiser_changed_meanwhile_comes_up_and_nothing_is_lost(board, cup):
    page, other = board(), board()
    other.locator("#card-cyrus").drag_to(other.locator("[data-seat='m1/0']"))
    expect(other.locator("[data-seat='m1/0']")).to_contain_text("Cyrus")

    page.locator("#card-dina").drag_to(page.locator("[data-seat='m1/0']"))

    expect(page.get_by_text("changed meanwhile").first).to_be_in_viewport()
    expect(page.locator("[data-seat='m1/0']")).to_contain_text("Cyrus")
    assert stored(cup)["m1"] == ["cyrus"]
