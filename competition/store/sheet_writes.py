"""One sheet's place, read and written the short way inside a judge's write.

The same rows as in `sheets.py`, without an object for each: see `driver.py`.
"""

import json
from typing import Any, NamedTuple

from sqlalchemy import Text, bindparam, cast, exists, func, insert, select, update

from competition.store.models import (
    Competition,
    Dimension,
    Entry,
    Judge,
    Match,
    PanelSeat,
    Round,
    Rubric,
    Stage,
    Team,
)
from competition.store.raw_sql import RawConnection, Statement
from competition.store.sheets import Sheet, SheetVersion, VersionContent

_VERSION = (
    *("competition_id", "sheet_id", "judge_id", "receipt", *VersionContent._fields),
    *("stored_at", "idempotency_key", "body_sha256"),
)


class SheetRow(NamedTuple):
    """A judge's seat at a match, one of its teams, and the sheet there as it stands.

    `sheet_id` is None and `version` 0 before the first write; the `newest_…` are the newest
    version's, as text where the column is JSON; `last_receipt` is the competition's, 0 before
    the first; `is_shown` says whether any stage's release is one of those asked for.
    """

    competition_id: int
    match_id: int
    team_id: int
    judge_id: int
    competition: str
    match: str
    team: str
    judge: str
    round_state: str
    sheet_id: int | None
    version: int
    hold: str
    newest_state: str | None
    newest_submitted_at: str | None
    newest_marks: str | None
    newest_comment: str | None
    newest_notes: str | None
    last_receipt: int
    is_shown: bool

    def newest(self) -> VersionContent | None:
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
        )


_PLACE = Statement(
    select(
        Competition.id,
        Match.id,
        Team.id,
        Judge.id,
        Competition.key,
        Match.key,
        Team.key,
        Judge.key,
        Round.state,
        Sheet.id,
        func.coalesce(Sheet.version, 0),
        func.coalesce(Sheet.hold, ""),
        SheetVersion.state,
        SheetVersion.submitted_at,
        cast(SheetVersion.marks, Text),
        cast(SheetVersion.comment, Text),
        cast(SheetVersion.notes, Text),
        select(func.coalesce(func.max(SheetVersion.receipt), 0))
        .where(SheetVersion.competition_id == Competition.id)
        .correlate(Competition)
        .scalar_subquery(),
        exists().where(
            Stage.competition_id == Competition.id,
            Stage.release.in_([bindparam("shown_1"), bindparam("shown_2")]),
        ),
    )
    .select_from(Judge)
    .join(Competition, Competition.id == Judge.competition_id)
    .join(Match, Match.competition_id == Competition.id)
    .join(Round, Round.id == Match.round_id)
    .join(PanelSeat, (PanelSeat.match_id == Match.id) & (PanelSeat.judge_id == Judge.id))
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
_KEY = Statement(
    select(SheetVersion.id).where(
        SheetVersion.judge_id == bindparam("judge"),
        SheetVersion.idempotency_key == bindparam("key"),
    )
)
_DIMENSIONS = Statement(
    select(Dimension.key, Dimension.max, Dimension.min, Dimension.step, Dimension.factor)
    .join(Rubric, Rubric.id == Dimension.rubric_id)
    .where(Rubric.competition_id == bindparam("competition"))
    .order_by(Dimension.position)
)
_ADD_SHEET = Statement(
    insert(Sheet).values(
        match_id=bindparam("match"),
        team_id=bindparam("team"),
        judge_id=bindparam("judge"),
        version=0,
        state="empty",
        hold="",
    )
)
_SHEET = Statement(
    select(Sheet.id).where(
        Sheet.match_id == bindparam("match"),
        Sheet.team_id == bindparam("team"),
        Sheet.judge_id == bindparam("judge"),
    )
)
_ADD_VERSION = Statement(insert(SheetVersion).values({n: bindparam(n) for n in _VERSION}))
_MOVE_SHEET = Statement(
    update(Sheet)
    .where(Sheet.id == bindparam("sheet"))
    .values(version=bindparam("number"), state=bindparam("now"), hold=bindparam("held"))
)
_HEARD = Statement(
    update(Judge).where(Judge.id == bindparam("judge")).values(heard_at=bindparam("at"))
)


def read_sheet_row(
    driver: RawConnection,
    judge_id: int,
    competition: str,
    match: str,
    team: str,
    shown: tuple[str, str],
) -> SheetRow | None:
    """The place of these keys, where the judge sits on that panel and the team is in the match.

    `shown` are the releases that let a mark be seen.
    """
    found = driver.one(
        _PLACE,
        judge=judge_id,
        competition=competition,
        match=match,
        team=team,
        shown_1=shown[0],
        shown_2=shown[1],
    )
    return SheetRow(*found) if found else None


def is_key_used(driver: RawConnection, judge_id: int, idempotency_key: str) -> bool:
    """Whether something was stored under that key of the judge's."""
    return driver.one(_KEY, judge=judge_id, key=idempotency_key) is not None


def read_dimensions(driver: RawConnection, competition_id: int) -> list[dict[str, str]]:
    """The rubric's dimensions as far as marks are checked and added up by them."""
    return [
        {"key": key, "max": most, "min": least or "0", "step": step, "factor": factor}
        for key, most, least, step, factor in driver.all(_DIMENSIONS, competition=competition_id)
    ]


def add_version(
    driver: RawConnection,
    at: SheetRow,
    version: VersionContent,
    *,
    hold: str,
    receipt: int,
    **how: str | None,
) -> None:
    """Store the next version of the sheet at that place, and the sheet itself if there is none.

    `how` are `stored_at`, `idempotency_key` and `body_sha256`; `hold` is the sheet's from now.
    """
    sheet = at.sheet_id
    if sheet is None:
        keys = {"match": at.match_id, "team": at.team_id, "judge": at.judge_id}
        driver.run(_ADD_SHEET, **keys)
        sheet = driver.one(_SHEET, **keys)[0]
    driver.run(
        _ADD_VERSION,
        competition_id=at.competition_id,
        sheet_id=sheet,
        judge_id=at.judge_id,
        receipt=receipt,
        **version._asdict(),
        **how,
    )
    driver.run(_MOVE_SHEET, sheet=sheet, number=version.number, now=version.state, held=hold)


def note_last_seen(driver: RawConnection, judge_id: int, at: str) -> None:
    """Note when the judge was last heard."""
    driver.run(_HEARD, judge=judge_id, at=at)


def _parse_json(text: str | None) -> Any:
    return None if text is None else json.loads(text)
