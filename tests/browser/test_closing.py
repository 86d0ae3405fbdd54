"""Closing in a real Chromium: four people sign on devices of their own; a second count is equal."""

import copy
import json

from playwright.sync_api import expect

from tests import factories
from tests.browser import contest
from tests.conftest import sit_down

SEMI = "/closing/semi"


def closed_league():
    whole = factories.league()
    whole["stages"][1]["rounds"][0]["state"] = "closed"
    return whole


def test_the_second_count_is_equal_and_says_where_a_tampered_file_differs(hold, desk_of, tmp_path):
    league = hold(closed_league())
    desk = desk_of(league, SEMI)

    desk.get_by_role("button", name="Count again").click()
    expect(desk.locator("#recount")).to_contain_text("Equal: the second count gives the same")
    with desk.expect_download() as exported:
        desk.evaluate(f"location.href = '{league.desk}/export'")
    file = json.loads(exported.value.path().read_text(encoding="utf-8"))
    tampered = copy.deepcopy(file)
    sheet = next(each for each in tampered["sheets"] if each["team"] == "rail")
    sheet["marks"]["law"] = "9"
    path = tmp_path / "from-a-stick.json"
    path.write_text(json.dumps(tampered), encoding="utf-8")

    desk.locator("[data-stick]").set_input_files(path)

    expect(desk.locator("#recount")).to_contain_text("Not equal")
    expect(desk.locator(".is-different")).to_have_count(1)
    expect(desk.locator(".is-different")).to_contain_text("铁路队")

    file["scoring"]["bonus"] = "1"
    path.write_text(json.dumps(file), encoding="utf-8")
    desk.locator("[data-stick]").set_input_files(path)
    expect(desk.locator("#recount")).to_contain_text("Not counted")
    expect(desk.locator("#recount")).not_to_contain_text("Equal")


def test_the_second_count_asks_the_server_nothing_once_the_page_has_a_file(hold, desk_of, tmp_path):
    league = hold(closed_league())
    desk = desk_of(league, SEMI)
    path = tmp_path / "file.json"
    path.write_text(json.dumps(closed_league()), encoding="utf-8")
    asked = []
    desk.on("request", lambda request: asked.append(request.url))

    desk.context.set_offline(True)
    desk.locator("[data-stick]").set_input_files(path)

    expect(desk.locator("#recount")).to_contain_text("Equal")
    # Chromium itself fetches the tab's icon, whenever it finds the time.
    assert [url for url in asked if "/static/icon.svg" not in url] == []


def test_four_people_sign_and_the_page_says_so(hold, house, desk_of, browse):
    league = hold(closed_league())
    league.give_accounts({"刘强": "organiser", "周敏": "observer"})
    desk = desk_of(league, SEMI)
    desk.get_by_role("link", name="Ask for the signatures").click()
    desk.get_by_label("Yes, this is the result").check()
    desk.get_by_role("button", name="Ask for the signatures").click()
    short = desk.locator(".digest-short").inner_text()
    desk.get_by_role("link", name="Sign as Scorekeeper").click()
    desk.get_by_label("Yes, this is the result").check()
    desk.get_by_role("button", name="Sign as Scorekeeper").click()
    expect(desk.locator(".signature-line")).to_have_count(1)

    for name, role in (("刘强", "Checker"), ("周敏", "Observer")):
        page = browse(locale="en-GB", viewport=contest.TABLET).new_page()
        page.goto(f"{house.url}/sign-in")
        page.fill("[name=name]", name)
        page.fill("[name=password]", factories.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/organiser")
        page.goto(league.desk + SEMI)
        page.get_by_role("link", name=f"Sign as {role}").click()
        page.get_by_label("Yes, this is the result").check()
        page.get_by_role("button", name=f"Sign as {role}").click()
        expect(page.get_by_role("status").first).to_contain_text("Your signature is kept.")

    links = json.loads(house.flask("judge", "links", league.key, "--base", house.url).stdout)
    tablet = browse(locale="en-GB", viewport=contest.TABLET, has_touch=True).new_page()
    sit_down(tablet, next(each["url"] for each in links if each["judge"] == "li-na"))
    tablet.get_by_role("link", name="Look at the result").click()
    expect(tablet.locator(".digest-short")).to_have_text(short)
    tablet.get_by_role("button", name="Confirm the result").click()
    expect(tablet.get_by_role("status").last).to_contain_text("You have confirmed this result")

    desk.reload()
    expect(desk.get_by_text("This result is signed.")).to_be_visible()
    expect(desk.locator(".signature.is-signed")).to_have_count(4)
