"""Two organisers with the same page open: the second is told what the first has changed."""

import json

import pytest

from competition.actions import competitions, deductions, rounds, setup
from competition.store import queries
from tests import factories
from tests.web.reading_forms import form_at, form_in

HERE = "/organiser/c/chaoyang-final"
KEY = factories.CHAOYANG
WEI = "organiser 张伟"


@pytest.fixture
def wei(app):
    """Have 张伟 do something: `wei(rounds.set_state, "round-1", "closed")`."""

    def act(action, *arguments, **more):
        with app.app_context():
            return action(KEY, *arguments, **more, by=WEI)

    return act


def exported_team(key):
    file = json.loads(competitions.export_competition(KEY))
    return next(team for team in file["teams"] if team["key"] == key)


def test_a_round_that_another_has_closed_is_not_hidden_from_an_old_page(
    app, organiser_client, chaoyang, wei
):
    address = f"{HERE}/round/final/round-1/draft"
    form = form_at(organiser_client, address)
    wei(rounds.set_state, "round-1", "closed")

    told = organiser_client.post(f"{address}?lang=en", data=form)

    page = told.get_data(as_text=True)
    assert told.status_code == 422
    assert "This was changed meanwhile" in page
    assert "organiser 张伟" in page
    with app.app_context():
        assert queries.find_competition(KEY).stages[0].rounds[0].state == "closed"
    # Whoever has read it may do it all the same.
    assert organiser_client.post(address, data=form_in(page)).status_code == 303


def test_a_deduction_beside_another_s_on_the_same_team_asks_first(organiser_client, chaoyang, wei):
    form = form_at(organiser_client, f"{HERE}/deductions")
    form |= {"entry": ["match-1/education"], "points": ["2"], "reason": ["Over time"]}
    wei(deductions.add_deduction, "match-1", "education", "1", "Late")
    wei(deductions.add_deduction, "match-1", "team-2", "1", "Late")

    told = organiser_client.post(f"{HERE}/deductions?lang=en", data=form)

    assert told.status_code == 422
    assert form_in(told.get_data(as_text=True))["points"] == ["2"]
    other = form_at(organiser_client, f"{HERE}/deductions") | {
        "entry": ["match-2/team-3"],
        "points": ["2"],
        "reason": ["Over time"],
    }
    wei(deductions.add_deduction, "match-1", "team-2", "1", "Late")
    assert organiser_client.post(f"{HERE}/deductions", data=other).status_code == 303


def test_what_another_changed_stays_where_this_one_changed_nothing(
    app, organiser_client, chaoyang, wei
):
    address = f"{HERE}/teams/education"
    form = form_at(organiser_client, address)
    with app.app_context():
        part = exported_team("education")
    wei(
        setup.save_part,
        "team",
        part | {"name": {"zh": "新教育", "en": "New Education"}},
        key="education",
    )

    told = organiser_client.post(f"{address}?lang=en", data=form | {"zone": ["Far north"]})

    assert told.status_code == 422
    again = form_in(told.get_data(as_text=True))
    assert (again["name-en"], again["zone"]) == (["New Education"], ["Far north"])
    assert again["members-0-name-zh"] == form["members-0-name-zh"]
    assert organiser_client.post(address, data=again).status_code == 303
    with app.app_context():
        saved = exported_team("education")
    assert (saved["name"]["en"], saved["zone"]) == ("New Education", "Far north")
    assert saved["members"] == part["members"]


def test_where_both_changed_one_field_what_was_typed_is_shown(app, organiser_client, chaoyang, wei):
    address = f"{HERE}/teams/education"
    form = form_at(organiser_client, address)
    with app.app_context():
        part = exported_team("education")
    wei(setup.save_part, "team", part | {"zone": "South"}, key="education")

    told = organiser_client.post(f"{address}?lang=en", data=form | {"zone": ["Far north"]})

    page = told.get_data(as_text=True)
    assert form_in(page)["zone"] == ["Far north"]
    assert "South" in page


def test_what_was_typed_about_a_part_that_another_removed_is_shown(organiser_client, chaoyang, wei):
    organiser_client.post(
        f"{HERE}/new/teams",
        data=form_at(organiser_client, f"{HERE}/new/teams") | {"name-en": "New"},
    )
    form = form_at(organiser_client, f"{HERE}/teams/team-7") | {"zone": ["Far north"]}
    wei(setup.remove_part, "team", "team-7")

    told = organiser_client.post(f"{HERE}/teams/team-7?lang=en", data=form)

    page = told.get_data(as_text=True)
    assert told.status_code == 422
    assert "What this form is about is no longer there" in page
    assert "organiser 张伟" in page
    assert "Far north" in page
    assert form["form_key"][0] not in page


def test_a_form_about_nothing_is_answered_like_any_missing_page(organiser_client, chaoyang):
    nothing = organiser_client.get(f"{HERE}/teams/nobody")
    form = form_at(organiser_client, f"{HERE}/teams/education")

    answer = organiser_client.post(f"{HERE}/teams/nobody", data=form)

    assert (answer.status_code, answer.data) == (404, nothing.data)


def test_an_order_that_another_has_changed_is_not_changed_again(organiser_client, chaoyang, wei):
    form = form_at(organiser_client, f"{HERE}/teams") | {"to": ["down"]}
    wei(setup.move_part, "team", "team-3", up=True)

    address = f"{HERE}/move/teams/education?lang=en"
    told = organiser_client.post(address, data=form, headers={"HX-Request": "true"})

    assert told.headers["HX-Refresh"] == "true"
    page = organiser_client.get(f"{HERE}/teams?lang=en").get_data(as_text=True)
    assert "Nothing was moved: the order was changed meanwhile." in page
