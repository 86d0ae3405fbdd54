"""From two spreadsheets to the first open round: what an organiser does in the days before.

Six zones of eight teams and 40 judges are imported, a written test is set up and its scores
pasted, each zone's semi-final is planned and drawn in front of the projector, panels are proposed
and mended, the programme is looked at as it prints, and the first round is opened.
"""

import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from competition import document
from competition.file_types import Document
from tests.browser.contest import PROJECTOR, Contest, is_on, picture, press_clicker
from tests.browser.spreadsheets import (
    JUDGES,
    TEAMS_A_ZONE,
    ZONES,
    team_names,
    write_judges,
    write_teams,
)
from tests.conftest import LiveServer
from tests.factories import CHAOYANG, new_key

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

KEY = "city-2027"


class Office:
    """The organiser's laptop in the days before the contest, and the projector at the draw."""

    def __init__(self, server: LiveServer, page: Page, screen: Page, folder: Path) -> None:
        self.server, self.page, self.screen, self.folder = server, page, screen, folder
        self.contest = Contest(server, KEY)
        self.names: dict[str, str] = {}

    def go(self, path: str) -> Page:
        """A page of the contest's."""
        self.page.goto(self.contest.desk + path)
        return self.page

    def save(self, name: str = "Save") -> None:
        """The page's main button."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def file(self) -> Document:
        """The contest as it is now."""
        whole: Document = self.contest.file()
        return whole

    def stage_part(self, key: str) -> Any:
        """One of the file's stages."""
        return next(stage for stage in self.file()["stages"] if stage["key"] == key)

    def free_judge(self, matches: list[Any], match: Any) -> str:
        """The name of a judge who is free then, no head judge, and fits the match's third seat."""
        together = [each for each in matches if each["starts"] == match["starts"]]
        busy = {judge for each in together for judge in each["panel"]}
        judges = {judge["key"]: judge for judge in self.file()["judges"]}
        wanted = judges[match["panel"][2]]["category"]
        return next(
            judge["name"]["zh"]
            for key, judge in judges.items()
            if key not in busy
            and judge["category"] == wanted
            and not judge.get("head")
            and not judge.get("conflicts")
        )

    def mark(self, match: Any) -> None:
        """The first judge of a match saves a mark for its first team."""
        links = json.loads(self.server.flask("judge", "links", KEY).stdout)
        token = next(link["token"] for link in links if link["judge"] == match["panel"][0])
        marks = {"issue_grasp": "15"}
        body = {"marks": marks, "state": "draft", "base_version": 0}
        address = f"{self.contest.api}/sheets/{match['key']}/{match['entries'][0]['team']}"
        request = urllib.request.Request(
            address,
            data=json.dumps(body).encode(),
            method="PUT",
            headers={
                "Authorization": f"Bearer {token}",
                "Idempotency-Key": new_key(),
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.status == 200

    def create(self) -> None:
        """A new contest with the final's rubric; it is made public, for the hall to watch."""
        self.page.goto(f"{self.server.url}/organiser/new")
        self.page.locator("[name=name-en]").fill("The city's contest")
        self.page.locator("[name=key]").fill(KEY)
        self.page.locator("[name=rules_of]").select_option(CHAOYANG)
        self.save("Create")
        self.go("/details").locator("[name=starts]").fill("2027-05-20T09:00")
        self.save()
        self.go("/visibility/public")
        self.page.locator("main form button.primary").click()

    def import_list(self, kind: str, file: Path, verdicts: str) -> None:
        """Import a spreadsheet; `verdicts` is what the button says."""
        self.go(f"/lists/{kind}").locator("input[type=file]").set_input_files(file)
        self.save("Show what will happen")
        self.save(verdicts)

    def stage(self, name: str, **fields: str) -> str:
        """Make a stage; returns its key."""
        self.go("/new/stages").locator("[name=name-en]").fill(name)
        for field, value in fields.items():
            place = self.page.locator(f"[name={field}]")
            if place.evaluate("field => field.tagName") == "SELECT":
                place.select_option(value)
            else:
                place.fill(value)
        self.save()
        return self.file()["stages"][-1]["key"]

    def plan_round(self, stage: str, name: str, first: str, room: str) -> None:
        """Plan four matches that follow each other in one room."""
        page = self.go("/programme/round")
        page.locator("[name=where]").select_option(f"{stage}/")
        page.locator("[name=matches]").fill("4")
        page.locator("[name=name-en]").fill(name)
        page.locator("[name=day]").fill("2027-05-20")
        page.locator("[name=first]").fill(first)
        page.locator("[name=minutes]").fill("40")
        page.locator("[name=rooms]").fill(room)
        self.save("Plan these matches")

    def draw(self, stage: str, round_: str, zone: str) -> None:
        """Draw one zone's matches, ball by ball, in front of the projector."""
        page = self.go(f"/draws/{stage}/{round_}/teams?zone={zone}")
        self.save("See what will be drawn")
        expect(page.locator("#preview")).to_contain_text("8 teams are drawn into 4 matches.")
        self.save("Commit")
        self.save("Show the commitment on the projector")
        is_on(self.screen, "draw")
        page.get_by_label("The next captain's words").fill(f"公平公正 {zone}")
        page.get_by_role("button", name="Send to the projector").first.click()
        expect(self.screen.locator(".draw-hall")).to_contain_text("公平公正")
        page.get_by_label("The words are complete: draw now").check()
        self.save("Draw")
        for team in self.file()["draws"][-1]["result"]:
            expect(page.locator(".presenter-next")).to_contain_text(self.names[team])
            press_clicker(page)
            expect(self.screen.locator(".draw")).to_contain_text(self.names[team])
        # The laptop has had its answer too.
        expect(page.locator(".presenter-next")).not_to_contain_text(self.names[team])


@pytest.fixture
def office(
    live_server: LiveServer, browse: Callable[..., BrowserContext], tmp_path: Path
) -> Office:
    """王芳 has set herself up by the link that the terminal shows."""
    found = re.search(r"http\S+/set-up/\S+", live_server.terminal)
    assert found, live_server.terminal
    page = browse(locale="en-GB", viewport={"width": 1366, "height": 768}).new_page()
    page.goto(found[0])
    page.get_by_label("Your name").fill("王芳")
    page.get_by_label("Password").fill("ten geese fly over the lake")
    page.get_by_role("button", name="Set up and continue").click()
    expect(page).to_have_url(f"{live_server.url}/organiser")
    screen = browse(viewport=PROJECTOR, locale="zh-CN", reduced_motion="reduce").new_page()
    write_teams(tmp_path / "teams.xlsx")
    write_judges(tmp_path / "judges.xlsx")
    return Office(live_server, page, screen, tmp_path)


def test_from_two_spreadsheets_to_the_first_open_round(office: Office) -> None:
    office.create()
    office.import_list("teams", office.folder / "teams.xlsx", "Import: 48 new")
    office.go("/zones").get_by_role("button", name="Make them zones").click()
    office.import_list("judges", office.folder / "judges.xlsx", f"Import: {JUDGES} new")
    zones = [zone["key"] for zone in office.file()["zones"]]
    office.names = {team["key"]: team["name"]["zh"] for team in office.file()["teams"]}
    assert len(zones) == len(ZONES)

    written = office.stage("Written test", kind="paper", max="100", per="team")
    semi = office.stage("Semi-finals", **{"carry-0-stage": written, "carry-0-weight": "0.1"})
    final = office.stage("Final")
    office.go(f"/stages/{semi}").locator("[name=advance_to]").select_option(final)
    office.page.locator("[name=advance_top]").fill("1")
    office.save()

    # The scores of the written test are pasted as they stand in the spreadsheet.
    scores = [f"{name}\t{60 + number / 2:g}" for number, name in enumerate(team_names())]
    page = office.go("/lists/scores")
    page.locator("textarea").fill("\n".join(["代表队\t成绩", *scores]))
    office.save("Show what will happen")
    office.save("Import: 48 new")
    assert len(office.stage_part(written)["scores"]) == len(ZONES) * TEAMS_A_ZONE

    for number, name in enumerate(ZONES, start=1):
        office.plan_round(semi, f"Semi-final {number} {name}", "09:00", f"Hall {number}")
    rounds = [round_["key"] for round_ in office.stage_part(semi)["rounds"]]
    office.screen.goto(f"{office.contest.url}/screen")
    for round_, zone in zip(rounds, zones, strict=True):
        office.draw(semi, round_, zone)
    exported = office.folder / "exported.json"
    exported.write_bytes(document.write_file(office.file()))
    verified = office.server.flask("draw", "verify", str(exported))
    assert [
        (each["ok"], each["reason"], each["followed"])
        for each in json.loads(verified.stdout)["draws"]
    ] == [(True, None, True)] * len(ZONES)
    assert verified.returncode == 0

    # Panels of three with both categories; one is mended by hand with the keyboard.
    page = office.go(f"/panels/{semi}")
    page.get_by_text("How panels should be, and propose").click()
    page.locator("#size").fill("3")
    for field in page.locator("[name^=mix_]").all():
        field.fill("1")
    office.save("Propose panels")
    office.save("Put 24 panels in place")
    matches = [m for round_ in office.stage_part(semi)["rounds"] for m in round_["matches"]]
    assert {len(match["panel"]) for match in matches} == {3}
    assert {match["room"]["en"] for match in matches} == {f"Hall {n}" for n in range(1, 7)}
    seat = page.locator(f"[data-seat='{matches[0]['key']}/2']")
    free = office.free_judge(matches, matches[0])
    seat.focus()
    page.keyboard.press("Delete")
    expect(seat).to_contain_text("free")
    seat.focus()
    page.keyboard.press("Enter")
    page.keyboard.insert_text(free)
    page.keyboard.press("Enter")
    expect(seat).to_contain_text(free)

    # The programme, as it prints.
    page = office.go("/programme")
    expect(page.get_by_text("Hall 6").first).to_be_visible()
    assert page.pdf(format="A4", landscape=True).startswith(b"%PDF")
    picture(page, "programme")

    office.go(f"/round/{semi}/{rounds[0]}/open")
    page.get_by_role("button", name="Open the round").click()
    expect(page).to_have_url(office.contest.desk)
    assert office.stage_part(semi)["rounds"][0]["state"] == "open"

    # The same lists again change nothing.
    before = office.file()
    for kind in ("teams", "judges"):
        page = office.go(f"/lists/{kind}")
        page.locator("input[type=file]").set_input_files(office.folder / f"{kind}.xlsx")
        office.save("Show what will happen")
        expect(page.locator("tr.is-new, tr.is-changed, tr.is-wrong")).to_have_count(0)
        expect(page.get_by_role("button", name=re.compile("^Import: "))).to_have_count(0)
    assert office.file() == before

    # Next year's contest has the set-up and no mark.
    office.mark(matches[0])
    assert len(office.file()["sheets"]) == 1
    page = office.go("/copy")
    page.locator("[name=key]").fill("city-2028")
    page.locator("main form button.primary").click()
    copied = office.server.flask("competition", "export", "city-2028")
    copy = document.read_file(copied.stdout.encode())
    assert (copy["sheets"], "draws" in copy, len(copy["teams"])) == ([], False, 48)
    assert "scores" not in copy["stages"][0]
