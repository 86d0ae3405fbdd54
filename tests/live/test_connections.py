"""Who keeps a connection when there are too many: judges, then whoever has just come."""

import gevent
import pytest

from competition.live import connections
from tests.live.in_process import JUDGE, Local, is_closed, read_all, read_answer, request


@pytest.fixture
def serve():
    opened = []

    def make(*args, **options):
        opened.append(Local(*args, **options))
        return opened[-1]

    yield make
    for local in opened:
        local.close()


def served(local: Local, *headers: bytes, address: str = "127.0.0.1"):
    """A connection that was answered once and is kept."""
    client = local.connect(address, request("GET", *headers))
    assert b" 200 OK" in read_answer(client)
    return client


def still_answers(client) -> bool:
    try:
        client.sendall(request())
        return b" 200 OK" in read_answer(client)
    except ConnectionError:
        return False


def open_files(local: Local) -> int:
    gevent.sleep(0.05)
    return len(local.server.connections)


def test_a_judge_gets_in_however_many_strangers_have_sent_one_byte(serve):
    local = serve(limit=20, reserve=5)
    for _ in range(50):
        local.connect(data=b"G")
    assert open_files(local) <= 15

    client = local.connect(data=request("PUT", JUDGE, body=b"x" * 500))

    assert b"PUT judge Chen 500" in read_answer(client)
    for _ in range(50):
        local.connect(data=b"G")
    assert open_files(local) <= 16
    assert still_answers(client)


def test_strangers_never_fill_what_is_reserved_for_judges(serve):
    local = serve(limit=20, reserve=5)
    judges = [served(local, JUDGE) for _ in range(4)]

    for _ in range(30):
        served(local)

    assert open_files(local) <= 20
    assert len(local.server.connections) - 4 <= 15
    assert all(still_answers(judge) for judge in judges)


def test_a_full_house_of_streams_leaves_judges_their_room(serve):
    local = serve(limit=100, reserve=5)
    local.streams = 90

    strangers = [served(local) for _ in range(12)]
    judges = [served(local, JUDGE) for _ in range(5)]

    assert open_files(local) <= 10
    assert all(still_answers(judge) for judge in judges)
    assert not still_answers(strangers[0])


def test_a_strangers_idle_connection_goes_before_one_whose_request_is_under_way(serve):
    local = serve(limit=4)
    idle = served(local)
    waiting = [local.connect(data=b"G") for _ in range(3)]
    gevent.sleep(0.05)

    newest = local.connect(data=request())

    assert b" 200 OK" in read_answer(newest)
    assert is_closed(idle)
    assert not any(is_closed(client) for client in waiting)


def test_one_address_cannot_crowd_out_another(serve):
    local = serve(limit=10)
    phone = local.connect("127.0.0.2", b"G")
    gevent.sleep(0.05)

    for _ in range(40):
        local.connect("127.0.0.3", b"G")
    gevent.sleep(0.05)

    phone.sendall(request()[1:])
    assert b" 200 OK" in read_answer(phone)


def test_requests_that_are_being_answered_make_room_last(serve):
    local = serve(limit=3)
    busy = [local.connect(data=request(path="/slow")) for _ in range(3)]
    gevent.sleep(0.05)

    judge = local.connect(data=request("PUT", JUDGE, body=b"x"))

    assert b"PUT judge Chen 1" in read_answer(judge)
    assert read_all(busy[0]) == b""
    assert b" 200 OK" in read_answer(busy[1])


def test_what_is_kept_without_a_request_is_bounded_for_strangers_and_for_each_judge(
    serve, monkeypatch
):
    monkeypatch.setattr(connections, "MAX_IDLE_STRANGERS", 3)
    monkeypatch.setattr(connections, "MAX_IDLE_EACH", 2)
    local = serve()
    strangers = [served(local) for _ in range(5)]
    judges = [served(local, JUDGE) for _ in range(4)]
    other = served(local, b"Authorization: Bearer judge Wang\r\n")

    assert [is_closed(client) for client in strangers] == [True, True, False, False, False]
    assert [is_closed(client) for client in judges] == [True, True, False, False]
    assert not is_closed(other)


@pytest.mark.parametrize("sent", [b"", b"G", request()[:-2]], ids=["nothing", "a byte", "a head"])
def test_a_connection_without_a_whole_head_goes_in_time(serve, sent):
    local = serve(head_seconds=0.3)
    client = local.connect(data=sent)
    gevent.sleep(0.1)
    assert not is_closed(client)

    assert read_all(client) == b""
    assert open_files(local) == 0


def test_the_next_head_on_a_kept_connection_has_as_long_from_its_first_byte(serve, monkeypatch):
    monkeypatch.setattr("competition.live.handler.HEAD_SECONDS", 0.3)
    local = serve()
    client = served(local)
    gevent.sleep(0.6)
    assert still_answers(client)

    client.sendall(b"GET / HT")

    answer = read_all(client)
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_a_head_in_two_parts_is_answered_on_a_new_and_on_a_kept_connection(serve):
    client = serve().connect()
    for _ in range(2):
        for part in (request("PUT", body=b"abc")[:20], request("PUT", body=b"abc")[20:]):
            client.sendall(part)
            gevent.sleep(0.05)
        assert b"PUT None 3" in read_answer(client)


def test_a_stranger_for_whom_there_is_no_room_does_not_keep_the_connection(serve):
    local = serve()

    answer = local.ask(request(path="/busy"))

    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"Connection: close" in answer
    judge = local.connect(data=request("GET", JUDGE, path="/busy"))
    assert read_answer(judge).startswith(b"HTTP/1.1 503 ")
    assert still_answers(judge)


def test_a_proxys_connections_are_many_peoples_and_are_left_alone(serve):
    local = serve(limit=6)
    local.policy.proxies = ("127.0.0.1",)
    proxied = [served(local) for _ in range(5)]

    for _ in range(10):
        local.connect("127.0.0.2", b"G")
    gevent.sleep(0.05)

    assert all(still_answers(client) for client in proxied)


def test_a_hall_behind_one_address_is_not_limited(serve):
    local = serve(limit=1000, reserve=100)

    phones = [served(local) for _ in range(300)]

    assert all(still_answers(phone) for phone in phones)
