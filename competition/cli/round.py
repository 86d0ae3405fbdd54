"""`flask round state|announce`: opening, closing and announcing rounds."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from competition import checks
from competition.actions import rounds, visibility
from competition.actions.meanwhile import Seen, seeing
from competition.actions.refusals import NotFound
from competition.cli import database, terminal
from competition.cli.competition import find_or_fail
from competition.messages import N_
from competition.store import audit, file_export
from competition.store.models import Round

group = AppGroup("round", help="Open, close and announce rounds.")

NO_REASON = "no reason given (command line)"


@group.command("state")
@click.argument("key")
@click.argument("round_key", metavar="ROUND")
@click.argument("state", metavar="STATE")
@click.option("--reason", metavar="TEXT", help="Why a closed round is reopened; recorded.")
def state_command(key: str, round_key: str, state: str, reason: str | None) -> None:
    """Move a round (its key, or stage/round) to draft, open or closed."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        seen = Seen(audit.newest_row_number(key))
        round_ = _find_or_fail(key, round_key)
        if state != "draft":
            _say_what_it_tells(round_)
        if reason is None and (round_.state, state) == ("closed", "open"):
            reason = _ask_for_reason() or NO_REASON
        name = round_.stage.key, round_.key
        with seeing(seen):
            rounds.set_state(key, round_key, state, "command line", reason or "")
        if state == "open":
            _say_who_plays(key, *name)


def _say_who_plays(key: str, stage_key: str, round_key: str) -> None:
    """Name who sits in the round although it may not be meant, and who does not."""
    file = file_export.competition_document(find_or_fail(key), history=False)
    found = checks.about_round(checks.check_who_plays(file), stage_key, round_key)
    terminal.notify_each(lambda language: checks.who_plays_sentences(file, found, language))


@group.command("announce")
@click.argument("key")
@click.argument("round_key", metavar="ROUND")
@click.option("--undo", is_flag=True, help="Take it back: its matches are no longer public.")
def announce_command(key: str, round_key: str, undo: bool) -> None:
    """Make the matches, sides and topics of a round public before it opens."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        seen = Seen(audit.newest_row_number(key))
        round_ = _find_or_fail(key, round_key)
        if not undo:
            _say_what_it_tells(round_)
        with seeing(seen):
            rounds.set_announced(key, round_key, not undo, "command line")


def _find_or_fail(key: str, round_key: str) -> Round:
    try:
        return rounds.find_round(find_or_fail(key), round_key)
    except NotFound:
        terminal.fail(N_("There is no round “%(round)s” in %(key)s."), round=round_key, key=key)


def _say_what_it_tells(round_: Round) -> None:
    """Say which results, not released, the matches of the round tell once they are public."""
    competition = round_.stage.competition
    if rounds.has_public_matches(round_) or competition.visibility == "private":
        return
    for stage in visibility.gives_away(competition, round_):
        notify_told(round_.stage.key, stage.key)


def notify_told(stage: str, earlier: str) -> None:
    """Say that what becomes public tells results of an earlier stage that are not released."""
    terminal.notify(
        N_(
            "This tells everybody who is in stage “%(stage)s”; the results of stage "
            "“%(earlier)s” are not released."
        ),
        stage=stage,
        earlier=earlier,
    )


def _ask_for_reason() -> str:
    if not sys.stdin.isatty():
        return ""
    question = terminal.translated(N_("Reason for reopening the round"))
    answer: str = click.prompt(question, default="", show_default=False, err=True)
    return answer
