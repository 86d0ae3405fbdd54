"""What overtime costs: proposals, by the competition's bands. Nothing here deducts anything.

Overtime is counted in whole seconds, as a face shows it: 12.9 seconds over are 12. What is beyond
the grace falls into a band; the last band holds for what is beyond all of them. A phase costs at
most `most` points for a party. Where both sides share a time, both have gone over it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from competition.file_types import ClockPhasePart, OvertimePart
from competition.match_clock.reading import read_clock
from competition.match_clock.types import (
    ClockState,
    OvertimeDecision,
    parties_of,
    spent_ms,
    total_ms,
)


@dataclass(frozen=True)
class OvertimeSpent:
    """The whole seconds that a party went over its time in a phase, and what that would cost."""

    phase: ClockPhasePart
    party: str
    seconds: int
    points: str


@dataclass(frozen=True)
class Overtime:
    """A team's overtime in a phase: proposed while `decision` is None."""

    spent: OvertimeSpent
    team: str
    decision: OvertimeDecision | None

    @property
    def has_changed(self) -> bool:
        """Whether the overtime is another by now than when it was decided."""
        return self.decision is not None and self.decision["seconds"] != self.spent.seconds


def overtime_points(rule: OvertimePart | None, seconds: int) -> str:
    """The points for so many whole seconds of overtime, as a plain decimal; "0" for none.

    >>> rule = {"grace": 5, "bands": [{"to": 10, "points": "0.5"}, {"to": None, "points": "1"}]}
    >>> [overtime_points(rule, seconds) for seconds in (5, 6, 15, 16, 600)]
    ['0', '0.5', '0.5', '1', '1']
    """
    if rule is None or seconds <= rule["grace"]:
        return "0"
    beyond = seconds - rule["grace"]
    ends = [band["to"] for band in rule["bands"]]
    index = next(
        (index for index, to in enumerate(ends) if to is None or beyond <= to), len(ends) - 1
    )
    points = rule["bands"][index]["points"]
    most = rule.get("most")
    return most if most is not None and Decimal(most) < Decimal(points) else points


def overtime_of(state: ClockState, at: int) -> list[OvertimeSpent]:
    """Every party's overtime that costs something, in the order of the phases."""
    return [
        spent
        for phase in state["phases"]
        for spent in _overtime_in(state, phase, at)
        if Decimal(spent.points) > 0
    ]


def decided_overtime(state: ClockState, at: int, teams: dict[str, list[str]]) -> list[Overtime]:
    """The overtime of each team that costs something or was decided; `teams` are by side."""
    found = []
    for phase in state["phases"]:
        for spent in _overtime_in(state, phase, at):
            sides = [spent.party] if spent.party in teams else list(teams)
            for team in (team for side in sides for team in teams[side]):
                decision = _decision(state, phase["key"], team)
                if decision or Decimal(spent.points) > 0:
                    found.append(Overtime(spent, team, decision))
    return found


def _overtime_in(state: ClockState, phase: ClockPhasePart, at: int) -> Iterator[OvertimeSpent]:
    for party in parties_of(state, phase):
        over = max(0, _spent_at(state, phase, party, at) - total_ms(state, phase, party)) // 1000
        yield OvertimeSpent(phase, party, over, overtime_points(state["overtime"], over))


def _spent_at(state: ClockState, phase: ClockPhasePart, party: str, at: int) -> int:
    """What the party has spent in the phase, with what is running now."""
    from_store = spent_ms(state, phase["key"], party)
    if state["phases"][state["at"]]["key"] != phase["key"]:
        return from_store
    found = next(each for each in read_clock(state, at).parties if each.party == party)
    return found.spent_ms


def _decision(state: ClockState, phase: str, team: str) -> OvertimeDecision | None:
    """The newest decision about a team's overtime in a phase."""
    return next(
        (
            each
            for each in reversed(state["decisions"])
            if (each["phase"], each["team"]) == (phase, team)
        ),
        None,
    )
