"""Which column of a list is which field: guessed from the names in its header row."""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from competition.document import Phrase, Refusal
from competition.lists.cells import (
    Cell,
    ListColumn,
    MergedRange,
    Table,
    Workbook,
    WorkbookSheet,
    column_letters,
)
from competition.lists.column_names import (
    IDENTITY,
    IN_A_LANGUAGE,
    KEY_FIELDS,
    NAMES,
    NUMBERED,
    guess_field,
)
from competition.lists.limits import HEADER_ROWS, MOST_CELLS, too_many_cells
from competition.lists.plan_types import Kind
from competition.messages import N_

NUMBERED_OFFERED = 12
"""How many numbered columns are offered for choice; names in the header may go further."""
_LABELS = {
    "key": N_("Key"),
    "team": N_("Team"),
    "short_name": N_("Short name"),
    "organisation": N_("Organisation"),
    "zone": N_("Zone"),
    "seed": N_("Seed"),
    "member": N_("Member"),
    "role": N_("Role"),
    "reserve": N_("Reserve"),
    "name": N_("Name"),
    "category": N_("Category"),
    "head": N_("Head judge"),
    "conflicts": N_("Conflicts of interest"),
    "topic": N_("Topic"),
    "brief": N_("Brief"),
    "focal_point": N_("Focal point"),
    "stage": N_("Stage"),
    "round": N_("Round"),
    "match": N_("Match"),
    "date": N_("Date"),
    "starts": N_("Start"),
    "room": N_("Room"),
    "labour": N_("Labour side"),
    "employer": N_("Employer side"),
    "panel": N_("Judges"),
    "score": N_("Score"),
}
_LANGUAGE_LABELS = {"zh": N_("%(field)s, in Chinese"), "en": N_("%(field)s, in English")}


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field that a column may be taken for: `member_1`, and what it is called."""

    field: str
    label: Phrase


def fields_of(kind: Kind) -> list[FieldName]:
    """The fields to choose from for a column of this kind of list, in order."""
    found: list[FieldName] = []
    for field in NAMES[kind]:
        found += _in_each_language(field, field, Phrase(_LABELS[field]))
    for field in NUMBERED.get(kind, ()):
        for number in range(1, NUMBERED_OFFERED + 1):
            label = Phrase(
                N_("%(field)s %(number)s"), {"field": Phrase(_LABELS[field]), "number": number}
            )
            found += _in_each_language(field, f"{field}_{number}", label)
    return found


def find_table(workbook: Workbook, kind: Kind, *, sheet: str | None = None) -> Table:
    """The list in the sheet of that name, or in the first that has a header row.

    Raises `Refusal` where there is none, or where a cell is merged across the header.
    """
    if sheet is None:
        wanted = sorted(workbook.sheets, key=lambda each: each.is_hidden)
    else:
        named = workbook.sheet(sheet)
        if named is None:
            names = ", ".join(each.name for each in workbook.sheets)
            raise Refusal(
                N_("There is no sheet “%(name)s”. The sheets are: %(names)s."),
                {"name": sheet, "names": names},
            )
        wanted = [named]
    for needed in (IDENTITY[kind], KEY_FIELDS):
        for each in wanted:
            header = _header_row(each, kind, needed)
            if header is not None:
                return _read_table(each, kind, header, workbook.encoding)
    raise _no_header(kind, workbook.encoding)


def _in_each_language(base: str, field: str, label: Phrase) -> list[FieldName]:
    found = [FieldName(field, label)]
    if base in IN_A_LANGUAGE:
        found += [
            FieldName(f"{field}_{code}", Phrase(message, {"field": label}))
            for code, message in _LANGUAGE_LABELS.items()
        ]
    return found


def _header_row(sheet: WorkbookSheet, kind: Kind, needed: Collection[str]) -> int | None:
    """The row of the first ten with most known names, among them one that is needed."""
    best: int | None = None
    most = 0
    for row, cells in sheet.rows.items():
        if row > HEADER_ROWS:
            break
        fields = {guess_field(kind, cell.text) for cell in cells.values()} - {None}
        if len(fields) > most and not fields.isdisjoint(needed):
            best, most = row, len(fields)
    return best


def _no_header(kind: Kind, encoding: str) -> Refusal:
    first = [NAMES[kind][field].split()[0] for field in IDENTITY[kind]]
    values: dict[str, object] = {"rows": HEADER_ROWS, "names": ", ".join(first)}
    if encoding == "gb18030":
        return Refusal(
            N_(
                "No row of names was found within the first %(rows)s rows: one column has to be "
                "called, for example, one of: %(names)s. If the text is garbled, choose another "
                "encoding."
            ),
            values,
        )
    return Refusal(
        N_(
            "No row of names was found within the first %(rows)s rows: one column has to be "
            "called, for example, one of: %(names)s."
        ),
        values,
    )


def _read_table(sheet: WorkbookSheet, kind: Kind, header: int, encoding: str) -> Table:
    columns = _columns(sheet.rows[header], kind)
    indexes = [column.index for column in columns]
    _refuse_merged_header(sheet.merged, header, max(indexes))
    rows: dict[int, dict[int, Cell]] = {}
    for number, cells in sheet.rows.items():
        if number > header and any(index in cells and cells[index].text for index in indexes):
            rows[number] = {index: cells[index] for index in indexes if index in cells}
    _spread_merged(sheet, rows, set(indexes))
    return Table(sheet.name, header, columns, rows, encoding)


def _columns(cells: Mapping[int, Cell], kind: Kind) -> tuple[ListColumn, ...]:
    columns: list[ListColumn] = []
    taken: set[str] = set()
    for index, cell in sorted(cells.items()):
        header = " ".join(cell.text.split())
        if header in taken:
            header = f"{header} [{column_letters(index)}]"
        taken.add(header)
        columns.append(ListColumn(index, header, guess_field(kind, cell.text)))
    if kind == "teams":
        columns = _with_members_called_name(columns)
    return tuple(columns)


def _with_members_called_name(columns: list[ListColumn]) -> list[ListColumn]:
    """Beside a `Team`, a column `Name` has the members' names."""
    fields = [column.field for column in columns]
    if fields.count("team") < 2 or "member" in fields:
        return columns
    return [
        replace(column, field="member") if column.header.casefold() == "name" else column
        for column in columns
    ]


def _refuse_merged_header(merged: list[MergedRange], header: int, last_column: int) -> None:
    for each in merged:
        is_one_cell = (each.first_row, each.first_column) == (each.last_row, each.last_column)
        crosses = each.first_row <= header <= each.last_row and each.first_column <= last_column
        if crosses and not is_one_cell:
            first = f"{column_letters(each.first_column)}{each.first_row}"
            last = f"{column_letters(each.last_column)}{each.last_row}"
            raise Refusal(
                N_(
                    "The cells %(first)s:%(last)s are merged across the row of names (row "
                    "%(row)s). Unmerge them and give every column a name of its own."
                ),
                {"first": first, "last": last, "row": header},
            )


def _spread_merged(
    sheet: WorkbookSheet, rows: dict[int, dict[int, Cell]], columns: set[int]
) -> None:
    """Let a cell that is merged downwards count for each row of the list that it covers."""
    numbers = list(rows)
    spread = 0
    for each in sheet.merged:
        if each.last_row == each.first_row or each.first_column not in columns:
            continue
        cell = sheet.rows.get(each.first_row, {}).get(each.first_column)
        if cell is None:
            continue
        below = replace(cell, is_merged=True)
        for place in range(bisect_left(numbers, each.first_row + 1), len(numbers)):
            if numbers[place] > each.last_row:
                break
            rows[numbers[place]].setdefault(each.first_column, below)
            spread += 1
            if spread > MOST_CELLS:
                raise too_many_cells()
