"""Setting up the phases of the match clock, through Flask's client."""

import pytest

from competition.store import queries
from tests.factories import CHAOYANG
from tests.web.reading_forms import form_at

PAGE = f"/organiser/c/{CHAOYANG}/clock"


def stored(app, key=CHAOYANG):
    with app.app_context():
        return queries.find_competition(key).rubric.clock


def test_what_is_only_suggested_is_the_organiser_s_own_once_it_is_saved(
    app, organiser_client, chaoyang
):
    assert "only suggested" in organiser_client.get(f"{PAGE}?lang=en").text
    assert stored(app) is None

    form = form_at(organiser_client, PAGE)
    assert form["phases-0-length"] == ["3:00"]
    assert organiser_client.submit(PAGE, form).status_code == 303

    clock = stored(app)
    assert [phase["key"] for phase in clock["phases"]] == [
        *("opening", "bargaining", "free-bargaining", "closing")
    ]
    assert clock["phases"][0] | {"name": {}} == {
        **{"key": "opening", "name": {}, "seconds": 180, "runs": "each", "warn": 30}
    }
    assert clock["overtime"]["bands"][-1] == {"to": None, "points": "2"}
    assert "placeholder" not in clock
    assert "only suggested" not in organiser_client.get(f"{PAGE}?lang=en").text


def test_a_new_competition_begins_with_the_suggestion_marked_as_a_placeholder(
    app, organiser_client
):
    new = {"name-zh": "新赛事", "key": "new-one"}
    assert organiser_client.submit("/organiser/new", new).status_code == 303

    assert stored(app, "new-one")["placeholder"] is True
    parts = organiser_client.get("/organiser/c/new-one/parts?lang=en").text
    assert "the phases of the match clock" in parts


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("phases-0-length", "3", "minutes and seconds"),
        ("phases-0-length", "3:75", "minutes and seconds"),
        ("phases-0-length", "", "minutes and seconds"),
        ("phases-0-warn", "9:00", "before the end of a phase"),
        ("bands-1-to", "5", "The bands go up"),
        ("bands-0-points", "", "Enter a number."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(
    app, organiser_client, chaoyang, field, typed, said
):
    form = form_at(organiser_client, PAGE) | {field: [typed]}

    response = organiser_client.submit(f"{PAGE}?lang=en", form)

    assert response.status_code == 422
    assert said in response.text
    assert stored(app) is None


def test_without_bands_overtime_costs_nothing(app, organiser_client, chaoyang):
    form = form_at(organiser_client, PAGE)
    blank = {name: [""] for name in form if name.startswith("bands-")}

    assert organiser_client.submit(PAGE, form | blank).status_code == 303

    assert "overtime" not in stored(app)
