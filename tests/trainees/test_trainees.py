"""A trainee beside the panel: only what counts there, only what both marked, exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.trainees import FEWEST_FOR_CORRELATION, compare_trainees
from tests import factories


def league(marks: dict[str, tuple[str, str]], **match) -> dict:
    """The closed semi-final with Sam as a trainee who gave these marks, (law, poise) by team."""
    whole = factories.league()
    whole["judges"].append({"key": "sam", "name": factories.text("Sam")})
    semi = whole["stages"][0]["rounds"][0]["matches"]
    for each in semi:
        each["trainees"] = ["sam"]
    semi[0] |= match
    of_team = {entry["team"]: each["key"] for each in semi for entry in each["entries"]}
    for team, (law, poise) in marks.items():
        whole["sheets"].append(
            {
                "match": of_team[team],
                "team": team,
                "judge": "sam",
                "marks": {"law": law, "poise": poise},
                "state": "submitted",
                "version": 1,
            }
        )
    return whole


def compare(whole: dict):
    file = factories.checked(whole)
    stage = file["stages"][0]
    return compare_trainees(file, stage, stage["rounds"][0])


def test_sam_gave_the_metro_more_in_law_and_the_same_in_poise():
    (sam,) = compare(league({"metro": ("10", "8")}))

    (entry,) = sam.entries
    # The panel gave 9 and 8; poise counts twice.
    assert (entry.trainee, entry.panel, entry.difference) == (26, 25, 1)
    assert sam.dimensions == {"law": Fraction(1), "poise": Fraction(0)}
    assert sam.difference == 1
    assert sam.correlation is None


def test_without_a_submitted_sheet_of_sams_there_is_nothing_to_compare():
    (sam,) = compare(league({}))

    assert (sam.entries, sam.difference, sam.dimensions) == ([], None, {})


def test_a_void_match_is_not_compared():
    (sam,) = compare(league({"metro": ("10", "8")}, void=factories.text("火警", "Fire")))

    assert sam.entries == []


def test_a_recused_judges_sheet_is_not_the_panels():
    whole = league({"metro": ("10", "8")})
    jo = next(s for s in whole["sheets"] if s["judge"] == "jo" and s["team"] == "metro")
    jo["marks"] = {"law": "0", "poise": "0"}
    before = compare(whole)[0].entries[0].panel
    match = whole["stages"][0]["rounds"][0]["matches"][0]
    match["recused"] = [{"judge": "jo", "reason": factories.text("亲属", "A relative")}]

    assert before == Fraction(50, 3)
    assert compare(whole)[0].entries[0].panel == 25


def test_the_correlation_needs_enough_teams():
    marks = {"metro": ("9", "8"), "bus": ("7", "7"), "post": ("8", "9"), "rail": ("5", "6")}
    assert len(marks) < FEWEST_FOR_CORRELATION
    assert compare(league(marks))[0].correlation is None


halves = st.integers(0, 20).map(lambda n: str(Fraction(n, 2)) if n % 2 == 0 else f"{n // 2}.5")


@given(st.lists(st.tuples(halves, halves), min_size=6, max_size=6))
def test_who_marks_as_the_panel_does_differs_by_nothing_and_sees_the_same_order(marks):
    whole = factories.league()
    whole["judges"].append({"key": "sam", "name": factories.text("Sam")})
    round_ = whole["stages"][0]["rounds"][0]
    pairs = [("metro", "bus"), ("post", "rail"), ("bus", "post")]
    whole["sheets"] = []
    round_["matches"] = []
    for number, pair in enumerate(pairs):
        key = f"m{number}"
        entries = [
            {"team": t, "side": s} for t, s in zip(pair, ("labour", "employer"), strict=True)
        ]
        round_["matches"].append(
            {"key": key, "panel": ["li-na", "jo"], "trainees": ["sam"], "entries": entries}
        )
        for place, team in enumerate(pair):
            law, poise = marks[number * 2 + place]
            for judge in ("li-na", "jo", "sam"):
                sheet = {"match": key, "team": team, "judge": judge, "state": "submitted"}
                whole["sheets"].append(
                    {**sheet, "marks": {"law": law, "poise": poise}, "version": 1}
                )

    (sam,) = compare(whole)

    assert {entry.difference for entry in sam.entries} == {0}
    assert set(sam.dimensions.values()) == {0}
    totals = {entry.panel for entry in sam.entries}
    assert sam.correlation == (None if len(totals) == 1 else pytest.approx(1))
