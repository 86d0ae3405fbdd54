"""`flask organiser add`."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from competition.actions import people

from . import database, terminal
from .terminal import N_

group = AppGroup("organiser", help="Add an organiser.")


@group.command()
@click.argument("name")
def add(name: str) -> None:
    """Add an organiser; asks for the password, or reads it where nobody can be asked."""
    with terminal.answering():
        password = _password()
        database.ready(current_app)
        organiser = people.add_organiser(name, password, "command line")
        terminal.tell(N_("Added: %(name)s."), name=organiser.name)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt(
        terminal.said(N_("Password")), hide_input=True, confirmation_prompt=True, err=True
    )
    return asked
