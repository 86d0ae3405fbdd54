"""What an import of a list would do to a competition."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from competition.document import InvalidDocument, Phrase, Problem, Refusal, check_document
from competition.file_types import Document
from competition.lists.cells import Cell, ListColumn, Table
from competition.lists.column_names import IDENTITY, base_field
from competition.lists.judges import plan_judges
from competition.lists.matching import Planned
from competition.lists.plan_types import VERDICTS, ImportPlan, Kind
from competition.lists.rows import ListRow
from competition.lists.schedule import plan_schedule
from competition.lists.scores import paper_stage, plan_scores
from competition.lists.teams import plan_teams
from competition.lists.topics import plan_topics
from competition.messages import N_

_OWNER = re.compile(r"(?:\w+\[\d+\])(?:\.(?:rounds|matches|scores)\[\d+\])*")
_FIELDS = {"title": "topic", "panel": "panel", "name": "name"}


def plan_import(
    document: Document,
    kind: Kind,
    table: Table,
    *,
    stage: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    corrections: Mapping[tuple[int, int], str] | None = None,
) -> ImportPlan:
    """What becomes of every row; raises `Refusal` where two columns are for one field.

    `columns` are fields by header that are not as guessed, `corrections` texts of single cells by
    row number and column index. The document is not changed.
    """
    chosen = _chosen_columns(table, columns or {})
    by_field = {column.field: column for column in chosen if column.field is not None}
    rows = [
        ListRow(number, cells, by_field)
        for number, cells in _corrected(table, corrections or {}).items()
    ]
    listed = [row for row in rows if not _is_passed_over(row, by_field, IDENTITY[kind])]
    file: Any = _working_copy(document)
    if kind == "scores":
        stage = paper_stage(file, stage)["key"]
    planned = _plan(kind, file, listed, by_field, stage)
    problems: list[Phrase] = []
    checked: Document | None = None
    if not any(row.problems for row in rows):
        try:
            checked = check_document(file)
        except InvalidDocument as invalid:
            problems = _tell_rows(invalid.problems, planned.owners)
    plans = [row.plan() for row in rows]
    verdicts = [plan.verdict for plan in plans]
    return ImportPlan(
        kind,
        stage,
        {column.header: column.field for column in chosen},
        plans,
        planned.missing,
        {verdict: verdicts.count(verdict) for verdict in VERDICTS},
        problems,
        checked,
    )


def _plan(
    kind: Kind,
    file: dict[str, Any],
    rows: list[ListRow],
    fields: Mapping[str, ListColumn],
    stage: str | None,
) -> Planned:
    if kind == "scores":
        return plan_scores(file, rows, fields, stage)
    plans = {
        "teams": plan_teams,
        "judges": plan_judges,
        "topics": plan_topics,
        "schedule": plan_schedule,
    }
    return plans[kind](file, rows, fields)


def _chosen_columns(table: Table, given: Mapping[str, str | None]) -> list[ListColumn]:
    """The columns with the fields as chosen; raises `Refusal` where two are for one field."""
    chosen = [replace(each, field=given.get(each.header, each.field)) for each in table.columns]
    first: dict[str, str] = {}
    for column in chosen:
        if column.field is None:
            continue
        if column.field in first:
            raise Refusal(
                N_(
                    "Two columns are for one field: “%(first)s” and “%(second)s” (%(field)s). Keep "
                    "one of them."
                ),
                {
                    "first": first[column.field],
                    "second": column.header,
                    "field": column.field.replace("_", " "),
                },
            )
        first[column.field] = column.header
    return chosen


def _corrected(
    table: Table, corrections: Mapping[tuple[int, int], str]
) -> dict[int, Mapping[int, Cell]]:
    """The rows with the cells that were typed anew; a row with nothing left is none."""
    rows = dict(table.rows)
    for (row, column), text in corrections.items():
        if row in rows:
            rows[row] = {**rows[row], column: Cell(text)}
    return {
        number: cells
        for number, cells in rows.items()
        if any(cell.text.strip() and not cell.is_merged for cell in cells.values())
    }


def _is_passed_over(
    row: ListRow, fields: Mapping[str, ListColumn], identity: Collection[str]
) -> bool:
    """Whether a row has nothing for the list; it says so in a note."""
    if row.is_foot(identity):
        row.note(N_("This is no row of the list, but a sum or a remark: passed over."))
        return True
    if row.is_blank(fields):
        row.note(N_("No column that is known has anything here: passed over."))
        return True
    return False


def _working_copy(document: Document) -> dict[str, Any]:
    """A copy of all that a list may change; the sheets are shared with the document."""
    whole: dict[str, Any] = dict(document)
    for name in ("topics", "teams", "judges", "stages"):
        if name in whole:
            whole[name] = [_copy(part) for part in whole[name]]
    return whole


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(part) for name, part in value.items()}
    return [_copy(part) for part in value] if isinstance(value, list) else value


def _tell_rows(problems: list[Problem], owners: Mapping[str, ListRow]) -> list[Phrase]:
    """Tell the rows what is wrong with what they made; returns what belongs to none of them."""
    left: list[Phrase] = []
    for problem in problems:
        found = _OWNER.match(problem.place)
        row = owners.get(found[0]) if found is not None else None
        if row is None or found is None:
            left.append(
                Phrase(
                    N_("%(place)s: %(problem)s"),
                    {"place": problem.place, "problem": Phrase(problem.message, problem.values)},
                )
            )
        else:
            rest = problem.place[found.end() :].strip(".")
            field = re.split(r"[.\[]", rest)[0] if rest else ""
            row.problem(_FIELDS.get(field, base_field(field)), problem.message, **problem.values)
    return left
