"""`flask audit verify`."""

import click
from flask import current_app
from flask.cli import AppGroup

from competition.store import audit, events

from . import database, terminal
from .terminal import N_

group = AppGroup("audit", help="Check the audit chain.")


@group.command()
@click.argument("key")
def verify(key: str) -> None:
    """Walk the audit chain of a competition; print its length and head as JSON."""
    with terminal.answering():
        database.ready(current_app)
        chain = audit.rows(key)
        if not chain and events.competition(key) is None:
            terminal.fail(N_("There is no competition “%(key)s”."), key=key)
        broken = audit.first_broken(chain)
        if broken is not None:
            terminal.fail(
                N_("Link %(number)s of the audit chain of %(key)s is broken: %(why)s."),
                number=broken.number,
                key=key,
                why=terminal.said(broken.why),
            )
        head = chain[-1].sha256 if chain else ""
        terminal.print_json({"chain": key, "length": len(chain), "head": head})
