"""What the public sees of a stage."""

from competition.store import audit, events
from competition.store.db import writing

from . import announce, reveal, snapshots
from .refusals import N_, NotFound, Refused

RELEASES = ("hidden", "live", "frozen", "published")


def release(competition_key: str, stage_key: str, mode: str, by: str) -> None:
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
        of = events.competition(competition_key)
        stage = events.stage(of, stage_key) if of else None
        if of is None or stage is None:
            raise NotFound
        before = stage.release
        if before == mode:
            return
        # Sheets that the last release let through and that nobody has shown yet.
        snapshots.refresh(session, of)
        stage.release = mode
        # Whoever sets the release by hand has left the reveal.
        reveal.forget(session, of, stage_key)
        session.flush()
        snapshot = snapshots.refresh(session, of)
        after = {"release": mode, "snapshot": snapshot.number if snapshot else None}
        audit.append(session, of.key, by, "stage.release", stage.key, {"release": before}, after)
    announce.changed()
