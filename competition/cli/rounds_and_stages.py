"""`flask round state` and `flask stage release`: what is done while an event runs."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from competition.actions import rounds, stage_release, visibility
from competition.actions.refusals import NotFound
from competition.cli import database, terminal
from competition.cli.competition import found
from competition.messages import N_
from competition.store import queries

round_group = AppGroup("round", help="Open and close rounds.")
stage_group = AppGroup("stage", help="Say what the public sees of a stage.")

NO_REASON = "no reason given (command line)"


@round_group.command("state")
@click.argument("key")
@click.argument("round_key", metavar="ROUND")
@click.argument("state", metavar="STATE")
@click.option("--reason", metavar="TEXT", help="Why a closed round is reopened; kept.")
def state_command(key: str, round_key: str, state: str, reason: str | None) -> None:
    """Move a round (its key, or stage/round) to draft, open or closed."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app)
        try:
            round_ = rounds.find_round(found(key), round_key)
        except NotFound:
            terminal.fail(N_("There is no round “%(round)s” in %(key)s."), round=round_key, key=key)
        if reason is None and (round_.state, state) == ("closed", "open"):
            reason = _prompted() or NO_REASON
        rounds.set_state(key, round_key, state, "command line", reason or "")


@stage_group.command("release")
@click.argument("key")
@click.argument("stage_key", metavar="STAGE")
@click.argument("mode", metavar="MODE")
def release_command(key: str, stage_key: str, mode: str) -> None:
    """Set what the public sees of a stage: hidden, live, frozen or published."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app)
        if queries.find_stage(found(key), stage_key) is None:
            terminal.fail(N_("There is no stage “%(stage)s” in %(key)s."), stage=stage_key, key=key)
        stage_release.set_release(key, stage_key, mode, "command line")
        stage = queries.find_stage(found(key), stage_key)
        if stage is not None and mode in visibility.SHOWN:
            for carried in visibility.held_back_by(stage.competition, stage):
                terminal.notify(
                    N_("Held back until stage “%(stage)s”, whose totals it carries, is released."),
                    stage=carried.key,
                )


def _prompted() -> str:
    if not sys.stdin.isatty():
        return ""
    question = terminal.translated(N_("Why is the round reopened"))
    answer: str = click.prompt(question, default="", show_default=False, err=True)
    return answer
