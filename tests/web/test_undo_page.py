"""The page that undoes the last act: what is said before it, and what it does."""

import re

import pytest

from competition.actions import awards, deductions, hall_screen, rounds
from competition.store import hall_screen as screens
from competition.store import queries
from tests import factories
from tests.web.reading_forms import form_in

HERE = f"/organiser/c/{factories.CHAOYANG}"
WEI = "organiser 张伟"


@pytest.fixture
def wei(app, chaoyang):
    """张伟 acts: `wei(hall_screen.show_mode, "black")`."""

    def do(action, *what):
        with app.app_context():
            action(factories.CHAOYANG, *what)

    return do


@pytest.fixture
def undo_page(organiser_client):
    """The page in English, without its tags."""

    def read() -> str:
        page = organiser_client.get(f"{HERE}/undo?lang=en").get_data(as_text=True)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))

    return read


@pytest.fixture
def press(organiser_client):
    """Send the page's form as it stands, with a reason: `press(reason="…")`."""

    def send(page: str | None = None, **typed: str):
        page = page or organiser_client.get(f"{HERE}/undo?lang=en").get_data(as_text=True)
        return organiser_client.post(f"{HERE}/undo", data={**form_in(page), **typed})

    return send


def test_before_anybody_has_acted_there_is_nothing_to_undo(chaoyang, undo_page):
    assert "No organiser has done anything in this competition yet." in undo_page()


def test_it_says_who_did_what_and_what_the_hall_will_see(app, wei, undo_page, press):
    wei(hall_screen.show_mode, "black", WEI)

    page = undo_page()
    assert "organiser 张伟" in page
    assert "The projector shows “Board” again, at once." in page

    answer = press()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{HERE}/control"
    with app.app_context():
        assert screens.find_screen(factories.CHAOYANG).mode == "board"


def test_where_the_result_changes_it_asks_for_a_reason(app, wei, organiser_client, press):
    wei(deductions.add_deduction, "match-1", "education", "2", "Over time.", WEI)

    refused = press()
    assert refused.status_code == 422
    assert press(reason="The wrong team.").status_code == 303
    with app.app_context():
        competition = queries.find_competition(factories.CHAOYANG)
        assert competition is not None
        assert queries.deductions_of(competition) == []


def test_what_cannot_be_undone_says_why_and_where_to_go(wei, organiser_client, undo_page):
    guest = {"key": "guest", "name": factories.text("特别奖"), "by": "hand"}
    guest |= {"winners": [{"team": "education"}], "reason": factories.text("风采出众")}
    wei(awards.add_awards, [guest], WEI)

    page = organiser_client.get(f"{HERE}/undo?lang=en").get_data(as_text=True)

    assert "This cannot be undone." in page
    assert f'href="{HERE}/awards"' in page
    assert "Undo it" not in page


def test_an_act_that_came_meanwhile_is_shown_and_nothing_is_undone(
    app, wei, organiser_client, press
):
    wei(rounds.set_state, "round-1", "closed", WEI)
    page = organiser_client.get(f"{HERE}/undo?lang=en").get_data(as_text=True)
    wei(hall_screen.show_mode, "black", WEI)

    refused = press(page, reason="Too early.")

    assert refused.status_code == 422
    assert "张伟" in refused.get_data(as_text=True)
    with app.app_context():
        assert screens.find_screen(factories.CHAOYANG).mode == "black"
        competition = queries.find_competition(factories.CHAOYANG)
        assert competition is not None
        assert competition.stages[0].rounds[0].state == "closed"


def test_the_control_room_names_the_last_act_and_leads_to_its_undoing(wei, organiser_client):
    wei(hall_screen.show_mode, "black", WEI)

    page = organiser_client.get(f"{HERE}/control?lang=en").get_data(as_text=True)

    assert re.search(r'<a class="button" href="[^"]+/undo" data-key="u">Undo…</a>', page)
    assert "organiser 张伟" in page
