"""Writes that arrive together: one transaction, each judged for itself, all or each on disk."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, String, bindparam, create_engine, insert, select
from sqlalchemy.dialects.postgresql import psycopg2
from sqlalchemy.exc import OperationalError

from competition.store import (
    audit,
    db,
    group_commit,
    judge_auth,
    sheet_row,
    sheet_writes,
    transactions,
)
from competition.store.accounts import Organiser, all_organisers
from competition.store.db import Busy, Unavailable
from competition.store.raw_sql import RawConnection
from competition.store.statements import RowStatement, Statement, insert_row, select_row, update_row
from tests import waiting_writers
from tests.waiting_writers import Door, door_of

ADD = Statement(
    insert(Organiser).values(name=bindparam("name"), password_hash="x", created_at="now")
)
KEY = "final"
NAMED = Statement(select(Organiser.id).where(Organiser.name == bindparam("name")))
NAMES = ["王芳", "李娜", "张伟", "Jo", "Ana"]


@pytest.fixture
def door(monkeypatch, context) -> Door:
    return door_of(KEY, monkeypatch)


@pytest.fixture
def commits(context) -> Iterator[list[int]]:
    """One entry for each commit."""
    counted: list[int] = []

    def count(commit: group_commit.Commit) -> None:
        commit()
        counted.append(len(counted) + 1)

    group_commit.set_commit_runner(count)
    yield counted
    group_commit.set_commit_runner(group_commit.commit_inline)


def add(name: str) -> Callable[[RawConnection], str]:
    def work(connection: RawConnection) -> str:
        if connection.one(NAMED, name=name):
            return f"{name} is here already"
        connection.run(ADD, name=name)
        return f"{name} came"

    return work


def waiting(context: Any, door: Door, works: list[Callable[[RawConnection], str]]) -> Any:
    """All of them wait behind a shut door; after the block each has its answer or its error."""
    calls = [partial(group_commit.commit_together, KEY, work) for work in works]
    return waiting_writers.waiting(context, door, calls)


@contextmanager
def elsewhere() -> Iterator[Connection]:
    """A connection of another engine, as another program has."""
    engine = create_engine(db.db.engine.url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def names() -> list[str]:
    db.db.session.rollback()
    return [organiser.name for organiser in all_organisers()]


def test_one_alone_is_stored_when_it_is_answered(context):
    assert group_commit.commit_together(KEY, add("王芳")) == "王芳 came"
    with elsewhere() as other:
        assert other.exec_driver_sql("SELECT name FROM organiser").fetchall() == [("王芳",)]


@pytest.mark.sqlite("only SQLite's commits are run beside the loop, where they are counted")
def test_all_that_wait_are_stored_in_their_order_with_one_commit(context, door, commits):
    with waiting(context, door, [add(name) for name in NAMES]) as said:
        pass
    assert said == [f"{name} came" for name in NAMES]
    assert names() == NAMES
    assert len(commits) == 1


def test_each_sees_what_those_before_it_did(context, door):
    with waiting(context, door, [add("王芳"), add("王芳"), add("李娜")]) as said:
        pass
    assert said == ["王芳 came", "王芳 is here already", "李娜 came"]


@pytest.mark.sqlite("only SQLite's commits are run beside the loop, where they are counted")
def test_no_more_than_so_many_share_a_transaction(context, door, commits, monkeypatch):
    monkeypatch.setattr(group_commit, "LARGEST_GROUP", 2)
    with waiting(context, door, [add(name) for name in NAMES]) as said:
        pass
    assert said == [f"{name} came" for name in NAMES]
    assert len(commits) == 3


def test_an_error_in_one_undoes_all_of_it_and_nothing_of_the_others(context, door):
    def fail(connection: RawConnection) -> str:
        connection.run(ADD, name="nobody")
        raise ArithmeticError("no")

    with waiting(context, door, [add("王芳"), fail, add("李娜")]) as said:
        pass
    assert (said[0], said[2]) == ("王芳 came", "李娜 came")
    assert isinstance(said[1], ArithmeticError)
    assert names() == ["王芳", "李娜"]


@pytest.mark.sqlite("the disk below its file")
def test_a_disk_that_takes_no_commit_stores_nothing_of_anybody(context, door):
    def full(_commit: group_commit.Commit) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    group_commit.set_commit_runner(full)
    try:
        with waiting(context, door, [add(name) for name in NAMES]) as said:
            pass
    finally:
        group_commit.set_commit_runner(group_commit.commit_inline)
    assert {type(answer) for answer in said} == {Unavailable}
    assert names() == []
    assert group_commit.commit_together(KEY, add("王芳")) == "王芳 came"


def test_who_gives_up_waiting_is_told_so_and_is_not_stored_later(context, door, monkeypatch):
    monkeypatch.setattr(transactions, "WRITE_WAIT_SECONDS", 0.05)
    with door.lock, pytest.raises(Busy):
        group_commit.commit_together(KEY, add("王芳"))
    assert group_commit.commit_together(KEY, add("李娜")) == "李娜 came"
    assert names() == ["李娜"]


@pytest.mark.sqlite("a lock of the whole file")
def test_a_database_that_another_program_holds_is_busy_and_free_again_later(context, monkeypatch):
    monkeypatch.setattr(transactions, "WRITE_WAIT_SECONDS", 0.05)
    other = sqlite3.connect(db.db.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="locked"):
        group_commit.commit_together(KEY, add("王芳"))
    other.execute("ROLLBACK")
    other.close()
    assert group_commit.commit_together(KEY, add("王芳")) == "王芳 came"


@pytest.mark.sqlite("PostgreSQL goes on after no failed statement")
def test_what_the_driver_cannot_read_is_the_error_that_everybody_knows(context):
    def read(connection: RawConnection) -> str:
        with pytest.raises(OperationalError):
            connection.execute("SELECT * FROM nowhere")
        return "told"

    assert group_commit.commit_together(KEY, read) == "told"


ADD_ROW = insert_row(Organiser, ["name", "password_hash", "created_at"])
RENAME = update_row(Organiser, ("name", "old"), {"name": "new"})
ANY_NAMED = select_row(
    {"name": String()},
    ("name",),
    lambda of: select(Organiser.id).where(Organiser.name == of["name"]),
)


def test_a_row_that_is_sent_later_is_there_for_whoever_asks(context, door):
    def come_and_ask(connection: RawConnection) -> str:
        for name in ("王芳", "李娜"):
            connection.run(ADD_ROW, name=name, password_hash="x", created_at="now")
        assert connection.one(ANY_NAMED, name="王芳")
        connection.run(RENAME, old="王芳", new="张伟")
        return str([connection.one(ANY_NAMED, name=name) is not None for name in NAMES])

    assert group_commit.commit_together(KEY, come_and_ask) == "[False, True, True, False, False]"
    assert sorted(names()) == sorted(["张伟", "李娜"])


STATEMENTS = [
    pytest.param(value, id=f"{module.__name__.rpartition('.')[2]}{name}")
    for module in (audit, judge_auth, sheet_row, sheet_writes)
    for name, value in vars(module).items()
    if isinstance(value, Statement)
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_every_statement_of_the_write_path_is_ready_for_postgresql_as_well(statement):
    text, wanted, is_positional = statement.compiled(psycopg2.dialect())
    assert not is_positional
    assert wanted
    assert all(f"%({name})s" in text for name, _, _ in wanted)
    if isinstance(statement, RowStatement):
        text, ((name, _, _),), is_positional = statement.compiled_many(psycopg2.dialect())
        assert not is_positional
        assert (text.count("json_to_recordset("), text.count(f"%({name})s")) == (1, 1)
