"""Every command that needs the database brings it up to date first."""

import sys
from typing import TextIO

from flask import Flask
from sqlalchemy.exc import DBAPIError

from competition import settings
from competition.cli import terminal
from competition.messages import N_
from competition.store import migrate


def ensure_ready(app: Flask, out: TextIO | None = None) -> None:
    """Make DATA_DIR, create or migrate the database, and print where a backup was written.

    Exits with 2 if DATA_DIR or the database cannot be used, with 1 if a newer version of Accord
    wrote the database. Needs an application context.
    """
    try:
        settings.make_folder(app.config["DATA_DIR"])
        backup = migrate.ensure(app)
    except settings.BadSetting as bad:
        print(bad, file=sys.stderr)
        raise SystemExit(2) from None
    except migrate.TooNew:
        terminal.fail(
            N_("This database was written by a newer version of Accord. Use that version.")
        )
    except DBAPIError as error:
        terminal.notify(
            N_("DATABASE_URL: the database cannot be used: %(reason)s."),
            reason=str(error.orig).strip().splitlines()[0],
        )
        raise SystemExit(2) from None
    if backup is not None:
        message = terminal.translated(
            N_("Copy of the database from before the upgrade: %(file)s"), file=backup
        )
        print(message, file=out or sys.stderr)
