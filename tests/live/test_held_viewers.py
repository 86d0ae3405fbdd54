"""A viewer who has seen more on another server is not taken back by this one."""

import gevent
import pytest

from competition.live.event_id import number_in_epoch, parse_event_id
from tests.live.conftest import until
from tests.live.test_fanout import board

LONG = 60.0


@pytest.fixture
def patient(make_harness):
    """A server whose database follows another, at state 5."""
    harness = make_harness(patience_seconds=LONG)
    harness.hub.publish("final", 5, board(5))
    return harness


@pytest.mark.parametrize("gzip", [False, True])
def test_a_viewer_who_has_seen_more_gets_nothing_older(patient, gzip):
    ana = patient.connect_viewer(seen=7, gzip=gzip)
    bo = patient.connect_viewer()
    until(lambda: bo.has(5))
    patient.hub.publish("final", 6, board(6))
    until(lambda: bo.has(6))
    patient.hub.publish("final", 7, board(7))
    until(lambda: bo.has(7) and ana.has(7))
    patient.hub.publish("final", 8, board(8))
    until(lambda: ana.has(8))

    assert ana.reader.numbers == [7, 8]


@pytest.mark.parametrize("seen", [None, 3, 5])
def test_whoever_has_seen_no_more_than_there_is_gets_it_at_once(patient, seen):
    ana = patient.connect_viewer(seen=seen)

    until(lambda: ana.has(5))


def test_the_head_of_the_answer_does_not_wait(patient):
    near, far = patient.connect()
    patient.hub.add_socket(far, "final", "en", gzip=False, head=b"HTTP/1.1 200 OK", seen=7)

    near.settimeout(20)
    assert near.recv(65_536) == b"HTTP/1.1 200 OK"


def test_a_viewer_whose_state_never_comes_gets_what_there_is(make_harness):
    harness = make_harness(patience_seconds=0.05)
    harness.hub.publish("final", 5, board(5))

    ana = harness.connect_viewer(seen=999_999)

    until(lambda: ana.has(5))


def test_whoever_waits_before_there_is_any_state_gets_the_first_that_is_new_enough(patient):
    ana = patient.connect_viewer("youth", seen=2)
    patient.hub.publish("youth", 1, board(1))
    patient.hub.publish("youth", 2, board(2))

    until(lambda: ana.has(2))
    assert 1 not in ana.reader.numbers


def test_without_patience_nobody_waits(harness):
    harness.hub.publish("final", 5, board(5))

    ana = harness.connect_viewer(seen=999_999)

    until(lambda: ana.has(5))


def test_a_waiting_viewer_who_leaves_is_forgotten(patient):
    ana = patient.connect_viewer(seen=7)
    until(lambda: patient.hub.viewers("final") == 1)

    ana.leave()

    until(lambda: patient.hub.viewers("final") == 0)
    patient.hub.publish("final", 7, board(7))
    gevent.sleep(0.05)
    assert patient.hub.viewers("final") == 0


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("17", 17),
        ("2-17", number_in_epoch(2, 17)),
        ("", None),
        (None, None),
        ("-1", None),
        ("1-", None),
        ("17 ", None),
        ("\u0661\u0667", None),
        ("9" * 19, None),
        ("1-2-3", None),
    ],
)
def test_only_an_event_id_of_ours_counts_as_seen(written, seen):
    assert parse_event_id(written) == seen


def test_an_epoch_outweighs_every_number():
    assert parse_event_id("1-1") > parse_event_id("999")
