"""Every `flask …` command, added to the application."""

from flask import Flask

from competition.cli import (
    audit,
    awards,
    backup,
    certificate,
    competition,
    demo,
    draw,
    fairness,
    judge,
    list_import,
    organiser,
    panel,
    print_file,
    publish,
    recount,
    round,
    stage,
    version,
    why,
)


def init_app(app: Flask) -> None:
    """Add the commands to the application."""
    competition.group.add_command(list_import.import_command)
    competition.group.add_command(publish.publish_command)
    for command in (
        competition.group,
        judge.group,
        organiser.group,
        panel.group,
        print_file.print_command,
        round.group,
        stage.group,
        draw.group,
        audit.group,
        recount.recount_command,
        awards.awards_command,
        why.why_command,
        fairness.fairness_command,
        backup.backup_command,
        backup.restore_command,
        certificate.certificate_command,
        demo.demo_command,
        version.version_command,
    ):
        app.cli.add_command(command)
