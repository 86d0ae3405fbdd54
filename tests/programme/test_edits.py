"""Many cells changed at once: put into the file together, or each refused at its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.programme.edits import put_cells
from tests.factories import checked, text
from tests.programme.contest import at, contest, match

ONE = text("一号厅", "Hall 1")
SLOT = "planned:final/last:0"


def changed(whole, cells):
    """The file with these cells, checked as a file; what was changed."""
    edited = put_cells(checked(whole), cells)
    assert not edited.refusals, edited.refusals
    return checked(edited.file), edited


def refused(whole, cells):
    edited = put_cells(checked(whole), cells)
    return {name: str(phrase) for name, phrase in edited.refusals.items()}


def first_round(file):
    return file["stages"][0]["rounds"][0]["matches"]


def last_round(file):
    return file["stages"][1]["rounds"][0]


def test_time_room_topic_sides_and_panel_are_typed_as_people_call_them():
    whole = contest(match("a", "rail", "post"), match("b", "bus", "school", room=ONE))
    file, edited = changed(
        whole,
        {
            "a": {
                "starts": "9:40",
                "room": "hall 1",
                "topic": "工资集体协商",
                "labour": "邮政工会代表队",
                "employer": "Railway union",
                "panel": "李宁、Wang Fang; zhao",
            }
        },
    )
    (one, _other) = first_round(file)
    assert (one["starts"], one["room"], one["topic"]) == (at("09:40"), ONE, "wages")
    assert one["entries"] == [
        {"team": "post", "side": "labour"},
        {"team": "rail", "side": "employer"},
    ]
    assert one["panel"] == ["li", "wang", "zhao"]
    assert (edited.matches, edited.rounds) == (["a"], [])


def test_a_blank_cell_takes_time_room_topic_and_panel_away():
    whole = contest(
        match("a", "rail", "post", starts=at("09:00"), room=ONE, topic="wages", panel=["li"])
    )
    blank = {"starts": "", "room": " ", "topic": "", "panel": ""}
    file, _edited = changed(whole, {"a": blank})
    assert first_round(file) == [match("a", "rail", "post")]


def test_a_planned_match_becomes_a_match_with_its_teams_and_keeps_its_time():
    whole = contest(planned=[{"starts": at("09:00"), "room": ONE}, {"starts": at("09:40")}])
    cells = {SLOT: {"labour": "铁路工会代表队", "employer": "post", "panel": "李宁"}}
    file, edited = changed(whole, cells)
    (drawn,) = last_round(file)["matches"]
    assert drawn == match("match-1", "rail", "post", starts=at("09:00"), room=ONE, panel=["li"])
    assert last_round(file)["planned"] == [{"starts": at("09:40")}]
    assert (edited.matches, edited.rounds) == (["match-1"], ["final/last"])


def test_a_planned_match_is_given_another_time_and_the_plan_stays_in_order():
    whole = contest(planned=[{"starts": at("09:00")}, {"starts": at("09:40")}])
    file, edited = changed(whole, {SLOT: {"starts": "10:20"}})
    assert [each["starts"] for each in last_round(file)["planned"]] == [at("09:40"), at("10:20")]
    assert (edited.matches, edited.rounds) == ([], ["final/last"])


def test_each_wrong_cell_is_refused_at_its_place_and_says_what_comes_close():
    whole = contest(match("a", "rail", "post"), match("b", "bus", "school"), planned=[{}])
    found = refused(
        whole,
        {
            "a": {"starts": "soon", "labour": "铁路", "panel": "李宁、李宁"},
            "b": {"topic": "pensions", "labour": "", "employer": "", "number": "x"},
            SLOT: {"panel": "李宁"},
            "gone": {"room": "一号厅"},
        },
    )
    assert set(found) == {
        *(("a", "starts"), ("a", "labour"), ("a", "panel")),
        *(("b", "topic"), ("b", "labour"), ("b", "number")),
        *((SLOT, "panel"), ("gone", "row")),
    }
    assert found["a", "labour"] == (
        "There is no “铁路”. Is one of these meant: 铁路工会代表队 / Railway union?"
    )
    assert found["b", "topic"] == "There is no topic “pensions”."


@pytest.mark.parametrize("number", ["0", "-1", "1" * 31, "9" * 5000, "²", "１"])
def test_the_number_of_a_match_is_a_number_that_can_be(number):
    whole = contest(match("a", "rail", "post"), match("b", "bus", "school"))
    assert set(refused(whole, {"a": {"number": number}})) == {("a", "number")}


def test_two_teams_of_one_name_are_told_apart():
    whole = contest(match("a", "rail", "post"))
    whole["teams"][3]["name"] = whole["teams"][2]["name"]
    found = refused(whole, {"a": {"labour": "公交工会代表队"}})
    assert "More than one team is called" in found["a", "labour"]
    file, _edited = changed(whole, {"a": {"labour": "公交工会代表队（school）"}})
    assert first_round(file)[0]["entries"][0]["team"] == "school"


def test_a_match_is_moved_within_its_round_and_to_another_round():
    whole = contest(*(match(key, "rail", "post") for key in "abc"))
    file, edited = changed(whole, {"c": {"number": "1"}})
    assert [each["key"] for each in first_round(file)] == ["c", "a", "b"]
    assert edited.is_reordered
    assert edited.matches == []

    file, edited = changed(whole, {"b": {"round": "决赛 · 决赛轮"}})
    assert [each["key"] for each in first_round(file)] == ["a", "c"]
    assert [each["key"] for each in last_round(file)["matches"]] == ["b"]
    assert edited.matches == ["b"]


def test_a_match_of_an_opened_round_stays_there():
    whole = contest(match("a", "rail", "post"), state="open")
    found = refused(whole, {"a": {"round": "Last round"}})
    assert "have not been opened" in found["a", "round"]


def test_a_third_team_on_a_side_and_a_solo_performance_are_kept():
    whole = contest(match("a", "rail", "post"))
    whole["stages"][0]["rounds"][0]["matches"][0]["entries"].append({"team": "bus", "side": "solo"})
    file, _edited = changed(whole, {"a": {"labour": "铁路工会代表队；教育工会代表队"}})
    sides = [(entry["team"], entry["side"]) for entry in first_round(file)[0]["entries"]]
    assert sides == [
        *(("rail", "labour"), ("school", "labour")),
        *(("post", "employer"), ("bus", "solo")),
    ]


TIMES = st.sampled_from(["", "9:00", "2026-05-21 10:00", "soon"])
ROOMS = st.sampled_from(["", "一号厅", "Hall 9"])
TEAMS = st.sampled_from(["", "铁路工会代表队", "Post union", "nobody", "bus、school"])
CELLS = st.fixed_dictionaries(
    {},
    optional={
        **{"starts": TIMES, "room": ROOMS, "labour": TEAMS, "employer": TEAMS},
        **{"panel": st.sampled_from(["", "李宁", "李宁，王芳", "who"]), "number": st.just("1")},
        "round": st.sampled_from(["one", "Last round"]),
    },
)


@given(st.dictionaries(st.sampled_from(["a", "b", SLOT, "planned:final/last:1"]), CELLS))
def test_whatever_is_typed_no_match_is_lost_and_no_planned_one_twice(cells):
    whole = contest(
        *(match("a", "rail", "post"), match("b", "bus", "school")), planned=[{}, {"room": ONE}]
    )
    edited = put_cells(checked(whole), cells)
    if edited.refusals:
        return
    rounds = [round_ for stage in edited.file["stages"] for round_ in stage["rounds"]]
    keys = [each["key"] for round_ in rounds for each in round_["matches"]]
    planned = [each for round_ in rounds for each in round_.get("planned", ())]
    assert len(keys) == len(set(keys))
    assert {"a", "b"} <= set(keys)
    assert len(keys) + len(planned) == 4
    assert set(edited.matches) <= set(keys)
