"""The audience's vote: cast once, counted exactly, public when the organiser says so."""

import json
import threading

import pytest
from sqlalchemy import text

from competition.actions import audience_vote, competitions
from competition.actions.audience_vote import Cast, cast_vote
from competition.actions.change import change
from competition.actions.refusals import NotFound, Refused
from competition.store import audience_votes, audit, queries
from competition.store.db import db
from competition.store.outcome_models import VoteTicket
from competition.store.transactions import writing
from tests import factories
from tests.factories import league

BY = "organiser 王芳"
TEAMS = [{"team": "metro"}, {"team": "bus"}, {"team": "post"}]
CODES = ("ABCD2345", "EFGH2345", "JKMN2345")


@pytest.fixture(autouse=True)
def hall(context):
    """The league, for which three tickets were printed."""
    competitions.load_competition(factories.checked(league()), BY)
    number = queries.find_competition("league").id
    with writing() as session:
        session.add_all(VoteTicket(competition_id=number, code=code) for code in CODES)


def open_(mode="tickets", choices=TEAMS):
    audience_vote.set_up_vote("league", mode, choices, BY)
    audience_vote.open_vote("league", BY)


def vote(voter=CODES[0], choice="team/metro", mode="tickets"):
    return cast_vote("league", mode, voter, choice)


def counts():
    return audience_votes.count_cast_votes(queries.find_competition("league").id)


def newest():
    return audit.newest_row("league")


def test_a_ticket_votes_once_and_its_vote_stands():
    open_()
    assert vote() is Cast.COUNTED
    assert vote(choice="team/bus") is Cast.VOTED
    assert counts() == {"team/metro": 1}


def test_what_is_no_ticket_and_what_may_not_be_chosen_casts_nothing():
    open_()
    assert vote("ZZZZ9999") is Cast.UNKNOWN_TICKET
    assert vote(choice="team/rail") is Cast.NO_CHOICE
    assert vote(choice="") is Cast.NO_CHOICE
    assert counts() == {}


def test_a_ticket_of_another_competition_is_unknown_here():
    competitions.load_competition(factories.checked(factories.sample()), BY)
    number = queries.find_competition(factories.CHAOYANG).id
    with writing() as session:
        session.add(VoteTicket(competition_id=number, code="CHAO2345"))
    open_()
    assert vote("CHAO2345") is Cast.UNKNOWN_TICKET


def test_a_device_votes_once():
    open_("devices")
    device, other = audience_vote.new_device(), audience_vote.new_device()
    assert vote(device, mode="devices") is Cast.COUNTED
    assert vote(device, mode="devices") is Cast.VOTED
    assert vote(other, mode="devices") is Cast.COUNTED
    assert counts() == {"team/metro": 2}


def test_a_device_cannot_vote_where_tickets_do():
    open_()
    assert vote(audience_vote.new_device(), mode="devices") is Cast.NOT_OPEN


def test_nobody_votes_before_the_opening_or_after_the_closing():
    assert vote() is Cast.NOT_OPEN
    audience_vote.set_up_vote("league", "tickets", TEAMS, BY)
    assert vote() is Cast.NOT_OPEN
    audience_vote.open_vote("league", BY)
    vote()
    audience_vote.close_vote("league", BY)
    assert vote(CODES[1]) is Cast.NOT_OPEN
    assert counts() == {"team/metro": 1}


def test_what_is_not_public_has_no_vote():
    open_()
    with change("league", BY, publish=False) as edit:
        edit.competition.visibility = "private"
        edit.audit("competition.visibility", "", None, {"visibility": "private"})
    with pytest.raises(NotFound):
        vote()
    audience_vote.close_vote("league", BY)
    with pytest.raises(Refused, match="private"):
        audience_vote.open_vote("league", BY)


def test_what_is_opened_keeps_its_choices_and_its_mode():
    open_()
    with pytest.raises(Refused, match="stays as it is"):
        audience_vote.set_up_vote("league", "devices", TEAMS, BY)


def test_there_is_something_to_choose_and_somebody_to_vote():
    with pytest.raises(Refused, match="two to choose from"):
        audience_vote.set_up_vote("league", "tickets", TEAMS[:1], BY)
    with pytest.raises(Refused, match="Choose who votes"):
        audience_vote.set_up_vote("league", "shouting", TEAMS, BY)
    with pytest.raises(Refused, match="not been set up"):
        audience_vote.open_vote("league", BY)
    audience_vote.set_up_vote("league", "tickets", TEAMS, BY)
    with writing() as session:
        session.execute(text("DELETE FROM vote_ticket"))
    with pytest.raises(Refused, match="No ticket has been printed"):
        audience_vote.open_vote("league", BY)


def test_the_closing_keeps_the_counts_and_a_digest_and_single_votes_leave_no_row():
    open_()
    rows = len(audit.chain_rows("league"))
    vote(CODES[0], "team/bus")
    vote(CODES[1], "team/bus")
    vote(CODES[2], "team/metro")
    assert len(audit.chain_rows("league")) == rows

    audience_vote.close_vote("league", BY)

    kept = json.loads(newest().after)
    assert newest().action == "vote.close"
    assert (kept["votes"], kept["tickets"]) == (3, 3)
    assert kept["counts"] == {"team/bus": 2, "team/metro": 1}
    assert len(kept["sha256"]) == 64


def test_a_vote_that_was_tampered_with_after_the_closing_is_not_published():
    open_()
    vote()
    audience_vote.close_vote("league", BY)
    with writing() as session:
        session.execute(text("UPDATE cast_vote SET choice = 'team/bus'"))
    with pytest.raises(Refused, match="no longer those that were counted"):
        audience_vote.publish_vote("league", BY)


def test_a_result_is_published_once_closed_and_then_stays_closed():
    open_()
    vote()
    with pytest.raises(Refused, match="Close the vote first"):
        audience_vote.publish_vote("league", BY)
    audience_vote.close_vote("league", BY)
    audience_vote.publish_vote("league", BY)
    assert audience_vote.vote_of(queries.find_competition("league")).published_at
    with pytest.raises(Refused, match="stays closed"):
        audience_vote.open_vote("league", BY)


def test_a_vote_that_was_closed_too_early_is_opened_again_with_its_votes():
    open_()
    vote()
    audience_vote.close_vote("league", BY)
    audience_vote.open_vote("league", BY)
    assert vote(CODES[1]) is Cast.COUNTED
    assert vote(CODES[0]) is Cast.VOTED
    audience_vote.close_vote("league", BY)
    assert json.loads(newest().after)["votes"] == 2


def test_the_favourite_becomes_an_award_by_hand_with_the_counts_in_its_reason():
    names = {f"team/{key}": {"zh": key, "en": key} for key in ("metro", "bus", "post")}
    open_()
    vote(CODES[0], "team/bus")
    vote(CODES[1], "team/bus")
    vote(CODES[2], "team/metro")
    with pytest.raises(Refused, match="Close the vote first"):
        audience_vote.make_award("league", names, BY)
    audience_vote.close_vote("league", BY)

    key = audience_vote.make_award("league", names, BY)
    assert audience_vote.make_award("league", names, BY) == key

    (award,) = json.loads(competitions.export_competition("league"))["awards"]
    assert (award["by"], award["winners"]) == ("hand", [{"team": "bus"}])
    assert award["name"] == {"zh": "人气奖", "en": "Audience's favourite"}
    assert award["reason"] == {
        "zh": "观众投票，共 3 票：bus 2，metro 1。",
        "en": "The audience's vote, 3 votes: bus 2, metro 1.",
    }


def test_two_who_share_the_first_place_are_both_the_favourite():
    assert audience_vote.winners_of({"team/a": 2, "team/b": 2, "team/c": 1}) == ["team/a", "team/b"]
    assert audience_vote.winners_of({}) == []


def test_without_a_vote_there_is_no_favourite():
    open_()
    audience_vote.close_vote("league", BY)
    with pytest.raises(Refused, match="Nobody has voted"):
        audience_vote.make_award("league", {}, BY)


def test_one_ticket_sent_by_many_at_one_instant_counts_once(app):
    open_()
    told = []
    begin = threading.Barrier(8)

    def run(number):
        with app.app_context():
            begin.wait()
            told.append(vote(CODES[0], f"team/{('metro', 'bus')[number % 2]}"))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told.count(Cast.COUNTED) == 1
    assert told.count(Cast.VOTED) == 7
    assert sum(counts().values()) == 1


def test_the_vote_is_part_of_no_file_and_goes_with_its_competition():
    open_()
    vote()
    assert "vote" not in competitions.export_competition("league").decode()
    assert db.session.scalar(text("SELECT count(*) FROM cast_vote")) == 1
