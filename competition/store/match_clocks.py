"""The clocks of matches, as they stand. All of it is public.

This module imports nothing of the store but `db`: the public side may read it, like the screens,
so nothing that changes with a mark may be kept here.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.db import Model, db


class MatchClock(Model):
    """The clock of one match; `number` goes up by one with every change.

    `state` is as `competition.match_clock` reads it, with `act`, what was done last, and `plain`,
    how the screens' plain clock stood then; it is `away` once its round was closed, until it is
    touched again. `changed_at` is when it last changed, in
    milliseconds since 1970, so that the clock that was touched last can be found.
    """

    __tablename__ = "match_clock"
    __table_args__ = (UniqueConstraint("competition_id", "match_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    competition_key: Mapped[str] = mapped_column(String(64), index=True)
    match_key: Mapped[str] = mapped_column(String(64))
    number: Mapped[int] = mapped_column(default=0)
    state: Mapped[dict[str, Any]]
    changed_at: Mapped[int] = mapped_column(BigInteger)


def find_clock(competition_key: str, match_key: str) -> MatchClock | None:
    """The clock of a match; None before it was first touched."""
    query = select(MatchClock).filter_by(competition_key=competition_key, match_key=match_key)
    return db.session.scalar(query)


def clocks_of(competition_key: str) -> list[MatchClock]:
    """Every clock of a competition, the one that was touched last first."""
    query = select(MatchClock).filter_by(competition_key=competition_key)
    return list(db.session.scalars(query.order_by(MatchClock.changed_at.desc(), MatchClock.id)))


def clock_on(competition_key: str, matches: Collection[str]) -> MatchClock | None:
    """The clock that is on: of these matches the one touched last, unless it is put away."""
    return next(
        (
            clock
            for clock in clocks_of(competition_key)
            if clock.match_key in matches and not clock.state.get("away")
        ),
        None,
    )


def put_clocks_away(competition_key: str, matches: Collection[str]) -> None:
    """Inside a write transaction: these matches' clocks are not on any more; they stay as they
    stand.
    """
    for clock in clocks_of(competition_key):
        if clock.match_key in matches and not clock.state.get("away"):
            clock.state = {**clock.state, "away": True}
            clock.number += 1
