"""Written tests, worked by hand: totals, places, what is carried and who goes on."""

import pytest

from competition.scoring import explain, recount
from tests.scoring.build import competition, match, paper, ruling, sheets, stage, team

TEAMS = [team("north", "ana bo cy"), team("south", "dee eli flo"), team("east", "gus hal ida")]


def written(*scores, people=TEAMS, rulings=(), stages=(), given=(), rule=None, **fields):
    """The standings of a written test of these scores."""
    test = paper("test", *scores, **fields)
    document = competition(
        [test, *stages], list(given), teams=people, rulings=list(rulings), **(rule or {})
    )
    return recount(document)["stages"]


def totals(answer):
    return {row["team"]: row["total"] for row in answer["standings"]}


def test_one_score_a_team_is_its_total_and_nothing_else_stands_in_the_row():
    (answer,) = written("north 80", "south 90.456", per="team")

    assert answer["complete"] is True
    assert answer["warnings"] == []
    assert answer["unranked"] == []
    assert answer["standings"][0] == {
        "rank": 1,
        "team": "south",
        "total": "90.46",
        "tied": False,
        "decided_by": None,
        "deductions": "0",
        "advances": None,
        "dimensions": {},
        "entries": [],
    }


@pytest.mark.parametrize(
    ("combine", "total"),
    [
        (None, "76.67"),  # (90 + 80 + 60) / 3
        ("mean", "76.67"),
        ("sum", "230.00"),
        ({"best": 2}, "170.00"),
        ({"best": 5}, "230.00"),
    ],
)
def test_a_teams_members_are_joined_by_mean_sum_or_the_best(combine, total):
    fields = {} if combine is None else {"combine": combine}

    (answer,) = written("north ana 80", "north bo 60", "north cy 90", **fields)

    assert totals(answer) == {"north": total}


def test_a_member_without_a_score_is_named_and_changes_no_total():
    teams = [team("north", "ana bo cy", reserves="cy"), team("south", "dee eli flo")]

    (answer,) = written("north ana 80", "south dee 90", "south flo 70", people=teams)

    assert totals(answer) == {"north": "80.00", "south": "80.00"}
    assert answer["complete"] is True
    assert answer["warnings"] == [
        {"code": "missing_scores", "team": "north", "members": ["bo"]},
        {"code": "missing_scores", "team": "south", "members": ["eli"]},
    ]


def test_a_reserve_who_sat_the_test_counts_like_everybody():
    teams = [team("north", "ana bo", reserves="bo")]

    (answer,) = written("north ana 80", "north bo 70", people=teams)

    assert totals(answer) == {"north": "75.00"}
    assert answer["warnings"] == []


def test_who_left_is_named_without_a_place_and_nothing_is_said_of_its_members():
    teams = [
        team("north", "ana bo", disqualified=True, reason={"en": "A phone"}),
        team("south", "dee", withdrawn=True),
    ]

    (answer,) = written("north ana 80", "south dee 70", people=teams)

    assert answer["standings"] == []
    assert answer["warnings"] == []
    assert answer["unranked"] == [
        {"team": "north", "reason": "disqualified", "why": {"en": "A phone"}},
        {"team": "south", "reason": "withdrawn"},
    ]
    assert answer["complete"] is True


def test_a_team_that_the_test_names_waits_for_its_score_and_the_stage_with_it():
    fields = {"teams": ["south", "north"], "advance": {"to": "final", "top": 1}}

    answer, _ = written("north 80", per="team", stages=[stage("final")], **fields)

    assert totals(answer) == {"north": "80.00"}
    assert answer["unranked"] == [{"team": "south", "reason": "missing_score"}]
    assert answer["complete"] is False
    assert answer["standings"][0]["advances"] is None


def test_without_a_list_who_has_a_score_is_in_it_and_places_come_as_the_teams_stand():
    (answer,) = written("east 80", "north 80", per="team")

    assert [(row["rank"], row["team"]) for row in answer["standings"]] == [
        (1, "north"), (1, "east"),
    ]  # fmt: skip
    assert answer["unranked"] == []


def test_of_the_tie_breaks_only_a_ruling_applies():
    rule = {"tie_break": ["law", "deductions", "head", "ruling"]}

    (answer,) = written("north 80", "south 80", per="team", rule=rule)
    assert [row["tied"] for row in answer["standings"]] == [True, True]

    (answer,) = written(
        "north 80", "south 80", per="team", rule=rule, rulings=[ruling("test", "south north")]
    )
    assert [(row["team"], row["rank"], row["decided_by"]) for row in answer["standings"]] == [
        ("south", 1, "ruling"), ("north", 2, "ruling"),
    ]  # fmt: skip


def test_a_written_test_lets_the_best_of_each_zone_go_on_and_all_on_the_line():
    teams = [
        team("north", zone="hills"), team("south", zone="coast"), team("east", zone="coast"),
    ]  # fmt: skip

    answer, _ = written(
        "north 50", "south 80", "east 80",
        per="team", people=teams, stages=[stage("final")], advance={"to": "final", "top": 1},
    )  # fmt: skip

    assert {row["team"]: row["advances"] for row in answer["standings"]} == {
        "south": "final", "east": "final", "north": "final",
    }  # fmt: skip
    assert answer["warnings"] == [
        {"code": "advance_tie", "to": "final", "teams": ["south", "east"], "zone": "coast"}
    ]


def carrying(weight, missing=None, **rule):
    """A final that carries the written test: north 9 and south 8 before Ana."""
    carry = {"stage": "test", "weight": weight, **({"missing": missing} if missing else {})}
    final = stage("final", match("m1", "ana", "north", "south"), carry=[carry])
    given = [sheets("m1", "north", ana="9"), sheets("m1", "south", ana="8")]
    return {"stages": [final], "given": given, "rule": rule}


def test_a_written_test_is_carried_with_its_weight():
    _, final = written("north 80", "south 90.5", per="team", **carrying("0.2"))

    # 9 + 0.2 × 80 and 8 + 0.2 × 90.5
    assert totals(final) == {"south": "26.10", "north": "25.00"}


def test_it_is_rounded_before_the_weight_and_once_more_after_it():
    # 200/3 → 67, × 0.1 = 6.7, + 9 = 15.7 → 16. Unrounded before: 6.67 + 9 = 15.67 → 16 as well,
    # so with 0.15: 67 × 0.15 = 10.05 + 9 = 19.05; unrounded 10.00 + 9 = 19.00.
    rule = {"round_at": ["total"], "decimals": 0}
    scores = ["north ana 60", "north bo 70", "north cy 70", "south dee 1"]

    test, final = written(*scores, **carrying("0.1", **rule))
    assert (totals(test)["north"], totals(final)["north"]) == ("67", "16")

    _, final = written(*scores, **carrying("10", **rule))
    assert totals(final)["north"] == "679"  # 9 + 670, where 200/3 × 10 + 9 would be 676


def test_its_own_weight_counts_once_it_carries_itself():
    heats = stage("heats", match("m1", "ana", "north"))
    test = paper("test", "north 80", per="team", weight="0.5", carry=[])
    test["carry"] = [{"stage": "heats", "weight": "2"}]
    document = competition([heats, test], [sheets("m1", "north", ana="9")], teams=TEAMS)

    answer = recount(document)["stages"][1]

    assert totals(answer) == {"north": "58.00"}
    told = explain(document, "test", "north")
    assert told["carry"]["weight"] == "0.5"


def test_who_has_no_score_carries_nothing_or_nought_as_the_carry_says():
    _, final = written("north 80", per="team", **carrying("1"))
    assert final["unranked"] == [{"team": "south", "reason": "missing_carry"}]

    _, final = written("north 80", per="team", **carrying("1", "zero"))
    assert totals(final) == {"north": "89.00", "south": "8.00"}


def test_who_is_awaited_in_the_test_does_not_carry_nought():
    named = {"teams": ["north", "south"]}

    _, final = written("north 80", per="team", **named, **carrying("1", "zero"))

    assert final["unranked"] == [{"team": "south", "reason": "missing_carry"}]
    assert final["complete"] is False


def test_an_explanation_names_each_score_and_what_was_left_out():
    teams = [team("north", "ana bo cy dan", reserves="dan")]
    test = paper("test", "north ana 80", "north bo 60", combine={"best": 1}, teams=["north"])
    document = competition([test], [], teams=teams)

    told = explain(document, "test", "north")

    assert told["paper"] == {
        "per": "member",
        "combine": {"best": 1},
        "max": "100",
        "scores": [
            {"member": "ana", "score": "80", "counted": True},
            {"member": "bo", "score": "60", "counted": False},
        ],
        "missing": ["cy"],
        "exact": "80",
        "total": "80",
    }
    assert (told["entries"], told["joined"]) == ([], None)
    assert told["total"]["printed"] == "80.00"


def test_an_explanation_of_a_missing_score_says_so():
    document = competition([paper("test", per="team", teams=["north"])], [], teams=TEAMS)

    told = explain(document, "test", "north")

    assert (told["reason"], told["total"]) == ("missing_score", None)
    assert told["paper"] == {
        "per": "team", "combine": None, "max": "100",
        "scores": [], "missing": [], "exact": None, "total": None,
    }  # fmt: skip


def test_a_stage_of_matches_explains_no_written_test():
    document = competition(
        [stage("final", match("m1", "ana", "north"))], [sheets("m1", "north", ana="9")]
    )

    assert explain(document, "final", "north")["paper"] is None
