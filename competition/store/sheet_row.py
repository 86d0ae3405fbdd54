"""One sheet as a judge's write finds it, read in raw SQL: see `raw_sql.py`."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Text,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import aliased

from competition.store.marking_judges import may_have_marked, may_mark
from competition.store.models import Competition, Entry, Judge, Match, Member, Round, Stage, Team
from competition.store.raw_sql import RawConnection
from competition.store.sheet_rules import SheetRule, read_rubric, sheet_rule
from competition.store.sheets import Sheet, SheetVersion, VersionContent
from competition.store.statements import Statement, Types, Values, select_row


class SheetRow(NamedTuple):
    """One judge's sheet for one team in one match: its ids, keys, state and newest version.

    `sheet_id` is None and `version` 0 before the first write. The `newest_…` are columns of the
    newest version, as text where they are JSON. `last_receipt` is the competition's, 0 before the
    first. `category` is the judge's, `stage_rubric` the stage's own rubric as text, `members` the
    keys of the team's contestants, joined by commas. `has_public_stage` says whether the public
    sees the current marks of the sheet's stage, or of any stage that carries others' totals;
    `is_key_used` whether the judge has stored something under the key that was asked about.
    """

    competition_id: int
    match_id: int
    team_id: int
    judge_id: int
    competition: str
    match: str
    team: str
    judge: str
    archived_at: str | None
    round_state: str
    sheet_id: int | None
    version: int
    override: str
    newest_state: str | None
    newest_submitted_at: str | None
    newest_marks: str | None
    newest_comment: str | None
    newest_notes: str | None
    newest_imported: str | None
    newest_personal: str | None
    newest_entered_by: str | None
    category: str | None
    stage_rubric: str | None
    members: str | None
    last_receipt: int
    has_public_stage: bool
    is_key_used: bool

    def newest_version(self) -> VersionContent | None:
        """What the newest version holds; None before the first."""
        if self.newest_marks is None:
            return None
        return VersionContent(
            json.loads(self.newest_marks),
            self.newest_state or "",
            self.version,
            self.newest_submitted_at,
            _parse_json(self.newest_comment),
            _parse_json(self.newest_notes),
            _parse_json(self.newest_imported),
            _parse_json(self.newest_personal),
            _parse_json(self.newest_entered_by),
        )


NEWEST_RECEIPT = "newest receipt"
"""What the newest receipt of a competition is remembered under, with its id."""
_SHOWN = aliased(Stage)
_STORED = aliased(SheetVersion)
# In the text of the statement: as values they would be bound anew at every write.
_COMMA: Any = literal_column("','")
_NONE: Any = literal_column("0")
_NO_TEXT: Any = literal_column("''")
_NEWEST_RECEIPT = (
    select(func.coalesce(func.max(SheetVersion.receipt), _NONE))
    .where(SheetVersion.competition_id == Competition.id)
    .correlate(Competition)
    .scalar_subquery()
)
_MEMBERS = (
    select(func.aggregate_strings(Member.key, _COMMA))
    .where(Member.team_id == Team.id)
    .correlate(Team)
    .scalar_subquery()
)
_EARLIER_RECEIPT = func.coalesce(Competition.last_receipt, _NONE)
_NEWEST_KNOWN = case((_NEWEST_RECEIPT > _EARLIER_RECEIPT, _NEWEST_RECEIPT), else_=_EARLIER_RECEIPT)
_ASKED: Types = {
    "judge": Integer(),
    **dict.fromkeys(("competition", "match", "team", "key", "shown_1", "shown_2"), String()),
}
_COLUMNS: tuple[Any, ...] = (
    *(Competition.id, Match.id, Team.id, Judge.id),
    *(Competition.key, Match.key, Team.key, Judge.key),
    Competition.archived_at,
    Round.state,
    Sheet.id,
    func.coalesce(Sheet.version, _NONE),
    func.coalesce(Sheet.override, _NO_TEXT),
    SheetVersion.state,
    SheetVersion.submitted_at,
    cast(SheetVersion.marks, Text),
    cast(SheetVersion.comment, Text),
    cast(SheetVersion.notes, Text),
    cast(SheetVersion.imported, Text),
    *(cast(SheetVersion.personal, Text), cast(SheetVersion.entered_by, Text)),
    Judge.category,
    cast(Stage.rubric, Text),
    _MEMBERS,
    _NEWEST_KNOWN,
)


def _sheet_row(values: Values, marks: ColumnElement[bool]) -> Select[Any]:
    """The query for a `SheetRow`, where `marks` says who marks in that match."""
    is_shown = exists(_SHOWN.id).where(
        _SHOWN.competition_id == Competition.id,
        _SHOWN.release.in_([values["shown_1"], values["shown_2"]]),
        (_SHOWN.id == Round.stage_id) | _SHOWN.carry.is_not(None),
    )
    is_key_used = exists(_STORED.id).where(
        _STORED.judge_id == Judge.id, _STORED.idempotency_key == values["key"]
    )
    return (
        # Each would else take the rows that are asked about into its own FROM, all of them.
        select(
            *_COLUMNS,
            is_shown.correlate_except(_SHOWN),
            is_key_used.correlate_except(_STORED),
        )
        .select_from(Judge)
        .join(Competition, Competition.id == Judge.competition_id)
        .join(Match, Match.competition_id == Competition.id)
        .join(Round, Round.id == Match.round_id)
        .join(Stage, Stage.id == Round.stage_id)
        .join(Team, Team.competition_id == Competition.id)
        .join(Entry, (Entry.match_id == Match.id) & (Entry.team_id == Team.id))
        .outerjoin(
            Sheet,
            (Sheet.match_id == Match.id)
            & (Sheet.team_id == Team.id)
            & (Sheet.judge_id == Judge.id),
        )
        .outerjoin(
            SheetVersion,
            (SheetVersion.sheet_id == Sheet.id) & (SheetVersion.number == Sheet.version),
        )
        .where(
            Judge.id == values["judge"],
            Competition.key == values["competition"],
            Match.key == values["match"],
            Team.key == values["team"],
            marks,
        )
    )


SHEET_ROW = select_row(_ASKED, ("judge",), lambda values: _sheet_row(values, may_mark()))
LATE_SHEET_ROW = select_row(
    _ASKED, ("judge",), lambda values: _sheet_row(values, may_have_marked())
)
_KEY = Statement(
    select(SheetVersion.id).where(
        SheetVersion.judge_id == bindparam("judge"),
        SheetVersion.idempotency_key == bindparam("key"),
    )
)


def sheet_question(
    judge_id: int,
    address: tuple[str, str, str],
    shown: tuple[str, str],
    idempotency_key: str | None = None,
) -> dict[str, Any]:
    """What `read_sheet_row` asks about; for `RawConnection.read_ahead` as well.

    `address` is the keys of competition, match and team, `shown` the two releases with which the
    public sees current marks.
    """
    names = ("competition", "match", "team", "shown_1", "shown_2")
    values = dict(zip(names, (*address, *shown), strict=True))
    return {"judge": judge_id, "key": idempotency_key, **values}


def read_sheet_row(
    connection: RawConnection, question: Mapping[str, Any], *, late: bool = False
) -> SheetRow | None:
    """The sheet of this question; None unless the judge marks in that match and the team is in it.

    For a `late` sheet it is enough that the judge marked there before being replaced.
    """
    found = connection.one(LATE_SHEET_ROW if late else SHEET_ROW, **question)
    if found is None:
        return None
    row = SheetRow(*found)
    newest = connection.recall((NEWEST_RECEIPT, row.competition_id))
    return row._replace(last_receipt=newest) if newest else row


def is_key_used(connection: RawConnection, judge_id: int, idempotency_key: str) -> bool:
    """Whether something was stored under that key of the judge."""
    return connection.one(_KEY, judge=judge_id, key=idempotency_key) is not None


def rule_of_row(connection: RawConnection, row: SheetRow) -> SheetRule:
    """What the sheet is checked by, from the stage's own rubric or the competition's."""
    own = _parse_json(row.stage_rubric)
    members = row.members.split(",") if row.members else []
    return sheet_rule(own or read_rubric(connection, row.competition_id), row.category, members)


def _parse_json(text: str | None) -> Any:
    return None if text is None else json.loads(text)
