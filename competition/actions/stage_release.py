"""Set what the public sees of a stage, and correct what is published."""

from competition.actions import reveal
from competition.actions.appeals import moment_in
from competition.actions.change import change
from competition.actions.lookup import require_stage
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_

RELEASES = ("hidden", "live", "frozen", "published")


def set_release(
    competition_key: str,
    stage_key: str,
    mode: str,
    by: str,
    *,
    with_marks: bool = True,
    minutes_for_appeals: int | None = None,
) -> None:
    """Set a stage's release; the public snapshot is made in the same transaction.

    A stage that carries totals of an unreleased stage keeps what the public had of it
    (`visibility.held_back_by`). A reveal of the stage ends. Where the stage is published,
    `with_marks` says whether every mark is published with it, judges by seat, and
    `minutes_for_appeals` how long appeals are taken from now on: with 0 there is no such time,
    with None it stays as the stage has it. Raises `NotFound` or `Refused`.
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
        if mode == "published":
            stage.without_marks = None if with_marks else True
            if minutes_for_appeals is not None:
                stage.provisional_until = moment_in(minutes_for_appeals)
        # A release that is set by hand ends the reveal.
        reveal.forget_reveal(edit.session, edit.competition, stage_key)
        edit.session.flush()
        after = {"release": mode, "snapshot": edit.publish(with_marks={stage_key: with_marks})}
        if mode == "published":
            after["with_marks"] = with_marks
            if stage.provisional_until:
                after["provisional_until"] = stage.provisional_until
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
