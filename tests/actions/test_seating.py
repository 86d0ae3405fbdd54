"""Judges placed on panels: saved at once, a conflict only with its reason, an act taken back."""

import json

import pytest

from competition import document
from competition.actions import competitions, conflicts, panels, seating, verification
from competition.actions.meanwhile import ChangedMeanwhile, Seen, seeing
from competition.actions.refusals import NotFound, Refused
from competition.actions.seating import ConflictStands, place_judge, undo_act
from competition.panels.seating import Seat, panels_of_stage
from competition.store import audit
from tests.factories import checked
from tests.panels.build import contest, judge, match, round_of, sheet, stage

FANG, WEI = "organiser 王芳", "organiser 张伟"


@pytest.fixture
def cup(context):
    """Bo is near the Reds; m1 and m2 are empty, m3 has been marked by Cy."""
    whole = contest(
        [judge("ana", head=True), judge("bo", conflicts=["reds"]), judge("cy"), judge("di")],
        [
            stage(
                "semi",
                round_of("one", match("m1", "reds", "blues"), match("m2", "pinks")),
                round_of("two", match("m3", "greys", panel=["cy"]), state="open"),
            ),
            stage("final", round_of("last", match("m4", "reds"))),
        ],
        sheets=[sheet("m3", "greys", "cy")],
    )
    competitions.load_competition(checked(whole), "command line")
    return "cup"


def exported():
    return document.read_file(competitions.export_competition("cup"))


def panels_now():
    return panels_of_stage(exported(), "semi")


def accepted(key):
    found = [m for s in exported()["stages"] for r in s["rounds"] for m in r["matches"]]
    return next(m for m in found if m["key"] == key).get("accepted_conflicts", [])


def newest():
    return Seen(audit.newest_row_number("cup"))


def last(by=FANG):
    return seating.last_act("cup", "semi", exported(), by)


def test_wang_fang_seats_moves_and_removes_judges_and_every_act_is_in_the_audit(cup):
    place_judge(cup, "semi", Seat("m1", 0), "ana", FANG)
    place_judge(cup, "semi", Seat("m1", 1), "cy", FANG)
    place_judge(cup, "semi", Seat("m2", 0), "cy", FANG, origin=Seat("m1", 1))
    assert panels_now() == {"m1": ["ana"], "m2": ["cy"], "m3": ["cy"]}

    place_judge(cup, "semi", Seat("m2", 0), "", FANG)

    assert panels_now()["m2"] == []
    row = audit.newest_row(cup)
    assert (row.action, row.who) == (panels.PANELS, FANG)
    assert json.loads(row.before) == {"panels": {"m2": ["cy"]}}
    assert json.loads(row.after) == {"panels": {"m2": []}}
    verification.verify_chain(cup)


def test_a_judge_near_a_team_is_refused_with_the_team_and_why_and_seated_with_a_reason(cup):
    with pytest.raises(ConflictStands) as refused:
        place_judge(cup, "semi", Seat("m1", 0), "bo", FANG)
    (conflict,) = refused.value.conflicts
    assert (conflict.match, conflict.judge, conflict.team) == ("m1", "bo", "reds")
    assert [reason.code for reason in conflict.reasons] == ["named"]
    assert panels_now()["m1"] == []

    place_judge(cup, "semi", Seat("m1", 0), "bo", FANG, reason=" Nobody else knows the law. ")

    text = {"zh": "Nobody else knows the law.", "en": "Nobody else knows the law."}
    assert accepted("m1") == [{"judge": "bo", "team": "reds", "reason": text}]
    after = json.loads(audit.newest_row(cup).after)
    assert (after["reason"], after["panels"]) == (text["en"], {"m1": ["bo"]})
    verification.verify_chain(cup)

    # An accepted conflict is in the way of nothing else in the match, and goes with the judge.
    place_judge(cup, "semi", Seat("m1", 1), "ana", FANG)
    assert len(accepted("m1")) == 1
    place_judge(cup, "semi", Seat("m1", 0), "di", FANG)
    assert (accepted("m1"), panels_now()["m1"]) == ([], ["di", "ana"])


def test_a_reason_without_a_conflict_leaves_no_trace(cup):
    place_judge(cup, "semi", Seat("m1", 0), "ana", FANG, reason="to be sure")

    assert accepted("m1") == []
    assert "reason" not in json.loads(audit.newest_row(cup).after)


def test_a_panel_with_a_sheet_stays_whatever_is_tried(cup):
    for attempt in (
        lambda: place_judge(cup, "semi", Seat("m3", 0), "", FANG),
        lambda: place_judge(cup, "semi", Seat("m3", 1), "ana", FANG),
        lambda: place_judge(cup, "semi", Seat("m1", 0), "cy", FANG, origin=Seat("m3", 0)),
    ):
        with pytest.raises(Refused, match="somebody has marked"):
            attempt()
    assert panels_now() == {"m1": [], "m2": [], "m3": ["cy"]}


def test_a_proposal_put_in_place_is_taken_back_as_one_act(cup):
    panels.apply_proposal(cup, "semi", {"m1": ["ana"], "m2": ["di", "cy"], "m3": ["cy"]}, FANG)
    assert panels_now() == {"m1": ["ana"], "m2": ["di", "cy"], "m3": ["cy"]}

    undo_act(cup, "semi", last().number, FANG)

    assert panels_now() == {"m1": [], "m2": [], "m3": ["cy"]}


def test_what_is_not_there_is_not_found(cup):
    for seat, who, origin in (
        (Seat("m9", 0), "ana", None),
        (Seat("m4", 0), "ana", None),
        (Seat("m1", 0), "zed", None),
        (Seat("m1", 0), "ana", Seat("m2", 0)),
    ):
        with pytest.raises(NotFound):
            place_judge(cup, "semi", seat, who, FANG, origin=origin)


def test_a_placed_judge_is_taken_back_step_by_step_with_what_was_accepted(cup):
    place_judge(cup, "semi", Seat("m1", 0), "bo", FANG, reason="Nobody else")
    place_judge(cup, "semi", Seat("m1", 0), "di", FANG)

    undo_act(cup, "semi", last().number, FANG)
    assert (panels_now()["m1"], len(accepted("m1"))) == (["bo"], 1)
    undo_act(cup, "semi", last().number, FANG)

    assert (panels_now()["m1"], accepted("m1")) == ([], [])
    assert last() is None
    verification.verify_chain(cup)


def test_what_was_accepted_since_for_another_judge_stays_when_an_act_is_taken_back(cup):
    place_judge(cup, "semi", Seat("m1", 0), "bo", FANG, reason="Nobody else")
    place_judge(cup, "semi", Seat("m1", 1), "di", FANG)
    number = last().number
    conflicts.take_acceptance_back(cup, "m1", "bo", "reds", WEI)
    conflicts.accept_conflict(cup, "m1", "bo", "reds", "Agreed by both teams", WEI)

    undo_act(cup, "semi", number, FANG)

    assert panels_now()["m1"] == ["bo"]
    assert [part["reason"]["en"] for part in accepted("m1")] == ["Agreed by both teams"]


def test_only_one_s_own_newest_act_is_taken_back_and_not_over_somebody_else_s(cup):
    place_judge(cup, "semi", Seat("m1", 0), "ana", FANG)
    number = last().number
    assert last(WEI) is None

    place_judge(cup, "semi", Seat("m1", 1), "di", WEI)

    assert last() is None
    with pytest.raises(Refused, match="changed since"):
        undo_act(cup, "semi", number, FANG)
    assert panels_now()["m1"] == ["ana", "di"]


def test_what_wei_changed_meanwhile_is_not_lost_and_another_match_is_in_nobody_s_way(cup):
    page = newest()
    with seeing(newest()):
        place_judge(cup, "semi", Seat("m1", 0), "ana", WEI)

    with seeing(page), pytest.raises(ChangedMeanwhile):
        place_judge(cup, "semi", Seat("m1", 0), "di", FANG)
    with seeing(page):
        place_judge(cup, "semi", Seat("m2", 0), "di", FANG)

    assert panels_now() == {"m1": ["ana"], "m2": ["di"], "m3": ["cy"]}


def test_nothing_is_written_where_nothing_changes(cup):
    place_judge(cup, "semi", Seat("m1", 0), "ana", FANG)
    before = audit.newest_row_number(cup)

    place_judge(cup, "semi", Seat("m1", 0), "ana", FANG)

    assert audit.newest_row_number(cup) == before
