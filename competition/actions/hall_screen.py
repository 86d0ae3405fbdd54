"""Choose what the venue's screens show, and run the clock on them.

Nothing here releases anything: a mode says which part of the public snapshot the projector draws,
and no mode can show what the snapshot does not hold.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from competition import document
from competition.actions import snapshot_marks
from competition.actions.change import Change, change
from competition.actions.lookup import require_match, require_stage, require_team
from competition.actions.refusals import NotFound, Refused
from competition.actions.shown_awards import awards_in
from competition.messages import N_
from competition.store import hall_screen, snapshots
from competition.store.hall_screen import BOARD, CLOCK, HallScreen
from competition.store.models import Competition

PLAIN_MODES = ("welcome", BOARD, "clock", "black")
"""The modes that need no match, team, stage, draw or award."""
MATCH_MODES = ("match",)
TEAM_MODES = ("radar",)
STAGE_MODES = ("reveal",)
DRAW_MODES = ("draw",)
AWARD_MODES = ("award",)
LONGEST_CLOCK = 3 * 60 * 60
"""In seconds."""
LONGEST_LABEL = 40
CLOCK_ACTS = ("start", "pause", "reset")


def show_mode(competition_key: str, mode: str, by: str, about: str = "") -> None:
    """Switch the screens to a mode; `about` is the key of what it is about, if anything.

    For marks it may be `match/3`: those of the first three judges, until the next are asked for.

    Nothing is recorded when they show it already. Raises `NotFound`; `Refused` for marks that the
    public may not see.
    """
    with change(competition_key, by, publish=False) as edit:
        set_mode(edit, mode, _find_about(edit.competition, mode, about))


def show_board(edit: Change) -> None:
    """Switch the screens to the board: what they showed may not exist any more."""
    set_mode(edit, BOARD, {})


def set_mode(edit: Change, mode: str, about: dict[str, str]) -> None:
    """Switch the screens to a mode as part of another change; `about` as in `HallScreen`."""
    with _changed_screen(edit, "show.mode", "/".join([mode, *about.values()])) as screen:
        screen.mode, screen.about = mode, about


def set_screen_clock(competition_key: str, seconds: int, label: str, by: str) -> None:
    """Set the clock, stopped, to count down from `seconds`; from 0 it counts up.

    Raises `NotFound`, or `Refused` for a wrong time or label and while the clock is running:
    somebody is speaking, and a slip of the finger must not take the clock away.
    """
    if not 0 <= seconds <= LONGEST_CLOCK:
        raise Refused(N_("The clock can be set to anything from 0 seconds to 3 hours."))
    label = label.strip()
    if label:
        try:
            label = document.clean_name(label)
        except document.Refusal as refusal:
            raise Refused.from_refusal(refusal) from refusal
    if len(label) > LONGEST_LABEL:
        raise Refused(
            N_("The clock label can have at most %(most)s characters."), most=LONGEST_LABEL
        )
    with (
        change(competition_key, by, publish=False) as edit,
        _changed_screen(edit, "show.clock", "set") as screen,
    ):
        _refuse_while_running(screen)
        screen.clock = {**CLOCK, "seconds": seconds, "label": label}


def run_screen_clock(competition_key: str, act: str, by: str) -> None:
    """`start`, `pause` or `reset` the clock; doing so twice does no harm.

    Raises `NotFound`, or `Refused` for a reset while it is running.
    """
    if act not in CLOCK_ACTS:
        raise NotFound
    now = time.time_ns() // 1_000_000
    with (
        change(competition_key, by, publish=False) as edit,
        _changed_screen(edit, "show.clock", act) as screen,
    ):
        clock = screen.clock
        if act == "start" and clock["since"] is None:
            screen.clock = {**clock, "since": now}
        elif act == "pause" and clock["since"] is not None:
            spent = clock["spent"] + max(0, now - clock["since"])
            screen.clock = {**clock, "spent": spent, "since": None}
        elif act == "reset":
            _refuse_while_running(screen)
            screen.clock = {**clock, "spent": 0, "since": None}


@contextmanager
def _changed_screen(edit: Change, action: str, subject: str) -> Iterator[HallScreen]:
    """The screens' row, to be changed in the block: numbered and audited if it was."""
    screen = hall_screen.find_screen(edit.competition.key)
    before = _state(screen)
    yield screen
    after = _state(screen)
    if after == before:
        return
    screen.competition_id = edit.competition.id
    screen.number += 1
    edit.session.add(screen)
    edit.session.flush()
    edit.audit(action, subject, before, after)


def _refuse_while_running(screen: HallScreen) -> None:
    if screen.clock["since"] is not None:
        raise Refused(N_("The clock is running. Pause it first; nothing was changed."))


def _state(screen: HallScreen) -> dict[str, Any]:
    return {"mode": screen.mode, "about": dict(screen.about), "clock": dict(screen.clock)}


def _find_about(competition: Competition, mode: str, key: str) -> dict[str, str]:
    """The mode's match, team, stage, draw or award, found in the competition."""
    if mode in PLAIN_MODES and not key:
        return {}
    if mode in MATCH_MODES:
        match = require_match(competition, key)
        if key not in snapshots.public_matches(competition.key):
            raise Refused(N_("This match is not public yet. Open or announce its round first."))
        return {"match": match.key}
    if mode == "marks":
        key, _, judges = key.partition("/")
        match = require_match(competition, key)
        if judges and judges not in map(str, range(len(match.seats) + 1)):
            raise NotFound
        if key not in snapshot_marks.marks_in(snapshots.newest_snapshot(competition.key)):
            raise Refused(N_("The marks of this match are not shown yet."))
        return {"match": match.key} | ({"judges": judges} if judges else {})
    if mode in STAGE_MODES:
        return {"stage": require_stage(competition, key).key}
    if mode in DRAW_MODES and key in snapshots.public_draws(competition.key):
        return {"draw": key}
    if mode in AWARD_MODES and key in awards_in(snapshots.newest_snapshot(competition.key)):
        return {"award": key}
    if mode in TEAM_MODES:
        return {"team": require_team(competition, key).key}
    raise NotFound
