"""`flask stage release|correct`: what the public sees of a stage."""

import click
from flask import current_app
from flask.cli import AppGroup

from competition import checks
from competition.actions import stage_release, standings, visibility
from competition.actions.corrections import Confirmation, confirming
from competition.actions.meanwhile import Seen, seeing
from competition.actions.refusals import NotFound
from competition.cli import database, terminal
from competition.cli.competition import find_or_fail
from competition.messages import N_
from competition.store import audit, file_export, queries

group = AppGroup("stage", help="Set what the public sees of a stage, and correct it.")

REASON = click.option(
    "--reason", metavar="TEXT", help="Why a published result is changed; the public reads it."
)


@group.command("release")
@click.argument("key")
@click.argument("stage_key", metavar="STAGE")
@click.argument("mode", metavar="MODE")
@REASON
def release_command(key: str, stage_key: str, mode: str, reason: str | None) -> None:
    """Set what the public sees of a stage: hidden, live, frozen or published."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        seen = Seen(audit.newest_row_number(key))
        if queries.find_stage(find_or_fail(key), stage_key) is None:
            terminal.fail(N_("There is no stage “%(stage)s” in %(key)s."), stage=stage_key, key=key)
        # Of two releases at one instant the second says so, and neither contradicts the other.
        with confirming(Confirmation(reason) if reason else None), seeing(seen):
            stage_release.set_release(key, stage_key, mode, "command line")
        stage = queries.find_stage(find_or_fail(key), stage_key)
        if stage is not None and mode in visibility.SHOWN:
            for carried in visibility.held_back_by(stage.competition, stage):
                terminal.notify(
                    N_(
                        "Not shown yet: it carries the totals of stage “%(stage)s”, which the "
                        "public cannot see. Release that stage first."
                    ),
                    stage=carried.key,
                )
        if mode == "published":
            _say_what_is_open(key, stage_key)


@group.command("correct")
@click.argument("key")
@click.argument("stage_key", metavar="STAGE")
@REASON
def correct_command(key: str, stage_key: str, reason: str | None) -> None:
    """Show the public a published stage as it is counted now."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        if queries.find_stage(find_or_fail(key), stage_key) is None:
            terminal.fail(N_("There is no stage “%(stage)s” in %(key)s."), stage=stage_key, key=key)
        try:
            with confirming(Confirmation(reason) if reason else None):
                stage_release.correct_stage(key, stage_key, "command line")
        except NotFound:
            terminal.fail(N_("Nothing to correct: the public sees what is counted."))


def _say_what_is_open(key: str, stage_key: str) -> None:
    """Name who has no place and why, which ties stand, which sums are unequal."""
    competition = find_or_fail(key)
    file = file_export.competition_document(competition, history=False)
    counted = standings.count_standings(competition)[stage_key]
    terminal.notify_each(lambda language: checks.result_sentences(file, counted, language))
