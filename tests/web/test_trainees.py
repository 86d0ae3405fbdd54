"""Trainees mark and nothing of theirs counts; who is replaced marks no more, and who came does."""

import json
import re

import pytest

from competition import scoring
from competition.actions import rounds, shown_marks, stage_release
from competition.store import file_export, queries, snapshots
from tests import factories

ENGLISH = {"Accept-Language": "en"}
HERE = "/organiser/c/league"
BY = "organiser 王芳"
MARKS = {"law": "1", "poise": "1"}


def league() -> dict:
    """The open final before Li Na, Zhang Wei and Noor, who came for Jo; Sam is a trainee.

    Jo has scored the metro team, whose sheet of hers is kept.
    """
    whole = factories.league()
    whole["judges"] += [
        {"key": "noor", "name": factories.text("Noor")},
        {"key": "sam", "name": factories.text("Sam")},
    ]
    whole["stages"][1]["rounds"][0]["matches"][0] |= {
        "panel": ["li-na", "zhang-wei", "noor"],
        "trainees": ["sam"],
        "replacements": [
            {
                "seat": "noor",
                "from": "jo",
                "keeps": ["metro"],
                "reason": factories.text("急事", "Ill"),
            }
        ],
    }
    jo = next(s for s in whole["sheets"] if s["judge"] == "jo" and s["team"] == "metro")
    whole["sheets"].append({**jo, "match": "last"})
    return whole


@pytest.fixture
def whole(load, app):
    load(league())

    def read() -> dict:
        with app.app_context():
            return file_export.competition_document(queries.find_competition("league"))

    return read


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def final(whole) -> dict:
    return scoring.recount(whole())["stages"][1]


def test_a_trainee_finds_the_match_on_the_tablet_and_it_says_that_nothing_counts(whole, seat_judge):
    sam = seat_judge("sam", "league")

    home = words(sam.get("/judge", headers=ENGLISH).text)
    assert "As a trainee" in home
    assert "Score this match" in home
    page = sam.get("/judge/matches/last", headers=ENGLISH)
    assert page.status_code == 200
    assert "You mark this match as a trainee: your sheets do not count." in words(page.text)
    assert sam.get("/judge/matches/semi-1").status_code == 404


def test_a_trainees_sheet_is_stored_and_counts_nowhere(whole, api):
    before = final(whole)
    sam = api("sam", "league")

    assert sam.put("last", "metro", MARKS).status_code == 200
    assert sam.put("last", "post", MARKS).status_code == 200

    stored = [sheet for sheet in whole()["sheets"] if sheet["judge"] == "sam"]
    assert [(sheet["team"], sheet["marks"]) for sheet in stored] == [
        ("metro", MARKS), ("post", MARKS),
    ]  # fmt: skip
    assert final(whole) == before
    found = sam.client.get("/api/v1/judge/assignments", headers=sam.headers).json
    assert {(row["match"], row["expected"], row["writable"]) for row in found["assignments"]} == {
        ("last", False, True)
    }
    # In another match she is nobody.
    assert sam.put("semi-1", "metro", MARKS).status_code == 404


def test_who_was_replaced_marks_no_more_and_the_sheets_stay(whole, api, seat_judge):
    jo = api("jo", "league")

    assert jo.put("last", "post", MARKS).status_code == 404
    assert jo.put("last", "metro", MARKS).status_code == 404

    assert seat_judge("jo", "league").get("/judge/matches/last").status_code == 404
    assert any(s["judge"] == "jo" and s["match"] == "last" for s in whole()["sheets"])


def test_who_came_marks_and_is_not_awaited_for_a_team_that_is_kept(whole, api, seat_judge):
    noor = api("noor", "league")
    page = words(seat_judge("noor", "league").get("/judge/matches/last", headers=ENGLISH).text)
    assert "Already scored" in page
    assert "The sheet of the judge whose seat you took counts for this team." in page

    assert noor.put("last", "post", MARKS).status_code == 200

    for judge in ("li-na", "zhang-wei"):
        for team in ("metro", "post"):
            assert api(judge, "league").put("last", team, MARKS).status_code == 200
    counted = {row["team"]: row["entries"][0]["counted"] for row in final(whole)["standings"]}
    assert counted == {
        "metro": ["li-na", "zhang-wei", "jo"],
        "post": ["li-na", "zhang-wei", "noor"],
    }


def test_progress_awaits_whose_sheet_counts_and_shows_trainees_apart(whole, organiser_client, api):
    page = organiser_client.get(f"{HERE}/wall", headers=ENGLISH).text
    # Three seats, two teams; Jo's sheet for the metro team is there.
    assert "1 of 6 sheets" in words(page)
    assert "Sam" in page
    assert "the sheet of the judge before counts" in words(page)

    api("sam", "league").put("last", "metro", MARKS)
    api("noor", "league").put("last", "post", MARKS)

    page = organiser_client.get(f"{HERE}/wall", headers=ENGLISH).text
    assert "2 of 6 sheets" in words(page)
    for judge in ("sam", "jo", "noor"):
        sheet = organiser_client.get(f"{HERE}/sheet/last/metro/{judge}", headers=ENGLISH)
        assert sheet.status_code == 200
    closing = organiser_client.get(f"{HERE}/round/final/final-round/closed", headers=ENGLISH).text
    assert "Sam" not in words(closing)


def test_nothing_of_a_trainee_is_public(whole, api, app, client):
    with app.app_context():
        stage_release.set_release("league", "semi", "live", BY)
        stage_release.set_release("league", "final", "live", BY)
    before = client.get("/api/v1/competitions/league/snapshot").json["sha256"]

    api("sam", "league").put("last", "metro", {"law": "0.5", "poise": "0.5"})

    snapshot = client.get("/api/v1/competitions/league/snapshot")
    assert snapshot.json["sha256"] == before
    assert "sam" not in snapshot.text
    with app.app_context():
        assert "Sam" not in snapshots.newest_snapshot("league").display


def test_a_seat_whose_judge_was_replaced_names_both_where_marks_are_shown(
    load, app, organiser_client
):
    whole = league()
    whole["stages"][1]["rounds"][0]["state"] = "closed"
    for judge, team in (
        *[("li-na", t) for t in ("metro", "post")],
        *[("zhang-wei", t) for t in ("metro", "post")],
        ("noor", "post"),
    ):
        sheet = {"match": "last", "team": team, "judge": judge, "marks": MARKS}
        whole["sheets"].append({**sheet, "state": "submitted", "version": 1})
    load(whole)
    with app.app_context():
        for stage in ("semi", "final"):
            stage_release.set_release("league", stage, "published", BY)
        shown_marks.show_marks("league", "last", BY, names=True)
        (shown,) = json.loads(snapshots.newest_snapshot("league").display)["marks"]

    assert [name["en"] for name in shown["names"]] == [
        "李娜", "张伟", "Jo Amsel / Noor",
    ]  # fmt: skip


def test_trainees_are_set_for_a_whole_round_and_compared_once_it_is_closed(
    load, app, organiser_client, api
):
    file = factories.league()
    file["judges"].append({"key": "sam", "name": factories.text("Sam")})
    final = file["stages"][1]["rounds"][0]
    final["matches"].append({**final["matches"][0], "key": "second"})
    load(file)
    sent = {"act": "add", "judges": ["sam"], "matches": ["round/final/final-round"]}
    assert organiser_client.submit(f"{HERE}/trainees", sent).status_code == 303
    page = organiser_client.get(f"{HERE}/trainees", headers=ENGLISH).text
    assert words(page).count("Sam") > 2
    assert "Once the round is closed they can be compared" in words(page)
    compare = f"{HERE}/trainees/final/final-round"
    assert organiser_client.get(compare).status_code == 404
    for judge, law in (("li-na", "8"), ("zhang-wei", "8"), ("jo", "8"), ("sam", "9.5")):
        api(judge, "league").put("last", "metro", {"law": law, "poise": "7"})

    with app.app_context():
        rounds.set_state("league", "final/final-round", "closed", BY, reason="Over")
    said = words(organiser_client.get(compare, headers=ENGLISH).text)

    assert "On average 1.50 points more than the panel." in said
    assert "There are too few teams to say whether both see the same order." in said
    assert "Law +1.50" in said
    assert "Poise 0" in said
    assert organiser_client.submit(f"{HERE}/trainees", {"act": "add"}).status_code == 422
