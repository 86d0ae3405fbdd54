"""A void match, a recused judge, a team that leaves: asked for in the pages, and taken back."""

import re

import pytest

from competition.actions import stage_release
from competition.store import file_export, queries
from tests import factories

HERE = "/organiser/c/league"
BY = "organiser 王芳"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def whole(load, app):
    """The league; reads it as it is now."""
    load(factories.league())

    def read() -> dict:
        with app.app_context():
            return file_export.competition_document(queries.find_competition("league"))

    return read


def semi(whole) -> list[dict]:
    return whole()["stages"][0]["rounds"][0]["matches"]


def words(page: str) -> str:
    return re.sub(r" ([.:])", r"\1", re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def read(organiser, path: str) -> str:
    return words(organiser.get(f"{HERE}{path}", headers=ENGLISH).text)


def send(organiser, path: str, **fields):
    return organiser.submit(f"{HERE}{path}", fields, headers=ENGLISH)


# A match.


def test_the_page_says_what_follows_before_a_match_is_taken_out(organiser_client, whole):
    page = read(organiser_client, "/void/semi-1")

    assert "Take this match out of the count?" in page
    assert "Its sheets stay on record and count for nothing" in page
    assert "so they have no place: 地铁队 and 公交队." in page
    assert "The board names the teams" not in page
    assert "void" not in semi(whole)[0]


def test_a_match_is_taken_out_with_a_reason_and_put_back(organiser_client, whole):
    before = whole()
    assert send(organiser_client, "/void/semi-1", reason="Power cut").status_code == 303

    assert semi(whole)[0]["void"] == {"zh": "Power cut", "en": "Power cut"}
    assert "does not count. Reason: Power cut" in read(organiser_client, "/results")
    assert "does not count" in read(organiser_client, "/wall?all=1")
    assert "taken out with this reason: Power cut" in read(organiser_client, "/void/semi-1")
    send(organiser_client, "/void/semi-1", reason="The marks are whole")

    assert whole() == before
    audit = read(organiser_client, "/audit")
    assert "Match taken out of the count" in audit
    assert "The marks are whole" in audit


def test_without_a_reason_nothing_happens_and_the_field_says_so(organiser_client, whole):
    answer = send(organiser_client, "/void/semi-1", reason=" ")

    assert answer.status_code == 422
    assert "Give the reason." in answer.text
    assert "void" not in semi(whole)[0]


def test_a_void_match_of_a_published_stage_moves_only_as_a_correction(
    organiser_client, client, app, whole
):
    with app.app_context():
        stage_release.set_release("league", "semi", "published", BY)

    asked = send(organiser_client, "/void/semi-1", reason="Power cut")

    assert asked.status_code == 200
    assert "Correct a published result?" in asked.text
    assert "void" not in semi(whole)[0]
    digest = re.search(r'name="correction" value="(\w+)"', asked.text)[1]
    done = send(organiser_client, "/void/semi-1", reason="Power cut", correction=digest)
    assert done.status_code == 303
    board = words(client.get("/c/league", headers=ENGLISH).text)
    assert "A match does not count" in board
    assert "Power cut" in board


def test_closing_waits_for_no_sheet_of_a_void_match_and_its_judge_is_told(
    organiser_client, whole, seat_judge, api
):
    send(organiser_client, "/void/last", reason="Fire alarm")

    assert "missing" not in read(organiser_client, "/round/final/final-round/closed")
    jo = api("jo", "league")
    found = jo.client.get("/api/v1/judge/assignments", headers=jo.headers).json
    assert {row["match"]: row["expected"] for row in found["assignments"]} == {
        "semi-1": True,
        "semi-2": True,
        "last": False,
    }
    written = jo.put("last", "metro", {"law": "9", "poise": "9"})
    assert written.status_code == 200


# A judge.


def test_a_judge_is_recused_for_the_teams_that_are_ticked(organiser_client, whole):
    page = organiser_client.get(f"{HERE}/recuse/jo?match=semi-1", headers=ENGLISH).text
    assert re.findall(r'value="([\w-]+/\w+)" checked', page) == ["semi-1/metro", "semi-1/bus"]

    entries = ["semi-1/bus", "last/metro"]
    answer = send(organiser_client, "/recuse/jo", entries=entries, reason="A colleague")

    assert answer.status_code == 303
    assert semi(whole)[0]["recused"] == [
        {"judge": "jo", "teams": ["bus"], "reason": factories.text("A colleague")}
    ]
    assert "Recused judges" in read(organiser_client, "/results")
    assert "recused" in read(organiser_client, "/wall?all=1")
    assert "recused" in read(organiser_client, "/sheet/semi-1/bus/jo")


def test_wherever_a_judge_meets_a_team_is_ticked_at_one_touch(organiser_client, whole):
    page = organiser_client.get(f"{HERE}/recuse/jo?team=metro", headers=ENGLISH).text

    assert re.findall(r'value="([\w-]+/\w+)" checked', page) == ["semi-1/metro", "last/metro"]


def test_recusing_nobody_is_refused_in_words(organiser_client, whole):
    answer = send(organiser_client, "/recuse/jo", reason="A colleague")

    assert answer.status_code == 422
    assert "Tick at least one team" in answer.text


def test_a_recusal_is_taken_back(organiser_client, whole):
    before = whole()
    entries = ["semi-1/metro", "semi-1/bus"]
    send(organiser_client, "/recuse/jo", entries=entries, reason="A colleague")
    assert "teams" not in semi(whole)[0]["recused"][0]
    page = read(organiser_client, "/recuse/jo/semi-1/back")
    assert "Recused for every team of this match. Reason: A colleague" in page

    send(organiser_client, "/recuse/jo/semi-1/back", reason="Another Jo")

    assert whole() == before
    assert organiser_client.get(f"{HERE}/recuse/jo/semi-1/back").status_code == 404


# A team.


def test_a_team_withdraws_from_the_stage_that_runs_unless_another_is_chosen(
    organiser_client, whole
):
    page = organiser_client.get(f"{HERE}/withdraw/metro", headers=ENGLISH).text
    assert re.search(r'value="stage/final" selected', page)

    send(organiser_client, "/withdraw/metro", since="stage/final", reason="Illness")

    team = whole()["teams"][0]
    assert team["withdrawn_from"] == "final"
    assert team["reason"]["en"] == "Illness"
    assert "Withdrawn from this stage on: Final. Reason: Illness" in read(
        organiser_client, "/teams"
    )
    results = read(organiser_client, "/results")
    assert "withdrawn: Illness" in results


@pytest.mark.parametrize(
    ("since", "field"), [("competition", "withdrawn"), ("disqualified", "disqualified")]
)
def test_a_team_leaves_the_whole_competition_and_is_let_in_again(
    organiser_client, whole, since, field
):
    before = whole()
    send(organiser_client, "/withdraw/metro", since=since, reason="An appeal")
    assert whole()["teams"][0][field] is True

    send(organiser_client, "/withdraw/metro/back", reason="The appeal was upheld")

    assert whole() == before
    assert organiser_client.get(f"{HERE}/withdraw/metro/back").status_code == 404


def test_a_stage_that_is_not_offered_is_refused(organiser_client, whole):
    before = whole()

    answer = send(organiser_client, "/withdraw/metro", since="stage/quarter", reason="Illness")

    assert answer.status_code == 422
    assert whole() == before


def test_what_counts_in_a_match_is_on_one_page_with_the_ways_to_change_it(organiser_client, whole):
    send(organiser_client, "/recuse/jo", entries=["last/post"], reason="A colleague")
    send(organiser_client, "/withdraw/metro", since="stage/final", reason="Illness")

    page = read(organiser_client, "/counts/last")

    assert "Recused for 邮政队. Reason: A colleague" in page
    assert "Withdrawn from this stage on: Final. Reason: Illness" in page


def test_a_withdrawn_teams_sheet_is_not_expected_of_its_judge(organiser_client, whole, api):
    send(organiser_client, "/withdraw/metro", since="stage/final", reason="Illness")
    jo = api("jo", "league")

    found = jo.client.get("/api/v1/judge/assignments", headers=jo.headers).json["assignments"]

    assert [(row["match"], row["team"]) for row in found if not row["expected"]] == [
        ("last", "metro")
    ]


def test_a_match_with_a_conflicting_path_is_not_found(organiser_client, whole):
    for path in ("/void/nothing", "/counts/nothing", "/recuse/nobody", "/withdraw/nobody"):
        assert organiser_client.get(f"{HERE}{path}").status_code == 404
