"""Lists of topics with their focal points."""

from tests.lists.workbooks import part, plan, problems, verdicts


def test_topics_come_with_their_brief_and_numbered_focal_points():
    rows = (
        ["议题", "说明", "焦点1", "焦点2", "焦点3"],
        ["工时", "第一段\n第二段", "加班", None, "轮休"],
        ["工资", None, "涨幅", "奖金"],
    )

    planned = plan("topics", *rows)

    assert verdicts(planned) == ["new", "changed"]
    assert part(planned, "topics", "topic-2") == {
        "key": "topic-2",
        "title": {"zh": "工时"},
        "brief": {"zh": "第一段\n第二段"},
        "focal_points": [
            {"key": "point-1", "title": {"zh": "加班"}},
            {"key": "point-2", "title": {"zh": "轮休"}},
        ],
    }
    assert [p["key"] for p in part(planned, "topics", "wages")["focal_points"]] == [
        "rise",
        "point-1",
    ]
    assert verdicts(plan("topics", *rows, file=planned.document)) == ["same", "same"]


def test_points_and_topics_that_the_list_lacks_are_said_and_stay():
    planned = plan("topics", ["topic", "focal point 1"], ["Wages", "Bonus"])

    assert planned.missing == ["wages/rise"]
    assert len(part(planned, "topics", "wages")["focal_points"]) == 2
    assert plan("topics", ["topic"], ["Hours"]).missing == ["wages"]


def test_what_cannot_be_a_topic_is_wrong():
    planned = plan(
        "topics",
        ["编号", "议题", "焦点1", "焦点2"],
        [None, None, "加班"],
        ["hours", "工时", "加班", "加 班"],
        ["hours", "工时"],
    )

    assert problems(planned) == [
        "2 议题: The title of the topic is missing.",
        "3 焦点2: The same focal point stands twice in this row.",
        "4 议题: This is in the list twice: row 3 has it already.",
    ]
