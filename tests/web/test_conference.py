"""The conference on the tablets and the organisers' pages; who sees whose marks, and until when."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from competition.actions import (
    conferences,
    exclusions,
    judge_replacements,
    rounds,
    sheets,
    stage_release,
)
from competition.store import queries
from tests import factories
from tests.conftest import Visitor

BY = "organiser 王芳"
PAGE = "/judge/matches/last/conference"
DESK = "/organiser/c/league/matches/last/conference"
# Each judge's mark for the law, the metro's and the post's: nobody else's is like it.
OWN = {"li-na": "1.5", "zhang-wei": "2.5", "jo": "3.5", "sam": "4.5"}


@pytest.fixture
def marked(load, app) -> Any:
    whole = factories.league()
    whole["judges"] += [
        {"key": "sam", "name": factories.text("Sam")},
        {"key": "ada", "name": factories.text("Ada")},
    ]
    whole["stages"][1]["rounds"][0]["matches"][0]["trainees"] = ["sam"]
    whole["stages"][1]["rounds"][0]["conference_after"] = 1
    load(whole)
    with app.app_context():
        for key, law in OWN.items():
            for team in ("metro", "post"):
                judge = queries.find_judge(queries.find_competition("league"), key)
                body = {"marks": {"law": law, "poise": "9"}, "state": "submitted"}
                key_ = factories.new_key()
                sheets.write_sheet(judge, "league", "last", team, body | {"base_version": 0}, key_)
    return app


@pytest.fixture
def tablet(marked) -> Callable[[str], Visitor]:
    """The tablet of a judge who has said who they are."""

    def open_(key: str) -> Visitor:
        visitor: Visitor = marked.test_client()
        with marked.app_context():
            token = queries.find_judge(queries.find_competition("league"), key).token
        visitor.get(f"/j/{token}")
        visitor.post("/judge/confirm", data={"csrf_token": visitor.csrf()})
        return visitor

    return open_


@pytest.fixture
def confer(marked):
    def confer_(close: bool = False) -> None:
        with marked.app_context():
            if close:
                conferences.close_conference("league", "last", BY, "All agreed.")
            else:
                conferences.open_conference("league", "last", BY)

    return confer_


def text(visitor: Visitor, address: str, status: int = 200) -> str:
    got = visitor.get(address, headers={"Accept-Language": "en"})
    assert got.status_code == status
    return got.text


def marks_seen(page: str) -> set[str]:
    """Whose marks are on a page, the drawings in its header aside, or in an answer."""
    shown = re.findall(r"(?<![\d.])\d+\.\d+(?![\d.])", page.split("<main")[-1])
    return {key for key, law in OWN.items() if law in shown}


def conferring(visitor: Visitor) -> list[str]:
    headers = {"X-CSRFToken": visitor.csrf()}
    got = visitor.post("/api/v1/judge/presence", json={}, headers=headers)
    assert got.status_code == 200
    found: list[str] = got.json["conferences"]
    return found


def test_jo_sees_the_panels_marks_while_it_confers_and_neither_before_nor_after(tablet, confer):
    jo = tablet("jo")
    assert marks_seen(text(jo, PAGE)) == set()
    assert conferring(jo) == []

    confer()
    shown = text(jo, PAGE)
    # Not those of the trainee.
    assert marks_seen(shown) == {"li-na", "zhang-wei", "jo"}
    assert "your sheet" in shown
    assert "See the panel" in text(jo, "/judge")
    assert conferring(jo) == ["last"]

    confer(close=True)
    assert marks_seen(text(jo, PAGE)) == set()
    assert "The conference is closed." in text(jo, PAGE)
    assert "See the panel" not in text(jo, "/judge")
    assert conferring(jo) == []
    # Nor on any other page of hers.
    for address in ("/judge", "/judge/matches/last", "/judge/matches/last/receipt"):
        assert marks_seen(text(jo, address)) <= {"jo"}


def test_only_this_match_is_shown(tablet, confer):
    confer()
    assert "does not confer on this match now" in text(tablet("jo"), PAGE.replace("last", "semi-1"))


def test_a_trainee_another_judge_the_audience_and_a_program_see_nothing_of_it(
    tablet, confer, api, client
):
    confer()
    for key in ("sam", "ada"):
        assert marks_seen(text(tablet(key), PAGE, 404)) == set()
        assert conferring(tablet(key)) == []
    assert text(client, PAGE, 404)
    for address in ("/c/league", "/c/league/teams/metro", "/c/league/programme"):
        assert marks_seen(text(client, address)) == set()
        assert "confer" not in text(client, address)
    jo = api("jo", "league")
    for address in ("/api/v1/judge/assignments", "/api/v1/competitions/league/sheets/last/metro"):
        got = jo.client.get(address, headers=jo.headers)
        assert marks_seen(got.text) <= {"jo"}
    assert marks_seen(
        jo.client.post("/api/v1/judge/presence", json={}, headers=jo.headers).text
    ) == (set())


@pytest.mark.parametrize("what", ["round", "void", "published"])
def test_a_closed_round_a_void_match_and_a_published_stage_end_it(marked, tablet, confer, what):
    confer()
    jo = tablet("jo")
    with marked.app_context():
        if what == "round":
            rounds.set_state("league", "final-round", "closed", BY)
        elif what == "void":
            exclusions.void_match("league", "last", "Power cut", BY)
        else:
            stage_release.set_release("league", "final", "published", BY)

    assert marks_seen(text(jo, PAGE)) == set()
    assert conferring(jo) == []


def test_a_judge_recused_for_a_team_sees_nothing_of_the_panel_for_it(marked, tablet, confer):
    with marked.app_context():
        exclusions.recuse_judge("league", "jo", [("last", "metro")], "A colleague", BY)
    confer()

    shown = text(tablet("jo"), PAGE)
    assert "panel-post" in shown
    assert "panel-metro" not in shown
    # And nobody sees the sheet that does not count.
    assert marks_seen(text(tablet("li-na"), PAGE).split("panel-post")[0]) == {"li-na", "zhang-wei"}


def test_the_head_judge_opens_and_closes_it_on_the_tablet_and_nobody_else(marked, tablet):
    jo, li = tablet("jo"), tablet("li-na")
    assert "Open the conference" not in text(jo, PAGE)
    assert "Go to the conference" in text(li, "/judge")
    assert "Go to the conference" not in text(jo, "/judge")
    assert jo.post(PAGE, data={"csrf_token": jo.csrf(), "do": "open"}).status_code == 404

    assert li.post(PAGE, data={"csrf_token": li.csrf(), "do": "open"}).status_code == 303
    assert "Close the conference" in text(li, PAGE)
    assert "Close the conference" not in text(jo, PAGE)
    assert jo.post(PAGE, data={"csrf_token": jo.csrf(), "do": "close"}).status_code == 404
    assert li.post(PAGE, data={"csrf_token": li.csrf(), "do": "close"}).status_code == 303
    assert "The conference is closed." in text(li, PAGE)
    got = li.post(PAGE, data={"csrf_token": li.csrf()}, headers={"Accept-Language": "en"})
    assert got.status_code == 422
    assert "The panel has conferred on this match." in got.text


def test_the_head_judge_is_told_by_name_what_is_missing(load, app):
    load(factories.league())
    visitor: Visitor = app.test_client()
    with app.app_context():
        token = queries.find_judge(queries.find_competition("league"), "li-na").token
    visitor.get(f"/j/{token}")
    visitor.post("/judge/confirm", data={"csrf_token": visitor.csrf()})

    data = {"csrf_token": visitor.csrf(), "do": "open"}
    got = visitor.post(PAGE, data=data, headers={"Accept-Language": "en"})
    assert got.status_code == 422
    assert "Not submitted yet:" in got.text
    assert "Jo Amsel" in got.text
    assert '<button class="primary" name="do" value="open">' not in got.text


def test_before_she_has_said_who_she_is_nothing_is_shown(marked, confer, client):
    confer()
    with marked.app_context():
        token = queries.find_judge(queries.find_competition("league"), "jo").token
    client.get(f"/j/{token}")
    got = client.get(PAGE)
    assert (got.status_code, got.location) == (303, f"/judge?next={PAGE}")


def test_wang_fang_opens_closes_and_reads_what_it_changed(marked, tablet, organiser_client):
    form = {"csrf_token": organiser_client.csrf(), "do": "open"}
    assert organiser_client.post(DESK, data=form).status_code == 303
    with marked.app_context():
        jo = queries.find_judge(queries.find_competition("league"), "jo")
        body = {"marks": {"law": "6", "poise": "9"}, "state": "submitted", "base_version": 1}
        sheets.write_sheet(jo, "league", "last", "metro", body, factories.new_key())
    form |= {"do": "close"}
    refused = organiser_client.post(DESK, data=form)
    assert refused.status_code == 422
    form["reason"] = "All agreed."
    assert organiser_client.post(DESK, data=form).status_code == 303

    shown = text(organiser_client, DESK)
    assert "<del>3.5</del> → <ins>6</ins>" in shown
    assert "1 mark was changed." in shown
    assert "0 marks were changed." in shown
    assert "All agreed." in text(organiser_client, "/organiser/c/league/audit")


def test_the_rounds_form_says_after_how_many_matches_the_panel_confers(marked, organiser_client):
    address = "/organiser/c/league/rounds/final/final-round"
    shown = text(organiser_client, address)
    assert 'name="conference_after"' in shown
    form = {"csrf_token": organiser_client.csrf(), "name-en": "Final", "name-zh": "决赛"}

    assert organiser_client.post(address, data=form | {"conference_after": "0"}).status_code == 422
    assert organiser_client.post(address, data=form | {"conference_after": "2"}).status_code == 303
    with marked.app_context():
        (round_,) = queries.find_rounds(queries.find_competition("league"), "final/final-round")
        assert round_.conference_after == 2
    assert organiser_client.post(address, data=form | {"conference_after": ""}).status_code == 303
    with marked.app_context():
        (round_,) = queries.find_rounds(queries.find_competition("league"), "final/final-round")
        assert round_.conference_after is None


def test_who_comes_to_the_seat_meanwhile_sees_nothing_before_the_own_sheet_is_in(
    marked, tablet, confer
):
    confer()
    with marked.app_context():
        reason = "Jo fell ill."
        judge_replacements.replace_judge("league", "last", "jo", "ada", [], reason, BY)
    ada = tablet("ada")
    page = text(ada, PAGE)
    assert "once your own sheet for it counts and is submitted" in page
    assert marks_seen(page) == set()

    with marked.app_context():
        judge = queries.find_judge(queries.find_competition("league"), "ada")
        body = {"marks": {"law": "5.5", "poise": "9"}, "state": "submitted", "base_version": 0}
        sheets.write_sheet(judge, "league", "last", "metro", body, factories.new_key())
    assert marks_seen(text(ada, PAGE)) >= {"li-na", "zhang-wei"}
