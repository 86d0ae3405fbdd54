"""Who goes through, who is on the line, who may be called up, and what is still to be waited for.

The files are worked by hand: every team has one mark, so the marks are the totals.
"""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from competition.advance import not_ready_sentences, who_advances
from competition.scoring import recount
from tests.advance.build import final_match, semi_final
from tests.scoring.build import competition, match, sheets, stage
from tests.scoring.test_cases import case


def through(file, stage="semi"):
    return [row["team"] for row in who_advances(file, stage)["through"]]


def test_the_two_best_go_through_with_their_places_and_the_others_are_reserves_best_first():
    found = who_advances(semi_final({"bus": "5", "metro": "9", "post": "7", "rail": "8"}), "semi")

    assert found == {
        "to": "final",
        "through": [
            {"team": "metro", "rank": 1, "zone": None},
            {"team": "rail", "rank": 2, "zone": None},
        ],
        "line": [],
        "out": [],
        "reserves": ["post", "bus"],
        "ready": True,
        "because": [],
    }


def test_with_zones_the_best_of_each_zone_go_and_are_listed_by_place_then_as_the_zones_are():
    file = semi_final(
        {"bus": "5", "metro": "9", "post": "9", "rail": "4", "tax": "9", "guest": "1"},
        top=1,
        zones={"bus": "east", "metro": "east", "post": "west", "rail": "west", "tax": "north"},
        listed="west north east",
    )

    found = who_advances(file, "semi")

    # Three share the first place of the stage: listed as the zones are; who has none comes last.
    assert found["through"] == [
        {"team": "post", "rank": 1, "zone": "west"},
        {"team": "tax", "rank": 1, "zone": "north"},
        {"team": "metro", "rank": 1, "zone": "east"},
        {"team": "guest", "rank": 6, "zone": None},
    ]
    assert found["line"] == []
    assert found["reserves"] == ["bus", "rail"]


def test_teams_of_a_zone_that_is_a_plain_word_are_listed_before_those_without_one():
    file = semi_final({"guest": "9", "metro": "9"}, top=1, zones={"metro": "East"})

    assert [(row["team"], row["zone"]) for row in who_advances(file, "semi")["through"]] == [
        ("metro", "East"),
        ("guest", None),
    ]


def test_a_tie_on_the_line_lets_all_of_it_through_and_says_who_stands_on_it():
    file = semi_final({"bus": "7", "metro": "9", "post": "7", "rail": "3"})

    found = who_advances(file, "semi")

    assert [row["team"] for row in found["through"]] == ["metro", "bus", "post"]
    assert found["line"] == [{"zone": None, "rank": 2, "tied": ["bus", "post"]}]
    assert found["reserves"] == ["rail"]
    assert found["ready"]


def test_a_tie_that_fits_is_not_on_the_line():
    file = semi_final({"bus": "7", "metro": "7", "post": "3"})

    assert who_advances(file, "semi")["line"] == []


def test_a_ruling_takes_the_tie_off_the_line():
    file = semi_final({"bus": "7", "metro": "9", "post": "7"}, rulings="post bus")

    found = who_advances(file, "semi")

    assert [row["team"] for row in found["through"]] == ["metro", "post"]
    assert (found["line"], found["reserves"]) == ([], ["bus"])


def test_each_zone_has_a_line_of_its_own():
    file = semi_final(
        {"bus": "7", "metro": "7", "post": "5", "rail": "5"},
        top=1,
        zones={"bus": "west", "metro": "west", "post": "east", "rail": "east"},
        listed="east west",
    )

    assert who_advances(file, "semi")["line"] == [
        {"zone": "east", "rank": 3, "tied": ["post", "rail"]},
        {"zone": "west", "rank": 1, "tied": ["bus", "metro"]},
    ]


def test_who_has_withdrawn_from_the_final_uses_up_no_place_and_is_out_with_the_reason():
    file = semi_final(
        {"bus": "5", "metro": "9", "post": "7", "rail": "8"},
        metro={"withdrawn_from": "final"},
        rail={"disqualified": True},
    )

    found = who_advances(file, "semi")

    assert [(row["team"], row["rank"]) for row in found["through"]] == [("post", 2), ("bus", 3)]
    assert found["out"] == [
        {"team": "metro", "reason": "withdrawn"},
        {"team": "rail", "reason": "disqualified"},
    ]
    assert found["reserves"] == []


def test_before_the_round_is_closed_who_goes_through_is_provisional():
    file = semi_final({"bus": "5", "metro": "9", "post": None}, state="open")
    file["stages"][0]["name"] = {"en": "Semi-final"}
    file["stages"][0]["rounds"][0]["name"] = {"en": "Round 1"}
    file["stages"][1]["name"] = {"en": "Final"}
    file["stages"][1]["rounds"] = []
    for team in file["teams"]:
        team["name"] = {"en": team["key"].title()}
    file["judges"][0]["name"] = {"en": "Ana"}
    for dimension in file["rubric"]["dimensions"]:
        dimension["name"] = {"en": dimension["key"].title()}

    found = who_advances(file, "semi")

    assert [row["team"] for row in found["through"]] == ["metro", "bus"]
    assert not found["ready"]
    assert found["out"] == [{"team": "post", "reason": "missing_sheet"}]
    assert [str(each) for each in not_ready_sentences(file, found["because"], "en")] == [
        "Semi-final · Round 1 is not closed yet.",
        "Sheets are still missing for: Post.",
    ]


def test_a_closed_round_in_which_a_sheet_is_missing_is_not_ready():
    found = who_advances(semi_final({"bus": "5", "metro": None}), "semi")

    assert found["because"] == [
        {"code": "awaited", "reason": "missing_sheet", "teams": ["metro"]},
    ]


def test_a_team_of_the_stage_that_is_in_no_match_is_waited_for():
    file = semi_final({"bus": "5", "metro": "9"})
    file["stages"][0]["teams"] = ["bus", "metro", "post"]
    file["teams"].append({"key": "post"})

    assert who_advances(file, "semi")["because"] == [
        {"code": "awaited", "reason": "no_sheet", "teams": ["post"]}
    ]


def test_a_stage_in_which_nobody_has_a_place_is_not_ready():
    file = semi_final({})

    assert who_advances(file, "semi")["because"] == [{"code": "nobody", "stage": "semi"}]


def test_a_written_test_has_no_round_to_close():
    paper = {
        "key": "paper",
        "kind": "paper",
        "max": "100",
        "per": "team",
        "scores": [{"team": "bus", "score": "70"}, {"team": "metro", "score": "80"}],
        "advance": {"to": "final", "top": 1},
    }
    file = competition([], [], teams=[{"key": "bus"}, {"key": "metro"}])
    file["stages"] = [paper, stage("final")]

    found = who_advances(file, "paper")

    assert through(file, "paper") == ["metro"]
    assert found["ready"]


def test_nobody_is_promised_the_final_while_two_teams_are_still_to_be_marked():
    found = who_advances(case("advances-before-complete"), "semi")

    assert [row["team"] for row in found["through"]] == ["t2", "t1"]
    assert not found["ready"]
    assert {"code": "awaited", "reason": "missing_sheet", "teams": ["t3", "t4"]} in found["because"]


def test_after_a_withdrawal_before_the_final_the_next_team_goes_through():
    file = case("withdrawal-before-the-final")
    file["teams"][0]["withdrawn_from"] = "final"

    found = who_advances(file, "semi")

    assert [row["team"] for row in found["through"]] == ["t2", "t3"]
    assert found["out"] == [{"team": "t1", "reason": "withdrawn"}]
    assert found["reserves"] == ["t4"]


def test_who_is_seated_in_the_final_does_not_change_who_goes_through():
    assert through(case("finalists-who-do-not-advance")) == ["t1", "t2"]


TEAMS = ("ana", "bo", "cy", "dee", "eli", "fay", "gus")


@st.composite
def semi_finals(draw):
    marks = {
        team: draw(st.sampled_from(["1", "2", "2", "3", None]))
        for team in TEAMS[: draw(st.integers(1, 7))]
    }
    zones = {team: draw(st.sampled_from(["east", "west", "north"])) for team in marks}
    if draw(st.booleans()):
        zones = {team: zone for team, zone in zones.items() if zone != "north"}
    left = [{}, {}, {"withdrawn": True}, {"withdrawn_from": "final"}, {"disqualified": True}]
    return semi_final(
        marks,
        draw(st.integers(1, 3)),
        zones=draw(st.sampled_from([None, zones])),
        listed=draw(st.sampled_from(["", "west east north"])),
        state=draw(st.sampled_from(["draft", "closed", "closed", "closed"])),
        final=final_match(draw(st.sampled_from(sorted(marks)))),
        **{team: draw(st.sampled_from(left)) for team in marks},
    )


@settings(max_examples=150, deadline=None)
@given(semi_finals())
def test_once_complete_who_goes_through_is_who_advances_in_the_standings(file):
    (semi,) = recount(file, stages={"semi"})["stages"]
    found = who_advances(file, "semi")

    if semi["complete"]:
        expected = {row["team"] for row in semi["standings"] if row["advances"]}
        assert {row["team"] for row in found["through"]} == expected
        warned = [each for each in semi["warnings"] if each["code"] == "advance_tie"]
        assert sorted((each.get("zone") or "", each["teams"]) for each in warned) == sorted(
            (each["zone"] or "", each["tied"]) for each in found["line"]
        )
    else:
        assert not found["ready"]


@settings(max_examples=150, deadline=None)
@given(semi_finals())
def test_everybody_of_the_stage_is_named_once_and_nobody_behind_a_reserve_of_the_own_zone(file):
    (semi,) = recount(file, stages={"semi"})["stages"]
    found = who_advances(file, "semi")
    ranks = {row["team"]: row["rank"] for row in semi["standings"]}
    zones = {team["key"]: team.get("zone") for team in file["teams"]}

    named = [row["team"] for row in found["through"]] + found["reserves"]
    named += [row["team"] for row in found["out"]]
    assert sorted(named) == sorted([*ranks, *(row["team"] for row in semi["unranked"])])
    assert [row["rank"] for row in found["through"]] == sorted(
        row["rank"] for row in found["through"]
    )
    for row in found["through"]:
        assert (row["rank"], row["zone"]) == (ranks[row["team"]], zones[row["team"]])
        for reserve in found["reserves"]:
            assert zones[reserve] != row["zone"] or ranks[reserve] > row["rank"]
    for tie in found["line"]:
        assert len(tie["tied"]) > 1
        assert {ranks[team] for team in tie["tied"]} == {tie["rank"]}


@settings(max_examples=100, deadline=None)
@given(semi_finals(), st.randoms(use_true_random=False))
def test_the_order_of_the_sheets_does_not_matter_and_nothing_is_changed(file, chance):
    before = copy.deepcopy(file)
    found = who_advances(file, "semi")
    assert file == before
    chance.shuffle(file["sheets"])

    assert who_advances(file, "semi") == found


def test_a_match_that_does_not_count_is_not_waited_for():
    heats = stage("heats", match("m1", "ana", "bus"), match("m2", "ana", "metro"))
    heats["advance"] = {"to": "final", "top": 1}
    heats["rounds"][0]["state"] = "closed"
    heats["rounds"][0]["matches"][1]["void"] = {"en": "Broken off"}
    file = competition([heats, stage("final")], [sheets("m1", "bus", ana="4")])

    found = who_advances(file, "heats")

    assert found["ready"]
    assert found["out"] == [{"team": "metro", "reason": "void"}]


def test_nobody_is_sure_to_go_through_while_an_appeal_of_the_stage_is_open():
    file = semi_final({"bus": "5", "metro": "9", "post": "7", "rail": "8"})
    appeal = {"key": "a1", "stage": "semi", "team": "bus", "state": "heard"}

    found = who_advances({**file, "appeals": [appeal]}, "semi")

    assert [row["team"] for row in found["through"]] == ["metro", "rail"]
    assert not found["ready"]
    assert found["because"] == [{"code": "open_appeal", "stage": "semi", "appeals": ["a1"]}]
    assert who_advances({**file, "appeals": [{**appeal, "state": "upheld"}]}, "semi")["ready"]
