"""One sheet, read and written in raw SQL inside a judge's write.

The same rows as in `sheets.py`, without an object for each: see `raw_sql.py`.
"""

import json
from typing import Any, NamedTuple

from sqlalchemy import (
    Text,
    bindparam,
    case,
    cast,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.orm import aliased

from competition.store.accounts import SignIn
from competition.store.marking_judges import may_have_marked, may_mark
from competition.store.models import (
    Competition,
    Entry,
    Judge,
    Match,
    Member,
    Round,
    Stage,
    Team,
)
from competition.store.raw_sql import RawConnection, Statement
from competition.store.sheet_rules import SheetRule, read_rubric, sheet_rule
from competition.store.sheets import Sheet, SheetVersion, VersionContent, WriteId

_VERSION = (
    *("competition_id", "sheet_id", "judge_id", "receipt", "stored_at"),
    *VersionContent._fields,
    *WriteId._fields,
)


class SheetRow(NamedTuple):
    """One judge's sheet for one team in one match: its ids, keys, state and newest version.

    `sheet_id` is None and `version` 0 before the first write. The `newest_…` are columns of the
    newest version, as text where they are JSON. `last_receipt` is the competition's, 0 before the
    first. `category` is the judge's, `stage_rubric` the stage's own rubric as text, `members` the
    keys of the team's contestants, joined by commas. `has_public_stage` says whether the public
    sees the current marks of the sheet's stage, or of any stage that carries others' totals.
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


_SHOWN = aliased(Stage)
_NEWEST_RECEIPT = (
    select(func.coalesce(func.max(SheetVersion.receipt), 0))
    .where(SheetVersion.competition_id == Competition.id)
    .correlate(Competition)
    .scalar_subquery()
)
# In the text of the statement: as a value it would be bound anew at every write.
_COMMA: Any = literal_column("','")
_MEMBERS = (
    select(func.aggregate_strings(Member.key, _COMMA))
    .where(Member.team_id == Team.id)
    .correlate(Team)
    .scalar_subquery()
)
_EARLIER_RECEIPT = func.coalesce(Competition.last_receipt, 0)
_ANY_SHEET_ROW = (
    select(
        *(Competition.id, Match.id, Team.id, Judge.id),
        *(Competition.key, Match.key, Team.key, Judge.key),
        Competition.archived_at,
        Round.state,
        Sheet.id,
        func.coalesce(Sheet.version, 0),
        func.coalesce(Sheet.override, ""),
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
        case((_NEWEST_RECEIPT > _EARLIER_RECEIPT, _NEWEST_RECEIPT), else_=_EARLIER_RECEIPT),
        exists().where(
            _SHOWN.competition_id == Competition.id,
            _SHOWN.release.in_([bindparam("shown_1"), bindparam("shown_2")]),
            (_SHOWN.id == Round.stage_id) | _SHOWN.carry.is_not(None),
        ),
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
        (Sheet.match_id == Match.id) & (Sheet.team_id == Team.id) & (Sheet.judge_id == Judge.id),
    )
    .outerjoin(
        SheetVersion,
        (SheetVersion.sheet_id == Sheet.id) & (SheetVersion.number == Sheet.version),
    )
    .where(
        Judge.id == bindparam("judge"),
        Competition.key == bindparam("competition"),
        Match.key == bindparam("match"),
        Team.key == bindparam("team"),
    )
)
_SHEET_ROW = Statement(_ANY_SHEET_ROW.where(may_mark()))
_LATE_SHEET_ROW = Statement(_ANY_SHEET_ROW.where(may_have_marked()))
_KEY = Statement(
    select(SheetVersion.id).where(
        SheetVersion.judge_id == bindparam("judge"),
        SheetVersion.idempotency_key == bindparam("key"),
    )
)
_ADD_SHEET = Statement(
    insert(Sheet).values(
        {
            Sheet.match_id: bindparam("match"),
            Sheet.team_id: bindparam("team"),
            Sheet.judge_id: bindparam("judge"),
            Sheet.version: 0,
            Sheet.state: "empty",
            Sheet.override: "",
        }
    )
)
_SHEET_ID = Statement(
    select(Sheet.id).where(
        Sheet.match_id == bindparam("match"),
        Sheet.team_id == bindparam("team"),
        Sheet.judge_id == bindparam("judge"),
    )
)
_ADD_VERSION = Statement(insert(SheetVersion).values({n: bindparam(n) for n in _VERSION}))
_UPDATE_SHEET = Statement(
    update(Sheet)
    .where(Sheet.id == bindparam("sheet"))
    .values(
        {
            Sheet.version: bindparam("new_version"),
            Sheet.state: bindparam("new_state"),
            Sheet.override: bindparam("new_override"),
        }
    )
)
_SEEN = Statement(
    update(Judge)
    .where(Judge.id == bindparam("judge"))
    .values({Judge.last_seen_at: bindparam("at")})
)

_WROTE = Statement(
    update(SignIn)
    .where(SignIn.id == bindparam("session"), SignIn.wrote_at.is_(None))
    .values({SignIn.wrote_at: bindparam("at")})
)


def read_sheet_row(
    connection: RawConnection,
    judge_id: int,
    competition: str,
    match: str,
    team: str,
    shown: tuple[str, str],
    *,
    late: bool = False,
) -> SheetRow | None:
    """The sheet of these keys; None unless the judge marks in that match and the team is in it.

    `shown` are the two releases with which the public sees current marks. For a `late` sheet it is
    enough that the judge marked there before being replaced.
    """
    statement = _LATE_SHEET_ROW if late else _SHEET_ROW
    keys = {"judge": judge_id, "competition": competition, "match": match, "team": team}
    found = connection.one(statement, **keys, shown_1=shown[0], shown_2=shown[1])
    return SheetRow(*found) if found else None


def is_key_used(connection: RawConnection, judge_id: int, idempotency_key: str) -> bool:
    """Whether something was stored under that key of the judge."""
    return connection.one(_KEY, judge=judge_id, key=idempotency_key) is not None


def rule_of_row(connection: RawConnection, row: SheetRow) -> SheetRule:
    """What the sheet is checked by, from the stage's own rubric or the competition's."""
    own = _parse_json(row.stage_rubric)
    members = row.members.split(",") if row.members else []
    return sheet_rule(own or read_rubric(connection, row.competition_id), row.category, members)


def add_version(
    connection: RawConnection,
    row: SheetRow,
    version: VersionContent,
    write: WriteId,
    *,
    override: str,
    receipt: int,
    stored_at: str,
) -> None:
    """Store the next version of a sheet, and the sheet itself if there is none yet.

    `override` is the sheet's from now on.
    """
    sheet_id = row.sheet_id
    if sheet_id is None:
        ids = {"match": row.match_id, "team": row.team_id, "judge": row.judge_id}
        connection.run(_ADD_SHEET, **ids)
        sheet_id = connection.one(_SHEET_ID, **ids)[0]
    connection.run(
        _ADD_VERSION,
        competition_id=row.competition_id,
        sheet_id=sheet_id,
        judge_id=row.judge_id,
        receipt=receipt,
        stored_at=stored_at,
        **version._asdict(),
        **write._asdict(),
    )
    connection.run(
        _UPDATE_SHEET,
        sheet=sheet_id,
        new_version=version.number,
        new_state=version.state,
        new_override=override,
    )


def note_last_seen(connection: RawConnection, judge_id: int, at: str) -> None:
    """Note when the judge's device was last in contact."""
    connection.run(_SEEN, judge=judge_id, at=at)


def note_first_write(connection: RawConnection, session: int, at: str) -> None:
    """Note when a session stored a sheet for the first time."""
    connection.run(_WROTE, session=session, at=at)


def _parse_json(text: str | None) -> Any:
    return None if text is None else json.loads(text)
