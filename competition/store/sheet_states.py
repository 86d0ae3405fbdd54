"""What is known of every sheet of a competition, read without an object for each."""

from typing import Any, NamedTuple

from sqlalchemy import Select, Text, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from competition.file_types import SheetPart
from competition.store.db import db
from competition.store.models import Judge, Match, Team
from competition.store.part_rows import parse_json
from competition.store.raw_sql import RawConnection
from competition.store.sheets import Sheet, SheetVersion
from competition.store.statements import Statement

SheetId = tuple[int, int, int]
"""The ids of a sheet's match, team and judge."""


class SheetRecord(NamedTuple):
    """One sheet: its override, and what its newest and its counting version say.

    `state` is `none`, `draft`, `submitted`, or `changing` (submitted, with a newer draft);
    `filled` is the number of marks in the newest version, `receipt` that of the version that
    counts, None without one; `is_imported` says that this one did not come from its judge.
    `counting` is that version as a sheet of the file.
    """

    state: str
    override: str
    filled: int
    receipt: int | None
    is_imported: bool
    counting: SheetPart | None


def read_sheets(connection: RawConnection, competition_id: int) -> dict[SheetId, SheetRecord]:
    """Every sheet of the competition, the oldest first."""
    return dict(map(_record, connection.all(_ALL, competition=competition_id)))


def read_sheet(
    connection: RawConnection, competition_id: int, match: str, team: str, judge: str
) -> tuple[SheetId, SheetRecord] | None:
    """The sheet of this judge for this team in this match, by their keys; None without one."""
    row = connection.one(_ONE, competition=competition_id, match=match, team=team, judge=judge)
    return _record(row) if row is not None else None


def _record(row: Any) -> tuple[SheetId, SheetRecord]:
    match_id, team_id, judge_id, match, team, judge, override, *versions = row
    newest, newest_marks, number, receipt, imported, marks, personal = versions
    if newest is None:
        state = "none"
    elif number is None:
        state = "draft"
    else:
        state = "submitted" if number == newest else "changing"
    counting: Any = None
    if number is not None:
        counting = {
            **{"match": match, "team": team, "judge": judge},
            **{"marks": parse_json(marks), "version": number, "state": "submitted"},
            **({"personal": parse_json(personal)} if personal else {}),
        }
    filled = len(parse_json(newest_marks)) if newest is not None else 0
    record = SheetRecord(state, override, filled, receipt, imported is not None, counting)
    return (match_id, team_id, judge_id), record


def _sheets() -> Select[Any]:
    newest, counting = aliased(SheetVersion), aliased(SheetVersion)
    last_submitted = (
        select(func.max(SheetVersion.number))
        .where(SheetVersion.sheet_id == Sheet.id, SheetVersion.state == "submitted")
        .correlate(Sheet)
        .scalar_subquery()
    )
    columns: tuple[Any, ...] = (
        *(Sheet.match_id, Sheet.team_id, Sheet.judge_id, Match.key, Team.key, Judge.key),
        *(Sheet.override, newest.number, cast(newest.marks, Text)),
        *(counting.number, counting.receipt, cast(counting.imported, Text)),
        *(cast(counting.marks, Text), cast(counting.personal, Text)),
    )
    return (
        select(*columns)
        .select_from(Sheet)
        .join(Match, Sheet.match_id == Match.id)
        .join(Team, Sheet.team_id == Team.id)
        .join(Judge, Sheet.judge_id == Judge.id)
        .outerjoin(newest, (newest.sheet_id == Sheet.id) & (newest.number == Sheet.version))
        .outerjoin(counting, (counting.sheet_id == Sheet.id) & (counting.number == last_submitted))
        .where(Match.competition_id == bindparam("competition"))
    )


_ALL = Statement(_sheets().order_by(Sheet.id))
_ONE = Statement(
    _sheets().where(
        Match.key == bindparam("match"),
        Team.key == bindparam("team"),
        Team.competition_id == Match.competition_id,
        Judge.key == bindparam("judge"),
        Judge.competition_id == Match.competition_id,
    )
)


def submitted_in(match_id: int) -> set[tuple[str, str]]:
    """The keys of (judge, team) of a match's sheets that were submitted at least once."""
    query = (
        select(Judge.key, Team.key)
        .select_from(Sheet)
        .join(Judge, Judge.id == Sheet.judge_id)
        .join(Team, Team.id == Sheet.team_id)
        .join(SheetVersion, SheetVersion.sheet_id == Sheet.id)
        .where(Sheet.match_id == match_id, SheetVersion.state == "submitted")
        .distinct()
    )
    return {(judge, team) for judge, team in db.session.execute(query)}
