"""What the nodes of one database tell each other; none of it is part of any competition.

On PostgreSQL the tables of what nodes and tablets report are unlogged: they are empty after a
failover, and filled again within seconds. SQLite has them too, unused.
"""

from typing import Any

from sqlalchemy import Float, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.db import Model

_KEY = String(64)


class WriteLock(Model):
    """A row to lock; `name` is "" for what belongs to no competition."""

    __tablename__ = "write_lock"
    name: Mapped[str] = mapped_column(_KEY, primary_key=True)


class OwedSnapshot(Model):
    """Whether a competition owes the public a snapshot; times in seconds by the database's clock.

    `since` is when the first mark was stored that it lacks, `claimed_until` until when a node has
    promised to make it, `made_at` when the last one was made.
    """

    __tablename__ = "owed_snapshot"
    competition_key: Mapped[str] = mapped_column(_KEY, primary_key=True)
    is_owed: Mapped[bool]
    since: Mapped[float] = mapped_column(Float(53))
    claimed_until: Mapped[float] = mapped_column(Float(53))
    made_at: Mapped[float] = mapped_column(Float(53))


class PublicEpoch(Model):
    """How often a competition's public numbers have begun anew, because a failover lost some."""

    __tablename__ = "public_epoch"
    competition_key: Mapped[str] = mapped_column(_KEY, primary_key=True)
    number: Mapped[int]


class SharedSecret(Model):
    """A secret that all nodes use, such as the key that signs sessions."""

    __tablename__ = "shared_secret"
    name: Mapped[str] = mapped_column(_KEY, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class FailedTry(Model):
    """A wrong password or an unknown token: what it counts against, and when, by the database."""

    __tablename__ = "failed_try"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(400), index=True)
    at: Mapped[float] = mapped_column(Float(53))


class NodeReport(Model):
    """What a node last said of itself: since when it runs, and how many watch each channel."""

    __tablename__ = "node_report"
    node: Mapped[str] = mapped_column(String(120), primary_key=True)
    address: Mapped[str] = mapped_column(String(300))
    version: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[float] = mapped_column(Float(53))
    seen_at: Mapped[float] = mapped_column(Float(53))
    viewers: Mapped[dict[str, Any]]


class TabletReport(Model):
    """A tablet's last report to any node; `device` is "" for a request without a report."""

    __tablename__ = "tablet_report"
    competition_key: Mapped[str] = mapped_column(_KEY, primary_key=True)
    judge_key: Mapped[str] = mapped_column(_KEY, primary_key=True)
    device: Mapped[str] = mapped_column(String(120), primary_key=True)
    last_seen: Mapped[str] = mapped_column(String(40))
    waiting: Mapped[list[Any]]
