"""What the organiser's desk decides about marks: deductions, and the panel's rulings on ties."""

from competition import document
from competition.actions.change import changing
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
from competition.store import file_export, queries
from competition.store.db import now
from competition.store.models import Deduction, Ruling


def add_deduction(
    competition_key: str, match_key: str, team_key: str, points: str, reason: str, by: str
) -> int:
    """Take points off an entry; `points` is a plain decimal. Returns the deduction's id."""
    with changing(competition_key, by, "deduction.add") as edit:
        match = queries.find_match(edit.competition, match_key)
        team = queries.find_team(edit.competition, team_key)
        if match is None or team is None or all(e.team is not team for e in match.entries):
            raise NotFound
        try:
            points = document.parse_decimal(points)
            reason = document.clean_text(reason)
        except document.Refusal as refusal:
            raise Refused.of(refusal) from refusal
        deduction = Deduction(match=match, team=team, points=points, by=by, at=now())
        deduction.reason = {"zh": reason, "en": reason}
        edit.session.add(deduction)
        edit.session.flush()
        edit.subject = f"{match_key}/{team_key}"
        edit.after = file_export.deduction_part(deduction)
        return deduction.id


def remove_deduction(competition_key: str, deduction_id: int, reason: str, by: str) -> None:
    """Take a deduction back, with the reason; the audit keeps both."""
    with changing(competition_key, by, "deduction.remove") as edit:
        deduction = edit.session.get(Deduction, deduction_id)
        if deduction is None or deduction.match.competition_id != edit.competition.id:
            raise NotFound
        if not reason.strip():
            raise Refused(N_("Say why; the reason is kept with the result."))
        edit.subject = f"{deduction.match.key}/{deduction.team.key}"
        edit.before = file_export.deduction_part(deduction)
        edit.after = {"reason": reason.strip()}
        edit.session.delete(deduction)


def add_ruling(
    competition_key: str, stage_key: str, teams: list[str], minutes: str, by: str
) -> int:
    """Record the panel's order of tied teams, best first, with its minutes; returns the id."""
    with changing(competition_key, by, "ruling.add") as edit:
        stage = queries.find_stage(edit.competition, stage_key)
        if stage is None:
            raise NotFound
        try:
            minutes = document.clean_text(minutes)
        except document.Refusal as refusal:
            raise Refused.of(refusal) from refusal
        ruling = Ruling(stage=stage, teams=teams, by=by, at=now())
        ruling.minutes = {"zh": minutes, "en": minutes}
        edit.session.add(ruling)
        edit.session.flush()
        edit.subject = stage_key
        edit.after = file_export.ruling_part(ruling)
        return ruling.id


def remove_ruling(competition_key: str, ruling_id: int, reason: str, by: str) -> None:
    """Take a ruling back, with the reason; the audit keeps both."""
    with changing(competition_key, by, "ruling.remove") as edit:
        ruling = edit.session.get(Ruling, ruling_id)
        if ruling is None or ruling.stage.competition_id != edit.competition.id:
            raise NotFound
        if not reason.strip():
            raise Refused(N_("Say why; the reason is kept with the result."))
        edit.subject = ruling.stage.key
        edit.before = file_export.ruling_part(ruling)
        edit.after = {"reason": reason.strip()}
        edit.session.delete(ruling)
