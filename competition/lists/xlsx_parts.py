"""What the sheets of an .xlsx share: their texts, and how their numbers are shown."""

import re

from competition.lists.cells import Cell
from competition.lists.limits import MOST_CELLS, damaged, too_many_cells
from competition.lists.numbers_shown import NumberFormat, read_format
from competition.lists.zip_parts import ZipParts, local_name

TRUE = ("1", "true", "on")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def read_shared_strings(parts: ZipParts, name: str | None) -> list[Cell | None]:
    """The texts that cells refer to by number, each as the cell that it makes; None if blank."""
    cells: list[Cell | None] = []
    if name is None or name not in parts:
        return cells
    pieces: list[str] = []
    is_text, phonetic = False, 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal is_text, phonetic
        name = local_name(name)
        if name == "t":
            is_text = not phonetic
        elif name == "rPh":
            phonetic += 1

    def end(name: str) -> None:
        nonlocal is_text, phonetic
        name = local_name(name)
        if name == "t":
            is_text = False
        elif name == "rPh":
            phonetic -= 1
        elif name == "si":
            cells.append(text_cell("".join(pieces)))
            pieces.clear()
            if len(cells) > MOST_CELLS:
                raise too_many_cells()

    def text(data: str) -> None:
        if is_text:
            pieces.append(data)

    parts.parse(name, start, end, text)
    return cells


def text_cell(text: str, *, is_formula: bool = False) -> Cell | None:
    """The cell of a text, None if it is blank; a formula's stays."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return Cell(text, is_formula=is_formula) if is_formula or text.strip() else None


def read_formats(parts: ZipParts, name: str | None) -> list[NumberFormat]:
    """The number format of each style that cells refer to by number."""
    formats: list[NumberFormat] = []
    codes: dict[int, str] = {}
    is_inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_inside
        name = local_name(name)
        if name == "numFmt":
            codes[whole_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            is_inside = True
        elif name == "xf" and is_inside:
            number = whole_number(attributes.get("numFmtId", "0"))
            formats.append(read_format(number, codes.get(number)))

    def end(name: str) -> None:
        nonlocal is_inside
        if local_name(name) == "cellXfs":
            is_inside = False

    if name is not None and name in parts:
        parts.parse(name, start, end)
    return formats


def whole_number(text: str | None) -> int:
    """A number of an attribute; raises `Refusal` for anything else."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise damaged()
    return int(text)
