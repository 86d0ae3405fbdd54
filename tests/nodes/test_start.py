"""Several nodes start on one database: what the first does, and what each says."""

import re
import subprocess
import sys
import threading
import time

import psycopg
import pytest

from app import create_app
from competition import settings
from competition.actions import accounts, competitions
from competition.cli import serve
from competition.cli.shared_database import tell_limits
from competition.store import postgres_setup, queries, snapshots
from competition.store.db import db
from tests import factories
from tests.conftest import app_in, environment_for, free_port, serving

ASIDE = "postgresql+psycopg://accord@127.0.0.1:9/aside"


def told(capsys):
    """What a start has said on standard error, in lines."""
    return capsys.readouterr().err.splitlines()


@pytest.fixture
def in_english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def test_two_nodes_start_at_once_on_an_empty_database_and_one_fills_it(
    tmp_path, empty_database, postgres_server
):
    folder = tmp_path / "data"
    other = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=factories.ROOT,
        env=environment_for(folder, free_port()) | {"DATABASE_URL": empty_database},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    # The address as most people write it.
    with serving(folder, DATABASE_URL=empty_database.replace("+psycopg", "")) as first:
        lines = []
        for line in other.stdout:
            lines.append(line)
            if "Ctrl+C" in line:
                break
        other.terminate()
        rest = other.communicate(timeout=60)[0]
        give_up = time.monotonic() + 60
        while "Ctrl+C" not in first.terminal and time.monotonic() < give_up:
            time.sleep(0.05)
        links = re.findall(r"/(?:set-up|j)/\S+", first.terminal)
        assert len(links) == 8
        assert re.findall(r"/(?:set-up|j)/\S+", "".join(lines)) == links
        assert "Traceback" not in "".join(lines) + rest + first.terminal
    with postgres_server.connect(empty_database.rpartition("/")[2]) as connection:
        assert connection.execute("SELECT key FROM competition").fetchall() == [
            (factories.CHAOYANG,)
        ]
        assert connection.execute("SELECT count(*) FROM shared_secret").fetchone() == (1,)
    assert not (folder / "secret_key").exists()


def test_many_nodes_in_one_process_migrate_an_empty_database_once(tmp_path, empty_database):
    ended = []

    def start(number):
        folder = tmp_path / f"data-{number}"
        folder.mkdir()
        config = {"SQLALCHEMY_DATABASE_URI": empty_database, "SECRET_KEY": None}
        with app_in(folder, **config) as app, app.app_context():
            serve.prepare(app)
            ended.append((app.secret_key, accounts.set_up_link(), len(queries.all_competitions())))

    threads = [threading.Thread(target=start, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(ended) == 4
    assert len(set(ended)) == 1
    assert ended[0][2] == 1


def test_the_key_is_read_by_the_role_of_the_application_alone(
    make_node, postgres_database, postgres_server
):
    node = make_node(SECRET_KEY=None)
    assert len(node.secret_key) >= 48
    name = postgres_database.rpartition("/")[2]
    with postgres_server.connect(name) as connection:
        connection.execute("DROP ROLE IF EXISTS observer")
        connection.execute("CREATE ROLE observer LOGIN")
    with (
        postgres_server.connect(name, "observer") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT value FROM shared_secret")


def test_a_node_signs_with_the_key_of_the_others(make_node):
    keys = {make_node(SECRET_KEY=None).secret_key for _ in range(2)}

    assert len(keys) == 1


@pytest.mark.parametrize(
    "written",
    [
        "postgresql://accord@db/accord",
        "postgres://accord@db/accord",
        "postgresql+psycopg://accord@db/accord",
    ],
)
def test_an_address_without_a_driver_means_the_one_that_is_installed(written):
    chosen = settings.from_environment({"DATABASE_URL": written})

    assert chosen.database_url == "postgresql+psycopg://accord@db/accord"


def test_another_driver_is_refused_by_name(monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://accord@db/accord")

    with pytest.raises(SystemExit) as ended:
        create_app()

    assert ended.value.code == 2
    (line,) = told(capsys)
    assert line.startswith("DATABASE_URL takes")
    assert "asyncpg" in line


def test_a_database_out_of_reach_ends_the_start_with_a_line(tmp_path, capsys, in_english):
    with (
        app_in(tmp_path, SQLALCHEMY_DATABASE_URI=ASIDE) as app,
        app.app_context(),
        pytest.raises(SystemExit) as ended,
    ):
        serve.prepare(app)

    assert ended.value.code == 2
    (line,) = told(capsys)
    assert line.startswith("DATABASE_URL: the database cannot be used")


def test_the_second_of_two_hosts_is_found_where_the_first_is_away(
    tmp_path, empty_database, postgres_server
):
    port = postgres_server.port
    address = (
        f"postgresql+psycopg://accord@/{empty_database.rpartition('/')[2]}"
        f"?host=127.0.0.1:9&host=127.0.0.1:{port}&target_session_attrs=read-write"
    )
    with app_in(tmp_path, SQLALCHEMY_DATABASE_URI=address) as app, app.app_context():
        serve.prepare(app)

        assert len(queries.all_competitions()) == 1


def test_an_older_server_is_refused_and_stays_as_it_is(
    tmp_path, empty_database, capsys, monkeypatch, in_english, postgres_server
):
    monkeypatch.setattr(postgres_setup, "OLDEST", 99)
    with (
        app_in(tmp_path, SQLALCHEMY_DATABASE_URI=empty_database) as app,
        app.app_context(),
        pytest.raises(SystemExit) as ended,
    ):
        serve.prepare(app)

    assert ended.value.code == 2
    (line,) = told(capsys)
    assert "needs 99 or newer" in line
    with postgres_server.connect(empty_database.rpartition("/")[2]) as connection:
        tables = connection.execute("SELECT * FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchall() == []


def test_a_database_is_not_upgraded_under_nodes_that_report(
    tmp_path, make_node, postgres_database, postgres_server, capsys, in_english
):
    with postgres_server.connect(postgres_database.rpartition("/")[2]) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0013'")
        connection.execute(
            "INSERT INTO node_report VALUES ('a', 'http://hall-2:8000', '1.0.0', 0, "
            "extract(epoch FROM now()), '{}')"
        )
    node = make_node()
    with node.app_context(), pytest.raises(SystemExit) as ended:
        serve.prepare(node)

    assert ended.value.code == 1
    (line,) = told(capsys)
    assert "http://hall-2:8000" in line


def test_a_start_says_what_the_database_does_not_promise(make_node, capsys, in_english):
    node = make_node()
    with node.app_context():
        tell_limits(node)

    lowered, alone = told(capsys)
    assert "synchronous_commit is “off”" in lowered
    assert "no synchronous standby" in alone


def test_a_connection_waits_for_its_commit_whatever_the_role_says(make_node):
    node = make_node()
    with node.app_context(), db.engine.connect() as connection:
        chosen = connection.exec_driver_sql("SHOW synchronous_commit").scalar()

    assert chosen == "on"


def test_a_stronger_promise_of_the_role_is_kept(make_node, postgres_database, postgres_server):
    name = postgres_database.rpartition("/")[2]
    with postgres_server.connect(name) as connection:
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = remote_apply")
    node = make_node()
    with node.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "remote_apply"


def test_a_node_opens_no_more_connections_than_the_database_allows(
    make_node, postgres_database, postgres_server, capsys, in_english
):
    name = postgres_database.rpartition("/")[2]
    with postgres_server.connect(name) as connection:
        connection.execute(f"ALTER DATABASE {name} CONNECTION LIMIT 9")
    node = make_node(SQLALCHEMY_ENGINE_OPTIONS={"pool_size": 20, "max_overflow": 0})
    with node.app_context():
        tell_limits(node)

        assert db.engine.pool.size() == 5
        assert "at most 5 and 4 of its own" in told(capsys)[0]


def test_nodes_that_together_need_too_many_are_told(
    make_node, postgres_database, postgres_server, capsys, in_english
):
    name = postgres_database.rpartition("/")[2]
    with postgres_server.connect(name) as connection:
        connection.execute(f"ALTER DATABASE {name} CONNECTION LIMIT 40")
        connection.execute(
            "INSERT INTO node_report VALUES ('a', 'http://hall-2:8000', '1.0.0', 0, "
            "extract(epoch FROM now()), '{}')"
        )
    node = make_node(SQLALCHEMY_ENGINE_OPTIONS={"pool_size": 20, "max_overflow": 0})
    with node.app_context():
        tell_limits(node)

        assert db.engine.pool.size() == 20
        assert "2 nodes may open 48 connections" in told(capsys)[0]


@pytest.mark.parametrize("others", [0, 1])
def test_a_node_that_starts_alone_shows_what_an_older_version_did_not(
    make_node, postgres_database, postgres_server, others
):
    node = make_node()
    with node.app_context():
        competitions.load_competition(factories.checked(factories.sample()), "command line")
    with postgres_server.connect(postgres_database.rpartition("/")[2]) as connection:
        connection.execute(
            """UPDATE snapshot SET display = replace(display, ',"visibility":"public"', '')"""
        )
        connection.execute(
            "INSERT INTO node_report SELECT 'a', 'http://hall-2:8000', '1.0.0', 0, "
            "extract(epoch FROM now()), '{}' FROM generate_series(1, %s)",
            (others,),
        )

    with node.app_context():
        serve.prepare(node)

        newest = snapshots.newest_snapshot(factories.CHAOYANG)
        assert (newest.number, "visibility" in newest.display) == (1 if others else 2, not others)
