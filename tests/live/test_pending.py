"""Pending connections: which reach a stream, which reach the server, and which are closed."""

import _socket
import contextlib
import errno
import socket
import time
from types import SimpleNamespace

import gevent
import pytest

from competition import live
from competition.live import server as live_server
from competition.live.connections import Connection, Connections
from competition.live.pending import PendingConnections
from tests.live.conftest import Browser, until

PLAIN = b"GET /stream HTTP/1.1\r\nHost: server\r\n\r\n"


@pytest.fixture
def handed_over():
    return []


@pytest.fixture
def hold_pending(harness, handed_over):
    """Make pending connections that may be silent for so many seconds."""
    opened = []

    def make(timeout_seconds=60.0, connections=None):
        def find_stream(environ):
            if environ["PATH_INFO"] != "/stream":
                return None
            stream = live.Stream(harness.hub, "final", "en")
            return live.StreamResponse.from_headers(stream, live.stream_headers())

        pending = PendingConnections(
            find_stream,
            handed_over.append,
            timeout_seconds,
            Connections() if connections is None else connections,
        )
        opened.append(pending)
        return pending

    yield make
    for pending in opened:
        pending.close()


def accept(harness, pending, data=b""):
    """Accept a connection on which these bytes have been sent."""
    near, far = harness.connect()
    near.sendall(data)
    far.setblocking(False)
    pending.add(Connection(far, ("192.0.2.1", 5000)))
    return near


@pytest.mark.parametrize("at_once", [True, False])
def test_a_viewer_gets_the_stream_whenever_the_request_arrives(
    harness, hold_pending, handed_over, at_once
):
    harness.hub.publish("final", 1, {"en": b"one"})
    pending = hold_pending()

    near = accept(harness, pending, PLAIN if at_once else b"")
    if not at_once:
        assert len(pending) == 1
        gevent.sleep(0.02)
        near.sendall(PLAIN)
    until(lambda: harness.hub.viewers("final") == 1)

    assert len(pending) == 0
    assert handed_over == []
    head = near.recv(65_536)
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert head.endswith(b"id: 1\ndata: one\n\n")
    assert near.getsockname()
    browser = Browser(near)
    harness.hub.publish("final", 2, {"en": b"two"})
    until(lambda: browser.has(2))


@pytest.mark.parametrize("data", [b"GET / HTTP/1.1\r\n\r\n", PLAIN + PLAIN, b"?\n\n"])
def test_every_other_connection_is_handed_over_with_its_bytes_unread(
    harness, hold_pending, handed_over, data
):
    pending = hold_pending()
    near = accept(harness, pending)

    near.sendall(data)
    until(lambda: handed_over)

    assert len(pending) == 0
    assert handed_over[0].sock.recv(65_536) == data
    assert handed_over[0].received == b""


@pytest.mark.parametrize("cut", [1, 10, len(PLAIN) - 3, len(PLAIN) - 2, len(PLAIN) - 1])
def test_a_head_that_arrives_in_pieces_is_handed_over_when_it_is_whole(
    harness, hold_pending, handed_over, cut
):
    pending = hold_pending()
    near = accept(harness, pending, PLAIN[:cut])
    gevent.sleep(0.02)
    assert (handed_over, len(pending)) == ([], 1)

    near.sendall(PLAIN[cut:])
    until(lambda: handed_over)

    assert len(pending) == 0
    assert handed_over[0].received + handed_over[0].sock.recv(200) == PLAIN


def test_a_head_that_never_ends_is_handed_over_to_be_refused(harness, hold_pending, handed_over):
    pending = hold_pending()
    near = accept(harness, pending, b"GET / HTTP/1.1\r\n")

    near.sendall(b"X: x\r\n" * 20_000)
    until(lambda: handed_over)

    assert handed_over[0].received.startswith(b"GET / HTTP/1.1\r\nX: x\r\n")
    assert 32_768 < len(handed_over[0].received) < 60_000


def test_a_head_byte_by_byte_gains_no_time(harness, hold_pending, handed_over):
    pending = hold_pending(timeout_seconds=0.4)
    near = accept(harness, pending, b"G")
    begun = time.monotonic()

    with contextlib.suppress(OSError):
        while len(pending):
            near.sendall(b"E")
            gevent.sleep(0.02)

    assert 0.3 < time.monotonic() - begun < 5
    assert handed_over == []


def test_one_viewer_too_many_is_handed_over_to_be_refused(harness, hold_pending, handed_over):
    harness.hub.capacity = 1
    pending = hold_pending()
    first = accept(harness, pending, PLAIN)

    accept(harness, pending, PLAIN)

    assert len(handed_over) == 1
    assert handed_over[0].sock.recv(65_536) == PLAIN
    first.close()
    until(lambda: harness.hub.viewers() == 0)


def test_connections_silent_for_too_long_are_closed_and_closed_ones_forgotten(
    harness, hold_pending
):
    pending = hold_pending(timeout_seconds=0.2)
    silent = accept(harness, pending)
    accept(harness, pending).close()
    until(lambda: len(pending) == 1)

    until(lambda: len(pending) == 0)

    assert silent.recv(1) == b""


def test_closing_closes_every_pending_connection(harness, hold_pending, handed_over):
    pending = hold_pending()
    silent = [accept(harness, pending) for _ in range(3)]

    pending.close()

    assert len(pending) == 0
    assert [near.recv(1) for near in silent] == [b"", b"", b""]
    assert handed_over == []


def test_a_reset_connection_is_forgotten(harness, hold_pending, handed_over):
    pending = hold_pending()
    near = accept(harness, pending)

    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    near.close()
    until(lambda: len(pending) == 0)

    assert handed_over == []


@pytest.mark.parametrize("at_once", [True, False])
def test_a_connection_that_fails_is_closed_and_the_next_is_served(
    harness, hold_pending, handed_over, monkeypatch, at_once
):
    pending = hold_pending()

    def fail(*_: object, **__: object) -> None:
        monkeypatch.undo()
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(harness.hub, "add_socket", fail)
    failed = accept(harness, pending, PLAIN if at_once else b"")
    if not at_once:
        failed.sendall(PLAIN)
        until(lambda: len(pending) == 0)
    accept(harness, pending, PLAIN)

    assert failed.recv(1) == b""
    assert harness.hub.viewers() == 1
    assert handed_over == []


@pytest.fixture
def listener(hold_pending):
    """A server that listens, holds connections as pending, and accepts only when a test says so."""
    server = live_server.make_server(lambda *_: [], "127.0.0.1", 0, error_log=None)
    server.pending = hold_pending(connections=server.connections)
    server.init_socket()
    yield server
    server.close()


def test_a_connection_reset_before_it_is_accepted_does_not_close_the_listener(
    listener, monkeypatch
):
    def as_on_a_mac(family=-1, kind=-1, proto=-1, fileno=None):
        if family == -1:
            raise OSError(errno.EINVAL, "Invalid argument")
        return _socket.socket(family, kind, proto, fileno)

    monkeypatch.setattr(live_server, "_socket", SimpleNamespace(socket=as_on_a_mac))
    with socket.create_connection(listener.address) as near:
        near.setblocking(True)

        listener._do_read()

        assert len(listener.pending) == 1
    assert not listener.closed


class ExhaustedListener:
    """A listening socket in a process that may open a file only where `files` says True."""

    family, type, proto = socket.AF_INET, socket.SOCK_STREAM, 0

    def __init__(self, whole, *files):
        self.close, self.fileno, self._whole = whole.close, whole.fileno, whole
        self._files = list(files)

    def _accept(self):
        if not self._files.pop(0):
            raise OSError(errno.EMFILE, "Too many open files")
        return self._whole._accept()


def test_a_listener_that_could_accept_one_more_soon_tries_for_the_next(listener, monkeypatch):
    monkeypatch.setattr(listener.connections, "make_room", lambda: False)
    listener.socket = ExhaustedListener(listener.socket, True, False)
    listener.delay = listener.max_delay
    with socket.create_connection(listener.address):
        listener._do_read()

    assert len(listener.pending) == 1
    assert listener.delay <= 2 * listener.min_delay


def test_when_files_run_out_the_longest_silent_connection_is_closed_for_the_next(listener):
    first, second = (socket.create_connection(listener.address, timeout=5) for _ in range(2))
    with first, second:
        listener._do_read()
        listener.socket = ExhaustedListener(listener.socket, False, True, True)
        with socket.create_connection(listener.address, timeout=20) as third:
            listener._do_read()

            assert first.recv(1) == b""
            assert len(listener.pending) == 2
            for still_open in (second, third):
                still_open.setblocking(False)
                with pytest.raises(BlockingIOError):
                    still_open.recv(1)
