"""Places, tie-breaks and advancing, worked by hand."""

from competition.scoring import explain, recount
from tests.scoring.build import competition, deduct, match, ruling, sheets, stage

TEAMS = ("north", "south", "east", "west")


def event(marks: dict[str, str], *, panel: str = "ana", advance=None, teams=None, **parts):
    """Teams in one match; each team's marks before Ana, two dimensions of factor 1."""
    fields = {"advance": advance} if advance else {}
    only = stage("final", match("m1", panel, *marks), **fields)
    given = [sheets("m1", team, ana=text) for team, text in marks.items()]
    return competition([only], given, factors="1 1", teams=teams, **parts)


def rows(document):
    return recount(document)["stages"][0]["standings"]


def places(document):
    return [(row["rank"], row["team"], row["tied"], row["decided_by"]) for row in rows(document)]


def test_equal_totals_share_a_place_and_use_up_the_places_they_cover():
    marks = {"north": "1 1", "south": "3 2", "east": "2 3", "west": "5 5"}

    assert places(event(marks)) == [
        (1, "west", False, None),
        (2, "south", True, None),
        (2, "east", True, None),
        (4, "north", False, None),
    ]


def test_what_no_tie_break_decides_stays_a_tie_in_the_order_of_teams():
    teams = [{"key": key} for key in ("west", "east", "south", "north")]
    marks = dict.fromkeys(TEAMS, "2 2")

    answer = places(event(marks, teams=teams, tie_break=["law", "deductions", "head", "ruling"]))

    assert answer == [(1, key, True, None) for key in ("west", "east", "south", "north")]


def test_a_dimension_separates_equal_totals_and_is_named_on_both_sides():
    marks = {"north": "1 4", "south": "3 2", "east": "2 3", "west": "5 5"}

    assert places(event(marks, tie_break=["law"])) == [
        (1, "west", False, None),
        (2, "south", False, "law"),
        (3, "east", False, "law"),
        (4, "north", False, "law"),
    ]


def test_each_tie_break_compares_those_still_tied():
    # All have 5. Law: north 3; south, east and west 2. Then the ruling orders these three.
    marks = {"north": "3 2", "south": "2 3", "east": "2 3", "west": "2 3"}
    document = event(
        marks, tie_break=["law", "ruling"], rulings=[ruling("final", "west north east south")]
    )

    assert places(document) == [
        (1, "north", False, "law"),
        (2, "west", False, "ruling"),
        (3, "east", False, "ruling"),
        (4, "south", False, "ruling"),
    ]


def test_a_tie_break_that_separates_some_leaves_the_rest_tied_and_is_still_named():
    marks = {"north": "3 2", "south": "2 3", "east": "2 3"}

    assert places(event(marks, tie_break=["law", "talk"])) == [
        (1, "north", False, "law"),
        (2, "south", True, "law"),
        (2, "east", True, "law"),
    ]


def test_a_dimension_compares_panel_value_times_factor_as_the_rule_rounds_it():
    # Law 1.1 × 1.5 = 1.65 → 1.7 and 1.15 × 1.5 = 1.725 → 1.7: equal, so talk decides.
    only = stage("final", match("m1", "ana", "north", "south"))
    document = competition(
        [only],
        [sheets("m1", "north", ana="1.1 2 0.4"), sheets("m1", "south", ana="1.15 2.4 0")],
        factors="1.5 1 1",
        decimals=1,
        round_at=["weighted"],
        tie_break=["law", "talk"],
    )

    assert places(document) == [(1, "south", False, "talk"), (2, "north", False, "talk")]


def test_fewer_deductions_rank_first():
    # north 6 - 1 and south 5: both 5.
    marks = {"north": "3 3", "south": "2 3"}
    document = event(marks, tie_break=["deductions"], deductions=[deduct("m1", "north", "1")])

    assert places(document) == [
        (1, "south", False, "deductions"),
        (2, "north", False, "deductions"),
    ]


def test_the_head_judges_raw_total_decides_even_when_the_sheet_was_dropped():
    # Kept after one high and one low: north 4 of 2, 4, 9; south 4 of 1, 4, 5. Bo is head: 9 and 5.
    only = stage("final", match("m1", "ana bo cy", "south", "north"))
    given = [
        sheets("m1", "north", ana="2", bo="9", cy="4"),
        sheets("m1", "south", ana="1", bo="5", cy="4"),
    ]
    document = competition(
        [only], given, heads="bo", drop_high=1, drop_low=1, tie_break=["head"], factors="1"
    )

    assert rows(document)[0]["entries"][0]["dropped"] == {"law": ["ana", "bo"]}
    assert places(document) == [(1, "north", False, "head"), (2, "south", False, "head")]


def test_the_head_judges_marks_are_weighted_by_their_factors():
    # Factors 3 and 1. Ana (head): north 2×3 + 1 = 7, south 1×3 + 3 = 6, though 3 < 4 unweighted.
    # Bo: north 1×3 + 1 = 4, south 1×3 + 2 = 5. Both teams come to 11 / 2.
    only = stage("final", match("m1", "ana bo", "south", "north"))
    given = [
        sheets("m1", "north", ana="2 1", bo="1 1"),
        sheets("m1", "south", ana="1 3", bo="1 2"),
    ]
    document = competition([only], given, factors="3 1", heads="ana", tie_break=["head"])

    assert places(document) == [(1, "north", False, "head"), (2, "south", False, "head")]


def test_the_head_judge_decides_nothing_where_a_tied_team_has_none():
    only = stage("final", match("m1", "ana", "north", "south"), match("m2", "bo", "east"))
    given = [
        sheets("m1", "north", ana="3 2"),
        sheets("m1", "south", ana="2 3"),
        sheets("m2", "east", bo="1 4"),
    ]
    document = competition([only], given, factors="1 1", heads="ana", tie_break=["head"])

    assert places(document) == [(1, key, True, None) for key in ("north", "south", "east")]


def equal_totals(*, last_judge: str) -> dict:
    """North and south both have 6 from two matches; `last_judge` sits in south's second one."""
    only = stage("final", match("m1", "ana bo", "south", "north"), match("m2", "ana", "north"),
                 match("m3", last_judge, "south"))  # fmt: skip
    given = [
        sheets("m1", "north", ana="6", bo="6"),
        sheets("m2", "north", ana="6"),
        sheets("m1", "south", ana="4", bo="6"),
        sheets("m3", "south", **{last_judge: "7"}),
    ]
    return competition([only], given, heads="ana", tie_break=["head"])


def test_the_head_judges_totals_are_combined_as_totals_are():
    # Ana, the head judge: north (6 + 6) / 2, south (4 + 7) / 2.
    document = equal_totals(last_judge="ana")

    assert places(document) == [(1, "north", False, "head"), (2, "south", False, "head")]


def test_the_head_judge_decides_nothing_where_a_tied_team_lacks_her_sheet_in_one_match():
    document = equal_totals(last_judge="bo")

    assert places(document) == [(1, "south", True, None), (1, "north", True, None)]


def test_with_best_the_tie_breaks_compare_the_best_entry():
    # north's best is m1 (6, law 1), though its law in m2 is 4; south's only one is 6 with law 2.
    only = stage(
        "final", match("m1", "ana", "north", "south"), match("m2", "ana", "north"), across="best"
    )
    given = [
        sheets("m1", "north", ana="1 5"),
        sheets("m2", "north", ana="4 1"),
        sheets("m1", "south", ana="2 4"),
    ]
    document = competition([only], given, factors="1 1", tie_break=["law"])

    assert places(document) == [(1, "south", False, "law"), (2, "north", False, "law")]


def test_the_last_ruling_that_names_everyone_in_the_tie_counts():
    marks = {"north": "2 2", "south": "2 2", "east": "1 1"}
    document = event(
        marks,
        tie_break=["ruling"],
        rulings=[
            ruling("final", "north south"),
            ruling("final", "south east north"),
            ruling("final", "north east"),
            ruling("heats", "north south"),
        ],
    )

    assert places(document)[:2] == [(1, "south", False, "ruling"), (2, "north", False, "ruling")]


def test_a_ruling_that_leaves_a_tied_team_out_decides_nothing():
    marks = {"north": "2 2", "south": "2 2", "east": "2 2"}
    document = event(marks, tie_break=["ruling"], rulings=[ruling("final", "north south")])

    assert places(document) == [(1, key, True, None) for key in marks]


def test_a_ruling_has_no_effect_where_the_rule_does_not_name_it():
    document = event({"north": "2 2", "south": "2 2"}, rulings=[ruling("final", "south north")])

    assert places(document) == [(1, "north", True, None), (1, "south", True, None)]


def test_the_best_n_advance():
    marks = {"north": "1 1", "south": "3 2", "east": "2 2", "west": "5 5"}
    document = event(marks, advance={"to": "gala", "top": 2})

    assert {row["team"]: row["advances"] for row in rows(document)} == {
        "west": "gala",
        "south": "gala",
        "east": None,
        "north": None,
    }
    assert recount(document)["stages"][0]["warnings"] == []


def test_everyone_tied_on_the_last_place_advances_and_the_output_says_so():
    marks = {"north": "2 2", "south": "2 2", "east": "1 1", "west": "5 5"}
    document = event(marks, advance={"to": "gala", "top": 2})

    assert [row["team"] for row in rows(document) if row["advances"]] == ["west", "north", "south"]
    assert recount(document)["stages"][0]["warnings"] == [
        {"code": "advance_tie", "to": "gala", "teams": ["north", "south"]}
    ]


def test_a_tie_within_the_planned_number_gives_no_warning():
    marks = {"north": "2 2", "south": "2 2", "east": "1 1"}
    document = event(marks, advance={"to": "gala", "top": 2})

    assert [row["advances"] for row in rows(document)] == ["gala", "gala", None]
    assert recount(document)["stages"][0]["warnings"] == []


def test_zones_advance_separately_and_teams_without_one_form_one_together():
    # hills: west 10, north 4 and south 4. no zone: east 2, centre 1. One from each.
    teams = [
        {"key": "north", "zone": "hills"},
        {"key": "south", "zone": "hills"},
        {"key": "east"},
        {"key": "west", "zone": "hills"},
        {"key": "centre"},
    ]
    marks = {"north": "2 2", "south": "2 2", "east": "1 1", "west": "5 5", "centre": "1 0"}
    one = event(marks, teams=teams, advance={"to": "gala", "top": 1})
    two = event(marks, teams=teams, advance={"to": "gala", "top": 2})

    assert [row["team"] for row in rows(one) if row["advances"]] == ["west", "east"]
    assert [row["team"] for row in rows(two) if not row["advances"]] == []
    assert recount(two)["stages"][0]["warnings"] == [
        {"code": "advance_tie", "to": "gala", "teams": ["north", "south"], "zone": "hills"}
    ]


def test_explain_shows_what_each_tie_break_compared_and_which_decided():
    marks = {"north": "3 2", "south": "2 3", "east": "2 3"}
    document = event(marks, tie_break=["deductions", "law", "ruling"])

    told = explain(document, "final", "south")

    assert told["tied_with"] == ["north", "east"]
    assert [(one["rule"], one["decided"]) for one in told["tie_breaks"]] == [
        ("deductions", False),
        ("law", True),
        ("ruling", False),
    ]
    assert told["tie_breaks"][1]["teams"] == [
        {"team": "north", "value": "3", "order": 1},
        {"team": "south", "value": "2", "order": 2},
        {"team": "east", "value": "2", "order": 2},
    ]
    assert [one["team"] for one in told["tie_breaks"][2]["teams"]] == ["south", "east"]
