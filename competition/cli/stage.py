"""`flask stage release|correct|advance`: what the public sees of a stage, and who goes on."""

from collections.abc import Mapping

import click
from flask import current_app
from flask.cli import AppGroup

from competition import advance, checks
from competition.actions import advancing, stage_release, standings, visibility
from competition.actions.corrections import Confirmation, confirming
from competition.actions.meanwhile import Seen, seeing
from competition.actions.refusals import NotFound
from competition.cli import database, terminal
from competition.cli.competition import BY, find_or_fail
from competition.file_types import Document
from competition.messages import N_
from competition.scoring.types import StageStandings
from competition.store import audit, file_export, queries

group = AppGroup(
    "stage", help="Set what the public sees of a stage, correct it, and let its best teams advance."
)

REASON = click.option(
    "--reason", metavar="TEXT", help="Why a published result is changed; the public reads it."
)


@group.command("release")
@click.argument("key")
@click.argument("stage_key", metavar="STAGE")
@click.argument("mode", metavar="MODE")
@REASON
@click.option(
    "--without-marks", is_flag=True, help="Publish the result without how each total came about."
)
def release_command(
    key: str, stage_key: str, mode: str, reason: str | None, without_marks: bool
) -> None:
    """Set what the public sees of a stage: hidden, live, frozen or published."""
    with terminal.exit_on_refusal():
        database.ensure_ready(current_app, writes=True)
        seen = Seen(audit.newest_row_number(key))
        if queries.find_stage(find_or_fail(key), stage_key) is None:
            terminal.fail(N_("There is no stage “%(stage)s” in %(key)s."), stage=stage_key, key=key)
        # Of two releases at one instant the second says so, and neither contradicts the other.
        with confirming(Confirmation(reason) if reason else None), seeing(seen):
            stage_release.set_release(
                key, stage_key, mode, "command line", with_marks=not without_marks
            )
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
        competition = find_or_fail(key)
        file = file_export.competition_document(competition, sheets=False)
        if "advance" in advance.stage_part(file, stage_key):
            _say_what_differs(file, stage_key, standings.count_standings(competition))


@group.command("advance")
@click.argument("key")
@click.argument("stage_key", metavar="STAGE")
@click.option("--apply", "act", flag_value="apply", help="Name them as the next stage's teams.")
@click.option("--undo", "act", flag_value="undo", help="Take that back; until it has a sheet.")
@click.option("--replace", "team", metavar="TEAM", help="Call up a reserve for a team that left.")
@click.option("--reason", metavar="TEXT", help="Why a team is replaced; recorded.")
def advance_command(
    key: str, stage_key: str, act: str | None, team: str | None, reason: str | None
) -> None:
    """Print who advances from a stage as JSON; with an option, let them advance."""
    with terminal.exit_on_refusal():
        if act and team:
            terminal.fail(N_("Give one of --apply, --undo and --replace."))
        database.ensure_ready(current_app, writes=bool(act or team))
        seen = Seen(audit.newest_row_number(key))
        stage = queries.find_stage(find_or_fail(key), stage_key)
        if stage is None:
            terminal.fail(N_("There is no stage “%(stage)s” in %(key)s."), stage=stage_key, key=key)
        if not stage.advance:
            terminal.fail(
                N_("Stage “%(stage)s” does not say where its best teams advance to."),
                stage=stage_key,
            )
        try:
            with confirming(Confirmation(reason) if reason else None), seeing(seen):
                if act == "apply":
                    advancing.advance_teams(key, stage_key, BY)
                elif act == "undo":
                    advancing.undo_advance(key, stage_key, BY)
                elif team:
                    _call_up(key, stage_key, team, reason or "")
        except advancing.NotReadyYet as refusal:
            terminal.print_refusal(refusal)
            file = file_export.competition_document(find_or_fail(key), sheets=False)
            because = refusal.because
            terminal.notify_each(lambda lang: advance.not_ready_sentences(file, because, lang))
            raise SystemExit(1) from None
        _print_advancing(key, stage_key)


def _call_up(key: str, stage_key: str, team: str, reason: str) -> None:
    if queries.find_team(find_or_fail(key), team) is None:
        terminal.fail(N_("There is no team “%(team)s” in %(key)s."), team=team, key=key)
    if not reason.strip():
        terminal.fail(N_("Give the reason with --reason; it is kept with the results."))
    reserve = advancing.call_up_reserve(key, stage_key, team, reason, BY)
    terminal.notify(N_("%(reserve)s takes the place of %(team)s."), reserve=reserve, team=team)


def _print_advancing(key: str, stage_key: str) -> None:
    """The preview as JSON; what differs from the teams that the next stage has, in words."""
    competition = find_or_fail(key)
    file = file_export.competition_document(competition, sheets=False)
    counted = standings.count_standings(competition)
    found = advance.who_advances(file, stage_key, counted)
    because = terminal.sentences_in_each_language(
        lambda language: advance.not_ready_sentences(file, found["because"], language)
    )
    terminal.print_json({**found, "because": because})
    _say_what_differs(file, stage_key, counted)


def _say_what_differs(
    file: Document, stage_key: str, counted: Mapping[str, StageStandings]
) -> None:
    """Where teams have gone on already: who else would go now, after a correction."""
    to = advance.stage_part(file, stage_key)["advance"]["to"]
    moved = advance.compare_with_next_stage(file, stage_key, counted)
    if moved.missing:
        terminal.notify(
            N_("Would advance now, and is not in stage “%(stage)s”: %(teams)s."),
            stage=to,
            teams=", ".join(moved.missing),
        )
    if moved.extra:
        terminal.notify(
            N_("Is in stage “%(stage)s”, and would not advance now: %(teams)s."),
            stage=to,
            teams=", ".join(moved.extra),
        )


def _say_what_is_open(key: str, stage_key: str) -> None:
    """Name who has no place and why, which ties stand, which sums are unequal."""
    competition = find_or_fail(key)
    file = file_export.competition_document(competition, history=False)
    counted = standings.count_standings(competition)[stage_key]
    terminal.notify_each(lambda language: checks.result_sentences(file, counted, language))
