"""Judges' sheets and every version of them that was ever acknowledged.

Only `actions` and the organiser's and judges' own pages may come here; the public side has
no way to this module (`tests/test_floors.py`).
"""

from typing import Any, NamedTuple

from sqlalchemy import JSON, ForeignKey, Select, String, UniqueConstraint, func, inspect, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from competition.store.db import Model, db, now
from competition.store.models import Competition, Entry, Judge, Match, PanelSeat, Rubric, Team


class Sheet(Model):
    """One judge's marks for one team in one match; the marks themselves are in its versions.

    `version` and `state` are those of the newest version (0 and `empty` before the first);
    `hold` is "" while the sheet follows its round, `reopened` when the organiser let the
    judge write in a closed round, `locked` when the organiser shut it in an open one.
    """

    __tablename__ = "sheet"
    __table_args__ = (UniqueConstraint("match_id", "team_id", "judge_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"), index=True)
    version: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16), default="empty")
    hold: Mapped[str] = mapped_column(String(16), default="")

    match: Mapped[Match] = relationship()
    team: Mapped[Team] = relationship()
    judge: Mapped[Judge] = relationship()
    versions: Mapped[list["SheetVersion"]] = relationship(
        back_populates="sheet", order_by="SheetVersion.number"
    )

    # A sheet has as many versions as its judge had second thoughts: where they were not read
    # together (`with_versions`), both of these ask for their one row.
    @property
    def newest(self) -> "SheetVersion | None":
        """The newest version, draft or submitted."""
        if "versions" not in inspect(self).unloaded:
            return self.versions[-1] if self.versions else None
        return self._one(select(SheetVersion).filter_by(sheet_id=self.id))

    @property
    def counting(self) -> "SheetVersion | None":
        """The version that counts: the newest submitted one, whatever drafts lie over it."""
        if "versions" not in inspect(self).unloaded:
            return next((v for v in reversed(self.versions) if v.state == "submitted"), None)
        return self._one(select(SheetVersion).filter_by(sheet_id=self.id, state="submitted"))

    def _one(self, query: "Select[SheetVersion]") -> "SheetVersion | None":
        return db.session.scalar(query.order_by(SheetVersion.number.desc()).limit(1))


class SheetVersion(Model):
    """What was acknowledged once, never changed after.

    `receipt` is the competition's running number of acknowledged writes, so the judge and
    the organiser can speak of the same write. Versions that came with a competition file
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
    # A bare string from a judge; a competition file may also hold a text in two languages.
    comment: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True, default=None)
    submitted_at: Mapped[str | None] = mapped_column(String(40), default=None)
    stored_at: Mapped[str] = mapped_column(String(40), default=now)
    idempotency_key: Mapped[str | None] = mapped_column(String(200), default=None)
    body_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    receipt: Mapped[int | None] = mapped_column(default=None)
    notes: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    sheet: Mapped[Sheet] = relationship(back_populates="versions")


class VersionContent(NamedTuple):
    """What a version holds, without its row; named as in `SheetVersion`."""

    marks: dict[str, Any]
    state: str
    number: int
    submitted_at: str | None
    comment: Any
    notes: dict[str, Any] | None


def judge_with_rubric(judge_id: int) -> Judge | None:
    """The judge, with the competition and its rubric read along."""
    competition = joinedload(Judge.competition)
    rubric = competition.joinedload(Competition.rubric).selectinload(Rubric.dimensions)
    return db.session.get(Judge, judge_id, options=[rubric], populate_existing=True)


def find_match_and_team(judge: Judge, match_key: str, team_key: str) -> tuple[Match, Team] | None:
    """The match and the team, where the judge sits on that match's panel and the team is in it."""
    query = (
        select(Match, Team)
        .join(PanelSeat, PanelSeat.match_id == Match.id)
        .join(Entry, Entry.match_id == Match.id)
        .join(Team, Team.id == Entry.team_id)
        .where(Match.competition_id == judge.competition_id, Match.key == match_key)
        .where(PanelSeat.judge_id == judge.id, Team.key == team_key)
        .options(joinedload(Match.round))
    )
    found = db.session.execute(query).first()
    return (found[0], found[1]) if found else None


def find_sheet(match_id: int, team_id: int, judge_id: int) -> Sheet | None:
    """The sheet of that judge for that team in that match, once something was written."""
    return db.session.scalar(
        select(Sheet).filter_by(match_id=match_id, team_id=team_id, judge_id=judge_id)
    )


def sheets_of_judge(judge_id: int) -> list[Sheet]:
    """All sheets of one judge."""
    return list(db.session.scalars(select(Sheet).filter_by(judge_id=judge_id)))


def sheets_of_match(match_id: int) -> list[Sheet]:
    """All sheets of one match."""
    return list(db.session.scalars(select(Sheet).filter_by(match_id=match_id)))


def with_versions(competition: Competition) -> list[Sheet]:
    """All sheets of a competition, their versions read in one go."""
    query = select(Sheet).join(Match).where(Match.competition_id == competition.id)
    return list(db.session.scalars(query.options(selectinload(Sheet.versions))))


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
