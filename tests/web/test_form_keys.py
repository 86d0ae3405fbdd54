"""A form sent again acts once: a double click, a reload, a retry over a bad network."""

import re
import threading
from io import BytesIO

import pytest

from competition.actions import competitions, form_use
from competition.actions.accounts import begin_session
from competition.store import accounts, audit, queries
from competition.store.form_uses import FormUse, find_use
from competition.web import sessions
from competition.web.organiser import form_keys
from tests import factories
from tests.conftest import Visitor
from tests.web.reading_forms import form_at, form_in

HERE = "/organiser/c/chaoyang-final"
KEY = factories.CHAOYANG


@pytest.fixture
def deductions(app):
    """How many deductions there are."""

    def count() -> int:
        with app.app_context():
            return len(queries.deductions_of(queries.find_competition(KEY)))

    return count


def deduction_form(visitor: Visitor, points: str = "2") -> dict[str, list[str]]:
    """The form of a deduction, filled in."""
    filled = {"entry": ["match-1/education"], "points": [points], "reason": ["Over time"]}
    return form_at(visitor, f"{HERE}/deductions") | filled


def messages_at(visitor: Visitor, address: str) -> list[str]:
    """The messages that the page shows once."""
    page = visitor.get(f"{address}?lang=en").get_data(as_text=True)
    return re.findall(r'<p class="message \w+" role="status">(.*?)</p>', page)


def test_a_deduction_that_is_sent_three_times_is_recorded_once(
    organiser_client, chaoyang, deductions
):
    form = deduction_form(organiser_client)

    answers = [organiser_client.post(f"{HERE}/deductions", data=form) for _ in range(3)]

    assert deductions() == 1
    assert {(a.status_code, a.location) for a in answers} == {(303, f"{HERE}/deductions")}


def test_what_was_answered_first_is_answered_again_with_its_message(organiser_client, chaoyang):
    form = deduction_form(organiser_client)
    organiser_client.post(f"{HERE}/deductions?lang=en", data=form)
    first = messages_at(organiser_client, f"{HERE}/deductions")

    organiser_client.post(f"{HERE}/deductions?lang=en", data=form)

    assert first == ["The deduction is recorded."]
    assert messages_at(organiser_client, f"{HERE}/deductions") == first


def test_a_page_that_is_gone_after_its_act_still_answers_the_repetition(organiser_client, chaoyang):
    organiser_client.post(f"{HERE}/deductions", data=deduction_form(organiser_client))
    form = form_at(organiser_client, f"{HERE}/deductions/1/back") | {"reason": ["A slip"]}
    first = organiser_client.post(f"{HERE}/deductions/1/back", data=form)
    assert organiser_client.get(f"{HERE}/deductions/1/back").status_code == 404

    again = organiser_client.post(f"{HERE}/deductions/1/back", data=form)

    assert first.status_code == 303
    assert (again.status_code, again.location) == (first.status_code, first.location)


def test_a_form_of_a_used_key_with_other_content_is_refused_and_keeps_what_was_typed(
    organiser_client, chaoyang, deductions
):
    form = deduction_form(organiser_client)
    organiser_client.post(f"{HERE}/deductions", data=form)

    refused = organiser_client.post(f"{HERE}/deductions?lang=en", data=form | {"points": ["3"]})

    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "This form was sent before with other content" in page
    assert deductions() == 1
    assert form_in(page)["points"] == ["3"]
    # Sent again deliberately it is another form.
    assert organiser_client.post(f"{HERE}/deductions", data=form_in(page)).status_code == 303
    assert deductions() == 2


def test_a_refused_form_does_not_use_up_its_key(organiser_client, chaoyang, deductions):
    form = deduction_form(organiser_client)
    refused = organiser_client.post(f"{HERE}/deductions", data=form | {"reason": [""]})
    assert refused.status_code == 422

    assert organiser_client.post(f"{HERE}/deductions", data=form).status_code == 303
    assert deductions() == 1


def test_a_form_without_a_key_acts_each_time(organiser_client, chaoyang, deductions):
    form = deduction_form(organiser_client)
    del form["form_key"], form["as_of"]

    for _ in range(2):
        assert organiser_client.post(f"{HERE}/deductions", data=form).status_code == 303

    assert deductions() == 2


def test_two_equal_forms_at_one_instant_act_once(app, organiser_client, chaoyang, deductions):
    form = deduction_form(organiser_client)
    with app.app_context():
        organiser = accounts.organiser_by_name(factories.ORGANISER)
        token = begin_session(organiser=organiser)
    raw = organiser_client.csrf()
    begin, answers = threading.Barrier(4), []

    def send() -> None:
        visitor = app.test_client()
        with visitor.session_transaction() as kept:
            kept[sessions.ORGANISER] = token
            kept["csrf_token"] = csrf
        begin.wait()
        answers.append(visitor.post(f"{HERE}/deductions", data=form))

    with organiser_client.session_transaction() as kept:
        csrf = kept["csrf_token"]
    assert raw
    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert deductions() == 1
    assert {(a.status_code, a.location) for a in answers} == {(303, f"{HERE}/deductions")}


def test_a_repetition_before_the_answer_is_stored_is_answered_in_words(
    app, organiser_client, chaoyang, deductions, monkeypatch
):
    monkeypatch.setattr(form_keys, "WAIT_SECONDS", 0.1)
    form = deduction_form(organiser_client)
    organiser_client.post(f"{HERE}/deductions", data=form)
    with app.app_context():
        (key,) = form["form_key"]
        form_use.store_answer(form_use.SentForm(key, ""), "")

    organiser_client.get("/organiser?lang=en")
    again = organiser_client.post(f"{HERE}/deductions", data=form)

    assert (again.status_code, again.location) == (303, HERE)
    assert "This form was sent twice. It was carried out once." in messages_at(
        organiser_client, f"{HERE}/deductions"
    )
    assert deductions() == 1


def test_a_button_of_the_projector_pressed_twice_acts_once(app, organiser_client, chaoyang):
    page = organiser_client.get(f"{HERE}/show").get_data(as_text=True)
    key = re.findall(r'name="form_key" value="([^"]+)"', page)[-1]
    sent = {"mode": "clock", "csrf_token": organiser_client.csrf(), "form_key": key}
    htmx = {"HX-Request": "true"}

    first = organiser_client.post(f"{HERE}/show", data=sent, headers=htmx)
    again = organiser_client.post(f"{HERE}/show", data=sent, headers=htmx)

    assert (first.status_code, again.status_code) == (200, 204)


def test_an_import_that_is_sent_twice_imports_once(app, organiser_client):
    form = form_at(organiser_client, "/organiser/import")
    data = competitions.document.write_file(factories.checked(factories.sample()))

    def send():
        sent = {name: values[0] for name, values in form.items()}
        return organiser_client.post(
            "/organiser/import", data=sent | {"file": (BytesIO(data), "final.json")}
        )

    answers = [send(), send()]

    assert {(a.status_code, a.location) for a in answers} == {(303, HERE)}
    with app.app_context():
        assert [row.action for row in audit.chain_rows(KEY)] == ["competition.load"]


def test_keys_are_forgotten_after_a_week(app, organiser_client, chaoyang):
    form = deduction_form(organiser_client)
    organiser_client.post(f"{HERE}/deductions", data=form)
    (old,) = form["form_key"]
    with app.app_context(), form_use.writing() as session:
        session.get(FormUse, old).at = "2020-01-01T00:00:00.000+00:00"
    organiser_client.post(f"{HERE}/deductions", data=deduction_form(organiser_client, "1"))

    with app.app_context():
        assert find_use(old) is None


def test_every_organiser_s_form_carries_a_key(app, organiser_client, chaoyang):
    for path in ("", "/show", "/teams", "/teams/education", "/deductions", "/release/final/live"):
        page = organiser_client.get(HERE + path).get_data(as_text=True)
        forms = re.findall(r'<form method="post".*?</form>', page, re.DOTALL)
        for form in forms:
            assert 'action="/sign-out"' in form or form.count('name="form_key"') == 1, path
