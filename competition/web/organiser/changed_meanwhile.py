"""What somebody else changed while a page was open, as its form says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g

from competition.actions.meanwhile import changes_since
from competition.store.audit import AuditRow
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.names import names_by_key, round_names
from competition.web.organiser.record.audit_labels import ACTIONS
from competition.web.organiser.record.audit_rows import (
    FieldChange,
    actor_text,
    field_changes,
    subject_text,
)

MOST_ROWS = 5


@dataclass(frozen=True)
class MeanwhileRow:
    """One change: who made it and when, what it is called, what it is about, which fields."""

    who: str
    at: str
    action: str
    subject: str
    fields: list[FieldChange]


def rows_since(number: int) -> list[AuditRow]:
    """Everything that was changed in the page's competition after that row of its audit."""
    return changes_since(g.competition.key, number)


def changes_meanwhile(rows: Sequence[AuditRow]) -> list[MeanwhileRow]:
    """The newest of the changes, as on the audit page."""
    file = file_without_sheets(g.competition)
    names = {**names_by_key(file), "round_names": round_names(file)}

    def shown(row: AuditRow) -> MeanwhileRow:
        return MeanwhileRow(
            actor_text(row.who, names["judge_names"]),
            row.at,
            str(ACTIONS.get(row.action, row.action)),
            subject_text(row.action, row.subject, names),
            field_changes(row, names),
        )

    return [shown(row) for row in rows[-MOST_ROWS:]]
