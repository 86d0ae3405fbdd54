"""Deduct points from a team in a match, and take deductions back."""

from fractions import Fraction

from competition import document
from competition.actions.change import Change, change
from competition.actions.lookup import require_entry, require_match
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.actions.standings import scorebook
from competition.file_types import Text
from competition.messages import N_
from competition.scoring.percentage import PercentInPoints, percent_in_points
from competition.store import file_export
from competition.store.db import now
from competition.store.decision_models import Deduction
from competition.store.models import Competition


def add_deduction(
    competition_key: str,
    match_key: str,
    team_key: str,
    points: str,
    reason: str,
    by: str,
    *,
    percent: str | None = None,
    phase: str | None = None,
) -> int:
    """Deduct points from an entry; `points` is a plain decimal. Returns the deduction's id.

    `percent` says of how many percent of the entry's total the points were made: they must be
    what `points_of_percent` gives now, and stay as they are afterwards. `phase` is the key of the
    phase of the match clock that they come from. The judges' marks are not touched.

    Raises `NotFound`, or `Refused` for points that are not a decimal, without a reason, and where
    the percentage gives other points by now.
    """
    with change(competition_key, by, check_file=True) as edit:
        match = require_match(edit.competition, match_key)
        team = require_entry(match, team_key).team
        edit.refuse_if_changed(f"deduction/{match_key}/{team_key}")
        try:
            points = document.parse_decimal(points)
            reason = document.clean_text(reason)
        except document.Refusal as refusal:
            raise Refused.from_refusal(refusal) from refusal
        if percent is not None:
            shown = points_of_percent(edit.competition, match_key, team_key, percent)
            if shown.points != points:
                raise Refused(
                    N_(
                        "The total has changed since the points were worked out: %(percent)s%% of "
                        "it are %(points)s points now. Nothing was deducted; look again."
                    ),
                    percent=percent,
                    points=shown.points,
                )
        deduction = Deduction(match=match, team=team, points=points, by=by, at=now())
        deduction.percent, deduction.phase = percent, phase
        edit.reason = reason
        return put_deduction(edit, deduction, {"zh": reason, "en": reason})


def put_deduction(edit: Change, deduction: Deduction, reason: Text) -> int:
    """Store and audit a deduction as part of another change; returns its id."""
    deduction.reason = dict(reason)
    edit.session.add(deduction)
    edit.session.flush()
    after = file_export.deduction_part(deduction)
    edit.audit("deduction.add", f"{deduction.match.key}/{deduction.team.key}", None, after)
    return deduction.id


def points_of_percent(
    competition: Competition, match_key: str, team_key: str, percent: str
) -> PercentInPoints:
    """How many points so many percent of the entry's total before deductions are now.

    Raises `Refused` for what is no percentage from 0 to 100, and while there is no such total.
    """
    try:
        percent = document.parse_decimal(percent)
    except document.Refusal as refusal:
        raise Refused.from_refusal(refusal) from refusal
    if not 0 < Fraction(percent) <= 100:
        raise Refused(N_("A percentage is above 0 and at most 100."))
    found = percent_in_points(scorebook(competition), match_key, team_key, percent)
    if found is None:
        raise Refused(
            N_(
                "This team has no total above 0 in this match yet, so there is nothing to take a "
                "percentage of. Deduct points, or wait for the sheets."
            )
        )
    return found


def remove_deduction(competition_key: str, deduction_id: int, reason: str, by: str) -> None:
    """Take a deduction back; the audit keeps it, and the reason. Raises `NotFound`, `Refused`."""
    with change(competition_key, by, check_file=True) as edit:
        deduction = edit.session.get(Deduction, deduction_id)
        if deduction is None or deduction.match.competition_id != edit.competition.id:
            raise NotFound
        subject = f"{deduction.match.key}/{deduction.team.key}"
        edit.refuse_if_changed(f"deduction/{subject}")
        edit.reason = require_reason(reason)
        after = {"reason": edit.reason}
        edit.audit("deduction.remove", subject, file_export.deduction_part(deduction), after)
        edit.session.delete(deduction)
