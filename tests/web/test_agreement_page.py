"""The organiser's page of a match's agreement: to type, sign and withdraw; observers read it."""

from typing import Any

import pytest

from competition.actions import accounts, competitions, sheets, stage_release
from competition.agreement_sheet import agreement_of
from competition.store import audit, queries
from competition.web import sessions
from tests import factories
from tests.conftest import Visitor
from tests.factories import CHAOYANG

MATCH = "match-1"
HERE = f"/organiser/c/{CHAOYANG}/matches/{MATCH}/agreement"
JSON = {"Accept": "application/json"}


def stands(app: Any) -> Any:
    with app.app_context():
        return agreement_of(competitions.checked_competition(CHAOYANG), MATCH)


@pytest.fixture
def signed(app, chaoyang, organiser_client) -> Visitor:
    """王芳 has typed a point, and the labour side has signed."""
    words = {"match": MATCH, "status": "agreed", "words": "不超过 20%", "seen": ""}
    organiser_client.submit(f"{HERE}/points/commission", words)
    seen = organiser_client.get(HERE, headers=JSON).json["seen"]
    signing = {"match": MATCH, "name": "郭志远", "seen": seen, "undrawn": "1"}
    organiser_client.submit(f"{HERE}/sign/labour", signing)
    return organiser_client


def test_an_organiser_types_and_signs_and_the_audit_names_who(app, signed):
    assert stands(app)["points"][0]["status"] == "agreed"
    assert [each["name"] for each in stands(app)["signed"]] == ["郭志远"]
    page = signed.get(HERE).text
    assert "郭志远" in page
    assert 'value="agreement"' in page
    with app.app_context():
        (row,) = audit.rows_about(CHAOYANG, "agreement.point", f"{MATCH}/commission")
        assert row.who == "organiser 王芳"


def test_a_signature_is_withdrawn_with_a_reason(app, signed):
    address = f"{HERE}/withdraw/labour?name=郭志远"
    assert "郭志远" in signed.get(address).text
    assert signed.submit(address, {"reason": ""}).status_code == 422
    assert len(stands(app)["signed"]) == 1

    assert signed.submit(address, {"reason": "Wrong side"}).status_code == 303
    assert stands(app)["signed"] == []


def test_the_audit_log_tells_of_it_in_words(signed):
    log = signed.get(f"/organiser/c/{CHAOYANG}/audit", headers={"Accept-Language": "en"}).text

    for words in ("Agreement: focal point written", "Agreement signed"):
        assert words in log


def test_an_observer_reads_the_sheet_and_finds_no_field(app, signed):
    visitor: Visitor = app.test_client()
    with app.app_context():
        account = accounts.add_organiser("周敏", factories.PASSWORD, "command line", "observer")
        token = accounts.begin_session(organiser=account)
    with visitor.session_transaction() as kept:
        kept[sessions.ORGANISER] = token

    page = visitor.get(HERE).text

    assert "不超过 20%" in page
    assert "郭志远" in page
    assert "<textarea" not in page
    assert "/withdraw/" not in page
    assert visitor.submit(f"{HERE}/points/commission", {"match": MATCH}).status_code == 404


def test_a_match_of_one_side_has_no_agreement(load, organiser_client):
    whole = factories.sample()
    match = whole["stages"][0]["rounds"][0]["matches"][0]
    match["entries"] = [{"team": "education", "side": "solo"}]
    load(whole)

    assert organiser_client.get(HERE).status_code == 404


JUDGES = f"/judge/matches/{MATCH}"


def test_judges_see_the_agreement_beside_the_dimension_that_marks_results(signed, judge_client):
    page = judge_client.get(JUDGES, headers={"Accept-Language": "en"}).text

    results = page.split('data-dimension="results"')[1]
    assert "1 of 4 settled" in results
    assert "不超过 20%" in results
    assert "郭志远" in results
    for earlier in page.split('data-dimension="results"')[0].split('data-dimension="')[1:]:
        assert "data-agreement-beside" not in earlier


def test_a_judge_s_open_page_learns_what_has_changed_and_only_then(signed, judge_client):
    answer = judge_client.get(f"{JUDGES}/agreement").json
    assert "不超过 20%" in answer["html"]

    same = judge_client.get(f"{JUDGES}/agreement?seen={answer['seen']}")
    assert same.status_code == 204


def test_the_agreement_of_another_s_match_is_not_a_judge_s(load, organiser_client, seat_judge):
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    whole["stages"][0]["rounds"][0]["matches"][0]["panel"].remove("judge-1")
    load(whole)

    judge = seat_judge("judge-1")

    assert judge.get(f"{JUDGES}/agreement").status_code == 404
    assert judge.get("/judge/matches/match-2/agreement").status_code == 200


def test_the_public_reads_it_on_the_team_s_page_once_the_match_has_its_result(
    app, client, signed, seat_judge
):
    team, board = f"/c/{CHAOYANG}/teams/education", f"/c/{CHAOYANG}"
    english = {"Accept-Language": "en"}
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", "live", "organiser 王芳")
    for address in (team, board, f"/api/v1/competitions/{CHAOYANG}"):
        assert "不超过 20%" not in client.get(address).text
        assert "郭志远" not in client.get(address).text

    with app.app_context():
        competition = queries.find_competition(CHAOYANG)
        for judge in competition.judges:
            for key in ("education", "team-2"):
                body = {"marks": factories.FULL_MARKS, "state": "submitted", "base_version": 0}
                sheets.write_sheet(judge, CHAOYANG, MATCH, key, body, factories.new_key())
        stage_release.set_release(CHAOYANG, "final", "published", "organiser 王芳")

    page = client.get(team, headers=english).text
    assert "不超过 20%" in page
    assert "郭志远" in page
    assert "agreed 1" in client.get(board, headers=english).text
    (part,) = client.get(f"/api/v1/competitions/{CHAOYANG}").json["agreements"]
    assert part["match"] == MATCH
