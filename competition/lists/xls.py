"""Workbooks of Excel 97 to 2003 (.xls), read from their records.

Not by python-calamine: a damaged file makes it abort the whole process, for want of the memory
that the file asks for, and a stray cell at the far end costs a gigabyte.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from competition.document import Refusal
from competition.lists.cells import Cell, MergedRange, WorkbookSheet
from competition.lists.compound_file import CompoundFile
from competition.lists.limits import (
    MOST_CELLS,
    damaged,
    has_password,
    no_workbook,
    too_many_cells,
)
from competition.lists.numbers_shown import (
    PLAIN,
    NumberFormat,
    moment_of_day_number,
    plain_number,
    read_format,
)
from competition.lists.xls_strings import read_shared_texts, text_at
from competition.messages import N_

_BOF, _BOUND_SHEET, _FILE_PASS, _XF, _FORMAT = 0x0809, 0x0085, 0x002F, 0x00E0, 0x041E
_SHARED, _CONTINUE, _DATE_MODE, _MERGED, _STRING = 0x00FC, 0x003C, 0x0022, 0x00E5, 0x0207
_FORMULA, _BOOL_ERR, _NUMBER, _RK, _MUL_RK = 0x0006, 0x0205, 0x0203, 0x027E, 0x00BD
_LABEL_SHARED, _LABELS = 0x00FD, (0x0204, 0x00D6)
_CELLS = (_FORMULA, _BOOL_ERR, _NUMBER, _RK, _MUL_RK, _LABEL_SHARED, *_LABELS)
_VERSION_8 = 0x0600
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!"}
_NOT_AVAILABLE = "#N/A"
_PASSWORD_STREAMS = ("EncryptedPackage", "EncryptionInfo")
_WORKSHEET = 0
_TEXT_RESULT, _BOOLEAN_RESULT, _ERROR_RESULT = 0, 1, 2


def read_xls(data: bytes) -> list[WorkbookSheet]:
    """Read every sheet of a workbook, in its order; raises `Refusal` where it cannot be read."""
    file = CompoundFile(data)
    if any(name in file for name in _PASSWORD_STREAMS):
        raise has_password()
    if "Workbook" not in file:
        raise _too_old() if "Book" in file else no_workbook()
    reader = _XlsReader()
    try:
        reader.read(file.read("Workbook"))
    except (struct.error, IndexError, ValueError, ArithmeticError) as error:
        if isinstance(error, Refusal):
            raise
        raise damaged() from error
    return reader.sheets


def _too_old() -> Refusal:
    return Refusal(
        N_(
            "This workbook is older than Excel 97. Open it in Excel or WPS, save it as .xlsx, then "
            "try again."
        )
    )


@dataclass
class _XlsReader:
    """Follows the records of a workbook: first those for all sheets, then each sheet's."""

    sheets: list[WorkbookSheet] = field(default_factory=list)
    _by_offset: dict[int, WorkbookSheet] = field(default_factory=dict)
    _texts: list[str] = field(default_factory=list)
    _codes: dict[int, str] = field(default_factory=dict)
    _formats: list[NumberFormat] = field(default_factory=list)
    _from_1904: bool = False
    _sheet: WorkbookSheet | None = None
    _waiting: tuple[int, int] | None = None
    """Row and column of a formula whose text is in a record that follows."""
    _count: int = 0

    def read(self, content: bytes) -> None:
        """Read all records."""
        records = _records(content)
        for start, kind, pieces in records:
            body = pieces[0]
            if kind == _BOF:
                if struct.unpack_from("<H", body)[0] != _VERSION_8:
                    raise _too_old()
                self._sheet = self._by_offset.get(start)
            elif self._sheet is not None:
                self._read_of_sheet(self._sheet, kind, pieces)
            elif start:
                self._read_of_workbook(kind, pieces)

    def _read_of_workbook(self, kind: int, pieces: list[bytes]) -> None:
        body = pieces[0]
        if kind == _FILE_PASS:
            raise has_password()
        if kind == _BOUND_SHEET:
            offset, state, what = struct.unpack_from("<IBB", body)
            if what == _WORKSHEET and offset not in self._by_offset:
                name = text_at(body, 6, length_bytes=1)
                sheet = WorkbookSheet(name, is_hidden=bool(state & 3))
                self._by_offset[offset] = sheet
                self.sheets.append(sheet)
        elif kind == _FORMAT:
            self._codes[struct.unpack_from("<H", body)[0]] = text_at(body, 2)
        elif kind == _XF:
            number = struct.unpack_from("<H", body, 2)[0]
            self._formats.append(read_format(number, self._codes.get(number)))
        elif kind == _DATE_MODE:
            self._from_1904 = struct.unpack_from("<H", body)[0] == 1
        elif kind == _SHARED:
            self._texts = read_shared_texts(pieces)

    def _read_of_sheet(self, sheet: WorkbookSheet, kind: int, pieces: list[bytes]) -> None:
        body = pieces[0]
        if kind in _CELLS:
            self._read_cells(sheet, kind, body)
        elif kind == _STRING and self._waiting is not None:
            row, column = self._waiting
            self._waiting = None
            self._put(sheet, row, column, Cell(text_at(body, 0), is_formula=True))
        elif kind == _MERGED:
            for index in range(struct.unpack_from("<H", body)[0]):
                top, bottom, left, right = struct.unpack_from("<HHHH", body, 2 + 8 * index)
                sheet.merged.append(MergedRange(top + 1, left, bottom + 1, right))

    def _read_cells(self, sheet: WorkbookSheet, kind: int, body: bytes) -> None:
        row, column = struct.unpack_from("<HH", body)
        if kind == _MUL_RK:
            for index in range((len(body) - 6) // 6):
                style, rk = struct.unpack_from("<HI", body, 4 + 6 * index)
                self._put(sheet, row, column + index, self._number(style, _rk_value(rk)))
            return
        style = struct.unpack_from("<H", body, 4)[0]
        if kind == _LABEL_SHARED:
            cell = Cell(self._texts[struct.unpack_from("<I", body, 6)[0]])
        elif kind in _LABELS:
            cell = Cell(text_at(body, 6))
        elif kind == _NUMBER:
            cell = self._number(style, struct.unpack_from("<d", body, 6)[0])
        elif kind == _RK:
            cell = self._number(style, _rk_value(struct.unpack_from("<I", body, 6)[0]))
        elif kind == _BOOL_ERR:
            cell = _boolean_or_error(body[6], is_error=bool(body[7]))
        else:
            cell = self._formula(row, column, style, body)
        self._put(sheet, row, column, cell)

    def _formula(self, row: int, column: int, style: int, body: bytes) -> Cell:
        """A formula's stored value; a text follows in a record of its own."""
        if body[12:14] != b"\xff\xff":
            return self._number(style, struct.unpack_from("<d", body, 6)[0], is_formula=True)
        if body[6] in (_BOOLEAN_RESULT, _ERROR_RESULT):
            is_error = body[6] == _ERROR_RESULT
            return _boolean_or_error(body[8], is_error=is_error, is_formula=True)
        if body[6] == _TEXT_RESULT:
            self._waiting = (row, column)
        return Cell("", is_formula=True)

    def _number(self, style: int, value: float, *, is_formula: bool = False) -> Cell:
        shown_as = self._formats[style] if style < len(self._formats) else PLAIN
        if shown_as.is_date:
            moment = moment_of_day_number(value, from_1904=self._from_1904)
            if moment is not None:
                return Cell(moment, "date", is_formula)
        text = plain_number(repr(value))
        shown = text.zfill(shown_as.digits)
        return Cell(text, "number", is_formula, shown="" if shown == text else shown)

    def _put(self, sheet: WorkbookSheet, row: int, column: int, cell: Cell) -> None:
        if cell.text.strip() or cell.is_formula:
            sheet.rows.setdefault(row + 1, {})[column] = cell
            self._count += 1
            if self._count > MOST_CELLS:
                raise too_many_cells()


def _records(content: bytes) -> Iterator[tuple[int, int, list[bytes]]]:
    """Each record with where it begins and its kind, and the pieces that continue it."""
    place = 0
    while place + 4 <= len(content):
        start = place
        kind, length = struct.unpack_from("<HH", content, place)
        pieces = [content[place + 4 : place + 4 + length]]
        place += 4 + length
        while content[place : place + 2] == _CONTINUE.to_bytes(2, "little"):
            length = struct.unpack_from("<H", content, place + 2)[0]
            pieces.append(content[place + 4 : place + 4 + length])
            place += 4 + length
        yield start, kind, pieces


def _rk_value(rk: int) -> float:
    """A number in the four bytes of an RK: a shortened float or a whole number, or a hundredth."""
    if rk & 2:
        whole = rk >> 2
        value = float(whole - (1 << 30) if whole >= 1 << 29 else whole)
    else:
        value = float(struct.unpack("<d", bytes(4) + struct.pack("<I", rk & 0xFFFFFFFC))[0])
    return value / 100 if rk & 1 else value


def _boolean_or_error(code: int, *, is_error: bool, is_formula: bool = False) -> Cell:
    if is_error:
        return Cell(_ERRORS.get(code, _NOT_AVAILABLE), "error", is_formula)
    return Cell("true" if code else "false", "boolean", is_formula)
