"""The board of panels: judges placed on seats, with what stands against them in view."""

import html
import json
import re

import pytest

from competition.actions import competitions
from competition.document import read_file
from competition.panels.seating import panels_of_stage
from competition.store import audit
from tests import factories
from tests.panels.build import contest, judge, match, round_of, sheet, stage
from tests.web.reading_forms import form_in

HERE = "/organiser/c/cup/panels/semi"
SCRIPT = {"HX-Request": "true"}


def the_cup():
    """Bo is near the Reds; at nine there are two matches; Cy has marked in the second round."""
    nine = "2026-05-20T09:00:00+08:00"
    return contest(
        [
            judge("ana", head=True, category="professional"),
            judge("bo", conflicts=["reds"], category="academic"),
            judge("cy", category="academic"),
            judge("di", category="professional"),
        ],
        [
            stage(
                "semi",
                round_of(
                    "one",
                    match("m1", "reds", "blues", starts=nine, room={"en": "Hall 2"}),
                    match("m2", "pinks", panel=["cy"], starts=nine),
                ),
                round_of("two", match("m3", "greys", panel=["cy"]), state="open"),
            ),
        ],
        sheets=[sheet("m3", "greys", "cy")],
    )


@pytest.fixture
def cup(load):
    return load(the_cup())


@pytest.fixture
def panels(app, cup):
    """The panels as they are stored now."""

    def now():
        with app.app_context():
            return panels_of_stage(read_file(competitions.export_competition(cup)), "semi")

    return now


def test_the_board_shows_who_sits_where_and_what_is_free(organiser_client, cup):
    page = organiser_client.get(f"{HERE}?lang=en").text

    assert "Hall 2" in page
    assert page.count('data-seat="m1/') == 5
    assert 'data-seat="m2/0" data-judge="cy"' in page
    assert 'data-seat="m3' not in page
    page = organiser_client.get(f"{HERE}?lang=en&round=two").text
    assert "marked: the panel stays" in page
    assert "data-locked" in page


def test_of_a_contest_with_a_written_test_each_stage_of_matches_has_its_board(
    organiser_client, load
):
    load(factories.contest())
    here = "/organiser/c/league/panels"

    page = organiser_client.get(f"{here}/semi?lang=en").text
    assert "Hall 1" in page
    assert f'href="{here}/final"' in page
    assert f'href="{here}/written"' not in page
    assert "accepted" in page
    assert organiser_client.get(f"{here}/written").status_code == 404
    assert organiser_client.get("/organiser/c/league/copy?lang=en").status_code == 200


def test_without_a_script_a_seat_is_a_link_and_a_judge_a_button(organiser_client, cup, panels):
    page = organiser_client.get(f"{HERE}?lang=en&seat=m1/0").text

    assert "Who takes seat 1?" in page
    cards = re.findall(r'class="judge-card([^"]*)"\s+data-judge="(\w+)"', page)
    assert [judge for _kind, judge in cards] == ["ana", "di", "bo", "cy"]
    assert {judge for kind, judge in cards if "is-bad" in kind} == {"bo", "cy"}
    assert "same time" in page
    response = organiser_client.submit(f"{HERE}/seat", {"seat": "m1/0", "judge": "di"})
    assert (response.status_code, response.location) == (303, HERE)
    assert panels()["m1"] == ["di"]
    organiser_client.submit(f"{HERE}/seat", {"seat": "m1/0", "judge": ""})
    assert panels()["m1"] == []


def test_a_script_is_answered_with_the_board_as_it_is_then(organiser_client, cup, panels):
    form = form_in(organiser_client.get(HERE).text)
    answer = organiser_client.submit(
        f"{HERE}/seat?lang=en", {**form, "seat": "m1/0", "judge": "cy"}, headers=SCRIPT
    )

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<div")
    assert 'data-seat="m1/0" data-judge="cy"' in answer.text
    assert "at the same time" in answer.text
    assert panels()["m1"] == ["cy"]


def test_a_conflict_asks_for_a_reason_and_is_seated_with_one(organiser_client, cup, panels):
    sent = {"seat": "m1/0", "judge": "bo"}
    for more in ({}, {"headers": SCRIPT}):
        refused = organiser_client.submit(f"{HERE}/seat?lang=en", sent, **more)
        assert refused.status_code == 422
        assert "conflict of interest with Reds (named by the organiser)" in refused.text
        assert "Why the judge is to sit there all the same" in refused.text
    assert panels()["m1"] == []

    response = organiser_client.submit(f"{HERE}/seat", {**sent, "reason": "Nobody else"})

    assert response.status_code == 303
    assert panels()["m1"] == ["bo"]
    page = organiser_client.get(f"{HERE}?lang=en").text
    assert "(named by the organiser); accepted." in page
    log = organiser_client.get("/organiser/c/cup/audit?lang=en").text
    assert "Nobody else" in log


def test_what_wei_changed_meanwhile_is_shown_and_nothing_is_lost(organiser_client, cup, panels):
    form = form_in(organiser_client.get(HERE).text)
    organiser_client.submit(f"{HERE}/seat", {"seat": "m1/0", "judge": "ana"})

    answer = organiser_client.submit(
        f"{HERE}/seat?lang=en", {**form, "seat": "m1/0", "judge": "di"}, headers=SCRIPT
    )

    assert answer.status_code == 422
    assert "changed meanwhile" in answer.text
    assert 'data-seat="m1/0" data-judge="ana"' in answer.text
    again = form_in(answer.text)
    organiser_client.submit(f"{HERE}/seat", {**again, "seat": "m1/1", "judge": "di"})
    assert panels()["m1"] == ["ana", "di"]


def test_the_last_act_is_undone_step_by_step(organiser_client, cup, panels):
    assert "Undo" not in organiser_client.get(f"{HERE}?lang=en").text
    organiser_client.submit(f"{HERE}/seat", {"seat": "m1/0", "judge": "ana"})
    organiser_client.submit(f"{HERE}/seat", {"seat": "m2/0", "judge": "ana", "origin": "m1/0"})
    assert panels() == {"m1": ["cy"], "m2": ["ana"], "m3": ["cy"]}

    for _act in range(2):
        page = organiser_client.get(f"{HERE}?lang=en").text
        number = re.search(r'name="number" value="(\d+)"', page)[1]
        form = form_in(page) | {"number": number}
        assert organiser_client.submit(f"{HERE}/undo", form).status_code == 303

    assert panels() == {"m1": [], "m2": ["cy"], "m3": ["cy"]}
    stale = organiser_client.submit(f"{HERE}/undo?lang=en", {"number": number})
    assert stale.status_code == 422
    assert "changed since" in stale.text


def test_how_panels_should_be_is_remembered_and_what_is_wanted_is_named(organiser_client, cup):
    sent = {"size": "2", "mix_0": "1", "mix_1": "1", "in_sequence": "y"}
    assert organiser_client.submit(f"{HERE}/options", sent).status_code == 303

    page = organiser_client.get(f"{HERE}?lang=en").text
    assert page.count('data-seat="m1/') == 2
    assert "Wanted: 1 more: professional" in page
    refused = organiser_client.submit(f"{HERE}/options?lang=en", {**sent, "size": "many"})
    assert refused.status_code == 422


@pytest.mark.parametrize(
    "sent",
    [
        {"seat": "m9/0", "judge": "ana"},
        {"seat": "m1", "judge": "ana"},
        {"seat": "m1/0", "judge": "zed"},
        {"seat": "m1/0", "judge": "ana", "origin": "m2/7"},
        {"seat": "m1/99999999999999", "judge": "ana"},
        {},
    ],
)
def test_what_is_not_there_is_404_and_changes_nothing(organiser_client, cup, app, sent):
    with app.app_context():
        before = audit.newest_row_number(cup)

    assert organiser_client.submit(f"{HERE}/seat", sent).status_code == 404

    with app.app_context():
        assert audit.newest_row_number(cup) == before


def test_a_marked_panel_is_refused_in_words(organiser_client, cup, panels):
    refused = organiser_client.submit(f"{HERE}/seat?lang=en", {"seat": "m3/0", "judge": ""})

    assert refused.status_code == 422
    assert "somebody has marked there" in refused.text


def propose(client, **more):
    sent = {"size": "2", "mix_0": "1", "keep": "y"} | more
    return client.submit(f"{HERE}/propose?lang=en", sent)


def sent_by(page):
    """The fields of the form that puts the proposal in place."""
    form = form_in(page)
    panels = html.unescape(re.search(r'name="panels" value="([^"]*)"', page)[1])
    return {"panels": panels, "as_of": form["as_of"][0]}


def test_a_proposal_is_shown_with_what_changes_and_changes_nothing_yet(
    organiser_client, cup, panels
):
    page = propose(organiser_client)

    assert page.status_code == 200
    assert "Nothing is changed yet" in page.text
    assert "Put 2 panels in place" in page.text
    assert panels() == {"m1": [], "m2": ["cy"], "m3": ["cy"]}


def test_a_proposal_that_is_put_in_place_fills_what_was_free_and_is_undone_in_one_act(
    organiser_client, cup, panels
):
    response = organiser_client.submit(
        f"{HERE}/apply", sent_by(propose(organiser_client, round="one").text) | {"round": "one"}
    )

    assert response.location == f"{HERE}?round=one"
    filled = panels()
    assert [len(panel) for panel in filled.values()] == [2, 2, 1]
    assert filled["m2"][0] == "cy"
    assert "bo" not in filled["m1"]
    assert not set(filled["m1"]) & set(filled["m2"])
    page = organiser_client.get(f"{HERE}?lang=en").text
    number = re.search(r'name="number" value="(\d+)"', page)[1]
    organiser_client.submit(f"{HERE}/undo", {"number": number})
    assert panels() == {"m1": [], "m2": ["cy"], "m3": ["cy"]}


def test_what_is_pinned_stays_where_panels_are_arranged_anew(organiser_client, cup, panels):
    for place, who in enumerate(("ana", "di")):
        organiser_client.submit(f"{HERE}/seat", {"seat": f"m1/{place}", "judge": who})

    page = propose(organiser_client, keep="", pin=["m1/di", "m2/nobody"]).text
    organiser_client.submit(f"{HERE}/apply", sent_by(page))

    assert "di" in panels()["m1"]
    assert panels()["m3"] == ["cy"]


def test_what_stands_in_the_way_of_a_proposal_is_said(organiser_client, cup, panels):
    page = propose(organiser_client, size="4")

    assert page.status_code == 422
    assert "a panel needs 4 judges" in page.text
    assert propose(organiser_client, size="0").status_code == 422


def test_a_proposal_over_what_wei_changed_meanwhile_is_refused(organiser_client, cup, panels):
    shown = sent_by(propose(organiser_client).text)
    organiser_client.submit(f"{HERE}/seat", {"seat": "m1/0", "judge": "di"})

    refused = organiser_client.submit(f"{HERE}/apply?lang=en", shown)

    assert refused.status_code == 422
    assert "changed meanwhile" in refused.text
    assert panels()["m1"] == ["di"]


@pytest.mark.parametrize("panels_sent", ["", "{", "[]", '{"m1": "ana"}', '{"m1": [1]}'])
def test_what_is_no_proposal_is_refused_in_words(organiser_client, cup, panels_sent):
    refused = organiser_client.submit(f"{HERE}/apply?lang=en", {"panels": panels_sent})

    assert refused.status_code == 422
    assert "There is nothing to put in place" in refused.text


def test_a_proposal_with_a_match_that_is_not_there_is_refused(organiser_client, cup, panels):
    sent = {"panels": json.dumps({"m1": ["ana"], "m9": ["di"]})}

    refused = organiser_client.submit(f"{HERE}/apply?lang=en", sent)
    assert (refused.status_code, "m9" in refused.text) == (422, True)
    assert panels()["m1"] == []
