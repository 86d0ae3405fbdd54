"""The public pages and the public API: what everybody gets, and that nobody gets more."""

import hashlib
import json
from collections.abc import Callable

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import select

from competition import __version__
from competition.actions import stage_release
from competition.document.canonical import canonical
from competition.store.db import db
from competition.store.snapshots import Snapshot, newest_snapshot
from competition.store.transactions import writing
from tests import factories
from tests.conftest import Api, Visitor

PAGES = ("/", "/c/chaoyang-final", "/c/chaoyang-final/screen", "/c/chaoyang-final/board")
SNAPSHOT = "/api/v1/competitions/chaoyang-final/snapshot"


@pytest.fixture
def release(app: Flask) -> Callable[..., None]:
    """Set what the public sees: `release("live")`."""

    def release_(mode: str, stage: str = "final", key: str = factories.CHAOYANG) -> None:
        with app.app_context():
            stage_release.set_release(key, stage, mode, "command line")

    return release_


def score(api: Callable[..., Api], team: str, match: str, marks: dict[str, str]) -> None:
    """All seven judges submit the same marks for a team."""
    for number in range(1, 8):
        assert api(f"judge-{number}").put(match, team, marks).status_code == 200


def marks_of(*values: str) -> dict[str, str]:
    return dict(zip(factories.DIMENSIONS, values, strict=True))


@pytest.mark.parametrize("address", PAGES)
def test_a_guest_is_answered_without_a_session_a_form_or_a_script_of_the_page(
    client: Visitor, chaoyang: str, address: str
) -> None:
    response = client.get(address)

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "csrf" not in response.text
    assert "no-cache" in response.headers["Cache-Control"]
    assert {"Accept-Language", "Cookie"} <= set(response.vary)


@pytest.mark.parametrize("address", [*PAGES, SNAPSHOT, "/api/v1/openapi.json"])
def test_who_has_the_newest_already_gets_304_and_no_body(
    client: Visitor, chaoyang: str, address: str
) -> None:
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]


def test_each_language_has_its_own_board_and_etag(client: Visitor, chaoyang: str) -> None:
    address = f"/c/{chaoyang}/board"
    chinese = client.get(address, headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"})
    english = client.get(address, headers={"Accept-Language": "en-GB"})

    assert "第六赛区代表队" in chinese.text
    assert "Zone 6 Team" in english.text
    assert chinese.headers["ETag"] != english.headers["ETag"]
    stale = client.get(
        address,
        headers={"Accept-Language": "en", "If-None-Match": chinese.headers["ETag"]},
    )
    assert stale.status_code == 200


def test_a_competition_held_in_english_speaks_english_to_who_asks_for_nothing(
    client: Visitor, load: Callable[..., str]
) -> None:
    whole = factories.league()
    whole["competition"]["languages"] = ["en"]
    load(whole)

    assert 'lang="en"' in client.get("/c/league").text
    assert 'lang="zh-Hans"' in client.get("/c/league?lang=zh").text
    # What was chosen by ?lang= is remembered.
    assert 'lang="zh-Hans"' in client.get("/c/league", headers={"Accept-Language": "en"}).text


def test_the_first_page_lists_the_competitions_or_shows_the_only_one(
    client: Visitor, chaoyang: str, load: Callable[..., str]
) -> None:
    assert 'id="live"' in client.get("/").text

    load(factories.league())

    page = client.get("/?lang=en").text
    assert 'href="/c/chaoyang-final"' in page
    assert 'href="/c/league"' in page
    assert 'id="live"' not in page


def test_without_any_competition_the_first_page_says_so(client: Visitor) -> None:
    response = client.get("/?lang=en")

    assert response.status_code == 200
    assert "There is no competition here yet." in response.text


@pytest.mark.parametrize("tail", ["", "/screen", "/board", "/stream"])
def test_an_unknown_competition_answers_as_any_missing_page(
    client: Visitor, chaoyang: str, tail: str
) -> None:
    missing = client.get(f"/c/nobody{tail}")

    assert missing.status_code == 404
    assert missing.data == client.get("/no/such/page").data


def test_the_snapshot_holds_what_the_contract_names_and_a_digest_that_anybody_can_check(
    client: Visitor, api: Callable[..., Api], chaoyang: str, release: Callable[..., None]
) -> None:
    hidden = client.get(SNAPSHOT).get_json()
    assert hidden["stages"] == [{"stage": "final"}]
    assert hidden["state"] == {"final": "hidden"}
    release("live")
    score(api, "education", "match-1", marks_of("18", "17", "16", "15", "14"))

    shown = client.get(SNAPSHOT).get_json()

    assert set(shown) == {"number", "sha256", "previous", "state", "stages"}
    content = canonical({"state": shown["state"], "stages": shown["stages"]})
    assert shown["sha256"] == hashlib.sha256(content.encode()).hexdigest()
    assert shown["stages"][0]["standings"][0]["total"] == "80.00"


def test_every_snapshot_names_its_forerunner_and_none_is_ever_changed(
    app: Flask,
    client: Visitor,
    api: Callable[..., Api],
    chaoyang: str,
    release: Callable[..., None],
) -> None:
    chain = [client.get(SNAPSHOT).get_json()]
    release("live")
    chain.append(client.get(SNAPSHOT).get_json())
    for number in range(1, 8):
        api(f"judge-{number}").put("match-1", "education")
        chain.append(client.get(SNAPSHOT).get_json())
    release("frozen")
    chain.append(client.get(SNAPSHOT).get_json())

    assert [one["number"] for one in chain] == list(range(1, len(chain) + 1))
    assert chain[0]["previous"] is None
    assert [one["previous"] for one in chain[1:]] == [one["sha256"] for one in chain[:-1]]
    with app.app_context():
        kept = db.session.scalars(select(Snapshot).order_by(Snapshot.number)).all()
        assert [one.public() for one in kept] == chain


def test_a_frozen_stage_keeps_its_standings_and_a_hidden_one_loses_them(
    client: Visitor, api: Callable[..., Api], chaoyang: str, release: Callable[..., None]
) -> None:
    release("live")
    score(api, "education", "match-1", marks_of("18", "17", "16", "15", "14"))
    live = client.get(SNAPSHOT).get_json()["stages"]

    release("frozen")
    frozen = client.get(SNAPSHOT).get_json()
    score(api, "team-2", "match-1", marks_of("20", "20", "20", "20", "20"))

    assert frozen["stages"] == live
    assert client.get(SNAPSHOT).get_json() == frozen
    assert "frozen until the result" in client.get(f"/c/{chaoyang}?lang=en").text
    release("hidden")
    assert client.get(SNAPSHOT).get_json()["stages"] == [{"stage": "final"}]
    assert "80.00" not in client.get(f"/c/{chaoyang}").text


def test_the_names_say_who_and_what_but_not_what_is_noted_for_the_organiser(
    client: Visitor, chaoyang: str
) -> None:
    names = client.get("/api/v1/competitions/chaoyang-final").get_json()

    assert names["teams"][0]["name"]["en"] == "Chaoyang Education Union Joint Team"
    assert names["stages"][0]["rounds"][0]["matches"][0]["entries"][0] == {
        "team": "education",
        "side": "labour",
    }
    assert "placeholder" not in json.dumps(names)
    assert "judge" not in json.dumps(names)


def test_the_board_shows_places_ties_deductions_and_who_is_waited_for(
    app: Flask,
    client: Visitor,
    api: Callable[..., Api],
    load: Callable[..., str],
    release: Callable[..., None],
) -> None:
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    whole["deductions"] = [
        {"match": "match-2", "team": "team-3", "points": "1.5", "reason": {"en": "Overtime"}}
    ]
    whole["teams"][5]["withdrawn"] = True
    load(whole)
    even = marks_of("16", "16", "16", "16", "16")
    score(api, "education", "match-1", even)
    score(api, "team-2", "match-1", even)
    score(api, "team-3", "match-2", even)
    # The same total as team-3 less its deduction, but more for the results.
    score(api, "team-4", "match-2", marks_of("16", "16", "15", "15", "16.5"))
    api("judge-1").put("match-3", "team-5", even)
    release("live")

    text = " ".join(client.get("/c/chaoyang-final/board?lang=en").text.split())

    assert text.count(">tied<") == 2
    assert "1.5 deducted" in text
    assert text.count("equal totals, decided by “<bdi>Results</bdi>”") == 2
    assert "waiting for 6 sheets" in text
    assert "withdrawn" in text
    assert text.index('id="row-final-team-4"') < text.index('id="row-final-team-3"')


@pytest.mark.parametrize("name", ['<b>Ann</b> & "Bo"', "فريق العمال", "𠮷田·买买提", "长" * 200])
def test_a_name_is_shown_as_the_text_it_is(
    client: Visitor, load: Callable[..., str], name: str
) -> None:
    whole = factories.sample()
    whole["teams"][0]["name"] = {"zh": name, "en": name}
    whole["stages"][0]["rounds"][0]["announced"] = True
    load(whole)

    for address in PAGES[1:]:
        assert f"<bdi>{escape(name)}</bdi>" in client.get(address).text
    names = client.get("/api/v1/competitions/chaoyang-final").get_json()
    assert names["teams"][0]["name"]["zh"] == name


def test_healthz_says_ok_and_its_version_and_no_more(client: Visitor, chaoyang: str) -> None:
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.get_json() == {"status": "ok", "version": __version__}
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.sqlite("on PostgreSQL it is the node's watcher who says so: tests/nodes")
def test_healthz_says_503_when_the_database_does_not_answer(app: Flask, client: Visitor) -> None:
    with app.app_context(), writing() as session:
        session.execute(db.text("ALTER TABLE snapshot RENAME TO lost"))

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.get_json() == {"status": "unavailable", "reason": "database"}
    assert response.headers["Retry-After"].isdigit()


def test_the_description_names_every_address_of_the_api_and_nothing_that_is_not_there(
    app: Flask, client: Visitor
) -> None:
    description = client.get("/api/v1/openapi.json").get_json()
    assert description["openapi"].startswith("3.1")
    described = {
        (path.replace("{", "<").replace("}", ">"), method.upper())
        for path, item in description["paths"].items()
        for method in item
        if method != "parameters"
    }
    served = {
        (rule.rule.replace("<key>", "<competition>").replace("<int:", "<"), method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }

    assert described <= served
    api = {pair for pair in served if pair[0].startswith("/api/")}
    assert api <= described


def test_the_description_bears_the_version_of_accord(client: Visitor) -> None:
    assert client.get("/api/v1/openapi.json").get_json()["info"]["version"] == __version__


def test_every_page_for_phones_bears_the_version_once_and_no_screen_does(
    client: Visitor, chaoyang: str
) -> None:
    line = f">Accord {__version__}</"
    board = f"/c/{chaoyang}"
    for address in (board, f"{board}/teams", f"{board}/teams/education", f"{board}/places"):
        assert client.get(address).text.count(line) == 1, address
    for address in (f"{board}/screen", f"{board}/overlay"):
        assert line not in client.get(address).text, address


def test_every_reference_in_the_description_leads_somewhere(client: Visitor) -> None:
    description = client.get("/api/v1/openapi.json").get_json()
    found = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if "$ref" in value:
                found.append(value["$ref"])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(description)
    assert len(found) > 20
    for reference in found:
        place: object = description
        for step in reference.removeprefix("#/").split("/"):
            assert isinstance(place, dict)
            place = place[step]
        assert isinstance(place, dict)


def test_a_new_snapshot_is_what_the_very_next_request_sees(
    app: Flask, client: Visitor, chaoyang: str, release: Callable[..., None]
) -> None:
    before = client.get(f"/c/{chaoyang}/board")
    release("live")
    after = client.get(f"/c/{chaoyang}/board", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    with app.app_context():
        assert f'data-number="{newest_snapshot(chaoyang).number}"' in after.text
