"""What the public sees at several nodes of one database, whatever becomes of it."""

import json
import re
import signal
import threading
import urllib.request

import pytest

from tests import factories
from tests.factories import CHAOYANG
from tests.nodes.watching import (
    SNAPSHOT,
    Watching,
    eventually,
    get,
    keep_data,
    put_back,
    silent,
    two_nodes,
)

KEPT = ["/", f"/c/{CHAOYANG}", f"/c/{CHAOYANG}?lang=en", f"/c/{CHAOYANG}/board", SNAPSHOT]


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    with two_nodes(tmp_path_factory.mktemp("nodes")) as nodes:
        yield nodes


@pytest.fixture
def viewers(pair):
    watching = [Watching(pair.first), Watching(pair.second)]
    eventually(lambda: all(each.ids for each in watching), "a stream begins with a state")
    yield watching
    for each in watching:
        each.close()


def number(pair):
    return str(max(pair.snapshot(node)["number"] for node in (pair.first, pair.second)))


def test_a_change_by_a_command_reaches_the_viewers_of_every_node_under_one_id(pair, viewers):
    before = [each.ids[-1] for each in viewers]
    pair.toggle()
    eventually(lambda: all(each.ids[-1] != before[0] for each in viewers), "both streams go on")
    assert before[0] == before[1]
    assert viewers[0].ids[-1] == viewers[1].ids[-1] == number(pair)
    bodies = [viewer.reader.states[-1].data for viewer in viewers]
    assert bodies[0] == bodies[1]


def test_every_node_answers_the_same_bytes_with_the_same_etag(pair):
    for path in KEPT:
        answers = []
        for node in (pair.first, pair.second):
            with urllib.request.urlopen(node.url + path) as answer:
                answers.append((answer.headers["ETag"], answer.read()))
        assert answers[0] == answers[1]
        assert answers[0][0]


def test_a_viewer_who_changes_nodes_never_goes_back(pair):
    stopped = threading.Event()

    def act():
        while not stopped.is_set():
            pair.toggle()

    acting = threading.Thread(target=act)
    acting.start()
    try:
        seen = []
        for turn in range(60):
            node = (pair.first, pair.second)[turn % 2]
            if turn % 3:
                seen.append(pair.snapshot(node)["number"])
            else:
                viewer = Watching(node)
                eventually(lambda viewer=viewer: viewer.ids, "a stream begins with a state")
                seen.append(int(viewer.ids[0]))
                viewer.close()
    finally:
        stopped.set()
        acting.join()
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]


def test_a_lost_listening_connection_costs_no_viewer_a_change(pair, viewers):
    with pair.server.connect("accord") as connection:
        ended = connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE query LIKE 'LISTEN%' OR query = 'SELECT 1'"
        ).fetchone()
    assert ended[0] >= 2
    pair.toggle()
    now = number(pair)
    eventually(lambda: all(each.ids[-1] == now for each in viewers), "both streams go on")


def test_a_database_that_never_answers_leaves_what_was_public_and_comes_back(pair, viewers):
    assert [get(node, "/healthz")[0] for node in (pair.first, pair.second)] == [200, 200]
    known = [get(pair.first, path) for path in KEPT]
    beats = [len(each.reader.beats) for each in viewers]
    with silent(pair.server):
        eventually(lambda: get(pair.first, "/healthz")[0] == 503, "the loss is noticed")
        eventually(lambda: get(pair.second, "/healthz")[0] == 503, "the loss is noticed")
        assert [get(pair.first, path) for path in KEPT] == known
        assert {get(pair.second, path)[0] for path in KEPT} == {200}
        assert get(pair.first, f"/c/{CHAOYANG}/places")[0] == 503
        request = urllib.request.Request(
            f"{pair.first.url}/api/v1/competitions/{CHAOYANG}/sheets/match-1/education",
            data=json.dumps({"marks": {}, "state": "draft", "base_version": 0}).encode(),
            headers={"Authorization": "Bearer " + "x" * 32, "Content-Type": "application/json"},
            method="PUT",
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
        assert refused.value.code == 503
        assert int(refused.value.headers["Retry-After"]) > 0
        late = Watching(pair.first)
        eventually(lambda: late.ids == viewers[0].ids[-1:], "a new stream begins from memory")
        late.close()
        eventually(
            lambda: all(
                len(each.reader.beats) > before for each, before in zip(viewers, beats, strict=True)
            ),
            "the streams beat on",
        )
    for node in (pair.first, pair.second):
        eventually(lambda node=node: get(node, "/healthz")[0] == 200, "the return is noticed")
    pair.toggle()
    now = number(pair)
    eventually(lambda: all(each.ids[-1] == now for each in viewers), "the same streams go on")
    assert not any(each.ended for each in viewers)


# A request that is on its way to a node when it is killed leaves its socket to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_node_killed_after_a_mark_was_acknowledged_leaves_no_snapshot_owed(tmp_path):
    with two_nodes(tmp_path) as own:
        own.open_round()
        own.toggle()
        token = re.search(r"/j/(\S+)", own.first.terminal)[1]
        viewer = Watching(own.second)
        eventually(lambda: viewer.ids, "a stream begins with a state")
        body = {"marks": factories.FULL_MARKS, "state": "submitted", "base_version": 0}
        request = urllib.request.Request(
            f"{own.first.url}/api/v1/competitions/{CHAOYANG}/sheets/match-1/education",
            data=json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": factories.new_key(),
            },
            method="PUT",
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.status == 200
        own.first.process.send_signal(signal.SIGKILL)
        with own.server.connect("accord") as connection:

            def owed():
                return connection.execute(
                    "SELECT count(*) FROM owed_snapshot WHERE is_owed"
                ).fetchone()[0]

            eventually(lambda: owed() == 0, "another node makes it")
        viewer.close()


def test_after_a_failover_that_lost_snapshots_the_streams_go_on_by_an_epoch(tmp_path):
    with two_nodes(tmp_path) as own:
        kept = keep_data(own.server)
        for node in (own.first, own.second):
            eventually(lambda node=node: get(node, "/healthz")[0] == 200, "it is back")
        own.forget_connections()
        for _ in range(2):
            own.toggle()
        viewers = [Watching(own.first), Watching(own.second)]
        eventually(lambda: all(each.ids == ["3"] for each in viewers), "all are at the newest")

        put_back(own.server, kept)
        own.forget_connections()

        eventually(lambda: all(each.ids[-1] == "1-1" for each in viewers), "an epoch begins")
        assert [own.snapshot(node)["epoch"] for node in (own.first, own.second)] == [1, 1]
        own.toggle()
        eventually(lambda: all(each.ids[-1] == "1-2" for each in viewers), "they go on")
        assert [each.ids for each in viewers] == [["3", "1-1", "1-2"]] * 2
        page = get(own.first, f"/c/{CHAOYANG}/teams/education")[1].decode()
        assert 'data-number="1-2"' in page
        with own.server.connect("accord") as connection:
            raised = connection.execute(
                "SELECT count(*) FROM audit_row WHERE action = 'public.epoch'"
            ).fetchone()
        assert raised == (1,)
        assert own.second.flask("audit", "verify").returncode == 0
        for viewer in viewers:
            viewer.close()
