"""Record the panel's rulings on ties, and take them back."""

from collections.abc import Sequence

from competition import document
from competition.actions.change import change
from competition.actions.lookup import require_stage
from competition.actions.refusals import NotFound, Refused, require_reason
from competition.file_types import RulingVotePart
from competition.messages import N_
from competition.scoring.ruling_votes import count_votes
from competition.store import file_export
from competition.store.db import now
from competition.store.decision_models import Ruling


def add_ruling(
    competition_key: str,
    stage_key: str,
    teams: list[str],
    minutes: str,
    by: str,
    votes: Sequence[RulingVotePart] = (),
) -> int:
    """Record the panel's order of tied teams, best first, with its minutes; returns the id.

    `votes` are how its judges voted, where they did: each an order of all the teams, or none for
    an abstention. Raises `NotFound`, or `Refused` without minutes, for teams that the stage does
    not have, and for votes that are not of these teams or of two teams and say the other order.
    """
    with change(competition_key, by, check_file=True) as edit:
        stage = require_stage(edit.competition, stage_key)
        edit.refuse_if_changed(f"ruling/{stage_key}")
        try:
            minutes = document.clean_text(minutes)
        except document.Refusal as refusal:
            raise Refused.from_refusal(refusal) from refusal
        _check_votes(teams, votes)
        ruling = Ruling(stage=stage, teams=teams, by=by, at=now())
        ruling.votes = [dict(vote) for vote in votes] or None
        ruling.minutes = {"zh": minutes, "en": minutes}
        # Minutes say who decided, and a panel is not public.
        edit.suggested_reason = minutes
        edit.session.add(ruling)
        edit.session.flush()
        edit.audit("ruling.add", stage_key, None, file_export.ruling_part(ruling))
        return ruling.id


def _check_votes(teams: list[str], votes: Sequence[RulingVotePart]) -> None:
    if any(vote["teams"] and sorted(vote["teams"]) != sorted(teams) for vote in votes):
        raise Refused(N_("A vote names each of the tied teams once, best first, or none."))
    if len({vote["judge"] for vote in votes}) < len(votes):
        raise Refused(N_("A judge votes once."))
    counts = {tuple(order): count for order, count in count_votes(votes).orders}
    # Of three teams and more the votes can be read in several ways; the minutes say which.
    other = counts.get(tuple(reversed(teams)), 0)
    if len(teams) == 2 and other > counts.get(tuple(teams), 0):
        raise Refused(
            N_("More judges voted for the other order. Record that one, or correct the votes.")
        )


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
