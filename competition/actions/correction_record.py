"""The numbered corrections of published results, with what the audit tells of each of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from competition.actions.corrections import StageCorrection
from competition.scoring.corrections import MovedTeam
from competition.store import audit
from competition.store.audit import AuditRow
from competition.store.snapshots import newest_snapshot

CORRECTED = "stage.correct"
"""The audit's action: one row for each number, in the same order."""


@dataclass(frozen=True)
class RecordedCorrection:
    """A correction as the public was told, with who made it and what moved.

    `appeal` is the key of the appeal that it follows, "" without one.
    """

    number: int
    stage: str
    at: str
    reason: str
    who: str
    moved: list[MovedTeam]
    appeal: str


def audited_correction(
    correction: StageCorrection, reason: str, appeal: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the audit keeps of a correction, before and after, with its reason and its appeal."""
    before: dict[str, Any] = {
        "places": {row.team: [row.rank_before, row.total_before] for row in correction.moved}
    }
    after: dict[str, Any] = {
        "places": {row.team: [row.rank_after, row.total_after] for row in correction.moved},
        "reason": reason,
    }
    others = [row for row in correction.moved if row.advances_before != row.advances_after]
    if others:
        before["advances"] = {row.team: row.advances_before for row in others}
        after["advances"] = {row.team: row.advances_after for row in others}
    if appeal:
        after["appeal"] = appeal
    return before, after


def recorded_corrections(competition_key: str) -> list[RecordedCorrection]:
    """Every numbered correction of the competition, the newest first."""
    snapshot = newest_snapshot(competition_key)
    listed = json.loads(snapshot.content).get("corrections", []) if snapshot else []
    rows = audit.rows_of_actions(competition_key, [CORRECTED])
    # Rows of an earlier competition of this key come first.
    pairs = zip(reversed(listed), reversed(rows), strict=False)
    return [_recorded(each, row) for each, row in pairs]


def _recorded(listed: Mapping[str, Any], row: AuditRow) -> RecordedCorrection:
    before, after = json.loads(row.before), json.loads(row.after)
    return RecordedCorrection(
        number=listed["number"],
        stage=listed["stage"],
        at=listed["at"],
        reason=listed["reason"],
        who=row.who,
        moved=[_moved(team, before, after) for team in before["places"]],
        appeal=after.get("appeal", ""),
    )


def _moved(team: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> MovedTeam:
    (rank, total), (new_rank, new_total) = before["places"][team], after["places"][team]
    to, new_to = (each.get("advances", {}).get(team) for each in (before, after))
    return MovedTeam(team, rank, new_rank, total, new_total, to, new_to)
