"""A rehearsal as everybody in the hall sees it: each face has the band, and no face is covered."""

import json

import pytest
from playwright.sync_api import expect

from competition.actions import rounds, stage_release, whole_rehearsal
from competition.store import queries
from tests.browser import contest
from tests.browser.contest import BY, Contest
from tests.conftest import sit_down

WORDS = "Rehearsal: made-up marks"
# The band's place, and what is drawn over or under it at five points along its middle.
COVERED = """() => {
  const band = document.querySelector(".rehearsal-band");
  const box = band.getBoundingClientRect();
  const strangers = [0.1, 0.3, 0.5, 0.7, 0.9]
    .map((share) => document.elementFromPoint(innerWidth * share, box.height / 2))
    .filter((found) => !band.contains(found))
    .map((found) => found && found.outerHTML.slice(0, 80));
  const hidden = [...document.querySelectorAll("h1, .bar, .site-header, .clock, .corner")]
    .filter((each) => each.checkVisibility() && scrollY === 0)
    .filter((each) => each.getBoundingClientRect().top < box.bottom - 0.5)
    .map((each) => each.outerHTML.slice(0, 80));
  return { top: box.top, wide: box.width >= innerWidth - 20, strangers, hidden };
}"""
NOTHING_COVERED = {"top": 0, "wide": True, "strangers": [], "hidden": []}


@pytest.fixture
def rehearsal(opened):
    """The rehearsal of the final, its round open, half of its marks made up, live."""
    with opened.elsewhere():
        key = whole_rehearsal.begin_rehearsal(opened.key, BY)
        rounds.set_state(key, "round-1", "open", BY)
        whole_rehearsal.fill_in_made_up_marks(key, BY, "match-1")
        stage_release.set_release(key, "final", "live", BY)
    return Contest(opened.server, key)


def expect_band(page):
    """The band is there in words, at the top, whole, and the page begins below it."""
    expect(page.locator(".rehearsal-band")).to_have_text(WORDS)
    assert page.evaluate(COVERED) == NOTHING_COVERED, page.url


@pytest.mark.parametrize(
    ("device", "faces"),
    [
        (contest.PHONE, ["", "/teams", "/teams/education", "/places"]),
        (contest.PROJECTOR, ["/screen", "/overlay", "/overlay?show=clock"]),
    ],
    ids=["phone", "hall"],
)
def test_the_audience_reads_the_band_on_every_face(browse, opened, rehearsal, device, faces):
    page = browse(viewport=device, locale="en-GB").new_page()
    for face in faces:
        page.goto(rehearsal.url + face)
        expect_band(page)
        page.mouse.wheel(0, 900)
        expect(page.locator(".rehearsal-band")).to_be_in_viewport(ratio=1)
        page.goto(opened.url + face)
        expect(page.locator(".rehearsal-band")).to_have_count(0)


def test_the_projector_has_room_for_the_band_in_every_mode(browse, rehearsal):
    page = browse(viewport=contest.PROJECTOR, locale="en-GB").new_page()
    page.goto(f"{rehearsal.url}/screen")
    for mode, about in (("board", ""), ("match", "match-1"), ("clock", ""), ("welcome", "")):
        rehearsal.put(mode, about)
        expect(page.locator(f"[data-mode={mode}]").last).to_be_visible()
        expect_band(page)
        laid_out = page.evaluate(contest.MEASURE)
        assert laid_out["over"] == [0, 0], mode


def test_the_organiser_reads_it_on_every_page_and_wipes_it_all(desk_of, opened, rehearsal):
    page = desk_of(rehearsal)
    for path in ("", "/wall", "/show", "/results", "/links", "/parts", "/audit", "/rehearsal"):
        page.goto(rehearsal.desk + path)
        expect_band(page)
    page.goto(f"{opened.desk}/rehearsal")
    expect(page.locator(".rehearsal-band")).to_have_count(0)
    page.get_by_role("button", name="Fill in everything").click()
    expect(page.get_by_text("28 made-up sheets and scores are in.")).to_be_visible()

    page.get_by_role("link", name="End the rehearsal…").click()
    page.get_by_role("button", name="End and wipe it").click()

    expect(page.get_by_text("everything of it is wiped")).to_be_visible()
    with opened.elsewhere():
        assert queries.find_competition(rehearsal.key) is None


def test_a_judge_goes_over_marks_and_comes_back_with_one_touch_each(browse, opened, rehearsal):
    listed = json.loads(
        opened.server.flask("judge", "links", opened.key, "--base", opened.server.url).stdout
    )
    link = next(each["url"] for each in listed if each["judge"] == "judge-3")
    page = browse(viewport=contest.TABLET, locale="en-GB").new_page()
    sit_down(page, link)

    page.get_by_role("button", name="To the rehearsal").click()
    expect_band(page)
    page.get_by_role("link", name="Score this match").first.click()
    expect_band(page)
    page.mouse.wheel(0, 2000)
    expect(page.locator(".rehearsal-band")).to_be_in_viewport(ratio=1)
    page.goto(f"{opened.server.url}/judge")
    page.get_by_role("button", name="Back to the real contest").click()

    expect(page.locator(".rehearsal-band")).to_have_count(0)
    expect(page.locator("html")).to_have_attribute("data-judge", f"{opened.key}/judge-3")


def test_when_it_is_wiped_an_open_tablet_is_back_by_itself(browse, opened, rehearsal):
    with opened.elsewhere():
        token = queries.find_judge(queries.find_competition(opened.key), "judge-4").token
    page = browse(viewport=contest.TABLET, locale="en-GB").new_page()
    sit_down(page, f"{opened.server.url}/j/{token}")
    page.get_by_role("button", name="To the rehearsal").click()
    expect_band(page)

    with opened.elsewhere():
        whole_rehearsal.end_rehearsal(rehearsal.key, BY)

    expect(page.locator("html")).to_have_attribute("data-judge", f"{opened.key}/judge-4")
    expect(page.locator(".rehearsal-band")).to_have_count(0)
