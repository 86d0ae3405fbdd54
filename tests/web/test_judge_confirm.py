"""“Are you …?”: asked once after a judge's link was opened, and of nobody's program."""

import re

import pytest

from competition.store import queries
from competition.store.accounts import SignIn
from competition.store.db import db
from tests.factories import CHAOYANG, FULL_MARKS, new_key
from tests.web.reading_forms import form_in

MATCH = "/judge/matches/match-1"
SHEET = f"/api/v1/competitions/{CHAOYANG}/sheets/match-1/education"


@pytest.fixture
def link(app, chaoyang):
    """A judge's link: `link("judge-1")`."""

    def link_(judge):
        with app.app_context():
            return f"/j/{queries.find_judge(queries.find_competition(CHAOYANG), judge).token}"

    return link_


@pytest.fixture
def li_na(client, link):
    """Somebody who has just scanned the first judge's card and was not asked yet."""
    client.get(link("judge-1"))
    return client


def test_the_question_is_shown_instead_of_the_list(li_na):
    page = li_na.get("/judge?lang=en").text

    assert "<h1>Are you <bdi>Judge 1</bdi>?</h1>" in page
    assert "professional" in page
    assert "Chaoyang District Collective Bargaining Competition, Final" in page
    assert '<meta name="csrf-token"' in page
    assert "match-1" not in page


def test_after_yes_the_list_is_there_and_the_question_does_not_come_back(li_na, link):
    answer = li_na.submit("/judge/confirm", {})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/judge")
    for _ in range(2):
        assert 'id="match-match-1"' in li_na.get("/judge").text
        li_na.get(link("judge-1"))


@pytest.mark.parametrize(
    ("wanted", "onward"),
    [
        (MATCH, MATCH),
        (f"{MATCH}?change=1&lang=en", f"{MATCH}?change=1"),
        (f"{MATCH}/review", f"{MATCH}/review"),
        (f"{MATCH}/receipt", f"{MATCH}/receipt"),
    ],
)
def test_a_page_of_a_match_asks_first_and_leads_on_after_yes(li_na, wanted, onward):
    asked = li_na.get(wanted)
    assert asked.status_code == 303
    question = li_na.get(asked.headers["Location"]).text
    carried = re.search(r'name="next" value="([^"]*)"', question)[1]

    assert li_na.submit("/judge/confirm", {"next": carried}).headers["Location"] == onward


@pytest.mark.parametrize("wanted", ["//evil.example/judge", "/organiser", "/judge/../organiser"])
def test_yes_leads_nowhere_else(li_na, wanted):
    assert li_na.submit("/judge/confirm", {"next": wanted}).headers["Location"] == "/judge"


def test_no_ends_the_session_and_says_what_to_do(app, li_na):
    answer = li_na.submit("/judge/give-back", {}, query_string={"lang": "en"})

    assert answer.status_code == 200
    assert "Hand it to the organiser" in answer.text
    assert li_na.get("/judge").status_code == 404
    with app.app_context():
        assert db.session.query(SignIn).filter_by(ended_at=None).count() == 0


def test_another_judges_link_asks_again(li_na, link):
    li_na.submit("/judge/confirm", {})
    li_na.get(link("judge-2"))

    assert "评委二" in li_na.get("/judge").text
    assert li_na.get(MATCH).status_code == 303


def test_a_yes_to_an_overtaken_question_says_nothing_about_the_other_judge(li_na, link):
    li_na.get(link("judge-2"))
    li_na.submit("/judge/confirm", {"judge": f"{CHAOYANG}/judge-1"})

    assert li_na.get(MATCH).status_code == 303


def test_an_answer_from_a_page_that_is_too_old_is_asked_for_again(li_na):
    for address in ("/judge/confirm", "/judge/give-back"):
        answer = li_na.post(address, data={"csrf_token": "stale"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/judge")
    assert li_na.get(MATCH).status_code == 303


def test_nobody_else_is_asked(client, chaoyang):
    nothing = client.get("/nothing-here").data

    for address in ("/judge/confirm", "/judge/give-back"):
        answer = client.submit(address, {})
        assert (answer.status_code, answer.data) == (404, nothing)


def test_a_list_that_polls_is_never_answered_with_the_question(li_na, link):
    polling = {"HX-Request": "true"}
    li_na.submit("/judge/confirm", {})
    own = {"judge": f"{CHAOYANG}/judge-1", "seen": "old"}
    assert 'id="match-match-1"' in li_na.get("/judge", query_string=own, headers=polling).text

    # Another judge's link was opened in another tab: the list of the first loads itself anew.
    li_na.get(link("judge-2"))
    for _ in range(2):
        answer = li_na.get("/judge", query_string=own, headers=polling)
        assert (answer.text, answer.headers["HX-Refresh"]) == ("", "true")
        li_na.submit("/judge/confirm", {})


def test_a_program_with_the_session_is_not_asked(li_na):
    body = {"marks": FULL_MARKS, "state": "submitted", "base_version": 0}
    headers = {"X-CSRFToken": li_na.csrf(), "Idempotency-Key": new_key()}

    assert li_na.put(SHEET, json=body, headers=headers).status_code == 200
    assert li_na.get(SHEET).json["version"] == 1
    assert li_na.get("/api/v1/judge/assignments").status_code == 200


def test_a_form_that_was_filled_in_before_is_stored_before_the_question(judge_client, li_na, api):
    """The session ended while the judge was typing: the card is scanned again, nothing is lost."""
    page = judge_client.get(MATCH).text
    nonce = re.search(r'name="education.nonce" value="([^"]*)"', page)[1]
    typed = {"judge": f"{CHAOYANG}/judge-1", "education.base_version": "0"}
    typed |= {"education.nonce": nonce, "education.mark_strategy": "17.5"}
    answer = li_na.submit(MATCH, typed)

    assert answer.status_code == 303
    assert api("judge-1").get("match-1", "education").json["marks"] == {"strategy": "17.5"}
    assert li_na.get(answer.headers["Location"]).status_code == 303


# Before the judge has confirmed, no answer to a form shows what is stored.


@pytest.fixture
def stored(api):
    """A mark of the first judge that nobody else may see, and its comment."""
    api("judge-1").put("match-1", "education", FULL_MARKS | {"strategy": "17.5"}, comment="秘密")


def typed(**more):
    """A form as the first judge's page sends it, on a version that is not the newest."""
    form = {"judge": f"{CHAOYANG}/judge-1", "education.base_version": "0"}
    return form | {"education.nonce": new_key(), "education.mark_strategy": "3.5"} | more


@pytest.mark.parametrize("address", [MATCH, f"{MATCH}/submit"])
@pytest.mark.parametrize(
    "form",
    [
        typed(),
        typed(**{"education.mark_strategy": "not a number"}),
        {name: value for name, value in typed().items() if name != "judge"},
    ],
    ids=["conflict", "invalid", "without a judge"],
)
def test_no_refused_form_shows_stored_marks_to_somebody_unconfirmed(li_na, stored, address, form):
    answer = li_na.submit(address, form)

    assert answer.status_code == 400
    assert "17.5" not in answer.text
    assert "秘密" not in answer.text
    # What was typed is not lost.
    assert form["education.mark_strategy"] in answer.text


def test_a_form_without_a_valid_token_shows_somebody_unconfirmed_what_was_typed_only(li_na, stored):
    for address in (MATCH, f"{MATCH}/submit"):
        answer = li_na.post(address, data=typed(csrf_token="stale"))
        assert answer.status_code == 400
        assert "17.5" not in answer.text
        assert "秘密" not in answer.text
        assert "3.5" in answer.text


def test_a_form_without_marks_leads_somebody_unconfirmed_to_the_question(li_na, stored):
    answer = li_na.submit(f"{MATCH}/submit", {"education.base_version": "0"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/judge")


def test_the_form_kept_before_the_question_can_be_sent_after_it(li_na, stored):
    kept = form_in(li_na.submit(f"{MATCH}/submit", typed()).text)
    li_na.submit("/judge/confirm", {})

    answer = li_na.post(f"{MATCH}/submit", data=kept)

    assert answer.status_code in (409, 422)
    assert "17.5" in answer.text


# A form token that was known before a link was opened is worth nothing afterwards.


def token_in(page):
    """The form token in a page."""
    return re.search(r'<meta name="csrf-token" content="([^"]*)"', page)[1]


def test_opening_a_link_makes_an_earlier_form_token_invalid(client, link):
    for card in ("judge-1", "judge-2", "judge-2"):
        before = token_in(client.get("/sign-in").text)
        client.get(link(card))
        answer = client.post("/judge/confirm", data={"csrf_token": before})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/judge")
        assert client.get(MATCH).status_code == 303
    fresh = token_in(client.get("/judge").text)
    client.post("/judge/confirm", data={"csrf_token": fresh})
    assert client.get(MATCH).status_code == 200


@pytest.mark.parametrize("leaving", ["/judge/leave", "/judge/give-back"])
def test_leaving_makes_the_form_token_invalid(li_na, leaving):
    before = token_in(li_na.get("/judge").text)
    li_na.post(leaving, data={"csrf_token": before})

    with li_na.session_transaction() as kept:
        assert "csrf_token" not in kept or leaving == "/judge/give-back"
    assert token_in(li_na.get("/sign-in").text) != before
