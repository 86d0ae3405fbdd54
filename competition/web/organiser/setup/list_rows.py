"""The rows of a list that is to be imported, as the page shows them."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext, lazy_gettext

from competition.lists.preview import phrase_of
from competition.web.organiser.setup.kept_lists import KeptList
from competition.web.template_filters import join_list, localized

VERDICTS = ("wrong", "changed", "new", "same", "skipped")
"""In the order in which somebody looks at them."""
VERDICT_NAMES = {
    "wrong": lazy_gettext("Wrong"),
    "changed": lazy_gettext("Changed"),
    "new": lazy_gettext("New"),
    "same": lazy_gettext("Same"),
    "skipped": lazy_gettext("Left out"),
}
MOST_CELLS, FEWEST_ROWS, MOST_ROWS = 640, 8, 50
LEAST_WIDTH, MOST_WIDTH = 5, 28
_LONG = 40

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class ShownColumn:
    """A column of the list: `field` is what it is taken for now, "" where it is passed over."""

    index: int
    header: str
    field: str
    size: int = 8
    """How many characters wide its fields are."""


@dataclass(frozen=True)
class ShownCell:
    """A cell as it counts: read or corrected.

    `was` is what stands in the competition where that changes, "" for nothing. A cell that
    `is_long` needs more than a line.
    """

    index: int
    text: str
    problems: Sequence[str] = ()
    was: str | None = None
    is_corrected: bool = False

    @property
    def is_long(self) -> bool:
        """Whether its text has several lines or is long."""
        return len(self.text) > _LONG or "\n" in self.text or "\r" in self.text


@dataclass(frozen=True)
class ShownRow:
    """A row with what becomes of it; `problems` and `notes` are about no single cell."""

    number: int
    verdict: str
    name: str
    cells: Sequence[ShownCell]
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    changes: Sequence[tuple[str, str, str]] = field(default=())
    """What changes and stands in no column of the list: label, before, after."""


def columns_of(kept: KeptList) -> list[ShownColumn]:
    """The list's columns, as they were guessed and corrected."""
    chosen = kept.choices.columns
    return [
        ShownColumn(index, header, chosen.get(header, guessed) or "")
        for index, header, guessed in kept.answer["table"]["columns"]
    ]


def with_sizes(columns: Sequence[ShownColumn], rows: Sequence[ShownRow]) -> list[ShownColumn]:
    """The columns with fields as wide as what stands in these rows needs."""
    found = []
    for place, column in enumerate(columns):
        widest = max((_width(row.cells[place].text) for row in rows), default=0)
        found.append(replace(column, size=min(MOST_WIDTH, max(LEAST_WIDTH, widest))))
    return found


def rows_per_page(columns: Sequence[ShownColumn]) -> int:
    """How many rows a page shows: a form has a thousand fields at most."""
    return min(MOST_ROWS, max(FEWEST_ROWS, MOST_CELLS // max(1, len(columns))))


def in_order(verdicts: Mapping[int, str]) -> list[int]:
    """The rows by their numbers, those first that somebody should look at."""
    rank = {verdict: place for place, verdict in enumerate(VERDICTS)}
    return sorted(verdicts, key=lambda number: (rank.get(verdicts[number], 0), number))


def list_rows(
    kept: KeptList, numbers: Iterable[int], labels: Mapping[str, str], show: Callable[..., str]
) -> list[ShownRow]:
    """These rows in this order; `show(field, value)` is a value of the competition as text."""
    columns, in_page = columns_of(kept), list(numbers)
    kept_rows = kept.rows(in_page)
    found = []
    for number in in_page:
        read, plan = kept_rows[number]["read"], kept_rows[number]["plan"]
        cells = [_cell(kept, number, column, read, plan, show) for column in columns]
        by_column = {column.field for column in columns}
        inside = {column.index for column in columns}
        found.append(
            ShownRow(
                number,
                kept.verdicts[number],
                plan.get("name", ""),
                cells,
                [_text(p) for _column, index, p in plan.get("problems", ()) if index not in inside],
                [_text(note) for note in plan.get("notes", ())],
                [
                    (labels.get(name, name), show(name, plan["was"].get(name)), show(name, value))
                    for name, value in plan.get("now", {}).items()
                    if plan["verdict"] == "changed" and name not in by_column
                ],
            )
        )
    return found


def _cell(
    kept: KeptList,
    number: int,
    column: ShownColumn,
    read: Plain,
    plan: Plain,
    show: Callable[..., str],
) -> ShownCell:
    index = column.index
    corrected = kept.choices.corrections.get((number, index))
    text = corrected if corrected is not None else cell_text(read.get(str(index)))
    was = None
    if plan.get("verdict") == "changed" and column.field in plan["now"]:
        was = show(column.field, plan["was"].get(column.field))
    problems = [_text(p) for _name, place, p in plan.get("problems", ()) if place == index]
    return ShownCell(index, text, problems, was, corrected is not None)


def cell_text(cell: Sequence[Any] | None) -> str:
    """A cell of the table as its page shows it."""
    if cell is None:
        return ""
    shown = cell[-1] if len(cell) > 1 else ""
    return str(shown or cell[0])


def value_text(names: Mapping[str, str], value: Any) -> str:
    """A value of the competition file as a person reads it; `names` are those of what keys name."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return str(localized(value))
    if isinstance(value, list | tuple):
        return str(join_list([value_text(names, each) for each in value]))
    return names.get(str(value), str(value))


def _text(plain: list[Any]) -> str:
    return phrase_of(plain).text(gettext)


def _width(text: str) -> int:
    """How many Latin letters a text is as wide as."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text[:100])
