"""The Chaoyang final from the first link to the recount, as everybody at the venue sees it.

Its pictures go to `shots/` when SHOTS is set, so that a person can look through the day.
"""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import factories
from tests.browser.contest import (
    PHONE,
    PROJECTOR,
    TABLET,
    Contest,
    fetched,
    open_round,
    picture,
    release_at,
)
from tests.conftest import LiveServer, sit_down

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

KEY = factories.CHAOYANG
TABLE = {
    "match-1": ("education", "team-2"),
    "match-2": ("team-3", "team-4"),
    "match-3": ("team-5", "team-6"),
}
STRENGTH = {
    "education": 18.5,
    "team-2": 16,
    "team-3": 17,
    "team-4": 15.5,
    "team-5": 16.5,
    "team-6": 14,
}


def mark(judge: int, team: str, dimension: int) -> str:
    """What judge number `judge` gives: near the team's strength, everybody a little different."""
    steps = (judge * 3 + dimension * 2) % 5 - 2
    return f"{min(20.0, STRENGTH[team] + steps * 0.5):g}"


class Hall:
    """The people and the screens of one afternoon."""

    def __init__(self, server: LiveServer, browse: Callable[..., BrowserContext]) -> None:
        self.server = server
        self.browse = browse
        self.contest = Contest(server, KEY)
        self.set_up = self._printed(r"(http\S+/set-up/\S+)")[0]
        self.cards = self._printed(r"(http\S+/j/\S+)")

    def _printed(self, pattern: str) -> list[str]:
        found = re.findall(pattern, self.server.terminal)
        assert found, self.server.terminal
        # The terminal names the venue's address; the test machine speaks to itself.
        return [re.sub(r"^http://[^/]+", self.server.url, address) for address in found]

    def open(self, address: str, *, size: dict[str, int], locale: str = "zh-CN") -> Page:
        page = self.browse(viewport=size, locale=locale).new_page()
        page.goto(address)
        return page

    def organiser(self) -> Page:
        """王芳 sets herself up by the one-time link and comes to the competition's day."""
        page = self.open(self.set_up, size=TABLET, locale="en-GB")
        page.fill("[name=name]", factories.ORGANISER)
        page.fill("[name=password]", factories.PASSWORD)
        page.get_by_role("button", name="Set up").click()
        expect(page).to_have_url(re.compile("/organiser"))
        page.goto(f"{self.server.url}/organiser/c/{KEY}")
        picture(page, "01-organiser-day")
        return page

    def judges(self) -> list[Page]:
        """Seven judges open their cards' links, each on a tablet of their own."""
        pages = [self.browse(viewport=TABLET, locale="zh-CN").new_page() for _ in self.cards]
        for page, card in zip(pages, self.cards, strict=True):
            sit_down(page, card)
        return pages

    def public(self, path: str) -> str:
        """What anybody can fetch at a public address."""
        return fetched(self.server.url + path)


@pytest.fixture
def hall(live_server: LiveServer, browse: Callable[..., BrowserContext]) -> Hall:
    """The venue before the first guest."""
    return Hall(live_server, browse)


def score(judge: Page, number: int, match: str, server: LiveServer, *, bonus: float = 0) -> None:
    """One judge marks both teams of a match by the page, reviews, submits and sees the receipt."""
    judge.goto(f"{server.url}/judge/matches/{match}{'?change=1' if bonus else ''}")
    for team in TABLE[match]:
        for place, dimension in enumerate(factories.DIMENSIONS):
            given = f"{max(0.0, float(mark(number, team, place)) - bonus):g}"
            field = judge.locator(
                f"[data-sheet='{team}'] [data-dimension='{dimension}'] input.figure"
            )
            field.fill(given)
    judge.locator("[data-to-review]").click()
    judge.locator("[data-submit]").click()
    judge.wait_for_url("**/receipt")


def test_the_chaoyang_final_from_the_first_link_to_the_recount(hall: Hall) -> None:
    server = hall.server
    phone = hall.open(f"{server.url}/", size=PHONE)
    screen = hall.open(f"{server.url}/c/{KEY}/screen", size=PROJECTOR)
    guest = hall.open(f"{server.url}/c/{KEY}", size=PHONE, locale="en-GB")
    for page in (phone, screen):
        expect(page.locator("body")).to_contain_text("朝阳区总工会集体协商竞赛决赛")
        expect(page.locator(".row")).to_have_count(0)
    picture(phone, "02-phone-hidden")
    picture(screen, "03-screen-hidden")

    organiser = hall.organiser()
    open_round(organiser)
    organiser.goto(f"{server.url}/organiser/c/{KEY}/wall")
    progress = organiser

    judges = hall.judges()
    expect(judges[0].locator("body")).to_contain_text("评委一")
    picture(judges[0], "04-judge-home")

    # The first match, scored while the stage is hidden: nothing public moves by a byte.
    before = hall.public(f"/c/{KEY}/board"), hall.public(f"/api/v1/competitions/{KEY}/snapshot")
    for number, judge in enumerate(judges, start=1):
        score(judge, number, "match-1", server)
        if number == 1:
            picture(judge, "05-judge-receipt")
    assert before == (
        hall.public(f"/c/{KEY}/board"),
        hall.public(f"/api/v1/competitions/{KEY}/snapshot"),
    )
    expect(progress.locator("body")).to_contain_text("14 of 42 sheets")
    picture(progress, "06-progress")

    # Released live: both pages show the two teams by themselves, then each change.
    desk = hall.browse(viewport=TABLET, locale="en-GB").new_page()
    desk.goto(f"{server.url}/sign-in")
    desk.fill("[name=name]", factories.ORGANISER)
    desk.fill("[name=password]", factories.PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    release_at(desk, hall.contest, "live")
    for page in (phone, screen, guest):
        expect(page.locator(".row[data-rank]")).to_have_count(2)
        expect(page.locator("#row-final-education")).to_have_attribute("data-rank", "1")

    for match, shown in (("match-2", 4), ("match-3", 6)):
        for number, judge in enumerate(judges, start=1):
            score(judge, number, match, server)
        for page in (phone, screen, guest):
            expect(page.locator(".row[data-rank]")).to_have_count(shown)
        picture(phone, f"07-phone-live-{shown}")
        picture(screen, f"08-screen-live-{shown}")

    # Frozen: two more sheets of each team of a match, and nothing moves in public.
    release_at(desk, hall.contest, "frozen")
    for page in (phone, screen, guest):
        expect(page.locator(".release-frozen")).to_have_count(1)
    picture(phone, "09-phone-frozen")
    picture(screen, "10-screen-frozen")
    frozen = hall.public(f"/c/{KEY}/board"), hall.public(f"/api/v1/competitions/{KEY}/snapshot")
    # What has just changed is marked for twenty seconds.
    for page in (phone, screen):
        expect(page.locator(".just-changed")).to_have_count(0, timeout=60_000)
    shown_before = phone.locator(".board").inner_html(), screen.locator(".board").inner_html()
    for number in (1, 2):
        score(judges[number - 1], number, "match-1", server, bonus=7)
    assert frozen == (
        hall.public(f"/c/{KEY}/board"),
        hall.public(f"/api/v1/competitions/{KEY}/snapshot"),
    )
    phone.wait_for_timeout(1500)
    assert shown_before == (
        phone.locator(".board").inner_html(),
        screen.locator(".board").inner_html(),
    )

    # Published: everything is there, in both languages.
    old_total = phone.locator("#row-final-education").get_attribute("data-total")
    release_at(desk, hall.contest, "published")
    for page in (phone, screen, guest):
        expect(page.locator(".release-published")).to_have_count(1)
        expect(page.locator(".row[data-rank]")).to_have_count(6)
    assert phone.locator("#row-final-education").get_attribute("data-total") != old_total
    expect(phone.locator("body")).to_contain_text("朝阳区教育工会联合代表队")
    expect(guest.locator("body")).to_contain_text("Chaoyang Education Union Joint Team")
    picture(phone, "11-phone-published")
    picture(screen, "12-screen-published")
    picture(guest, "13-guest-published-en")

    # Anybody recounts it from the exported file, and finds exactly what was published.
    file = server.data_dir.parent / "final.json"
    exported = server.flask("competition", "export", KEY, "--out", str(file))
    assert exported.returncode == 0, exported.stderr
    recounted = server.flask("recount", str(file))
    assert recounted.returncode == 0, recounted.stderr
    published = hall.contest.snapshot()
    assert json.loads(recounted.stdout)["stages"] == published["stages"]
    rows = published["stages"][0]["standings"]
    on_the_phone = phone.locator(".row[data-rank]").evaluate_all(
        "rows => rows.map(row => [row.dataset.rank, row.id, row.dataset.total])"
    )
    assert on_the_phone == [
        [str(row["rank"]), f"row-final-{row['team']}", row["total"]] for row in rows
    ]
    assert server.flask("audit", "verify", KEY).returncode == 0
