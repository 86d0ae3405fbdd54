"""The tablet between two sides and the organiser's page: two who type, no network, signatures."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from competition.actions import tables
from competition.agreement_sheet import agreement_of
from competition.store import file_export, queries
from competition.store import tables as store
from tests.browser.contest import BY, Contest
from tests.browser.test_axe import AXE, RUN, TAGS

pytestmark = pytest.mark.browser

TABLET = {"width": 768, "height": 1024}


@pytest.fixture
def tablet(opened: Contest, browse: Callable[..., BrowserContext]) -> Page:
    """The tablet at the first table, whose link was scanned once."""
    with opened.elsewhere():
        number = tables.make_table(opened.key, "1", BY)
        tables.put_match_on(opened.key, number, "match-1", BY)
        (table,) = store.tables_of(queries.find_competition(opened.key))
        token = table.token
    page = browse(viewport=TABLET, locale="en-GB", has_touch=True).new_page()
    page.goto(f"{opened.server.url}/t/{token}")
    expect(page).to_have_url(f"{opened.server.url}/table")
    return page


@pytest.fixture
def desk(opened: Contest, tablet: Page, desk_of: Callable[..., Page]) -> Page:
    """王芳's page of the same match."""
    return desk_of(opened, "/matches/match-1/agreement")


def point(page: Page, key: str) -> Any:
    return page.locator(f'[data-point="{key}"]')


def state(page: Page, key: str) -> Any:
    return point(page, key).locator("[data-state]")


def stands(held: Contest) -> Any:
    with held.elsewhere():
        file = file_export.competition_document(queries.find_competition(held.key))
        return agreement_of(file, "match-1")


def draw(page: Page, side: str) -> None:
    """Two strokes with a finger in the side's field."""
    field = page.locator(f'[data-signing="{side}"] svg')
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    for start in (0.2, 0.6):
        page.mouse.move(box["x"] + start * box["width"], box["y"] + 0.3 * box["height"])
        page.mouse.down()
        for step in range(1, 6):
            page.mouse.move(
                box["x"] + (start + step * 0.04) * box["width"],
                box["y"] + (0.3 + step * 0.08) * box["height"],
            )
        page.mouse.up()


def is_accessible(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN, [TAGS, False]) == []


def test_an_agreement_from_the_first_word_to_the_last_signature(
    opened: Contest, tablet: Page, desk: Page
) -> None:
    # Typed at the table: saved by itself, and seen on the organiser's page.
    point(tablet, "commission").get_by_label("agreed", exact=True).check(force=True)
    point(tablet, "commission").locator("textarea").fill("At most 20 per cent.")
    expect(state(tablet, "commission")).to_have_text("Saved")
    expect(point(desk, "commission").locator("textarea")).to_have_value("At most 20 per cent.")
    is_accessible(tablet)

    # Words without a status are not lost, and the page says what is missing.
    point(tablet, "ratings").locator("textarea").fill("A monthly report.")
    expect(state(tablet, "ratings")).to_contain_text("choose how this point stands")

    # The Wi-Fi drops: what is typed stays on the tablet, also over a closed page.
    tablet.context.set_offline(True)
    point(tablet, "ratings").get_by_label("agreed in part").check(force=True)
    expect(state(tablet, "ratings")).to_contain_text("No connection. Kept on this device")
    # Meanwhile the organiser writes to the same point.
    point(desk, "ratings").get_by_label("no agreement").check(force=True)
    point(desk, "ratings").locator("textarea").fill("They could not agree.")
    expect(state(desk, "ratings")).to_have_text("Saved")

    # Back on the network nothing is overwritten: both are shown, and somebody decides.
    tablet.context.set_offline(False)
    expect(point(tablet, "ratings").locator("[data-theirs]")).to_have_text(
        "no agreement: They could not agree."
    )
    expect(point(tablet, "ratings").locator("textarea")).to_have_value("A monthly report.")
    assert stands(opened)["points"][1]["text"]["en"] == "They could not agree."
    tablet.get_by_role("button", name="Put mine in its place").click()
    expect(state(tablet, "ratings")).to_have_text("Saved")
    expect(point(desk, "ratings").locator("textarea")).to_have_value("A monthly report.")

    # A side signs on the glass, the other by name.
    labour = tablet.locator('[data-signing="labour"]')
    labour.get_by_role("button", name="Contestant 1").click()
    labour.get_by_role("button", name="Sign", exact=True).click()
    expect(labour.locator("[data-sign-problem]")).to_contain_text("Draw the signature")
    draw(tablet, "labour")
    labour.get_by_role("button", name="Sign", exact=True).click()
    expect(tablet.locator("[data-signatures] .drawn polyline")).to_have_count(2)
    employer = tablet.locator('[data-signing="employer"]')
    employer.get_by_label("Name of the person signing").fill("林秀英")
    employer.get_by_label("Sign by name, without drawing").check()
    employer.get_by_role("button", name="Sign", exact=True).click()
    expect(tablet.locator("[data-signatures]")).to_contain_text("林秀英")
    expect(desk.locator("[data-signatures]")).to_contain_text("林秀英")
    is_accessible(desk)
    assert [each["side"] for each in stands(opened)["signed"]] == ["labour", "employer"]

    # Signed words are locked until somebody says that the signatures go.
    expect(point(desk, "commission").locator("textarea")).not_to_be_editable()
    desk.get_by_label("Change it and take the signatures off").check()
    point(desk, "commission").locator("textarea").fill("At most 18 per cent.")
    expect(state(desk, "commission")).to_have_text("Saved")
    expect(tablet.locator("[data-signatures]")).not_to_contain_text("林秀英")
    assert stands(opened)["signed"] == []


def test_words_that_were_never_sent_are_there_again_after_the_page_was_closed(
    opened: Contest, tablet: Page
) -> None:
    tablet.context.set_offline(True)
    point(tablet, "commission").get_by_label("agreed", exact=True).check(force=True)
    point(tablet, "commission").locator("textarea").fill("At most 20 per cent.")
    expect(state(tablet, "commission")).to_contain_text("No connection. Kept on this device")
    context = tablet.context
    tablet.close()
    context.set_offline(False)

    again = context.new_page()
    again.goto(f"{opened.server.url}/table")

    expect(state(again, "commission")).to_have_text("Saved")
    assert stands(opened)["points"][0]["text"]["en"] == "At most 20 per cent."


def test_a_tablet_follows_to_the_next_match(opened: Contest, tablet: Page) -> None:
    with opened.elsewhere():
        (table,) = store.tables_of(queries.find_competition(opened.key))
        tables.put_match_on(opened.key, table.id, "match-2", BY)

    expect(tablet.get_by_role("heading", level=1)).to_have_text("Round 1, match 2")


def test_without_a_script_the_sheet_is_written_and_signed_all_the_same(
    opened: Contest, tablet: Page, browse: Callable[..., BrowserContext]
) -> None:
    cookies = tablet.context.storage_state()
    page = browse(java_script_enabled=False, locale="en-GB", storage_state=cookies).new_page()
    page.goto(f"{opened.server.url}/table")
    point(page, "commission").get_by_label("agreed", exact=True).check(force=True)
    point(page, "commission").locator("textarea").fill("At most 20 per cent.")
    point(page, "commission").get_by_role("button", name="Save").click()
    labour = page.locator('[data-signing="labour"]')
    labour.get_by_label("Name of the person signing").fill("郭志远")
    labour.get_by_label("Sign by name, without drawing").check()
    labour.get_by_role("button", name="Sign", exact=True).click()

    expect(page.locator("[data-signatures]")).to_contain_text("郭志远")
    assert stands(opened)["signed"][0]["name"] == "郭志远"
