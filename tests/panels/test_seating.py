"""Judges placed by hand, as cards are moved on a table."""

import pytest

from competition.document import check_document
from competition.panels.seating import (
    Seat,
    candidates,
    emptied,
    panels_of_stage,
    seated,
    short_of_mix,
    stage_loads,
    unmarked_dimensions,
)
from tests.factories import checked, text
from tests.panels.build import contest, judge, match, round_of, stage

PANELS = {"m1": ["ana", "bo"], "m2": ["cy"], "m3": []}


@pytest.mark.parametrize(
    ("seat", "who", "origin", "changed"),
    [
        # From the list: onto an empty seat, and in place of somebody.
        (Seat("m1", 2), "cy", None, {"m1": ["ana", "bo", "cy"]}),
        (Seat("m1", 0), "cy", None, {"m1": ["cy", "bo"]}),
        # A judge who sits there already changes places, and never sits twice.
        (Seat("m1", 1), "ana", None, {"m1": ["bo", "ana"]}),
        (Seat("m1", 2), "ana", None, {"m1": ["bo", "ana"]}),
        (Seat("m1", 0), "ana", None, {}),
        # From one seat to another: changes places, or leaves the seat.
        (Seat("m2", 0), "ana", Seat("m1", 0), {"m1": ["cy", "bo"], "m2": ["ana"]}),
        (Seat("m2", 1), "ana", Seat("m1", 0), {"m1": ["bo"], "m2": ["cy", "ana"]}),
        (Seat("m3", 0), "cy", Seat("m2", 0), {"m2": [], "m3": ["cy"]}),
        (Seat("m1", 0), "bo", Seat("m1", 1), {"m1": ["bo", "ana"]}),
        (Seat("m1", 2), "ana", Seat("m1", 0), {"m1": ["bo", "ana"]}),
    ],
)
def test_a_judge_takes_a_seat_and_whoever_was_there_goes(seat, who, origin, changed):
    assert seated(PANELS, seat, who, origin) == changed


def test_of_two_panels_that_share_a_judge_the_one_already_there_only_changes_places():
    panels = {"m1": ["ana", "bo"], "m2": ["cy", "ana"]}

    assert seated(panels, Seat("m2", 0), "ana", Seat("m1", 0)) == {"m2": ["ana", "cy"]}


def test_an_emptied_seat_is_filled_by_those_after_it():
    assert emptied(PANELS, Seat("m1", 0)) == {"m1": ["bo"]}
    assert emptied(PANELS, Seat("m1", 2)) == {}


def the_cup():
    """Ana is head judge, Bo is near the Reds, Cy sits in the other match at nine."""
    return check_document(
        contest(
            [
                judge("ana", head=True, category="professional"),
                judge("bo", conflicts=["reds"], category="academic"),
                judge("cy", category="academic"),
                judge("di", head=True, category="professional"),
            ],
            [
                stage(
                    "semi",
                    round_of(
                        "one",
                        match("m1", "reds", "blues", starts="2026-05-20T09:00:00+08:00"),
                        match("m2", "pinks", panel=["cy"], starts="2026-05-20T09:00:00+08:00"),
                        match("m3", "greys", panel=["ana", "cy"], void="Fire alarm"),
                    ),
                )
            ],
        )
    )


def test_every_judge_is_offered_with_what_stands_against_them():
    found = candidates(the_cup(), "semi", Seat("m1", 0))

    assert {who: [clash.code for clash in against] for who, against in found.items()} == {
        "ana": [],
        "bo": ["conflict"],
        "cy": ["same_instant"],
        "di": [],
    }


def test_a_second_head_judge_is_named_unless_the_first_one_s_seat_is_to_be_taken():
    cup = the_cup()
    cup["stages"][0]["rounds"][0]["matches"][0]["panel"] = ["ana", "bo"]

    assert [clash.code for clash in candidates(cup, "semi", Seat("m1", 2))["di"]] == ["second_head"]
    assert candidates(cup, "semi", Seat("m1", 0))["di"] == []
    assert "ana" not in candidates(cup, "semi", Seat("m1", 0))


def test_loads_count_the_matches_that_are_played():
    assert stage_loads(the_cup(), "semi") == {"ana": 0, "bo": 0, "cy": 1, "di": 0}
    assert panels_of_stage(the_cup(), "semi") == {"m1": [], "m2": ["cy"], "m3": ["ana", "cy"]}


def test_a_panel_says_of_which_category_it_is_short():
    mix = {"professional": 1, "academic": 2}

    assert short_of_mix(the_cup(), ["bo", "cy", "ana"], mix) == {}
    assert short_of_mix(the_cup(), ["bo"], mix) == {"professional": 1, "academic": 1}


def test_a_panel_by_hand_is_told_what_nobody_marks_and_who_marks_nothing():
    whole = contest(
        [judge("ana", category="professional"), judge("bo", category="academic"), "cy"],
        [stage("final", round_of("day", match("m1", "bus", "rail", panel=["bo"])))],
    )
    law = whole["rubric"]["dimensions"][0]
    talk = {**law, "key": "talk", "name": text("表达", "Talk"), "marked_by": ["academic"]}
    whole["rubric"]["dimensions"] = [{**law, "marked_by": ["professional"]}, talk]
    file = checked(whole)

    assert [each["key"] for each in unmarked_dimensions(file, file["stages"][0], ["bo"])] == ["law"]
    assert unmarked_dimensions(file, file["stages"][0], ["bo", "ana"]) == []
    found = candidates(file, "final", Seat("m1", 1))
    assert [clash.code for clash in found["cy"]] == ["marks_nothing"]
    assert found["ana"] == []
