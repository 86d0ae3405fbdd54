"""Every command that needs the database brings it up to date first."""

import sys
from typing import TextIO

from flask import Flask

from competition import settings
from competition.store import migrate

from . import terminal


def N_(message: str) -> str:
    return message


def ready(app: Flask, out: TextIO | None = None) -> None:
    """Make DATA_DIR, create or migrate the database, and say where a backup went.

    Exits 2 when DATA_DIR cannot be made. Needs an application context.
    """
    try:
        settings.make_folder(app.config["DATA_DIR"])
    except settings.BadSetting as bad:
        print(bad, file=sys.stderr)
        raise SystemExit(2) from None
    backup = migrate.ensure(app)
    if backup is not None:
        words = terminal.said(N_("The database as it was before: %(file)s"), file=backup)
        print(words, file=out or sys.stderr)
