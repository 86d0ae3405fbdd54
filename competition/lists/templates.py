"""Empty lists to download and fill in: a workbook with the columns, and what goes into each."""

import io
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from competition.file_types import Language
from competition.lists.plan_types import Kind

_ROWS = 1000
"""How many rows are ready for typing."""


class _Column(NamedTuple):
    """A column of a template: its name, what goes into it, and an example."""

    header: str
    meaning: str
    example: str
    choices: tuple[str, ...] = ()
    number_format: str = "@"
    width: int = 16


_MOMENT = "yyyy-mm-dd hh:mm"
_ZH: dict[Kind, tuple[_Column, ...]] = {
    "teams": (
        _Column("代表队", "队伍的全称，必填。", "地铁运营公司代表队", width=28),
        _Column("单位", "所属单位或工会。两队同名时靠它区分。", "地铁运营公司工会", width=24),
        _Column("赛区", "赛区的名称或编号。不分赛区就留空。", "第一赛区"),
        _Column("简称", "最多 20 个字，用在窄的地方。", "地铁"),
        *(
            _Column(f"选手{number}", "姓名。不够就再加列：选手6、选手7……", "张三")
            for number in range(1, 6)
        ),
    ),
    "judges": (
        _Column("姓名", "评委的姓名，必填。", "李娜"),
        _Column("单位", "工作单位。与代表队的单位相同就自动回避。", "劳动关系学院", width=24),
        _Column("类别", "专业、学术，或别的词。", "专业", ("专业", "学术")),
        _Column("组长", "是或否。", "否", ("是", "否")),
        _Column("回避", "须回避的代表队，用顿号分开。", "地铁运营公司代表队", width=28),
    ),
    "topics": (
        _Column("议题", "议题的标题，必填。", "网约车司机权益保障", width=28),
        _Column("说明", "背景材料，可以分段。", "平台与司机代表就……", width=40),
        *(
            _Column(f"焦点{number}", "协商焦点。不够就再加列。", "平台抽成比例", width=20)
            for number in range(1, 5)
        ),
    ),
    "schedule": (
        _Column("赛段", "赛段的名称，须先建好。只有一个赛段时可以留空。", "半决赛"),
        _Column("轮次", "轮次的名称，须先建好。", "第一轮"),
        _Column("时间", "日期和时间。", "2026-05-20 09:00", number_format=_MOMENT, width=18),
        _Column("场地", "场地或会议室。", "一号厅"),
        _Column("职工方", "代表队的名称。", "地铁运营公司代表队", width=28),
        _Column("企业方", "代表队的名称。", "公交集团代表队", width=28),
        _Column("议题", "议题的标题，须先建好。", "网约车司机权益保障", width=24),
        _Column("评委", "评委的姓名，按座次，用顿号分开。", "李娜、王强、赵敏", width=32),
    ),
    "scores": (
        _Column("代表队", "代表队的名称。", "地铁运营公司代表队", width=28),
        _Column("姓名", "选手的姓名。每队一个成绩的笔试就删去这一列。", "张三"),
        _Column("成绩", "数字；缺考写“缺考”。", "87.5", number_format="General"),
    ),
}
_EN: dict[Kind, tuple[_Column, ...]] = {
    "teams": (
        _Column("Team", "The team's full name; needed.", "Metro Team", width=28),
        _Column("Organisation", "It tells teams of one name apart.", "Metro Union", width=24),
        _Column("Zone", "A zone's name or key; blank where there are no zones.", "Zone 1"),
        _Column("Short name", "At most 20 characters, for narrow places.", "Metro"),
        *(
            _Column(f"Member {number}", "A name. Add columns as needed: Member 6 …", "Jo Amsel")
            for number in range(1, 6)
        ),
    ),
    "judges": (
        _Column("Name", "The judge's name; needed.", "Jo Amsel"),
        _Column("Organisation", "The same as a team's is a conflict.", "Labour College", width=24),
        _Column(
            "Category",
            "professional, academic, or another word.",
            "professional",
            ("professional", "academic"),
        ),
        _Column("Head", "yes or no.", "no", ("yes", "no")),
        _Column("Conflicts", "Teams not to judge, parted by semicolons.", "Metro Team", width=28),
    ),
    "topics": (
        _Column("Topic", "The topic's title; needed.", "Rights of ride-hailing drivers", width=28),
        _Column("Brief", "The background; it may have paragraphs.", "The platform …", width=40),
        *(
            _Column(f"Focal point {number}", "Add columns as needed.", "Commission", width=20)
            for number in range(1, 5)
        ),
    ),
    "schedule": (
        _Column("Stage", "The name of a stage that is here already.", "Semi-final"),
        _Column("Round", "The name of a round that is here already.", "Round 1"),
        _Column("Starts", "Date and time.", "2026-05-20 09:00", number_format=_MOMENT, width=18),
        _Column("Room", "Hall or meeting room.", "Hall 1"),
        _Column("Labour", "A team's name.", "Metro Team", width=28),
        _Column("Employer", "A team's name.", "Bus Team", width=28),
        _Column("Topic", "The title of a topic that is here already.", "Wages", width=24),
        _Column(
            "Panel",
            "Judges in seat order, parted by semicolons.",
            "Jo Amsel; Li Na",
            width=32,
        ),
    ),
    "scores": (
        _Column("Team", "A team's name.", "Metro Team", width=28),
        _Column("Member", "Delete the column where each team has one score.", "Jo Amsel"),
        _Column("Score", "A number; “absent” for who was not there.", "87.5", (), "General"),
    ),
}
_SHEETS = {
    "zh": {
        "teams": "代表队",
        "judges": "评委",
        "topics": "议题",
        "schedule": "赛程",
        "scores": "笔试成绩",
    },
    "en": {
        "teams": "Teams",
        "judges": "Judges",
        "topics": "Topics",
        "schedule": "Schedule",
        "scores": "Scores",
    },
}
_NOTES = {
    "zh": ("填写说明", ("列名", "填什么", "例子")),
    "en": ("How to fill it in", ("Column", "What goes there", "Example")),
}
_AFTER = {
    "zh": "列的次序可以换，用不着的列可以删，多出来的列会跳过。已有的数据，空格子不会改动。",
    "en": "Columns may change places, those not needed may go, others are passed over. A blank "
    "cell changes nothing that is there.",
}


def template_workbook(kind: Kind, language: Language) -> bytes:
    """A workbook (.xlsx) with the columns of that kind of list; a second sheet explains them."""
    columns = (_ZH if language == "zh" else _EN)[kind]
    data = io.BytesIO()
    with xlsxwriter.Workbook(
        data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EDF3", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_SHEETS[language][kind])
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            shape = book.add_format({"num_format": column.number_format})
            sheet.set_column(index, index, column.width, shape)
            sheet.write_string(0, index, column.header, bold)
            if column.choices:
                _offer(sheet, index, column.choices)
        title, headers = _NOTES[language]
        notes = book.add_worksheet(title)
        notes.set_column(0, 0, 16, wrapped)
        notes.set_column(1, 1, 56, wrapped)
        notes.set_column(2, 2, 32, wrapped)
        for index, header in enumerate(headers):
            notes.write_string(0, index, header, bold)
        for row, column in enumerate(columns, 1):
            for index, text in enumerate((column.header, column.meaning, column.example)):
                notes.write_string(row, index, text)
        notes.merge_range(len(columns) + 2, 0, len(columns) + 2, 2, _AFTER[language], wrapped)
        notes.set_row(len(columns) + 2, 48)
    return data.getvalue()


def _offer(sheet: Worksheet, column: int, choices: tuple[str, ...]) -> None:
    """Let the words be chosen from a list; others may be typed."""
    rule = {"validate": "list", "source": list(choices), "error_type": "information"}
    sheet.data_validation(1, column, _ROWS, column, rule)
