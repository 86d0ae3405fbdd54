"""The page of the backups, and what Today says of them and of the disk."""

import io
import os
import shutil
import time
from collections import namedtuple

import pytest

from competition.actions import backup_jobs
from competition.store import audit, backups
from tests.conftest import app_in
from tests.doctored import doctored

pytestmark = pytest.mark.sqlite("a backup is a copy of its file")

ADDRESS = "/organiser/backups"


def rows(app):
    """The audit log of what belongs to no competition: what was done, and to what."""
    with app.app_context():
        return [(row.who, row.action, row.subject) for row in audit.chain_rows("")]


@pytest.fixture
def made(app, chaoyang, organiser_client):
    """A backup that 王芳 has made on the page; its path."""
    assert organiser_client.submit(ADDRESS, {}).status_code == 303
    return backups.newest_backup(app.config["DATA_DIR"] / "backups")


def test_a_backup_made_on_the_page_is_listed_and_recorded(app, organiser_client, made):
    page = organiser_client.get(ADDRESS).text

    assert made.name in page
    assert "朝阳" in page
    assert rows(app)[-1] == ("organiser 王芳", "backup.make", made.name)
    if os.name == "posix":
        assert made.stat().st_mode & 0o777 == 0o600


def test_a_download_is_never_kept_by_a_browser_and_says_in_the_audit_log_who_took_it(
    app, organiser_client, made
):
    answer = organiser_client.submit(f"{ADDRESS}/{made.name}/download", {})

    assert answer.data == made.read_bytes()
    answer.close()
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={made.name}"
    assert rows(app)[-1] == ("organiser 王芳", "backup.download", made.name)
    assert "备份" in organiser_client.get("/organiser/audit", query_string={"lang": "zh"}).text


def test_only_an_organiser_gets_one_and_only_by_its_form(client, judge_client, made, app):
    address = f"{ADDRESS}/{made.name}/download"
    before = rows(app)
    assert client.submit(address, {}).status_code == 404
    assert judge_client.submit(address, {}).status_code == 404
    assert client.get(address).status_code == 302
    assert rows(app) == before


def test_another_sites_form_takes_no_backup(organiser_client, made, app):
    before = rows(app)
    for act in ("download", "check"):
        assert organiser_client.post(f"{ADDRESS}/{made.name}/{act}").status_code == 400
    assert organiser_client.post(ADDRESS).status_code == 422
    assert rows(app) == before


@pytest.mark.parametrize(
    "name", ["secret_key", "..%2Faccord.sqlite", "accord-20200101T000000000000Z.zip", "other.zip"]
)
def test_nothing_but_a_backup_is_sent(name, organiser_client, made):
    (made.parent / "other.zip").write_text("not ours")
    for act in ("download", "check"):
        assert organiser_client.submit(f"{ADDRESS}/{name}/{act}", {}).status_code == 404


def test_a_listed_backup_is_checked_as_before_a_restore(organiser_client, made):
    answer = organiser_client.submit(f"{ADDRESS}/{made.name}/check", {})

    assert answer.status_code == 200
    assert "王芳" in answer.text
    assert "chaoyang-final" in answer.text


def test_a_doctored_file_is_named_for_what_it_is_in_both_languages(
    organiser_client, made, tmp_path, app
):
    trigger = "CREATE TRIGGER quiet AFTER INSERT ON sheet BEGIN DELETE FROM audit_row; END"
    file = doctored(made, tmp_path / "doctored.zip", trigger)
    for language, sentence in (
        ("en", "has a trigger that does not belong to Accord: quiet (sheet)."),
        ("zh", "触发器"),
    ):
        sent = {"file": (io.BytesIO(file.read_bytes()), "from-a-stick.zip")}
        answer = organiser_client.submit(f"{ADDRESS}/check", sent, query_string={"lang": language})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "from-a-stick.zip" in answer.text
    assert not list(app.config["DATA_DIR"].glob(".accord-*"))


def test_a_good_file_from_elsewhere_fits_and_is_not_kept(organiser_client, made, app):
    sent = {"file": (io.BytesIO(made.read_bytes()), "x.zip")}
    assert organiser_client.submit(f"{ADDRESS}/check", sent).status_code == 200
    assert not list(app.config["DATA_DIR"].glob(".accord-*"))
    assert len(backups.list_backups(made.parent, 50)) == 1


def test_a_form_without_a_file_is_refused_in_words(organiser_client):
    answer = organiser_client.submit(
        f"{ADDRESS}/check", {"file": (io.BytesIO(), "")}, query_string={"lang": "en"}
    )
    assert answer.status_code == 422
    assert "Choose a file." in answer.text


def test_a_missing_folder_is_named_on_the_page_and_on_today_and_is_never_made(
    app, organiser_client, chaoyang, tmp_path
):
    stick = tmp_path / "usb"
    app.extensions["backup_jobs"] = jobs = backup_jobs.BackupJobs(
        app.config["DATA_DIR"] / "accord.sqlite", app.config["DATA_DIR"], stick, 900
    )
    for address in (ADDRESS, f"/organiser/c/{chaoyang}"):
        page = organiser_client.get(address, query_string={"lang": "en"})
        assert page.status_code == 200
        assert f"The folder for backups, {stick}, is missing." in page.text
    assert organiser_client.submit(ADDRESS, {}).status_code == 422
    assert not stick.exists()

    stick.mkdir()
    assert organiser_client.submit(ADDRESS, {}).status_code == 303
    assert "is missing" not in organiser_client.get(f"/organiser/c/{chaoyang}").text
    assert jobs.status().failure is None


def test_today_warns_before_the_disk_is_full(organiser_client, chaoyang, monkeypatch):
    usage = namedtuple("usage", "total used free")
    said = {
        5 * 1024**3: (),
        900 * 1024**2: ("The disk is filling up: 900 MB are free.", "message waiting"),
        100 * 1024**2: ("The disk is almost full: 100 MB are free.", "message bad"),
    }
    for free, texts in said.items():
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: usage(1, 1, free))
        page = organiser_client.get(f"/organiser/c/{chaoyang}", query_string={"lang": "en"}).text
        for text in texts:
            assert text in page
        if not texts:
            assert "5.0 GB" in page
            assert "The disk is" not in page


def test_today_says_how_old_the_newest_backup_is_and_warns_when_it_is_late(
    app, organiser_client, chaoyang, made
):
    def today():
        return organiser_client.get(f"/organiser/c/{chaoyang}", query_string={"lang": "en"}).text

    assert "just now" in today()
    os.utime(made, (time.time() - 20 * 60,) * 2)
    assert "20 minutes ago" in today()
    assert "older than it should be" not in today()
    os.utime(made, (time.time() - 31 * 60,) * 2)
    # A server that was started a moment ago has had no time yet.
    assert "older than it should be" not in today()
    app.extensions["backup_jobs"]._started -= 3600
    assert "The last backup is older than it should be: it was made 31 minutes ago." in today()


def test_the_next_scheduled_backup_is_due_an_interval_after_the_newest(app, made):
    jobs = app.extensions["backup_jobs"]
    jobs._started -= 3600
    assert 14 * 60 < jobs.seconds_to_next() <= 15 * 60
    os.utime(made, (time.time() - 16 * 60,) * 2)
    assert jobs.seconds_to_next() == 0
    # One minute after a start, not in its first moment.
    jobs._started = time.time()
    assert 50 < jobs.seconds_to_next() <= 60


def test_a_database_that_is_no_file_says_what_to_use_instead(app, organiser_client, chaoyang):
    app.extensions["backup_jobs"] = None

    assert "flask backup" in organiser_client.get(ADDRESS).text
    assert organiser_client.get(f"/organiser/c/{chaoyang}").status_code == 200


def test_a_job_that_runs_is_not_disturbed_by_another(app, organiser_client, made):
    jobs = app.extensions["backup_jobs"]
    jobs._busy.acquire()
    answer = organiser_client.submit(ADDRESS, {}, query_string={"lang": "en"})
    assert answer.status_code == 422
    assert "Another backup is being made or checked." in answer.text
    assert jobs.status().failure is None


def test_settings_choose_interval_and_folder(tmp_path):
    with app_in(tmp_path, BACKUP_EVERY=3600, BACKUP_TO=tmp_path / "usb") as app:
        jobs = app.extensions["backup_jobs"]
    assert (jobs.every, jobs.folder) == (3600, tmp_path / "usb")
