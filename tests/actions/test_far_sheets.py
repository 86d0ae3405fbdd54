"""Whose sheet is far from the panel: found for organisers, told to the head judge alone."""

from typing import Any

import pytest

from competition.actions import exclusions, far_sheets
from competition.store import queries
from competition.store.models import Judge, Match
from tests import factories

BY = f"organiser {factories.ORGANISER}"


def final(**marks: tuple[str, str, str]) -> dict[str, Any]:
    """The league with its final marked: 李娜's, 张伟's and Jo Amsel's total of each team, of 30.

    A total is given as marks of law (factor 1) and poise (factor 2) both alike.
    """
    whole = factories.league()
    for team, given in marks.items():
        for judge, mark in zip(("li-na", "zhang-wei", "jo"), given, strict=True):
            if mark:
                sheet = {"match": "last", "team": team, "judge": judge, "state": "submitted"}
                sheet |= {"marks": {"law": mark, "poise": mark}, "version": 1}
                whole["sheets"].append(sheet | {"submitted_at": "2026-05-02T10:00:00+08:00"})
    return whole


@pytest.fixture
def last(load, context):
    """Load a marked final and give its match: `last(metro=("8", "8", "9.5"), post=…)`."""

    def loaded(**marks: tuple[str, str, str]) -> Match:
        load(final(**marks))
        competition = queries.find_competition("league")
        assert competition is not None
        match = queries.find_match(competition, "last")
        assert match is not None
        return match

    return loaded


def found(match: Match) -> list[tuple[str, str]]:
    competition = match.round.stage.competition
    return [(far.team.key, far.judge.key) for far in far_sheets.far_sheets(competition, match)]


def told(match: Match, judge: str) -> list[tuple[str, str]]:
    row = queries.find_judge(match.round.stage.competition, judge)
    assert isinstance(row, Judge)
    return [(far.team.key, far.judge.key) for far in far_sheets.told_to_head_judge(row, match)]


def test_a_sheet_more_than_a_tenth_of_the_highest_total_away_is_found(last):
    # Of 30 points 3 are a tenth: 24 and 27 are not far from each other, 24 and 28.5 are.
    match = last(metro=("8", "8", "9"), post=("8", "8", "9.5"))

    assert found(match) == [("post", "jo")]


def test_a_sheet_that_does_not_count_is_neither_far_nor_compared_with(last):
    match = last(metro=("8", "8", "9.5"))
    exclusions.recuse_judge("league", "jo", [("last", "metro")], "A relative.", BY)

    assert found(match) == []


def test_the_head_judge_is_told_once_all_own_sheets_of_the_match_are_submitted(last):
    assert told(last(metro=("8", "8", "9.5"), post=("", "8", "8")), "li-na") == []


def test_the_head_judge_is_told_of_others_only(last):
    match = last(metro=("8", "8", "9.5"), post=("5", "8", "8"))

    assert found(match) == [("metro", "jo"), ("post", "li-na")]
    assert told(match, "li-na") == [("metro", "jo")]


@pytest.mark.parametrize("judge", ["zhang-wei", "jo"])
def test_the_other_judges_of_the_panel_are_told_nothing(last, judge):
    assert told(last(metro=("8", "8", "9.5"), post=("8", "8", "8")), judge) == []


@pytest.fixture
def strict_on_the_panel(load, context) -> Match:
    """The Chaoyang final, two matches of it marked; judge-2 gives two points less each time."""
    whole = factories.sample()
    stage = whole["stages"][0]
    stage["rounds"][0]["state"] = "open"
    for match in stage["rounds"][0]["matches"][:2]:
        for entry in match["entries"]:
            for judge in match["panel"]:
                less = 2 if judge == "judge-2" else 0
                sheet = {"match": match["key"], "team": entry["team"], "judge": judge}
                sheet |= {"state": "submitted", "version": 1}
                sheet["marks"] = {name: str(int(max_) - 3 - less) for name, max_ in MOST.items()}
                whole["sheets"].append(sheet | {"submitted_at": "2026-05-02T10:00:00+08:00"})
    load(whole)
    found = queries.find_match(queries.find_competition(factories.CHAOYANG), "match-2")
    assert found is not None
    return found


MOST = {each["key"]: each["max"] for each in factories.sample()["rubric"]["dimensions"]}


def test_a_judge_who_is_stricter_all_along_is_pointed_out_with_how_far(strict_on_the_panel):
    match = strict_on_the_panel
    competition = match.round.stage.competition

    (off,) = far_sheets.judges_off_scale(competition, match)

    assert (off.judge.key, off.mean, off.sheets) == ("judge-2", -10, 4)
    assert far_sheets.far_sheets(competition, match) == []


def test_only_the_head_judge_is_told_whose_scale_is_another(strict_on_the_panel):
    match = strict_on_the_panel
    panel = [seat.judge for seat in match.seats]
    told = {
        judge.key: [each.judge.key for each in far_sheets.scales_told_to_head_judge(judge, match)]
        for judge in panel
    }

    heads = [judge.key for judge in panel if judge.head]
    assert told == {judge.key: ["judge-2"] if judge.key in heads else [] for judge in panel}
