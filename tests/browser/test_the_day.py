"""A day at the table on six screens and a phone, from the first bell to an appeal that is upheld.

王芳 runs it from the control room. 李娜 is the head judge, Jo Amsel and Noor have tablets, 张伟
marks on paper; a tablet lies between the sides, a projector hangs above them. After every step the
exported file, counted again by `flask recount`, is what the public board says.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from competition.actions import sheets, tables
from competition.store import queries
from competition.store import tables as table_store
from tests import factories
from tests.browser.contest import BY, PHONE, PROJECTOR, TABLET, Contest, picture
from tests.browser.tablet import number
from tests.conftest import sit_down
from tests.factories import text

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

CLERKS = ("陈晓", "赵敏")
OPENING = {
    "key": "opening",
    "name": text("开场陈述", "Opening"),
    "seconds": 1,
    "runs": "each",
}
BARGAINING = {
    "key": "bargaining",
    "name": text("集体协商", "Bargaining"),
    "seconds": 900,
    "runs": "shared",
}
OVERTIME = {"grace": 0, "bands": [{"to": 600, "points": "0.5"}, {"to": None, "points": "1"}]}
MARKS = {  # Law and poise, for the side of labour and for the employer's.
    "li-na": (("8", "8.5"), ("7", "7.5")),
    "zhang-wei": (("7.5", "8"), ("8", "7")),
    "jo": (("6", "7"), ("7.5", "7.5")),
    "noor": (("9", "8.5"), ("6.5", "7")),
}


def day() -> dict[str, Any]:
    """One stage of two matches, shown live; Noor sits nowhere yet."""
    whole = factories.league(sheets=[])
    final = whole["stages"][1]
    del final["carry"]
    round_ = final["rounds"][0]
    (last,) = round_["matches"]
    pairs = {"one": ("metro", "bus"), "two": ("post", "rail")}
    round_["matches"] = [
        {
            **last,
            "key": key,
            "entries": [
                {"team": team, "side": side}
                for team, side in zip(pair, ("labour", "employer"), strict=True)
            ],
        }
        for key, pair in pairs.items()
    ]
    whole["stages"] = [{**final, "release": "live"}]
    whole["judges"].append({"key": "noor", "name": text("Noor")})
    whole["clock"] = {"phases": [OPENING, BARGAINING], "overtime": OVERTIME}
    return whole


class Day:
    """The people of the day and their screens."""

    def __init__(self, held: Contest, desk: Page, browse: Callable[..., BrowserContext]) -> None:
        self.held, self.desk, self._browse = held, desk, browse
        self.phone = self.screen(held.url, PHONE)
        self.projector = self.screen(f"{held.url}/screen", PROJECTOR)

    def screen(self, address: str, size: Any = TABLET) -> Page:
        """A device of its own at this address."""
        page = self._browse(viewport=size, locale="en-GB", has_touch=True).new_page()
        page.goto(address)
        return page

    def tablet_of(self, judge: str) -> Page:
        """A judge's own tablet."""
        with self.held.elsewhere():
            found = queries.find_judge(queries.find_competition(self.held.key), judge)
            link = f"{self.held.server.url}/j/{found.token}"
        page = self._browse(viewport=TABLET, locale="en-GB", has_touch=True).new_page()
        sit_down(page, link)
        return page

    def table(self) -> Page:
        """The tablet between the sides of the first match."""
        with self.held.elsewhere():
            made = tables.make_table(self.held.key, "1", BY)
            tables.put_match_on(self.held.key, made, "one", BY)
            (table,) = table_store.tables_of(queries.find_competition(self.held.key))
            token = table.token
        return self.screen(f"{self.held.server.url}/t/{token}")

    def clerk(self, name: str) -> Page:
        """A clerk signed in on a machine of the own."""
        page = self.screen(f"{self.held.server.url}/sign-in")
        page.fill("[name=name]", name)
        page.fill("[name=password]", factories.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/clerk")
        return page

    def go(self, path: str) -> Page:
        """A page of 王芳's."""
        self.desk.goto(self.held.desk + path)
        return self.desk

    def submit(self, judge: str, match: str, teams: dict[str, tuple[str, str]]) -> None:
        """A judge's program submits these sheets."""
        with self.held.elsewhere():
            found = queries.find_judge(queries.find_competition(self.held.key), judge)
            for team, marks in teams.items():
                given = dict(zip(("law", "poise"), marks, strict=True))
                body = {"marks": given, "state": "submitted", "base_version": 0}
                sheets.write_sheet(found, self.held.key, match, team, body, factories.new_key())

    def exported(self) -> Any:
        """The competition's file as it is now."""
        done = self.held.server.flask("competition", "export", self.held.key)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def counts_again(self) -> Any:
        """The stage of the public board, which a recount of the export gives as well."""
        file = json.dumps(self.exported(), ensure_ascii=False)
        done = self.held.server.flask("recount", "-", typed=file)
        assert done.returncode == 0, done.stderr
        (counted,), (shown,) = json.loads(done.stdout)["stages"], self.held.snapshot()["stages"]
        assert shown == counted
        return shown


@pytest.fixture
def at_the_table(
    hold: Callable[..., Contest],
    desk_of: Callable[..., Page],
    browse: Callable[..., BrowserContext],
) -> Day:
    """The round is open, everybody sits, the bell has not rung."""
    held = hold(day())
    held.give_accounts(dict.fromkeys(CLERKS, "clerk"))
    return Day(held, desk_of(held, "/control"), browse)


def confirm_correction(desk: Page) -> None:
    """The page that says what of a published result moves, answered yes."""
    expect(desk.locator("h1")).to_have_text("Correct a published result?")
    desk.get_by_role("button", name="Correct the published result").click()


def the_bell(at: Day, table: Page) -> None:
    """Both sides speak for longer than they may; one overtime is waived, the other deducted."""
    desk = at.go("/control?match=one")
    desk.get_by_role("button", name="Clock", exact=True).click()
    clock = desk.locator("[data-clock-controls]")
    for side in ("labour", "employer"):
        clock.get_by_role(
            "button", name="Start" if side == "labour" else "To the other side"
        ).click()
        for page in (desk, table, at.projector):
            face = page.locator(f"[data-clock-side={side}]").first
            expect(face.get_by_text(re.compile("Over time by"))).to_be_visible(timeout=30_000)
            if page is at.projector:
                picture(page, f"day-clock-{side}")
    picture(table, "day-table-clock")
    picture(desk, "day-control")
    clock.get_by_role("button", name="Stop").click()
    expect(clock.get_by_role("button", name="Start")).to_be_visible()
    clock.get_by_role("button", name="Next phase").click()
    for page in (table, at.projector):
        expect(page.locator("[data-clock-phase]").first).to_contain_text("Bargaining")
    shown = at.counts_again()

    desk = at.go("/matches/one/overtime")
    waived = desk.locator(".overtime-forms").first
    waived.get_by_label("Reason").fill("The microphone was off.")
    waived.get_by_role("button", name="Waive it").click()
    expect(desk.locator("main")).to_contain_text("The microphone was off.")
    assert at.exported().get("deductions", []) == []
    desk.get_by_role("button", name="Deduct 0.5 points").last.click()
    picture(desk, "day-overtime")
    (deduction,) = at.exported()["deductions"]
    assert (deduction["team"], deduction["points"], deduction["phase"]) == ("bus", "0.5", "opening")
    assert at.counts_again() == shown  # Nobody has a total yet.


def a_message(at: Day, tablet: Page) -> None:
    """王芳 asks Jo for a sheet; Jo reads it, and she sees that."""
    desk = at.go("/messages")
    desk.locator("select[name=to]").select_option("judge/jo")
    desk.locator("input[name=text]").fill("Please submit the team of labour.")
    desk.get_by_role("button", name="Send the message").click()
    bar = tablet.locator("[data-message-bar]")
    expect(bar).to_contain_text("Please submit the team of labour.", timeout=20_000)
    picture(tablet, "day-message")
    bar.get_by_role("button").tap()
    expect(bar).to_be_hidden()
    expect(desk.locator(".sent-messages")).to_contain_text("everybody has read it")


def an_agreement(at: Day, table: Page, tablet: Page) -> None:
    """The words of both sides, signed on the glass; the head judge sees them beside the marks."""
    point = table.locator("[data-point=rise]")
    point.get_by_label("agreed in part").check(force=True)
    point.locator("textarea").fill("Three per cent from May.")
    expect(point.locator("[data-state]")).to_have_text("Saved")
    for side, name in (("labour", "陈晨"), ("employer", "林秀英")):
        signing = table.locator(f"[data-signing={side}]")
        signing.get_by_label("Name of the person signing").fill(name)
        field = signing.locator("svg")
        field.scroll_into_view_if_needed()
        box = field.bounding_box()
        assert box is not None
        table.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.3 * box["height"])
        table.mouse.down()
        for step in range(1, 8):
            table.mouse.move(
                box["x"] + (0.2 + 0.08 * step) * box["width"],
                box["y"] + (0.3 + 0.05 * (step % 3)) * box["height"],
            )
        table.mouse.up()
        signing.get_by_role("button", name="Sign", exact=True).click()
        expect(table.locator("[data-signatures]")).to_contain_text(name)
    picture(table, "day-agreement")
    (agreement,) = at.exported()["agreements"]
    assert [each["side"] for each in agreement["signed"]] == ["labour", "employer"]
    agreed = tablet.get_by_text("1 of 1 settled, signed by both sides").first
    expect(agreed).to_be_visible(timeout=20_000)
    agreed.tap()
    expect(tablet.get_by_text("Three per cent from May.").first).to_be_visible()
    picture(tablet, "day-agreement-judge")
    agreed.tap()


def score(tablet: Page, teams: dict[str, tuple[str, str]]) -> None:
    """A judge fills the sheets in on the tablet and submits them."""
    for team, marks in teams.items():
        for dimension, mark in zip(("law", "poise"), marks, strict=True):
            number(tablet, team, dimension).fill(mark)
    tablet.get_by_role("button", name="Review and submit").tap()
    tablet.locator("[data-submit]").tap()
    expect(tablet.get_by_role("heading", name="Received. Thank you")).to_be_visible()


def a_paper_sheet(at: Day) -> None:
    """Two clerks type 张伟's sheets; in one cell they differ, and 王芳 looks at the paper."""
    key = at.held.key
    for name in CLERKS:
        page = at.clerk(name)
        for team, marks in zip(("metro", "bus"), MARKS["zhang-wei"], strict=True):
            address = f"{at.held.server.url}/clerk/{key}/one/{team}/zhang-wei"
            page.goto(address)
            for dimension, mark in zip(("law", "poise"), marks, strict=True):
                slip = name == CLERKS[1] and (team, dimension) == ("metro", "poise")
                page.locator(f"[name={dimension}]").fill("6" if slip else mark)
            page.get_by_role("button", name="Save").click()
            expect(page).not_to_have_url(address)
        page.close()
    desk = at.go("/paper")
    picture(desk, "day-paper")
    sheets = {
        (sheet["match"], sheet["team"]): sheet
        for sheet in at.exported()["sheets"]
        if sheet["judge"] == "zhang-wei"
    }
    assert sheets.keys() == {("one", "bus")}
    assert sheets["one", "bus"]["entered_by"] == list(CLERKS)
    desk = at.go("/paper/one/metro/zhang-wei/decide")
    picture(desk, "day-paper-decide")
    desk.locator(f"input[type=radio][value='{MARKS['zhang-wei'][0][1]}']").check(force=True)
    desk.get_by_role("button", name="Decide").click()
    expect(desk.locator("main")).to_contain_text("1 of 4")


def a_conference(at: Day, head: Page, jo: Page) -> None:
    """The panel sees its sheets side by side; Jo revises one mark; then all are locked."""
    head.goto(f"{at.held.server.url}/judge/matches/one/conference")
    head.get_by_role("button", name="Open the conference").tap()
    jo.goto(f"{at.held.server.url}/judge/matches/one/conference")
    expect(jo.locator(".panel-sheets")).to_have_count(2)
    picture(jo, "day-conference")
    jo.get_by_role("link", name="Change my marks").tap()
    number(jo, "metro", "law").fill("7.5")
    jo.get_by_role("button", name="Review and submit").tap()
    jo.locator("[data-submit]").tap()
    expect(jo.get_by_role("heading", name="Received. Thank you")).to_be_visible()
    head.get_by_role("button", name="Close the conference and lock every sheet").tap()
    expect(head.get_by_text("The conference is closed.")).to_be_visible()
    sheet = next(
        sheet
        for sheet in at.exported()["sheets"]
        if (sheet["judge"], sheet["team"], sheet["match"]) == ("jo", "metro", "one")
    )
    assert sheet["marks"]["law"] == "7.5"
    assert sheet["history"][-1]["marks"]["law"] == "6"


def a_judge_is_replaced(at: Day) -> Page:
    """Jo has marked one side of the second match; Noor comes for the other. Noor's tablet."""
    at.submit("jo", "two", {"post": MARKS["jo"][0]})
    desk = at.go("/matches/two/replace/jo")
    desk.locator("select[name=comes]").select_option("of/noor")
    desk.locator("input[type=radio][value=keep]").first.check(force=True)
    desk.locator("input[type=radio][value=renew]").check(force=True)
    desk.get_by_label("Reason").fill("Jo fell ill.")
    desk.get_by_role("button", name="Replace the judge").click()
    expect(desk.locator("main")).to_contain_text("The judge is replaced.")
    picture(desk, "day-replaced")
    noor = at.tablet_of("noor")
    noor.goto(f"{at.held.server.url}/judge/matches/two")
    return noor


def a_team_withdraws(at: Day) -> None:
    """The 铁路队 goes home; its place is nobody's, its marks stay."""
    desk = at.go("/withdraw/rail")
    desk.locator("select[name=since]").select_option(index=1)
    desk.get_by_label("Reason").fill("They had to catch a train.")
    desk.get_by_role("button", name="Confirm").click()
    shown = at.counts_again()
    assert [row["team"] for row in shown["unranked"]] == ["rail"]
    assert any(sheet["team"] == "rail" for sheet in at.exported()["sheets"])
    expect(at.phone.locator("main")).to_contain_text("withdrawn", timeout=20_000)


def publish(at: Day) -> None:
    """The round is closed; the result is public, and provisional for half an hour."""
    desk = at.go("/round/final/final-round/closed")
    desk.get_by_role("button", name="Close the round").click()
    desk = at.go("/release/final/published")
    desk.get_by_role("checkbox", name="Yes, this is what the public should see").check()
    desk.get_by_role("button", name="Set it to").click()
    desk = at.go("/control")
    desk.get_by_role("button", name="Board", exact=True).click()
    for page in (at.phone, at.projector):
        expect(page.locator("#stage-final")).to_contain_text("Provisional until", timeout=20_000)


def an_appeal(at: Day, before: Any) -> None:
    """The 公交队 says that its overtime was the steward's fault, and is right."""
    on_phone = at.phone.locator("#stage-final")
    desk = at.go("/appeals")
    desk.get_by_label("Team that appeals").select_option("bus")
    desk.get_by_label("What it is about").select_option("final/one")
    desk.get_by_label("What the team claims").fill("The steward asked us to wait.")
    desk.get_by_role("button", name="File the appeal").click()
    confirm_correction(desk)
    expect(on_phone).to_contain_text("Provisional: an appeal is open.", timeout=20_000)
    assert at.counts_again()["provisional"]
    for state, words in (
        ("heard", "The steward and both teams were heard."),
        ("upheld", "The steward confirms it."),
    ):
        desk.get_by_label("What was done").select_option(state)
        desk.get_by_label("What was heard or decided, and why").fill(words)
        picture(desk, f"day-appeal-{state}")
        desk.get_by_role("button", name="Record").click()
        if state == "heard":
            expect(desk.locator("h1")).to_contain_text("heard")
    confirm_correction(desk)
    picture(desk, "day-appeal")

    desk.get_by_role("link", name=re.compile("^Withdraw the deduction")).first.click()
    desk.get_by_role("button", name="Withdraw").click()
    confirm_correction(desk)
    after = at.counts_again()
    totals = [
        {row["team"]: row["total"] for row in stage["standings"]} for stage in (before, after)
    ]
    assert float(totals[1].pop("bus")) == pytest.approx(float(totals[0].pop("bus")) + 0.5)
    assert totals[0] == totals[1]
    for page in (at.phone, at.projector):
        expect(page.locator("#stage-final .corrections")).to_contain_text("appeal 1")
        picture(page, f"day-corrected-{page.viewport_size['width']}")  # type: ignore[index]


def test_a_day_from_the_first_bell_to_an_appeal_that_is_upheld(at_the_table: Day) -> None:
    at = at_the_table
    table = at.table()
    head, jo = at.tablet_of("li-na"), at.tablet_of("jo")
    for tablet in (head, jo):
        tablet.goto(f"{at.held.server.url}/judge/matches/one")

    the_bell(at, table)
    a_message(at, jo)
    an_agreement(at, table, head)
    score(head, dict(zip(("metro", "bus"), MARKS["li-na"], strict=True)))
    score(jo, dict(zip(("metro", "bus"), MARKS["jo"], strict=True)))
    at.counts_again()
    a_paper_sheet(at)
    assert len(at.counts_again()["standings"]) == 2
    a_conference(at, head, jo)
    at.counts_again()

    noor = a_judge_is_replaced(at)
    score(noor, {"rail": MARKS["noor"][1]})
    head.goto(f"{at.held.server.url}/judge/matches/two")
    score(head, {"post": ("8.5", "8"), "rail": ("6.5", "7")})
    at.submit("zhang-wei", "two", dict(zip(("post", "rail"), MARKS["zhang-wei"], strict=True)))
    assert len(at.counts_again()["standings"]) == 4

    a_team_withdraws(at)
    publish(at)
    an_appeal(at, at.counts_again())
    told = at.held.server.flask("audit", "verify", at.held.key)
    assert told.returncode == 0, told.stderr
