"""Top floor: the `flask …` commands (contract in `docs/commands.md`), as thin as a view.

What a program reads goes to standard output, what a person reads to standard error, and the
exit code is honest: 0 done, 1 refused, 2 called wrongly.
"""

from flask import Flask

from . import archive, audit, competition, judge, organiser, recount, running, version


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (
        competition.group,
        judge.group,
        organiser.group,
        running.round_group,
        running.stage_group,
        audit.group,
        recount.recount,
        archive.backup,
        archive.restore,
        version.version,
    ):
        app.cli.add_command(command)
