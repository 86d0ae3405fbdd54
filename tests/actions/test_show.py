"""What the hall's screens show: chosen, numbered, audited; the clock; nothing released by it."""

import json

import pytest

from competition.actions import competitions, show
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, snapshots
from competition.store import show as shows
from tests import factories
from tests.factories import league

BY = "organiser 王芳"


@pytest.fixture(autouse=True)
def loaded(context):
    competitions.load(factories.checked(league()), BY)


@pytest.fixture
def at(monkeypatch):
    """Make it a time of day, in seconds: `at(100)`."""

    def set_(seconds):
        monkeypatch.setattr(show.time, "time_ns", lambda: int(seconds * 1_000_000_000))

    set_(1000)
    return set_


def on():
    return shows.of("league")


def test_before_anybody_chooses_the_screens_show_the_board():
    assert (on().number, on().mode, on().about) == (0, "board", {})


def test_what_is_put_on_is_numbered_and_audited_and_makes_no_snapshot():
    number = snapshots.newest_number("league")

    show.put("league", "match", BY, "semi-2")
    show.put("league", "radar", BY, "metro")
    show.put("league", "black", BY)

    assert (on().number, on().mode, on().about) == (3, "black", {})
    rows = [row for row in audit.rows("league") if row.action == "show.mode"]
    assert [row.subject for row in rows] == ["match/semi-2", "radar/metro", "black"]
    assert json.loads(rows[1].before)["about"] == {"match": "semi-2"}
    assert json.loads(rows[1].after)["about"] == {"team": "metro"}
    assert audit.first_broken(audit.rows("league")) is None
    assert snapshots.newest_number("league") == number


def test_what_is_on_already_stays_without_a_record():
    show.put("league", "welcome", BY)
    rows = len(audit.rows("league"))
    show.put("league", "welcome", BY)
    assert (on().number, len(audit.rows("league"))) == (1, rows)


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
        show.put("league", mode, BY, about)
    with pytest.raises(NotFound):
        show.put("nowhere", "board", BY)
    assert on().number == 0


def test_the_clock_runs_stands_and_goes_back(at):
    show.set_clock("league", 180, " 职工方 ", BY)
    at(2000)
    show.run_clock("league", "start", BY)
    at(2010)
    show.run_clock("league", "start", BY)
    assert on().clock == {"seconds": 180, "spent": 0, "since": 2_000_000, "label": "职工方"}
    at(2030.5)
    show.run_clock("league", "pause", BY)
    show.run_clock("league", "pause", BY)
    assert on().clock == {"seconds": 180, "spent": 30_500, "since": None, "label": "职工方"}
    at(2100)
    show.run_clock("league", "start", BY)
    at(2101)
    show.run_clock("league", "pause", BY)
    assert on().clock["spent"] == 31_500
    show.run_clock("league", "reset", BY)
    assert on().clock == {"seconds": 180, "spent": 0, "since": None, "label": "职工方"}


def test_a_server_whose_clock_was_set_back_never_gives_time_back(at):
    show.run_clock("league", "start", BY)
    at(10)
    show.run_clock("league", "pause", BY)
    assert on().clock["spent"] == 0


def test_a_clock_that_runs_is_not_wiped_by_one_touch(at):
    show.set_clock("league", 180, "", BY)
    show.run_clock("league", "start", BY)
    running = on().clock
    with pytest.raises(Refused, match="Pause it first"):
        show.run_clock("league", "reset", BY)
    with pytest.raises(Refused, match="Pause it first"):
        show.set_clock("league", 300, "", BY)
    assert on().clock == running
    show.run_clock("league", "pause", BY)
    show.set_clock("league", 300, "", BY)
    assert on().clock["seconds"] == 300


def test_the_clock_has_bounds_and_its_words_too():
    for seconds in (-1, 3 * 60 * 60 + 1):
        with pytest.raises(Refused, match="0 seconds to 3 hours"):
            show.set_clock("league", seconds, "", BY)
    with pytest.raises(Refused, match="40 letters"):
        show.set_clock("league", 60, "长" * 41, BY)
    with pytest.raises(Refused):
        show.set_clock("league", 60, "a\u202eb", BY)
    with pytest.raises(NotFound):
        show.run_clock("league", "explode", BY)
    assert on().number == 0


def test_a_competition_that_gives_way_takes_its_match_off_the_screens():
    show.put("league", "match", BY, "semi-1")
    competitions.load(factories.checked(league()), BY, replace=True)
    assert (on().number, on().mode, on().about) == (2, "board", {})
    assert on().clock["seconds"] == 300
