"""The match clock's faces and controls, through Flask's client."""

import json
import re

import pytest

from competition.actions import competitions, match_clocks, rounds
from competition.match_clock import suggested_clock
from competition.store import match_clocks as store
from tests import factories
from tests.factories import league
from tests.web.reading_forms import form_at

BY = "organiser 王芳"
FACE = "/c/league/clock"
RUN = "/organiser/c/league/matches/last/clock"


@pytest.fixture
def loaded(app):
    with app.app_context():
        competitions.load_competition(factories.checked(league(clock=suggested_clock())), BY)


@pytest.fixture
def touch(app, loaded):
    """Touch the clock of a match: `touch("start")`."""

    def touch_(act, match="last"):
        with app.app_context():
            match_clocks.touch_clock("league", match, act, BY)

    return touch_


def answer(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r"\d{13}", response.headers["Accord-Time"])
    return json.loads(response.data)


def test_the_face_s_answer_has_the_state_and_the_server_s_time_and_nobody_s_name(client, touch):
    touch("start")

    found = answer(client, f"{FACE}/last.json")

    clock = found["clocks"][0]
    assert (clock["match"], clock["number"]) == ("last", 1)
    assert clock["clock"]["since"] is not None
    assert set(clock["clock"]) == {"phases", "sides", "at", "side", "since", "spent", "added"}
    assert "王芳" not in json.dumps(found, ensure_ascii=False)


def test_before_the_first_touch_there_is_no_state_and_no_match_is_on(client, loaded):
    assert answer(client, f"{FACE}/last.json")["clocks"] == [
        {"match": "last", "number": 0, "clock": None}
    ]
    assert answer(client, f"{FACE}.json") == {"on": None, "clocks": []}
    assert "No match clock is on" in client.get(f"{FACE}?lang=en").text


def test_the_page_of_the_match_that_is_on_follows_the_last_touch(client, touch):
    touch("start", "semi-1")
    touch("show", "last")
    assert answer(client, f"{FACE}.json")["on"] == "last"

    touch("pause", "semi-1")

    assert answer(client, f"{FACE}.json")["on"] == "semi-1"
    page = client.get(f"{FACE}?lang=zh").text
    assert 'data-match-clock="semi-1"' in page
    assert "公交队" in page


def test_only_public_matches_have_a_public_clock(app, client, touch):
    touch("start")
    with app.app_context():
        rounds.set_state("league", "final/final-round", "draft", BY)
    for address in (f"{FACE}/last", f"{FACE}/last.json", f"{FACE}/last.stream"):
        assert client.get(address).status_code == 404, address
    assert answer(client, f"{FACE}.json")["on"] is None

    with app.app_context():
        competitions.set_visibility("league", "private", BY)
    for address in (FACE, f"{FACE}.json", f"{FACE}.stream", f"{FACE}/semi-1"):
        assert client.get(address).status_code == 404, address


def test_of_a_private_competition_the_organiser_still_gets_every_clock(
    app, organiser_client, client, touch
):
    touch("start")
    with app.app_context():
        competitions.set_visibility("league", "private", BY)

    found = answer(organiser_client, "/organiser/c/league/clocks.json")

    assert [each["match"] for each in found["clocks"]] == ["last"]
    assert client.get("/organiser/c/league/clocks.json").status_code != 200


def test_a_clock_s_stream_begins_with_its_state(client, touch):
    touch("start")

    for address in (f"{FACE}/last.stream", f"{FACE}.stream"):
        response = client.get(address)
        first = next(iter(response.response)).decode()
        response.close()
        assert response.mimetype == "text/event-stream"
        data = json.loads(re.search(r"^data: (.*)$", first, re.MULTILINE)[1])
        assert data["clocks"][0]["match"] == "last"
        assert "now" not in data


def test_the_organiser_runs_the_clock_from_its_own_page(app, organiser_client, loaded):
    form = form_at(organiser_client, RUN)
    assert form["number"] == ["0"]
    assert organiser_client.submit(f"{RUN}/start", form).status_code == 303

    page = organiser_client.get(f"{RUN}?lang=en").text
    assert "Stop" in page
    with app.app_context():
        assert store.find_clock("league", "last").state["since"] is not None


def test_an_old_page_is_told_that_somebody_else_was_there(organiser_client, loaded, touch):
    touch("start")

    refused = organiser_client.submit(f"{RUN}/next?lang=en", {"number": "0"})

    assert refused.status_code == 422
    assert "Somebody else has touched this clock" in refused.text


@pytest.mark.parametrize("seconds", ["-30", "−30", "30"])
def test_seconds_are_added_or_taken_as_they_are_typed(app, organiser_client, loaded, seconds):
    form = {"number": "0", "time": "opening/employer", "seconds": seconds}

    assert organiser_client.submit(f"{RUN}/add", form).status_code == 303

    with app.app_context():
        added = store.find_clock("league", "last").state["added"]
    assert added == {"opening": {"employer": int(seconds.replace("−", "-"))}}


@pytest.mark.parametrize("seconds", ["", "soon", "1.5", "--3", "²", "99999999999"])
def test_what_is_no_whole_number_of_seconds_is_refused(organiser_client, loaded, seconds):
    form = {"number": "0", "time": "opening/employer", "seconds": seconds}

    response = organiser_client.submit(f"{RUN}/add?lang=en", form)

    assert response.status_code == 422
    assert "whole number" in response.text


def test_touches_that_make_no_sense_are_refused_or_not_there(organiser_client, loaded):
    for act, form, status in (
        ("explode", {}, 404),
        ("go", {"phase": "nothing"}, 404),
        ("add", {"phase": "nothing", "party": "labour", "seconds": "5"}, 422),
        ("previous", {}, 422),
    ):
        assert organiser_client.submit(f"{RUN}/{act}", form).status_code == status, act
