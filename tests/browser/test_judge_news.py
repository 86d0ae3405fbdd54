"""A judge's open page learns what has changed under it, and says so in place."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from competition.actions import rounds, setup, sheet_locks
from competition.store import file_export, queries
from tests import factories
from tests.browser.contest import BY, Contest
from tests.browser.tablet import TABLET, column, number, state
from tests.conftest import sit_down

pytestmark = pytest.mark.browser

MATCH = "/judge/matches/last"
WITHIN = 12_000


@pytest.fixture
def final(hold: Callable[..., Contest]) -> Contest:
    """The league with nothing marked, its final open."""
    return hold(factories.league(sheets=[]))


@pytest.fixture
def tablet_of(browse: Callable[..., BrowserContext], final: Contest) -> Callable[[str], Page]:
    """A new device of a judge at the final's match."""

    def open_(judge: str) -> Page:
        with final.elsewhere():
            competition = queries.find_competition(final.key)
            assert competition is not None
            found = queries.find_judge(competition, judge)
            assert found is not None
            link = f"{final.server.url}/j/{found.token}"
        page = browse(**TABLET).new_page()
        sit_down(page, link)
        page.goto(final.server.url + MATCH)
        return page

    return open_


def change_rubric(contest: Contest, change: Callable[[list[Any]], None]) -> None:
    with contest.elsewhere():
        competition = queries.find_competition(contest.key)
        assert competition is not None
        whole: Any = file_export.competition_document(competition)
        change(whole["rubric"]["dimensions"])
        part = {name: whole[name] for name in ("rubric", "scoring")}
        setup.save_part(contest.key, "rubric", part, BY)


def stored(page: Page, contest: Contest, team: str) -> dict[str, Any]:
    found: dict[str, Any] = page.request.get(f"{contest.api}/sheets/last/{team}").json()
    return found


def news(page: Page) -> Any:
    return page.locator("[data-news]")


def test_a_dimension_added_while_jos_page_is_open_is_told_with_a_button(final, tablet_of):
    page = tablet_of("jo")
    for team, mark in (("metro", "8"), ("post", "7")):
        for dimension in ("law", "poise"):
            number(page, team, dimension).fill(mark)
    expect(state(page, "post")).to_contain_text("Draft received")
    manner = {"key": "manner", "name": factories.text("仪态", "Manner"), "max": "10", "step": "1"}
    change_rubric(final, lambda dimensions: dimensions.append(manner | {"factor": "1"}))

    page.get_by_role("button", name="Review and submit").tap()
    page.get_by_role("button", name="Submit both sheets").tap()
    cell = page.locator('[data-team="metro"][data-cell="standing"]')
    expect(cell).to_contain_text("The organiser has changed what is marked.")
    expect(cell).not_to_contain_text("red")
    expect(news(page)).to_contain_text("your marks are kept", timeout=WITHIN)
    page.get_by_role("link", name="Load again").tap()

    number(page, "metro", "manner").fill("7")
    expect(number(page, "metro", "law")).to_have_value("8")
    expect(state(page, "metro")).to_contain_text("Draft received")
    assert stored(page, final, "metro")["marks"] == {"law": "8", "poise": "8", "manner": "7"}
    expect(news(page)).to_be_hidden()


def test_a_mended_mark_is_sent_after_a_refusal_and_a_reload(final, tablet_of):
    page = tablet_of("jo")
    change_rubric(final, lambda dimensions: dimensions[0].update(max="5"))
    number(page, "metro", "law").fill("8.5")
    expect(state(page, "metro")).to_have_attribute("data-state", "refused")

    page.reload()
    number(page, "metro", "law").fill("4")
    number(page, "metro", "law").press("Tab")
    expect(state(page, "metro")).to_contain_text("Draft received")
    assert stored(page, final, "metro")["marks"] == {"law": "4"}
    error = column(page, "metro").locator('[data-dimension="law"] [data-error]')
    expect(error).to_have_text("")


def test_a_newer_mark_overtakes_the_refusal_of_an_older_one(final, tablet_of):
    page = tablet_of("jo")
    change_rubric(final, lambda dimensions: dimensions[0].update(max="5"))
    held: list[Any] = []

    def hold_first(route: Any) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/sheets/**", hold_first)
    number(page, "metro", "law").fill("8.5")
    page.wait_for_timeout(1000)
    number(page, "metro", "law").fill("4")
    held[0].continue_()

    expect(state(page, "metro")).to_contain_text("Draft received")
    assert stored(page, final, "metro")["marks"] == {"law": "4"}


def test_a_round_closed_by_the_organiser_locks_the_open_page_and_its_review(final, tablet_of):
    page = tablet_of("jo")
    for dimension in ("law", "poise"):
        number(page, "metro", dimension).fill("8")
    expect(state(page, "metro")).to_contain_text("Draft received")
    page.get_by_role("button", name="Review and submit").tap()
    with final.elsewhere():
        rounds.set_state(final.key, "final-round", "closed", BY, "")

    expect(news(page)).to_contain_text("The organiser has closed the round", timeout=WITHIN)
    over = page.get_by_role("heading", name="The round is closed")
    expect(over).to_be_visible()
    expect(page.locator("[data-submit]")).to_be_hidden()
    page.get_by_role("button", name="Back to the marks").tap()
    expect(number(page, "metro", "law")).to_be_disabled()
    expect(state(page, "metro")).to_contain_text("does not count")

    with final.elsewhere():
        sheet_locks.reopen(final.key, "last", "metro", "jo", "It was in time.", BY)
    expect(news(page)).to_contain_text("地铁队: this sheet can be changed again", timeout=WITHIN)
    page.get_by_role("link", name="Load again").tap()
    expect(number(page, "metro", "law")).to_be_enabled()


def test_a_sheet_changed_on_another_device_is_told(final, tablet_of):
    page, phone = tablet_of("jo"), tablet_of("jo")
    number(phone, "metro", "law").fill("6.5")
    expect(state(phone, "metro")).to_contain_text("Draft received")

    expect(news(page)).to_contain_text("地铁队: this sheet was changed elsewhere", timeout=WITHIN)
    page.get_by_role("link", name="Load again").tap()
    expect(number(page, "metro", "law")).to_have_value("6.5")
    expect(news(phone)).to_be_hidden()


def test_one_touch_records_no_extreme_and_a_mark_can_be_cleared(final, tablet_of):
    page = tablet_of("jo")
    law = column(page, "metro").locator('[data-dimension="law"]')
    law.get_by_role("button", name="one step more").tap()
    expect(number(page, "metro", "law")).to_have_value("5")
    law.get_by_role("button", name="one step less").tap()
    expect(number(page, "metro", "law")).to_have_value("4.5")

    other = column(page, "post").locator('[data-dimension="law"]')
    other.get_by_role("button", name="one step less").tap()
    expect(number(page, "post", "law")).to_have_value("4.5")

    law.get_by_role("button", name="Clear").tap()
    expect(number(page, "metro", "law")).to_have_value("")
    expect(state(page, "metro")).to_contain_text("Draft received")
    page.wait_for_timeout(1500)
    assert stored(page, final, "metro")["marks"] == {}


def test_what_is_no_number_is_still_there_after_a_reload(final, tablet_of):
    page = tablet_of("jo")
    number(page, "metro", "law").fill("eight")
    number(page, "metro", "poise").fill("8，5")
    number(page, "metro", "poise").press("Tab")
    expect(number(page, "metro", "poise")).to_have_value("8.5")
    expect(page.locator('[data-total="metro"]')).to_have_text("1 of 2 marked")
    expect(state(page, "metro")).to_contain_text("Received, except the mark in red")

    page.reload()
    expect(number(page, "metro", "law")).to_have_value("eight")
    error = column(page, "metro").locator('[data-dimension="law"] [data-error]')
    expect(error).to_contain_text("is not a number")
    number(page, "metro", "law").fill("8")
    expect(page.locator('[data-total="metro"]')).to_have_text("25")
    page.reload()
    expect(number(page, "metro", "law")).to_have_value("8")


def test_after_a_change_the_counting_version_is_named_with_its_total(final, tablet_of):
    page = tablet_of("jo")
    for dimension in ("law", "poise"):
        number(page, "metro", dimension).fill("8")
    page.get_by_role("button", name="Review and submit").tap()
    page.get_by_role("button", name="Submit 1 of 2 sheets").tap()
    page.wait_for_url("**/receipt")
    version = stored(page, final, "metro")["version"]
    page.goto(f"{final.server.url}{MATCH}?change=1")
    number(page, "metro", "law").fill("9")

    expect(state(page, "metro")).to_contain_text(f"version {version} counts: total 24")
    page.reload()
    expect(state(page, "metro")).to_contain_text(f"version {version} counts: total 24")


def test_one_mark_is_announced_once(final, tablet_of):
    page = tablet_of("jo")
    page.evaluate(
        """() => {
        window.announced = [];
        const live = "[role=status], [role=alert], output:not([aria-live=off]), [aria-live=polite]";
        new MutationObserver((changes) => {
          for (const { target } of changes) {
            const node = target.nodeType === 1 ? target : target.parentElement;
            const region = node && node.closest(live);
            if (region && region.textContent.trim()) window.announced.push(region.textContent);
          }
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
      }"""
    )
    number(page, "metro", "law").fill("8")
    expect(state(page, "metro")).to_contain_text("Draft received")
    page.wait_for_timeout(1000)

    (sentence,) = page.evaluate("window.announced")
    assert sentence.startswith("地铁队: Draft received")
    field = page.get_by_role("textbox", name="Law 地铁队")
    expect(field).to_have_count(1)
