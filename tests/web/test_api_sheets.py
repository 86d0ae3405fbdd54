"""The judges' write path over HTTP, line by line of the contract's table."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from competition.actions import accounts, rounds, sheet_locks
from competition.store import queries
from competition.store.transactions import writer_locks
from competition.web import rate_limits
from tests.conftest import Api, Visitor
from tests.factories import CHAOYANG, FULL_MARKS, league, new_key

HERE = ("match-1", "education")
Program = Callable[..., Api]


def close(app: Flask, state: str = "closed", reason: str = "") -> None:
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", state, "organiser 王芳", reason)


def versions(app: Flask, judge: str = "judge-1", team: str = "education") -> list[Any]:
    with app.app_context():
        competition = queries.find_competition(CHAOYANG)
        match = queries.find_match(competition, "match-1")
        from competition.store.sheets import find_sheet

        found = find_sheet(
            match.id,
            queries.find_team(competition, team).id,
            queries.find_judge(competition, judge).id,
        )
        return [(v.number, v.state, v.marks) for v in found.versions] if found else []


@pytest.fixture
def first(chaoyang: str, api: Program) -> Api:
    """评委一's program."""
    return api("judge-1")


def raw(program: Api, body: bytes, **headers: str) -> Any:
    return program.client.put(
        program.address(*HERE),
        data=body,
        headers=program.headers | {"Idempotency-Key": new_key()} | headers,
    )


def body_of(**changes: Any) -> bytes:
    return json.dumps({"marks": FULL_MARKS, "state": "draft", "base_version": 0} | changes).encode()


def test_before_the_first_write_the_sheet_is_empty(first):
    answer = first.get(*HERE)

    assert answer.status_code == 200
    assert answer.json == {"version": 0, "state": "empty", "marks": {}}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_stored_sheet_answers_with_version_state_receipt_and_total(first, app):
    answer = first.put(*HERE, comment="稳")

    assert answer.status_code == 200
    assert answer.json["version"] == 1
    assert answer.json["state"] == "submitted"
    assert answer.json["total"] == "85"
    assert answer.json["receipt"] == "0001"
    assert answer.headers["Cache-Control"] == "no-store"
    read = first.get(*HERE).json
    assert read["marks"] == FULL_MARKS
    assert read["comment"] == "稳"
    assert versions(app) == [(1, "submitted", FULL_MARKS)]


def test_a_repeat_gives_the_same_answer_and_stores_nothing_twice(first, app):
    once = first.put(*HERE, key="one-key")
    again = first.put(*HERE, key="one-key")

    assert (again.status_code, again.data) == (200, once.data)
    assert len(versions(app)) == 1


def test_a_repeat_is_answered_the_same_even_after_the_round_closed(first, app):
    once = first.put(*HERE, key="one-key")
    close(app)

    assert first.put(*HERE, key="one-key").data == once.data
    assert first.put(*HERE, base=1).status_code == 423


def test_a_stale_base_version_shows_the_current_sheet_and_stores_nothing(first, app):
    first.put(*HERE)
    stale = first.put(*HERE, {"strategy": "3"}, state="draft", base=0)

    assert stale.status_code == 409
    assert set(stale.json) == {"current"}
    assert stale.json["current"]["version"] == 1
    assert stale.json["current"]["marks"] == FULL_MARKS
    assert len(versions(app)) == 1


@pytest.mark.parametrize("base", [2, 9])
def test_a_base_version_from_the_future_is_a_conflict_too(first, base):
    first.put(*HERE)

    assert first.put(*HERE, base=base).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"marks=1",
        b'{"marks": NaN}',
        b'{"marks": Infinity}',
        b'{"state": "draft", "state": "submitted"}',
        b'{"marks": {"strategy": "1", "strategy": "2"}}',
        b"\xff\xfe{}",
        b'{"comment": "\xc3\x28"}',
        b"[" * 50_000,
        b"[" * 500 + b"]" * 500,
        b'{"a":' * 60 + b"1" + b"}" * 60,
    ],
)
def test_what_is_not_json_is_a_400(first, app, body):
    answer = raw(first, body)

    assert answer.status_code == 400
    assert answer.json["error"] == "not_json"
    assert versions(app) == []


def test_a_byte_order_mark_is_passed_over(first):
    assert raw(first, b"\xef\xbb\xbf" + body_of()).status_code == 200


@pytest.mark.parametrize("body", [b"null", b"[]", b"3", b'"marks"', b"true", b"1e400"])
def test_json_that_is_no_object_is_a_422(first, body):
    answer = raw(first, body)

    assert answer.status_code == 422
    assert "body" in answer.json["errors"]


@pytest.mark.parametrize(
    "written",
    [
        *('"20.5"', '"-0.5"', '"18.3"', '"x"', '"NaN"', '"1e1"', '"1_0"', '"１８"', '" 18"', '""'),
        *("null", "18.5", "18", "true", "[]", "{}", "1e400", "9" * 5000, '"+1"', '"0x10"'),
        *('"\\ud800"', '"' + "9" * 31 + '"', '"' + "9" * 5000 + '"'),
    ],
)
def test_a_mark_that_cannot_stand_in_a_submitted_sheet_names_its_dimension(first, app, written):
    body = {"marks": FULL_MARKS | {"strategy": "HERE"}, "state": "submitted", "base_version": 0}
    answer = raw(first, json.dumps(body).replace('"HERE"', written).encode())

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"strategy"}
    assert answer.json["errors"]["strategy"]
    assert versions(app) == []


@pytest.mark.parametrize("mark", ["", None])
def test_a_draft_may_leave_a_mark_out(first, mark):
    answer = first.put(*HERE, FULL_MARKS | {"strategy": mark}, state="draft")

    assert answer.status_code == 200
    assert first.get(*HERE).json["marks"] == {
        k: v for k, v in FULL_MARKS.items() if k != "strategy"
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"marks": []}, "marks"),
        ({"marks": None}, "marks"),
        ({"state": "final"}, "state"),
        ({"state": ["draft"]}, "state"),
        ({"state": None}, "state"),
        ({"base_version": "0"}, "base_version"),
        ({"base_version": True}, "base_version"),
        ({"base_version": -1}, "base_version"),
        ({"base_version": 0.0}, "base_version"),
        ({"comment": 5}, "comment"),
        ({"comment": ["x"]}, "comment"),
        ({"comment": "\ud800"}, "comment"),
        ({"comment": "a\x00b"}, "comment"),
        ({"comment": "长" * 4001}, "comment"),
        ({"marks": {"beauty": "1"}}, "beauty"),
        ({"judge": "judge-2"}, "judge"),
        ({"\ud800": 1}, "\ud800"),
    ],
)
def test_a_wrong_shape_or_an_unknown_field_is_named(first, app, changes, field):
    answer = raw(first, body_of(**changes))

    assert answer.status_code == 422
    assert field in answer.json["errors"]
    assert versions(app) == []


def test_without_an_idempotency_key_nothing_is_stored(first, app):
    answer = first.client.put(first.address(*HERE), data=body_of(), headers=first.headers)

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"idempotency_key"}
    assert versions(app) == []


def test_a_write_without_a_key_is_refused_as_such_even_where_it_is_stale(first, app):
    first.put(*HERE)

    answer = first.client.put(first.address(*HERE), data=body_of(), headers=first.headers)

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"idempotency_key"}
    assert len(versions(app)) == 1


@pytest.mark.parametrize("key", ["k" * 201, "schlüssel"])
def test_an_idempotency_key_is_short_and_printable(first, key):
    assert raw(first, body_of(), **{"Idempotency-Key": key}).status_code == 422


def test_a_used_key_refuses_another_body_and_another_sheet(first, app):
    first.put(*HERE, key="one-key")

    other_body = first.put(*HERE, base=1, key="one-key")
    other_sheet = first.put("match-1", "team-2", key="one-key")

    assert (other_body.status_code, other_sheet.status_code) == (422, 422)
    assert "idempotency_key" in other_body.json["errors"]
    assert len(versions(app)) == 1
    assert versions(app, team="team-2") == []


def test_two_judges_may_use_the_same_key(first, api):
    assert first.put(*HERE, key="same").status_code == 200
    assert api("judge-2").put(*HERE, key="same").status_code == 200


def test_a_closed_round_refuses_a_mark_and_keeps_what_it_had(first, app):
    first.put(*HERE)
    close(app)

    answer = first.put(*HERE, FULL_MARKS | {"strategy": "1"}, base=1)

    assert answer.status_code == 423
    assert answer.json["error"] == "round_closed"
    assert versions(app) == [(1, "submitted", FULL_MARKS)]
    assert first.get(*HERE).status_code == 200


def test_a_locked_sheet_says_so_and_a_reopened_one_takes_one_submission(first, app):
    with app.app_context():
        sheet_locks.lock(CHAOYANG, *HERE, "judge-1", "disputed", "organiser 王芳")
    locked = first.put(*HERE)
    close(app)
    with app.app_context():
        sheet_locks.reopen(CHAOYANG, *HERE, "judge-1", "typing error", "organiser 王芳")

    assert (locked.status_code, locked.json["error"]) == (423, "sheet_locked")
    assert first.put(*HERE).status_code == 200
    assert first.put(*HERE, base=1).status_code == 423


def test_a_draft_over_a_submitted_sheet_does_not_take_it_away(first):
    first.put(*HERE)
    first.put(*HERE, {"strategy": "1"}, state="draft", base=1)

    read = first.get(*HERE).json
    assert (read["version"], read["state"], read["submitted_version"]) == (2, "draft", 1)


ADDRESSES = [
    "/api/v1/competitions/chaoyang-final/sheets/match-1/education",
    "/api/v1/competitions/chaoyang-final/sheets/match-9/education",
    "/api/v1/competitions/nowhere/sheets/match-1/education",
    "/api/v1/judge/assignments",
]


def test_without_a_good_token_every_address_answers_the_same_401(chaoyang, client, first, app):
    dead = first.headers
    with app.app_context():
        accounts.renew_links(CHAOYANG, "judge-1", "organiser 王芳")
    answers = []
    for address in ADDRESSES:
        for headers in ({}, dead, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}):
            answers.append(client.get(address, headers=headers))
            if "sheets" in address:
                answers.append(client.put(address, data=b"{", headers=headers))

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.data for answer in answers}) == 1
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


def test_what_is_not_this_judges_is_like_what_does_not_exist(load, api):
    whole = league()
    whole["stages"][1]["rounds"].append(
        {
            "key": "later",
            "name": {"zh": "后来"},
            "state": "draft",
            "matches": [
                {
                    "key": "hidden",
                    "panel": ["li-na"],
                    "entries": [{"team": "metro", "side": "solo"}],
                }
            ],
        }
    )
    whole["stages"][1]["rounds"][0]["matches"][0]["panel"] = ["li-na", "zhang-wei"]
    load(whole)
    jo, li = api("jo", "league"), api("li-na", "league")
    answers = [
        jo.get("last", "metro"),
        jo.put("last", "metro"),
        li.get("hidden", "metro"),
        li.put("hidden", "metro"),
        li.get("last", "bus"),
        li.get("last", "nobody"),
        li.get("nothing", "metro"),
        li.client.get("/api/v1/nothing/at/all", headers=li.headers),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1


def test_a_body_too_large_is_a_413(first, app):
    assert raw(first, body_of(comment="x" * 70_000)).status_code == 413
    assert raw(first, body_of(comment="x" * 3_000_000)).status_code == 413
    assert versions(app) == []


def test_too_many_bad_tokens_are_held_off_and_a_good_one_always_passes(first, client):
    address, bad = first.address(*HERE), {"Authorization": "Bearer wrong"}
    answers = [client.get(address, headers=bad) for _ in range(rate_limits.TOKENS.amount + 1)]

    assert answers[0].status_code == 401
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= rate_limits.TOKENS.get_expiry()
    assert first.put(*HERE).status_code == 200


def test_while_another_writer_holds_the_store_nothing_is_stored_and_a_retry_succeeds(
    first, app, monkeypatch
):
    monkeypatch.setattr("competition.store.transactions.WRITE_WAIT_SECONDS", 0.01)
    with app.app_context():
        held = writer_locks().of(CHAOYANG)
    with held.lock:
        answer = first.put(*HERE, key="retry-me")

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert versions(app) == []
    assert first.put(*HERE, key="retry-me").status_code == 200


def test_a_session_writes_with_its_form_token_and_not_without(judge_client: Visitor, app):
    address = f"/api/v1/competitions/{CHAOYANG}/sheets/match-1/education"
    key = {"Idempotency-Key": new_key()}
    bare = judge_client.put(address, data=body_of(), headers=key)
    forged = judge_client.put(address, data=body_of(), headers=key | {"X-CSRFToken": "made up"})

    assert (bare.status_code, forged.status_code) == (400, 400)
    assert versions(app) == []
    good = judge_client.put(
        address, data=body_of(), headers=key | {"X-CSRFToken": judge_client.csrf()}
    )
    assert good.status_code == 200
    assert judge_client.get(address).json["version"] == 1


def test_a_page_of_another_judge_cannot_write_with_this_ones_session(judge_client, app):
    address = f"/api/v1/competitions/{CHAOYANG}/sheets/match-1/education"
    headers = {"Idempotency-Key": new_key(), "X-CSRFToken": judge_client.csrf()}
    answer = judge_client.put(
        address, data=body_of(), headers=headers | {"X-Accord-Judge": f"{CHAOYANG}/judge-2"}
    )

    assert answer.status_code == 401
    assert versions(app) == []


def test_sentences_are_in_the_readers_language(first):
    def sentence(**headers: str) -> str:
        return raw(first, body_of(state="nonsense"), **headers).json["errors"]["state"]

    assert sentence(**{"Accept-Language": "en"}).isascii() is False  # typographic quotes
    assert "state" in sentence(**{"Accept-Language": "en"})
    assert "state" not in sentence(**{"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"})


def test_the_assignments_say_what_there_is_to_score(first, app):
    first.put(*HERE, {"strategy": "3"}, state="draft")
    found = first.client.get("/api/v1/judge/assignments", headers=first.headers).json

    assert found["judge"] == "judge-1"
    assert len(found["assignments"]) == 6
    row = found["assignments"][0]
    assert (row["match"], row["team"], row["side"]) == ("match-1", "education", "labour")
    assert (row["state"], row["version"], row["given"]) == ("draft", 1, 1)
    assert (row["writable"], row["expected"]) == (True, True)
    assert first.client.get(row["sheet"], headers=first.headers).status_code == 200
    close(app)
    found = first.client.get("/api/v1/judge/assignments", headers=first.headers).json
    assert {row["writable"] for row in found["assignments"]} == {False}


def test_the_digest_can_be_recomputed_from_the_sheet(api, chaoyang):
    judge = api("judge-1")
    answer = judge.put("match-1", "education", comment="Calm 冷静").json
    sheet = judge.get("match-1", "education").json
    content = {
        "competition": CHAOYANG,
        "match": "match-1",
        "team": "education",
        "judge": "judge-1",
    } | {name: sheet[name] for name in ("version", "state", "marks", "comment")}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    digest = hashlib.sha256(text.encode()).hexdigest()
    assert answer["digest"] == sheet["digest"] == digest
    assert judge.put("match-1", "education", {}, state="draft", base=1).json["digest"] != digest
