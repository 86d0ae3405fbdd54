"""What a match clock says at an instant."""

from dataclasses import dataclass

from competition.file_types import ClockPhasePart
from competition.match_clock.types import (
    ClockState,
    current_phase,
    parties_of,
    party_now,
    spent_ms,
    total_ms,
)


@dataclass(frozen=True)
class PartyReading:
    """One time in the current phase: a side's, or that of both.

    `left_ms` goes below zero once the time is over. `is_current`: whose turn it is.
    """

    party: str
    left_ms: int
    spent_ms: int
    is_current: bool
    is_warning: bool

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self.left_ms <= 0


@dataclass(frozen=True)
class MatchClockReading:
    """The whole clock at an instant: its phase, what comes next, and every time in the phase."""

    phase: ClockPhasePart
    following: ClockPhasePart | None
    is_running: bool
    parties: list[PartyReading]


def read_clock(state: ClockState, at: int) -> MatchClockReading:
    """Read the clock at an instant in milliseconds since 1970."""
    phase = current_phase(state)
    following = state["phases"][state["at"] + 1 : state["at"] + 2]
    return MatchClockReading(
        phase=phase,
        following=following[0] if following else None,
        is_running=state["since"] is not None,
        parties=[_read_party(state, phase, party, at) for party in parties_of(state, phase)],
    )


def _read_party(state: ClockState, phase: ClockPhasePart, party: str, at: int) -> PartyReading:
    is_current = party == party_now(state)
    since = state["since"]
    running = max(0, at - since) if since is not None and is_current else 0
    spent = spent_ms(state, phase["key"], party) + running
    left = total_ms(state, phase, party) - spent
    warn = phase.get("warn")
    return PartyReading(
        party=party,
        left_ms=left,
        spent_ms=spent,
        is_current=is_current,
        is_warning=warn is not None and 0 < left <= warn * 1000,
    )
