"""`flask why`: every step from the marks to a team's total, without a database."""

import click
from flask.cli import with_appcontext

from competition.cli import files, terminal
from competition.messages import N_
from competition.why import NotProvable, prove
from competition.why.types import NotProvableReason

REASONS: dict[NotProvableReason, str] = {
    "withdrawn": N_("%(team)s has no total in %(stage)s: it has withdrawn (withdrawn)."),
    "disqualified": N_("%(team)s has no total in %(stage)s: it is disqualified (disqualified)."),
    "void": N_("%(team)s has no total in %(stage)s: none of its matches counts (void)."),
    "no_sheet": N_("%(team)s has no total in %(stage)s: nobody judges it there (no_sheet)."),
    "missing_sheet": N_(
        "%(team)s has no total in %(stage)s yet: a sheet is missing (missing_sheet)."
    ),
    "missing_score": N_(
        "%(team)s has no total in %(stage)s yet: its score is missing (missing_score)."
    ),
    "missing_carry": N_(
        "%(team)s has no total in %(stage)s: it has none in a stage that is carried over "
        "(missing_carry)."
    ),
    "not_in_stage": N_("%(team)s is not in %(stage)s."),
    "unknown_stage": N_("There is no stage %(stage)s in this file."),
    "unknown_team": N_("There is no team %(team)s in this file."),
}


@click.command("why")
@click.argument("file")
@click.argument("team")
@click.option("--stage", help="The stage's key; without it the last stage that the team is in.")
@with_appcontext
def why_command(file: str, team: str, stage: str | None) -> None:
    """Print every step of a team's total as JSON (`accord-why/1`)."""
    with terminal.exit_on_refusal():
        document = files.read_document(file)
        try:
            proof = prove(document, team, stage)
        except NotProvable as not_provable:
            _say_why_not(not_provable)
            raise SystemExit(1) from None
        terminal.print_json(proof)


def _say_why_not(not_provable: NotProvable) -> None:
    team, stage = not_provable.team, not_provable.stage
    if not_provable.reason == "not_in_stage" and stage is None:
        terminal.notify(N_("%(team)s is in no stage of this file."), team=team)
    else:
        terminal.notify(REASONS[not_provable.reason], team=team, stage=stage)
    if not_provable.reason in ("unknown_team", "unknown_stage"):
        return
    if not_provable.last_stage is None:
        terminal.notify(N_("It has a total in no stage."))
    else:
        terminal.notify(
            N_("The last stage in which it has a total is %(stage)s: --stage %(stage)s."),
            stage=not_provable.last_stage,
        )
