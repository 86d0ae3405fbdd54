"""Marks of single contestants on a judge's tablet: one touch each, kept and sent like the rest."""

from playwright.sync_api import expect

from competition.store import queries
from tests import factories
from tests.browser.tablet import TABLET, outbox
from tests.conftest import sit_down


def open_match(hold, browse, **how):
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    whole["rubric"]["personal"] = {"max": "10", "step": "1"}
    held = hold(whole)
    with held.elsewhere():
        token = queries.find_judge(queries.find_competition(held.key), "judge-1").token
    page = browse(**(TABLET | how)).new_page()
    sit_down(page, f"{held.server.url}/j/{token}")
    page.goto(f"{held.server.url}/judge/matches/match-1")
    return held, page


def button(page, contestant, value):
    return page.locator(f'[data-contestant="{contestant}"] label:has(input[value="{value}"])')


def until_sent(page):
    """Wait until nothing is left on the tablet only."""
    for _ in range(200):
        if not outbox(page):
            return
        page.wait_for_timeout(100)
    raise AssertionError(outbox(page))


def stored(held, page):
    return page.request.get(f"{held.api}/sheets/match-1/education").json()


def test_one_touch_marks_a_contestant_and_another_takes_it_back(hold, browse):
    held, page = open_match(hold, browse)

    button(page, "education-1", "7").tap()
    button(page, "education-2", "9").tap()
    until_sent(page)
    assert stored(held, page)["personal"] == {"education-1": "7", "education-2": "9"}
    expect(page.locator('[data-total="education"]')).to_have_text("–")

    page.reload()
    expect(button(page, "education-2", "9").locator("input")).to_be_checked()
    button(page, "education-2", "").tap()
    until_sent(page)
    assert stored(held, page)["personal"] == {"education-1": "7"}


def test_every_button_is_large_enough_for_a_finger_on_tablet_and_phone(hold, browse):
    for viewport in ({"width": 768, "height": 1024}, {"width": 360, "height": 740}):
        _held, page = open_match(hold, browse, viewport=viewport)
        for label in page.locator('[data-contestant="education-1"] .values label').all():
            box = label.bounding_box()
            assert box["width"] >= 48
            assert box["height"] >= 48
        page.close()


def test_two_tablets_that_differ_in_a_contestant_are_shown_side_by_side(hold, browse):
    held, page = open_match(hold, browse)
    page.context.set_offline(True)
    button(page, "education-1", "7").tap()
    with held.elsewhere():
        token = queries.find_judge(queries.find_competition(held.key), "judge-1").token
    other = page.request.put(
        f"{held.api}/sheets/match-1/education",
        data={"marks": {}, "personal": {"education-1": "4"}, "state": "draft", "base_version": 0},
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": factories.new_key()},
    )
    assert other.status == 200
    page.context.set_offline(False)

    line = page.locator('[data-pick="personal.education-1"]')
    expect(line).to_contain_text("7", timeout=30000)
    expect(line).to_contain_text("4")
    line.locator("label", has_text="7").tap()
    page.locator('[data-sheet="education"] [data-chosen]').tap()

    expect(button(page, "education-1", "7").locator("input")).to_be_checked()
    until_sent(page)
    assert stored(held, page)["personal"] == {"education-1": "7"}
