"""Backups: the list, making one, taking one away, and checking one without restoring it."""

import tempfile
from pathlib import Path
from typing import Any

from flask import abort, current_app, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField

from competition.actions.backup_check import unpacked_refusal
from competition.actions.backup_jobs import BackupJobs
from competition.actions.backup_records import record_backup, record_download
from competition.store import backups
from competition.store.backups import ListedBackup
from competition.web.organiser.backup_status import backup_jobs, server_state, size_text
from competition.web.organiser.blueprint import bp
from competition.web.organiser.forms.base import PlainForm
from competition.web.organiser.responses import (
    form_page,
    is_valid_submission,
    keeps_what_was_typed,
    organiser_page,
    redirect_with,
    run_action,
    submit,
)
from competition.web.sessions import by
from competition.web.template_filters import localized, time_of_day

MOST_LISTED = 50
ADDRESS = "/organiser/backups"


class BackupForm(PlainForm):
    """Makes, checks or takes away a backup: a button, and nothing to fill in."""


class BackupFileForm(PlainForm):
    """A backup from elsewhere, to be checked."""

    file = FileField(lazy_gettext("Backup file"))


@bp.route("/organiser/backups", methods=["GET", "POST"])
@keeps_what_was_typed
def backups_page() -> ResponseReturnValue:
    """The newest backups, and a button to make one now."""
    form, jobs = BackupForm(), backup_jobs()
    if jobs is None:
        if form.is_submitted():
            abort(404)
        return organiser_page("record/backups.html", form=form, jobs=None)
    if submit(form, lambda: _make(jobs)):
        return redirect_with(ADDRESS, gettext("A backup was made."))
    return _list(form, BackupFileForm(formdata=None), jobs)


@bp.post("/organiser/backups/<name>/download")
def download_backup(name: str) -> ResponseReturnValue:
    """Send a backup; the audit log says who took it."""
    path = _found(name)
    record_download(name, by())
    return send_file(
        path, mimetype="application/zip", as_attachment=True, download_name=name, max_age=0
    )


@bp.post("/organiser/backups/<name>/check")
def check_backup_page(name: str) -> ResponseReturnValue:
    """Check a backup of the list as a restore would, and say what is in it."""
    path, jobs = _found(name), backup_jobs() or abort(404)
    form = BackupForm()
    results: list[dict[str, Any]] = []
    if run_action(form, lambda: results.append(jobs.check(path))):
        return _result(results[0], name)
    return _list(form, BackupFileForm(formdata=None), jobs)


@bp.route("/organiser/backups/check", methods=["GET", "POST"])
@keeps_what_was_typed
def check_file_page() -> ResponseReturnValue:
    """Check a backup from elsewhere, such as one on a stick; nothing of it is kept."""
    form, jobs = BackupFileForm(), backup_jobs() or abort(404)
    if not form.is_submitted():
        return redirect_with(ADDRESS)
    if not is_valid_submission(form):
        return _list(BackupForm(formdata=None), form, jobs)
    sent = form.file.data
    if not sent or not sent.filename:
        form.file.refusals = [gettext("Choose a file. None was chosen, or it is empty.")]
        return _list(BackupForm(formdata=None), form, jobs)
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix=".accord-", dir=_data_dir()) as folder:
        path = Path(folder, "uploaded.zip")
        path.touch(mode=0o600)
        sent.save(path)
        if run_action(form, lambda: results.append(jobs.check(path))):
            return _result(results[0], sent.filename)
    return _list(BackupForm(formdata=None), form, jobs)


def _make(jobs: BackupJobs) -> None:
    record_backup(jobs.make(), by())


def _list(form: PlainForm, file_form: PlainForm, jobs: BackupJobs) -> ResponseReturnValue:
    refused = form if form.is_submitted() else file_form
    listed = backups.list_backups(jobs.folder, MOST_LISTED)
    return form_page(
        "record/backups.html",
        refused,
        file_form=file_form,
        jobs=jobs,
        state=server_state(),
        listed=[(each, _described(each)) for each in listed],
        kept=backups.SCHEDULED_KEPT,
    )


def _described(backup: ListedBackup) -> dict[str, Any]:
    """What a row shows; a manifest on a stick may say anything."""
    manifest = backup.manifest or {}
    try:
        names = [localized(each["name"]) or each["key"] for each in manifest["competitions"]]
        organisers = len(manifest["organisers"])
    except (KeyError, TypeError, AttributeError, StopIteration):
        names, organisers = [], 0
    return {
        "size": size_text(backup.size),
        "unchanged_until": time_of_day(backup.confirmed_at) if backup.is_confirmed_later else "",
        "competitions": names,
        "organisers": organisers,
    }


def _result(answer: dict[str, Any], name: str) -> ResponseReturnValue:
    """The page with what a check has found."""
    why = ""
    if "message" in answer:
        why = unpacked_refusal(answer["message"], answer["values"]).text(gettext)
    return organiser_page(
        "record/backup_checked.html",
        422 if why else 200,
        name=name[:200],
        why=why,
        contents=answer.get("contents"),
        made_at=answer.get("made_at"),
    )


def _found(name: str) -> Path:
    jobs = backup_jobs() or abort(404)
    return backups.find_backup(jobs.folder, name) or abort(404)


def _data_dir() -> Path:
    return Path(current_app.config["DATA_DIR"])
