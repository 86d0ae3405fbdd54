"""One team's column on the page of a match: what is stored, typed and refused."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from competition.actions import rubrics
from competition.actions import sheets as actions
from competition.actions.refusals import Refused
from competition.actions.sheet_checks import InvalidSheet
from competition.web.judge import strings
from competition.web.judge.assignments import MatchAssignment, SheetAssignment
from competition.web.judge.forms import SheetForm, comment_of, sheet_form


@dataclass
class Column:
    """What the template shows of one sheet.

    `mode` is `open` (fields), `submitted`, `closed` or `off` (read only; `off` where nobody waits
    for the sheet). `total` is how many marks are given as long as one is missing (`is_partial`),
    and a dash before the first. `current` is the server's version, if it is newer than the one
    that was edited. `problem` is a sentence about the whole
    sheet, `errors` has one for each field.
    """

    sheet: SheetAssignment
    form: SheetForm
    mode: str
    status_text: str
    total: str
    is_partial: bool
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
    def differing_personal(self) -> list[str]:
        """The contestants whose typed and stored marks differ."""
        stored = self.current.get("personal", {}) if self.current else {}
        typed, _refused = self.form.personal()
        return [key for key in self.form.contestants if typed.get(key, "") != stored.get(key, "")]

    @property
    def comment(self) -> str:
        """The stored comment."""
        return comment_of(self.sheet)


def columns_for(assignment: MatchAssignment, texts: dict[str, str], changing: bool) -> list[Column]:
    """Every column as it is stored; `changing` makes submitted sheets editable."""
    return [_column(sheet, sheet_form(sheet, None), texts, changing) for sheet in assignment.sheets]


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
    if sheet.not_awaited:
        mode = "off"
    elif sheet.closed:
        mode = "closed"
    elif sheet.state == "submitted" and not changing:
        mode = "submitted"
    total = total_text(sheet, texts)
    given = _given(sheet)
    is_partial = not sheet.is_missed and 0 < given["given"] < given["all"]
    return Column(sheet, form, mode, strings.status_text(sheet, texts), total, is_partial)


def total_text(sheet: SheetAssignment, texts: dict[str, str]) -> str:
    """The newest marks' total; how many there are while one is missing, a dash without any."""
    given = _given(sheet)
    if not sheet.newest or not given["given"] or sheet.is_missed:
        return "–"
    if given["given"] < given["all"]:
        return texts["marked_of"] % given
    return rubrics.marks_total(sheet.entry.match, sheet.newest.marks)


def _given(sheet: SheetAssignment) -> dict[str, int]:
    dimensions = sheet.rule.dimensions
    marks = sheet.newest.marks if sheet.newest else {}
    given = sum(dimension["key"] in marks for dimension in dimensions)
    return {"given": given, "all": len(dimensions)}
