"""Backups: what is in one, what is kept of them, and which are refused, in words."""

import errno
import hashlib
import json
import os
import shutil
import sqlite3
import stat
import time
import zipfile
from pathlib import Path

import pytest

from competition.actions import accounts, backup_check
from competition.store import backups, schema_check, sqlite_files
from competition.store.sqlite_files import open_untrusted
from tests import factories
from tests.conftest import app_in
from tests.doctored import DATABASE, MANIFEST, doctored, packed
from tests.store.test_migrations import DUMPS

pytestmark = pytest.mark.sqlite("a backup is a copy of its file")


@pytest.fixture
def database(app, load):
    """The database of a server with the league and two organisers."""
    load(factories.league())
    with app.app_context():
        accounts.add_organiser("王芳", factories.PASSWORD, "command line")
        accounts.add_organiser("Jo Amsel", factories.PASSWORD, "organiser 王芳")
    return app.config["DATA_DIR"] / "accord.sqlite"


@pytest.fixture
def backup(database, tmp_path):
    """A backup of it."""
    folder = tmp_path / "stick"
    folder.mkdir()
    (database.parent / "secret_key").write_text("s" * 40)
    return backups.make_backup(database, database.parent, folder / backups.new_name()).path


def refusal(file, tmp_path):
    """Why a backup is refused."""
    with pytest.raises(backup_check.NotABackup) as refused:
        check(file, tmp_path)
    return refused.value.text(str)


def check(file, tmp_path):
    parent = tmp_path / "unpacked"
    parent.mkdir(exist_ok=True)
    try:
        with backup_check.checked_backup(file, parent) as found:
            return found
    finally:
        assert list(parent.iterdir()) == []


def test_a_backup_says_what_is_in_it(backup, database):
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        for name, member in manifest["members"].items():
            assert member["sha256"] == hashlib.sha256(archive.read(name)).hexdigest()
            assert member["bytes"] == len(archive.read(name))
    assert manifest["format"] == "accord-backup/1"
    assert manifest["organisers"] == ["王芳", "Jo Amsel"]
    (league,) = manifest["competitions"]
    assert league["key"] == "league"
    assert league["name"] == {"zh": "联赛", "en": "The league"}
    assert set(league["state"]) == {"semi", "final"}
    assert league["length"] >= 1
    assert len(league["head"]) == 64
    assert {each["chain"] for each in manifest["chains"]} == {"", "league"}
    if os.name == "posix":
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_backup_that_nobody_changed_fits(backup, tmp_path):
    found = check(backup, tmp_path)

    assert found.contents["organisers"] == ["王芳", "Jo Amsel"]
    assert found.made_at is not None


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_a_backup_of_every_older_revision_fits_without_a_manifest(dump, tmp_path):
    old = sqlite3.connect(tmp_path / "old.sqlite")
    old.executescript(dump.read_text(encoding="utf-8"))
    old.close()
    file = packed(tmp_path / "old.zip", {DATABASE: (tmp_path / "old.sqlite").read_bytes()})

    found = check(file, tmp_path)

    assert found.made_at is None
    assert "league" in [each["key"] for each in found.contents["competitions"]]


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        (
            "CREATE TRIGGER quiet AFTER INSERT ON sheet_version BEGIN DELETE FROM audit_row; END",
            "its database has a trigger that does not belong to Accord: quiet (sheet_version)",
        ),
        ("CREATE VIEW sums AS SELECT 1", "has a view that does not belong to Accord: sums"),
        ("CREATE TABLE notes (text)", "has a table that does not belong to Accord: notes"),
        (
            "CREATE VIRTUAL TABLE words USING fts5(text)",
            "has a table that does not belong to Accord: words",
        ),
        (
            "CREATE INDEX more ON sheet_version (marks)",
            "has an index that does not belong to Accord: more (sheet_version)",
        ),
        ("DROP TABLE reveal", "its database lacks a table of Accord: reveal"),
        ("ALTER TABLE team ADD COLUMN extra", "defines a table differently from Accord: team"),
        ("UPDATE alembic_version SET version_num = '9999'", "made by a newer version of Accord"),
        ("DELETE FROM alembic_version", "it is not an Accord backup, or it is damaged"),
        ("DELETE FROM judge WHERE key = 'jo'", "that refers to a missing one"),
        (
            "UPDATE audit_row SET after = '{}' WHERE chain = 'league'",
            "Entry 1 of the audit log of league is not intact: it was changed after it was",
        ),
        (
            "DELETE FROM audit_row WHERE chain = 'league'",
            "Entry 1 of the audit log of league is not",
        ),
        ("UPDATE sheet_version SET marks = json_set(marks, '$.law', '1')", "league: "),
        ("UPDATE team SET name = '{\"en\": \"x\"}' WHERE key = 'bus'", "league: "),
    ],
)
def test_what_somebody_did_to_the_database_is_named(sql, why, backup, tmp_path):
    file = doctored(backup, tmp_path / "doctored.zip", sql)
    assert why in refusal(file, tmp_path)


def test_another_database_under_the_same_digests_is_named(backup, tmp_path):
    file = doctored(
        backup, tmp_path / "x.zip", "UPDATE organiser SET name = name || '!'", matching=False
    )

    assert "is not the one in its manifest" in refusal(file, tmp_path)


@pytest.mark.parametrize(
    ("part", "value", "why"),
    [
        ("organisers", ["王芳"], "disagree about its organisers"),
        ("competitions", [], "disagree about its competitions"),
        ("chains", [], "disagree about its audit logs"),
        ("schema", "0001", "disagree about the revision of its database"),
        ("format", "accord-backup/9", "its manifest cannot be read"),
        ("members", {}, "its manifest does not name “accord.sqlite”"),
        ("members", [], "its manifest does not name"),
        ("members", None, "its manifest cannot be read"),
        ("made_at", 5, "its manifest cannot be read"),
    ],
)
def test_a_manifest_that_says_something_else_is_refused(part, value, why, backup, tmp_path):
    file = doctored(backup, tmp_path / "x.zip", manifest=lambda whole: whole.update({part: value}))

    assert why in refusal(file, tmp_path)


def test_a_member_that_is_no_part_of_a_backup_is_refused(backup, tmp_path):
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    link = zipfile.ZipInfo("secret_key")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    folder = zipfile.ZipInfo("backups/")
    names = [*("../escaped", "/etc/passwd", "backups/../x.json", "backups\\x.json"), folder]
    names += ["backups/.hidden.json", "other.sqlite", "backups/a/b.json", link]
    del members["secret_key"]
    for name in names:
        file = packed(tmp_path / "x.zip", {**members, name: b"/etc/passwd"})
        assert "no part of a backup" in refusal(file, tmp_path)


def test_a_file_that_grows_beyond_measure_is_refused_before_it_is_unpacked(backup, tmp_path):
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    bomb = packed(tmp_path / "x.zip", {**members, "backups/x.json": bytes(200 * 1024 * 1024)})
    large = packed(tmp_path / "y.zip", {**members, "secret_key": b"x" * 5000})

    for file in (bomb, large):
        assert "larger than a backup can be" in refusal(file, tmp_path)


@pytest.mark.parametrize("cut", [0, 10, 1000, -30])
def test_a_file_that_was_cut_off_is_refused(cut, backup, tmp_path):
    file = tmp_path / "cut.zip"
    file.write_bytes(backup.read_bytes()[:cut])

    assert refusal(file, tmp_path) == "it is not an Accord backup, or it is damaged."


def test_one_flipped_bit_anywhere_is_noticed(backup, tmp_path):
    whole = backup.read_bytes()
    for place in range(100, len(whole) // 2, len(whole) // 20):
        file = tmp_path / "flipped.zip"
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :])
        refusal(file, tmp_path)


def test_a_scheduled_backup_is_made_again_only_when_something_was_changed(database, tmp_path, app):
    folder = tmp_path / "stick"
    folder.mkdir()
    first = backups.make_scheduled(database, database.parent, folder)
    os.utime(first.path, (1000, 1000))
    second = backups.make_scheduled(database, database.parent, folder)

    assert not first.is_unchanged
    assert second == backups.BackupFile(first.path, first.sha256, is_unchanged=True)
    assert time.time() - first.path.stat().st_mtime < 60

    with app.app_context():
        accounts.add_organiser("张伟", factories.PASSWORD, "command line")
    third = backups.make_scheduled(database, database.parent, folder)
    assert third.path != first.path
    assert [each.path for each in backups.list_backups(folder, 50)] == [third.path, first.path]


def test_the_newest_scheduled_backups_are_kept_and_nothing_else_is_deleted(
    database, tmp_path, monkeypatch
):
    monkeypatch.setattr(backups, "SCHEDULED_KEPT", 2)
    folder = tmp_path / "stick"
    folder.mkdir()
    others = ["holiday.zip", "accord-old-scheduled.zip", "accord-20200101T000000000000Z.zip"]
    for name in others:
        (folder / name).write_text("not ours to delete")
    old = [f"accord-2020010{day}T000000000000Z-scheduled.zip" for day in range(1, 5)]
    for name in old:
        (folder / name).write_text("x")
    link = folder / "accord-20190101T000000000000Z-scheduled.zip"
    link.symlink_to(folder / "holiday.zip")

    made = backups.make_scheduled(database, database.parent, folder)

    kept = {path.name for path in folder.iterdir()}
    assert kept == {*others, old[-1], made.path.name, link.name}


def test_a_full_disk_is_said_as_one_and_leaves_nothing_behind(database, tmp_path, monkeypatch):
    folder = tmp_path / "stick"
    folder.mkdir()

    def full(*_):
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(backups, "copy", full)
    with pytest.raises(OSError, match="space") as refused:
        backups.make_scheduled(database, database.parent, folder)
    assert refused.value.errno == errno.ENOSPC
    assert list(folder.iterdir()) == []


def test_a_copy_of_a_database_that_is_missing_makes_no_empty_one(tmp_path):
    with pytest.raises(sqlite3.OperationalError):
        sqlite_files.copy(tmp_path / "nothing.sqlite", tmp_path / "copy.sqlite")
    assert not (tmp_path / "nothing.sqlite").exists()


def test_a_folder_with_signs_in_its_name_can_be_backed_up(database, tmp_path):
    folder = tmp_path / "50% of a ? and a #"
    shutil.copytree(database.parent, folder)
    made = backups.make_backup(folder / "accord.sqlite", folder, folder / backups.new_name())

    assert check(made.path, tmp_path).contents["organisers"] == ["王芳", "Jo Amsel"]


def test_every_database_that_was_migrated_step_by_step_has_the_schema_of_a_fresh_one(tmp_path):
    for dump in DUMPS:
        folder = tmp_path / dump.stem
        folder.mkdir()
        old = sqlite3.connect(folder / "accord.sqlite")
        old.executescript(dump.read_text(encoding="utf-8"))
        old.close()
        with app_in(folder) as app, app.app_context():
            schema_check.migrate.ensure(app)
        with open_untrusted(Path(folder / "accord.sqlite")) as database:
            ((revision,),) = database.execute("SELECT version_num FROM alembic_version").fetchall()
            schema_check.check_schema(database, revision)
