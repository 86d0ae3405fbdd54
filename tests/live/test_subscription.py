"""The fallback: the same frames under a server that cannot use the hub, on plain threads."""

import http.client
import socketserver
import threading
import wsgiref.simple_server

import pytest

from competition.live import Hub
from tests.live.reading import Reader
from tests.live.serving import create_app

HANG = 30


@pytest.fixture
def hub():
    hub = Hub(capacity=3, beat_seconds=0.05, gap_seconds=0.01)
    yield hub
    hub.close()


def read(subscription, count: int) -> Reader:
    reader = Reader()
    for _ in range(count):
        reader.feed(next(subscription))
    return reader


def test_a_subscription_opens_with_the_newest_state_and_skips_to_the_newest(hub):
    hub.publish("final", 1, {"en": b"one"})
    subscription = hub.subscribe("final", "en")
    reader = read(subscription, 1)

    for number in (2, 3, 4):
        hub.publish("final", number, {"en": b"later"})

    while 4 not in reader.numbers:
        reader.feed(next(subscription))
    assert reader.numbers == [1, 4]


def test_the_newest_state_comes_before_a_beat_that_is_overdue(hub):
    hub.publish("final", 1, {"en": b"one"})
    subscription = hub.subscribe("final", "en")
    threading.Event().wait(0.1)

    assert [event.kind for event in read(subscription, 2).events] == ["message", "beat"]


def test_beats_come_while_nothing_happens_and_while_states_flow(hub):
    subscription = hub.subscribe("final", "en")
    reader = read(subscription, 2)
    assert [event.kind for event in reader.events] == ["beat", "beat"]

    number = 0
    while len(reader.beats) < 5:
        number += 1
        hub.publish("final", number, {"en": b"news"})
        reader.feed(next(subscription))

    kinds = [event.kind for event in reader.events]
    assert "message" in kinds[kinds.index("beat") : len(kinds) - kinds[::-1].index("beat")]


def test_a_state_wakes_a_subscription_that_waits(hub):
    hub.channels.beat_seconds = 600
    subscription = hub.subscribe("final", "en")
    threading.Timer(0.05, hub.publish, ("final", 1, {"en": b"one"})).start()

    assert read(subscription, 1).numbers == [1]


@pytest.mark.parametrize("end", ["close", "forget", "close_hub"])
def test_a_subscription_that_waits_ends_when_it_is_closed_or_its_competition_goes(hub, end):
    hub.channels.beat_seconds = 600
    subscription = hub.subscribe("final", "en")
    ends = {
        "close": subscription.close,
        "forget": lambda: hub.forget("final"),
        "close_hub": hub.close,
    }
    threading.Timer(0.05, ends[end]).start()

    assert list(subscription) == []
    assert hub.viewers() == 0


def test_subscriptions_are_counted_and_closing_one_or_dropping_it_frees_its_place(hub):
    ana, bo = hub.subscribe("final", "en"), hub.subscribe("youth", "zh")
    assert (hub.viewers(), hub.viewers("final"), hub.full) == (2, 1, False)

    ana.close()
    ana.close()
    assert hub.viewers() == 1

    del bo
    assert hub.viewers() == 0


class ThreadedServer(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True


class QuietHandler(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def plain_server(hub):
    server = wsgiref.simple_server.make_server(
        "127.0.0.1", 0, create_app(hub), server_class=ThreadedServer, handler_class=QuietHandler
    )
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    hub.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_same_view_streams_under_a_plain_threaded_server(hub, plain_server):
    hub.publish("final", 1, {"en": b"one"})
    connection = http.client.HTTPConnection(*plain_server.server_address, timeout=HANG)
    connection.request("GET", "/stream")
    response, reader = connection.getresponse(), Reader()
    assert response.getheader("Content-Type") == "text/event-stream; charset=utf-8"

    while 1 not in reader.numbers:
        reader.feed(response.read1(65_536))
    hub.publish("final", 2, {"en": b"two"})
    while 2 not in reader.numbers or not reader.beats:
        reader.feed(response.read1(65_536))

    assert hub.viewers() == 1
    response.close()
    connection.close()
    # Such a server notices at a beat that nobody reads any more.
    waited = threading.Event()
    while hub.viewers():
        waited.wait(0.01)
