"""Record the panel's rulings on ties, and take them back."""

from competition import document
from competition.actions.change import change
from competition.actions.lookup import require_stage
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.store import file_export
from competition.store.db import now
from competition.store.decision_models import Ruling


def add_ruling(
    competition_key: str, stage_key: str, teams: list[str], minutes: str, by: str
) -> int:
    """Record the panel's order of tied teams, best first, with its minutes; returns the id.

    Raises `NotFound`, or `Refused` without minutes and for teams that the stage does not have.
    """
    with change(competition_key, by, check_file=True) as edit:
        stage = require_stage(edit.competition, stage_key)
        edit.refuse_if_changed(f"ruling/{stage_key}")
        try:
            minutes = document.clean_text(minutes)
        except document.Refusal as refusal:
            raise Refused.from_refusal(refusal) from refusal
        ruling = Ruling(stage=stage, teams=teams, by=by, at=now())
        ruling.minutes = {"zh": minutes, "en": minutes}
        # Minutes say who decided, and a panel is not public.
        edit.suggested_reason = minutes
        edit.session.add(ruling)
        edit.session.flush()
        edit.audit("ruling.add", stage_key, None, file_export.ruling_part(ruling))
        return ruling.id


def remove_ruling(competition_key: str, ruling_id: int, reason: str, by: str) -> None:
    """Take a ruling back; the audit keeps it, and the reason. Raises `NotFound`, `Refused`."""
    with change(competition_key, by, check_file=True) as edit:
        ruling = edit.session.get(Ruling, ruling_id)
        if ruling is None or ruling.stage.competition_id != edit.competition.id:
            raise NotFound
        edit.refuse_if_changed(f"ruling/{ruling.stage.key}")
        edit.reason = require_reason(reason)
        after = {"reason": edit.reason}
        edit.audit("ruling.remove", ruling.stage.key, file_export.ruling_part(ruling), after)
        edit.session.delete(ruling)
