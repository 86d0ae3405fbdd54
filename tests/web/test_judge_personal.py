"""Marks of single contestants on the judge's pages without a script, and in the API."""

import re

import pytest

from tests.contestants import league
from tests.web.reading_forms import form_at

MATCH = "/judge/matches/last"


@pytest.fixture
def tablet(load, seat_judge):
    load(league())
    return seat_judge("jo", "league")


@pytest.fixture
def jo(tablet, api):
    return api("jo", "league")


def hidden(tablet):
    page = tablet.get(f"{MATCH}?change=1").text
    found = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
    wanted = ("judge", "metro.base_version", "metro.nonce")
    return {name: found[name] for name in wanted}


def typed(tablet, **personal):
    marks = {"metro.mark_law": "8", "metro.mark_poise": "7", "metro.comment": ""}
    return hidden(tablet) | marks | {f"metro.personal_{k}": m for k, m in personal.items()}


def test_the_reserve_stands_last_under_the_teams_marks(tablet):
    page = tablet.get(MATCH, headers={"Accept-Language": "en"}).text

    order = re.findall(r'data-contestant="(metro-\d)"', page)
    assert order == ["metro-1", "metro-2", "metro-3"]
    assert "(reserve)" in page


def test_a_long_scale_is_a_slider_and_a_short_one_a_button_a_value(tablet, load, seat_judge):
    assert 'name="metro.personal_metro-1" value="" placeholder' in tablet.get(MATCH).text

    whole = league()
    whole["competition"]["key"] = "short"
    whole["rubric"]["personal"] = {"max": "5", "step": "1"}
    load(whole)
    page = seat_judge("jo", "short").get(MATCH).text

    choices = re.findall(r'type="radio" name="metro.personal_metro-1" value="(\d*)"', page)
    assert choices == ["", "0", "1", "2", "3", "4", "5"]


def test_a_plain_form_saves_shows_and_submits_them(tablet, jo):
    sent = typed(tablet, **{"metro-1": "9,5", "metro-2": "", "metro-3": "7"})
    assert tablet.submit(MATCH, sent | {"do": "review"}).status_code == 303
    assert jo.get("last", "metro").json["personal"] == {"metro-1": "9.5", "metro-3": "7"}

    assert '<b class="figure">9.5</b>' in tablet.get(f"{MATCH}/review").text
    tablet.submit(f"{MATCH}/submit", hidden(tablet))

    stored = jo.get("last", "metro").json
    assert stored["state"] == "submitted"


def test_a_contestants_wrong_mark_is_refused_beside_it_and_stays_typed(tablet):
    answer = tablet.submit(MATCH, typed(tablet, **{"metro-2": "11"}))

    assert answer.status_code == 422
    assert 'value="11"' in answer.text
    assert 'id="metro.personal_metro-2.error" data-error>11' in answer.text


def test_two_devices_contestants_are_shown_side_by_side(tablet, jo):
    sent = typed(tablet, **{"metro-1": "9"})
    jo.put("last", "metro", personal={"metro-1": "6"}, marks={"law": "8", "poise": "7"})

    answer = tablet.submit(MATCH, sent)

    assert answer.status_code == 409
    for mark in ("9", "6"):
        assert f'type="radio" name="metro.personal_metro-1" value="{mark}"' in answer.text


def test_the_api_says_whom_a_program_can_mark_and_refuses_in_words(jo):
    listed = jo.client.get("/api/v1/judge/assignments", headers=jo.headers).json
    assert listed["personal"] == {"min": "0", "max": "10", "step": "0.5"}
    sheet = next(each for each in listed["assignments"] if each["team"] == "metro")
    assert [member["key"] for member in sheet["members"]] == ["metro-1", "metro-2", "metro-3"]

    answer = jo.put("last", "metro", personal={"nobody": "3"}, marks={}, state="draft")

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["personal.nobody"]


def test_a_judge_sees_only_what_the_own_category_marks(load, seat_judge, api):
    whole = league()
    whole["rubric"]["dimensions"][0]["marked_by"] = ["union"]
    whole["sheets"] = []
    load(whole)

    page = seat_judge("jo", "league").get(MATCH).text

    assert 'data-dimension="poise"' in page
    assert 'data-dimension="law"' not in page
    program = api("jo", "league")
    listed = program.client.get("/api/v1/judge/assignments", headers=program.headers).json
    assert [each["key"] for each in listed["rubric"]] == ["poise"]


def test_the_organiser_reads_them_in_the_sheets_versions(load, organiser_client, api):
    load(league())
    api("jo", "league").put(
        "last", "metro", personal={"metro-2": "8.5"}, marks={"law": "8", "poise": "7"}
    )

    page = organiser_client.get("/organiser/c/league/sheet/last/metro/jo?lang=en").text

    assert "8.5" in page
    assert "(not in the total)" in page


def test_wang_fang_turns_them_on_with_the_scale_that_is_offered(load, organiser_client):
    whole = league()
    del whole["rubric"]["personal"]
    load(whole)
    address = "/organiser/c/league/rubric"
    form = form_at(organiser_client, address)
    assert form["personal_max"] == ["10"]
    assert organiser_client.post(address, data=form | {"personal": ["y"]}).status_code == 303

    page = organiser_client.get(f"{address}?lang=en").text
    assert "The judges may also mark single contestants: 0 to 10 in steps of 1." in page


def test_wang_fang_ticks_who_marks_a_dimension(load, organiser_client):
    load(league() | {"sheets": []})
    address = "/organiser/c/league/rubric"

    form = form_at(organiser_client, address) | {"dimensions-0-marked_by": ["union"]}
    assert organiser_client.post(address, data=form).status_code == 303

    page = organiser_client.get(f"{address}?lang=en").text
    assert "Only judges of these categories mark Law: union." in page
