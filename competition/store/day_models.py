"""The tables of the day at the table: tablets there, messages, paper sheets, the audience's vote.

Nothing here is in the competition file; what comes of it (an agreement, a sheet, an award) is.
"""

from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competition.store.db import Model, new_token, now
from competition.store.models import Judge, Match, Team


class TableLink(Model):
    """A tablet between the two sides: its link, and the match that is on there, if one was chosen.

    `name` is what the organisers call the table. A renewed link gets a new `token`.
    """

    __tablename__ = "table_link"
    __table_args__ = (UniqueConstraint("competition_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    name: Mapped[str] = mapped_column(String(200))
    token: Mapped[str] = mapped_column(String(64), unique=True, default=new_token)
    match_key: Mapped[str | None] = mapped_column(String(64), default=None)
    created_at: Mapped[str] = mapped_column(String(40), default=now)


class DrawnSignature(Model):
    """What somebody drew on the glass to sign an agreement: `strokes`, lists of points.

    A point is `[x, y]` in thousandths of the field's width and height. Whose it is says the
    agreement in the file: match, side, name and time.
    """

    __tablename__ = "drawn_signature"
    __table_args__ = (UniqueConstraint("competition_id", "match_key", "side", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    match_key: Mapped[str] = mapped_column(String(64))
    side: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    strokes: Mapped[list[Any]]
    at: Mapped[str] = mapped_column(String(40), default=now)


class Message(Model):
    """A message between the organisers and one judge; one to several judges is a row for each.

    `batch` is the same for the rows of one message, `to` says whom it was sent to (`judge`,
    `match/KEY`, `all`) or is empty for one from the judge. `read_at` is when it was marked read.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_judge_id_number", "judge_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"))
    batch: Mapped[str] = mapped_column(String(64))
    to: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str]
    sent_by: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[str] = mapped_column(String(40), default=now)
    read_at: Mapped[str | None] = mapped_column(String(40), default=None)
    read_by: Mapped[str | None] = mapped_column(String(200), default=None)

    judge: Mapped[Judge] = relationship()


class PaperEntry(Model):
    """One clerk's typing of one judge's paper sheet; or what a third person decided it to be.

    `clerk` is the account's name. `outcome` is empty while it waits for another clerk's, and its
    clerk may correct it until then; with two it is `equal` or `different` in both. Who decides
    between two that differ adds a row of the outcome `decided`, with the marks as chosen.
    """

    __tablename__ = "paper_entry"
    __table_args__ = (UniqueConstraint("match_id", "team_id", "judge_id", "clerk"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"))
    clerk: Mapped[str] = mapped_column(String(200))
    marks: Mapped[dict[str, Any]]
    personal: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    comment: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[str] = mapped_column(String(40), default=now)
    outcome: Mapped[str] = mapped_column(String(16), default="")

    match: Mapped[Match] = relationship()
    team: Mapped[Team] = relationship()
    judge: Mapped[Judge] = relationship()


class AudienceVote(Model):
    """The audience's vote of a competition: what may be chosen, by whom, and whether it is open.

    `mode` is `tickets` or `devices`, `choices` lists `{"team": key}` or `{"member": key}`, `state`
    is `draft`, `open` or `closed`; the result is public from `published_at` on.
    """

    __tablename__ = "audience_vote"
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), unique=True)
    name: Mapped[dict[str, Any]]
    mode: Mapped[str] = mapped_column(String(16))
    choices: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(16), default="draft")
    opened_at: Mapped[str | None] = mapped_column(String(40), default=None)
    closed_at: Mapped[str | None] = mapped_column(String(40), default=None)
    published_at: Mapped[str | None] = mapped_column(String(40), default=None)


class CastVote(Model):
    """One vote: `voter` is a ticket's code or a device's number, `choice` what it went to."""

    __tablename__ = "cast_vote"
    __table_args__ = (UniqueConstraint("competition_id", "voter"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    voter: Mapped[str] = mapped_column(String(64))
    choice: Mapped[str] = mapped_column(String(140))
    at: Mapped[str] = mapped_column(String(40), default=now)
