"""Sheets that came too late: offered to the organiser, who accepts or declines them.

A tablet that was offline when its round was closed sends its sheet late; from a tablet whose
server is lost, the organiser imports the sheets. Neither counts before an organiser has decided.
As with `sheets`, the public side has no way to this module.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Select, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from competition.store.db import Model, db, now
from competition.store.models import Competition, Judge, Match, Team
from competition.store.sheets import SheetVersion


class Source(StrEnum):
    """How a late sheet came here."""

    TABLET = "tablet"
    """Sent by the judge's tablet."""
    RESCUE = "rescue"
    """Imported by an organiser from what the tablet had kept."""


class Decision(StrEnum):
    """What became of a late sheet."""

    WAITING = ""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"
    """By a later one of the same sheet."""


class LateSheet(Model):
    """One sheet as it arrived, never changed after; only the decision is added.

    `written_at` is when the judge wrote it, as far as the tablet can tell; `base_version` is the
    version that the tablet knew. `source` is a `Source`, `decision` a `Decision`; `version` is
    the number of the version that an accepted one became.
    """

    __tablename__ = "late_sheet"
    __table_args__ = (UniqueConstraint("judge_id", "idempotency_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"))
    source: Mapped[str] = mapped_column("road", String(16))
    state: Mapped[str] = mapped_column(String(16))
    marks: Mapped[dict[str, Any]]
    personal: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    comment: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True, default=None)
    base_version: Mapped[int]
    idempotency_key: Mapped[str] = mapped_column(String(200))
    body_sha256: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[str | None] = mapped_column(String(40), default=None)
    arrived_at: Mapped[str] = mapped_column(String(40), default=now)
    decision: Mapped[str] = mapped_column(String(16), default="")
    reason: Mapped[str | None] = mapped_column(Text, default=None)
    decided_by: Mapped[str | None] = mapped_column(String(300), default=None)
    decided_at: Mapped[str | None] = mapped_column(String(40), default=None)
    version: Mapped[int | None] = mapped_column(default=None)

    match: Mapped[Match] = relationship()
    team: Mapped[Team] = relationship()
    judge: Mapped[Judge] = relationship()


# If the round is reopened, the tablet sends the same write the ordinary way: then there is nothing
# left to decide.
_STORED = (
    select(SheetVersion.id)
    .where(SheetVersion.judge_id == LateSheet.judge_id)
    .where(SheetVersion.idempotency_key == LateSheet.idempotency_key)
    .exists()
)


def undecided_sheets(competition: Competition) -> list[LateSheet]:
    """What waits for a decision, oldest first."""
    query = _with_names(competition).where(LateSheet.decision == "", ~_STORED)
    return list(db.session.scalars(query.order_by(LateSheet.id)))


def decided_sheets(competition: Competition) -> list[LateSheet]:
    """What was decided, or stored the ordinary way after all, newest first."""
    query = _with_names(competition).where((LateSheet.decision != "") | _STORED)
    return list(db.session.scalars(query.order_by(LateSheet.id.desc())))


def count_undecided(competition: Competition) -> int:
    """How many wait for a decision."""
    query = select(func.count()).select_from(LateSheet)
    found = query.where(
        LateSheet.competition_id == competition.id, LateSheet.decision == "", ~_STORED
    )
    return db.session.scalar(found) or 0


def late_sheet(competition: Competition, number: int) -> LateSheet | None:
    """The late sheet of that number, if it is of this competition."""
    return db.session.scalar(_with_names(competition).where(LateSheet.id == number))


def late_sheet_with_key(judge_id: int, idempotency_key: str) -> LateSheet | None:
    """What a judge sent late under that idempotency key."""
    return db.session.scalar(
        select(LateSheet).filter_by(judge_id=judge_id, idempotency_key=idempotency_key)
    )


def undecided_for_sheet(match_id: int, team_id: int, judge_id: int) -> list[LateSheet]:
    """What waits for a decision on one sheet."""
    query = select(LateSheet).filter_by(match_id=match_id, team_id=team_id, judge_id=judge_id)
    return list(db.session.scalars(query.where(LateSheet.decision == "", ~_STORED)))


def undecided_of_judge(judge_id: int) -> list[LateSheet]:
    """What a judge sent late and waits for a decision, oldest first."""
    query = select(LateSheet).filter_by(judge_id=judge_id, decision="").where(~_STORED)
    return list(db.session.scalars(query.order_by(LateSheet.id)))


def _with_names(competition: Competition) -> "Select[LateSheet]":
    together = (
        joinedload(LateSheet.match).joinedload(Match.round),
        joinedload(LateSheet.team),
        joinedload(LateSheet.judge),
    )
    return select(LateSheet).filter_by(competition_id=competition.id).options(*together)
