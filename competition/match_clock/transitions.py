"""What happens to a match clock: each takes a state and gives a new one, and changes nothing.

`at` is the server's time in milliseconds since 1970. Where the server's clock was set back while
a match clock ran, no time is spent rather than a negative one.
"""

from collections.abc import Sequence
from copy import deepcopy

from competition.file_types import ClockPart
from competition.match_clock.types import (
    ClockState,
    added_seconds,
    current_phase,
    parties_of,
    party_now,
    spent_ms,
    total_ms,
)
from competition.messages import N_


class ClockRefusal(Exception):
    """The clock cannot do that; `message` is a sentence for a person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def new_clock(clock: ClockPart, sides: Sequence[str]) -> ClockState:
    """A clock that nobody has started, at its first phase; the first of `sides` begins."""
    return {
        "phases": deepcopy(clock["phases"]),
        "overtime": deepcopy(clock.get("overtime")),
        "sides": list(dict.fromkeys(sides)),
        "at": 0,
        "side": sides[0],
        "since": None,
        "spent": {},
        "added": {},
        "times_added": [],
        "done": [],
        "decisions": [],
    }


def is_untouched(state: ClockState) -> bool:
    """Whether no time has been spent or added in it, and nothing was decided."""
    spent = any(ms for parties in state["spent"].values() for ms in parties.values())
    recorded = state["times_added"] or state["decisions"] or state["done"]
    return not (spent or recorded or state["since"] is not None or state["at"])


def start_clock(state: ClockState, at: int) -> ClockState:
    """Let the time of the current phase run; nothing happens where it does already."""
    return state if state["since"] is not None else {**state, "since": at}


def pause_clock(state: ClockState, at: int) -> ClockState:
    """Stop the time; nothing happens where it is stopped already."""
    return {**_settled(state, at), "since": None}


def hand_over(state: ClockState, at: int) -> ClockState:
    """Let the other side speak: its time runs on if that of the first was running.

    Raises `ClockRefusal` where both have one time, or where there is no other side.
    """
    if current_phase(state)["runs"] != "each":
        raise ClockRefusal(N_("In this phase both sides share one time, so nobody hands over."))
    sides = state["sides"]
    if len(sides) < 2:
        raise ClockRefusal(N_("There is only one side in this match, so nobody takes over."))
    settled = _settled(state, at)
    following = sides[(sides.index(state["side"]) + 1) % len(sides)]
    return {**settled, "side": following}


def enter_phase(state: ClockState, index: int, by: str, at: int) -> ClockState:
    """Leave the current phase for another, stopped; what was spent in either is kept.

    In a phase with a time for each side the first side begins. Raises `ClockRefusal` for a phase
    that there is not.
    """
    if not 0 <= index < len(state["phases"]):
        raise ClockRefusal(N_("There is no phase before the first or after the last."))
    settled = pause_clock(state, at)
    if index == state["at"]:
        return settled
    phase = current_phase(settled)
    spent = {party: spent_ms(settled, phase["key"], party) for party in parties_of(settled, phase)}
    done = settled["done"]
    if any(spent.values()):
        done = [*done, {"phase": phase["key"], "spent": spent, "by": by, "at": at}]
    return {**settled, "at": index, "side": settled["sides"][0], "done": done}


def add_time(
    state: ClockState, phase_key: str, party: str, seconds: int, by: str, at: int
) -> ClockState:
    """Give a party more seconds in a phase, or take some; the running time goes on.

    Raises `ClockRefusal` for a phase or party that there is not, for no seconds, and where less
    than nothing would be left to speak in.
    """
    phase = next((each for each in state["phases"] if each["key"] == phase_key), None)
    if phase is None or party not in parties_of(state, phase):
        raise ClockRefusal(N_("There is no such time in this match."))
    if not seconds:
        raise ClockRefusal(N_("Say how many seconds to add, or to take."))
    if total_ms(state, phase, party) + seconds * 1000 < 0:
        raise ClockRefusal(N_("So much cannot be taken: the phase is not as long as that."))
    added = added_seconds(state, phase_key, party) + seconds
    given = {"phase": phase_key, "party": party, "seconds": seconds, "by": by, "at": at}
    return {
        **state,
        "added": _put(state["added"], phase_key, {party: added}),
        "times_added": [*state["times_added"], given],  # type: ignore[list-item]
    }


def reset_phase(state: ClockState, by: str, at: int) -> ClockState:
    """Begin the current phase anew, with its full time as it is set up; what was spent is kept
    in `done`.

    Raises `ClockRefusal` while it is running: somebody is speaking.
    """
    if state["since"] is not None:
        raise ClockRefusal(N_("The clock is running. Pause it first; nothing was changed."))
    phase = current_phase(state)
    spent = {party: spent_ms(state, phase["key"], party) for party in parties_of(state, phase)}
    done = state["done"]
    if any(spent.values()):
        done = [*done, {"phase": phase["key"], "spent": spent, "by": by, "at": at}]
    return {
        **state,
        "side": state["sides"][0],
        "spent": _without(state["spent"], phase["key"]),
        "added": _without(state["added"], phase["key"]),
        "done": done,
    }


def _settled(state: ClockState, at: int) -> ClockState:
    """The same clock, with what ran up to now in `spent`; it goes on running from now."""
    since = state["since"]
    if since is None:
        return state
    phase, party = current_phase(state)["key"], party_now(state)
    ran = spent_ms(state, phase, party) + max(0, at - since)
    return {**state, "spent": _put(state["spent"], phase, {party: ran}), "since": at}


def _put(
    numbers: dict[str, dict[str, int]], phase: str, of_party: dict[str, int]
) -> dict[str, dict[str, int]]:
    return {**numbers, phase: {**numbers.get(phase, {}), **of_party}}


def _without(numbers: dict[str, dict[str, int]], phase: str) -> dict[str, dict[str, int]]:
    return {key: of for key, of in numbers.items() if key != phase}
