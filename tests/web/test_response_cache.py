"""The public answers come from memory while nothing is committed, and are what they would be."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import Client, create_environ

from competition import live
from competition.actions import stage_release
from competition.live.stream import TAKEOVER
from competition.store.db import db
from competition.web import response_cache
from tests import factories
from tests.conftest import Api, Visitor, app_in

CHAOYANG = factories.CHAOYANG
KEPT = (
    "/",
    f"/c/{CHAOYANG}",
    f"/c/{CHAOYANG}/board",
    f"/c/{CHAOYANG}/teams",
    f"/c/{CHAOYANG}/teams/education",
    f"/c/{CHAOYANG}/places",
    f"/api/v1/competitions/{CHAOYANG}/snapshot",
    f"/api/v1/competitions/{CHAOYANG}",
    "/api/v1/openapi.json",
)
pytestmark = pytest.mark.usefixtures("watched")


@pytest.fixture
def queries(app: Flask) -> Iterator[list[str]]:
    """Every statement that the application sends to its database."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def elsewhere(app: Flask) -> Iterator[Flask]:
    """Another process's application on the same database."""
    with app_in(app.config["DATA_DIR"]) as other:
        yield other


def release(app: Flask, mode: str) -> None:
    with app.app_context():
        stage_release.set_release(CHAOYANG, "final", mode, "command line")


@pytest.mark.parametrize("address", KEPT)
def test_who_asks_again_is_answered_without_the_database(
    client: Visitor, chaoyang: str, queries: list[str], address: str
) -> None:
    first = client.get(address)
    queries.clear()

    again = client.get(address)
    has_it = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert queries == []
    assert (again.status_code, again.data) == (200, first.data)
    assert (has_it.status_code, has_it.data) == (304, b"")


def test_the_second_viewer_of_a_stream_costs_no_query(
    client: Visitor, chaoyang: str, queries: list[str]
) -> None:
    client.get(f"/c/{chaoyang}/stream", buffered=False).close()
    queries.clear()

    response = client.get(f"/c/{chaoyang}/stream", buffered=False)
    response.close()

    assert response.status_code == 200
    assert queries == []


@pytest.mark.parametrize("address", [*KEPT, f"/c/{CHAOYANG}/screen", "/c/nobody", "/healthz"])
def test_an_answer_from_memory_is_to_the_byte_what_it_would_be_without(
    app: Flask, chaoyang: str, address: str
) -> None:
    with_memory = app.wsgi_app
    assert isinstance(with_memory, response_cache.ResponseCache)
    without = with_memory._app
    asked: list[dict[str, str]] = [
        dict(itertools.chain.from_iterable(pair.items() for pair in pairs))
        for pairs in itertools.product(
            ({}, {"Accept-Language": "en-GB,en"}),
            ({}, {"Accept-Encoding": "gzip, br"}, {"Accept-Encoding": "gzip;q=0"}),
            ({}, {"Cookie": "a=b; lang=en"}, {"Cookie": "lang=fr"}),
        )
    ]

    def say(
        wsgi_app: Any, query: str, headers: dict[str, str]
    ) -> tuple[str, dict[str, str], bytes]:
        answer = Client(wsgi_app, use_cookies=False).get(address + query, headers=headers)
        # The server says the time itself where nobody else did.
        said = {name: value for name, value in answer.headers if name != "Date"}
        if "Set-Cookie" in said:
            said["Set-Cookie"] = said["Set-Cookie"].split("Expires")[0]
        return answer.status, said, answer.data

    # Twice, so that each is answered anew and from memory.
    for headers in asked * 2:
        for query in ("", "?lang=en"):
            plain = say(without, query, headers)
            assert say(with_memory, query, headers) == plain
            tag = plain[1].get("ETag", "*")
            has_it = headers | {"If-None-Match": f'"other", {tag}'}
            assert say(with_memory, query, has_it) == say(without, query, has_it)


def test_what_another_process_commits_is_in_the_very_next_answer(
    client: Visitor, chaoyang: str, elsewhere: Flask
) -> None:
    address = f"/api/v1/competitions/{chaoyang}/snapshot"
    for mode in ("live", "frozen", "published"):
        client.get(address)

        release(elsewhere, mode)

        assert client.get(address).get_json()["state"] == {"final": mode}


def test_a_commit_between_question_and_answer_is_not_missed(
    app: Flask, client: Visitor, chaoyang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = app.wsgi_app
    assert isinstance(whole, response_cache.ResponseCache)
    asked = whole._app

    def slow(environ: dict[str, object], start_response: Callable[..., object]) -> object:
        parts = asked(environ, start_response)
        monkeypatch.setattr(whole, "_app", asked)
        release(app, "live")
        # Another reader is quicker and sees the release.
        assert b'"live"' in client.get(address).data
        return parts

    address = f"/api/v1/competitions/{chaoyang}/snapshot"
    monkeypatch.setattr(whole, "_app", slow)

    assert client.get(address).get_json()["state"] == {"final": "hidden"}

    assert client.get(address).get_json()["state"] == {"final": "live"}


def test_a_mark_that_nobody_may_see_changes_no_byte_and_no_tag(
    client: Visitor, api: Callable[..., Api], chaoyang: str
) -> None:
    before = [client.get(address) for address in KEPT]

    assert api("judge-1").put("match-1", "education").status_code == 200

    for address, was in zip(KEPT, before, strict=True):
        now = client.get(address)
        assert (now.data, now.headers["ETag"]) == (was.data, was.headers["ETag"])


def test_the_choice_of_a_language_is_remembered_for_each_who_makes_it(
    app: Flask, chaoyang: str
) -> None:
    for visitor in (app.test_client(), app.test_client()):
        assert "lang=en" in visitor.get("/?lang=en").headers["Set-Cookie"]
        assert "Set-Cookie" not in visitor.get("/?lang=en").headers


def take_over(app: Flask, address: str) -> tuple[str, dict[str, str], live.Stream | None]:
    """Ask as a server does that takes streams over; the answer, and the stream it is offered."""
    said: list[Any] = []
    environ = create_environ(address) | {TAKEOVER: True}
    parts = app.wsgi_app(environ, lambda *words: said.append(words))
    parts.close()  # type: ignore[attr-defined]
    return said[-1][0], dict(said[-1][1]), live.offered(environ)


def test_a_server_that_takes_streams_over_is_offered_the_next_one_from_memory(
    app: Flask, chaoyang: str, queries: list[str]
) -> None:
    address = f"/c/{chaoyang}/stream?lang=en"
    first = take_over(app, address)
    without = app.wsgi_app
    assert isinstance(without, response_cache.ResponseCache)
    without._app = None  # type: ignore[assignment] (nobody asks it any more)

    status, headers, stream = take_over(app, address)

    assert (status, headers) == first[:2]
    assert status == "200 OK"
    assert headers["Content-Type"].startswith("text/event-stream")
    assert stream is not None
    assert stream is not first[2]
    assert (stream.channel, stream.variant) == (chaoyang, "en")


def test_a_viewer_after_a_release_is_let_in_with_the_new_board(
    app: Flask, chaoyang: str, elsewhere: Flask
) -> None:
    address = f"/c/{chaoyang}/stream?lang=en"
    take_over(app, address)
    release(elsewhere, "live")

    _, _, stream = take_over(app, address)

    assert stream is not None
    newest = stream.hub.newest(chaoyang, "en")
    assert newest is not None
    assert b"release-live" in newest[1]


def test_one_viewer_too_many_is_refused_although_the_offer_is_cached(
    app: Flask, chaoyang: str
) -> None:
    address = f"/c/{chaoyang}/stream?lang=en"
    take_over(app, address)
    app.extensions["hub"].capacity = 0

    status, headers, stream = take_over(app, address)

    assert status.startswith("503 ")
    assert int(headers["Retry-After"]) >= 1
    assert stream is None
    app.extensions["hub"].capacity = 1
    assert take_over(app, address)[0] == "200 OK"


def test_a_stream_that_was_offered_is_known_until_the_next_commit(
    app: Flask, chaoyang: str, elsewhere: Flask
) -> None:
    find_stream = app.extensions["response_cache"].find_stream
    address = f"/c/{chaoyang}/stream?lang=en"
    asked = create_environ(address)
    assert find_stream(asked) is None
    _, headers, _ = take_over(app, address)

    stream, head = find_stream(asked)

    assert (stream.hub, stream.channel, stream.variant) == (app.extensions["hub"], chaoyang, "en")
    said = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:] if line)
    for name in ("Content-Type", "Cache-Control", "X-Accel-Buffering"):
        assert said[name] == headers[name]
    assert find_stream(create_environ(f"/c/{chaoyang}/stream?lang=zh")) is None
    assert find_stream(create_environ(f"/c/{chaoyang}/board?lang=en")) is None
    release(elsewhere, "live")
    app.extensions["public_version"].current()  # As a node has the request wait for a look first.
    assert find_stream(asked) is None


def test_the_memory_is_bounded(
    app: Flask, client: Visitor, chaoyang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(response_cache, "MAX_RESPONSES", 3)
    for address in KEPT * 2:
        assert client.get(address).status_code == 200
    for nothing in range(10):
        client.get(f"/c/{nothing}")
        client.get(f"/?x={nothing}")

    assert isinstance(app.wsgi_app, response_cache.ResponseCache)
    assert 1 <= len(app.wsgi_app._answers) <= 3
