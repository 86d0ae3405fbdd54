"""Who sits where although it may not be meant: warnings that follow from the file alone."""

import copy

import pytest

from competition import checks
from tests.factories import checked, text

SIDES = ("labour", "employer")


def match(key: str, *teams: str, sides=SIDES, **more) -> dict:
    entries = [{"team": team, "side": side} for team, side in zip(teams, sides, strict=False)]
    return {"key": key, "panel": ["li-na"], "entries": entries, **more}


def stage(key: str, *matches: dict, state: str = "draft", **more) -> dict:
    round_ = {"key": "round", "name": text("第一轮", "Round 1"), "state": state}
    return {
        "key": key,
        "name": text({"semi": "半决赛", "final": "决赛"}[key], key.capitalize()),
        "across_matches": "mean",
        "rounds": [round_ | {"matches": list(matches)}],
        **more,
    }


def contest(*stages: dict, **changes) -> dict:
    """Metro, Bus, Post and Rail; 李娜 judges alone."""
    names = [("metro", "地铁", "Metro"), ("bus", "公交", "Bus")]
    names += [("post", "邮政", "Post"), ("rail", "铁路", "Rail")]
    dimension = {"key": "law", "name": text("法律"), "max": "10", "step": "1", "factor": "1"}
    return {
        "format": "accord/1",
        "competition": {"key": "league", "name": text("联赛")},
        "rubric": {"dimensions": [dimension]},
        "scoring": {"combine": "mean"},
        "teams": [{"key": key, "name": text(zh, en)} for key, zh, en in names],
        "judges": [{"key": "li-na", "name": text("李娜", "Li Na")}],
        "stages": list(stages),
        **changes,
    }


def marked(match_key: str, **marks: str) -> list[dict]:
    return [
        {"match": match_key, "team": team, "judge": "li-na", "marks": {"law": mark}}
        | {"state": "submitted", "version": 1}
        for team, mark in marks.items()
    ]


def after_the_semi_final(*final: dict, **more) -> dict:
    """Metro and Bus go on; the sheets are in."""
    semi = stage(
        "semi", match("s1", "metro", "post"), match("s2", "bus", "rail"),
        state="closed", advance={"to": "final", "top": 2},
    )  # fmt: skip
    sheets = marked("s1", metro="9", post="6") + marked("s2", bus="8", rail="5")
    return contest(semi, stage("final", *final, **more), sheets=sheets)


def warnings_of(whole: dict) -> list[dict]:
    return checks.check_who_plays(checked(copy.deepcopy(whole)))


def said(whole: dict, language="en") -> list[str]:
    file = checked(copy.deepcopy(whole))
    found = checks.check_who_plays(file)
    return [each.text() for each in checks.who_plays_sentences(file, found, language)]


def test_a_final_of_those_who_go_on_is_nothing_to_speak_of():
    assert warnings_of(after_the_semi_final(match("f", "bus", "metro"))) == []


def test_who_goes_on_and_is_not_seated_and_who_is_seated_and_does_not_go_on_are_both_named():
    whole = after_the_semi_final(match("f", "post", "rail"))

    assert warnings_of(whole) == [
        {"code": "advances_not_seated", "stage": "final", "after": ["semi"]}
        | {"teams": ["metro", "bus"]},
        {"code": "seated_without_advancing", "stage": "final", "after": ["semi"]}
        | {"teams": ["post", "rail"]},
    ]
    assert said(whole) == [
        "Advances from Semi but has no match in Final: Metro, Bus.",
        "Has a match in Final but does not advance from Semi: Post, Rail.",
    ]


def test_before_the_semi_final_is_complete_nobody_is_said_to_go_on():
    whole = after_the_semi_final(match("f", "post", "rail"))
    whole["sheets"].pop()

    assert warnings_of(whole) == []


def test_a_final_without_matches_is_still_to_be_made_and_nobody_is_missing_there():
    assert warnings_of(after_the_semi_final()) == []


def test_a_team_that_withdrew_from_the_final_is_named_there_and_the_next_one_goes_on():
    whole = after_the_semi_final(match("f", "metro", "bus"))
    whole["teams"][0]["withdrawn_from"] = "final"

    assert said(whole) == [
        "Advances from Semi but has no match in Final: Post.",
        "Final · Round 1, match 1: Metro has withdrawn but is still in it.",
    ]


def test_a_disqualified_team_in_a_closed_round_is_history():
    whole = after_the_semi_final(match("f", "bus", "post"))
    whole["teams"][0]["disqualified"] = True

    assert warnings_of(whole) == []


def test_a_team_without_a_total_to_carry_is_named_unless_the_stage_says_what_it_carries():
    whole = contest(
        stage("semi", match("s1", "metro", "bus"), state="closed"),
        stage("final", match("f", "metro", "rail"), carry=[{"stage": "semi", "weight": "1"}]),
        sheets=marked("s1", metro="9", bus="8"),
    )
    assert warnings_of(whole) == [
        {"code": "no_carried_total", "stage": "final", "carried": "semi", "teams": ["rail"]}
    ]

    whole["stages"][1]["carry"][0]["missing"] = "zero"

    assert warnings_of(whole) == []


def test_a_team_in_two_matches_of_a_round_is_named_unless_one_of_them_is_void():
    whole = contest(stage("final", match("f1", "metro", "bus"), match("f2", "metro", "post")))
    assert said(whole) == [
        "Metro is in more than one match of the round: Round 1, match 1; Round 1, match 2."
    ]

    whole["stages"][0]["rounds"][0]["matches"][0]["void"] = text("停电", "Power cut")

    assert warnings_of(whole) == []


@pytest.mark.parametrize(
    ("sides", "found"),
    [(("labour", "labour"), 1), (("employer", "employer"), 1), (SIDES, 0), (("solo", "solo"), 0)],
)
def test_two_teams_on_one_side_are_warned_of(sides, found):
    whole = contest(stage("final", match("f", "metro", "bus", sides=sides)))

    assert [warning["code"] for warning in warnings_of(whole)] == ["same_side"] * found


def test_a_match_added_to_a_closed_round_has_no_sheet_and_is_named():
    whole = after_the_semi_final()
    whole["stages"][0]["rounds"][0]["matches"].append(match("s3", "metro", "rail"))

    assert {"code": "closed_without_sheets", "stage": "semi", "round": "round"} | {
        "matches": ["s3"]
    } in warnings_of(whole)


def test_a_match_without_topic_is_named_where_the_competition_has_topics():
    whole = contest(stage("final", match("f", "metro", "bus")))
    assert warnings_of(whole) == []

    whole["topics"] = [{"key": "wages", "title": text("工资")}]

    assert said(whole) == ["No topic yet: Round 1, match 1."]


def test_an_empty_panel_is_named():
    whole = contest(stage("final", match("f", "metro", "bus") | {"panel": []}))

    assert said(whole) == ["No panel, so nobody judges there: Round 1, match 1."]


def test_two_teams_and_two_judges_of_one_name_are_told_apart_by_what_differs():
    whole = contest(stage("final", match("f", "metro", "bus")))
    whole["teams"][0] |= {"name": text("李宁"), "organisation": text("海淀", "Haidian")}
    whole["teams"][1] |= {"name": text("李宁"), "organisation": text("朝阳", "Chaoyang")}
    whole["judges"].append({"key": "li-na-2", "name": text("李娜", "Li Na the younger")})

    assert said(whole) == [
        "These teams have the same name: 李宁 (Haidian), 李宁 (Chaoyang).",
        "These judges have the same name: Li Na (li-na), Li Na the younger (li-na-2).",
    ]
    assert (
        said(whole, "zh")[1] == "These judges have the same name: 李娜（li-na）, 李娜（li-na-2）."
    )


def test_what_is_said_before_a_round_opens_is_of_that_round_and_its_stage():
    whole = after_the_semi_final(match("f", "metro", "post"), match("g", "metro", "rail"))
    whole["judges"].append({"key": "again", "name": text("李娜", "Li Na")})
    found = warnings_of(whole)

    assert checks.about_round(found, "semi", "round") == []
    assert [each["code"] for each in checks.about_round(found, "final", "round")] == [
        "advances_not_seated",
        "seated_without_advancing",
        "team_twice",
    ]
