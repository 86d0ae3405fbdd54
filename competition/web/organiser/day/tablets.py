"""What is known of a judge's tablets: when last seen, whether silent, what is unsent on them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from competition.store.models import Judge
from competition.web import presence
from competition.web.organiser.labels import UNSENT_REASONS
from competition.web.organiser.sheet_progress import SheetState
from competition.web.presence import UnsentSheet

SILENT_SECONDS = 30
"""A tablet reports every ten seconds; three missed reports are worth a look."""


@dataclass(frozen=True)
class TabletStatus:
    """One judge: when last seen (ISO 8601, "" for never), whether silent since, what is unsent."""

    last_seen: str
    is_silent: bool
    tablets: int
    unsent: list[UnsentSheet]

    def unsent_for(self, match: str, team: str) -> list[UnsentSheet]:
        """What is unsent of one sheet."""
        return [row for row in self.unsent if (row.match, row.team) == (match, team)]

    def needs_attention(self, cells: Iterable[SheetState]) -> bool:
        """Whether the judge is silent while something of these sheets is still to come."""
        is_owing = self.unsent or any(
            cell.state != "submitted" and not cell.not_awaited for cell in cells
        )
        return self.is_silent and bool(is_owing)


def tablet_status(judge: Judge) -> TabletStatus:
    """What is known of the judge's tablets now."""
    known = presence.presence_list().for_judge(f"{judge.competition.key}/{judge.key}")
    times = [moment for moment in (known.last_seen, judge.last_seen_at) if moment]
    last_seen = max(times, key=dt.datetime.fromisoformat, default="")
    tablets = known.tablets_seen(SILENT_SECONDS)
    return TabletStatus(last_seen, _is_silent(last_seen), tablets, known.waiting)


def unsent_reason(row: UnsentSheet) -> Any:
    """Why a sheet is still on its tablet."""
    return UNSENT_REASONS.get(row.phase, UNSENT_REASONS[""])


def _is_silent(last_seen: str) -> bool:
    if not last_seen:
        return False
    silence = presence.utc_now() - dt.datetime.fromisoformat(last_seen)
    return silence > dt.timedelta(seconds=SILENT_SECONDS)
