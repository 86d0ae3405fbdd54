"""One team's column on the page of a match: what is stored, typed and refused."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from competition.actions import sheet_access
from competition.actions import sheets as actions
from competition.actions.refusals import Refused
from competition.actions.sheet_checks import InvalidSheet
from competition.web.judge import strings
from competition.web.judge.assignments import MatchAssignment, SheetAssignment
from competition.web.judge.forms import Dimensions, SheetForm, comment_of, sheet_form


@dataclass
class Column:
    """What the template shows of one sheet.

    `mode` is `open` (fields), `submitted` or `closed` (read only). `current` is the server's
    version, if it is newer than the one that was edited. `problem` is a sentence about the whole
    sheet, `errors` has one for each field.
    """

    sheet: SheetAssignment
    form: SheetForm
    mode: str
    status_text: str
    total: str
    errors: dict[str, str] = field(default_factory=dict)
    current: dict[str, Any] | None = None
    problem: str = ""

    @property
    def differing(self) -> list[str]:
        """The dimensions in which the typed and the stored mark differ."""
        stored = self.current["marks"] if self.current else {}
        typed, _refused = self.form.marks()
        return [
            d["key"]
            for d in self.form.dimensions
            if typed.get(d["key"], "") != stored.get(d["key"], "")
        ]

    @property
    def comment(self) -> str:
        """The stored comment."""
        return comment_of(self.sheet)


def columns_for(
    assignment: MatchAssignment, dimensions: Dimensions, texts: dict[str, str], changing: bool
) -> list[Column]:
    """Every column as it is stored; `changing` makes submitted sheets editable."""
    return [
        _column(sheet, sheet_form(dimensions, sheet, None), texts, changing)
        for sheet in assignment.sheets
    ]


def column_with_typed(
    sheet: SheetAssignment, form: SheetForm, texts: dict[str, str], refusal: Refused
) -> Column:
    """A column with what was typed in it and why it was not stored."""
    column = _column(sheet, form, texts, True)
    column.mode = "open"
    column.problem = refusal.text(gettext)
    if isinstance(refusal, InvalidSheet):
        column.errors = {key: problem.text(gettext) for key, problem in refusal.errors.items()}
    if isinstance(refusal, actions.Conflict):
        column.current = refusal.current
        form.base_version.data = str(refusal.current["version"])
    return column


def _column(
    sheet: SheetAssignment, form: SheetForm, texts: dict[str, str], changing: bool
) -> Column:
    mode = "open"
    if sheet.closed:
        mode = "closed"
    elif sheet.state == "submitted" and not changing:
        mode = "submitted"
    competition = sheet.team.competition
    total = sheet_access.marks_total(competition, sheet.newest.marks) if sheet.newest else "0"
    return Column(sheet, form, mode, strings.status_text(sheet, texts), total)
