"""Lists in a real Chromium: pasted without a click, corrected cell by cell with the keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import LiveServer
from tests.factories import CHAOYANG, PASSWORD

pytestmark = pytest.mark.browser

HERE = f"/organiser/c/{CHAOYANG}"
PASTE = """text => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste",
        {clipboardData: data, bubbles: true, cancelable: true}));
}"""
CELLS = (
    "代表队\t单位\t选手1\n"
    "地铁队\t市地铁工会\t赵敏\n"
    "\t市公交工会\t钱进\n"
    "邮政队\t市邮政工会\t孙萌\n"
    "地铁队\t市地铁工会\t李强\n"
)


@pytest.fixture
def wang_fang(live_server: LiveServer, browse: Callable[..., BrowserContext]) -> Page:
    """王芳 comes in by the set-up link that the terminal shows."""
    found = re.search(r"http\S+/set-up/\S+", live_server.terminal)
    assert found, live_server.terminal
    page = browse(locale="en-GB", viewport={"width": 1024, "height": 768}).new_page()
    page.goto(found[0])
    page.get_by_label("Your name").fill("王芳")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set up and continue").click()
    expect(page).to_have_url(f"{live_server.url}/organiser")
    return page


def test_cells_are_pasted_corrected_with_the_keyboard_and_imported(wang_fang, live_server):
    page = wang_fang
    page.goto(f"{live_server.url}{HERE}/lists/teams")
    page.evaluate(PASTE, CELLS)
    expect(page.get_by_text("5 rows, 3 columns")).to_be_visible()
    page.get_by_role("button", name="Show what will happen").click()

    # The rows that are wrong are shown first, and stay where they are while they are corrected.
    rows = page.locator(".list-table tbody tr:not(.row-remark)")
    expect(rows).to_have_count(2)
    page.locator("#cell-3-0").focus()
    page.keyboard.type("公交队")
    page.keyboard.press("Enter")
    expect(page.locator("#row-3")).to_have_class("is-new")
    expect(page.locator("#cell-5-0")).to_be_focused()
    page.keyboard.type("环卫队")
    page.keyboard.press("Tab")
    expect(page.locator("#row-5")).to_have_class("is-new")
    expect(rows).to_have_count(2)
    expect(page.locator("#cell-5-1")).to_be_focused()

    page.get_by_role("button", name="Import: 4 new").click()

    expect(page.get_by_text("4 new, 0 changed, 0 as they were.")).to_be_visible()
    expect(page.get_by_role("link", name="Undo the import…")).to_be_visible()


def test_without_scripts_the_same_is_done_with_buttons(wang_fang, live_server, browse):
    context = browse(locale="en-GB", java_script_enabled=False)
    context.add_cookies(wang_fang.context.cookies())
    page = context.new_page()
    page.goto(f"{live_server.url}{HERE}/lists/teams")
    page.locator("textarea").fill(CELLS)
    page.get_by_role("button", name="Show what will happen").click()

    page.locator("#cell-3-0").fill("公交队")
    page.locator("[name=skip-5]").check()
    page.get_by_role("button", name="Check again").click()
    page.get_by_role("button", name="Import: 3 new").click()

    expect(page.get_by_text("3 new, 0 changed, 0 as they were.")).to_be_visible()
