"""The audience votes on a phone; the organiser opens, closes, counts and publishes."""

import re

import pytest

from competition.actions import accounts, audience_vote, competitions
from competition.store import audience_votes, queries
from competition.store.outcome_models import VoteTicket
from competition.store.transactions import writing
from competition.web import rate_limits, sessions
from competition.web.vote.page import tidy_code
from tests import factories
from tests.conftest import Visitor
from tests.factories import CHAOYANG

HERE = f"/c/{CHAOYANG}/vote"
DESK = f"/organiser/c/{CHAOYANG}/vote"
CODES = ("ABCD2345", "EFGH2345")
EN = {"Accept-Language": "en"}
CHOICE = "team/education"


@pytest.fixture
def tickets(app, chaoyang):
    """Two printed tickets of the Chaoyang final."""
    with app.app_context():
        number = queries.find_competition(CHAOYANG).id
        with writing() as session:
            session.add_all(VoteTicket(competition_id=number, code=code) for code in CODES)


@pytest.fixture
def open_(organiser_client, tickets):
    """Open the vote from the organiser's page: `open_("devices")`."""

    def run(mode="tickets", scope="teams"):
        assert organiser_client.submit(DESK, {"mode": mode, "scope": scope}).status_code == 303
        assert organiser_client.submit(f"{DESK}/open", {}).status_code == 303

    return run


def read(visitor, address):
    return visitor.get(address, headers=EN).get_data(as_text=True)


def cast(visitor, ticket=CODES[0], choice=CHOICE):
    return visitor.submit(HERE, {"ticket": ticket, "choice": choice}, headers=EN)


def counts(app):
    with app.app_context():
        return audience_votes.count_cast_votes(queries.find_competition(CHAOYANG).id)


def test_the_qr_of_a_ticket_leads_to_a_page_that_votes_once(app, client, open_):
    open_()
    page = read(client, f"{HERE}?ticket={CODES[0]}")
    assert f'value="{CODES[0]}"' in page
    assert "it cannot be changed" in page
    assert 'value="team/education"' in page

    done = cast(client)
    assert (done.status_code, done.location) == (303, f"{HERE}?ticket={CODES[0]}")
    page = read(client, done.location)
    assert "is counted" in page
    assert "This ticket has voted" in page
    assert 'name="choice"' not in page
    again = cast(client, choice="team/health")
    assert again.status_code == 422
    assert "This ticket has voted" in again.get_data(as_text=True)
    assert counts(app) == {CHOICE: 1}


@pytest.mark.parametrize("typed", ["abcd-2345", " ＡＢＣＤ ２３４５", "ABCD2345"])
def test_a_code_is_read_however_it_is_typed(app, client, open_, typed):
    assert tidy_code(typed) == CODES[0]
    open_()
    assert cast(client, typed).status_code == 303
    assert counts(app) == {CHOICE: 1}


def test_every_unknown_code_is_answered_with_the_same_bytes_and_counted(app, open_):
    open_()
    answers = set()
    for code in ("ZZZZ9999", "<script>", "Q" * 500):
        client = app.test_client()
        answer = cast(client, code)
        assert answer.status_code == 422
        page = answer.get_data(as_text=True)
        answers.add(re.sub(r'name="csrf_token" value="[^"]+"', "", page))
        assert "on no ticket" in page
    assert len(answers) == 1
    guess = app.test_client()
    with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        while rate_limits.bad_token():
            pass
    assert cast(guess, "YYYY9999").status_code == 429
    assert guess.get(f"{HERE}?ticket=YYYY9999").status_code == 429
    assert cast(guess, CODES[0]).status_code == 303


def test_nothing_is_cast_without_a_choice_or_without_a_code(app, client, open_):
    open_()
    assert "Choose one first" in cast(client, choice="").get_data(as_text=True)
    assert "Choose one first" in cast(client, choice="team/nobody").get_data(as_text=True)
    assert "Type the code" in cast(client, ticket="").get_data(as_text=True)
    assert counts(app) == {}


def test_a_vote_that_is_not_open_says_so_to_everybody_alike(app, client, organiser_client, tickets):
    none = read(client, HERE)
    assert "The vote is not open." in none
    organiser_client.submit(DESK, {"mode": "tickets", "scope": "teams"})
    assert read(client, HERE) == none
    answer = cast(client)
    assert answer.status_code == 422
    assert "The vote is not open." in answer.get_data(as_text=True)
    assert counts(app) == {}


def test_a_private_competition_has_no_page_of_a_vote(app, client, open_):
    open_()
    with app.app_context():
        setup_private()
    nothing = client.get("/c/nothing/vote")
    for answer in (client.get(HERE), client.get(f"{HERE}?ticket={CODES[0]}"), cast(client)):
        assert answer.status_code == 404
    assert client.get(HERE).data == nothing.data
    assert counts(app) == {}


def setup_private():
    competitions.set_visibility(CHAOYANG, "private", "organiser 王芳")


def test_a_device_votes_once_and_is_told_that_this_can_be_cheated(app, client, open_):
    open_("devices")
    page = read(client, HERE)
    assert "can be cheated" in page
    assert 'name="ticket"' not in page
    assert cast(client, ticket="").status_code == 303
    assert "This device has voted" in read(client, HERE)
    assert cast(client, ticket="").status_code == 422
    other = app.test_client()
    other.get(HERE)
    assert cast(other, ticket="").status_code == 303
    assert counts(app) == {CHOICE: 2}


def test_a_browser_without_the_cookie_of_the_page_is_told(client, open_):
    open_("devices")
    assert "keeps no cookies" in cast(client, ticket="").get_data(as_text=True)


def test_a_form_from_elsewhere_casts_nothing(app, client, open_):
    open_()
    answer = client.post(HERE, data={"ticket": CODES[0], "choice": CHOICE})
    assert answer.status_code == 303
    assert counts(app) == {}


def test_the_count_is_nobody_s_but_the_organisers_until_it_is_published(
    app, client, organiser_client, open_
):
    observer: Visitor = app.test_client()
    with app.app_context():
        account = accounts.add_organiser("周敏", factories.PASSWORD, "command line", "observer")
        token = accounts.begin_session(organiser=account)
    with observer.session_transaction() as kept:
        kept[sessions.ORGANISER] = token
    open_()
    cast(client)
    assert "<strong>1 vote</strong>" in read(organiser_client, DESK)
    assert "of 2 tickets printed" in read(organiser_client, DESK)
    assert "<strong>1 vote</strong>" not in read(observer, DESK)
    organiser_client.submit(f"{DESK}/close", {})
    for page in (read(client, HERE), read(client, f"/c/{CHAOYANG}")):
        assert "1 vote" not in page
    assert "The vote is not open." in read(client, HERE)

    asked = read(organiser_client, f"{DESK}/publish")
    assert "Everybody sees these counts" in asked
    assert organiser_client.submit(f"{DESK}/publish", {}).status_code == 303

    page = read(client, HERE)
    assert "Result of the audience" in page
    assert "1 vote" in page
    assert re.search(r'<td class="number">1</td>', page)


def test_the_opening_says_what_becomes_public(organiser_client, tickets):
    organiser_client.submit(DESK, {"mode": "tickets", "scope": "members"})
    page = read(organiser_client, f"{DESK}/open")
    assert "Everybody sees these names" in page


def test_the_favourite_is_made_an_award_from_the_page(app, client, organiser_client, open_):
    open_()
    cast(client)
    organiser_client.submit(f"{DESK}/close", {})
    done = organiser_client.submit(f"{DESK}/award", {})
    assert (done.status_code, done.location) == (303, f"/organiser/c/{CHAOYANG}/awards")
    page = read(organiser_client, f"/organiser/c/{CHAOYANG}/awards/{audience_vote.AWARD}")
    assert "Audience&#39;s favourite" in page
    assert "1 votes" in page


def test_what_cannot_be_done_now_is_said_and_not_done(app, organiser_client, tickets):
    for act in ("open", "close", "publish", "award"):
        answer = organiser_client.submit(f"{DESK}/{act}", {}, headers=EN)
        assert answer.status_code == 422
        assert "has not been set up yet" in answer.get_data(as_text=True)
    assert organiser_client.get(f"{DESK}/nothing").status_code == 404


def test_the_choices_of_contestants_name_their_team(client, open_):
    open_(scope="members")
    page = read(client, HERE)
    assert 'value="member/' in page
    assert 'value="team/' not in page
