"""A table as CSV that Excel and WPS open as it is: UTF-8 with a byte order mark, commas, CRLF."""

import csv
import io

from competition.workbook.tables import ResultTable, text_of_cell

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What would start a formula in a text."""


def write_csv(table: ResultTable) -> bytes:
    """Write a table; a text that would start a formula gets an apostrophe before it."""
    data = io.StringIO(newline="")
    writer = csv.writer(data, lineterminator="\r\n")
    writer.writerow([_safe(column.header) for column in table.columns])
    for row in table.rows:
        writer.writerow(
            [
                _safe(text_of_cell(cell)) if column.kind in ("text", "wide") else text_of_cell(cell)
                for column, cell in zip(table.columns, row, strict=True)
            ]
        )
    return b"\xef\xbb\xbf" + data.getvalue().encode()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
