"""Nobody is seated with a conflict of interest unless that is accepted; what judges declare."""

import pytest

from competition.actions import conflicts, declarations, panels, rounds, setup
from competition.actions.refusals import NotFound, Refused
from competition.store import file_export, queries
from tests import factories

BY = "organiser 王芳"


@pytest.fixture
def league(load, app):
    """The league, its final still in preparation; 张伟 has a conflict with the post's team."""
    whole = factories.league(sheets=[])
    for stage in whole["stages"]:
        stage["rounds"][0]["state"] = "draft"
        for match in stage["rounds"][0]["matches"]:
            match["panel"] = ["li-na"]
    whole["judges"][1]["conflicts"] = ["post"]
    key = load(whole)
    with app.app_context():
        yield key


def whole() -> dict:
    return file_export.competition_document(queries.find_competition("league"))


def match(key: str) -> dict:
    return next(
        each
        for stage in whole()["stages"]
        for round_ in stage["rounds"]
        for each in round_["matches"]
        if each["key"] == key
    )


def judge(key: str) -> dict:
    return next(each for each in whole()["judges"] if each["key"] == key)


def test_a_judge_in_conflict_is_not_seated_by_any_act(league):
    before = whole()
    edited = {**match("last"), "panel": ["li-na", "zhang-wei"]}

    with pytest.raises(Refused) as by_panels:
        panels.change_panels("league", {"last": ["zhang-wei"]}, BY)
    with pytest.raises(Refused) as by_form:
        setup.save_part("league", "match", edited, BY, key="last")
    with pytest.raises(Refused):
        panels.apply_proposal("league", "final", {"last": ["zhang-wei"]}, BY)

    assert whole() == before
    (problem,) = by_panels.value.problems
    assert "last: zhang-wei has a conflict of interest with post" in str(problem)
    assert [each.place for each in by_form.value.problems] == ["panel"]


def test_with_a_reason_the_judge_is_seated_and_the_match_keeps_it(league):
    accept = {"last": [("zhang-wei", "post")]}

    with pytest.raises(Refused, match="reason"):
        panels.change_panels("league", {"last": ["zhang-wei"]}, BY, accept, "  ")
    panels.change_panels("league", {"last": ["li-na", "zhang-wei"]}, BY, accept, "Nobody else")

    reason = {"zh": "Nobody else", "en": "Nobody else"}
    assert match("last")["accepted_conflicts"] == [
        {"judge": "zhang-wei", "team": "post", "reason": reason}
    ]
    panels.change_panels("league", {"last": ["zhang-wei", "li-na"]}, BY)
    assert match("last")["accepted_conflicts"]
    panels.change_panels("league", {"last": ["li-na"]}, BY)
    assert "accepted_conflicts" not in match("last")


def test_an_edit_of_a_match_that_already_seats_a_judge_in_conflict_is_not_refused(league):
    setup.save_part("league", "judge", {**judge("li-na"), "conflicts": ["post"]}, BY, key="li-na")

    setup.save_part("league", "match", {**match("last"), "panel": ["li-na", "jo"]}, BY, key="last")
    other = match("last")["entries"][::-1]
    setup.save_part("league", "match", {**match("last"), "entries": other}, BY, key="last")

    assert match("last")["panel"] == ["li-na", "jo"]


def test_a_conflict_on_a_panel_is_accepted_and_that_is_taken_back(league):
    declarations.declare("league", "li-na", [("metro", "spouse")])
    before = match("last")

    conflicts.accept_conflict("league", "last", "li-na", "metro", "The draw cannot wait", BY)

    (accepted,) = match("last")["accepted_conflicts"]
    assert (accepted["judge"], accepted["team"]) == ("li-na", "metro")
    conflicts.take_acceptance_back("league", "last", "li-na", "metro", BY)
    assert match("last") == before
    with pytest.raises(NotFound):
        conflicts.take_acceptance_back("league", "last", "li-na", "metro", BY)


def test_only_a_conflict_that_is_there_can_be_accepted_and_with_a_reason_only(league):
    with pytest.raises(NotFound):
        conflicts.accept_conflict("league", "last", "li-na", "metro", "Why", BY)
    with pytest.raises(NotFound):
        conflicts.accept_conflict("league", "last", "zhang-wei", "post", "Why", BY)
    declarations.declare("league", "li-na", [("metro", "spouse")])
    with pytest.raises(Refused, match="reason"):
        conflicts.accept_conflict("league", "last", "li-na", "metro", "", BY)


def test_a_declaration_is_kept_with_its_time_and_corrected_until_a_match_is_opened(league):
    declarations.declare("league", "jo", [("bus", "spouse"), ("rail", "trained")])

    declared = judge("jo")["declaration"]
    assert declared["at"]
    assert declared["relations"] == [
        {"team": "bus", "kind": "spouse"},
        {"team": "rail", "kind": "trained"},
    ]
    declarations.declare("league", "jo", [])
    assert judge("jo")["declaration"]["relations"] == []

    _open_final()
    with pytest.raises(Refused, match="stands"):
        declarations.declare("league", "jo", [("bus", "spouse")])
    declarations.declare("league", "zhang-wei", [])
    declarations.ask_again("league", "jo", BY)
    assert "declaration" not in judge("jo")
    declarations.declare("league", "jo", [("bus", "spouse")])
    with pytest.raises(NotFound):
        declarations.ask_again("league", "li-na", BY)


def test_a_declared_relation_is_a_conflict_at_once(league):
    declarations.declare("league", "jo", [("metro", "trained")])

    with pytest.raises(Refused):
        panels.change_panels("league", {"last": ["jo"]}, BY)


def test_an_unknown_team_cannot_be_declared(league):
    with pytest.raises(NotFound):
        declarations.declare("league", "jo", [("tram", "spouse")])


def _open_final() -> None:
    rounds.set_state("league", "final-round", "open", BY)
