"""Two nodes on one PostgreSQL: each is killed and stopped again and again under judges' hands."""

import json
import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from competition.actions import competitions, rounds
from competition.store import audit, queries
from tests import databases
from tests.conftest import app_in
from tests.durability.conftest import JUDGES, TEAMS, final_with_eight_judges
from tests.durability.judging import (
    all_writes,
    check_books,
    counted_stages,
    let_judge,
    public,
    tablets_at,
    wait_for_receipts,
)
from tests.durability.pen import Pen
from tests.factories import CHAOYANG, checked
from tests.nodes.watching import eventually

HELD_ROW = "SELECT 1 FROM competition WHERE key = %s FOR UPDATE"
WAITS_FOR = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s"


@pytest.fixture
def final(tmp_path, postgres_database):
    """A DATA_DIR on PostgreSQL with that final in it, and the judges' tokens."""
    folder = tmp_path / "command"
    folder.mkdir()
    databases.set_address(folder, postgres_database)
    with app_in(folder) as app, app.app_context():
        competitions.load_competition(checked(final_with_eight_judges()), "command line")
        judges = queries.find_competition(CHAOYANG).judges
        yield folder, {judge.key: judge.token for judge in judges}


@pytest.fixture
def nodes(final, start_node):
    """Two nodes that serve it."""
    with ThreadPoolExecutor(2) as pool:
        return [node.result() for node in [pool.submit(start_node) for _ in range(2)]]


@pytest.fixture
def tablets(final, nodes):
    """Eight judges' tablets, four at each node."""
    return tablets_at(nodes, final[1])


@pytest.mark.timeout(3600)
def test_no_kill_of_a_node_loses_what_a_judge_was_told_is_stored(final, nodes, tablets, turns):
    die, took = random.Random(), []
    for turn in range(turns(2, 50)):
        killed, other = nodes[turn % 2], nodes[1 - turn % 2]

        def happen(killed=killed):
            wait_for_receipts(tablets)
            time.sleep(die.uniform(0, 0.5))
            killed.kill()

        let_judge(tablets, happen)
        # Some marks were acknowledged by the node that is no more, and shown by nobody yet.
        counted = counted_stages(final[0])

        def is_right(other=other, counted=counted):
            return public(other)["stages"] == counted

        took.append(eventually(is_right, "the other node's board is not right"))
        killed.start_again()
    print(f"the other node's board was right within {max(took):.2f} s")
    check_books(final[0], nodes, all_writes(tablets))
    assert public(nodes[0]) == public(nodes[1])
    assert [tablet.wrong for tablet in tablets] == [[]] * len(tablets)


def test_no_mark_is_stored_after_the_round_was_closed(final, nodes, tablets, turns):
    folder = final[0]

    def happen():
        with app_in(folder) as app, app.app_context():
            for _ in range(turns(3, 100)):
                wait_for_receipts(tablets[:1])
                rounds.set_state(CHAOYANG, "round-1", "closed", "command line")
                rounds.set_state(CHAOYANG, "round-1", "open", "command line", "once more")
        closed = nodes[1].flask("round", "state", CHAOYANG, "round-1", "closed")
        assert closed.returncode == 0, closed.stderr

    let_judge(tablets, happen)
    check_books(folder, nodes, all_writes(tablets))
    assert {status for tablet in tablets for status, _ in tablet.wrong} <= {423}
    with app_in(folder) as app, app.app_context():
        is_open, stored = True, 0
        for row in audit.chain_rows(CHAOYANG):
            if row.action == "round.state":
                is_open = json.loads(row.after)["state"] == "open"
            elif row.action.startswith("sheet."):
                assert is_open, f"stored in a closed round: {row.subject}"
                stored += 1
    assert stored > len(tablets)
    assert not is_open


@pytest.fixture
def database(postgres_database):
    """The database as another program sees it."""
    with psycopg.connect(databases.libpq_address(postgres_database), autocommit=True) as other:
        yield other


def pens(final, nodes):
    """Two judges, each at a node."""
    at = zip(nodes, JUDGES, strict=False)
    return [Pen(node.url, judge, final[1][judge], []) for node, judge in at]


def timed(pen, write):
    """The status of an answer, and how many seconds it took."""
    begun = time.monotonic()
    return pen.send(write), time.monotonic() - begun


def test_who_stops_while_holding_the_competition_keeps_no_judge_waiting_for_long(
    final, nodes, database
):
    first, second = pens(final, nodes)
    stuck, other = first.write(TEAMS[0], 0), second.write(TEAMS[0], 0)
    with database.transaction():
        # The node gets as far as this table, and holds the competition's row until it is through.
        database.execute("LOCK TABLE sheet_version IN ACCESS EXCLUSIVE MODE")
        sending = threading.Thread(target=first.send, args=(stuck,))
        sending.start()
        with psycopg.connect(database.info.dsn, autocommit=True) as looking:
            eventually(
                lambda: looking.execute(WAITS_FOR, ("%sheet_version%",)).fetchone(),
                "the node does not wait for the table",
            )
        os.kill(nodes[0].process.pid, signal.SIGSTOP)
    try:
        status, took = timed(second, other)
        print(f"a node that has stopped: {status} after {took:.1f} s")
        assert status in (200, 503)
        eventually(lambda: second.send(other) == 200, "it stays locked")
    finally:
        os.kill(nodes[0].process.pid, signal.SIGCONT)
        sending.join()
    # The one that was stopped has lost its transaction, and has said so.
    assert stuck.receipt is None
    assert first.send(stuck) == 200

    writes = [first.write(TEAMS[1], 0), second.write(TEAMS[1], 0)]
    with database.transaction():
        database.execute(HELD_ROW, (CHAOYANG,))
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(timed, (first, second), writes))
    print("another program that holds the row:", answers)
    assert [status for status, _ in answers] == [503, 503]
    assert [first.send(writes[0]), second.send(writes[1])] == [200, 200]
    check_books(final[0], nodes, first.writes + second.writes)
