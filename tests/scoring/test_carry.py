"""Carrying earlier stages' totals, worked by hand."""

from competition.scoring import explain, recount
from tests.scoring.build import competition, match, sheets, stage


def final(document):
    return recount(document)["stages"][-1]


def totals(answer):
    return {row["team"]: row["total"] for row in answer["standings"]}


def carrying(given, **fields):
    stages = [
        stage("heats", match("h1", "ana", "north", "south")),
        stage("semi", match("s1", "ana", "north"), carry=[{"stage": "heats", "weight": "1"}]),
        stage("final", match("m1", "ana", "north"), **fields),
    ]
    return competition(stages, given)


THREE = [
    sheets("h1", "north", ana="10"),
    sheets("s1", "north", ana="20"),
    sheets("m1", "north", ana="30"),
]


def test_carry_adds_earlier_stages_by_weight_to_this_stages_own_by_weight():
    # 30 × 0.6 + 10 × 0.4 = 22.
    document = carrying(THREE, carry=[{"stage": "heats", "weight": "0.4"}], weight="0.6")

    assert totals(final(document)) == {"north": "22.00"}
    # The dimensions stay without carry.
    assert final(document)["standings"][0]["dimensions"] == {"law": "30.00"}


def test_this_stages_weight_is_one_by_default():
    # 30 + 10 × 0.4 = 34.
    document = carrying(THREE, carry=[{"stage": "heats", "weight": "0.4"}])

    assert totals(final(document)) == {"north": "34.00"}


def test_a_carried_stage_passes_on_its_own_total_before_its_own_carry():
    # The semi's total is 20 + 10 = 30, but 20 is carried from it: 30 + 0.5 × 20 = 40.
    document = carrying(THREE, carry=[{"stage": "semi", "weight": "0.5"}])

    assert totals(recount(document)["stages"][1]) == {"north": "30.00"}
    assert totals(final(document)) == {"north": "40.00"}


def test_a_longer_chain_lists_each_stage():
    # 30 + 20 × 0.5 + 10 × 0.1 = 41.
    carry = [{"stage": "semi", "weight": "0.5"}, {"stage": "heats", "weight": "0.1"}]

    assert totals(final(carrying(THREE, carry=carry))) == {"north": "41.00"}


def test_a_weight_without_carry_has_no_effect():
    assert totals(final(carrying(THREE, weight="0.5"))) == {"north": "30.00"}


def test_a_team_without_a_total_in_the_carried_stage_is_unranked():
    document = carrying(THREE[1:], carry=[{"stage": "heats", "weight": "0.4"}])

    answer = final(document)

    assert answer["unranked"] == [{"team": "north", "reason": "missing_carry"}]
    assert answer["standings"] == []
    assert answer["complete"] is False


def test_a_stage_whose_own_carry_is_missing_still_passes_on_its_own_total():
    # Nobody scored the heats, so north is unranked in the semi, where its own total is 20.
    document = carrying(THREE[1:], carry=[{"stage": "semi", "weight": "1"}])

    assert recount(document)["stages"][1]["unranked"][0]["reason"] == "missing_carry"
    assert totals(final(document)) == {"north": "50.00"}


def test_a_missing_sheet_is_reported_before_a_missing_carry():
    document = carrying(THREE[1:2], carry=[{"stage": "heats", "weight": "0.4"}])

    assert final(document)["unranked"][0]["reason"] == "missing_sheet"


def test_a_carried_stage_is_computed_even_if_it_is_not_returned():
    document = carrying(THREE, carry=[{"stage": "heats", "weight": "0.4"}])

    answer = recount(document, stages=["final"])

    assert [one["stage"] for one in answer["stages"]] == ["final"]
    assert totals(answer["stages"][0]) == {"north": "34.00"}


def test_explain_shows_carry_and_the_last_rounding():
    document = carrying(THREE, carry=[{"stage": "heats", "weight": "0.4"}], weight="0.6")

    explanation = explain(document, "final", "north")

    assert explanation["joined"]["total"] == "30"
    assert explanation["carry"] == {
        "weight": "0.6",
        "stages": [{"stage": "heats", "total": "10", "weight": "0.4", "product": "4"}],
    }
    assert explanation["total"] == {"exact": "22", "rounded": "22", "printed": "22.00"}


def test_explain_says_why_a_team_has_no_total():
    document = carrying(THREE[1:], carry=[{"stage": "heats", "weight": "0.4"}])

    explanation = explain(document, "final", "north")

    assert (explanation["rank"], explanation["reason"], explanation["total"]) == (
        None,
        "missing_carry",
        None,
    )
    assert explanation["carry"]["stages"][0]["total"] is None
    (seat,) = explain(document, "heats", "north")["entries"][0]["seats"]
    assert seat["counted"] is False
