"""A stage with a rubric and a rule of its own: 王芳's page, the tablet, the public names."""

import pytest

from competition.actions import stage_release
from competition.store import file_export, queries
from competition.web.audience.board_names import NameLookup, dimension_names
from tests import factories
from tests.contestants import league
from tests.web.reading_forms import form_at

ADDRESS = "/organiser/c/league/stage-rubric/final"
BY = "organiser 王芳"
CLARITY = {"key": "clarity", "name": factories.text("清晰", "Clarity"), "max": "5", "step": "1"}


@pytest.fixture
def stages(app):
    def read():
        with app.app_context():
            competition = queries.find_competition("league")
            return {s["key"]: s for s in file_export.competition_document(competition)["stages"]}

    return read


def with_own_rubric():
    whole = league()
    final = whole["stages"][1]
    final["rubric"] = {"dimensions": [CLARITY | {"factor": "3"}]}
    final["scoring"] = {"combine": "mean", "decimals": 1, "tie_break": ["clarity"]}
    return whole


def test_what_is_saved_for_a_stage_holds_in_this_stage_only(load, organiser_client, stages):
    load(league())

    form = form_at(organiser_client, ADDRESS) | {"dimensions-0-max": ["20"], "decimals": ["3"]}
    assert organiser_client.post(ADDRESS, data=form).status_code == 303

    assert stages()["final"]["rubric"]["dimensions"][0]["max"] == "20"
    assert stages()["final"]["scoring"]["decimals"] == 3
    assert stages()["final"]["carry"] == [{"stage": "semi", "weight": "0.5"}]
    assert "rubric" not in stages()["semi"]
    page = organiser_client.get("/organiser/c/league/rubric?lang=en").text
    assert "has a rubric and a rule of its own" in page


def test_one_button_goes_back_to_the_competitions(load, organiser_client, stages):
    load(with_own_rubric())

    form = form_at(organiser_client, ADDRESS) | {"do": ["back"]}
    assert organiser_client.post(ADDRESS, data=form).status_code == 303

    assert "rubric" not in stages()["final"]
    assert "scoring" not in stages()["final"]


def test_a_stages_form_leaves_its_rubric_alone(load, organiser_client, stages):
    load(with_own_rubric())
    address = "/organiser/c/league/stages/final"

    assert (
        organiser_client.post(address, data=form_at(organiser_client, address)).status_code == 303
    )

    assert stages()["final"]["rubric"]["dimensions"][0]["key"] == "clarity"


def test_what_does_not_fit_the_stages_sheets_is_refused_at_its_field(load, organiser_client, api):
    load(with_own_rubric())
    assert api("jo", "league").put("last", "metro", marks={"clarity": "4"}).status_code == 200

    form = form_at(organiser_client, ADDRESS) | {"dimensions-0-max": ["3"]}

    assert organiser_client.post(ADDRESS, data=form).status_code == 422


def test_the_tablet_marks_what_the_stage_marks(load, seat_judge):
    load(with_own_rubric())

    page = seat_judge("jo", "league").get("/judge/matches/last").text

    assert 'data-dimension="clarity"' in page
    assert 'data-dimension="law"' not in page
    assert "data-contestant" not in page


def test_the_public_names_have_what_a_stage_marks(load, app, client):
    load(with_own_rubric())
    with app.app_context():
        stage_release.set_release("league", "final", "live", BY)

    names = client.get("/api/v1/competitions/league").json

    assert names["stage_rules"]["final"]["decimals"] == 1
    assert list(dimension_names(names, "final")) == ["clarity"]
    assert list(dimension_names(names, "semi")) == ["law", "poise"]
    lookup = NameLookup(names)
    assert lookup.in_stage("final").max_value("clarity") == "15"
    assert lookup.in_stage("semi").max_value("poise") == "20"
