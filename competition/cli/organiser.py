"""`flask organiser add`."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from competition.actions import accounts
from competition.cli import database, terminal
from competition.messages import N_

group = AppGroup("organiser", help="Add an organiser.")


@group.command("add")
@click.argument("name")
def add_command(name: str) -> None:
    """Add an organiser. The password is asked for, or read from standard input."""
    with terminal.exit_on_refusal():
        password = _read_password()
        database.ensure_ready(current_app, writes=True)
        organiser = accounts.add_organiser(name, password, "command line")
        terminal.notify(N_("Added: %(name)s."), name=organiser.name)


def _read_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    answer: str = click.prompt(
        terminal.translated(N_("Password")), hide_input=True, confirmation_prompt=True, err=True
    )
    return answer
