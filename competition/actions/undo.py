"""Undo the last act of an organiser by its inverse, where it has one.

What can be undone is the newest act of an organiser in the competition's audit, and only while
nobody has acted after it: the inverse is an ordinary act with an audit row of its own, so undoing
once more brings back what was undone. What was announced, drawn, signed or sent has no inverse.
"""

import json
from collections.abc import Callable

from competition.actions import (
    competitions,
    deductions,
    exclusions,
    hall_screen,
    match_clocks,
    meanwhile,
    programme,
    rounds,
    sheet_locks,
    stage_release,
)
from competition.actions.refusals import NotFound, Refused
from competition.actions.undo_types import NoUndo, Undo, UndoneAct
from competition.messages import N_
from competition.store import audit, file_export
from competition.store.audit import AuditRow
from competition.store.models import Competition
from competition.store.queries import deductions_of


def last_organisers_act(competition_key: str) -> AuditRow | None:
    """The newest act of an organiser that changed something; None where there is none."""
    return audit.newest_row_of_organisers(competition_key, meanwhile.NO_CHANGE)


def how_to_undo(competition: Competition, row: AuditRow, by: str) -> Undo | NoUndo:
    """The inverse of an act, for who asks for it."""
    before, after = json.loads(row.before) or {}, json.loads(row.after) or {}
    find = _INVERSES.get(row.action)
    if find is not None:
        return find(UndoneAct(competition, row.subject.split("/"), before, after, by))
    kind = row.action.partition(".")[0]
    return _WITHOUT.get(row.action) or _WITHOUT.get(kind) or NoUndo("by_hand")


def undo_last_act(competition: Competition, number: int, reason: str, by: str) -> None:
    """Undo the act of that number in the audit; raises `Refused` where it cannot be undone.

    Raises `ChangedMeanwhile` where an organiser has acted since, or anybody on the same thing, and
    what the inverse raises.
    """
    row = last_organisers_act(competition.key)
    if row is None or row.number < number:
        raise NotFound
    if row.number > number:
        rows = meanwhile.changes_since(competition.key, number)
        raise meanwhile.ChangedMeanwhile(rows, audit.newest_row_number(competition.key))
    found = how_to_undo(competition, row, by)
    if isinstance(found, NoUndo):
        raise Refused(N_("This act cannot be undone; nothing was changed."))
    with meanwhile.undoing(row):
        found.carry_out(reason)


def _round_state(act: UndoneAct) -> Undo | NoUndo:
    name, state = "/".join(act.subject), act.before["state"]
    kind = {"draft": "round_draft", "open": "round_open", "closed": "round_closed"}[state]
    reopens = (act.after["state"], state) == ("closed", "open")
    return Undo(
        kind,
        lambda reason: rounds.set_state(act.key, name, state, act.by, reason),
        needs_reason=reopens,
    )


def _announcement(act: UndoneAct) -> Undo | NoUndo:
    name, announced = "/".join(act.subject), bool(act.before["announced"])
    return Undo(
        "announced" if announced else "withheld",
        lambda _reason: rounds.set_announced(act.key, name, announced, act.by),
    )


def _screen(act: UndoneAct) -> Undo | NoUndo:
    mode, about = act.before["mode"], "/".join(map(str, act.before["about"].values()))
    return Undo("screen", lambda _r: hall_screen.show_mode(act.key, mode, act.by, about), to=mode)


def _screen_clock(act: UndoneAct) -> Undo | NoUndo:
    inverse = {"start": "pause", "pause": "start"}.get(act.subject[0])
    if inverse is None:
        return NoUndo("time", "/show/clock")
    return Undo(
        "screen_clock",
        lambda _reason: hall_screen.run_screen_clock(act.key, inverse, act.by),
        to=inverse,
    )


def _clock_run(act: UndoneAct) -> Undo | NoUndo:
    inverse = "start" if act.after["since"] is None else "pause"
    match = act.subject[0]
    return Undo(
        "clock_run",
        lambda _reason: match_clocks.touch_clock(act.key, match, inverse, act.by),
        to=inverse,
    )


def _clock_phase(act: UndoneAct) -> Undo | NoUndo:
    if not act.before:
        return NoUndo("time", f"/matches/{act.subject[0]}/clock")
    match, phase = act.subject[0], act.before["phase"]
    return Undo(
        "clock_phase", lambda _reason: match_clocks.go_to_phase(act.key, match, phase, act.by)
    )


def _clock_side(act: UndoneAct) -> Undo | NoUndo:
    match = act.subject[0]
    return Undo(
        "clock_side",
        lambda _reason: match_clocks.touch_clock(act.key, match, "hand-over", act.by),
    )


def _clock_time(act: UndoneAct) -> Undo | NoUndo:
    """Takes what was given, or gives what was taken: the clock says what it was told last."""
    match, clock = act.subject[0], match_clocks.clock_of_match(act.key, act.subject[0])
    done, _, what = (clock.state.get("act", "") if clock else "").partition("/")
    if done != "add":
        return NoUndo("time", f"/matches/{match}/clock")
    phase, party, seconds = what.split("/")
    return Undo(
        "clock_time",
        lambda _reason: match_clocks.add_clock_time(
            act.key, match, phase, party, -int(seconds), act.by
        ),
    )


def _deduction(act: UndoneAct) -> Undo | NoUndo:
    rows = deductions_of(act.competition)
    found = [row.id for row in rows if file_export.deduction_part(row) == act.after]
    if not found:
        return NoUndo("by_hand", "/deductions")
    return Undo(
        "deduction",
        lambda reason: deductions.remove_deduction(act.key, found[-1], reason, act.by),
        needs_reason=True,
    )


def _team(act: UndoneAct) -> Undo | NoUndo:
    """Back to what the team was before: in the competition, withdrawn, or disqualified."""
    team, before = act.subject[0], act.before
    if not exclusions.has_left(before):
        return Undo(
            "team_back",
            lambda reason: exclusions.readmit_team(act.key, team, reason, act.by),
            needs_reason=True,
        )
    if before.get("disqualified"):
        return Undo(
            "team_out",
            lambda reason: exclusions.disqualify_team(act.key, team, reason, act.by),
            needs_reason=True,
        )
    stage = before.get("withdrawn_from")
    return Undo(
        "team_out",
        lambda reason: exclusions.withdraw_team(act.key, team, stage, reason, act.by),
        needs_reason=True,
    )


def _match(act: UndoneAct) -> Undo | NoUndo:
    match = act.subject[0]
    is_void = bool(act.before.get("void"))
    inverse = exclusions.void_match if is_void else exclusions.count_match_again
    return Undo(
        "match_void" if is_void else "match_counts",
        lambda reason: inverse(act.key, match, reason, act.by),
        needs_reason=True,
    )


def _sheet(act: UndoneAct) -> Undo | NoUndo:
    match, team, judge = act.subject
    hold = act.before["hold"]
    inverse = {"reopened": sheet_locks.reopen, "locked": sheet_locks.lock}.get(
        hold, sheet_locks.follow_round
    )
    return Undo(
        "sheet",
        lambda reason: inverse(act.key, match, team, judge, reason, act.by),
        to=hold,
        needs_reason=True,
    )


def _release(act: UndoneAct) -> Undo | NoUndo:
    stage, mode = act.subject[0], act.before["release"]
    if "published" in (mode, act.after["release"]):
        return NoUndo("published", f"/release/{stage}")
    return Undo(
        "release", lambda _reason: stage_release.set_release(act.key, stage, mode, act.by), to=mode
    )


def _visibility(act: UndoneAct) -> Undo | NoUndo:
    to = act.before["visibility"]
    return Undo(
        "visibility", lambda _reason: competitions.set_visibility(act.key, to, act.by), to=to
    )


def _programme(shown: bool) -> Callable[[UndoneAct], Undo | NoUndo]:
    return lambda act: Undo(
        "programme",
        lambda _reason: programme.show_programme(act.key, shown, act.by),
        to="shown" if shown else "hidden",
    )


_INVERSES: dict[str, Callable[[UndoneAct], Undo | NoUndo]] = {
    "round.state": _round_state,
    "round.announce": _announcement,
    "round.withhold": _announcement,
    "show.mode": _screen,
    "show.clock": _screen_clock,
    "match-clock.start": _clock_run,
    "match-clock.pause": _clock_run,
    "match-clock.next": _clock_phase,
    "match-clock.previous": _clock_phase,
    "match-clock.go": _clock_phase,
    "match-clock.hand-over": _clock_side,
    "match-clock.add": _clock_time,
    "deduction.add": _deduction,
    "team.withdraw": _team,
    "team.disqualify": _team,
    "team.readmit": _team,
    "match.void": _match,
    "match.count": _match,
    "sheet.reopen": _sheet,
    "sheet.lock": _sheet,
    "sheet.follow-round": _sheet,
    "stage.release": _release,
    "competition.visibility": _visibility,
    "programme.show": _programme(shown=False),
    "programme.hide": _programme(shown=True),
}
_WITHOUT = {
    "draw": NoUndo("drawn", "/draws"),
    "certification": NoUndo("signed", "/results"),
    "message": NoUndo("sent", "/messages"),
    "reveal": NoUndo("revealed", "/show"),
    "award": NoUndo("by_hand", "/awards"),
    "publication": NoUndo("published", "/publish"),
    "deduction": NoUndo("by_hand", "/deductions"),
    "judge.renew-link": NoUndo("link", "/links"),
}
"""Acts without an inverse, by action or by kind; of all others it is said that they have none."""
