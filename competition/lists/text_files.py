"""Lists as text: CSV files in the encodings that people have, and what a clipboard gives."""

import codecs
import re
from collections.abc import Iterator, Mapping

from competition.document import Refusal
from competition.lists.cells import Cell, WorkbookSheet
from competition.lists.column_names import is_known_name
from competition.lists.limits import HEADER_ROWS, LAST_COLUMN, LAST_ROW, MOST_CELLS, too_many_cells
from competition.messages import N_

ENCODINGS = {
    "utf-8": "utf-8-sig",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5hkscs",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
"""The encodings that may be asked for, and what Python calls them."""
SAMPLED = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_LINES, _SAMPLE_CHARACTERS, _SAMPLE_BYTES = 3, 80, 64 * 1024
# Eight characters of names that GB18030 once kept in a private area, and Unicode has since 4.1.
_ONCE_PRIVATE = {
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE832: 0x9FB8,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE864: 0x9FBB,
}
_CHARACTERS_TRIED = 64 * 1024
"""How much of a text decides on its delimiter: more than ten rows of any list."""
_DELIMITERS = ("\t", ",", ";")
_SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\n|\r)", re.IGNORECASE)
_KEPT_TEXT = re.compile(r'="(.*)"', re.DOTALL)


class EncodingUndecided(Refusal):
    """A text that is in none of the encodings that are tried: somebody has to look.

    `samples` has three of its lines as each encoding would show them; the encoding chosen goes
    into `read_lists`.
    """

    def __init__(self, samples: Mapping[str, list[str]]) -> None:
        super().__init__(
            N_(
                "It is not clear in which encoding this text was saved. Look at its lines in each "
                "encoding, and choose the one in which they read right."
            )
        )
        self.samples = samples


def decode(data: bytes, encoding: str | None) -> tuple[str, str]:
    """The text of a file, and its encoding: as asked for, by its mark, UTF-8, or GB18030.

    Raises `Refusal`, `EncodingUndecided`.
    """
    if encoding is not None:
        name = encoding.strip().lower().replace("_", "-")
        name = {"utf8": "utf-8", "utf16": "utf-16"}.get(name, name)
        if name not in ENCODINGS:
            raise Refusal(
                N_("There is no encoding “%(name)s” here. Choose one of: %(names)s."),
                {"name": encoding[:40], "names": ", ".join(ENCODINGS)},
            )
        text = _try(data, name)
        if text is None:
            raise Refusal(N_("This text is not in the encoding %(name)s."), {"name": name})
        return text, name
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = _try(data, name)
            if text is not None:
                return text, name
    for name in ("utf-8", "gb18030"):
        text = _try(data, name)
        if text is not None:
            return text, name
    raise EncodingUndecided(encoding_samples(data))


def encoding_samples(data: bytes) -> dict[str, list[str]]:
    """Three lines of a text as each encoding would show them."""
    return {name: _sample(data, name) for name in SAMPLED}


def _try(data: bytes, name: str) -> str | None:
    """The text in that encoding; None where it cannot be, or would hold what no text does."""
    try:
        text = data.decode(ENCODINGS[name])
    except UnicodeError:
        return None
    if "\0" in text:
        return None
    return text.translate(_ONCE_PRIVATE) if name.startswith("gb") else text


def _sample(data: bytes, name: str) -> list[str]:
    """Three lines as the encoding would show them: those that say most, with Chinese in them."""
    text = data[:_SAMPLE_BYTES].decode(ENCODINGS[name], "replace")
    lines = [line.strip()[:_SAMPLE_CHARACTERS] for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if not line.isascii()] or lines
    return [
        "".join(each if each.isprintable() or each == "\t" else "\ufffd" for each in line)
        for line in telling[:_SAMPLE_LINES]
    ]


def read_text(text: str, name: str) -> WorkbookSheet:
    """The sheet of a text whose cells are parted by tabs, commas or semicolons."""
    text = text.removeprefix("\ufeff")
    delimiters: tuple[str, ...] = _DELIMITERS
    if said := _SEPARATOR_LINE.match(text):
        # Excel's own note on how the file is parted; it is no row of it.
        delimiters, text = (said[1],), text[said.end() :]
    start = text[:_CHARACTERS_TRIED]
    delimiter = max(delimiters, key=lambda each: _fitness(start, each))
    sheet = WorkbookSheet(name)
    count = 0
    for row, fields in enumerate(_rows(text, delimiter), 1):
        cells = {
            column: Cell(_unquoted(field)) for column, field in enumerate(fields) if field.strip()
        }
        if cells:
            sheet.rows[row] = cells
            count += len(cells)
            if count > MOST_CELLS or row > LAST_ROW:
                raise too_many_cells()
    return sheet


def _fitness(text: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter fits: known names of columns in the best row, then cells in it."""
    known = filled = 0
    for row, fields in enumerate(_rows(text, delimiter)):
        if row >= HEADER_ROWS:
            break
        known = max(known, sum(is_known_name(field) for field in fields))
        filled = max(filled, sum(bool(field.strip()) for field in fields))
    return known, filled


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """The fields of each row.

    A field is quoted only where its quotation marks close at its end: Excel's clipboard gives a
    name that begins with one as it is.
    """
    mark = re.escape(delimiter)
    field = re.compile(
        rf'(?:"((?>[^"]*(?:""[^"]*)*+))"(?={mark}|[\r\n]|\Z)|([^{mark}\r\n]*))({mark}|\r\n|\n|\r|\Z)'
    )
    place, fields = 0, []
    while place < len(text):
        found = field.match(text, place)
        assert found is not None
        quoted, plain, end = found.groups()
        fields.append(plain if quoted is None else quoted.replace('""', '"'))
        if len(fields) > LAST_COLUMN:
            raise too_many_cells()
        place = found.end()
        if end != delimiter:
            yield fields
            fields = []
    if fields:
        yield fields


def _unquoted(field: str) -> str:
    """The text of `="001"`, by which programs keep a spreadsheet from making a number of it."""
    kept = _KEPT_TEXT.fullmatch(field)
    return kept[1].replace('""', '"') if kept else field
