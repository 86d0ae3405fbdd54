"""Replaced judges and trainees, worked by hand: whose sheet counts for whom."""

import pytest

from competition.scoring import break_down_marks, explain, recount
from tests.scoring.build import competition, match, replaced, ruling, sheets, stage

# Ana left after north; Bo came to her seat. Cy sat there all the time.
LEFT = [replaced("bo", "ana", "north")]


def final(document):
    return recount(document)["stages"][-1]


def totals(answer):
    return {row["team"]: row["total"] for row in answer["standings"]}


def judged(replacements, *given, panel="bo cy", recused=(), trainees="", **parts):
    """North and south before the panel, with these replacements."""
    only = match("m1", panel, "north", "south")
    only |= {"replacements": replacements, "recused": list(recused), "trainees": trainees.split()}
    return competition([stage("final", only)], list(given), **parts)


NORTH = sheets("m1", "north", ana="9", bo="1", cy="5")
SOUTH = sheets("m1", "south", ana="9", bo="1", cy="5")


def test_the_sheet_of_who_left_counts_for_the_teams_that_are_kept_and_nowhere_else():
    answer = final(judged(LEFT, NORTH, SOUTH))

    # (9 + 5) / 2 for north, (1 + 5) / 2 for south.
    assert totals(answer) == {"north": "7.00", "south": "3.00"}
    assert [row["entries"][0]["counted"] for row in answer["standings"]] == [
        ["ana", "cy"], ["bo", "cy"],
    ]  # fmt: skip
    assert answer["warnings"] == [
        {"code": "replaced", "match": "m1", "seat": "bo", "from": "ana"}
    ]  # fmt: skip


def test_the_judge_whose_sheet_is_missing_is_the_one_whose_sheet_should_count():
    answer = final(judged(LEFT, sheets("m1", "north", bo="1"), sheets("m1", "south", ana="9")))

    assert answer["unranked"] == [
        {"team": "north", "reason": "missing_sheet", "missing": ["ana", "cy"]},
        {"team": "south", "reason": "missing_sheet", "missing": ["bo", "cy"]},
    ]
    assert answer["complete"] is False


def test_under_exclude_too_the_other_judges_sheet_does_not_stand_in():
    answer = final(
        judged(LEFT, sheets("m1", "north", bo="1", cy="5"), missing_sheet="exclude")
    )  # fmt: skip

    assert totals(answer) == {"north": "5.00"}


CHAIN = [replaced("bo", "ana", "north"), replaced("dee", "bo", "south"), replaced("cy", "eli")]


def test_a_chain_of_judges_on_one_seat_is_followed_for_each_team():
    given = [
        sheets("m1", team, ana="9", bo="6", dee="3", eli="0", cy="1")
        for team in ("north", "south", "east")
    ]
    document = judged(CHAIN, *given, panel="dee cy")
    document["stages"][0]["rounds"][0]["matches"][0]["entries"].append(
        {"team": "east", "side": "solo"}
    )
    document["teams"].append({"key": "east"})

    answer = final(document)

    assert {row["team"]: row["entries"][0]["counted"] for row in answer["standings"]} == {
        "north": ["ana", "cy"], "south": ["bo", "cy"], "east": ["dee", "cy"],
    }  # fmt: skip
    assert totals(answer) == {"north": "5.00", "south": "3.50", "east": "2.00"}
    assert [(each["seat"], each["from"]) for each in answer["warnings"]] == [
        ("bo", "ana"), ("dee", "bo"), ("cy", "eli"),
    ]  # fmt: skip


def test_a_void_match_names_its_replaced_judges_too():
    document = judged(LEFT, NORTH, SOUTH)
    document["stages"][0]["rounds"][0]["matches"][0]["void"] = {"en": "Fire alarm"}

    assert [each["code"] for each in final(document)["warnings"]] == ["replaced", "void"]


def test_among_equal_marks_the_later_seat_is_left_out_whoever_sat_there():
    # Ana's seat is the first: of the equal marks 9 of Ana and Cy, Cy's is left out.
    answer = final(judged(LEFT, sheets("m1", "north", ana="9", cy="9"), drop_high=1))

    (row,) = answer["standings"]
    assert row["entries"][0]["dropped"] == {"law": ["cy"]}


def test_the_category_that_weighs_is_that_of_the_judge_whose_sheet_counts():
    categories = {"ana": "pro", "bo": "uni", "cy": "uni"}
    weights = {"pro": "0.75", "uni": "0.25"}

    answer = final(judged(LEFT, NORTH, SOUTH, categories=categories, category_weights=weights))

    # North: 9 × 0.75 + 5 × 0.25; south: only uni, (1 + 5) / 2.
    assert totals(answer) == {"north": "8.00", "south": "3.00"}


def test_the_head_judge_is_whose_sheet_counts():
    # Ana is head. For north she counts, for south nobody is head, so the head decides nothing.
    tied = [sheets("m1", "north", ana="6", cy="4"), sheets("m1", "south", bo="7", cy="3")]
    rule = {"tie_break": ["head", "ruling"], "rulings": [ruling("final", "south north")]}
    answer = final(judged(LEFT, *tied, heads="ana", **rule))
    assert [row["decided_by"] for row in answer["standings"]] == ["ruling", "ruling"]

    both_kept = [replaced("bo", "ana", "north south")]
    tied[1] = sheets("m1", "south", ana="7", cy="3")
    answer = final(judged(both_kept, *tied, heads="ana", **rule))
    assert [(row["team"], row["decided_by"]) for row in answer["standings"]] == [
        ("south", "head"), ("north", "head"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("judge", "total"),
    [
        ("ana", "5.00"),  # Her sheet would count for north, so the seat is out there.
        ("bo", "7.00"),  # His would not, so nothing changes.
    ],
)
def test_a_recusal_concerns_the_judge_whose_sheet_would_count(judge, total):
    recused = [{"judge": judge, "teams": ["north"], "reason": {"en": "Her brother"}}]

    answer = final(judged(LEFT, NORTH, SOUTH, recused=recused))

    assert totals(answer)["north"] == total


def test_nobody_misses_the_sheet_of_a_recused_judge_who_keeps_the_team():
    recused = [{"judge": "ana", "teams": ["north"], "reason": {"en": "Her brother"}}]

    answer = final(judged(LEFT, sheets("m1", "north", cy="5"), SOUTH, recused=recused))

    assert totals(answer) == {"north": "5.00", "south": "3.00"}


def test_nothing_of_a_trainee_counts_or_is_missing():
    given = [sheets("m1", "north", bo="4", cy="6", dee="0"), sheets("m1", "south", bo="4", cy="4")]

    answer = final(judged([], *given, trainees="dee eli", heads="dee"))

    assert totals(answer) == {"north": "5.00", "south": "4.00"}
    assert answer["complete"] is True
    assert answer["standings"][0]["entries"][0]["counted"] == ["bo", "cy"]


def test_a_trainees_sheet_does_not_make_up_for_an_empty_panel():
    answer = final(judged([], sheets("m1", "north", dee="9"), panel="", trainees="dee"))

    assert [row["reason"] for row in answer["unranked"]] == ["no_sheet", "no_sheet"]


def test_an_explanation_and_the_marks_shown_name_the_seat_of_who_counts():
    document = judged(LEFT, NORTH, SOUTH)

    for team, judges in (("north", ["ana", "cy"]), ("south", ["bo", "cy"])):
        seats = explain(document, "final", team)["entries"][0]["seats"]
        assert [seat["judge"] for seat in seats] == judges

    shown = break_down_marks(document, "m1")["entries"]
    assert [seat["total"] for seat in shown[0]["score"]["seats"]] == ["9", "5"]
    assert [seat["total"] for seat in shown[1]["score"]["seats"]] == ["1", "5"]


def test_who_a_stage_names_and_who_has_no_entry_yet_is_waited_for_by_the_stage():
    only = stage("final", match("m1", "ana", "north"), teams=["south", "north"])
    document = competition(
        [only],
        [sheets("m1", "north", ana="9")],
        teams=[{"key": "north"}, {"key": "south"}, {"key": "east"}],
    )

    answer = final(document)

    assert totals(answer) == {"north": "9.00"}
    assert answer["unranked"] == [{"team": "south", "reason": "no_sheet"}]
    assert answer["complete"] is False
    assert explain(document, "final", "south")["reason"] == "no_sheet"


def test_the_order_of_a_stages_teams_orders_no_standings():
    only = stage("final", match("m1", "ana", "north", "south"), teams=["south", "north"])
    given = [sheets("m1", team, ana="9") for team in ("north", "south")]

    answer = final(competition([only], given))

    assert [row["team"] for row in answer["standings"]] == ["north", "south"]


def test_a_team_that_waits_for_nobody_earlier_carries_nought_where_the_carry_says_so():
    heats = stage("heats", match("m0", "ana", "north"), teams=["north", "south"])
    last = stage(
        "final",
        match("m1", "ana", "north", "south"),
        carry=[{"stage": "heats", "weight": "1", "missing": "zero"}],
    )
    given = [
        sheets("m0", "north", ana="5"),
        *(sheets("m1", team, ana="8") for team in ("north", "south")),
    ]

    assert totals(final(competition([heats, last], given))) == {"north": "13.00", "south": "8.00"}
