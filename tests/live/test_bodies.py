"""What a body may be: bounded by who sends it, in size, in time, and in how many are unfinished."""

import gevent
import pytest

from competition.live import connections, handler
from tests.live.in_process import JUDGE, Local, is_closed, read_all, read_answer, request


@pytest.fixture
def local():
    server = Local()
    yield server
    server.close()


CHUNKED = b"Transfer-Encoding: chunked\r\n"


def half_a_body(*headers: bytes) -> bytes:
    return request("PUT", *headers, b"Content-Length: 90\r\n") + b"x" * 10


def test_a_stranger_may_send_little_and_a_judge_more(local):
    assert b"POST None 100" in read_answer(local.connect(data=request("POST", body=b"x" * 100)))
    judge = read_answer(local.connect(data=request("PUT", JUDGE, body=b"x" * 10_000)))
    assert b"PUT judge Chen 10000" in judge


@pytest.mark.parametrize("method", ["POST", "GET", "DELETE"])
def test_a_stranger_who_announces_more_is_refused_before_it_is_sent(local, method):
    answer = local.ask(request(method, b"Content-Length: 2000000\r\n") + b"a&" * 1000)

    assert answer.startswith(b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\n")
    assert answer.endswith(b"\r\n\r\nrefused with 413")


def test_a_stranger_who_announces_nothing_is_stopped_at_the_limit(local):
    piece = b"32\r\n" + b"x" * 50 + b"\r\n"

    assert b"POST None 100" in read_answer(
        local.connect(data=request("POST", CHUNKED) + piece * 2 + b"0\r\n\r\n")
    )
    assert b" 413 " in local.ask(request("POST", CHUNKED) + piece * 3)


def test_a_judge_is_told_in_words_by_the_application_and_the_connection_ends(local):
    answer = local.ask(request("PUT", JUDGE, body=b"x" * 10_001))

    assert answer.startswith(b"HTTP/1.1 413 in words\r\n")
    assert answer.endswith(b"PUT judge Chen 0")
    assert b"Connection: close" in answer


def test_a_client_that_waits_to_be_told_to_go_on_is_told(local):
    expecting = request("POST", b"Expect: 100-Continue\r\n", b"Content-Length: 5\r\n")
    client = local.connect(data=expecting)
    assert read_answer(client) == b"HTTP/1.1 100 Continue\r\n\r\n"

    client.sendall(b"hello")

    assert b"POST None 5" in read_answer(client)
    too_large = request("POST", b"Expect: 100-continue\r\n", b"Content-Length: 500\r\n")
    assert local.ask(too_large).startswith(b"HTTP/1.1 413 ")


def test_a_judges_tablet_that_drips_its_body_slowly_is_heard(local, monkeypatch):
    monkeypatch.setattr(handler, "BODY_SECONDS", 5.0)
    client = local.connect(data=request("PUT", JUDGE, b"Content-Length: 40\r\n"))

    for _ in range(40):
        client.sendall(b"x")
        gevent.sleep(0.02)

    assert b"PUT judge Chen 40" in read_answer(client)


@pytest.mark.parametrize(
    "head", [request("PUT", b"Content-Length: 90\r\n"), request("PUT", CHUNKED)]
)
def test_the_time_for_a_body_is_for_the_whole_of_it(local, monkeypatch, head):
    monkeypatch.setattr(handler, "BODY_SECONDS", 0.3)
    client = local.connect(data=head)

    answer = b""
    with gevent.Timeout(3, False):
        while not answer:
            client.sendall(b"1")
            client.settimeout(0.05)
            try:
                answer = client.recv(1000)
            except TimeoutError:
                continue

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"Connection: close" in answer


def test_of_too_many_unfinished_bodies_the_oldest_of_that_address_is_given_up(local, monkeypatch):
    monkeypatch.setattr(connections, "MAX_BODIES_EACH", 3)
    other = local.connect("127.0.0.9", half_a_body())
    judge = local.connect(data=half_a_body(JUDGE))
    gevent.sleep(0.05)

    many = [local.connect(data=half_a_body()) for _ in range(5)]
    gevent.sleep(0.05)

    assert [read_all(client)[:12] for client in many[:2]] == [b"HTTP/1.1 408"] * 2
    for patient in (*many[2:], other, judge):
        patient.sendall(b"x" * 80)
        assert b" 200 OK" in read_answer(patient)


def test_of_too_many_unfinished_bodies_in_all_the_address_with_the_most_pays(local, monkeypatch):
    monkeypatch.setattr(connections, "MAX_STRANGERS_BODIES", 6)
    alone = [local.connect(f"127.0.0.{number}", half_a_body()) for number in (7, 8)]
    judges = [local.connect(data=half_a_body(JUDGE)) for _ in range(8)]
    gevent.sleep(0.05)

    many = [local.connect(data=half_a_body()) for _ in range(8)]
    gevent.sleep(0.05)

    assert sum(is_closed(client) or is_closed(client) for client in many) == 4
    for patient in (*alone, *judges, *many[4:]):
        patient.sendall(b"x" * 80)
        assert b" 200 OK" in read_answer(patient)


def test_a_sign_in_gets_through_while_strangers_hold_every_unfinished_body(local, monkeypatch):
    monkeypatch.setattr(connections, "MAX_BODIES_EACH", 3)
    for _ in range(6):
        local.connect(data=half_a_body())
    gevent.sleep(0.05)

    for _ in range(10):
        client = local.connect(data=request("POST", body=b"name=Lin&password=a"))
        assert b"POST None 19" in read_answer(client)


def test_a_proxy_sends_the_bodies_of_many(local, monkeypatch):
    monkeypatch.setattr(connections, "MAX_BODIES_EACH", 2)
    local.policy.proxies = ("127.0.0.1",)

    many = [local.connect(data=half_a_body()) for _ in range(6)]
    gevent.sleep(0.05)

    for patient in many:
        patient.sendall(b"x" * 80)
        assert b" 200 OK" in read_answer(patient)
