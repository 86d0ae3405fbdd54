"""The control room under the fingers: keys, renewal while somebody types, small screens."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from competition.match_clock import suggested_clock
from tests.conftest import LiveServer
from tests.factories import CHAOYANG, PASSWORD, sample

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

HERE = f"/organiser/c/{CHAOYANG}/control"
SCREENS = ((1366, 768), (1024, 768), (768, 1024), (390, 844))


@pytest.fixture
def wang_fang(live_server: LiveServer, browse: Callable[..., BrowserContext]) -> Page:
    """王芳 in the control room; a round is open and the match clock is set up."""
    whole = sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    whole["clock"] = suggested_clock()
    file = live_server.data_dir / "final.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    done = live_server.flask("competition", "load", str(file), "--replace")
    assert done.returncode == 0, done.stderr
    found = re.search(r"http\S+/set-up/\S+", live_server.terminal)
    assert found, live_server.terminal
    page = browse(locale="en-GB", viewport={"width": 1366, "height": 768}).new_page()
    page.goto(found[0])
    page.get_by_label("Your name").fill("王芳")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set up and continue").click()
    expect(page).to_have_url(f"{live_server.url}/organiser")
    page.goto(f"{live_server.url}{HERE}")
    return page


def renewed(page: Page) -> None:
    """Wait until the page has asked for its new state once more, and been answered."""
    with page.expect_response(lambda answer: "/control" in answer.url and answer.status == 200):
        pass


def pressed(page: Page, name: str) -> None:
    """The projector's button of that name is the one that is on."""
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_have_attribute("aria-pressed", "true")


def test_the_day_is_run_by_keys_and_none_acts_while_somebody_types(wang_fang, live_server):
    page = wang_fang
    page.keyboard.press("x")
    pressed(page, "Black")
    page.keyboard.press("m")
    pressed(page, "This match")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()

    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_have_attribute("open", "")
    page.keyboard.press("g")
    field = page.get_by_label("Message", exact=True)
    field.click()
    page.keyboard.type("box 1 please")
    renewed(page)
    renewed(page)
    expect(field).to_have_value("box 1 please")
    expect(field).to_be_focused()
    pressed(page, "This match")

    # Whoever types with an aid turns the keys off, on this device.
    page.get_by_label("Turn the keys off on this device").check()
    page.reload()
    page.keyboard.press("b")
    renewed(page)
    pressed(page, "This match")


def test_what_is_under_a_finger_stays_until_it_is_up(wang_fang):
    page = wang_fang
    button = page.get_by_role("button", name="Black", exact=True)
    box = button.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.evaluate("document.querySelector('#control-room').dataset.seen = 'still here'")
    renewed(page)
    renewed(page)
    # A renewal would have taken the mark away, which the server knows nothing of.
    assert page.locator("#control-room").get_attribute("data-seen") == "still here"
    page.mouse.up()
    pressed(page, "Black")


def test_another_match_is_chosen_by_its_number(wang_fang, live_server):
    page = wang_fang
    page.keyboard.press("2")
    expect(page).to_have_url(re.compile(r"\?match=match-2$"))
    expect(page.locator("#match-on")).to_contain_text("Match 2")
    page.get_by_role("link", name="Follow the clock again").click()
    expect(page.locator("#match-on")).to_contain_text("Match 1")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_fits_every_screen_and_its_buttons_are_large(wang_fang, live_server, language):
    page = wang_fang
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{live_server.url}{HERE}?lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        low = page.locator("#control-room button:visible").evaluate_all(
            "all => all.filter((one) => one.getBoundingClientRect().height < 44).length"
        )
        assert low == 0, (width, language)
