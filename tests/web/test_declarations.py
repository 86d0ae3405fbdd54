"""A judge declares relations to teams on the tablet, and the organiser sees it at once."""

import pytest

from competition.actions import declarations, rounds
from tests import factories
from tests.web.reading_forms import form_in

HERE = "/organiser/c/chaoyang-final"
PAGE = "/judge/declaration?lang=en"


@pytest.fixture
def before_the_day(load):
    """The Chaoyang final before its first match."""
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "draft"
    return load(whole)


@pytest.fixture
def judge(before_the_day, seat_judge):
    return seat_judge("judge-1")


def exported(organiser):
    return organiser.get(f"{HERE}/export").get_json()


def declared(organiser):
    return exported(organiser)["judges"][0].get("declaration")


def test_the_list_of_matches_asks_and_never_stands_in_the_way(judge, app):
    page = judge.get("/judge?lang=en").text
    assert "Look through the teams" in page

    with app.app_context():
        rounds.set_state("chaoyang-final", "round-1", "open", "organiser 王芳")
    page = judge.get("/judge?lang=en").text

    assert page.index("Score this match") < page.index("Look through the teams")
    assert judge.get("/judge/matches/match-1").status_code == 200


def test_all_teams_are_listed_with_their_members_and_what_can_be_ticked(judge):
    page = judge.get(PAGE).text

    for team in factories.sample()["teams"]:
        assert f'value="{team["key"]}/spouse"' in page
    for label in ("spouse", "direct relative", "relative by marriage", "same employer"):
        assert label in page
    member = factories.sample()["teams"][0]["members"][0]["name"]
    assert (member if isinstance(member, str) else member["en"]) in page


def test_none_of_these_apply_in_one_touch(judge, organiser_client):
    answer = judge.submit("/judge/declaration", {"none": "y"})

    assert answer.status_code == 303
    assert declared(organiser_client)["relations"] == []
    page = judge.get("/judge?lang=en").text
    assert "Look through the teams" not in page
    assert "Your declaration of interests" in page


def test_what_is_ticked_is_declared_shown_and_corrected(judge, organiser_client):
    ticked = {"relation": ["team-3/spouse", "education/trained"], "send": "y"}
    assert judge.submit("/judge/declaration", ticked).status_code == 303

    assert declared(organiser_client)["relations"] == [
        {"team": "education", "kind": "trained"},
        {"team": "team-3", "kind": "spouse"},
    ]
    page = judge.get(PAGE).text
    assert "Signature of the judge" in page
    assert "trained the team" in page
    page = judge.get(f"{PAGE}&change=1").text
    assert 'value="team-3/spouse" checked' in page
    judge.submit("/judge/declaration", {"none": "y"})
    assert declared(organiser_client)["relations"] == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"send": "y"}, "Tick what applies"),
        ({"relation": "team-9/spouse", "send": "y"}, "Tick what applies"),
        ({"relation": "team-3/boss", "send": "y"}, "Tick what applies"),
        ({"relation": "team-3/spouse", "none": "y"}, "Clear the ticks"),
    ],
)
def test_what_says_nothing_or_contradicts_itself_is_asked_again(
    judge, organiser_client, fields, message
):
    judge.get(PAGE)
    answer = judge.submit("/judge/declaration", fields)

    assert answer.status_code == 422
    assert message in answer.text
    assert declared(organiser_client) is None
    assert ('value="team-3/spouse" checked' in answer.text) == ("none" in fields)


def test_once_a_match_is_open_a_declaration_stands(judge, organiser_client, app):
    judge.submit("/judge/declaration", {"none": "y"})
    with app.app_context():
        rounds.set_state("chaoyang-final", "round-1", "open", "organiser 王芳")

    assert "Correct it" not in judge.get(PAGE).text
    assert judge.get(f"{PAGE}&change=1").text.count("Send my declaration") == 0
    answer = judge.submit("/judge/declaration", {"relation": "team-3/spouse"})
    assert answer.status_code == 422
    assert "ask the organiser" in answer.text
    assert declared(organiser_client)["relations"] == []


def test_a_form_from_another_judges_page_declares_nothing(judge, organiser_client):
    fields = {"none": "y", "judge": "chaoyang-final/judge-2"}

    assert judge.submit("/judge/declaration", fields).headers["Location"] == "/judge"
    assert declared(organiser_client) is None


def test_other_judges_and_the_public_see_nothing_of_it(judge, seat_judge, client):
    judge.submit("/judge/declaration", {"relation": "team-3/spouse"})

    other = seat_judge("judge-2")
    assert "checked" not in other.get(PAGE).text
    assert "Signature" not in other.get(PAGE).text
    assert client.get(PAGE).status_code == 404
    for address in ("/c/chaoyang-final", "/api/v1/competitions/chaoyang-final/snapshot"):
        assert "spouse" not in client.get(address).text


def test_the_organiser_sees_at_once_whom_it_concerns_and_which_seats(judge, organiser_client):
    judge.submit("/judge/declaration", {"relation": ["team-3/spouse"]})

    today = organiser_client.get(f"{HERE}?lang=en").text
    assert "1 of 7 judges have declared" in today
    assert "Now seated in front of such a team" in today
    page = organiser_client.get(f"{HERE}/declarations?lang=en").text
    assert "now sits in front of this team" in page
    assert "Declarations: 1 of 7" in organiser_client.get(f"{HERE}/judges?lang=en").text
    printed = organiser_client.get(f"{HERE}/declarations/print/judge-1?lang=en").text
    assert "Signature of the judge" in printed
    log = organiser_client.get(f"{HERE}/audit?lang=en").text
    assert "Declaration of interests" in log


def test_the_organiser_accepts_a_seat_with_a_reason_and_takes_that_back(judge, organiser_client):
    judge.submit("/judge/declaration", {"relation": ["team-3/spouse"]})
    match = next(
        match["key"]
        for match in exported(organiser_client)["stages"][0]["rounds"][0]["matches"]
        if "team-3" in [entry["team"] for entry in match["entries"]]
    )
    address = f"{HERE}/conflict/{match}/judge-1/team-3"

    assert organiser_client.submit(address, {"reason": " "}).status_code == 422
    assert organiser_client.submit(address, {"reason": "Nobody else"}).status_code == 303

    today = organiser_client.get(f"{HERE}?lang=en").text
    assert "Now seated in front" not in today
    assert "is judging" not in today
    assert "Nobody else" in organiser_client.get(f"{address}?lang=en").text
    assert organiser_client.submit(address, {}).status_code == 303
    assert "is judging" in organiser_client.get(f"{HERE}?lang=en").text


def test_the_organiser_lets_the_judge_declare_again(judge, organiser_client):
    judge.submit("/judge/declaration", {"none": "y"})

    answer = organiser_client.submit(f"{HERE}/declarations/judge-1/again", {})

    assert answer.status_code == 303
    assert declared(organiser_client) is None
    assert "Look through the teams" in judge.get("/judge?lang=en").text


def test_an_edit_of_the_judge_keeps_the_declaration(judge, organiser_client):
    judge.submit("/judge/declaration", {"relation": ["team-3/spouse"]})
    before = declared(organiser_client)

    address = f"{HERE}/judges/judge-1"
    fields = form_in(organiser_client.get(address).text)
    organiser_client.submit(address, {**fields, "category": "academic"})

    assert exported(organiser_client)["judges"][0]["category"] == "academic"
    assert declared(organiser_client) == before


def test_many_panels_can_be_changed_over_a_conflict_with_a_reason_only(
    before_the_day, organiser_client, app
):
    with app.app_context():
        declarations.declare("chaoyang-final", "judge-7", [("education", "employer")])
    match = next(
        match
        for match in exported(organiser_client)["stages"][0]["rounds"][0]["matches"]
        if "education" in [entry["team"] for entry in match["entries"]]
    )
    address = f"{HERE}/panels?lang=en"
    panel = {"act": "panel", "matches": match["key"], "panel-0-judge": "judge-2"}
    assert organiser_client.submit(address, {**panel, "save": "y"}).status_code == 303
    panel["panel-1-judge"] = "judge-7"

    page = organiser_client.submit(address, panel).text
    assert "has a conflict of interest with" in page
    assert "say why these sit there all the same" in page
    refused = organiser_client.submit(address, {**panel, "save": "y"})
    assert refused.status_code == 422
    assert "Change panels" in refused.text
    saved = organiser_client.submit(address, {**panel, "save": "y", "reason": "Nobody else"})

    assert saved.status_code == 303
    match = next(
        each
        for each in exported(organiser_client)["stages"][0]["rounds"][0]["matches"]
        if each["key"] == match["key"]
    )
    assert [each["judge"] for each in match["accepted_conflicts"]] == ["judge-7"]
