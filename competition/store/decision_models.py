"""The tables of what is decided or typed in besides the marks: deductions, rulings, draws, scores.

As in `models`, texts for people are JSON, decimals are text.
"""

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competition.store.db import Model, NotedMixin
from competition.store.models import Match, Stage, Team

_KEY = String(64)
_DECIMAL = String(64)


class Deduction(NotedMixin, Model):
    """Points deducted from one entry, with the reason."""

    __tablename__ = "deduction"
    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    points: Mapped[str] = mapped_column(_DECIMAL)
    percent: Mapped[str | None] = mapped_column(_DECIMAL, default=None)
    phase: Mapped[str | None] = mapped_column(_KEY, default=None)
    # A text in two languages or a string, as it was given.
    reason: Mapped[dict[str, Any]]
    by: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    at: Mapped[str | None] = mapped_column(String(40), default=None)

    match: Mapped[Match] = relationship()
    team: Mapped[Team] = relationship()


class Ruling(NotedMixin, Model):
    """The panel's decision on a tie: the teams, best first, and the minutes that explain it."""

    __tablename__ = "ruling"
    id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    teams: Mapped[list[Any]]
    minutes: Mapped[dict[str, Any]]
    votes: Mapped[list[Any] | None] = mapped_column(default=None)
    by: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    at: Mapped[str | None] = mapped_column(String(40), default=None)

    stage: Mapped[Stage] = relationship()


class PaperScore(NotedMixin, Model):
    """One score of a written test: a team's, or that of the member of this key."""

    __tablename__ = "paper_score"
    __table_args__ = (UniqueConstraint("stage_id", "team_id", "member"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    position: Mapped[int]
    member: Mapped[str | None] = mapped_column(_KEY, default=None)
    score: Mapped[str] = mapped_column(_DECIMAL)

    stage: Mapped[Stage] = relationship()
    team: Mapped[Team] = relationship()


class Draw(NotedMixin, Model):
    """One draw of the file.

    `pending_secret` is the secret that was committed, until the draw is run: it is in no export,
    on no page and in no row of the audit. Afterwards it is `secret`.
    """

    __tablename__ = "draw"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(_KEY)
    stage: Mapped[str] = mapped_column(_KEY)
    round: Mapped[str] = mapped_column(_KEY)
    kind: Mapped[str] = mapped_column(String(16))
    drawn_from: Mapped[list[Any]]
    rules: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    commitment: Mapped[str | None] = mapped_column(String(64), default=None)
    hall: Mapped[str | None] = mapped_column(default=None)
    secret: Mapped[str | None] = mapped_column(default=None)
    result: Mapped[list[Any] | None] = mapped_column(default=None)
    by_hand: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    abandoned: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    pending_secret: Mapped[str | None] = mapped_column(default=None)
