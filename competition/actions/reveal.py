"""The reveal: a frozen stage's ranks shown from the last to the first, a step at a time.

Each step is a public snapshot of its own, so that no page, program or stream is ahead of the
projector. The stage stays frozen until the last step publishes it.
"""

import json

from sqlalchemy.orm import Session

from competition import scoring
from competition.actions import hall_screen, visibility
from competition.actions.change import Change, change
from competition.actions.lookup import require_stage
from competition.actions.refusals import NotFound, Refused
from competition.document.canonical import canonical
from competition.messages import N_
from competition.scoring import reveal as rules
from competition.scoring.types import StageStandings
from competition.store import file_export, queries, reveals
from competition.store.models import Competition, Stage
from competition.store.reveals import Reveal


def begin_reveal(competition_key: str, stage_key: str, by: str, *, with_marks: bool = True) -> None:
    """Replace the frozen board by the reveal: no rank yet, only the teams without a total.

    `with_marks` says whether the last step publishes every mark with the result, judges by seat.
    Raises `NotFound`, or `Refused` while the stage's marks can still change or may not be shown.
    """
    with change(competition_key, by) as edit:
        competition, session = edit.competition, edit.session
        stage = require_stage(competition, stage_key)
        edit.refuse_if_changed(f"release/{stage_key}")
        why_not = why_not_reveal(competition, stage)
        if why_not is not None:
            raise why_not
        forget_reveal(session, competition)
        stage.without_marks = None if with_marks else True
        standings = count_stage(competition, stage_key)
        before = visibility.public_stage(competition.key, stage_key)
        session.add(
            Reveal(
                competition_id=competition.id,
                stage_key=stage_key,
                step=0,
                standings=canonical(standings),
                before=canonical(before),
            )
        )
        session.flush()
        number = edit.publish({stage_key: rules.shown_at(standings, 0)})
        after = {"step": 0, "snapshot": number, "with_marks": with_marks}
        edit.audit("reveal.begin", stage_key, None, after)
        _show_reveal(edit, stage_key)


def step_reveal(competition_key: str, at: int, to: int, by: str) -> None:
    """Go from step `at` to its neighbour `to`, forward or back.

    A step forward also switches the screens to the reveal, so that no phone is ahead of them.
    `at` is the step that the caller's page shows, so that two touches never make two steps.
    Raises `NotFound` without a reveal; `Refused` when the reveal is at another step, or when the
    marks are no longer those that it began with.
    """
    with change(competition_key, by) as edit:
        competition = edit.competition
        current = reveals.find_reveal(competition.id)
        if current is None:
            raise NotFound
        stage = require_stage(competition, current.stage_key)
        standings = json.loads(current.standings)
        last = rules.count_steps(standings)
        if current.step != at:
            raise Refused(
                N_("The reveal has already moved on. Check the current step, then press again.")
            )
        if abs(to - at) != 1 or not 0 <= to <= last:
            raise Refused(N_("There is no further step in this direction."))
        if stage.release != ("published" if at == last else "frozen"):
            raise Refused(N_("The stage's release was changed by hand. End the reveal."))
        if to > at and canonical(count_stage(competition, stage.key)) != current.standings:
            raise Refused(
                N_(
                    "Marks, deductions or rulings have changed since the reveal began, so it stops "
                    "here. Go back or end it, check the results, and begin again."
                )
            )
        current.step = to
        stage.release = "published" if to == last else "frozen"
        edit.session.flush()
        put = None if to == last else {stage.key: rules.shown_at(standings, to)}
        after = {"step": to, "snapshot": edit.publish(put)}
        edit.audit("reveal.step", stage.key, {"step": at}, after)
        if to > at:
            _show_reveal(edit, stage.key)


def end_reveal(competition_key: str, by: str) -> None:
    """End the reveal and switch the screens to the board; `NotFound` without a reveal.

    After the last step the result stays public; before it, the public sees again what it saw
    when the stage was frozen.
    """
    with change(competition_key, by) as edit:
        current = reveals.find_reveal(edit.competition.id)
        if current is None:
            raise NotFound
        edit.refuse_if_changed(f"release/{current.stage_key}")
        stage = queries.find_stage(edit.competition, current.stage_key)
        is_unfinished = current.step < rules.count_steps(json.loads(current.standings))
        put = {current.stage_key: json.loads(current.before)} if stage and is_unfinished else None
        edit.session.delete(current)
        edit.session.flush()
        after = {"snapshot": edit.publish(put)}
        edit.audit("reveal.end", current.stage_key, {"step": current.step}, after)
        hall_screen.show_board(edit)


def forget_reveal(session: Session, competition: Competition, stage_key: str | None = None) -> None:
    """Inside the caller's transaction: delete the reveal, if there is one (of that stage)."""
    current = reveals.find_reveal(competition.id)
    if current is not None and stage_key in (None, current.stage_key):
        session.delete(current)
        session.flush()


def why_not_reveal(competition: Competition, stage: Stage) -> Refused | None:
    """Why the reveal of a stage cannot begin now; None where it can."""
    current = reveals.find_reveal(competition.id)
    if current is not None and current.step < rules.count_steps(json.loads(current.standings)):
        return Refused(N_("A reveal is in progress. Continue it, or end it first."))
    if stage.release != "frozen":
        return Refused(N_("Freeze the stage first: a reveal begins with a frozen board."))
    if visibility.held_back_by(competition, stage):
        return Refused(
            N_("This stage carries totals that the public may not see. Publish their stage first.")
        )
    if any(round_.state == "open" for round_ in stage.rounds):
        return Refused(N_("Close the stage's rounds first: marks can change in an open round."))
    if not count_stage(competition, stage.key)["standings"]:
        return Refused(N_("No team has a total yet, so there is no rank to reveal."))
    return None


def count_stage(competition: Competition, stage_key: str) -> StageStandings:
    """The stage as it is counted now."""
    counted = scoring.recount(file_export.competition_document(competition), stages={stage_key})
    return counted["stages"][0]


def _show_reveal(edit: Change, stage_key: str) -> None:
    hall_screen.set_mode(edit, "reveal", {"stage": stage_key})
