"""Workbooks as people and programs make them, for the tests of lists."""

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import xlsxwriter

from competition.lists import ImportPlan, Kind, Table, find_table, plan_import, read_lists
from tests import factories

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def xlsx(
    rows: Iterable[Iterable[Any]],
    finish: Callable[[Any, Any], None] | None = None,
    *,
    name: str = "名单",
    **options: Any,
) -> bytes:
    """A workbook of one sheet; `finish` may do more with the workbook and the sheet."""
    data = io.BytesIO()
    given = {"in_memory": True, "strings_to_formulas": False} | options
    with xlsxwriter.Workbook(data, given) as book:
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if value is not None:
                    sheet.write(row, column, value)
        if finish is not None:
            finish(book, sheet)
    return data.getvalue()


def raw_xlsx(sheet: str, strings: str = "", styles: str = "", **parts: str) -> bytes:
    """A workbook whose only sheet has this XML in it; `parts` are further files."""
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({"main": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="名单" sheetId="1" r:id="one"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            {
                "one": ("worksheet", "worksheets/sheet1.xml"),
                "two": ("sharedStrings", "sharedStrings.xml"),
                "three": ("styles", "styles.xml"),
            }
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }
    return zipped(files | parts)


def ods(table: str, mimetype: str = "application/vnd.oasis.opendocument.spreadsheet") -> bytes:
    """An OpenDocument spreadsheet with the XML of one table's rows."""
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    calc = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"<office:document-content{names}{calc}><office:body><office:spreadsheet>"
        f'<table:table table:name="名单">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": mimetype, "content.xml": content})


def zipped(files: dict[str, Any]) -> bytes:
    """A zip archive of these files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def table_of(kind: Kind, *rows: Iterable[Any]) -> Table:
    """The list of these rows, as a spreadsheet gives it."""
    return find_table(read_lists(xlsx(rows), "名单.xlsx"), kind)


def plan(kind: Kind, *rows: Iterable[Any], file: Any = None, **more: Any) -> ImportPlan:
    """What importing these rows would do, to the league unless another file is given."""
    document = factories.checked(file if file is not None else factories.league())
    return plan_import(document, kind, table_of(kind, *rows), **more)


def verdicts(planned: ImportPlan) -> list[str]:
    """The rows' verdicts, in order."""
    return [row.verdict for row in planned.rows]


def problems(planned: ImportPlan) -> list[str]:
    """What is wrong, a line each: row, column, sentence."""
    return [
        f"{row.row} {problem.column}: {problem.phrase}"
        for row in planned.rows
        for problem in row.problems
    ]


def notes(planned: ImportPlan) -> list[str]:
    """What is noted at the rows."""
    return [f"{row.row}: {note}" for row in planned.rows for note in row.notes]


def part(planned: ImportPlan, kind: str, key: str) -> Any:
    """A part of the competition as the import would leave it."""
    whole: Any = planned.document
    return next(each for each in whole[kind] if each["key"] == key)


def _relations(given: dict[str, tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for name, (kind, target) in given.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{each}</Relationships>'
