"""What the organiser has put on the venue's screens. All of it is public.

This module imports nothing of the store but `db`: the public side may read it, like the snapshots,
so nothing that changes with a mark may be kept here.
"""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.db import Model, db

BOARD = "board"
CLOCK = {"seconds": 300, "spent": 0, "since": None, "label": ""}
"""A stopped clock: five minutes, none of them spent."""


class HallScreen(Model):
    """What one competition's screens show; `number` goes up by one with every change.

    `about` names the mode's match, team, stage, draw or award (`{"match": key}`, `{"team": key}`,
    `{"stage": key}`, `{"draw": key}`, `{"award": key}`, or `{}`); beside a match, `judges` says of
    how many judges its marks are drawn. `clock` has the `seconds` to speak (0: count up), the
    milliseconds `spent`, `since` when it has been running (milliseconds since 1970, null while it
    is stopped), and a `label`.
    """

    __tablename__ = "show"
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), unique=True)
    competition_key: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[int] = mapped_column(default=0)
    mode: Mapped[str] = mapped_column(String(16), default=BOARD)
    about: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    clock: Mapped[dict[str, Any]] = mapped_column(JSON, default=lambda: dict(CLOCK))


def find_screen(competition_key: str) -> HallScreen:
    """What the competition's screens show; a new, unsaved row where nothing was chosen yet."""
    found = db.session.scalar(select(HallScreen).filter_by(competition_key=competition_key))
    if found is not None:
        return found
    return HallScreen(
        competition_key=competition_key, number=0, mode=BOARD, about={}, clock=dict(CLOCK)
    )
