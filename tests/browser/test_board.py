"""The board on a phone and on the projector, open all the while, in a real browser."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests import factories
from tests.conftest import LiveServer

KEY = factories.CHAOYANG
PHONE = {"width": 390, "height": 844}
PROJECTOR = {"width": 1920, "height": 1080}
pytestmark = pytest.mark.browser


def links(server: LiveServer) -> dict[str, str]:
    said = server.flask("judge", "links", KEY)
    return {link["judge"]: link["token"] for link in json.loads(said.stdout)}


def command(server: LiveServer, *arguments: str) -> None:
    result = server.flask(*arguments)
    assert result.returncode == 0, result.stderr


def score(server: LiveServer, match: str, team: str, mark: str, base: int = 0) -> None:
    """All seven judges submit the same mark for every dimension."""
    for token in links(server).values():
        body = {
            "marks": dict.fromkeys(factories.DIMENSIONS, mark),
            "state": "submitted",
            "base_version": base,
        }
        request = urllib.request.Request(
            f"{server.url}/api/v1/competitions/{KEY}/sheets/{match}/{team}",
            data=json.dumps(body).encode(),
            method="PUT",
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": factories.new_key()},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            assert response.status == 200


@pytest.fixture
def opened(live_server: LiveServer) -> LiveServer:
    """The real server, the round open, the final shown live."""
    command(live_server, "round", "state", KEY, "round-1", "open")
    command(live_server, "stage", "release", KEY, "final", "live")
    return live_server


@pytest.fixture
def phone(browse: Callable[..., BrowserContext], opened: LiveServer) -> Page:
    """A phone in the hall, in English."""
    page = browse(viewport=PHONE, locale="en-GB", has_touch=True).new_page()
    page.goto(f"{opened.url}/c/{KEY}")
    expect(page.locator("#link-state")).to_have_text("live")
    return page


@pytest.fixture
def projector(browse: Callable[..., BrowserContext], opened: LiveServer) -> Page:
    """The projector, in Chinese."""
    page = browse(viewport=PROJECTOR).new_page()
    page.goto(f"{opened.url}/c/{KEY}/screen")
    expect(page.locator("#link-state")).to_have_text("实时更新中")
    return page


def row(page: Page, team: str) -> Locator:
    return page.locator(f"#row-final-{team}")


def test_the_board_moves_by_itself_on_the_phone_and_on_the_projector(
    opened: LiveServer, phone: Page, projector: Page
) -> None:
    score(opened, "match-1", "education", "15")

    for page in (phone, projector):
        expect(row(page, "education").locator(".total")).to_contain_text("75.00")
        expect(row(page, "education")).to_have_attribute("data-rank", "1")

    score(opened, "match-1", "team-2", "17.5")

    for page in (phone, projector):
        expect(row(page, "team-2")).to_have_attribute("data-rank", "1")
        expect(row(page, "education").locator(".move")).to_contain_text("▼1")
        ids = page.locator(".row").evaluate_all("rows => rows.map(row => row.id)")
        assert ids[:2] == ["row-final-team-2", "row-final-education"]
    expect(phone.locator("#announcement")).to_contain_text("place 1, total 87.50")


def test_a_row_that_was_opened_stays_open_while_the_board_moves(
    opened: LiveServer, phone: Page
) -> None:
    score(opened, "match-1", "education", "15")
    education = row(phone, "education")
    expect(education).to_have_attribute("data-rank", "1")
    education.locator("summary").click()
    expect(education.get_by_text("Legal reasoning", exact=True)).to_be_visible()

    score(opened, "match-1", "team-2", "17.5")

    expect(education).to_have_attribute("data-rank", "2")
    expect(education.get_by_text("Legal reasoning", exact=True)).to_be_visible()
    expect(row(phone, "team-2").get_by_text("Legal reasoning", exact=True)).to_be_hidden()


def test_frozen_and_published_reach_the_pages_with_their_words(
    opened: LiveServer, phone: Page, projector: Page
) -> None:
    command(opened, "stage", "release", KEY, "final", "frozen")
    expect(phone.locator(".plaque")).to_contain_text("frozen until the result is announced")
    expect(projector.locator(".plaque")).to_contain_text("封榜")

    score(opened, "match-1", "education", "15")
    command(opened, "stage", "release", KEY, "final", "published")

    expect(phone.locator(".plaque")).to_have_text("Final result")
    expect(row(projector, "education").locator(".total")).to_contain_text("75.00")


@contextmanager
def started_again(server: LiveServer) -> Iterator[None]:
    """The same server on the same port, once more."""
    with server.printed.open("a", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=factories.ROOT,
            env=server.environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_a_page_says_when_it_is_cut_off_and_has_the_right_board_once_it_is_back(
    opened: LiveServer, phone: Page, projector: Page
) -> None:
    opened.process.kill()
    opened.process.wait()

    expect(phone.locator("#link-state")).to_contain_text("reconnecting")
    expect(phone.locator("#link-state")).to_contain_text("last update")
    expect(projector.locator("#link-state")).to_contain_text("正在重新连接")
    # What changed meanwhile is there at the first message.
    command(opened, "stage", "release", KEY, "final", "frozen")
    with started_again(opened):
        expect(phone.locator("#link-state")).to_have_text("live", timeout=60_000)
        expect(phone.locator(".plaque")).to_contain_text("frozen")
        expect(projector.locator("#link-state")).to_have_text("实时更新中", timeout=60_000)
        expect(projector.locator(".plaque")).to_contain_text("封榜")


def test_a_page_whose_first_connection_fails_tries_until_it_has_one(
    browse: Callable[..., BrowserContext], opened: LiveServer
) -> None:
    page = browse(viewport=PHONE, locale="en-GB").new_page()
    asked = []

    def refuse_twice(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.abort()
        elif len(asked) == 2:
            route.fulfill(status=503, headers={"Retry-After": "1"}, body="<p>Full</p>")
        else:
            route.continue_()

    page.route("**/stream*", refuse_twice)
    page.goto(f"{opened.url}/c/{KEY}")

    expect(page.locator("#link-state")).to_have_text("live")
    assert len(asked) == 3
    expect(page.get_by_text("Full", exact=True)).to_have_count(0)
    expect(page.locator(".row")).to_have_count(6)


def test_a_page_whose_stream_script_comes_late_connects_all_the_same(
    browse: Callable[..., BrowserContext], opened: LiveServer
) -> None:
    page = browse(viewport=PHONE, locale="en-GB").new_page()

    def late(route: Route) -> None:
        time.sleep(1)
        route.continue_()

    page.route("**/hx-sse*", late)
    page.goto(f"{opened.url}/c/{KEY}")

    expect(page.locator("#link-state")).to_have_text("live")


def test_a_silent_stream_is_noticed_and_left_for_a_new_one(
    browse: Callable[..., BrowserContext], opened: LiveServer
) -> None:
    page = browse(viewport=PHONE, locale="en-GB").new_page()
    page.clock.install()
    page.goto(f"{opened.url}/c/{KEY}")
    expect(page.locator("#link-state")).to_have_text("live")

    with page.expect_request("**/stream*"):
        # Half a minute in which the page hears nothing.
        page.clock.fast_forward(30_000)
        page.clock.run_for(10_000)

    expect(page.locator("#link-state")).to_have_text("live")


def test_without_scripts_the_page_shows_the_board_and_renews_itself(
    browse: Callable[..., BrowserContext], opened: LiveServer
) -> None:
    score(opened, "match-1", "education", "15")
    page = browse(viewport=PHONE, locale="en-GB", java_script_enabled=False).new_page()

    page.goto(f"{opened.url}/c/{KEY}")

    expect(row(page, "education")).to_contain_text("75.00")
    expect(page.locator("#link-state")).to_be_hidden()
    assert 'http-equiv="refresh" content="15"' in page.content()
    assert "renews itself every 15 seconds" in page.content()


# Text below 1/36 of the height, what hangs over the edges, and the room under the last row.
MEASURE = """() => {
  const root = document.documentElement;
  const small = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    const holder = text.parentElement;
    if (!text.data.trim() || holder.closest(".visually-hidden, .skip, script, noscript"))
      continue;
    if (!holder.checkVisibility()) continue;
    const type = parseFloat(getComputedStyle(holder).fontSize);
    if (type < innerHeight / 36 - 0.5) small.push([text.data.trim(), type]);
  }
  const last = document.querySelector(".row:last-child").getBoundingClientRect();
  return {
    small,
    over: [root.scrollWidth - innerWidth, root.scrollHeight - innerHeight],
    left: innerHeight - last.bottom,
  };
}"""


def test_nothing_scrolls_on_the_projector_and_no_type_is_below_a_36th_of_its_height(
    browse: Callable[..., BrowserContext], opened: LiveServer
) -> None:
    score(opened, "match-1", "education", "15")
    for width, height in ((1920, 1080), (1024, 768), (1280, 720), (3840, 2160)):
        page = browse(viewport={"width": width, "height": height}).new_page()
        page.goto(f"{opened.url}/c/{KEY}/screen")
        expect(page.locator(".row")).to_have_count(6)

        found = page.evaluate(MEASURE)

        assert found["small"] == []
        assert found["over"] == [0, 0]
        # Six teams fill the screen, and the last one is on it.
        assert 0 <= found["left"] < height / 8
