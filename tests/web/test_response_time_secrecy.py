"""How long a public answer takes does not tell that a judge wrote where nobody may see it."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import create_environ

from competition.actions import snapshot_queue
from competition.live.stream import TAKEOVER
from competition.store.db import db
from competition.web import response_cache
from tests import factories
from tests.conftest import Api, Visitor

C, API = f"/c/{factories.CHAOYANG}", f"/api/v1/competitions/{factories.CHAOYANG}"
KEPT = ("/", C, f"{C}/board", f"{C}/teams", f"{C}/places", API, f"{API}/snapshot")
NOT_KEPT = (
    *(f"{C}/screen", f"{C}/overlay?show=clock", f"{C}?from=a-poster", f"{API}/snapshot?after=0"),
    *("/c/nobody", f"{C}/teams/nobody", "/healthz"),
)
pytestmark = pytest.mark.usefixtures("watched")


@pytest.fixture
def asked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that the application itself was asked for."""
    cache, paths = app.wsgi_app, []
    assert isinstance(cache, response_cache.ResponseCache)
    answer = cache._app

    def count(environ, start_response):  # type: ignore[no-untyped-def]
        paths.append(environ["PATH_INFO"])
        return answer(environ, start_response)

    monkeypatch.setattr(cache, "_app", count)
    return paths


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement that the application sends to its database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_a_mark_that_nobody_may_see_leaves_every_kept_answer_where_it_is(
    client: Visitor, api: Callable[..., Api], chaoyang: str, asked: list[str]
) -> None:
    for address in KEPT:
        client.get(address)
    assert api("judge-1").put("match-1", "education").status_code == 200
    asked.clear()

    for address in KEPT:
        assert client.get(address).status_code == 200

    assert asked == []


def test_what_is_not_kept_costs_the_same_after_such_a_mark(
    client: Visitor, api: Callable[..., Api], chaoyang: str, statements: list[str]
) -> None:
    def cost(address: str) -> list[str]:
        statements.clear()
        client.get(address)
        return statements.copy()

    for address in NOT_KEPT:
        cost(address)
        before = cost(address)
        assert api("judge-1").put("match-1", "education", base=NOT_KEPT.index(address)).json
        assert cost(address) == before, address


def test_a_stream_is_still_known_after_such_a_mark(
    app: Flask, api: Callable[..., Api], chaoyang: str
) -> None:
    address = f"{C}/stream?lang=en"
    app.wsgi_app(create_environ(address) | {TAKEOVER: True}, lambda *_words: None).close()  # type: ignore[arg-type, return-value, attr-defined]
    find_stream = app.extensions["response_cache"].find_stream
    before = find_stream(create_environ(address))

    assert api("judge-1").put("match-1", "education").status_code == 200

    assert before is not None
    assert find_stream(create_environ(address)) is before


def test_whoever_commits_looks_so_that_the_next_reader_need_not(
    app: Flask, chaoyang: str, api: Callable[..., Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = app.extensions["public_version"]
    before = version.current()
    api("judge-1").put("match-1", "education")
    version.look()
    read: list[str] = []
    rows = version._changes.rows
    monkeypatch.setattr(version._changes, "rows", lambda query: read.append(query) or rows(query))

    assert version.current() == before
    assert read == []


@pytest.mark.parametrize(("stage", "is_owed"), [("final", True), ("semi", False)])
def test_a_mark_in_a_hidden_stage_beside_a_live_one_makes_no_snapshot(
    app: Flask, load: Callable[..., str], api: Callable[..., Api], stage: str, is_owed: bool
) -> None:
    whole = factories.league()
    semi, final = whole["stages"]
    whole["sheets"] = []
    final.pop("carry", None)
    semi["rounds"][0]["state"] = "open"
    final["release"] = "live"
    load(whole)
    woken: list[bool] = []
    with app.app_context():
        queue = snapshot_queue.current_queue()
        queue.add = lambda _competition_id: woken.append(True)  # type: ignore[method-assign]

    match = "last" if stage == "final" else "semi-1"
    answer = api("li-na", "league").put(match, "metro", {"law": "9", "poise": "8"})

    assert answer.status_code == 200
    assert bool(woken) is is_owed
