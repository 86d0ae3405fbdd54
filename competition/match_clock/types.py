"""The state of a match clock as plain data, for a JSON column."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

from competition.file_types import ClockPhasePart, OvertimePart, Text

BOTH = "both"
"""Whose time runs in a shared phase."""

OvertimeState = Literal["confirmed", "waived"]


class TimeAdded(TypedDict):
    """Seconds given to (or, below zero, taken from) one party in one phase; `at` is in ms."""

    phase: str
    party: str
    seconds: int
    by: str
    at: int


class PhaseDone(TypedDict):
    """A phase that was left: what each party had spent in it, in ms; `at` is in ms too."""

    phase: str
    spent: dict[str, int]
    by: str
    at: int


class OvertimeDecision(TypedDict):
    """What somebody decided about the overtime of a team in a phase; `at` is ISO 8601."""

    phase: str
    party: str
    team: str
    seconds: int
    points: str
    state: OvertimeState
    by: str
    at: str
    reason: Text
    deduction: NotRequired[int]


class ClockState(TypedDict):
    """The clock of one match.

    `phases` and `overtime` are those of the competition when the clock was made; `sides` those
    that play. `at` is the index of the current phase, `side` who speaks where each side has its
    own time. `since` is the server's time in milliseconds since 1970 while it is running, else
    None. `spent` (milliseconds) and `added` (seconds) are by phase and party: a side, or `BOTH`.
    """

    phases: list[ClockPhasePart]
    overtime: OvertimePart | None
    sides: list[str]
    at: int
    side: str
    since: int | None
    spent: dict[str, dict[str, int]]
    added: dict[str, dict[str, int]]
    times_added: list[TimeAdded]
    done: list[PhaseDone]
    decisions: list[OvertimeDecision]


def current_phase(state: ClockState) -> ClockPhasePart:
    """The phase that the clock stands at."""
    return state["phases"][state["at"]]


def parties_of(state: ClockState, phase: ClockPhasePart) -> list[str]:
    """Whose time is counted in the phase: each side's, or that of both together."""
    return list(state["sides"]) if phase["runs"] == "each" else [BOTH]


def party_now(state: ClockState) -> str:
    """Whose time runs, or would run, in the current phase."""
    return state["side"] if current_phase(state)["runs"] == "each" else BOTH


def spent_ms(state: ClockState, phase: str, party: str) -> int:
    """What the party has spent in the phase up to the last change."""
    return state["spent"].get(phase, {}).get(party, 0)


def added_seconds(state: ClockState, phase: str, party: str) -> int:
    """How many seconds the party was given in the phase, or has lost."""
    return state["added"].get(phase, {}).get(party, 0)


def total_ms(state: ClockState, phase: ClockPhasePart, party: str) -> int:
    """How long the party has in the phase, with what was added."""
    return (phase["seconds"] + added_seconds(state, phase["key"], party)) * 1000


def shown_to_all(state: Mapping[str, Any]) -> dict[str, Any]:
    """The part of the state that every face draws: nobody's name, and no decision."""
    phases = [
        {name: phase[name] for name in ("key", "name", "seconds", "runs", "warn") if name in phase}
        for phase in state["phases"]
    ]
    names = ("sides", "at", "side", "since", "spent", "added")
    return {"phases": phases, **{name: state[name] for name in names}}
