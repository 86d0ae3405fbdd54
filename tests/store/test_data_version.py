"""Whether anything was committed, told without a query."""

import sqlite3
from contextlib import closing

import pytest

from competition.store.data_version import DataVersion

pytestmark = pytest.mark.sqlite("what its driver knows of a file")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "hall of fame.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE note (word)")
    return path


@pytest.fixture
def changes(file):
    with closing(DataVersion(f"sqlite:///{file}")) as changes:
        yield changes


def write(file, word):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO note VALUES (?)", (word,))
        connection.commit()


def test_the_edition_stays_while_people_read_and_moves_with_every_commit(file, changes):
    with closing(sqlite3.connect(file)) as reader:
        editions = [changes.current()]
        reader.execute("SELECT * FROM note").fetchall()
        assert changes.current() == editions[0]

        for word in ("one", "two"):
            write(file, word)
            editions.append(changes.current())
            assert changes.current() == editions[-1]

    assert None not in editions
    assert len(set(editions)) == 3


def test_what_is_not_committed_moves_nothing(file, changes):
    before = changes.current()

    with closing(sqlite3.connect(file)) as writer:
        writer.execute("INSERT INTO note VALUES ('half')")
        assert changes.current() == before


def test_a_new_connection_never_says_what_an_earlier_one_said(file, changes):
    before = changes.current()
    changes.close()

    write(file, "meanwhile")

    assert changes.current() != before


def test_where_it_cannot_be_known_nothing_is_said_until_it_can(file, tmp_path):
    away = tmp_path / "away.sqlite"
    with closing(DataVersion(f"sqlite:///{away}")) as changes:
        assert changes.current() is None
        assert not away.exists()

        file.rename(away)

        assert changes.current() is not None
    assert DataVersion("postgresql+psycopg://accord@localhost/accord").current() is None
