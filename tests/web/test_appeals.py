"""The appeal desk, the record of corrections and the ledger, as the organiser meets them."""

import re

import pytest

from competition.actions import deductions, rounds, sheet_locks, sheets, stage_release
from competition.actions.corrections import Confirmation, confirming
from competition.store import queries, snapshots
from competition.store.transactions import writing
from tests import factories
from tests.factories import ORGANISER, league

HERE = "/organiser/c/league"
ENGLISH = {"Accept-Language": "en"}
BY = f"organiser {ORGANISER}"
CLAIM = {
    "team": "bus",
    "matter": "semi/semi-1",
    "about": "fact",
    "claim": "The overtime was not ours.",
    "public_reason": "An appeal is being decided.",
}


@pytest.fixture(autouse=True)
def published(app, load):
    """The league; its semi-final is published with an hour for appeals."""
    load(league())
    with app.app_context():
        stage_release.set_release("league", "semi", "published", BY, minutes_for_appeals=60)


def words(response) -> str:
    """What a page says, on one line, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def confirm(client, address, data):
    """Send a form, and once more as the page of the correction asks for it."""
    asked = client.submit(address, data, headers=ENGLISH)
    (digest,) = re.findall(r'name="correction" value="(\w+)"', asked.text)
    done = client.submit(address, {**data, "correction": digest}, headers=ENGLISH)
    assert done.status_code == 303
    return asked, done


def filed(client):
    return confirm(client, f"{HERE}/appeals", CLAIM)[1].location


def decide(client, state, said):
    data = {"state": state, "words": said, "public_reason": "The appeal has been decided."}
    if state == "heard":
        assert client.submit(f"{HERE}/appeals/appeal-1", data).status_code == 303
    else:
        confirm(client, f"{HERE}/appeals/appeal-1", data)


def board(client):
    return words(client.get("/c/league", headers=ENGLISH))


def test_an_appeal_is_filed_heard_and_upheld_and_the_board_says_provisional_meanwhile(
    organiser_client, client
):
    assert "Provisional until" in board(client)

    address = filed(organiser_client)
    assert address.endswith("/appeals/appeal-1")
    assert "Provisional: an appeal is open." in board(client)
    assert "overtime" not in board(client)

    decide(organiser_client, "heard", "Both teams were heard.")
    decide(organiser_client, "upheld", "The timekeeper confirms it.")

    page = words(organiser_client.get(address, headers=ENGLISH))
    assert "upheld" in page
    assert "organiser 王芳" in page
    assert page.index("The overtime was not ours.") < page.index("Both teams were heard.")
    assert "an appeal is open" not in board(client)


def test_the_page_of_an_appeal_has_every_sheet_of_the_entry_and_where_it_stands(
    organiser_client, app
):
    with app.app_context(), confirming(Confirmation("Corrected")):
        deductions.add_deduction("league", "semi-1", "bus", "1.5", "31 seconds over time", BY)
    page = words(organiser_client.get(filed(organiser_client), headers=ENGLISH))

    for judge in ("李娜", "张伟", "Jo Amsel"):
        assert judge in page
    assert page.count("Version 1") == 3
    assert "31 seconds over time" in page
    assert "place 3 with 20.50 points" in page


def test_what_an_upheld_appeal_corrects_is_recorded_as_following_it(organiser_client, client):
    filed(organiser_client)
    decide(organiser_client, "heard", "Heard.")
    decide(organiser_client, "upheld", "Right.")
    page = organiser_client.get(f"{HERE}/appeals/appeal-1", headers=ENGLISH).text
    (address,) = re.findall(r'href="([^"]+/deductions\?appeal=appeal-1[^"]*)"', page)
    address = address.replace("&amp;", "&")
    form = organiser_client.get(address, headers=ENGLISH).text
    assert "Following appeal 1." in form
    assert '<option value="semi-1/bus" selected>' in form

    data = {"entry": "semi-1/metro", "points": "9", "reason": "Following appeal 1. Over time."}
    asked, _done = confirm(organiser_client, address, data)

    assert "25.00" in words(asked)
    record = words(organiser_client.get(f"{HERE}/corrections", headers=ENGLISH))
    assert "Correction 3" in record
    assert "Follows appeal 1" in record
    assert "16.00" in record
    said = board(client)
    assert "It follows appeal 1." in said
    assert "地铁队 (place 2 → 4; 25.00 → 16.00)" in said
    own = words(organiser_client.get(f"{HERE}/appeals/appeal-1", headers=ENGLISH))
    assert "Corrections that follow this appeal" in own


def test_after_the_time_for_appeals_the_desk_asks_for_a_reason(organiser_client, app):
    with app.app_context(), writing():
        stage = queries.find_stage(queries.find_competition("league"), "semi")
        stage.provisional_until = "2020-01-01T00:00:00Z"

    refused = organiser_client.submit(f"{HERE}/appeals", CLAIM, headers=ENGLISH)

    assert refused.status_code == 422
    assert "The time for appeals is over." in words(refused)
    assert "The overtime was not ours." in refused.text


@pytest.mark.parametrize(
    "change",
    [{"team": "post"}, {"team": ""}, {"matter": ""}, {"claim": " "}, {"about": "x"}],
)
def test_what_cannot_be_filed_is_refused_with_what_was_typed(organiser_client, change):
    refused = organiser_client.submit(f"{HERE}/appeals", CLAIM | change)

    assert refused.status_code == 422


def test_an_appeal_cannot_be_decided_before_it_was_heard(organiser_client):
    filed(organiser_client)

    refused = organiser_client.submit(
        f"{HERE}/appeals/appeal-1", {"state": "upheld", "words": "Right."}
    )

    assert refused.status_code == 422


def test_the_time_for_appeals_is_asked_for_when_a_stage_is_published(organiser_client, app):
    with app.app_context():
        rounds.set_state("league", "final-round", "closed", BY)
    page = organiser_client.get(f"{HERE}/release/final/published").text
    assert 'name="minutes" type="text" inputmode="decimal" value="30"' in re.sub(r"\s+", " ", page)

    organiser_client.submit(f"{HERE}/release/final/published", {"sure": "y", "minutes": "45"})

    with app.app_context():
        assert queries.find_stage(queries.find_competition("league"), "final").provisional_until
        assert set(snapshots.newest_snapshot("league").names()["appeals_until"]) == {
            "semi",
            "final",
        }


def test_the_time_for_appeals_is_set_anew_on_the_desk(organiser_client, client):
    organiser_client.submit(f"{HERE}/appeals-time/semi", {"minutes": "0"})

    assert "Provisional until" not in board(client)
    assert "Final result" in board(client)

    wrong = organiser_client.submit(
        f"{HERE}/appeals-time/semi", {"minutes": "soon"}, follow_redirects=True
    )
    assert wrong.status_code == 200


def test_a_percentage_is_shown_in_points_before_it_is_deducted(organiser_client, app):
    data = {"entry": "last/post", "percent": "10", "reason": "Prompting"}
    nothing_yet = organiser_client.submit(f"{HERE}/deductions", data, headers=ENGLISH)
    assert nothing_yet.status_code == 422
    assert "no total above 0" in words(nothing_yet)

    data = data | {"entry": "semi-1/metro"}
    shown = organiser_client.submit(f"{HERE}/deductions", data, headers=ENGLISH)
    assert shown.status_code == 200
    assert "Deduct 2.5 points?" in words(shown)
    with app.app_context():
        assert queries.deductions_of(queries.find_competition("league")) == []

    confirm(organiser_client, f"{HERE}/deductions", data | {"shown": "2.5"})
    page = words(organiser_client.get(f"{HERE}/deductions", headers=ENGLISH))
    assert "10% of the total" in page


def test_the_ledger_keeps_what_was_taken_back_and_says_when_a_total_has_moved(
    organiser_client, app, seat_judge
):
    with app.app_context(), confirming(Confirmation("Corrected")):
        first = deductions.add_deduction("league", "semi-1", "bus", "1", "Late", BY)
        deductions.add_deduction("league", "semi-1", "metro", "2.5", "Prompting", BY, percent="10")
        deductions.remove_deduction("league", first, "It was the other team", BY)
        sheet_locks.reopen("league", "semi-1", "metro", "jo", "A slip of the pen", BY)
        judge = queries.find_judge(queries.find_competition("league"), "jo")
        marks = {"law": "6", "poise": "8"}
        body = {"marks": marks, "state": "submitted", "base_version": 1}
        sheets.write_sheet(judge, "league", "semi-1", "metro", body, factories.new_key())

    page = organiser_client.get(f"{HERE}/deductions", headers=ENGLISH)

    assert "<del><bdi>Late</bdi></del>" in page.text
    assert "Taken back: It was the other team" in words(page)
    assert "10% of it are 2.4 points now" in words(page)
    assert words(page).index("Late") < words(page).index("Prompting")
    record = words(organiser_client.get(f"{HERE}/corrections", headers=ENGLISH))
    assert "A slip of the pen" in record
    assert "changed since" in record


@pytest.mark.parametrize("given", [{}, {"points": "1", "percent": "2"}, {"percent": "101"}])
def test_points_or_a_percentage_and_a_reason_are_needed(organiser_client, given):
    data = {"entry": "semi-1/metro", "reason": "Prompting", **given}
    assert organiser_client.submit(f"{HERE}/deductions", data).status_code == 422
    data = {"entry": "semi-1/metro", "percent": "2", "reason": ""}
    assert organiser_client.submit(f"{HERE}/deductions", data).status_code == 422


def test_who_would_have_advanced_is_told_before_a_correction_and_on_the_record(
    organiser_client, app, load
):
    whole = league()
    whole["competition"]["key"] = "league-2"
    semi, final = whole["stages"]
    semi["advance"] = {"to": "final", "top": 2}
    final["teams"] = ["post", "metro"]
    load(whole)
    here = "/organiser/c/league-2"
    with app.app_context():
        stage_release.set_release("league-2", "semi", "published", BY)

    data = {"entry": "semi-1/metro", "points": "9", "reason": "Over time"}
    asked, _done = confirm(organiser_client, f"{here}/deductions", data)

    assert "Would advance by the corrected result, and is not in it: 公交队" in words(asked)
    assert "Is in it, and would not advance by the corrected result: 地铁队" in words(asked)
    record = words(organiser_client.get(f"{here}/corrections", headers=ENGLISH))
    assert "no longer advances: Final" in record
    assert "now advances: Final" in record
    assert "Would advance by the corrected result, and is not in it: 公交队" in record


def test_how_each_judge_voted_is_typed_with_the_ruling_and_named_to_organisers_only(
    organiser_client, client, load
):
    whole = league()
    whole["competition"]["key"] = "league-2"
    for sheet in whole["sheets"]:
        if sheet["team"] == "rail":
            sheet["marks"] = {"law": "7", "poise": "7.5"}
    whole["stages"][0]["release"] = "published"
    load(whole)
    here = "/organiser/c/league-2"
    order = {"teams-0": "bus", "teams-1": "rail", "minutes": "The panel met."}
    reason = {"correction_reason": "The panel has ruled."}

    against = order | {"votes-0": "rail", "votes-1": "rail", "votes-2": ""}
    refused = organiser_client.submit(f"{here}/ruling/semi", against, headers=ENGLISH)
    assert "More judges voted for the other order." in words(refused)
    confirm(
        organiser_client,
        f"{here}/ruling/semi",
        order | {"votes-0": "bus", "votes-1": "bus", "votes-2": ""} | reason,
    )

    own = words(organiser_client.get(f"{here}/results", headers=ENGLISH)).replace(" ", "")
    assert "Of3judges:2for1.公交队2.铁路队;1abstained." in own
    assert "李娜:1.公交队2.铁路队" in own
    public = words(client.get("/c/league-2", headers=ENGLISH)).replace(" ", "")
    assert "Of3judges:2for1.公交队2.铁路队;1abstained." in public
    assert "李娜" not in public
