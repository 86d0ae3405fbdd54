"""The lobby: who is let in to a stream from it, who is shown on, and who is sent away."""

import _socket
import errno
import socket
from types import SimpleNamespace

import gevent
import pytest

from competition import live
from competition.live import server as live_server
from competition.live.lobby import Lobby

from .conftest import Browser, until

PLAIN = b"GET /stream HTTP/1.1\r\nHost: hall\r\n\r\n"


@pytest.fixture
def shown_on():
    return []


@pytest.fixture
def open_lobby(hall, shown_on):
    """A lobby in front of the hall, for so many seconds' silence."""
    opened = []

    def make(patience_seconds=60.0):
        def known(environ):
            if environ["PATH_INFO"] != "/stream":
                return None
            stream = live.Stream(hall.hub, "final", "en")
            return live.Opening.of(stream, live.stream_headers())

        lobby = Lobby(known, lambda sock, _address: shown_on.append(sock), patience_seconds)
        opened.append(lobby)
        return lobby

    yield make
    for lobby in opened:
        lobby.close()


def come_in(hall, lobby, words=b""):
    """A connection that has said this much when it is accepted."""
    near, far = hall.connect()
    near.sendall(words)
    far.setblocking(False)
    lobby.enter(far, None)
    return near


@pytest.mark.parametrize("at_once", [True, False])
def test_a_viewer_is_let_in_whenever_the_first_words_come(hall, open_lobby, shown_on, at_once):
    hall.hub.publish("final", 1, {"en": b"one"})
    lobby = open_lobby()

    near = come_in(hall, lobby, PLAIN if at_once else b"")
    if not at_once:
        assert len(lobby) == 1
        gevent.sleep(0.02)
        near.sendall(PLAIN)
    until(lambda: hall.hub.viewers("final") == 1)

    assert len(lobby) == 0
    assert shown_on == []
    head = near.recv(65_536)
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert head.endswith(b"id: 1\ndata: one\n\n")
    assert near.getsockname()
    browser = Browser(near)
    hall.hub.publish("final", 2, {"en": b"two"})
    until(lambda: browser.has(2))


@pytest.mark.parametrize("words", [b"GET / HTTP/1.1\r\n\r\n", PLAIN[:10], PLAIN + PLAIN, b"?"])
def test_everybody_else_is_shown_on_with_their_words_unread(hall, open_lobby, shown_on, words):
    lobby = open_lobby()
    near = come_in(hall, lobby)

    near.sendall(words)
    until(lambda: shown_on)

    assert len(lobby) == 0
    assert shown_on[0].recv(65_536) == words


def test_one_viewer_too_many_is_shown_on_to_hear_so(hall, open_lobby, shown_on):
    hall.hub.capacity = 1
    lobby = open_lobby()
    first = come_in(hall, lobby, PLAIN)

    come_in(hall, lobby, PLAIN)

    assert len(shown_on) == 1
    assert shown_on[0].recv(65_536) == PLAIN
    first.close()
    until(lambda: hall.hub.viewers() == 0)


def test_who_is_silent_for_too_long_is_sent_away_and_who_leaves_is_forgotten(hall, open_lobby):
    lobby = open_lobby(patience_seconds=0.2)
    silent = come_in(hall, lobby)
    come_in(hall, lobby).close()
    until(lambda: len(lobby) == 1)

    until(lambda: len(lobby) == 0)

    assert silent.recv(1) == b""


def test_a_lobby_that_closes_sends_everybody_away(hall, open_lobby, shown_on):
    lobby = open_lobby()
    silent = [come_in(hall, lobby) for _ in range(3)]

    lobby.close()

    assert len(lobby) == 0
    assert [near.recv(1) for near in silent] == [b"", b"", b""]
    assert shown_on == []


def test_a_reset_connection_is_let_go(hall, open_lobby, shown_on):
    lobby = open_lobby()
    near = come_in(hall, lobby)

    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    near.close()
    until(lambda: len(lobby) == 0)

    assert shown_on == []


@pytest.mark.parametrize("at_once", [True, False])
def test_who_comes_to_grief_in_the_lobby_is_sent_away_and_the_next_is_let_in(
    hall, open_lobby, shown_on, monkeypatch, at_once
):
    lobby = open_lobby()

    def fail(*_: object, **__: object) -> None:
        monkeypatch.undo()
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(hall.hub, "take", fail)
    unlucky = come_in(hall, lobby, PLAIN if at_once else b"")
    if not at_once:
        unlucky.sendall(PLAIN)
        until(lambda: len(lobby) == 0)
    come_in(hall, lobby, PLAIN)

    assert unlucky.recv(1) == b""
    assert hall.hub.viewers() == 1
    assert shown_on == []


@pytest.fixture
def listener(open_lobby):
    """A server that listens, with a lobby, and takes somebody in only when a test says so."""
    server = live_server.make_server(lambda *_: [], "127.0.0.1", 0, error_log=None)
    server.lobby = open_lobby()
    server.init_socket()
    yield server
    server.close()


def test_who_was_reset_before_being_taken_in_does_not_close_the_listener(listener, monkeypatch):
    def as_on_a_mac(family=-1, kind=-1, proto=-1, fileno=None):
        if family == -1:
            raise OSError(errno.EINVAL, "Invalid argument")
        return _socket.socket(family, kind, proto, fileno)

    monkeypatch.setattr(live_server, "_socket", SimpleNamespace(socket=as_on_a_mac))
    with socket.create_connection(listener.address) as near:
        near.setblocking(True)

        listener._do_read()

        assert len(listener.lobby) == 1
    assert not listener.closed


class Worn:
    """A listening socket in a process that may open no more files, but for so many."""

    family, type, proto = socket.AF_INET, socket.SOCK_STREAM, 0

    def __init__(self, whole, *files):
        self.close, self.fileno, self._whole = whole.close, whole.fileno, whole
        self._files = list(files)

    def _accept(self):
        if not self._files.pop(0):
            raise OSError(errno.EMFILE, "Too many open files")
        return self._whole._accept()


def test_a_listener_that_could_take_one_more_in_soon_tries_for_the_next(listener, monkeypatch):
    monkeypatch.setattr(gevent.get_hub(), "handle_error", lambda *_: None)
    listener.lobby.make_room = lambda: False
    listener.socket = Worn(listener.socket, True, False)
    listener.delay = listener.max_delay
    with socket.create_connection(listener.address):
        listener._do_read()

    assert len(listener.lobby) == 1
    assert listener.delay <= 2 * listener.min_delay


def test_where_files_run_out_the_longest_silent_makes_room_for_the_next(listener):
    first, second = (socket.create_connection(listener.address, timeout=5) for _ in range(2))
    with first, second:
        listener._do_read()
        listener.socket = Worn(listener.socket, False, True, True)
        with socket.create_connection(listener.address, timeout=20) as third:
            listener._do_read()

            assert first.recv(1) == b""
            assert len(listener.lobby) == 2
            for still_in in (second, third):
                still_in.setblocking(False)
                with pytest.raises(BlockingIOError):
                    still_in.recv(1)
