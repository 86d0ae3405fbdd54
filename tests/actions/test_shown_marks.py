"""The marks of a match shown: who may, what becomes public, and when it comes off by itself."""

import json

import pytest

from competition.actions import (
    competitions,
    deductions,
    exclusions,
    hall_screen,
    reveal,
    rounds,
    sheet_locks,
    shown_marks,
    stage_release,
)
from competition.actions import sheets as marking
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, queries, snapshots
from competition.store import hall_screen as shows
from tests import factories
from tests.factories import league

BY = "organiser 王芳"


@pytest.fixture(autouse=True)
def loaded(context):
    competitions.load_competition(factories.checked(league()), BY)
    stage_release.set_release("league", "semi", "live", BY)


def of():
    return queries.find_competition("league")


def public():
    return snapshots.newest_snapshot("league").names().get("marks", [])


def reopen_and_change():
    sheet_locks.reopen("league", "semi-1", "metro", "jo", "A slip", BY)
    body = {"marks": {"law": "1", "poise": "1"}, "state": "submitted", "base_version": 1}
    marking.write_sheet(queries.find_judge(of(), "jo"), "league", "semi-1", "metro", body, "key")


def test_what_each_judge_gave_becomes_part_of_a_snapshot_of_its_own():
    before = snapshots.newest_snapshot("league")
    shown_marks.show_marks("league", "semi-1", BY)
    after = snapshots.newest_snapshot("league")
    assert (after.number, after.previous) == (before.number + 1, before.sha256)
    # The sealed content is the standings as ever: the API's snapshot has no further field.
    assert after.content == before.content
    assert set(after.public()) == {"number", "sha256", "previous", "state", "stages"}
    (laid,) = public()
    assert laid["match"] == "semi-1"
    assert [entry["team"] for entry in laid["entries"]] == ["metro", "bus"]
    assert [s["total"] for s in laid["entries"][0]["score"]["seats"]] == ["25", "25", "25"]
    assert "names" not in laid
    for judge in of().judges:
        assert judge.key not in json.dumps(laid)
    row = next(r for r in audit.chain_rows("league") if r.action == "marks.show")
    assert json.loads(row.after)["snapshot"] == after.number
    assert shows.find_screen("league").mode == "marks"


def test_judges_are_named_only_where_the_organiser_says_so():
    shown_marks.show_marks("league", "semi-1", BY, names=True)
    (laid,) = public()
    assert [name["zh"] for name in laid["names"]] == ["李娜", "张伟", "Jo Amsel"]


@pytest.mark.parametrize(
    ("mode", "why"), [("hidden", "give them away"), ("frozen", "Reveal or publish the result")]
)
def test_marks_of_a_stage_that_the_public_may_not_see_are_refused(mode, why):
    stage_release.set_release("league", "semi", mode, BY)
    with pytest.raises(Refused, match=why):
        shown_marks.show_marks("league", "semi-1", BY)
    assert public() == []


def test_marks_are_not_shown_while_somebody_may_change_them():
    rounds.set_state("league", "semi-round", "open", BY, "One was missing")
    with pytest.raises(Refused, match="Close the round"):
        shown_marks.show_marks("league", "semi-1", BY)
    rounds.set_state("league", "semi-round", "closed", BY)
    sheet_locks.reopen("league", "semi-1", "metro", "jo", "A slip", BY)
    with pytest.raises(Refused, match="reopened"):
        shown_marks.show_marks("league", "semi-1", BY)
    shown_marks.show_marks("league", "semi-2", BY)


def test_a_match_without_all_totals_has_no_marks_to_show():
    rounds.set_state("league", "final-round", "closed", BY)
    stage_release.set_release("league", "final", "live", BY)
    with pytest.raises(Refused, match="missing"):
        shown_marks.show_marks("league", "last", BY)
    with pytest.raises(NotFound):
        shown_marks.show_marks("league", "nothing", BY)
    with pytest.raises(Refused, match="not shown yet"):
        hall_screen.show_mode("league", "marks", BY, "semi-1")


def test_marks_that_changed_come_off_and_the_new_ones_wait_for_a_new_act():
    shown_marks.show_marks("league", "semi-1", BY)
    shown_marks.show_marks("league", "semi-2", BY)
    reopen_and_change()
    assert [laid["match"] for laid in public()] == ["semi-2"]
    shown_marks.show_marks("league", "semi-1", BY)
    assert [laid["match"] for laid in public()] == ["semi-1", "semi-2"]


def test_a_deduction_takes_them_off_too():
    shown_marks.show_marks("league", "semi-1", BY)
    deductions.add_deduction("league", "semi-1", "bus", "1", "Late", BY)
    assert public() == []


def test_they_come_off_with_a_reopened_round_a_hidden_stage_and_a_reveal():
    shown_marks.show_marks("league", "semi-1", BY)
    rounds.set_state("league", "semi-round", "open", BY, "One was missing")
    assert public() == []
    rounds.set_state("league", "semi-round", "closed", BY)

    shown_marks.show_marks("league", "semi-1", BY)
    stage_release.set_release("league", "semi", "hidden", BY)
    assert public() == []
    stage_release.set_release("league", "semi", "live", BY)
    assert public() == []

    shown_marks.show_marks("league", "semi-1", BY)
    stage_release.set_release("league", "semi", "frozen", BY)
    reveal.begin_reveal("league", "semi", BY)
    assert public() == []


def test_frozen_they_stay_as_they_were_whatever_moves_behind():
    shown_marks.show_marks("league", "semi-1", BY)
    stage_release.set_release("league", "semi", "frozen", BY)
    shown, number = public(), snapshots.newest_number("league")
    assert shown
    reopen_and_change()
    deductions.add_deduction("league", "semi-1", "bus", "1", "Late", BY)
    assert (public(), snapshots.newest_number("league")) == (shown, number)


@pytest.mark.parametrize("mode", ["live", "frozen"])
def test_they_come_off_when_the_match_is_taken_out_of_the_count(mode):
    shown_marks.show_marks("league", "semi-1", BY)
    stage_release.set_release("league", "semi", mode, BY)
    assert public()

    exclusions.void_match("league", "semi-1", "Power cut", BY)

    assert public() == []
    with pytest.raises(Refused, match="does not count"):
        shown_marks.show_marks("league", "semi-1", BY)


def test_they_can_be_taken_off_by_hand():
    shown_marks.show_marks("league", "semi-1", BY)
    shown_marks.hide_marks("league", "semi-1", BY)
    assert public() == []
    with pytest.raises(NotFound):
        shown_marks.hide_marks("league", "semi-1", BY)


def test_a_competition_that_gives_way_takes_its_marks_along():
    shown_marks.show_marks("league", "semi-1", BY)
    competitions.load_competition(factories.checked(league()), BY, replace=True)
    assert public() == []
