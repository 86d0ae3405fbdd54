"""One team's column on the page of a match: what is stored, what was typed, what was refused."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from competition.actions import sheets as actions
from competition.actions.refusals import Refused
from competition.web.judge import strings
from competition.web.judge.assignments import MatchAssignment, SheetAssignment
from competition.web.judge.forms import Dimensions, SheetForm, comment_of, sheet_form


@dataclass
class Column:
    """What the template shows of one sheet.

    `mode` is `open` (fields), `submitted` or `closed` (numbers to read); `current` the sheet
    as the server has it when what was typed met a newer version; `problem` a sentence about
    the whole sheet; `errors` one for each field.
    """

    row: SheetAssignment
    form: SheetForm
    mode: str
    standing: str
    total: str
    errors: dict[str, str] = field(default_factory=dict)
    current: dict[str, Any] | None = None
    problem: str = ""

    @property
    def differing(self) -> list[str]:
        """The dimensions on which what was typed and what is stored are not the same."""
        theirs = self.current["marks"] if self.current else {}
        mine, _refused = self.form.marks()
        return [
            d["key"]
            for d in self.form.dimensions
            if mine.get(d["key"], "") != theirs.get(d["key"], "")
        ]

    @property
    def comment(self) -> str:
        """The stored comment."""
        return comment_of(self.row)


def columns_for(
    assignment: MatchAssignment, dimensions: Dimensions, said: dict[str, str], changing: bool
) -> list[Column]:
    """Every column as it stands; `changing` opens the submitted ones."""
    return [
        _column(row, sheet_form(dimensions, row, None), said, changing) for row in assignment.rows
    ]


def column_with_typed(
    row: SheetAssignment, form: SheetForm, said: dict[str, str], refusal: Refused
) -> Column:
    """A column with what was typed in it and why that was not stored."""
    column = _column(row, form, said, True)
    column.mode = "open"
    column.problem = refusal.text(gettext)
    if isinstance(refusal, actions.InvalidSheet):
        column.errors = {key: why.text(gettext) for key, why in refusal.errors.items()}
    if isinstance(refusal, actions.Conflict):
        column.current = refusal.current
        form.base_version.data = str(refusal.current["version"])
    return column


def _column(row: SheetAssignment, form: SheetForm, said: dict[str, str], changing: bool) -> Column:
    mode = "open"
    if row.closed:
        mode = "closed"
    elif row.state == "submitted" and not changing:
        mode = "submitted"
    competition = row.team.competition
    total = actions.marks_total(competition, row.newest.marks) if row.newest else "0"
    return Column(row, form, mode, strings.status_text(row, said), total)
