"""Rows → file: the sheets of a competition, whole or only what counts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from competition import file_types as file
from competition.store.db import db
from competition.store.models import Competition, Judge, Match, Round, Stage, Team
from competition.store.sheets import Sheet, SheetVersion, VersionContent


def sheet_part(sheet: Sheet) -> file.SheetPart:
    """Give one of `sheets[]`: the newest version, the earlier ones under `history`."""
    *earlier, newest = sheet.versions
    return present(
        {
            "match": sheet.match.key,
            "team": sheet.team.key,
            "judge": sheet.judge.key,
            **version_part(newest),
            "history": [version_part(version) for version in earlier] or None,
        }
    )


def version_part(version: SheetVersion | VersionContent) -> dict[str, Any]:
    """Give a version of a sheet, a `VersionPart`: marks, state, number, time and comment."""
    return present(
        {
            "marks": version.marks,
            "state": version.state,
            "version": version.number,
            "submitted_at": version.submitted_at,
            "comment": version.comment,
            "imported": version.imported,
            **(version.notes or {}),
        }
    )


def sheets_of(competition: Competition) -> list[Sheet]:
    """Return every sheet that has a version, with its versions."""
    query = (
        select(Sheet)
        .join(Match, Sheet.match_id == Match.id)
        .join(Round, Match.round_id == Round.id)
        .join(Stage, Round.stage_id == Stage.id)
        .where(Stage.competition_id == competition.id, Sheet.version > 0)
        .options(selectinload(Sheet.versions))
        .order_by(Sheet.id)
    )
    return list(db.session.scalars(query))


def counting_sheets(competition: Competition) -> list[file.SheetPart]:
    """The newest submitted version of each sheet, read without an object for each."""
    names = ("match", "team", "judge", "marks", "version")
    rows = db.session.execute(_counting(competition, SheetVersion.marks, SheetVersion.number))
    parts: list[Any] = [dict(zip(names, row, strict=True), state="submitted") for row in rows]
    return parts


def imported_sheets(competition: Competition) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Of the sheets whose counting version did not come from its judge, what that version says.

    By the keys of match, team and judge.
    """
    query = _counting(competition, SheetVersion.imported).where(SheetVersion.imported.is_not(None))
    return {(match, team, judge): said for match, team, judge, said in db.session.execute(query)}


def _counting(competition: Competition, *columns: Any) -> Select[Any]:
    """The keys of match, team and judge, and columns of each sheet's newest submitted version."""
    newest = select(func.max(SheetVersion.number)).where(
        SheetVersion.sheet_id == Sheet.id, SheetVersion.state == "submitted"
    )
    return (
        select(Match.key, Team.key, Judge.key, *columns)
        .select_from(Sheet)
        .join(Match, Sheet.match_id == Match.id)
        .join(Team, Sheet.team_id == Team.id)
        .join(Judge, Sheet.judge_id == Judge.id)
        .join(SheetVersion, SheetVersion.sheet_id == Sheet.id)
        .where(
            Match.competition_id == competition.id,
            SheetVersion.number == newest.correlate(Sheet).scalar_subquery(),
        )
        .order_by(Sheet.id)
    )


def present(fields: Mapping[str, Any]) -> Any:
    """Return the fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
