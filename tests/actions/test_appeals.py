"""The appeal desk: filed, heard, decided; the stage is provisional while one is open."""

import json

import pytest

from competition.actions import appeals, competitions, deductions, stage_release
from competition.actions.appeal_list import acts_on_appeal, appeals_of, number_of_appeal
from competition.actions.appeals import NewAppeal
from competition.actions.correction_record import recorded_corrections
from competition.actions.corrections import (
    Confirmation,
    CorrectionNeeded,
    confirming,
    following_appeal,
)
from competition.actions.refusals import NotFound, Refused
from competition.store import audit, queries, snapshots
from competition.store.transactions import writing
from tests import factories
from tests.factories import league

BY = "organiser 王芳"
CLAIM = NewAppeal("semi", "bus", "fact", "The overtime was taken off us, not off 地铁队.", "semi-1")
OPENED = "An appeal is open."


@pytest.fixture(autouse=True)
def published(context):
    """The league; its semi-final is published, with an hour for appeals."""
    competitions.load_competition(factories.checked(league()), BY)
    stage_release.set_release("league", "semi", "published", BY, minutes_for_appeals=60)


def of():
    return queries.find_competition("league")


def newest():
    return snapshots.newest_snapshot("league").public()


def semi():
    return next(stage for stage in newest()["stages"] if stage["stage"] == "semi")


def file_one(new=CLAIM, public_reason=OPENED):
    with confirming(Confirmation()):
        return appeals.file_appeal("league", new, BY, public_reason)


def move(key, state, words, public_reason="The appeal is decided."):
    with confirming(Confirmation()):
        appeals.move_appeal("league", key, state, words, BY, public_reason)


def end_the_time_for_appeals():
    with writing():
        queries.find_stage(of(), "semi").provisional_until = "2020-01-01T00:00:00Z"


def test_a_published_stage_says_in_its_names_until_when_appeals_are_taken():
    names = snapshots.newest_snapshot("league").names()

    until = queries.find_stage(of(), "semi").provisional_until
    assert names["appeals_until"] == {"semi": until}
    assert "provisional" not in semi()


def test_an_appeal_of_a_published_result_is_shown_first_as_a_correction():
    with pytest.raises(CorrectionNeeded) as needed:
        appeals.file_appeal("league", CLAIM, BY, OPENED)

    assert needed.value.reason == OPENED
    assert needed.value.corrections[0].moved == []
    assert appeals_of(of()) == []


def test_while_it_is_filed_or_heard_the_result_is_provisional_and_the_claim_stays_inside():
    key = file_one()

    assert semi()["provisional"] is True
    (correction,) = newest()["corrections"]
    assert correction["reason"] == OPENED
    assert "overtime" not in json.dumps([newest(), snapshots.newest_snapshot("league").names()])

    move(key, "heard", "Both teams and the timekeeper were heard.")
    assert semi()["provisional"] is True

    move(key, "dismissed", "The record of the clock says otherwise.")
    assert "provisional" not in semi()
    assert [each["reason"] for each in newest()["corrections"]] == [
        OPENED,
        "The appeal is decided.",
    ]


def test_each_act_is_kept_with_who_when_and_its_words():
    key = file_one()
    move(key, "heard", "Both teams were heard.")
    move(key, "upheld", "The timekeeper confirms it.")

    acts = acts_on_appeal("league", key)

    assert [(act.action, act.words) for act in acts] == [
        ("appeal.file", CLAIM.claim),
        ("appeal.hear", "Both teams were heard."),
        ("appeal.uphold", "The timekeeper confirms it."),
    ]
    assert {act.who for act in acts} == {BY}
    (part,) = appeals_of(of())
    assert part["state"] == "upheld"
    assert part["decision"]["en"] == "The timekeeper confirms it."


def test_an_appeal_in_a_stage_that_is_not_published_corrects_nothing():
    appeals.file_appeal("league", NewAppeal("final", "post", "opinion", "Too strict.", "last"), BY)

    assert "corrections" not in newest()


@pytest.mark.parametrize(
    ("state", "wanted"),
    [("filed", "upheld"), ("filed", "dismissed"), ("withdrawn", "heard"), ("upheld", "withdrawn")],
)
def test_an_appeal_goes_the_way_from_filed_over_heard_to_decided(state, wanted):
    key = file_one()
    if state == "withdrawn":
        move(key, "withdrawn", "The team takes it back.")
    if state == "upheld":
        move(key, "heard", "Heard.")
        move(key, "upheld", "Right.")

    with pytest.raises(Refused):
        move(key, wanted, "Words.")

    assert appeals_of(of())[0]["state"] == state


def test_after_the_time_for_appeals_one_is_taken_with_a_reason_only():
    end_the_time_for_appeals()

    with pytest.raises(Refused) as refused:
        file_one()
    assert "time for appeals is over" in str(refused.value)

    key = file_one(CLAIM._replace(late_reason="The sheets were handed out late."))
    assert acts_on_appeal("league", key)[0].late_reason == "The sheets were handed out late."


@pytest.mark.parametrize(
    "new",
    [
        CLAIM._replace(stage="nothing"),
        CLAIM._replace(match="last"),
        CLAIM._replace(team="post"),
        CLAIM._replace(team="nobody", match=""),
    ],
)
def test_what_the_stage_does_not_have_cannot_be_appealed(new):
    with pytest.raises(NotFound):
        file_one(new)


def test_without_words_nothing_is_filed_and_nothing_decided():
    with pytest.raises(Refused):
        file_one(CLAIM._replace(claim="  "))
    key = file_one()
    with pytest.raises(Refused):
        move(key, "heard", " ")


def test_what_an_upheld_appeal_corrects_names_the_appeal_and_who_moved():
    key = file_one()
    move(key, "heard", "Heard.")
    move(key, "upheld", "Right.")

    with following_appeal(key), confirming(Confirmation()):
        deductions.add_deduction("league", "semi-1", "metro", "9", "Appeal 1 upheld", BY)

    newest_one = recorded_corrections("league")[0]
    assert (newest_one.number, newest_one.appeal, newest_one.who) == (3, key, BY)
    moved = {row.team: row for row in newest_one.moved}
    assert (moved["metro"].total_before, moved["metro"].total_after) == ("25.00", "16.00")
    told = snapshots.newest_snapshot("league").names()["corrections_explained"]["3"]
    assert told["appeal"] == number_of_appeal(of(), key) == 1
    assert {"team": "metro", "rank": [2, 4], "total": ["25.00", "16.00"]} in told["moved"]


def test_what_moved_is_told_of_a_published_stage_only():
    with confirming(Confirmation()):
        deductions.add_deduction("league", "semi-1", "metro", "9", "Over time", BY)
    assert "corrections_explained" in snapshots.newest_snapshot("league").names()

    with confirming(Confirmation("Published too early")):
        stage_release.set_release("league", "semi", "hidden", BY)

    names = snapshots.newest_snapshot("league").names()
    assert "corrections_explained" not in names
    assert "appeals_until" not in names


def test_the_time_for_appeals_is_set_anew_and_is_no_correction():
    appeals.set_time_for_appeals("league", "semi", 0, BY)
    assert "appeals_until" not in snapshots.newest_snapshot("league").names()

    appeals.set_time_for_appeals("league", "semi", 45, BY)
    assert "semi" in snapshots.newest_snapshot("league").names()["appeals_until"]
    assert "corrections" not in newest()
    assert len(audit.rows_about("league", "stage.appeals", "semi")) == 2

    with pytest.raises(Refused):
        appeals.set_time_for_appeals("league", "final", 45, BY)


def test_an_appeal_that_is_not_there_is_not_named_in_a_correction():
    with following_appeal("appeal-9"), confirming(Confirmation()):
        deductions.add_deduction("league", "semi-1", "metro", "9", "Over time", BY)

    assert recorded_corrections("league")[0].appeal == ""
