"""From the last mark to the zip: what the hall takes home, as 王芳 and the others make it.

A contest with a written test, a semi-final and a final that carry one another, with weights of
the judges' categories, deductions and marks of single contestants. 李娜 submits the last sheet on
her tablet; four people sign; the awards are revealed; the papers, the workbook and the zip are
downloaded, and other programs read them.
"""

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests import factories
from tests.browser.contest import PROJECTOR, TABLET, Contest, fetched, is_on, picture, release_at
from tests.conftest import sit_down
from tests.factories import text
from tests.why.recompute import printed, recompute

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

TEAMS = {
    "metro": (text("地铁队", "Metro Team"), text("市总工会", "City Union")),
    "bus": (text("公交队", "Bus Team"), text("市总工会", "City Union")),
    "post": (text("邮政队", "Post Team"), text("通信工会", "Union of Communication")),
    "rail": (text("铁路队", "Rail Team"), text("铁路工会", "Railway Union")),
}
PEOPLE = {
    "metro": (text("陈晨", "Chen Chen"), text("林琳", "Lin Lin")),
    "bus": (text("赵敏", "Zhao Min"), text("孙浩", "Sun Hao")),
    "post": (text("欧阳静", "Ouyang Jing"), text("何勇", "He Yong")),
    "rail": (text("高山", "Gao Shan"), text("马兰", "Ma Lan")),
}
PAIRS = {"third-place": ("bus", "rail"), "last": ("metro", "post")}
PANEL = ("li-na", "zhang-wei", "jo")
MARKS = {  # Law and teamwork in the final, by the panel's judges in their order.
    "metro": (("9", "8"), ("8.5", "9"), ("9", "8.5")),
    "bus": (("7", "7.5"), ("7.5", "7"), ("8", "7")),
    "post": (("9.5", "9"), ("9", "9"), ("8.5", "9.5")),
    "rail": (("6.5", "8"), ("7", "7.5"), ("7", "8")),
}
PERSONAL = {"metro": ("8", "7"), "bus": ("6", "7"), "post": ("9", "8"), "rail": ("7", "6")}
SIGNERS = {"checker": "刘强", "observer": "周敏"}


def contest_before_the_last_mark() -> dict[str, Any]:
    """The contest with its final open, where 李娜 has not marked the 邮政队 yet."""
    whole = factories.contest()
    whole["rubric"]["personal"] = {"max": "10", "step": "1"}
    whole["rubric"]["dimensions"][1]["name"] = text("团队协作", "Teamwork")
    whole["scoring"] |= {
        "category_weights": {"professional": "0.6", "academic": "0.4"},
        "round_at": ["total"],
    }
    for team in whole["teams"]:
        team["name"], team["organisation"] = TEAMS[team["key"]]
        for member, name in zip(team["members"], PEOPLE[team["key"]], strict=True):
            member["name"] = name
    for judge in whole["judges"]:
        is_academic = judge["key"] in ("zhang-wei", "sam")
        judge["category"] = "academic" if is_academic else "professional"
    written, semi, final = whole["stages"]
    written["release"] = semi["release"] = "published"
    last = final["rounds"][0]["matches"][0]
    small_final = {
        **last,
        "key": "third-place",
        "entries": [
            {"team": team, "side": side}
            for team, side in zip(PAIRS["third-place"], ("labour", "employer"), strict=True)
        ],
    }
    final["rounds"][0]["matches"] = [small_final, last]
    whole["deductions"] = [
        {"match": "semi-2", "team": "rail", "points": "0.5", "reason": text("超时", "Over time")},
        {
            "match": "last",
            "team": "post",
            "points": "0.25",
            "reason": text("离席", "Left early"),
        },
    ]
    submitted = {"state": "submitted", "version": 1, "submitted_at": "2026-05-01T16:00:00+08:00"}
    whole["sheets"] += [
        {
            "match": match,
            "team": team,
            "judge": judge,
            "marks": dict(zip(("law", "poise"), marks, strict=True)),
            "personal": {f"{team}-{n}": mark for n, mark in enumerate(PERSONAL[team], start=1)},
            **submitted,
        }
        for match, pair in PAIRS.items()
        for team in pair
        for judge, marks in zip(PANEL, MARKS[team], strict=True)
        if (team, judge) != ("post", "li-na")
    ]
    return whole


class Evening:
    """The people who close the contest, their devices, and what they take home."""

    def __init__(
        self, contest: Contest, desk: Page, browse: Callable[..., BrowserContext], folder: Path
    ) -> None:
        self.contest, self.desk, self.browse, self.folder = contest, desk, browse, folder

    def go(self, path: str) -> Page:
        """A page of the organiser's."""
        self.desk.goto(self.contest.desk + path)
        return self.desk

    def download(self, touch: Locator) -> bytes:
        """What the desk's browser keeps after this touch."""
        with self.desk.expect_download() as started:
            touch.click()
        kept: bytes = started.value.path().read_bytes()
        return kept

    def told(self, *arguments: str) -> Any:
        """The answer of a `flask` command that succeeds."""
        done = self.contest.server.flask(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def tablet_of(self, judge: str) -> Page:
        """A judge's own tablet."""
        link = next(
            each["url"]
            for each in self.told(
                *("judge", "links", self.contest.key, "--base", self.contest.server.url)
            )
            if each["judge"] == judge
        )
        page = self.browse(locale="en-GB", viewport=TABLET, has_touch=True).new_page()
        sit_down(page, link)
        return page

    def account_of(self, name: str) -> Page:
        """Somebody signed in on a device of their own."""
        page = self.browse(locale="en-GB", viewport=TABLET).new_page()
        page.goto(f"{self.contest.server.url}/sign-in")
        page.fill("[name=name]", name)
        page.fill("[name=password]", factories.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/organiser")
        return page

    def standings(self) -> list[Any]:
        """The published stages."""
        stages: list[Any] = self.contest.snapshot()["stages"]
        return stages


@pytest.fixture
def evening(
    hold: Callable[..., Contest],
    desk_of: Callable[..., Page],
    browse: Callable[..., BrowserContext],
    tmp_path: Path,
) -> Evening:
    """王芳 at her desk, 刘强 and 周敏 with accounts; the last sheet is still missing."""
    contest = hold(contest_before_the_last_mark())
    contest.give_accounts({SIGNERS["checker"]: "organiser", SIGNERS["observer"]: "observer"})
    return Evening(contest, desk_of(contest), browse, tmp_path)


def submit_the_last_sheet(tablet: Page, contest: Contest) -> None:
    """李娜 marks the 邮政队 and its two contestants, looks at it again and submits."""
    tablet.goto(f"{contest.server.url}/judge/matches/last")
    for dimension, mark in zip(("law", "poise"), MARKS["post"][0], strict=True):
        field = f"[data-sheet='post'] [data-dimension='{dimension}'] input.figure"
        tablet.locator(field).fill(mark)
    for number, mark in enumerate(PERSONAL["post"], start=1):
        contestant = tablet.locator(f"[data-contestant='post-{number}']")
        contestant.locator(f"label:has(input[value='{mark}'])").tap()
    tablet.locator("[data-to-review]").tap()
    tablet.locator("[data-submit]").tap()
    tablet.wait_for_url("**/receipt*")


def sign(page: Page, contest: Contest, role: str) -> None:
    """Somebody signs the final's result on the closing page."""
    page.goto(f"{contest.desk}/closing/final")
    page.get_by_role("link", name=f"Sign as {role}").click()
    page.get_by_label("Yes, this is the result").check()
    page.get_by_role("button", name=f"Sign as {role}").click()
    expect(page.get_by_role("status").first).to_contain_text("Your signature is kept.")


def close_and_sign(evening: Evening, tablet: Page) -> str:
    """A second count, then four signatures; the short form of what was signed."""
    desk = evening.go("/closing/final")
    desk.get_by_role("button", name="Count again").click()
    expect(desk.locator("#recount")).to_contain_text("Equal: the second count gives the same")
    desk.get_by_role("link", name="Ask for the signatures").click()
    desk.get_by_label("Yes, this is the result").check()
    desk.get_by_role("button", name="Ask for the signatures").click()
    short = desk.locator(".digest-short").inner_text()
    sign(desk, evening.contest, "Scorekeeper")
    for role, name in SIGNERS.items():
        sign(evening.account_of(name), evening.contest, role.capitalize())
    tablet.goto(f"{evening.contest.server.url}/judge")
    tablet.get_by_role("link", name="Look at the result").tap()
    expect(tablet.locator(".digest-short")).to_have_text(short)
    tablet.get_by_role("button", name="Confirm the result").tap()
    expect(tablet.get_by_role("status").last).to_contain_text("You have confirmed this result")
    desk.reload()
    expect(desk.get_by_text("This result is signed.")).to_be_visible()
    expect(desk.locator(".signature.is-signed")).to_have_count(4)
    desk.locator(".signatures").scroll_into_view_if_needed()
    picture(desk, "closing-signed")
    return short


def winner_names(file: Any, award: Any, language: str) -> list[str]:
    """The winners of an award that a program decided, as people call them."""
    called = {team["key"]: team["name"] for team in file["teams"]}
    for team in file["teams"]:
        called |= {member["key"]: member["name"] for member in team["members"]}
    return [
        winner["organisation"][language]
        if "organisation" in winner
        else called[winner.get("team") or winner["member"]][language]
        for winner in award["winners"]
    ]


def reveal_awards(evening: Evening, screen: Page, file: Any, awards: list[Any]) -> None:
    """From the last award to the first, each one's name and then its winners from the last."""
    desk = evening.go("/show/awards")
    desk.get_by_role("button", name="Black").click()
    is_on(screen, "black")
    names = {award["key"]: award["name"] for award in file["awards"]}
    for award in reversed(awards):
        name = names[award["key"]]
        expect(desk.locator("#presenter-title")).to_contain_text(name["en"])
        expect(desk.locator(".clock-now")).to_contain_text("not begun")
        desk.get_by_role("button", name="Show the award's name").click()
        is_on(screen, "award")
        expect(screen.locator("#award-title")).to_contain_text(name["zh"])
        expect(screen.locator(".award-winners")).to_have_count(0)
        last = len(award["winners"])
        for step, name in enumerate(reversed(winner_names(file, award, "zh")), start=1):
            expect(screen.locator("main")).not_to_contain_text(name)
            desk.get_by_role(
                "button", name="Show the winner" if last == 1 else "Next winner"
            ).click()
            expect(screen.locator(".award-winners").first).to_contain_text(name)
            picture(screen, f"award-{award['key']}-{step}")
    expect(desk.locator("#show")).to_contain_text("No award is waiting to be revealed.")


def on_the_public_page(evening: Evening, locale: str) -> list[tuple[str, list[str]]]:
    """The awards and their winners as anybody reads them."""
    page = evening.browse(locale=locale).new_page()
    page.goto(f"{evening.contest.url}/awards")
    picture(page, f"public-awards-{locale}")
    found = [
        (part.locator("h2").inner_text(), part.locator("p.team").all_inner_texts())
        for part in page.locator(".public-award").all()
    ]
    page.close()
    return found


def paper(evening: Evening, kind: str, language: str, part: str = "") -> list[str]:
    """Download a print and look at each of its pages; their texts without blanks."""
    page = evening.go("/prints")
    page.locator("[name=lang]").select_option(language)
    page.locator("[name=part]").select_option(part)
    pdf = evening.download(page.locator(f"button[name=kind][value={kind}]"))
    assert pdf.startswith(b"%PDF")
    pictures = pypdfium2.PdfDocument(pdf)
    for number, sheet in enumerate(pictures, start=1):
        image = sheet.render(scale=1).to_pil()
        tones = image.convert("L").histogram()
        ink = sum(tones[:128]) / sum(tones)
        assert 0.002 < ink < 0.5, f"{kind}-{language}, page {number}: {ink:.4f} of it is dark"
        image.save(evening.folder / f"{kind}-{language}-{number}.png")
    pictures.close()
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return ["".join(each.extract_text().split()) for each in pages]


def check_every_proof(evening: Evening, file: Any) -> None:
    """Another program recomputes each team's total in each stage, from the marks of the file."""
    rule = file["scoring"]
    marked = {
        (sheet["match"], sheet["judge"], sheet["team"]): sheet["marks"] for sheet in file["sheets"]
    }
    for stage in evening.standings():
        assert stage["standings"]
        for row in stage["standings"]:
            address = f"{evening.contest.url}/teams/{row['team']}/{stage['stage']}/why.json"
            total, _ = recompute(json.loads(fetched(address)))
            assert printed(total, rule["decimals"], rule["rounding"]) == row["total"]
    final = evening.standings()[-1]
    path, done = evening.folder / "contest.json", set()
    for row in final["standings"]:
        proof = evening.told("why", str(path), row["team"])
        total, reached = recompute(proof)
        assert printed(total, rule["decimals"], rule["rounding"]) == row["total"] == proof["total"]
        assert proof["final"]
        marks = [step for step in proof["steps"] if step["does"] == "mark"]
        assert {step["match"] for step in marks} & set(PAIRS)
        assert {step["match"] for step in marks} & {"semi-1", "semi-2"}
        for step in marks:
            mark = marked[step["match"], step["judge"], row["team"]][step["dimension"]]
            assert Fraction(step["value"]) == Fraction(mark)
            assert step["id"] in reached
        done |= {step["does"] for step in proof["steps"]}
    assert {"weigh", "times", "minus", "points", "round"} <= done


def check_workbook(evening: Evening, winner: str) -> None:
    """An office program opens the workbook without a complaint and finds the winner."""
    book = evening.folder / "book.xlsx"
    workbook = evening.go("/results").get_by_role("link", name="Workbook (.xlsx)")
    book.write_bytes(evening.download(workbook))
    if shutil.which("soffice") is None:
        return
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{evening.folder}/profile"
    done = subprocess.run(
        [
            *("soffice", "--headless", profile, "--convert-to", every_sheet),
            *("--outdir", str(evening.folder), str(book)),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "error" not in done.stderr.lower()
    final = (evening.folder / "book-Final.csv").read_text(encoding="utf-8").splitlines()
    assert final[1].startswith(f"1,{winner},")


def check_zip(evening: Evening) -> None:
    """The zip's sums hold, and its file recounts to what is published; its proofs too."""
    zipped = evening.download(evening.go("/publish").get_by_role("link", name="Download the zip"))
    folder = evening.folder / "unzipped"
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    (sums,) = folder.rglob("SHA256SUMS")
    root, named = sums.parent, {"SHA256SUMS"}
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((root / name).read_bytes()).hexdigest() == digest
        named.add(name)
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert there == named
    recounted = evening.told("recount", str(root / "competition.json"))
    assert recounted == json.loads((root / "standings.json").read_text(encoding="utf-8"))
    assert recounted["stages"] == evening.standings()
    for stage in recounted["stages"]:
        for row in stage["standings"]:
            proof = root / "proofs" / f"stage-{stage['stage']}-team-{row['team']}.json"
            recompute(json.loads(proof.read_text(encoding="utf-8")))
    reader = evening.browse().new_page()
    for language in ("zh", "en"):
        reader.goto((root / language / "stage-final.html").as_uri())
        expect(reader.locator("main")).to_contain_text(TEAMS["post"][0][language])
        picture(reader, f"site-final-{language}")


def test_from_the_last_mark_to_the_zip(evening: Evening) -> None:
    contest = evening.contest
    screen = evening.browse(viewport=PROJECTOR, reduced_motion="reduce").new_page()
    screen.goto(f"{contest.url}/screen")

    tablet = evening.tablet_of("li-na")
    submit_the_last_sheet(tablet, contest)
    desk = evening.go("/round/final/final-round/closed")
    desk.get_by_role("button", name="Close the round").click()
    expect(desk).to_have_url(contest.desk)
    release_at(desk, contest, "published")
    final = evening.standings()[-1]
    assert final["complete"]
    assert final["standings"][0]["team"] == "post"
    short = close_and_sign(evening, tablet)

    # The usual awards, revealed in the hall: what the program decides is what the hall sees.
    desk = evening.go("/awards-suggested")
    desk.get_by_role("button", name="Add these awards").click()
    path = evening.folder / "contest.json"
    exported = contest.server.flask("competition", "export", contest.key, "--out", str(path))
    assert exported.returncode == 0, exported.stderr
    file = json.loads(path.read_text(encoding="utf-8"))
    awards = evening.told("awards", str(path))["awards"]
    assert {award["by"] for award in awards} == {"rank", "personal", "dimension", "organisation"}
    assert all(award["final"] and award["winners"] for award in awards)
    assert on_the_public_page(evening, "en-GB") == []
    reveal_awards(evening, screen, file, awards)
    for locale, language in (("en-GB", "en"), ("zh-CN", "zh")):
        names = [award["name"][language] for award in file["awards"]]
        decided = [winner_names(file, award, language) for award in awards]
        assert on_the_public_page(evening, locale) == list(zip(names, decided, strict=True))

    # On paper, in both languages.
    for language in ("zh", "en"):
        certificates = paper(evening, "certificates", language)
        assert len(certificates) == sum(len(award["winners"]) for award in awards)
        for award in awards:
            for name in winner_names(file, award, language):
                assert any(name.replace(" ", "") in page for page in certificates), name
        summary = "".join(paper(evening, "panel-summary", language, "stage/final"))
        assert TEAMS["post"][0][language].replace(" ", "") in summary
        assert short.replace(" ", "") in summary
        for signer in (factories.ORGANISER, *SIGNERS.values(), "李娜"):
            assert signer in summary

    check_every_proof(evening, file)
    check_workbook(evening, TEAMS["post"][0]["en"])
    check_zip(evening)
    assert contest.server.flask("audit", "verify", contest.key).returncode == 0
