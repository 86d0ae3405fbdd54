"""What a file of a list may cost, and the refusals for what is more, or is no list at all."""

from competition.document import Refusal
from competition.messages import N_

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_CELLS = 1_000_000
"""In all sheets together; 10,000 rows of 40 columns are a fifth of it."""
HEADER_ROWS = 10
"""The header of a list stands in one of the first rows."""
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


def too_large() -> Refusal:
    """The refusal of a file that is too large."""
    return Refusal(
        N_(
            "The file is larger than %(limit)s MB. Remove pictures and sheets that are not needed, "
            "or split the list."
        ),
        {"limit": MOST_BYTES // 1024 // 1024},
    )


def unpacks_too_large() -> Refusal:
    """The refusal of a file that is small only because it is compressed."""
    return Refusal(
        N_(
            "Unpacked, the file is larger than %(limit)s MB. Copy the list into a new workbook and "
            "save that."
        ),
        {"limit": MOST_UNPACKED_BYTES // 1024 // 1024},
    )


def too_many_cells() -> Refusal:
    """The refusal of a workbook with more cells than any list has."""
    return Refusal(
        N_(
            "The file has more than %(limit)s filled cells. Copy the list into a new workbook and "
            "save that."
        ),
        {"limit": f"{MOST_CELLS:,}"},
    )


def damaged() -> Refusal:
    """The refusal of a workbook that cannot be read to its end."""
    return Refusal(
        N_(
            "The workbook is damaged and cannot be read. Open it in Excel or WPS, save it as .xlsx "
            "again, then try once more."
        )
    )


def has_password() -> Refusal:
    """The refusal of a workbook that is protected by a password."""
    return Refusal(
        N_(
            "The workbook is protected by a password. Open it in Excel or WPS, save it without a "
            "password, then try again."
        )
    )


def no_workbook() -> Refusal:
    """The refusal of a file that is packed like a workbook and is none."""
    return Refusal(
        N_(
            "This is no workbook. Choose a file that Excel, WPS or LibreOffice has saved as .xlsx, "
            ".xls, .ods or .csv."
        )
    )
