"""Undo the last act: what has an inverse is undone by it, and nothing that came between is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from competition.actions import (
    awards,
    competitions,
    deductions,
    exclusions,
    hall_screen,
    match_clocks,
    programme,
    rounds,
    sheet_locks,
    sheets,
    stage_release,
    undo,
)
from competition.actions.meanwhile import ChangedMeanwhile, Seen, seeing
from competition.actions.refusals import NotFound, Refused
from competition.actions.undo_types import NoUndo
from competition.match_clock import suggested_clock
from competition.store import audit, file_export, queries
from competition.store import hall_screen as screens
from competition.store.db import db
from competition.store.sheets import Sheet
from tests import factories
from tests.factories import FULL_MARKS

KEY = factories.CHAOYANG
FANG, WEI = "organiser 王芳", "organiser 张伟"
ROUND = "final/round-1"


def competition() -> Any:
    found = queries.find_competition(KEY)
    assert found is not None
    return found


def state() -> dict[str, Any]:
    """Everything that the acts here change, without when and by whom."""
    file = file_export.competition_document(competition())
    screen = screens.find_screen(KEY)
    return {
        "rounds": [r["state"] for s in file["stages"] for r in s.get("rounds", ())],
        "announced": [r.get("announced") for s in file["stages"] for r in s.get("rounds", ())],
        "releases": [stage["release"] for stage in file["stages"]],
        "void": [
            bool(m.get("void"))
            for s in file["stages"]
            for r in s.get("rounds", ())
            for m in r["matches"]
        ],
        "teams": [
            (t.get("withdrawn"), t.get("withdrawn_from"), t.get("disqualified"))
            for t in file["teams"]
        ],
        "deductions": [part["points"] for part in file.get("deductions", ())],
        "visibility": file["competition"].get("visibility"),
        "screen": (screen.mode, screen.about, screen.clock["since"] is None),
        "holds": [sheet.override for sheet in db.session.scalars(select(Sheet))],
        "programme": programme.is_shown(KEY),
        "clock": clock_now(),
    }


def clock_now() -> Any:
    """The first match's clock: its phase, whether it runs, what was added."""
    row = match_clocks.clock_of_match(KEY, "match-1")
    if row is None:
        return (0, False, {})
    now = row.state
    added = {phase: each for phase, each in now["added"].items() if any(each.values())}
    return (now["at"], now["since"] is not None, added)


def clock(act: str) -> None:
    match_clocks.touch_clock(KEY, "match-1", act, FANG)


def clock_running() -> None:
    clock("start")


def clock_stood() -> None:
    clock("start")
    clock("pause")


def newest() -> int:
    row = undo.last_organisers_act(KEY)
    assert row is not None
    return row.number


def undo_it(reason: str = "A slip of the finger.", by: str = WEI) -> None:
    undo.undo_last_act(competition(), newest(), reason, by)


@pytest.fixture
def held(load, context):
    """The Chaoyang final in preparation, in an application context."""
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "draft"
    whole["clock"] = CLOCK
    load(whole)


def opened() -> None:
    rounds.set_state(KEY, ROUND, "open", FANG)


def submitted() -> None:
    """The round is open, and 评委一 has submitted a sheet."""
    opened()
    judge = queries.find_judge(competition(), "judge-1")
    body = {"marks": FULL_MARKS, "state": "submitted", "base_version": 0}
    sheets.write_sheet(judge, KEY, "match-1", "education", body, factories.new_key())


def deduct() -> None:
    deductions.add_deduction(KEY, "match-1", "education", "2", "Over time.", FANG)


CLOCK = suggested_clock()
FIRST_PHASE = CLOCK["phases"][0]["key"]
SHEET = (KEY, "match-1", "education", "judge-1")
ACTS: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
    "a round opened": (lambda: None, opened),
    "a round closed": (submitted, lambda: rounds.set_state(KEY, ROUND, "closed", FANG)),
    "a programme announced": (lambda: None, lambda: rounds.set_announced(KEY, ROUND, True, FANG)),
    "the projector's mode": (opened, lambda: hall_screen.show_mode(KEY, "black", FANG)),
    "a match on the projector": (
        opened,
        lambda: hall_screen.show_mode(KEY, "match", FANG, "match-2"),
    ),
    "the projector's clock started": (
        lambda: None,
        lambda: hall_screen.run_screen_clock(KEY, "start", FANG),
    ),
    "a match clock started": (lambda: None, lambda: clock("start")),
    "a match clock stopped": (clock_running, lambda: clock("pause")),
    "a phase of a match clock": (clock_stood, lambda: clock("next")),
    "time added to a match clock": (
        clock_running,
        lambda: match_clocks.add_clock_time(KEY, "match-1", FIRST_PHASE, "labour", 30, FANG),
    ),
    "a deduction": (
        submitted,
        deduct,
    ),
    "a withdrawal": (
        submitted,
        lambda: exclusions.withdraw_team(KEY, "team-6", None, "They left.", FANG),
    ),
    "a disqualification": (
        submitted,
        lambda: exclusions.disqualify_team(KEY, "team-6", "They cheated.", FANG),
    ),
    "a void match": (submitted, lambda: exclusions.void_match(KEY, "match-2", "A fire.", FANG)),
    "a locked sheet": (submitted, lambda: sheet_locks.lock(*SHEET, "Mixed up.", FANG)),
    "a release": (submitted, lambda: stage_release.set_release(KEY, "final", "live", FANG)),
    "a private competition": (
        lambda: None,
        lambda: competitions.set_visibility(KEY, "private", FANG),
    ),
    "a programme shown": (lambda: None, lambda: programme.show_programme(KEY, True, FANG)),
}


@pytest.mark.parametrize(("before", "act"), ACTS.values(), ids=list(ACTS))
def test_what_was_done_last_is_undone_and_done_again(held, before, act):
    before()
    was = state()
    act()
    done = state()
    assert done != was

    undo_it()
    assert state() == was
    row = audit.newest_row(KEY)
    assert row is not None
    assert row.who == WEI

    if act is not deduct:
        undo_it()
        assert state() == done


def test_a_withdrawn_deduction_is_not_brought_back_but_made_anew(held):
    submitted()
    deduct()
    undo_it()

    with pytest.raises(Refused, match="cannot be undone"):
        undo_it()


def test_an_inverse_that_needs_a_reason_is_refused_without_one(held):
    submitted()
    deduct()

    with pytest.raises(Refused):
        undo_it(reason=" ")

    assert state()["deductions"] == ["2"]


def test_opening_is_not_undone_once_a_judge_has_written(held):
    submitted()

    with pytest.raises(Refused, match="Judges have already written"):
        undo_it()

    assert state()["rounds"] == ["open"]


def test_another_organisers_act_in_between_is_not_undone_in_its_place(held):
    opened()
    number = newest()
    hall_screen.show_mode(KEY, "black", WEI)

    with pytest.raises(ChangedMeanwhile):
        undo.undo_last_act(competition(), number, "", FANG)

    assert state()["rounds"] == ["open"]
    assert state()["screen"][0] == "black"


def test_an_act_that_comes_at_the_same_instant_wins(held, monkeypatch):
    """Between the look at the last act and the write, 王芳 has put the board up again."""
    opened()
    hall_screen.show_mode(KEY, "black", FANG)
    number, look = newest(), undo.how_to_undo

    def look_while_somebody_acts(*args: Any) -> Any:
        found = look(*args)
        with seeing(None):
            hall_screen.show_mode(KEY, "clock", FANG)
        return found

    monkeypatch.setattr(undo, "how_to_undo", look_while_somebody_acts)
    with pytest.raises(ChangedMeanwhile):
        undo.undo_last_act(competition(), number, "", WEI)

    assert state()["screen"][0] == "clock"


def test_a_command_on_the_same_thing_in_between_is_respected(held):
    opened()
    number = newest()
    rounds.set_state(KEY, ROUND, "closed", "command line")

    with pytest.raises(ChangedMeanwhile):
        undo.undo_last_act(competition(), number, "", WEI)

    assert state()["rounds"] == ["closed"]


def test_judges_writes_are_not_in_the_way(held):
    submitted()
    stage_release.set_release(KEY, "final", "live", FANG)
    judge = queries.find_judge(competition(), "judge-2")
    body = {"marks": FULL_MARKS, "state": "submitted", "base_version": 0}
    sheets.write_sheet(judge, KEY, "match-1", "education", body, factories.new_key())

    undo_it()

    assert state()["releases"] == ["hidden"]


def test_who_knew_of_nothing_newer_knows_of_the_undoing_after_it(held):
    opened()
    seen = Seen(audit.newest_row_number(KEY))
    with seeing(seen):
        undo_it()

    assert seen.number == audit.newest_row_number(KEY)


def test_a_published_result_is_not_undone_with_one_touch(held):
    submitted()
    stage_release.set_release(KEY, "final", "published", FANG)

    with pytest.raises(Refused, match="cannot be undone"):
        undo_it()

    assert state()["releases"] == ["published"]


def test_what_has_no_inverse_says_so_and_is_left_alone(held):
    guest = {"key": "guest", "name": factories.text("特别奖"), "by": "hand"}
    guest |= {"winners": [{"team": "education"}], "reason": factories.text("风采出众")}
    awards.add_awards(KEY, [guest], FANG)
    row = undo.last_organisers_act(KEY)
    assert row is not None

    assert undo.how_to_undo(competition(), row, FANG) == NoUndo("by_hand", "/awards")
    with pytest.raises(Refused, match="cannot be undone"):
        undo_it()


def test_an_act_that_is_not_there_is_not_found(held):
    with pytest.raises(NotFound):
        undo.undo_last_act(competition(), 999, "", WEI)
