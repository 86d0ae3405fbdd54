"""The newest row of an audit chain, which identifies the state of what the chain is about."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from competition.store.audit import AuditRow
from competition.store.raw_sql import RawConnection
from competition.store.statements import Statement

_OF_CHAIN = select(AuditRow.number, AuditRow.sha256).where(AuditRow.chain == bindparam("chain"))
_HEAD = Statement(_OF_CHAIN.order_by(AuditRow.number.desc()).limit(1))
_FROM = Statement(
    select(AuditRow.number, AuditRow.sha256, AuditRow.action, AuditRow.subject)
    .where(AuditRow.chain == bindparam("chain"), AuditRow.number >= bindparam("number"))
    .order_by(AuditRow.number)
)


class AuditHead(NamedTuple):
    """The newest row of an audit chain."""

    number: int
    sha256: str


def read_head(connection: RawConnection, chain: str) -> AuditHead | None:
    """The head of a chain; None where it has no row."""
    row = connection.one(_HEAD, chain=chain)
    return AuditHead(*row) if row else None


def chain_from(
    connection: RawConnection, chain: str, number: int
) -> list[tuple[int, str, str, str]]:
    """Number, digest, action and subject of a chain's rows from `number` on."""
    return connection.all(_FROM, chain=chain, number=number)
