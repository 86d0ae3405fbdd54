"""What the control room knows of a judge's tablets: last heard, silent, what waits on them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from competition.store.models import Judge
from competition.web import presence
from competition.web.organiser.sheet_progress import SheetState
from competition.web.presence import UnsentSheet

SILENT_SECONDS = 30
"""A tablet speaks every ten seconds; three times unheard is worth a look."""


@dataclass(frozen=True)
class TabletStatus:
    """One judge: when last heard ("" for never), whether silent since, and what waits."""

    at: str
    silent: bool
    tablets: int
    waiting: list[UnsentSheet]

    def of(self, match: str, team: str) -> list[UnsentSheet]:
        """What waits of one sheet."""
        return [row for row in self.waiting if (row.match, row.team) == (match, team)]

    def is_missed(self, cells: Iterable[SheetState]) -> bool:
        """Whether the judge is silent while something of these sheets is still to come."""
        owes = self.waiting or any(cell.state != "submitted" for cell in cells)
        return self.silent and bool(owes)


def tablet_status(judge: Judge) -> TabletStatus:
    """What is known of the judge now."""
    known = presence.presence_list().for_judge(f"{judge.competition.key}/{judge.key}")
    times = [moment for moment in (known.last_seen, judge.last_seen_at) if moment]
    at = max(times, key=dt.datetime.fromisoformat, default="")
    return TabletStatus(at, _is_silent(at), known.tablets_seen(SILENT_SECONDS), known.waiting)


def why_unsent(row: UnsentSheet) -> str:
    """Why a sheet is still on its tablet, for the organiser."""
    reasons = {
        "conflict": gettext("the judge has to choose between two values"),
        "refused": gettext("a mark in it cannot stand"),
        "kept": gettext("it came too late"),
        "offered": gettext("it came too late"),
        "signed_out": gettext("the tablet is signed out"),
        "gone": gettext("the match is not this judge's now"),
    }
    return reasons.get(row.phase, gettext("it is on its way"))


def _is_silent(at: str) -> bool:
    if not at:
        return False
    return presence.utc_now() - dt.datetime.fromisoformat(at) > dt.timedelta(seconds=SILENT_SECONDS)
