"""What becomes of the next stage: its teams, the reserve for one that left, a play-off."""

from competition.advance import (
    find_play_off,
    find_reserve,
    others_seated,
    play_off_order,
    play_off_stage,
    put_reserve,
    teams_after_advancing,
    teams_before_advancing,
)
from competition.scoring import recount
from tests.advance.build import final_match, semi_final
from tests.scoring.build import sheets, stage
from tests.scoring.test_cases import case

FOUR = {"bus": "5", "metro": "9", "post": "7", "rail": "8"}


def test_the_next_stage_gets_who_goes_through_in_that_order():
    assert teams_after_advancing(semi_final(FOUR), "semi") == ["metro", "rail"]


def test_a_list_from_before_is_replaced_and_taken_away_again():
    file = semi_final(FOUR, final={"teams": ["bus", "post"]})

    assert teams_after_advancing(file, "semi") == ["metro", "rail"]
    assert teams_before_advancing(file, "semi") is None


def test_where_two_stages_lead_to_the_final_each_brings_its_own_teams():
    north = semi_final({"bus": "5", "metro": "9"}, top=1)
    south = semi_final({"post": "5", "rail": "9"}, top=1)["stages"][0]
    south["key"] = "south"
    file = {**north, "teams": [*north["teams"], {"key": "post"}, {"key": "rail"}, {"key": "host"}]}
    for each in south["rounds"][0]["matches"]:
        each["key"] = each["key"].replace("semi", "south")
    file["sheets"] += sheets("south-post", "post", ana="5") + sheets("south-rail", "rail", ana="9")
    file["stages"].insert(1, south)
    final = file["stages"][2]

    # The host was named by hand; the southern teams came first.
    final["teams"] = ["rail", "host"]
    assert teams_after_advancing(file, "semi") == ["metro", "rail", "host"]

    final["teams"] = ["metro", "host"]
    assert teams_after_advancing(file, "south") == ["metro", "rail", "host"]

    final["teams"] = ["metro", "rail", "host"]
    assert teams_before_advancing(file, "semi") == ["rail", "host"]


def test_others_in_the_finals_matches_are_named():
    file = case("finalists-who-do-not-advance")

    assert others_seated(file, "final", ["t1", "t2"]) == ["t3", "t4"]


def test_others_who_are_named_as_being_in_the_final_are_named_too():
    file = semi_final(FOUR, final={"teams": ["metro", "bus"]})

    assert others_seated(file, "final", ["metro", "rail"]) == ["bus"]


def test_a_score_in_a_written_test_is_a_seat():
    paper = {"kind": "paper", "scores": [{"team": "bus", "score": "70"}]}
    file = semi_final(FOUR, final=paper)

    assert others_seated(file, "final", ["metro", "rail"]) == ["bus"]


def test_the_best_who_is_not_in_the_final_yet_is_called_up():
    file = semi_final(FOUR, final={"teams": ["metro", "rail"]}, rail={"withdrawn_from": "final"})

    assert find_reserve(file, "semi", "rail") == ["post"]


def test_the_reserve_comes_from_the_zone_of_the_team_that_left_while_it_has_one():
    zones = {"bus": "west", "metro": "east", "post": "east", "rail": "west"}
    file = semi_final(FOUR, top=1, zones=zones, final={"teams": ["metro", "rail"]})
    file["teams"][3]["withdrawn_from"] = "final"
    assert find_reserve(file, "semi", "rail") == ["bus"]

    file["teams"][0]["withdrawn_from"] = "final"
    assert find_reserve(file, "semi", "rail") == ["post"]

    file["teams"][2]["withdrawn_from"] = "final"
    assert find_reserve(file, "semi", "rail") == []


def test_of_two_reserves_on_one_place_none_is_chosen_by_chance():
    file = semi_final({"bus": "7", "metro": "9", "post": "7"}, top=1, final={"teams": ["metro"]})
    file["teams"][1]["withdrawn_from"] = "final"

    assert find_reserve(file, "semi", "metro") == ["bus", "post"]


def test_a_reserve_takes_the_place_in_the_list_and_in_the_matches_but_not_what_was_said():
    final = final_match("metro", "rail") | {"teams": ["metro", "rail"]}
    last = final["rounds"][0]["matches"][0]
    last["recused"] = [
        {"judge": "ana", "teams": ["rail"], "reason": {"en": "A cousin"}},
        {"judge": "bo", "teams": ["metro", "rail"], "reason": {"en": "A neighbour"}},
        {"judge": "cy", "reason": {"en": "Ill"}},
    ]
    last["accepted_conflicts"] = [{"judge": "ana", "team": "rail", "reason": {"en": "Known"}}]
    file = semi_final(FOUR, final=final)

    assert put_reserve(file, "final", "rail", "post") == ["last"]

    assert file["stages"][1]["teams"] == ["metro", "post"]
    assert [entry["team"] for entry in last["entries"]] == ["metro", "post"]
    assert "accepted_conflicts" not in last
    assert [(each["judge"], each.get("teams")) for each in last["recused"]] == [
        ("bo", ["metro"]),
        ("cy", None),
    ]


def named(file):
    file["stages"][0]["name"] = {"zh": "半决赛", "en": "Semi-final"}
    return file


def test_a_play_off_is_a_stage_of_one_match_that_carries_nothing():
    file = named(semi_final({"bus": "7", "metro": "9", "post": "7"}))

    made = play_off_stage(file, "semi", ["bus", "post"])

    assert made["key"] == "semi-play-off"
    assert made["name"] == {"zh": "半决赛加赛", "en": "Semi-final: play-off"}
    assert "carry" not in made
    (match,) = made["rounds"][0]["matches"]
    assert match == {
        "key": "semi-play-off",
        "panel": ["ana"],
        "entries": [{"team": "bus", "side": "labour"}, {"team": "post", "side": "employer"}],
    }
    file["stages"].insert(1, made)
    assert find_play_off(file, "semi", ["post", "bus"]) is made
    assert find_play_off(file, "semi", ["metro", "bus"]) is None
    assert play_off_stage(file, "semi", ["bus", "post"])["key"] == "semi-play-off-2"


def test_three_teams_play_off_on_no_side():
    file = named(semi_final({"bus": "7", "metro": "7", "post": "7"}))

    (match,) = play_off_stage(file, "semi", ["bus", "metro", "post"])["rounds"][0]["matches"]

    assert {entry["side"] for entry in match["entries"]} == {"solo"}


def test_a_play_off_gives_an_order_once_everything_in_it_is_marked_and_nothing_is_tied():
    file = named(semi_final({"bus": "7", "metro": "9", "post": "7"}))
    file["stages"].insert(1, play_off_stage(file, "semi", ["bus", "post"]))

    def order():
        return play_off_order(recount(file, stages={"semi-play-off"})["stages"][0])

    assert order() == []
    file["sheets"] += sheets("semi-play-off", "bus", ana="4")
    assert order() == []
    file["sheets"] += sheets("semi-play-off", "post", ana="4")
    assert order() == []
    file["sheets"][-1]["marks"] = {"law": "5"}
    assert order() == ["post", "bus"]
    # The tied stage itself is as it was.
    assert [row["rank"] for row in recount(file)["stages"][0]["standings"]] == [1, 2, 2]


def test_a_stage_of_the_longest_name_has_a_play_off_too():
    long = "s" * 64
    file = semi_final({"bus": "7", "metro": "7"})
    file["stages"][0] = {**stage(long), "name": {"en": "Long"}}

    assert len(play_off_stage(file, long, ["bus", "metro"])["key"]) <= 64
