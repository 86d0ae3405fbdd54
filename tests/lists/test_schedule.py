"""Lists of matches: found again, changed, or made."""

import datetime as dt
from typing import Any

import pytest

from competition.lists import find_table, plan_import, read_lists
from tests import factories
from tests.factories import text
from tests.lists.workbooks import notes, plan, problems, verdicts, xlsx

HEADER = ["赛段", "轮次", "时间", "场地", "职工方", "企业方", "议题", "评委"]


def league(**changes: Any) -> dict[str, Any]:
    """The league, which begins in May in Beijing, with a stage that nobody has marked yet."""
    file = factories.league()
    file["competition"]["starts"] = "2026-05-20T08:00:00+08:00"
    rounds = [{"key": f"r{n}", "name": text(f"第{n}轮"), "matches": []} for n in (1, 2)]
    file["stages"].append({"key": "cup", "name": text("杯赛", "The cup"), "rounds": rounds})
    return file | changes


def matches(planned: Any, stage: str) -> dict[str, Any]:
    """The matches of a stage by key."""
    found = next(each for each in planned.document["stages"] if each["key"] == stage)
    return {match["key"]: match for round_ in found["rounds"] for match in round_["matches"]}


def cup(*rows: list[Any], **more: Any):
    """A plan for the cup: rows of time, room, labour, employer, topic, panel in its first round."""
    return plan(
        "schedule", HEADER, *(["杯赛", "第1轮", *row] for row in rows), **{"file": league()} | more
    )


def test_a_match_is_made_where_there_is_none_and_found_again_by_its_teams():
    row = ["2026-05-20 09:00", "一号厅", "地铁队", "公交队", "工资", "李娜、jo，张伟"]

    planned = cup(row)

    assert [(each.verdict, each.key) for each in planned.rows] == [("new", "match-4")]
    assert matches(planned, "cup")["match-4"] == {
        "key": "match-4",
        "topic": "wages",
        "starts": "2026-05-20T09:00:00+08:00",
        "room": {"zh": "一号厅"},
        "panel": ["li-na", "jo", "zhang-wei"],
        "entries": [{"team": "metro", "side": "labour"}, {"team": "bus", "side": "employer"}],
    }
    assert planned.missing == ["semi-1", "semi-2", "last"]
    assert verdicts(cup(row, file=planned.document)) == ["same"]


def test_teams_that_change_sides_are_the_same_match():
    made = cup([None, None, "地铁队", "公交队"])

    turned = cup([None, None, "公交队", "地铁队"], file=made.document)

    assert verdicts(turned) == ["changed"]
    assert turned.rows[0].was == {"labour": "metro", "employer": "bus"}


def test_a_match_key_finds_the_match_and_blank_cells_keep_what_it_has():
    planned = plan(
        "schedule",
        ["场次", "时间", "场地", "评委", "企业方"],
        ["last", None, "二号厅", None, None],
        file=league(),
    )

    assert planned.rows[0].was == {"room": None}
    last = matches(planned, "final")["last"]
    assert (len(last["panel"]), last["topic"], last["room"]) == (3, "wages", {"zh": "二号厅"})


def test_a_new_match_key_makes_the_match_of_that_key():
    planned = plan(
        "schedule",
        ["场次", *HEADER],
        ["c-1", "杯赛", "第2轮", None, None, "地铁队", "公交队"],
        file=league(),
    )

    assert list(matches(planned, "cup")) == ["c-1"]


def test_a_match_moves_into_another_round_unless_it_has_marks():
    made = cup([None, None, "地铁队", "公交队"])
    rows = (["match", "stage", "round"], ["match-4", "杯赛", "r2"], ["semi-1", "final", None])

    planned = plan("schedule", *rows[:2], file=made.document)

    assert planned.rows[0].was == {"round": "r1"}
    assert [len(r["matches"]) for r in planned.document["stages"][2]["rounds"]] == [0, 1]
    assert "has marks" in problems(plan("schedule", *rows, file=made.document))[0]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-05-20T09:00", "2026-05-20T09:00:00+08:00"),
        ("2026-05-20T09:00:00+09:00", "2026-05-20T09:00:00+09:00"),
        ("2026-05-20T01:00:00Z", "2026-05-20T01:00:00Z"),
        ("2026/5/20 9:30", "2026-05-20T09:30:00+08:00"),
        ("2026年5月20日 下午2:30", "2026-05-20T14:30:00+08:00"),
        ("２０２６-05-20 09：00", "2026-05-20T09:00:00+08:00"),
    ],
)
def test_a_start_may_be_written_in_every_usual_way(cell, moment):
    assert matches(cup([cell, None, "地铁队", "公交队"]), "cup")["match-4"]["starts"] == moment


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_start_may_be_a_date_cell_of_either_calendar(from_1904):
    def add(book, sheet):
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["杯赛", "r1", None, None, "地铁队", "公交队"])
        shape = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_datetime(1, 2, dt.datetime.fromisoformat("2026-05-20T09:20"), shape)

    table = find_table(read_lists(xlsx([], add, date_1904=from_1904), "a.xlsx"), "schedule")
    planned = plan_import(factories.checked(league()), "schedule", table)

    assert matches(planned, "cup")["match-4"]["starts"] == "2026-05-20T09:20:00+08:00"


def test_a_day_and_a_time_may_stand_in_two_columns():
    rows = (
        ["赛段", "轮次", "日期", "时间", "职工方", "企业方"],
        ["杯赛", "r1", "2026年5月20日（星期三）", "下午2:30", "地铁队", "公交队"],
        ["杯赛", "r1", "2026-05-20", None, "邮政队", "铁路队"],
    )

    planned = plan("schedule", *rows, file=league())

    assert [match["starts"] for match in matches(planned, "cup").values()] == [
        "2026-05-20T14:30:00+08:00",
        "2026-05-20T00:00:00+08:00",
    ]
    assert notes(planned) == ["3: “2026-05-20” has no time of day, so midnight counts."]


def test_the_same_instant_written_otherwise_is_no_change():
    made = cup(["2026-05-20 09:00", None, "地铁队", "公交队"])

    assert verdicts(
        cup(["2026-05-20T01:00:00Z", None, "地铁队", "公交队"], file=made.document)
    ) == ["same"]


def test_a_start_that_is_none_is_wrong():
    file = league()
    file["competition"].pop("starts")

    for cell in ("明天", "2026-13-20 09:00", "9:00", "2026-05-20 25:00"):
        assert "is no date with a time" in problems(cup([cell, None, "地铁队", "公交队"]))[0]
    assert (
        "time zone" in problems(cup(["2026-05-20 09:00", None, "地铁队", "公交队"], file=file))[0]
    )


def test_what_is_not_there_is_wrong_and_says_what_is():
    planned = plan(
        "schedule",
        HEADER,
        ["初赛", None, None, None, "地铁队", "公交队"],
        ["杯赛", "第9轮", None, None, "地铁队", "公交队"],
        ["杯赛", None, None, None, "地铁队", "公交队"],
        ["杯赛", "r1", None, None, "轮渡队", "公交队"],
        ["杯赛", "r1", None, None, "地铁队", "地铁队"],
        ["杯赛", "r1", None, None, "地铁队", None],
        ["杯赛", "r1", None, None, "邮政队", "铁路队", "工时", "王五"],
        file=league(),
    )

    assert problems(planned) == [
        "2 赛段: There is no stage “初赛” of matches. There are: "
        "半决赛 (semi)、决赛 (final)、杯赛 (cup).",
        "3 轮次: There is no round “第9轮”. There are: 第1轮 (r1)、第2轮 (r2).",
        "4 轮次: Say in which stage and round this match is. The rounds are: "
        "半决赛轮 (semi-round)、决赛轮 (final-round)、第1轮 (r1)、第2轮 (r2).",
        "5 职工方: There is no team “轮渡队” here.",
        "6 企业方: A team cannot meet itself. Name two teams.",
        "7 : Without a match key, both teams have to be named: they find the match.",
        "8 议题: There is no topic “工时” here.",
        "8 评委: There is no judge “王五” here.",
    ]


def test_without_stage_and_round_the_only_match_of_both_teams_is_meant():
    planned = plan(
        "schedule", ["职工方", "企业方", "场地"], ["公交队", "地铁队", "三号厅"], file=league()
    )
    twice = plan(
        "schedule", ["职工方", "企业方"], ["地铁队", "邮政队"], ["邮政队", "地铁队"], file=league()
    )

    assert planned.rows[0].key == "semi-1"
    assert verdicts(twice) == ["same", "wrong"]


def test_a_panel_that_would_lose_a_judge_who_has_marked_is_wrong_at_its_row():
    planned = plan("schedule", ["match", "panel"], ["semi-1", "李娜"], file=league())

    assert verdicts(planned) == ["wrong"]
    assert planned.document is None


def test_a_team_that_is_not_in_the_stage_is_wrong_at_its_row():
    file = league()
    file["stages"][2]["teams"] = ["post", "rail"]

    assert (
        "not among the teams of this stage"
        in problems(cup([None, None, "地铁队", "邮政队"], file=file))[0]
    )
