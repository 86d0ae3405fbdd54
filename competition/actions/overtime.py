"""Decide about overtime: a proposal is confirmed, and becomes a deduction, or is waived.

Nothing is deducted by itself. What was decided stays in the clock's state and in the audit.
"""

from typing import cast

from competition import match_clock
from competition.actions.change import Change, change
from competition.actions.deductions import put_deduction
from competition.actions.lookup import require_entry, require_judge, require_match
from competition.actions.match_clocks import server_ms
from competition.actions.refusals import NotFound, Refused, text_of_reason
from competition.file_types import Text
from competition.match_clock import ClockState, Overtime, OvertimeDecision, OvertimeSpent
from competition.messages import N_
from competition.store import match_clocks, queries
from competition.store.db import now
from competition.store.decision_models import Deduction
from competition.store.marking_judges import is_panel_head
from competition.store.match_clocks import MatchClock
from competition.store.models import Judge, Match


def match_overtime(match: Match) -> list[Overtime]:
    """The overtime of the match's teams now: what is proposed, and what was decided."""
    clock = match_clocks.find_clock(match.round.stage.competition.key, match.key)
    return _overtime(match, clock) if clock else []


def undecided_overtime(match: Match) -> list[Overtime]:
    """What would cost points and can be decided now: the phase has stopped, nothing is deducted."""
    clock = match_clocks.find_clock(match.round.stage.competition.key, match.key)
    if clock is None:
        return []
    proposed = [
        each
        for each in _overtime(match, clock)
        if each.decision is None
        and each.spent.points != "0"
        and not _is_running(clock, each.spent.phase["key"])
    ]
    if not proposed:
        return []
    deducted = phases_deducted(match)
    return [each for each in proposed if (each.spent.phase["key"], each.team) not in deducted]


def may_decide_overtime(match: Match, judge: Judge) -> bool:
    """Whether this judge is the head judge of the panel, and recused for none of its teams."""
    is_recused = any(recusal["judge"] == judge.key for recusal in match.recused or ())
    return is_panel_head(match, judge) and not is_recused


def confirm_overtime(
    competition_key: str,
    match_key: str,
    phase: str,
    team: str,
    seconds: int,
    by: str,
    *,
    head: str | None = None,
) -> None:
    """Deduct what the overtime of a team in a phase costs. `seconds` is what was shown.

    `head` is the key of the head judge who does it, who must still be the panel's.
    Raises `NotFound`; `Refused` while the phase runs, once it is deducted, and where the overtime
    is another by now; `CorrectionNeeded` where a published stage would change.
    """
    with change(competition_key, by, check_file=True) as edit:
        match = _require_match(edit, match_key, head)
        edit.refuse_if_changed(f"overtime/{match_key}/{team}", f"deduction/{match_key}/{team}")
        clock, overtime = _to_decide(edit, match, phase, team, seconds)
        points = overtime.spent.points
        if points == "0":
            raise NotFound
        reason = _words(overtime.spent)
        edit.reason = " ".join(dict.fromkeys(reason.values()))  # type: ignore[arg-type]
        entry = require_entry(match, team)
        deduction = Deduction(match=match, team=entry.team, points=points, by=by, at=now())
        deduction.phase = phase
        number = put_deduction(edit, deduction, reason)
        decided = _decision(overtime, "confirmed", by, reason)
        _keep(edit, clock, {**decided, "deduction": number})


def waive_overtime(
    competition_key: str,
    match_key: str,
    phase: str,
    team: str,
    seconds: int,
    reason: str,
    by: str,
    *,
    head: str | None = None,
) -> None:
    """Deduct nothing for the overtime of a team in a phase, and say why. Raises as
    `confirm_overtime`, and `Refused` without a reason.
    """
    with change(competition_key, by) as edit:
        match = _require_match(edit, match_key, head)
        edit.refuse_if_changed(f"overtime/{match_key}/{team}", f"deduction/{match_key}/{team}")
        clock, overtime = _to_decide(edit, match, phase, team, seconds)
        _keep(edit, clock, _decision(overtime, "waived", by, text_of_reason(reason)))


def phases_deducted(match: Match) -> set[tuple[str, str]]:
    """The phases and teams of a match for which there is a deduction."""
    return {
        (each.phase, each.team.key)
        for each in queries.deductions_of(match.round.stage.competition)
        if each.phase and each.match.id == match.id
    }


def _require_match(edit: Change, match_key: str, head: str | None) -> Match:
    """The match; `NotFound` also where this head judge may not decide there (any more)."""
    match = require_match(edit.competition, match_key)
    if head is not None and not may_decide_overtime(match, require_judge(edit.competition, head)):
        raise NotFound
    return match


def _to_decide(
    edit: Change, match: Match, phase: str, team: str, seconds: int
) -> tuple[MatchClock, Overtime]:
    clock = match_clocks.find_clock(edit.competition.key, match.key)
    found = (
        each
        for each in (_overtime(match, clock) if clock else [])
        if (each.spent.phase["key"], each.team) == (phase, team)
    )
    overtime = next(found, None)
    if clock is None or overtime is None:
        raise NotFound
    if _is_running(clock, phase):
        raise Refused(N_("The clock of this phase is running. Stop it first, then decide."))
    if (phase, team) in phases_deducted(match):
        raise Refused(N_("Points were deducted for this overtime already."))
    if overtime.spent.seconds != seconds:
        raise Refused(
            N_("The overtime has changed meanwhile. See how it is now, then decide again.")
        )
    return clock, overtime


def _is_running(clock: MatchClock, phase: str) -> bool:
    state = cast(ClockState, clock.state)
    return state["since"] is not None and match_clock.current_phase(state)["key"] == phase


def _overtime(match: Match, clock: MatchClock) -> list[Overtime]:
    teams: dict[str, list[str]] = {}
    for entry in match.entries:
        teams.setdefault(entry.side, []).append(entry.team.key)
    return match_clock.decided_overtime(cast(ClockState, clock.state), server_ms(), teams)


def _words(spent: OvertimeSpent) -> Text:
    """The reason of the deduction: the phase and the seconds, in both languages."""
    name, seconds = spent.phase["name"], spent.seconds
    zh, en = name.get("zh") or name.get("en"), name.get("en") or name.get("zh")
    return {"zh": f"“{zh}”环节超时 {seconds} 秒", "en": f"{seconds} s over time in “{en}”"}


def _decision(overtime: Overtime, state: str, by: str, reason: Text) -> OvertimeDecision:
    spent = overtime.spent
    return cast(
        OvertimeDecision,
        {
            "phase": spent.phase["key"],
            "party": spent.party,
            "team": overtime.team,
            "seconds": spent.seconds,
            "points": spent.points if state == "confirmed" else "0",
            "state": state,
            "by": by,
            "at": now(),
            "reason": reason,
        },
    )


def _keep(edit: Change, clock: MatchClock, decided: OvertimeDecision) -> None:
    """Add the decision to the clock's state, and audit it. The clock itself is not touched."""
    decisions = [*clock.state["decisions"], decided]
    clock.state = {**clock.state, "decisions": decisions, "act": "decide"}
    clock.number += 1
    subject = f"{clock.match_key}/{decided['team']}"
    after = {
        "phase": decided["phase"],
        "seconds": decided["seconds"],
        "points": decided["points"],
        "reason": decided["reason"],
    }
    edit.audit(f"overtime.{decided['state']}", subject, None, after)
