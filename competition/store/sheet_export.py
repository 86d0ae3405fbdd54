"""Rows → file: the sheets of a competition, whole or only what counts."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, Text, bindparam, cast, func, select

from competition import file_types as file
from competition.store.db import db
from competition.store.models import Competition, Judge, Match, Team
from competition.store.part_rows import parse_json
from competition.store.raw_sql import RawConnection
from competition.store.sheets import Sheet, SheetVersion, VersionContent
from competition.store.statements import Statement

_NEWEST_SUBMITTED = (
    select(func.max(SheetVersion.number))
    .where(SheetVersion.sheet_id == Sheet.id, SheetVersion.state == "submitted")
    .correlate(Sheet)
    .scalar_subquery()
)


def _of_competition(*columns: Any) -> Select[Any]:
    """These columns of the versions of a competition's sheets, in the order of the sheets."""
    return (
        select(*columns)
        .select_from(Sheet)
        .join(Match, Sheet.match_id == Match.id)
        .join(Team, Sheet.team_id == Team.id)
        .join(Judge, Sheet.judge_id == Judge.id)
        .join(SheetVersion, SheetVersion.sheet_id == Sheet.id)
        .where(Match.competition_id == bindparam("competition"))
    )


_COUNTING_VERSIONS = Statement(
    _of_competition(
        *(Match.key, Team.key, Judge.key, cast(SheetVersion.marks, Text), SheetVersion.number),
        cast(SheetVersion.personal, Text),
    )
    .where(SheetVersion.number == _NEWEST_SUBMITTED)
    .order_by(Sheet.id)
)
_IMPORTED = Statement(
    _of_competition(Match.key, Team.key, Judge.key, cast(SheetVersion.imported, Text))
    .where(SheetVersion.number == _NEWEST_SUBMITTED, SheetVersion.imported.is_not(None))
    .order_by(Sheet.id)
)
_VERSIONS = _of_competition(
    *(Sheet.id, Match.key, Team.key, Judge.key, Sheet.version),
    *(cast(SheetVersion.marks, Text), SheetVersion.state, SheetVersion.number),
    SheetVersion.submitted_at,
    *(cast(SheetVersion.comment, Text), cast(SheetVersion.notes, Text)),
    *(cast(SheetVersion.imported, Text), cast(SheetVersion.personal, Text)),
    cast(SheetVersion.entered_by, Text),
).order_by(Sheet.id, SheetVersion.number)
_EVERY_VERSION = Statement(_VERSIONS)
_OF_MATCH = Statement(_VERSIONS.where(Match.key == bindparam("match")))


def version_part(version: SheetVersion | VersionContent) -> dict[str, Any]:
    """Give a version of a sheet, a `VersionPart`: marks, state, number, time, comment."""
    return present(
        {
            "marks": version.marks,
            "personal": version.personal,
            "state": version.state,
            "version": version.number,
            "submitted_at": version.submitted_at,
            "comment": version.comment,
            "imported": version.imported,
            "entered_by": version.entered_by,
            **(version.notes or {}),
        }
    )


def whole_sheets(
    connection: RawConnection, competition_id: int, matches: Iterable[str] | None = None
) -> list[file.SheetPart]:
    """Every sheet that has a version: the newest, and the earlier ones under `history`.

    With `matches`, only the sheets of the matches of these keys.
    """
    if matches is None:
        rows = connection.all(_EVERY_VERSION, competition=competition_id)
    else:
        rows = [
            row
            for match in matches
            for row in connection.all(_OF_MATCH, competition=competition_id, match=match)
        ]
    sheets: dict[int, dict[str, Any]] = {}
    history: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        sheet_id, match, team, judge, newest, marks, state, number, submitted_at, *rest = row
        comment, notes, imported, personal, entered_by = (
            parse_json(text) if text is not None else None for text in rest
        )
        part = version_part(
            VersionContent(
                marks=parse_json(marks),
                state=state,
                number=number,
                submitted_at=submitted_at,
                comment=comment,
                notes=notes,
                imported=imported,
                personal=personal,
                entered_by=entered_by,
            )
        )
        if number == newest:
            sheets[sheet_id] = {"match": match, "team": team, "judge": judge, **part}
        else:
            history.setdefault(sheet_id, []).append(part)
    for sheet_id, earlier in history.items():
        sheets[sheet_id]["history"] = earlier
    whole: Any = list(sheets.values())
    return whole


def counting_sheets(connection: RawConnection, competition_id: int) -> list[file.SheetPart]:
    """The newest submitted version of each sheet."""
    parts: Any = [
        {
            **{"match": match, "team": team, "judge": judge},
            **{"marks": parse_json(marks), "version": number, "state": "submitted"},
            **({"personal": parse_json(personal)} if personal is not None else {}),
        }
        for match, team, judge, marks, number, personal in connection.all(
            _COUNTING_VERSIONS, competition=competition_id
        )
    ]
    return parts


def imported_sheets(competition: Competition) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Of the sheets whose counting version did not come from its judge, what that version says.

    By the keys of match, team and judge.
    """
    connection = RawConnection.of_session(db.session())
    rows = connection.all(_IMPORTED, competition=competition.id)
    return {(match, team, judge): parse_json(text) for match, team, judge, text in rows}


def present(fields: Mapping[str, Any]) -> Any:
    """Return the fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
