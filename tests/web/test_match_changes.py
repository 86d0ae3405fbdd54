"""From the people page of a match: late, sides, a reserve, a name, the match again."""

import re

import pytest

from competition.store import file_export, queries
from tests import factories

ENGLISH = {"Accept-Language": "en"}
ORGANISER = "/organiser/c/league"
HERE = f"{ORGANISER}/matches/last"


def league() -> dict:
    """The league; each team has a reserve, 吴悠."""
    whole = factories.league()
    for team in whole["teams"]:
        team["members"] = [
            {"key": f"{team['key']}-1", "name": factories.text("陈晨", "Chen Chen")},
            {"key": f"{team['key']}-2", "name": factories.text("吴悠", "Wu You"), "reserve": True},
        ]
    return whole


@pytest.fixture
def whole(load, app):
    load(league())

    def read() -> dict:
        with app.app_context():
            return dict(file_export.competition_document(queries.find_competition("league")))

    return read


def matches(whole) -> list[dict]:
    return whole()["stages"][1]["rounds"][0]["matches"]


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace(" .", ".")


def people(client) -> str:
    return words(client.get(f"{HERE}/people", headers=ENGLISH).text)


def test_a_late_team_is_recorded_said_and_taken_back(whole, organiser_client):
    page = organiser_client.get(f"{HERE}/late?team=post", headers=ENGLISH).text
    assert '<option value="post" selected>' in page

    sent = {"team": "post", "minutes": "12", "reason": "A traffic jam"}
    assert organiser_client.submit(f"{HERE}/late", sent).status_code == 303

    said = people(organiser_client)
    assert "12 minutes late. Reason: A traffic jam Deductions" in said
    back = f"{HERE}/late/post/back"
    assert "Was 邮政队 not late?" in words(organiser_client.get(back, headers=ENGLISH).text)
    assert organiser_client.submit(back, {"reason": "Their clock was right"}).status_code == 303
    assert "minutes late" not in people(organiser_client)


@pytest.mark.parametrize("minutes", ["", "0", "ten", "1.5", "99999"])
def test_what_is_no_number_of_minutes_is_refused(whole, organiser_client, minutes):
    sent = {"team": "post", "minutes": minutes, "reason": "A traffic jam"}
    assert organiser_client.submit(f"{HERE}/late", sent).status_code == 422
    assert "late" not in matches(whole)[0]


def test_the_sides_are_swapped_and_the_public_reads_it(whole, organiser_client, client):
    assert organiser_client.submit(f"{HERE}/swap-sides", {}).status_code == 422
    sent = {"reason": "The lots were read wrongly"}
    assert organiser_client.submit(f"{HERE}/swap-sides", sent).status_code == 303

    assert [entry["side"] for entry in matches(whole)[0]["entries"]] == ["employer", "labour"]
    page = words(client.get("/c/league/programme", headers=ENGLISH).text)
    assert page.index("Employer") < page.index("地铁队", page.index("Employer"))


def test_a_reserve_of_the_same_team_is_sent_in_and_back(whole, organiser_client):
    sent = {"leaves": "metro/metro-1", "comes": "post/post-2", "reason": "A cold"}
    wrong = organiser_client.submit(f"{HERE}/substitute", sent, headers=ENGLISH)
    assert wrong.status_code == 422
    assert "Choose a reserve of the same team." in words(wrong.text)

    sent["comes"] = "metro/metro-2"
    assert organiser_client.submit(f"{HERE}/substitute", sent).status_code == 303

    assert "Wu You came for Chen Chen. Reason: A cold" in people(organiser_client)
    back = f"{HERE}/substitute/metro/metro-2/back"
    assert organiser_client.submit(back, {"reason": "A mistake"}).status_code == 303
    assert "substitutions" not in matches(whole)[0]


def test_a_name_is_corrected_from_the_match(whole, organiser_client, client):
    address = f"{ORGANISER}/teams/metro/names/metro-1?match=last"
    page = organiser_client.get(address, headers=ENGLISH)
    assert "Correct the name of Chen Chen" in words(page.text)
    blank = {"name-zh": "", "name-en": " ", "reason": "Misspelt"}
    assert organiser_client.submit(address, blank).status_code == 422

    sent = {"name-zh": "陈辰", "name-en": "Chen Chen", "reason": "Misspelt"}
    done = organiser_client.submit(address, sent)

    assert done.location == f"{HERE}/people"
    assert "陈辰" in client.get("/c/league/teams/metro", headers={"Accept-Language": "zh"}).text


def test_a_match_is_repeated_with_another_topic_and_time(whole, organiser_client):
    sent = {"topic": "", "starts": "2026-05-02T15:00", "reason": "Fire alarm"}
    assert organiser_client.submit(f"{HERE}/repeat", sent).status_code == 303

    first, repeat = matches(whole)
    assert first["void"]["en"] == "Fire alarm"
    assert repeat["repeats"] == "last"
    assert repeat["starts"] == "2026-05-02T15:00:00+08:00"
    assert "topic" not in repeat
    assert "It is repeated as Final · Final round, match 2." in people(organiser_client)
    page = organiser_client.get(f"{ORGANISER}/matches/{repeat['key']}/people", headers=ENGLISH)
    assert "Repeat of Final · Final round, match 1." in words(page.text)


def test_the_public_reads_who_came_for_whom_and_what_is_a_repeat_but_no_reason(
    whole, organiser_client, client
):
    came = {"leaves": "metro/metro-1", "comes": "metro/metro-2", "reason": "A secret illness"}
    organiser_client.submit(f"{HERE}/substitute", came)
    late = {"team": "metro", "minutes": "12", "reason": "A secret traffic jam"}
    organiser_client.submit(f"{HERE}/late", late)
    again = {"topic": "wages", "starts": "", "reason": "A secret fire"}
    organiser_client.submit(f"{HERE}/repeat", again)

    team = client.get("/c/league/teams/metro", headers=ENGLISH).text
    assert "Wu You came for Chen Chen." in words(team)
    assert "Match 2 · Repeat of match 1" in words(team)
    programme = client.get("/c/league/programme", headers=ENGLISH).text
    board = client.get("/c/league", headers=ENGLISH).text
    for page in (programme, board):
        assert "Match 2 · Repeat of match 1" in words(page)
    names = client.get("/api/v1/competitions/league").text
    for page in (team, programme, board, names):
        assert "secret" not in page
        assert "late" not in words(page).replace("later", "").split()


def test_what_is_not_there_is_not_found(whole, organiser_client):
    for address in (
        f"{ORGANISER}/matches/nothing/repeat",
        f"{HERE}/late/metro/back",
        f"{HERE}/substitute/metro/metro-2/back",
        f"{ORGANISER}/teams/metro/names/nobody",
        f"{ORGANISER}/teams/nobody/names/metro-1",
    ):
        assert organiser_client.get(address).status_code == 404, address
        assert organiser_client.submit(address, {"reason": "Why"}).status_code == 404, address
