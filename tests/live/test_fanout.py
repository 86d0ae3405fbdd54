"""Viewers whose sockets the hub has taken: what they see, whatever they do."""

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
    """A state whose bytes cannot be compressed away and tell its number."""
    noise = random.Random(number).randbytes(size // 2 + 1).hex()[:size]
    return {"en": f"board {number} {noise}".encode(), "zh": f"排名 {number} {noise}".encode()}


def test_a_viewer_gets_the_newest_state_at_once(hall):
    hall.hub.publish("final", 1, board(1))
    hall.hub.publish("final", 2, board(2))

    ana = hall.enter()

    until(lambda: ana.has(2))
    assert [event.data for event in ana.reader.events] == [board(2)["en"].decode()]


def test_each_viewer_reads_their_own_language_and_competition(hall):
    hall.hub.publish("final", 1, board(1))
    hall.hub.publish("youth", 5, board(5))

    wang, ana = hall.enter(variant="zh"), hall.enter("youth")

    until(lambda: wang.has(1) and ana.has(5))
    assert wang.reader.events[0].data == board(1)["zh"].decode()
    assert ana.reader.events[0].data == board(5)["en"].decode()


def test_a_viewer_who_comes_before_the_first_state_waits_for_it(hall):
    ana = hall.enter()
    hall.hub.publish("final", 1, board(1))

    until(lambda: ana.has(1))


def test_the_head_of_the_answer_goes_out_before_the_first_event(hall):
    hall.hub.publish("final", 1, board(1))
    near, far = hall.connect()

    hall.hub.take(far, "final", "en", gzip=False, head=b"HTTP/1.1 200 OK\r\n\r\n")

    near.settimeout(20)
    head = b"HTTP/1.1 200 OK\r\n\r\nid: 1\ndata: board 1 "
    said = b""
    while len(said) < len(head):
        said += near.recv(len(head) - len(said))
    assert said == head


def test_the_opening_waits_for_a_socket_that_has_no_room_at_all(hall):
    hall.hub.publish("final", 1, board(1))
    near, far = hall.connect(receive_buffer=4096)
    far.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            far.send(b"x" * 65_536)
    ana = Browser(near)

    hall.hub.take(far, "final", "en", gzip=False, head=b"\n\n")

    until(lambda: ana.has(1))
    assert [event.data for event in ana.reader.events] == [board(1)["en"].decode()]


def test_everyone_gets_each_new_state_in_order(hall):
    audience = [hall.enter(gzip=seat % 2 == 0) for seat in range(20)]

    for number in range(1, 6):
        hall.hub.publish("final", number, board(number))
        until(lambda number=number: all(browser.has(number) for browser in audience))

    assert [browser.reader.numbers for browser in audience] == [[1, 2, 3, 4, 5]] * 20


def test_an_older_state_and_the_same_again_are_ignored(hall):
    hall.hub.publish("final", 5, board(5))
    ana = hall.enter()
    for number in (4, 5, 6):
        hall.hub.publish("final", number, board(number))
        gevent.sleep(0.03)

    until(lambda: ana.has(6))
    assert ana.reader.numbers == [5, 6]


def test_the_same_number_with_other_bytes_is_a_new_state(hall):
    hall.hub.publish("final", 5, {"en": b"Renamed"})
    ana = hall.enter()
    hall.hub.publish("final", 5, {"en": b"Named well"})

    until(lambda: len(ana.read().events) == 2)
    assert hall.hub.newest("final", "en") == (5, b"Named well")


def test_a_viewer_who_comes_between_publication_and_sending_sees_the_state_once(open_hall):
    hall = open_hall(gap_seconds=0.2)
    bo = hall.enter()
    hall.hub.publish("final", 1, board(1))
    until(lambda: bo.has(1))
    hall.hub.publish("final", 2, board(2))  # Waits for the gap to pass.

    ana = hall.enter()

    until(lambda: bo.has(2))
    hall.hub.publish("final", 3, board(3))
    until(lambda: bo.has(3) and ana.has(3))
    assert ana.reader.numbers == [2, 3]


def test_a_burst_is_one_event_and_its_last_state_goes_out(hall):
    ana = hall.enter()

    for number in range(1, 101):
        hall.hub.publish("final", number, board(number))

    until(lambda: ana.has(100))
    assert ana.reader.numbers == [100]


def test_a_long_burst_is_thinned_and_its_last_state_goes_out(open_hall):
    hall = open_hall(gap_seconds=0.1)
    ana = hall.enter()
    began = time.monotonic()

    for number in range(1, 101):
        hall.hub.publish("final", number, board(number))
        gevent.sleep(0.005)

    until(lambda: ana.has(100))
    assert len(ana.reader.numbers) <= (time.monotonic() - began) / 0.1 + 2
    assert ana.reader.numbers == sorted(set(ana.reader.numbers))


def test_one_competitions_burst_does_not_hold_up_another(open_hall):
    hall = open_hall(gap_seconds=15)
    ana, bo = hall.enter("final"), hall.enter("youth")
    hall.hub.publish("final", 1, board(1))
    until(lambda: ana.has(1))

    hall.hub.publish("final", 2, board(2))
    hall.hub.publish("youth", 1, board(1))

    until(lambda: bo.has(1))
    assert ana.read().numbers == [1]


def test_a_request_that_comes_during_a_broadcast_is_served_before_the_hall_is_through(
    hall, monkeypatch
):
    monkeypatch.setattr(fanout, "_BATCH", 1)
    audience = [hall.enter() for _ in range(20)]
    judge, request = hall.connect()
    served_after, batches = [], 0
    newest = hall.hub.frame

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
    monkeypatch.setattr(hall.hub, "frame", frame)
    hall.hub.publish("final", 1, board(1))

    until(lambda: all(browser.has(1) for browser in audience))
    assert len(served_after) == 1
    assert served_after[0] <= 3
    assert batches == 20


@pytest.mark.parametrize("gzip", [False, True])
def test_a_slow_viewer_finishes_the_cut_state_and_skips_to_the_newest(hall, gzip):
    slow = hall.enter(gzip=gzip, receive_buffer=4096)
    ana = hall.enter(gzip=gzip)

    for number in range(1, 6):
        hall.hub.publish("final", number, board(number, HUGE))
        # Ana has every state in full while the other one has not read a byte.
        until(lambda number=number: ana.has(number))

    until(lambda: slow.has(5))
    assert [event.data for event in slow.reader.events] == [
        board(1, HUGE)["en"].decode(),
        board(5, HUGE)["en"].decode(),
    ]


@pytest.mark.parametrize("framed", [1_000, 1_024, 2_048, 50_000])
def test_the_state_that_found_no_room_is_sent_when_there_is_some(hall, framed):
    """Some of these sizes fill the kernel's buffers to the byte, so that nothing is cut."""
    slow, ana = hall.enter(receive_buffer=4096), hall.enter()
    number = 1_000
    while not hall.hub.lagging:
        number += 1
        hall.hub.publish("final", number, {"en": b"x" * (framed - len("id: 1001\ndata: \n\n"))})
        until(lambda number=number: ana.has(number))

    until(lambda: slow.has(number))

    until(lambda: not hall.hub.lagging)
    assert slow.reader.numbers == list(range(1_001, number + 1))


def test_a_viewer_who_takes_too_long_over_a_state_is_dropped_and_the_others_stay(open_hall):
    hall = open_hall(patience_seconds=0.2)
    slow, ana = hall.enter(receive_buffer=4096), hall.enter(variant="zh")

    hall.hub.publish("final", 1, {"en": board(1, HUGE)["en"], "zh": b"short"})

    until(lambda: ana.has(1))
    until(lambda: hall.hub.viewers() == 1)
    until(lambda: slow.read() and slow.gone)
    assert slow.reader.events == []
    hall.hub.publish("final", 2, board(2))
    until(lambda: ana.has(2))


def test_a_viewer_who_reads_a_little_at_a_time_and_too_slowly_is_dropped(open_hall):
    hall = open_hall(patience_seconds=0.2)
    slow = hall.enter(receive_buffer=4096)
    hall.hub.publish("final", 1, board(1, HUGE))

    until(lambda: slow.read(200) and hall.hub.viewers() == 0)

    until(lambda: slow.read() and slow.gone)
    assert slow.reader.events == []


def test_a_viewer_who_reads_on_is_not_dropped_for_many_states_in_a_row(open_hall):
    hall = open_hall(patience_seconds=10)
    slow = hall.enter(receive_buffer=4096)

    for number in range(1, 4):
        hall.hub.publish("final", number, board(number, HUGE))
        until(lambda number=number: slow.has(number))

    assert hall.hub.viewers() == 1


def test_beats_come_while_states_flow(open_hall):
    hall = open_hall(beat_seconds=0.05)
    audience = [hall.enter(), hall.enter(gzip=True)]
    number = 0

    def flow():
        nonlocal number
        number += 1
        hall.hub.publish("final", number, board(number))
        return all(len(browser.read().beats) >= 3 for browser in audience)

    until(flow)
    for browser in audience:
        kinds = [event.kind for event in browser.reader.events]
        first, last = kinds.index("beat"), len(kinds) - kinds[::-1].index("beat")
        assert "message" in kinds[first:last]
        assert all(event.data for event in browser.reader.beats)


def test_a_slow_viewer_gets_the_beat_that_was_due_once_there_is_room(open_hall):
    hall = open_hall(beat_seconds=0.05)
    slow, ana = hall.enter(receive_buffer=4096), hall.enter()
    hall.hub.publish("final", 1, board(1, HUGE))
    until(lambda: ana.has(1))
    beats = len(ana.reader.beats)
    until(lambda: len(ana.read().beats) > beats)
    hall.hub.publish("final", 2, board(2))
    until(lambda: ana.has(2))

    until(lambda: slow.has(2))
    assert [event.kind for event in slow.reader.events][:3] == ["message", "beat", "message"]


def test_a_viewer_who_leaves_is_noticed_without_a_word_being_sent(hall):
    ana, bo = hall.enter(), hall.enter()
    assert (hall.hub.viewers(), hall.hub.viewers("final"), hall.hub.viewers("youth")) == (2, 2, 0)

    ana.leave()

    until(lambda: hall.hub.viewers() == 1)
    hall.hub.publish("final", 1, board(1))
    until(lambda: bo.has(1))


def test_a_viewer_who_leaves_in_the_middle_of_a_state_is_noticed(hall):
    slow = hall.enter(receive_buffer=4096)
    hall.hub.publish("final", 1, board(1, HUGE))
    until(lambda: slow.read(1000) and hall.hub.viewers() == 1)

    slow.leave()

    until(lambda: hall.hub.viewers() == 0)


def test_a_viewer_who_talks_is_passed_over_and_goes_on_watching(hall):
    ana = hall.enter()
    ana.near.send(b"GET /c/final HTTP/1.1\r\n\r\n" * 50)
    gevent.sleep(0.02)

    hall.hub.publish("final", 1, board(1))

    until(lambda: ana.has(1))


def test_a_full_hub_takes_nobody_until_somebody_leaves(open_hall):
    hall = open_hall(capacity=2)
    ana = hall.enter()
    hall.enter()
    assert hall.hub.full
    near, far = hall.connect()

    with pytest.raises(Full):
        hall.hub.take(far, "final", "en", gzip=False)
    with pytest.raises(Full):
        hall.hub.subscribe("final", "en")

    far.send(b"503")  # The caller still has the socket, to say so on.
    near.settimeout(20)
    assert near.recv(3) == b"503"
    ana.leave()
    until(lambda: not hall.hub.full)


def test_those_turned_away_are_told_to_come_back_at_different_times(hall):
    waits = {hall.hub.retry_after() for _ in range(200)}

    assert len(waits) > 5
    assert min(waits) >= 1


def test_a_forgotten_competition_lets_its_viewers_go_and_may_count_anew(hall):
    ana, bo = hall.enter("final"), hall.enter("youth")
    hall.hub.publish("final", 9, board(9))
    until(lambda: ana.has(9))

    hall.hub.forget("final")

    until(lambda: ana.read() and ana.gone)
    assert not hall.hub.has("final")
    assert hall.hub.newest("final", "en") is None
    assert hall.hub.viewers() == 1
    hall.hub.publish("final", 1, board(1))
    assert hall.hub.has("final")
    assert not bo.gone


def test_a_closed_hub_lets_everyone_go_even_before_the_first_state(hall):
    audience = [hall.enter(), hall.enter("youth", gzip=True)]

    hall.hub.close()

    until(lambda: all(browser.read() and browser.gone for browser in audience))
    assert hall.hub.viewers() == 0


def test_a_state_published_by_another_thread_reaches_the_sockets(hall):
    ana = hall.enter()
    thread = threading.Thread(target=hall.hub.publish, args=("final", 1, board(1)))

    thread.start()
    until(lambda: ana.has(1))
    thread.join()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_readers_do_each_sees_whole_states_in_order_and_ends_with_the_newest(
    open_hall, seed
):
    chance = random.Random(seed)
    hall = open_hall(beat_seconds=0.03, gap_seconds=0.005)
    sizes = {number: chance.choice([10, 3_000, 60_000, 300_000]) for number in range(1, 41)}
    audience = []

    for number, size in sizes.items():
        hall.hub.publish("final", number, board(number, size))
        gap = chance.choice([None, 4096])
        audience.append(hall.enter(gzip=chance.random() < 0.5, receive_buffer=gap))
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
    until(lambda: hall.hub.viewers() == len(audience))
