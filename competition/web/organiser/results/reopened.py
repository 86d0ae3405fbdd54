"""Which sheets were reopened, by whom and why, and what became of them."""

import json
from dataclasses import dataclass

from competition.actions.lookup import require_address
from competition.actions.refusals import NotFound
from competition.store import audit, sheets
from competition.store.models import Competition
from competition.store.sheets import Override


@dataclass(frozen=True)
class ReopenedSheet:
    """That a sheet was reopened: who did so, when and why.

    `is_open` says that it still takes marks, `changed` that a version came since.
    """

    match: str
    team: str
    judge: str
    who: str
    at: str
    reason: str
    is_open: bool
    changed: bool


def reopened_sheets(competition: Competition) -> list[ReopenedSheet]:
    """Every time that a sheet of the competition was reopened, the newest first."""
    found = []
    for row in reversed(audit.rows_of_actions(competition.key, ["sheet.reopen"])):
        match, team, judge = row.subject.split("/")
        try:
            at = require_address(competition, match, team, judge)
        except NotFound:
            # Of an earlier competition of this key, or of what was removed since.
            continue
        sheet = sheets.find_sheet(at.match.id, at.team.id, at.judge.id)
        newest = sheets.newest_version(sheet)
        found.append(
            ReopenedSheet(
                *(match, team, judge, row.who, row.at),
                reason=json.loads(row.after)["reason"],
                is_open=sheet is not None and sheet.override == Override.REOPENED.value,
                changed=newest is not None and newest.stored_at > row.at,
            )
        )
    return found
