"""The draw in front of the hall: the organiser's page and the projector side by side."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from competition.draw.verify import verify_draws
from tests.browser.contest import (
    MEASURE,
    PHONE,
    PROJECTOR,
    WELL_LAID_OUT,
    Contest,
    fetched,
    is_live,
    is_on,
    press_clicker,
)
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.cup import NAMES, cup

pytestmark = pytest.mark.browser


@pytest.fixture
def held(hold: Callable[..., Contest]) -> Contest:
    """The cup before its draw, on the real server."""
    return hold(cup())


@pytest.fixture
def screen(held: Contest, browse: Callable[..., BrowserContext]) -> Page:
    """The projector, in English, for people who want little motion."""
    page = browse(viewport=PROJECTOR, locale="en-GB", reduced_motion="reduce").new_page()
    page.goto(f"{held.url}/screen")
    is_live(page)
    return page


def is_accessible(page: Page) -> None:
    """axe-core finds nothing."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN, [TAGS, False]) == []


def is_well_laid_out(screen: Page) -> None:
    """Everything is large enough for the last row, and nothing hangs over."""
    assert screen.evaluate(MEASURE) == WELL_LAID_OUT
    is_accessible(screen)


def test_a_draw_from_the_commitment_to_the_proof(
    held: Contest,
    screen: Page,
    desk_of: Callable[..., Page],
    browse: Callable[..., BrowserContext],
) -> None:
    desk = desk_of(held, "/draws")
    desk.get_by_role("link", name="Draw opponents and sides…").first.click()
    desk.get_by_label("Teams of one zone do not meet").check()
    desk.get_by_role("button", name="See what will be drawn").click()
    expect(desk.locator("#preview")).to_contain_text("6 teams are drawn into 3 matches.")
    is_accessible(desk)
    desk.get_by_role("button", name="Commit", exact=True).click()
    desk.get_by_role("button", name="Show the commitment on the projector").click()

    # The promise, large.
    is_on(screen, "draw")
    commitment = held.file()["draws"][0]["commitment"]
    expect(screen.locator(".draw-large span")).to_have_count(16)
    shown = "".join(screen.locator(".draw-large span").all_inner_texts())
    assert shown == commitment
    is_well_laid_out(screen)

    # The words, one captain after another.
    for words, so_far in (("公平", "公平"), ("Fair play", "公平 Fair play")):
        desk.get_by_label("The next captain's words").fill(words)
        desk.get_by_role("button", name="Send to the projector").first.click()
        expect(screen.locator(".draw-hall")).to_have_text(so_far)
    is_well_laid_out(screen)
    is_accessible(desk)
    desk.get_by_label("The words are complete: draw now").check()
    desk.get_by_role("button", name="Draw", exact=True).click()
    expect(desk.locator(".presenter-now")).to_contain_text("no ball yet")
    draw = held.file()["draws"][0]
    result, secret = draw["result"], draw["secret"]
    assert secret not in fetched(held.api) + fetched(f"{held.url}/screen")

    # One ball at a time with the clicker; nobody is ahead of the projector.
    for step, team in enumerate(result, start=1):
        expect(desk.locator(".presenter-next")).to_contain_text(NAMES[team])
        press_clicker(desk)
        expect(screen.locator(f"#drawn-{(step + 1) // 2}")).to_contain_text(NAMES[team])
        public = fetched(held.api)
        assert secret not in public
        for later in result[step:]:
            expect(screen.locator(".draw")).not_to_contain_text(NAMES[later])
    is_well_laid_out(screen)
    expect(screen.locator(".draw-list li")).to_have_count(2)
    press_clicker(desk, "PageUp")
    expect(screen.locator(".draw")).not_to_contain_text(NAMES[result[-1]])

    # Whoever comes late, and the projector after a restart, see the same.
    held.server.kill()
    held.server.start_again()
    late = browse(viewport=PROJECTOR, locale="zh-CN").new_page()
    late.goto(f"{held.url}/screen")
    for page in (late, screen):
        is_live(page)
        expect(page.locator(".draw-name").first).to_have_text(NAMES[result[4]])
        expect(page.locator(".draw")).not_to_contain_text(NAMES[result[5]])

    # The end: all matches, the seed, the secret, and the line that recomputes it.
    desk.reload()
    press_clicker(desk)
    expect(desk.locator(".presenter-next")).to_contain_text("All matches, with secret and seed")
    press_clicker(desk)
    expect(screen.locator(".draw-proof")).to_contain_text(secret)
    expect(screen.locator(".draw-proof")).to_contain_text("flask draw verify")
    expect(screen.locator(".draw-list li")).to_have_count(3)
    is_well_laid_out(screen)
    expect(desk.get_by_text("commitment and result hold")).to_be_visible()
    is_accessible(desk)
    phone = browse(viewport=PHONE, locale="en-GB").new_page()
    phone.goto(held.url)
    phone.get_by_role("link", name="Draw", exact=True).click()
    expect(phone.locator(".drawn-matches li")).to_have_count(3)
    expect(phone.locator(".drawn-proof")).to_contain_text(secret)
    is_accessible(phone)
    desk.get_by_role("link", name="Record of the draw").click()
    expect(desk.get_by_role("cell", name=NAMES[result[0]])).to_be_visible()
    is_accessible(desk)
    (verdict,) = verify_draws(held.file())
    assert verdict == ("draw-1", True, None, True)
