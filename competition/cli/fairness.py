"""`flask fairness`: what can be said of the judging, from a file alone, without a database."""

import click
from flask.cli import with_appcontext

from competition.cli import files, terminal
from competition.fairness import fairness_report
from competition.messages import N_


@click.command("fairness")
@click.argument("file")
@click.option("--stage", help="The stage's key; without it all stages of matches.")
@with_appcontext
def fairness_command(file: str, stage: str | None) -> None:
    """Print what the marks say of the judging as JSON (`accord-fairness/1`)."""
    with terminal.exit_on_refusal():
        document = files.read_document(file)
        if stage is not None and all(part["key"] != stage for part in document["stages"]):
            terminal.fail(N_("There is no stage %(stage)s in this file."), stage=stage)
        terminal.print_json(fairness_report(document, stage))
