"""The programme's table and timetable under the fingers: keys, pasted blocks, moved matches."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.conftest import LiveServer
from tests.factories import PASSWORD, text
from tests.programme.contest import at, contest, match

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

ONE, TWO = text("一号厅", "Hall 1"), text("二号厅", "Hall 2")
HERE = "/organiser/c/league/programme"
PASTE = """(cell, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def wang_fang(live_server: LiveServer, browse: Callable[..., BrowserContext]) -> Page:
    """王芳 comes in by the set-up link, to a contest of two matches and two planned ones."""
    whole = contest(
        match("a", "rail", "post", starts=at("09:00"), room=ONE, panel=["li"]),
        match("b", "bus", "school", starts=at("09:40"), room=ONE),
        planned=[{"starts": at("14:00"), "room": ONE}, {"starts": at("14:40"), "room": TWO}],
    )
    file = live_server.data_dir / "league.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    done = live_server.flask("competition", "load", str(file))
    assert done.returncode == 0, done.stderr
    found = re.search(r"http\S+/set-up/\S+", live_server.terminal)
    assert found, live_server.terminal
    page = browse(locale="en-GB", viewport={"width": 1366, "height": 900}).new_page()
    page.goto(found[0])
    page.get_by_label("Your name").fill("王芳")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set up and continue").click()
    expect(page).to_have_url(f"{live_server.url}/organiser")
    return page


def cell(page: Page, row: int, column: str) -> Locator:
    return page.locator(f"#{column}-{row}")


def test_the_table_is_edited_with_the_keyboard_alone(wang_fang, live_server):
    page = wang_fang
    page.goto(f"{live_server.url}{HERE}/table")
    cell(page, 0, "starts").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("10:20")
    page.keyboard.press("Enter")
    expect(cell(page, 1, "starts")).to_be_focused()
    page.keyboard.type("11:00")
    page.keyboard.press("ArrowUp")
    expect(cell(page, 0, "starts")).to_be_focused()
    page.keyboard.press("Tab")
    expect(cell(page, 0, "room")).to_be_focused()

    # A planned match gets its teams: found by characters, and by letters of the other language.
    cell(page, 2, "labour").focus()
    page.keyboard.type("school")
    expect(page.get_by_role("option")).to_have_text(["School union"])
    page.keyboard.press("Enter")
    expect(cell(page, 2, "labour")).to_have_value("School union")
    expect(cell(page, 2, "labour")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("铁路")
    page.keyboard.press("Tab")
    expect(cell(page, 2, "employer")).to_have_value("Railway union")
    cell(page, 2, "panel").focus()
    page.keyboard.type("li n")
    page.keyboard.press("Enter")
    page.keyboard.type("; zha")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(cell(page, 2, "panel")).to_have_value("Li Ning; Zhao Min")
    expect(page.get_by_text("5 cells changed")).to_be_visible()

    page.get_by_role("button", name="Save all changes").click()
    expect(page.get_by_text("Saved: 3 matches.")).to_be_visible()
    rows = [row.input_value() for row in page.locator("[data-column=starts]").all()]
    assert [row[11:] for row in rows] == ["10:20", "11:00", "14:00", "14:40"]


def test_a_block_from_a_spreadsheet_is_pasted_and_wrong_cells_are_told(wang_fang, live_server):
    page = wang_fang
    page.goto(f"{live_server.url}{HERE}/table")
    block = "2026/5/20 13:00\tHall 2\r\n2026/5/20 13:40\tHall 2\r\n"
    cell(page, 0, "starts").evaluate(PASTE, block)
    expect(cell(page, 1, "starts")).to_have_value("2026/5/20 13:40")
    cell(page, 3, "labour").evaluate(PASTE, "Post union\tno such team\nmore\tcells")
    expect(page.get_by_text("2 pasted cells had no place in the table.")).to_be_visible()

    page.get_by_role("button", name="Save all changes").click()
    expect(page.get_by_text("Nothing was saved.")).to_be_visible()
    expect(cell(page, 3, "employer")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("There is no team “no such team”.")).to_be_visible()
    expect(cell(page, 0, "starts")).to_have_value("2026/5/20 13:00")

    cell(page, 3, "employer").fill("Bus union")
    page.get_by_role("button", name="Save all changes").click()
    expect(page.get_by_text("Saved: 3 matches.")).to_be_visible()


def test_escape_puts_a_cell_back_and_a_page_with_changes_is_not_left_unasked(
    wang_fang, live_server
):
    page = wang_fang
    page.goto(f"{live_server.url}{HERE}/table")
    cell(page, 0, "room").fill("Hall 9")
    expect(page.get_by_text("1 cell changed")).to_be_visible()
    cell(page, 0, "room").press("Escape")
    page.keyboard.press("Escape")
    expect(cell(page, 0, "room")).to_have_value("Hall 1")
    expect(page.get_by_text("1 cell changed")).to_have_count(0)


def test_a_match_is_moved_with_the_keyboard_and_dragged(wang_fang, live_server):
    page = wang_fang
    page.goto(f"{live_server.url}{HERE}")
    page.get_by_role("button", name=re.compile("Move Heat.*match 1$")).press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("^Moved: .*match 1"))).to_be_visible()
    line = page.locator(".timetable tr", has_text="14:00")
    expect(line.locator("[data-room='Hall 2']")).to_contain_text("Railway union")

    # Onto another match, the two change places.
    page.locator(".slot", has_text="Railway union").drag_to(
        page.locator(".slot", has_text="Bus union")
    )
    expect(page.get_by_text(re.compile("^Moved: .*match 1"))).to_be_visible()
    line = page.locator(".timetable tr", has_text="09:40")
    expect(line.locator("[data-room='Hall 1']")).to_contain_text("Railway union")
