"""The public snapshots: everything that the public may see of the results.

This module imports nothing of the store but `db` and what nodes tell each other, so that the public
side, which may import it, has no way to a mark.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.db import Model, db, now
from competition.store.shared_models import PublicEpoch

HEAD = "record_sha256"
"""The name in `display` of the digest of the audit's newest row, once a stage is published."""
_PAGE = 20


class Snapshot(Model):
    """What the public may see from one moment on; numbered, chained, never changed.

    `content` is canonical JSON (`{"state": …, "stages": […]}`), `sha256` its digest and `previous`
    the digest of the snapshot before. `display` is canonical JSON too: what a page needs besides,
    such as names, sides and topics, nothing that changes with a mark that is not in `content`.
    """

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("competition_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    competition_key: Mapped[str] = mapped_column(String(64), index=True)
    number: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str | None] = mapped_column(String(64), default=None)
    display: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(String(40), default=now)

    def public(self, epoch: int = 0) -> dict[str, Any]:
        """The snapshot as the public API answers it (`docs/api.md`)."""
        return {
            "number": self.number,
            **({"epoch": epoch} if epoch else {}),
            "sha256": self.sha256,
            "previous": self.previous,
            **json.loads(self.content),
        }

    def names(self) -> dict[str, Any]:
        """`display`, parsed."""
        names: dict[str, Any] = json.loads(self.display)
        # Without a visibility it is from before matches could be held back, and does not say
        # which of them are public: until the next snapshot none is.
        return names if "visibility" in names else _without_course(names)

    def unsealed_display(self) -> dict[str, Any]:
        """`display`, parsed, without the digest of the record."""
        return {name: value for name, value in json.loads(self.display).items() if name != HEAD}

    @property
    def is_private(self) -> bool:
        """Whether the competition was private when it was made: then nothing of it is public."""
        return bool(self.names().get("visibility") == "private")


def is_reading() -> bool:
    """Whether this session has begun to read, and so sees the database as it was then."""
    return db.session.registry.has() and db.session().in_transaction()


def newest_snapshot(competition_key: str) -> Snapshot | None:
    """The newest snapshot of a competition; None for an unknown one."""
    return db.session.scalar(
        select(Snapshot)
        .filter_by(competition_key=competition_key)
        .order_by(Snapshot.number.desc())
        .limit(1)
    )


def public_matches(competition_key: str) -> set[str]:
    """The keys of the matches in the newest snapshot of a competition."""
    snapshot = newest_snapshot(competition_key)
    return {
        match["key"]
        for stage in (snapshot.names()["stages"] if snapshot else ())
        for round_ in stage["rounds"]
        for match in round_["matches"]
    }


def public_draws(competition_key: str) -> set[str]:
    """The keys of the draws in the newest snapshot of a competition."""
    snapshot = newest_snapshot(competition_key)
    return {draw["key"] for draw in (snapshot.names().get("draws", ()) if snapshot else ())}


def newest_number(competition_key: str) -> int | None:
    """The newest snapshot's number; None for an unknown competition."""
    query = select(func.max(Snapshot.number)).filter_by(competition_key=competition_key)
    return db.session.scalar(query)


def current_epoch(competition_key: str) -> int:
    """How often the competition's numbers have begun anew; only a database of nodes loses any."""
    if db.engine.dialect.name == "sqlite":
        return 0
    query = select(PublicEpoch.number).filter_by(competition_key=competition_key)
    return db.session.scalar(query) or 0


def newest_numbers() -> dict[str, int]:
    """The newest snapshot's number by competition key, oldest competition first."""
    query = (
        select(Snapshot.competition_key, func.max(Snapshot.number))
        .group_by(Snapshot.competition_key)
        .order_by(func.min(Snapshot.id))
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def contents_after(
    competition_key: str, after: int, limit: int
) -> list[tuple[int, dict[str, Any]]]:
    """Number and content of the next `limit` snapshots after a number, oldest first.

    A snapshot made while the competition was private has an empty content here.
    """
    query = (
        select(Snapshot)
        .where(Snapshot.competition_key == competition_key, Snapshot.number > after)
        .order_by(Snapshot.number)
        .limit(limit)
    )
    return [
        (each.number, {"state": {}, "stages": []} if each.is_private else json.loads(each.content))
        for each in db.session.scalars(query)
    ]


class SealedSnapshot(NamedTuple):
    """A snapshot as it is checked, named as in `Snapshot`."""

    number: int
    sha256: str
    previous: str | None
    content: str
    display: str
    competition_id: int
    competition_key: str
    made_at: str

    def shown_head(self) -> str | None:
        """The digest of the audit's newest row that the snapshot shows, if it shows one."""
        head: str | None = json.loads(self.display).get(HEAD) if HEAD in self.display else None
        return head


def sealed_snapshots(competition_key: str) -> Iterator[SealedSnapshot]:
    """Every snapshot of a competition, oldest first; of large ones only a few are in memory."""
    query = (
        select(*(getattr(Snapshot, name) for name in SealedSnapshot._fields))
        .filter_by(competition_key=competition_key)
        .order_by(Snapshot.number, Snapshot.id)
        .limit(_PAGE)
    )
    offset = 0
    while rows := db.session.execute(query.offset(offset)).all():
        yield from (SealedSnapshot(*row) for row in rows)
        offset += len(rows)


def _without_course(names: dict[str, Any]) -> dict[str, Any]:
    return names | {
        "topics": [],
        "teams": [team | {"members": []} for team in names["teams"]],
        "stages": [
            stage | {"rounds": [round_ | {"matches": []} for round_ in stage["rounds"]]}
            for stage in names["stages"]
        ],
    }
