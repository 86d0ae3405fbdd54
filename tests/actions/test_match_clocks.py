"""The clock of a match, run: by the server's time, numbered, audited, and once for a double tap."""

import json

import pytest

from competition.actions import competitions, match_clocks, rounds
from competition.actions.refusals import NotFound, Refused
from competition.match_clock import BOTH, read_clock, suggested_clock
from competition.store import audit, audit_links, snapshots
from competition.store import match_clocks as store
from tests import factories
from tests.factories import league

BY = "organiser 王芳"
OTHER = "organiser 李强"
MATCH = "semi-1"


@pytest.fixture(autouse=True)
def loaded(context):
    competitions.load_competition(factories.checked(league(clock=suggested_clock())), BY)


@pytest.fixture
def at(monkeypatch):
    """Make it a time of the server, in seconds: `at(100)`."""

    def set_(seconds):
        monkeypatch.setattr(match_clocks.time, "time_ns", lambda: int(seconds * 1_000_000_000))

    set_(1000)
    return set_


def touch(act, by=BY, **more):
    match_clocks.touch_clock("league", MATCH, act, by, **more)


def clock():
    return store.find_clock("league", MATCH)


def lefts(seconds):
    reading = read_clock(clock().state, seconds * 1000)
    return {each.party: each.left_ms / 1000 for each in reading.parties}


def test_a_clock_that_nobody_touched_is_not_there():
    assert clock() is None


def test_the_clock_runs_by_the_time_of_the_server_and_is_audited(at):
    number = snapshots.newest_number("league")

    at(100)
    touch("start")
    at(130.5)
    touch("hand-over")
    at(140)
    touch("pause")

    assert lefts(9999) == {"labour": 149.5, "employer": 170.5}
    assert (clock().number, clock().changed_at) == (3, 140_000)
    rows = [row for row in audit.chain_rows("league") if row.action.startswith("match-clock.")]
    assert [row.action for row in rows] == [
        "match-clock.start",
        "match-clock.hand-over",
        "match-clock.pause",
    ]
    assert {row.subject for row in rows} == {MATCH}
    assert json.loads(rows[-1].after)["spent"] == {"labour": 30_500, "employer": 9500}
    assert audit_links.first_broken_link(audit.chain_rows("league")) is None
    assert snapshots.newest_number("league") == number


def test_starting_a_running_clock_changes_nothing_and_is_not_recorded(at):
    touch("start")
    rows = len(audit.chain_rows("league"))
    at(1010)
    touch("start")

    assert (clock().number, clock().state["since"]) == (1, 1_000_000)
    assert len(audit.chain_rows("league")) == rows


def test_a_second_tap_of_the_same_button_does_nothing_twice(at):
    touch("show", number=0)
    touch("next", number=1)
    touch("next", number=1)

    assert (clock().number, clock().state["at"]) == (2, 1)


def test_a_touch_for_a_state_that_somebody_else_has_changed_is_refused(at):
    touch("start")
    touch("pause", OTHER)

    with pytest.raises(Refused, match="Somebody else has touched this clock"):
        touch("hand-over", number=1)
    assert clock().state["side"] == "labour"


def test_time_is_added_to_one_side_and_who_did_it_stays(at):
    at(50)
    match_clocks.add_clock_time("league", MATCH, "opening", "employer", 30, BY)

    assert lefts(50) == {"labour": 180, "employer": 210}
    assert clock().state["times_added"] == [
        {"phase": "opening", "party": "employer", "seconds": 30, "by": BY, "at": 50_000}
    ]
    with pytest.raises(Refused, match="one hour"):
        match_clocks.add_clock_time("league", MATCH, "opening", "employer", 3601, BY)


def test_any_phase_can_be_entered_by_its_name(at):
    match_clocks.go_to_phase("league", MATCH, "bargaining", BY)

    assert lefts(0) == {BOTH: 900}
    with pytest.raises(NotFound):
        match_clocks.go_to_phase("league", MATCH, "nothing", BY)


def test_what_the_clock_cannot_do_is_refused_in_words(at):
    with pytest.raises(Refused, match="no phase before the first"):
        touch("previous")
    touch("start")
    with pytest.raises(Refused, match="Pause it first"):
        touch("reset")
    with pytest.raises(NotFound):
        touch("explode")
    with pytest.raises(NotFound):
        match_clocks.touch_clock("league", "nothing", "start", BY)


def test_without_phases_there_is_no_clock_to_start(context):
    whole = league()
    whole["competition"]["key"] = "plain"
    competitions.load_competition(factories.checked(whole), BY)

    with pytest.raises(Refused, match="not set up yet"):
        match_clocks.touch_clock("plain", MATCH, "start", BY)


def test_the_whole_clock_begins_again_but_not_while_it_runs(at):
    touch("next")
    touch("start")
    with pytest.raises(Refused, match="Pause it first"):
        match_clocks.begin_clock_anew("league", MATCH, BY)
    touch("pause")
    match_clocks.begin_clock_anew("league", MATCH, BY, number=3)
    match_clocks.begin_clock_anew("league", MATCH, BY, number=3)

    assert (clock().number, clock().state["at"], clock().state["spent"]) == (4, 0, {})


def test_of_the_clocks_of_open_rounds_the_one_touched_last_is_on(at):
    both = {"semi-1", "last"}
    touch("start")
    at(1001)
    match_clocks.touch_clock("league", "last", "start", BY)
    assert store.clock_on("league", both).match_key == "last"
    assert store.clock_on("league", {"semi-1"}).match_key == "semi-1"

    rounds.set_state("league", "final/final-round", "closed", BY)

    assert store.clock_on("league", both).match_key == "semi-1"
    at(1002)
    match_clocks.touch_clock("league", "last", "show", BY)
    assert store.clock_on("league", both).match_key == "last"
