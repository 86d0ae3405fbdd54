"""How often a state is sent to an audience."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.live.pace import FIRST_SECONDS, SendPace
from tests.live.conftest import until
from tests.live.test_fanout import board

microseconds = st.floats(1e-6, 1e-3)


def test_a_small_audience_is_sent_eight_states_a_second():
    assert SendPace(0.125, share=0.5).gap(100) == 0.125


def test_an_audience_twice_as_large_is_sent_half_as_many_states():
    pace = SendPace(0.125, share=0.5)
    assert pace.gap(40_000) == pytest.approx(2 * pace.gap(20_000))


@given(microseconds, st.integers(0, 200_000), st.floats(0.1, 1))
def test_sending_never_takes_more_than_the_share_of_a_core(seconds, viewers, share):
    pace = SendPace(0.125, share)
    pace.note(1_000, 1_000 * seconds)
    assert viewers * seconds / pace.gap(viewers) <= share * (1 + 1e-9)


@given(microseconds, st.integers(0, 200_000))
def test_without_a_share_the_audience_changes_nothing(seconds, viewers):
    pace = SendPace(0.125)
    pace.note(1_000, 1_000 * seconds)
    assert pace.gap(viewers) == 0.125


def test_what_was_measured_counts_and_what_was_measured_of_late_counts_more():
    pace = SendPace(0.125, share=0.5)
    assert pace.send_seconds == FIRST_SECONDS
    for _ in range(1_000):
        pace.note(256, 256 * 10e-6)
    assert pace.send_seconds == pytest.approx(10e-6)
    for _ in range(1_000):
        pace.note(256, 256 * 30e-6)
    assert pace.send_seconds == pytest.approx(30e-6, rel=0.05)


def test_nothing_sent_is_nothing_measured():
    pace = SendPace(0.125, share=0.5)
    pace.note(0, 0.0)
    assert pace.send_seconds == FIRST_SECONDS


def test_the_fan_out_measures_its_sends(make_harness):
    harness = make_harness(share=0.5)
    ana = harness.connect_viewer()
    for number in range(1, 4):
        harness.hub.publish("final", number, board(number))
        until(lambda number=number: ana.has(number))

    measured = harness.hub.channels.pace.send_seconds
    assert 0 < measured != FIRST_SECONDS


def test_the_hub_tells_the_gap_of_its_audience(make_harness):
    hub = make_harness(share=1e-9).hub
    assert hub.gap_seconds == 0.01
    harness = make_harness(share=1e-9)
    harness.connect_viewer()
    assert harness.hub.gap_seconds > 1_000


def test_a_state_is_not_sent_before_the_gap_of_the_audience_is_over(make_harness):
    harness = make_harness(share=1e-9)
    ana = harness.connect_viewer()
    harness.hub.publish("final", 1, board(1))
    until(lambda: ana.has(1))

    harness.hub.publish("final", 2, board(2))
    bo = harness.connect_viewer()

    until(lambda: bo.has(2))
    assert not ana.has(2)
