"""`flask backup` and `flask restore`."""

import errno
import hashlib
import os
import zipfile

from competition.cli import backup
from competition.store import audit, backups
from tests import factories
from tests.conftest import app_in
from tests.doctored import doctored

PASSWORD = factories.PASSWORD


def test_a_backup_is_restored_into_an_empty_folder(terminal, league, tmp_path):
    terminal.flask("competition", "load", league, "--replace")
    terminal.flask("organiser", "add", "王芳", typed=PASSWORD)
    (terminal.data_dir / "secret_key").write_text("s" * 40)
    links = terminal.json("judge", "links", "league", "--base", "http://x")
    exported = terminal.flask("competition", "export", "league").stdout
    (tmp_path / "kept").mkdir()
    target = tmp_path / "kept" / "backup.zip"

    assert terminal.flask("backup", target).stdout.strip() == str(target)

    other = terminal.at(tmp_path / "restored")
    told = other.flask("restore", target).stderr
    assert "Organisers: 王芳\n" in told
    record = terminal.json("audit", "verify", "league")
    told_of = (
        f"{record['length']} entries in its audit log, checksum of the newest: {record['head']}"
    )
    assert f"Competition league, 联赛 / The league: {told_of}" in told
    # Before anybody looks at the links, which is an entry of its own.
    assert other.json("audit", "verify", "league") == record
    assert other.flask("competition", "export", "league").stdout == exported
    assert other.json("judge", "links", "league", "--base", "http://x") == links
    assert (other.data_dir / "secret_key").read_text() == "s" * 40
    assert len(list((other.data_dir / "backups").iterdir())) == 1
    if os.name == "posix":
        for private in (target, other.data_dir / "secret_key"):
            assert private.stat().st_mode & 0o077 == 0
    assert "not empty" in other.flask("restore", target, code=1).stderr


def test_a_backup_into_a_folder_is_named_by_its_time_and_never_overwrites(
    terminal, league, tmp_path
):
    folder = tmp_path / "folder"
    folder.mkdir()
    first = terminal.flask("backup", folder).stdout.strip()
    second = terminal.flask("backup", f"{folder}/").stdout.strip()
    assert sorted(str(path) for path in folder.iterdir()) == [first, second]

    assert "already exists" in terminal.flask("backup", first, code=1).stderr
    other = terminal.at(tmp_path / "restored")
    assert second in other.flask("restore", folder).stderr


def test_a_folder_that_does_not_exist_is_named_and_not_made(terminal, league, tmp_path):
    for dest in (f"{tmp_path}/usb/", f"{tmp_path}/usb/backup.zip"):
        refused = terminal.flask("backup", dest, code=1).stderr
        assert f"There is no folder {tmp_path}/usb" in refused
        assert not (tmp_path / "usb").exists()


def test_a_full_disk_is_said_in_words(terminal, league, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(backups, "make_backup", full)
    refused = terminal.flask("backup", tmp_path / "x.zip", code=1).stderr
    assert f"The disk of {tmp_path} is full, so no backup was made" in refused

    assert "Traceback" not in refused


def test_a_backup_is_recorded_in_the_audit_log_with_its_checksum(terminal, league, tmp_path):
    target = tmp_path / "backup.zip"
    terminal.flask("backup", target)

    with app_in(terminal.data_dir) as app, app.app_context():
        row = audit.newest_row("")
        assert (row.who, row.action, row.subject) == ("command line", "backup.make", "backup.zip")
        assert hashlib.sha256(target.read_bytes()).hexdigest() in row.after


def test_a_backup_can_be_checked_without_restoring_it(terminal, league, tmp_path):
    target = tmp_path / "backup.zip"
    terminal.flask("backup", target)
    other = terminal.at(tmp_path / "restored")

    assert "This backup is intact" in other.flask("restore", target, "--check").stderr
    assert not other.data_dir.exists()


def test_whoever_sits_at_a_terminal_is_asked_first(terminal, league, tmp_path, monkeypatch):
    target = tmp_path / "backup.zip"
    terminal.flask("backup", target)
    monkeypatch.setattr(backup, "_is_terminal", lambda: True)

    other = terminal.at(tmp_path / "restored")
    refused = other.flask("restore", target, typed="n\n", code=1).stderr
    assert "Restore this backup? [y/N]" in refused
    assert "Nothing was restored." in refused
    assert list(other.data_dir.iterdir()) == []
    assert "Restored from" in other.flask("restore", target, typed="y\n").stderr
    assert "Restored from" in terminal.at(tmp_path / "b").flask("restore", target, "--yes").stderr


def test_a_doctored_backup_restores_nothing_and_says_what_is_wrong(terminal, league, tmp_path):
    target = tmp_path / "backup.zip"
    terminal.flask("backup", target)
    trigger = "CREATE TRIGGER quiet AFTER INSERT ON sheet BEGIN DELETE FROM audit_row; END"
    file = doctored(target, tmp_path / "doctored.zip", trigger)

    other = terminal.at(tmp_path / "restored")
    refused = other.flask("restore", file, code=1).stderr
    assert "has a trigger that does not belong to Accord: quiet (sheet)." in refused
    assert list(other.data_dir.iterdir()) == []


def test_a_file_that_is_not_a_backup_restores_nothing(terminal, league, tmp_path):
    text = tmp_path / "text.zip"
    text.write_text("not a zip file")
    empty = tmp_path / "empty.zip"
    zipfile.ZipFile(empty, "w").close()
    wrong = tmp_path / "wrong.zip"
    with zipfile.ZipFile(wrong, "w") as archive:
        archive.writestr("accord.sqlite", b"not a database")
        archive.writestr("../escaped", b"x")
    other = terminal.at(tmp_path / "restored")
    for file in (text, empty, wrong, tmp_path / "nothing.zip", tmp_path):
        refused = other.flask("restore", file, code=1)
        assert not other.data_dir.exists() or not any(other.data_dir.iterdir())
    assert f"no backup in the folder {tmp_path}" in refused.stderr
    assert not (tmp_path / "escaped").exists()
