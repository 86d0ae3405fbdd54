"""What the disk does to pages: 503 with words and Retry-After, in every place that reads."""

import errno
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, IntegrityError

from competition.store import database_file, group_commit, health
from competition.store.data_version import DataVersion
from competition.store.db import db
from tests import factories

pytestmark = pytest.mark.sqlite("what its driver says of a disk")

FULL = sqlite3.OperationalError("database or disk is full")
BROKEN = {
    "full": FULL,
    "input and output": sqlite3.OperationalError("disk I/O error"),
    "malformed": sqlite3.DatabaseError("database disk image is malformed"),
    "not a database": sqlite3.DatabaseError("file is not a database"),
    "internal": sqlite3.InternalError("unable to delete/modify user-function"),
}


@pytest.fixture(params=BROKEN)
def broken(request, app):
    """Every statement meets this error of the disk, also those on the driver's own cursor."""
    error = BROKEN[request.param]

    class Cursor(sqlite3.Cursor):
        def execute(self, statement, *values):
            if "SELECT" in str(statement):
                raise error
            return super().execute(statement, *values)

    class Connection(sqlite3.Connection):
        def cursor(self, factory=Cursor):
            return super().cursor(factory)

    with app.app_context():
        engine = db.engine

    def open_broken(_dialect, _record, arguments, options):
        options["factory"] = Connection

    event.listen(engine, "do_connect", open_broken)
    return engine.dispose


ADDRESSES = ["/", "/c/chaoyang-final", "/nothing/here", "/organiser", "/judge", "/sign-in"]


def unavailable(response):
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert response.headers["Cache-Control"] == "no-store"
    return response


def test_every_page_answers_503_in_words(app, chaoyang, organiser_client, judge_client, broken):
    broken()
    for address in ADDRESSES:
        for visitor in (organiser_client, judge_client):
            response = visitor.get(address, headers={"Accept-Language": "en"})
            assert response.status_code in (200, 302, 404, 503)
            if response.status_code == 503 or address in ADDRESSES[:2]:
                assert "cannot read its data. Tell the organiser" in unavailable(response).text
    # Who is signed in is looked up even where there is nothing at the address.
    unavailable(organiser_client.get("/nothing/here"))
    unavailable(organiser_client.get("/organiser"))


def test_the_judges_path_answers_503_for_reads_and_writes(chaoyang, api, broken):
    program = api("judge-1")
    broken()
    for response in (
        program.put("match-1", "education"),
        program.get("match-1", "education"),
    ):
        assert unavailable(response).get_json()["error"] == "busy"


def test_a_page_that_is_not_there_looks_up_nobody_twice(app, organiser_client, broken):
    broken()
    page = unavailable(organiser_client.get("/nothing", headers={"Accept-Language": "zh"}))
    assert "无法读取数据" in page.text


def test_a_write_that_finds_the_disk_full_says_that_the_organiser_must_be_told(
    app, chaoyang, api, caplog
):
    program = api("judge-1")

    def full(_commit):
        raise FULL

    with app.app_context():
        group_commit.set_commit_runner(full)
    for _ in range(3):
        response = unavailable(program.put("match-1", "education"))
        assert "无法写入数据" in response.get_json()["message"]
    assert caplog.text.count("database or disk is full") == 1
    assert unavailable(program.client.get("/healthz")).get_json()["reason"] == "disk"

    with app.app_context():
        group_commit.set_commit_runner(group_commit.commit_inline)
    assert program.put("match-1", "education").status_code == 200
    assert "can be written again" in caplog.text


def test_an_upload_that_finds_the_disk_full_is_503_and_any_other_error_is_not(
    app, organiser_client, monkeypatch
):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    raised = {"error": OSError(errno.ENOSPC, "No space left on device")}

    def fail(*_args, **_more):
        raise raised["error"]

    monkeypatch.setitem(app.view_functions, "audience.get_description", fail)
    unavailable(organiser_client.get("/api/v1/openapi.json"))
    for other in (OSError(errno.ENOENT, "x"), IntegrityError("x", None, sqlite3.Error())):
        raised["error"] = other
        assert organiser_client.get("/api/v1/openapi.json").status_code == 500
    raised["error"] = DatabaseError("x", None, sqlite3.DatabaseError("malformed"))
    unavailable(organiser_client.get("/api/v1/openapi.json"))


def test_health_is_probed_once_a_second_however_many_ask_and_commits_nothing(
    app, client, monkeypatch
):
    probes = []
    monkeypatch.setattr(health, "_write_and_read", lambda folders: probes.append(folders))
    with closing(DataVersion(app.config["SQLALCHEMY_DATABASE_URI"])) as changes:
        before = changes.current()
        assert [client.get("/healthz").status_code for _ in range(20)] == [200] * 20
        assert probes == [{app.config["DATA_DIR"]}]
        assert changes.current() == before


def test_health_is_503_on_a_disk_without_room(app, client, monkeypatch):
    def no_room(**_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(health.tempfile, "TemporaryFile", no_room)
    assert unavailable(client.get("/healthz")).get_json()["reason"] == "disk"


def test_health_leaves_no_file_behind(app, client):
    before = {path.name for path in app.config["DATA_DIR"].iterdir()}
    assert client.get("/healthz").status_code == 200
    after = {path.name for path in app.config["DATA_DIR"].iterdir()}
    assert after - before <= {"accord.sqlite-wal", "accord.sqlite-shm"}


def test_another_programs_write_is_no_fault_until_it_takes_too_long(app, client, monkeypatch):
    monkeypatch.setattr(health, "PROBE_SECONDS", 0)
    assert client.get("/healthz").status_code == 200
    file = sqlite3.connect(app.config["DATA_DIR"] / "accord.sqlite", isolation_level=None)
    file.execute("BEGIN IMMEDIATE")
    assert client.get("/healthz").status_code == 200
    monkeypatch.setattr(health.transactions, "WRITE_WAIT_SECONDS", 0)
    assert unavailable(client.get("/healthz")).get_json()["reason"] == "locked"
    file.execute("ROLLBACK")
    file.close()
    assert client.get("/healthz").status_code == 200


def test_a_file_that_is_moved_during_the_commit_is_not_acknowledged(app, chaoyang, api):
    program, folder = api("judge-1"), app.config["DATA_DIR"]
    key = factories.new_key()
    away = folder.with_name("away")

    def move_and_commit(commit):
        folder.rename(away)
        commit()

    with app.app_context():
        group_commit.set_commit_runner(move_and_commit)
    unavailable(program.put("match-1", "education", key=key))
    with app.app_context():
        group_commit.set_commit_runner(group_commit.commit_inline)
        assert database_file.of_dialect(db.engine.dialect).is_displaced()
    away.rename(folder)

    # It was committed there, and the same key tells that it was.
    assert program.put("match-1", "education", key=key).get_json()["version"] == 1
