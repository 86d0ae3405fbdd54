"""Files of another kind, recognised by their first bytes or their name and called by it.

Whoever chooses a table or a picture by mistake should be told so, and not which of its bytes is
not UTF-8.
"""

from competition.document.problems import InvalidDocument, Problem
from competition.messages import N_

KINDS = {
    "table": N_(
        "This is a table (Excel, WPS or CSV). Accord reads its own JSON file here, which a "
        "competition's “Export as a file” makes."
    ),
    "document": N_("This is a text document (Word or PDF). Accord reads its own JSON file here."),
    "page": N_("This is a web page. Accord reads its own JSON file here."),
    "picture": N_("This is a picture. Accord reads its own JSON file here."),
    "archive": N_(
        "This is a compressed file. Unpack it first, then choose the JSON file that is in it."
    ),
}

_ENDINGS = {
    "table": ("xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "et", "ett", "numbers"),
    "document": ("docx", "doc", "odt", "rtf", "pdf", "wps", "pages"),
    "page": ("html", "htm", "mhtml"),
    "picture": ("png", "jpg", "jpeg", "gif", "webp", "heic", "bmp", "tif", "tiff"),
    "archive": ("zip", "rar", "7z", "gz"),
}
_BEGINNINGS = (
    (b"%PDF", "document"),
    (b"{\\rtf", "document"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BYTES_SEARCHED = 4096


class ForeignFile(InvalidDocument):
    """The file is of another kind; `kind` is one of `KINDS`."""

    def __init__(self, kind: str) -> None:
        super().__init__([Problem("", KINDS[kind])])
        self.kind = kind


def refuse_foreign_file(data: bytes, name: str = "") -> None:
    """Raise `ForeignFile` for a file that is evidently something else than JSON.

    >>> refuse_foreign_file(b'{"format": "accord/1"}', "final.json")
    >>> try:
    ...     refuse_foreign_file(b"team,organisation\\n", "teams.txt")
    ... except ForeignFile as foreign:
    ...     print(foreign.kind)
    table
    """
    kind = _kind(data, name.rpartition(".")[2].lower() if "." in name else "")
    if kind:
        raise ForeignFile(kind)


def _kind(data: bytes, ending: str) -> str:
    by_name = next((kind for kind, endings in _ENDINGS.items() if ending in endings), "")
    start = data[:_BYTES_SEARCHED]
    for beginning, kind in _BEGINNINGS:
        if start.startswith(beginning):
            return kind
    if start.startswith(_ZIP):
        return by_name or _kind_of_zip(data)
    if start.startswith(_OLE):
        return by_name or "table"
    text = _decode(start).lstrip()
    if text[:1] in ("{", "["):
        # Whatever its name is: an exported file that somebody renamed.
        return ""
    if text[:14].lower().startswith(("<!doctype html", "<html")):
        return "page"
    return by_name or ("table" if _looks_like_table(text) else "")


def _kind_of_zip(data: bytes) -> str:
    """Office files are zip archives; the names of their parts stand in them as plain bytes."""
    if b"xl/workbook" in data or b"opendocument.spreadsheet" in data:
        return "table"
    if b"word/document" in data or b"opendocument.text" in data:
        return "document"
    return "archive"


def _decode(start: bytes) -> str:
    """The beginning as text: Excel's “Unicode text” is UTF-16, older tables are GBK."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "replace").removeprefix("\ufeff")
    return start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _looks_like_table(text: str) -> bool:
    first = text.splitlines()[0] if text else ""
    is_text = (
        not set(first) & set("\0{") and first[:1] not in ('"', "-") and not first[:1].isdigit()
    )
    return is_text and any(separator in first for separator in (",", ";", "\t"))
