"""Workbooks of LibreOffice and WPS (.ods), read from their XML for the reasons of `xlsx`."""

import re

from competition.lists.cells import Cell, CellKind, MergedRange, WorkbookSheet
from competition.lists.limits import (
    LAST_COLUMN,
    LAST_ROW,
    MOST_CELLS,
    damaged,
    has_password,
    too_many_cells,
)
from competition.lists.numbers_shown import plain_number
from competition.lists.zip_parts import ZipParts, local_attributes, local_name

_TIME = re.compile(r"PT(\d{1,2})H(\d{1,2})M(\d{1,2})(?:[.,]\d*)?S")
_NUMBERS = ("float", "percentage", "currency")
_MOST_SPACES = 1000


def read_ods(parts: ZipParts) -> list[WorkbookSheet]:
    """Read every sheet of a workbook, in its order; raises `Refusal` where it is damaged."""
    if "META-INF/manifest.xml" in parts and _is_encrypted(parts):
        raise has_password()
    reader = _OdsReader()
    parts.parse("content.xml", reader.start, reader.end, reader.text)
    return reader.sheets


def _is_encrypted(parts: ZipParts) -> bool:
    found = False

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal found
        found = found or local_name(name) == "encryption-data"

    parts.parse("META-INF/manifest.xml", start)
    return found


class _OdsReader:
    """Follows the XML of all sheets."""

    def __init__(self) -> None:
        self.sheets: list[WorkbookSheet] = []
        self._row = 0
        self._column = 0
        self._cells: dict[int, Cell] = {}
        self._rows_repeated = 1
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._in_paragraph = 0
        self._in_note = 0
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local_name(name)
        if name in ("table-cell", "covered-table-cell"):
            self._cell = local_attributes(attributes)
            # A value's type stands there twice, and only LibreOffice's own names errors.
            self._cell["own-type"] = attributes.get("calcext:value-type", "")
            self._paragraphs = []
        elif name == "table-row":
            self._rows_repeated = _count(local_attributes(attributes), "number-rows-repeated")
            self._cells, self._column = {}, 0
        elif name == "table":
            self.sheets.append(WorkbookSheet(local_attributes(attributes).get("name", "")))
            self._row = 0
        elif name == "annotation":
            self._in_note += 1
        elif self._cell is not None and not self._in_note:
            if name == "p":
                self._paragraphs.append("")
                self._in_paragraph += 1
            elif name == "s":
                given = _count(local_attributes(attributes), "c")
                self.text(" " * min(given, _MOST_SPACES))
            elif name in ("tab", "line-break"):
                self.text("\t" if name == "tab" else "\n")

    def text(self, data: str) -> None:
        if self._in_paragraph and not self._in_note:
            self._paragraphs[-1] += data

    def end(self, name: str) -> None:
        name = local_name(name)
        if name in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif name == "table-row":
            self._end_row()
        elif name == "annotation":
            self._in_note -= 1
        elif name == "p" and self._in_paragraph and not self._in_note:
            self._in_paragraph -= 1

    def _end_cell(self) -> None:
        given = self._cell or {}
        self._cell = None
        repeated = _count(given, "number-columns-repeated")
        cell = _read_cell(given, "\n".join(self._paragraphs))
        if cell is not None:
            if self._column + repeated > LAST_COLUMN:
                raise damaged()
            self._add(repeated)
            self._cells |= dict.fromkeys(range(self._column, self._column + repeated), cell)
        down, across = _count(given, "number-rows-spanned"), _count(given, "number-columns-spanned")
        if (down, across) != (1, 1) and self.sheets:
            top, left = self._row + 1, self._column
            merged = MergedRange(top, left, top + down - 1, left + across - 1)
            self.sheets[-1].merged.append(merged)
        self._column += repeated

    def _end_row(self) -> None:
        first, last = self._row + 1, self._row + self._rows_repeated
        if self._cells and self.sheets:
            if last > LAST_ROW:
                raise damaged()
            self._add(len(self._cells) * (self._rows_repeated - 1))
            rows = self.sheets[-1].rows
            for row in range(first, last + 1):
                rows[row] = self._cells
        self._row = last

    def _add(self, cells: int) -> None:
        self._count += cells
        if self._count > MOST_CELLS:
            raise too_many_cells()


def _read_cell(given: dict[str, str], shown: str) -> Cell | None:
    """The cell with these attributes and this text; None if it is blank."""
    is_formula = "formula" in given
    if given["own-type"] == "error":
        return Cell(shown.strip() or "#N/A", "error", is_formula)
    kind: CellKind = "text"
    text = shown
    value_type = given.get("value-type")
    if value_type in _NUMBERS:
        try:
            text, kind = plain_number(given.get("value", "")), "number"
        except (ValueError, ArithmeticError) as error:
            raise damaged() from error
    elif value_type == "date":
        text, kind = given.get("date-value", ""), "date"
    elif value_type == "time":
        found = _TIME.fullmatch(given.get("time-value", ""))
        if found is not None and int(found[1]) < 24:
            text, kind = f"T{int(found[1]):02}:{int(found[2]):02}:{int(found[3]):02}", "date"
    elif value_type == "boolean":
        text, kind = given.get("boolean-value", ""), "boolean"
    elif value_type == "string":
        text = given.get("string-value") or shown
    if not text.strip():
        return Cell("", is_formula=True) if is_formula else None
    has_zeros = kind == "number" and shown != text and shown.isdigit()
    return Cell(text, kind, is_formula, shown=shown if has_zeros else "")


def _count(given: dict[str, str], name: str) -> int:
    """A number of repetitions, 1 where nothing is said."""
    text = given.get(name, "1")
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise damaged()
    return max(1, int(text))
