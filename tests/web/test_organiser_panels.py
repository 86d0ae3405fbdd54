"""The panels of many matches are changed in one act, shown before it is saved."""

import json

from competition.actions import competitions
from tests.conftest import Visitor
from tests.web.reading_forms import form_in

ADDRESS = "/organiser/c/chaoyang-final/panels?lang=en"
ALL = ["match-1", "match-2", "match-3"]


def panels(app) -> list[list[str]]:
    with app.app_context():
        file = json.loads(competitions.export_competition("chaoyang-final"))
    rounds = [round_ for stage in file["stages"] for round_ in stage["rounds"]]
    return [match["panel"] for round_ in rounds for match in round_["matches"]]


def preview(visitor: Visitor, **fields) -> str:
    response = visitor.submit(ADDRESS, {"matches": ALL, **fields})
    return response.get_data(as_text=True)


def save_preview(visitor: Visitor, page: str):
    return visitor.post(ADDRESS, data={**form_in(page), "matches": ALL, "save": "y"})


def test_an_absent_judge_is_replaced_in_every_match_with_one_look_and_one_audit_row(
    organiser_client, load, app
):
    load()
    before = panels(app)
    spare = organiser_client.submit(
        "/organiser/c/chaoyang-final/new/judges", {"name-en": "Li Ming"}
    )
    assert spare.status_code == 303

    page = preview(organiser_client, act="replace", old="judge-2", new="judge-8")
    assert panels(app) == before
    assert "Save these panels" in page

    response = save_preview(organiser_client, page)

    assert response.status_code == 303
    assert panels(app) == [["judge-8" if j == "judge-2" else j for j in each] for each in before]
    audit = organiser_client.get("/organiser/c/chaoyang-final/audit?lang=en")
    assert audit.get_data(as_text=True).count("Panels of several matches changed") == 1


def test_a_match_in_which_the_judge_has_marked_stays_and_is_named(
    organiser_client, chaoyang, api, app
):
    assert api("judge-2").put("match-1", "education").status_code == 200
    before = panels(app)

    page = preview(organiser_client, act="replace", old="judge-2", new="")
    assert "match 1 stays as it is: " in page
    assert save_preview(organiser_client, page).status_code == 303

    after = panels(app)
    assert after[0] == before[0]
    assert all("judge-2" not in panel for panel in after[1:])


def test_a_whole_panel_is_given_to_the_chosen_matches(organiser_client, load, app):
    load()
    fields = {"panel-0-judge": "judge-3", "panel-1-judge": "judge-1", "act": "panel"}

    response = organiser_client.submit(ADDRESS, {**fields, "matches": ALL[1:], "save": "y"})

    assert response.status_code == 303
    assert panels(app)[1:] == [["judge-3", "judge-1"]] * 2
    assert len(panels(app)[0]) == 7


def test_without_a_match_or_a_judge_nothing_is_saved_and_it_is_said(organiser_client, load, app):
    load()
    before = panels(app)

    for fields in ({"old": "judge-1"}, {"matches": ALL}, {"matches": ALL, "act": "panel"}):
        sent = {"act": "replace", "save": "y", **fields}
        assert organiser_client.submit(ADDRESS, sent).status_code == 422
    assert panels(app) == before
