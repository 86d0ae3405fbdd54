"""What a judge's write stores of a sheet, in raw SQL.

The same rows as in `sheets.py`, without an object for each: see `raw_sql.py`.
"""

from sqlalchemy import bindparam, insert, select, update

from competition.store.accounts import SignIn
from competition.store.models import Judge
from competition.store.raw_sql import RawConnection
from competition.store.sheet_row import NEWEST_RECEIPT, SheetRow
from competition.store.sheets import Sheet, SheetVersion, VersionContent, WriteId
from competition.store.statements import Statement, insert_row, update_row

_VERSION = (
    *("competition_id", "sheet_id", "judge_id", "receipt", "stored_at"),
    *VersionContent._fields,
    *WriteId._fields,
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
_ADD_VERSION = insert_row(SheetVersion, _VERSION)
_NEW = {"version": "new_version", "state": "new_state", "override": "new_override"}
_UPDATE_SHEET = update_row(Sheet, ("id", "sheet"), _NEW)
_SEEN = update_row(Judge, ("id", "judge"), {"last_seen_at": "at"})

_WROTE = Statement(
    update(SignIn)
    .where(SignIn.id == bindparam("session"), SignIn.wrote_at.is_(None))
    .values({SignIn.wrote_at: bindparam("at")})
)


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
    connection.remember((NEWEST_RECEIPT, row.competition_id), receipt)


def note_last_seen(connection: RawConnection, judge_id: int, at: str) -> None:
    """Note when the judge's device was last in contact."""
    connection.run(_SEEN, judge=judge_id, at=at)


def note_first_write(connection: RawConnection, session: int, at: str) -> None:
    """Note when a session stored a sheet for the first time."""
    connection.run(_WROTE, session=session, at=at)
