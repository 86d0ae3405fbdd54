"""What a tablet is answered every ten seconds: whether something changed under an open page."""

from typing import Any

import pytest
from sqlalchemy import event

from competition.actions import rounds, setup, sheet_locks
from competition.store.db import db
from tests import factories
from tests.conftest import Api

PRESENCE = "/api/v1/judge/presence"
REPORT = {"device": "0123456789abcdef", "waiting": []}
BY = "organiser 王芳"


def answer(judge: Api) -> dict[str, Any]:
    got = judge.client.post(PRESENCE, json=REPORT, headers=judge.headers)
    assert (got.status_code, got.headers["Cache-Control"]) == (200, "no-store")
    found: dict[str, Any] = got.json
    return found


def sheet(judge: Api, match: str, team: str) -> dict[str, Any]:
    (found,) = [s for s in answer(judge)["sheets"] if (s["match"], s["team"]) == (match, team)]
    return dict(found)


@pytest.fixture
def jo(load, api) -> Api:
    load(factories.league())
    return api("jo", "league")


def test_jo_is_told_her_rounds_and_sheets_and_no_mark(jo):
    got = answer(jo)

    assert set(got) == {"rounds", "sheets", "rubric", "messages", "conferences"}
    assert got["rounds"] == [
        {"stage": "semi", "round": "semi-round", "state": "closed"},
        {"stage": "final", "round": "final-round", "state": "open"},
    ]
    names = ("match", "team", "version", "state", "writable")
    assert [tuple(each[name] for name in names) for each in got["sheets"]] == [
        ("semi-1", "metro", 1, "submitted", False),
        ("semi-1", "bus", 1, "submitted", False),
        ("semi-2", "post", 1, "submitted", False),
        ("semi-2", "rail", 1, "submitted", False),
        ("last", "metro", 0, "empty", True),
        ("last", "post", 0, "empty", True),
    ]
    assert set(got["sheets"][0]) == set(names)
    assert len(got["rubric"]) == 64


def test_a_program_without_a_device_may_only_ask(jo):
    got = jo.client.post(PRESENCE, json={}, headers=jo.headers)

    assert (got.status_code, got.json) == (200, answer(jo))


def test_a_report_of_a_sheet_in_a_state_that_there_is_not_is_refused(jo):
    row = {"match": "last", "team": "metro", "state": "lost", "phase": "waiting", "age_seconds": 1}

    got = jo.client.post(PRESENCE, json=REPORT | {"waiting": [row]}, headers=jo.headers)

    assert got.status_code == 422


def test_a_round_in_preparation_is_left_out(load, api):
    whole = factories.league()
    whole["stages"][1]["rounds"][0]["state"] = "draft"
    load(whole)

    got = answer(api("jo", "league"))
    assert [each["round"] for each in got["rounds"]] == ["semi-round"]
    assert {each["match"] for each in got["sheets"]} == {"semi-1", "semi-2"}


def test_a_judge_of_the_final_alone_is_told_nothing_of_the_semi_final(load, api):
    whole = factories.league()
    for match in whole["stages"][0]["rounds"][0]["matches"]:
        match["panel"] = ["li-na", "zhang-wei"]
    whole["sheets"] = [each for each in whole["sheets"] if each["judge"] != "jo"]
    load(whole)

    got = answer(api("jo", "league"))
    assert [each["stage"] for each in got["rounds"]] == ["final"]
    assert [each["match"] for each in got["sheets"]] == ["last", "last"]


def test_the_answer_says_that_the_round_closed_and_the_sheet_was_reopened(jo, app):
    jo.put("last", "metro", {"law": "8"}, state="draft")
    assert sheet(jo, "last", "metro") == {
        "match": "last",
        "team": "metro",
        "version": 1,
        "state": "draft",
        "writable": True,
    }

    with app.app_context():
        rounds.set_state("league", "final-round", "closed", BY, "")
    assert not sheet(jo, "last", "metro")["writable"]
    with app.app_context():
        sheet_locks.reopen("league", "last", "metro", "jo", "The tablet stopped.", BY)
    assert sheet(jo, "last", "metro")["writable"]
    assert not sheet(jo, "last", "post")["writable"]


def test_marks_do_not_change_the_rubric_and_another_maximum_does(jo, app):
    before = answer(jo)["rubric"]
    jo.put("last", "metro", {"law": "8"}, state="draft")
    assert answer(jo)["rubric"] == before

    whole = factories.league()
    whole["rubric"]["dimensions"][0]["max"] = "20"
    with app.app_context():
        part = {name: whole[name] for name in ("rubric", "scoring")}
        setup.save_part("league", "rubric", part, BY)
    assert answer(jo)["rubric"] != before


def test_many_tablets_ask_cheaply(jo, app):
    answer(jo)
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        answer(jo)
        event.remove(db.engine, "before_cursor_execute", note)
    assert not [each for each in statements if "sheet_version" in each]
    assert len(statements) <= 1
