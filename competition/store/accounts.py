"""Who may sign in: organisers, the judges' links, and the sessions of both."""

import datetime as dt

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competition.store.db import Model, db, new_token, now
from competition.store.models import Judge

IDLE_ORGANISER_HOURS = 12
IDLE_JUDGE_DAYS = 7
"""A tablet lies unused from the rehearsal to the event, so its judge stays signed in for longer."""


class Organiser(Model):
    """Union staff with a name and a password (argon2id)."""

    __tablename__ = "organiser"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[str] = mapped_column(String(40), default=now)


class SetUpLink(Model):
    """The link with which the first organiser is created; it works once."""

    __tablename__ = "set_up_link"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True, default=new_token)
    used_at: Mapped[str | None] = mapped_column(String(40), default=None)


class SignIn(Model):
    """A session of an organiser or of a judge's device; it does not start again once ended.

    `device` is what the server named the device when the judge confirmed who they are; `wrote_at`
    is when this session first stored a sheet. `last_used_at` is brought up to date now and then,
    not with every request.
    """

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True, default=new_token)
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("organiser.id"), default=None)
    judge_id: Mapped[int | None] = mapped_column(ForeignKey("judge.id"), default=None, index=True)
    started_at: Mapped[str] = mapped_column(String(40), default=now)
    last_used_at: Mapped[str] = mapped_column(String(40), default=now)
    ended_at: Mapped[str | None] = mapped_column(String(40), default=None)
    device: Mapped[str | None] = mapped_column(String(80), default=None)
    wrote_at: Mapped[str | None] = mapped_column(String(40), default=None)

    organiser: Mapped[Organiser | None] = relationship()
    judge: Mapped[Judge | None] = relationship()


def organiser_by_name(name: str) -> Organiser | None:
    """The organiser of exactly that name."""
    return db.session.scalar(select(Organiser).filter_by(name=name))


def all_organisers() -> list[Organiser]:
    """Every organiser, oldest first."""
    return list(db.session.scalars(select(Organiser).order_by(Organiser.id)))


def any_organiser() -> bool:
    """Whether there is an organiser yet."""
    return db.session.scalar(select(Organiser.id).limit(1)) is not None


def unused_set_up_link(token: str | None = None) -> SetUpLink | None:
    """The set-up link that has not been used yet; with a token, only if it is that one."""
    query = select(SetUpLink).where(SetUpLink.used_at.is_(None))
    if token is not None:
        query = query.filter_by(token=token)
    return db.session.scalar(query.order_by(SetUpLink.id))


def judge_by_id(judge_id: int) -> Judge | None:
    """The judge of that id."""
    return db.session.get(Judge, judge_id)


def judge_by_token(token: str) -> Judge | None:
    """The judge with this link; None for a renewed or unknown one."""
    return db.session.scalar(select(Judge).filter_by(token=token))


def open_session(token: str) -> SignIn | None:
    """The session of that token; None once it has ended, or was not used for too long."""
    found = db.session.scalar(select(SignIn).filter_by(token=token, ended_at=None))
    return None if found is None or _is_idle(found) else found


def is_idle(token: str) -> bool:
    """Whether the session of that token is over only because it was not used for too long."""
    found = db.session.scalar(select(SignIn).filter_by(token=token, ended_at=None))
    return found is not None and _is_idle(found)


def used_since(*, judge: bool) -> str:
    """The time since which a session must have been used to be open still."""
    longest = (
        dt.timedelta(days=IDLE_JUDGE_DAYS) if judge else dt.timedelta(hours=IDLE_ORGANISER_HOURS)
    )
    return (dt.datetime.now(dt.UTC) - longest).isoformat(timespec="milliseconds")


def _is_idle(sign_in: SignIn) -> bool:
    return sign_in.last_used_at < used_since(judge=sign_in.judge_id is not None)
