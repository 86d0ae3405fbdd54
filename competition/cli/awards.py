"""`flask awards`: anyone can see who wins what by a competition file, without a database."""

import click
from flask.cli import with_appcontext

from competition.awards import decide_awards
from competition.cli import files, terminal


@click.command("awards")
@click.argument("file")
@with_appcontext
def awards_command(file: str) -> None:
    """Print the awards of a competition file as JSON (`accord-awards/1`)."""
    with terminal.exit_on_refusal():
        terminal.print_json(decide_awards(files.read_document(file)))
