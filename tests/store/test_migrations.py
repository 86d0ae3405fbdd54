"""Migrations on databases with rows in them: nothing may be lost, and nothing half done."""

import re
import shutil
import sqlite3
from pathlib import Path

import flask_migrate
import pytest

from competition.actions import competitions, verification
from competition.store import accounts, audit, migrate
from competition.store.db import db
from tests.conftest import app_in
from tests.store.dump import fill

HERE = Path(__file__).parent
DUMPS = sorted(HERE.glob("at_*.sql"))

pytestmark = pytest.mark.sqlite("the dumps of earlier versions are files")

NEXT = '''"""A migration that only this test has."""
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade():
    with op.batch_alter_table("competition") as batch:
        batch.add_column(sa.Column("motto", sa.String(20), nullable=True))
    with op.batch_alter_table("sheet") as batch:
        batch.alter_column("state", type_=sa.String(40))
    {more}
'''


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture
def with_next(tmp_path, monkeypatch):
    """The migrations with one more, which changes parents of many rows."""

    def add(more="pass"):
        copy = tmp_path / "migrations"
        shutil.copytree(migrate.DIRECTORY, copy, ignore=shutil.ignore_patterns("__pycache__"))
        head = sorted(path.name for path in (copy / "versions").glob("0*.py"))[-1].split("_")[0]
        (copy / "versions" / "next.py").write_text(NEXT.format(head=head, more=more))
        monkeypatch.setattr(migrate, "DIRECTORY", copy)

    return add


def counts(folder):
    file = sqlite3.connect(folder / "accord.sqlite")
    try:
        tables = [
            name
            for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name != "alembic_version"
        ]
        found = {
            name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables
        }
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        return found
    finally:
        file.close()


def test_the_dumps_cover_every_revision_that_was_left_behind_and_every_table():
    assert [path.stem for path in DUMPS] == ["at_0001", "at_0004", "at_0006", "at_0009", "at_0010"]
    lines = DUMPS[-1].read_text(encoding="utf-8")
    for name in re.findall(r'^CREATE TABLE "?(\w+)', lines, re.MULTILINE):
        assert f'INSERT INTO "{name}"' in lines, name


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.stem)
def test_a_database_of_an_older_revision_comes_up_to_date_with_every_row(dump, folder):
    file = sqlite3.connect(folder / "accord.sqlite")
    file.executescript(dump.read_text(encoding="utf-8"))
    file.close()
    before = counts(folder)
    was_bound = dump.stem >= "at_0008"

    with app_in(folder) as app, app.app_context():
        migrate.ensure(app)
        exported = competitions.export_competition("league")
        # An upgrade from before the audit bound anything binds what it found, in one row.
        bound = audit.rows_about("league", "record.bind", "league")
        verified = verification.verify_chain("league")
        if was_bound:
            assert (bound, verified.bound_from) == ([], 1)
        else:
            assert (verified.length, verified.bound_from) == (bound[0].number, bound[0].number)
        flask_migrate.check(directory=str(migrate.DIRECTORY))

    after = counts(folder)
    rows = before["audit_row"] + (not was_bound)
    assert {name: after[name] for name in before} == before | {"audit_row": rows}
    assert exported.count(b'"marks"') == 14


def test_an_update_signs_nobody_out(folder):
    file = sqlite3.connect(folder / "accord.sqlite")
    file.executescript(DUMPS[-1].read_text(encoding="utf-8"))
    tokens = [
        token for (token,) in file.execute("SELECT token FROM sign_in WHERE ended_at IS NULL")
    ]
    file.close()

    with app_in(folder) as app, app.app_context():
        migrate.ensure(app)
        assert tokens
        assert all(accounts.open_session(token) for token in tokens)


def test_the_models_and_the_migrations_agree(context):
    flask_migrate.check(directory=str(migrate.DIRECTORY))


def test_a_database_of_today_is_left_alone(context):
    assert migrate.ensure(context) is None


def test_a_migration_of_a_parent_keeps_its_children_and_a_copy_is_made_first(folder, with_next):
    with app_in(folder) as app, app.app_context():
        migrate.ensure(app)
        fill()
        exported = competitions.export_competition("league")
        before = counts(folder)
    with_next()

    with app_in(folder) as app, app.app_context():
        backup = migrate.ensure(app)
        assert competitions.export_competition("league") == exported
        rows = db.session.execute(db.text("SELECT motto FROM competition")).all()
        assert rows == [(None,), (None,)]

    assert counts(folder) == before
    assert backup.parent == folder
    file = sqlite3.connect(backup)
    assert file.execute("SELECT version_num FROM alembic_version").fetchall() != [("next",)]
    assert file.execute("SELECT count(*) FROM sheet_version").fetchone() == (
        before["sheet_version"],
    )
    file.close()


@pytest.mark.parametrize(
    "more",
    ['op.execute("DELETE FROM competition")', 'raise ValueError("half way")'],
    ids=["orphans", "fails half way"],
)
def test_a_migration_that_goes_wrong_changes_nothing(folder, with_next, more):
    with app_in(folder) as app, app.app_context():
        migrate.ensure(app)
        fill()
        before = counts(folder)
        revision = db.session.execute(db.text("SELECT version_num FROM alembic_version")).scalar()
    with_next(more)

    with (
        app_in(folder) as app,
        app.app_context(),
        pytest.raises((SystemExit, ValueError)) as stopped,
    ):
        migrate.ensure(app)

    assert not isinstance(stopped.value, SystemExit) or stopped.value.code == 1
    assert counts(folder) == before
    file = sqlite3.connect(folder / "accord.sqlite")
    assert file.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision,)]
    columns = [row[1] for row in file.execute("PRAGMA table_info(competition)")]
    file.close()
    assert "motto" not in columns


def test_foreign_keys_hold_again_after_a_migration(folder):
    with app_in(folder) as app, app.app_context():
        migrate.ensure(app)
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_database_of_a_newer_accord_is_refused_and_left_alone(folder):
    with app_in(folder) as app, app.app_context():
        migrate.ensure(app)
        with db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(migrate.TooNew):
            migrate.ensure(app)
    assert list(folder.glob("before-*")) == []
