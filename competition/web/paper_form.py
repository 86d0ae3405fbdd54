"""A paper sheet's fields: one a dimension, named by its key; one a contestant; the comment.

For the clerks who type, and for who decides between two typings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext

from competition import document
from competition.actions import rubrics
from competition.actions.paper_cells import (
    COMMENT,
    Cells,
    cells_of,
    differing_cells,
    names_of_cells,
)
from competition.actions.paper_progress import PaperSheet
from competition.actions.refusals import Refused
from competition.actions.sheet_checks import PERSONAL, InvalidSheet
from competition.web.typed_marks import read_typed_mark

OTHER = "other."
"""What precedes a cell's name in the field for what neither of two typings has."""


@dataclass
class PaperField:
    """One cell: `scale` has min, max and step, None for the comment; `label` is a text for people.

    `choices` are the two typings where there is something to decide, `typed` is what was sent.
    """

    name: str
    label: Any
    scale: Mapping[str, Any] | None
    typed: str = ""
    error: str = ""
    choices: tuple[str, str] = ("", "")
    differs: bool = False

    @property
    def is_summed(self) -> bool:
        """Whether it enters the check sum of the paper."""
        return self.scale is not None and not self.name.startswith(PERSONAL)


@dataclass
class PaperCells:
    """What was sent: the text of each cell, and a refusal for each that is not a number."""

    typed: Cells
    cells: Cells
    errors: dict[str, str]


def paper_fields(sheet: PaperSheet, typed: Mapping[str, str]) -> list[PaperField]:
    """The fields of a sheet in the paper's order, with what stands in them."""
    rule = rubrics.rule_of_sheet(sheet.match, sheet.team, sheet.judge)
    dimensions = {dimension["key"]: dimension for dimension in rule.dimensions}
    members = {PERSONAL + member.key: member.name for member in sheet.team.members}
    fields = []
    for name in names_of_cells(rule):
        if name == COMMENT:
            fields.append(PaperField(name, gettext("Comment"), None))
        elif name in dimensions:
            fields.append(PaperField(name, dimensions[name]["name"], dimensions[name]))
        else:
            fields.append(PaperField(name, members[name], rule.personal))
    pair = [cells_of(entry) for entry in sheet.typed.typed]
    differing = differing_cells(*pair) if len(pair) > 1 else []
    for field in fields:
        field.typed = typed.get(field.name, "")
        field.differs = field.name in differing
        if len(pair) > 1:
            field.choices = (pair[0].get(field.name, ""), pair[1].get(field.name, ""))
    return fields


def read_cells(sheet: PaperSheet) -> PaperCells:
    """The cells of the form that was sent; of a decision what was chosen or typed instead."""
    rule = rubrics.rule_of_sheet(sheet.match, sheet.team, sheet.judge)
    read = PaperCells({}, {}, {})
    for name in names_of_cells(rule):
        text = request.form.get(OTHER + name, "").strip() or request.form.get(name, "")
        text = text.replace("\r\n", "\n").strip()
        read.typed[name] = read.cells[name] = text
        if name != COMMENT and text:
            try:
                read.cells[name] = read_typed_mark(text)
            except document.Refusal as refusal:
                read.errors[name] = Refused.from_refusal(refusal).text(gettext)
    return read


def errors_of(refusal: InvalidSheet) -> dict[str, str]:
    """A sentence for each cell that was refused."""
    return {name: each.text(gettext) for name, each in refusal.errors.items()}
