"""`flask competition load|export|list|visibility`."""

import sys
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from competition.actions import competitions
from competition.cli import database, files, terminal
from competition.messages import N_
from competition.store import queries
from competition.store.models import Competition

group = AppGroup(
    "competition", help="Load, export and list competitions; make one public or private."
)


def find_or_fail(key: str) -> Competition:
    """Return the competition with this key; exits with 1 and a message if there is none."""
    competition = queries.find_competition(key)
    if competition is None:
        terminal.fail(N_("There is no competition “%(key)s”."), key=key)
    return competition


@group.command("load")
@click.argument("file")
@click.option(
    "--replace",
    is_flag=True,
    help="Replace a competition with the same key; it is backed up first.",
)
def load_command(file: str, replace: bool) -> None:
    """Load a competition file, all or nothing."""
    with terminal.exit_on_refusal():
        document = files.read_document(file)
        database.ensure_ready(current_app)
        backups = Path(current_app.config["DATA_DIR"]) / "backups"
        backup = competitions.load_competition(
            document, "command line", replace=replace, backups=backups
        )
        if backup is not None:
            terminal.notify(N_("The replaced competition was saved to %(file)s."), file=backup)
        terminal.notify(N_("Loaded: %(key)s."), key=document["competition"]["key"])


@group.command("export")
@click.argument("key")
@click.option("--out", metavar="FILE", help="Write to a file instead of standard output.")
def export_command(key: str, out: str | None) -> None:
    """Write the competition file, sheets and their versions included."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app)
        find_or_fail(key)
        data = competitions.export_competition(key)
        if out is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            files.write_atomically(Path(out), data)


@group.command("visibility")
@click.argument("key")
@click.argument("visibility", metavar="VISIBILITY")
def visibility_command(key: str, visibility: str) -> None:
    """Make a competition public or private: of a private one nothing has a public address."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app)
        find_or_fail(key)
        competitions.set_visibility(key, visibility, "command line")


@group.command("list")
def list_command() -> None:
    """Print key, name and state of every competition as JSON.

    The state is every stage's release and the states of its rounds.
    """
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app)
        terminal.print_json(
            [
                {"key": each.key, "name": each.name, "state": _state(each)}
                for each in queries.all_competitions()
            ]
        )


def _state(competition: Competition) -> dict[str, Any]:
    return {
        stage.key: {
            "release": stage.release,
            "rounds": {round_.key: round_.state for round_ in stage.rounds},
        }
        for stage in competition.stages
    }
