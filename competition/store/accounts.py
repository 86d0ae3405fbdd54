"""Who may sign in: organisers, the judges' links, and the sessions of both."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competition.store.db import Model, db, new_token, now
from competition.store.models import Competition, Judge

IDLE_ORGANISER_HOURS = 12
IDLE_JUDGE_DAYS = 7
"""A tablet lies unused from the rehearsal to the event, so its judge stays signed in for longer."""


class Organiser(Model):
    """Union staff with a name and a password (argon2id).

    `role` is `observer` for who sees everything and changes nothing, `clerk` for who types judges'
    paper sheets and has no other page; an organiser has none.
    """

    __tablename__ = "organiser"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[str] = mapped_column(String(40), default=now)
    role: Mapped[str | None] = mapped_column(String(16), default=None)


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


def name_in_audit(organiser: Organiser) -> str:
    """Who acted, as the audit log says it: `organiser 王芳`, `clerk 陈晓`."""
    return f"{organiser.role or 'organiser'} {organiser.name}"


def organiser_by_name(name: str) -> Organiser | None:
    """The organiser of exactly that name."""
    # PostgreSQL has no such text, not even to compare with.
    return None if "\0" in name else db.session.scalar(select(Organiser).filter_by(name=name))


def all_organisers() -> list[Organiser]:
    """Every organiser, observer and clerk, oldest first."""
    return list(db.session.scalars(select(Organiser).order_by(Organiser.id)))


def count_organisers() -> int:
    """How many can change a competition: without observers and clerks."""
    query = select(func.count(Organiser.id)).where(Organiser.role.is_(None))
    return db.session.scalar(query) or 0


def any_organiser() -> bool:
    """Whether there is an organiser yet; an observer or a clerk alone is none."""
    return count_organisers() > 0


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


def chain_of_session(token: str) -> str:
    """The audit's chain of a session: its judge's competition, "" for everybody else's."""
    query = select(Competition.key).join(Judge, Judge.competition_id == Competition.id)
    query = query.join(SignIn, SignIn.judge_id == Judge.id).where(SignIn.token == token)
    return db.session.scalar(query) or ""


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


class JudgesDevice(NamedTuple):
    """A device of a judge; `wrote_at` is "" until it stored a sheet.

    `name` is "" where the judge has not confirmed their name on it.
    """

    name: str
    wrote_at: str


def devices_named(judge_id: int) -> list[str]:
    """The names of all devices of a judge so far, each once, in the order of their letters."""
    query = select(SignIn.device).where(SignIn.judge_id == judge_id, SignIn.device.is_not(None))
    return sorted({name for name in db.session.scalars(query) if name}, key=_letter_order)


def devices_in_use(competition: Competition) -> dict[str, list[JudgesDevice]]:
    """The devices of each judge that are signed in or have stored a sheet, by the judge's key.

    Only of judges with more than one: with one there is nothing to tell apart.
    """
    query = (
        select(Judge.key, SignIn.device, func.coalesce(func.min(SignIn.wrote_at), ""))
        .join(Judge, Judge.id == SignIn.judge_id)
        .where(Judge.competition_id == competition.id)
        .where(
            SignIn.wrote_at.is_not(None) | (SignIn.ended_at.is_(None) & SignIn.device.is_not(None))
        )
        .group_by(Judge.key, SignIn.device)
    )
    devices: dict[str, list[JudgesDevice]] = {}
    for judge, name, wrote_at in db.session.execute(query):
        devices.setdefault(judge, []).append(JudgesDevice(name or "", wrote_at or ""))
    for found in devices.values():
        found.sort(key=lambda device: _letter_order(device.name))
    return {judge: found for judge, found in devices.items() if len(found) > 1}


def _letter_order(name: str) -> tuple[int, str]:
    letter = name.partition(" ")[0]
    return len(letter), letter
