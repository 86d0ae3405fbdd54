"""Every `flask …` command, added to the application."""

from flask import Flask

from competition.cli import (
    audit,
    backup,
    certificate,
    competition,
    draw,
    judge,
    list_import,
    organiser,
    panel,
    recount,
    round,
    stage,
    version,
)


def init_app(app: Flask) -> None:
    """Add the commands to the application."""
    competition.group.add_command(list_import.import_command)
    for command in (
        competition.group,
        judge.group,
        organiser.group,
        panel.group,
        round.group,
        stage.group,
        draw.group,
        audit.group,
        recount.recount_command,
        backup.backup_command,
        backup.restore_command,
        certificate.certificate_command,
        version.version_command,
    ):
        app.cli.add_command(command)
