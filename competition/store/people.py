"""Who may come in: organisers, the judges' links, and the sessions of both."""

import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Model, Noted, db, now

if TYPE_CHECKING:
    from .parts import Competition


def new_token() -> str:
    """A token for an address: 192 random bits in 32 letters."""
    return secrets.token_urlsafe(24)


class Organiser(Model):
    """Union staff with a name and a password (argon2id)."""

    __tablename__ = "organiser"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[str] = mapped_column(String(40), default=now)


class SetUpLink(Model):
    """The one-time link by which the first organiser sets up; used once, then dead."""

    __tablename__ = "set_up_link"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True, default=new_token)
    used_at: Mapped[str | None] = mapped_column(String(40), default=None)


class Judge(Noted, Model):
    """A judge of one competition; the token is the judge's link until it is renewed."""

    __tablename__ = "judge"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    name: Mapped[dict[str, Any]]
    category: Mapped[str | None] = mapped_column(String(200), default=None)
    organisation: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    head: Mapped[bool | None] = mapped_column(default=None)
    conflicts: Mapped[list[Any] | None] = mapped_column(default=None)
    token: Mapped[str] = mapped_column(String(64), unique=True, default=new_token)
    heard_at: Mapped[str | None] = mapped_column(String(40), default=None)

    competition: Mapped["Competition"] = relationship(back_populates="judges")


class SignIn(Model):
    """A session of an organiser or of a judge's device; ended once, never revived."""

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True, default=new_token)
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("organiser.id"), default=None)
    judge_id: Mapped[int | None] = mapped_column(ForeignKey("judge.id"), default=None, index=True)
    started_at: Mapped[str] = mapped_column(String(40), default=now)
    ended_at: Mapped[str | None] = mapped_column(String(40), default=None)

    organiser: Mapped[Organiser | None] = relationship()
    judge: Mapped[Judge | None] = relationship()


def organiser_named(name: str) -> Organiser | None:
    """The organiser of that name, as written."""
    return db.session.scalar(select(Organiser).filter_by(name=name))


def organisers() -> list[Organiser]:
    """Every organiser, the first one first."""
    return list(db.session.scalars(select(Organiser).order_by(Organiser.id)))


def any_organiser() -> bool:
    """Whether somebody has set up already."""
    return db.session.scalar(select(Organiser.id).limit(1)) is not None


def open_set_up_link(token: str | None = None) -> SetUpLink | None:
    """The set-up link that nobody used yet; with a token, only if it is that one."""
    query = select(SetUpLink).where(SetUpLink.used_at.is_(None))
    if token is not None:
        query = query.filter_by(token=token)
    return db.session.scalar(query.order_by(SetUpLink.id))


def judge(judge_id: int) -> Judge | None:
    """The judge of that id."""
    return db.session.get(Judge, judge_id)


def judge_by_token(token: str) -> Judge | None:
    """The judge whose link this is now; None for a renewed or unknown one."""
    return db.session.scalar(select(Judge).filter_by(token=token))


def sign_in(token: str) -> SignIn | None:
    """The session of that token while it lasts."""
    return db.session.scalar(select(SignIn).filter_by(token=token, ended_at=None))
