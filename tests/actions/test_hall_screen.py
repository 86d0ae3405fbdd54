"""What the hall's screens show: chosen, numbered, audited; the clock; nothing released by it."""

import json

import pytest

from competition.actions import competitions, hall_screen
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, audit_links, snapshots
from competition.store import hall_screen as shows
from tests import factories
from tests.factories import league

BY = "organiser 王芳"


@pytest.fixture(autouse=True)
def loaded(context):
    competitions.load_competition(factories.checked(league()), BY)


@pytest.fixture
def at(monkeypatch):
    """Make it a time of day, in seconds: `at(100)`."""

    def set_(seconds):
        monkeypatch.setattr(hall_screen.time, "time_ns", lambda: int(seconds * 1_000_000_000))

    set_(1000)
    return set_


def on():
    return shows.find_screen("league")


def test_before_anybody_chooses_the_screens_show_the_board():
    assert (on().number, on().mode, on().about) == (0, "board", {})


def test_what_is_put_on_is_numbered_and_audited_and_makes_no_snapshot():
    number = snapshots.newest_number("league")

    hall_screen.show_mode("league", "match", BY, "semi-2")
    hall_screen.show_mode("league", "radar", BY, "metro")
    hall_screen.show_mode("league", "black", BY)

    assert (on().number, on().mode, on().about) == (3, "black", {})
    rows = [row for row in audit.chain_rows("league") if row.action == "show.mode"]
    assert [row.subject for row in rows] == ["match/semi-2", "radar/metro", "black"]
    assert json.loads(rows[1].before)["about"] == {"match": "semi-2"}
    assert json.loads(rows[1].after)["about"] == {"team": "metro"}
    assert audit_links.first_broken_link(audit.chain_rows("league")) is None
    assert snapshots.newest_number("league") == number


def test_what_is_on_already_stays_without_a_record():
    hall_screen.show_mode("league", "welcome", BY)
    rows = len(audit.chain_rows("league"))
    hall_screen.show_mode("league", "welcome", BY)
    assert (on().number, len(audit.chain_rows("league"))) == (1, rows)


@pytest.mark.parametrize(
    ("mode", "about"),
    [
        ("match", ""),
        ("match", "metro"),
        ("radar", "semi-1"),
        ("radar", ""),
        ("board", "semi-1"),
        ("fireworks", ""),
        ("", ""),
    ],
)
def test_nothing_that_is_not_there_can_be_put_on(mode, about):
    with pytest.raises(NotFound):
        hall_screen.show_mode("league", mode, BY, about)
    with pytest.raises(NotFound):
        hall_screen.show_mode("nowhere", "board", BY)
    assert on().number == 0


def test_the_clock_runs_stands_and_goes_back(at):
    hall_screen.set_screen_clock("league", 180, " 职工方 ", BY)
    at(2000)
    hall_screen.run_screen_clock("league", "start", BY)
    at(2010)
    hall_screen.run_screen_clock("league", "start", BY)
    assert on().clock == {"seconds": 180, "spent": 0, "since": 2_000_000, "label": "职工方"}
    at(2030.5)
    hall_screen.run_screen_clock("league", "pause", BY)
    hall_screen.run_screen_clock("league", "pause", BY)
    assert on().clock == {"seconds": 180, "spent": 30_500, "since": None, "label": "职工方"}
    at(2100)
    hall_screen.run_screen_clock("league", "start", BY)
    at(2101)
    hall_screen.run_screen_clock("league", "pause", BY)
    assert on().clock["spent"] == 31_500
    hall_screen.run_screen_clock("league", "reset", BY)
    assert on().clock == {"seconds": 180, "spent": 0, "since": None, "label": "职工方"}


def test_a_server_whose_clock_was_set_back_never_gives_time_back(at):
    hall_screen.run_screen_clock("league", "start", BY)
    at(10)
    hall_screen.run_screen_clock("league", "pause", BY)
    assert on().clock["spent"] == 0


def test_a_clock_that_runs_is_not_wiped_by_one_touch(at):
    hall_screen.set_screen_clock("league", 180, "", BY)
    hall_screen.run_screen_clock("league", "start", BY)
    running = on().clock
    with pytest.raises(Refused, match="Pause it first"):
        hall_screen.run_screen_clock("league", "reset", BY)
    with pytest.raises(Refused, match="Pause it first"):
        hall_screen.set_screen_clock("league", 300, "", BY)
    assert on().clock == running
    hall_screen.run_screen_clock("league", "pause", BY)
    hall_screen.set_screen_clock("league", 300, "", BY)
    assert on().clock["seconds"] == 300


def test_the_clock_has_bounds_and_its_words_too():
    for seconds in (-1, 3 * 60 * 60 + 1):
        with pytest.raises(Refused, match="0 seconds to 3 hours"):
            hall_screen.set_screen_clock("league", seconds, "", BY)
    with pytest.raises(Refused, match="40 characters"):
        hall_screen.set_screen_clock("league", 60, "长" * 41, BY)
    with pytest.raises(Refused):
        hall_screen.set_screen_clock("league", 60, "a\u202eb", BY)
    with pytest.raises(NotFound):
        hall_screen.run_screen_clock("league", "explode", BY)
    assert on().number == 0


def test_a_competition_that_gives_way_takes_its_match_off_the_screens():
    hall_screen.show_mode("league", "match", BY, "semi-1")
    competitions.load_competition(factories.checked(league()), BY, replace=True)
    assert (on().number, on().mode, on().about) == (2, "board", {})
    assert on().clock["seconds"] == 300
