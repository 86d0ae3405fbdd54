"""The phone for everyone: enlarged, by keyboard, by ear, without motion, in one's own colours."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.contest import row

pytestmark = pytest.mark.browser

# Between two announcements five seconds are left, and the machine may be slow.
QUIET_MS = 20_000
PATHS = ("", "/teams", "/teams/education", "/places")
# A phone and a small laptop, each enlarged twofold: half of their width and height is left.
TWOFOLD = ({"width": 195, "height": 422}, {"width": 640, "height": 400})
SMALL = """() => [...document.querySelectorAll("a, button, summary")]
  .filter(each => !each.matches(".skip"))
  .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
  .filter(([, box]) => box.height > 1 && (box.height < 47.9 || box.width < 47.9))
  .map(([words, box]) => `${words}: ${box.width} × ${box.height}`)"""
# What has the focus: a name, whether it is marked, and whether something fixed lies over it.
FOCUSED = """() => {
  const each = document.activeElement;
  if (!each || each === document.body) return null;
  const box = each.getBoundingClientRect();
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const style = getComputedStyle(each);
  return {
    name: (each.className + " " + each.textContent.trim()).slice(0, 60),
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: Boolean(at) && (each.contains(at) || at.contains(each)),
  };
}"""


@pytest.fixture
def moving(opened):
    """Two teams whose places have changed, and the result is out."""
    opened.score("match-1", "education", "15")
    opened.score("match-1", "team-2", "17")
    opened.release("published")
    return opened


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_enlarged_twofold_nothing_is_lost_at_the_side(browse, moving, locale):
    for size in TWOFOLD:
        page = browse(viewport=size, device_scale_factor=2, locale=locale).new_page()
        for path in PATHS:
            page.goto(f"{moving.url}{path}")
            if not path:
                page.locator(".pin").first.click()
                expect(page.locator("#my-team")).to_be_visible()
                page.locator("summary").first.click()
            beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert beyond <= 0, (size, path)
            # What is fixed leaves most of the page free.
            assert page.locator(".tabs").evaluate("e => getComputedStyle(e).position") == "static"


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_whatever_is_touched_is_48_pixels_wide_and_high(browse, moving, locale):
    page = browse(viewport={"width": 360, "height": 640}, locale=locale).new_page()
    for path in PATHS:
        page.goto(f"{moving.url}{path}")
        if not path:
            page.locator("summary").first.click()
        assert page.evaluate(SMALL) == [], path


def test_by_keyboard_everything_is_reached_in_order_and_the_focus_is_always_seen(browse, moving):
    page = browse(viewport={"width": 390, "height": 640}, locale="en-GB").new_page()
    page.goto(moving.url)
    expect(page.locator("#link-state")).to_have_text("connected")

    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None or (reached and found["name"] == reached[0]):
            break
        assert found["marked"], found
        assert found["seen"], found
        reached.append(found["name"])

    assert reached[0].startswith("skip")
    stars = [name for name in reached if name.startswith("pin")]
    assert len(stars) == 6
    # The tabs stand at the end of the page, as they do for the eye.
    assert [name.split()[-1] for name in reached[-3:]] == ["Board", "Teams", "changes"]


def test_the_skip_link_leads_past_the_bar(browse, moving):
    page = browse(viewport={"width": 390, "height": 640}, locale="en-GB").new_page()
    page.goto(moving.url)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_change_is_announced_once_and_briefly_my_team_first(opened, phone):
    phone.get_by_role("button", name="My team: Zone 6 Team").click()
    told = phone.locator("#announcement")
    expect(told).to_have_text("")

    for match, teams in (
        ("match-1", ("education", "team-2")),
        ("match-2", ("team-3", "team-4")),
        ("match-3", ("team-5", "team-6")),
    ):
        for number, team in enumerate(teams):
            opened.score(match, team, "19" if team != "team-6" else str(10 + number))

    expect(told).to_contain_text("Zone 6 Team: place 6, total 55.00", timeout=QUIET_MS)
    parts = told.text_content().split("; ")
    assert parts[0].startswith("Zone 6 Team")
    assert len(parts) <= 4


def test_a_freeze_and_the_result_are_announced(opened, phone):
    told = phone.locator("#announcement")

    opened.release("frozen")
    frozen = re.compile(r"Final: Board of \d\d:\d\d, frozen until the result is announced")
    expect(told).to_have_text(frozen)
    opened.release("published")
    expect(told).to_contain_text("Final: Final result", timeout=QUIET_MS)


def test_who_wants_no_motion_gets_none(browse, opened):
    page = browse(
        viewport={"width": 390, "height": 844}, locale="en-GB", reduced_motion="reduce"
    ).new_page()
    page.add_init_script(
        """window.moved = 0;
        const animate = Element.prototype.animate;
        Element.prototype.animate = function (...how) {
          window.moved += 1;
          return animate.apply(this, how);
        };"""
    )
    page.goto(opened.url)
    expect(page.locator("#link-state")).to_have_text("connected")
    opened.score("match-1", "education", "15")
    opened.score("match-1", "team-2", "17")

    expect(row(page, "team-2")).to_have_attribute("data-rank", "1")
    expect(row(page, "education")).to_have_attribute("data-rank", "2")

    assert page.evaluate("window.moved") == 0
    assert page.evaluate("document.getAnimations().length") == 0


def test_in_colours_of_ones_own_a_chosen_star_and_the_podium_still_tell(browse, moving):
    page = browse(
        viewport={"width": 390, "height": 844}, locale="en-GB", forced_colors="active"
    ).new_page()
    page.goto(moving.url)
    chosen, other = page.locator(".pin").nth(0), page.locator(".pin").nth(1)
    chosen.click()

    def fill(star):
        return star.locator("svg").evaluate("e => getComputedStyle(e).fill")

    expect(chosen).to_have_attribute("aria-pressed", "true")
    assert fill(chosen) != fill(other)
    assert page.locator(".gold .rank").first.evaluate("e => getComputedStyle(e).outlineStyle") == (
        "solid"
    )
