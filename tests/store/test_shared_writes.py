"""Writes to a database that others use as well: what is answered is stored, on every disk."""

import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import bindparam, insert

from competition.actions import competitions, snapshot_queue
from competition.store import group_commit, owed_snapshots, transactions
from competition.store.accounts import Organiser, all_organisers
from competition.store.db import Busy, NotConfirmed, db
from competition.store.raw_sql import RawConnection
from competition.store.statements import Statement
from competition.store.transactions import writing
from competition.store.write_locks import NO_COMPETITION, WriterLocks
from tests import factories
from tests.conftest import app_in
from tests.databases import address_of

ADD = Statement(
    insert(Organiser).values(name=bindparam("name"), password_hash="x", created_at="now")
)
KEY = factories.CHAOYANG


@pytest.fixture
def inside(postgres_app):
    with postgres_app.app_context():
        yield postgres_app


@pytest.fixture
def database(inside, postgres_server):
    """The database as its administrator sees it."""
    name = address_of(inside.config["DATA_DIR"]).rpartition("/")[2]
    with postgres_server.connect(name) as connection:
        yield connection


def add(name: str) -> Callable[[RawConnection], str]:
    def work(connection: RawConnection) -> str:
        connection.run(ADD, name=name)
        return f"{name} came"

    return work


def add_organiser(name: str) -> None:
    with writing(NO_COMPETITION) as session:
        session.add(Organiser(name=name, password_hash="x"))


def names() -> list[str]:
    db.session.rollback()
    return [organiser.name for organiser in all_organisers()]


WAYS = [
    pytest.param(lambda name: group_commit.commit_together(KEY, add(name)), id="a judge's write"),
    pytest.param(add_organiser, id="an organiser's act"),
]


def test_a_commit_after_a_statement_that_failed_is_no_commit(inside):
    def forgive(connection: RawConnection) -> str:
        connection.run(ADD, name="王芳")
        with pytest.raises(Exception, match="nowhere"):
            connection.execute("SELECT * FROM nowhere")
        return "told"

    with pytest.raises(Busy):
        group_commit.commit_together(KEY, forgive)
    assert names() == []
    assert group_commit.commit_together(KEY, add("李娜")) == "李娜 came"


@pytest.fixture
def awaited_standby(database):
    """Every commit waits for a standby that does not exist; call it to do without."""

    def set_to(name: str) -> None:
        database.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
        database.execute("SELECT pg_reload_conf()")

    # The tests' server waits for no disk; who connects from now on does.
    of_role = f"ALTER ROLE accord IN DATABASE {database.info.dbname}"
    database.execute(f"{of_role} SET synchronous_commit = 'on'")
    db.session.remove()
    db.engine.dispose()
    set_to("nobody")
    yield lambda: set_to("")
    database.execute(f"{of_role} RESET synchronous_commit")
    database.execute("ALTER SYSTEM RESET ALL")
    database.execute("SELECT pg_reload_conf()")


CANCEL = """
SELECT pg_cancel_backend(pid) FROM pg_stat_activity
WHERE wait_event = 'SyncRep' AND datname = current_database()"""


@pytest.mark.parametrize("write", WAYS)
def test_a_wait_for_the_standby_that_is_cancelled_is_never_answered_as_stored(
    inside, database, awaited_standby, write
):
    over = threading.Event()

    def cancel() -> None:
        while not over.wait(0.02):
            database.execute(CANCEL)

    canceller = threading.Thread(target=cancel)
    canceller.start()
    try:
        with pytest.raises(NotConfirmed):
            write("王芳")
    finally:
        over.set()
        canceller.join()
        awaited_standby()
    assert names() == ["王芳"]
    write("李娜")
    assert names() == ["王芳", "李娜"]


def test_a_repeat_of_a_key_is_not_answered_before_the_standby_has_it(inside, awaited_standby):
    def is_here(connection: RawConnection) -> bool:
        return connection.finds("SELECT 1 FROM organiser WHERE name = %(name)s", {"name": "王芳"})

    with pytest.raises(NotConfirmed):
        group_commit.commit_together(KEY, add("王芳"))
    # Its row is held until then.
    with pytest.raises(Busy):
        group_commit.commit_together(KEY, is_here)
    awaited_standby()
    assert group_commit.commit_together(KEY, is_here)


@pytest.mark.parametrize("write", WAYS)
def test_who_holds_the_row_keeps_others_waiting_and_then_they_are_told(
    inside, database, monkeypatch, write
):
    monkeypatch.setattr(transactions, "WRITE_WAIT_SECONDS", 0.2)
    database.execute("BEGIN")
    database.execute("SELECT 1 FROM write_lock FOR UPDATE")
    with pytest.raises(Busy):
        write("王芳")
    database.execute("ROLLBACK")
    assert names() == []
    write("王芳")
    assert names() == ["王芳"]


def test_who_arrives_while_another_node_holds_the_row_joins_the_transaction(inside, database):
    competitions.load_competition(factories.checked(factories.sample()), "organiser 王芳")
    database.autocommit = False
    database.execute("SELECT 1 FROM competition WHERE key = %s FOR UPDATE", [KEY])
    said: list[int] = []

    def write() -> None:
        with inside.app_context():
            said.append(
                group_commit.commit_together(
                    KEY, lambda each: each.rows("SELECT txid_current()", {})[0][0]
                )
            )

    writers = [threading.Thread(target=write) for _ in range(3)]
    writers[0].start()
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    while database.execute(waiting).fetchone()[0] == 0:
        time.sleep(0.01)
    for writer in writers[1:]:
        writer.start()
    while len(transactions.writer_locks().of(KEY).waiting) < 2:
        time.sleep(0.01)
    database.rollback()
    for writer in writers:
        writer.join()

    assert len(said) == 3
    assert len(set(said)) == 1


@pytest.mark.parametrize("write", WAYS)
def test_where_every_connection_is_taken_a_write_is_busy_and_nothing_of_it_is_stored(
    inside, monkeypatch, write
):
    monkeypatch.setattr(transactions, "WRITE_WAIT_SECONDS", 0.2)
    pool = db.engine.pool
    taken = [pool.connect() for _ in range(pool.size())]
    with pytest.raises(Busy):
        write("王芳")
    for connection in taken:
        connection.close()
    write("李娜")
    assert names() == ["李娜"]


def test_a_lock_of_several_names_is_found_by_others_as_long_as_it_is_held():
    locks = WriterLocks(is_shared=False)
    with locks.holding((NO_COMPETITION, KEY, "league"), lambda: 1.0) as is_held:
        assert is_held
        assert all(locks.of(name).lock.locked() for name in (NO_COMPETITION, KEY, "league"))


def test_a_connection_that_the_server_ended_is_replaced_before_it_is_used(inside, database):
    assert names() == []
    db.session.remove()
    database.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid()"
        " AND datname = current_database()"
    )
    add_organiser("王芳")
    assert names() == ["王芳"]


@pytest.mark.parametrize("write", WAYS)
def test_a_connection_that_ends_within_a_write_leaves_a_pool_that_works(inside, database, write):
    ended = "SELECT pg_terminate_backend(pg_backend_pid())"
    database.execute(
        f"CREATE FUNCTION end_it() RETURNS trigger AS 'BEGIN PERFORM ({ended}); "
        "RETURN new; END' LANGUAGE plpgsql SECURITY DEFINER"
    )
    database.execute(
        "CREATE TRIGGER ending BEFORE INSERT ON organiser FOR EACH ROW EXECUTE FUNCTION end_it()"
    )
    try:
        with pytest.raises(Busy):
            write("王芳")
    finally:
        database.execute("DROP TRIGGER ending ON organiser")
        database.execute("DROP FUNCTION end_it")
    assert names() == []
    write("李娜")
    assert names() == ["李娜"]


def test_a_clock_that_is_behind_after_a_failover_holds_up_no_snapshot(inside, database):
    database.execute(
        "INSERT INTO owed_snapshot (competition_key, is_owed, since, claimed_until, made_at)"
        " SELECT %s, true, later, later, later"
        " FROM (SELECT extract(epoch FROM clock_timestamp()) + 600 AS later) AS other",
        (KEY,),
    )
    assert owed_snapshots.claim_owed([], snapshot_queue.REST_SECONDS) == [KEY]
    assert owed_snapshots.claim_owed([], snapshot_queue.REST_SECONDS) == []


def test_two_nodes_that_claim_at_once_make_a_snapshot_once(inside, database):
    database.execute(
        "INSERT INTO owed_snapshot (competition_key, is_owed, since, claimed_until, made_at)"
        " VALUES (%s, true, 0, 0, 0)",
        (KEY,),
    )
    with app_in(inside.config["DATA_DIR"]) as other:
        first = owed_snapshots.claim_owed([], snapshot_queue.REST_SECONDS)
        with other.app_context():
            assert owed_snapshots.claim_owed([KEY], snapshot_queue.REST_SECONDS) == []
    assert first == [KEY]
