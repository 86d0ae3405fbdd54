"""Workbooks of Excel 97 to 2003 (.xls): calamine reads the values, the rest is in the records.

What calamine does not say stands in the file's records: which cells are formulas or errors, how a
number is shown. And it lays a sheet out as a rectangle up to its last cell; so cells to the right
of everything in the first ten rows, where the header is, are made blank beforehand.
"""

import datetime as dt
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from competition.lists.cells import Cell, MergedRange, WorkbookSheet
from competition.lists.compound_file import CompoundFile
from competition.lists.limits import (
    HEADER_ROWS,
    MOST_CELLS,
    damaged,
    has_password,
    no_workbook,
    too_many_cells,
)
from competition.lists.numbers_shown import PLAIN, NumberFormat, plain_number, read_format

_BOF, _BOUND_SHEET, _FILE_PASS, _XF, _FORMAT = 0x0809, 0x0085, 0x002F, 0x00E0, 0x041E
_FORMULA, _BOOL_ERR, _BLANK, _MUL_RK = 0x0006, 0x0205, 0x0201, 0x00BD
_ONE_CELL = {_FORMULA, 0x00FD, 0x00D6, 0x0203, 0x0204, _BOOL_ERR, 0x027E}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!"}
_NOT_AVAILABLE = "#N/A"
_PASSWORD_STREAMS = ("EncryptedPackage", "EncryptionInfo")
_MOST_AREA = 8 * MOST_CELLS

Place = tuple[int, int]


@dataclass
class _Records:
    """What the records of a sheet say about its cells, by row and column from 0."""

    formulas: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    digits: dict[Place, int] = field(default_factory=dict)
    cells: list[tuple[int, int, int]] = field(default_factory=list)
    """Row, column, and where in the stream the cell's record begins."""


def read_xls(data: bytes) -> list[WorkbookSheet]:
    """Read every sheet of a workbook, in its order; raises `Refusal` where it cannot be read."""
    file = CompoundFile(data)
    if any(name in file for name in _PASSWORD_STREAMS):
        raise has_password()
    stream = next((name for name in ("Workbook", "Book") if name in file), None)
    if stream is None:
        raise no_workbook()
    places = file.places(stream)
    content = b"".join(data[start : start + length] for start, length in places)
    records = _read_records(content)
    data = _without_stray_cells(data, places, records)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            sheets = []
            for index, about in enumerate(workbook.sheets_metadata):
                values = workbook.get_sheet_by_name(about.name)
                is_hidden = about.visible is not SheetVisibleEnum.Visible
                said = records[index] if index < len(records) else _Records()
                sheets.append(_read_sheet(values, said, is_hidden=is_hidden))
            return sheets
    except CalamineError as error:
        raise damaged() from error


def _read_sheet(values: CalamineSheet, said: _Records, *, is_hidden: bool) -> WorkbookSheet:
    sheet = WorkbookSheet(values.name, is_hidden=is_hidden)
    for row, cells in enumerate(values.to_python(skip_empty_area=False)):
        found: dict[int, Cell] = {}
        for column, value in enumerate(cells):
            place = (row, column)
            if value != "" or place in said.formulas or place in said.errors:
                cell = _cell(value, said, place)
                if cell is not None:
                    found[column] = cell
        if found:
            sheet.rows[row + 1] = found
    for (top, left), (bottom, right) in values.merged_cell_ranges or ():
        sheet.merged.append(MergedRange(top + 1, left, bottom + 1, right))
    return sheet


def _cell(value: object, said: _Records, place: Place) -> Cell | None:
    is_formula = place in said.formulas
    if place in said.errors:
        return Cell(said.errors[place], "error", is_formula)
    if isinstance(value, bool):
        return Cell("true" if value else "false", "boolean", is_formula)
    if isinstance(value, int | float):
        text = plain_number(repr(value))
        shown = text.zfill(said.digits.get(place, 0))
        return Cell(text, "number", is_formula, shown="" if shown == text else shown)
    if isinstance(value, dt.datetime):
        rounded = (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
        return Cell(rounded.isoformat(), "date", is_formula)
    if isinstance(value, dt.date):
        return Cell(f"{value}T00:00:00", "date", is_formula)
    if isinstance(value, dt.time):
        return Cell(f"T{value.replace(microsecond=0)}", "date", is_formula)
    text = str(value)
    return Cell(text, is_formula=is_formula) if is_formula or text.strip() else None


def _read_records(content: bytes) -> list[_Records]:
    """What the records say, sheet by sheet in the order of the workbook."""
    sheets: dict[int, _Records] = {}
    order: list[int] = []
    codes: dict[int, str] = {}
    formats: list[NumberFormat] = []
    now: _Records | None = None
    for start, kind, body in _records(content):
        if kind == _BOF:
            now = sheets.get(start)
        elif kind == _FILE_PASS:
            raise has_password()
        elif kind == _BOUND_SHEET and len(body) >= 6:
            order.append(struct.unpack_from("<I", body)[0])
            sheets.setdefault(order[-1], _Records())
        elif kind == _FORMAT and len(body) >= 5:
            codes[struct.unpack_from("<H", body)[0]] = _format_code(body)
        elif kind == _XF and len(body) >= 4:
            number = struct.unpack_from("<H", body, 2)[0]
            formats.append(read_format(number, codes.get(number)))
        elif now is not None and (kind in _ONE_CELL or kind == _MUL_RK) and len(body) >= 6:
            _note_cells(now, formats, start, kind, body)
    return [sheets[offset] for offset in order]


def _records(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    place = 0
    while place + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, place)
        yield place, kind, content[place + 4 : place + 4 + length]
        place += 4 + length


def _note_cells(
    said: _Records, formats: list[NumberFormat], start: int, kind: int, body: bytes
) -> None:
    row, column = struct.unpack_from("<HH", body)
    if kind == _MUL_RK:
        styles = [struct.unpack_from("<H", body, at)[0] for at in range(4, len(body) - 5, 6)]
    else:
        styles = [struct.unpack_from("<H", body, 4)[0]]
    said.cells.append((row, column + len(styles) - 1, start if kind != _MUL_RK else -1))
    for index, style in enumerate(styles):
        shown = formats[style] if style < len(formats) else PLAIN
        if shown.digits:
            said.digits[row, column + index] = shown.digits
    place = (row, column)
    if kind == _FORMULA and len(body) >= 14:
        said.formulas.add(place)
        if body[12:14] == b"\xff\xff" and body[6] == 2:
            said.errors[place] = _ERRORS.get(body[8], _NOT_AVAILABLE)
    elif kind == _BOOL_ERR and len(body) >= 8 and body[7]:
        said.errors[place] = _ERRORS.get(body[6], _NOT_AVAILABLE)


def _format_code(body: bytes) -> str:
    """The code of a number format; of Excel 95 too, where the text is in single bytes."""
    length, is_wide = struct.unpack_from("<HB", body, 2)
    if length + 5 == len(body) and not is_wide & 1:
        return body[5:].decode("latin-1")
    if 2 * length + 5 == len(body):
        return body[5:].decode("utf-16-le", "replace")
    return body[3:].decode("latin-1")


def _without_stray_cells(data: bytes, places: list[Place], sheets: list[_Records]) -> bytes:
    """The file with the cells made blank that are right of all that may be a header."""
    blanked: list[int] = []
    for sheet in sheets:
        width = max((column for row, column, _ in sheet.cells if row < HEADER_ROWS), default=-1)
        blanked += [start for _, column, start in sheet.cells if column > width and start >= 0]
        height = max((row for row, column, _ in sheet.cells if column <= width), default=-1)
        if (width + 1) * (height + 1) > _MOST_AREA:
            raise too_many_cells()
    if not blanked:
        return data
    changed = bytearray(data)
    starts: list[int] = []
    total = 0
    for _, length in places:
        starts.append(total)
        total += length
    size = places[0][1]
    for start in blanked:
        for offset, byte in zip((start, start + 1), struct.pack("<H", _BLANK), strict=True):
            index = offset // size
            changed[places[index][0] + offset - starts[index]] = byte
    return bytes(changed)
