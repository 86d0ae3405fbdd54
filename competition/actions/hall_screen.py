"""What the hall's screens show, chosen from the organiser's page.

Nothing here is a release: a mode says which part of the public snapshot the projector draws, and
what the snapshot does not hold no mode can show.
"""

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from competition import document
from competition.actions import announce, snapshot_marks
from competition.actions.refusals import NotFound, Refused
from competition.messages import N_
from competition.store import audit, queries, snapshots
from competition.store import hall_screen as shows
from competition.store.db import writing
from competition.store.hall_screen import BOARD, CLOCK, HallScreen
from competition.store.models import Competition

PLAIN_MODES = ("welcome", BOARD, "clock", "black")
"""The modes that are about nothing in particular."""
MATCH_MODES = ("match",)
TEAM_MODES = ("radar",)
STAGE_MODES = ("reveal",)
LONGEST_CLOCK = 3 * 60 * 60
LONGEST_LABEL = 40
CLOCK_ACTS = ("start", "pause", "reset")


def show_mode(competition_key: str, mode: str, by: str, about: str = "") -> None:
    """Put a mode on the screens; `about` is the match's, the team's or the stage's
    key where it needs one.

    What is on already stays, without a record. Raises `NotFound`; `Refused` for marks that the
    public may not see.
    """
    with writing() as session:
        competition = _competition(competition_key)
        named = _named(competition, mode, about)

        def change(show: HallScreen) -> None:
            show.mode, show.about = mode, named

        change_screen(
            session, competition, by, "show.mode", "/".join([mode, *named.values()]), change
        )
    announce.changed()


def show_board(session: Session, competition: Competition, by: str) -> None:
    """Put the board on, inside the caller's transaction: what was shown may be no more."""

    def change(show: HallScreen) -> None:
        show.mode, show.about = BOARD, {}

    change_screen(session, competition, by, "show.mode", BOARD, change)


def set_screen_clock(competition_key: str, seconds: int, label: str, by: str) -> None:
    """Set the clock to a time to speak, at rest; 0 seconds count upwards.

    Raises `Refused`, also while it runs: somebody speaks, and one touch must not take that away.
    """
    if not 0 <= seconds <= LONGEST_CLOCK:
        raise Refused(N_("The clock takes from 0 seconds to 3 hours."))
    label = label.strip()
    if label:
        try:
            label = document.clean_name(label)
        except document.Refusal as refusal:
            raise Refused.of(refusal) from refusal
    if len(label) > LONGEST_LABEL:
        raise Refused(N_("What stands over the clock has at most %(most)s letters."), most=40)
    with writing() as session:
        competition = _competition(competition_key)

        def change(show: HallScreen) -> None:
            _refuse_while_running(show)
            show.clock = {**CLOCK, "seconds": seconds, "label": label}

        change_screen(session, competition, by, "show.clock", "set", change)
    announce.changed()


def run_screen_clock(competition_key: str, act: str, by: str) -> None:
    """`start`, `pause` or `reset` the clock; twice the same does no harm.

    Raises `NotFound`, or `Refused` for a reset while it runs.
    """
    if act not in CLOCK_ACTS:
        raise NotFound
    now = time.time_ns() // 1_000_000
    with writing() as session:
        competition = _competition(competition_key)

        def change(show: HallScreen) -> None:
            clock = show.clock
            if act == "start" and clock["since"] is None:
                show.clock = {**clock, "since": now}
            elif act == "pause" and clock["since"] is not None:
                spent = clock["spent"] + max(0, now - clock["since"])
                show.clock = {**clock, "spent": spent, "since": None}
            elif act == "reset":
                _refuse_while_running(show)
                show.clock = {**clock, "spent": 0, "since": None}

        change_screen(session, competition, by, "show.clock", act, change)
    announce.changed()


def change_screen(
    session: Session,
    competition: Competition,
    by: str,
    action: str,
    subject: str,
    change: Callable[[HallScreen], None],
) -> None:
    """Change what the screens show inside the caller's transaction: numbered and audited."""
    show = shows.find_screen(competition.key)
    before = _state(show)
    change(show)
    after = _state(show)
    if after == before:
        return
    show.competition_id = competition.id
    show.number += 1
    session.add(show)
    session.flush()
    audit.append(session, competition.key, by, action, subject, before, after)


def _refuse_while_running(show: HallScreen) -> None:
    if show.clock["since"] is not None:
        raise Refused(N_("The clock is running. Pause it first; nothing was changed."))


def _state(show: HallScreen) -> dict[str, Any]:
    return {"mode": show.mode, "about": dict(show.about), "clock": dict(show.clock)}


def _competition(key: str) -> Competition:
    competition = queries.find_competition(key)
    if competition is None:
        raise NotFound
    return competition


def _named(competition: Competition, mode: str, about: str) -> dict[str, str]:
    """What the mode is about, found in the competition."""
    if mode in PLAIN_MODES and not about:
        return {}
    if mode in MATCH_MODES and queries.find_match(competition, about) is not None:
        return {"match": about}
    if mode == "marks" and queries.find_match(competition, about) is not None:
        if about not in snapshot_marks.marks_in(snapshots.newest_snapshot(competition.key)):
            raise Refused(N_("The marks of this match are not shown yet."))
        return {"match": about}
    if mode in STAGE_MODES and queries.find_stage(competition, about) is not None:
        return {"stage": about}
    if mode in TEAM_MODES and queries.find_team(competition, about) is not None:
        return {"team": about}
    raise NotFound
