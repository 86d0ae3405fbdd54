"""Two organisers with the same page open: the second is told what the first has changed."""

import pytest

from competition.actions import deductions, rounds, setup
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
