"""The row of names is found, and every name that the documentation promises is known."""

import re

import pytest

from competition.document import Refusal
from competition.lists import fields_of, find_table, plan_import, read_lists, template_workbook
from competition.lists.column_names import NAMES, NUMBERED, guess_field
from tests import factories
from tests.factories import ROOT
from tests.lists.workbooks import plan, table_of, verdicts, xlsx

PROMISED = {
    "teams": {
        "team": ("代表队", "队名", "team"),
        "organisation": ("单位", "organisation"),
        "zone": ("赛区", "zone"),
        "short_name": ("简称", "short name"),
        "key": ("编号", "key"),
        "member_1": ("选手1", "队员1", "member 1"),
        "member_12": ("选手12", "队员十二", "Member 12"),
        "member": ("姓名", "member"),
        "role": ("职务", "role"),
    },
    "judges": {
        "name": ("姓名", "评委", "judge", "name"),
        "organisation": ("单位", "organisation"),
        "category": ("类别", "category"),
        "head": ("组长", "head"),
        "conflicts": ("回避", "conflicts"),
        "key": ("编号", "key"),
    },
    "topics": {
        "topic": ("议题", "topic"),
        "brief": ("说明", "brief"),
        "focal_point_1": ("焦点1", "focal point 1"),
        "key": ("编号", "key"),
    },
    "schedule": {
        "stage": ("赛段", "stage"),
        "round": ("轮次", "round"),
        "match": ("场次", "match"),
        "starts": ("时间", "starts"),
        "room": ("场地", "room"),
        "labour": ("职工方", "labour"),
        "employer": ("企业方", "employer"),
        "topic": ("议题", "topic"),
        "panel": ("评委", "panel"),
    },
    "scores": {
        "team": ("代表队", "team"),
        "member": ("姓名", "member"),
        "score": ("成绩", "得分", "score"),
    },
}


def fields(kind, *headers):
    """The fields that a row of these names is taken for."""
    return {column.header: column.field for column in table_of(kind, headers, ["x"] * 9).columns}


@pytest.mark.parametrize("kind", PROMISED)
def test_every_promised_name_is_known_in_any_case_width_and_spacing(kind):
    for field, names in PROMISED[kind].items():
        for name in names:
            wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
            for written in (
                name,
                name.upper(),
                f" {name}　",
                " ".join(name),
                wide,
                f"{name}：",
                f"{name}*",
            ):
                assert guess_field(kind, written) == field, written


def test_the_documentation_lists_every_name_that_is_known():
    text = re.sub(r"\s", "", (ROOT / "docs" / "lists.md").read_text(encoding="utf-8")).lower()

    for names in (*NAMES.values(), *NUMBERED.values()):
        for name in " ".join(names.values()).split():
            assert name in text, name


def test_a_column_that_no_field_knows_is_passed_over():
    assert fields("teams", "序号", "代表队", "联系电话") == {
        "序号": None,
        "代表队": "team",
        "联系电话": None,
    }


def test_the_row_of_names_may_stand_below_titles_up_to_the_tenth_row():
    titles = [["2026年朝阳区总工会集体协商竞赛报名表"], [], ["填表单位：", "地铁公司"]]

    assert plan("teams", *titles, ["代表队"], ["快速公交队"]).rows[0].row == 5
    assert list(table_of("teams", *[["x"]] * 9, ["代表队"], ["a"]).rows) == [11]
    with pytest.raises(Refusal, match="within the first 10 rows"):
        table_of("teams", *[["x"]] * 10, ["代表队"], ["a"])


def test_the_first_sheet_with_a_row_of_names_is_taken_unless_one_is_named():
    def more(book, _sheet):
        for name, team in (("一月", "快速公交队"), ("二月", "轮渡队")):
            sheet = book.add_worksheet(name)
            sheet.write_column(0, 0, ["代表队", team])

    workbook = read_lists(xlsx([["说明"]], more), "名单.xlsx")

    assert find_table(workbook, "teams").sheet == "一月"
    assert find_table(workbook, "teams", sheet="二月").rows[2][0].text == "轮渡队"
    with pytest.raises(Refusal, match=r"no sheet “三月”\. The sheets are: 名单, 一月"):
        find_table(workbook, "teams", sheet="三月")
    with pytest.raises(Refusal, match="No row of names"):
        find_table(workbook, "teams", sheet="名单")


def test_the_sheet_of_another_list_is_not_taken_for_its_key_column():
    def more(book, _sheet):
        book.add_worksheet("代表队").write_column(0, 0, ["代表队", "轮渡队"])

    workbook = read_lists(xlsx([["编号", "姓名"], ["a", "李娜"]], more), "名单.xlsx")

    assert find_table(workbook, "teams").sheet == "代表队"


def test_a_cell_merged_across_the_row_of_names_is_refused():
    def merge(across, name="代表队"):
        return lambda _, sheet: sheet.merge_range(across, name)

    for across in ("B1:C1", "A1:A2"):
        with pytest.raises(Refusal, match=f"cells {across} are merged across the row of names"):
            find_table(read_lists(xlsx([["队名"], ["x"]], merge(across)), "a.xlsx"), "teams")
    titled = xlsx([[], ["代表队"], ["x"]], merge("A1:F1", "报名表"))
    assert find_table(read_lists(titled, "a.xlsx"), "teams").header_row == 2


def test_two_columns_for_one_field_are_refused_until_one_is_passed_over():
    table = table_of("teams", ["代表队", "队名"], ["快速公交队", "快公"])
    document = factories.checked(factories.league())

    with pytest.raises(Refusal, match="“代表队” and “队名”"):
        plan_import(document, "teams", table)
    planned = plan_import(document, "teams", table, columns={"队名": "short_name"})
    assert planned.columns == {"代表队": "team", "队名": "short_name"}
    assert plan_import(document, "teams", table, columns={"队名": None}).columns["队名"] is None


def test_a_header_that_stands_twice_gets_its_columns_letter():
    assert fields("teams", "代表队", "备注", "备注") == {
        "代表队": "team",
        "备注": None,
        "备注 [C]": None,
    }


def test_a_name_may_have_a_column_for_each_language():
    assert fields(
        "teams", "队名", "队名（英文）", "Organisation (zh)", "英文简称", "选手1（英文）"
    ) == {
        "队名": "team",
        "队名（英文）": "team_en",
        "Organisation (zh)": "organisation_zh",
        "英文简称": "short_name_en",
        "选手1（英文）": "member_1_en",
    }


def test_beside_a_team_a_column_called_name_has_its_members():
    assert fields("teams", "Team", "Name", "Role") == {
        "Team": "team",
        "Name": "member",
        "Role": "role",
    }
    assert fields("teams", "Name", "Zone") == {"Name": "team", "Zone": "zone"}


@pytest.mark.parametrize("kind", PROMISED)
def test_every_field_can_be_chosen_by_its_name(kind):
    offered = {each.field: str(each.label) for each in fields_of(kind)}

    assert set(NAMES[kind]) <= set(offered)
    assert all(offered.values())
    assert len(set(offered.values())) == len(offered)


@pytest.mark.parametrize("kind", PROMISED)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_has_only_columns_that_are_known_and_no_row_yet(kind, language):
    table = find_table(read_lists(template_workbook(kind, language), "a.xlsx"), kind)

    assert None not in {column.field for column in table.columns}
    assert not table.rows


def test_a_cell_can_be_corrected_where_it_stands():
    table = table_of("teams", ["代表队", "种子"], ["快速公交队", "first"], ["轮渡队", 2])
    document = factories.checked(factories.league())

    planned = plan_import(document, "teams", table, corrections={(2, 1): "1", (3, 0): ""})

    assert verdicts(planned) == ["new", "wrong"]
    assert planned.rows[0].cells == {0: "快速公交队", 1: "1"}
