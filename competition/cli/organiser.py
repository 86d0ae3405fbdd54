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
@click.option(
    "--role",
    default="organiser",
    help="organiser; observer: sees, changes nothing; or clerk: types paper sheets",
)
def add_command(name: str, role: str) -> None:
    """Add an organiser, an observer or a clerk. The password is asked for, or read from stdin."""
    with terminal.exit_on_refusal():
        password = _read_password()
        database.ensure_ready(current_app, writes=True)
        organiser = accounts.add_organiser(name, password, "command line", role)
        terminal.notify(N_("Added: %(name)s."), name=organiser.name)


def _read_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    answer: str = click.prompt(
        terminal.translated(N_("Password")), hide_input=True, confirmation_prompt=True, err=True
    )
    return answer
