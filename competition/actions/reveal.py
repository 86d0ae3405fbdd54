"""The reveal: a frozen stage's places shown from the last to the first, a step at a time.

Each step is a public snapshot of its own, so no page, program or stream is ahead of the hall. The
stage stays frozen until the last step publishes it.
"""

import json
from typing import Any

from sqlalchemy.orm import Session

from competition import scoring
from competition.actions import announce, hall_screen, snapshots
from competition.actions.refusals import NotFound, Refused
from competition.actions.snapshots import canonical
from competition.messages import N_
from competition.scoring import reveal as rules
from competition.store import audit, file_export, queries, reveals
from competition.store.db import writing
from competition.store.hall_screen import HallScreen
from competition.store.models import Competition, Stage
from competition.store.reveals import Reveal


def begin(competition_key: str, stage_key: str, by: str) -> None:
    """Take the frozen board away and put the reveal on: no place yet, teams without one named.

    Raises `NotFound`, or `Refused` while the stage's marks may still move or may not be shown.
    """
    with writing() as session:
        competition = _competition(competition_key)
        stage = queries.find_stage(competition, stage_key)
        if stage is None:
            raise NotFound
        why = why_not_reveal(competition, stage)
        if why is not None:
            raise why
        old = reveals.find_reveal(competition.id)
        if old is not None:
            session.delete(old)
            session.flush()
        standing = count_stage(competition, stage_key)
        before = snapshots.public_stage(competition.key, stage_key)
        session.add(
            Reveal(
                competition_id=competition.id,
                stage_key=stage_key,
                step=0,
                held=canonical(standing),
                before=canonical(before),
            )
        )
        session.flush()
        snapshot = snapshots.refresh(session, competition, {stage_key: rules.shown_at(standing, 0)})
        after = {"step": 0, "snapshot": snapshot.number if snapshot else None}
        audit.append(session, competition.key, by, "reveal.begin", stage_key, None, after)
        _show_reveal(session, competition, stage_key, by)
    announce.changed()


def step(competition_key: str, at: int, to: int, by: str) -> None:
    """Go from step `at` to its neighbour `to`, forward or back.

    A step forward puts the reveal on the screens too, so that no phone is ahead of the hall.
    `at` is where whoever asks believes the hall to be, so that two touches never make two steps.
    Raises `NotFound` without a reveal; `Refused` when the hall is elsewhere, or when the marks
    are no longer those that the reveal began with.
    """
    with writing() as session:
        competition = _competition(competition_key)
        going = reveals.find_reveal(competition.id)
        stage = queries.find_stage(competition, going.stage_key) if going else None
        if going is None or stage is None:
            raise NotFound
        standing = json.loads(going.held)
        last = rules.count_steps(standing)
        if going.step != at:
            raise Refused(
                N_("The hall has moved on meanwhile. Look at what it sees now, then touch again.")
            )
        if abs(to - at) != 1 or not 0 <= to <= last:
            raise Refused(N_("There is no further step in this direction."))
        if stage.release != ("published" if at == last else "frozen"):
            raise Refused(N_("The stage's release was changed by hand. End the reveal."))
        if to > at and canonical(count_stage(competition, stage.key)) != going.held:
            raise Refused(
                N_(
                    "Marks, deductions or rulings have changed since the reveal began, so it stops "
                    "here. Go back or break it off, look at the results, and begin anew."
                )
            )
        going.step = to
        stage.release = "published" if to == last else "frozen"
        session.flush()
        put = None if to == last else {stage.key: rules.shown_at(standing, to)}
        snapshot = snapshots.refresh(session, competition, put)
        after = {"step": to, "snapshot": snapshot.number if snapshot else None}
        audit.append(session, competition.key, by, "reveal.step", stage.key, {"step": at}, after)
        if to > at:
            _show_reveal(session, competition, stage.key, by)
    announce.changed()


def end(competition_key: str, by: str) -> None:
    """End the reveal: after the last step the result stays; before it, the public gets back what
    it saw when the stage was frozen. The board comes on."""
    with writing() as session:
        competition = _competition(competition_key)
        going = reveals.find_reveal(competition.id)
        if going is None:
            raise NotFound
        stage = queries.find_stage(competition, going.stage_key)
        unfinished = going.step < rules.count_steps(json.loads(going.held))
        put = {going.stage_key: json.loads(going.before)} if stage and unfinished else None
        session.delete(going)
        session.flush()
        snapshot = snapshots.refresh(session, competition, put)
        before = {"step": going.step}
        after = {"snapshot": snapshot.number if snapshot else None}
        audit.append(session, competition.key, by, "reveal.end", going.stage_key, before, after)
        hall_screen.show_board(session, competition, by)
    announce.changed()


def discard(session: Session, competition: Competition, stage_key: str | None = None) -> None:
    """Inside the caller's transaction: there is no reveal (of that stage) any more."""
    going = reveals.find_reveal(competition.id)
    if going is not None and stage_key in (None, going.stage_key):
        session.delete(going)
        session.flush()


def why_not_reveal(competition: Competition, stage: Stage) -> Refused | None:
    """Why the reveal of a stage cannot begin now; None where it can."""
    going = reveals.find_reveal(competition.id)
    if going is not None and going.step < rules.count_steps(json.loads(going.held)):
        return Refused(N_("A reveal is going on. Go on with it, or end it first."))
    if stage.release != "frozen":
        return Refused(N_("Freeze the stage first: a reveal begins with a frozen board."))
    if snapshots.held_back_by(competition, stage):
        return Refused(
            N_("This stage carries totals that the public may not see. Publish their stage first.")
        )
    if any(round_.state == "open" for round_ in stage.rounds):
        return Refused(N_("Close the stage's rounds first: an open round may still change marks."))
    if not count_stage(competition, stage.key)["standings"]:
        return Refused(N_("No team has a total yet, so there is no place to reveal."))
    return None


def count_stage(competition: Competition, stage_key: str) -> dict[str, Any]:
    """The stage as it is counted now."""
    whole = scoring.recount(file_export.competition_mapping(competition), stages={stage_key})
    found: dict[str, Any] = whole["stages"][0]
    return found


def _show_reveal(session: Session, competition: Competition, stage_key: str, by: str) -> None:
    """Put the reveal on the screens, inside the caller's transaction."""

    def change(shown: HallScreen) -> None:
        shown.mode, shown.about = "reveal", {"stage": stage_key}

    hall_screen.change_screen(session, competition, by, "show.mode", f"reveal/{stage_key}", change)


def _competition(key: str) -> Competition:
    competition = queries.find_competition(key)
    if competition is None:
        raise NotFound
    return competition
