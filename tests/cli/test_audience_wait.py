"""An audience node makes no tables: it waits for them, and says so."""

import pytest
from sqlalchemy import text

from competition.cli import audience_node
from competition.store import migrate
from competition.store.db import db
from tests.conftest import app_in


@pytest.fixture
def empty(tmp_path):
    """An application whose database nobody has set up."""
    with app_in(tmp_path, ROLE="audience") as app, app.app_context():
        yield app


def test_it_waits_until_another_node_has_set_the_database_up(empty, monkeypatch, capsys):
    waited = []

    def another_node_comes(seconds):
        waited.append(seconds)
        if len(waited) == 3:
            migrate.ensure(empty)

    monkeypatch.setattr(audience_node.time, "sleep", another_node_comes)
    audience_node.wait_for_schema()

    assert waited == [audience_node.TRY_AGAIN_SECONDS] * 3
    assert capsys.readouterr().err.count("no node of this version has set it up yet") == 1


def test_it_waits_for_nothing_where_all_is_there(empty, monkeypatch):
    migrate.ensure(empty)
    monkeypatch.setattr(audience_node.time, "sleep", lambda _seconds: pytest.fail("It waits"))

    audience_node.wait_for_schema()


def test_a_newer_database_ends_the_start(empty, capsys):
    migrate.ensure(empty)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SystemExit) as ended:
        audience_node.wait_for_schema()

    assert ended.value.code == 1
    assert "newer version of Accord" in capsys.readouterr().err
