"""The tablet at the table: its link, the match that is on, what it writes and never sees."""

import re
from typing import Any

import pytest

from competition.actions import competitions, rounds, tables
from competition.agreement_sheet import agreement_of
from competition.store import audit, queries
from competition.store import tables as store
from competition.store.match_clocks import MatchClock
from competition.store.transactions import writing
from competition.web import rate_limits
from tests import factories
from tests.conftest import Visitor
from tests.factories import CHAOYANG

BY = "organiser 王芳"
MATCH = "match-1"
POINT, SIGN = "/table/points/commission", "/table/sign/labour"
JSON = {"Accept": "application/json"}


def token_of(app: Any) -> str:
    with app.app_context():
        (table,) = store.tables_of(queries.find_competition(CHAOYANG))
        return str(table.token)


def stands(app: Any) -> Any:
    with app.app_context():
        return agreement_of(competitions.checked_competition(CHAOYANG), MATCH)


@pytest.fixture
def link(app, chaoyang) -> str:
    """The link of the first table, at which the first match is on."""
    with app.app_context():
        number = tables.make_table(CHAOYANG, "第1桌", BY)
        tables.put_match_on(CHAOYANG, number, MATCH, BY)
    return f"/t/{token_of(app)}"


@pytest.fixture
def tablet(app, link) -> Visitor:
    """The tablet that lies on the first table."""
    visitor: Visitor = app.test_client()
    visitor.get(link)
    return visitor


def typed(status: str = "agreed", words: str = "不超过 20%", seen: str = "", **more: str) -> Any:
    return {"match": MATCH, "status": status, "words": words, "seen": seen, **more}


def test_a_link_becomes_a_session_and_leaves_the_address(app, client, link):
    answer = client.get(link)

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/table"
    assert answer.headers["Cache-Control"] == "no-store"
    page = client.get("/table")
    assert page.headers["Cache-Control"] == "no-store"
    assert "第1桌" in page.text
    assert "平台抽成比例优化" in page.text
    assert token_of(app) not in page.text
    with app.app_context():
        assert [row.who for row in audit.rows_about(CHAOYANG, "table.open", "第1桌")] == [
            "table 第1桌"
        ]


def test_opened_again_on_the_same_tablet_nothing_more_is_recorded(app, tablet, link):
    tablet.get(link)

    with app.app_context():
        assert len(audit.rows_about(CHAOYANG, "table.open", "第1桌")) == 1


def test_a_look_ahead_begins_no_session(client, link):
    client.head(link)

    assert client.get("/table").status_code == 404


@pytest.mark.parametrize("act", [tables.renew_table, tables.remove_table])
def test_a_renewed_or_removed_link_ends_with_every_tablet_it_was_opened_on(app, tablet, link, act):
    with app.app_context():
        act(CHAOYANG, 1, BY)

    nothing = tablet.get("/nothing-here").data
    for address in (link, "/table", "/t/wrong"):
        answer = tablet.get(address)
        assert (answer.status_code, answer.data) == (404, nothing), address
    assert tablet.submit(POINT, typed()).status_code == 404
    assert stands(app) is None


def test_guessing_links_is_held_off_and_a_good_link_still_opens(client, link):
    codes = [client.get("/t/guess").status_code for _ in range(rate_limits.TOKENS.amount + 1)]

    assert (codes[0], codes[-1]) == (404, 429)
    assert client.get(link).status_code == 303


def test_a_tablet_finds_nothing_of_judges_or_organisers_and_no_mark(app, tablet, api):
    body = {"marks": factories.FULL_MARKS, "state": "submitted"}
    api("judge-1").put(MATCH, "education", body)

    nothing = tablet.get("/nothing-here").data
    for address in ("/judge", f"/judge/matches/{MATCH}", "/organiser", f"/organiser/c/{CHAOYANG}"):
        answer = tablet.get(address)
        assert (answer.status_code, answer.data) == (404, nothing), address
    page = tablet.get("/table").text
    assert "评委" not in page
    assert not any(f">{mark}<" in page for mark in factories.FULL_MARKS.values())


def test_what_both_sides_agree_on_is_written_without_a_script(app, tablet):
    answer = tablet.submit(POINT, typed())

    assert (answer.status_code, answer.headers["Location"]) == (303, "/table#commission")
    assert stands(app)["points"][0]["text"]["zh"] == "不超过 20%"
    with app.app_context():
        (row,) = audit.rows_about(CHAOYANG, "agreement.point", f"{MATCH}/commission")
        assert row.who == "table 第1桌"


def test_without_the_form_s_token_nothing_is_written(app, tablet):
    assert tablet.post(POINT, data=typed()).status_code == 400
    assert stands(app) is None


def test_a_refused_form_keeps_what_was_typed_and_says_what_stands(app, tablet):
    tablet.submit(POINT, typed())
    again = tablet.submit(POINT, typed("deadlock", "谈不拢"))

    assert again.status_code == 422
    assert "谈不拢" in again.text
    assert "不超过 20%" in again.text


def test_a_script_learns_what_stands_there_instead(tablet):
    first = tablet.submit(POINT, typed(), headers=JSON)
    second = tablet.submit(POINT, typed("deadlock", "谈不拢"), headers=JSON)

    assert first.json["points"][0]["words"] == "不超过 20%"
    assert second.status_code == 409
    assert second.json["error"] == "changed"
    assert (second.json["status"], second.json["words"]) == ("agreed", "不超过 20%")
    assert second.json["seen"] == first.json["points"][0]["seen"]


def test_a_side_signs_on_the_glass_and_a_later_change_says_what_it_takes_off(app, tablet):
    state = tablet.submit(POINT, typed(), headers=JSON).json
    signing = {"match": MATCH, "name": "郭志远", "seen": state["seen"]}
    undrawn = tablet.submit(SIGN, signing, headers=JSON)
    drawn = tablet.submit(SIGN, signing | {"strokes": "[[[1, 2], [3, 4]]]"}, headers=JSON)

    assert undrawn.status_code == 422
    assert drawn.status_code == 200
    assert "<polyline" in drawn.json["signatures"]
    assert [each["name"] for each in stands(app)["signed"]] == ["郭志远"]

    seen = drawn.json["points"][0]["seen"]
    refused = tablet.submit(POINT, typed("partial", seen=seen), headers=JSON)
    assert (refused.status_code, refused.json["error"]) == (409, "signed")
    assert "郭志远" in refused.json["message"]
    confirmed = typed("partial", seen=seen, signed=drawn.json["signed"])
    assert tablet.submit(POINT, confirmed, headers=JSON).status_code == 200
    assert stands(app)["signed"] == []


def test_signing_by_name_alone_needs_no_drawing(app, tablet):
    seen = tablet.submit(POINT, typed(), headers=JSON).json["seen"]
    signing = {"match": MATCH, "name": "郭志远", "seen": seen, "undrawn": "1"}

    assert tablet.submit(SIGN, signing).headers["Location"] == "/table#labour"
    assert "郭志远" in tablet.get("/table").text


def test_words_for_another_match_are_refused_and_shown_again(app, tablet):
    with app.app_context():
        tables.put_match_on(CHAOYANG, 1, "match-2", BY)

    answer = tablet.submit(POINT, typed(words="第一场的话"))

    assert answer.status_code == 422
    assert stands(app) is None
    assert tablet.get("/table", headers=JSON).json["match"] == "match-2"


def test_once_the_round_is_closed_no_match_is_on_and_nothing_is_lost(app, tablet):
    with app.app_context():
        rounds.set_state(CHAOYANG, "round-1", "closed", BY)

    answer = tablet.submit(POINT, typed(words="最后一句"))

    assert answer.status_code == 422
    assert "最后一句" in answer.text
    assert tablet.get("/table", headers=JSON).json == {"match": None}


def test_a_table_without_a_choice_shows_the_match_whose_clock_was_touched_last(app, tablet):
    with app.app_context():
        tables.put_match_on(CHAOYANG, 1, None, BY)
    assert tablet.get("/table", headers=JSON).json == {"match": None}

    with app.app_context(), writing() as session:
        number = queries.find_competition(CHAOYANG).id
        for key, at in (("match-2", 2000), ("match-3", 1000)):
            clock = MatchClock(competition_id=number, competition_key=CHAOYANG, match_key=key)
            clock.state, clock.changed_at = {}, at
            session.add(clock)

    assert tablet.get("/table", headers=JSON).json["match"] == "match-2"


def test_what_is_not_there_is_not_found(tablet):
    nothing = tablet.get("/nothing-here").data
    for address in ("/table/points/nothing", "/table/sign/nobody"):
        answer = tablet.submit(address, {"match": MATCH, "status": "agreed", "undrawn": "1"})
        assert (answer.status_code, answer.data) == (404, nothing)


def test_a_large_drawing_of_a_stranger_is_not_read_and_a_tablet_s_is(app, client, tablet):
    drawn = "[" + ",".join(f"[[{n % 1000}, {n % 1000}]]" for n in range(290)) + "]"
    large = drawn + " " * 30_000
    seen = tablet.submit(POINT, typed(), headers=JSON).json["seen"]
    body = {"match": MATCH, "name": "郭志远", "seen": seen, "strokes": large}

    assert client.submit(SIGN, body).status_code == 413
    assert tablet.submit(SIGN, body).status_code == 303


HERE = f"/organiser/c/{CHAOYANG}/tables"


def test_an_organiser_makes_a_table_chooses_its_match_and_renews_its_link(
    app, chaoyang, organiser_client
):
    assert organiser_client.submit(HERE, {"name": "主会场"}).status_code == 303
    token = token_of(app)
    page = organiser_client.get(HERE).text
    assert f"/t/{token}" in page
    assert "<svg" in page
    with app.app_context():
        assert audit.rows_about(CHAOYANG, "table.see-links", "")

    assert organiser_client.submit(f"{HERE}/1/match", {"match": MATCH}).status_code == 303
    assert re.search(r"第 ?1 ?场", organiser_client.get(HERE).text)
    assert organiser_client.submit(f"{HERE}/1/renew", {}).status_code == 303
    assert token_of(app) != token
    assert organiser_client.submit(f"{HERE}/1/remove", {}).status_code == 303
    with app.app_context():
        assert store.tables_of(queries.find_competition(CHAOYANG)) == []


def test_two_tables_have_two_names(chaoyang, organiser_client):
    organiser_client.submit(HERE, {"name": "1"})
    again = organiser_client.submit(HERE, {"name": " 1 "})

    assert again.status_code == 422


def test_a_browser_s_look_ahead_is_shown_no_link(app, organiser_client, link):
    ahead = organiser_client.get(HERE, headers={"Sec-Purpose": "prefetch"})

    assert (ahead.status_code, ahead.data) == (204, b"")
