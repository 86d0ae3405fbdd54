"""Which sheets count, combining matches, and who is unranked, worked by hand."""

import pytest

from competition.scoring import recount
from tests.scoring.build import competition, deduct, marks_of, match, sheets, stage


def final(document):
    return recount(document)["stages"][-1]


def totals(answer):
    return {row["team"]: row["total"] for row in answer["standings"]}


def lone(sheet_fields, **rule):
    """North before Ana alone, with one sheet of these fields."""
    sheet = {"match": "m1", "team": "north", "judge": "ana", **sheet_fields}
    return final(competition([stage("final", match("m1", "ana", "north"))], [[sheet]], **rule))


FIRST = {"version": 1, "state": "submitted", "marks": marks_of("5")}
SECOND = {"version": 2, "state": "submitted", "marks": marks_of("7")}
DRAFT = {"version": 3, "state": "draft", "marks": {}}


def test_the_newest_submitted_version_counts():
    assert totals(lone({**SECOND, "history": [FIRST]})) == {"north": "7.00"}


@pytest.mark.parametrize("history", [[FIRST, SECOND], [SECOND, FIRST]])
def test_a_later_draft_does_not_replace_a_submitted_version(history):
    assert totals(lone({**DRAFT, "history": history})) == {"north": "7.00"}


def test_a_draft_alone_never_counts():
    answer = lone({"version": 1, "state": "draft", "marks": marks_of("9")})

    assert answer["standings"] == []
    assert answer["unranked"] == [{"team": "north", "reason": "missing_sheet", "missing": ["ana"]}]
    assert answer["complete"] is False


def test_a_zero_is_a_mark():
    assert totals(lone({"version": 1, "state": "submitted", "marks": marks_of("0")})) == {
        "north": "0.00"
    }


def test_an_entry_waits_for_every_seat_and_names_each_missing_judge_once_in_order():
    stages = [stage("final", match("m1", "cy ana bo", "north"), match("m2", "dee bo cy", "north"))]
    given = [sheets("m1", "north", ana="5"), sheets("m2", "north", dee="6")]

    answer = final(competition(stages, given))

    assert answer["unranked"] == [
        {"team": "north", "reason": "missing_sheet", "missing": ["cy", "bo"]}
    ]


def test_under_exclude_the_panel_counts_without_the_seat_and_the_stage_is_complete():
    stages = [stage("final", match("m1", "ana bo cy", "north"))]

    answer = final(
        competition(stages, [sheets("m1", "north", ana="5", cy="8")], missing_sheet="exclude")
    )

    assert totals(answer) == {"north": "6.50"}
    assert answer["unranked"] == []
    assert answer["complete"] is True


def test_under_exclude_an_entry_without_a_sheet_is_left_out_and_its_team_still_ranks():
    stages = [stage("final", match("m1", "ana", "north", "south"), match("m2", "bo", "north"))]
    given = [sheets("m1", "north", ana="6")]

    answer = final(
        competition(
            stages,
            given,
            missing_sheet="exclude",
            deductions=[deduct("m1", "north", "1.0"), deduct("m2", "north", "0.50")],
        )
    )

    # Joined over the one entry that has a total: 6 - 1. The deductions of both entries are summed.
    (row,) = answer["standings"]
    assert row["total"] == "5.00"
    assert [entry["match"] for entry in row["entries"]] == ["m1"]
    assert row["deductions"] == "1.5"
    assert answer["unranked"] == [{"team": "south", "reason": "missing_sheet", "missing": ["ana"]}]
    assert answer["complete"] is False


def test_an_empty_panel_gives_no_total_and_waits_for_nobody():
    answer = final(competition([stage("final", match("m1", "", "north"))], []))

    assert answer["unranked"] == [{"team": "north", "reason": "no_sheet"}]


def test_withdrawal_wins_over_a_missing_sheet_and_leaves_the_stage_complete():
    stages = [stage("final", match("m1", "ana", "north", "south"))]
    teams = [{"key": "north", "withdrawn": True}, {"key": "south"}]

    answer = final(competition(stages, [sheets("m1", "south", ana="5")], teams=teams))

    assert answer["unranked"] == [{"team": "north", "reason": "withdrawn"}]
    assert answer["complete"] is True
    assert totals(answer) == {"south": "5.00"}


def test_a_withdrawn_teams_small_panel_gives_no_warning():
    stages = [stage("final", match("m1", "ana", "north", "south"))]
    given = [sheets("m1", "north", ana="9"), sheets("m1", "south", ana="5")]
    teams = [{"key": "north", "withdrawn": True}, {"key": "south"}]

    answer = final(competition(stages, given, teams=teams, drop_high=1))

    assert answer["warnings"] == [
        {"code": "min_kept", "match": "m1", "team": "south", "dimension": "law"}
    ]


def test_a_withdrawn_team_with_the_best_marks_takes_nobodys_place():
    stages = [stage("final", match("m1", "ana", "north", "south"), advance={"to": "x", "top": 1})]
    given = [sheets("m1", "north", ana="9"), sheets("m1", "south", ana="5")]
    teams = [{"key": "north", "withdrawn": True}, {"key": "south"}]

    (row,) = final(competition(stages, given, teams=teams))["standings"]

    assert (row["team"], row["rank"], row["advances"]) == ("south", 1, "x")


def test_a_team_without_an_entry_in_the_stage_is_not_listed():
    stages = [
        stage("heats", match("m0", "ana", "south")),
        stage("final", match("m1", "ana", "north")),
    ]
    given = [sheets("m1", "north", ana="5"), sheets("m0", "south", ana="5")]

    answer = final(competition(stages, given))

    assert totals(answer) == {"north": "5.00"}
    assert answer["unranked"] == []


@pytest.mark.parametrize(
    ("across", "total", "law"),
    [
        # Entries: m1 8 - 0.5 = 7.5, m2 7 and m3 7.5.
        ("mean", "7.33", "7.50"),  # 22/3; law (8 + 7 + 7.5) / 3
        ("sum", "22.00", "22.50"),
        ("best", "7.50", "8.00"),  # m1 and m3 are equal: the earlier one, m1.
    ],
)
def test_a_teams_entries_are_combined_as_the_stage_says(across, total, law):
    stages = [
        stage("final", *(match(key, "ana", "north") for key in ("m1", "m2", "m3")), across=across)
    ]
    given = [
        sheets("m1", "north", ana="8"),
        sheets("m2", "north", ana="7"),
        sheets("m3", "north", ana="7.5"),
    ]

    (row,) = final(competition(stages, given, deductions=[deduct("m1", "north", "0.5")]))[
        "standings"
    ]

    assert row["total"] == total
    assert row["dimensions"] == {"law": law}
    assert row["deductions"] == "0.5"
    assert [entry["match"] for entry in row["entries"]] == ["m1", "m2", "m3"]


def test_the_combined_total_is_rounded_once_more():
    # Entries 0.05 → 0.1 and 0.2 → 0.2; their mean 0.15 → 0.2 (printed with one digit either way),
    # and × 10 in the final shows what was handed on: 0.2, not 0.15.
    stages = [
        stage("heats", match("h1", "ana", "north"), match("h2", "ana", "north")),
        stage("final", match("m1", "ana", "north"), carry=[{"stage": "heats", "weight": "10"}]),
    ]
    given = [
        sheets("h1", "north", ana="0.05"),
        sheets("h2", "north", ana="0.2"),
        sheets("m1", "north", ana="1"),
    ]

    rounding = recount(competition(stages, given, decimals=1, round_at=["total"]))["stages"]
    exact = recount(competition(stages, given, decimals=1))["stages"]

    assert [totals(answer) for answer in rounding] == [{"north": "0.2"}, {"north": "3.0"}]
    # Exact: (0.05 + 0.2) / 2 = 0.125; 1 + 1.25 = 2.25 → 2.3 in print.
    assert [totals(answer) for answer in exact] == [{"north": "0.1"}, {"north": "2.3"}]


def test_this_stages_own_total_is_rounded_only_after_carry():
    # Final: (0.1 + 0.2) / 2 = 0.15, plus 0.1 × 0.5 = 0.05: 0.20 → 0.2. Rounded before, 0.2 + 0.05
    # would have come to 0.3.
    stages = [
        stage("heats", match("h1", "ana", "north")),
        stage(
            "final",
            match("m1", "ana", "north"),
            match("m2", "ana", "north"),
            carry=[{"stage": "heats", "weight": "0.5"}],
        ),
    ]
    given = [
        sheets("h1", "north", ana="0.1"),
        sheets("m1", "north", ana="0.1"),
        sheets("m2", "north", ana="0.2"),
    ]

    answer = final(competition(stages, given, decimals=1, round_at=["total"]))

    assert totals(answer) == {"north": "0.2"}


def test_the_output_has_the_documented_shape():
    only = stage("final", match("m1", "ana bo", "north"), advance={"to": "gala", "top": 1})

    answer = recount(competition([only], [sheets("m1", "north", ana="93.98", bo="93.98")]))

    assert answer == {
        "format": "accord-standings/1",
        "competition": "spring",
        "stages": [
            {
                "stage": "final",
                "complete": True,
                "warnings": [],
                "standings": [
                    {
                        "rank": 1,
                        "team": "north",
                        "total": "93.98",
                        "tied": False,
                        "decided_by": None,
                        "deductions": "0",
                        "advances": "gala",
                        "dimensions": {"law": "93.98"},
                        "entries": [
                            {
                                "match": "m1",
                                "side": "solo",
                                "total": "93.98",
                                "counted": ["ana", "bo"],
                                "dropped": {"law": []},
                            }
                        ],
                    }
                ],
                "unranked": [],
            }
        ],
    }


def test_optional_parts_of_the_file_may_be_absent():
    document = competition([stage("final", match("m1", "ana", "north"))], [])
    for part in ("sheets", "deductions", "rulings"):
        del document[part]

    assert final(document)["unranked"][0]["missing"] == ["ana"]
