"""Which column of a list is which field: guessed from the names in its header row."""

from dataclasses import dataclass

from competition.document import Phrase
from competition.lists.cells import Table, Workbook
from competition.lists.plan_types import Kind


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field that a column may be taken for: `member_1`, and what it is called."""

    field: str
    label: Phrase


def fields_of(kind: Kind) -> list[FieldName]:
    """The fields to choose from for a column of this kind of list, in order."""
    raise NotImplementedError


def find_table(workbook: Workbook, kind: Kind, *, sheet: str | None = None) -> Table:
    """The list in the sheet of that name, or in the first that has a header row.

    Raises `Refusal` where there is none, where a cell is merged across the header.
    """
    raise NotImplementedError
