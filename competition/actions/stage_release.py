"""What the public sees of a stage."""

from competition.actions import announce, reveal, snapshots
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
from competition.store import audit, queries
from competition.store.db import writing

RELEASES = ("hidden", "live", "frozen", "published")


def set_release(competition_key: str, stage_key: str, mode: str, by: str) -> None:
    """Set a stage's release; the public snapshot is made in the same transaction.

    What would show an unreleased stage by way of another that carries it is held back
    (`snapshots.held_back_by`). A reveal of the stage is over with it. Raises `NotFound` or
    `Refused`.
    """
    if mode not in RELEASES:
        raise Refused(
            N_("A release is one of: %(modes)s; not “%(mode)s”."),
            modes=", ".join(RELEASES),
            mode=mode,
        )
    with writing() as session:
        competition = queries.find_competition(competition_key)
        stage = queries.find_stage(competition, stage_key) if competition else None
        if competition is None or stage is None:
            raise NotFound
        before = stage.release
        if before == mode:
            return
        # Sheets that the last release let through and that nobody has shown yet.
        snapshots.refresh(session, competition)
        stage.release = mode
        # Whoever sets the release by hand has left the reveal.
        reveal.discard(session, competition, stage_key)
        session.flush()
        snapshot = snapshots.refresh(session, competition)
        after = {"release": mode, "snapshot": snapshot.number if snapshot else None}
        audit.append(
            session, competition.key, by, "stage.release", stage.key, {"release": before}, after
        )
    announce.changed()
