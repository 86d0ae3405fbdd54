"""Workbooks of Excel and WPS (.xlsx, .xlsm), read from their XML.

From the XML and not by a library: those for Python lay a sheet out as a rectangle up to its last
cell, so that a stray cell at the far end costs all memory, and do not say which cells are formulas
or how a number is shown.
"""

import posixpath
import re
from dataclasses import replace
from typing import NamedTuple

from competition.lists.cells import Cell, MergedRange, WorkbookSheet, column_number
from competition.lists.limits import LAST_COLUMN, LAST_ROW, MOST_CELLS, damaged, too_many_cells
from competition.lists.numbers_shown import (
    PLAIN,
    NumberFormat,
    moment_of_day_number,
    plain_number,
)
from competition.lists.xlsx_parts import (
    TRUE,
    read_formats,
    read_shared_strings,
    text_cell,
    whole_number,
)
from competition.lists.zip_parts import ZipParts, local_attributes, local_name

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class _Relation(NamedTuple):
    kind: str
    target: str


def read_xlsx(parts: ZipParts) -> list[WorkbookSheet]:
    """Read every sheet of a workbook, in its order; raises `Refusal` where it is damaged."""
    root = _relations(parts, "").values()
    main = next((each.target for each in root if each.kind == "officeDocument"), "xl/workbook.xml")
    relations = _relations(parts, main)
    sheets: list[tuple[WorkbookSheet, str]] = []
    from_1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        name = local_name(name)
        if name == "sheet":
            given = local_attributes(attributes)
            relation = relations.get(given.get("id", ""))
            if relation is not None and relation.kind == "worksheet":
                hidden = given.get("state", "visible") != "visible"
                sheets.append(
                    (WorkbookSheet(given.get("name", ""), is_hidden=hidden), relation.target)
                )
        elif name == "workbookPr":
            from_1904 = local_attributes(attributes).get("date1904", "") in TRUE

    parts.parse(main, start)
    by_kind = {relation.kind: relation.target for relation in relations.values()}
    reader = _SheetReader(
        read_shared_strings(parts, by_kind.get("sharedStrings")),
        read_formats(parts, by_kind.get("styles")),
        from_1904=from_1904,
    )
    for sheet, target in sheets:
        reader.read(parts, target, sheet)
    return [sheet for sheet, _ in sheets]


def _relations(parts: ZipParts, source: str) -> dict[str, _Relation]:
    """What a part refers to, by identifier; targets are names of parts."""
    folder, name = posixpath.split(source)
    where = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, _Relation] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if local_name(name) == "Relationship":
            target = attributes.get("Target", "")
            full = target if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = _Relation(kind, posixpath.normpath(full).lstrip("/"))

    if where in parts:
        parts.parse(where, start)
    return found


class _SheetReader:
    """Reads sheets; the number of cells is counted over all of them."""

    def __init__(
        self, strings: list[Cell | None], formats: list[NumberFormat], *, from_1904: bool
    ) -> None:
        self._strings = strings
        self._formats = formats
        self._from_1904 = from_1904
        self._count = 0
        self._column_of: dict[str, int] = {}

    def read(self, parts: ZipParts, name: str, sheet: WorkbookSheet) -> None:
        """Read one sheet's cells and merged ranges."""
        row, column, kind, style = 0, -1, "n", ""
        is_formula, is_text, phonetic = False, False, 0
        cells: dict[int, Cell] = {}
        pieces: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, column, kind, style, is_formula, is_text, phonetic, cells
            if ":" in name:
                name = local_name(name)
            if name == "c":
                reference = attributes.get("r")
                column = column + 1 if reference is None else self._column(reference)
                kind, style = attributes.get("t", "n"), attributes.get("s", "")
                is_formula = False
                pieces.clear()
            elif name in ("v", "t"):
                is_text = not phonetic
            elif name == "f":
                is_formula = True
            elif name == "row":
                given = attributes.get("r")
                row, column = row + 1 if given is None else whole_number(given), -1
                if not 1 <= row <= LAST_ROW:
                    raise damaged()
                cells = sheet.rows.get(row) or {}
            elif name == "rPh":
                phonetic += 1
            elif name == "mergeCell":
                sheet.merged.append(self._range(attributes.get("ref", "")))

        def end(name: str) -> None:
            nonlocal is_text, phonetic
            if ":" in name:
                name = local_name(name)
            if name in ("v", "t"):
                is_text = False
            elif name == "c":
                if pieces or is_formula:
                    cell = self._cell(kind, style, "".join(pieces), is_formula=is_formula)
                    if cell is not None:
                        cells[column] = cell
            elif name == "row":
                if cells:
                    sheet.rows[row] = cells
                    self._count += len(cells)
                    if self._count > MOST_CELLS:
                        raise too_many_cells()
            elif name == "rPh":
                phonetic -= 1

        def text(data: str) -> None:
            if is_text:
                pieces.append(data)

        parts.parse(name, start, end, text)
        if list(sheet.rows) != sorted(sheet.rows):
            sheet.rows = dict(sorted(sheet.rows.items()))

    def _cell(self, kind: str, style: str, written: str, *, is_formula: bool) -> Cell | None:
        if kind == "s":
            number = whole_number(written.strip())
            if number >= len(self._strings):
                raise damaged()
            shared = self._strings[number]
            return replace(shared, is_formula=True) if shared and is_formula else shared
        if kind in ("str", "inlineStr"):
            return text_cell(written, is_formula=is_formula)
        written = written.strip()
        if not written:
            return Cell("", is_formula=True) if is_formula else None
        if kind == "n":
            return self._number(style, written, is_formula=is_formula)
        if kind == "b":
            return Cell("true" if written in TRUE else "false", "boolean", is_formula)
        if kind == "e":
            return Cell(written, "error", is_formula)
        return Cell(written, "date", is_formula)

    def _number(self, style: str, written: str, *, is_formula: bool) -> Cell:
        number_format = PLAIN
        if style:
            index = whole_number(style)
            number_format = self._formats[index] if index < len(self._formats) else PLAIN
        try:
            if number_format.is_date:
                moment = moment_of_day_number(float(written), from_1904=self._from_1904)
                if moment is not None:
                    return Cell(moment, "date", is_formula)
            text = plain_number(written)
        except (ValueError, ArithmeticError) as error:
            raise damaged() from error
        shown = text.zfill(number_format.digits) if number_format.digits else text
        return Cell(text, "number", is_formula, shown="" if shown == text else shown)

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._column_of.get(letters)
        if column is None:
            column = column_number(letters)
            if not 0 <= column < LAST_COLUMN:
                raise damaged()
            self._column_of[letters] = column
        return column

    def _range(self, reference: str) -> MergedRange:
        first, _, last = reference.partition(":")
        found = [_REFERENCE.fullmatch(each) for each in (first, last or first)]
        if found[0] is None or found[1] is None:
            raise damaged()
        (left, top), (right, bottom) = found[0].groups(), found[1].groups()
        return MergedRange(int(top), column_number(left), int(bottom), column_number(right))
