"""What the public sees of a stage."""

from competition.store import audit, events
from competition.store.db import writing

from . import announce, snapshots
from .refusals import N_, NotFound, Refused

RELEASES = ("hidden", "live", "frozen", "published")


def release(competition_key: str, stage_key: str, mode: str, by: str) -> None:
    """Set a stage's release; the public snapshot is made in the same transaction.

    Refused where showing this stage would show what is hidden: it carries a stage that is
    not shown, or is carried by one that is. Raises `NotFound` or `Refused`.
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
        if mode in snapshots.SHOWN:
            hidden = snapshots.unreleased_carried(of, stage)
            if hidden:
                raise Refused(
                    N_(
                        "This stage carries the totals of %(stages)s, which the public may not "
                        "see yet. Release that first."
                    ),
                    stages=", ".join(s.key for s in hidden),
                )
        else:
            showing = [
                s.key
                for s in of.stages
                if s.release in snapshots.SHOWN
                and any(row["stage"] == stage.key for row in s.carry or [])
            ]
            if showing:
                raise Refused(
                    N_(
                        "%(stages)s carries this stage's totals and is shown to the public. "
                        "Hide or freeze that first."
                    ),
                    stages=", ".join(showing),
                )
        stage.release = mode
        session.flush()
        snapshot = snapshots.refresh(session, of)
        after = {"release": mode, "snapshot": snapshot.number if snapshot else None}
        audit.append(session, of.key, by, "stage.release", stage.key, {"release": before}, after)
    announce.changed()
