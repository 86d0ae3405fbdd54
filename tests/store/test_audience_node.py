"""An audience node on a real hot standby: what is committed elsewhere arrives, nothing is written.

The primary, its standby, a full node and the audience node are all real processes.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import psycopg
import pytest

from tests import databases, postgres
from tests.conftest import LiveServer, serving
from tests.standbys import standby_of, wait_until_caught_up
from tests.web.test_stream import KEY, PATIENCE, boards, events_of, put, ran, tokens


@dataclass
class Venue:
    """A full node on the primary, an audience node on the standby, and both databases."""

    full: LiveServer
    audience: LiveServer
    primary: postgres.Server
    standby: postgres.Server

    def catch_up(self) -> None:
        wait_until_caught_up(self.primary, self.standby)


@pytest.fixture(scope="module")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Venue]:
    folder = tmp_path_factory.mktemp("venue")
    with postgres.server() as primary, standby_of(primary) as standby:
        address = primary.create("accord")
        databases.set_address(folder / "full", address)
        with serving(folder / "full") as full:
            wait_until_caught_up(primary, standby)
            replica = {"DATABASE_URL": standby.address("accord"), "PUBLIC_URL": "http://main.test"}
            with serving(folder / "audience", ROLE="audience", **replica) as audience:
                ran(full.flask("round", "state", KEY, "round-1", "open"))
                ran(full.flask("stage", "release", KEY, "final", "live"))
                yield Venue(full, audience, primary, standby)


def stream(server: LiveServer, last_event_id: str | None = None):
    request = urllib.request.Request(f"{server.url}/c/{KEY}/stream?lang=en")
    if last_event_id is not None:
        request.add_header("Last-Event-ID", last_event_id)
    return urllib.request.urlopen(request, timeout=PATIENCE)


def test_a_mark_written_on_a_full_node_arrives_on_a_stream_of_the_audience_node(venue):
    links = tokens(venue.full)
    with closing(stream(venue.audience)) as response:
        seen = boards(events_of(response))
        first = next(seen)
        for number in range(1, 8):
            put(venue.full, links[f"judge-{number}"], "education", "17")

        board = first
        while "85.00" not in board.data:
            board = next(seen)

    with closing(stream(venue.full)) as response:
        there = next(boards(events_of(response)))
    assert (there.id, there.data) == (board.id, board.data)
    assert int(board.id) > int(first.id)


def test_a_viewer_who_has_seen_the_next_board_elsewhere_is_not_shown_an_older_one(venue):
    venue.catch_up()
    links = tokens(venue.full)
    with closing(stream(venue.audience)) as response:
        number = int(next(boards(events_of(response))).id)
    with venue.standby.connect() as replay:
        replay.execute("SELECT pg_wal_replay_pause()")
        try:
            for judge in range(1, 8):
                put(venue.full, links[f"judge-{judge}"], "team-2", "16")
            with closing(stream(venue.full)) as response:
                seen = boards(events_of(response))
                newest = next(seen)
                while int(newest.id) <= number:
                    newest = next(seen)
            response = stream(venue.audience, newest.id)
        finally:
            replay.execute("SELECT pg_wal_replay_resume()")
    with closing(response):
        first = next(boards(events_of(response)))

    assert int(first.id) >= int(newest.id)


def test_a_judge_is_led_to_the_main_address(venue):
    token = tokens(venue.full)["judge-1"]

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    with pytest.raises(urllib.error.HTTPError) as led:
        urllib.request.build_opener(Stay).open(f"{venue.audience.url}/j/{token}", timeout=PATIENCE)
    with closing(led.value):
        assert (led.value.code, led.value.headers["Location"]) == (
            302,
            f"http://main.test/j/{token}",
        )


def test_a_mark_sent_to_the_audience_node_is_refused_and_not_stored(venue):
    token = tokens(venue.full)["judge-7"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        put(venue.audience, token, "education", "17")
    with closing(refused.value):
        assert refused.value.code == 503
        assert json.loads(refused.value.read())["error"] == "audience_only"
        assert int(refused.value.headers["Retry-After"]) > 0


def test_nothing_can_be_written_through_it_even_where_its_database_could_be_written(
    venue, tmp_path
):
    """Its connections ask for transactions that only read; the standby refuses all others."""
    ended = venue.audience.flask("round", "state", KEY, "round-1", "closed")
    assert ended.returncode != 0
    with (
        venue.standby.connect("accord") as replica,
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
    ):
        replica.execute("DELETE FROM snapshot")


def test_it_prints_no_link_to_set_up_and_none_of_a_judge(venue):
    printed = venue.audience.terminal

    assert "/set-up/" not in printed
    assert "/j/" not in printed
    assert venue.audience.url in printed
    assert not any(token in printed for token in tokens(venue.full).values())
    assert not (venue.audience.data_dir / "secret_key").exists()
