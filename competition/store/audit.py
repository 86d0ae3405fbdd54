"""The audit chain: who changed what, when, before and after; each row seals the one before it.

A competition's chain is named by its key and stays when the competition is replaced; what belongs
to no competition (organisers, their sessions) is in the chain named "".

A row also binds what was stored together with it: its `Binding` holds digests of the stored data,
so that a change of the data alone is found (`store.binding` makes them, `actions.verification`
compares them).
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import String, Text, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, undefer

from competition.store.audit_binding import Binding
from competition.store.db import Model, db, now
from competition.store.raw_sql import RawConnection
from competition.store.statements import Statement, insert_row

FIELDS = ("chain", "number", "at", "who", "action", "subject", "before", "after", "previous")
"""The fields that a row's digest is made of, in order; `bound` follows where it is not None."""
PAGE = 500
"""How many rows `walk` reads at a time."""


class AuditRow(Model):
    """One change. `sha256` is the digest of `FIELDS`, the last of which is the digest before it.

    `bound` is the canonical JSON of what the row binds (`Binding`); None where it binds nothing.
    """

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
    # Pages that list rows do not need it, and of a loaded competition it is long.
    bound: Mapped[str | None] = mapped_column(Text, default=None, deferred=True)

    def digest(self) -> str:
        """The digest that this row should have."""
        return _digest([getattr(self, name) for name in FIELDS], self.bound)


class ChainRow(NamedTuple):
    """A row as `walk` reads it, named as in `AuditRow`."""

    chain: str
    number: int
    at: str
    who: str
    action: str
    subject: str
    before: str
    after: str
    previous: str
    sha256: str
    bound: str | None

    def digest(self) -> str:
        """The digest that this row should have."""
        return _digest(list(self[: len(FIELDS)]), self.bound)


_NEWEST = Statement(
    select(AuditRow.number, AuditRow.sha256)
    .where(AuditRow.chain == bindparam("chain"))
    .order_by(AuditRow.number.desc())
    .limit(1)
)
_ADD = insert_row(AuditRow, ChainRow._fields)
_WALK = Statement(
    select(*(getattr(AuditRow, name) for name in ChainRow._fields))
    .where(AuditRow.chain == bindparam("chain"), AuditRow.number > bindparam("after"))
    .order_by(AuditRow.number)
    .limit(PAGE)
)


def newest_row(chain: str) -> AuditRow | None:
    """The newest row of a chain; None where it has none."""
    return db.session.scalar(
        select(AuditRow).filter_by(chain=chain).order_by(AuditRow.number.desc()).limit(1)
    )


def chain_rows(chain: str) -> list[AuditRow]:
    """All rows of a chain, oldest first."""
    query = select(AuditRow).filter_by(chain=chain).order_by(AuditRow.number)
    return list(db.session.scalars(query.options(undefer(AuditRow.bound))))


def chain_names() -> list[str]:
    """The name of every chain."""
    return list(db.session.scalars(select(AuditRow.chain).distinct().order_by(AuditRow.chain)))


def rows_with_digest(sha256: str) -> list[AuditRow]:
    """The rows of all chains that have this digest: one, or none."""
    return list(db.session.scalars(select(AuditRow).filter_by(sha256=sha256)))


def walk(connection: RawConnection, chain: str) -> Iterator[list[ChainRow]]:
    """All rows of a chain, oldest first, `PAGE` at a time."""
    after = -(2**31)
    while found := [ChainRow(*row) for row in connection.all(_WALK, chain=chain, after=after)]:
        yield found
        after = found[-1].number


def recent_rows(
    chain: str, most: int, before: int | None = None, without: str | None = None
) -> list[AuditRow]:
    """At most `most` rows of a chain, newest first; with `before`, only those numbered below it.

    Rows of the action `without` are left out.
    """
    query = select(AuditRow).filter_by(chain=chain).order_by(AuditRow.number.desc())
    if before is not None:
        query = query.where(AuditRow.number < before)
    if without is not None:
        query = query.where(AuditRow.action != without)
    return list(db.session.scalars(query.limit(most)))


def count_rows(chain: str, action: str) -> int:
    """How many rows of a chain are of that action."""
    query = select(func.count(AuditRow.id)).filter_by(chain=chain, action=action)
    return db.session.scalar(query) or 0


def actions_after(chain: str, number: int) -> list[str]:
    """The actions of a chain's rows after that number, oldest first."""
    query = select(AuditRow.action).filter_by(chain=chain).where(AuditRow.number > number)
    return list(db.session.scalars(query.order_by(AuditRow.number)))


def rows_about(chain: str, action: str, subject: str) -> list[AuditRow]:
    """Every row of that action on that subject, newest first."""
    query = select(AuditRow).filter_by(chain=chain, action=action, subject=subject)
    return list(db.session.scalars(query.order_by(AuditRow.number.desc())))


def rows_of_actions(chain: str, actions: Sequence[str]) -> list[AuditRow]:
    """Every row of these actions, oldest first."""
    query = select(AuditRow).filter_by(chain=chain).where(AuditRow.action.in_(actions))
    return list(db.session.scalars(query.order_by(AuditRow.number)))


def row_of_number(chain: str, number: int) -> AuditRow:
    """The row of that number, which is there."""
    return db.session.scalars(select(AuditRow).filter_by(chain=chain, number=number)).one()


def newest_rows_of(chain: str, action: str, most: int) -> list[AuditRow]:
    """The newest rows of that action, newest first."""
    query = select(AuditRow).filter_by(chain=chain, action=action)
    return list(db.session.scalars(query.order_by(AuditRow.number.desc()).limit(most)))


def has_action(chain: str, actions: Sequence[str]) -> bool:
    """Whether there is a row of one of these actions."""
    query = select(AuditRow.id).filter_by(chain=chain).where(AuditRow.action.in_(actions))
    return db.session.scalar(query.limit(1)) is not None


def newest_row_number(chain: str) -> int:
    """The number of a chain's newest row; 0 where it has none."""
    return db.session.scalar(select(func.max(AuditRow.number)).filter_by(chain=chain)) or 0


def organisers_rows_after(chain: str, number: int) -> list[AuditRow]:
    """The rows after that number, oldest first, without what judges and their tablets wrote."""
    query = select(AuditRow).filter_by(chain=chain).where(AuditRow.number > number)
    by_others = query.where(AuditRow.who.not_like("judge %"))
    return list(db.session.scalars(by_others.order_by(AuditRow.number)))


def newest_row_of_organisers(chain: str, without: Sequence[str]) -> AuditRow | None:
    """The newest row that an organiser wrote, but for these actions; None where there is none."""
    query = select(AuditRow).filter_by(chain=chain).where(AuditRow.who.like("organiser %"))
    query = query.where(AuditRow.action.not_in(without)).order_by(AuditRow.number.desc())
    return db.session.scalar(query.limit(1))


class NewRow(NamedTuple):
    """What a new row records and binds; `before` and `after` are anything that JSON can hold."""

    chain: str
    who: str
    action: str
    subject: str
    before: Any = None
    after: Any = None
    binding: Binding | None = None


def append(session: Session, row: NewRow) -> None:
    """Add a row to its chain inside the caller's write transaction."""
    append_raw(RawConnection.of_session(session), row)


def append_raw(connection: RawConnection, row: NewRow) -> None:
    """Like `append`, on a raw connection: for the judges' write path."""
    newest = ("newest audit row", row.chain)
    last = connection.recall(newest) or connection.one(_NEWEST, chain=row.chain)
    number, previous = (last[0] + 1, last[1]) if last else (1, "")
    before, after = _text(row.before), _text(row.after)
    what = (row.who, row.action, row.subject, before, after)
    values = [row.chain, number, now(), *what, previous]
    bound = row.binding.text() if row.binding else None
    sha256 = _digest(values, bound)
    values += [sha256, bound]
    connection.run(_ADD, **dict(zip(ChainRow._fields, values, strict=True)))
    connection.remember(newest, (number, sha256))


_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _digest(fields: list[Any], bound: str | None) -> str:
    sealed = fields if bound is None else [*fields, bound]
    return hashlib.sha256(_compact(sealed).encode()).hexdigest()
