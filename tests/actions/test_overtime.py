"""Overtime proposes a deduction; somebody confirms or waives it, and nothing happens by itself."""

import json

import pytest

from competition.actions import (
    competitions,
    corrections,
    deductions,
    exclusions,
    match_clocks,
    overtime,
    stage_release,
)
from competition.actions.corrections import CorrectionNeeded
from competition.actions.refusals import NotFound, Refused
from competition.match_clock import suggested_clock
from competition.store import audit, queries
from competition.store import match_clocks as store
from tests import factories
from tests.factories import league

BY = "organiser 王芳"
OPENING = ("league", "semi-1", "opening")


@pytest.fixture(autouse=True)
def late(context, monkeypatch):
    """地铁队 speaks 15 seconds longer than its three minutes."""
    competitions.load_competition(factories.checked(league(clock=suggested_clock())), BY)

    def at(seconds):
        monkeypatch.setattr(match_clocks.time, "time_ns", lambda: int(seconds * 1_000_000_000))

    at(1000)
    match_clocks.touch_clock("league", "semi-1", "start", BY)
    at(1000 + 180 + 15.9)
    match_clocks.touch_clock("league", "semi-1", "pause", BY)


def match():
    return queries.find_match(queries.find_competition("league"), "semi-1")


def deducted():
    found = queries.deductions_of(queries.find_competition("league"))
    return [(each.team.key, each.points, each.phase, each.reason) for each in found]


def test_overtime_is_only_proposed():
    found = overtime.match_overtime(match())

    assert [(each.team, each.spent.seconds, each.spent.points) for each in found] == [
        ("metro", 15, "0.5")
    ]
    assert deducted() == []


def test_what_waits_for_a_decision_is_listed_until_somebody_decides():
    assert [each.team for each in overtime.undecided_overtime(match())] == ["metro"]
    overtime.waive_overtime(*OPENING, "metro", 15, "The bell was late", BY)
    assert overtime.undecided_overtime(match()) == []


def test_confirmed_it_becomes_an_ordinary_deduction_that_names_phase_and_seconds():
    overtime.confirm_overtime(*OPENING, "metro", 15, BY)

    words = {"zh": "“开场陈述”环节超时 15 秒", "en": "15 s over time in “Opening statements”"}
    assert deducted() == [("metro", "0.5", "opening", words)]
    [decided] = store.find_clock("league", "semi-1").state["decisions"]
    assert (decided["state"], decided["team"], decided["points"]) == ("confirmed", "metro", "0.5")
    actions = [row.action for row in audit.chain_rows("league")]
    assert actions[-2:] == ["deduction.add", "overtime.confirmed"]


def test_it_is_deducted_once_until_the_deduction_is_taken_back():
    overtime.confirm_overtime(*OPENING, "metro", 15, BY)
    with pytest.raises(Refused, match="deducted for this overtime already"):
        overtime.confirm_overtime(*OPENING, "metro", 15, BY)

    [one] = queries.deductions_of(queries.find_competition("league"))
    deductions.remove_deduction("league", one.id, "The microphone had failed", BY)
    overtime.confirm_overtime(*OPENING, "metro", 15, BY)

    assert [team for team, *_ in deducted()] == ["metro"]


def test_waived_with_a_reason_nothing_is_deducted_and_the_decision_stays():
    with pytest.raises(Refused, match="reason"):
        overtime.waive_overtime(*OPENING, "metro", 15, " ", BY)
    overtime.waive_overtime(*OPENING, "metro", 15, "The bell was late", BY)

    assert deducted() == []
    [found] = overtime.match_overtime(match())
    assert found.decision["state"] == "waived"
    row = audit.chain_rows("league")[-1]
    assert (row.action, row.subject) == ("overtime.waived", "semi-1/metro")
    assert json.loads(row.after)["reason"] == {"zh": "The bell was late", "en": "The bell was late"}


def test_nothing_is_decided_while_the_phase_runs_or_on_other_seconds_or_where_there_is_none():
    with pytest.raises(Refused, match="changed meanwhile"):
        overtime.confirm_overtime(*OPENING, "metro", 14, BY)
    with pytest.raises(NotFound):
        overtime.confirm_overtime(*OPENING, "bus", 15, BY)
    with pytest.raises(NotFound):
        overtime.confirm_overtime("league", "last", "opening", "metro", 15, BY)
    match_clocks.touch_clock("league", "semi-1", "start", BY)
    with pytest.raises(Refused, match="running"):
        overtime.confirm_overtime(*OPENING, "metro", 15, BY)
    assert deducted() == []


def test_a_decided_clock_does_not_begin_anew():
    overtime.waive_overtime(*OPENING, "metro", 15, "The bell was late", BY)

    with pytest.raises(Refused, match="decided already"):
        match_clocks.begin_clock_anew("league", "semi-1", BY)


def test_in_a_published_stage_the_places_that_would_move_are_confirmed_first():
    stage_release.set_release("league", "semi", "published", BY)

    with pytest.raises(CorrectionNeeded) as needed:
        overtime.confirm_overtime(*OPENING, "metro", 15, BY)
    assert deducted() == []

    shown = corrections.Confirmation(digest=needed.value.digest)
    with corrections.confirming(shown):
        overtime.confirm_overtime(*OPENING, "metro", 15, BY)
    assert [team for team, *_ in deducted()] == ["metro"]


def test_only_the_head_judge_of_the_panel_may_decide_beside_the_organisers():
    judges = {judge.key: judge for judge in queries.find_competition("league").judges}

    assert overtime.may_decide_overtime(match(), judges["li-na"])
    assert not overtime.may_decide_overtime(match(), judges["jo"])


def test_a_head_judge_who_is_recused_or_no_longer_seated_decides_nothing():
    entries = [("semi-1", "bus")]
    exclusions.recuse_judge("league", "li-na", entries, "A relative plays there.", BY)

    with pytest.raises(NotFound):
        overtime.confirm_overtime(*OPENING, "metro", 15, "judge li-na", head="li-na")
    with pytest.raises(NotFound):
        overtime.waive_overtime(*OPENING, "metro", 15, "A fault.", "judge jo", head="jo")
    assert deducted() == []

    exclusions.take_recusal_back("league", "semi-1", "li-na", "It was another.", BY)
    overtime.confirm_overtime(*OPENING, "metro", 15, "judge li-na", head="li-na")
    assert len(deducted()) == 1
