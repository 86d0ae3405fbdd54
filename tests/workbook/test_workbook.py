"""The workbook that 王芳 takes home, read back by another program; and opened by an office one."""

import csv
import io
import subprocess
import zipfile

from python_calamine import CalamineWorkbook

from competition import scoring
from competition.graphics_rows import graphics_rows
from competition.workbook import marks_table, write_csv, write_workbook
from competition.workbook.names import TableNames
from competition.workbook.xlsx import sheet_names
from tests.factories import checked, contest, league, league_with_test, text


def sheets(whole, language="zh"):
    """Every sheet's rows by its name, as another program reads them."""
    return sheets_of(checked(whole), language)


def sheets_of(file, language="zh"):
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_workbook(file, language)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def raw(whole, language="zh"):
    """The workbook's parts as text."""
    with zipfile.ZipFile(io.BytesIO(write_workbook(checked(whole), language))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_a_stage_is_a_sheet_with_a_row_a_team_and_numbers_as_numbers():
    semi = sheets(league())["半决赛"]

    assert semi[0] == ["名次", "代表队", "总分", "法律", "风度", "扣分", "备注"]
    assert semi[1] == [1.0, "邮政队", 26.5, 8.5, 18.0, 0.0, ""]
    assert [row[0] for row in semi[1:]] == [1.0, 2.0, 3.0, 4.0]


def test_a_team_without_a_place_stands_last_with_the_reason():
    whole = league()
    whole["teams"][0] |= {"disqualified": True, "reason": text("冒名顶替", "impersonation")}

    assert sheets(whole)["半决赛"][-1] == ["", "地铁队", "", "", "", "", "取消资格；冒名顶替"]
    assert sheets(whole, "en")["Semi-final"][-1][-1] == "disqualified; impersonation"


def test_deductions_stand_in_the_teams_row_and_on_a_sheet_of_their_own():
    whole = league()
    whole["deductions"] = [
        {"match": "semi-1", "team": "bus", "points": points, "reason": reason}
        for points, reason in (("2", "超时"), ("0.5", "离席"))
    ]

    found = sheets(whole)

    assert next(row for row in found["半决赛"] if row[1] == "公交队")[5] == 2.5
    assert [row[4:6] for row in found["扣分记录"][1:]] == [[2.0, "超时"], [0.5, "离席"]]


def test_every_sheet_is_a_row_and_what_is_left_out_is_named():
    whole = league()
    whole["scoring"] |= {"drop_high": 1, "drop_by": "dimension"}
    whole["sheets"][0]["marks"]["law"] = "9.5"

    rows = sheets(whole)["全部分数"]

    assert len(rows) == 1 + len(whole["sheets"])
    assert rows[1][:8] == ["半决赛", "半决赛轮", 1.0, "地铁队", "职工方", "李娜", "", "是"]
    assert rows[1][8:] == [9.5, 8.0, 25.5, "法律"]


def test_a_mark_that_is_left_out_is_struck_through():
    whole = league()
    whole["scoring"] |= {"drop_high": 1, "drop_by": "dimension"}

    assert "<strike/>" in raw(whole)["xl/styles.xml"]
    assert "<strike/>" not in raw(league())["xl/styles.xml"]


def test_sheets_that_do_not_count_say_why():
    rows = sheets(contest())["全部分数"]

    counted = {row[5]: row[7] for row in rows[1:] if row[3] == "公交队"}
    assert counted["Sam"] == "见习，不计入"
    assert counted["Jo Amsel"] == "席位已替换，不计入"
    assert counted["Noor"] == "是"


def test_scores_of_a_written_test_are_listed():
    rows = sheets(league_with_test())["笔试成绩"]

    assert rows[1] == ["笔试", "地铁队", "陈晨", 80.0]


def test_awards_are_listed_with_their_winners():
    file = checked(league())
    file["awards"] = [
        {
            "key": "first",
            "name": text("一等奖", "First prize"),
            "by": "rank",
            "stage": "semi",
            "places": [1, 1],
        }
    ]

    assert sheets_of(file)["奖项"][1][:5] == ["一等奖", 1.0, "邮政队", "", 26.5]


def test_nothing_that_somebody_typed_becomes_a_formula_or_a_link():
    whole = league()
    whole["teams"][0]["name"] = text("=1+1")
    whole["teams"][1]["name"] = text("+8610")
    whole["teams"][2]["name"] = text("@SUM(A1)")
    whole["teams"][3]["name"] = text("https://example.org/")

    names = [row[1] for row in sheets(whole)["半决赛"][1:]]
    parts = raw(whole)

    assert sorted(names) == sorted(["=1+1", "+8610", "@SUM(A1)", "https://example.org/"])
    assert not any("<f>" in content for content in parts.values())
    assert not any("<hyperlink" in content for content in parts.values())


def test_a_sheet_prints_on_a4_across_with_its_header_repeated():
    parts = raw(league())
    page = parts["xl/worksheets/sheet1.xml"]

    assert 'paperSize="9"' in page
    assert 'orientation="landscape"' in page
    assert 'fitToHeight="0"' in page
    assert "<pane " in page
    assert "_xlnm.Print_Titles" in parts["xl/workbook.xml"]


def test_names_of_sheets_are_short_different_and_allowed():
    names = sheet_names(["决赛" * 20, "决赛" * 20, "a:b", "A/B", "History", "'x'", "𠮷" * 20])

    assert len({name.casefold() for name in names}) == 7
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert names[2:4] == ["a-b", "A-B (2)"]
    assert names[4] == "History (2)"
    assert names[5] == "x"


def test_no_link_and_no_comment_of_a_judge_gets_into_it():
    whole = league()
    whole["sheets"][0]["comment"] = "只给组委会看"

    assert not any("只给组委会看" in content for content in raw(whole).values())


def test_csv_opens_in_excel_and_wps_and_starts_no_formula():
    whole = league()
    whole["teams"][0]["name"] = text("=HYPERLINK(1)")
    file = checked(whole)

    data = write_csv(marks_table(file, scoring.recount(file), TableNames(file, "zh")))

    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[1][3] == "'=HYPERLINK(1)"
    assert b"\r\n" in data


def test_graphics_rows_are_flat_and_all_texts():
    file = checked(league())
    semi = scoring.recount(file, {"semi"})["stages"][0]
    teams = {team["key"]: team for team in file["teams"]}

    rows = graphics_rows(semi, file["stages"][0]["name"], teams, ["law", "poise"])

    assert rows[0]["rank"] == "1"
    assert rows[0]["team_zh"] == rows[0]["short_zh"] == "邮政队"
    assert rows[0]["total"] == "26.50"
    assert rows[0]["dimension_law"] == "8.50"
    assert {type(value) for row in rows for value in row.values()} == {str}
    assert len({tuple(row) for row in rows}) == 1
    assert graphics_rows({"stage": "semi"}, "x", teams, []) == []


def test_an_office_program_opens_it_without_a_complaint(tmp_path):
    book = tmp_path / "contest.xlsx"
    book.write_bytes(write_workbook(checked(contest()), "zh"))

    done = subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"),
            *(
                "--convert-to",
                "csv:Text - txt - csv (StarCalc):44,34,76",
                "--outdir",
                str(tmp_path),
                str(book),
            ),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "error" not in done.stderr.lower()
    assert "地铁队" in (tmp_path / "contest.csv").read_text(encoding="utf-8")
