"""Run the clock of a match: every touch is one change, numbered and audited, by the server's time.

A touch says the number of the state that it was made for. A second tap of the same button finds
the next number and does nothing; another touch for an old state is refused, so that two people at
two tablets never undo one another unseen. Nothing here moves a mark or a snapshot.
"""

import time
from collections.abc import Callable
from typing import Any, cast

from competition import match_clock
from competition.actions.change import Change, change
from competition.actions.lookup import require_match
from competition.actions.refusals import NotFound, Refused
from competition.file_types import ClockPart
from competition.match_clock import ClockRefusal, ClockState
from competition.messages import N_
from competition.store import match_clocks
from competition.store.hall_screen import find_screen
from competition.store.match_clocks import MatchClock
from competition.store.models import Match

LONGEST_ADDED = 60 * 60
"""The most seconds that one touch adds or takes."""

Touch = Callable[[ClockState, int], ClockState]


def server_ms() -> int:
    """The server's time, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def touch_clock(
    competition_key: str, match_key: str, act: str, by: str, *, number: int | None = None
) -> None:
    """`show`, `start`, `pause`, `hand-over`, `next`, `previous` or `reset` the clock of a match.

    `show` only makes it the clock that was touched last, which is the one on the public faces.
    `number` is that of the state that the touch is for; None for whichever there is.

    Raises `NotFound`; `Refused` where phases are not set up, for an old state, and for what the
    clock cannot do.
    """
    touches: dict[str, Touch] = {
        "show": lambda state, at: state,
        "start": match_clock.start_clock,
        "pause": match_clock.pause_clock,
        "hand-over": match_clock.hand_over,
        "next": lambda state, at: match_clock.enter_phase(state, state["at"] + 1, by, at),
        "previous": lambda state, at: match_clock.enter_phase(state, state["at"] - 1, by, at),
        "reset": lambda state, at: match_clock.reset_phase(state, by, at),
    }
    if act not in touches:
        raise NotFound
    _touch(competition_key, match_key, act, by, number, touches[act])


def go_to_phase(
    competition_key: str, match_key: str, phase: str, by: str, *, number: int | None = None
) -> None:
    """Leave the phase for the one of that key. Raises as `touch_clock`."""

    def enter(state: ClockState, at: int) -> ClockState:
        keys = [each["key"] for each in state["phases"]]
        if phase not in keys:
            raise NotFound
        return match_clock.enter_phase(state, keys.index(phase), by, at)

    _touch(competition_key, match_key, "go", by, number, enter)


def add_clock_time(
    competition_key: str,
    match_key: str,
    phase: str,
    party: str,
    seconds: int,
    by: str,
    *,
    number: int | None = None,
) -> None:
    """Give a side (or `both`) seconds in a phase, or take some. Raises as `touch_clock`."""
    if abs(seconds) > LONGEST_ADDED:
        raise Refused(N_("At most one hour can be added or taken at once."))
    act = f"add/{phase}/{party}/{seconds}"

    def give(state: ClockState, at: int) -> ClockState:
        return match_clock.add_time(state, phase, party, seconds, by, at)

    _touch(competition_key, match_key, act, by, number, give)


def begin_clock_anew(
    competition_key: str, match_key: str, by: str, *, number: int | None = None
) -> None:
    """Put the whole clock back to its first phase, with the phases as they are set up now.

    Raises as `touch_clock`, and `Refused` while it runs or once overtime was decided.
    """
    with change(competition_key, by, publish=False) as edit:
        match = require_match(edit.competition, match_key)
        clock = clock_to_change(edit, match)
        if _is_old(clock, "anew", number):
            return
        if clock.state["since"] is not None:
            raise Refused(N_("The clock is running. Pause it first; nothing was changed."))
        if clock.state["decisions"]:
            raise Refused(
                N_("Overtime of this match was decided already, so its clock stays as it is.")
            )
        keep_clock(edit, clock, "anew", new_state(edit, match), server_ms())


def clock_of_match(competition_key: str, match_key: str) -> MatchClock | None:
    """The clock of a match as it stands; None before it was first touched."""
    return match_clocks.find_clock(competition_key, match_key)


def new_state(edit: Change, match: Match) -> ClockState:
    """A clock with the competition's phases, for the sides of the match; or `Refused`."""
    clock = edit.competition.rubric.clock
    if not clock:
        raise Refused(N_("The phases of the match clock are not set up yet."))
    sides = [entry.side for entry in match.entries]
    return match_clock.new_clock(cast(ClockPart, clock), sides)


def clock_to_change(edit: Change, match: Match) -> MatchClock:
    """The match's clock inside a change; a new one, not stored yet, where it has none."""
    found = match_clocks.find_clock(edit.competition.key, match.key)
    return found or MatchClock(
        competition_id=edit.competition.id,
        competition_key=edit.competition.key,
        match_key=match.key,
        number=0,
        state=dict(new_state(edit, match)),
        changed_at=0,
    )


def state_to_change(edit: Change, match: Match, clock: MatchClock) -> ClockState:
    """The clock's state; one that nobody has started follows what is set up now."""
    state = cast(ClockState, clock.state)
    if edit.competition.rubric.clock and match_clock.is_untouched(state):
        return new_state(edit, match)
    return state


def keep_clock(edit: Change, clock: MatchClock, act: str, after: ClockState, at: int) -> None:
    """Store the clock's next state, numbered, and audit what has moved in it."""
    before = _moving_parts(cast(ClockState, clock.state)) if clock.number else None
    # What is touched is on again, also on the projector, until its plain clock is touched.
    kept = {name: part for name, part in after.items() if name != "away"}
    clock.state = kept | {"act": act, "plain": dict(find_screen(edit.competition.key).clock)}
    clock.number += 1
    clock.changed_at = at
    edit.session.add(clock)
    edit.session.flush()
    name = act.partition("/")[0]
    edit.audit(f"match-clock.{name}", clock.match_key, before, _moving_parts(after))


def _touch(
    competition_key: str, match_key: str, act: str, by: str, number: int | None, touch: Touch
) -> None:
    # When the touch arrived, not when it was its turn to be written.
    at = server_ms()
    with change(competition_key, by, publish=False) as edit:
        match = require_match(edit.competition, match_key)
        clock = clock_to_change(edit, match)
        if _is_old(clock, act, number):
            return
        state = state_to_change(edit, match, clock)
        try:
            after = touch(state, at)
        except ClockRefusal as refusal:
            raise Refused(refusal.message) from refusal
        if after is not state or act == "show" or clock.number == 0:
            keep_clock(edit, clock, act, after, at)


def _is_old(clock: MatchClock, act: str, number: int | None) -> bool:
    """Whether the touch repeats the last one; raises `Refused` for another that is too old."""
    if number is None or number == clock.number:
        return False
    if clock.number == number + 1 and clock.state.get("act") == act:
        return True
    raise Refused(
        N_(
            "Somebody else has touched this clock meanwhile, so nothing was done. It stands as it "
            "is shown now."
        )
    )


def _moving_parts(state: ClockState) -> dict[str, Any]:
    """What the audit keeps of a state: where it stands, and the times of its phase."""
    phase = state["phases"][state["at"]]["key"]
    return {
        "phase": phase,
        "side": state["side"],
        "since": state["since"],
        "spent": state["spent"].get(phase, {}),
        "added": state["added"].get(phase, {}),
    }
