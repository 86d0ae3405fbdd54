"""What is read from a file: a workbook of sheets, and the cells that have something in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

CellKind = Literal["text", "number", "date", "boolean", "error"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not blank.

    `text` is its value as text: a number as a plain decimal, a date as `2026-05-20T09:00:00`, a
    time of day as `T09:00:00`, a boolean as `true` or `false`, an error as `#N/A`. `shown` is what
    the reader of the spreadsheet sees where that differs: `001` for the number 1 in the format
    `000`. A formula whose value was not stored has an empty `text`.
    """

    text: str
    kind: CellKind = "text"
    is_formula: bool = False
    is_merged: bool = False
    """Whether the value stands in a cell above, merged over this one."""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Cells merged into one; rows count from 1, columns from 0, both ends belong to it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class WorkbookSheet:
    """A sheet of a workbook, or a whole CSV file or pasted text.

    `rows` has the rows that are not empty by their number in the spreadsheet, from 1, in order;
    each has its cells by column, from 0.
    """

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[MergedRange] = field(default_factory=list)
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read. `encoding` is that of a text file, `""` for a spreadsheet."""

    sheets: list[WorkbookSheet]
    encoding: str = ""

    def sheet(self, name: str) -> WorkbookSheet | None:
        """The sheet of that name, if there is one."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its place from 0, its header as written, the field it is taken for.

    A header that another column has too gets the column's letter: `姓名 [D]`. `field` is None
    for a column that no field knows; it is passed over.
    """

    index: int
    header: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """The list in a sheet: its columns, and the rows below its header that are not empty.

    A row is empty when all its cells below a header are. In a cell of a row, what is merged from
    above counts.
    """

    sheet: str
    header_row: int
    columns: tuple[ListColumn, ...]
    rows: Mapping[int, Mapping[int, Cell]]
    encoding: str = ""


def column_number(letters: str) -> int:
    """The number of a column from 0: `A` is 0, `AA` 26; -1 for what are no letters of one."""
    number = 0
    for letter in letters.strip("$").upper():
        if not "A" <= letter <= "Z" or number > 99_999:
            return -1
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """The letters of a column that is counted from 0.

    >>> column_letters(0), column_letters(27), column_letters(column_number("XFD"))
    ('A', 'AB', 'XFD')
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
