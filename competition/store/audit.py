"""The audit chain: every change, who, when, what, before and after, each row sealing the last.

A competition's chain is named by its key and outlives a replacement of the competition;
what belongs to none (organisers, sign-ins) is in the chain named "".
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .db import Model, db, now


class AuditRow(Model):
    """One change. `sha256` is over the row's other fields and the forerunner's digest."""

    __tablename__ = "audit_row"
    __table_args__ = (UniqueConstraint("chain", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    at: Mapped[str] = mapped_column(String(40))
    who: Mapped[str] = mapped_column(String(300))
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(300))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))

    def digest(self) -> str:
        """The seal this row should carry."""
        fields = [self.chain, self.number, self.at, self.who, self.action, self.subject]
        sealed = json.dumps(
            [*fields, self.before, self.after, self.previous],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return hashlib.sha256(sealed.encode()).hexdigest()


def head(chain: str) -> AuditRow | None:
    """The newest row of a chain."""
    return db.session.scalar(
        select(AuditRow).filter_by(chain=chain).order_by(AuditRow.number.desc()).limit(1)
    )


def rows(chain: str) -> list[AuditRow]:
    """A chain from its first row."""
    return list(
        db.session.scalars(select(AuditRow).filter_by(chain=chain).order_by(AuditRow.number))
    )


def recent(chain: str, most: int, before: int | None = None) -> list[AuditRow]:
    """At most `most` rows of a chain, newest first, those numbered below `before`."""
    query = select(AuditRow).filter_by(chain=chain).order_by(AuditRow.number.desc())
    if before is not None:
        query = query.where(AuditRow.number < before)
    return list(db.session.scalars(query.limit(most)))


def newest_of(chain: str, action: str, subject: str) -> AuditRow | None:
    """The newest row of that action on that subject."""
    query = select(AuditRow).filter_by(chain=chain, action=action, subject=subject)
    return db.session.scalar(query.order_by(AuditRow.number.desc()).limit(1))


def append(
    session: Session, chain: str, who: str, action: str, subject: str, before: Any, after: Any
) -> AuditRow:
    """Add a row to the chain inside the caller's write transaction."""
    last = head(chain)
    row = AuditRow(
        chain=chain,
        number=last.number + 1 if last else 1,
        at=now(),
        who=who,
        action=action,
        subject=subject,
        before=_text(before),
        after=_text(after),
        previous=last.sha256 if last else "",
    )
    row.sha256 = row.digest()
    session.add(row)
    session.flush()
    return row


def N_(message: str) -> str:
    """Mark a message for the catalogue; a floor above translates it."""
    return message


@dataclass(frozen=True)
class Broken:
    """Where a chain breaks, and why: `why` is an English message of the catalogue."""

    number: int
    why: str


def first_broken(chain: Sequence[AuditRow]) -> Broken | None:
    """Walk a whole chain; the first link that is missing, joined wrongly or changed.

    Rows cut off at the end leave no trace in the chain: compare the head with one noted before.
    """
    previous = ""
    for expected, row in enumerate(chain, start=1):
        if row.number != expected:
            return Broken(expected, N_("it is missing"))
        if row.previous != previous:
            return Broken(expected, N_("it does not join the link before it"))
        if row.sha256 != row.digest():
            return Broken(expected, N_("it was changed after it was written"))
        previous = row.sha256
    return None


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
