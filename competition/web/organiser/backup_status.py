"""How the backups and the disk stand, in words: on Today and on the page Backups."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app
from flask_babel import gettext, ngettext

from competition.actions.backup_jobs import BackupJobs, BackupStatus

KILO = 1024


@dataclass(frozen=True)
class ServerNotice:
    """What the organiser should know now; `kind` is the message's colour."""

    kind: str
    text: str


def backup_jobs() -> BackupJobs | None:
    """The server's own backups; None where the database is not a file."""
    return cast(BackupJobs | None, current_app.extensions["backup_jobs"])


def server_state() -> dict[str, Any]:
    """For a template: `notices`, the newest backup's `age` in words, and the `free` space."""
    jobs = backup_jobs()
    if jobs is None:
        return {"notices": [], "age": "", "free": ""}
    status = jobs.status()
    return {
        "notices": _notices(status),
        "age": age_text(status.newest_at) if status.newest_at else gettext("none yet"),
        "free": size_text(status.free) if status.free is not None else "",
    }


def size_text(size: int) -> str:
    """A number of bytes for people."""
    for unit, power in (("GB", 3), ("MB", 2)):
        if size >= KILO**power:
            number = size / KILO**power
            return f"{number:.0f} {unit}" if number >= 10 else f"{number:.1f} {unit}"
    return f"{max(1, size // KILO)} KB"


def age_text(instant: str) -> str:
    """How long ago a stored instant was."""
    passed = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(instant)
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < 1:
        return gettext("just now")
    if minutes < 120:
        return ngettext("%(num)s minute ago", "%(num)s minutes ago", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)s hour ago", "%(num)s hours ago", minutes // 60)
    return ngettext("%(num)s day ago", "%(num)s days ago", minutes // (24 * 60))


def _notices(status: BackupStatus) -> list[ServerNotice]:
    notices = []
    if status.is_lowest:
        text = gettext(
            "The disk is almost full: %(free)s are free. When it is full, no mark can be stored. "
            "Delete what is not needed on it now.",
            free=size_text(status.free or 0),
        )
        notices.append(ServerNotice("bad", text))
    elif status.is_low:
        text = gettext(
            "The disk is filling up: %(free)s are free. Delete what is not needed on it before the "
            "next round.",
            free=size_text(status.free or 0),
        )
        notices.append(ServerNotice("waiting", text))
    if status.failure is not None:
        notices.append(ServerNotice("waiting", status.failure.text(gettext)))
    elif status.is_late and status.newest_at:
        text = gettext(
            "The last backup is older than it should be: it was made %(age)s. Make one on the page "
            "“Backups”.",
            age=age_text(status.newest_at),
        )
        notices.append(ServerNotice("waiting", text))
    elif status.is_late:
        notices.append(
            ServerNotice(
                "waiting", gettext("No backup has been made yet. Make one on the page “Backups”.")
            )
        )
    return notices
