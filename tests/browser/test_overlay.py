"""The overlay in a broadcaster's browser: nobody touches it, and it leaves the picture free."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CLEAR = "rgba(0, 0, 0, 0)"
# Whatever is drawn: its edges, and how far they are from the picture's.
DRAWN = """() => [...document.querySelectorAll("#overlay, #overlay *")]
  .map(each => each.getBoundingClientRect())
  .filter(box => box.width > 1 && box.height > 1)
  .map(box => [box.left / innerWidth, box.top / innerHeight,
               1 - box.right / innerWidth, 1 - box.bottom / innerHeight])"""


@pytest.fixture
def air(browse, opened):
    """Open the overlay as OBS does: 1080p, in English."""

    def open_(query="", width=1920, height=1080):
        page = browse(viewport={"width": width, "height": height}, locale="en-GB").new_page()
        page.goto(f"{opened.url}/overlay?lang=en{query}")
        return page

    return open_


@pytest.mark.parametrize(
    ("width", "height"), [(1920, 1080), (1280, 720), (3840, 2160)], ids=["1080p", "720p", "4K"]
)
def test_it_keeps_to_the_lower_third_and_the_title_safe_area(air, opened, width, height):
    opened.score("match-1", "education", "15")
    opened.score("match-1", "team-2", "17")
    for query in ("", "&show=match&match=match-1", "&show=clock"):
        page = air(query, width, height)
        expect(page.locator("#overlay")).to_be_visible()

        for box in page.evaluate(DRAWN):
            left, top, right, bottom = box
            assert min(left, right, bottom) >= 0.05 - 0.001, (query, box)
            assert top >= 2 / 3, (query, box)
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_around_it_the_camera_is_seen(air):
    page = air()

    for element in ("html", "body", "main"):
        assert page.locator(element).evaluate("e => getComputedStyle(e).backgroundColor") == CLEAR
    assert page.locator("html").evaluate("e => getComputedStyle(e).colorScheme") == "normal"
    assert page.locator("#link-state").evaluate("e => e.getBoundingClientRect().width") <= 1


def test_it_follows_the_board_by_itself_and_through_a_restart(air, opened):
    board, match = air(), air("&show=match&match=match-1")

    opened.score("match-1", "education", "15")

    expect(board.locator(".standing .total")).to_have_text(["75.00"])
    expect(match.locator(".match-entry .total")).to_have_text(["75.00"])
    opened.server.kill()
    # On air nothing is seen of it: the last board stands.
    expect(board.locator("#link-state")).to_have_attribute("data-state", "reconnecting")
    expect(board.locator(".standing .total")).to_have_text(["75.00"])
    opened.release("frozen")
    opened.server.start_again()
    expect(board.locator(".state")).to_contain_text("frozen", timeout=60_000)
    expect(board.locator(".standing .total")).to_have_text(["75.00"])


def test_the_clock_goes(air):
    page = air("&show=clock")

    assert page.locator("#hour").text_content().strip()[2] == ":"


def test_of_a_competition_that_becomes_private_nothing_is_on_air_until_it_is_public_again(
    air, opened
):
    page = air()
    expect(page.locator("#overlay")).to_be_visible()

    opened.server.flask("competition", "visibility", opened.key, "private")
    expect(page.locator("#overlay")).to_be_hidden()
    # Nor where the page asks for news meanwhile, which it may have been about to do.
    with page.expect_response(lambda answer: answer.status == 404):
        page.evaluate("htmx.trigger(document.getElementById('overlay'), 'news', {}, false)")
    expect(page.locator("#overlay")).to_have_count(1)
    opened.server.flask("competition", "visibility", opened.key, "public")

    expect(page.locator("#overlay")).to_be_visible()
