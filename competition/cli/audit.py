"""`flask audit verify`."""

import click
from flask import current_app
from flask.cli import AppGroup

from competition.cli import database, terminal
from competition.messages import N_
from competition.store import audit, queries

group = AppGroup("audit", help="Check the audit chain.")


@group.command("verify")
@click.argument("key")
def verify_command(key: str) -> None:
    """Walk the audit chain of a competition; print its length and head as JSON."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app)
        chain = audit.chain_rows(key)
        if not chain and queries.find_competition(key) is None:
            terminal.fail(N_("There is no competition “%(key)s”."), key=key)
        broken = audit.first_broken_link(chain)
        if broken is not None:
            terminal.fail(
                N_("Entry %(number)s of the audit log of %(key)s is not intact: %(why)s."),
                number=broken.number,
                key=key,
                why=terminal.translated(broken.why),
            )
        head = chain[-1].sha256 if chain else ""
        terminal.print_json({"chain": key, "length": len(chain), "head": head})
