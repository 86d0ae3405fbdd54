"""Deduct points from a team in a match, and take deductions back."""

from competition import document
from competition.actions.change import change
from competition.actions.lookup import require_entry, require_match
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.store import file_export
from competition.store.db import now
from competition.store.decision_models import Deduction


def add_deduction(
    competition_key: str, match_key: str, team_key: str, points: str, reason: str, by: str
) -> int:
    """Deduct points from an entry; `points` is a plain decimal. Returns the deduction's id.

    Raises `NotFound`, or `Refused` for points that are not a decimal and without a reason.
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
        deduction = Deduction(match=match, team=team, points=points, by=by, at=now())
        deduction.reason = {"zh": reason, "en": reason}
        edit.reason = reason
        edit.session.add(deduction)
        edit.session.flush()
        after = file_export.deduction_part(deduction)
        edit.audit("deduction.add", f"{match_key}/{team_key}", None, after)
        return deduction.id


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
