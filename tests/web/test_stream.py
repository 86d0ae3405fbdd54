"""The stream of boards, from the real server: state at once, then each change, from anywhere."""

import http.client
import json
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from flask import Flask

from competition.actions import rounds, stage_release
from competition.live import Hub
from competition.store import queries
from competition.web.publisher import Publisher
from tests import factories
from tests.conftest import LiveServer, Visitor, app_in

KEY = factories.CHAOYANG
# Not what is aimed at: how long a broken server may hold the tests up.
PATIENCE = 60


@dataclass
class Event:
    """One event of a stream."""

    id: str
    name: str
    data: str


def events_of(response: http.client.HTTPResponse) -> Iterator[Event]:
    """The events of a stream as they come, read by the rules of the format."""
    event, data = Event("", "", ""), []
    for raw in response:
        line = raw.decode().rstrip("\n")
        field, _, value = line.partition(": ")
        if field == "data":
            data.append(value)
        elif field == "id":
            event.id = value
        elif field == "event":
            event.name = value
        elif not line:
            event.data = "\n".join(data)
            yield event
            event, data = Event("", "", ""), []


def follow(server: LiveServer, language: str = "en") -> http.client.HTTPResponse:
    address = f"{server.url}/c/{KEY}/stream?lang={language}"
    response: http.client.HTTPResponse = urllib.request.urlopen(address, timeout=PATIENCE)
    return response


def boards(events: Iterator[Event]) -> Iterator[Event]:
    return (event for event in events if not event.name)


def tokens(server: LiveServer) -> dict[str, str]:
    with app_in(server.data_dir) as app, app.app_context():
        competition = queries.find_competition(KEY)
        assert competition is not None
        return {judge.key: judge.token for judge in competition.judges}


def release(server: LiveServer, *modes: str) -> None:
    """As a command does it, in this process; what a stream is to hear of comes from a command."""
    with app_in(server.data_dir) as app, app.app_context():
        for mode in modes:
            stage_release.set_release(KEY, "final", mode, "command line")


def put(server: LiveServer, token: str, team: str, mark: str) -> None:
    body = {
        "marks": dict.fromkeys(factories.DIMENSIONS, mark),
        "comment": "",
        "state": "submitted",
        "base_version": 0,
    }
    request = urllib.request.Request(
        f"{server.url}/api/v1/competitions/{KEY}/sheets/match-1/{team}",
        data=json.dumps(body).encode(),
        method="PUT",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": factories.new_key()},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        assert response.status == 200


def ran(result: subprocess.CompletedProcess[str]) -> None:
    assert result.returncode == 0, result.stderr


@pytest.fixture
def opened(live_server: LiveServer) -> LiveServer:
    """The real server with the Chaoyang final's round open."""
    with app_in(live_server.data_dir) as app, app.app_context():
        rounds.set_state(KEY, "round-1", "open", "command line")
    return live_server


def test_the_first_message_is_the_current_board_in_the_readers_language(
    opened: LiveServer,
) -> None:
    for language in ("zh", "en"):
        address = f"{opened.url}/c/{KEY}/board?lang={language}"
        with urllib.request.urlopen(address, timeout=PATIENCE) as response:
            board = response.read().decode()
        with closing(follow(opened, language)) as response:
            assert response.headers["Content-Type"].startswith("text/event-stream")
            first = next(events_of(response))
        assert (first.name, first.data) == ("", board)
        assert f'data-number="{first.id}"' in board


def test_a_hidden_sheet_sends_nothing_and_a_command_elsewhere_sends_the_next_board(
    opened: LiveServer,
) -> None:
    links = tokens(opened)
    with closing(follow(opened)) as response:
        seen = boards(events_of(response))
        first = next(seen)
        for number in range(1, 8):
            put(opened, links[f"judge-{number}"], "education", "17")

        ran(opened.flask("stage", "release", KEY, "final", "live"))

        # Had a hidden sheet sent anything, it would have come before this one.
        second = next(seen)
        assert int(second.id) == int(first.id) + 1
        assert "85.00" in second.data
        assert "85.00" not in first.data


def test_a_sheet_submitted_while_live_reaches_a_stream_that_is_open(opened: LiveServer) -> None:
    links = tokens(opened)
    release(opened, "live")
    with closing(follow(opened)) as response:
        seen = boards(events_of(response))
        first = next(seen)
        assert "waiting for 7 sheets" in first.data

        for number in range(1, 8):
            put(opened, links[f"judge-{number}"], "team-2", "15.5")

        numbers = [int(first.id)]
        for board in seen:
            numbers.append(int(board.id))
            if "77.50" in board.data:
                break
        assert numbers == sorted(set(numbers))
        # Sheets that come quickly one after the other may share a snapshot.
        assert int(first.id) < numbers[-1] <= int(first.id) + 7


def test_a_frozen_stream_keeps_still_until_it_is_published(opened: LiveServer) -> None:
    links = tokens(opened)
    release(opened, "live", "frozen")
    with closing(follow(opened)) as response:
        seen = boards(events_of(response))
        first = next(seen)
        for number in range(1, 8):
            put(opened, links[f"judge-{number}"], "education", "18")

        ran(opened.flask("stage", "release", KEY, "final", "published"))

        second = next(seen)
        assert int(second.id) == int(first.id) + 1
        assert "90.00" in second.data


def test_beats_come_between_the_boards(live_server: LiveServer) -> None:
    with closing(follow(live_server)) as response:
        beat = next(event for event in events_of(response) if event.name == "beat")

    assert beat.data


def test_asking_for_the_head_of_a_stream_does_not_hold_anybody(
    client: Visitor, chaoyang: str
) -> None:
    response = client.head(f"/c/{chaoyang}/stream")

    assert response.status_code == 200
    assert response.mimetype == "text/event-stream"
    assert response.data == b""


def test_a_full_hub_says_when_to_come_back(app: Flask, client: Visitor, chaoyang: str) -> None:
    hub: Hub = app.extensions["hub"]
    hub.capacity = 0

    response = client.get(f"/c/{chaoyang}/stream")

    assert response.status_code == 503
    assert 1 <= int(response.headers["Retry-After"]) <= 60


def test_a_stream_does_not_change_the_language_that_another_tab_has_chosen(
    client: Visitor, chaoyang: str
) -> None:
    client.get(f"/c/{chaoyang}?lang=en")

    response = client.get(f"/c/{chaoyang}/stream?lang=zh", buffered=False)
    response.close()

    assert "Set-Cookie" not in response.headers
    assert 'lang="en"' in client.get(f"/c/{chaoyang}").text


def test_the_publisher_renders_only_what_somebody_watches(
    app: Flask, load: Callable[..., str]
) -> None:
    load(factories.sample())
    load(factories.league())
    hub: Hub = app.extensions["hub"]
    client = app.test_client()
    watched = client.get(f"/c/{KEY}/stream", buffered=False)
    next(iter(watched.response))
    first = hub.newest(KEY, "zh")
    assert first is not None
    publisher = Publisher(app, hub)
    with app.app_context():
        stage_release.set_release(KEY, "final", "live", "command line")
        stage_release.set_release("league", "semi", "live", "command line")

    publisher.publish_new()

    newest = hub.newest(KEY, "zh")
    assert newest is not None
    assert newest[0] == first[0] + 1
    assert hub.newest("league", "en") is None
    watched.close()


def test_the_publisher_goes_on_after_an_error_and_ends_when_told(
    app: Flask, chaoyang: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publisher = Publisher(app, app.extensions["hub"])
    turns = threading.Semaphore(0)

    def fail() -> None:
        turns.release()
        raise OSError("the disk is away")

    monkeypatch.setattr(publisher, "publish_new", fail)
    publisher.start()
    assert turns.acquire(timeout=PATIENCE)
    publisher.wake()
    assert turns.acquire(timeout=PATIENCE)
    publisher.stop()

    assert "the disk is away" in caplog.text


def test_streams_end_within_five_seconds_of_a_command_that_makes_it_private(
    opened: LiveServer,
) -> None:
    board = follow(opened)
    screen = urllib.request.urlopen(f"{opened.url}/c/{KEY}/screen/stream", timeout=PATIENCE)
    with closing(board), closing(screen):
        next(boards(events_of(board)))
        next(boards(events_of(screen)))

        ran(opened.flask("competition", "visibility", KEY, "private"))
        begun = time.monotonic()
        list(events_of(board))
        list(events_of(screen))
        assert time.monotonic() - begun < 5

    with pytest.raises(urllib.error.HTTPError, match="404"):
        follow(opened)
    ran(opened.flask("competition", "visibility", KEY, "public"))
    with closing(follow(opened)) as again:
        assert "Match 1" in next(boards(events_of(again))).data
