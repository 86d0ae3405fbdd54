"""The proofs of published totals, as the public may read them (`competition.why`).

A snapshot names those of a published stage by their digest, so that they are not repeated in each
snapshot. Like `snapshots`, this module imports nothing of the store but `db`.
"""

from collections.abc import Mapping

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from competition.store.db import Model, db


class PublicProof(Model):
    """One team's arranged proof as canonical JSON, among all of a stage; never changed.

    `sha256` is the digest of the canonical JSON of the stage's proofs by team.
    """

    __tablename__ = "public_proof"
    __table_args__ = (UniqueConstraint("competition_id", "sha256", "team"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    team: Mapped[str] = mapped_column(String(64))
    proof: Mapped[str] = mapped_column(Text)


def find_proof(sha256: str, team: str) -> str | None:
    """A team's proof among those of this digest, as JSON; None without one."""
    query = select(PublicProof.proof).filter_by(sha256=sha256, team=team).limit(1)
    return db.session.scalar(query)


def has_proofs(session: Session, competition_id: int, sha256: str) -> bool:
    """Whether the proofs of this digest are stored."""
    query = select(PublicProof.id).filter_by(competition_id=competition_id, sha256=sha256).limit(1)
    return session.scalar(query) is not None


def add_proofs(
    session: Session, competition_id: int, sha256: str, by_team: Mapping[str, str]
) -> None:
    """Store a stage's proofs, each as JSON, by team."""
    session.add_all(
        PublicProof(competition_id=competition_id, sha256=sha256, team=team, proof=proof)
        for team, proof in by_team.items()
    )
    session.flush()
