"""A whole contest as three pages see it, each in both languages: phone, projector and overlay.

They are opened before the round and left alone to the end, also when the server is killed. At each
step they show what the organiser lets through, and nothing public says more. Their pictures go to
the folder that SHOTS names.
"""

import re
from collections.abc import Callable
from itertools import pairwise, product

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from competition.actions import reveal
from tests import factories
from tests.browser.contest import (
    BY,
    PHONE,
    PROJECTOR,
    TEAMS,
    Contest,
    Listener,
    fetched,
    first_event,
    is_live,
    is_on,
    open_round,
    picture,
    release_at,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
SIZES = {"phone": PHONE, "screen": PROJECTOR, "overlay": PROJECTOR}
PATHS = {"phone": "", "screen": "/screen", "overlay": "/overlay"}
# Where a page names the teams that have a place, best first, and where it gives their totals.
BOARD = {
    "phone": (".row[data-rank] .team", ".row[data-rank] .total"),
    "screen": (".row[data-rank] .team", ".row[data-rank] .total"),
    "overlay": (".standing .team", ".standing .total"),
}
REVEAL = BOARD | {"screen": (".reveal-name, .reveal-team", ".reveal-total, .reveal-points")}
Places = list[tuple[int, str, str]]


def without_middle(name: str) -> re.Pattern[str]:
    """The name, or the name without some words of its middle, as a narrow line shows it."""
    words = name.split(" ")
    cut = [
        f"{' '.join(words[:head])} … {' '.join(words[tail:])}"
        for head in range(1, len(words))
        for tail in range(head + 1, len(words))
    ]
    return re.compile(rf"^\s*({'|'.join(map(re.escape, [name, *cut]))})\s*$")


FIRST: Places = [(1, "education", "75.00")]
SECOND: Places = [(1, "team-2", "87.50"), (2, "education", "75.00")]
FROZEN: Places = [*SECOND[:1], (2, "team-3", "80.00"), (3, "education", "75.00")]
# Two teams share the fourth place.
FINAL: Places = [
    (1, "team-5", "92.50"),
    (2, "education", "90.00"),
    (3, "team-2", "87.50"),
    (4, "team-3", "80.00"),
    (4, "team-4", "80.00"),
    (6, "team-6", "57.50"),
]
STEPS = [FINAL[6:], FINAL[5:], FINAL[3:], FINAL[2:], FINAL[1:], FINAL]
# No board, no page and no stream has had them before they are revealed.
UNHEARD = {"92.50": "team-5", "90.00": "education", "57.50": "team-6"}


class Audience:
    """Six pages that nobody touches."""

    def __init__(self, contest: Contest, browse: Callable[..., BrowserContext]) -> None:
        self.contest = contest
        self.pages: dict[tuple[str, str], Page] = {}
        for kind, language in product(PATHS, LANGUAGES):
            page = browse(viewport=SIZES[kind], locale=LANGUAGES[language]).new_page()
            page.goto(contest.url + PATHS[kind])
            self.pages[kind, language] = page
        self.are_live()

    def of(self, kind: str) -> list[Page]:
        """Both pages of a kind."""
        return [page for (one, _), page in self.pages.items() if one == kind]

    def are_live(self) -> None:
        """All of them hear the server, within seconds."""
        for page in self.pages.values():
            is_live(page, 20_000)

    def are_cut_off(self) -> None:
        """All of them have noticed that the server is gone."""
        for page in self.pages.values():
            state = page.locator("#link-state")
            expect(state).to_have_attribute("data-state", "reconnecting", timeout=30_000)

    def are_told(self, zh: str, en: str) -> None:
        """Their boards show the result's release state."""
        for (kind, language), page in self.pages.items():
            state = page.locator(".state" if kind == "overlay" else ".release-badge")
            if kind == "screen" and not state.count():
                state = page.locator(".reveal")
            expect(state).to_contain_text({"zh": zh, "en": en}[language], timeout=20_000)

    def see(self, places: Places, where: dict[str, tuple[str, str]] = BOARD) -> None:
        """All of them show exactly these teams and totals, and nothing public says more."""
        for (kind, language), page in self.pages.items():
            names, totals = where[kind]
            said = [re.compile(rf"(?<![\d.]){re.escape(total)}$") for _, _, total in places]
            expect(page.locator(totals)).to_have_text(said, timeout=20_000)
            named = [TEAMS[team][language] for _, team, _ in places]
            shown = [without_middle(name) for name in named] if kind == "screen" else named
            expect(page.locator(names)).to_have_text(shown)
        self.are_not_ahead(places)

    def are_not_ahead(self, places: Places) -> None:
        """What is in the pages and at every public address has these places and no more."""
        snapshot = self.contest.snapshot()["stages"][0].get("standings", [])
        assert [(row["rank"], row["team"], row["total"]) for row in snapshot] == places
        unheard = set(UNHEARD) - {total for _, _, total in places}
        placed = {f"row-final-{team}": str(rank) for rank, team, _ in places}
        sources = {str(name): page.content() for name, page in self.pages.items()}
        boards = [str(("phone", language)) for language in LANGUAGES]
        for language in LANGUAGES:
            url = self.contest.url
            for path in ("", "/board", "/screen", "/overlay", "/teams", "/places"):
                sources[f"{path} {language}"] = fetched(f"{url}{path}?lang={language}")
            for team in UNHEARD.values():
                sources[f"{team} {language}"] = fetched(f"{url}/teams/{team}?lang={language}")
            for match in ("match-1", "match-3"):
                query = f"show=match&match={match}&lang={language}"
                sources[f"{match} {language}"] = fetched(f"{url}/overlay?{query}")
            for path in ("/stream", "/screen/stream"):
                address = f"{url}{path}?lang={language}"
                sources[f"{path} {language}"] = first_event(address).data
            boards += [f"{path} {language}" for path in ("", "/board", "/stream")]
        sources["names"] = fetched(self.contest.api)
        for name, source in sources.items():
            assert [found for total in unheard if (found := said(source, total))] == [], name
        for name in boards:
            assert rows(sources[name]) == placed, name

    def listeners(self) -> list[Listener]:
        """One to each stream."""
        paths = ("/stream", "/screen/stream")
        return [Listener(f"{self.contest.url}{path}?lang=zh") for path in paths]

    def pictures(self, name: str) -> None:
        """A picture of each."""
        for (kind, language), page in self.pages.items():
            picture(page, f"{name}-{kind}-{language}")


def said(source: str, total: str) -> str:
    """A number standing alone in a text, with what is around it; "" if it is not there."""
    found = re.search(rf".{{0,60}}(?<![\d.]){re.escape(total)}(?!\d).{{0,60}}", source)
    return found[0] if found else ""


def totals(source: str) -> list[str]:
    """The totals in a stream's message, in its order: of a board or of a reveal."""
    pattern = r'(?:<li class="row[^>]*data-total="|class="reveal-(?:total|points)">)([\d.]+)'
    return re.findall(pattern, source)


def totals_of(places: Places) -> list[str]:
    return [total for _, _, total in places]


def rows(source: str) -> dict[str, str]:
    """The rows of a board's source that have a place, and the place."""
    found = re.findall(r'<li class="row[^"]*" id="([^"]+)"[^>]*?data-rank="(\d+)"', source)
    return dict(found)


def test_three_pages_follow_a_contest_from_the_opening_to_the_result(
    hold: Callable[..., Contest],
    desk_of: Callable[..., Page],
    browse: Callable[..., BrowserContext],
) -> None:
    contest = hold(factories.sample())
    desk = desk_of(contest)
    hall = Audience(contest, browse)
    hall.see([])
    hall.pictures("01-before")

    open_round(desk)
    release_at(desk, contest, "live")
    hall.are_told("实时", "Live standings")
    hall.see([])
    hall.pictures("02-live")
    contest.score("match-1", "education", "15")
    hall.see(FIRST)
    contest.score("match-1", "team-2", "17.5")
    hall.see(SECOND)
    for page in (*hall.of("phone"), *hall.of("screen")):
        expect(page.locator("#row-final-education .move")).to_contain_text("▼1")
    hall.pictures("03-moved")
    contest.score("match-2", "team-3", "16")
    hall.see(FROZEN)

    # Frozen: the sheets go on coming in, and nobody is told by anything.
    release_at(desk, contest, "frozen")
    hall.are_told("封榜", "frozen")
    listeners = hall.listeners()
    stood = [listener.first() for listener in listeners]
    before = contest.snapshot()
    contest.score("match-2", "team-4", "16")
    contest.score("match-3", "team-5", "18.5")
    contest.score("match-3", "team-6", "11.5")
    contest.score("match-1", "education", "18", base=1)
    hall.see(FROZEN)
    hall.pictures("04-frozen")

    # A pulled plug in the middle of it: the pages come back by themselves, and know no more.
    contest.server.kill()
    assert [listener.to_the_end() for listener in listeners] == [[state] for state in stood]
    hall.are_cut_off()
    hall.pictures("05-cut-off")
    contest.server.start_again()
    hall.are_live()
    hall.see(FROZEN)
    assert contest.snapshot() == before

    listeners = hall.listeners()
    assert [listener.first() for listener in listeners] == stood
    desk.goto(f"{contest.desk}/round/final/round-1/closed")
    desk.get_by_role("button", name="Close the round").click()
    expect(desk).to_have_url(contest.desk)
    hall.see(FROZEN)
    assert contest.snapshot() == before

    # Step by step, forward and back, and nobody is ahead of the hall.
    desk.goto(f"{contest.desk}/show/reveal/final")
    desk.get_by_label("Yes, begin the reveal").check()
    desk.get_by_role("button", name="Begin the reveal").click()
    for page in hall.of("screen"):
        is_on(page, "reveal")
    hall.see(STEPS[0], REVEAL)
    hall.pictures("06-reveal-0")
    way = [0, 1, 2, 1, 0, 1, 2]
    for at, to in pairwise(way):
        lead(desk, at, to)
        hall.see(STEPS[to], REVEAL)
        hall.pictures(f"06-reveal-{to}")

    # The plug once more; the step made in the dark is what the pages come back to.
    contest.server.kill()
    told = [totals_of(FROZEN), *(totals_of(STEPS[step]) for step in way)]
    for listener in listeners:
        assert [totals(state.data) for state in listener.to_the_end()] == told
    hall.are_cut_off()
    with contest.elsewhere():
        reveal.step_reveal(contest.key, 2, 3, BY)
    contest.server.start_again()
    hall.are_live()
    hall.see(STEPS[3], REVEAL)
    hall.pictures("06-reveal-3")
    desk.goto(f"{contest.desk}/show")
    lead(desk, 3, 4)
    hall.see(STEPS[4], REVEAL)
    hall.pictures("06-reveal-4")

    # The last step is the publication.
    lead(desk, 4, 5)
    hall.see(STEPS[5], REVEAL)
    hall.are_told("最终结果", "Final result")
    hall.pictures("07-published")

    # Marks are shown on the projector; the others keep to the result.
    desk.goto(f"{contest.desk}/show/marks/match-3")
    desk.get_by_label("Yes, this is what the public should see").check()
    desk.get_by_role("button", name="Show the marks").click()
    for page in hall.of("screen"):
        is_on(page, "marks")
        expect(page.locator(".shown-marks-total")).to_contain_text(["92.50", "57.50"])
    hall.pictures("08-marks")
    desk.get_by_role("button", name="Hide the marks of match 3").click()
    for page in hall.of("screen"):
        is_on(page, "board")
    hall.see(FINAL)
    hall.pictures("09-board")


def lead(desk: Page, at: int, to: int) -> None:
    """Make the reveal's next step, or the one back, by its button."""
    expect(desk.locator(f".presenter-buttons input[name=at][value='{at}']").first).to_be_attached()
    desk.get_by_role("button", name="Next step" if to > at else "Step back").click()
