"""Set up the match clock: the phases of every match, and what overtime costs."""

from typing import Any, cast

from competition.actions.change import change
from competition.actions.edit_checks import check_edit, file_to_edit
from competition.file_types import ClockPart


def save_clock(competition_key: str, clock: ClockPart, by: str) -> None:
    """Put these phases and bands in place of those that were there.

    Clocks that have been started keep the phases that they began with. Raises `NotFound`, or
    `Refused` with problems whose places start at the clock ("phases[1].warn").
    """
    with change(competition_key, by) as edit:
        edit.refuse_if_changed(f"clock/{competition_key}")
        competition = edit.competition
        before = competition.rubric.clock
        file = file_to_edit(competition, "clock")
        file["clock"] = clock
        checked = cast("dict[str, Any]", check_edit(competition, file, "clock")["clock"])
        if checked == before:
            return
        competition.rubric.clock = checked
        edit.audit("clock.edit", competition_key, before, checked)
