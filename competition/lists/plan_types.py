"""What an import would do: a plan with a verdict on every row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from competition.document import Phrase
from competition.file_types import Document

Kind = Literal["teams", "judges", "topics", "schedule", "scores"]
Verdict = Literal["new", "changed", "same", "wrong"]
VERDICTS: tuple[Verdict, ...] = ("new", "changed", "same", "wrong")

Values = Mapping[str, Any]
"""Values by field, in the shape that they have in the competition file."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with a cell: its column's header ("" for the row) and a sentence.

    `index` is the column from 0, None where no single cell is meant.
    """

    column: str
    index: int | None
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What becomes of a row of the list.

    `row` is its number in the spreadsheet, `key` what it is about (`team/member` for a member),
    `was` and `now` what changes, by field; a new one has all its fields in `now`. `cells` are the
    row's cells as text by column, as they were read and corrected.
    """

    row: int
    verdict: Verdict
    key: str | None
    name: str
    was: Values = field(default_factory=dict)
    now: Values = field(default_factory=dict)
    problems: Sequence[CellProblem] = ()
    notes: Sequence[Phrase] = ()
    cells: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import of a list would do; it has done nothing.

    `document` is the competition with the list in it, checked; None while something is wrong.
    `problems` are those of the competition that belong to no row. `missing` are the keys here that
    the list lacks; nothing happens to them.
    """

    kind: Kind
    stage: str | None
    columns: Mapping[str, str | None]
    rows: Sequence[RowPlan]
    missing: Sequence[str]
    counts: Mapping[Verdict, int]
    problems: Sequence[Phrase] = ()
    document: Document | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether it cannot be carried out."""
        return self.document is None

    @property
    def changes_nothing(self) -> bool:
        """Whether all is here already."""
        return not self.is_wrong and not self.counts["new"] and not self.counts["changed"]
