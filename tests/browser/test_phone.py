"""A phone in one hand: my team on top, a team's page that follows, names that break well."""

import pytest
from playwright.sync_api import expect

from competition.actions import fairness_release
from tests.browser.contest import BY, PHONE, row
from tests.fairness.final import marked_final

pytestmark = pytest.mark.browser


def star(page, name):
    return page.get_by_role("button", name=f"My team: {name}")


def test_my_team_is_chosen_by_its_star_shown_on_top_and_follows_the_board(opened, phone):
    mine = phone.locator("#my-team")
    expect(mine).to_be_hidden()

    star(phone, "Zone 2 Team").click()

    expect(mine).to_contain_text("Zone 2 Team")
    expect(mine).to_contain_text("waiting for 7 sheets")
    opened.score("match-1", "education", "17")
    opened.score("match-1", "team-2", "15")
    expect(mine).to_contain_text("Place 2")
    expect(mine).to_contain_text("75.00")
    expect(star(phone, "Zone 2 Team")).to_have_attribute("aria-pressed", "true")

    phone.reload()

    expect(mine).to_contain_text("Place 2")
    mine.get_by_role("link").click()
    expect(phone).to_have_url(f"{opened.url}/teams/team-2")
    expect(star(phone, "Zone 2 Team")).to_have_attribute("aria-pressed", "true")
    star(phone, "Zone 2 Team").click()
    phone.goto(opened.url)
    expect(phone.locator("#link-state")).to_have_text("connected")
    expect(mine).to_be_hidden()


def test_my_team_is_on_top_before_anything_is_released(opened, phone):
    opened.release("hidden")
    phone.goto(f"{opened.url}/teams")
    star(phone, "Zone 3 Team").click()

    phone.goto(opened.url)

    expect(phone.locator("#my-team")).to_contain_text("Zone 3 Team")


def test_a_star_keeps_the_focus_while_the_board_moves(opened, phone):
    button = star(phone, "Zone 2 Team")
    button.focus()
    phone.keyboard.press("Space")

    opened.score("match-1", "education", "17")

    expect(row(phone, "education")).to_have_attribute("data-rank", "1")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-pressed", "true")


def test_without_scripts_no_star_promises_what_nobody_keeps(browse, opened):
    page = browse(viewport=PHONE, locale="en-GB", java_script_enabled=False).new_page()

    page.goto(opened.url)

    expect(page.locator(".row")).to_have_count(6)
    assert page.locator(".pin:visible").count() == 0


@pytest.mark.parametrize("which", ["teams/education", "places"])
def test_a_page_beside_the_board_follows_it_by_itself_and_says_whether_it_does(
    browse, opened, which
):
    page = browse(viewport=PHONE, locale="en-GB").new_page()
    page.goto(f"{opened.url}/{which}")
    expect(page.locator("#link-state")).to_have_text("connected")
    main = page.locator("main")
    expect(main).not_to_contain_text("Places, in order")

    # The slow poll asks once a minute, the stream tells at once.
    opened.score("match-1", "education", "17")
    opened.until_public("education", "85.00")
    opened.score("match-1", "team-2", "18")

    expect(main).to_contain_text("Places, in order", timeout=30_000)
    expect(main.locator(".rank").first).to_have_text("2" if which == "teams/education" else "1")
    assert page.locator("#live *").count() == 0
    opened.server.kill()
    expect(page.locator("#link-state")).to_contain_text("reconnecting")


def test_who_has_the_fairness_report_open_sees_that_it_was_taken_back(browse, hold):
    whole = marked_final()
    whole["stages"][0]["rounds"][0]["state"] = "closed"
    published = hold(whole)
    published.release("published")
    with published.elsewhere():
        fairness_release.release_fairness(published.key, BY)
    page = browse(viewport=PHONE, locale="en-GB").new_page()
    page.goto(f"{published.url}/fairness")
    expect(page.locator("#link-state")).to_have_text("connected")
    expect(page.locator("main")).to_contain_text("Is anybody far stricter")

    with published.elsewhere():
        fairness_release.take_back_fairness(published.key, "Too early", BY)

    expect(page.locator("body")).not_to_contain_text("Is anybody far stricter", timeout=30_000)
    page.goto(published.url)
    expect(page.locator(".tabs")).not_to_contain_text("Fairness report")


def until(page, seen):
    """Let the page's own clock run, a second at a time, until it is seen."""
    for _ in range(100):
        if seen():
            return
        page.clock.run_for(1_000)
        page.wait_for_timeout(50)
    pytest.fail("It was not seen.")


def test_a_teams_page_asks_for_what_is_newer_and_has_one_request_under_way_at_most(browse, opened):
    page = browse(viewport=PHONE, locale="en-GB").new_page()
    page.clock.install()
    page.goto(f"{opened.url}/teams/education")
    expect(page.locator("#link-state")).to_have_text("connected")
    # From here on the page's time goes by what the test says alone.
    page.clock.pause_at((page.evaluate("Date.now()") + 1_000) / 1_000)
    asked = []
    held = True

    def hold(route):
        asked.append(route)
        if not held:
            route.continue_()

    page.route("**/teams/education?*", hold)
    # It is as new as what the stream told of at first.
    page.clock.run_for(10_000)
    assert asked == []

    opened.score("match-1", "education", "17")
    until(page, lambda: asked)
    opened.score("match-1", "team-2", "18")
    page.clock.run_for(10_000)

    assert len(asked) == 1
    held = False
    asked[0].continue_()
    team = page.locator("#team")
    expect(team).to_contain_text("85.00")
    until(page, lambda: team.locator(".rank").text_content() == "2")
    expect(star(page, "Chaoyang Education Union Joint Team")).to_be_visible()


def test_a_long_chinese_name_breaks_at_the_end_of_a_word(browse, opened):
    page = browse(viewport={"width": 300, "height": 640}).new_page()
    page.goto(f"{opened.url}/teams/education")

    name = page.locator("h1 bdi")

    expect(name).to_have_text("朝阳区教育工会联合代表队")
    lines = name.evaluate(
        """bdi => {
          const lines = new Map();
          for (const part of bdi.childNodes) {
            if (part.nodeType !== Node.TEXT_NODE) continue;
            const range = document.createRange();
            range.selectNodeContents(part);
            for (const box of range.getClientRects()) {
              const top = Math.round(box.top);
              lines.set(top, (lines.get(top) || []).concat(part.data));
            }
          }
          return [...lines.values()];
        }"""
    )
    assert len(lines) > 1
    # No part stands on two lines.
    assert sum(len(parts) for parts in lines) == len({p for parts in lines for p in parts})


def test_no_star_is_on_the_projector(browse, opened):
    page = browse(viewport={"width": 1920, "height": 1080}).new_page()
    page.goto(f"{opened.url}/screen")

    expect(page.locator(".row")).to_have_count(6)

    assert page.locator(".pin").count() == 6
    assert page.locator(".pin:visible").count() == 0
