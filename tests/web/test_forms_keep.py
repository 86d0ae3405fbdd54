"""A form changes what it shows and nothing else."""

import pytest

from competition.store import file_export, queries
from tests import factories
from tests.factories import text
from tests.web.reading_forms import form_at

HERE = "/organiser/c/league"


@pytest.fixture
def whole(app, load):
    """A league with everything that no form shows; reads it as it is now."""
    file = factories.league()
    file["competition"]["visibility"] = "private"
    file["teams"][0] |= {"short_name": text("地铁"), "withdrawn_from": "final"}
    file["teams"][1] |= {"disqualified": True, "reason": text("替补无资格")}
    semi, final = file["stages"]
    final["carry"][0]["missing"] = "zero"
    final["rounds"][0]["announced"] = True
    semi["rounds"][0]["matches"][0]["void"] = text("火警", "Fire alarm")
    semi["rounds"][0]["matches"][1]["recused"] = [
        {"judge": "jo", "teams": ["post"], "reason": text("同事", "A colleague")}
    ]
    load(file)

    def read():
        with app.app_context():
            return file_export.competition_document(queries.find_competition("league"))

    return read


@pytest.mark.parametrize(
    "path",
    [
        "details",
        "rubric",
        "teams/metro",
        "teams/bus",
        "judges/jo",
        "topics/wages",
        "stages/semi",
        "stages/final",
        "rounds/final/final-round",
        "matches/semi-1",
        "matches/semi-2",
    ],
)
def test_a_form_sent_untouched_keeps_what_it_does_not_show(organiser_client, whole, path):
    before = whole()

    address = f"{HERE}/{path}"
    assert (
        organiser_client.post(address, data=form_at(organiser_client, address)).status_code == 303
    )

    assert whole() == before


def test_a_team_gets_a_short_name_in_its_form(organiser_client, whole):
    address = f"{HERE}/teams/post"
    form = form_at(organiser_client, address) | {"short_name-zh": ["邮政"]}

    organiser_client.post(address, data=form)

    assert whole()["teams"][2]["short_name"] == {"zh": "邮政"}


def test_a_short_name_of_21_characters_is_refused_beside_its_field(organiser_client, whole):
    address = f"{HERE}/teams/post"
    form = form_at(organiser_client, address) | {"short_name-en": ["x" * 21]}

    answer = organiser_client.post(address, data=form)

    assert answer.status_code == 422
    assert "short_name-en-refusal-1" in answer.text
    assert "places in" not in answer.text


def test_a_stage_says_what_a_team_without_an_earlier_total_carries(organiser_client, whole):
    address = f"{HERE}/stages/final"
    page = organiser_client.get(address, headers={"Accept-Language": "en"}).text
    assert "A team without a total there" in page
    form = form_at(organiser_client, address) | {"carry-0-missing": [""]}

    organiser_client.post(address, data=form)

    assert "missing" not in whole()["stages"][1]["carry"][0]
