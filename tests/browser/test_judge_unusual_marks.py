"""The question about unusual marks on a judge's tablet."""

import pytest
from playwright.sync_api import expect

from tests.browser.tablet import column, fill, number, stored

pytestmark = pytest.mark.browser


def test_unusual_marks_are_submitted_only_after_the_judge_confirms_them(tablet):
    page = tablet("judge-1", viewport={"width": 768, "height": 1024})
    fill(page, "education", "17")
    fill(page, "team-2", "17")
    number(page, "team-2", "teamwork").fill("0")
    review = page.get_by_role("button", name="Review and submit")
    submit = page.get_by_role("button", name="Submit both sheets")
    back = page.get_by_role("button", name="Back to the marks")
    tick = page.get_by_role("checkbox", name="Yes, these marks are correct")

    review.tap()
    beside = page.locator('[data-odd-cell="team-2"]')
    expect(beside).to_have_text("Teamwork has the lowest possible mark: 0")
    expect(page.locator('[data-odd-cell="education"]')).to_be_empty()
    submit.tap()
    expect(tick).to_be_focused()
    expect(page.get_by_role("alert").filter(has_text="Tick this first")).to_be_visible()
    assert stored(page, "team-2")["state"] != "submitted"

    # The thumb had slipped: back, and both rows are alike now.
    back.tap()
    number(page, "team-2", "teamwork").fill("17")
    review.tap()
    expect(beside).to_have_text("Both teams have the same marks in every dimension")
    expect(tick).not_to_be_checked()
    tick.tap()
    submit.tap()
    page.wait_for_url("**/receipt")
    assert stored(page, "team-2")["state"] == "submitted"

    # The same row is not asked about again on this tablet; another one is.
    page.goto(page.url.replace("/receipt", "?change=1"))
    column(page, "team-2").get_by_label("Comment").fill("Calm.")
    review.tap()
    expect(page.locator('[data-cell="comment"][data-team="team-2"]')).to_have_text("Calm.")
    expect(tick).to_be_hidden()
    back.tap()
    number(page, "team-2", "results").fill("0")
    review.tap()
    expect(tick).to_be_visible()


def test_ordinary_marks_are_not_asked_about(tablet):
    page = tablet("judge-2")
    fill(page, "education", "17")
    fill(page, "team-2", "16")
    page.get_by_role("button", name="Review and submit").tap()
    expect(page.get_by_role("checkbox", name="Yes, these marks are correct")).to_be_hidden()
    page.get_by_role("button", name="Submit both sheets").tap()
    page.wait_for_url("**/receipt")


def test_marks_copied_from_another_match_name_the_team(tablet):
    page = tablet("judge-3")
    page.goto(page.url.replace("match-1", "match-2"))
    fill(page, "team-3", "15.5")
    expect(column(page, "team-3").locator("[data-saving]")).to_contain_text("Draft received")
    page.goto(page.url.replace("match-2", "match-1"))
    fill(page, "education", "15.50")
    page.get_by_role("button", name="Review and submit").tap()
    expect(page.locator('[data-odd-cell="education"]')).to_have_text(
        "The same marks as Zone 3 Team in every dimension"
    )


def test_without_a_script_the_question_is_part_of_the_form(tablet):
    page = tablet("judge-4", java_script_enabled=False)
    for team in ("education", "team-2"):
        fill(page, team, "20")
    page.get_by_role("button", name="Review and submit").click()
    expect(page.get_by_text("Every mark is the highest possible")).to_have_count(2)
    page.get_by_role("checkbox", name="Yes, these marks are correct").check()
    page.get_by_role("button", name="Submit both sheets").click()
    page.wait_for_url("**/receipt")
    assert stored(page, "team-2")["total"] == "100"
