"""The match clock: no millisecond is lost or won, whoever touches it and however often."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competition import match_clock
from competition.document import check_document
from competition.match_clock import BOTH, ClockRefusal, suggested_clock
from tests import factories

BY = "organiser 王芳"
SIDES = ("labour", "employer")
CLOCK = {
    "phases": [
        {"key": "opening", "name": {"en": "Opening"}, "seconds": 60, "runs": "each", "warn": 10},
        {"key": "talks", "name": {"en": "Talks"}, "seconds": 90, "runs": "shared"},
    ],
    "overtime": {
        "grace": 5,
        "bands": [
            {"to": 10, "points": "0.5"},
            {"to": 30, "points": "1"},
            {"to": None, "points": "3"},
        ],
        "most": "2",
    },
}


def fresh(sides=SIDES):
    return match_clock.new_clock(CLOCK, sides)


def lefts(state, at):
    return {each.party: each.left_ms for each in match_clock.read_clock(state, at).parties}


def test_nobody_has_touched_a_new_clock_and_the_first_side_begins():
    state = fresh()

    assert match_clock.is_untouched(state)
    assert lefts(state, 12345) == {"labour": 60_000, "employer": 60_000}
    assert state["side"] == "labour"


def test_the_sides_clocks_run_like_a_chess_clock():
    state = match_clock.start_clock(fresh(), 1000)
    state = match_clock.hand_over(state, 4500)
    state = match_clock.hand_over(state, 6000)

    assert lefts(state, 7000) == {"labour": 60_000 - 3500 - 1000, "employer": 60_000 - 1500}
    assert [each.is_current for each in match_clock.read_clock(state, 7000).parties] == [
        True,
        False,
    ]


def test_handing_over_a_stopped_clock_only_says_who_begins():
    state = match_clock.hand_over(fresh(), 1000)

    assert (state["side"], state["since"], state["spent"]) == ("employer", None, {})


def test_in_a_shared_phase_nobody_hands_over_and_a_lone_side_has_nobody_to_hand_over_to():
    shared = match_clock.enter_phase(fresh(), 1, BY, 0)
    with pytest.raises(ClockRefusal, match="share one time"):
        match_clock.hand_over(shared, 0)
    with pytest.raises(ClockRefusal, match="only one side"):
        match_clock.hand_over(fresh(("solo",)), 0)


def test_the_warning_comes_at_its_second_and_after_zero_the_time_is_below_it():
    state = match_clock.start_clock(fresh(), 0)

    def labour(at):
        reading = match_clock.read_clock(state, at).parties[0]
        return reading.left_ms, reading.is_warning, reading.is_over

    assert labour(49_999) == (10_001, False, False)
    assert labour(50_000) == (10_000, True, False)
    assert labour(60_000) == (0, False, True)
    assert labour(72_000) == (-12_000, False, True)


def test_leaving_a_phase_stops_the_clock_and_keeps_what_was_spent():
    state = match_clock.start_clock(fresh(), 0)
    state = match_clock.enter_phase(state, 1, BY, 20_000)

    assert state["since"] is None
    assert lefts(state, 99_000) == {BOTH: 90_000}
    assert state["done"] == [
        {"phase": "opening", "spent": {"labour": 20_000, "employer": 0}, "by": BY, "at": 20_000}
    ]
    back = match_clock.enter_phase(state, 0, BY, 30_000)
    assert lefts(back, 99_000) == {"labour": 40_000, "employer": 60_000}


def test_there_is_no_phase_before_the_first_and_none_after_the_last():
    for index in (-1, 2):
        with pytest.raises(ClockRefusal):
            match_clock.enter_phase(fresh(), index, BY, 0)


def test_time_is_added_and_taken_while_the_clock_runs_on():
    state = match_clock.start_clock(fresh(), 0)
    state = match_clock.add_time(state, "opening", "labour", 30, BY, 5000)
    state = match_clock.add_time(state, "opening", "employer", -15, BY, 6000)

    assert lefts(state, 10_000) == {"labour": 80_000, "employer": 45_000}
    assert [each["seconds"] for each in state["times_added"]] == [30, -15]
    for phase, party, seconds in (
        ("opening", BOTH, 5),
        ("nothing", "labour", 5),
        ("opening", "labour", 0),
        ("opening", "employer", -46),
    ):
        with pytest.raises(ClockRefusal):
            match_clock.add_time(state, phase, party, seconds, BY, 7000)


def test_a_phase_begins_again_with_its_full_time_but_not_while_it_runs():
    running = match_clock.start_clock(fresh(), 0)
    with pytest.raises(ClockRefusal, match="running"):
        match_clock.reset_phase(running, BY, 1000)
    longer = match_clock.add_time(running, "opening", "labour", 30, BY, 1000)
    stopped = match_clock.pause_clock(match_clock.hand_over(longer, 2000), 3000)

    again = match_clock.reset_phase(stopped, BY, 4000)

    assert lefts(again, 9000) == {"labour": 60_000, "employer": 60_000}
    assert again["side"] == "labour"
    assert again["done"][0]["spent"] == {"labour": 2000, "employer": 1000}


def test_a_clock_of_the_server_that_was_set_back_spends_no_time_rather_than_less_than_none():
    state = match_clock.start_clock(fresh(), 10_000)

    assert lefts(state, 4000)["labour"] == 60_000
    state = match_clock.pause_clock(state, 4000)
    assert state["spent"]["opening"]["labour"] == 0


def test_the_suggested_phases_are_valid_in_a_file_and_marked_as_a_placeholder():
    whole = factories.sample() | {"clock": suggested_clock()}

    checked = check_document(whole)

    assert checked["clock"]["placeholder"] is True
    assert {phase["runs"] for phase in checked["clock"]["phases"]} == {"each", "shared"}


@pytest.mark.parametrize(
    ("seconds", "points"),
    [(0, "0"), (5, "0"), (6, "0.5"), (15, "0.5"), (16, "1"), (35, "1"), (36, "2"), (9999, "2")],
)
def test_overtime_beyond_the_grace_costs_by_the_bands_and_at_most_so_much(seconds, points):
    assert match_clock.overtime_points(CLOCK["overtime"], seconds) == points


def test_beyond_a_last_band_with_an_end_its_points_still_hold_and_without_bands_nothing_costs():
    rule = {"grace": 0, "bands": [{"to": 10, "points": "1"}]}

    assert match_clock.overtime_points(rule, 11) == "1"
    assert match_clock.overtime_points(None, 600) == "0"


def test_overtime_is_proposed_for_each_side_and_in_a_shared_phase_for_both_teams():
    state = match_clock.start_clock(fresh(), 0)
    state = match_clock.hand_over(state, 60_000 + 16_999)
    state = match_clock.enter_phase(state, 1, BY, 90_000)
    state = match_clock.start_clock(state, 100_000)
    state = match_clock.pause_clock(state, 100_000 + 90_000 + 6000)

    found = match_clock.decided_overtime(state, 999_999, {"labour": ["metro"], "employer": ["bus"]})

    assert [(o.spent.phase["key"], o.team, o.spent.seconds, o.spent.points) for o in found] == [
        ("opening", "metro", 16, "1"),
        ("talks", "metro", 6, "0.5"),
        ("talks", "bus", 6, "0.5"),
    ]
    assert [o.decision for o in found] == [None, None, None]


def test_the_overtime_of_the_phase_that_runs_grows_with_it():
    state = match_clock.start_clock(fresh(), 0)

    assert match_clock.overtime_of(state, 65_999) == []
    assert [each.seconds for each in match_clock.overtime_of(state, 66_000)] == [6]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("start", "pause", "hand over", "next", "previous", "wait")),
        st.integers(0, 120_000),
    ),
    max_size=40,
)


def walk(steps):
    """The clock after the steps, the instant, and for how long it was running in all."""
    state, at, ran = fresh(), 1_700_000_000_000, 0
    for act, wait in steps:
        ran += wait if state["since"] is not None else 0
        at += wait
        try:
            if act == "start":
                state = match_clock.start_clock(state, at)
            elif act == "pause":
                state = match_clock.pause_clock(state, at)
            elif act == "hand over":
                state = match_clock.hand_over(state, at)
            elif act in ("next", "previous"):
                step = 1 if act == "next" else -1
                state = match_clock.enter_phase(state, state["at"] + step, BY, at)
        except ClockRefusal:
            pass
    return state, at, ran


def spent_in_all(state, at):
    shown = {each.party: each.spent_ms for each in match_clock.read_clock(state, at).parties}
    here = match_clock.current_phase(state)["key"]
    before = {phase: dict(parties) for phase, parties in state["spent"].items() if phase != here}
    return sum(shown.values()) + sum(ms for of in before.values() for ms in of.values())


@given(STEPS)
@settings(max_examples=300, deadline=None)
def test_whatever_is_touched_the_parts_add_up_to_the_time_that_it_ran(steps):
    state, at, ran = walk(steps)

    assert spent_in_all(state, at) == ran


@given(STEPS, st.integers(0, 200_000), st.integers(0, 200_000))
@settings(max_examples=200, deadline=None)
def test_nobodys_time_grows_by_itself_and_only_the_running_one_shrinks(steps, soon, later):
    state, at, _ = walk(steps)
    first, second = lefts(state, at + soon), lefts(state, at + soon + later)

    shrunk = [party for party in first if second[party] != first[party]]
    assert all(second[party] <= first[party] for party in first)
    if state["since"] is None or later == 0:
        assert not shrunk
    else:
        assert [first[party] - second[party] for party in shrunk] == [later]


@given(STEPS, st.lists(st.integers(0, 5000), max_size=20))
@settings(max_examples=200, deadline=None)
def test_stopping_and_starting_at_the_same_instant_loses_no_millisecond(steps, waits):
    state, at, _ = walk(steps)
    plain = state = match_clock.start_clock(state, at)
    for wait in waits:
        at += wait
        state = match_clock.start_clock(match_clock.pause_clock(state, at), at)

    assert lefts(state, at) == lefts(plain, at)


@given(st.integers(0, 100_000), st.integers(0, 100_000))
@settings(deadline=None)
def test_more_overtime_never_costs_less(one, other):
    low, high = sorted((one, other))

    def points(seconds):
        return float(match_clock.overtime_points(CLOCK["overtime"], seconds))

    assert points(low) <= points(high) <= 2
