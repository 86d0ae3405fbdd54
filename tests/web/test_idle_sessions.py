"""A session that nobody uses ends; one that is in use goes on, and what was typed is not lost."""

import datetime as dt

import pytest

from competition.store import audit
from competition.store.accounts import SignIn
from competition.store.db import db
from competition.store.transactions import writing
from tests import factories
from tests.conftest import Visitor
from tests.web.reading_forms import form_at, form_in

HERE = "/organiser/c/chaoyang-final"
SHEET = f"/api/v1/competitions/{factories.CHAOYANG}/sheets/match-1/education"


@pytest.fixture
def last_used(app):
    """Say that every session was last used so long ago; without, how long ago that was."""

    def used(**ago: float) -> dt.timedelta:
        with app.app_context():
            if ago:
                at = dt.datetime.now(dt.UTC) - dt.timedelta(**ago)
                with writing() as session:
                    for sign_in in session.query(SignIn):
                        sign_in.last_used_at = at.isoformat(timespec="milliseconds")
            newest = db.session.query(db.func.max(SignIn.last_used_at)).scalar()
        return dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(newest)

    return used


def test_an_organiser_who_was_away_for_twelve_hours_signs_in_again_and_comes_back(
    organiser_client, chaoyang, last_used
):
    last_used(hours=12, minutes=1)

    answer = organiser_client.get(f"{HERE}/results")
    page = organiser_client.get(f"{answer.location}&lang=en").get_data(as_text=True)

    assert answer.status_code == 302
    assert "signed out because this browser was not used for 12 hours" in page
    form = form_in(page) | {"name": [factories.ORGANISER], "password": [factories.PASSWORD]}
    signed_in = organiser_client.post("/sign-in", data=form)
    assert (signed_in.status_code, signed_in.location) == (303, f"{HERE}/results")
    assert organiser_client.get(f"{HERE}/results").status_code == 200


def test_a_session_in_use_goes_on(organiser_client, chaoyang, last_used):
    for _hours in range(3):
        last_used(hours=11)
        assert organiser_client.get(HERE).status_code == 200
        assert last_used() < dt.timedelta(minutes=1)


def test_a_use_is_noted_now_and_then_and_leaves_no_audit(
    app, organiser_client, chaoyang, last_used
):
    with app.app_context():
        before = len(audit.chain_rows(""))
    last_used(minutes=9)
    organiser_client.get(HERE)
    assert last_used() > dt.timedelta(minutes=8)

    last_used(minutes=11)
    organiser_client.get(HERE)

    assert last_used() < dt.timedelta(minutes=1)
    with app.app_context():
        assert len(audit.chain_rows("")) == before


def test_a_page_that_renews_itself_is_no_use(organiser_client, chaoyang, last_used):
    last_used(hours=11)

    assert organiser_client.get(HERE, headers={"HX-Request": "true"}).status_code == 200

    assert last_used() > dt.timedelta(hours=10)


def test_what_was_typed_while_the_session_ended_is_shown_again_after_signing_in(
    organiser_client, chaoyang, last_used
):
    form = form_at(organiser_client, f"{HERE}/teams/education") | {"zone": ["North"]}
    last_used(hours=13)
    answer = organiser_client.post(f"{HERE}/teams/education?lang=en", data=form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "What you entered is still on this page" in page
    kept = form_in(page)

    sign_in = form_at(organiser_client, "/sign-in")
    sign_in |= {"name": [factories.ORGANISER], "password": [factories.PASSWORD]}
    organiser_client.post("/sign-in", data=sign_in)
    shown = organiser_client.post(f"{HERE}/teams/education", data=kept)

    again = form_in(shown.get_data(as_text=True))
    assert (shown.status_code, again["zone"]) == (422, ["North"])
    assert organiser_client.post(f"{HERE}/teams/education", data=again).status_code == 303
    assert form_at(organiser_client, f"{HERE}/teams/education")["zone"] == ["North"]


def test_the_sign_in_of_another_tab_sends_her_back_to_the_form_that_is_open(
    organiser_client, chaoyang, last_used
):
    last_used(hours=12, minutes=1)
    page = organiser_client.get("/sign-in?lang=en").get_data(as_text=True)

    assert "If a form is still open in another tab, go back to it afterwards." in page
    assert "the page that you asked for" not in page


def test_a_form_from_elsewhere_is_not_kept_for_somebody_signed_out(
    organiser_client, chaoyang, last_used
):
    last_used(hours=13)
    nothing = organiser_client.get("/nothing-here").data

    answer = organiser_client.post(f"{HERE}/teams/education", data={"zone": "planted"})

    assert (answer.status_code, answer.data) == (404, nothing)


def test_no_password_is_kept_in_a_page(organiser_client, chaoyang, last_used):
    form = form_at(organiser_client, "/organiser/organisers") | {"name": ["Li"]}
    last_used(hours=13)

    answer = organiser_client.post("/organiser/organisers", data=form | {"password": ["a secret"]})

    assert "a secret" not in answer.get_data(as_text=True)


def test_a_tablet_lies_unused_for_six_days_and_not_for_eight(
    judge_client: Visitor, chaoyang, last_used
):
    csrf = {"X-CSRFToken": judge_client.csrf()}
    last_used(days=6)
    assert judge_client.get(SHEET, headers=csrf).status_code == 200
    assert judge_client.get("/judge").status_code == 200
    assert last_used() < dt.timedelta(minutes=1)

    last_used(days=8)

    assert judge_client.get(SHEET, headers=csrf).status_code == 401
    assert judge_client.get("/judge").status_code == 404


def test_a_match_page_that_stays_open_keeps_its_session(judge_client, chaoyang, last_used):
    last_used(days=6)

    answer = judge_client.post(
        "/api/v1/judge/presence", json={}, headers={"X-CSRFToken": judge_client.csrf()}
    )

    assert answer.status_code == 200
    assert last_used() < dt.timedelta(minutes=1)


def test_a_mark_notes_no_use(judge_client, chaoyang, last_used):
    last_used(days=6)
    body = {"marks": factories.FULL_MARKS, "state": "draft", "base_version": 0}
    headers = {"X-CSRFToken": judge_client.csrf(), "Idempotency-Key": factories.new_key()}

    assert judge_client.put(SHEET, json=body, headers=headers).status_code == 200

    assert last_used() > dt.timedelta(days=5)
