"""Trainees are set for matches, mid-round too, and taken off while they have written nothing."""

import pytest

from competition.actions import sheets, trainees
from competition.actions.refusals import NotFound, Refused
from competition.store import file_export, queries
from tests import factories

BY = "organiser 王芳"


@pytest.fixture
def league(load, app):
    whole = factories.league()
    whole["judges"].append({"key": "sam", "name": factories.text("Sam")})
    load(whole)
    with app.app_context():
        yield


def of(match: str) -> list[str]:
    file = file_export.competition_document(queries.find_competition("league"))
    return next(
        part.get("trainees", [])
        for stage in file["stages"]
        for round_ in stage["rounds"]
        for part in round_["matches"]
        if part["key"] == match
    )


def test_sam_learns_in_two_matches_with_one_act_and_no_longer_after_another(league):
    assert trainees.add_trainees("league", ["semi-1", "last"], ["sam"], BY) == 2
    assert (of("semi-1"), of("semi-2"), of("last")) == (["sam"], [], ["sam"])
    assert trainees.add_trainees("league", ["last"], ["sam"], BY) == 0

    assert trainees.remove_trainees("league", ["semi-1", "last"], ["sam"], BY) == 2
    assert of("last") == []


def test_who_is_on_a_panel_learns_nowhere_of_it_and_nothing_is_changed(league):
    with pytest.raises(Refused, match="sits on this panel"):
        trainees.add_trainees("league", ["last"], ["sam", "jo"], BY)
    assert of("last") == []


def test_a_trainee_who_has_marked_stays(league):
    trainees.add_trainees("league", ["last"], ["sam"], BY)
    sam = queries.find_judge(queries.find_competition("league"), "sam")
    body = {"marks": {"law": "5"}, "state": "draft", "comment": "", "base_version": 0}
    sheets.write_sheet(sam, "league", "last", "metro", body, factories.new_key())

    with pytest.raises(Refused, match="has marked there as a trainee"):
        trainees.remove_trainees("league", ["last"], ["sam"], BY)
    assert of("last") == ["sam"]


def test_nobody_and_nowhere_are_not_found(league):
    with pytest.raises(NotFound):
        trainees.add_trainees("league", ["last"], ["nobody"], BY)
    with pytest.raises(NotFound):
        trainees.add_trainees("league", ["nowhere"], ["sam"], BY)
