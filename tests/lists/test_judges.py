"""Lists of judges: who they are, whom they must not judge."""

import pytest

from tests import factories
from tests.factories import text
from tests.lists.workbooks import part, plan, problems, verdicts


def test_a_new_judge_gets_a_key_and_what_the_row_says():
    rows = (
        ["姓名", "单位", "类别", "组长", "回避", "手机"],
        ["赵敏", "劳动学院", "高校专家", "是", "地铁队、公交队", "138"],
        ["钱坤", "总工会", "专业人士", "否", "无"],
        ["孙玉", None, "媒体"],
    )

    planned = plan("judges", *rows)

    assert verdicts(planned) == ["new"] * 3
    assert part(planned, "judges", "judge-4") == {
        "key": "judge-4",
        "name": {"zh": "赵敏"},
        "category": "academic",
        "organisation": {"zh": "劳动学院"},
        "head": True,
        "conflicts": ["metro", "bus"],
    }
    assert part(planned, "judges", "judge-5")["category"] == "professional"
    assert "head" not in part(planned, "judges", "judge-5")
    assert part(planned, "judges", "judge-6")["category"] == "媒体"
    assert planned.missing == ["li-na", "zhang-wei", "jo"]
    assert verdicts(plan("judges", *rows, file=planned.document)) == ["same"] * 3


@pytest.mark.parametrize(
    ("word", "head"),
    [
        *((word, True) for word in ("是", "有", "yes", "YES", 1, True, "１")),
        *((word, False) for word in ("否", "无", "no", 0, False)),
    ],
)
def test_yes_and_no_are_read_in_every_way_that_people_write_them(word, head):
    planned = plan(
        "judges", ["评委", "组长"], ["赵敏", word], ["Jo Amsel", word if not head else None]
    )

    assert bool(part(planned, "judges", "judge-4").get("head")) is head
    assert verdicts(planned) == ["new", "same"]


def test_what_a_panel_cannot_have_keeps_the_list_out_though_no_row_is_wrong():
    planned = plan("judges", ["评委", "组长"], ["张伟", "是"])

    assert planned.is_wrong
    assert "both head judges" in str(planned.problems[0])


@pytest.mark.parametrize(
    ("word", "category"),
    [
        *((word, "professional") for word in ("专业", "专业人士", "Professional")),
        *((word, "academic") for word in ("学术", "高校", "高校专家", "academic")),
        ("工会", "工会"),
    ],
)
def test_categories_have_their_usual_words(word, category):
    planned = plan("judges", ["judge", "category"], ["李娜", word])

    assert part(planned, "judges", "li-na")["category"] == category


@pytest.mark.parametrize("mark", ["、", "，", ",", ";", "；", "\n"])
def test_conflicts_are_names_or_keys_parted_in_any_usual_way(mark):
    planned = plan("judges", ["姓名", "回避"], ["李娜", f"地铁队{mark} post"])

    assert part(planned, "judges", "li-na")["conflicts"] == ["metro", "post"]


def test_conflicts_keep_their_order_are_replaced_by_others_and_go_where_there_are_none():
    file = factories.league()
    file["judges"][0]["conflicts"] = ["bus", "metro"]

    same, other, none, blank = (
        plan("judges", ["姓名", "回避"], ["李娜", cell], file=file)
        for cell in ("地铁队、公交队", "铁路队", "无", None)
    )

    assert verdicts(same) == ["same"]
    assert other.rows[0].was == {"conflicts": ["bus", "metro"]}
    assert part(other, "judges", "li-na")["conflicts"] == ["rail"]
    assert "conflicts" not in part(none, "judges", "li-na")
    assert part(blank, "judges", "li-na")["conflicts"] == ["bus", "metro"]


def test_a_team_that_is_not_there_or_not_clear_is_wrong():
    file = factories.league()
    file["teams"][1]["name"] = text("地铁队")

    planned = plan("judges", ["姓名", "回避"], ["李娜", "地铁队"], ["张伟", "轮渡队"], file=file)

    assert problems(planned) == [
        "2 回避: “地铁队” may be metro, bus. Write the key instead of the name.",
        "3 回避: There is no team “轮渡队” here.",
    ]


def test_two_judges_of_one_name_are_told_apart_by_organisation_or_key():
    file = factories.league()
    file["judges"][1]["name"] = text("李娜")
    file["judges"][0]["organisation"], file["judges"][1]["organisation"] = text("甲"), text("乙")

    told = plan("judges", ["姓名", "单位"], ["李娜", "乙"], ["李娜", "甲"], file=file)
    by_key = plan("judges", ["编号", "姓名"], ["zhang-wei", "李娜"], file=file)
    unclear = plan("judges", ["姓名"], ["李娜"], file=file)

    assert [row.key for row in told.rows] == ["zhang-wei", "li-na"]
    assert verdicts(by_key) == ["same"]
    assert verdicts(unclear) == ["wrong"]


def test_a_row_without_a_name_and_one_that_repeats_are_wrong():
    planned = plan(
        "judges", ["姓名", "单位"], [None, "甲"], ["赵敏", "甲"], ["赵敏", "甲"], ["赵敏", "乙"]
    )

    assert verdicts(planned) == ["wrong", "new", "wrong", "new"]
