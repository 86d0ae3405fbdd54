"""The reveal in progress: what it shows, step by step.

It holds ranks that nobody may know yet; the public side has no way to this module
(`tests/test_floors.py`).
"""

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from competition.store.db import Model, db


class Reveal(Model):
    """One competition's reveal of a stage; `step` is how far it has got.

    `standings` is the stage as it was counted when the reveal began, `before` what the public saw
    of it until then; both are canonical JSON.
    """

    __tablename__ = "reveal"
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), unique=True)
    stage_key: Mapped[str] = mapped_column(String(64))
    step: Mapped[int] = mapped_column(default=0)
    standings: Mapped[str] = mapped_column("held", Text)
    before: Mapped[str] = mapped_column(Text)


def find_reveal(competition_id: int) -> Reveal | None:
    """The competition's reveal, in progress or at its last step; None without one."""
    return db.session.scalar(select(Reveal).filter_by(competition_id=competition_id))
