"""Raw bytes to a server: what is no HTTP is refused, counted, and ends its connection."""

import logging
import socket as plain_socket

import gevent
import pytest

from competition.live import malformed
from tests.live.in_process import Local, is_closed, read_all, request


@pytest.fixture
def local():
    server = Local()
    yield server
    server.close()


NEXT = request(path="/next")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"get / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        (b"Post / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 501),
        (b"GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505),
        (b"GET /\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: \t\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a<b>\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: \xe4\xb8\xad\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x0bb\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nabcde", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nabcde", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nabcde", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1_0\r\n\r\nabcde", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n",
            400,
        ),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n", 400),
        (b"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"3;a\nb\r\nabc\r\n0\r\n\r\n",
            400,
        ),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"0x1\r\na\r\n0\r\n\r\n",
            400,
        ),
        (b"\x16\x03\x01\x02\x00\x01\x00\n\n", 400),
        (b"\r\n\r\n", 400),
    ],
)
def test_what_is_not_http_is_refused_once_and_what_follows_is_not_read(local, data, status):
    answer = local.ask(data + NEXT)

    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"Connection: close" in answer


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: [fe80::1%25eth0]:8000\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: my_laptop.local:\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\nHost: 192.168.1.7\nConnection: close\n\n",
    ],
)
def test_what_is_http_is_answered(local, data):
    assert local.ask(data).endswith(b"\r\n\r\nGET None 0")


def test_a_request_to_upgrade_is_answered_as_any_other_and_its_body_is_not_the_next_request(local):
    upgrade = [b"Upgrade: websocket\r\n", b"Connection: Upgrade\r\n"]
    data = request("POST", *upgrade, body=NEXT) + request("PUT", b"Connection: close\r\n")

    answer = local.ask(data)

    assert b"POST None %d" % len(NEXT) in answer
    assert b"PUT None 0" in answer
    assert b"GET" not in answer


def test_a_refused_method_leaves_nothing_behind_on_the_connection(local):
    client = local.connect(data=request("get"))

    assert b" 501 " in read_all(client)
    assert is_closed(client)


def test_malformed_requests_are_counted_and_logged_in_one_line(monkeypatch, caplog):
    monkeypatch.setattr(malformed, "SECONDS", 0.5)
    counting = malformed.MalformedRequests(0.5)
    local = Local()
    local.server.malformed = counting
    with caplog.at_level(logging.INFO):
        for turn in range(7):
            local.ask(b"GET nothing HTTP/1.1\r\n\r\n", f"127.0.0.{turn + 2}")
        assert caplog.records == []
        gevent.sleep(0.6)
    local.close()

    assert [record.getMessage() for record in caplog.records] == [
        "7 malformed requests in the last minute, first from 127.0.0.2"
    ]


def test_clients_that_break_off_leave_no_line_anywhere(local, capfd, caplog):
    reset = b"\1\0\0\0\0\0\0\0"
    for data in (
        b"GET / HTTP/1.1\r\nHo",
        request("POST", body=b"x" * 50)[:-10],
        request("POST", b"Transfer-Encoding: chunked\r\n") + b"5\r\nab",
        request(path="/slow"),
        request(path="/slow") * 20,
    ):
        client = local.connect(data=data)
        gevent.sleep(0.02)
        client.setsockopt(plain_socket.SOL_SOCKET, plain_socket.SO_LINGER, reset)
        client.close()
    gevent.sleep(0.5)

    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
    assert len(local.server.connections) == 0
