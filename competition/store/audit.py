"""The audit chain: who changed what, when, before and after; each row seals the one before it.

A competition's chain is named by its key and stays when the competition is replaced; what belongs
to no competition (organisers, their sessions) is in the chain named "".
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import String, Text, UniqueConstraint, bindparam, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from competition.messages import N_
from competition.store.db import Model, db, now
from competition.store.raw_sql import RawConnection, Statement

FIELDS = ("chain", "number", "at", "who", "action", "subject", "before", "after", "previous")
"""The fields that a row's digest is made of, in order."""


class AuditRow(Model):
    """One change. `sha256` is the digest of `FIELDS`, the last of which is the digest before it."""

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
        """The digest that this row should have."""
        return _digest([getattr(self, name) for name in FIELDS])


_NEWEST = Statement(
    select(AuditRow.number, AuditRow.sha256)
    .where(AuditRow.chain == bindparam("chain"))
    .order_by(AuditRow.number.desc())
    .limit(1)
)
_ADD = Statement(insert(AuditRow).values({n: bindparam(n) for n in (*FIELDS, "sha256")}))


_SINCE = Statement(
    select(AuditRow.number, AuditRow.sha256, AuditRow.action, AuditRow.subject)
    .where(AuditRow.chain == bindparam("chain"), AuditRow.number >= bindparam("number"))
    .order_by(AuditRow.number)
)


def read_head(connection: RawConnection, chain: str) -> tuple[int, str] | None:
    """Number and digest of a chain's newest row; None where it has none."""
    head = connection.one(_NEWEST, chain=chain)
    return (head[0], head[1]) if head else None


def rows_since(
    connection: RawConnection, chain: str, number: int
) -> list[tuple[int, str, str, str]]:
    """Number, digest, action and subject of a chain's rows from `number` on."""
    return connection.all(_SINCE, chain=chain, number=number)


def newest_row(chain: str) -> AuditRow | None:
    """The newest row of a chain; None where it has none."""
    return db.session.scalar(
        select(AuditRow).filter_by(chain=chain).order_by(AuditRow.number.desc()).limit(1)
    )


def chain_rows(chain: str) -> list[AuditRow]:
    """All rows of a chain, oldest first."""
    return list(
        db.session.scalars(select(AuditRow).filter_by(chain=chain).order_by(AuditRow.number))
    )


def recent_rows(chain: str, most: int, before: int | None = None) -> list[AuditRow]:
    """At most `most` rows of a chain, newest first; with `before`, only those numbered below it."""
    query = select(AuditRow).filter_by(chain=chain).order_by(AuditRow.number.desc())
    if before is not None:
        query = query.where(AuditRow.number < before)
    return list(db.session.scalars(query.limit(most)))


def rows_about(chain: str, action: str, subject: str) -> list[AuditRow]:
    """Every row of that action on that subject, newest first."""
    query = select(AuditRow).filter_by(chain=chain, action=action, subject=subject)
    return list(db.session.scalars(query.order_by(AuditRow.number.desc())))


class NewRow(NamedTuple):
    """What a new row records; `before` and `after` are anything that JSON can hold."""

    chain: str
    who: str
    action: str
    subject: str
    before: Any = None
    after: Any = None


def append(session: Session, row: NewRow) -> None:
    """Add a row to its chain inside the caller's write transaction."""
    append_raw(RawConnection.of_session(session), row)


def append_raw(connection: RawConnection, row: NewRow) -> None:
    """Like `append`, on a raw connection: for the judges' write path."""
    last = connection.one(_NEWEST, chain=row.chain)
    number, previous = (last[0] + 1, last[1]) if last else (1, "")
    before, after = _text(row.before), _text(row.after)
    what = (row.who, row.action, row.subject, before, after)
    values = [row.chain, number, now(), *what, previous]
    connection.run(_ADD, **dict(zip(FIELDS, values, strict=True)), sha256=_digest(values))


@dataclass(frozen=True)
class BrokenLink:
    """The first row that is wrong, by its number; `why` is an English message of the catalogue."""

    number: int
    why: str


def first_broken_link(chain: Sequence[AuditRow]) -> BrokenLink | None:
    """Check a whole chain; returns the first row that is missing, out of sequence or changed.

    Rows removed from the end leave no trace in the chain: compare its newest digest with one
    written down earlier. A chain begins when what it is about begins, so an empty chain has lost
    its first row.
    """
    if not chain:
        return BrokenLink(1, N_("it is missing"))
    previous = ""
    for expected, row in enumerate(chain, start=1):
        if row.number != expected:
            return BrokenLink(expected, N_("it is missing"))
        if row.previous != previous:
            return BrokenLink(expected, N_("it does not follow on from the entry before it"))
        if row.sha256 != row.digest():
            return BrokenLink(expected, N_("it was changed after it was written"))
        previous = row.sha256
    return None


_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _digest(fields: Sequence[Any]) -> str:
    return hashlib.sha256(_compact(fields).encode()).hexdigest()
