"""The start of a node that serves only the audience, from a database that it cannot write to."""

import sys
import time

from sqlalchemy.exc import DBAPIError

from competition import __version__, document
from competition.cli import terminal
from competition.messages import N_
from competition.store import migrate

TRY_AGAIN_SECONDS = 1.0


def wait_for_schema() -> None:
    """Wait until the database is there, with the tables of this version; it makes none itself.

    Says once for each reason what it waits for. Exits with 1 if a newer version of Accord wrote the
    database. Needs an application context.
    """
    said = None
    while (why := _why_not_ready()) is not None:
        if why != said:
            waiting = N_("Waiting for the database: %(reason)s.")
            terminal.notify_phrase(document.Phrase(waiting, {"reason": why}))
            said = why
        time.sleep(TRY_AGAIN_SECONDS)


def welcome_audience(base: str) -> None:
    """Print version and address; links for judges and organisers are printed by the other nodes."""
    print(f"Accord {__version__}\n")
    print(terminal.translated(N_("For the audience alone, from a copy of the database:")))
    print(f"  {base}/\n")
    terminal.print_qr_code(f"{base}/", sys.stdout)
    print("\n" + terminal.translated(N_("Stop with Ctrl+C.")), flush=True)


def _why_not_ready() -> document.Phrase | None:
    try:
        if migrate.is_up_to_date():
            return None
    except migrate.TooNew:
        terminal.fail(
            N_("This database was written by a newer version of Accord. Use that version.")
        )
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        return document.Phrase("%(reason)s", {"reason": reason})
    return document.Phrase(N_("no node of this version has set it up yet"))
