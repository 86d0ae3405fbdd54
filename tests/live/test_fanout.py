"""Viewers whose sockets the hub owns: what they receive, whatever they do."""

import contextlib
import random
import threading
import time

import gevent
import gevent.socket
import pytest

from competition.live import Full, fanout
from tests.live.conftest import Browser, until

HUGE = 400_000  # More than the buffers of both ends hold.


def board(number: int, size: int = 40) -> dict[str, bytes]:
    """A state that contains its number and does not compress well."""
    noise = random.Random(number).randbytes(size // 2 + 1).hex()[:size]
    return {"en": f"board {number} {noise}".encode(), "zh": f"排名 {number} {noise}".encode()}


def test_a_viewer_gets_the_newest_state_at_once(harness):
    harness.hub.publish("final", 1, board(1))
    harness.hub.publish("final", 2, board(2))

    ana = harness.connect_viewer()

    until(lambda: ana.has(2))
    assert [event.data for event in ana.reader.events] == [board(2)["en"].decode()]


def test_each_viewer_reads_their_own_language_and_competition(harness):
    harness.hub.publish("final", 1, board(1))
    harness.hub.publish("youth", 5, board(5))

    wang, ana = harness.connect_viewer(variant="zh"), harness.connect_viewer("youth")

    until(lambda: wang.has(1) and ana.has(5))
    assert wang.reader.events[0].data == board(1)["zh"].decode()
    assert ana.reader.events[0].data == board(5)["en"].decode()


def test_a_viewer_who_comes_before_the_first_state_waits_for_it(harness):
    ana = harness.connect_viewer()
    harness.hub.publish("final", 1, board(1))

    until(lambda: ana.has(1))


def test_the_head_of_the_answer_goes_out_before_the_first_event(harness):
    harness.hub.publish("final", 1, board(1))
    near, far = harness.connect()

    harness.hub.add_socket(far, "final", "en", gzip=False, head=b"HTTP/1.1 200 OK\r\n\r\n")

    near.settimeout(20)
    head = b"HTTP/1.1 200 OK\r\n\r\nid: 1\ndata: board 1 "
    received = b""
    while len(received) < len(head):
        received += near.recv(len(head) - len(received))
    assert received == head


def test_the_opening_waits_for_a_socket_that_has_no_room_at_all(harness):
    harness.hub.publish("final", 1, board(1))
    near, far = harness.connect(receive_buffer=4096)
    far.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            far.send(b"x" * 65_536)
    ana = Browser(near)

    harness.hub.add_socket(far, "final", "en", gzip=False, head=b"\n\n")

    until(lambda: ana.has(1))
    assert [event.data for event in ana.reader.events] == [board(1)["en"].decode()]


def test_everyone_gets_each_new_state_in_order(harness):
    audience = [harness.connect_viewer(gzip=index % 2 == 0) for index in range(20)]

    for number in range(1, 6):
        harness.hub.publish("final", number, board(number))
        until(lambda number=number: all(browser.has(number) for browser in audience))

    assert [browser.reader.numbers for browser in audience] == [[1, 2, 3, 4, 5]] * 20


def test_an_older_state_and_the_same_again_are_ignored(harness):
    harness.hub.publish("final", 5, board(5))
    ana = harness.connect_viewer()
    for number in (4, 5, 6):
        harness.hub.publish("final", number, board(number))
        gevent.sleep(0.03)

    until(lambda: ana.has(6))
    assert ana.reader.numbers == [5, 6]


def test_the_same_number_with_other_bytes_is_a_new_state(harness):
    harness.hub.publish("final", 5, {"en": b"Renamed"})
    ana = harness.connect_viewer()
    harness.hub.publish("final", 5, {"en": b"Named well"})

    until(lambda: len(ana.read().events) == 2)
    assert harness.hub.newest("final", "en") == (5, b"Named well")


def test_a_viewer_who_comes_between_publication_and_sending_sees_the_state_once(make_harness):
    harness = make_harness(gap_seconds=0.2)
    bo = harness.connect_viewer()
    harness.hub.publish("final", 1, board(1))
    until(lambda: bo.has(1))
    harness.hub.publish("final", 2, board(2))  # Waits for the gap to pass.

    ana = harness.connect_viewer()

    until(lambda: bo.has(2))
    harness.hub.publish("final", 3, board(3))
    until(lambda: bo.has(3) and ana.has(3))
    assert ana.reader.numbers == [2, 3]


def test_a_burst_is_one_event_and_its_last_state_goes_out(harness):
    ana = harness.connect_viewer()

    for number in range(1, 101):
        harness.hub.publish("final", number, board(number))

    until(lambda: ana.has(100))
    assert ana.reader.numbers == [100]


def test_a_long_burst_is_thinned_and_its_last_state_goes_out(make_harness):
    harness = make_harness(gap_seconds=0.1)
    ana = harness.connect_viewer()
    began = time.monotonic()

    for number in range(1, 101):
        harness.hub.publish("final", number, board(number))
        gevent.sleep(0.005)

    until(lambda: ana.has(100))
    assert len(ana.reader.numbers) <= (time.monotonic() - began) / 0.1 + 2
    assert ana.reader.numbers == sorted(set(ana.reader.numbers))


def test_one_competitions_burst_does_not_hold_up_another(make_harness):
    harness = make_harness(gap_seconds=15)
    ana, bo = harness.connect_viewer("final"), harness.connect_viewer("youth")
    harness.hub.publish("final", 1, board(1))
    until(lambda: ana.has(1))

    harness.hub.publish("final", 2, board(2))
    harness.hub.publish("youth", 1, board(1))

    until(lambda: bo.has(1))
    assert ana.read().numbers == [1]


def test_a_request_that_comes_during_a_broadcast_is_served_before_everybody_has_the_state(
    harness, monkeypatch
):
    monkeypatch.setattr(fanout, "_BATCH", 1)
    audience = [harness.connect_viewer() for _ in range(20)]
    judge, request = harness.connect()
    served_after, batches = [], 0
    newest = harness.hub.channels.newest

    def serve_the_judge():
        gevent.socket.wait_read(request.fileno())
        served_after.append(batches)

    def frame(channel, variant):
        nonlocal batches
        batches += 1
        if batches == 2:
            judge.send(b"PUT")
        return newest(channel, variant)

    gevent.spawn(serve_the_judge)
    gevent.sleep(0)
    monkeypatch.setattr(harness.hub.channels, "newest", frame)
    harness.hub.publish("final", 1, board(1))

    until(lambda: all(browser.has(1) for browser in audience))
    assert len(served_after) == 1
    assert served_after[0] <= 3
    assert batches == 20


@pytest.mark.parametrize("gzip", [False, True])
def test_a_slow_viewer_finishes_the_cut_state_and_skips_to_the_newest(harness, gzip):
    slow = harness.connect_viewer(gzip=gzip, receive_buffer=4096)
    ana = harness.connect_viewer(gzip=gzip)

    for number in range(1, 6):
        harness.hub.publish("final", number, board(number, HUGE))
        # Ana has every state in full while the other one has not read a byte.
        until(lambda number=number: ana.has(number))

    until(lambda: slow.has(5))
    assert [event.data for event in slow.reader.events] == [
        board(1, HUGE)["en"].decode(),
        board(5, HUGE)["en"].decode(),
    ]


@pytest.mark.parametrize("framed", [1_000, 1_024, 2_048, 50_000])
def test_the_state_that_found_no_room_is_sent_when_there_is_some(harness, framed):
    """Some of these sizes fill the kernel's buffers to the byte, so that nothing is cut."""
    slow, ana = harness.connect_viewer(receive_buffer=4096), harness.connect_viewer()
    number = 1_000
    while not harness.hub.lagging:
        number += 1
        harness.hub.publish("final", number, {"en": b"x" * (framed - len("id: 1001\ndata: \n\n"))})
        until(lambda number=number: ana.has(number))

    until(lambda: slow.has(number))

    until(lambda: not harness.hub.lagging)
    assert slow.reader.numbers == list(range(1_001, number + 1))


def test_a_viewer_who_takes_too_long_over_a_state_is_dropped_and_the_others_stay(make_harness):
    harness = make_harness(send_timeout_seconds=0.2)
    slow, ana = harness.connect_viewer(receive_buffer=4096), harness.connect_viewer(variant="zh")

    harness.hub.publish("final", 1, {"en": board(1, HUGE)["en"], "zh": b"short"})

    until(lambda: ana.has(1))
    until(lambda: harness.hub.viewers() == 1)
    until(lambda: slow.read() and slow.gone)
    assert slow.reader.events == []
    harness.hub.publish("final", 2, board(2))
    until(lambda: ana.has(2))


def test_a_viewer_who_reads_a_little_at_a_time_and_too_slowly_is_dropped(make_harness):
    harness = make_harness(send_timeout_seconds=0.2)
    slow = harness.connect_viewer(receive_buffer=4096)
    harness.hub.publish("final", 1, board(1, HUGE))

    until(lambda: slow.read(200) and harness.hub.viewers() == 0)

    until(lambda: slow.read() and slow.gone)
    assert slow.reader.events == []


def test_a_viewer_who_reads_on_is_not_dropped_for_many_states_in_a_row(make_harness):
    harness = make_harness(send_timeout_seconds=10)
    slow = harness.connect_viewer(receive_buffer=4096)

    for number in range(1, 4):
        harness.hub.publish("final", number, board(number, HUGE))
        until(lambda number=number: slow.has(number))

    assert harness.hub.viewers() == 1


def test_beats_come_while_states_flow(make_harness):
    harness = make_harness(beat_seconds=0.05)
    audience = [harness.connect_viewer(), harness.connect_viewer(gzip=True)]
    number = 0

    def flow():
        nonlocal number
        number += 1
        harness.hub.publish("final", number, board(number))
        return all(len(browser.read().beats) >= 3 for browser in audience)

    until(flow)
    for browser in audience:
        kinds = [event.kind for event in browser.reader.events]
        first, last = kinds.index("beat"), len(kinds) - kinds[::-1].index("beat")
        assert "message" in kinds[first:last]
        assert all(event.data for event in browser.reader.beats)


def test_a_slow_viewer_gets_the_beat_that_was_due_once_there_is_room(make_harness):
    harness = make_harness(beat_seconds=0.05)
    slow, ana = harness.connect_viewer(receive_buffer=4096), harness.connect_viewer()
    harness.hub.publish("final", 1, board(1, HUGE))
    until(lambda: ana.has(1))
    beats = len(ana.reader.beats)
    until(lambda: len(ana.read().beats) > beats)
    harness.hub.publish("final", 2, board(2))
    until(lambda: ana.has(2))

    until(lambda: slow.has(2))
    assert [event.kind for event in slow.reader.events][:3] == ["message", "beat", "message"]


def test_a_viewer_who_leaves_is_noticed_without_anything_being_sent(harness):
    ana, bo = harness.connect_viewer(), harness.connect_viewer()
    assert (harness.hub.viewers(), harness.hub.viewers("final"), harness.hub.viewers("youth")) == (
        2,
        2,
        0,
    )

    ana.leave()

    until(lambda: harness.hub.viewers() == 1)
    harness.hub.publish("final", 1, board(1))
    until(lambda: bo.has(1))


def test_a_viewer_who_leaves_in_the_middle_of_a_state_is_noticed(harness):
    slow = harness.connect_viewer(receive_buffer=4096)
    harness.hub.publish("final", 1, board(1, HUGE))
    until(lambda: slow.read(1000) and harness.hub.viewers() == 1)

    slow.leave()

    until(lambda: harness.hub.viewers() == 0)


def test_what_a_viewer_sends_is_ignored_and_the_viewer_goes_on_watching(harness):
    ana = harness.connect_viewer()
    ana.near.send(b"GET /c/final HTTP/1.1\r\n\r\n" * 50)
    gevent.sleep(0.02)

    harness.hub.publish("final", 1, board(1))

    until(lambda: ana.has(1))


def test_a_full_hub_refuses_viewers_until_somebody_leaves(make_harness):
    harness = make_harness(capacity=2)
    ana = harness.connect_viewer()
    harness.connect_viewer()
    assert harness.hub.full
    near, far = harness.connect()

    with pytest.raises(Full):
        harness.hub.add_socket(far, "final", "en", gzip=False)
    with pytest.raises(Full):
        harness.hub.subscribe("final", "en")

    far.send(b"503")  # The caller still has the socket, to say so on.
    near.settimeout(20)
    assert near.recv(3) == b"503"
    ana.leave()
    until(lambda: not harness.hub.full)


def test_refused_viewers_are_asked_to_retry_at_different_times(harness):
    waits = {harness.hub.retry_after() for _ in range(200)}

    assert len(waits) > 5
    assert min(waits) >= 1


def test_a_forgotten_competition_disconnects_its_viewers_and_its_numbers_may_start_again(harness):
    ana, bo = harness.connect_viewer("final"), harness.connect_viewer("youth")
    harness.hub.publish("final", 9, board(9))
    until(lambda: ana.has(9))

    harness.hub.forget("final")

    until(lambda: ana.read() and ana.gone)
    assert harness.hub.newest("final", "en") is None
    assert harness.hub.viewers() == 1
    harness.hub.publish("final", 1, board(1))
    assert harness.hub.newest("final", "en") is not None
    assert not bo.gone


def test_a_closed_hub_disconnects_everyone_even_before_the_first_state(harness):
    audience = [harness.connect_viewer(), harness.connect_viewer("youth", gzip=True)]

    harness.hub.close()

    until(lambda: all(browser.read() and browser.gone for browser in audience))
    assert harness.hub.viewers() == 0


def test_a_state_published_by_another_thread_reaches_the_sockets(harness):
    ana = harness.connect_viewer()
    thread = threading.Thread(target=harness.hub.publish, args=("final", 1, board(1)))

    thread.start()
    until(lambda: ana.has(1))
    thread.join()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_readers_do_each_sees_whole_states_in_order_and_ends_with_the_newest(
    make_harness, seed
):
    chance = random.Random(seed)
    harness = make_harness(beat_seconds=0.03, gap_seconds=0.005)
    sizes = {number: chance.choice([10, 3_000, 60_000, 300_000]) for number in range(1, 41)}
    audience = []

    for number, size in sizes.items():
        harness.hub.publish("final", number, board(number, size))
        gap = chance.choice([None, 4096])
        audience.append(harness.connect_viewer(gzip=chance.random() < 0.5, receive_buffer=gap))
        for browser in chance.sample(audience, len(audience) // 2):
            browser.read(chance.choice([1, 700, 20_000, 1 << 30]))
        if chance.random() < 0.2:
            audience.pop(chance.randrange(len(audience))).leave()
        gevent.sleep(chance.choice([0, 0.002, 0.02]))

    until(lambda: all(browser.has(40) for browser in audience))
    for browser in audience:
        assert browser.reader.numbers == sorted(set(browser.reader.numbers))
        for event in browser.reader.states:
            number = int(event.id)
            assert event.data == board(number, sizes[number])["en"].decode()
    until(lambda: harness.hub.viewers() == len(audience))
