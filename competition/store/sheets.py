"""Judges' sheets, and every version of them that was ever acknowledged.

Only `actions` and the organiser's and judges' own pages import this module; the public side has
no way to it (`tests/test_floors.py`).
"""

from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import JSON, ForeignKey, Select, String, UniqueConstraint, func, inspect, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from competition.store.db import Model, db, now
from competition.store.marking_judges import may_mark
from competition.store.models import (
    Competition,
    Entry,
    Judge,
    Match,
    Rubric,
    Stage,
    Team,
)


class Override(StrEnum):
    """A sheet's exception from its round, set by the organiser."""

    NONE = ""
    REOPENED = "reopened"
    """Its judge may write although the round is closed, until the sheet is submitted again."""
    LOCKED = "locked"
    """Its judge may not write although the round is open."""


class ClosedReason(StrEnum):
    """Why a sheet takes no writes: the API's error codes."""

    ROUND_CLOSED = "round_closed"
    SHEET_LOCKED = "sheet_locked"
    ARCHIVED = "archived"


class Sheet(Model):
    """One judge's marks for one team in one match; the marks themselves are in its versions.

    `version` and `state` are those of the newest version (0 and `empty` before the first);
    `override` is an `Override`.
    """

    __tablename__ = "sheet"
    __table_args__ = (UniqueConstraint("match_id", "team_id", "judge_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"), index=True)
    version: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16), default="empty")
    override: Mapped[str] = mapped_column("hold", String(16), default="")

    match: Mapped[Match] = relationship()
    team: Mapped[Team] = relationship()
    judge: Mapped[Judge] = relationship()
    versions: Mapped[list["SheetVersion"]] = relationship(
        back_populates="sheet", order_by="SheetVersion.number"
    )


class SheetVersion(Model):
    """A version of a sheet: acknowledged once, never changed after.

    `receipt` is the competition's running number of acknowledged writes, by which a judge and an
    organiser can refer to the same write. Versions that came with a competition file
    have none, nor an idempotency key.
    """

    __tablename__ = "sheet_version"
    __table_args__ = (
        UniqueConstraint("sheet_id", "number"),
        UniqueConstraint("judge_id", "idempotency_key"),
        UniqueConstraint("competition_id", "receipt"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    marks: Mapped[dict[str, Any]]
    # Marks for single contestants by member key, where the rubric has them.
    personal: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    # A string from a judge; from a competition file it may also be a text in two languages.
    comment: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True, default=None)
    submitted_at: Mapped[str | None] = mapped_column(String(40), default=None)
    stored_at: Mapped[str] = mapped_column(String(40), default=now)
    idempotency_key: Mapped[str | None] = mapped_column(String(200), default=None)
    body_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    receipt: Mapped[int | None] = mapped_column(default=None)
    notes: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    # `reason`, `by` and `at` of a version that a file brought in the place of its judge's.
    imported: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    # The clerks who typed it from paper.
    entered_by: Mapped[list[Any] | None] = mapped_column(default=None)

    sheet: Mapped[Sheet] = relationship(back_populates="versions")


class VersionContent(NamedTuple):
    """What a version holds, without its row; named as in `SheetVersion`."""

    marks: dict[str, Any]
    state: str
    number: int
    submitted_at: str | None
    comment: Any
    notes: dict[str, Any] | None
    imported: dict[str, Any] | None = None
    personal: dict[str, Any] | None = None
    entered_by: list[Any] | None = None


class WriteId(NamedTuple):
    """What a repeat of a judge's write is recognised by; named as in `SheetVersion`."""

    idempotency_key: str | None
    body_sha256: str


WRITE_FIELDS = ("receipt", "stored_at", *WriteId._fields)
"""What a version's row holds of its write, beside what is in the competition file."""


class SheetAddress(NamedTuple):
    """This judge's sheet for this team in this match, whether anything is written on it or not."""

    competition: Competition
    match: Match
    team: Team
    judge: Judge

    @property
    def subject(self) -> str:
        """How the audit names the sheet."""
        return f"{self.match.key}/{self.team.key}/{self.judge.key}"


def judge_with_rubric(judge_id: int) -> Judge | None:
    """The judge, with the competition and its rubric read in the same query."""
    competition = joinedload(Judge.competition)
    rubric = competition.joinedload(Competition.rubric).selectinload(Rubric.dimensions)
    return db.session.get(Judge, judge_id, options=[rubric], populate_existing=True)


def find_address(
    judge: Judge, competition_key: str, match_key: str, team_key: str
) -> SheetAddress | None:
    """The judge's sheet for a team in a match.

    None where the judge does not mark in the match, the team is not in the match, or the round
    is a draft.
    """
    competition = judge.competition
    if competition.key != competition_key:
        return None
    query = (
        select(Match, Team)
        .select_from(Match)
        .join(Judge, Judge.id == judge.id)
        .join(Entry, Entry.match_id == Match.id)
        .join(Team, Team.id == Entry.team_id)
        .where(Match.competition_id == competition.id, Match.key == match_key)
        .where(may_mark(), Team.key == team_key)
        .options(joinedload(Match.round))
    )
    found = db.session.execute(query).first()
    if found is None or found[0].round.state == "draft":
        return None
    return SheetAddress(competition, found[0], found[1], judge)


def closed_reason(round_state: str, override: str) -> ClosedReason | None:
    """Why a sheet takes no writes now; None when it does."""
    if override == Override.LOCKED:
        return ClosedReason.SHEET_LOCKED
    if round_state == "closed" and override != Override.REOPENED:
        return ClosedReason.ROUND_CLOSED
    return None


def find_sheet(match_id: int, team_id: int, judge_id: int) -> Sheet | None:
    """The sheet of that judge for that team in that match; None before the first write."""
    return db.session.scalar(
        select(Sheet).filter_by(match_id=match_id, team_id=team_id, judge_id=judge_id)
    )


def newest_version(sheet: Sheet | None) -> SheetVersion | None:
    """The sheet's newest version, draft or submitted; a query unless all are at hand."""
    if sheet is None:
        return None
    if "versions" not in inspect(sheet).unloaded:
        return sheet.versions[-1] if sheet.versions else None
    return _last_version(select(SheetVersion).filter_by(sheet_id=sheet.id))


def counting_version(sheet: Sheet | None) -> SheetVersion | None:
    """The version that counts: the newest submitted one, whatever drafts came after it.

    A query unless all versions are at hand.
    """
    if sheet is None:
        return None
    if "versions" not in inspect(sheet).unloaded:
        return next((v for v in reversed(sheet.versions) if v.state == "submitted"), None)
    return _last_version(select(SheetVersion).filter_by(sheet_id=sheet.id, state="submitted"))


def _last_version(query: "Select[SheetVersion]") -> SheetVersion | None:
    return db.session.scalar(query.order_by(SheetVersion.number.desc()).limit(1))


def sheets_of_judge(judge_id: int) -> list[Sheet]:
    """All sheets of one judge."""
    return list(db.session.scalars(select(Sheet).filter_by(judge_id=judge_id)))


def sheets_of_match(match_id: int) -> list[Sheet]:
    """All sheets of one match."""
    return list(db.session.scalars(select(Sheet).filter_by(match_id=match_id)))


def is_written_in(stage: Stage) -> bool:
    """Whether a judge has written in a match of the stage."""
    matches = [match.id for round_ in stage.rounds for match in round_.matches]
    query = select(Sheet.id).where(Sheet.match_id.in_(matches), Sheet.version > 0)
    return db.session.scalar(query.limit(1)) is not None


def with_versions(competition: Competition) -> list[Sheet]:
    """Every sheet that has a version, with its versions read in one query."""
    query = (
        select(Sheet)
        .join(Match)
        .where(Match.competition_id == competition.id, Sheet.version > 0)
        .options(selectinload(Sheet.versions))
        .order_by(Sheet.id)
    )
    return list(db.session.scalars(query))


def version_with_key(judge_id: int, idempotency_key: str) -> SheetVersion | None:
    """What was stored under a judge's idempotency key."""
    return db.session.scalar(
        select(SheetVersion).filter_by(judge_id=judge_id, idempotency_key=idempotency_key)
    )


def newest_of_judge(judge_id: int, *, submitted: bool = False) -> dict[int, SheetVersion]:
    """The newest version of each of the judge's sheets by the sheet's id.

    With `submitted`, the version that counts: the newest submitted one.
    """
    newest = select(func.max(SheetVersion.number)).where(SheetVersion.sheet_id == Sheet.id)
    if submitted:
        newest = newest.where(SheetVersion.state == "submitted")
    query = (
        select(SheetVersion)
        .join(Sheet, SheetVersion.sheet_id == Sheet.id)
        .where(Sheet.judge_id == judge_id)
        .where(SheetVersion.number == newest.correlate(Sheet).scalar_subquery())
    )
    return {version.sheet_id: version for version in db.session.scalars(query)}


def sheets_out_of_step(competition_id: int) -> list[str]:
    """The sheets, as `match/team/judge`, whose number or state is not their newest version's."""
    newest = (
        select(SheetVersion.sheet_id, func.max(SheetVersion.number).label("number"))
        .group_by(SheetVersion.sheet_id)
        .subquery()
    )
    query = (
        select(Match.key, Team.key, Judge.key)
        .select_from(Sheet)
        .join(Match, Match.id == Sheet.match_id)
        .join(Team, Team.id == Sheet.team_id)
        .join(Judge, Judge.id == Sheet.judge_id)
        .outerjoin(newest, newest.c.sheet_id == Sheet.id)
        .outerjoin(
            SheetVersion,
            (SheetVersion.sheet_id == Sheet.id) & (SheetVersion.number == newest.c.number),
        )
        .where(Match.competition_id == competition_id)
        .where(
            (Sheet.version != func.coalesce(newest.c.number, 0))
            | (Sheet.state != func.coalesce(SheetVersion.state, "empty"))
        )
    )
    return ["/".join(keys) for keys in db.session.execute(query.order_by(Sheet.id))]
