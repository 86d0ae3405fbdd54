"""Lists of teams and their members, as organisers receive them."""

import pytest

from competition.document import Refusal
from competition.lists import find_table, plan_import, read_lists
from tests import factories
from tests.factories import text
from tests.lists.workbooks import notes, part, plan, problems, raw_xlsx, verdicts, xlsx


def league(**changes):
    return factories.league(**changes)


def again(planned, kind, *rows):
    """The same list once more, into what the first import made."""
    return plan(kind, *rows, file=planned.document)


def test_new_teams_get_the_keys_that_the_forms_would_give_and_members_of_their_own():
    rows = (
        ["代表队", "单位", "选手1", "选手2"],
        ["轮渡队", "轮渡公司", "张　三", "买买提·艾力"],
        ["𠮷祥队"],
    )

    planned = plan("teams", *rows)

    assert verdicts(planned) == ["new", "new"]
    assert part(planned, "teams", "team-5") == {
        "key": "team-5",
        "name": {"zh": "轮渡队"},
        "organisation": {"zh": "轮渡公司"},
        "members": [
            {"key": "team-5-1", "name": {"zh": "张　三"}},
            {"key": "team-5-2", "name": {"zh": "买买提·艾力"}},
        ],
    }
    assert planned.rows[1].key == "team-6"
    assert planned.counts == {"new": 2, "changed": 0, "same": 0, "wrong": 0}
    assert verdicts(again(planned, "teams", *rows)) == ["same", "same"]


def test_the_document_is_not_changed_by_planning():
    document = factories.checked(league())

    plan("teams", ["代表队", "选手1"], ["地铁队", "王五"], ["轮渡队", "张三"], file=document)

    assert document == factories.checked(league())


def test_a_known_team_is_found_by_its_name_and_says_what_changes():
    file = league()
    file["teams"][0]["organisation"] = text("地铁公司", "The metro")

    planned = plan(
        "teams", ["队名", "赛区", "简称"], ["地铁队", "东区", "地铁"], ["公交队"], file=file
    )

    assert verdicts(planned) == ["changed", "same"]
    assert planned.rows[0].was == {"zone": None, "short_name": None}
    assert planned.rows[0].now == {"zone": "东区", "short_name": "地铁"}
    assert part(planned, "teams", "metro")["organisation"] == text("地铁公司", "The metro")


def test_what_the_list_lacks_is_said_and_stays():
    planned = plan("teams", ["代表队", "选手1"], ["地铁队", "王五"])

    assert planned.missing == ["metro/first", "bus", "post", "rail"]
    assert len(planned.document["teams"]) == 4
    assert [m["key"] for m in part(planned, "teams", "metro")["members"]] == ["first", "metro-2"]
    assert plan("teams", ["代表队"], ["地铁队"]).missing == ["bus", "post", "rail"]


def test_a_key_column_finds_a_team_whatever_its_name_and_a_new_key_makes_one():
    planned = plan(
        "teams", ["编号", "代表队"], ["METRO", "地铁一队"], ["ferry-1", "轮渡队"], ["bus", None]
    )

    assert verdicts(planned) == ["changed", "new", "same"]
    assert planned.rows[0].was == {"team": "地铁队"}
    assert planned.rows[1].key == "ferry-1"
    assert notes(planned) == ["2: The key “METRO” is kept as “metro”."]
    assert problems(plan("teams", ["编号", "代表队"], ["第一", "轮渡队"]))[0].startswith(
        "2 编号: “第一”"
    )


def test_a_new_key_for_a_name_that_is_here_is_noted():
    planned = plan("teams", ["编号", "代表队"], ["m-1", "地铁队"])

    assert verdicts(planned) == ["new"]
    assert "already, with another key: metro" in notes(planned)[0]


def test_a_key_typed_as_a_number_among_texts_with_leading_zeros_is_wrong():
    wrong = plan("teams", ["编号", "代表队"], ["001", "轮渡队"], [2, "缆车队"])

    assert verdicts(wrong) == ["new", "wrong"]
    assert "“2” is typed as a number" in problems(wrong)[0]
    plain = plan("teams", ["编号", "代表队"], [1, "轮渡队"], [2, "缆车队"])
    assert [row.key for row in plain.rows] == ["1", "2"]


def test_a_key_typed_as_a_number_that_is_shown_with_leading_zeros_is_wrong():
    def number(book, sheet):
        sheet.write_number(1, 0, 7, book.add_format({"num_format": "000"}))

    data = xlsx([["编号", "代表队"], [None, "轮渡队"]], number)
    table = find_table(read_lists(data, "a.xlsx"), "teams")

    wrong = plan_import(factories.checked(league()), "teams", table)

    assert "“007” is typed as a number" in problems(wrong)[0]


def test_name_and_organisation_together_tell_teams_apart():
    file = league()
    file["teams"][1] = {"key": "bus", "name": text("地铁队"), "organisation": text("二公司")}
    file["teams"][0]["organisation"] = text("一公司")

    told = plan("teams", ["代表队", "单位"], ["地铁队", "二公司"], ["地铁队", "三公司"], file=file)
    by_name_alone = plan("teams", ["代表队"], ["地铁队"], file=file)

    assert [(row.verdict, row.key) for row in told.rows] == [("same", "bus"), ("new", "team-5")]
    assert "from another organisation here: metro, bus" in notes(told)[0]
    assert "There are 2 of this name here (metro, bus)" in problems(by_name_alone)[0]


def test_a_team_without_an_organisation_is_found_by_its_name_where_only_one_is_meant():
    one = plan("teams", ["代表队", "单位"], ["地铁队", "一公司"])
    two = plan("teams", ["代表队", "单位"], ["地铁队", "一公司"], ["地铁队", "二公司"])

    assert [(row.verdict, row.key) for row in one.rows] == [("changed", "metro")]
    assert verdicts(two) == ["new", "new"]


def test_the_same_row_twice_is_wrong():
    planned = plan("teams", ["代表队"], ["轮渡队"], ["地铁队"], ["轮渡队"], ["地 铁 队"])

    assert verdicts(planned) == ["new", "same", "wrong", "wrong"]
    assert problems(planned) == [
        "4 代表队: This is in the list twice: row 2 has it already.",
        "5 代表队: This is in the list twice: row 3 has it already.",
    ]
    assert planned.document is None


def test_blank_cells_keep_what_is_there_and_blank_rows_are_no_rows():
    file = league()
    file["teams"][0] |= {"zone": "东区", "organisation": text("地铁公司")}

    planned = plan(
        "teams", ["代表队", "赛区", "单位"], ["地铁队", " ", "　"], ["", " "], ["公交队"], file=file
    )

    assert [(row.row, row.verdict) for row in planned.rows] == [(2, "same"), (4, "same")]


def test_a_name_in_one_language_leaves_the_other():
    file = league()
    file["teams"][0]["name"] = text("地铁队", "The Metro")

    zh = plan("teams", ["key", "team"], ["metro", "地铁一队"], file=file)
    en = plan("teams", ["key", "team"], ["metro", "Metro One"], file=file)
    both = plan("teams", ["key", "队名", "队名（英文）"], ["metro", "一队", "One"], file=file)

    assert part(zh, "teams", "metro")["name"] == text("地铁一队", "The Metro")
    assert part(en, "teams", "metro")["name"] == text("地铁队", "Metro One")
    assert part(both, "teams", "metro")["name"] == text("一队", "One")
    assert verdicts(plan("teams", ["team"], ["The Metro"], file=file)) == ["same"]


def test_a_name_that_is_the_same_in_both_languages_is_one_name():
    planned = plan("teams", ["key", "team"], ["metro", "地铁一队"])

    assert part(planned, "teams", "metro")["name"] == text("地铁一队")


@pytest.mark.parametrize("typed", ["张　三", "张 三", "张三", " 张三　"])
def test_blanks_that_align_a_name_do_not_make_it_another(typed):
    file = league()
    file["teams"][0]["members"] = [{"key": "one", "name": text("张三")}]

    assert verdicts(plan("teams", ["代表队", "选手1"], ["地铁队", typed], file=file)) == ["same"]


def test_another_dot_in_a_name_is_the_same_person_spelt_anew():
    file = league()
    file["teams"][0]["members"] = [{"key": "one", "name": {"zh": "买买提·艾力"}}]

    planned = plan("teams", ["代表队", "选手1"], ["地铁队", "买买提•艾力"], file=file)

    assert planned.rows[0].was == {"member_1": "买买提·艾力"}
    assert [m["key"] for m in part(planned, "teams", "metro")["members"]] == ["one"]


def test_a_row_a_member_with_the_team_merged_over_its_members():
    def merge(_book, sheet):
        sheet.merge_range("A2:A4", "轮渡队")

    rows = [
        ["代表队", "姓名", "职务"],
        [None, "张三", "首席代表"],
        [None, "李四"],
        [None, "王五"],
        ["地铁队", "陈晨"],
    ]
    table = find_table(read_lists(xlsx(rows, merge), "a.xlsx"), "teams")

    planned = plan_import(factories.checked(league()), "teams", table)

    assert verdicts(planned) == ["new", "new", "new", "same"]
    assert [row.key for row in planned.rows][::3] == ["team-5/team-5-1", "metro/first"]
    assert [row.name for row in planned.rows] == ["张三", "李四", "王五", "陈晨"]
    assert notes(planned) == [
        f"{row}: 代表队: the cell is merged with one above, whose value counts here."
        for row in (3, 4)
    ]
    assert part(planned, "teams", "team-5")["members"][0]["role"] == {"zh": "首席代表"}
    assert verdicts(plan_import(planned.document, "teams", table)) == ["same"] * 4


def test_members_of_a_list_with_a_row_a_member_are_missing_as_team_and_member():
    assert plan("teams", ["team", "member"], ["地铁队", "李四"]).missing == [
        "metro/first",
        "bus",
        "post",
        "rail",
    ]


def test_the_same_member_twice_is_wrong_and_so_is_a_row_without_the_team():
    planned = plan(
        "teams", ["代表队", "姓名"], ["地铁队", "李四"], ["地铁队", "李四"], [None, "王五"]
    )

    assert verdicts(planned) == ["new", "wrong", "wrong"]
    assert problems(planned)[1] == "4 代表队: The name of the team is missing."


def test_rows_of_one_team_must_say_the_same_of_it():
    planned = plan(
        "teams",
        ["代表队", "赛区", "姓名"],
        ["轮渡队", "东区", "张三"],
        ["轮渡队", None, "李四"],
        ["轮渡队", "西区", "王五"],
    )

    assert verdicts(planned) == ["new", "new", "wrong"]
    assert problems(planned) == [
        "4 赛区: Row 2 says something else of the same team. Make them agree."
    ]


def test_members_in_a_column_and_in_numbered_columns_at_once_are_refused():
    with pytest.raises(Refusal, match="Pass over one of the two"):
        plan("teams", ["代表队", "姓名", "选手1"], ["轮渡队", "张三", "李四"])


def test_roles_reserves_and_seeds_are_read():
    planned = plan(
        "teams",
        ["代表队", "种子", "姓名", "替补"],
        ["地铁队", 1, "陈晨", "否"],
        ["地铁队", 1, "李四", "是"],
        ["公交队", 0, "陈晨", "maybe"],
    )
    numbered = plan("teams", ["代表队", "选手1", "选手1职务"], ["地铁队", "陈晨", "首席代表"])

    assert verdicts(planned) == ["changed", "new", "wrong"]
    assert problems(planned) == [
        "4 种子: “0” is no whole number from 1.",
        "4 替补: “maybe” is neither yes nor no. Write 是 or 否, yes or no.",
    ]
    assert numbered.rows[0].was == {"role_1": None}


def test_a_zone_is_known_by_its_key_or_its_name_where_there_are_zones():
    zones = [
        {"key": "east", "name": text("东区", "East")},
        {"key": "west", "name": text("西区", "West")},
    ]
    rows = (
        ["代表队", "赛区"],
        ["地铁队", "东 区"],
        ["公交队", "west"],
        ["邮政队", "East"],
        ["铁路队", "南区"],
    )

    planned = plan("teams", *rows, file=league(zones=zones))

    assert verdicts(planned) == ["changed", "changed", "changed", "wrong"]
    assert [row.now.get("zone") for row in planned.rows] == ["east", "west", "east", None]
    assert problems(planned) == ["5 赛区: There is no zone “南区”. The zones are: 东区、西区."]
    assert verdicts(plan("teams", *rows))[3] == "changed"


def test_formulas_count_with_a_note_and_errors_are_wrong():
    sheet = (
        '<sheetData><row><c t="str"><v>代表队</v></c><c t="str"><v>单位</v></c>'
        '<c t="str"><v>备注</v></c></row>'
        '<row><c t="str"><f>D1</f><v>轮渡队</v></c><c t="str"><v>公司</v></c>'
        '<c t="e"><v>#N/A</v></c></row>'
        '<row><c t="str"><v>缆车队</v></c><c><f>D1</f></c></row>'
        '<row><c t="str"><v>渡船队</v></c><c t="e"><f>D1</f><v>#REF!</v></c></row>'
        '<row><c t="str"><f>D1</f><v></v></c><c t="str"><f>D1</f><v></v></c></row></sheetData>'
    )
    table = find_table(read_lists(raw_xlsx(sheet), "a.xlsx"), "teams")

    planned = plan_import(factories.checked(league()), "teams", table)

    assert verdicts(planned) == ["new", "wrong", "wrong"]
    assert notes(planned) == ["2: 代表队: this is a formula; its stored value “轮渡队” counts."]
    assert problems(planned)[0].startswith(
        "3 单位: This is a formula whose value is not in the file."
    )
    assert problems(planned)[1].startswith("4 单位: This cell has the error value #REF!.")


def test_sums_remarks_and_rows_with_a_number_alone_are_passed_over():
    planned = plan(
        "teams",
        ["序号", "代表队", "选手1"],
        [1, "轮渡队", "张三"],
        [2, None, None],
        [None, "合计：", 2],
        ["备注：请于5月10日前报送"],
        ["联系人：王芳 电话：123"],
    )

    assert verdicts(planned) == ["new", "same", "same", "same", "same"]
    assert [row.key for row in planned.rows][1:] == [None] * 4
    assert "passed over" in notes(planned)[0]
    told = plan("topics", ["说明", "议题"], ["说明：背景", "工时"], ["注：完", None])
    assert verdicts(told) == ["new", "same"]


@pytest.mark.parametrize("name", ["a\nb", "x" * 201, "a\u202eb"])
def test_a_name_that_cannot_be_is_wrong(name):
    assert verdicts(plan("teams", ["代表队"], [name])) == ["wrong"]


def test_what_only_the_whole_competition_knows_is_told_at_its_row():
    file = factories.league()
    file["teams"][0]["members"] = [{"key": f"m{n}", "name": text(f"队员{n}")} for n in range(3)]

    planned = plan("teams", ["代表队", "简称"], ["地铁队", "一" * 21], file=file)

    assert problems(planned) == [
        "2 简称: This has 21 characters; a short name can have at most 20."
    ]
