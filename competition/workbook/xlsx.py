"""The tables as a workbook (.xlsx): to be read, sorted and printed as it is."""

import io
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from competition import scoring
from competition.file_types import Document, Language
from competition.workbook.marks import marks_table, personal_table, written_table
from competition.workbook.names import TableNames, text_in
from competition.workbook.record import awards_table, deductions_table, judges_table
from competition.workbook.standings import standings_table
from competition.workbook.tables import ResultCell, ResultColumn, ResultTable

LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = "[]:*?/\\"
_MOST_DIGITS = 15
"""A number with more digits would be changed by a spreadsheet, so it stays text."""
_WIDEST, _NARROWEST = 46, 6


def write_workbook(document: Document, language: Language) -> bytes:
    """Write a checked competition file as a workbook in one language.

    A sheet a stage, then all marks, personal marks and written tests where there are any,
    deductions, awards, judges. A rehearsal's says so first, and above every printed page. Nothing
    in it is a formula or a link.
    """
    names = TableNames(document, language)
    standings = scoring.recount(document)
    stages = {stage["key"]: stage for stage in document["stages"]}
    tables = [
        *_rehearsal_table(document, names),
        *(
            standings_table(document, stages[each["stage"]], each, names)
            for each in standings["stages"]
        ),
    ]
    tables.append(marks_table(document, standings, names))
    for table in (personal_table(document, names), written_table(document, names)):
        if table.rows:
            tables.append(table)
    tables.append(deductions_table(document, names))
    if document.get("awards"):
        tables.append(awards_table(document, names))
    tables.append(judges_table(document, names))
    contest = text_in(document["competition"]["name"], language)
    if "rehearsal_of" in document["competition"]:
        contest = f"{names.word('rehearsal')}　{contest}"
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(data, {**options, "strings_to_numbers": False}) as book:
        book.set_properties({"title": contest})
        writer = _TableWriter(book, contest, names)
        for table, name in zip(tables, sheet_names([t.name for t in tables]), strict=True):
            writer.write(table, name)
    return data.getvalue()


def _rehearsal_table(document: Document, names: TableNames) -> list[ResultTable]:
    if "rehearsal_of" not in document["competition"]:
        return []
    word = names.word
    return [ResultTable(word("rehearsal"), "", [ResultColumn(word("rehearsal_says"), "wide")])]


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that a workbook takes: short enough, all different, without forbidden characters.

    >>> sheet_names(["决赛", "决赛", "A/B: final?"])
    ['决赛', '决赛 (2)', 'A-B- final-']
    """
    found: list[str] = []
    taken: set[str] = {"history"}
    for each in wanted:
        clean = "".join("-" if sign in _NOT_IN_SHEET_NAMES else sign for sign in each)
        clean = clean.strip("' ") or "-"
        name, number = _shortened(clean, ""), 1
        while name.casefold() in taken:
            number += 1
            name = _shortened(clean, f" ({number})")
        taken.add(name.casefold())
        found.append(name)
    return found


def _shortened(name: str, ending: str) -> str:
    """The name with its ending, counted as spreadsheets count: in units of UTF-16."""
    while len(name.encode("utf-16-le")) // 2 + len(ending) > LONGEST_SHEET_NAME:
        name = name[:-1]
    return name.strip("' ") + ending


class _TableWriter:
    """Writes tables into one workbook, with its formats."""

    def __init__(self, book: Workbook, contest: str, names: TableNames) -> None:
        self._book = book
        self._contest = contest
        self._names = names
        self._formats: dict[tuple[str, int, bool], Format] = {}
        self._header = book.add_format(
            {
                **{"bold": True, "bg_color": "#E8EDF3", "bottom": 1, "text_wrap": True},
                **{"valign": "vcenter", "align": "center"},
            }
        )

    def write(self, table: ResultTable, name: str) -> None:
        """Write one table on a sheet of its own."""
        sheet = self._book.add_worksheet(name)
        for index, column in enumerate(table.columns):
            sheet.write_string(0, index, column.header, self._header)
            cells = [row[index] for row in table.rows]
            sheet.set_column(index, index, _width_of(column, cells))
        for number, row in enumerate(table.rows, start=1):
            for index, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                self._write_cell(sheet, number, index, column, cell)
        last = len(table.columns) - 1
        sheet.freeze_panes(1, _frozen(table))
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), last)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, max(len(table.rows), 1), last)
        title = _escaped(f"{self._contest}　{table.title}")
        # A header holds 255 characters in all.
        sheet.set_header(f"&L{title[:200]}")
        sheet.set_footer(f"&R{self._names.word('page')}")

    def _write_cell(
        self, sheet: Worksheet, row: int, index: int, column: ResultColumn, cell: ResultCell | str
    ) -> None:
        text, is_out = (cell, False) if isinstance(cell, str) else (cell.text, cell.is_left_out)
        shape = self._format(column, is_left_out=is_out)
        if not text:
            return
        if column.kind in ("text", "wide") or _digits(text) > _MOST_DIGITS:
            sheet.write_string(row, index, text, shape)
        else:
            sheet.write_number(row, index, float(Decimal(text)), shape)

    def _format(self, column: ResultColumn, *, is_left_out: bool) -> Format:
        key = (column.kind, column.decimals if column.kind == "score" else 0, is_left_out)
        if key not in self._formats:
            shape: dict[str, object] = {"valign": "top"}
            if column.kind == "wide":
                shape["text_wrap"] = True
            elif column.kind == "score":
                shape["num_format"] = "0." + "0" * column.decimals if column.decimals else "0"
            elif column.kind == "whole":
                shape |= {"num_format": "0", "align": "center"}
            elif column.kind == "text":
                shape["num_format"] = "@"
            if is_left_out:
                shape |= {"font_strikeout": True, "font_color": "#767676"}
            self._formats[key] = self._book.add_format(shape)
        return self._formats[key]


def _frozen(table: ResultTable) -> int:
    """How many columns stay in view: those up to the team's, where it is among the first."""
    wide = [index for index, column in enumerate(table.columns) if column.kind == "wide"]
    return wide[0] + 1 if wide and wide[0] < 4 else 0


def _width_of(column: ResultColumn, cells: Iterable[ResultCell | str]) -> float:
    texts = [cell if isinstance(cell, str) else cell.text for cell in cells]
    header = _width(column.header)
    content = max((_width(text) for text in texts), default=0)
    # A header of a column of numbers may take two lines.
    needed = max(content, header if column.kind in ("text", "wide") else header / 2)
    return min(max(needed + 2, _NARROWEST), _WIDEST)


def _width(text: str) -> int:
    """How wide a text is; a Chinese character takes two places."""
    lines = text.splitlines() or [""]
    return max(
        sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)
        for line in lines
    )


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text.lstrip("-0."))


def _escaped(text: str) -> str:
    """A text in a printed header, where & begins an instruction."""
    return text.replace("&", "&&")
