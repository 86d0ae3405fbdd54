"""The two lists that a federation has of its contest: 48 teams of six zones, and 40 judges."""

from pathlib import Path

import xlsxwriter

ZONES = ("东区", "西区", "南区", "北区", "中区", "新区")
TEAMS_A_ZONE, JUDGES = 8, 40
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = ("静", "伟", "秀英", "建国", "晓东", "𠮷")


def team_names() -> list[str]:
    """The teams in the order of the list: eight of each zone."""
    return [
        f"{zone}第{number}工会代表队" for zone in ZONES for number in range(1, TEAMS_A_ZONE + 1)
    ]


def judge_names() -> list[str]:
    """The judges in the order of the list."""
    return [f"{_SURNAMES[n % 20]}{_GIVEN[n // 20]}" for n in range(JUDGES)]


def write_teams(path: Path) -> None:
    """A row a team, under a title, as the zones sent them in."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("报名表")
    sheet.write_row(0, 0, ["集体协商模拟竞赛代表队报名表"])
    sheet.write_row(
        2, 0, ["序号", "代表队", "单位", "赛区", *(f"选手{n}" for n in range(1, 5)), "联系电话"]
    )
    for row, name in enumerate(team_names()):
        zone = ZONES[row // TEAMS_A_ZONE]
        members = [f"{_SURNAMES[(row + n) % 20]}{_GIVEN[(row // 20 + n) % 6]}" for n in range(4)]
        unit = f"{zone}第{row % TEAMS_A_ZONE + 1}工会"
        sheet.write_row(row + 3, 0, [row + 1, name, unit, zone, *members, "010-0000 0000"])
    book.close()


def write_judges(path: Path) -> None:
    """Lawyers and professors by turns, every eighth a head judge; one trained a team."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("评委")
    sheet.write_row(0, 0, ["姓名", "单位", "类别", "组长", "回避"])
    for row, name in enumerate(judge_names()):
        category = "学术" if row % 2 else "专业"
        unit = f"第{row + 1}律师事务所" if row % 2 == 0 else f"第{row + 1}大学"
        head = "是" if row % 8 == 0 else "否"
        conflict = team_names()[row] if row == 3 else ""
        sheet.write_row(row + 1, 0, [name, unit, category, head, conflict])
    book.close()
