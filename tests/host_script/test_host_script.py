"""What 林琳, who hosts the ceremony, reads aloud."""

import pytest

from competition import scoring
from competition.host_script import script_paragraphs, write_host_script
from competition.scoring.reveal import places_to_reveal
from tests.factories import checked, league, league_with_test, text


def marked(marks, **rule):
    """The league, where the metro's judges gave these marks in law and 8 in poise."""
    whole = league()
    whole["scoring"] |= rule
    sheets = [sheet for sheet in whole["sheets"] if sheet["team"] == "metro"]
    for sheet, mark in zip(sheets, marks, strict=True):
        sheet["marks"]["law"] = mark
    return whole


def said(whole, stage="semi", team="metro", language="zh"):
    """What is said about a team, line by line."""
    script = write_host_script(checked(whole), stage)
    (step,) = (step for step in script["steps"] if team in step["teams"])
    return [line["text"][language] for line in step["lines"]]


def test_the_last_place_is_read_first_and_the_winner_last():
    script = write_host_script(checked(league()), "semi")

    assert [step["rank"] for step in script["steps"]] == [4, 3, 2, 1]
    assert script["steps"][0]["lines"][0]["text"] == {
        "zh": "第四名：铁路队。",
        "en": "In fourth place: 铁路队.",
    }


def test_a_step_of_the_script_is_a_step_of_the_reveal():
    file = checked(league_with_test())
    standings = scoring.recount(file, {"test"})["stages"][0]

    steps = write_host_script(file, "test")["steps"]

    assert [step["teams"] for step in steps] == [
        [row["team"] for row in rows] for rows in places_to_reveal(standings)
    ]


def test_no_team_is_named_before_the_reveal_shows_it():
    whole = league()
    for sheet in whole["sheets"]:
        sheet["marks"] = {"law": "8", "poise": "8"}
    whole["rulings"] = [
        {"stage": "semi", "teams": ["bus", "metro", "rail", "post"], "minutes": text("合议")}
    ]
    names = {"metro": "地铁队", "bus": "公交队", "post": "邮政队", "rail": "铁路队"}

    script = write_host_script(checked(whole), "semi")

    to_come = set(names)
    for paragraph in script["opening"]:
        assert not any(name in paragraph["zh"] for name in names.values())
    for step in script["steps"]:
        to_come -= set(step["teams"])
        words = "".join(line["text"]["zh"] + line["text"]["en"] for line in step["lines"])
        assert not any(names[team] in words for team in to_come)
    assert "经评委组裁定" in script["steps"][-1]["lines"][-1]["text"]["zh"]


def test_the_marks_the_sum_and_the_mean_are_read():
    lines = said(marked(["9", "8.5", "9.5"]))

    assert lines[1] == (
        "三位评委的评分依次为 25 分、24.5 分、25.5 分。三个评分合计 75 分，平均 25.00 分。"
    )
    assert lines[-1] == "地铁队，最后得分 25.00 分。"


def test_the_highest_and_the_lowest_are_named_as_left_out():
    whole = marked(["9", "8.5", "9.5"], drop_high=1, drop_low=1, drop_by="sheet")

    assert said(whole)[1] == (
        "三位评委的评分依次为 25 分、24.5 分、25.5 分。"
        "去掉一个最高分 25.5 分，去掉一个最低分 24.5 分。得分 25.00 分。"
    )
    assert said(whole, language="en")[1] == (
        "Three judges gave 25, 24.5, 25.5. Left out: the highest, 25.5; the lowest, 24.5. "
        "The score: 25.00 points."
    )


def test_marks_left_out_dimension_by_dimension_are_read_dimension_by_dimension():
    whole = marked(["9", "8.5", "9.5"], drop_high=1, drop_low=1, drop_by="dimension")
    first = next(sheet for sheet in whole["sheets"] if sheet["team"] == "metro")
    first["marks"]["poise"] = "9"

    law, poise, total = said(whole)[1:4]

    assert law.startswith("法律：三位评委的评分依次为 9 分、8.5 分、9.5 分。去掉一个最高分 9.5 分")
    assert poise.endswith("得分 8 分，乘以 2，得 16.00 分。")
    assert total == "各项得分相加，合计 25.00 分。"


def test_too_few_marks_to_leave_any_out_are_said_to_be_too_few():
    whole = marked(["9", "8.5", "9.5"], drop_high=1, drop_low=1, drop_by="sheet", min_kept=2)

    assert "评分太少，不去掉最高分和最低分。" in said(whole)[1]


@pytest.mark.parametrize(
    ("combine", "expected"),
    [
        ("sum", "三个评分合计 75.00 分"),
        ("median", "法律：三位评委的评分依次为 9 分、8.5 分"),
    ],
)
def test_the_words_follow_the_rule(combine, expected):
    assert expected in said(marked(["9", "8.5", "9.5"], combine=combine))[1]


def test_the_median_is_called_the_median():
    assert "三个评分的中位数为 9.00 分" in said(marked(["9", "8.5", "9.5"], combine="median"))[1]


def test_categories_are_read_one_after_the_other_with_their_weights():
    whole = league()
    for judge, category in zip(
        whole["judges"], ("professional", "academic", "professional"), strict=True
    ):
        judge["category"] = category
    whole["scoring"]["category_weights"] = {"professional": "0.6", "academic": "0.4"}

    law = said(whole)[1]

    assert "两位专业评委的评分依次为 9 分、9 分" in law
    assert law.endswith("按 60%、40% 加权，得 9.00 分。")


def test_a_deduction_is_read_with_its_reason():
    whole = league()
    whole["deductions"] = [
        {"match": "semi-1", "team": "bus", "points": "2", "reason": text("超时", "overtime")}
    ]

    assert said(whole, team="bus")[2:4] == ["扣 2 分：超时。", "扣分之后为 20.00 分。"]
    assert said(whole, team="bus", language="en")[2] == "2 points off: overtime."


def test_what_is_carried_over_is_read_with_its_weight():
    assert said(league_with_test())[2] == (
        "本赛段得分 25.00 分；笔试得分 75.00 分，按 10% 计 7.5 分；合计 32.50 分。"
    )


def test_several_matches_are_read_one_by_one_and_then_joined():
    whole = league()
    stage = whole["stages"][0]
    second = {**stage["rounds"][0]["matches"][0], "key": "again"}
    stage["rounds"].append(
        {"key": "second", "name": text("第二轮"), "state": "closed", "matches": [second]}
    )
    whole["sheets"] += [
        {**sheet, "match": "again", "marks": {"law": "10", "poise": "8"}}
        for sheet in whole["sheets"]
        if sheet["match"] == "semi-1"
    ]

    lines = said(whole)

    assert lines[1] == "半决赛轮，对阵公交队，职工方。"
    assert "两场得分 25.00、26.00 分。平均 25.50 分。" in lines


def test_teams_that_share_a_place_are_read_together():
    script = write_host_script(checked(league_with_test()), "test")

    assert script["steps"][-1]["lines"][0]["text"]["zh"] == "并列第一名：地铁队、公交队。"


def test_members_are_named_in_a_written_test():
    assert said(league_with_test(), stage="test")[1] == (
        "笔试成绩：陈晨 80 分、林琳 70 分。平均 75.00 分。"
    )


def test_a_team_without_a_place_is_named_at_the_opening():
    whole = league()
    whole["teams"][1]["withdrawn"] = True

    script = write_host_script(checked(whole), "semi")

    assert script["opening"][-1]["zh"] == "公交队已退赛，不参加排名。"


def test_a_stage_that_waits_for_marks_is_a_draft():
    assert write_host_script(checked(league()), "final")["complete"] is False
    assert write_host_script(checked(league()), "semi")["complete"] is True


def test_everything_is_there_in_both_languages():
    for stage in ("test", "semi", "final"):
        for paragraph in script_paragraphs(write_host_script(checked(league_with_test()), stage)):
            assert paragraph["zh"]
            assert paragraph["en"]


def test_a_contest_called_after_its_stage_is_named_once():
    whole = league()
    whole["competition"]["name"] = text("半决赛", "The semi-final")

    opening = write_host_script(checked(whole), "semi")["opening"][0]

    assert opening["zh"] == "下面宣布半决赛的成绩。"
    assert opening["en"] == "These are the results: The semi-final."


def test_awards_follow_the_places_the_highest_last():
    file = checked(league())
    file["awards"] = [
        {"key": key, "name": text(zh, en), "by": "rank", "stage": "semi", "places": places}
        for key, zh, en, places in (
            ("first", "一等奖", "First prize", [1, 1]),
            ("second", "二等奖", "Second prize", [2, 3]),
        )
    ]

    script = write_host_script(file, "semi")

    assert [line["zh"] for line in script["awards"]] == [
        "获得二等奖的是：地铁队、公交队。",
        "获得一等奖的是：邮政队。",
    ]
    assert script["awards"][1]["en"] == "First prize: 邮政队."
    assert write_host_script(file, "final")["awards"] == []
