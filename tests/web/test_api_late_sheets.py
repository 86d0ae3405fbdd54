"""A tablet hands in a late sheet over the API, and reports what it has not sent."""

import datetime as dt
import json

import pytest

from competition.actions import late_decisions, late_sheets, rounds
from competition.store import late_sheets as rows
from competition.store import queries
from competition.web import presence
from tests.factories import CHAOYANG, FULL_MARKS

BY = "organiser 王芳"
ADDRESS = f"/api/v1/competitions/{CHAOYANG}/sheets/match-1/education/late"
PRESENCE = "/api/v1/judge/presence"
BODY = {"marks": FULL_MARKS, "state": "submitted", "base_version": 0}
ROW = {"match": "match-1", "team": "education", "state": "submitted", "phase": "waiting"}


@pytest.fixture
def jo(api, app, chaoyang):
    """评委一 with a program, whose round was closed meanwhile."""
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", "closed", BY)
    return api("judge-1")


def hand_in(jo, body=None, key="late-key", **headers):
    return jo.client.put(
        ADDRESS, json=body or BODY, headers=jo.headers | {"Idempotency-Key": key} | headers
    )


def waiting(app):
    with app.app_context():
        return rows.undecided_sheets(queries.find_competition(CHAOYANG))


def test_a_refused_write_is_handed_in_late_and_answered_with_the_decision(jo, app):
    assert jo.put("match-1", "education", key="late-key").status_code == 423

    answer = hand_in(jo, BODY | {"age_seconds": 600})

    assert answer.status_code == 200
    assert answer.json["decision"] == "waiting"
    assert "no-store" in answer.headers["Cache-Control"]
    (offered,) = waiting(app)
    assert offered.written_at < offered.arrived_at
    with app.app_context():
        late_decisions.accept_late(CHAOYANG, offered.id, 0, "The Wi-Fi was down.", BY)
    # The age moves on while the tablet waits; the write is still the same one.
    answer = hand_in(jo, BODY | {"age_seconds": 620})
    assert answer.json["decision"] == "accepted"
    assert answer.json["receipt"] == jo.put("match-1", "education", key="late-key").json


def test_what_was_written_after_the_closing_is_not_offered_by_itself(jo, app, monkeypatch):
    # As if the round had been closed long ago.
    monkeypatch.setattr(late_sheets, "CLOSING_GRACE", dt.timedelta(hours=-1))

    answer = hand_in(jo, BODY | {"age_seconds": 5}, **{"Accept-Language": "en"}).json

    assert answer["decision"] == "after_close"
    assert answer["message"].startswith("Written after the round was closed")
    assert waiting(app) == []
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", "open", BY, reason="Six were cut off.")
    assert hand_in(jo, BODY | {"age_seconds": 6}).json["decision"] == "open"


def test_what_was_written_before_the_closing_or_at_an_unknown_time_is_offered(jo, app):
    assert hand_in(jo, BODY | {"age_seconds": 600}).json["decision"] == "waiting"
    assert hand_in(jo, BODY, key="another-key").json["decision"] == "waiting"


def test_a_declined_one_comes_back_with_the_reason(jo, app):
    hand_in(jo)
    with app.app_context():
        late_decisions.decline_late(CHAOYANG, waiting(app)[0].id, "结果已经宣布。", BY)
    answer = hand_in(jo).json
    assert (answer["decision"], answer["reason"]) == ("declined", "结果已经宣布。")


def test_a_tablet_signs_its_late_sheet_with_its_session_and_its_form_token(jo, app, seat_judge):
    tablet = seat_judge("judge-1")
    headers = {"Idempotency-Key": "late-key"}
    assert tablet.put(ADDRESS, json=BODY, headers=headers).status_code == 400
    headers["X-CSRFToken"] = tablet.csrf()
    assert tablet.put(ADDRESS, json=BODY, headers=headers).status_code == 200
    assert len(waiting(app)) == 1


@pytest.mark.parametrize("age", [-1, 1.5, "600", True, 10**9, []])
def test_an_invalid_age_is_refused_with_a_sentence(jo, app, age):
    answer = hand_in(jo, BODY | {"age_seconds": age})
    assert answer.status_code == 422
    assert "2592000" in answer.json["errors"]["age_seconds"]
    assert waiting(app) == []


def test_what_cannot_be_a_sheet_is_refused_field_by_field(jo, app):
    answer = hand_in(jo, BODY | {"marks": FULL_MARKS | {"strategy": "99"}, "extra": 1})
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"strategy", "extra"}
    headers = jo.headers | {"Idempotency-Key": "k"}
    assert jo.client.put(ADDRESS, data=b"{", headers=headers).status_code == 400
    for odd in ("[]", '"text"', "null", "3"):
        assert jo.client.put(ADDRESS, data=odd, headers=headers).status_code == 422
    assert waiting(app) == []


def test_nobody_else_can_hand_it_in(jo, app, client, organiser_client, load):
    assert client.put(ADDRESS, json=BODY).status_code == 401
    assert organiser_client.put(ADDRESS, json=BODY).status_code == 401
    elsewhere = ADDRESS.replace("match-1", "match-99")
    answer = jo.client.put(elsewhere, json=BODY, headers=jo.headers | {"Idempotency-Key": "k"})
    assert answer.status_code == 404
    assert waiting(app) == []


def test_a_tablet_reports_its_unsent_sheets_and_nothing_is_stored(jo, app):
    body = {"device": "0123456789abcdef", "waiting": [ROW | {"age_seconds": 90}]}
    answer = jo.client.post(PRESENCE, json=body, headers=jo.headers)
    assert answer.status_code == 200
    with app.app_context():
        known = presence.presence_list().for_judge(f"{CHAOYANG}/judge-1")
    (row,) = known.waiting
    assert (row.match, row.team, row.state, row.phase) == tuple(ROW.values())
    assert row.since < known.last_seen
    assert known.tablets_seen(60) == 1

    jo.client.post(PRESENCE, json=body | {"waiting": []}, headers=jo.headers)
    with app.app_context():
        assert presence.presence_list().for_judge(f"{CHAOYANG}/judge-1").waiting == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"device": "0123456789abcdef"},
        {"device": "ABC", "waiting": []},
        {"device": 7, "waiting": []},
        {"device": "0123456789abcdef", "waiting": {}},
        {"device": "0123456789abcdef", "waiting": [ROW]},
        {"device": "0123456789abcdef", "waiting": [ROW | {"age_seconds": -1}]},
        {"device": "0123456789abcdef", "waiting": [ROW | {"age_seconds": 1, "marks": {}}]},
        {"device": "0123456789abcdef", "waiting": [ROW | {"age_seconds": 1, "team": "<b>"}]},
        {"device": "0123456789abcdef", "waiting": [ROW | {"age_seconds": 1}] * 201},
    ],
    ids=lambda body: json.dumps(body)[:60],
)
def test_a_report_of_another_shape_is_refused_with_a_sentence(jo, app, body):
    answer = jo.client.post(PRESENCE, data=json.dumps(body), headers=jo.headers)
    assert answer.status_code == 422
    assert "age_seconds" in answer.json["message"]
    with app.app_context():
        assert presence.presence_list().for_judge(f"{CHAOYANG}/judge-1").devices == {}


def test_a_report_needs_a_judge(client, chaoyang):
    assert client.post(PRESENCE, json={}).status_code == 401


def test_a_judge_whose_devices_change_all_day_does_not_fill_the_memory(context):
    presence_list = presence.PresenceList()
    for number in range(50):
        presence_list.report("final/jo", f"{number:016x}", ())
    assert list(presence_list.for_judge("final/jo").devices) == [f"{n:016x}" for n in range(42, 50)]


def test_opening_a_page_or_reading_a_sheet_counts_as_being_seen(jo, app, seat_judge):
    tablet = seat_judge("judge-2")
    tablet.get("/judge")
    jo.get("match-1", "education")
    with app.app_context():
        for judge in ("judge-1", "judge-2"):
            assert presence.presence_list().for_judge(f"{CHAOYANG}/{judge}").last_seen
        assert not presence.presence_list().for_judge(f"{CHAOYANG}/judge-3").last_seen
