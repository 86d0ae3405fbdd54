"""The teams' pages: who, against whom, and once it is published, why this total."""

import pytest

from competition.actions import stage_release
from tests import factories
from tests.factories import CHAOYANG, DIMENSIONS

EDUCATION = f"/c/{CHAOYANG}/teams/education?lang=en"


@pytest.fixture
def release(app):
    def release_(mode, stage="final", key=CHAOYANG, with_marks=True):
        with app.app_context():
            stage_release.set_release(key, stage, mode, "command line", with_marks=with_marks)

    return release_


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.text.split())


def mark(api, judge, match, team, *values):
    marks = dict(zip(DIMENSIONS, values, strict=True))
    assert api(judge).put(match, team, marks).status_code == 200


def everybody(api, match, team, *values):
    for number in range(1, 8):
        mark(api, f"judge-{number}", match, team, *values)


def test_before_anything_is_released_a_team_is_its_people_its_match_and_the_topic(client, chaoyang):
    text = text_of(client.get(EDUCATION))

    assert "Chaoyang Education Union Joint Team" in text
    assert "Standings not released yet" in text
    assert "Zone 2 Team" in text
    assert "Employer side" in text
    assert "A better platform commission rate" in text
    assert "Chief representative" in text
    assert "Why this total" not in text
    assert "placeholder" not in text


def test_a_team_that_there_is_not_answers_as_any_missing_page(client, chaoyang):
    missing = client.get(f"/c/{chaoyang}/teams/nobody")

    assert missing.status_code == 404
    assert missing.data == client.get("/no/such/page").data


def test_what_is_missing_answers_alike_whatever_the_competitions_first_language(
    client, organiser_client, load
):
    english = factories.league()["competition"] | {"languages": ["en", "zh"]}
    load(factories.league(competition=english))
    assert 'lang="en"' in client.get("/c/league/teams").text

    team = client.get("/c/league/teams/nobody")
    stage = organiser_client.get("/organiser/c/league/release/nothing")

    assert (team.status_code, stage.status_code) == (404, 404)
    assert team.data == client.get("/no/such/page").data
    assert stage.data == organiser_client.get("/no/such/page").data


def test_while_live_it_shows_place_and_dimensions_and_no_sheet(client, api, chaoyang, release):
    everybody(api, "match-1", "education", "18", "17", "16", "15", "14")
    release("live")

    text = text_of(client.get(EDUCATION))

    assert "80.00" in text
    assert "Live standings" in text
    assert "16.00" in text
    assert "Why this total" not in text


def test_published_without_marks_it_says_which_sheets_were_left_out_and_not_what_was_in_them(
    client, api, chaoyang, release
):
    for number in range(1, 8):
        value = {2: "20", 6: "7.5"}.get(number, "15")
        mark(api, f"judge-{number}", "match-1", "education", *[value] * 5)
    release("published", with_marks=False)

    text = text_of(client.get(EDUCATION))

    assert "75.00" in text
    assert "7 sheets. Left out entirely, by their totals:" in text
    assert "<span>1</span> <del>2</del> <span>3</span>" in text
    assert "left out: 2 and 6" in text
    assert "7.5" not in text
    assert "judge-" not in text


def test_sheets_left_out_by_dimension_are_listed_by_dimension(client, api, load, release):
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    whole["scoring"]["drop_by"] = "dimension"
    load(whole)
    for number in range(1, 8):
        law = {1: "20", 2: "5"}.get(number, "15")
        grasp = {3: "20", 4: "5"}.get(number, "15")
        mark(api, f"judge-{number}", "match-1", "education", grasp, law, "15", "15", "15")
    release("published", with_marks=False)

    text = text_of(client.get(EDUCATION))

    assert "Left out, by dimension" in text
    grasp, law = text.index("Issue grasp</bdi></dt>"), text.index("Legal reasoning</bdi></dt>")
    assert grasp < text.index("left out: 3 and 4") < law < text.index("left out: 1 and 2")


def test_a_tie_names_who_shares_the_place_and_a_broken_one_what_decided(
    client, api, chaoyang, release
):
    even = ["16"] * 5
    everybody(api, "match-1", "education", *even)
    everybody(api, "match-1", "team-2", *even)
    everybody(api, "match-2", "team-3", "16", "16", "15", "15", "18")
    release("live")

    text = text_of(client.get(EDUCATION))

    assert "Shares this place with <bdi>Zone 2 Team</bdi>." in text
    assert "decided by “<bdi>Results</bdi>”: <bdi>Zone 3 Team</bdi>" in text


def test_a_carried_final_shows_both_stages_and_the_opponent_of_each(client, load, release):
    load(factories.league())
    release("published", "semi", "league")

    text = text_of(client.get("/c/league/teams/metro?lang=en"))

    assert "Semi-final" in text
    assert "公交队" in text
    assert "邮政队" in text
    assert "<bdi>Judge 3</bdi>" in text


def test_a_new_snapshot_is_what_the_very_next_look_at_a_team_sees(client, api, chaoyang, release):
    before = client.get(EDUCATION)
    assert client.get(EDUCATION).data == before.data
    release("live")
    everybody(api, "match-1", "education", "18", "17", "16", "15", "14")

    after = client.get(EDUCATION, headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert "80.00" in after.text
    again = client.get(EDUCATION, headers={"If-None-Match": after.headers["ETag"]})
    assert again.status_code == 304


def test_the_list_leads_to_every_team(client, chaoyang):
    text = client.get(f"/c/{chaoyang}/teams?lang=en").text

    for team in factories.sample()["teams"]:
        assert f'href="/c/{chaoyang}/teams/{team["key"]}"' in text


def test_a_competition_without_teams_says_so(client, load):
    whole = factories.sample() | {"teams": []}
    whole["stages"][0]["rounds"] = []
    load(whole)

    assert "There is no team yet." in client.get(f"/c/{CHAOYANG}/teams?lang=en").text
