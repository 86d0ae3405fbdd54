"""Every `flask …` command, added to the application."""

from flask import Flask

from competition.cli import (
    audit,
    backup,
    competition,
    judge,
    organiser,
    recount,
    rounds_and_stages,
    version,
)


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (
        competition.group,
        judge.group,
        organiser.group,
        rounds_and_stages.round_group,
        rounds_and_stages.stage_group,
        audit.group,
        recount.recount_command,
        backup.backup_command,
        backup.restore_command,
        version.version_command,
    ):
        app.cli.add_command(command)
