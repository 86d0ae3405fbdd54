"""One writer at a time, whole or not at all, on disk when it returns."""

import sqlite3
import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError

from competition.store import audit, audit_links, db, transactions
from competition.store.accounts import Organiser, all_organisers, organiser_by_name
from competition.store.db import Busy
from competition.store.transactions import writing


@pytest.fixture(autouse=True)
def inside(context):
    return context


@contextmanager
def elsewhere():
    """A connection of another engine, as another program has."""
    engine = create_engine(db.db.engine.url)
    with engine.connect().execution_options(write=True) as connection:
        yield connection
    engine.dispose()


def add(name):
    with writing() as session:
        session.add(Organiser(name=name, password_hash="x"))


@pytest.mark.sqlite("how its file is opened")
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)],
)
def test_the_database_is_opened_safely(pragma, value):
    with db.db.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_what_was_written_is_there_for_everybody_at_once():
    add("王芳")
    with elsewhere() as other:
        assert other.exec_driver_sql("SELECT name FROM organiser").fetchall() == [("王芳",)]


def test_whatever_goes_wrong_inside_leaves_nothing_behind():
    def half():
        with writing() as session:
            session.add(Organiser(name="王芳", password_hash="x"))
            session.flush()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert all_organisers() == []
    add("王芳")


def test_what_breaks_a_rule_of_the_database_is_not_stored():
    add("王芳")
    # Where others write as well, they may have been faster: it is tried again.
    is_shared = db.db.engine.dialect.name != "sqlite"
    with pytest.raises(Busy if is_shared else IntegrityError):
        add("王芳")
    assert [organiser.name for organiser in all_organisers()] == ["王芳"]


def test_what_was_read_before_is_read_again_under_the_lock():
    add("王芳")
    known = organiser_by_name("王芳")
    with elsewhere() as other:
        other.exec_driver_sql("UPDATE organiser SET password_hash = 'new'")
        other.commit()
    with writing():
        assert known.password_hash == "new"


def test_what_was_changed_outside_of_a_write_is_forgotten_not_stored():
    add("王芳")
    organiser_by_name("王芳").name = "李娜"
    with writing():
        pass
    assert [organiser.name for organiser in all_organisers()] == ["王芳"]


def test_many_writers_who_read_first_lose_nothing(context):
    wrong = []

    def count_up():
        try:
            with context.app_context():
                for _ in range(20):
                    with writing() as session:
                        audit.append(session, audit.NewRow("chain", "王芳", "count", ""))
        except Exception as error:
            wrong.append(error)

    writers = [threading.Thread(target=count_up) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    db.db.session.rollback()

    chain = audit.chain_rows("chain")
    assert wrong == []
    assert [row.number for row in chain] == list(range(1, 121))
    assert audit_links.first_broken_link(chain) is None


def test_a_writer_who_cannot_have_the_lock_is_told_so(context, monkeypatch):
    monkeypatch.setattr(transactions, "WRITE_WAIT_SECONDS", 0.05)
    told = []

    def wait():
        with context.app_context():
            try:
                add("李娜")
            except Busy as busy:
                told.append(busy)

    with writing():
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join()

    assert len(told) == 1
    assert all_organisers() == []
    add("李娜")


@pytest.mark.sqlite("a lock of the whole file")
def test_a_database_that_another_program_holds_is_busy_and_free_again_later():
    with db.db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(db.db.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="locked"):
        add("王芳")
    other.execute("ROLLBACK")
    other.close()
    add("王芳")
    assert len(all_organisers()) == 1


def test_a_reader_sees_one_moment_while_another_writes():
    add("王芳")
    with db.db.engine.connect() as reader:
        before = reader.exec_driver_sql("SELECT count(*) FROM organiser").scalar()
        add("李娜")
        assert reader.exec_driver_sql("SELECT count(*) FROM organiser").scalar() == before
    assert len(all_organisers()) == 2
