"""The tables of what came of a competition: awards, signatures, agreements, appeals; and of prints.

What the competition file holds as one part is stored as that part, whole.
"""

from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.db import Model, now


class Outcome(Model):
    """One part of the file's `awards`, `certifications`, `agreements` or `appeals`.

    `kind` is the list's name in the file, `part` the part as it stands there.
    """

    __tablename__ = "outcome"
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    position: Mapped[int]
    part: Mapped[dict[str, Any]]


class PrintImage(Model):
    """A picture for certificates: the `seal` or a `signature`, checked and re-encoded as PNG."""

    __tablename__ = "print_image"
    __table_args__ = (UniqueConstraint("competition_id", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    kind: Mapped[str] = mapped_column(String(16))
    png: Mapped[bytes] = mapped_column(LargeBinary)
    uploaded_at: Mapped[str] = mapped_column(String(40), default=now)


class VoteTicket(Model):
    """A one-time code that was printed for the audience's vote."""

    __tablename__ = "vote_ticket"
    __table_args__ = (UniqueConstraint("competition_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    code: Mapped[str] = mapped_column(String(32))
    printed_at: Mapped[str] = mapped_column(String(40), default=now)
