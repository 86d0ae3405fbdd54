"""The clock of a match: phases one after the other, for both sides together or for each its own.

A clock is plain data (`ClockState`), as it is stored and as it is sent to every face. It holds no
reading that ages: what was spent so far, and since when it has been running. A transition takes
the state and the instant of the server at which it happens and gives the new state; a reading
takes the state and an instant and says what is left. Nothing here looks at a clock of its own.

types.py         the state as data
transitions.py   start, pause, hand over, another phase, more or less time, a phase anew
reading.py       what is left at an instant, for whom, and whether the warning is reached
overtime.py      what overtime costs by the bands, as proposals that somebody decides
suggestion.py    phases to begin with, for a competition that has none yet
"""

from competition.match_clock.overtime import (
    Overtime,
    OvertimeSpent,
    decided_overtime,
    overtime_of,
    overtime_points,
)
from competition.match_clock.reading import MatchClockReading, PartyReading, read_clock
from competition.match_clock.suggestion import suggested_clock
from competition.match_clock.transitions import (
    ClockRefusal,
    add_time,
    enter_phase,
    hand_over,
    is_untouched,
    new_clock,
    pause_clock,
    reset_phase,
    start_clock,
)
from competition.match_clock.types import (
    BOTH,
    ClockState,
    OvertimeDecision,
    current_phase,
    parties_of,
    shown_to_all,
    total_ms,
)

__all__ = [
    "BOTH",
    "ClockRefusal",
    "ClockState",
    "MatchClockReading",
    "Overtime",
    "OvertimeDecision",
    "OvertimeSpent",
    "PartyReading",
    "add_time",
    "current_phase",
    "decided_overtime",
    "enter_phase",
    "hand_over",
    "is_untouched",
    "new_clock",
    "overtime_of",
    "overtime_points",
    "parties_of",
    "pause_clock",
    "read_clock",
    "reset_phase",
    "shown_to_all",
    "start_clock",
    "suggested_clock",
    "total_ms",
]
