"""Set what the public sees of a stage, and correct what is published."""

from competition.actions import reveal
from competition.actions.change import change
from competition.actions.lookup import require_stage
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_

RELEASES = ("hidden", "live", "frozen", "published")


def set_release(competition_key: str, stage_key: str, mode: str, by: str) -> None:
    """Set a stage's release; the public snapshot is made in the same transaction.

    A stage that carries totals of an unreleased stage keeps what the public had of it
    (`visibility.held_back_by`). A reveal of the stage ends. Raises `NotFound` or `Refused`.
    """
    if mode not in RELEASES:
        raise Refused(
            N_("A release is one of: %(modes)s; not “%(mode)s”."),
            modes=", ".join(RELEASES),
            mode=mode,
        )
    with change(competition_key, by) as edit:
        stage = require_stage(edit.competition, stage_key)
        edit.refuse_if_changed(f"release/{stage_key}")
        before = stage.release
        if before == mode:
            return
        # First publish what the old release lets through and is not public yet.
        edit.publish()
        stage.release = mode
        # A release that is set by hand ends the reveal.
        reveal.forget_reveal(edit.session, edit.competition, stage_key)
        edit.session.flush()
        after = {"release": mode, "snapshot": edit.publish()}
        edit.audit("stage.release", stage.key, {"release": before}, after)


def correct_stage(competition_key: str, stage_key: str, by: str) -> None:
    """Show the public a published stage as it is counted now, as a correction.

    For what does not move a published stage by itself: a judge's write to a reopened sheet.
    Raises `NotFound` where the stage says already what is counted, `CorrectionNeeded` until it is
    confirmed with a reason (`corrections.confirming`).
    """
    with change(competition_key, by) as edit:
        edit.is_confirming = require_stage(edit.competition, stage_key).key
        edit.refuse_if_changed(f"release/{stage_key}")
        if edit.publish() is None:
            raise NotFound
