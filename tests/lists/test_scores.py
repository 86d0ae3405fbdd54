"""Lists of the scores of a written test."""

from typing import Any

import pytest

from competition.document import Refusal
from tests import factories
from tests.factories import text
from tests.lists.workbooks import part, plan, problems, verdicts


def with_test(per: str = "team", scores: Any = (), **more: Any) -> dict[str, Any]:
    """The league with a written test of at most 100 points."""
    file = factories.league()
    paper = {
        "key": "paper",
        "name": text("笔试", "Test"),
        "kind": "paper",
        "max": "100",
        "per": per,
    }
    given = {"scores": list(scores)} if scores else {}
    for index, team in enumerate(file["teams"]):
        team["members"] = [
            {"key": f"{team['key']}-{n}", "name": text(name)}
            for n, name in enumerate(("陈晨", f"队员{index}"), 1)
        ]
    file["stages"].insert(0, paper | given | more)
    return file


def scores(planned):
    """The scores of the test, as `team/member score`."""
    return [
        f"{each['team']}{'/' + each['member'] if 'member' in each else ''} {each['score']}"
        for each in part(planned, "stages", "paper").get("scores", [])
    ]


def test_a_score_a_team_is_new_changed_or_the_same():
    file = with_test(scores=[{"team": "bus", "score": "80.0"}, {"team": "post", "score": "70"}])
    rows = (["代表队", "成绩"], ["地铁队", 87.35], ["公交队", "８０"], ["post", "71分"])

    planned = plan("scores", *rows, file=file)

    assert verdicts(planned) == ["new", "same", "changed"]
    assert planned.rows[2].was == {"score": "70"}
    assert scores(planned) == ["bus 80.0", "post 71", "metro 87.35"]
    assert verdicts(plan("scores", *rows, file=planned.document)) == ["same"] * 3


def test_a_member_is_found_in_the_team_or_alone_where_the_name_is_there_once():
    planned = plan(
        "scores",
        ["代表队", "姓名", "得分"],
        ["地铁队", "陈晨", 90],
        [None, "队员1", 80],
        [None, "陈晨", 70],
        [None, "bus-1", 75],
        ["公交队", "李四", 60],
        ["轮渡队", "陈晨", 50],
        ["公交队", None, 50],
        file=with_test("member"),
    )

    assert [row.key for row in planned.rows] == [
        *("metro/metro-1", "bus/bus-2", None, "bus/bus-1", None, None, None)
    ]
    assert problems(planned) == [
        "4 姓名: “陈晨” may be metro-1, bus-1, post-1, rail-1. Write the key instead of the name.",
        "6 姓名: There is no member “李四” here.",
        "7 代表队: There is no team “轮渡队” here.",
        "8 姓名: The name of the member is missing.",
    ]


def test_who_was_absent_has_no_score_and_a_blank_keeps_the_one_that_is_there():
    file = with_test(scores=[{"team": "bus", "score": "80"}, {"team": "post", "score": "70"}])

    planned = plan(
        "scores",
        ["team", "score"],
        ["地铁队", "缺考"],
        ["公交队", "缺考"],
        ["邮政队", None],
        file=file,
    )

    assert verdicts(planned) == ["same", "changed", "same"]
    assert scores(planned) == ["post 70"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [(101, "out of range. Allowed: 0 to 100"), (-1, "below 0"), ("优", "is not a number")],
)
def test_a_score_that_cannot_be_is_wrong(cell, words):
    assert (
        words in problems(plan("scores", ["team", "score"], ["地铁队", cell], file=with_test()))[0]
    )


def test_the_same_twice_a_member_too_many_and_a_team_of_another_stage_are_wrong():
    file = with_test(teams=["metro", "bus"])

    twice = plan("scores", ["team", "score"], ["地铁队", 1], ["metro", 2], file=file)
    member = plan("scores", ["team", "member", "score"], ["地铁队", "陈晨", 1], file=file)
    other = plan("scores", ["team", "score"], ["邮政队", 1], file=file)

    assert verdicts(twice) == ["new", "wrong"]
    assert "one score a team" in problems(member)[0]
    assert problems(other)[0].startswith("2 team: The team “post” is not among the teams")


def test_who_is_in_the_stage_and_not_in_the_list_is_missing():
    file = with_test("member", teams=["metro", "bus"])
    file["teams"][0]["members"][1]["reserve"] = True

    planned = plan("scores", ["姓名", "成绩"], ["队员1", 80], file=file)

    assert planned.missing == ["metro/metro-1", "bus/bus-1"]


def test_the_stage_must_be_clear():
    two = with_test()
    two["stages"].insert(0, two["stages"][0] | {"key": "second"})
    rows = (["team", "score"], ["地铁队", 1])

    with pytest.raises(Refusal, match="no paper stage here"):
        plan("scores", *rows)
    with pytest.raises(Refusal, match="second, paper"):
        plan("scores", *rows, file=two)
    with pytest.raises(Refusal, match="no paper stage “semi”"):
        plan("scores", *rows, file=two, stage="semi")
    assert plan("scores", *rows, file=two, stage="paper").stage == "paper"


def test_a_list_without_the_column_that_matters_is_refused():
    with pytest.raises(Refusal, match="No column has the scores"):
        plan("scores", ["team"], ["地铁队"], file=with_test())
    with pytest.raises(Refusal, match="no column names the members"):
        plan("scores", ["team", "score"], ["地铁队", 1], file=with_test("member"))
