"""`flask recount`: anyone checks a published result, without a database."""

import click
from flask.cli import with_appcontext

from competition import scoring

from . import files, terminal


@click.command()
@click.argument("file")
@with_appcontext
def recount(file: str) -> None:
    """Print the standings of a competition file as JSON (`accord-standings/1`)."""
    with terminal.answering():
        terminal.print_json(scoring.recount(files.read_document(file)))
