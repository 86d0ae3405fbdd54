"""A file's bytes, or what was pasted, read as a workbook.

What a file is, is seen from its bytes and not from its name: programs save text, pages and real
workbooks under the same ending.
"""

from competition.document import Refusal
from competition.lists.cells import Workbook, WorkbookSheet
from competition.lists.compound_file import MAGIC as COMPOUND
from competition.lists.limits import MOST_BYTES, no_workbook, too_large
from competition.lists.ods import read_ods
from competition.lists.text_files import EncodingUndecided, decode, read_text
from competition.lists.xls import read_xls
from competition.lists.xlsx import read_xlsx
from competition.lists.zip_parts import ZipParts
from competition.messages import N_

__all__ = ["EncodingUndecided", "read_lists", "read_pasted"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_PACKED = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_PAGES = ("<!doctype", "<html", "<head", "<meta", "<table", "<style", "mime-version:")
_BYTES_SEARCHED = 4096
_OPEN_DOCUMENT_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def read_lists(data: bytes, filename: str, *, encoding: str | None = None) -> Workbook:
    """Read a spreadsheet or a text file; raises `Refusal`, `EncodingUndecided`."""
    if len(data) > MOST_BYTES:
        raise too_large()
    if not data.strip():
        raise _empty()
    _refuse_other_files(data)
    if data.startswith(_ZIP):
        return _workbook(_read_zip(data))
    if data.startswith(COMPOUND):
        return _workbook(read_xls(data))
    text, used = decode(data, encoding)
    return _workbook([read_text(text, filename)], used)


def read_pasted(text: str) -> Workbook:
    """Read what was pasted from a spreadsheet (tabs), or the text of a CSV file."""
    if len(text) > MOST_BYTES:
        raise too_large()
    return _workbook([read_text(text, "")])


def _workbook(sheets: list[WorkbookSheet], encoding: str = "") -> Workbook:
    if not any(sheet.rows for sheet in sheets):
        raise _empty()
    return Workbook(sheets, encoding)


def _read_zip(data: bytes) -> list[WorkbookSheet]:
    parts = ZipParts(data)
    if "[Content_Types].xml" in parts and ("xl/workbook.xml" in parts or "_rels/.rels" in parts):
        if "xl/workbook.bin" in parts:
            raise Refusal(
                N_("Accord does not read .xlsb. Open it in Excel and save it as .xlsx, then again.")
            )
        if "word/document.xml" in parts or "ppt/presentation.xml" in parts:
            raise no_workbook()
        return read_xlsx(parts)
    if "mimetype" in parts and "content.xml" in parts:
        if not parts.start_of("mimetype", 100).startswith(_OPEN_DOCUMENT_SHEET):
            raise no_workbook()
        return read_ods(parts)
    raise no_workbook()


def _refuse_other_files(data: bytes) -> None:
    start = data[:_BYTES_SEARCHED]
    is_webp = start.startswith(b"RIFF") and start[8:12] == b"WEBP"
    if start.startswith(_PICTURES) or is_webp or _is_bitmap(start):
        raise Refusal(N_("This is a picture, whatever its name says. Choose the spreadsheet."))
    if start.startswith((b"%PDF", b"{\\rtf")):
        raise Refusal(
            N_("This is a text document (PDF or Word). Choose the spreadsheet with the list.")
        )
    if start.startswith(_PACKED):
        raise Refusal(N_("This is a compressed file. Unpack it, then choose the spreadsheet."))
    text = _as_text(start).lstrip().lower()
    if text.startswith("<?xml") and "office:spreadsheet" in text:
        raise Refusal(
            N_(
                "This is an XML table of Excel 2003. Open it in Excel or WPS, save it as .xlsx, "
                "then try again."
            )
        )
    if text.startswith(_PAGES) or (text.startswith("<") and "<html" in text):
        raise Refusal(
            N_(
                "This is a web page, whatever its name says. Open it in Excel or WPS, save it as "
                ".xlsx, then try again."
            )
        )


def _is_bitmap(start: bytes) -> bool:
    return start.startswith(b"BM") and start[6:10] == bytes(4)


def _as_text(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "replace")
    return start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _empty() -> Refusal:
    return Refusal(N_("The file is empty: there is no list in it."))
