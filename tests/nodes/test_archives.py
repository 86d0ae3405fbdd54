"""`flask backup` and `flask restore` on PostgreSQL."""

import json
import subprocess

import pytest

from competition.cli import serve
from competition.store import postgres_archives
from competition.store.node_reports import node_reports
from tests import factories
from tests.conftest import app_in

PASSWORD = "hunter's 2"


@pytest.fixture(autouse=True)
def _in_english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def flask(node, *arguments, code=0, typed=""):
    """Run a command of this node."""
    done = node.test_cli_runner().invoke(args=[str(each) for each in arguments], input=typed)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.stderr
    return done


@pytest.fixture
def used_node(make_node, tmp_path):
    """A node whose competition an organiser looks after."""
    node = make_node()
    file = tmp_path / "league.json"
    file.write_text(json.dumps(factories.league()), encoding="utf-8")
    flask(node, "competition", "load", file)
    flask(node, "organiser", "add", factories.ORGANISER, typed=factories.PASSWORD)
    return node


@pytest.fixture
def other_node(tmp_path, empty_database):
    """A node on another database, without tables."""
    folder = tmp_path / "other"
    folder.mkdir()
    with app_in(folder, SQLALCHEMY_DATABASE_URI=empty_database) as app:
        yield app


def test_a_backup_is_an_archive_that_comes_back_as_it_was(used_node, other_node, tmp_path):
    exported = flask(used_node, "competition", "export", "league").stdout
    made = tmp_path / "made.dump"

    assert flask(used_node, "backup", made).stdout == f"{made}\n"
    listed = subprocess.run(
        ["pg_restore", "--list", made], capture_output=True, text=True, check=True
    )
    assert "TABLE DATA public sheet_version" in listed.stdout
    assert made.stat().st_mode & 0o077 == 0

    said = flask(other_node, "restore", made, "--yes").stderr
    assert f"Organisers: {factories.ORGANISER}" in said
    assert "Competition league" in said
    assert flask(other_node, "competition", "export", "league").stdout == exported
    flask(other_node, "audit", "verify")


def test_a_folder_takes_a_new_file_and_gives_its_newest(used_node, other_node, tmp_path):
    folder = tmp_path / "made"
    folder.mkdir()
    flask(used_node, "backup", folder)

    (made,) = folder.iterdir()
    assert made.name.startswith("accord-")
    flask(other_node, "restore", folder, "--yes")


def test_a_database_that_was_only_started_is_empty_enough(used_node, other_node, tmp_path):
    made = tmp_path / "made.dump"
    flask(used_node, "backup", made)
    with other_node.app_context():
        serve.prepare(other_node)
        serve.welcome("http://hall:8000")

    flask(other_node, "restore", made, "--yes")

    keys = [each["key"] for each in json.loads(flask(other_node, "competition", "list").stdout)]
    assert keys == ["league"]


def test_a_database_that_somebody_uses_is_left_as_it_is(used_node, tmp_path):
    made = tmp_path / "made.dump"
    flask(used_node, "backup", made)
    exported = flask(used_node, "competition", "export", "league").stdout

    assert "is not empty" in flask(used_node, "restore", made, "--yes", code=1).stderr
    assert flask(used_node, "competition", "export", "league").stdout == exported


def test_nothing_is_restored_under_a_node_that_runs(used_node, other_node, tmp_path):
    made = tmp_path / "made.dump"
    flask(used_node, "backup", made)
    with other_node.app_context():
        serve.prepare(other_node)
        node_reports().report("http://hall-2:8000", "1.0.0", {})

    said = flask(other_node, "restore", made, "--yes", code=1).stderr

    assert "http://hall-2:8000" in said


def test_an_archive_with_a_trigger_is_refused(
    used_node, other_node, tmp_path, postgres_database, postgres_server
):
    with postgres_server.connect(postgres_database.rpartition("/")[2]) as connection:
        connection.execute("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'")
    made = tmp_path / "made.dump"
    flask(used_node, "backup", made)

    said = flask(other_node, "restore", made, "--yes", code=1).stderr

    assert "FUNCTION" in said
    with other_node.app_context():
        assert not postgres_archives.has_data()


def test_an_archive_whose_audit_log_was_changed_leaves_nothing(
    used_node, other_node, tmp_path, postgres_database, postgres_server
):
    with postgres_server.connect(postgres_database.rpartition("/")[2]) as connection:
        connection.execute("UPDATE audit_row SET who = 'somebody else' WHERE chain = 'league'")
    made = tmp_path / "made.dump"
    flask(used_node, "backup", made)

    said = flask(other_node, "restore", made, "--yes", code=1).stderr

    assert "its audit log does not hold" in said
    with other_node.app_context():
        assert not postgres_archives.has_data()


@pytest.mark.parametrize("content", [b"", b"PGDMP and nothing", b"PK\x03\x04 a zip of SQLite's"])
def test_any_other_file_is_refused_in_words(other_node, tmp_path, content):
    file = tmp_path / "file"
    file.write_bytes(content)

    said = flask(other_node, "restore", file, code=1).stderr

    assert "Traceback" not in said
    assert str(file) in said


def test_without_pg_dump_the_command_is_shown_and_no_password(
    tmp_path, postgres_database, monkeypatch
):
    address = postgres_database.replace("accord@", "accord:hunter's%202@")
    with app_in(tmp_path, SQLALCHEMY_DATABASE_URI=address) as node:
        monkeypatch.setattr(postgres_archives.shutil, "which", lambda _program: None)
        said = flask(node, "backup", tmp_path / "made.dump", code=1).stderr

    assert "pg_dump is not installed here" in said
    assert "user=accord" in said
    assert str(tmp_path / "made.dump") in said
    assert "hunter" not in said
    assert not (tmp_path / "made.dump").exists()


def test_the_password_is_on_no_command_line(tmp_path, postgres_database, monkeypatch):
    ran = []
    run = subprocess.run

    def note(command, **how):
        ran.append((command, how["env"]["PGPASSWORD"]))
        return run(command, **how)

    address = postgres_database.replace("accord@", "accord:hunter's%202@")
    with app_in(tmp_path, SQLALCHEMY_DATABASE_URI=address) as node:
        monkeypatch.setattr(postgres_archives.subprocess, "run", note)
        flask(node, "backup", tmp_path / "made.dump")

    ((command, password),) = ran
    assert password == PASSWORD
    assert not any("hunter" in part for part in command)
