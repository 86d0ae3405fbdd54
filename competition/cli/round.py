"""`flask round state`: opening and closing rounds."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from competition.actions import rounds
from competition.actions.refusals import NotFound
from competition.cli import database, terminal
from competition.cli.competition import find_or_fail
from competition.messages import N_

group = AppGroup("round", help="Open and close rounds.")

NO_REASON = "no reason given (command line)"


@group.command("state")
@click.argument("key")
@click.argument("round_key", metavar="ROUND")
@click.argument("state", metavar="STATE")
@click.option("--reason", metavar="TEXT", help="Why a closed round is reopened; recorded.")
def state_command(key: str, round_key: str, state: str, reason: str | None) -> None:
    """Move a round (its key, or stage/round) to draft, open or closed."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app)
        try:
            round_ = rounds.find_round(find_or_fail(key), round_key)
        except NotFound:
            terminal.fail(N_("There is no round “%(round)s” in %(key)s."), round=round_key, key=key)
        if reason is None and (round_.state, state) == ("closed", "open"):
            reason = _ask_for_reason() or NO_REASON
        rounds.set_state(key, round_key, state, "command line", reason or "")


def _ask_for_reason() -> str:
    if not sys.stdin.isatty():
        return ""
    question = terminal.translated(N_("Reason for reopening the round"))
    answer: str = click.prompt(question, default="", show_default=False, err=True)
    return answer
