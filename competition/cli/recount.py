"""`flask recount`: anyone can check a published result, without a database."""

import click
from flask.cli import with_appcontext

from competition import scoring
from competition.cli import files, terminal


@click.command("recount")
@click.argument("file")
@with_appcontext
def recount_command(file: str) -> None:
    """Print the standings of a competition file as JSON (`accord-standings/1`)."""
    with terminal.exit_on_refusal():
        terminal.print_json(scoring.recount(files.read_document(file)))
