"""Teams that leave, void matches, recused judges: what has marks is taken out of the count."""

from competition.scoring import explain, recount
from tests.scoring.build import competition, deduct, match, sheets, stage

SEMI = [("north", "9"), ("south", "8"), ("east", "7"), ("west", "6")]


def semi_and_final(**north) -> dict:
    """A judged semi-final of four, two go on; the final is not drawn yet."""
    semi = stage(
        "semi", match("m1", "ana", "north", "south"), match("m2", "ana", "east", "west"),
        advance={"to": "final", "top": 2},
    )  # fmt: skip
    given = [
        sheets("m1" if team in ("north", "south") else "m2", team, ana=mark) for team, mark in SEMI
    ]
    teams = [{"key": team} for team, _ in SEMI]
    teams[0].update(north)
    final = stage("final", match("m3", "ana", "south", "east"))
    return competition([semi, final], given, teams=teams)


def ranked(answer: dict) -> list[tuple]:
    return [(row["rank"], row["team"], row["advances"]) for row in answer["standings"]]


def test_who_withdraws_from_the_final_keeps_its_place_in_the_semi_final_and_the_next_goes_on():
    answer = recount(semi_and_final(withdrawn_from="final"))["stages"][0]

    assert ranked(answer) == [
        (1, "north", None), (2, "south", "final"), (3, "east", "final"), (4, "west", None),
    ]  # fmt: skip
    assert answer["complete"] is True


def test_who_withdraws_from_the_semi_final_is_in_neither_stage():
    answer = recount(semi_and_final(withdrawn_from="semi", reason={"en": "Illness"}))["stages"][0]

    assert ranked(answer)[0] == (1, "south", "final")
    assert answer["unranked"] == [
        {"team": "north", "reason": "withdrawn", "why": {"en": "Illness"}}
    ]


def test_a_disqualified_team_has_a_place_in_no_stage_whatever_else_is_said_of_it():
    document = semi_and_final(withdrawn=True, withdrawn_from="final", disqualified=True)

    answer = recount(document)["stages"][0]

    assert answer["unranked"] == [{"team": "north", "reason": "disqualified"}]


def test_nobody_advances_while_a_sheet_is_missing():
    document = semi_and_final()
    document["sheets"].pop()

    answer = recount(document)["stages"][0]

    assert answer["complete"] is False
    assert {row["advances"] for row in answer["standings"]} == {None}


def test_a_tie_on_the_line_is_said_of_a_complete_stage_only():
    document = semi_and_final()
    document["sheets"][2]["marks"]["law"] = "8"
    assert recount(document)["stages"][0]["warnings"][0]["code"] == "advance_tie"

    document["sheets"].pop()

    assert recount(document)["stages"][0]["warnings"] == []


def test_a_void_match_counts_for_nobody_and_takes_its_deductions_along():
    only = stage("final", match("m1", "ana bo", "north"), match("m2", "ana", "north"))
    only["rounds"][0]["matches"][0]["void"] = {"en": "Fire alarm"}
    given = [sheets("m1", "north", ana="9"), sheets("m2", "north", ana="6")]
    document = competition([only], given, deductions=[deduct("m1", "north", "2")])

    (answer,) = recount(document)["stages"]

    assert answer["warnings"] == [{"code": "void", "match": "m1"}]
    (row,) = answer["standings"]
    assert (row["total"], row["deductions"]) == ("6.00", "0")
    assert [entry["match"] for entry in row["entries"]] == ["m2"]


def test_a_team_whose_every_match_is_void_has_no_place_and_does_not_hold_up_the_stage():
    only = stage("final", match("m1", "ana", "north", "south"), match("m2", "ana", "south"))
    only["rounds"][0]["matches"][0]["void"] = {"en": "Fire alarm"}
    document = competition([only], [sheets("m2", "south", ana="6")])

    (answer,) = recount(document)["stages"]

    assert answer["unranked"] == [{"team": "north", "reason": "void"}]
    assert answer["complete"] is True
    assert explain(document, "final", "north")["void_matches"] == ["m1"]


def recused(*recusals: dict, **rule) -> dict:
    """Ana and Bo judge north and south; the head judge is Ana."""
    only = stage("final", match("m1", "ana bo", "north", "south"))
    only["rounds"][0]["matches"][0]["recused"] = list(recusals)
    given = [sheets("m1", "north", ana="9", bo="5"), sheets("m1", "south", ana="6")]
    return competition([only], given, heads="ana", **rule)


def test_a_recused_judges_sheet_does_not_count_for_that_team_and_is_not_missing():
    document = recused(
        {"judge": "ana", "teams": ["north"], "reason": {"en": "Her brother"}},
        {"judge": "bo", "teams": ["south"], "reason": {"en": "His employer"}},
    )

    (answer,) = recount(document)["stages"]

    assert [(row["team"], row["total"]) for row in answer["standings"]] == [
        ("south", "6.00"), ("north", "5.00"),
    ]  # fmt: skip
    seats = explain(document, "final", "north")["entries"][0]["seats"]
    assert [(seat["judge"], seat["recused"], seat["counted"]) for seat in seats] == [
        ("ana", True, False), ("bo", False, True),
    ]  # fmt: skip


def test_recused_without_teams_means_every_team_of_the_match():
    (answer,) = recount(recused({"judge": "bo", "reason": {"en": "Ill"}}))["stages"]

    assert [row["total"] for row in answer["standings"]] == ["9.00", "6.00"]


def test_where_everybody_is_recused_the_team_waits_for_nobody_and_has_no_sheet():
    document = recused(
        {"judge": "ana", "reason": {"en": "Ill"}}, {"judge": "bo", "reason": {"en": "Ill"}}
    )

    (answer,) = recount(document)["stages"]

    assert [row["reason"] for row in answer["unranked"]] == ["no_sheet", "no_sheet"]
    assert answer["complete"] is False


def test_the_head_judge_decides_no_tie_of_a_team_that_she_does_not_judge():
    document = recused(
        {"judge": "ana", "teams": ["north"], "reason": {"en": "Her brother"}},
        {"judge": "bo", "teams": ["south"], "reason": {"en": "His employer"}},
        tie_break=["head"],
    )
    document["sheets"][1]["marks"]["law"] = "6"

    (answer,) = recount(document)["stages"]

    assert [row["rank"] for row in answer["standings"]] == [1, 1]


def test_who_carries_nothing_can_carry_nought_where_the_rule_says_so():
    # South joined for the final: 0.4 × 0 + 8, behind north's 0.4 × 5 + 7 = 9.
    document = competition(
        [
            stage("semi", match("m1", "ana", "north")),
            stage(
                "final",
                match("m2", "ana", "north", "south"),
                carry=[{"stage": "semi", "weight": "0.4", "missing": "zero"}],
            ),
        ],
        [
            sheets("m1", "north", ana="5"),
            sheets("m2", "north", ana="7"),
            sheets("m2", "south", ana="8"),
        ],
    )

    final = recount(document)["stages"][1]

    assert [row["total"] for row in final["standings"]] == ["9.00", "8.00"]


def test_who_is_still_awaited_in_the_earlier_stage_carries_nothing_yet():
    document = competition(
        [
            stage("semi", match("m1", "ana", "north")),
            stage(
                "final",
                match("m2", "ana", "north"),
                carry=[{"stage": "semi", "weight": "0.4", "missing": "zero"}],
            ),
        ],
        [sheets("m2", "north", ana="7")],
    )

    final = recount(document)["stages"][1]

    assert final["unranked"] == [{"team": "north", "reason": "missing_carry"}]


def test_sums_over_different_numbers_of_matches_are_pointed_out():
    only = stage(
        "final", match("m1", "ana", "north", "south"), match("m2", "ana", "north"), across="sum"
    )
    given = [
        sheets("m1", "north", ana="4"),
        sheets("m1", "south", ana="5"),
        sheets("m2", "north", ana="4"),
    ]

    (answer,) = recount(competition([only], given))["stages"]

    assert answer["warnings"] == [{"code": "unequal_entries", "teams": ["south"]}]
    assert answer["complete"] is True


def test_sums_over_different_numbers_of_judges_are_pointed_out():
    only = stage("final", match("m1", "ana bo", "north"), match("m2", "ana", "south"))
    given = [sheets("m1", "north", ana="4", bo="4"), sheets("m2", "south", ana="7")]

    (answer,) = recount(competition([only], given, combine="sum"))["stages"]

    assert answer["warnings"] == [{"code": "unequal_panels", "entries": ["m2/south"]}]
